"""An agenda: what is on, as lines of a month's day, a week or a semester."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.style import Style

from db.i18n import _
from db.queries.activities import AgendaLine, MonthFacts
from db.rules.almanac import WEEKDAYS, festivals_by_day, lunar_day, month_span, week_span
from db.rules.semesters import Semester, semester_of
from db.vocabulary import ActivityState, label
from screens.widgets.columns import Column
from screens.widgets.month_grid import band_of

MONTH, WEEK, LIST = "month", "week", "list"
LATE, OFF = Style(color="red"), Style(dim=True)


@dataclass(frozen=True)
class Slot:
    """One line of an agenda; a day without an activity has a line in the week."""

    day: date
    line: AgendaLine | None = None


def agenda_columns(view: str, today: date, *, beside: bool) -> list[Column[Slot]]:
    """All of them fit: `beside` the month into 53 cells, below it into 60, in week and list into 80."""

    def ink(slot: Slot) -> Style | None:
        line = slot.line
        if line is None:
            return None
        if line.state == ActivityState.CANCELLED:
            return OFF
        late = line.state == ActivityState.PLANNED and (line.until_date or line.on_date) < today.isoformat()
        return LATE if late else None

    found = [
        Column[Slot]("time", _("Time"), 11, _time_of),
        Column[Slot]("title", _("Activity"), 14 if beside else 18, _title_of, style=ink, grow=True),
        Column[Slot]("where", _("For"), 12, _where),
        Column[Slot]("state", _("State"), 8, _state_of, style=ink),
    ]
    if not beside:
        found.append(Column("present", _("Came"), 5, _present_of, align="right"))
    if view != MONTH:
        found.insert(0, Column("day", _("Day"), 10, lambda slot: _short_day(slot.day)))
    return found


def span(view: str, day: date, known: Sequence[Semester]) -> tuple[date, date]:
    """The first and the last day of what is in sight around a day."""
    if view == MONTH:
        return month_span(day)
    if view == WEEK:
        return week_span(day)
    own = semester_of(day, known)
    after = semester_of(own.ends_on + timedelta(days=75), known)
    last = after.starts_on - timedelta(days=1) if after.starts_on > own.starts_on else own.ends_on
    return own.starts_on, max(last, own.ends_on, day)


def slots_of(found: Sequence[AgendaLine], first: date, last: date, *, every_day: bool) -> list[Slot]:
    """A line a day for what goes on for several, and in a week one for a day without anything."""
    slots = []
    for line in found:
        begins, ends = date.fromisoformat(line.on_date), date.fromisoformat(line.until_date or line.on_date)
        day = max(begins, first)
        while day <= min(ends, last):
            slots.append(Slot(day, line))
            day += timedelta(days=1)
    if every_day:
        taken = {slot.day for slot in slots}
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        slots += [Slot(day) for day in days if day not in taken]
    return sorted(slots, key=lambda slot: slot.day)


def slot_key(slot: Slot) -> tuple[date, int]:
    """Which activity on which day a line is of."""
    return slot.day, slot.line.id if slot.line else 0


def about_day(view: str, day: date, known: Sequence[Semester], facts: MonthFacts | None) -> Iterable[str]:
    """What every calendar says of a day: lunar day, festivals, week of the semester, phase of the campaign.

    Over a month stand the weekdays, and in its days the lunar ones where nothing takes their place: what does not
    change from day to day is not written anew with each step.
    """
    yield day.isoformat()
    lunar, festivals = lunar_day(day), festivals_by_day(day, day).get(day, ())
    bound = any(day in (one.starts_on, one.ends_on) for one in known)
    if lunar and view == MONTH and not festivals and not bound:
        yield _("lunar {month}").format(month=lunar.month_name)
    elif lunar:
        yield lunar.name
    yield from (festival.label for festival in festivals)
    own = next((one for one in known if one.starts_on <= day <= one.ends_on), None)
    if own:
        week = (day - week_span(own.starts_on)[0]).days // 7 + 1
        yield _("week {n}").format(n=week)
    elif known:
        yield _("holidays")
    band = band_of(facts.bands, day) if facts else None
    if band:
        yield f"{band.position}|" + (band.name or _("phase {n}").format(n=band.position))


def _short_day(day: date) -> str:
    return f"{day.month:02}-{day.day:02} {_(WEEKDAYS[day.weekday()])}"


def _time_of(slot: Slot) -> str:
    line = slot.line
    if line is None or not line.starts_at:
        return "-"
    if line.until_date:  # on its other days it goes on all day
        first, last = slot.day.isoformat() == line.on_date, slot.day.isoformat() == line.until_date
        return f"{line.starts_at}-" if first else f"-{line.ends_at or ''}" if last else "-"
    return f"{line.starts_at}-{line.ends_at}" if line.ends_at else line.starts_at


def _title_of(slot: Slot) -> str:
    return slot.line.title if slot.line else ""


def _state_of(slot: Slot) -> str:
    return label(ActivityState, slot.line.state) if slot.line else ""


def _present_of(slot: Slot) -> str:
    return str(slot.line.present or "") if slot.line else ""


def _where(slot: Slot) -> str:
    return (slot.line.where or _("the township")) if slot.line else ""
