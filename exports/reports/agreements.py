"""Agreements of entrusted care to renew: not signed, ended, or ending within two months."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.lists import Listed, agreements_to_renew
from db.session import Session
from exports.blocks import Column
from exports.masking import Mask
from exports.report import Report, Request


def _rows(session: Session, request: Request) -> Iterator[Listed]:
    return iter(agreements_to_renew(session, request.on, school=request.school, village=request.village))


report = Report(
    name="agreements",
    title=mark("Agreements of entrusted care to renew"),
    help=mark("Carers without an agreement, or with one that has ended or ends within two months."),
    columns=(
        Column(mark("Ends on"), lambda row: row.day or _("not signed"), 10),
        Column(mark("Name"), lambda row: row.name, 8, Mask.NAME),
        Column(mark("Village"), lambda row: row.village, 12),
        Column(mark("School"), lambda row: row.school, 16),
        Column(mark("Carer"), lambda row: row.what, 8, Mask.NAME),
        Column(mark("Signed on"), lambda row: row.note, 10),
        Column(mark("Carer's phone"), lambda row: row.phone, 0, Mask.PHONE),
        Column(mark("File number"), lambda row: row.file_no),
    ),
    query=_rows,
)
