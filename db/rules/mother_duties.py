"""The seven duties of a loving mother, and which of them records show as done; the list is our design."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.i18n import mark
from db.vocabulary import ContactWay, TalkTopic
from db.vocabulary.code import Code


class MotherDuty(Code):
    """In the order of the sheet that a loving mother signs."""

    CARD = "card", mark("contact card exchanged")
    PHONE = "phone", mark("phoned this month")
    MEETING = "meeting", mark("met this quarter")
    TALK = "talk", mark("talked about study and mood")
    GUARDIAN = "guardian", mark("told guardian or teacher")
    GREETING = "greeting", mark("birthday or festival greeting")
    NEED = "need", mark("need passed on")


@dataclass(frozen=True)
class Told:
    """What one record tells: its day and way, and whether it names a festival, a need, or somebody who was met."""

    on: date
    way: str = ""
    festival: bool = False
    topics: str = ""
    need: bool = False
    met: bool = False


def duties_done(records: Iterable[Told], on: date, term_starts_on: date) -> dict[MotherDuty, bool]:
    """Which duties the records of one child show as done by a day; the card is on paper only, never shown here.

    The month and the quarter are those of the day; the rest counts from the start of the semester.
    """
    done = dict.fromkeys(MotherDuty, False)
    for record in records:
        months = (on.year - record.on.year) * 12 + on.month - record.on.month
        quarters = (on.year - record.on.year) * 4 + (on.month - 1) // 3 - (record.on.month - 1) // 3
        this_term = record.on >= term_starts_on
        done[MotherDuty.PHONE] |= months == 0 and record.way in (ContactWay.PHONE, ContactWay.VIDEO)
        done[MotherDuty.MEETING] |= quarters == 0 and record.way == ContactWay.FACE
        done[MotherDuty.TALK] |= this_term and bool({TalkTopic.STUDY, TalkTopic.MIND} & set(record.topics.split()))
        done[MotherDuty.GUARDIAN] |= this_term and record.met
        done[MotherDuty.GREETING] |= this_term and record.festival
        done[MotherDuty.NEED] |= this_term and record.need
    return done
