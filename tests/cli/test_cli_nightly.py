"""The nightly export as cron runs it: whole, masked, locked, kept for a while, and quick to say what went wrong."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from db.engine import locks
from db.models import TABLES
from db.rules.spreadsheet import unguarded
from db.version import VERSION
from exports.tables import MASKS, NEVER, POINTING, WITHHELD
from tests.cli.conftest import COMMAND, Run, environment
from tests.cli.limits import small_disk
from tests.cli.test_cli_report import log_of

NIGHT = "2026-11-24"


def read(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def stored(database: Path, table: str) -> list[dict[str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
    return [{name: "" if row[name] is None else str(row[name]) for name in row.keys()} for row in rows]  # noqa: SIM118


def leaving(database: Path, table: str) -> list[dict[str, str]]:
    """What is stored, but for the columns that no export has."""
    return [{name: "" if name in NEVER.get(table, ()) else cell for name, cell in row.items()}
            for row in stored(database, table)]  # fmt: skip


def test_a_night_has_every_table_and_a_manifest_that_matches(guanai: Run, township: Path, tmp_path: Path) -> None:
    result = guanai("--export-csv", tmp_path / "out")
    night = tmp_path / "out" / NIGHT
    assert (result.code, result.err) == (0, "")
    manifest = json.loads((night / "manifest.json").read_text(encoding="utf-8"))
    files = manifest["files"]
    assert set(files) == {f"{model._meta.table_name}.csv" for model in TABLES} - {"incident.csv"}
    assert {entry.name for entry in night.iterdir()} == {*files, "manifest.json"}
    for name, promised in files.items():
        data = (night / name).read_bytes()
        assert promised == {
            "rows": len(read(night / name)), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()
        }  # fmt: skip
    rows = sum(file["rows"] for file in files.values())
    size = sum(file["bytes"] for file in files.values()) / 1_000_000
    assert result.out == f"{night}：{len(files)} 个文件，{rows} 行，{size:.1f} MB，已遮挡\n"
    assert (manifest["program"], manifest["version"], manifest["schema"], manifest["day"], manifest["masked"]) == (
        "guanai", VERSION, 1, NIGHT, True
    )  # fmt: skip
    assert all(entry.stat().st_mode & 0o077 == 0 for entry in (tmp_path / "out").rglob("*"))


def test_what_tells_who_somebody_is_does_not_leave(guanai: Run, township: Path, tmp_path: Path) -> None:
    guanai("--export-csv", tmp_path / "out")
    for table, masks in MASKS.items():
        if table in WITHHELD:
            continue
        before, after = leaving(township, table), read(tmp_path / "out" / NIGHT / f"{table}.csv")
        assert len(before) == len(after)
        for old, new in zip(before, after, strict=True):
            assert list(new) == list(old)
            for column, value in old.items():
                if column in POINTING.get(table, ()) and old["table_name"] in WITHHELD:
                    assert new[column] == ""  # whose an incident is
                elif column not in masks:
                    assert new[column] == value
                elif column != "birth_date" and len(value) > 1:
                    assert "*" in new[column]


def test_unmasked_is_all_of_it_and_on_record(guanai: Run, township: Path, tmp_path: Path) -> None:
    result = guanai("--export-csv", tmp_path / "out", "--full", "--encoding", "gb18030")
    assert result.out.endswith("，未遮挡\n")
    assert log_of(township) == [("export_full", '{"export": [null, "nightly"]}', None)]
    for table in MASKS:
        assert read(tmp_path / "out" / NIGHT / f"{table}.csv", "gb18030") == leaving(township, table)


def test_hostile_text_is_neutralised_and_comes_back(guanai: Run, empty: Path, tmp_path: Path) -> None:
    names = ["=cmd|'/c calc'!A0", "-1", "@x", '引"号,逗\r\n号', "'", "0123", "51012320130502002X", "＝1", "𬱟䶮"]
    with closing(sqlite3.connect(empty)) as connection, connection:
        for number, name in enumerate(names):
            connection.execute(
                "INSERT INTO village (uid, created_at, created_by, updated_at, updated_by, version, name, active)"
                " VALUES (?, '', '', '', '', 1, ?, 1)", (str(number), name),
            )  # fmt: skip
    guanai("--export-csv", tmp_path / "out")
    with (tmp_path / "out" / NIGHT / "village.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row["name"] for row in csv.DictReader(file)]
    assert not any(cell[0] in "=-@＝0" or cell.isdigit() for cell in cells)
    assert [unguarded(cell) for cell in cells] == names


def test_the_same_day_again_takes_the_place_of_the_first(guanai: Run, township: Path, tmp_path: Path) -> None:
    guanai("--export-csv", tmp_path / "out")
    (tmp_path / "out" / NIGHT / "child.csv").write_text("stale", encoding="utf-8")
    assert guanai("--export-csv", tmp_path / "out").code == 0
    assert len(read(tmp_path / "out" / NIGHT / "child.csv")) == 40
    assert [entry.name for entry in sorted((tmp_path / "out").iterdir())] == [".guanai-export.lock", NIGHT]


def test_nights_are_kept_as_long_as_the_setting_says(guanai: Run, township: Path, tmp_path: Path) -> None:
    settings = tmp_path / "home" / ".config" / "guanai" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('keep_nights = 2\nnightly_reports = ["roster", "statistics", "summary"]\n', encoding="utf-8")
    foreign = tmp_path / "out" / "2020-01-01"
    foreign.mkdir(parents=True)
    (foreign / "照片.jpg").touch()
    for day in ("2026-11-21", "2026-11-22", "2026-11-23"):
        assert guanai("--export-csv", tmp_path / "out", GUANAI_TODAY=day).code == 0
    nights = sorted(entry.name for entry in (tmp_path / "out").iterdir() if entry.is_dir())
    assert nights == ["2020-01-01", "2026-11-22", "2026-11-23"]
    roster = read(tmp_path / "out" / "2026-11-23" / "report-roster.csv")
    assert len(roster) > 30
    assert all(row["姓名"].endswith("*") for row in roster)
    statistics = read(tmp_path / "out" / "2026-11-23" / "report-statistics.csv")
    assert int(statistics[-1]["人数"]) == len(roster)
    assert "年度工作总结" in (tmp_path / "out" / "2026-11-23" / "report-summary.txt").read_text(encoding="utf-8")
    settings.write_text('keep_nights = 2\nnightly_reports = ["class-sheet"]\n', encoding="utf-8")
    refused = guanai("--export-csv", tmp_path / "out", GUANAI_TODAY="2026-11-24")
    assert (refused.code, refused.err) == (2, "class-sheet 这个报表要用 --class 指定对象。\n")
    settings.write_text('nightly_reports = ["contact-card"]\n', encoding="utf-8")
    refused = guanai("--export-csv", tmp_path / "out", GUANAI_TODAY="2026-11-24")
    assert refused.code == 2
    assert "含有姓名" in refused.err
    assert sorted(entry.name for entry in (tmp_path / "out").iterdir() if entry.is_dir()) == nights


def test_a_second_export_at_once_ends_with_75(guanai: Run, township: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with locks.held(folder / ".guanai-export.lock", "held"):
        result = guanai("--export-csv", folder)
    assert (result.code, result.out, result.err) == (75, "", f"另一个导出正在写入 {folder}。请等它结束后再试。\n")
    assert [entry.name for entry in folder.iterdir()] == [".guanai-export.lock"]


def test_what_a_killed_export_left_is_cleared_away(guanai: Run, township: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    guanai("--export-csv", folder)
    (folder / NIGHT).rename(folder / f".{NIGHT}.old")  # killed between the two renames
    (folder / ".2026-11-23.tmp").mkdir()
    (folder / ".2026-11-23.tmp" / "snapshot.db").touch()
    assert guanai("--export-csv", folder, GUANAI_TODAY="2026-11-25").code == 0
    assert sorted(entry.name for entry in folder.iterdir()) == [".guanai-export.lock", NIGHT, "2026-11-25"]
    assert len(read(folder / NIGHT / "child.csv")) == 40


def test_a_killed_export_never_shows_half_a_night(township: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    started = time.monotonic()
    subprocess.run([*COMMAND, "--export-csv", folder], env=environment(township), check=True, capture_output=True)
    whole = time.monotonic() - started
    for part in range(1, 7):
        command = [*COMMAND, "--export-csv", folder]
        process = subprocess.Popen(command, env=environment(township), stdout=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):  # where the machine has become faster, it is whole by then
            process.wait(whole * part / 12)
        process.kill()
        process.wait()
        nights = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        for night in nights:
            manifest = json.loads((night / "manifest.json").read_text(encoding="utf-8"))
            assert all((night / name).stat().st_size == file["bytes"] for name, file in manifest["files"].items())
    subprocess.run([*COMMAND, "--export-csv", folder], env=environment(township), check=True, capture_output=True)
    assert sorted(entry.name for entry in folder.iterdir()) == [".guanai-export.lock", NIGHT]


@pytest.mark.parametrize("limit", [10_000, 100_000, 700_000])
def test_a_full_disk_keeps_the_night_before(guanai: Run, township: Path, tmp_path: Path, limit: int) -> None:
    folder = tmp_path / "out"
    guanai("--export-csv", folder, GUANAI_TODAY="2026-11-23")
    result = guanai("--export-csv", folder, before=partial(small_disk, limit))
    assert (result.code, result.out) == (1, "")
    assert result.err == "磁盘已满。2026-11-24 没有写成，原有的内容都在。\n"
    assert sorted(entry.name for entry in folder.iterdir()) == [".guanai-export.lock", "2026-11-23"]


def test_a_folder_whose_parent_is_gone_is_not_made_up(guanai: Run, township: Path, tmp_path: Path) -> None:
    result = guanai("--export-csv", tmp_path / "usb" / "out")
    assert (result.code, result.out) == (1, "")
    assert result.err == f"没有 {tmp_path / 'usb'} 这个文件夹，什么也没有写。请先建好，或换一个。\n"
    assert not (tmp_path / "usb").exists()


def test_without_a_database_nothing_is_exported(guanai: Run, database_path: Path, tmp_path: Path) -> None:
    result = guanai("--export-csv", tmp_path / "out")
    assert (result.code, result.out, result.err) == (1, "", f"{database_path} 没有数据库。请用 --db 指定。\n")
    assert not (tmp_path / "out").exists()


def test_an_export_loads_neither_textual_nor_peewee(township: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND[0], "-X", "importtime", *COMMAND[1:], "--export-csv", tmp_path / "out"],
        env=environment(township), capture_output=True, check=True,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert "exports.nightly" in loaded
    assert not loaded & {"textual", "peewee", "pypinyin", "openpyxl", "tabulate", "wcwidth"}


def test_writers_work_on_during_an_export(guanai: Run, township: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(township, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE school SET phone = '0', version = version + 1 WHERE id = 1")
        assert guanai("--export-csv", tmp_path / "out").code == 0
        writer.execute("COMMIT")
    exported = read(tmp_path / "out" / NIGHT / "school.csv")[0]
    assert exported["version"] == "1"
    assert os.listdir(tmp_path / "out" / NIGHT)


def test_tonight_is_kept_though_a_wrong_clock_once_wrote_later_nights(
    guanai: Run, township: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "home" / ".config" / "guanai" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("keep_nights = 2\n", encoding="utf-8")
    for day in ("2027-01-01", "2027-01-02", NIGHT):
        assert guanai("--export-csv", tmp_path / "out", GUANAI_TODAY=day).code == 0
    assert (tmp_path / "out" / NIGHT / "manifest.json").is_file()
