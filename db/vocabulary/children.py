"""Codes of a child and its family: blocks A to M of the registration form."""

from __future__ import annotations

from db.i18n import mark
from db.vocabulary.code import Code


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
