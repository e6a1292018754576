"""What leaves the calendar: figures by kind and place, the notice board, minutes; nobody's child is named in any."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.commands.activities import cancel_activity, finish_activity, invite, plan_activity
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.queries.activities import activity_file, guests
from db.queries.guest_groups import CHILDREN, Group
from db.queries.terms import current_semester
from db.session import Session
from exports import sign_in_sheet
from exports.activity_sheet import lines, save_sheet
from exports.report import Report, Request
from exports.reports import activities, notice
from exports.saving import write
from exports.text import cells

NAME = "欧阳小明"


@pytest.fixture
def held(session: Session) -> int:
    """A lecture that took place, one to come, one cancelled; the township's own outing."""
    add_child(session, {"name": NAME, "school": NewPlace("中心小学"), "registered_on": "2026-09-01"})
    first = _plan(session, on_date="2026-11-20", topics="未成年人保护法\n家庭保护", school=1)
    invite(session, first, Group(CHILDREN))
    finish_activity(session, first, 1, {"summary": "反响好", "others_present": 30})
    _plan(session, on_date="2026-12-04", school=1)
    cancel_activity(session, _plan(session, on_date="2026-11-27", school=1), 1, "雨")
    _plan(session, kind="outing", title="敬老院", on_date="2026-11-28", until_date="2026-11-29", starts_at=None)
    return first


def _plan(session: Session, **values: Any) -> int:
    return plan_activity(session, {"kind": "law_lecture", "title": "法制讲座", "starts_at": "14:30", **values})


def _text(session: Session, report: Report, **request: Any) -> str:
    file = io.BytesIO()
    write(file, session, report, Request(on=date(2026, 11, 24), **request), "text")
    return file.getvalue().decode()


def _figures(session: Session, **request: Any) -> dict[str, list[int]]:
    rows = activities.report.query(session, Request(on=date(2026, 11, 24), **request))
    return {row.name: [row.planned, row.done, row.cancelled, row.people.children, row.people.all] for row in rows}


def test_figures_by_kind_and_by_place(session: Session, held: int) -> None:
    assert _figures(session) == {"法制讲座": [1, 1, 1, 1, 31], "校外游览": [1, 0, 0, 0, 0], "合计": [2, 1, 1, 1, 31]}
    assert _figures(session, by="place") == {
        "全乡": [1, 0, 0, 0, 0], "中心小学": [1, 1, 1, 1, 31], "合计": [2, 1, 1, 1, 31],
    }  # fmt: skip
    assert _figures(session, kind="outing") == {"校外游览": [1, 0, 0, 0, 0], "合计": [1, 0, 0, 0, 0]}
    spring = current_semester(session, date(2026, 6, 1))
    assert _figures(session, semester=spring) == {"合计": [0, 0, 0, 0, 0]}
    printed = _text(session, activities.report)
    assert "法制讲座" in printed
    assert NAME not in printed


def test_the_notice_board_has_the_month_and_no_child(session: Session, held: int) -> None:
    printed = _text(session, notice.report)
    assert "2026年11月活动安排" in printed
    assert "法制讲座(取消)" in printed
    assert "11-28~11-29" in printed
    assert "12-04" not in printed
    assert NAME not in printed
    assert max(map(cells, printed.splitlines())) <= 80
    festive = io.BytesIO()
    write(festive, session, notice.report, Request(on=date(2026, 9, 1)), "text")
    assert "本月节日：9-10 教师节、9-25 中秋节" in festive.getvalue().decode()


def test_minutes_are_printed_and_saved(session: Session, held: int, tmp_path: Path) -> None:
    file = activity_file(session, held)
    printed = list(lines(file, guests(session, held)))
    text = "\n".join(printed)
    assert printed[0] == "法制讲座记录"
    assert "儿童1人，监护人0人，工作人员0人，其他30人，共31人" in text
    assert "家庭保护" in text
    assert NAME in text
    assert max(map(cells, printed)) <= 80
    path = save_sheet(session, file, tmp_path / "out", printed)
    assert path.name == f"{file['on_date']}-法制讲座记录-{held}.txt"
    assert path.read_text(encoding="utf-8").splitlines() == printed


def test_a_list_to_sign_has_everybody_and_room_for_others(session: Session, held: int) -> None:
    activity_id = _plan(session, on_date="2026-12-04", title="家长会", place="操场", school=1)
    invite(session, activity_id, Group(CHILDREN))
    printed = list(sign_in_sheet.lines(activity_file(session, activity_id), guests(session, activity_id)))
    assert printed[:2] == ["签到表：家长会", "2026-12-04  14:30  操场"]
    (child,) = (line.split() for line in printed if NAME in line)
    assert child == ["1", NAME]
    assert [line.split() for line in printed if line[:1].isdigit()][-5:] == [["2"], ["3"], ["4"], ["5"], ["6"]]
    (came,) = (line.split() for line in sign_in_sheet.lines(activity_file(session, held), guests(session, held))
               if NAME in line)  # fmt: skip
    assert came == ["1", NAME, "是"]
    assert max(map(cells, printed)) <= 80
