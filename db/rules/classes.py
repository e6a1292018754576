"""School classes as people write them, 三(2)班, 302, 初一1班, 2021级3班."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from db.errors import RuleError
from db.i18n import _
from db.rules.class_names import GRADES, NUMERALS, stage_of_grade
from db.rules.semesters import school_year
from db.vocabulary import Stage

MAX_NUMBER = 60

_KINDERGARTEN = {"托": 0, "小": 1, "中": 2, "大": 3, "学前": 4}
_STAGE_WORDS = {
    "小学": Stage.PRIMARY,
    "小": Stage.PRIMARY,
    "初中": Stage.JUNIOR,
    "初": Stage.JUNIOR,
    "高中": Stage.SENIOR,
    "高": Stage.SENIOR,
    "中职": Stage.VOCATIONAL,
    "职高": Stage.VOCATIONAL,
    "职中": Stage.VOCATIONAL,
    "职": Stage.VOCATIONAL,
}
_FIRST_GRADE = {Stage.PRIMARY: 1, Stage.JUNIOR: 7, Stage.SENIOR: 10, Stage.VOCATIONAL: 1}

_NUMBER = r"[(\[【.\-]*(?P<number>\d{1,2})?[)\]】]*班?"
# Patterns are compiled when they are first needed: for all of the rules that is 20 ms of every start.
_INFANTS = rf"(?:幼儿园|幼)?(?P<word>托|小|中|大|学前)班?{_NUMBER}"
_COHORT = rf"(?P<word>小学|小|初中|初|高中|高|中职|职高|职中|职)?(?P<year>20\d\d|\d\d)级{_NUMBER}"
_GRADE = (
    rf"(?P<word>小学|小|初中|初|高中|高|中职|职高|职中|职)?(?P<grade>\d{{1,2}})(?P<mark>年级|年|月|级)?{_NUMBER}日?"
)
_COMPACT = r"0?(?P<grade>\d|1[0-2])(?P<number>\d\d)班?"


@dataclass(frozen=True, order=True)
class ClassName:
    """A class within a school: stage, grade as counted above, number."""

    stage: Stage
    grade: int
    number: int = 0


def parse_class(text: str, today: date, stage: str | None = None) -> ClassName:
    """Read a class in any usual spelling; join the texts of a grade and a class column before.

    `today` gives the grade of an entry year (2021级), `stage` the one of the school where the text leaves it open.
    Raises RuleError for what names no class.
    """
    plain = _plain(text)
    found = _infants(plain) or _cohort(plain, today, stage) or _compact(plain) or _graded(plain, stage)
    if found is None or found.number > MAX_NUMBER or found.grade not in GRADES[found.stage]:
        raise RuleError(_("This is no class; write it like 3(2), 7(1) or the name of a kindergarten class."))
    return found


def _plain(text: str) -> str:
    """Half width, without blanks, numerals as digits, a dot between two numbers: 三2 is 3.2, 六一 6.1."""
    plain = re.sub("[·•・。]", ".", re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:40])))
    return re.sub("十?[一二三四五六七八九]|十", _western, plain)


def _western(numeral: re.Match[str]) -> str:
    value = sum(map(NUMERALS.index, numeral[0]))
    following = numeral.string[numeral.end() : numeral.end() + 1]
    return f"{value}." if following.isdigit() or following in tuple(NUMERALS) else f"{value}"


def _infants(plain: str) -> ClassName | None:
    found = re.fullmatch(_INFANTS, plain)
    return ClassName(Stage.KINDERGARTEN, _KINDERGARTEN[found["word"]], _int(found["number"])) if found else None


def _cohort(plain: str, today: date, stage: str | None) -> ClassName | None:
    """The class that entered in a year: its grade is that of today's school year."""
    found = re.fullmatch(_COHORT, plain)
    if not found:
        return None
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    entered = _STAGE_WORDS.get(found["word"] or "") or (Stage(stage) if stage else Stage.PRIMARY)
    if entered not in _FIRST_GRADE:
        return None
    grade = _FIRST_GRADE[entered] + school_year(today) - year
    # A school of nine years keeps the entry year of its first grade.
    if entered is Stage.PRIMARY and grade in GRADES[Stage.JUNIOR]:
        entered = Stage.JUNIOR
    return ClassName(entered, grade, _int(found["number"]))


def _compact(plain: str) -> ClassName | None:
    """302, 0302, 1203: grade and number in three or four digits."""
    found = re.fullmatch(_COMPACT, plain)
    if not found or not 1 <= int(found["grade"]) <= 12:
        return None
    grade = int(found["grade"])
    return ClassName(stage_of_grade(grade), grade, int(found["number"]))


def _graded(plain: str, stage: str | None) -> ClassName | None:
    found = re.fullmatch(_GRADE, plain)
    # "2班" and "2" alone say which class, not which grade.
    if not found or not (found["word"] or found["mark"] or found["number"]):
        return None
    grade = int(found["grade"])
    named = _STAGE_WORDS.get(found["word"] or "")
    if named is None and stage:
        named = Stage(stage)
    if named in (Stage.JUNIOR, Stage.SENIOR) and grade <= 3:
        grade += _FIRST_GRADE[named] - 1
    if named is Stage.VOCATIONAL:
        return ClassName(named, grade, _int(found["number"]))
    if not 1 <= grade <= 12:
        return None
    return ClassName(stage_of_grade(grade), grade, _int(found["number"]))


def _int(digits: str | None) -> int:
    return int(digits) if digits else 0
