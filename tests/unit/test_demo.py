"""The made-up township: the same for a seed, true to its weights, and stored as the program itself would store it."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import demo, models
from db.clock import Clock
from db.engine import search
from db.engine.files import pragmas, sqlite3
from db.errors import GuanaiError
from db.models import (
    TABLES,
    Carer,
    CareRecord,
    ChangeLog,
    Child,
    Edited,
    Enrolment,
    Grandparent,
    Pairing,
    Parent,
    Phase,
    SchoolClass,
    Staff,
    Survey,
    Village,
)
from db.models.base import CodeField, CodesField
from db.queries.alerts import alert_condition
from db.queries.search_documents import search_documents
from db.rules.dates import age, first_day, parse_date
from db.rules.id_number import check
from db.rules.names import clean_name
from db.rules.phones import check_phone
from db.rules.pinyin import romanise
from db.rules.search import parse
from db.rules.semesters import semester_of
from db.rules.standing import standing
from db.session import Session
from db.vocabulary import ActualCare, Alert, Health, RegistryState, Sex

TODAY = date(2026, 11, 24)
CHILDREN = 600
INSTANTS = frozenset({"change_log", "phase"})
"""Tables that keep the moment of the load, which is no part of the township."""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The township that `--demo` shows."""
    with Session.open(tmp_path_factory.mktemp("demo") / "guanai.db", "李文书", Clock(TODAY)) as opened:
        demo.build(opened, CHILDREN, 1)
        yield opened


@pytest.fixture(autouse=True)
def _bound(session: Session) -> None:
    models.database.initialize(session.database)


def rows(model: Any) -> list[dict[str, Any]]:
    """Every row as stored, foreign keys by the name of their column."""
    cursor = models.database.execute_sql(f'SELECT * FROM "{model._meta.table_name}" ORDER BY id')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def built(path: Path, children: int, seed: int, today: date = TODAY, **options: Any) -> dict[str, list[Any]]:
    """All rows of a township of its own, by table."""
    with Session.open(path, "somebody", Clock(today)) as opened:
        demo.build(opened, children, seed, **options)
        return {table._meta.table_name: rows(table) for table in TABLES if "id" in table._meta.fields}


# Repeatable


def test_the_same_seed_makes_the_same_rows(tmp_path: Path) -> None:
    first, second = (built(tmp_path / f"{n}.db", 60, 7) for n in (1, 2))
    assert [name for name in first if first[name] != second[name] and name not in INSTANTS] == []
    assert first["child"] != built(tmp_path / "3.db", 60, 8)["child"]


def test_children_only_makes_the_very_same_children(tmp_path: Path) -> None:
    full, only = built(tmp_path / "1.db", 60, 7), built(tmp_path / "2.db", 60, 7, children_only=True)
    for table in ("school", "village", "school_class", "child", "parent", "carer"):
        assert only[table] == full[table], table
    for table in ("survey", "care_record", "pairing", "enrolment", "activity", "grandparent", "incident"):
        assert only[table] == [] != full[table], table


def test_another_process_makes_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = built(tmp_path / "1.db", 60, 7)
    monkeypatch.setattr("db.demo.builder.TWO_PROCESSES_FROM", 1)
    there = built(tmp_path / "2.db", 60, 7)
    assert [name for name in here if here[name] != there[name] and name not in INSTANTS] == []


@pytest.mark.parametrize(
    "today", [date(2026, 9, 1), date(2027, 2, 10), date(2024, 2, 29), date(2026, 8, 15), date(2027, 3, 1)]
)
def test_any_day_of_the_year_has_a_township(tmp_path: Path, today: date) -> None:
    found = built(tmp_path / "guanai.db", 120, 3, today)
    assert len(found["child"]) == 120
    dates = [
        (table, name, value)
        for table, table_rows in found.items()
        for row in table_rows
        for name, value in row.items()
        if name in ("birth_date", "registered_on", "surveyed_on", "happened_on", "left_on", "from_on", "found_on")
        and value
    ]
    assert dates
    assert [entry for entry in dates if entry[2] > today.isoformat()] == []


def test_the_identities_are_new_ascending_and_of_version_7() -> None:
    every: list[str] = []
    for table in (Child, Parent, Staff, CareRecord):
        uids = [row["uid"] for row in rows(table)]
        assert uids == sorted(uids)
        every += uids
    assert len(every) == len(set(every))
    assert {(uuid.UUID(uid).version, uuid.UUID(uid).variant, str(uuid.UUID(uid)) == uid) for uid in every} == {
        (7, uuid.RFC_4122, True)
    }


