"""The options of a report, asked one by one: what it can be narrowed by, and how each stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from db.errors import UsageError
from db.i18n import _, mark
from db.queries import named
from db.queries.filters import place_choices
from db.queries.terms import semesters
from db.rules.dates import Precision, parse_date
from db.session import Session
from exports.report import Report, Request
from screens.base import BaseScreen
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.widgets.options import Option

LABELS = {
    "on": mark("Day"), "semester": mark("Semester"), "school": mark("School"), "village": mark("Village"),
    "class": mark("Class"), "child": mark("Child"), "helper": mark("Helper"), "kind": mark("Kind"),
    "by": mark("Grouping"), "few": mark("Counts below three"),
}  # fmt: skip
_FIELDS = {"class": "school_class"}
"""Where an option stands in a request and in a place under another name."""
ALL = "-"
"""The choice of no limit."""


@dataclass(frozen=True)
class Chosen:
    """A request, and how the options that were set read."""

    request: Request
    words: dict[str, str] = field(default_factory=dict)

    def having(self, name: str, value: Any, word: str) -> Chosen:
        """The same with one option set, or taken away where `word` is empty."""
        words = {key: kept for key, kept in self.words.items() if key != name}
        if word:
            words[name] = word
        return Chosen(replace(self.request, **{_FIELDS.get(name, name): value}), words)


def names(report: Report) -> list[str]:
    """The options of a report in the order of LABELS."""
    return [name for name in LABELS if name in report.filters]


async def pick(screen: BaseScreen[Any], report: Report, chosen: Chosen, name: str = "") -> Chosen | None:
    """Ask which option (unless `name` is given) and what it should be; None where the person went back.

    Called in a worker of the screen.
    """
    if not name:
        lines = [Option(one, _(LABELS[one]), chosen.words.get(one, "")) for one in names(report)]
        found = await screen.app.push_screen_wait(Choose(_("Options of the report"), lines))
        if found is None:
            return None
        name = found.value
    return await _ASKED.get(name, _ask_place)(screen, report, chosen, name)


async def _choose(screen: BaseScreen[Any], name: str, options: list[Option], current: str = "") -> Option | None:
    return await screen.app.push_screen_wait(Choose(_(LABELS[name]), options, current=current))


async def _ask_place(screen: BaseScreen[Any], report: Report, chosen: Chosen, name: str) -> Chosen | None:
    session = _session(screen)
    places = await screen.in_thread(place_choices, session)
    if places is None:
        return None
    kept = [place for place in places if place.field == _FIELDS.get(name, name)]
    options = [] if name in report.needs else [Option(ALL, _("all"))]
    found = await _choose(screen, name, options + [Option(str(place.id), place.name) for place in kept])
    if found is None:
        return None
    return chosen.having(name, None, "") if found.value == ALL else chosen.having(name, int(found.value), found.label)


async def _ask_semester(screen: BaseScreen[Any], report: Report, chosen: Chosen, name: str) -> Chosen | None:
    session = _session(screen)
    known = await screen.in_thread(semesters, session)
    if known is None:
        return None
    today = session.clock.today()
    begun = [semester for semester in reversed(known) if semester.starts_on <= today]
    options = [Option(ALL, _("all")), *(Option(str(at), semester.name) for at, semester in enumerate(begun))]
    found = await _choose(screen, name, options)
    if found is None:
        return None
    if found.value == ALL:
        return chosen.having("on", today, "").having(name, None, "")
    semester = begun[int(found.value)]
    return chosen.having("on", min(today, semester.ends_on), "").having(name, semester, found.label)


async def _ask_day(screen: BaseScreen[Any], report: Report, chosen: Chosen, name: str) -> Chosen | None:
    today = _session(screen).clock.today()

    def read(text: str) -> Any:
        day = parse_date(text, today)
        if day.precision is not Precision.DAY:
            raise UsageError(_("This names no day. Write it like 2026-9-30."))
        return day.first

    return await _ask_text(screen, chosen, name, read, chosen.request.on.isoformat(), lambda day: day.isoformat())


async def _ask_child(screen: BaseScreen[Any], report: Report, chosen: Chosen, name: str) -> Chosen | None:
    return await _ask_text(screen, chosen, name, lambda text: named.child_named(_session(screen), text))


async def _ask_helper(screen: BaseScreen[Any], report: Report, chosen: Chosen, name: str) -> Chosen | None:
    return await _ask_text(screen, chosen, name, lambda text: named.staff_named(_session(screen), text))


async def _ask_text(
    screen: BaseScreen[Any], chosen: Chosen, name: str, read: Callable[[str], Any], current: str = "",
    show: Callable[[Any], str] | None = None,
) -> Chosen | None:  # fmt: skip
    typed = await screen.app.push_screen_wait(Ask(_(LABELS[name]), current or chosen.words.get(name, "")))
    if typed is None:
        return None
    value = await screen.in_thread(read, typed)  # what cannot be read is a sentence in the line of keys
    return None if value is None else chosen.having(name, value, show(value) if show else typed)


async def _ask_choice(screen: BaseScreen[Any], report: Report, chosen: Chosen, name: str) -> Chosen | None:
    choices = report.choices[name]
    current = getattr(chosen.request, name) or next(iter(choices))
    found = await _choose(screen, name, [Option(code, _(word)) for code, word in choices.items()], current)
    return None if found is None else chosen.having(name, found.value, found.label)


async def _ask_few(screen: BaseScreen[Any], report: Report, chosen: Chosen, name: str) -> Chosen | None:
    found = await _choose(screen, name, [Option("show", _("shown")), Option("hide", _("hidden"))])
    if found is None:
        return None
    return chosen.having(name, found.value == "hide", found.label if found.value == "hide" else "")


def _session(screen: BaseScreen[Any]) -> Session:
    session: Session = screen.session  # type: ignore[attr-defined]
    return session


_ASKED = {
    "on": _ask_day, "semester": _ask_semester, "child": _ask_child, "helper": _ask_helper, "kind": _ask_choice,
    "by": _ask_choice, "few": _ask_few,
}  # fmt: skip
