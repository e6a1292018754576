"""A month as a wall calendar: a cursor over its days, each with its lunar day or festival and what is on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import _, language, mark
from db.queries.activities import Band, DayCount, MonthFacts
from db.rules.almanac import WEEKDAYS, festivals_by_day, lunar_day, month_span, month_weeks
from db.rules.dates import add_months
from db.rules.festivals import FIRST_YEAR, LAST_YEAR
from db.rules.semesters import Semester
from db.vocabulary import ActivityKind, Festival, label
from screens.widgets.cells import fit

MARGIN = 2
"""Cells before the week, for the phase of the campaign."""
LINES = 2
"""Lines a week: the day, and what is on."""
WIDEST = 11
"""Cells a day; more are blank."""
NUMBER = 3
"""Cells of the bracket and the day; the other bracket stands after them. Brackets cost 22 bytes a step fewer than
reverse numbers do, and one sees them without colours.
"""
BRACKETS = {(True, True): ("[", "]"), (True, False): ("(", ")"), (False, True): (">", ""), (False, False): ("-", "")}
"""Around the day under the cursor: where there is room for both, and whether the month has the focus."""
FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

HEAD = Style(underline=True)
TODAY = Style(bold=True, underline=True)
FESTIVE = Style(color="red")
LATE = Style(color="red", bold=True)


class MonthGrid(Widget, can_focus=True):
    """A step within the month changes two markers; a step out of it turns the page."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = mark("Month")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, label_, show=False, id=f"month.{name}", tooltip=tooltip)
        for name, keys, action, label_, tooltip in (
            ("left", "left", "step(-1)", mark("day before"), mark("To the day before.")),
            ("right", "right", "step(1)", mark("day after"), mark("To the day after.")),
            ("up", "up,k", "step(-7)", mark("week before"), mark("To the week before.")),
            ("down", "down,j", "step(7)", mark("week after"), mark("To the week after.")),
            ("page_up", "pageup", "turn(-1)", mark("month before"), mark("To the month before.")),
            ("page_down", "pagedown", "turn(1)", mark("month after"), mark("To the month after.")),
            ("home", "home", "edge(0)", mark("first day"), mark("To the first day of the month.")),
            ("end", "end", "edge(1)", mark("last day"), mark("To the last day of the month.")),
            ("open", "enter,space", "open", mark("open"), mark("Go to what is on that day.")),
        )
    ]
    DEFAULT_CSS = "MonthGrid { height: 13; }"

    @dataclass
    class Moved(Message):
        """The cursor stands on another day."""

        day: date

    @dataclass
    class Opened(Message):
        """What is on that day is to be opened."""

        day: date

    @dataclass
    class Typed(Message):
        """Somebody began to type a date."""

        text: str

    def __init__(self, day: date, today: date) -> None:
        super().__init__()
        self.day = day
        self._today = today
        self._semesters: Sequence[Semester] = ()
        self._facts = MonthFacts(day, day)
        self._weeks = month_weeks(day)
        self._festivals: Mapping[date, tuple[Festival, ...]] = {}
        self._labels: dict[date, str] = {}
        self._turn_page()

    def show(self, facts: MonthFacts, semesters: Iterable[Semester]) -> None:
        """What is on in the month in sight; facts of another month are passed over."""
        if facts.first == month_span(self.day)[0]:
            self._facts = facts
            self._semesters = tuple(semesters)
            self._name_days()
            self.refresh()

    def go(self, day: date) -> None:
        """Put the cursor on a day of 2000 to 2099."""
        day = max(FIRST, min(day, LAST))
        if day == self.day:
            return
        before, self.day = self.day, day
        if month_span(before) != month_span(day):
            self._turn_page()
            self.refresh()
        else:
            self._refresh_number(before)
            self._refresh_number(day)
        self._park()
        self.post_message(self.Moved(day))

    # Keys

    def action_step(self, days: int) -> None:
        self.go(self.day + timedelta(days=days))

    def action_turn(self, months: int) -> None:
        self.go(add_months(self.day, months))

    def action_edge(self, end: int) -> None:
        self.go(month_span(self.day)[end])

    def action_open(self) -> None:
        self.post_message(self.Opened(self.day))

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character.isdecimal():
            event.stop()
            self.post_message(self.Typed(event.character))

    def on_click(self, event: events.Click) -> None:
        week, column = (event.y - 1) // LINES, (event.x - MARGIN) // self._cell
        if 0 <= week < len(self._weeks) and 0 <= column < 7 and (day := self._weeks[week][column]):
            self.go(day)

    def on_focus(self) -> None:
        self._refresh_number(self.day)
        self._park()

    def on_blur(self) -> None:
        self._refresh_number(self.day)

    # Inside

    @property
    def _cell(self) -> int:
        return max(1, min(WIDEST, (self.size.width - MARGIN) // 7))

    def _turn_page(self) -> None:
        first, last = month_span(self.day)
        self._weeks = month_weeks(first)
        self._facts = MonthFacts(first, last, bands=self._facts.bands)
        self._festivals = festivals_by_day(first, last)
        self._name_days()

    def _name_days(self) -> None:
        """The words beside each day: a festival, where a semester begins or ends, or the lunar day."""
        bounds = {one.ends_on: _("term ends") for one in self._semesters}
        bounds |= {one.starts_on: _("term starts") for one in self._semesters}
        self._labels = {}
        for day in (day for week in self._weeks for day in week if day):
            lunar = lunar_day(day)
            festive = self._festivals.get(day)
            self._labels[day] = festive[0].label if festive else bounds.get(day) or (lunar.short if lunar else "")

    def _place(self, day: date) -> Offset:
        week = next(index for index, days in enumerate(self._weeks) if day in days)
        return Offset(MARGIN + day.weekday() * self._cell, 1 + week * LINES)

    def _refresh_number(self, day: date) -> None:
        place = self._place(day)
        self.refresh(Region(place.x, place.y, NUMBER + 1, 1))

    def _park(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.content_region.offset + self._place(self.day) + Offset(NUMBER, 0)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            head = "".join(fit(" " * (NUMBER - 2) + _(name), self._cell) for name in WEEKDAYS)
            return Strip([Segment(fit(" " * MARGIN + head, width), HEAD)], width)
        index, line = divmod(y - 1, LINES)
        if index >= len(self._weeks):
            return Strip.blank(width)
        week = self._weeks[index]
        segments = [Segment(self._band(week, line).ljust(MARGIN))]
        for day in week:
            if day is None:
                segments.append(Segment(" " * self._cell))
            else:
                segments += self._counts(day) if line else self._head(day)
        return Strip(segments).adjust_cell_length(width)

    def _band(self, week: Sequence[date | None], line: int) -> str:
        """The number of the phase in which the week begins, and on its second line the one in which it ends."""
        days = [day for day in week if day]
        band = band_of(self._facts.bands, days[-1 if line else 0])
        return f"{band.position}|" if band else ""

    def _head(self, day: date) -> list[Segment]:
        room = self._cell - NUMBER - 1
        wide = room > 4
        opens, closes = (" ", " ") if day != self.day else BRACKETS[wide, self.has_focus]
        blank = closes if wide else between_words()
        text = _shortened(self._labels.get(day, ""), room - len(blank))
        rest = " " * (self._cell - NUMBER - len(blank) - cell_len(text))
        number = Segment(f"{day.day:2}", TODAY if day == self._today else None)
        festive = FESTIVE if day in self._festivals else None
        return [Segment(opens), number, Segment(blank), Segment(text, festive), Segment(rest)]

    def _counts(self, day: date) -> list[Segment]:
        found = self._facts.days.get(day)
        text = counts(found, self._cell - 2) if found else ""
        rest = " " * (self._cell - 1 - cell_len(text))
        return [Segment(" "), Segment(text, LATE if found and found.late else None), Segment(rest)]


def counts(count: DayCount, room: int) -> str:
    """A kind by the first two cells of its name, with its number where there are more: 座2法; `+` for what is left."""
    text, between = "", between_words()
    kinds = [kind for kind in ActivityKind if kind in count.kinds]
    for kind in kinds:
        number = count.kinds[kind]
        part = set_cell_size(label(ActivityKind, kind), 2) + (str(number) if number > 1 else "")
        part = between + part if text else part
        if cell_len(text + part) > room - (kind is not kinds[-1]):
            return text + "+"
        text += part
    return text


def between_words() -> str:
    """What stands between two short words: letters and digits run together where Chinese characters do not."""
    return "" if language() == "zh" else " "


def band_of(bands: Iterable[Band], day: date) -> Band | None:
    """The phase of the campaign that a day lies in, the later one of two."""
    return next((band for band in reversed(tuple(bands)) if band.first <= day <= band.last), None)


def _shortened(text: str, room: int) -> str:
    """Without the 节 of a festival where it does not fit, then cut."""
    if cell_len(text) > room:
        text = text.removesuffix("节")
    return text if cell_len(text) <= room else set_cell_size(text, room).rstrip()
