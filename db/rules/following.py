"""What surely follows of a child where nobody has answered: from the class, the carer's relation, the parents."""

from __future__ import annotations

from db.rules.definitions import ParentFacts, can_care, is_away
from db.vocabulary import ActualCare, CareReason, CarerRelation, Schooling

GRANDPARENTS = frozenset(
    {
        CarerRelation.PATERNAL_GRANDFATHER,
        CarerRelation.PATERNAL_GRANDMOTHER,
        CarerRelation.MATERNAL_GRANDFATHER,
        CarerRelation.MATERNAL_GRANDMOTHER,
    }
)


def schooling_of(stage: str | None) -> Schooling | None:
    """Where a child goes to school, by the stage of its class; the codes of both are the same words."""
    return Schooling(stage) if stage else None


def care_of(relation: str | None) -> ActualCare | None:
    """Who cares, by what the entrusted carer is to the child; None where the relation says nothing of it."""
    if not relation or relation == CarerRelation.OTHER:
        return None
    return ActualCare.GRANDPARENTS if relation in GRANDPARENTS else ActualCare.RELATIVES


def reason_of(father: ParentFacts, mother: ParentFacts) -> CareReason | None:
    """Why a child is entrusted, by where its parents are; None unless one is away and the other surely no help."""
    away = [is_away(parent) for parent in (father, mother)]
    if away == [True, True]:
        return CareReason.BOTH_AWAY
    if True in away and [can_care(parent) for parent in (father, mother)] == [False, False]:
        return CareReason.ONE_AWAY
    return None
