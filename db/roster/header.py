"""Where a sheet's header is and what each column holds: one row, or two of which the upper says whose.

A header is found, not assumed: the first row with three cells that are known. Nothing is settled silently; `How` says
on what ground a column was understood, and the doubtful ones are shown to the clerk first.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from hashlib import blake2b

from db.i18n import _, in_every_language, language
from db.roster.fields import (
    CARER,
    CHILD,
    FATHER,
    MOTHER,
    PARENTS,
    REPEATABLE,
    attribute_words,
    fields,
    of_person,
    own_headers,
    person_words,
    spellings,
)

LOOKED_AT = 40
"""Rows at the top of a sheet among which the header must be."""
ENOUGH = 3
_SIMILAR = 0.8
_DATA = re.compile(r"\d{5}")
"""What no header has, but nearly every row of a child: telephone and ID numbers. Saves a third of the time."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>")
_LABELLED = re.compile(r"(?:填报)?(?P<label>单位|学校|村|村居|学校名称|村名)[(盖章)]*[::](?P<value>[^\s::]{2,30})")


class How(Enum):
    """On what ground a column is taken for a field."""

    EXACT = "exact"
    ABOVE = "above"
    BESIDE = "beside"
    PART = "part"
    SIMILAR = "similar"
    USUAL = "usual"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"
    UNKNOWN = "unknown"
    ASK = "ask"

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self in (How.BESIDE, How.PART, How.SIMILAR, How.USUAL, How.ASK)


@dataclass(frozen=True)
class Column:
    """A column at its index from 0; `field` is the key of what it holds, None where it is not taken."""

    index: int
    header: str
    field: str | None
    how: How


@dataclass(frozen=True)
class Header:
    """The header of a sheet: row numbers from 0 within what was looked at, and its columns.

    `labels` are what the title rows say for all rows: 填报单位：石桥小学.
    """

    first: int
    last: int
    columns: tuple[Column, ...]
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for tables with the same headers, whatever stands below."""
        headers = "|".join(normalised(column.header) for column in self.columns if column.field != "reason")
        return blake2b(headers.encode(errors="replace"), digest_size=8).hexdigest()

    @property
    def questions(self) -> list[Column]:
        """Columns whose meaning must be asked before anything is imported."""
        return [column for column in self.columns if column.how is How.ASK]

    def index_of(self, key: str) -> int | None:
        """The column of a field."""
        return next((column.index for column in self.columns if column.field == key), None)


def normalised(text: str) -> str:
    """A header without what varies: width, blanks, line breaks, marks of required fields, units in brackets."""
    plain = re.sub(r"[\s*☆★:.。;'\"`]|必填|选填", "", unicodedata.normalize("NFKC", text[:80])).casefold()
    for spelling in (plain, _BRACKETS.sub("", plain)):
        if spelling in _exact():
            return spelling
    return _BRACKETS.sub("", plain)


def find(rows: Sequence[Sequence[str]]) -> Header | None:
    """The header among the first rows of a sheet; None where no row has three known cells.

    A row without a column of names is believed only where no other has one.
    """
    candidates = [index for index, row in enumerate(rows[:LOOKED_AT]) if len(_known_in(row)) >= ENOUGH]
    named = [index for index in candidates if _names_children(rows, index)]
    for index in named or candidates:
        row = rows[index]
        following = rows[index + 1] if index + 1 < len(rows) else ()
        if _is_lower(row, following):
            return _header(rows, index, index + 1, row, following)
        above = rows[index - 1] if index else ()
        if any(_person(cell) for cell in above) and len({cell for cell in above if cell.strip()}) > 1:
            return _header(rows, index - 1, index, above, row)
        return _header(rows, index, index, (), row)
    return None


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row below the header is one again: most of it known words, a column of names among them."""
    texts = [cell for cell in cells if cell.strip()]
    known = [key for key in map(_known, texts) if key]
    return len(set(known)) >= ENOUGH and len(known) * 5 >= len(texts) * 3 and _says_name(texts)


