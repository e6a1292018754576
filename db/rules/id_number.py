"""Resident identity numbers after GB 11643: what a typed or imported text is, what it says, and what is wrong with it.

python-stdnum gives the check digit only: its region table raises on real codes and its dates reach 2099.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from db.i18n import _
from db.rules.regions import provinces
from db.vocabulary import Sex

# Made-up people: no province begins with 99, nor a foreigner's card (9 and then the province) with 990.
DEMO_REGION = "990101"
EARLIEST_YEAR = 1900

_PERMIT_REGIONS = {"81": "香港", "82": "澳门", "83": "台湾"}
_NOTHING = frozenset({"", "无", "没有", "不详", "暂无", "未知", "未办", "未上户", "/", "—", "-", "--", "——"})
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
_RESIDENT = re.compile(r"\d{17}[\dX]")
_DISABILITY_CARD = re.compile(r"(?P<id>\d{17}[\dX])[1-7][1-4](B\d)?")
_STUDENT_NO = re.compile(r"G(?P<id>\d{17}[\dX])")


class IdForm(Enum):
    """What kind of number the text turned out to be."""

    NOTHING = "nothing"
    RESIDENT = "resident"
    RESIDENT_15 = "resident_15"
    PERMIT = "permit"
    FOREIGNER = "foreigner"
    DISABILITY_CARD = "disability_card"
    STUDENT_NO = "student_no"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class IdCheck:
    """What a number says. It may be stored as `normalised` (18 characters) when `problems` is empty.

    `card` is the whole text where a disability card or a student number stood instead of the ID it contains.
    `problems` forbid, `warnings` are for the clerk to judge, `made_up` marks the people of the demonstration.
    """

    form: IdForm
    normalised: str = ""
    birth_date: date | None = None
    sex: Sex | None = None
    region: str = ""
    card: str = ""
    made_up: bool = False
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is a number and nothing forbids it."""
        return bool(self.normalised) and not self.problems


def check(text: str, today: date, *, sex: str | None = None, birth: str | None = None) -> IdCheck:
    """Read an ID number in any spelling of a clerk's list; say what contradicts the sex and birth date given beside it.

    `birth` is a date as it is stored: 2013-05-02, 2013-05 or 2013.
    Nothing is guessed: a number that Excel has rounded is refused. An empty cell, or 无, is a check without problems.
    """
    if text.isascii() and _RESIDENT.fullmatch(text):
        return _check_resident(text, today, sex, birth)
    number = _normalise(text)
    if number in _NOTHING:
        return IdCheck(IdForm.NOTHING)
    if _SCIENTIFIC.fullmatch(number):
        return _unreadable(
            _("A spreadsheet turned this number into a power of ten, its last digits are lost; ask for it again.")
        )
    if found := _DISABILITY_CARD.fullmatch(number):
        inner = _check_resident(found["id"], today, sex, birth)
        note = _("This is a disability card number; its first 18 characters are the ID number.")
        return replace(inner, form=IdForm.DISABILITY_CARD, card=number, warnings=(note, *inner.warnings))
    if found := _STUDENT_NO.fullmatch(number):
        inner = _check_resident(found["id"], today, sex, birth)
        note = _("This is a student number; the 18 characters after the G are the ID number.")
        return replace(inner, form=IdForm.STUDENT_NO, card=number, warnings=(note, *inner.warnings))
    if re.fullmatch(r"\d{15}", number):
        body = f"{number[:6]}19{number[6:]}"
        inner = _check_resident(body + check_digit(body), today, sex, birth)
        note = _("The number of 15 digits was changed into the one of 18.")
        return replace(inner, form=IdForm.RESIDENT_15, warnings=(note, *inner.warnings))
    if _RESIDENT.fullmatch(number):
        return _check_resident(number, today, sex, birth)
    return _unreadable(_shape_problem(number))


def check_digit(body: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064, MOD 11-2)."""
    from stdnum.cn.ric import calc_check_digit

    return str(calc_check_digit(body + "0"))


def _normalise(text: str) -> str:
    """Half width, capital X, without blanks, hyphens and the apostrophe that keeps a number text in Excel."""
    number = unicodedata.normalize("NFKC", text[:100]).upper()
    number = re.sub(r"[\s'‘’`\"\u200b\ufeff]", "", number)
    return number if number in _NOTHING else re.sub(r"[-–—]", "", number)


def _unreadable(problem: str) -> IdCheck:
    return IdCheck(IdForm.UNREADABLE, problems=(problem,))


def _shape_problem(number: str) -> str:
    for position, char in enumerate(number, 1):
        if not (char.isascii() and char.isdigit()) and not (char == "X" and position == len(number)):
            return _("Character {position} of the ID number is no digit.").format(position=position)
    return _("An ID number has 18 characters, this one has {n}.").format(n=len(number))


def _check_resident(number: str, today: date, sex: str | None, birth: str | None) -> IdCheck:
    found = IdCheck(
        form=_form(number),
        normalised=number,
        birth_date=_birth_date(number),
        sex=Sex.MALE if int(number[16]) % 2 else Sex.FEMALE,
        region=_region(number),
        made_up=number.startswith(DEMO_REGION),
    )
    return replace(
        found, problems=_problems(found, today), warnings=(*_doubts(found), *contradictions(found, sex, birth))
    )


def _problems(found: IdCheck, today: date) -> tuple[str, ...]:
    number = found.normalised
    if found.birth_date is None:
        return (_("Digits 7 to 14 of the ID number are no date; compare them with the paper."),)
    if found.birth_date.year < EARLIEST_YEAR or found.birth_date > today:
        return (_("Digits 7 to 14 of the ID number are no possible birth date; compare them with the paper."),)
    if number[17] == check_digit(number[:17]):
        return ()
    if number.endswith("000"):
        return (_("A spreadsheet rounded this number, its last three digits are lost; ask for it again."),)
    return (_("The last character of the ID number does not fit the others; one of them is mistyped."),)


def _doubts(found: IdCheck) -> tuple[str, ...]:
    doubts = []
    if not found.region and not found.made_up:
        doubts.append(_("No province has the code that the ID number begins with; compare it with the paper."))
    if found.normalised.endswith("000") and found.normalised[17] == check_digit(found.normalised[:17]):
        doubts.append(_("The ID number ends in 000; make sure that no spreadsheet has rounded it."))
    return tuple(doubts)


def contradictions(found: IdCheck, sex: str | None, birth: str | None) -> tuple[str, ...]:
    """One sentence for each of sex and birth date that the number tells otherwise."""
    sentences = []
    if sex and found.sex and found.sex != sex:
        sentences.append(
            _("The ID number is that of a male.") if found.sex == Sex.MALE else _("The ID number is that of a female.")
        )
    if birth and found.birth_date and not found.birth_date.isoformat().startswith(birth):
        sentences.append(
            _("The ID number says born on {born}, another date was given.").format(born=found.birth_date.isoformat())
        )
    return tuple(sentences)


def _form(number: str) -> IdForm:
    if number[:2] in _PERMIT_REGIONS:
        return IdForm.PERMIT
    if number[0] == "9" and number[1:3] in provinces():
        return IdForm.FOREIGNER
    return IdForm.RESIDENT


def _region(number: str) -> str:
    if number[0] == "9":
        return provinces().get(number[1:3], "")
    return _PERMIT_REGIONS.get(number[:2]) or provinces().get(number[:2], "")


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
