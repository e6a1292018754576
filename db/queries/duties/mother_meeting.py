"""The loving mother meets the child: `db.rules.care_duties.again`, from the last time or the start of the pairing."""

from __future__ import annotations

from db.queries.duties.mother_contact import contact
from db.queries.summaries import MOTHER_MEETINGS
from db.vocabulary import DutyKind

duty = contact(DutyKind.MOTHER_MEETING, "mother_meeting", MOTHER_MEETINGS)
