"""The work of a period against plain SQL, and which days belong to a period."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import demo
from db.clock import Clock
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.helpers import add_helper
from db.commands.pairings import Wish, accept
from db.commands.writing import insert
from db.models import Activity, Attendance, Edited
from db.queries.periods import figures, mothered_by_village
from db.rules.periods import KINDS, period_before, period_of
from db.scope import Scope
from db.session import Session
from db.vocabulary import ActivityKind, PairingKind, RecordKind
from exports.report import Request, find

TODAY = date(2026, 11, 24)
FIRST, LAST = date(2026, 9, 1), TODAY
REAL = "(left_reason IS NULL OR left_reason <> 'wrong_entry')"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("periods") / "guanai.db"
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        demo.build(session, 120, 3)
        yield session


def in_sql(sql: sqlite3.Connection, first: date, last: date) -> dict[str, int]:
    """Every figure of the days from `first` to `last`, by its key."""
    within = f"BETWEEN '{first}' AND '{last}'"

    def count(query: str) -> int:
        return int(sql.execute(query).fetchone()[0] or 0)

    def standing(day: str) -> int:
        return count(f"SELECT count(*) FROM child WHERE registered_on <= '{day}' AND (left_on IS NULL OR"
                     f" (left_on > '{day}' AND {REAL}))")  # fmt: skip

    expected = {
        "at_start": standing(str(first - timedelta(days=1))), "at_end": standing(str(last)),
        "new": count(f"SELECT count(*) FROM child WHERE registered_on {within} AND {REAL}"),
        "left": count(f"SELECT count(*) FROM child WHERE left_on {within} AND {REAL}"),
        "agreements": count(f"SELECT count(*) FROM carer WHERE agreement_on {within}"),
        "plans_begun": count(f"SELECT count(*) FROM care_plan WHERE starts_on {within}"),
        "plans_closed": count(f"SELECT count(*) FROM care_plan WHERE closed_on {within}"),
        "plans_open": count(f"SELECT count(*) FROM care_plan WHERE starts_on <= '{last}' AND"
                            f" (closed_on IS NULL OR closed_on > '{last}')"),
        "incidents": count("SELECT count(*) FROM incident WHERE date(found_at, '+8 hours') " + within),
    }  # fmt: skip
    expected["net"] = expected["new"] - expected["left"]
    for kind in RecordKind:
        records = f"FROM care_record WHERE kind = '{kind.value}' AND withdrawn_on IS NULL AND happened_on {within}"
        expected[kind.value] = count(f"SELECT count(*) {records}")
        expected[f"{kind.value}_children"] = count(f"SELECT count(DISTINCT child_id) {records}")
    for kind in ActivityKind:
        held = f"FROM activity WHERE kind = '{kind.value}' AND state = 'done' AND on_date {within}"
        expected[f"{kind.value}_held"] = count(f"SELECT count(*) {held}")
        expected[f"{kind.value}_people"] = count(f"SELECT sum(coalesce(others_present, 0)) {held}") + count(
            f"SELECT count(*) FROM attendance WHERE present = 1 AND activity_id IN (SELECT id {held})")  # fmt: skip
    for key, part in (("activities", "held"), ("people", "people")):
        expected[key] = sum(expected[f"{kind.value}_{part}"] for kind in ActivityKind)
    registered = f"registered_on <= '{last}' AND (left_on IS NULL OR (left_on > '{last}' AND {REAL}))"
    for kind in PairingKind:
        expected[f"paired_{kind.value}"] = count(
            f"SELECT count(DISTINCT child_id) FROM pairing WHERE kind = '{kind.value}' AND from_on <= '{last}'"
            f" AND (to_on IS NULL OR to_on > '{last}') AND child_id IN (SELECT id FROM child WHERE {registered})"
        )
    return expected


def test_every_figure_is_what_plain_sql_counts(town: Session) -> None:
    with closing(sqlite3.connect(town.database.path)) as sql:
        expected = in_sql(sql, FIRST, LAST)
    found = figures(town, FIRST, LAST)
    assert found == expected
    assert found["talk"] > 0
    assert found["activities"] > 0
    covered = mothered_by_village(town, LAST)
    assert sum(part for part, _whole in covered.values()) == expected["paired_loving_mother"]
    assert sum(whole for _part, whole in covered.values()) == expected["at_end"]


def test_who_may_not_see_plans_and_incidents_sees_no_counts_of_them(town: Session) -> None:
    narrow = replace(town, scope=Scope(schools=frozenset({1}), incidents=False, plans=False))
    found = figures(narrow, FIRST, LAST)
    assert not {"incidents", "plans_begun", "plans_closed", "plans_open"} & set(found)
    assert found["at_end"] == figures(town, FIRST, LAST, school=1)["at_end"] > 0
    assert "起" not in {row[2] for row in find("periods").rows(narrow, Request(TODAY))}


@given(st.dates(date(2001, 1, 1), date(2090, 12, 31)), st.sampled_from(KINDS))
def test_periods_follow_each_other_without_a_gap(day: date, kind: str) -> None:
    period = period_of(kind, day)
    before = period_before(kind, period)
    assert period.first <= day
    assert before.last < period.first
    if kind != "semester":
        assert day <= period.last
        assert (period.first - before.last).days == 1
    assert period.until(day).last == min(day, period.last)


def test_a_period_is_set_beside_the_one_before(town: Session) -> None:
    report = find("periods")
    rows = list(report.rows(town, Request(TODAY, kind="semester")))
    earlier = figures(town, date(2026, 3, 9), date(2026, 7, 5))
    now = figures(town, FIRST, LAST)
    talk = next(row for row in rows if row[1] == RecordKind.TALK.label)
    assert talk[3:6] == [str(now["talk"]), str(earlier["talk"]), f"{now['talk'] - earlier['talk']:+d}"]


def test_an_activity_of_the_township_counts_for_those_who_came(session: Session) -> None:
    here, there = (
        add_child(session, {"name": name, "school": NewPlace(school), "registered_on": "2026-09-01"}, carer=carer)
        for name, school, carer in (
            ("王小明", "中心小学", {"name": "刘桂花", "relation": "paternal_grandmother"}), ("李小红", "村小", None),
        )
    )  # fmt: skip
    rows: list[tuple[type[Edited], dict[str, object]]] = [
        (Activity, {"kind": "outing", "title": "县城", "on_date": "2026-10-10", "state": "done", "others_present": 9}),
        (Activity, {"kind": "outing", "title": "茶园", "on_date": "2026-10-11", "state": "done", "others_present": 5}),
        (Activity, {"kind": "outing", "title": "村小", "on_date": "2026-10-12", "state": "done", "school": 2,
                    "others_present": 3}),
        (Attendance, {"activity": 1, "child": here, "present": True}),
        (Attendance, {"activity": 1, "carer": 1, "present": True}),
        (Attendance, {"activity": 1, "child": there, "present": False}),
    ]  # fmt: skip
    with session.writing():
        for model, values in rows:
            insert(session, model, values)

    def held(of: Session, school: int | None = None) -> tuple[int, int]:
        found = figures(of, FIRST, LAST, school=school)
        by_kind = [row for row in find("activities").rows(of, Request(TODAY, school=school)) if row[0] == "校外游览"]
        assert [int(row[2]) for row in by_kind] == ([found["outing_held"]] if found["outing_held"] else [])
        assert [int(row[8]) for row in by_kind] == ([found["outing_people"]] if found["outing_held"] else [])
        return found["activities"], found["people"]

    assert held(session) == (3, 19)
    assert held(session, school=1) == (1, 2)
    assert held(session, school=2) == (1, 3)
    for school, one in ((1, (1, 2)), (2, (1, 3))):
        assert held(replace(session, scope=Scope(schools=frozenset({school})))) == one


def test_what_is_few_in_a_period_is_hidden_with_its_change(session: Session) -> None:
    for number, day in enumerate(["2026-10-01"] * 5 + ["2026-11-02"] * 2):
        add_child(session, {"name": f"王{number}", "registered_on": day})
    rows = {row[1]: row[3:6] for row in find("periods").rows(session, Request(TODAY, few=True))}
    assert rows["期初"] == ["5", "0", "+5"]
    assert rows["新增"] == ["*", "5", "*"]
    assert rows["退出"] == ["*", "0", "*"]
    assert rows["净增"] == ["2", "5", "-3"]
    assert rows["期末"] == ["7", "5", "+2"]


def test_the_few_without_a_helper_cannot_be_worked_out(session: Session) -> None:
    village = {"village": NewPlace("东坪村"), "registered_on": "2026-09-01"}
    found = [add_child(session, {"name": f"王{number}", **village}) for number in range(7)]
    mother = add_helper(session, {"name": "李梅", "roles": "loving_mother", "capacity": 10})
    accept(session, PairingKind.LOVING_MOTHER, [(child, mother) for child in found[1:]], Wish(despite=True))
    rows = {row[1]: row[3:6] for row in find("periods").rows(session, Request(TODAY, few=True))}
    assert (rows["期末"][0], rows["爱心妈妈"][0], rows["爱心妈妈覆盖率"][0]) == ("7", "*", "*")
    charted = list(find("charts").rows(session, Request(TODAY, few=True)))[:2]
    assert [row[1:5] for row in charted] == [["东坪村", "*", "7", "*"], ["合计", "*", "7", "*"]]
