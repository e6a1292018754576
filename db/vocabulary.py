"""Coded values: the database stores the code, the catalogs give its name in each language.

Sources: the ministry's 2016 registration form and its successors (blocks A to M), the township's campaign document.
The order of members is the order of the paper forms and of every list a person chooses from.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeVar

from db.i18n import _, mark


class Code(str, Enum):
    """A code with a translatable name; compares equal to the plain string that the database stores."""

    msgid: str

    def __new__(cls, code: str, msgid: str = "") -> Code:
        member = str.__new__(cls, code)
        member._value_ = code
        member.msgid = msgid or code
        return member

    @property
    def label(self) -> str:
        """The name in the language in force."""
        return _(self.msgid)

    def __str__(self) -> str:
        return str(self.value)


AnyCode = TypeVar("AnyCode", bound=Code)


def label(vocabulary: type[Code], code: str | None) -> str:
    """The name of `code`; nothing for a value that was not collected, the code itself where it is unknown."""
    if not code:
        return ""
    try:
        return vocabulary(code).label
    except ValueError:
        return code


def labels(vocabulary: type[Code], codes: str | None) -> str:
    """The names of a space-separated set of codes, joined by the list comma."""
    return "、".join(label(vocabulary, code) for code in (codes or "").split())


class Sex(Code):
    MALE = "male", mark("male")
    FEMALE = "female", mark("female")


class IdType(Code):
    RESIDENT = "resident", mark("resident ID")
    HK_MACAO_TAIWAN = "permit", mark("Hong Kong, Macao or Taiwan permit")
    PASSPORT = "passport", mark("passport")
    BIRTH_CERTIFICATE = "birth", mark("birth certificate")
    NONE = "none", mark("no document yet")


class HouseholdKind(Code):
    """Block A, 户籍性质."""

    RURAL = "rural", mark("rural resident")
    URBAN = "urban", mark("urban resident")
    UNREGISTERED = "unregistered", mark("no household registration")
    OTHER = "other", mark("other household")


class Health(Code):
    """Block B."""

    HEALTHY = "healthy", mark("healthy")
    WEAK = "weak", mark("fair or weak")
    SERIOUS = "serious", mark("serious illness")
    CHRONIC = "chronic", mark("chronic illness")
    DISABLED = "disabled", mark("disabled")
    OTHER = "other", mark("other condition")


class Disability(Code):
    """Kinds of the disability card."""

    SIGHT = "sight", mark("sight")
    HEARING = "hearing", mark("hearing")
    SPEECH = "speech", mark("speech")
    BODY = "body", mark("limbs")
    MIND = "mind", mark("intellect")
    PSYCHE = "psyche", mark("mental disorder")
    MULTIPLE = "multiple", mark("multiple disability")


class Schooling(Code):
    """Block C; eight options as in the 2016 form."""

    NOT_IN_KINDERGARTEN = "home", mark("not in kindergarten")
    KINDERGARTEN = "kindergarten", mark("kindergarten")
    PRIMARY = "primary", mark("primary school")
    JUNIOR = "junior", mark("junior middle school")
    SENIOR = "senior", mark("senior middle school")
    VOCATIONAL = "vocational", mark("vocational school")
    DROPPED_OUT = "dropped_out", mark("dropped out")
    NOT_IN_SCHOOL = "not_in_school", mark("not in school (14 to 16)")


class Stage(Code):
    """The stage of a school class."""

    KINDERGARTEN = "kindergarten", mark("kindergarten stage")
    PRIMARY = "primary", mark("primary stage")
    JUNIOR = "junior", mark("junior stage")
    SENIOR = "senior", mark("senior stage")
    VOCATIONAL = "vocational", mark("vocational stage")


class ParentRole(Code):
    FATHER = "father", mark("father")
    MOTHER = "mother", mark("mother")


class GrandparentRole(Code):
    """Block H."""

    PATERNAL_GRANDFATHER = "paternal_grandfather", mark("paternal grandfather")
    PATERNAL_GRANDMOTHER = "paternal_grandmother", mark("paternal grandmother")
    MATERNAL_GRANDFATHER = "maternal_grandfather", mark("maternal grandfather")
    MATERNAL_GRANDMOTHER = "maternal_grandmother", mark("maternal grandmother")


class Whereabouts(Code):
    HOME = "home", mark("at home")
    IN_COUNTY = "in_county", mark("working in the county")
    IN_PROVINCE = "in_province", mark("working in the province")
    OUT_OF_PROVINCE = "out_of_province", mark("working outside the province")
    ABROAD = "abroad", mark("abroad")
    UNKNOWN = "unknown", mark("whereabouts unknown")


AWAY = frozenset({Whereabouts.IN_COUNTY, Whereabouts.IN_PROVINCE, Whereabouts.OUT_OF_PROVINCE, Whereabouts.ABROAD})


class ParentCondition(Code):
    """Blocks D and E, special states; several of them decide who counts as unable to act as guardian."""

    NORMAL = "normal", mark("no special state")
    SERIOUS_ILLNESS = "serious_illness", mark("seriously ill")
    SEVERE_DISABILITY = "severe_disability", mark("severely disabled")
    PRISON = "prison", mark("in prison")
    DRUG_TREATMENT = "drug_treatment", mark("in compulsory drug treatment")
    RESTRAINED = "restrained", mark("otherwise restrained")
    LOST_CONTACT = "lost_contact", mark("contact lost")
    MISSING = "missing", mark("declared missing")
    DEAD = "dead", mark("deceased")
    GUARDIANSHIP_REVOKED = "revoked", mark("guardianship revoked")


class CareReason(Code):
    """Block F, 委托照料原因."""

    BOTH_AWAY = "both_away", mark("both parents away")
    ONE_AWAY = "one_away", mark("one away, the other unable")
    BOTH_UNABLE = "both_unable", mark("both parents unable")


class ActualCare(Code):
    """Block I, who really cares."""

    GRANDPARENTS = "grandparents", mark("grandparents")
    RELATIVES = "relatives", mark("relatives or friends")
    NOBODY = "nobody", mark("no entrusted carer")


class Living(Code):
    """With whom the child lives; alone under 16 is forbidden by law."""

    CARER = "carer", mark("with the carer")
    PARENT = "parent", mark("with a parent")
    BOARDING = "boarding", mark("boarding at school")
    SIBLINGS = "siblings", mark("with siblings only")
    ALONE = "alone", mark("living alone")


class GuardianshipKind(Code):
    """Block I, 监护类型."""

    NOBODY = "nobody", mark("nobody acts as guardian")
    PARENT_UNABLE = "parent_unable", mark("a parent unable to act")
    CARER_WEAK = "carer_weak", mark("entrusted carer not able enough")
    FAIR = "fair", mark("fair guardianship")
    GOOD = "good", mark("good guardianship")


class GuardianshipGrade(Code):
    """Block I, the grade counted upward."""

    GOOD = "good", mark("good")
    FAIR = "fair", mark("fair")
    POOR = "poor", mark("poor")


class ImproperGuardianship(Code):
    """Block I, 监护不当情形."""

    NOT_ENTRUSTED = "not_entrusted", mark("not entrusted as the law asks")
    CARER_IMPROPER = "carer_improper", mark("entrusted carer acts improperly")
    PARENT_ABSENT = "parent_absent", mark("a parent does not act")


class Income(Code):
    """Block J, main sources."""

    WORK = "work", mark("wages from work away")
    FARMING = "farming", mark("farming")
    RELIEF = "relief", mark("government relief")
    FAMILY = "family", mark("help from relatives")
    OTHER = "other", mark("other income")


class Aid(Code):
    """Block J, 救助措施; multiple, so the sums upward may exceed the count."""

    FILED_POOR = "filed_poor", mark("filed poor household")
    LOW_INCOME = "low_income", mark("minimum living allowance")
    DESTITUTE = "destitute", mark("destitute support")
    TEMPORARY = "temporary", mark("temporary relief")
    MEDICAL = "medical", mark("medical relief")
    HOUSING = "housing", mark("housing relief")
    DISABILITY_LIVING = "disability_living", mark("disability living subsidy")
    DISABILITY_NURSING = "disability_nursing", mark("disability nursing subsidy")
    ORPHAN = "orphan", mark("orphan allowance")
    OTHER = "other", mark("other aid")
    NONE = "none", mark("no aid")


class Risk(Code):
    """Block K, the four colours."""

    RED = "red", mark("red")
    YELLOW = "yellow", mark("yellow")
    BLUE = "blue", mark("blue")
    GREEN = "green", mark("green")


class RegistryState(Code):
    """Block L."""

    REGISTERED = "registered", mark("registered")
    LEFT = "left", mark("left the register")


class ExitReason(Code):
    TURNED_16 = "turned_16", mark("turned 16")
    PARENT_RETURNED = "parent_returned", mark("a parent returned")
    WENT_WITH_PARENTS = "went_with_parents", mark("went along with the parents")
    HOUSEHOLD_MOVED = "household_moved", mark("household registration moved away")
    CHANGED_SCHOOL = "changed_school", mark("changed school")
    DIED = "died", mark("died")
    WRONG_ENTRY = "wrong_entry", mark("entered by mistake")
    OTHER = "other", mark("other reason")


class EnrolmentOutcome(Code):
    MOVED_UP = "moved_up", mark("moved up")
    TRANSFERRED = "transferred", mark("transferred")
    GRADUATED = "graduated", mark("graduated")
    DROPPED_OUT = "dropped_out", mark("dropped out of class")
    CORRECTED = "corrected", mark("entry corrected")


class CarerRelation(Code):
    PATERNAL_GRANDFATHER = "paternal_grandfather", mark("paternal grandfather")
    PATERNAL_GRANDMOTHER = "paternal_grandmother", mark("paternal grandmother")
    MATERNAL_GRANDFATHER = "maternal_grandfather", mark("maternal grandfather")
    MATERNAL_GRANDMOTHER = "maternal_grandmother", mark("maternal grandmother")
    UNCLE_AUNT = "uncle_aunt", mark("uncle or aunt")
    SIBLING = "sibling", mark("adult brother or sister")
    OTHER_KIN = "other_kin", mark("other kin")
    FRIEND = "friend", mark("friend or neighbour")
    OTHER = "other", mark("other relation")


class CarerBar(Code):
    """Who must not be entrusted: Law on the Protection of Minors, article 22."""

    VIOLENT_RECORD = "violent_record", mark("record of sexual assault, abuse, abandonment, trafficking or violence")
    ADDICTION = "addiction", mark("drug use, alcoholism or gambling")
    NEGLECT = "neglect", mark("earlier refusal or long neglect of care")
    OTHER_UNFIT = "other_unfit", mark("otherwise unfit")


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


class ActivityKind(Code):
    SYMPOSIUM = "symposium", mark("symposium")
    GUARDIAN_TRAINING = "guardian_training", mark("guardian training")
    LAW_LECTURE = "law_lecture", mark("law lecture")
    SAFETY_LECTURE = "safety_lecture", mark("safety lecture")
    MIND_LECTURE = "mind_lecture", mark("mental health lecture")
    OUTING = "outing", mark("outing")
    CULTURE_SPORT = "culture_sport", mark("culture and sport")
    PUBLICITY = "publicity", mark("publicity")
    GROUP_MEETING = "group_meeting", mark("working group meeting")
    OTHER = "other", mark("other activity")


class ActivityState(Code):
    PLANNED = "planned", mark("planned")
    DONE = "done", mark("done")
    CANCELLED = "cancelled", mark("cancelled")


class NineOne(Code):
    """The nine ones (九个一) of the campaign document, in its order."""

    HOME = "home", mark("a home for left-behind children")
    HOTLINE = "hotline", mark("a family phone line")
    LITTLE_TEACHER = "little_teacher", mark("one helps one: little teachers")
    LOVING_MOTHER = "loving_mother", mark("a loving mother for each child")
    LECTURE = "lecture", mark("lectures on law, safety and mental health")
    OUTING = "outing", mark("an outing")
    SUNSHINE = "sunshine", mark("a sunshine platform of culture and sport")
    LETTER = "letter", mark("letters home on special festivals")
    GOOD_DEED = "good_deed", mark("one meaningful thing each semester")


class Festival(Code):
    """Days on which letters are written home; the rules of their dates are in `db.rules.festivals`."""

    NEW_YEAR = "new_year", mark("New Year's Day")
    NEW_YEAR_EVE = "new_year_eve", mark("New Year's Eve (lunar)")
    SPRING_FESTIVAL = "spring_festival", mark("Spring Festival")
    LANTERN = "lantern", mark("Lantern Festival")
    WOMENS_DAY = "womens_day", mark("Women's Day")
    QINGMING = "qingming", mark("Qingming")
    LABOUR_DAY = "labour_day", mark("Labour Day")
    MOTHERS_DAY = "mothers_day", mark("Mother's Day")
    CHILDRENS_DAY = "childrens_day", mark("Children's Day")
    DRAGON_BOAT = "dragon_boat", mark("Dragon Boat Festival")
    FATHERS_DAY = "fathers_day", mark("Father's Day")
    TEACHERS_DAY = "teachers_day", mark("Teachers' Day")
    MID_AUTUMN = "mid_autumn", mark("Mid-Autumn Festival")
    NATIONAL_DAY = "national_day", mark("National Day")
    DOUBLE_NINTH = "double_ninth", mark("Double Ninth Festival")
    LABA = "laba", mark("Laba Festival")


class HomeItemKind(Code):
    """Inventory of the 留守儿童之家."""

    FURNITURE = "furniture", mark("furniture")
    COMPUTING = "computing", mark("computers and TV")
    PHONE = "phone", mark("telephones")
    BOOKS = "books", mark("books")
    SPORT = "sport", mark("sport and music")
    MIND = "mind", mark("counselling material")
    FILES = "files", mark("files and cabinets")


class Role(Code):
    SUPERVISOR = "supervisor", mark("supervisor")
    CLERK = "clerk", mark("clerk")
    SCHOOL_HEAD = "school_head", mark("school head")
    TEACHER = "teacher", mark("teacher")
    VILLAGE_DIRECTOR = "village_director", mark("village children's director")
    LEADER = "leader", mark("leader")
    AUDITOR = "auditor", mark("auditor")


class DutyState(Code):
    DONE = "done", mark("done")
    DUE = "due", mark("due")
    OVERDUE = "overdue", mark("overdue")
    NOT_APPLICABLE = "not_applicable", mark("not applicable")


class Action(Code):
    """What a line of the change log says was done."""

    CREATE = "create", mark("created")
    UPDATE = "update", mark("changed")
    EXIT = "exit", mark("taken off the register")
    RETURN = "return", mark("returned to the register")
    WITHDRAW = "withdraw", mark("withdrawn")
    MERGE = "merge", mark("merged")
    EXPORT_FULL = "export_full", mark("exported unmasked")
    IMPORT = "import", mark("imported")
    RESTORE = "restore", mark("database restored")


def vocabularies() -> dict[str, type[Code]]:
    """Every vocabulary by its name, for the reference table and its test."""
    return {cls.__name__: cls for cls in Code.__subclasses__()}
