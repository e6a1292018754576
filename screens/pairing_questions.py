"""What must be asked before two are paired: whether a rule may be passed over, and whether both children agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App

from db.commands.pairings import Wish
from db.i18n import _
from db.queries.pairing_board import Candidate
from db.vocabulary import PairingKind
from screens.dialogs.confirm import Confirm

SHOWN = 6
"""Children of a hand-over who are named: more do not fit a low window."""


async def wish_for(app: App[Any], kind: PairingKind, one: Candidate) -> Wish | None:
    """How a pair is to be made; None: given up. Called in a worker."""
    despite = False
    if one.fit.against and not one.helper.helper.barred:  # that one is refused, whoever wishes it
        question = _("The rules are against it. Pair all the same?")
        despite = await app.push_screen_wait(Confirm(question, one.words, _("Pair all the same"))) is True
        if not despite:
            return None
    agreed = await both_agree(app, kind, f"{one.child.name} - {one.helper.name}")
    return None if agreed is None else Wish(agreed=agreed, despite=despite)


async def both_agree(app: App[Any], kind: PairingKind, who: str) -> bool | None:
    """Whether both children agree, asked for little teachers only; None where they do not."""
    if kind is not PairingKind.LITTLE_TEACHER:
        return False
    question = Confirm(_("Have both children and their guardians agreed?"), who, _("They have agreed"))
    return True if await app.push_screen_wait(question) else None


def handed_over(told: Sequence[tuple[str, str]]) -> str:
    """A line a child with the next helper, empty where there is none."""
    lines = [f"{child} - {helper or _('nobody yet')}" for child, helper in told[:SHOWN]]
    return "\n".join([*lines, *([_("… and {n} more.").format(n=len(told) - SHOWN)] if len(told) > SHOWN else [])])
