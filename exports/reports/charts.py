"""Bars drawn in cells: how far loving mothers cover each village, and the structure by age, schooling and care."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from db.i18n import _, mark
from db.queries.periods import mothered_by_village
from db.queries.statistics import statistics, village_names
from db.rules.statistics import BLOCKS
from db.session import Session
from exports import blocks
from exports.bars import bar
from exports.blocks import Column, Table, is_few
from exports.report import Report, Request
from exports.reports.statistics import DEFINITION_NAMES, definition_of

_WIDTH = 40
_DRAWN = ("age", "schooling", "actual_care")
COVERAGE = mark("Children with a loving mother")


@dataclass(frozen=True)
class Bar:
    """A line: `part` of `whole`; `chart` groups lines under one title (a msgid)."""

    chart: str
    label: str
    part: int
    whole: int
    hidden: bool = False
    """Whether a small part is asked not to be told."""

    @property
    def drawn(self) -> str:
        return "" if self.hidden else bar(self.part, self.whole, _WIDTH)

    @property
    def share(self) -> str:
        if self.hidden:
            return ""
        return f"{1000 * self.part // self.whole / 10:.1f}" if self.whole else ""


def _rows(session: Session, request: Request) -> Iterator[Bar]:
    for line in _lines(session, request):
        yield replace(line, hidden=request.few and is_few(line.part))


def _lines(session: Session, request: Request) -> Iterator[Bar]:
    names = village_names(session)
    covered = mothered_by_village(session, request.on, school=request.school, village=request.village)
    for village, (part, whole) in covered.items():
        yield Bar(COVERAGE, names.get(village) or _("village not recorded"), part, whole)
    sums = (sum(part for part, _whole in covered.values()), sum(whole for _part, whole in covered.values()))
    yield Bar(COVERAGE, _("Total of all"), *sums)
    (township,) = statistics(session, request.on, by="township", definition=definition_of(request),
                             school=request.school, village=request.village)  # fmt: skip
    for block in BLOCKS:
        if block.key in _DRAWN:
            for figure in block.figures:
                if figure.key in block.parts:
                    yield Bar(block.title, _(figure.title), township.counts[figure.key], township.counts["children"])


def _label(line: Bar) -> str:
    return line.label


def _layout(session: Session, request: Request, rows: Iterator[Bar]) -> Iterator[blocks.Block]:
    lines = list(rows)
    for chart in dict.fromkeys(line.chart for line in lines):
        yield Table((Column(chart, _label, 20), *_DRAWN_COLUMNS), [line for line in lines if line.chart == chart])


_DRAWN_COLUMNS = (
    Column(mark("Of all"), lambda line: line.drawn, _WIDTH),
    Column(mark("Children"), lambda line: line.part, 8, count=True),
    Column("%", lambda line: line.share, 6, count=True),
)

report = Report(
    name="charts",
    title=mark("Coverage and structure as bars"),
    help=mark("Loving mothers by village; ages, schooling and care as bars in the terminal."),
    columns=(
        Column(mark("Chart"), lambda line: _(line.chart)),
        Column(mark("Charted"), _label),
        Column(mark("Children"), lambda line: line.part, count=True),
        Column(mark("Out of"), lambda line: line.whole, count=True),
        Column("%", lambda line: line.share),
    ),
    query=_rows,
    hidden=frozenset(),
    filters=frozenset({"on", "semester", "school", "village", "kind"}),
    layout=_layout,
    choices={"kind": DEFINITION_NAMES},
)
