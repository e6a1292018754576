"""What can be done with a helper on the pairing board: take children, end, move, swap, hand all over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from db.access import Right
from db.commands.pairings import end_pairing, move, pair, swap
from db.errors import GuanaiError
from db.i18n import _
from db.queries.helpers import HelperEntry, helpers
from db.queries.pairing_board import Board, Candidate, Held, known_children
from db.queries.pairing_hand_over import HandOver, hand_over_of, hand_over_on
from db.queries.pairing_helpers import HelperLine
from db.session import Session
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import ConfirmReason
from screens.dialogs.message import ShowMessage
from screens.pairing_questions import names, wish_for
from screens.pairing_views import load_text
from screens.widgets.options import Option

if TYPE_CHECKING:
    from screens.pairing import PairingScreen


_SHEETS = {"sheet": "helper-sheet", "cards": "contact-card"}
"""Reports on one helper."""


async def pair_up(screen: PairingScreen, one: Candidate) -> None:
    """Ask what the pair needs, and make it; called in a worker of the board."""
    kind = screen.kind
    wish = await wish_for(screen.app, kind, one)
    if wish is not None:
        told = _("{child} is helped by {helper} now.").format(child=one.child.name, helper=one.helper.name)
        await do(screen, lambda: pair(screen.session, kind, one.child.id, one.helper.id, wish), told)


async def do(screen: PairingScreen, deed: Callable[[], int], sentence: str) -> None:
    """Do something in a thread, remember it for undo, read the board anew; a refusal is shown in a box."""
    try:
        number = await asyncio.to_thread(deed)
    except GuanaiError as error:
        await screen.app.push_screen_wait(ShowMessage(error.sentence))
        screen.read()
    else:
        screen.remember(number)
        screen.read(sentence)


async def offer(screen: PairingScreen, line: HelperLine) -> None:
    """Ask what to do with a helper, and do it; called in a worker of the board."""
    board = screen.board
    if board is None:
        return
    held = board.held.get(line.id, ())
    options = []
    if screen.session.may(Right.PAIRINGS):
        if line.helper.room and board.waiting:
            options.append(Option("take", _("Take children")))
        if held:
            options += [
                Option("end", _("End a pairing")),
                Option("move", _("Move a child to another helper")),
                Option("swap", _("Swap two children")),
                Option("hand_over", _("Hand over all children")),
            ]
    if not board.rules.of_children:
        options.append(Option("sheet", _("Helper's sheet")))
        if held:
            options.append(Option("cards", _("Contact cards")))
    if not options:
        return
    chosen = await screen.app.push_screen_wait(Choose(line.name, options))
    if chosen is None:
        return
    if chosen.value == "take":
        screen.take_children(line)
    elif chosen.value in _SHEETS:
        from screens.helpers import sheet_of  # 100 ms to load with all that prints

        screen.app.push_screen(sheet_of(screen.session, screen.folder, _SHEETS[chosen.value], line.id))
    elif chosen.value == "hand_over":
        await _hand_over(screen, board, line)
    else:
        one = await _which(screen, _("Which child?"), held)
        if one is not None:
            await {"end": _end, "move": _move, "swap": _swap}[chosen.value](screen, board, line, one)


async def _end(screen: PairingScreen, _board: Board, line: HelperLine, one: Held) -> None:
    reason = await _why(screen, _("End this pairing?"), f"{one.name} - {line.name}", _("End"))
    if reason:
        await do(screen, lambda: end_pairing(screen.session, one.id, one.version, reason), _("The pairing has ended."))


async def _move(screen: PairingScreen, board: Board, line: HelperLine, one: Held) -> None:
    found = await screen.in_thread(_ranked, screen.session, board, one.child)
    if not found:
        return
    others = [candidate for candidate in found if candidate.helper.id != line.id]
    options = [
        Option(str(other.helper.id), f"{other.helper.name} {load_text(other.helper.helper)}", other.words)
        for other in others
    ]
    chosen = await screen.app.push_screen_wait(Choose(_("To whom?"), options))
    if chosen is None:
        return
    candidate = next(other for other in others if str(other.helper.id) == chosen.value)
    wish = await wish_for(screen.app, screen.kind, candidate)
    if wish is None:
        return
    helper = candidate.helper
    told = _("{child}: from {former} to {next}").format(child=one.name, former=line.name, next=helper.name)
    reason = await _why(screen, _("Move this child?"), told, _("Move"))
    if reason:
        await do(
            screen,
            lambda: move(screen.session, one.id, one.version, helper.id, reason, wish),
            _("The child has another helper now."),
        )


async def _swap(screen: PairingScreen, board: Board, line: HelperLine, one: Held) -> None:
    others = {
        str(held.id): (board.by_id[by], held)
        for by, rows in board.held.items() if by != line.id and by in board.by_id for held in rows
    }  # fmt: skip
    options = [Option(key, held.name, f"{other.name} {other.place}") for key, (other, held) in others.items()]
    chosen = await screen.app.push_screen_wait(Choose(_("With which child?"), options))
    if chosen is None:
        return
    other, held = others[chosen.value]
    pairs = await screen.in_thread(_swapped, screen.session, board, {one.child: other, held.child: line})
    if pairs is None:
        return
    wish = await wish_for(screen.app, screen.kind, *pairs)
    if wish is None:
        return
    reason = await _why(screen, _("Let them swap?"), names(*pairs), _("Swap"))
    if reason:
        rows = (one.id, one.version), (held.id, held.version)
        await do(screen, lambda: swap(screen.session, *rows, reason, wish), _("Swapped."))


async def _hand_over(screen: PairingScreen, board: Board, line: HelperLine) -> None:
    from screens.pairing_hand_over import HandOverScreen

    found = await screen.in_thread(_passing_on, screen.session, board, line.id)
    if found is None:
        return
    children, staff = found
    done = await screen.app.push_screen_wait(HandOverScreen(screen.session, line.name, children, staff))
    if done is not None:
        if done.deed:
            screen.remember(done.deed)
        screen.read(done.sentence)


def _passing_on(session: Session, board: Board, helper: int) -> tuple[HandOver, HelperEntry | None]:
    """The children of a helper, of every kind for one of the staff, who is given with them."""
    if board.rules.of_children:
        return hand_over_on(session, board, helper), None
    return hand_over_of(session, helper), next((one for one in helpers(session) if one.id == helper), None)


async def _which(screen: PairingScreen, question: str, held: Sequence[Held]) -> Held | None:
    if len(held) == 1:
        return held[0]
    options = [Option(str(one.id), one.name, one.village or one.school) for one in held]
    chosen = await screen.app.push_screen_wait(Choose(question, options))
    return next((one for one in held if chosen and str(one.id) == chosen.value), None)


async def _why(screen: PairingScreen, question: str, record: str, yes: str) -> str | None:
    return await screen.app.push_screen_wait(ConfirmReason(question, record, yes))


def _ranked(session: Session, board: Board, child: int) -> list[Candidate]:
    """The helpers for a child that has one."""
    return [one for waiting in known_children(session, [child]) for one in board.for_child(waiting)]


def _swapped(session: Session, board: Board, helpers: Mapping[int, HelperLine]) -> list[Candidate]:
    """The pairs that a swap makes (the next helper by child): each helper gives a child away before taking one."""
    freed = {
        child: replace(line, helper=replace(line.helper, load=line.helper.load - 1)) for child, line in helpers.items()
    }
    return [board.candidate(child, freed[child.id]) for child in known_children(session, list(helpers))]
