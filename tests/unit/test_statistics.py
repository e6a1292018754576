"""Every figure that goes upward against an independent count in plain SQL, today and as of days before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import demo
from db.clock import Clock
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.families import save_parent
from db.commands.writing import insert, update
from db.models import Carer, Child, Parent, School, Survey
from db.queries.family import family
from db.queries.history import children_on
from db.queries.statistics import differences, form_of_2016, statistics
from db.rules.cross_checks import COLUMNS, EQUATIONS, check
from db.rules.statistics import BLOCKS, FIGURES, Facts, tally
from db.scope import Scope
from db.session import Session
from db.vocabulary import ActualCare, Aid, CareReason, GuardianshipGrade, Health
from exports.report import Request, find
from exports.saving import printed
from exports.summary import context

TODAY = date(2026, 11, 24)
SPRING = date(2026, 6, 1)
ON_REGISTER = "registered_on <= '2026-11-24' AND left_on IS NULL"
SCHOOLING = {
    "home": "'home'", "kindergarten": "'kindergarten'", "primary": "'primary'", "junior": "'junior'",
    "senior": "'senior'", "vocational": "'vocational'", "other": "'dropped_out', 'not_in_school'",
}  # fmt: skip
IN_CLASS = """coalesce(schooling, (SELECT stage FROM enrolment e JOIN school_class s ON s.id = e.school_class_id
 WHERE e.child_id = child.id AND e.to_on IS NULL))"""
"""Where nobody has said where a child goes to school, its class does."""
HOUSEHOLD = {"rural": "'rural'", "urban": "'urban'", "other": "'other', 'unregistered'"}


def years(on: date) -> str:
    """Completed years in SQL; a birth of which only month or year is known counts from its last day."""
    return f"""(SELECT {on.year} - substr(full, 1, 4) - (substr(full, 6) > '{on:%m-%d}') FROM (SELECT CASE
     length(birth_date) WHEN 4 THEN birth_date || '-12-31' WHEN 7 THEN date(birth_date || '-01', '+1 month', '-1 day')
     ELSE birth_date END AS full))"""


def conditions(on: date = TODAY) -> Iterator[tuple[str, str]]:
    """The SQL of every figure of the summary table, by its key."""
    yield "children", "1"
    yield from (("sex_male", "sex = 'male'"), ("sex_female", "sex = 'female'"), ("sex_missing", "sex IS NULL"))
    for key, first, last in (("0_5", 0, 5), ("6_13", 6, 13), ("14_16", 14, 16)):
        aged = f"birth_date IS NOT NULL AND max({years(on)}, 0) BETWEEN {first} AND {last}"
        yield f"age_{key}", aged
        yield from ((f"age_{key}_{sex}", f"{aged} AND sex = '{sex}'") for sex in ("male", "female"))
    yield from (("age_over", f"{years(on)} > 16"), ("age_missing", "birth_date IS NULL"))
    for field, value, groups in (
        ("schooling", IN_CLASS, SCHOOLING), ("household_kind", "household_kind", HOUSEHOLD),
    ):  # fmt: skip
        yield from ((f"{field}_{key}", f"{value} IN ({codes})") for key, codes in groups.items())
        yield f"{field}_missing", f"{value} IS NULL"
    for field, codes in (
        ("health", Health), ("care_reason", CareReason), ("actual_care", ActualCare),
        ("guardianship_grade", GuardianshipGrade),
    ):  # fmt: skip
        yield from ((f"{field}_{code.value}", f"{field} = '{code.value}'") for code in codes)
        yield f"{field}_missing", f"{field} IS NULL"
    yield from ((f"aids_{aid.value}", f"' ' || aids || ' ' LIKE '% {aid.value} %'") for aid in Aid)
    yield "aids_missing", "aids IS NULL"
    for field in ("boarding", "civil", "school_practice"):
        yield from ((f"{field}_yes", f"{field} = 1"), (f"{field}_no", f"{field} = 0"))
        yield f"{field}_missing", f"{field} IS NULL"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("statistics") / "guanai.db"
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        demo.build(session, 200, 3)
        with session.writing():
            for change in (
                "sex = NULL, birth_date = '2013' WHERE id % 50 = 0",
                "birth_date = '2012-11', aids = NULL WHERE id % 47 = 0",
                "village_id = NULL, schooling = NULL WHERE id % 43 = 0",
            ):
                session.database.execute_sql(f"UPDATE child SET version = version + 1, {change}")
        yield session


@pytest.fixture(scope="module")
def sql(town: Session) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(town.database.path)
    yield connection
    connection.close()


def test_every_figure_of_the_township_is_what_plain_sql_counts(town: Session, sql: sqlite3.Connection) -> None:
    expected = dict(conditions())
    assert set(expected) == {figure.key for figure in FIGURES}
    (township,) = statistics(town, TODAY, by="township")
    counted = {key: sql.execute(f"SELECT count(*) FROM child WHERE {ON_REGISTER} AND ({condition})").fetchone()[0]
               for key, condition in expected.items()}  # fmt: skip
    assert township.counts == counted
    assert township.counts["age_missing"] + township.counts["sex_missing"] > 0


@pytest.mark.parametrize(("by", "column"), [("village", "village_id"), ("school", "school_id")])
@pytest.mark.parametrize(("definition", "flag"), [("", "1"), ("civil", "civil = 1"), ("school", "school_practice = 1")])
def test_areas_sum_to_the_whole_under_both_definitions(
    town: Session, sql: sqlite3.Connection, by: str, column: str, definition: str, flag: str
) -> None:
    *areas, whole = statistics(town, TODAY, by=by, definition=definition)
    query = f"SELECT count(*) FROM child WHERE {ON_REGISTER} AND {flag} GROUP BY {column}"
    assert sorted(area.counts["children"] for area in areas) == sorted(row[0] for row in sql.execute(query))
    for figure in FIGURES:
        assert sum(area.counts[figure.key] for area in areas) == whole.counts[figure.key]
    assert sum(area.share for area in areas) == pytest.approx(100)


def test_every_block_counts_each_child_once(town: Session) -> None:
    for area in statistics(town, TODAY):
        for block in BLOCKS:
            if block.parts:
                assert sum(area.counts[key] for key in block.parts) == area.counts["children"]
    assert [block.key for block in BLOCKS if not block.parts] == ["aids"]


def test_a_day_before_counts_the_surveys_of_then(town: Session, sql: sqlite3.Connection) -> None:
    """Where a child was surveyed by then, its copy counts, not what its file says today."""
    (spring,) = statistics(town, SPRING, by="township")
    there = """c.registered_on <= '2026-06-01'
            AND (c.left_on IS NULL OR (c.left_on > '2026-06-01' AND c.left_reason <> 'wrong_entry'))"""
    last = "(SELECT max(surveyed_on) FROM survey WHERE child_id = c.id AND surveyed_on <= '2026-06-01')"
    for field, code in (("schooling", "kindergarten"), ("schooling", "primary"), ("schooling", "junior"),
                        ("health", "healthy"), ("actual_care", "grandparents")):  # fmt: skip
        query = f"""SELECT count(*) FROM child c LEFT JOIN survey s ON s.child_id = c.id AND s.surveyed_on = {last}
                 WHERE {there} AND CASE WHEN s.id IS NULL THEN c.{field} ELSE s.{field} END = '{code}'"""
        assert spring.counts[f"{field}_{code}"] == sql.execute(query).fetchone()[0], (field, code)
    assert spring.counts["children"] == sql.execute(f"SELECT count(*) FROM child c WHERE {there}").fetchone()[0]
    assert list(children_on(town, date(2001, 1, 1))) == []


@pytest.mark.parametrize("by", ["township", "village"])
def test_the_form_counts_what_plain_sql_counts_and_its_equations_tell_who(
    town: Session, sql: sqlite3.Connection, by: str
) -> None:
    whole = form_of_2016(town, TODAY, by=by)[-1]
    figures = dict(conditions())
    same = {
        1: "children", 2: "age_0_5", 3: "age_0_5_male", 4: "age_0_5_female", 5: "age_6_13", 6: "age_6_13_male",
        7: "age_6_13_female", 8: "age_14_16", 9: "age_14_16_male", 10: "age_14_16_female", 11: "schooling_kindergarten",
        12: "schooling_home", 13: "schooling_primary", 14: "schooling_junior", 15: "schooling_senior",
        16: "schooling_vocational", 28: "care_reason_one_away", 30: "guardianship_grade_good",
        31: "guardianship_grade_fair", 32: "guardianship_grade_poor",
    }  # fmt: skip
    wanted = {number: figures[key] for number, key in same.items()}
    taught, unlike = f"{IN_CLASS} IN ('primary', 'junior')", "care_reason IS NOT 'one_away'"
    wanted |= {
        17: f"{IN_CLASS} = 'dropped_out'", 18: f"{IN_CLASS} = 'not_in_school'",
        19: "household_kind IN ('rural', 'urban', 'other')", 20: "household_kind = 'unregistered'",
        21: "schooling IN ('kindergarten', 'home')", 22: "schooling IN ('senior', 'vocational')",
        23: "schooling IN ('dropped_out', 'not_in_school')", 24: f"{taught} AND boarding = 1",
        25: f"{taught} AND boarding = 0", 26: f"{unlike} AND actual_care = 'grandparents'",
        27: f"{unlike} AND actual_care = 'relatives'", 29: f"{unlike} AND actual_care = 'nobody'",
    }  # fmt: skip
    counted = {number: sql.execute(f"SELECT count(*) FROM child WHERE {ON_REGISTER} AND ({condition})").fetchone()[0]
               for number, condition in wanted.items()}  # fmt: skip
    assert whole.totals == dict(sorted(counted.items()))
    ages = next(found for found in whole.checks if found.equation.text == "1 = 2+5+8")
    query = f"SELECT id FROM child WHERE {ON_REGISTER} AND birth_date IS NULL"
    assert {child.id for child in ages.children} == {row[0] for row in sql.execute(query)}
    assert any(not found.held for found in whole.checks)


def test_a_register_in_which_all_is_known_holds_every_equation() -> None:
    child = Facts(
        1, "王小明", 8, "male", "rural", schooling="primary", boarding=False, care_reason="both_away",
        actual_care="grandparents", guardianship_grade="good",
    )  # fmt: skip
    totals, checks = check([child, replace(child, id=2, years=4, sex="female", schooling="home")])
    assert all(found.held and not found.children for found in checks)
    assert len(checks) == len(EQUATIONS) == 10
    assert (totals[1], len(COLUMNS)) == (2, 32)
    assert [found.equation.text for found in checks][:3] == ["1 = 2+5+8", "1 = 11+…+18", "1 = 19+20"]
    totals, checks = check([replace(child, boarding=None)])
    assert [found.equation.text for found in checks if not found.held] == ["1 = 21+…+25", "13+14 = 24+25"]


def test_the_definitions_differ_on_those_whom_sql_finds(town: Session, sql: sqlite3.Connection) -> None:
    found = list(differences(town, TODAY))
    query = f"SELECT id FROM child WHERE {ON_REGISTER} AND civil IS NOT school_practice"
    assert {row.child.id for row in found} == {row[0] for row in sql.execute(query)}
    assert found
    assert all(row.grounds for row in found)


def test_nobody_outside_the_scope_is_counted(town: Session) -> None:
    narrow = replace(town, scope=Scope(schools=frozenset({1})))
    (mine,), (whole,) = statistics(narrow, TODAY, by="township"), statistics(town, TODAY, by="township", school=1)
    assert mine.counts == whole.counts
    assert 0 < mine.counts["children"] < statistics(town, TODAY)[-1].counts["children"]


def add(session: Session, **values: Any) -> int:
    with session.writing():
        return insert(session, Child, {"name": "王小明", "name_key": "w", "syllables": "w", **values})


def test_a_child_that_goes_elsewhere_while_a_list_is_written_is_left_out(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.queries.statistics.PORTION", 1)
    with session.writing():
        school, other = (insert(session, School, {"name": name}) for name in ("中心小学", "石桥小学"))
    values = {"school": school, "civil": 1, "school_practice": 0, "registered_on": "2026-01-01"}
    first, second, third = (add(session, **values) for _number in range(3))
    listed = differences(replace(session, scope=Scope(schools=frozenset({school}))), TODAY)
    assert next(listed).child.id == first
    with session.writing():
        update(session, Child, second, 1, {"school": other})
    assert [row.child.id for row in listed] == [third]


def counts(session: Session, on: date) -> dict[str, int]:
    return tally(children_on(session, on))


def test_a_change_made_later_is_not_told_of_a_day_before(database_path: Path) -> None:
    with Session.open(database_path, "李文书", Clock(date(2026, 9, 1))) as session:
        child = add(session, registered_on="2026-08-01", health="healthy", schooling="home")
    with Session.open(database_path, "李文书", Clock(date(2026, 10, 10))) as session, session.writing():
        update(session, Child, child, 1, {"health": "serious"})
        update(session, Child, child, 2, {"left_on": "2026-10-10", "left_reason": "changed_school"})
    with Session.open(database_path, "李文书", Clock(TODAY)) as session:
        with session.writing():
            update(session, Child, child, 3, {"left_on": None, "left_reason": None, "schooling": "kindergarten"})
        september, october, now = (counts(session, day) for day in (date(2026, 9, 30), date(2026, 10, 31), TODAY))
    assert (september["health_healthy"], september["schooling_home"], september["children"]) == (1, 1, 1)
    assert october["children"] == 0
    assert (now["health_serious"], now["schooling_kindergarten"], now["children"]) == (1, 1, 1)


def test_a_survey_counts_until_the_file_was_changed(database_path: Path) -> None:
    with Session.open(database_path, "李文书", Clock(date(2026, 9, 1))) as session:
        child = add(session, registered_on="2026-03-01", health="healthy")
    with Session.open(database_path, "李文书", Clock(TODAY)) as session:
        with session.writing():
            survey = {"registry_state": "registered", "child": child, "semester": 1}
            session.database.execute_sql(
                "INSERT INTO semester (uid, created_at, created_by, updated_at, updated_by, version, school_year, term,"
                " name, starts_on, ends_on, survey_due_on) VALUES ('u', 'a', 'b', 'c', 'd', 1, 2025, 2, 'n',"
                " '2026-03-01', '2026-07-05', '2026-04-01')"
            )
            insert(session, Survey, {**survey, "surveyed_on": "2026-03-20", "health": "weak"})
            update(session, Child, child, 1, {"health": "chronic"})
        assert counts(session, date(2026, 3, 10))["health_healthy"] == 1
        assert counts(session, date(2026, 4, 10))["health_weak"] == 1
        assert counts(session, TODAY)["health_chronic"] == 1


@pytest.mark.parametrize("by", ["village", "school", "township"])
def test_what_is_hidden_on_request_stands_nowhere_in_the_report(town: Session, by: str) -> None:
    told = statistics(town, TODAY, by=by)
    hidden = statistics(town, TODAY, by=by, few=True)
    assert [(area.name, area.counts) for area in told] == [(area.name, area.counts) for area in hidden]
    assert not any(area.hidden for area in told)
    assert all(key in area.hidden for area in hidden for key, count in area.counts.items() if count in (1, 2))
    rows = list(find("statistics").rows(town, Request(TODAY, by=by, few=True)))
    assert not {cell for row in rows for cell in row[1:2] + row[3:]} & {"1", "2"}
    assert sum(row.count("*") for row in rows) >= sum(len(area.hidden) for area in hidden)
    forms = form_of_2016(town, TODAY, by=by, few=True)
    assert all(number in form.hidden for form in forms for number, count in form.totals.items() if count in (1, 2))
    for report in ("cross-check", "charts"):
        grouped = by if report == "cross-check" else ""
        text = "\n".join(printed(town, find(report), Request(TODAY, by=grouped, few=True)))
        assert "<3" not in text
        assert "推算" in text


def test_grounds_are_those_of_the_day(database_path: Path) -> None:
    """A father who came home in October was away in September, and the child of a later file had its parents then."""
    with Session.open(database_path, "李文书", Clock(date(2026, 9, 1))) as session:
        child = add_child(
            session, {"name": "王小明", "household_kind": "rural", "birth_date": "2016-05-02",
                      "registered_on": "2026-08-01"},
            father={"name": "王大", "whereabouts": "abroad", "away_since": "2025-02"},
            mother={"name": "李梅", "whereabouts": "home"},
        )  # fmt: skip
        assert grounds(session, date(2026, 9, 1)) == ["有监护能力的父亲或母亲在家。", "父母至少一方外出满三个月。"]
    with Session.open(database_path, "李文书", Clock(date(2026, 10, 10))) as session:
        father = family(session, child).parents["father"]
        save_parent(session, child, "father", father["version"], {"whereabouts": "home", "away_since": None})
        assert grounds(session, date(2026, 10, 10)) == []
    with Session.open(database_path, "李文书", Clock(TODAY)) as session:
        assert grounds(session, date(2026, 9, 30)) == ["有监护能力的父亲或母亲在家。", "父母至少一方外出满三个月。"]
        assert grounds(session, date(2026, 10, 31)) == []
        with session.writing():
            update(session, Child, child, family(session, child).child["version"], {"civil": True})
        assert grounds(session, TODAY) == ["按填报，与推算不同。", "父母都没有外出务工。"]


def grounds(session: Session, on: date) -> list[str]:
    return [ground for row in differences(session, on) for ground in row.grounds]


def test_what_nobody_has_answered_follows_from_class_carer_and_parents(session: Session) -> None:
    """A register that was just imported: relations, whereabouts and classes are there, the answers are not."""
    place = {"school": NewPlace("石桥小学"), "school_class": NewPlace("三(2)班")}
    for relation, mother, values in (
        ("maternal_grandmother", "in_province", place), ("other_kin", "home", {}), ("other", None, {}),
        ("paternal_grandfather", "abroad", {"actual_care": "nobody", "care_reason": "both_unable"}),
    ):  # fmt: skip
        child = add_child(session, {"name": "王小明", "registered_on": "2026-09-01", **values})
        with session.writing():
            insert(session, Carer, {"child": child, "name": "陈桂香", "relation": relation, "from_on": "2026-09-01"})
            for role, whereabouts in (("father", "out_of_province"), ("mother", mother)):
                insert(session, Parent, {"child": child, "role": role, "whereabouts": whereabouts})
    (whole,) = statistics(session, TODAY, by="township")
    told = {key: whole.counts[key] for key in (
        "actual_care_grandparents", "actual_care_relatives", "actual_care_nobody", "actual_care_missing",
        "care_reason_both_away", "care_reason_both_unable", "care_reason_missing", "schooling_primary",
        "schooling_missing",
    )}  # fmt: skip
    assert list(told.values()) == [1, 1, 1, 1, 1, 1, 2, 1, 3]
    (before,) = statistics(session, date(2026, 8, 31), by="township")
    assert before.counts["children"] == 0
    assert context(session, TODAY, None, None)["children"] == whole.counts