def starts_header(cells: Sequence[str]) -> bool:
    """Whether a row is a header or the upper row of one."""
    if _DATA.search(" ".join(cells)):
        return False
    return is_header(cells) or sum(_person(cell) is not None for cell in cells if cell.strip()) >= ENOUGH


def _known_in(row: Sequence[str]) -> set[str]:
    return {key for key in map(_known, row) if key}


def _names_children(rows: Sequence[Sequence[str]], index: int) -> bool:
    following = rows[index + 1] if index + 1 < len(rows) else ()
    return _says_name(rows[index]) or (_is_lower(rows[index], following) and _says_name(following))


def _says_name(cells: Sequence[str]) -> bool:
    return any("名" in cell and _known(cell) == "name" for cell in cells) or any(
        cell.strip().casefold() == "name" for cell in cells
    )


def _header(rows: Sequence[Sequence[str]], first: int, last: int, upper: Sequence[str], lower: Sequence[str]) -> Header:
    columns = _resolved([_column(index, above, cell) for index, above, cell in _pairs(upper, lower)])
    return Header(first, last, tuple(columns), _labels(rows[:first]))


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[int, str, str]]:
    """Each column's index, what stands over it and its own header; a cell over several columns counts for all."""
    pairs = []
    carried = ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index].strip() if index < len(upper) else ""
        own = lower[index].strip() if index < len(lower) else ""
        carried = above or (carried if own else "")
        if own and carried != own:
            pairs.append((index, carried, own))
        elif own or above:
            pairs.append((index, "", own or above))
    return pairs


def _column(index: int, above: str, own: str) -> Column:
    person = _person(above)
    header = _one_line(above + own) if person and person != CHILD else _one_line(own)
    name = normalised(own)
    if person and person != CHILD and (attribute := _attributes().get(name)):
        key = of_person(person, attribute)
        return Column(index, header, key, How.ABOVE if key else How.UNKNOWN)
    if key := _exact().get(name):
        return Column(index, header, key, How.EXACT)
    if name in _attributes():
        return Column(index, header, _attributes()[name], How.ASK)
    if key := _part(name):
        return Column(index, header, key, How.PART)
    if near := difflib.get_close_matches(name, _exact(), 1, _SIMILAR) if len(name) >= ENOUGH else ():
        return Column(index, header, _exact()[near[0]], How.SIMILAR)
    return Column(index, header, None, How.UNKNOWN)


def _resolved(columns: list[Column]) -> list[Column]:
    """Whose an unsaid 电话 is: that of the person whose column stands before it; a second 姓名 follows nobody."""
    settled: list[Column] = []
    taken: set[str] = set()
    person = CHILD
    unsaid = Counter(column.field for column in columns if column.how is How.ASK)
    for column in columns:
        resolved = column
        if column.how is How.ASK:
            resolved = _beside(column, person, taken, alone=unsaid[column.field] == 1)
        if resolved.field in taken and resolved.field not in REPEATABLE:
            resolved = _other_person(resolved, person, taken)
        if resolved.field:
            taken.add(resolved.field)
            person = _person_of(resolved.field) or person
        settled.append(resolved)
    return settled


def _beside(column: Column, person: str, taken: set[str], *, alone: bool) -> Column:
    attribute = column.field or ""
    of_both = alone and (
        attribute in ("work_place", "away_since")
        or (attribute == "phone" and person == MOTHER and f"{FATHER}.name" in taken)
    )
    key = of_person(person, attribute) if person != CHILD and not of_both else None
    if key and key not in taken:
        return replace(column, field=key, how=How.BESIDE)
    usual = {
        "phone": "contact_phone", "relation": f"{CARER}.relation", "work_place": f"{PARENTS}.work_place",
        "away_since": f"{PARENTS}.away_since",
    }  # fmt: skip
    key = usual.get(attribute)
    if key and key not in taken and (attribute == "relation" or alone):
        return replace(column, field=key, how=How.USUAL)
    return replace(column, field=None)


