"""The change log as an examiner reads it: who did what, when, to whose file; never what stood in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, fn

from db.access import Right
from db.clock import instant_of
from db.errors import RuleError
from db.i18n import _
from db.log_names import table_called, told
from db.models import ChangeLog, Child
from db.queries.scope import name_seen
from db.rules.dates import add_months
from db.session import Session

_PORTION = 500


@dataclass(frozen=True)
class AuditFilter:
    """What the log is narrowed to; days are those of China, the last one included."""

    by: str | None = None
    child: int | None = None
    action: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class AuditLine:
    """A line of the log; `table` and `what`, the columns or what was refused or taken away, in the office's words."""

    id: int
    at: str
    by: str
    action: str
    table: str
    child_id: int | None
    child: str
    what: str
    reason: str


class AuditPages:
    """The lines, the newest first, as a page source. Raises RefusedError for whoever may not read the log."""

    def __init__(self, session: Session, narrowed: AuditFilter) -> None:
        session.require(Right.LOG)
        self._session = session
        self._conditions = list(_conditions(narrowed))

    def first(self, n: int) -> list[AuditLine]:
        return self._read([], n)

    def last(self, n: int) -> list[AuditLine]:
        return self._read([], n, upwards=True)

    def after(self, row: AuditLine, n: int) -> list[AuditLine]:
        return self._read([ChangeLog.id < row.id], n)

    def before(self, row: AuditLine, n: int) -> list[AuditLine]:
        return self._read([ChangeLog.id > row.id], n, upwards=True)

    def at(self, row: AuditLine, n: int) -> list[AuditLine]:
        return self._read([ChangeLog.id <= row.id], n)

    def position(self, row: AuditLine) -> int:
        return self._count([ChangeLog.id > row.id])

    def count(self) -> int:
        return self._count([])

    def _count(self, conditions: list[Any]) -> int:
        with self._session.reading():
            query = ChangeLog.select()
            conditions = [*self._conditions, *conditions]
            return int((query.where(*conditions) if conditions else query).count())

    def _read(self, conditions: list[Any], n: int, *, upwards: bool = False) -> list[AuditLine]:
        query = (
            ChangeLog.select(
                ChangeLog.id, ChangeLog.at, ChangeLog.by, ChangeLog.action, ChangeLog.table_name, ChangeLog.child_id,
                name_seen(self._session.scope, Child), Child.name, ChangeLog.changes, ChangeLog.reason,
            )
            .join(Child, JOIN.LEFT_OUTER, on=(ChangeLog.child_id == Child.id))
            .order_by(ChangeLog.id.asc() if upwards else ChangeLog.id.desc())
            .limit(n)
        )  # fmt: skip
        conditions = [*self._conditions, *conditions]
        with self._session.reading():
            rows = list((query.where(*conditions) if conditions else query).tuples())
        lines = [_line(row) for row in rows]
        return lines[::-1] if upwards else lines


def audit_lines(session: Session, narrowed: AuditFilter) -> Iterator[AuditLine]:
    """Every line of the filter, the oldest first; read by the hundred, so that nobody has to wait."""
    pages = AuditPages(session, narrowed)
    portion = pages.last(_PORTION)
    while portion:
        yield from portion[::-1]
        portion = pages.before(portion[0], _PORTION)


YEARS_KEPT = 3
"""So many years a line is kept at least."""


def cuttable(session: Session, years: int) -> tuple[int, int]:
    """The first line of the log and the last whose deed is older than so many years; it may be less than the first.

    The supervisor's question; raises RuleError below YEARS_KEPT.
    """
    session.require(Right.USERS)
    if years < YEARS_KEPT:
        raise RuleError(_("The change log is kept {n} years at least. Nothing was cut off.").format(n=YEARS_KEPT))
    day = instant_of(add_months(session.clock.today(), -12 * years).isoformat(), "00:00")
    with session.reading():
        ends = ChangeLog.select(fn.coalesce(fn.min(ChangeLog.id), 1), fn.coalesce(fn.max(ChangeLog.id), 0))
        first, newest = ends.tuples().get()
        young = ChangeLog.select(ChangeLog.deed).where(ChangeLog.at >= day).order_by(ChangeLog.id).limit(1).scalar()
    return first, newest if young is None else young - 1


def log_begins(session: Session) -> str:
    """The instant of the oldest line, where older ones were cut off; empty where the log is whole."""
    with session.reading():
        oldest = ChangeLog.select(ChangeLog.id, ChangeLog.at).order_by(ChangeLog.id).limit(1).tuples().first()
    return oldest[1] if oldest and oldest[0] > 1 else ""


def people(session: Session) -> list[str]:
    """Whoever stands in the log."""
    session.require(Right.LOG)
    with session.reading():
        return sorted(row[0] for row in ChangeLog.select(ChangeLog.by).distinct().tuples())


def _conditions(narrowed: AuditFilter) -> Iterator[Any]:
    if narrowed.by is not None:
        yield ChangeLog.by == narrowed.by
    if narrowed.child is not None:
        yield ChangeLog.child_id == narrowed.child
    if narrowed.action is not None:
        yield ChangeLog.action == narrowed.action
    if narrowed.first is not None:
        yield ChangeLog.at >= instant_of(narrowed.first.isoformat(), "00:00")
    if narrowed.last is not None:
        yield ChangeLog.at < instant_of((narrowed.last + timedelta(days=1)).isoformat(), "00:00")


def _line(row: tuple[Any, ...]) -> AuditLine:
    number, at, by, action, table, child_id, seen, name, changes, reason = row
    what = told(table, json.loads(changes)) if changes else ""
    shown = (reason or "") if seen == name else ""
    return AuditLine(number, at, by, action, table_called(table), child_id, seen or "", what, shown)
