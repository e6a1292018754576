"""How often something is due is the office's to say, and the duties follow at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.commands.children import add_child
from db.commands.intervals import set_interval
from db.commands.registration import grade_risk
from db.errors import ConflictError, RefusedError, RuleError
from db.queries.family import child_row
from db.queries.intervals import Interval, intervals
from db.queries.today import duty_lines
from db.session import Session
from db.vocabulary import DutyKind, Role


def red(session: Session) -> Interval:
    return next(line for line in intervals(session) if (line.what, line.risk) == ("home_visit", "red"))


def test_the_duties_follow_the_interval(session: Session) -> None:
    child = add_child(session, {"name": "王小明", "registered_on": "2026-11-09"})
    grade_risk(session, child, child_row(session, child)["version"], "red", "独居")

    def visit() -> tuple[int, int, int]:
        line = next(line for line in duty_lines(session) if line.kind is DutyKind.VISIT)
        return line.later, line.week, line.overdue

    assert visit() == (0, 0, 1)
    set_interval(session, red(session).id, 1, "15")
    assert visit() == (0, 1, 0)
    set_interval(session, red(session).id, 2, " 30 ")
    assert visit() == (1, 0, 0)
    assert red(session).name == "家访  红"


def test_only_the_office_settles_it_and_only_sensibly(session: Session) -> None:
    for typed in ("0", "-3", "731", "七", "3.5", ""):
        with pytest.raises(RuleError):
            set_interval(session, red(session).id, 1, typed)
    with pytest.raises(RefusedError):
        set_interval(replace(session, role=Role.TEACHER), red(session).id, 1, "9")
    set_interval(session, red(session).id, 1, "9")
    with pytest.raises(ConflictError):
        set_interval(session, red(session).id, 1, "10")
