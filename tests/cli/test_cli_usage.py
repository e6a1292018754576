"""What the command line says to a person who mistypes: one sentence, in their language, with the exit code."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from db.version import VERSION
from tests.cli.conftest import COMMAND, Run, environment

NO_TERMINAL = "界面需要在终端里打开，这里没有可用的终端。请用 guanai report 这样的命令，或看 guanai --help。\n"


def test_the_version_is_told_without_a_database(guanai: Run, database_path: Path) -> None:
    for arguments in (["--version"], ["--lang", "en", "--version"]):
        result = guanai(*arguments)
        assert (result.code, result.out, result.err) == (0, f"guanai {VERSION}\n", "")
    assert not database_path.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--scren", "today"], "没有 --scren 这个选项。是不是 '--screen'？用法见 guanai --help。"),
        (["--screen", "tody"],
         "'--screen' 填得不对：“tody”不行，只能是 'today', 'registry', 'pairing', 'calendar', 'reports'。"
         "用法见 guanai --help。"),
        (["--screen"], "选项 --screen 后面要带值。用法见 guanai --help。"),
        (["reprot"], "没有 reprot 这个命令。是不是 report？用法见 guanai --help。"),
        (["report", "rostre"], "没有 rostre 这个报表。是不是 roster？"),
        (["report", "--vilage", "x"], "没有 --vilage 这个选项。是不是 '--village'？用法见 guanai report --help。"),
        (["report", "--db", "x"], "请把 --db 写在前面：guanai --db … report"),
        (["report", "roster", "x"], "多出了内容（x）。用法见 guanai report --help。"),
        (["report", "roster", "--on", "2026-02-30"], "--on 2026-02-30：2026年2月没有30日。"),
        (["report", "roster", "--on", "2026-02"], "--on 2026-02 不是具体的一天。请写成 2026-9-30 这样。"),
        (["report", "roster", "--school", "不存在"], "没有“不存在”。请按登记里的名称填写。"),
        (["report", "roster", "--semester", "明年"],
         "没有 明年 这个学期。2026 年秋季写 2026-1，次年春季写 2026-2。"),
        (["backup"], "缺少 'FILE'。用法见 guanai backup --help。"),
        (["restore", "没有.db"], "'FILE' 填得不对：文件 没有.db 不存在。用法见 guanai restore --help。"),
        (["--full"], "--full 和 --encoding 要与 --export-csv 同用。请用 --export-csv 指定文件夹。"),
        (["--export-csv", "x", "info"], "--export-csv 不能和其他命令一起用。请分两次运行。"),
        (["--read-only", "restore", "."], "'FILE' 填得不对：文件 . 是一个文件夹。用法见 guanai restore --help。"),
        (["--db", "postgres://u:geheim@h/d", "info"],
         "postgres:// 这样的数据库打不开。请给出文件路径，或写 sqlite:///路径。"),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_sentence(guanai: Run, empty: Path, arguments: list[str], sentence: str) -> None:
    result = guanai(*arguments)
    assert (result.code, result.out, result.err) == (2, "", sentence + "\n")


def test_english_is_spoken_where_the_locale_asks_for_it(guanai: Run) -> None:
    result = guanai("--scren", LANG="en_US.UTF-8")
    assert result.err == "No such option '--scren'. Did you mean '--screen'? See `guanai --help`.\n"
    assert guanai("--lang=en", "--scren").err == result.err
    assert guanai("--scren", GUANAI_LANG="en").err == result.err
    assert "没有" in guanai("--scren", LANG="en_US.UTF-8", GUANAI_LANG="zh").err


def test_an_impossible_today_is_refused(guanai: Run) -> None:
    result = guanai("info", GUANAI_TODAY="2026-02-30")
    assert (result.code, result.err) == (2, "GUANAI_TODAY=2026-02-30 不是日期。请写成 2026-09-01 这样。\n")


def test_help_lists_every_verb_in_chinese_within_80_columns(guanai: Run) -> None:
    from wcwidth import wcswidth

    result = guanai("--help")
    assert result.code == 0
    assert all(verb in result.out for verb in ("backup", "check", "info", "report", "restore"))
    for text in (result.out, guanai("report", "--help").out):
        assert text.startswith("用法：")
        assert all(wcswidth(line) <= 80 for line in text.splitlines())


def test_without_a_terminal_the_screens_are_refused(guanai: Run, database_path: Path) -> None:
    result = guanai()
    assert (result.code, result.out, result.err) == (2, "", NO_TERMINAL)
    assert not database_path.exists()


def test_a_dumb_terminal_is_refused_before_textual_is_loaded(database_path: Path) -> None:
    parent, child = pty.openpty()
    try:
        done = subprocess.run(
            [*COMMAND[:1], "-X", "importtime", *COMMAND[1:]], env=environment(database_path, TERM="dumb"),
            stdin=child, stdout=child, stderr=subprocess.PIPE, check=False, timeout=60,
        )  # fmt: skip
    finally:
        os.close(child)
        os.close(parent)
    report = done.stderr.decode()
    assert done.returncode == 2
    assert NO_TERMINAL in report
    assert "tui.start" in report
    assert not any(line.endswith((" textual", " peewee", " rich", " click")) for line in report.splitlines())


def test_settings_are_checked_and_answered_with_the_nearest(guanai: Run, tmp_path: Path) -> None:
    file = tmp_path / "home" / ".config" / "guanai" / "settings.toml"
    file.parent.mkdir(parents=True)
    for text, sentence in [
        ("plan = true", f"没有 plan 这项设置。请在 {file} 里改成 plain。"),
        ("zzz = 1", f"没有 zzz 这项设置。请从 {file} 里删去；"
                    "可用的有：language, screen, plain, idle_minutes, keep_nights, nightly_reports。"),
        ("plain = 1", f"{file} 里的设置 plain 应当是 true 或 false。"),
        ("keep_nights = -1", f"{file} 里的设置 keep_nights 应当是不小于 0 的整数。"),
        ("nightly_reports = 'roster'", f'{file} 里的设置 nightly_reports 应当是列表，如 ["roster"]。'),
        ("screen = 'x'", f'{file} 里的设置 screen 应当是"today", "registry", "pairing", "calendar", "reports" 之一。'),
        ("plain", f"设置文件 {file} 不是正确的 TOML。请改正，或删除它。"),
    ]:  # fmt: skip
        file.write_text(text, encoding="utf-8")
        result = guanai("info")
        assert (result.code, result.out, result.err) == (2, "", sentence + "\n")
    file.write_text('language = "en"', encoding="utf-8")
    assert guanai("info").out.startswith("program")
