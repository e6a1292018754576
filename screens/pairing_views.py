"""What the pairing board shows of a child and of a helper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.style import Style

from db.i18n import _
from db.queries.pairing_board import Board, Candidate, Waiting
from db.queries.pairing_helpers import HelperLine
from db.rules.pairing import Fit, Helper
from db.vocabulary import Risk, label
from screens.widgets.columns import Column
from screens.widgets.load_bar import bar
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable
from screens.widgets.text_pane import ALARM, HEAD, Said

BAR = 6
"""Cells of the bar of a helper's load."""
BEST = 3
"""Helpers who are named beside a child."""
DIM = Style(dim=True)


class Chosen(Enum):
    """What was chosen first: nothing yet, a child whose helper is looked for, or a helper who takes children."""

    NOTHING = auto()
    CHILD = auto()
    HELPER = auto()


@dataclass(frozen=True)
class ChildRow:
    """A waiting child; with its fit where a helper was chosen."""

    child: Waiting
    fit: Fit | None = None


@dataclass(frozen=True)
class HelperRow:
    """A helper; with the fit where a child was chosen."""

    line: HelperLine
    fit: Fit | None = None


def place_options(board: Board) -> list[Option]:
    """The villages and schools of those who wait, with how many; the value is `village 3`."""
    counts: dict[tuple[str, int, str], int] = {}
    for child in board.waiting:
        seeker = child.seeker
        for field, place, name in (("village", seeker.village, child.village), ("school", seeker.school, child.school)):
            if place is not None:
                counts[field, place, name] = counts.get((field, place, name), 0) + 1
    ordered = sorted(counts, key=lambda one: (one[0] == "school", one[1]))
    return [
        Option(f"{field} {place}", name, _("{n} wait").format(n=counts[field, place, name]))
        for field, place, name in ordered
    ]


def place_of(one: Waiting | HelperLine) -> str:
    """Where somebody is found: a child, little teachers too, by village and class."""
    if isinstance(one, Waiting):
        return " ".join(part for part in (one.village, one.school_class) if part) or one.school
    return " ".join(part for part in (one.village, one.unit) if part) if one.helper.of_children else one.place


def load_text(helper: Helper) -> str:
    """The load as a bar and as numbers."""
    return f"{bar(min(helper.load, helper.capacity), helper.capacity, BAR)} {helper.load}/{helper.capacity}"


def child_rows(board: Board, helper: HelperLine | None) -> list[ChildRow]:
    """Who waits, by village; for a helper who was chosen, the best fit first."""
    if helper is None:
        return [ChildRow(child) for child in board.waiting]
    return [ChildRow(one.child, one.fit) for one in board.for_helper(helper)]


def helper_rows(board: Board, child: Waiting | None) -> list[HelperRow]:
    """Who could help, the most room first; for a child that was chosen, the best fit first."""
    if child is None:
        return [HelperRow(line) for line in sorted(board.helpers, key=lambda line: -line.helper.room)]
    return [HelperRow(one.helper, one.fit) for one in board.for_child(child)]


def standing(before: Sequence[ChildRow], current: ChildRow | None, after: Sequence[ChildRow]) -> ChildRow | None:
    """Where the cursor goes when rows are gone: its own child, else the next one that is still there, or the last."""
    there = {row.child.id: row for row in after}
    ids = [row.child.id for row in before]
    if current is None or current.child.id not in ids:
        return current
    following = (there[child] for child in ids[ids.index(current.child.id) :] if child in there)
    return next(following, after[-1] if after else None)


def child_table() -> RecordTable[ChildRow]:
    """The waiting children."""
    return RecordTable(child_columns(), threaded=False, id="children")


def child_columns(*, languages: bool = False) -> list[Column[ChildRow]]:
    """The name of a waiting child, and beside it where it lives and learns, or its languages."""
    title, beside = (_("Languages"), _languages_of) if languages else (_("Village, class"), place_of)
    return [
        Column("name", _("Child"), 8, lambda row: row.child.name, style=_child_ink),
        Column("beside", title, 14, lambda row: beside(row.child), style=_child_ink, grow=True),
    ]


def no_child(board: Board) -> str:
    """Why the list of children is empty."""
    return _("No child waits.") if board.needed else _("No child needs one.")


def no_helper(board: Board, *, may_enter: bool) -> str:
    """Why the list of helpers is empty, for somebody who `may_enter` some."""
    if board.needed and not board.waiting:
        return _("Nobody waits, so nobody is looked for.")
    if may_enter:
        return _("Nobody may help so. h: enter some.")
    return _("Nobody of your places may help so. Ask the township office.")


def helper_table() -> RecordTable[HelperRow]:
    """The helpers."""
    return RecordTable(helper_columns(), threaded=False, id="helpers")


def helper_columns(*, languages: bool = False) -> list[Column[HelperRow]]:
    """Who helps, how far they are taken up, and beside it where they are found, or their languages."""
    title, beside = (_("Languages"), _languages_of) if languages else (_("Village or unit"), place_of)
    return [
        Column("name", _("Helper"), 8, lambda row: row.line.name, style=_helper_ink),
        Column("load", _("Load"), BAR + 5, lambda row: load_text(row.line.helper), style=_helper_ink),
        Column("beside", title, 10, lambda row: beside(row.line), style=_helper_ink, grow=True),
    ]


def about_child(board: Board, child: Waiting) -> Iterator[Said]:
    """A waiting child, and who would fit best."""
    risk = label(Risk, child.risk)
    places = [child.village, child.school, child.school_class, child.birth_date or "", child.languages, risk]
    yield Said(f"{child.name}  {'  '.join(place for place in places if place)}", HEAD)
    best = [candidate for candidate in board.for_child(child)[:BEST] if candidate.fit.allowed]
    if not best:
        yield Said(_("Nobody fits who has room. Enter shows why."), ALARM)
    for candidate in best:
        yield Said(f"{candidate.helper.name}  {candidate.words}")


def about_helper(board: Board, line: HelperLine) -> Iterator[Said]:
    """A helper, and whom they help now."""
    parts = [line.unit, line.village, line.school, line.phone, line.languages]
    yield Said(f"{line.name}  {'  '.join(part for part in dict.fromkeys(parts) if part)}", HEAD)
    yield Said(load_text(line.helper))
    held = board.held.get(line.id, ())
    for pairing in held:
        yield Said(_("since {day}: {name} {place}").format(
            day=pairing.from_on, name=pairing.name, place=pairing.village or pairing.school))  # fmt: skip
    if not held:
        yield Said(_("Helps nobody in this way at present."))


def about_pair(board: Board, one: Candidate) -> Iterator[Said]:
    """Why two fit, or what speaks against it."""
    yield Said(f"{one.child.name} - {one.helper.name}", HEAD)
    if one.fit.against:
        yield Said(_("Against it: {reasons}").format(reasons=_(", ").join(one.fit.against)), ALARM)
    if one.fit.reasons:
        yield Said(_("For it: {reasons}").format(reasons=_(", ").join(one.fit.reasons)))
    yield from list(about_helper(board, one.helper))[1:]


def _helper_ink(row: HelperRow) -> Style | None:
    return DIM if not row.line.helper.room or (row.fit and row.fit.against) else None


def _child_ink(row: ChildRow) -> Style | None:
    return DIM if row.fit and row.fit.against else None


def _languages_of(one: Waiting | HelperLine) -> str:
    return one.languages
