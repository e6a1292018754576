"""The bytes are the contract: a few children, and every report on them as text and as CSV.

After a change that is meant, run this file with GUANAI_GOLDEN=write and read the difference.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import i18n
from db.clock import Clock
from db.commands.writing import insert
from db.models import (
    Activity,
    Attendance,
    CarePlan,
    Carer,
    CareRecord,
    Child,
    Edited,
    Pairing,
    Parent,
    PlanMeasure,
    School,
    SchoolClass,
    Staff,
    Village,
)
from db.session import Session
from exports.report import Report, Request, available, find
from exports.saving import SUFFIXES, write

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TODAY = date(2026, 11, 24)
SCHOOL_CHILD = {
    "registry_state": "registered", "registered_on": "2026-09-02", "schooling": "primary", "school": 1,
    "school_class": 1,
}  # fmt: skip


class Stopped(Clock):
    """Noon of the day, for the change log."""

    def instant(self) -> str:
        return f"{self.today()}T04:00:00Z"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("golden") / "guanai.db"
    clock = Stopped(TODAY)
    with Session.open(path, "李文书", clock) as session, session.writing():
        insert(session, Village, {"name": "王家湾村"})
        insert(session, School, {"name": "云溪乡中心小学"})
        insert(session, SchoolClass, {"school": 1, "school_year": 2026, "stage": "primary", "grade": 3, "number": 2})
        children = [
            {"name": "王小芳", "name_key": "wangxiaofang", "syllables": "wang xiao fang", "sex": "female",
             "nation": "汉族", "birth_date": "2017-05-02", "id_no": "999901201705020023", "village": 1,
             "village_group": "三组", "boarding": False, "health": "healthy", "care_reason": "both_away",
             "actual_care": "grandparents", "living": "carer", "risk": "green", "civil": True,
             "school_practice": True, "file_no": "2026-000001", "surveyed_on": "2026-09-20", **SCHOOL_CHILD},
            {"name": "阿依古丽·买买提", "name_key": "ayigulimaimaiti", "syllables": "a yi gu li mai mai ti",
             "sex": "female", "nation": "维吾尔族", "birth_date": "2013-05", "village": 1, "living": "alone",
             "risk": "red", "phone": "013800001111", "civil": False, "school_practice": True, **SCHOOL_CHILD},
            {"name": "王小芳", "name_key": "wangxiaofang", "syllables": "wang xiao fang", "sex": "female",
             "birth_date": "2017-05-02", "village": 1, "registry_state": "registered", "registered_on": "2026-11-23"},
            {"name": "=1+1", "name_key": "=1+1", "syllables": "", "registry_state": "registered",
             "registered_on": "2026-11-20"},
            {"name": "李建国", "name_key": "lijianguo", "syllables": "li jian guo", "sex": "male", "village": 1,
             "birth_date": "2011-03-09", "registered_on": "2026-03-01", "registry_state": "left",
             "left_on": "2026-10-10", "left_reason": "parent_returned", "left_note": "父亲\n“回来了”"},
            {"name": "欧阳娜", "name_key": "ouyangna", "syllables": "ou yang na", "sex": "female", "village": 1,
             "birth_date": "2011-02", "registered_on": "2026-03-01", "registry_state": "registered"},
        ]  # fmt: skip
        for values in children:
            insert(session, Child, values)
        insert(session, Parent, {"child": 1, "role": "father", "name": "王大海", "phone": "13912345678",
                                 "whereabouts": "out_of_province"})  # fmt: skip
        insert(session, Carer, {"child": 1, "name": "陈桂香", "relation": "paternal_grandmother",
                                "phone": "0912-1234567", "from_on": "2026-09-02"})  # fmt: skip
        insert(session, Staff, {"name": "赵文霞", "name_key": "zhaowenxia", "roles": "volunteer", "unit": "村妇联",
                                "phone": "13800002222", "village": 1, "capacity": 3, "active": True,
                                "trained_on": "2026-05-01"})  # fmt: skip
        insert(session, Pairing, {"child": 1, "staff": 1, "kind": "volunteer", "from_on": "2026-09-10"})
        for model, values in happened():
            insert(session, model, values)
    with Session.open(path, "李文书", clock) as session:
        yield session


def happened() -> Iterator[tuple[type[Edited], dict[str, Any]]]:
    """What was done in the semester, with cells that a terminal and a spreadsheet would take for more than text."""
    by = {"child": 1, "by_name": "陈老师"}
    yield (
        CareRecord,
        {
            **by,
            "kind": "talk",
            "happened_on": "2026-11-03",
            "topics": "family mind",
            "way": "face",
            "summary": "=cmd|' /C calc'!A0\n想“妈妈”，\x1b[31m晚上睡不着",
            "measure": "每周通话一次",
        },
    )
    yield CareRecord, {**by, "kind": "good_deed", "happened_on": "2026-11-05", "summary": "扶老人过河"}
    for day, mark in (("2026-06-20", 88), ("2026-11-10", 61)):
        yield CareRecord, {**by, "kind": "study_check", "happened_on": day, "subject": "数学", "mark": mark}
    yield (
        CarePlan,
        {
            "child": 1,
            "cause": "study_decline",
            "facts": "数学从88分降到61分",
            "found_on": "2026-11-10",
            "goal": "期末及格",
            "starts_on": "2026-11-12",
            "next_review_on": "2026-12-12",
        },
    )
    yield PlanMeasure, {"plan": 1, "measure": "每周补课一次", "by_name": "陈老师", "rhythm": "每周"}
    yield (
        Activity,
        {
            "kind": "outing",
            "title": "参观县博物馆",
            "on_date": "2026-11-14",
            "starts_at": "09:00",
            "school": 1,
            "place": "县城",
            "state": "done",
            "others_present": 2,
        },
    )
    yield Attendance, {"activity": 1, "child": 1, "present": True}
    yield Activity, {"kind": "symposium", "title": "座谈会", "on_date": "2026-11-27"}


def asked_of(report: Report) -> Request:
    """A request that gives each report what it needs: the first child, class and place."""
    needed = {"class": "school_class"}
    return Request(TODAY, **{needed.get(name, name): 1 for name in report.needs})


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["csv", "text"])
def test_a_report_is_what_it_was(register: Session, name: str, language: str, form: str) -> None:
    i18n.install(language, ROOT / "tui" / "locale")
    report = find(name)
    if form not in report.formats:
        pytest.skip("not a format of this report")
    file = io.BytesIO()
    write(file, register, report, asked_of(report), form)
    golden = HERE / f"{name}.{language}{SUFFIXES[form]}"
    if os.environ.get("GUANAI_GOLDEN") == "write":
        golden.write_bytes(file.getvalue())
    assert file.getvalue() == golden.read_bytes()
