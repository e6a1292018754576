"""Codes of those who help and of what is done for a child."""

from __future__ import annotations

from db.i18n import mark
from db.vocabulary.code import Code


class StaffRole(Code):
    TEACHER = "teacher", mark("teacher")
    LOVING_MOTHER = "loving_mother", mark("loving mother")
    VILLAGE_DIRECTOR = "village_director", mark("village children's director")
    SUPERVISOR = "supervisor", mark("township children's supervisor")
    CADRE = "cadre", mark("cadre")
    VOLUNTEER = "volunteer", mark("volunteer")


class PairingKind(Code):
    LOVING_MOTHER = "loving_mother", mark("loving mother")
    HELP_TEACHER = "help_teacher", mark("helping teacher")
    LITTLE_TEACHER = "little_teacher", mark("little teacher")
    CADRE = "cadre", mark("cadre")
    VOLUNTEER = "volunteer", mark("volunteer")


class RecordKind(Code):
    """What happened to one child."""

    TALK = "talk", mark("talk")
    HOME_VISIT = "home_visit", mark("home visit")
    CALL = "call", mark("family call")
    LETTER = "letter", mark("family letter")
    GOOD_DEED = "good_deed", mark("good deed")
    STUDY_CHECK = "study_check", mark("study check")
    HELP = "help", mark("help given")
    MOTHER_DUTY = "mother_duty", mark("duty of a loving mother")


class TalkTopic(Code):
    STUDY = "study", mark("study")
    LIFE = "life", mark("life")
    MIND = "mind", mark("state of mind")
    SAFETY = "safety", mark("safety")
    FAMILY = "family", mark("family ties")
    CONDUCT = "conduct", mark("conduct")


class ContactWay(Code):
    FACE = "face", mark("face to face")
    PHONE = "phone", mark("by phone")
    VIDEO = "video", mark("by video")
    LETTER = "letter", mark("by letter")


class PlanCause(Code):
    """The four causes of a special education plan in the campaign document."""

    STUDY_DECLINE = "study_decline", mark("sharp decline in study")
    PERSONALITY = "personality", mark("poor personality development")
    MORAL = "moral", mark("moral failing")
    UNLAWFUL = "unlawful", mark("suspected law-breaking")


class PlanOutcome(Code):
    REACHED = "reached", mark("goal reached")
    HANDED_OVER = "handed_over", mark("handed over")
    MOVED = "moved", mark("moved away")


class IncidentKind(Code):
    """Mandatory reporting of harm to minors, 2020, nine departments."""

    INJURY = "injury", mark("abnormal injury")
    MALNUTRITION = "malnutrition", mark("malnutrition or unconsciousness")
    VIOLENCE = "violence", mark("domestic violence or abuse")
    BULLYING = "bullying", mark("bullying")
    SEXUAL_HARM = "sexual_harm", mark("sexual harm")
    ABANDONMENT = "abandonment", mark("abandonment")
    TRAFFICKING = "trafficking", mark("trafficking or forced begging")
    MISSING = "missing", mark("missing or out of guardianship")
    OTHER = "other", mark("other harm or danger")


class DutyKind(Code):
    """What is owed for a child, in the order in which Today shows it; each has its module in `db.queries.duties`."""

    SURVEY = "survey", mark("survey of the semester")
    TALK = "talk", mark("monthly talk")
    VISIT = "visit", mark("visit by risk")
    MOTHER = "mother", mark("a loving mother")
    MOTHER_CALL = "mother_call", mark("loving mother phones")
    MOTHER_MEETING = "mother_meeting", mark("loving mother meets")
    AGREEMENT = "agreement", mark("agreement of entrusted care")
    REVIEW = "review", mark("review of a plan")
    LETTER = "letter", mark("letter home")
    GOOD_DEED = "good_deed", mark("a good deed")
    SCHOOL = "school", mark("a school after graduation")
    LEAVING = "leaving", mark("may leave the register")


class DutyState(Code):
    DONE = "done", mark("done")
    DUE = "due", mark("due")
    OVERDUE = "overdue", mark("overdue")
    LATER = "later", mark("not yet due")
    NOT_APPLICABLE = "not_applicable", mark("not applicable")


class Alert(Code):
    """Red alerts, what the law forbids outright: the gravest first; the label is the sentence that is shown."""

    INCIDENT_UNREPORTED = "incident_unreported", mark("An incident has not been reported.")
    LIVING_ALONE = "living_alone", mark("A child under 16 lives alone.")
    UNATTENDED = "unattended", mark("A child under 8 is left unattended.")
    UNFIT_CARER = "unfit_carer", mark("The law forbids to entrust this carer.")
