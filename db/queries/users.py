"""The users of the office, as the office sees them."""

from __future__ import annotations

from dataclasses import dataclass

from db.access import Right
from db.models import School, SchoolClass, Staff, User, Village
from db.rules.class_names import class_title
from db.session import Session


@dataclass(frozen=True)
class Member:
    """A user; the places are named. `key` is the public key of SSH."""

    name: str
    full_name: str
    role: str
    active: bool
    places: tuple[str, ...]
    helper: str
    key: str


def members(session: Session) -> list[Member]:
    """Every user, by entry; raises RefusedError for whoever may not manage them."""
    session.require(Right.USERS)
    with session.reading():
        rows = list(User.select().order_by(User.id).dicts())
        names = _places()
        staff = dict(Staff.select(Staff.id, Staff.name).where(Staff.id.in_([row["helper"] for row in rows])).tuples())
    return [
        Member(
            name=row["name"], full_name=row["full_name"] or "", role=row["role"], active=bool(row["active"]),
            places=tuple(
                of_kind.get(int(number), number)
                for kind, of_kind in names.items()
                for number in (row[kind] or "").split()
            ),
            helper=staff.get(row["helper"], ""), key=row["ssh_key"] or "",
        )
        for row in rows
    ]  # fmt: skip


def reach(session: Session) -> tuple[str, ...]:
    """The names of the places, and of the helper, whose children alone the person sees; none where they see all."""
    scope = session.scope
    if scope.everything:
        return ()
    given = {"schools": scope.schools, "classes": scope.classes, "villages": scope.villages}
    with session.reading():
        names = _places()
        staff = Staff.select(Staff.name).where(Staff.id == scope.helper).tuples()
        helper = tuple(name for (name,) in staff)
    return (*(names[kind].get(one, str(one)) for kind, ids in given.items() for one in sorted(ids or ())), *helper)


def as_staff(session: Session) -> tuple[int, str] | None:
    """The member of staff that the person is, by id and name; within the caller's reading.

    Only of those who look after some of the children: the office enters what others did.
    """
    if session.scope.everything:
        return None
    full_name = User.select(User.full_name).where(User.name == session.user).scalar()
    named = Staff.name.in_([session.user, *([full_name] if full_name else [])])
    query = Staff.select(Staff.id, Staff.name).where(
        Staff.active == 1, named | (Staff.id == (session.scope.helper or 0))
    )
    rows: list[tuple[int, str]] = list(query.tuples())
    own = [row for row in rows if row[0] == session.scope.helper] or rows
    return own[0] if len(own) == 1 else None


def has_pin(session: Session) -> bool:
    """Whether the person has a PIN that draws the cover of the screens back."""
    return kept_pin(session) is not None


def kept_pin(session: Session) -> str | None:
    """What is stored of the person's own PIN."""
    with session.reading():
        found: str | None = User.select(User.pin).where(User.name == session.user).scalar()
    return found


def _places() -> dict[str, dict[int, str]]:
    return {
        "schools": dict(School.select(School.id, School.name).tuples()),
        "classes": _classes(),
        "villages": dict(Village.select(Village.id, Village.name).tuples()),
    }


def _classes() -> dict[int, str]:
    query = SchoolClass.select(
        SchoolClass.id, School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number
    ).join(School)
    return {row_id: f"{school} {class_title(*title)}" for row_id, school, *title in query.tuples()}
