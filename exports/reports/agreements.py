"""Agreements of entrusted care: those to renew (not signed, ended, ending within two months), or all by state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.i18n import mark
from db.queries.file_numbers import file_of
from db.queries.lists import Listed, agreements, agreements_to_renew
from db.rules.agreements import AgreementState, agreement_state
from db.session import Session
from exports.blocks import Column
from exports.masking import Mask
from exports.report import Report, Request

_RENEW, _ALL = "renew", "all"


@dataclass(frozen=True)
class Agreement:
    """A carer of a child with the state of the agreement on the day of the report."""

    of: Listed
    state: AgreementState


def _rows(session: Session, request: Request) -> Iterator[Agreement]:
    place = {"school": request.school, "village": request.village}
    if request.kind in ("", _RENEW):
        found = agreements_to_renew(session, request.on, **place)
    else:
        state = None if request.kind == _ALL else AgreementState(request.kind)
        found = agreements(session, request.on, state=state, **place)
    for row in found:
        yield Agreement(row, agreement_state(row.note, row.day, request.on))


report = Report(
    name="agreements",
    title=mark("Agreements of entrusted care"),
    help=mark("Carers whose agreement is to be signed or renewed, or all of them by its state."),
    columns=(
        Column(mark("State"), lambda row: row.state.label, 8),
        Column(mark("Ends on"), lambda row: row.of.day, 10),
        Column(mark("Name"), lambda row: row.of.name, 12, Mask.NAME, file=lambda row: file_of(row.of)),
        Column(mark("Village"), lambda row: row.of.village, 10),
        Column(mark("School"), lambda row: row.of.school, 10),
        Column(mark("Carer"), lambda row: row.of.what, 8, Mask.NAME),
        Column(mark("Signed on"), lambda row: row.of.note, 10),
        Column(mark("Carer's phone"), lambda row: row.of.phone, 0, Mask.PHONE),
        Column(mark("File number"), lambda row: row.of.file_no),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "kind"}),
    choices={
        "kind": {
            _RENEW: mark("to be signed or renewed"), _ALL: mark("all"),
            **{state.value: state.msgid for state in AgreementState},
        }
    },
)  # fmt: skip
