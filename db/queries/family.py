"""The rows of one child and its family, as stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.errors import NotFoundError
from db.i18n import _
from db.models import Carer, Child, Edited, Grandparent, Parent
from db.queries.scope import child_conditions
from db.rules.standing import Standing, standing
from db.session import Session
from db.vocabulary import ParentRole

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Family:
    """Columns by name; parents and grandparents by role; carers with the present one first."""

    child: Row
    parents: Mapping[str, Row]
    grandparents: Mapping[str, Row]
    carers: tuple[Row, ...]

    @property
    def carer(self) -> Row | None:
        """The present carer."""
        return next((carer for carer in self.carers if carer["to_on"] is None), None)

    def standing(self, today: date) -> Standing:
        """Both definitions on `today`."""
        return standing(self.child, self.parents.get(ParentRole.FATHER), self.parents.get(ParentRole.MOTHER), today)


def child_row(session: Session, child_id: int) -> Row:
    """The child's columns; raises NotFoundError where it does not exist or lies outside the person's scope."""
    with session.reading():
        query = Child.select().where(Child.id == child_id, *child_conditions(session.scope))
        found: Row | None = query.dicts().get_or_none()
    if found is None:
        raise NotFoundError(_("This child is not in the register, or not among those that you may see."))
    return found


def family(session: Session, child_id: int) -> Family:
    """The child with its family; raises NotFoundError as `child_row` does."""
    child = child_row(session, child_id)
    with session.reading():
        carers = Carer.select().where(Carer.child == child_id).order_by(Carer.to_on.is_null().desc(), Carer.id.desc())
        return Family(child, _by_role(Parent, child_id), _by_role(Grandparent, child_id), tuple(carers.dicts()))


def _by_role(model: type[Edited], child_id: int) -> Mapping[str, Row]:
    return {row["role"]: row for row in model.select().where(model.child == child_id).dicts()}
