"""Who did what in the register, and when: the change log of a day or of the weeks up to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from db import vocabulary as v
from db.access import Right
from db.clock import local_time
from db.i18n import mark
from db.queries.audit import AuditFilter, AuditLine, audit_lines
from db.session import Session
from exports.masking import Mask
from exports.report import Column, Report, Request

_DAYS = {"month": 31, "day": 1, "year": 366}


def _rows(session: Session, request: Request) -> Iterator[AuditLine]:
    first = request.on - timedelta(days=_DAYS[request.by or "month"] - 1)
    narrowed = AuditFilter(child=request.child, action=request.kind or None, first=first, last=request.on)
    return audit_lines(session, narrowed)


report = Report(
    name="audit",
    title=mark("Who did what in the register"),
    help=mark("The change log: views, changes, exports, imports, sign-ins and refusals."),
    columns=(
        Column(mark("Line"), lambda line: str(line.id), 8),
        Column(mark("Time"), lambda line: local_time(line.at), 16),
        Column(mark("Who"), lambda line: line.by, 10),
        Column(mark("Entry in the log"), lambda line: v.label(v.Action, line.action), 12),
        Column(mark("Table"), lambda line: line.table, 14),
        Column(mark("Child"), lambda line: line.child, 10, Mask.NAME, file=lambda line: str(line.child_id or "")),
        Column(mark("File"), lambda line: str(line.child_id or "")),
        Column(mark("Fields"), lambda line: line.what),
        Column(mark("Reason"), lambda line: line.reason, 0, Mask.TEXT),
    ),
    query=_rows,
    right=Right.LOG,
    filters=frozenset({"on", "child", "kind", "by"}),
    choices={
        "kind": {"": mark("everything"), **{action.value: action.msgid for action in v.Action}},
        "by": {"month": mark("the month before"), "day": mark("that day"), "year": mark("the year before")},
    },
)
