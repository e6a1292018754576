"""Telephone numbers as lists have them: several in a cell, with whose they are, blanks inside, 空号 behind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from db.errors import RuleError
from db.i18n import _
from db.rules.relations import relation
from db.vocabulary import CarerRelation, Code

# A cell with a whole family's numbers has under 100 characters; more is not looked at.
CELL_LIMIT = 500

_NOTHING = frozenset({"", "无", "没有", "无电话", "不详", "暂无", "未知", "空", "/", "—", "-", "--", "——", "0"})

# Tried in this order at each place; the last takes what is no number, so that no tail of it passes for one.
_NUMBER = re.compile(
    r"""
      (?:(?:\+|00)?86[-\s]?|0)?(?P<mobile>1[3-9]\d(?:[-\s]?\d{4}){2}|1[3-9]\d{2}[-\s]?\d{3}[-\s]?\d{4})(?!\d)
    | (?:(?:\+|00)?86[-\s]?)?\(?(?P<area>0(?:10|2\d|[3-9]\d{2}))\)?[-\s]?(?P<local>[1-9]\d{6,7})(?:[-转]\d{1,5})?(?!\d)
    | (?P<short>[2-8]\d{6,7})(?!\d)
    | (?P<wrong>\+?\d[\d-]*)
    """,
    re.VERBOSE,
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
"""Most cells are this and nothing else."""
_TWO_MOBILES = re.compile(r"(1[3-9]\d{9})(1[3-9]\d{9})")
_SEPARATOR = re.compile(r"[/\\、,;|\n\r]|和|或")
_DEAD = re.compile("空号|停机|欠费|打不通|注销")


class PhoneKind(Enum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    WRONG = "wrong"


@dataclass(frozen=True)
class Phone:
    """One number as it is stored (13812345678, 0713-1234567); `problem` is a sentence where it cannot be right.

    `word` is the label as written, `owner` the ParentRole or CarerRelation that it means; `dead` says that the list
    calls the number out of service.
    """

    number: str
    kind: PhoneKind
    owner: Code | None = None
    word: str = ""
    dead: bool = False
    problem: str = ""


def parse_phones(text: str) -> tuple[Phone, ...]:
    """All the numbers of a cell, in their order, each once; none for an empty one or 无."""
    plain = unicodedata.normalize("NFKC", text[:CELL_LIMIT]).strip()
    if plain in _NOTHING:
        return ()
    if _MOBILE.fullmatch(plain):
        return (Phone(plain, PhoneKind.MOBILE),)
    plain = _TWO_MOBILES.sub(r"\1、\2", plain)
    hits = list(_NUMBER.finditer(plain))
    starts = [*(hit.start() for hit in hits), len(plain)]
    ends = [0, *(hit.end() for hit in hits)]
    labels = _labels([plain[end:start] for end, start in zip(ends, starts, strict=True)])
    phones: dict[str, Phone] = {}
    for hit, label in zip(hits, labels, strict=True):
        phone = _phone(hit, label)
        phones.setdefault(phone.number, phone)
    return tuple(phones.values())


def check_phone(text: str) -> str:
    """The one number that a form's field holds, as it is stored; empty for none. Raises RuleError otherwise."""
    phones = parse_phones(text)
    if len(phones) > 1:
        raise RuleError(_("Give one telephone number here."))
    if phones and phones[0].problem:
        raise RuleError(phones[0].problem)
    if not phones and unicodedata.normalize("NFKC", text[:CELL_LIMIT]).strip() not in _NOTHING:
        raise RuleError(_("This is no telephone number."))
    return phones[0].number if phones else ""


def _labels(gaps: list[str]) -> list[str]:
    """The words that belong to each number: before it up to a separator, and behind it in brackets or up to one."""
    before = [""] * (len(gaps) - 1)
    after = [""] * (len(gaps) - 1)
    for index, gap in enumerate(gaps):
        own, separated, rest = _cut(gap)
        last = index == len(before)
        if index > 0:
            after[index - 1] = gap if last and not separated else own
        if not last:
            before[index] = rest
    return [f"{left} {right}".strip() for left, right in zip(before, after, strict=True)]


def _cut(gap: str) -> tuple[str, bool, str]:
    """A gap between two numbers as what trails the former, whether they are separated, and what leads to the latter."""
    bracket = re.match(r"\s*[(\[【][^)\]】]*[)\]】]", gap)
    if bracket:
        return bracket[0], True, gap[bracket.end() :]
    parts = _SEPARATOR.split(gap)
    if len(parts) > 1:
        return parts[0], True, parts[-1]
    dead = _DEAD.match(gap.strip())
    return (dead[0], True, gap.replace(dead[0], "", 1)) if dead else ("", False, gap)


def _phone(hit: re.Match[str], label: str) -> Phone:
    number, kind, problem = _number(hit)
    dead = bool(_DEAD.search(label))
    word = re.sub(r"[^\w]|电话|手机|号码|联系|的|:", "", _DEAD.sub("", label))
    owner = relation(word) or (CarerRelation.OTHER if word else None)
    return Phone(number, kind, owner, word, dead, problem)


def _number(hit: re.Match[str]) -> tuple[str, PhoneKind, str]:
    if hit["mobile"]:
        return re.sub(r"\D", "", hit["mobile"]), PhoneKind.MOBILE, ""
    if hit["area"]:
        return f"{hit['area']}-{hit['local']}", PhoneKind.LANDLINE, ""
    if hit["short"]:
        return hit["short"], PhoneKind.WRONG, _("The telephone number lacks its area code.")
    digits = re.sub(r"\D", "", hit["wrong"])
    if digits.startswith("1") and len(digits) != 11:
        return digits, PhoneKind.WRONG, _("A mobile number has 11 digits, this one has {n}.").format(n=len(digits))
    return digits, PhoneKind.WRONG, _("This is no telephone number.")
