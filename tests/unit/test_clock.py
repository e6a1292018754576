"""The fixed clock: whatever the hour of the machine, its instants lie on its own day in China."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo

import pytest

from db import clock
from db.clock import Clock, instant_of, local_time

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("hour", range(24))
def test_an_instant_of_a_fixed_day_is_on_that_day_in_china(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    moment = datetime(2027, 3, 1, hour, 5, 9, tzinfo=timezone.utc)

    class Machine(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return moment.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Machine)
    local = moment + timedelta(hours=8)
    assert local_time(Clock(DAY).instant()) == f"2026-11-24 {local:%H:%M}"
    assert Clock().instant() == f"2027-03-01T{hour:02}:05:09Z"
    assert Clock().today() == local.date()


def test_a_day_and_a_time_come_back_from_their_instant() -> None:
    assert local_time(instant_of("2026-11-24", "00:05")) == "2026-11-24 00:05"
    assert instant_of("2026-11-24", "00:05") == "2026-11-23T16:05:00Z"
