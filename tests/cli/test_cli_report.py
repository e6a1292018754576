"""`guanai report` in a pipe: data on standard output alone, files whole or not at all."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

from db.session import Session
from exports.report import available
from tests.cli.conftest import COMMAND, Run, environment


def log_of(database: Path) -> list[tuple[str, ...]]:
    """The lines of the change log that the command line itself writes."""
    with Session.open(database, "李文书") as session:
        query = "SELECT action, changes, reason FROM change_log WHERE action IN ('export_full', 'restore') ORDER BY id"
        return list(session.database.execute_sql(query).fetchall())


def test_without_a_name_the_reports_are_listed(guanai: Run, database_path: Path) -> None:
    result = guanai("report")
    assert (result.code, result.err) == (0, "")
    listed = dict(line.split(maxsplit=1) for line in result.out.splitlines())
    assert list(listed) == sorted(available())
    assert listed["leavers"] == "今年以来或某学期退出的儿童、日期和原因。"
    assert not database_path.exists()


def test_a_report_without_a_database_says_so(guanai: Run, database_path: Path) -> None:
    result = guanai("report", "roster")
    assert (result.code, result.out) == (1, "")
    assert result.err == f"{database_path} 没有数据库。请用 --db 指定。\n"
    assert not database_path.exists()


def test_the_roster_as_csv_is_what_the_text_says(guanai: Run, township: Path) -> None:
    data = guanai("report", "roster", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(data.data.decode("utf-8-sig"), newline="")))
    title, day, blank, *text = guanai("report", "roster").out.splitlines()
    assert (title, day, blank) == ("留守儿童花名册", "截至2026-11-24", "")
    assert text[-2:] == ["", f"共{len(rows)}条"]
    assert len(text) >= 2 + len(rows) > 30
    named = [line.split()[0] for line in text[2:] if line and not line[0].isdigit()]
    assert [row["姓名"][:4] for row in rows][:3] == [name[:4] for name in named[:3]]
    assert rows[0]["档案号"] in text[3]
    assert text[0].split() == ["姓名", "性别", "出生日期", "村", "班级", "风险", "照料人", "照料人电话"]


def test_what_leaves_unmasked_needs_a_reason_and_is_put_on_record(guanai: Run, township: Path) -> None:
    masked = guanai("report", "roster", "--format", "csv").out
    assert log_of(township) == []
    refused = guanai("report", "roster", "--format", "csv", "--full")
    assert (refused.code, refused.out) == (2, "")
    assert "--reason" in refused.err
    full = guanai("report", "roster", "--format", "csv", "--full", "--reason", "县民政局核对").out
    assert "*************" in masked
    assert "*" not in full
    assert log_of(township) == [("export_full", '{"export": [null, "roster"]}', "县民政局核对")]


def test_unmasked_numbers_cannot_be_had_without_a_record(guanai: Run, township: Path) -> None:
    result = guanai("--read-only", "report", "roster", "--full", "--reason", "核对")
    assert (result.code, result.out) == (1, "")
    assert "没有保存" in result.err


def test_a_file_is_private_and_in_the_encoding_asked_for(guanai: Run, township: Path, tmp_path: Path) -> None:
    target = tmp_path / "名册.csv"
    result = guanai("report", "roster", "--format", "csv", "--encoding", "gb18030", "-o", target)
    assert (result.code, result.out, result.err) == (0, "", "")
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.read_bytes().decode("gb18030").startswith("姓名,性别,")


def test_a_report_into_nowhere_leaves_nothing(guanai: Run, township: Path, tmp_path: Path) -> None:
    result = guanai("report", "roster", "-o", tmp_path / "没有" / "a.txt")
    assert (result.code, result.out) == (1, "")
    assert result.err == f"没有 {tmp_path / '没有'} 这个文件夹，什么也没有写。请先建好，或换一个。\n"


def test_the_day_may_be_written_as_people_write_it(guanai: Run, township: Path) -> None:
    assert guanai("report", "due", "--on", "2026.9.5").out == guanai("report", "due", "--on", "20260905").out
    spring = guanai("report", "roster", "--semester", "2025-2")
    assert spring.code == 0
    assert spring.out == guanai("report", "roster", "--on", "2026-07-05").out


def test_a_summary_is_drawn_anew_around_what_was_written(guanai: Run, township: Path, tmp_path: Path) -> None:
    target = tmp_path / "总结.txt"
    assert guanai("report", "summary", "-o", target).code == 0
    text = target.read_text().replace("（请填写典型事例，注意不写真实姓名。）", "办了“暑期课堂”。\n第二段。")
    target.write_text(text)
    again = guanai("report", "summary", "--unwrapped", "-o", target)
    assert (again.code, again.err) == (0, "")
    assert "办了“暑期课堂”。\n第二段。\n〔补充完〕" in target.read_text()
    assert max(map(len, target.read_text().splitlines())) > 80
    broken = target.read_text().replace("〔补充完〕\n", "", 1)
    target.write_text(broken)
    refused = guanai("report", "summary", "-o", target)
    assert (refused.code, target.read_text()) == (1, broken)
    assert "没有写文件" in refused.err


def test_options_that_a_report_lacks_or_needs_are_a_sentence(guanai: Run, township: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    for arguments, words in (
        (["plans", "--few"], "没有 --few 这个条件"),
        (["class-sheet"], "要用 --class 指定对象"),
        (["summary", "--kind", "school"], "要用 --school 指定学校"),
        (["roster", "--format", "xlsx"], "请用 -o 指定文件名"),
    ):
        result = guanai("report", *arguments, *([] if "xlsx" in arguments else ["-o", target]))
        assert (result.code, result.out) == (2, ""), arguments
        assert words in result.err, arguments
        assert result.err.count("\n") == 1, arguments
        assert not target.exists()


def test_a_reader_who_leaves_is_no_error_to_talk_about(township: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "report", "roster"], env=environment(township), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_a_full_disk_under_the_output_is_an_error(township: Path) -> None:
    sentence = "结果写不出去，可能是磁盘已满。已写出的部分不完整。\n"
    csv_report = ["report", "roster", "--format", "csv"]
    for arguments in (["--version"], ["--help"], ["report"], csv_report[:2], csv_report, ["info"], ["check"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [*COMMAND, *arguments], env=environment(township), stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert (done.returncode, done.stderr.decode()) == (1, sentence), arguments
