"""The homes for left-behind children: their inventory, and what the office asks of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.errors import NotFoundError
from db.i18n import _
from db.models import HomeItem, HomeRequirement, School, Village
from db.queries.scope_places import within_places
from db.rules.homes import Fulfilled, Requirement, Thing, fulfil
from db.session import Session
from db.vocabulary import HomeItemKind


@dataclass(frozen=True)
class InventoryItem:
    """One line of an inventory; codes and dates as stored."""

    id: int
    version: int
    school: int | None
    village: int | None
    kind: str
    name: str
    quantity: int
    unit: str | None
    source: str | None
    acquired_on: str | None
    value_yuan: int | None
    state: str | None
    keeper: str | None
    note: str | None
    retired_on: str | None
    retired_reason: str | None

    @property
    def thing(self) -> Thing:
        return Thing(self.kind, self.name, self.quantity, self.state)


@dataclass(frozen=True)
class Home:
    """A school or village with its home: how many things it has, and how far what is asked for is there."""

    school: int | None
    village: int | None
    name: str
    items: int
    checks: tuple[Fulfilled, ...]

    @property
    def missing(self) -> list[Fulfilled]:
        return [check for check in self.checks if not check.fulfilled]


_COLUMNS = tuple(HomeItem._meta.fields[name] for name in InventoryItem.__dataclass_fields__)


def requirements() -> list[Requirement]:
    """What every home must have, by position; inside the caller's reading. Those of quantity 0 are left out."""
    return [one for one in _requirements() if one.quantity]


def all_requirements(session: Session) -> list[Requirement]:
    """Every requirement, those that the office no longer asks for, too."""
    with session.reading():
        return _requirements()


def _requirements() -> list[Requirement]:
    return [
        Requirement(row.id, row.version, HomeItemKind(row.kind), row.name, tuple((row.words or "").split()),
                    row.quantity)
        for row in HomeRequirement.select().order_by(HomeRequirement.position)
    ]  # fmt: skip


def inventory(
    session: Session, *, school: int | None = None, village: int | None = None, retired: bool = False
) -> list[InventoryItem]:
    """The things of one home, or of all that the person may see, by kind and name; with those retired on request."""
    query = HomeItem.select(*_COLUMNS).where(within_places(session.scope, HomeItem.school, HomeItem.village))
    if school is not None:
        query = query.where(HomeItem.school == school)
    if village is not None:
        query = query.where(HomeItem.village == village)
    if not retired:
        query = query.where(HomeItem.retired_on.is_null())
    kinds = [kind.value for kind in HomeItemKind]
    with session.reading():
        items = [InventoryItem(*row) for row in query.order_by(HomeItem.id).tuples()]
    return sorted(items, key=lambda item: (item.retired_on or "", kinds.index(item.kind), item.name))


def things_by_school() -> dict[int, list[Thing]]:
    """What each school's home has now; inside the caller's reading."""
    query = HomeItem.select(HomeItem.school, HomeItem.kind, HomeItem.name, HomeItem.quantity, HomeItem.state)
    found: dict[int, list[Thing]] = {}
    for school, *thing in query.where(HomeItem.school.is_null(False), HomeItem.retired_on.is_null()).tuples():
        found.setdefault(school, []).append(Thing(*thing))
    return found


def homes(session: Session, *, school: int | None = None, village: int | None = None) -> list[Home]:
    """Every school in use with its home, and every village that has one; within the person's scope, one on request."""
    items = inventory(session, school=school, village=village)
    with session.reading():
        required = requirements()
        schools = School.select(School.id, School.name).where(
            School.active == 1, within_places(session.scope, School.id, None)
        )
        villages = Village.select(Village.id, Village.name).where(
            Village.id.in_([item.village for item in items if item.village])
        )
        places: list[tuple[int | None, int | None, str]] = [
            (row_id, None, name)
            for row_id, name in schools.order_by(School.id).tuples()
            if village is None and school in (None, row_id)
        ]
        places += [(None, row_id, name) for row_id, name in villages.order_by(Village.id).tuples()]
    found = []
    for *place, name in places:
        own = [item.thing for item in items if [item.school, item.village] == place]
        found.append(Home(place[0], place[1], name, len(own), tuple(fulfil(required, own))))
    return found


def item_row(session: Session, item_id: int) -> dict[str, Any]:
    """The columns of an item, inside the caller's transaction; raises NotFoundError for one out of the scope."""
    query = HomeItem.select().where(
        HomeItem.id == item_id, within_places(session.scope, HomeItem.school, HomeItem.village)
    )
    found: dict[str, Any] | None = query.dicts().first()
    if found is None:
        raise NotFoundError(_("This thing is not in an inventory that you may see. Nothing was saved."))
    return found


def hotline_of(session: Session, school: int) -> tuple[int, str]:
    """The version of a school's row and its published numbers; raises NotFoundError for one out of the scope."""
    query = School.select(School.version, School.hotline)
    with session.reading():
        found = query.where(School.id == school, within_places(session.scope, School.id)).tuples().first()
    if found is None:
        raise NotFoundError(_("This school or village is not among those that you look after. Nothing was saved."))
    return found[0], found[1] or ""
