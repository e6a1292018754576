"""Bars drawn in cells: how far loving mothers cover each village, and the structure by age, schooling and care."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.i18n import _, mark
from db.queries.periods import mothered_by_village
from db.queries.statistics import statistics, village_names
from db.rules.statistics import ALL, BLOCKS
from db.rules.suppression import hidden_figures
from db.session import Session
from exports import blocks
from exports.bars import bar
from exports.blocks import HIDDEN, Column, Table
from exports.report import Report, Request, few_note
from exports.reports.statistics import DEFINITION_NAMES, definition_of

_WIDTH = 40
_DRAWN = ("age", "schooling", "actual_care")
COVERAGE = mark("Children with a loving mother")


@dataclass(frozen=True)
class Bar:
    """A line: `part` of `whole`, which are not told where hidden; `chart` groups lines under one title (a msgid)."""

    chart: str
    label: str
    part: int
    whole: int
    part_hidden: bool = False
    whole_hidden: bool = False

    @property
    def drawn(self) -> str:
        return "" if self.part_hidden else bar(self.part, self.whole, _WIDTH)

    @property
    def share(self) -> str:
        if self.part_hidden:
            return HIDDEN
        return f"{1000 * self.part // self.whole / 10:.1f}" if self.whole else ""


def _rows(session: Session, request: Request) -> Iterator[Bar]:
    names = village_names(session)
    covered = mothered_by_village(session, request.on, school=request.school, village=request.village)
    counts = [{"part": part, "whole": whole} for part, whole in covered.values()]
    counts.append({key: sum(count[key] for count in counts) for key in ("part", "whole")})
    hidden = hidden_figures(counts, [("whole", "part")]) if request.few else frozenset()
    names |= {row_id: name or _("without name") for row_id, name in names.items()}
    labels = [*(names.get(village, _("village not recorded")) for village in covered), _("Total of all")]
    for at, (label, count) in enumerate(zip(labels, counts, strict=True)):
        # A share with its part is as good as the whole.
        whole_hidden = (at, "whole") in hidden
        yield Bar(COVERAGE, label, count["part"], count["whole"], whole_hidden or (at, "part") in hidden, whole_hidden)
    (township,) = statistics(
        session, request.on, by="township", definition=definition_of(request), school=request.school,
        village=request.village, few=request.few,
    )  # fmt: skip
    for block in BLOCKS:
        if block.key in _DRAWN:
            for figure in block.figures:
                if figure.key in block.parts:
                    yield Bar(
                        block.title, _(figure.title), township.counts[figure.key], township.counts[ALL.key],
                        figure.key in township.hidden, ALL.key in township.hidden,
                    )  # fmt: skip


def _label(line: Bar) -> str:
    return line.label


def _layout(session: Session, request: Request, rows: Iterator[Bar]) -> Iterator[blocks.Block]:
    lines = list(rows)
    for chart in dict.fromkeys(line.chart for line in lines):
        yield Table((Column(chart, _label, 20), *_DRAWN_COLUMNS), [line for line in lines if line.chart == chart])
    yield from few_note(request)


def _part(line: Bar) -> int | str:
    return HIDDEN if line.part_hidden else line.part


_DRAWN_COLUMNS = (
    Column(mark("Of all"), lambda line: line.drawn, _WIDTH),
    Column(mark("Children"), _part, 8, number=True),
    Column("%", lambda line: line.share, 6, number=True),
)

report = Report(
    name="charts",
    title=mark("Coverage and structure as bars"),
    help=mark("Loving mothers by village; ages, schooling and care as bars in the terminal."),
    columns=(
        Column(mark("Chart"), lambda line: _(line.chart)),
        Column(mark("Charted"), _label),
        Column(mark("Children"), _part, number=True),
        Column(mark("Out of"), lambda line: HIDDEN if line.whole_hidden else line.whole, number=True),
        Column("%", lambda line: line.share),
    ),
    query=_rows,
    hidden=frozenset(),
    filters=frozenset({"on", "semester", "school", "village", "kind", "few"}),
    layout=_layout,
    choices={"kind": DEFINITION_NAMES},
)
