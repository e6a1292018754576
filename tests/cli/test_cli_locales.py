"""Every locale a server may have: Chinese comes out, and nothing ends over a character (reliability T15)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

HEADER = "姓名          性别    出生日期"


@pytest.mark.parametrize(
    ("encoding", "variables"),
    [
        ("utf-8", {"LANG": "C"}),
        ("utf-8", {"LANG": "POSIX", "PYTHONUTF8": "0"}),
        ("utf-8", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        ("utf-8", {"LANG": None}),
        ("utf-8", {"LANG": "zh_CN.UTF-8"}),
        ("gb18030", {"LANG": "zh_CN.GB18030", "PYTHONIOENCODING": "gb18030"}),
        ("gbk", {"LANG": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"}),
    ],
)
def test_chinese_comes_out(guanai: Run, township: Path, encoding: str, variables: dict[str, str | None]) -> None:
    result = guanai("report", "roster", **variables)
    assert (result.code, result.narration) == (0, b"")
    assert HEADER in result.data.decode(encoding)
    refused = guanai("report", "rostre", **variables)
    assert (refused.code, refused.narration.decode(encoding)) == (2, "没有 rostre 这个报表。是不是 roster？\n")


def test_a_latin_terminal_gets_what_it_can_show(guanai: Run, township: Path) -> None:
    result = guanai("report", "roster", LANG="zh_CN.UTF-8", PYTHONIOENCODING="latin-1")
    assert result.code == 0
    assert HEADER in result.data.decode("utf-8")


def test_a_name_that_gbk_lacks_does_not_end_the_report(guanai: Run, township: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(township)) as connection, connection:
        connection.execute("UPDATE child SET name = '王𬱟', version = version + 1 WHERE id = 1")
    full = ("report", "roster", "--full", "--reason", "核对")
    result = guanai(*full, PYTHONIOENCODING="gbk")
    assert result.code == 0
    assert "王?" in result.data.decode("gbk")
    assert "王𬱟" in guanai(*full).out
