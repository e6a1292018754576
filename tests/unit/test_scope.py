"""No query and no report tells a person anything of a child outside their scope: neither a name nor a number.

Each public function of `db.queries` is found by its place and called with what its parameters are named. Its
answer must be the one of a register without the children outside, and no mark of such a child may stand in it.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import date
from enum import Enum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from db import i18n, queries
from db.admission import Person, person
from db.clock import Clock
from db.demo import build
from db.queries.duplicates import Sought
from db.queries.guest_groups import CARERS, CHILDREN, Group
from db.queries.registry import RegistryFilter
from db.session import Session
from db.vocabulary import Role
from exports.report import Request, available
from tests.conftest import CATALOGS, TODAY

MARKS = {
    "child": ("name", "孩"), "parent": ("name", "亲"), "carer": ("name", "监"), "grandparent": ("name", "祖"),
    "care_record": ("summary", "记"), "survey": ("note", "查"), "care_plan": ("facts", "划"),
    "incident": ("facts", "案"),
}  # fmt: skip
"""A column of each table that tells of a child, and the character that its mark begins with: 孩12号."""
A_MARK = re.compile("(" + "|".join(mark for _column, mark in MARKS.values()) + r")(\d+)号")
INTERNAL = {
    "search_documents.search_documents", "search_documents.documents_of",  # for the index
    "import_known.known_children",  # for an import, which says of others only that they exist
    "pairing_board.children", "helpers.places_of", "care_records.known",
    "drafts.abandoned", "roster.ids_of", "roster.rows_of", "roster.on_register",  # parts of what is asked here
    "study.decline_plans", "history.with_parents",
}  # fmt: skip
OF_THE_TOWNSHIP = {
    "helpers.helpers", "pairing_list.coverage", "pairing_board.pairing_board", "pairing_helpers.helpers_of",
    "pairing_proposal.propose_again", "pairing_hand_over.hand_over_of", "pairing_hand_over.hand_over_on",
    "import_known.helped_at_present",
    # how many children a helper has, whosever they are
    "report pairings", "report helper-sheet",
    "study.subjects",  # which subjects are taught
    # How many came to an activity
    "activities.guests", "report activities", "report activity-log", "report periods", "report summary",
    "register.is_empty", "care_records.last_talk",  # whether there is anybody, or a number, at all
}  # fmt: skip
"""Numbers of the township that tell of no child: they name nobody outside, and may count them."""
ROLES = ["clerk", "school_head", "teacher", "village_director", "leader", "auditor"]
"""All but the supervisor, outside of whose scope nothing lies."""


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up township in which every text about a child carries the child's number."""
    i18n.install("zh", CATALOGS)
    path = tmp_path_factory.mktemp("scope") / "guanai.db"
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        build(session, children=36, seed=3)
    with closing(sqlite3.connect(path)) as connection:
        for table, (column, mark) in MARKS.items():
            child = "id" if table == "child" else "child_id"
            connection.execute(f"UPDATE {table} SET {column} = '{mark}' || {child} || '号', version = version + 1")
        connection.execute("UPDATE child SET nickname = name, note = name, risk_reason = name, version = version + 1")
        connection.commit()
    return path


def people(path: Path) -> dict[str, Person]:
    """One person of each kind; whoever is limited has a place with children in it and outside."""
    with closing(sqlite3.connect(path)) as connection:

        def first(query: str) -> int:
            return int(connection.execute(query).fetchone()[0])

        often = "SELECT {0} FROM child WHERE {0} IS NOT NULL GROUP BY {0} ORDER BY count(*) DESC LIMIT 1"
        school, room = first(often.format("school_id")), first(often.format("school_class_id"))
        village = first(often.format("village_id"))
        helper = first("SELECT staff_id FROM pairing WHERE to_on IS NULL AND staff_id IS NOT NULL"
                       " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")  # fmt: skip
    rows = {
        "teacher": ("teacher", {"schools": school, "classes": room, "helper": helper}),
        "school_head": ("school_head", {"schools": school}),
        "village_director": ("village_director", {"villages": village}),
        "clerk": ("clerk", {}), "leader": ("leader", {}), "auditor": ("auditor", {}),
    }  # fmt: skip
    empty = {"schools": None, "classes": None, "villages": None, "helper": None}
    return {
        name: person({"role": role, **empty, **{key: str(value) for key, value in limits.items()}})
        for name, (role, limits) in rows.items()
    }


