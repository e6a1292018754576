"""The loving mother phones: `db.rules.care_duties.again`, from her last call or the start of the pairing."""

from __future__ import annotations

from db.queries.duties.mother_contact import contact
from db.queries.summaries import MOTHER_CALLS
from db.vocabulary import DutyKind

duty = contact(DutyKind.MOTHER_CALL, "mother_phone", MOTHER_CALLS)
