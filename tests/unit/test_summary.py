"""The annual summary: every figure that a template can name against an independent count in plain SQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from db import demo
from db.clock import Clock
from db.session import Session
from db.vocabulary import NineOne
from exports.report import Request, find
from exports.saving import printed
from exports.summary import context
from exports.templating import OURS
from tests.unit.test_periods import in_sql
from tests.unit.test_statistics import ON_REGISTER, TODAY, conditions

LAST_YEAR = date(2025, 12, 31)
AUTUMN = "semester_id = (SELECT id FROM semester WHERE school_year = 2026 AND term = 1)"
CLASS = "(SELECT {} FROM school_class WHERE id = school_class_id)"
BORN = "substr(birth_date || '-01-01', 1, 10)"
"""A birth of which only month or year is known, from its first day: no child that may be of age is left out."""
WRITES = f"""CASE WHEN school_class_id IS NOT NULL
 THEN {CLASS.format("stage = 'vocational' OR (stage <> 'kindergarten' AND grade >= 3)")}
 ELSE date({BORN}, '+9 years') <= '{TODAY}' AND coalesce(schooling, '') NOT IN ('home', 'kindergarten') END"""
OWED = {
    NineOne.LITTLE_TEACHER: f"CASE WHEN school_class_id IS NOT NULL THEN {CLASS.format('stage')} ELSE schooling END"
    " IN ('primary', 'junior')",
    NineOne.LOVING_MOTHER: "1",
    NineOne.LETTER: WRITES,
    NineOne.GOOD_DEED: f"(birth_date IS NULL OR date({BORN}, '+3 years') <= '{TODAY}')",
}
PAIRED = f"""id IN (SELECT child_id FROM pairing WHERE kind = '{{}}' AND from_on <= '{TODAY}'
 AND (to_on IS NULL OR to_on > '{TODAY}'))"""
RECORDED = f"""id IN (SELECT child_id FROM care_record WHERE kind = '{{}}' AND withdrawn_on IS NULL AND {AUTUMN}
 AND happened_on <= '{TODAY}')"""
HAVE = {
    NineOne.LITTLE_TEACHER: PAIRED.format("little_teacher"), NineOne.LOVING_MOTHER: PAIRED.format("loving_mother"),
    NineOne.LETTER: RECORDED.format("letter"), NineOne.GOOD_DEED: RECORDED.format("good_deed"),
}  # fmt: skip
HELD = {
    NineOne.LECTURE: ("law_lecture", "safety_lecture", "mind_lecture"), NineOne.OUTING: ("outing",),
    NineOne.SUNSHINE: ("culture_sport",),
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("summary") / "guanai.db"
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        demo.build(session, 150, 4)
        yield session


@pytest.fixture(scope="module")
def sql(town: Session) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(town.database.path)) as connection:
        yield connection


def number(sql: sqlite3.Connection, query: str) -> int:
    return int(sql.execute(query).fetchone()[0] or 0)


@pytest.fixture(scope="module")
def told(town: Session) -> dict[str, Any]:
    return context(town, TODAY, None, None)


def test_the_children_of_now_and_of_the_end_of_last_year(told: dict[str, Any], sql: sqlite3.Connection) -> None:
    now = {key: number(sql, f"SELECT count(*) FROM child WHERE {ON_REGISTER} AND ({condition})")
           for key, condition in conditions()}  # fmt: skip
    assert told["children"] == now
    surveyed = [row[1] for row in sql.execute("PRAGMA table_info(survey)")]
    columns = [row[1] for row in sql.execute("PRAGMA table_info(child)") if row[1] not in ("id", "registered_on")]
    then = ", ".join(f"iif(s.id IS NULL OR {column not in surveyed}, c.{column},"
                     f" {'s' if column in surveyed else 'c'}.{column}) AS {column}" for column in columns)  # fmt: skip
    last = f"(SELECT max(surveyed_on) FROM survey WHERE child_id = c.id AND surveyed_on <= '{LAST_YEAR}')"
    sql.execute(f"""CREATE TEMP VIEW then_registered AS SELECT c.id, {then} FROM child c
        LEFT JOIN survey s ON s.child_id = c.id AND s.surveyed_on = {last} WHERE c.registered_on <= '{LAST_YEAR}'
        AND (c.left_on IS NULL OR (c.left_on > '{LAST_YEAR}' AND c.left_reason IS NOT 'wrong_entry'))""")
    before = {key: number(sql, f"SELECT count(*) FROM then_registered AS child WHERE {condition}")
              for key, condition in conditions(LAST_YEAR)}  # fmt: skip
    assert told["children_before"] == before
    assert 0 < before["children"] < now["children"]


def test_the_work_of_the_year_and_of_the_last(told: dict[str, Any], sql: sqlite3.Connection) -> None:
    assert told["work"] == in_sql(sql, date(2026, 1, 1), TODAY)
    assert told["work"]["talk"] > told["work"]["talk_children"] > 0
    earlier = in_sql(sql, date(2025, 1, 1), LAST_YEAR)
    recorded = earlier["talk"] + earlier["activities"] > 0
    assert told["work_before"] == (earlier if recorded else dict.fromkeys(earlier))


def test_the_nine_ones(told: dict[str, Any], sql: sqlite3.Connection) -> None:
    lines = dict(zip(NineOne, told["nine"], strict=True))
    schools = number(sql, "SELECT count(*) FROM school WHERE active = 1")
    for item, condition in OWED.items():
        owed = f"FROM child WHERE {ON_REGISTER} AND {condition}"
        wanted = number(sql, f"SELECT count(*) {owed}")
        have = number(sql, f"SELECT count(*) {owed} AND {HAVE[item]}")
        whole = f"SELECT count(*) FROM (SELECT school_id {owed} GROUP BY school_id HAVING min({HAVE[item]}))"
        assert (lines[item].have, lines[item].wanted, lines[item].met) == (have, wanted, number(sql, whole)), item
    for item, kinds in HELD.items():
        held = (
            "EXISTS (SELECT 1 FROM activity a WHERE a.kind = '{kind}' AND a.state = 'done' AND a."
            + AUTUMN
            + """
            AND a.on_date <= '2026-11-24' AND (a.school_id = s.id OR (a.school_id IS NULL AND a.village_id IS NULL
            AND EXISTS (SELECT 1 FROM attendance t LEFT JOIN carer r ON r.id = t.carer_id
            JOIN child c ON c.id = coalesce(t.child_id, r.child_id)
            WHERE t.activity_id = a.id AND t.present = 1 AND c.school_id = s.id))))"""
        )
        each = " AND ".join(held.format(kind=kind) for kind in kinds)
        met = number(sql, f"SELECT count(*) FROM school s WHERE s.active = 1 AND {each}")
        assert (lines[item].met, lines[item].schools) == (met, schools), item
    lines_met = number(sql, "SELECT count(*) FROM school WHERE active = 1 AND hotline GLOB '*[0-9]*'")
    assert lines[NineOne.HOTLINE].met == lines_met
    asked = "SELECT id, kind, quantity, words FROM home_requirement WHERE quantity > 0"
    lacking = f"""SELECT 1 FROM ({asked}) q WHERE q.quantity > (SELECT coalesce(sum(i.quantity), 0) FROM home_item i
        WHERE i.school_id = s.id AND i.retired_on IS NULL AND i.kind = q.kind AND i.state IS NOT 'broken'
        AND (q.words IS NULL OR EXISTS (SELECT 1 FROM json_each('["' || replace(q.words, ' ', '","') || '"]') w
        WHERE instr(i.name, w.value))))"""
    homes = number(sql, f"SELECT count(*) FROM school s WHERE s.active = 1 AND NOT EXISTS ({lacking})")
    assert lines[NineOne.HOME].met == homes


def test_everything_else_that_is_told(told: dict[str, Any], sql: sqlite3.Connection) -> None:
    assert told["unpaired"] == number(
        sql, f"SELECT count(*) FROM child WHERE {ON_REGISTER} AND NOT {PAIRED.format('loving_mother')}"
    )
    assert told["renew"] == number(
        sql, f"""SELECT count(*) FROM carer WHERE to_on IS NULL AND child_id IN (SELECT id FROM child WHERE
        {ON_REGISTER}) AND (agreement_on IS NULL OR agreement_until <= date('{TODAY}', '+60 days'))"""
    )  # fmt: skip
    semester = sql.execute("SELECT survey_due_on FROM semester WHERE school_year = 2026 AND term = 1").fetchone()
    assert told["survey_due"] == semester[0]
    group = "FROM working_group_member WHERE to_on IS NULL OR to_on > '2026-11-24'"
    assert told["group"]["members"] == number(sql, f"SELECT count(*) {group}")
    phases = sql.execute("SELECT position, name, starts_on, ends_on, result FROM phase ORDER BY position").fetchall()
    assert [(one.position, one.name, one.starts_on, one.ends_on, one.result) for one in told["phases"]] == phases


def test_every_figure_of_a_template_is_one_of_these(town: Session, told: dict[str, Any]) -> None:
    """Whatever the text says is one of the values that are held against SQL above."""
    words = {"year", "last_year", "day", "school", "semester", "survey_due", "unpaired", "renew", "loop", "line"}
    for path in OURS.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        for table, key in re.findall(r"\b(children|children_before|work|work_before|group)\.(\w+)", text):
            assert key in told[table], (path.name, table, key)
        names = set(re.findall(r"\{\{ (?:n\()?([a-z_]+)[ )}]", text))
        assert names - words <= {"label", "count", "own", "phase"}, path.name
    text = "".join(printed(town, find("summary"), Request(TODAY), wrapped=False))
    for key in ("sex_male", "schooling_primary", "actual_care_grandparents", "civil_yes", "boarding_yes"):
        assert f"{told['children'][key]}人" in text
    assert f"全年谈心{told['work']['talk']}次" in text
    assert f"{told['unpaired']}" in text
