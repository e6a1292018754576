"""The nine ones: every cell against a plain recount, against the report, and against the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import demo
from db.clock import Clock
from db.commands.care_records import record
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.homes import publish_hotline
from db.commands.nine_ones import set_wanted
from db.commands.surveys import ensure_semesters
from db.commands.writing import insert
from db.errors import RuleError
from db.models import (
    Activity,
    Attendance,
    Carer,
    CareRecord,
    Child,
    HomeItem,
    HomeRequirement,
    NineOneItem,
    Pairing,
    School,
    SchoolClass,
)
from db.models import Semester as SemesterRow
from db.queries.nine_ones import SchoolCells, nine_ones, wanted_rows
from db.queries.nine_ones_children import able_to_write as able_to_write_condition
from db.queries.nine_ones_children import children_cells
from db.queries.nine_ones_evidence import evidence
from db.queries.nine_ones_period import period_of
from db.queries.terms import semesters
from db.rules.letters import able_to_write, rounds
from db.rules.nine_ones import ACTIVITIES, PERSONAL, Cell, CellState
from db.scope import Scope
from db.session import Session
from db.vocabulary import NineOne, RecordKind
from exports.report import Request, find

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("town") / "guanai.db"
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        demo.build(session, 200, 3)
        yield session


class Recount:
    """The same figures from the bare rows, one after another, without a join."""

    def __init__(self, session: Session, term: tuple[int, int], day: date) -> None:
        with session.reading():
            self.rows = {
                model: {row["id"]: row for row in model.select().dicts()}
                for model in (Activity, Attendance, CareRecord, Carer, Child, HomeItem, HomeRequirement, NineOneItem,
                              Pairing, School, SchoolClass)
            }  # fmt: skip
            row = SemesterRow.get((SemesterRow.school_year == term[0]) & (SemesterRow.term == term[1]))
        self.semester, self.day = row.id, day.isoformat()
        self.wanted = {row["item"]: row["wanted"] for row in self.of(NineOneItem)}

    def of(self, model: Any) -> list[dict[str, Any]]:
        return list(self.rows[model].values())

    def children(self, school: int | None) -> list[dict[str, Any]]:
        return [
            row for row in self.of(Child)
            if row["school"] == school and row["registered_on"] <= self.day
            and (not row["left_on"] or (row["left_on"] > self.day and row["left_reason"] != "wrong_entry"))
        ]  # fmt: skip

    def owed(self, item: NineOne, child: dict[str, Any]) -> bool:
        row = self.rows[SchoolClass].get(child["school_class"], {})
        stage, grade = row.get("stage"), row.get("grade")
        if item == NineOne.LITTLE_TEACHER:
            return str(stage or child["schooling"]) in ("primary", "junior")
        if item == NineOne.LETTER:
            day = date.fromisoformat(self.day)
            return able_to_write(stage, grade, child["schooling"], child["birth_date"], day)
        born = child["birth_date"]
        three_years = f"{int(self.day[:4]) - 3}{self.day[4:]}"
        return item == NineOne.LOVING_MOTHER or not born or str(born) <= three_years[: len(born)]

    def has(self, item: NineOne, child: int) -> bool:
        if item in (NineOne.LITTLE_TEACHER, NineOne.LOVING_MOTHER):
            return any(
                row["child"] == child and row["kind"] == item and row["from_on"] <= self.day
                and (row["to_on"] is None or row["to_on"] > self.day)
                for row in self.of(Pairing)
            )  # fmt: skip
        return bool(len(self.records(item.value, {child})) >= self.wanted[item])

    def records(self, kind: str, children: set[int]) -> list[dict[str, Any]]:
        return [
            row for row in self.of(CareRecord)
            if row["kind"] == kind and row["child"] in children and row["semester"] == self.semester
            and not row["withdrawn_on"] and row["happened_on"] <= self.day
        ]  # fmt: skip

    def school_of_guest(self, row: dict[str, Any]) -> int | None:
        child = row["child"] or (row["carer"] and self.rows[Carer][row["carer"]]["child"])
        school: int | None = self.rows[Child][child]["school"] if child else None
        return school

    def held(self, item: NineOne, school: int, state: str) -> list[str]:
        kinds = []
        for row in self.of(Activity):
            counts = row["semester"] == self.semester and row["state"] == state and row["kind"] in ACTIVITIES[item]
            guests = {
                self.school_of_guest(guest) for guest in self.of(Attendance)
                if guest["activity"] == row["id"] and guest["present"]
            } if counts and not row["school"] and not row["village"] else set()  # fmt: skip
            if counts and (row["school"] == school or school in guests):
                kinds.append(row["kind"])
        return kinds

    def cell(self, item: NineOne, school: int | None) -> tuple[int, int]:
        wanted = self.wanted[item]
        if item in PERSONAL:
            owed = [row["id"] for row in self.children(school) if self.owed(item, row)]
            return sum(self.has(item, child) for child in owed), len(owed)
        if school is None:
            return 0, 0
        if item == NineOne.HOME:
            things = [row for row in self.of(HomeItem) if row["school"] == school and not row["retired_on"]]
            good = 0
            for one in self.of(HomeRequirement):
                words = (one["words"] or "").split() or [""]
                good += one["quantity"] <= sum(
                    thing["quantity"] for thing in things
                    if thing["kind"] == one["kind"] and thing["state"] != "broken"
                    and any(word in thing["name"] for word in words)
                )  # fmt: skip
            return good, len(self.of(HomeRequirement))
        if item == NineOne.HOTLINE:
            return int(bool(self.rows[School][school]["hotline"])), wanted
        kinds = self.held(item, school, "done")
        if item == NineOne.LECTURE:
            return sum(min(kinds.count(kind), wanted) for kind in ACTIVITIES[item]), wanted * 3
        return len(kinds), wanted


def test_every_cell_is_that_of_a_plain_recount_of_the_report_and_of_its_evidence(town: Session) -> None:
    states = set()
    for semester in semesters(town)[-3:]:
        if semester.starts_on > TODAY:
            continue
        period = period_of(town, semester)
        recount = Recount(town, (semester.school_year, semester.term), period.day)
        lines = nine_ones(town, semester)
        assert {line.school for line in lines} >= set(recount.rows[School])
        report = list(find("nine-ones").rows(town, Request(TODAY, semester=semester)))
        for line, printed in zip(lines, report, strict=True):
            assert line.children == len(recount.children(line.school)) == int(printed[1])
            for place, cell in enumerate(line.cells):
                if not (cell.item == NineOne.LETTER and cell.wanted == 0):
                    assert (cell.have, cell.wanted) == recount.cell(cell.item, line.school), (line.name, cell)
                assert printed[2 + 3 * place : 5 + 3 * place] == [str(cell.have), str(cell.wanted), cell.state.label]
                if cell.item in PERSONAL:
                    behind = evidence(town, cell.item, line.school, semester)
                    assert len(behind) == cell.wanted
                    assert sum(row.state is CellState.MET for row in behind) == cell.have
                states.add(cell.state)
    assert states == set(CellState)


def test_child_and_school_agree(town: Session) -> None:
    rows = children_cells(town)
    grid = nine_ones(town)
    for item in PERSONAL:
        cells = [line.cell(item) for line in grid]
        assert sum(row.state(item) is CellState.MET for row in rows) == sum(cell.have for cell in cells)
        assert sum(row.state(item) is not CellState.NOT_APPLICABLE for row in rows) == sum(c.wanted for c in cells)
    of_one = children_cells(town, school=1)
    assert of_one == [row for row in rows if row.school == grid[0].name]
    assert len(list(find("nine-ones-children").rows(town, Request(TODAY)))) == len(rows)


def test_whoever_sees_one_school_sees_its_line(town: Session) -> None:
    within = replace(town, scope=Scope(schools=frozenset({2})))
    assert nine_ones(within) == nine_ones(town, school=2)
    director = replace(town, scope=Scope(villages=frozenset({1})))
    assert sum(line.children for line in nine_ones(director)) == sum(c.children for c in nine_ones(town, village=1))
    assert len(nine_ones(director)) < len(nine_ones(town))


@pytest.mark.parametrize("day", ["2026-11-24", "2025-02-28", "2024-02-29"])
def test_the_condition_of_who_writes_is_the_rule(town: Session, day: str) -> None:
    on = date.fromisoformat(day)
    with town.reading():
        able = {row[0] for row in Child.select(Child.id).where(able_to_write_condition(on)).tuples()}
        classes = {row.id: (row.stage, row.grade) for row in SchoolClass.select()}
        children = list(Child.select().dicts())
    ruled = {
        child["id"] for child in children
        if able_to_write(*classes.get(child["school_class"], (None, None)), child["schooling"], child["birth_date"], on)
    }  # fmt: skip
    assert able == ruled
    assert 0 < len(able) < len(children)


@given(have=st.integers(0, 2000), wanted=st.integers(0, 2000), planned=st.integers(0, 3), begun=st.booleans())
def test_a_cell_says_in_four_characters_how_it_stands(have: int, wanted: int, planned: int, begun: bool) -> None:
    cell = Cell(NineOne.LETTER, have, wanted, planned, begun)
    assert 1 <= len(cell.text) <= 4
    assert (cell.state is CellState.MET) == (have >= wanted > 0)
    assert cell.text != "~100%"
    if cell.state is CellState.MISSING:
        assert (have, planned, begun) == (0, 0, False)


def _school(session: Session) -> tuple[int, int]:
    ensure_semesters(session)
    child = add_child(session, {"name": "王小明", "school": NewPlace("中心学校"), "school_class": NewPlace("四(2)班"),
                                "birth_date": "2016-05-02", "registered_on": "2026-09-01"})  # fmt: skip
    with session.reading():
        return child, School.get().id


def _line(session: Session, name: str = "中心学校") -> SchoolCells:
    return next(line for line in nine_ones(session) if line.name == name)


def test_an_outing_of_the_township_counts_for_the_schools_whose_children_came(session: Session) -> None:
    child, _own = _school(session)
    add_child(session, {"name": "李小红", "school": NewPlace("山里小学"), "registered_on": "2026-09-01"})
    with session.reading():
        semester = SemesterRow.get(SemesterRow.term == 1).id
    with session.writing():
        values = {"kind": "outing", "title": "参观", "on_date": "2026-10-10", "semester": semester, "state": "done"}
        outing = insert(session, Activity, values)
        insert(session, Attendance, {"activity": outing, "child": child, "present": True})
    assert _line(session).cell(NineOne.OUTING).state is CellState.MET
    assert _line(session, "山里小学").cell(NineOne.OUTING).state is CellState.MISSING
    with session.writing():
        insert(session, Activity, {**values, "on_date": "2026-12-20", "state": "planned", "school": 2})
    assert _line(session, "山里小学").cell(NineOne.OUTING).state is CellState.PLANNED


def test_two_lectures_on_one_thing_do_not_stand_for_another(session: Session) -> None:
    _child, school = _school(session)
    with session.writing():
        semester = SemesterRow.get(SemesterRow.term == 1).id
        for day in ("2026-10-10", "2026-10-11", "2026-10-12"):
            insert(session, Activity, {"kind": "safety_lecture", "title": "防溺水", "on_date": day,
                                       "semester": semester, "state": "done", "school": school})  # fmt: skip
    cell = _line(session).cell(NineOne.LECTURE)
    assert (cell.have, cell.wanted, cell.state) == (1, 3, CellState.PARTLY)
    missing = [row.kind for row in evidence(session, NineOne.LECTURE, school) if row.state is CellState.MISSING]
    assert missing == ["law_lecture", "mind_lecture"]


def test_a_line_needs_a_published_number_and_calls_alone_are_a_beginning(session: Session) -> None:
    child, school = _school(session)
    assert _line(session).cell(NineOne.HOTLINE).state is CellState.MISSING
    call = {"happened_on": "2026-11-20", "met_name": "王大", "minutes": 12}
    record(session, child, RecordKind.CALL, call)
    assert _line(session).cell(NineOne.HOTLINE).state is CellState.PARTLY
    publish_hotline(session, school, 1, "0912-1234567")
    assert _line(session).cell(NineOne.HOTLINE).state is CellState.MET
    behind = evidence(session, NineOne.HOTLINE, school)
    assert [(row.what, row.day, row.detail) for row in behind] == [
        ("0912-1234567", "", "公布的号码"), ("王小明", "2026-11-20", "王大  12分钟"),
    ]  # fmt: skip
    assert behind[1].child == child


def test_what_the_office_does_not_want_is_owed_by_nobody(session: Session) -> None:
    _school(session)
    versions = {row.item.value: row.version for row in wanted_rows(session)}
    assert _line(session).cell(NineOne.GOOD_DEED).state is CellState.MISSING
    assert set_wanted(session, {"good_deed": 0, "outing": 2}, versions) == 2
    assert _line(session).cell(NineOne.GOOD_DEED).state is CellState.NOT_APPLICABLE
    assert _line(session).cell(NineOne.OUTING).wanted == 2
    assert children_cells(session)[0].state(NineOne.GOOD_DEED) is CellState.NOT_APPLICABLE
    for item, number in (("outing", 21), ("loving_mother", 2), ("letter", -1)):
        with pytest.raises(RuleError) as refused:
            set_wanted(session, {item: number}, versions)
        assert set(refused.value.fields) == {item}


def test_letters_are_owed_for_the_ticked_festivals_of_a_semester_and_its_holidays() -> None:
    found = rounds(date(2026, 9, 1), date(2027, 2, 28), {"mid_autumn", "spring_festival", "childrens_day"})
    assert [(one.festival.value, str(one.day), str(one.due_on)) for one in found] == [
        ("mid_autumn", "2026-09-25", "2026-09-18"), ("spring_festival", "2027-02-06", "2027-01-30"),
    ]  # fmt: skip