# True to its weights


def test_the_weights_are_those_of_the_country(tmp_path: Path) -> None:
    """Domain: 2018, 96 % with grandparents, 54.5 % boys, 21.7 / 67.4 / 10.9 % by age, few disabled and ill."""
    found = built(tmp_path / "guanai.db", 4000, 5, children_only=True)["child"]
    total = len(found)
    boys = sum(row["sex"] == Sex.MALE for row in found) / total
    assert boys == pytest.approx(0.545, abs=0.025)
    groups = Counter(
        0 if years < 6 else 1 if years < 14 else 2
        for years in (age(first_day(row["birth_date"]), TODAY) for row in found if row["birth_date"])
    )
    shares = [groups[group] / total for group in range(3)]
    assert shares == pytest.approx([0.217, 0.674, 0.109], abs=0.025)
    care = Counter(row["actual_care"] for row in found)
    grandparents, relatives = care[ActualCare.GRANDPARENTS.value], care[ActualCare.RELATIVES.value]
    assert grandparents / (grandparents + relatives) == pytest.approx(0.96, abs=0.02)
    health = Counter(row["health"] for row in found)
    assert health[Health.DISABLED.value] / total == pytest.approx(0.005, abs=0.003)
    assert health[Health.SERIOUS.value] / total == pytest.approx(0.001, abs=0.001)


def test_places_are_as_many_as_a_township_has() -> None:
    schools = [row["name"] for row in rows(models.School)]
    assert 10 <= len(rows(Village)) <= 25
    assert 2 <= sum(name.endswith("小学") for name in schools) <= 6
    assert 4 <= sum(name.endswith("幼儿园") for name in schools) <= 8
    assert sum(name.endswith("中心学校") for name in schools) == 1


def test_every_table_of_the_work_has_rows() -> None:
    empty = {table._meta.table_name for table in TABLES if not table.select().exists()}
    assert empty == {"user", "draft", "setting", "saved_view", "import_batch", "privacy_request", "distinct_pair"}


# Gaps and cases


@pytest.mark.parametrize("alert", list(Alert))
def test_every_red_alert_stands_for_somebody(alert: Alert) -> None:
    condition = (Child.registry_state == RegistryState.REGISTERED) & alert_condition(alert, TODAY)
    assert Child.select().where(condition).exists()


def test_every_screen_has_something_to_complain_about() -> None:
    children = rows(Child)
    here = [row for row in children if row["registry_state"] == "registered"]
    start = semester_of(TODAY).starts_on.isoformat()
    with_mother = {row["child_id"] for row in rows(Pairing) if row["kind"] == "loving_mother" and not row["to_on"]}
    carers = {row["child_id"]: row for row in rows(Carer)}
    parents = rows(Parent)
    turned = [row for row in here if row["birth_date"] and age(first_day(row["birth_date"]), TODAY) >= 16]
    names = Counter(row["name"] for row in here)
    complaints = {
        "surveyed this semester": [row for row in here if (row["surveyed_on"] or "") >= start],
        "not surveyed this semester": [row for row in here if (row["surveyed_on"] or "") < start],
        "never surveyed": [row for row in here if row["surveyed_on"] is None],
        "no ID number, with a note": [row for row in here if not row["id_no"] and row["id_note"]],
        "15 digits": [row for row in here if "15位" in (row["id_note"] or "")],
        "no birth date": [row for row in here if not row["birth_date"]],
        "only the month known": [row for row in here if len(row["birth_date"] or "") == 7],
        "only the year known": [row for row in here if len(row["birth_date"] or "") == 4],
        "turned 16": turned,
        "entrusted to nobody": [row for row in here if row["care_reason"] and row["id"] not in carers],
        "agreement unsigned": [carer for carer in carers.values() if not carer["agreement_on"]],
        "no loving mother": [row for row in here if row["id"] not in with_mother],
        "left": [row for row in children if row["left_on"] and row["left_reason"]],
        "dropped out": [row for row in here if row["schooling"] == "dropped_out"],
        "namesakes": [name for name, count in names.items() if count > 1],
        "dotted name": [row for row in here if "·" in row["name"]],
        "character beyond the basic plane": [row for row in here if any(ord(char) > 0xFFFF for char in row["name"])],
        "overruled": [row for row in here if row["civil_overruled"] is not None and row["civil_reason"]],
        "disability card": [row for row in here if len(row["disability_no"] or "") == 20],
        "household moved": [row for row in here if row["household_kind"] == "urban"],
        "orphan": [row for row in parents if row["condition"] == "dead"],
        "whereabouts unknown": [row for row in parents if row["whereabouts"] is None],
        "class without a teacher": [row for row in rows(SchoolClass) if row["teacher_id"] is None],
        "civil not decided": [row for row in here if row["civil"] is None],
    }
    assert [complaint for complaint, found in complaints.items() if not found] == []


