"""The iCalendar file: read back by icalendar and by vobject, and held to the letter of RFC 5545."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import vobject
from hypothesis import given
from hypothesis import strategies as st

from db.queries.activities import People
from db.queries.activity_figures import ActivityLine
from exports.icalendar import OCTETS, calendar, save

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=200)


def line(**values: object) -> ActivityLine:
    common: dict[str, object] = {
        "id": 1, "uid": "019a", "kind": "law_lecture", "title": "法制讲座", "on_date": "2026-12-04", "until_date": None,
        "starts_at": "14:30", "ends_at": "16:00", "place": "操场", "where": "中心小学", "organiser": None,
        "topics": None, "state": "planned", "updated_at": "2026-11-24T06:01:08Z", "sequence": 0, "people": People(),
    }  # fmt: skip
    return ActivityLine(**{**common, **values})  # type: ignore[arg-type]


def read(*lines: ActivityLine) -> list[icalendar.Event]:
    """The events as another program finds them; every line is folded and ended as the standard wants."""
    written = b"".join(calendar(lines))
    assert written.endswith(b"END:VCALENDAR\r\n")
    for part in written.split(b"\r\n"):
        assert len(part) <= OCTETS
        assert b"\n" not in part
        assert b"\r" not in part
        part.decode()
    found = icalendar.Calendar.from_ical(written)
    assert not found.errors
    assert found.to_ical().startswith(b"BEGIN:VCALENDAR\r\n")
    events = found.walk("VEVENT")
    assert all(not event.errors for event in events)
    return list(events)


def test_an_afternoon_is_an_afternoon_in_china() -> None:
    (event,) = read(line())
    assert (event["UID"], str(event["SUMMARY"]), str(event["LOCATION"])) == ("019a@guanai", "法制讲座", "中心小学 操场")
    assert event.start.isoformat() == "2026-12-04T14:30:00+08:00"
    assert event.end - event.start == timedelta(hours=1, minutes=30)
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt == datetime.fromisoformat("2026-11-24T06:01:08+00:00")


def test_whole_days_over_midnight_and_an_open_end() -> None:
    days, night, open_end, camp = read(
        line(starts_at=None, ends_at=None, until_date="2026-12-06"),
        line(on_date="2026-12-31", starts_at="22:00", ends_at="00:30", until_date="2027-01-01"),
        line(ends_at=None),
        line(ends_at=None, until_date="2026-12-05"),
    )
    assert (days.start, days.end) == (date(2026, 12, 4), date(2026, 12, 7))
    assert night.end - night.start == timedelta(hours=2, minutes=30)
    assert "DTEND" not in open_end
    assert camp.end.isoformat() == "2026-12-05T23:59:00+08:00"


def test_what_was_changed_and_cancelled_says_so() -> None:
    (event,) = read(line(state="cancelled", sequence=3))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)


def test_a_second_implementation_reads_the_same() -> None:
    lines = (
        line(),
        line(uid="019b", starts_at=None, ends_at=None, until_date="2026-12-06"),
        line(uid="019c", on_date="2026-12-31", starts_at="22:00", ends_at="00:30", until_date="2027-01-01",
             topics="防溺水；反斜线\\、逗号,分号;\n第二行" * 20),
    )  # fmt: skip
    found = vobject.readOne(b"".join(calendar(lines)).decode())
    assert found.validate()
    events = read(*lines)
    assert [event.uid.value for event in found.vevent_list] == [str(event["UID"]) for event in events]
    for ours, theirs in zip(events, found.vevent_list, strict=True):
        assert (theirs.dtstart.value, theirs.dtend.value) == (ours.start, ours.end)
        assert theirs.summary.value == str(ours["SUMMARY"])
        assert theirs.contents.get("description", [None])[0] is None or (
            theirs.description.value == str(ours["DESCRIPTION"])
        )


@given(TEXTS, TEXTS)
def test_any_text_comes_back(title: str, topics: str) -> None:
    (event,) = read(line(title=title, topics=topics))
    assert str(event["SUMMARY"]) == _legible(title)
    assert str(event["DESCRIPTION"]) == _legible(topics)


def test_the_file_is_saved_whole(tmp_path: Path) -> None:
    path = save([line()], tmp_path / "out", date(2026, 11, 24))
    assert path.name == "2026-11-24-calendar.ics"
    assert path.read_bytes() == b"".join(calendar([line()]))


def _legible(text: str) -> str:
    """What remains of a text: line ends as line feeds, no other control."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in "\t\n" or (ord(char) >= 0x20 and ord(char) != 0x7F))
