"""`guanai import` from outside: its report, its exit codes, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.clock import Clock
from db.models import Child
from db.session import Session
from tests.cli.conftest import Run
from tests.unit.roster_corpus.files import as_csv, as_xlsx, cells, id_number

BOY = id_number("2013-05-02")
GOOD = cells(f"""
    石桥乡留守儿童花名册
    姓名|身份证号|村|父亲姓名|电话
    张小明|{BOY}|石桥村|张大|13812345678
""")
BAD = [*GOOD, ["李小红", BOY, "石桥村", "李大", ""]]


def _children(path: Path) -> list[str]:
    with Session.open(path, "李文书", Clock()) as session, session.reading():
        return [row.name for row in Child.select().order_by(Child.id)]


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_bytes(as_csv(GOOD, "gbk"))
    return path


def test_a_trial_prints_the_same_report_and_changes_nothing(guanai: Run, empty: Path, roster: Path) -> None:
    trial = guanai("import", roster, "--dry-run")
    assert (trial.code, _children(empty)) == (0, [])
    done = guanai("import", roster)
    assert (done.code, _children(empty)) == (0, ["张小明"])
    assert done.out == trial.out
    assert "读取1行，新增1" in done.out
    assert "石桥村（1行）" in done.out
    assert "第1行" in done.out


def test_it_is_safe_to_run_twice_and_in_another_language(guanai: Run, empty: Path, roster: Path) -> None:
    """A list is written in the language of the place, whatever language the screens are in."""
    words = cells(f"""
        姓名|身份证号|性别|健康状况|村|是否寄宿
        张小明|{BOY}|男|健康|石桥村|寄宿
    """)
    roster.write_bytes(as_csv(words, "utf-8"))
    guanai("import", roster)
    again = guanai("--lang", "en", "import", roster)
    assert again.code == 0
    assert "1 the same" in again.out
    assert "not taken" not in again.out
    assert _children(empty) == ["张小明"]


def test_refused_rows_are_exit_3_and_can_be_corrected(guanai: Run, empty: Path, roster: Path, tmp_path: Path) -> None:
    roster.write_bytes(as_xlsx({"名册": BAD}))
    rejects = tmp_path / "改正.csv"
    done = guanai("import", roster, "--rejects", rejects)
    assert done.code == 3
    assert "李小红" in done.out
    assert _children(empty) == ["张小明"]
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace(BOY, id_number("2015-11-20", 2)), "utf-8")
    assert guanai("import", rejects).code == 0
    assert _children(empty) == ["张小明", "李小红"]


def test_an_open_column_is_asked_for_and_a_mapping_answers(guanai: Run, empty: Path, roster: Path) -> None:
    roster.write_bytes(as_csv(cells("""
        姓名|村|电话|民族|电话
        张小明|石桥村|13812345678|汉|13912345678
    """)))  # fmt: skip
    asked = guanai("import", roster)
    assert asked.code == 3
    assert "?   3 电话 = ?" in asked.out
    assert _children(empty) == []
    answers = roster.with_suffix(".map")
    answers.write_text("#3 = 父亲电话\n#5 = 母亲电话\n", encoding="utf-8")
    assert guanai("import", roster, "--map", answers).code == 0
    assert guanai("import", roster).code == 0


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"", 3, "空文件"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, 3, ".xls"),
        (b"<html><table><tr><td>", 3, "网页"),
        (b"PK\x03\x04" + b"\0" * 100, 3, "损坏"),
        ("今天天气很好。\n".encode(), 3, "表头"),
        ('姓名,性别,村\n"张三,男,石桥村\n'.encode(), 3, "引号"),
        (b"\xef\xbb\xbf\xff\xff\xff", 3, "编码"),
    ],
)
def test_what_is_no_roster_gets_a_sentence(
    guanai: Run, empty: Path, roster: Path, content: bytes, code: int, sentence: str
) -> None:
    roster.write_bytes(content)
    result = guanai("import", roster)
    assert result.code == code
    assert sentence in result.err
    assert result.out == ""


def test_a_missing_file_a_folder_and_read_only_are_usage(guanai: Run, empty: Path, roster: Path) -> None:
    assert guanai("import", roster.parent / "没有.csv").code == 2
    assert guanai("import", roster.parent).code == 2
    assert guanai("--read-only", "import", roster).code == 2
    assert guanai("--read-only", "import", roster, "--dry-run").code == 0


def test_a_map_that_does_not_exist_and_a_folder_that_is_not_there(guanai: Run, empty: Path, roster: Path) -> None:
    assert guanai("import", roster, "--map", "没有.map").code == 2
    assert guanai("import", roster, "--rejects", roster.parent / "没有" / "a.csv").code == 1
    assert _children(empty) == []