def test_twins_share_a_birthday_and_their_parents() -> None:
    fathers = {row["child_id"]: row["name"] for row in rows(Parent) if row["role"] == "father"}
    known = [row for row in rows(Child) if len(row["birth_date"] or "") == 10]
    births = Counter((row["birth_date"], fathers[row["id"]]) for row in known)
    assert max(births.values()) == 2


def test_talks_lack_in_some_months_and_this_one() -> None:
    talked = Counter((row["child_id"], row["happened_on"][:7]) for row in rows(CareRecord) if row["kind"] == "talk")
    in_class = sum(row["school_class_id"] is not None for row in rows(Child))
    whole = Counter(month for _child, month in talked if month not in ("2026-03", "2026-07"))
    assert sorted(whole) == ["2026-04", "2026-05", "2026-06", "2026-09", "2026-10", "2026-11"]
    assert all(in_class * 0.5 < count < in_class * 0.9 for count in whole.values())
    assert set(talked.values()) == {1}


# As the program itself stores it


def test_names_sort_and_read_as_the_rules_say() -> None:
    for row in rows(Child):
        reading = romanise(row["name"])
        assert (row["name_key"], row["syllables"]) == (reading.sort_key, " ".join(reading.syllables)), row["name"]
        assert clean_name(row["name"]) == row["name"]
    for row in rows(Staff):
        assert row["name_key"] == romanise(row["name"]).sort_key


def test_the_definitions_are_those_that_the_rules_compute() -> None:
    parents = {(row["child_id"], row["role"]): row for row in rows(Parent)}
    for row in rows(Child):
        father, mother = parents[row["id"], "father"], parents[row["id"], "mother"]
        columns = standing(row, father, mother, TODAY).columns(row)
        stored = {name: None if row[name] is None else bool(row[name]) for name in columns}
        assert stored == {name: None if value is None else bool(value) for name, value in columns.items()}, row["name"]


def test_numbers_pass_their_checks_and_belong_to_nobody() -> None:
    for model in (Child, Parent, Carer):
        for row in rows(model):
            if row["id_no"]:
                found = check(row["id_no"], TODAY, sex=row.get("sex"), birth=row["birth_date"])
                assert (found.problems, found.made_up) == ((), True)
                assert found.warnings == () or row["id_no"].endswith("000")
            if row["phone"]:
                assert check_phone(row["phone"]) == row["phone"]
                assert row["phone"].startswith(("154", "0999-"))


def test_codes_and_dates_are_spelt_as_the_tables_want_them() -> None:
    for model in TABLES:
        if not issubclass(model, Edited):
            continue
        fields = model._meta.fields
        for row in rows(model):
            for name, field in fields.items():
                value = row[field.column_name]
                if isinstance(field, (CodeField, CodesField)) and value is not None:
                    assert field.db_value(value) == value, (model, name, value)
                if name.endswith("_on") and value:
                    assert parse_date(value, TODAY, typed=False).text == value, (model, name, value)


def test_surveys_are_dated_copies_of_which_the_child_knows_the_latest() -> None:
    latest: dict[int, str] = {}
    children = {row["id"]: row for row in rows(Child)}
    semesters = {row["id"]: row for row in rows(models.Semester)}
    for row in rows(Survey):
        child, semester = children[row["child_id"]], semesters[row["semester_id"]]
        assert semester["starts_on"] <= row["surveyed_on"] <= semester["ends_on"]
        assert child["registered_on"] <= row["surveyed_on"] <= (child["left_on"] or TODAY.isoformat())
        latest[child["id"]] = max(row["surveyed_on"], latest.get(child["id"], ""))
    assert {row["id"]: row["surveyed_on"] for row in children.values() if row["surveyed_on"]} == latest


