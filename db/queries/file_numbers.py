"""What the file of a child is known by, where its name is masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from peewee import fn

from db.models import Child
from db.queries.scope import child_conditions
from db.session import Session

FILE: Any = fn.COALESCE(Child.file_no, Child.id)
"""The number of the file, or that of its row where the office has given none."""


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def file_no(self) -> str | None: ...


def file_of(row: _Numbered) -> str:
    """The FILE of a child that was read before."""
    return row.file_no or str(row.id)


def files_of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The FILE of each of the children that the person may see, a few hundred at most."""
    query = Child.select(Child.id, FILE).where(Child.id.in_(ids), *child_conditions(session.scope))
    with session.reading():
        return dict(query.tuples())
