"""Fields that hold a person of the register: a child, found as in the register, or one of the staff, or any name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.i18n import mark
from db.queries.guest_groups import active_staff
from db.queries.registry import RegistryFilter, RegistryPages
from db.session import Session
from screens.widgets.fields import Field, Kind
from screens.widgets.options import Option, matching

BY = "staff"
"""The field that says who did it: one of the staff, or a name after OTHER."""
OTHER = "="


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


def as_stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form as commands take them: whoever did it by row id or by name."""
    stored = dict(values)
    if BY in stored:
        who = stored.pop(BY) or ""
        named = who.startswith(OTHER)
        stored |= {"staff": int(who) if who and not named else None,
                   "by_name": who.removeprefix(OTHER).replace("\u00a0", " ") if named else None}  # fmt: skip
    return stored


def by_option(staff: int | None, name: str | None) -> Option | None:
    """Who did it, as the field holds it."""
    if not name:
        return None
    return Option(str(staff), name) if staff else _other(name)


def _other(name: str) -> Option:
    # No blanks in the value: a reference's entry is its value, a blank and its label.
    return Option(OTHER + name.replace(" ", "\u00a0"), name)


def by_field(session: Session, label: str, **rest: Any) -> Field:
    """Whoever did it: one of the staff in service, or the name that is typed."""

    def search(typed: str, limit: int) -> Sequence[Option]:
        staff = [Option(str(row_id), name, unit) for row_id, name, unit in active_staff(session)]
        found = matching(staff, typed)[:limit]
        name = typed.strip()
        return [*found, _other(name)] if name and name not in [option.label for option in found] else found

    return Field(BY, label, Kind.REFERENCE, width=20, search=search, **rest)


def titled(what: str, name: str) -> str:
    """The title of a form about somebody, who may not be known yet."""
    return f"{what}  {name}".rstrip()