def admitted_ids(path: Path, who: Person) -> set[int]:
    """The children whom a person may see, worked out without the code under test."""
    scope = who.scope
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT id, school_id, school_class_id, village_id FROM child").fetchall()
        helped = {row[0] for row in connection.execute(
            "SELECT child_id FROM pairing WHERE to_on IS NULL AND staff_id IS ?", (scope.helper,))}  # fmt: skip
    limits = (scope.schools, scope.classes, scope.villages)
    return {
        child for child, *places in rows
        if all(limit is None or place in limit for limit, place in zip(limits, places, strict=True))
        or (scope.helper is not None and child in helped)
    }  # fmt: skip


def without_others(path: Path, target: Path, who: Person, ids: set[int]) -> Path:
    """A copy of the register in which nothing of anybody outside was ever written."""
    shutil.copy(path, target)
    with closing(sqlite3.connect(target)) as connection:
        strict = "SELECT name FROM pragma_table_list WHERE strict AND schema = 'main' AND name <> 'change_log'"
        tables = [row[0] for row in connection.execute(strict)]
        listed = ", ".join(map(str, ids)) or "0"
        teaching = f"SELECT helper_child_id FROM pairing WHERE helper_child_id IS NOT NULL AND child_id IN ({listed})"
        # Of a little teacher who is outside only that there is one may be told: in the other register it has no name.
        connection.execute(f"UPDATE child SET name = '', version = version + 1 WHERE id NOT IN ({listed})")
        connection.execute(f"DELETE FROM child WHERE id NOT IN ({listed}) AND id NOT IN ({teaching})")
        for table in tables:
            for column in (row[1] for row in connection.execute(f"PRAGMA table_info({table})")):
                if column == "child_id":
                    connection.execute(f"DELETE FROM {table} WHERE {column} NOT IN ({listed})")
        if not who.scope.incidents:
            connection.execute("DELETE FROM incident")
        if not who.scope.plans:
            for table in ("plan_review", "plan_measure", "care_plan"):
                connection.execute(f"DELETE FROM {table}")
        connection.commit()
    return target


# What is asked


def values_of(
    parameter: inspect.Parameter, outside: Iterable[int], pool: Mapping[str, list[Any]], module: str
) -> list[Any]:
    """What a parameter is tried with, by its kind or name; empty where only another answer can tell (`pool`)."""
    everyone = [*sorted(outside)[:2], 1, 2]
    known: Mapping[str, list[Any]] = {
        "child_id": everyone, "child": everyone, "row_id": everyone, "on": [TODAY], "day": [TODAY], "today": [TODAY],
        "school": [None, 1], "village": [None, 1], "school_class": [None, 1], "class_id": [1, 2],
        "ids": [everyone], "leaving": [0], "row": [{}], "values": [{}],
        "Group": [Group(who, field, 1) for who in (CHILDREN, CARERS) for field in ("", "village")],
        "form": ["child.basic"], "object_id": everyone, "screen": ["registry"], "header_key": ["姓名"],
        "name": ["青山村", "小"], "title": ["小学 三(1)班"],
        "field": ["village", "school"],
        "columns": [("name", "id_no", "carer", "carer_phone", "village")],
        "Sought": [Sought(name=f"孩{number}号") for number in everyone],
        "RegistryFilter": [RegistryFilter(), RegistryFilter(text="孩"), RegistryFilter(village=1)],
    }  # fmt: skip
    for name in (parameter.annotation, parameter.name):
        if name in known:
            return known[name]
    if parameter.default is not inspect.Parameter.empty:
        return [parameter.default]
    made = vars(importlib.import_module(module)).get(parameter.annotation)
    if isinstance(made, type) and issubclass(made, Enum):
        return list(made)[:2]
    if dataclasses.is_dataclass(made) and all(
        field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        for field in dataclasses.fields(made)
    ):
        return [made()]  # type: ignore[operator, unused-ignore]
    kinds = {"date": [TODAY], "int": [1, 2], "int | None": [None, 1], "str": [""], "bool": [False, True]}
    if parameter.annotation in kinds:
        return kinds[parameter.annotation]
    return pool.get(parameter.annotation, [])


