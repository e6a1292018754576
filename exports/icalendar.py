"""What is planned as an iCalendar file (RFC 5545), for phones: no child's name, the times of China.

UIDs are those of the rows and SEQUENCE counts their changes, so that a phone that takes a newer file over changes what
it has instead of showing it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from db.engine.storage import explained, replacing
from db.i18n import _
from db.queries.activity_figures import ActivityLine
from db.vocabulary import ActivityKind, ActivityState, label

OCTETS = 75
"""The longest line before it is folded (RFC 5545, 3.1)."""
ZONE = "Asia/Shanghai"
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//guanai//calendar//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
# China has kept UTC+8 without summer time since 1992; the program plans nothing before 2000.
_TIMEZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19920101T000000", "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


def calendar(lines: Iterable[ActivityLine]) -> Iterator[bytes]:
    """The file, a folded line at a time."""
    for line in (*_HEAD, *_TIMEZONE, *(part for one in lines for part in _event(one)), "END:VCALENDAR"):
        yield _folded(line)


def save(lines: Iterable[ActivityLine], folder: Path, day: date) -> Path:
    """Save the file in `folder` under the day on which it was made."""
    path = folder / f"{day.isoformat()}-calendar.ics"
    with explained(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(path) as file:
        file.writelines(calendar(lines))
    return path


def _event(line: ActivityLine) -> Iterator[str]:
    changed = line.updated_at.replace("-", "").replace(":", "")
    yield "BEGIN:VEVENT"
    yield f"UID:{line.uid}@guanai"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{line.sequence}"
    yield from _times(line)
    yield f"SUMMARY:{_text(line.title)}"
    place = " ".join(part for part in (line.where, line.place) if part)
    if place:
        yield f"LOCATION:{_text(place)}"
    notes = [_("Organiser: {name}").format(name=line.organiser)] if line.organiser else []
    notes += [line.topics] if line.topics else []
    if notes:
        yield "DESCRIPTION:" + _text("\n".join(notes))
    yield "CATEGORIES:" + _text(label(ActivityKind, line.kind))
    yield "STATUS:" + ("CANCELLED" if line.state == ActivityState.CANCELLED else "CONFIRMED")
    yield "END:VEVENT"


def _times(line: ActivityLine) -> Iterator[str]:
    """A whole day ends, for iCalendar, on the day after it; without a time of its end an activity has none."""
    first, last = line.on_date, line.until_date or line.on_date
    if not line.starts_at:
        after = date.fromisoformat(last) + timedelta(days=1)
        yield f"DTSTART;VALUE=DATE:{_digits(first)}"
        yield f"DTEND;VALUE=DATE:{_digits(after.isoformat())}"
        return
    yield f"DTSTART;TZID={ZONE}:{_digits(first)}T{_digits(line.starts_at)}00"
    if line.ends_at or last > first:
        yield f"DTEND;TZID={ZONE}:{_digits(last)}T{_digits(line.ends_at or '23:59')}00"


def _digits(text: str) -> str:
    return text.replace("-", "").replace(":", "")


def _text(value: str) -> str:
    """A value of the type TEXT (3.3.11): escaped, without controls."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(char for char in escaped if char == "\t" or (ord(char) >= 0x20 and ord(char) != 0x7F))


def _folded(line: str) -> bytes:
    """Lines of at most OCTETS, the later ones after a blank, never cut within a character."""
    folded = b""
    room = OCTETS
    for char in line:
        octets = char.encode("utf-8", "replace")
        if len(octets) > room:
            folded += b"\r\n "
            room = OCTETS - 1
        folded += octets
        room -= len(octets)
    return folded + b"\r\n"
