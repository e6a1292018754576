"""What must be asked before two are paired: whether a rule may be passed over, and whether both children agree."""

from __future__ import annotations

from typing import Any

from textual.app import App

from db.commands.pairings import Wish
from db.i18n import _
from db.queries.pairing_board import Candidate
from db.vocabulary import PairingKind
from screens.dialogs.confirm import Confirm


async def wish_for(app: App[Any], kind: PairingKind, *pairs: Candidate) -> Wish | None:
    """How pairs are to be made; None: given up. Called in a worker."""
    despite = await passes_over(app, *pairs)
    if despite is None:
        return None
    agreed = await both_agree(app, kind, names(*pairs))
    return None if agreed is None else Wish(agreed=agreed, despite=despite)


async def passes_over(app: App[Any], *pairs: Candidate) -> bool | None:
    """Whether a rule is to be passed over for pairs; None: given up. Called in a worker."""
    against = [one for one in pairs if one.fit.against]
    if not against or any(one.helper.helper.barred for one in pairs):  # that one is refused, whoever wishes it
        return False
    told = [one.words if len(pairs) == 1 else f"{names(one)}: {one.words}" for one in against]
    question = Confirm(_("The rules are against it. Pair all the same?"), "\n".join(told), _("Pair all the same"))
    return True if await app.push_screen_wait(question) else None


async def both_agree(app: App[Any], kind: PairingKind, who: str) -> bool | None:
    """Whether both children agree, asked for little teachers only; None where they do not."""
    if kind is not PairingKind.LITTLE_TEACHER:
        return False
    question = Confirm(_("Have both children and their guardians agreed?"), who, _("They have agreed"))
    return True if await app.push_screen_wait(question) else None


def names(*pairs: Candidate) -> str:
    """Who is paired with whom."""
    return _(", ").join(f"{one.child.name} - {one.helper.name}" for one in pairs)
