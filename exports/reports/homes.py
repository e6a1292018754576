"""The homes for left-behind children, held against what every home must have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.i18n import _, mark
from db.queries.homes import Home, homes
from db.rules.homes import Fulfilled
from db.session import Session
from exports.report import Column, Report, Request


@dataclass(frozen=True)
class HomeCheck:
    """One thing that a home must have."""

    home: Home
    check: Fulfilled


def _rows(session: Session, request: Request) -> Iterator[HomeCheck]:
    for home in homes(session, school=request.school, village=request.village):
        for check in home.checks:
            yield HomeCheck(home, check)


def _state(row: HomeCheck) -> str:
    return _("there") if row.check.fulfilled else _("lacking")


report = Report(
    name="homes",
    title=mark("Homes and what they lack"),
    help=mark("What each home for left-behind children must have, and has."),
    columns=(
        Column(mark("School or village"), lambda row: row.home.name, 24),
        Column(mark("Thing"), lambda row: row.check.requirement.name, 20),
        Column(mark("Needed"), lambda row: row.check.requirement.quantity, 6, number=True),
        Column(mark("Has"), lambda row: row.check.have, 6, number=True),
        Column(mark("State"), _state, 8),
    ),
    query=_rows,
    filters=frozenset({"school", "village"}),
)
