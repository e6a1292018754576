"""Saved views: a person's named filter, order and columns of a list."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

from db.models import SavedView
from db.queries.registry import RegistryFilter
from db.queries.registry_columns import COLUMNS
from db.session import Session


@dataclass(frozen=True)
class View:
    """What the registry shows and how."""

    filter: RegistryFilter
    columns: tuple[str, ...]
    sort: str = "name"
    descending: bool = False

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> View:
        """The view that was saved; what this version does not know any more is left out."""
        stored: dict[str, Any] = json.loads(text)
        known = {field.name for field in fields(RegistryFilter)}
        narrowed = {name: value for name, value in stored["filter"].items() if name in known}
        columns = tuple(name for name in stored["columns"] if name in COLUMNS)
        sort = stored["sort"] if stored["sort"] in COLUMNS else "name"
        return cls(RegistryFilter(**narrowed), columns or ("name",), sort, bool(stored["descending"]))


class StoredView(NamedTuple):
    id: int
    version: int
    name: str
    view: View


def saved_views(session: Session, screen: str) -> list[StoredView]:
    """The person's views of a screen, by name."""
    with session.reading():
        query = SavedView.select().where((SavedView.owner == session.user) & (SavedView.screen == screen))
        rows = list(query.order_by(SavedView.name))
    return [StoredView(row.id, row.version, row.name, View.from_json(row.definition)) for row in rows]
