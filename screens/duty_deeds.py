"""What fulfils a duty from a child's file: a form over it, or the pairing board."""

from __future__ import annotations

from db.vocabulary import DutyKind, RecordKind

DEED_OF: dict[str, str] = {
    DutyKind.SURVEY: "survey",
    DutyKind.TALK: f"record.{RecordKind.TALK}",
    DutyKind.VISIT: f"record.{RecordKind.HOME_VISIT}",
    DutyKind.MOTHER: "pairing",
    DutyKind.MOTHER_CALL: f"record.{RecordKind.MOTHER_DUTY}",
    DutyKind.MOTHER_MEETING: f"record.{RecordKind.MOTHER_DUTY}",
    DutyKind.AGREEMENT: "carer",
    DutyKind.LETTER: f"record.{RecordKind.LETTER}",
    DutyKind.GOOD_DEED: f"record.{RecordKind.GOOD_DEED}",
    DutyKind.SCHOOL: "schooling",
    DutyKind.LEAVING: "leave",
}
"""Keys of the child's file; a pairing is made on the board, the review of a plan has a screen of its own."""
