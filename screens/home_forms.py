"""The forms of the homes: a thing of an inventory, and what every home must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from db import vocabulary as v
from db.commands.homes import MOST, add_item, correct_item, require_thing
from db.i18n import _, mark
from db.queries.homes import InventoryItem
from db.rules.homes import Requirement, kind_of
from db.session import Session
from screens.child_fields import Asking, Fields
from screens.plain_form import PlainDeed
from screens.widgets.fields import Section


def item_deed(
    session: Session, place: str, school: int | None, village: int | None, item: InventoryItem | None = None,
    *, kind: str = "", name: str = "",
) -> PlainDeed:  # fmt: skip
    """A thing, new or to be corrected; a new one may begin with its kind and name."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "home_item")
        return [
            Section("", [
                replace(fields.line("name", required=True, help=mark("For example 电脑, 档案柜, 儿童图书.")),
                        effects=_kind_of),
                fields.code("kind", v.HomeItemKind, required=True),
                fields.number("quantity", 1, 9999),
                fields.line("unit", width=8),
                fields.code("state", v.HomeItemState),
                fields.line("keeper", width=20),
                fields.day("acquired_on"),
                fields.line("source", help=mark("For example 拨款, 捐赠, 自筹.")),
                fields.number("value_yuan", 0, MOST * 100),
                fields.note("note"),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        if item is None:
            add_item(session, values, school=school, village=village)
        else:
            correct_item(session, item.id, item.version, {name: values[name] for name in changed})

    title = _("New thing") if item is None else _("Thing")
    new = {"kind": kind, "name": name, "quantity": 1, "state": v.HomeItemState.GOOD.value}
    opening = asdict(item) if item else new
    form = "home.item" if item else f"home.item.{'s' if school is not None else 'v'}{school or village}"
    return PlainDeed(
        form, f"{title}  {place}", sections, save, opening, item.id if item else 0, item.version if item else 0
    )


def requirement_deed(session: Session, requirement: Requirement | None = None) -> PlainDeed:
    """What every home must have: one thing, new or to be changed."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "home_requirement")
        return [
            Section("", [
                replace(fields.line("name", required=True), effects=_kind_of),
                fields.code("kind", v.HomeItemKind, required=True),
                fields.number("quantity", 0, 99),
                fields.line("words", help=mark("Other names that count, with blanks between.")),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        of = (requirement.id, requirement.version) if requirement else None
        require_thing(session, {name: values[name] for name in changed} if requirement else values, of=of)

    opening = (
        {"name": requirement.name, "kind": requirement.kind.value, "quantity": requirement.quantity,
         "words": " ".join(requirement.words)}
        if requirement
        else {"quantity": 1}
    )  # fmt: skip
    title = _("What every home must have")
    ids = (requirement.id, requirement.version) if requirement else (0, 0)
    return PlainDeed("home.requirement", title, sections, save, opening, *ids)


def _kind_of(name: str) -> Mapping[str, Any]:
    kind = kind_of(name)
    return {"kind": kind.value} if kind else {}
