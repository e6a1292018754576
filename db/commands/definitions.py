"""Both definition flags of a child: computed in this one place, overruled by a person with a reason."""

from __future__ import annotations

from datetime import timedelta

from db.commands.cleaning import reason_of
from db.commands.writing import update
from db.models import Child, Parent
from db.queries.family import child_row, family
from db.rules.dates import add_months
from db.rules.definitions import AGE_LIMIT, MONTHS_AWAY
from db.scope import EVERYTHING
from db.session import Session
from db.vocabulary import AWAY

DEFINITIONS = ("civil", "school")


def recompute(session: Session, child_id: int) -> None:
    """Bring the stored flags up to date, inside the caller's transaction, after a change of the child's family."""
    found = family(session, child_id)
    columns = found.standing(session.clock.today()).columns(found.child)
    update(session, Child, child_id, found.child["version"], columns)


def refresh_definitions(session: Session) -> int:
    """Recompute where time alone may have changed a flag: a 16th birthday, three months away; returns how many.

    Of the whole register, whatever the person may see: nobody else comes by to do it.
    """
    session = session.within(EVERYTHING)
    today = session.clock.today()
    turned = add_months(today, -12 * AGE_LIMIT).isoformat()
    away_since = add_months(today, -MONTHS_AWAY)
    # A month counts from its last day, so the first days that can have become enough lie up to a month back.
    settled = (away_since + timedelta(days=1)).isoformat()
    counted = (Child.civil_computed == 1) | (Child.school_computed == 1)
    long_away = Parent.select(Parent.child).where(
        (Parent.away_since < settled) & Parent.whereabouts.in_([code.value for code in AWAY])
    )
    with session.reading():
        query = Child.select(Child.id).where(
            ((Child.birth_date <= turned) & counted) | ((Child.school_computed == 0) & Child.id.in_(long_away))
        )
        ids = [row[0] for row in query.tuples()]
    changed = 0
    for child_id in ids:
        with session.writing():
            found = family(session, child_id)
            columns = found.standing(today).columns(found.child)
            changed += bool(update(session, Child, child_id, found.child["version"], columns))
    return changed


def overrule_definition(
    session: Session, child_id: int, version: int, definition: str, value: bool | None, reason: str
) -> None:
    """Let a person's word count instead of what is computed; None returns to that. `definition`: civil or school.

    Raises RuleError without a reason, ConflictError where the child was changed since.
    """
    if definition not in DEFINITIONS:
        raise ValueError(definition)
    reason = reason_of(reason)
    with session.writing():
        child = child_row(session, child_id)
        overruled = {f"{definition}_overruled": value, f"{definition}_reason": reason if value is not None else None}
        merged = {**child, **overruled}
        columns = family(session, child_id).standing(session.clock.today()).columns(merged)
        update(session, Child, child_id, version, {**overruled, **columns}, reason=reason)
