"""The form of 2016 with its 32 columns and their cross-checks (勾稽): each equation held or broken, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from db.i18n import _, mark
from db.queries.statistics import FormArea, form_of_2016, school_names, village_names
from db.rules.cross_checks import COLUMNS, Check, FormColumn
from db.session import Session
from exports import blocks
from exports.blocks import HIDDEN, Column, Heading, Paragraph, Table
from exports.masking import Mask
from exports.report import Report, Request, few_note
from exports.reports.statistics import DEFINITION_NAMES, GROUPINGS, definition_of

_NAMED = 200
"""Children listed behind one broken equation; a register in which nothing was collected would list all of it."""


def _rows(session: Session, request: Request) -> Iterator[FormArea]:
    areas = form_of_2016(
        session, request.on, by=request.by or "township", definition=definition_of(request), school=request.school,
        village=request.village, few=request.few,
    )  # fmt: skip
    return iter(areas)


def _told(area: FormArea, column: FormColumn) -> int | str:
    return HIDDEN if column.number in area.hidden else area.totals[column.number]


def _numbered(column: FormColumn) -> Column:
    return Column(column.title, lambda area: _told(area, column), number=True, group=str(column.number))


def _summed(area: FormArea, get: Callable[[Check], int | None]) -> Callable[[Check], int | str | None]:
    """A number about an equation, which would give away a column of it that is not told."""
    return lambda check: HIDDEN if area.hidden.intersection(check.equation.columns) else get(check)


def _behind_count(check: Check) -> int | None:
    return len(check.children) or None


def _layout(session: Session, request: Request, rows: Iterator[FormArea]) -> Iterator[blocks.Block]:
    areas = list(rows)
    yield Paragraph(_("Counted: {definition}.").format(definition=_(DEFINITION_NAMES[request.kind or "all"])))
    for area in areas:
        if len(areas) > 1:
            yield Heading(_("[{block}]").format(block=area.name))
        yield Table(
            (
                Column(mark("Form column"), lambda column: column.number, 4),
                Column(mark("What it counts"), lambda column: _(column.title), 40),
                Column(mark("Header"), lambda column: _("inferred") if column.inferred else _("of the form"), 10),
                Column(mark("Children"), partial(_told, area), 8, number=True),
            ),
            COLUMNS,
        )
        yield Table(
            (
                Column(mark("Equation"), lambda check: check.equation.text, 22),
                Column(mark("Left side"), _summed(area, lambda check: check.left), 8, number=True),
                Column(mark("Right side"), _summed(area, lambda check: check.right), 8, number=True),
                Column(mark("Cross-check"), lambda check: _("held") if check.held else _("broken"), 12),
                Column(mark("Children behind"), _summed(area, _behind_count), 16, number=True),
            ),
            area.checks,
        )
    yield Paragraph(_("The equations are those of the form; headers called inferred were concluded from them."))
    yield from few_note(request)
    if request.few:  # a list of names tells more than a small count
        return
    villages, schools = village_names(session), school_names(session)
    for broken in areas[-1].checks:
        if broken.children:
            yield from _behind(broken, villages, schools)


def _behind(
    check: Check, villages: dict[int | None, str], schools: dict[int | None, str]
) -> Iterator[blocks.Block]:  # fmt: skip
    yield Heading(_("[{block}]").format(block=_("Behind {equation}").format(equation=check.equation.text)))
    yield Table(
        (
            Column(mark("File id"), lambda child: child.id, 8),
            Column(mark("Name"), lambda child: child.name, 12, Mask.NAME),
            Column(mark("Village"), lambda child: villages.get(child.village), 16),
            Column(mark("School"), lambda child: schools.get(child.school), 24),
        ),
        check.children[:_NAMED],
    )
    if len(check.children) > _NAMED:
        yield Paragraph(_("… and {n} more.").format(n=len(check.children) - _NAMED))


report = Report(
    name="cross-check",
    title=mark("The form of 2016 with its cross-checks"),
    help=mark("The 32 columns of the form of 2016; each equation held or broken, with the children behind it."),
    columns=(
        Column(mark("Area"), lambda area: area.name),
        *map(_numbered, COLUMNS),
        Column(mark("Broken equations"), lambda area: ", ".join(c.equation.text for c in area.checks if not c.held)),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "kind", "by", "few"}),
    layout=_layout,
    choices={"by": {"township": GROUPINGS["township"], **GROUPINGS}, "kind": DEFINITION_NAMES},
)
