"""Who sits down: the row of a user becomes a role and a scope, or is refused."""

from __future__ import annotations

from typing import NamedTuple

from db.access import Right, may
from db.errors import RefusedError
from db.i18n import _
from db.models import User
from db.scope import EVERYTHING, NO_CHILD, Scope
from db.vocabulary import Role


class Person(NamedTuple):
    """What somebody may do, and what of the register they see."""

    role: Role = Role.SUPERVISOR
    scope: Scope = EVERYTHING


class Admission(NamedTuple):
    """As whom somebody was let in."""

    name: str
    person: Person

    def confirm(self) -> None:
        """Raise RefusedError where the office has disabled the user since, or changed what they see and may do."""
        if admitted(self.name) != self.person:
            sentence = _("The office has just changed what you see and may do in guanai. What you typed is kept; start "
                         "guanai again.")  # fmt: skip
            raise RefusedError(sentence, "login")


def admitted(name: str) -> Person:
    """The person of that name; whoever works on a register without users is its supervisor.

    Raises RefusedError where there are users and the name is none of theirs, or was disabled.
    """
    row = User.select().where(User.name == name).dicts().first()
    if row is not None and row["active"]:
        return person(row)
    if row is None and not User.select(User.id).limit(1).exists():
        return Person()
    if row is not None:
        raise RefusedError(_("{name} may no longer use guanai. Ask the township office.").format(name=name), "login")
    raise RefusedError(_("{name} is no user of this guanai. Ask the township office for `guanai user add`.").format(
        name=name), "login")  # fmt: skip


def person(row: dict[str, object]) -> Person:
    """What a row of `user` stands for: nobody at a school or in a village sees more than is named there."""
    role = Role(str(row["role"]))
    if role is Role.AUDITOR:
        return Person(role, NO_CHILD)
    schools, classes, villages = (_ids(row[name]) for name in ("schools", "classes", "villages"))
    helper = row["helper"]
    narrow = role in (Role.SCHOOL_HEAD, Role.TEACHER, Role.VILLAGE_DIRECTOR)
    if narrow and schools is classes is villages is None:
        schools = frozenset()
    return Person(role, Scope(
        schools=schools, classes=classes, villages=villages, helper=None if helper is None else int(str(helper)),
        incidents=may(role, Right.INCIDENTS), plans=may(role, Right.PLANS),
    ))  # fmt: skip


def refusal(role: Role, what: str) -> RefusedError:
    """That a role may not do something, for people and for the log."""
    sentence = _("A {role} may not do this in guanai. Nothing was changed; ask the township office.")
    return RefusedError(sentence.format(role=role.label), what)


def _ids(text: object) -> frozenset[int] | None:
    return None if text is None else frozenset(map(int, str(text).split()))
