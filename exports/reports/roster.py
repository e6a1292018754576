"""The roster: every child on the register, a line each (名册)."""

from __future__ import annotations

from collections.abc import Iterator

from db import vocabulary as v
from db.i18n import _, mark
from db.queries.file_numbers import file_of
from db.queries.roster import RosterRow, roster
from db.rules.class_names import class_name
from db.session import Session
from exports.masking import Mask
from exports.report import Column, Report, Request


def _rows(session: Session, request: Request) -> Iterator[RosterRow]:
    return roster(
        session, request.on, school=request.school, village=request.village, school_class=request.school_class
    )


def class_of(row: RosterRow) -> str:
    """The class as schools write it, or nothing."""
    return class_name(row.stage, row.grade, row.class_number)


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("yes") if value else _("no")


report = Report(
    name="roster",
    title=mark("Roster of left-behind children"),
    help=mark("The children on the register; the CSV has school, parents and all else."),
    columns=(
        Column(mark("Name"), lambda row: row.name, 12, Mask.NAME, file=lambda row: file_of(row)),
        Column(mark("Sex"), lambda row: v.label(v.Sex, row.sex), 6),
        Column(mark("Born"), lambda row: row.birth_date, 10, Mask.BIRTH),
        Column(mark("ID number"), lambda row: row.id_no, 0, Mask.NUMBER),
        Column(mark("Nation"), lambda row: row.nation),
        Column(mark("Village"), lambda row: row.village, 8),
        Column(mark("Group"), lambda row: row.village_group),
        Column(mark("School"), lambda row: row.school),
        Column(mark("Class"), class_of, 7),
        Column(mark("Schooling"), lambda row: v.label(v.Schooling, row.schooling)),
        Column(mark("Boards"), lambda row: _yes_no(row.boarding)),
        Column(mark("Health"), lambda row: v.label(v.Health, row.health)),
        Column(mark("Reason for care"), lambda row: v.label(v.CareReason, row.care_reason)),
        Column(mark("Cared for by"), lambda row: v.label(v.ActualCare, row.actual_care)),
        Column(mark("Lives"), lambda row: v.label(v.Living, row.living)),
        Column(mark("Guardianship"), lambda row: v.label(v.GuardianshipGrade, row.guardianship_grade)),
        Column(mark("Risk"), lambda row: v.label(v.Risk, row.risk), 6),
        Column(mark("Civil affairs"), lambda row: _yes_no(row.civil)),
        Column(mark("School count"), lambda row: _yes_no(row.school_practice)),
        Column(mark("Child's phone"), lambda row: row.phone, 0, Mask.PHONE),
        Column(mark("Carer"), lambda row: row.carer, 6, Mask.NAME),
        Column(mark("Relation"), lambda row: v.label(v.CarerRelation, row.carer_relation)),
        Column(mark("Carer's phone"), lambda row: row.carer_phone, 11, Mask.PHONE),
        Column(mark("Father"), lambda row: row.father, 0, Mask.NAME),
        Column(mark("Father is"), lambda row: v.label(v.Whereabouts, row.father_whereabouts)),
        Column(mark("Father's phone"), lambda row: row.father_phone, 0, Mask.PHONE),
        Column(mark("Mother"), lambda row: row.mother, 0, Mask.NAME),
        Column(mark("Mother is"), lambda row: v.label(v.Whereabouts, row.mother_whereabouts)),
        Column(mark("Mother's phone"), lambda row: row.mother_phone, 0, Mask.PHONE),
        Column(mark("File number"), lambda row: row.file_no),
        Column(mark("Registered"), lambda row: row.registered_on),
        Column(mark("Surveyed"), lambda row: row.surveyed_on),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "class"}),
)
