"""From a plan to the register: one batch or nothing, again without a change, corrected, undone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from db import demo
from db.commands.children import add_child
from db.commands.import_undo import undo_import
from db.commands.importing import do_import
from db.commands.registration import leave_register
from db.engine import search as index
from db.errors import ConflictError, DataError, RuleError
from db.models import Carer, ChangeLog, Child, Enrolment, Parent, Survey, Village
from db.queries.family import family
from db.queries.import_batches import batches
from db.queries.search_documents import search_documents
from db.roster.deciding import State
from db.roster.header import Header
from db.roster.mapping import applied
from db.roster.planning import Plan, plan
from db.rules.search import parse
from db.scope import Scope
from db.session import Session
from exports import csv, import_report, rejected_rows, report
from exports.report import Request
from tests.unit.roster_corpus.files import as_csv, cells, id_number

BOY, GIRL = id_number("2013-05-02"), id_number("2015-11-20", 2)
ROSTER = cells(f"""
    姓名|身份证号|村|学校|班级|父亲姓名|父亲电话|监护人|关系
    张小明|{BOY}|石桥村|石桥小学|三(2)班|张大|13812345678|王奶奶|奶奶
    李小红|{GIRL}|柳树村|石桥小学|二(1)班|李大|13987654321|李老人|爷爷
