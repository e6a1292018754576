"""The log on the screen: narrowed by person and file, closed to most; and what others change appears without a key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.clock import local_time
from db.commands.children import add_child, correct_child
from db.commands.recording import record_view
from db.errors import RefusedError
from db.queries.audit import AuditFilter, AuditPages, audit_lines, people
from db.scope import NO_CHILD
from db.session import Session
from db.uid import new_uid
from db.vocabulary import Role
from exports.report import Request, find
from screens.audit import AuditScreen
from tests.pilot.conftest import Sit
from tests.pilot.hosting import sees, showing, shown


@pytest.fixture
def logged(session: Session) -> Session:
    for name in ("甲乙丙", "丁戊己"):
        add_child(session, {"name": name})
    record_view(replace(session, user="王芳"), 2)
    return session


async def test_the_log_is_narrowed_and_read(logged: Session) -> None:
    async with showing(AuditScreen(logged)) as pilot:
        await sees(pilot, "查看档案")
        assert "甲乙丙 1" in shown(pilot.app)
        assert "儿童档案  姓名" in shown(pilot.app)
        await pilot.press("c")
        await sees(pilot, "档案2")
        assert "甲乙丙" not in shown(pilot.app)
        await pilot.press("x", "p")
        await sees(pilot, "人员")
        await pilot.press("down", "enter")
        await sees(pilot, "操作日志  王芳")
        await pilot.press("enter")
        await sees(pilot, "第")


def test_the_auditor_reads_the_log_and_no_child(logged: Session) -> None:
    auditor = replace(logged, role=Role.AUDITOR, scope=NO_CHILD)
    lines = list(audit_lines(auditor, AuditFilter()))
    assert [line.child_id for line in lines] == [1, 2, 2]
    assert not any("甲" in str(line) or "丁" in str(line) for line in lines)
    assert people(auditor) == ["李文书", "王芳"]
    pages = AuditPages(logged, AuditFilter(child=2))
    newest, oldest = pages.first(9)
    assert (pages.count(), pages.position(oldest), pages.after(newest, 5), pages.before(oldest, 5)) == (
        2, 1, [oldest], [newest]
    )  # fmt: skip
    with pytest.raises(RefusedError):
        AuditPages(replace(logged, role=Role.CLERK), AuditFilter())


def test_the_report_is_of_the_days_that_are_asked_for(logged: Session) -> None:
    report = find("audit")
    day = date.fromisoformat(local_time(next(audit_lines(logged, AuditFilter())).at)[:10])
    request = Request(day, by="day")
    assert [row[3] for row in report.rows(logged, request)] == ["新增", "新增", "查看档案"]
    assert len(list(report.rows(logged, replace(request, kind="view")))) == 1
    assert list(report.rows(logged, replace(request, on=day - timedelta(days=1)))) == []


async def test_what_others_change_appears_without_a_key_and_not_under_typing(session: Session, sit: Sit) -> None:
    child = add_child(session, {"name": "甲乙丙", "nation": "汉族"})
    other = replace(session, user="王芳", id=new_uid())
    async with sit(session, screen="registry") as sitting:
        await sitting.see("甲乙丙")
        correct_child(other, child, 1, {"name": "改过名"})
        await sitting.see("改过名")
        await sitting.press("f7")
        before = sitting.text
        correct_child(other, child, 2, {"name": "又改了"})
        sitting.app.on_guanai_others_wrote()
        await sitting.pilot.pause()
        assert sitting.text == before
        await sitting.press("escape")
        await sitting.see("又改了")
