"""The work of a month, quarter, semester or year, each number beside that of the period before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from db.i18n import _, mark
from db.queries.periods import Figures, figures
from db.queries.terms import semesters
from db.rules.periods import Period, period_before, period_of
from db.rules.suppression import hidden_figures, keys_by_area
from db.session import Session
from db.vocabulary import ActivityKind, PairingKind, RecordKind
from exports import blocks
from exports.blocks import HIDDEN, Column, Paragraph, Table
from exports.report import Report, Request, few_note


@dataclass(frozen=True)
class Line:
    """A number of the period and of the one before, None where there is none; `part` groups lines."""

    part: str
    what: str
    unit: str
    now: int | None
    before: int | None
    now_period: Period
    before_period: Period
    now_hidden: bool = False
    before_hidden: bool = False

    @property
    def change(self) -> str:
        if self.now_hidden or self.before_hidden:
            return HIDDEN
        if self.now is None or self.before is None:
            return ""
        return f"{self.now - self.before:+d}" if self.now != self.before else "0"


_PARTS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (mark("Register"), (
        ("at_start", mark("At the start"), mark("people")),
        ("new", mark("New"), mark("people")),
        ("left", mark("Left the register"), mark("people")),
        ("net", mark("Net"), mark("people")),
        ("at_end", mark("At the end"), mark("people")),
    )),
    (mark("Care records"), tuple(
        line for kind in RecordKind for line in (
            (kind.value, kind.msgid, mark("times")),
            (f"{kind.value}_children", mark("children reached"), mark("people")),
        )
    )),
    (mark("Activities held"), (
        *(line for kind in ActivityKind for line in (
            (f"{kind.value}_held", kind.msgid, mark("times")),
            (f"{kind.value}_people", mark("people present"), mark("people")),
        )),
        ("activities", mark("All activities"), mark("times")),
        ("people", mark("people present"), mark("people")),
    )),
    (mark("Agreements and plans"), (
        ("agreements", mark("Agreements signed"), mark("agreements")),
        ("plans_begun", mark("Plans begun"), mark("plans")),
        ("plans_closed", mark("Plans closed"), mark("plans")),
        ("plans_open", mark("Plans open at the end"), mark("plans")),
        ("incidents", mark("Incidents found"), mark("cases")),
    )),
    (mark("Paired at the end"), tuple((f"paired_{kind.value}", kind.msgid, mark("people")) for kind in PairingKind)),
)  # fmt: skip

_MOTHERED = f"paired_{PairingKind.LOVING_MOTHER.value}"
_SUMS = (
    ("net", "new", "left"), ("at_end", "at_start", "new", "left"), ("at_end", "at_start", "net"),
    ("people", *(f"{kind.value}_people" for kind in ActivityKind)),
    *(("at_end", f"paired_{kind.value}") for kind in PairingKind),
)  # fmt: skip
"""Figures that make each other up, whichever of them is the sum."""


def _rows(session: Session, request: Request) -> Iterator[Line]:
    kind, known = request.kind or "month", semesters(session)
    whole = period_of(kind, request.on, known)
    before = period_before(kind, whole, known)
    now = whole.until(request.on)
    narrowed = {"school": request.school, "village": request.village}
    counts, earlier = (figures(session, period.first, period.last, **narrowed) for period in (now, before))
    hidden, earlier_hidden = (_hidden(figures) if request.few else frozenset() for figures in (counts, earlier))
    for part, lines in _PARTS:
        for key, what, unit in lines:
            if key in counts:
                told = key in hidden, key in earlier_hidden
                yield Line(part, what, unit, counts[key], earlier[key], now, before, *told)
    told = _MOTHERED in hidden, _MOTHERED in earlier_hidden
    covered = (_covered(counts), _covered(earlier))
    yield Line(_PARTS[-1][0], mark("covered by a loving mother"), "%", *covered, now, before, *told)


def _hidden(counts: Figures) -> frozenset[str]:
    """The keys that are not told; activities are things, but the talks with one child are as good as the child."""
    things = {"net", "activities", *(f"{kind.value}_held" for kind in ActivityKind)}
    return keys_by_area(hidden_figures([counts], [*_SUMS, *((key,) for key in counts)], open_keys=things))[0]


def _covered(counts: Figures) -> int | None:
    """Per cent of the register with a loving mother, rounded down: only a full cover is 100; None for an empty one."""
    return 100 * counts[_MOTHERED] // counts["at_end"] if counts["at_end"] else None


def _layout(session: Session, request: Request, rows: Iterator[Line]) -> Iterator[blocks.Block]:
    lines = list(rows)
    now, before = lines[0].now_period, lines[0].before_period
    yield Paragraph(
        _("{name}: {first} to {last}").format(name=now.name, first=now.first, last=now.last) + "\n"
        + _("Before it, {name}: {first} to {last}").format(name=before.name, first=before.first, last=before.last)
    )  # fmt: skip
    for part, _lines in _PARTS:
        yield Table(
            (Column(part, _text(lambda line: line.what), 26), *_NUMBERS),
            [line for line in lines if line.part == part],
        )
    yield from few_note(request)


def _text(get: Callable[[Line], str]) -> Callable[[Line], str]:
    return lambda line: _(get(line)) if get(line) else ""


def _told(number: int | None, hidden: bool) -> str:
    """The number as text: a few activities are told, whatever counts of people are not."""
    return HIDDEN if hidden else "" if number is None else str(number)


_NUMBERS = (
    Column(mark("Unit"), _text(lambda line: line.unit), 10),
    Column(mark("This period"), lambda line: _told(line.now, line.now_hidden), 12, number=True),
    Column(mark("Period before"), lambda line: _told(line.before, line.before_hidden), 14, number=True),
    Column(mark("Change"), lambda line: line.change, 8, number=True),
)

report = Report(
    name="periods",
    title=mark("Work of the period"),
    help=mark("New, left, talks, visits, activities, plans and pairings of a month, quarter, semester or year."),
    columns=(
        Column(mark("Field of work"), _text(lambda line: line.part)),
        Column(mark("Item counted"), _text(lambda line: line.what), 26),
        *_NUMBERS,
        Column(mark("First day"), lambda line: line.now_period.first.isoformat()),
        Column(mark("Last day"), lambda line: line.now_period.last.isoformat()),
    ),
    query=_rows,
    hidden=frozenset(),
    filters=frozenset({"on", "semester", "school", "village", "kind", "few"}),
    layout=_layout,
    choices={"kind": {"month": mark("monthly"), "quarter": mark("quarterly"), "semester": mark("by semester"),
                      "year": mark("yearly")}},
)  # fmt: skip