""")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_bytes(as_csv(ROSTER))
    return path


def _import(session: Session, path: Path, *, survey: bool = False) -> int:
    batch = do_import(session, plan(session, path), survey=survey)
    assert batch is not None
    return batch


def _counts(made: Plan) -> dict[str, int]:
    return {str(state): made.counts[state] for state in State if made.counts[state]}


def _child(session: Session, name: str) -> int:
    return int(Child.get(Child.name == name).id)


def _found(session: Session, query: str) -> list[int]:
    return index.matching(session.database, parse(query), 10)


def _index_is_true(session: Session) -> None:
    """The search index finds every child by everything that the register says of it now."""
    for child, documents in search_documents(session):
        for token in (*documents.han.split(), *documents.letters.split()):
            assert child in index.matching(session.database, parse(token), 1000)
        for token in documents.kin.split():
            assert child in index.matching(session.database, parse(token), 1000, table=index.RELATIVES)


def test_a_wrong_number_says_nothing_beside_a_good_one(session: Session, path: Path) -> None:
    _import(session, path)
    path.write_bytes(as_csv([[cell.replace(BOY, BOY[:17]) for cell in row] for row in ROSTER]))
    made = plan(session, path)
    assert _counts(made) == {"same": 2}
    assert {summary.value for summary in made.warnings.values()} == {"名册里原有的号码不变"}


def test_a_row_left_out_is_refused_and_taken_again(session: Session, path: Path) -> None:
    made = plan(session, path)
    made.leave_out(2)
    assert (_counts(made), made.left_out(), made.writes) == ({"new": 1, "refused": 1}, [2], 1)
    out = BytesIO()
    assert rejected_rows.write(out, made) == 1
    told = out.getvalue().decode()
    assert ("李小红" in told, "张小明" in told) == (True, False)
    made.leave_out(2)
    assert (_counts(made), made.left_out()) == ({"new": 2}, [])
    made.leave_out(1)
    made.leave_out(7)
    do_import(session, made)
    assert [child.name for child in Child.select()] == ["李小红"]
    assert [(batch.new, batch.refused) for batch in batches(session)] == [(1, 1)]


def test_new_children_with_all_that_belongs_to_them(session: Session, path: Path) -> None:
    batch = _import(session, path)
    found = family(session, _child(session, "张小明"))
    assert found.parents["father"]["phone"] == "13812345678"
    assert found.carer is not None
    assert found.carer["relation_word"] == "奶奶"
    assert found.child["name_key"].startswith("zhang")
    assert found.child["registered_on"] == "2026-11-24"
    assert Enrolment.select().where(Enrolment.child == found.child["id"]).count() == 1
    assert _found(session, "zxm") == _found(session, "13812345678"[-4:]) == [found.child["id"]]
    created = ChangeLog.select().where(ChangeLog.batch_id == batch, ChangeLog.table_name == "child")
    assert [json.loads(line.changes)["name"] for line in created] == [[None, "张小明"], [None, "李小红"]]


def test_a_second_import_writes_nothing(session: Session, path: Path) -> None:
    _import(session, path)
    lines = ChangeLog.select().count()
    again = plan(session, path)
    assert _counts(again) == {"same": 2}
    assert do_import(session, again) is None
    assert ChangeLog.select().count() == lines


def test_changes_are_shown_field_by_field_and_nothing_is_emptied(session: Session, path: Path) -> None:
    _import(session, path)
    rows = [row[:] for row in ROSTER]
    rows[1][4:9] = ["四(2)班", "", "13700000000", "张老大", "爷爷"]
    path.write_bytes(as_csv(rows))
    made = plan(session, path)
    assert _counts(made) == {"changed": 1, "same": 1}
    (decision,) = made.decisions.each("changed")
    shown = {import_report.change_title(change): (import_report.value_text(change.field, change.old),
             import_report.value_text(change.field, change.new)) for change in decision.changes}  # fmt: skip
    assert shown["班级"] == ("三(2)班", "四(2)班")
    assert shown["父亲电话"] == ("13812345678", "13700000000")
    assert shown["照料人姓名"] == ("王奶奶", "张老大")

    do_import(session, made)
    found = family(session, _child(session, "张小明"))
    assert found.parents["father"]["name"] == "张大"
    assert found.carer is not None
    assert [(one["name"], one["to_on"]) for one in found.carers] == [("张老大", None), ("王奶奶", "2026-11-24")]
    classes = Enrolment.select(Enrolment.outcome).where(Enrolment.child == found.child["id"]).order_by(Enrolment.id)
    assert [row.outcome for row in classes] == ["moved_up", None]
    assert _found(session, "0000") == [found.child["id"]]
    assert _found(session, "5678") == []


def test_our_own_full_export_is_the_same(session: Session, tmp_path: Path) -> None:
    demo.build(session, 120, 5)
    roster = report.find("roster")
    out = BytesIO()
    rows = roster.rows(session, Request(on=session.clock.today()), hidden=frozenset())
    count = csv.write(out, roster.titles(), rows)
    path = tmp_path / "roster.csv"
    path.write_bytes(out.getvalue())
    made = plan(session, path)
    different = [(row.entry.child["name"], row.changes, row.reasons)
                 for row in made.decisions.each("changed", "new", "alike", "refused")]  # fmt: skip
    assert different == []
    assert _counts(made) == {"same": count}


def test_a_plan_of_a_changed_register_is_refused(session: Session, path: Path) -> None:
    made = plan(session, path)
    add_child(session, {"name": "王小军"})
    with pytest.raises(ConflictError):
        do_import(session, made)
    assert Child.select().count() == 1
    assert batches(session) == []


def test_an_open_question_stops_the_import_until_it_is_settled(session: Session, path: Path) -> None:
    path.write_bytes(as_csv(cells("""
        姓名|村|电话|民族|电话
        张小明|石桥村|13812345678|汉|13912345678
    """)))  # fmt: skip
    with pytest.raises(DataError):
        do_import(session, plan(session, path))

    def settle(header: Header) -> Header:
        return applied(header, {2: "father.phone", 4: "mother.phone"})

    do_import(session, plan(session, path, settle))
    assert {row.role: row.phone for row in Parent.select()} == {"father": "13812345678", "mother": "13912345678"}
    remembered = plan(session, path)
    assert not remembered.questions
    assert _counts(remembered) == {"same": 1}


def test_refused_rows_come_out_corrected_and_go_in_again(session: Session, path: Path, tmp_path: Path) -> None:
    path.write_bytes(as_csv(cells(f"""
        学校：石桥小学
        姓名|身份证号|性别|父亲|~|备注
        ~|~|~|姓名|电话|~
        张小明|{BOY}|女|张大|13812345678|=1+1
        李小红|{GIRL}|女|李大|13912345678|无
    """)))  # fmt: skip
    made = plan(session, path)
    assert _counts(made) == {"new": 1, "refused": 1}
    rejects = tmp_path / "rejects.csv"
    with rejects.open("wb") as file:
        assert rejected_rows.write(file, made) == 1
    do_import(session, made)

    same_again = plan(session, rejects)
    assert _counts(same_again) == {"refused": 1}
    text = rejects.read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    rejects.write_text(text.replace(",女,", ",男,"), encoding="gb18030")
    corrected = plan(session, rejects)
    assert _counts(corrected) == {"new": 1}
    do_import(session, corrected)
    found = family(session, _child(session, "张小明"))
    assert found.child["note"] == "=1+1"
    assert found.child["school"] == family(session, _child(session, "李小红")).child["school"]


def test_the_rows_count_as_survey_if_the_clerk_says_so(session: Session, path: Path) -> None:
    _import(session, path, survey=True)
    assert {row.surveyed_on for row in Child.select(Child.surveyed_on)} == {"2026-11-24"}
    assert Survey.select().count() == 2
    _import(session, path, survey=True)
    assert Survey.select().count() == 2


def test_matching_without_a_number(session: Session, path: Path) -> None:
    add_child(session, {"name": "张小明", "birth_date": "2013-05-02"}, father={"name": "张大"})
    add_child(session, {"name": "李小红", "birth_date": "2010-01-01"}, father={"name": "别人"})
    add_child(session, {"name": "王小军"}, mother={"name": "王芳"})
    path.write_bytes(as_csv(cells(f"""
        姓名|身份证号|出生日期|母亲姓名
        张小明|{BOY}|~|~
        李小红|~|2015-11-20|~
        王小军|~|2014-1-1|王芳
    """)))  # fmt: skip
    made = plan(session, path)
    assert _counts(made) == {"new": 1, "changed": 2}
    (alike,) = made.decisions.each("alike")
    assert [known.child["birth_date"] for known in alike.alike] == ["2010-01-01"]
    do_import(session, made)
    assert {row.name: row.id_no for row in Child.select().where(Child.name == "张小明")} == {"张小明": BOY}


def test_one_number_under_two_names_and_a_child_that_left(session: Session, path: Path) -> None:
    _import(session, path)
    child = Child.get(Child.name == "李小红")
    leave_register(session, child.id, child.version, "household_moved")
    rows = [row[:] for row in ROSTER]
    rows[1][0] = "张晓明"
    path.write_bytes(as_csv(rows))
    made = plan(session, path)
    assert _counts(made) == {"refused": 2}
    reasons = [row.reasons[0] for row in made.decisions.each("refused")]
    assert "身份证号" in reasons[0]
    assert "退出" in reasons[1]


def test_nobody_imports_beyond_what_they_may_see(session: Session, path: Path) -> None:
    _import(session, path)
    village = Village.get(Village.name == "石桥村").id
    narrow = session.within(Scope(villages=frozenset({village})))
    rows = [
        *ROSTER,
        ["王小军", "", "石桥村", "", "", "王大", "", "", ""],
        ["赵小强", "", "柳树村", "", "", "赵大", "", "", ""],
    ]
    path.write_bytes(as_csv(rows))
    made = plan(narrow, path)
    assert _counts(made) == {"new": 1, "same": 1, "refused": 2}


def test_an_import_moves_no_child_out_of_sight(session: Session, path: Path) -> None:
    _import(session, path)
    village = Village.get(Village.name == "石桥村").id
    narrow = session.within(Scope(villages=frozenset({village})))
    path.write_bytes(as_csv([ROSTER[0], [*ROSTER[1][:2], "柳树村", *ROSTER[1][3:]]]))
    with pytest.raises(RuleError, match="本人负责"):
        do_import(narrow, plan(narrow, path))
    assert Child.get(Child.name == "张小明").village_id == village
    assert len(batches(session)) == 1


def test_undo_takes_a_whole_import_back(session: Session, path: Path) -> None:
    kept = add_child(session, {"name": "张小明", "id_no": BOY, "phone": "13700000000"}, father={"name": "张二"})
    before = {name: value for name, value in family(session, kept).child.items() if not name.startswith("updated")}
    batch = _import(session, path, survey=True)
    undo_import(session, batch)

    after = family(session, kept)
    changed = {name for name, value in before.items() if after.child[name] != value}
    assert changed == {"version"}
    assert after.parents["father"]["name"] == "张二"
    assert after.carer is None
    gone = Child.get(Child.name == "李小红")
    assert (gone.registry_state, gone.left_reason, gone.id_no) == ("left", "wrong_entry", None)
    assert Survey.select().count() == 0
    assert {row.name: row.active for row in Village.select()} == {"石桥村": False, "柳树村": False}
    assert batches(session)[0].undone_at is not None
    _index_is_true(session)
    with pytest.raises(RuleError):
        undo_import(session, batch)

    again = plan(session, path)
    assert _counts(again) == {"new": 1, "changed": 1}
    do_import(session, again)
    assert Child.select().where(Child.id_no == GIRL).count() == 1
    assert all(row.active for row in Village.select())


def test_undo_is_refused_once_something_depends_on_the_import(session: Session, path: Path) -> None:
    batch = _import(session, path)
    child = Child.get(Child.name == "李小红")
    leave_register(session, child.id, child.version, "household_moved")
    with pytest.raises(RuleError, match="1人"):
        undo_import(session, batch)
    assert Carer.select().where(Carer.to_on.is_null()).count() == 2


WRITER = """
import sys
from pathlib import Path
from db.clock import Clock
from db.session import Session
from db.commands.importing import do_import
from db.roster.planning import plan
with Session.open(Path(sys.argv[1]), "李文书", Clock()) as session:
    made = plan(session, Path(sys.argv[2]))
    print("planned", flush=True)
    do_import(session, made, progress=lambda count: print(count, flush=True))
"""


@pytest.mark.parametrize("lines", [1, 2, 4, 9])
def test_a_killed_import_leaves_nothing(session: Session, database_path: Path, path: Path, lines: int) -> None:
    rows = [[f"张{chr(0x4E00 + n)}", f"201{n % 9}-1-1", f"父{chr(0x4E00 + n)}"] for n in range(1000)]
    path.write_bytes(as_csv([["姓名", "出生日期", "父亲姓名"], *rows]))
    command = [sys.executable, "-c", WRITER, str(database_path), str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.getcwd()})
    assert process.stdout is not None
    for _line in range(lines):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert Child.select().count() in (0, 1000)
    assert ChangeLog.select().where(ChangeLog.table_name == "child").count() == Child.select().count()
    assert Child.select().count() == 0
    again = plan(session, path)
    assert _counts(again) == {"new": 1000}
