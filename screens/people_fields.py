"""Fields that hold a person of the register: a child, found as in the register, or one of the staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.i18n import mark
from db.queries.guest_groups import active_staff
from db.queries.registry import RegistryFilter, RegistryPages
from db.session import Session
from screens.widgets.fields import Field, Kind
from screens.widgets.options import Option, matching


def child_field(session: Session, *, left: bool = False, **rest: Any) -> Field:
    """A registered child, or one that has `left`, too, by name, pinyin, ID number or phone; the value is its row id."""

    def search(typed: str, limit: int) -> Sequence[Option]:
        state = None if left else RegistryFilter().state
        pages = RegistryPages(session, RegistryFilter(text=typed, state=state), ["name", "village", "school"])
        return [
            Option(str(row.id), row.values["name"][0], row.values["village"][0] or row.values["school"][0] or "")
            for row in pages.first(limit)
        ]

    help_ = mark("Name, pinyin, or part of an ID number or phone.")
    return Field("child", mark("Child"), Kind.REFERENCE, width=20, search=search, required=True, help=help_, **rest)


def staff_field(session: Session, name: str, label: str, **rest: Any) -> Field:
    """One of the staff in service, by name."""

    def search(typed: str, limit: int) -> Sequence[Option]:
        return matching([Option(str(one), name, unit) for one, name, unit in active_staff(session)], typed)[:limit]

    return Field(name, label, Kind.REFERENCE, width=20, search=search, **rest)


def titled(what: str, name: str) -> str:
    """The title of a form about somebody, who may not be known yet."""
    return f"{what}  {name}".rstrip()
