"""Children of the register who may be one and the same, two a line."""

from __future__ import annotations

from collections.abc import Iterator

from db import vocabulary as v
from db.i18n import _, mark
from db.queries.duplicate_pairs import DuplicatePair, duplicate_pairs
from db.session import Session
from exports.masking import Mask, Reader
from exports.report import Column, Report, Request


def _rows(session: Session, request: Request) -> Iterator[DuplicatePair]:
    return iter(duplicate_pairs(session))


report = Report(
    name="duplicates",
    title=mark("Children who may be entered twice"),
    help=mark("Children of the register who may be one and the same."),
    columns=(
        Column(mark("Name"), lambda pair: pair.first.name, 8, Mask.NAME),
        Column(mark("Born"), lambda pair: pair.first.birth_date, 10, Mask.BIRTH),
        Column(mark("Village"), lambda pair: pair.first.village, 8),
        Column(mark("School"), lambda pair: pair.first.school),
        Column(mark("File number"), lambda pair: pair.first.file_no or str(pair.first.id), 11),
        Column(mark("The other"), lambda pair: pair.second.name, 8, Mask.NAME),
        Column(mark("Born"), lambda pair: pair.second.birth_date, 0, Mask.BIRTH),
        Column(mark("Village"), lambda pair: pair.second.village),
        Column(mark("School"), lambda pair: pair.second.school),
        Column(mark("File number"), lambda pair: pair.second.file_no or str(pair.second.id), 11),
        Column(mark("Sex"), lambda pair: v.label(v.Sex, pair.first.sex)),
        Column(mark("ID number"), lambda pair: pair.first.id_no, 0, Mask.NUMBER),
        Column(mark("ID number"), lambda pair: pair.second.id_no, 0, Mask.NUMBER),
        Column(mark("Why"), lambda pair: _(", ").join(pair.reasons), 12),
    ),
    query=_rows,
    filters=frozenset(),
    names_for=Reader.KEEPER,
)