def questions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function and page source of `db.queries` that takes a session first."""
    for module in pkgutil.iter_modules(queries.__path__):
        found = importlib.import_module(f"db.queries.{module.name}")
        for name, value in vars(found).items():
            if name.startswith("_") or getattr(value, "__module__", "") != found.__name__ or not callable(value):
                continue
            parameters = list(inspect.signature(value).parameters.values())
            signature = inspect.signature(value)
            if signature.return_annotation in ("Any", "list[Any]"):  # a part of a query, not an answer
                continue
            if parameters and parameters[0].name == "session" and f"{module.name}.{name}" not in INTERNAL:
                yield f"{module.name}.{name}", value


def calls(question: Callable[..., Any], outside: set[int], pool: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Each parameter in turn takes each of its values, the others their first."""
    parameters = list(inspect.signature(question).parameters.values())[1:]
    tried = {parameter.name: values_of(parameter, outside, pool, question.__module__) for parameter in parameters}
    if not all(tried.values()):
        return
    first = {name: values[0] for name, values in tried.items()}
    yield first
    for parameter in parameters:
        for value in tried[parameter.name][1:]:
            yield {**first, parameter.name: value}


def answer(session: Session, question: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """The whole answer as plain values, with what it refuses."""
    try:
        return plain(question(session, **arguments))
    except Exception as error:  # noqa: BLE001 - what makes no sense to a question is refused alike on both sides
        return type(error).__name__


def plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if hasattr(value, "count") and hasattr(value, "first"):
        return [value.count(), plain(value.first(200)), plain(value.last(3))]
    if isinstance(value, (list, tuple, set, frozenset, Iterator)):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, (int, str, float, date)) else repr(value)


@pytest.fixture(scope="module")
def pool(township: Path) -> dict[str, list[Any]]:
    """What the supervisor's answers are made of, by kind: questions that follow from an answer are tried with them."""
    found: dict[str, list[Any]] = {}
    waiting = dict(questions())
    with Session.open(township, "某人", Clock(TODAY)) as session:
        for _round in range(2):  # the second for those that are asked about answers to later ones
            for name, question in waiting.copy().items():
                for arguments in calls(question, set(), found):
                    waiting.pop(name, None)
                    with suppress(Exception):
                        gather(question(session, **arguments), found)
    return found


def gather(value: Any, found: dict[str, list[Any]]) -> None:
    """Keep some of each kind of answer, and of what it is made of."""
    kept = found.setdefault(type(value).__name__, [])
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if len(kept) < 3 and value not in kept:
            kept.append(value)
        for field in dataclasses.fields(value):
            gather(getattr(value, field.name), found)
    elif isinstance(value, (list, tuple, Iterator)):
        for one in islice(value, 20):
            gather(one, found)


def test_every_question_is_asked(pool: dict[str, list[Any]]) -> None:
    missing = [name for name, question in questions() if not list(calls(question, {1}, pool))]
    assert missing == [], "say in values_of what their parameters are tried with"