def _other_person(column: Column, person: str, taken: set[str]) -> Column:
    """A header that is there twice: the second belongs to the person before it, or must be asked for."""
    attribute = (column.field or "").rpartition(".")[2]
    key = of_person(person, attribute) if person != CHILD and "." not in (column.field or "") else None
    if key and key not in taken:
        return replace(column, field=key, how=How.BESIDE)
    return replace(column, field=None, how=How.ASK)


def _person_of(key: str) -> str | None:
    """Whom a column is about, for the unsaid columns behind it; school and village are about nobody."""
    person, dot, _attribute = key.rpartition(".")
    if dot:
        return person
    return CHILD if key in ("name", "sex", "birth_date", "id_no") else None


def _is_lower(row: Sequence[str], following: Sequence[str]) -> bool:
    """Whether `following` is the second row of a header: known words only, under persons or beside them."""
    cells = [cell for cell in following if cell.strip()]
    if len(cells) < 2:
        return False
    known = sum(_known(cell) is not None or normalised(cell) in _attributes() for cell in cells)
    return known * 3 >= len(cells) * 2 and any(
        following[index].strip() != (row[index].strip() if index < len(row) else "")
        for index in range(len(following))
        if following[index].strip()
    )


def _labels(titles: Sequence[Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in titles:
        text = unicodedata.normalize("NFKC", " ".join(cell for cell in row if cell.strip()))
        for label in _LABELLED.finditer(text):
            value = label["value"]
            is_school = label["label"] in ("学校", "学校名称") or re.search("(学校?|幼儿园|小学|中学)$", value)
            is_village = label["label"] in ("村", "村居", "村名") or re.search("(村|社区|居委会|村委会)$", value)
            if is_school:
                found.setdefault("school", value)
            elif is_village:
                found.setdefault("village", value)
    return found


def _known(cell: str) -> str | None:
    """The field that a cell names for sure, or an attribute of somebody unsaid; None for anything else."""
    if not cell or len(cell) > 40:
        return None
    name = normalised(cell)
    return _exact().get(name) or _attributes().get(name)


def _person(cell: str) -> str | None:
    if not cell or len(cell) > 40:
        return None
    return _persons().get(normalised(cell))


def _part(name: str) -> str | None:
    """The longest known header that stands in this one: 孩子姓名与户口本一致."""
    best = max((word for word in _exact() if len(word) > 1 and word in name), key=len, default="")
    # Half of it at least: 是否有父亲联系电话的登记表 names nothing.
    return _exact()[best] if len(best) * 2 >= len(name) else None


def _one_line(text: str) -> str:
    return re.sub(r"\s+", "", text)[:40]


def _plain(word: str) -> str:
    return re.sub(r"[\s*☆★:.。;'\"`]", "", unicodedata.normalize("NFKC", word)).casefold()


@lru_cache(maxsize=1)
def _exact() -> dict[str, str]:
    """Every header known by itself; those of our own roster in every language."""
    found = {_plain(word): key for word, key in spellings().items()}
    for msgid, key in own_headers().items():
        for word in map(_plain, in_every_language(msgid)):
            if word not in _attributes():  # 联系电话 does not say whose
                found.setdefault(word, key)
    return found


@lru_cache(maxsize=1)
def _attributes() -> dict[str, str]:
    return {_plain(word): attribute for word, attribute in attribute_words().items()}


@lru_cache(maxsize=1)
def _persons() -> dict[str, str]:
    return {_plain(word): person for word, person in person_words().items()}


def field_named(text: str) -> str | None:
    """The key of a field by its key, its title, or a header that it is known under."""
    name = normalised(text)
    return text if text in fields() else _titles(language()).get(name) or _exact().get(name)


@lru_cache(maxsize=2)
def _titles(_language: str) -> dict[str, str]:
    found = {}
    for key, known in fields().items():
        person = _(known.person_title) if known.person_title else ""
        found[_plain(person + _(known.title))] = key
    return found
