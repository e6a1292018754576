"""How an agreement of entrusted care stands on a day."""

from __future__ import annotations

from datetime import date

from db.i18n import mark
from db.rules.dates import last_day
from db.vocabulary import Code


class AgreementState(Code):
    NONE = "none", mark("not signed")
    SIGNED = "signed", mark("in force")
    EXPIRED = "expired", mark("expired")


def agreement_state(signed_on: str | None, until: str | None, today: date) -> AgreementState:
    """Signed by that day and not run out; ISO dates, the last day belongs to it, and without one it runs on."""
    if not signed_on or last_day(signed_on) > today:
        return AgreementState.NONE
    return AgreementState.EXPIRED if until and last_day(until) < today else AgreementState.SIGNED