def test_the_class_is_that_of_the_open_enrolment_and_of_the_school() -> None:
    classes = {row["id"]: row for row in rows(SchoolClass)}
    enrolled = {row["child_id"]: row["school_class_id"] for row in rows(Enrolment) if row["to_on"] is None}
    children = rows(Child)
    assert {row["id"]: row["school_class_id"] for row in children if row["school_class_id"]} == enrolled
    for row in children:
        if row["school_class_id"]:
            assert classes[row["school_class_id"]]["school_id"] == row["school_id"]
            assert classes[row["school_class_id"]]["stage"] == row["schooling"]


def test_records_lie_in_their_semester_and_in_the_time_on_the_register() -> None:
    children = {row["id"]: row for row in rows(Child)}
    semesters = sorted((row["starts_on"], row["id"]) for row in rows(models.Semester))
    for row in rows(CareRecord):
        child = children[row["child_id"]]
        assert child["registered_on"] <= row["happened_on"] <= (child["left_on"] or TODAY.isoformat())
        begun = [row_id for starts_on, row_id in semesters if starts_on <= row["happened_on"]]
        assert row["semester_id"] == begun[-1]


def test_grandparents_who_care_are_alive_and_the_same_person() -> None:
    elders = {(row["child_id"], row["role"]): row for row in rows(Grandparent)}
    shared = 0
    for carer in rows(Carer):
        elder = elders.get((carer["child_id"], carer["relation"]))
        if elder:
            shared += 1
            assert (elder["name"], elder["deceased"]) == (carer["name"], 0)
    assert shared > 100


def test_everybody_is_found_as_if_entered_by_hand(session: Session) -> None:
    documents = dict(search_documents(session))
    assert len(documents) == CHILDREN
    for row_id in (1, 77, CHILDREN):
        child = Child.get_by_id(row_id)
        query = f"{child.name} {child.syllables.replace(' ', '')} {child.id_no[-6:]}"
        assert row_id in search.matching(session.database, parse(query), 50)
    assert search.matching(session.database, parse("奶奶"), 5, table=search.RELATIVES)
    # Contentless: taking out exactly what should be in leaves nothing behind.
    with session.database.atomic() as transaction:
        for row_id, document in documents.items():
            search.remove(session.database, row_id, document)
        for digits in ("154", "99", "2"):
            assert search.matching(session.database, parse(digits), 5) == []
        assert search.matching(session.database, parse("奶奶"), 5, table=search.RELATIVES) == []
        transaction.rollback()


# The load


def test_the_whole_load_is_one_line_of_the_log(tmp_path: Path) -> None:
    with Session.open(tmp_path / "guanai.db", "李文书", Clock(TODAY)) as opened:
        demo.build(opened, 30, 1, children_only=True)
        assert ChangeLog.select().count() == 1


def test_data_is_refused_in_one_sentence_and_nothing_changes(tmp_path: Path) -> None:
    with Session.open(tmp_path / "guanai.db", "李文书", Clock(TODAY)) as opened:
        demo.build(opened, 30, 1)
        before = {table: rows(table) for table in (Child, ChangeLog, Staff)}
        with pytest.raises(GuanaiError) as refusal:
            demo.build(opened, 30, 2)
        assert "\n" not in refusal.value.sentence
        assert {table: rows(table) for table in before} == before


def test_a_load_that_breaks_off_leaves_an_empty_database_with_all_its_indexes(tmp_path: Path) -> None:
    def stop(done: int, children: int) -> None:
        raise KeyboardInterrupt

    with Session.open(tmp_path / "guanai.db", "李文书", Clock(TODAY)) as opened:
        schema = opened.database.execute_sql("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        with pytest.raises(KeyboardInterrupt):
            demo.build(opened, 30, 1, progress=stop)
        assert not Child.select().exists()
        assert opened.database.execute_sql("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == schema
        assert demo.build(opened, 30, 1).children == 30
        assert opened.database.execute_sql("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == schema
        for name, wanted in pragmas(sqlite3.sqlite_version_info).items():
            assert opened.database.pragma(name) == wanted, name
        assert opened.database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert opened.database.execute_sql("PRAGMA foreign_key_check").fetchall() == []


def test_the_phases_are_dated_but_for_the_last() -> None:
    phases = rows(Phase)
    assert [bool(phase["starts_on"]) for phase in phases] == [True, True, False]


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with Session.open(tmp_path / "guanai.db", "李文书", Clock(TODAY)) as opened:
        counts = demo.build(opened, 1200, 1, children_only=True, progress=lambda *now: told.append(now))
    assert [done for done, _all in told] == sorted({done for done, _all in told})
    assert told[-1] == (1200, 1200)
    assert counts.children == 1200
