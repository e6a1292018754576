"""The summary table that goes upward (农村留守儿童基本情况排查汇总表): every block with what was not collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.i18n import _, mark
from db.queries.statistics import Area, statistics
from db.rules.statistics import BLOCKS, Block, Figure
from db.session import Session
from exports import blocks
from exports.blocks import HIDDEN, Column, Heading, Paragraph, Table
from exports.report import Report, Request, few_note

AREA = 16
_COUNT = 6
"""Cells of a number and its title of at most two lines: eight fit into the room beside an area."""
_ROOM = 80 - AREA

GROUPINGS = {"village": mark("by village"), "school": mark("by school"), "township": mark("the township as one")}
DEFINITION_NAMES = {"all": mark("everyone on the register"), "civil": mark("civil-affairs definition"),
                    "school": mark("school definition")}  # fmt: skip


def definition_of(request: Request) -> str:
    """The definition asked for, as `db.rules.statistics` names it."""
    return "" if request.kind == "all" else request.kind


def _rows(session: Session, request: Request) -> Iterator[Area]:
    areas = statistics(
        session, request.on, by=request.by or "village", definition=definition_of(request), school=request.school,
        village=request.village, few=request.few,
    )  # fmt: skip
    return iter(areas)


def _told(key: str) -> Callable[[Area], int | str]:
    return lambda area: HIDDEN if key in area.hidden else area.counts[key]


def _column(block: Block, figure: Figure, width: int = 0) -> Column:
    return Column(figure.title, _told(figure.key), width, number=True, group=block.title)


def _layout(session: Session, request: Request, rows: Iterator[Area]) -> Iterator[blocks.Block]:
    areas = list(rows)
    definition = _(DEFINITION_NAMES[request.kind or "all"])
    yield Paragraph(_("Counted: {definition}.").format(definition=definition))
    yield Table((_area_column(), Column(mark("Children"), _told("children"), 8, number=True), _share()), areas)
    for block in BLOCKS:
        yield Heading(_("[{block}]").format(block=_(block.title)))
        width = max(_COUNT, *(_longest_word(_(figure.title)) for figure in block.figures))
        columns = [_column(block, figure, width) for figure in block.figures]
        at_once = _ROOM // (width + 2)
        for start in range(0, len(columns), at_once):
            yield Table((_area_column(), *columns[start : start + at_once]), areas)
    yield from few_note(request)


def _longest_word(title: str) -> int:
    """Cells of the longest word that is not to be broken; Chinese breaks anywhere."""
    return max(map(len, title.split())) if title.isascii() else 0


def _area_column() -> Column:
    return Column(mark("Area"), lambda area: area.name, AREA)


def _share() -> Column:
    return Column(mark("Share %"), lambda area: HIDDEN if area.share is None else f"{area.share:.1f}", 8, number=True)


report = Report(
    name="statistics",
    title=mark("Summary of the basic situation of left-behind children"),
    help=mark("The summary table that goes upward, by village, school or township, as of any day."),
    columns=(
        _area_column(),
        Column(mark("Children"), _told("children"), number=True),
        _share(),
        *(_column(block, figure) for block in BLOCKS for figure in block.figures),
    ),
    query=_rows,
    hidden=frozenset(),
    filters=frozenset({"on", "semester", "school", "village", "kind", "by", "few"}),
    layout=_layout,
    choices={"by": GROUPINGS, "kind": DEFINITION_NAMES},
)
