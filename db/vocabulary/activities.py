"""Codes of activities, the nine ones, festivals and the inventory of a home."""

from __future__ import annotations

from db.i18n import mark
from db.vocabulary.code import Code


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
    LIVING = "living", mark("daily life")
    MEDICAL = "medical", mark("first aid")
    OTHER = "other", mark("other things")


class HomeItemState(Code):
    """What an item of the inventory is good for."""

    GOOD = "good", mark("in order")
    REPAIR = "repair", mark("needs repair")
    BROKEN = "broken", mark("unusable")
