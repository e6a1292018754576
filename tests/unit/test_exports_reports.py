"""What every report declares, and what the two of now say about a made-up township."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from db import demo, i18n
from db.clock import Clock
from db.errors import GuanaiError, UsageError
from db.queries.periods import figures
from db.queries.statistics import statistics
from db.queries.today import alerts, duty_lines, registered
from db.scope import Scope
from db.session import Session
from db.vocabulary import DutyState, Role
from exports.masking import ALL, LEAVING, NUMBERS, PAPERS, Mask
from exports.report import Request, available, find, readable
from exports.saving import printed, save, write
from exports.text import cells, wrap

TODAY = date(2026, 11, 24)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("town") / "guanai.db"
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        demo.build(session, 200, 3)
        yield session


def test_reports_are_found_by_their_place() -> None:
    names = {path.stem.replace("_", "-") for path in (ROOT / "exports" / "reports").glob("*.py")} - {"--init--"}
    assert {report.name for report in available().values()} == names


def test_a_role_is_told_of_the_reports_that_it_may_read(town: Session) -> None:
    assert readable(town).keys() == available().keys()
    assert available().keys() - readable(replace(town, role=Role.TEACHER)).keys() == {"audit"}


def test_a_masked_name_has_the_number_of_its_file_beside_it_in_a_text(town: Session) -> None:
    name = find("due").columns[3]
    row = next(find("due").query(town, Request(TODAY)))
    assert name.drawn(frozenset()).cell(row, frozenset()) == row.child.name
    assert name.drawn(LEAVING).cell(row, LEAVING) == f"{row.child.name[0]}* {row.child.file}"


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_of_a_report_fits_80_columns(name: str, language: str) -> None:
    report = find(name)
    widths = [column.width for column in report.shown(text=True)]
    assert sum(widths) + 2 * (len(widths) - 1) <= 80
    i18n.install(language, ROOT / "tui" / "locale")
    assert all(report.titles())
    # Of a window of 60 columns the list leaves 56 for the title, and two lines of 58 for the sentence.
    assert cells(i18n._(report.title)) <= 56
    assert len(wrap(i18n._(report.help), 58)) <= 2


def test_the_roster_has_every_registered_child_once(town: Session) -> None:
    rows = list(find("roster").rows(town, Request(TODAY)))
    assert len(rows) == registered(town)
    assert len({tuple(row) for row in rows}) == len(rows)


def test_numbers_are_masked_unless_asked_for(town: Session) -> None:
    report = find("roster")
    at = report.titles().index("身份证号")
    masked = [row[at] for row in report.rows(town, Request(TODAY), hidden=NUMBERS) if row[at]]
    full = [row[at] for row in report.rows(town, Request(TODAY), hidden=frozenset()) if row[at]]
    assert [number[:3] + "*" * 13 + number[-2:] for number in full] == masked
    assert all(row[0].endswith("*") for row in report.rows(town, Request(TODAY), hidden=ALL))


def people(town: Session, tables: Sequence[str], column: str) -> set[str]:
    rows = (town.database.execute_sql(f"SELECT {column} FROM {table}").fetchall() for table in tables)
    return {value for (value,) in chain.from_iterable(rows) if value and len(value) > 1}


@pytest.mark.parametrize("name", available())
def test_nobody_is_told_by_a_report_unless_it_says_for_whom(town: Session, name: str) -> None:
    """Neither an ID number nor a phone; no name but in a paper for one person, or for the keeper of these children."""
    report = find(name)
    first = "SELECT {} FROM child WHERE school_class_id IS NOT NULL AND left_on IS NULL LIMIT 1"
    needed = {
        "class": ("school_class", first.format("school_class_id")),
        "child": ("child", first.format("id")),
        "helper": ("helper", "SELECT staff_id FROM pairing WHERE staff_id IS NOT NULL AND to_on IS NULL LIMIT 1"),
    }
    options = {}
    for need in report.needs:
        field, query = needed[need]
        options[field] = town.database.execute_sql(query).fetchone()[0]
    numbers = people(town, ["child", "parent", "carer"], "id_no")
    numbers |= people(town, ["child", "parent", "carer", "staff"], "phone")
    names = people(town, ["child"], "name")
    for form in set(report.formats) - {"xlsx"}:  # which has the rows of the CSV
        for hidden in (None, *([] if report.names_for in PAPERS else [ALL])):
            file = io.BytesIO()
            write(file, town, report, Request(TODAY, **options), form, hidden)
            told = file.getvalue().decode("utf-8-sig")
            assert not [number for number in numbers if number in told]
            if hidden is ALL or report.names_for not in PAPERS:
                assert not names & set(re.split(r"[\s,;，、；（()）\"']+", told))
    assert (report.names_for in PAPERS) <= (Mask.NAME not in report.hidden)
    teacher = replace(town, scope=Scope(schools=frozenset({1})), role=Role.TEACHER)
    assert (Mask.NAME in report.hides(teacher)) == (Mask.NAME in report.hidden and report.names_for is None)


def test_a_school_and_a_village_narrow_the_roster(town: Session) -> None:
    report = find("roster")
    everybody = list(report.rows(town, Request(TODAY)))
    at = report.titles().index("学校")
    of_one = list(report.rows(town, Request(TODAY, school=1)))
    assert of_one
    assert of_one == [row for row in everybody if row[at] == of_one[0][at]]
    assert len(list(report.rows(town, Request(TODAY, village=1)))) < len(everybody)


def test_the_roster_of_a_day_before_has_those_of_then(town: Session) -> None:
    rows = list(find("roster").rows(town, Request(date(2025, 9, 30))))
    at = find("roster").titles().index("登记日期")
    assert rows
    assert all(row[at] <= "2025-09-30" for row in rows)
    assert not list(find("roster").rows(town, Request(date(2001, 1, 1))))


def test_nobody_outside_the_scope_is_reported(town: Session) -> None:
    narrow = replace(town, scope=Scope(schools=frozenset({1})))
    for report in available().values():
        if "school" not in report.filters or report.keeps:  # a summary names the school it was asked for
            continue
        inside = list(report.rows(narrow, Request(TODAY)))
        assert inside == list(report.rows(town, Request(TODAY, school=1)))


def test_the_due_report_agrees_with_the_figures_of_the_day(town: Session) -> None:
    report = find("due")
    rows = list(report.rows(town, Request(TODAY)))
    what, state = (report.titles().index(title) for title in ("事项", "状态"))
    assert sum(row[state] == "红色预警" for row in rows) == sum(line.children for line in alerts(town))
    for line in duty_lines(town):
        states = [row[state] for row in rows if row[what] == line.kind.label]
        assert states.count(DutyState.OVERDUE.label) == line.overdue
        assert states.count("七日内") == line.week
        assert len(states) == line.due + line.overdue
        by_class = list(report.rows(town, Request(TODAY, kind=line.kind.value, by="class")))
        assert sorted(row[:-1] for row in by_class) == sorted(row[:-1] for row in rows if row[what] == line.kind.label)
        assert any(row[-1] for row in by_class)
    assert {row[what] for row in report.rows(town, Request(TODAY, kind="alerts"))} == {
        line.alert.label for line in alerts(town)
    }


def test_a_report_is_not_asked_for_what_it_cannot_give() -> None:
    for name, request, form, words in (
        ("statistics", Request(TODAY, kind="x"), "text", "--kind 没有 x 这一项。现有：all, civil, school。"),
        ("class-sheet", Request(TODAY), "text", "要用 --class 指定对象"),
        ("summary", Request(TODAY), "csv", "不能存成 csv"),
    ):
        with pytest.raises(UsageError, match=words):
            find(name).check(request, form)


def test_what_is_missing_is_said_to_be_missing(town: Session) -> None:
    text = "".join(printed(town, find("summary"), Request(date(2001, 1, 1))))
    assert "没有2000年的数据" in text
    assert "登记在册的留守儿童0人" in text
    assert "（没有数据）" in text


def test_a_summary_tells_the_figures_of_the_year(town: Session) -> None:
    text = "".join(printed(town, find("summary"), Request(TODAY), wrapped=False))
    children, work = statistics(town, TODAY)[-1].counts, figures(town, date(2026, 1, 1), TODAY)
    before = statistics(town, date(2025, 12, 31))[-1].counts
    assert (
        f"登记在册的留守儿童{children['children']}人（比2025年增加{children['children'] - before['children']}）" in text
    )
    assert f"全年谈心{work['talk']}次（没有2025年的数据）" in text
    assert f"签订委托照护协议{work['agreements']}份" in text
    assert f"民政口径计{children['civil_yes']}人" in text


def test_an_unknown_report_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="没有 roste 这个报表。是不是 roster？"):
        find("roste")
    with pytest.raises(UsageError, match=r"没有 zzzz 这个报表。现有：.*due, .*roster"):
        find("zzzz")


def test_a_report_that_cannot_be_saved_says_so(session: Session, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(GuanaiError, match="2026-11-24-留守儿童花名册"):
        save(session, find("roster"), Request(on=TODAY), "text", tmp_path / "reports")
