"""Once a day the register keeps up with the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.clock import Clock
from db.commands.children import add_child
from db.commands.undo import undo_last
from db.commands.upkeep import keep_up
from db.errors import RuleError
from db.models import Child, Semester, Setting
from db.queries.register import needs_upkeep
from db.session import Session
from db.vocabulary import HouseholdKind, Whereabouts


def test_semesters_are_entered_and_a_child_who_turned_16_is_no_longer_counted(session: Session) -> None:
    away = {"whereabouts": Whereabouts.OUT_OF_PROVINCE.value, "away_since": "2024-02"}
    child = add_child(
        session,
        {"name": "张小明", "birth_date": "2010-11-30", "household_kind": HouseholdKind.RURAL.value},
        father=away,
        mother=away,
    )
    assert Child.get_by_id(child).civil
    assert needs_upkeep(session)
    keep_up(session)
    assert not needs_upkeep(session)
    assert [row.term for row in Semester.select().order_by(Semester.starts_on)] == [1, 2]
    assert Child.get_by_id(child).civil

    later = replace(session, clock=Clock(date(2026, 12, 1)))
    assert needs_upkeep(later)
    keep_up(later)
    assert not Child.get_by_id(child).civil
    assert Setting.select().count() == 1
    assert not needs_upkeep(later)


def test_what_a_new_day_brings_is_no_deed_of_whoever_sits_there(session: Session) -> None:
    keep_up(session)
    with pytest.raises(RuleError, match="没有可撤销"):
        undo_last(session)
