"""Whether a carer may be entrusted with a child: Law on the Protection of Minors (2020), articles 22 and 23."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from db.i18n import _
from db.rules.dates import age
from db.vocabulary import CarerBar

ADULT_AGE = 18


class Fitness(Enum):
    """What the law's checks of a carer come to."""

    FIT = "fit"
    UNFIT = "unfit"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class CarerFacts:
    """What the checks ask; None is a question not answered yet. On `checked_on` the bars were asked about."""

    birth_date: date | None = None
    full_capacity: bool | None = None
    bars: Iterable[str] = ()
    checked_on: date | None = None
    child_wish_heard: bool | None = None
    school_notified: bool | None = None
    village_notified: bool | None = None
    agreement_on: date | None = None


@dataclass(frozen=True)
class FitnessCheck:
    """The outcome, with a sentence for each reason against the carer and for each step still open."""

    fitness: Fitness
    reasons: tuple[str, ...] = ()
    open_steps: tuple[str, ...] = ()


def check_carer(carer: CarerFacts, today: date) -> FitnessCheck:
    """UNFIT by any bar, minority or lack of capacity; INCOMPLETE while a question or a step is open; else FIT."""
    reasons = tuple(_reasons(carer, today))
    open_steps = tuple(_open_steps(carer))
    if reasons:
        return FitnessCheck(Fitness.UNFIT, reasons, open_steps)
    return FitnessCheck(Fitness.INCOMPLETE if open_steps else Fitness.FIT, (), open_steps)


def _reasons(carer: CarerFacts, today: date) -> Iterable[str]:
    if carer.birth_date and age(carer.birth_date, today) < ADULT_AGE:
        yield _("The carer is younger than 18.")
    if carer.full_capacity is False:
        yield _("The carer lacks full capacity to act.")
    sentences = {
        CarerBar.VIOLENT_RECORD: _(
            "The carer has a record of sexual assault, abuse, abandonment, trafficking or violence."
        ),
        CarerBar.ADDICTION: _("The carer takes drugs, drinks or gambles."),
        CarerBar.NEGLECT: _("The carer has refused or long neglected the care of a child."),
        CarerBar.OTHER_UNFIT: _("The carer is unfit for another reason."),
    }
    bars = set(carer.bars)
    yield from (sentence for bar, sentence in sentences.items() if bar in bars)


def _open_steps(carer: CarerFacts) -> Iterable[str]:
    if carer.birth_date is None:
        yield _("Record the carer's birth date.")
    if carer.full_capacity is None:
        yield _("Record whether the carer has full capacity to act.")
    if carer.checked_on is None:
        yield _("Ask about the circumstances in which the law forbids to entrust a child.")
    if not carer.child_wish_heard:
        yield _("Hear the child's own wish.")
    if not carer.school_notified:
        yield _("Tell the school in writing.")
    if not carer.village_notified:
        yield _("Tell the village committee in writing.")
    if carer.agreement_on is None:
        yield _("Have the care agreement signed.")
