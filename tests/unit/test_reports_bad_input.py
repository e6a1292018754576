"""Reports on what nobody wants: one child of hostile text, places without a name, disks and folders that fail."""

from __future__ import annotations

import csv
import errno
import io
import re
import resource
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from db.clock import Clock
from db.commands.writing import insert
from db.errors import GuanaiError
from db.models import Activity, CarePlan, CareRecord, Child, Edited, Pairing, School, SchoolClass, Staff, Village
from db.rules.spreadsheet import TRIGGERS
from db.session import Session
from exports.masking import ALL
from exports.pages import BREAK
from exports.report import Report, Request, available, find
from exports.saving import printed, save, write
from exports.templating import FOLDER
from exports.text import WIDTH, cells, visible

TODAY = date(2026, 11, 24)
HOSTILE = "=cmd|' /C calc'!A0\n\"引号\",\x1b[31m红\x07\u202e\tＸ" + "长" * 90


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One child, all of whose texts are hostile, in a village, a school and a class without a name."""
    path = tmp_path_factory.mktemp("one") / "guanai.db"
    rows: list[tuple[type[Edited], dict[str, object]]] = [
        (Village, {"name": ""}),
        (School, {"name": ""}),
        (SchoolClass, {"school": 1, "school_year": 2026, "stage": "primary", "grade": 3, "number": 1}),
        (Child, {"name": HOSTILE, "name_key": HOSTILE, "syllables": "", "registered_on": "2026-09-01", "village": 1,
                 "school": 1, "school_class": 1, "address": HOSTILE, "id_no": HOSTILE, "phone": HOSTILE,
                 "civil": False, "school_practice": True, "registry_state": "registered"}),
        (Staff, {"name": HOSTILE, "name_key": HOSTILE, "unit": HOSTILE, "roles": "volunteer", "phone": HOSTILE}),
        (Pairing, {"child": 1, "staff": 1, "kind": "volunteer", "from_on": "2026-09-10"}),
        (CareRecord, {"child": 1, "kind": "talk", "happened_on": "2026-11-03", "summary": HOSTILE}),
        (CarePlan, {"child": 1, "cause": "moral", "facts": HOSTILE, "found_on": "2026-11-01",
                    "starts_on": "2026-11-01"}),
        (Activity, {"kind": "outing", "title": HOSTILE, "place": HOSTILE, "on_date": "2026-11-14"}),
    ]  # fmt: skip
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        with session.writing():
            for model, values in rows:
                insert(session, model, values)
        yield session


def asked_of(report: Report) -> Request:
    needed = {"class": "school_class"}
    return Request(TODAY, **{needed.get(name, name): 1 for name in report.needs})


@pytest.mark.parametrize("name", available())
def test_a_hostile_child_is_printed_within_its_columns_and_runs_nowhere(one: Session, name: str) -> None:
    report = find(name)
    for request in (asked_of(report), replace(asked_of(report), on=date(2001, 1, 1))):
        for hidden in (frozenset(), None, ALL):
            for line in printed(one, report, request, hidden):
                line = line.removeprefix(BREAK)
                assert cells(line) <= WIDTH
                assert visible(line) == line
        if "csv" in report.formats:
            file = io.BytesIO()
            count = write(file, one, report, request, "csv", frozenset())
            rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
            assert len(rows) == count + 1
            assert {len(row) for row in rows} == {len(report.columns)}
            assert not [cell for row in rows[1:] for cell in row if cell.startswith(tuple(TRIGGERS.replace("'", "")))]
        if "xlsx" in report.formats:
            file = io.BytesIO()
            write(file, one, report, request, "xlsx", frozenset())
            sheet = load_workbook(file, read_only=True).active
            assert sheet is not None
            assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_an_empty_register_has_every_report(session: Session) -> None:
    for report in available().values():
        if not report.needs:
            lines = list(printed(session, report, Request(TODAY)))
            assert len(lines) > 3, report.name
            for form in report.formats:
                write(io.BytesIO(), session, report, Request(TODAY), form)


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file of this process may be longer than 100 bytes."""
    ignored, limits = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("form", ["text", "csv", "xlsx"])
def test_a_full_disk_keeps_the_former_file(
    one: Session, tmp_path: Path, form: str, request: pytest.FixtureRequest
) -> None:
    path = save(one, find("roster"), Request(TODAY), form, tmp_path)
    before = path.read_bytes()
    request.getfixturevalue("full_disk")
    with pytest.raises(GuanaiError, match=re.escape(f"磁盘已满。{path.name} 没有写成，原有的内容都在。")):
        save(one, find("roster"), Request(TODAY), form, tmp_path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", ["text", "csv", "xlsx"])
def test_a_folder_that_vanishes_while_a_report_is_written_is_a_sentence(
    one: Session, tmp_path: Path, form: str
) -> None:
    folder, roster = tmp_path / "reports", find("roster")

    def vanish(session: Session, request: Request) -> Iterator[object]:
        yield from roster.query(session, request)
        shutil.rmtree(folder)

    with pytest.raises(GuanaiError) as raised:
        save(one, replace(roster, query=vanish), Request(TODAY), form, folder)
    assert "\n" not in raised.value.sentence
    assert str(folder) in raised.value.sentence
    assert not folder.exists()


class Narrow(io.BytesIO):
    """A disk that takes 100 bytes."""

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > 100:
            raise OSError(errno.ENOSPC, "full")
        return super().write(data)


def test_a_workbook_that_cannot_be_packed_leaves_no_rows_behind(
    one: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OSError, match="full"):
        write(Narrow(), one, find("roster"), Request(TODAY), "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_template_with_an_error_keeps_the_former_summary(one: Session, tmp_path: Path) -> None:
    summary, office = find("summary"), one.database.path.parent / FOLDER
    path = save(one, summary, Request(TODAY), "text", tmp_path)
    before = path.read_bytes()
    office.mkdir()
    (office / "township.zh.txt").write_text("{% for x in phases %}", encoding="utf-8")
    with pytest.raises(GuanaiError, match=r"township\.zh\.txt"):
        save(one, summary, Request(TODAY), "text", tmp_path)
    shutil.rmtree(office)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
