"""Which form over a child's file fulfils a duty."""

from __future__ import annotations

from db.vocabulary import DutyKind, RecordKind

DEED_OF: dict[str, str] = {
    DutyKind.SURVEY: "survey",
    DutyKind.TALK: f"record.{RecordKind.TALK}",
    DutyKind.VISIT: f"record.{RecordKind.HOME_VISIT}",
    DutyKind.MOTHER_CALL: f"record.{RecordKind.MOTHER_DUTY}",
    DutyKind.MOTHER_MEETING: f"record.{RecordKind.MOTHER_DUTY}",
    DutyKind.AGREEMENT: "carer",
    DutyKind.LETTER: f"record.{RecordKind.LETTER}",
    DutyKind.GOOD_DEED: f"record.{RecordKind.GOOD_DEED}",
    DutyKind.LEAVING: "leave",
}
"""Keys of the child's file; a pairing and the review of a plan have screens of their own."""