@pytest.mark.parametrize("who", ROLES)
def test_nothing_tells_of_a_child_outside(township: Path, pool: dict[str, list[Any]], tmp_path: Path, who: str) -> None:
    person = people(township)[who]
    ids = admitted_ids(township, person)
    with closing(sqlite3.connect(township)) as connection:
        outside = {row[0] for row in connection.execute("SELECT id FROM child")} - ids
    assert bool(outside) == bool(person.scope.limits), "nobody lies outside"
    reduced = without_others(township, tmp_path / "reduced.db", person, ids)
    told = {path: _asked(path, person, outside, pool) for path in (township, reduced)}
    telling = [
        what for what, here in told[township].items()
        if not {int(number) for _mark, number in A_MARK.findall(str(here))} <= ids
        or (here != told[reduced][what] and what.partition("(")[0] not in OF_THE_TOWNSHIP)
    ]  # fmt: skip
    assert telling == []


def _asked(path: Path, person: Person, outside: set[int], pool: Mapping[str, list[Any]]) -> dict[str, Any]:
    with Session.open(path, "某人", Clock(TODAY)) as opened:
        session = dataclasses.replace(opened, role=person.role, scope=person.scope)
        told = {
            f"{name}({arguments})": answer(session, question, arguments)
            for name, question in questions()
            for arguments in calls(question, outside, pool)
        }
        for name, report in available().items():
            asked = partial(report.rows, request=Request(on=TODAY), hidden=frozenset())
            told[f"report {name}"] = answer(session, asked, {})
    return told


def test_no_option_of_a_report_leads_outside(township: Path, tmp_path: Path) -> None:
    """Each report narrowed to what is not the teacher's."""
    teacher = people(township)["teacher"]
    ids = admitted_ids(township, teacher)
    with closing(sqlite3.connect(township)) as connection:
        outside = sorted({row[0] for row in connection.execute("SELECT id FROM child")} - ids)
    options: dict[str, tuple[str, list[Any]]] = {
        "child": ("child", [*outside[:2], *sorted(ids)[:1]]), "school": ("school", [1, 2, 3]),
        "class": ("school_class", [1, 2, 3, 4]), "village": ("village", [1, 2]), "helper": ("helper", [1, 2, 3]),
    }  # fmt: skip
    reduced = without_others(township, tmp_path / "reduced.db", teacher, ids)
    told: dict[Path, dict[str, Any]] = {township: {}, reduced: {}}
    for path, answers in told.items():
        with Session.open(path, "某人", Clock(TODAY)) as opened:
            session = dataclasses.replace(opened, role=teacher.role, scope=teacher.scope)
            for name, report in available().items():
                wishes = [{options[one][0]: value} for one in sorted(report.filters & options.keys())
                          for value in options[one][1]]  # fmt: skip
                for wish in wishes:
                    asked = partial(report.rows, request=Request(on=TODAY, **wish), hidden=frozenset())
                    answers[f"report {name}({wish})"] = answer(session, asked, {})
    assert len(told[township]) > 99
    telling = [
        what for what, here in told[township].items()
        if not {int(number) for _mark, number in A_MARK.findall(str(here))} <= ids
        or (here != told[reduced][what] and what.partition("(")[0] not in OF_THE_TOWNSHIP)
    ]  # fmt: skip
    assert telling == []


def test_a_question_that_forgets_the_scope_is_found(township: Path, tmp_path: Path) -> None:
    """The test itself is tested: a query over all children would be caught both ways."""
    from db.models import Child

    def everybody(session: Session) -> list[str]:
        with session.reading():
            return [row.name for row in Child.select()]

    teacher = people(township)["teacher"]
    ids = admitted_ids(township, teacher)
    reduced = without_others(township, tmp_path / "reduced.db", teacher, ids)
    told = {}
    for path in (township, reduced):
        with Session.open(path, "某人", Clock(TODAY)) as session:
            told[path] = answer(session, everybody, {})
    assert told[township] != told[reduced]
    assert not {int(number) for _mark, number in A_MARK.findall(str(told[township]))} <= ids
    assert teacher.role is Role.TEACHER
