"""The tokens by which a child is found (`db.rules.search` says how): of its names, its numbers and its relatives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from db.rules.names import fold
from db.rules.pinyin import misread_surname, syllables
from db.rules.search import CHARACTER, COMMON, GRAM, Search, token


@dataclass(frozen=True)
class Documents:
    """The columns of the index for one child, and of that of its relatives, each a text of tokens between blanks."""

    han: str
    letters: str
    digits: str
    kin: str


Relative = tuple[str | None, str | None]
"""The name of a parent or carer, and the word that the child has for them (奶奶)."""


def documents(
    name: str,
    syllables: Sequence[str],
    village: str | None,
    id_no: str | None,
    phones: Iterable[str | None],
    relatives: Iterable[Relative] = (),
) -> Documents:
    """The index columns of a child: characters of name and village, the name in letters, pieces of the numbers."""
    pieces: list[str] = []
    for number in (id_no, *phones):
        if number:
            pieces += _number_tokens(_digits(number))
    return Documents(
        han=" ".join(dict.fromkeys(_han_tokens(name) + _han_tokens(village or ""))),
        letters=" ".join(_letter_tokens(name, syllables)),
        digits=" ".join(dict.fromkeys(pieces)),
        kin=kin(relatives),
    )


def kin(relatives: Iterable[Relative]) -> str:
    """The index column of a child's parents and carers, which brothers and sisters share."""
    tokens: list[str] = []
    for name, word in relatives:
        tokens += _kin_tokens(name or "", word or "")
    return " ".join(filter(None, dict.fromkeys(tokens)))


def matches(
    search: Search,
    name: str,
    syllables: Sequence[str],
    village: str | None,
    id_no: str | None,
    phones: Iterable[str | None],
) -> bool:
    """Whether the child has everything that was asked for: the truth that the index must agree with."""
    characters = {*_han_tokens(name), *_han_tokens(village or "")}
    spellings = _letter_tokens(name, syllables)
    numbers = [_digits(number) for number in (id_no, *phones) if number]
    return (
        characters.issuperset(search.han)
        and all(any(spelling.startswith(term) for spelling in spellings) for term in search.letters)
        and all(any(part in number for number in numbers) for part in search.digits)
    )


def _han_tokens(text: str) -> list[str]:
    # Nearly every name is of common ideographs alone; folding the others takes most of the time of a million.
    if re.fullmatch(COMMON, text):
        return list(text)
    return [token(char) for char in re.findall(CHARACTER, fold(text))]


def _letter_tokens(name: str, syllables: Sequence[str]) -> list[str]:
    """zhang xiao ming: each tail in full (xiaoming), in initials (xm), and the surname with initials (zhangxm).

    A surname that is easily misread (单 shan) is found under its usual reading too (danxiaoming).
    """
    if not syllables or not syllables[0].isalpha():  # a name that was reduced to a mark has no sound
        return []
    letters, tail, full = "", "".join(syllables), []
    for syllable in syllables:
        letters += syllable[0]
        full.append(tail)
        tail = tail[len(syllable) :]
    initials = [letters[start:] for start in range(len(letters))]
    surnames = [syllables[0]]
    if misread := misread_surname(name):
        surnames.append(misread)
        full.append("".join([misread, *syllables[1:]]))
        initials.append(misread[0] + letters[1:])
    mixed = [surname + letters[1:] for surname in surnames]
    return list(dict.fromkeys(full + initials + mixed))


@lru_cache(maxsize=8192)  # brothers and sisters share theirs
def _kin_tokens(name: str, word: str) -> list[str]:
    """What a relative is called, 王秀英, 秀英 or 王奶奶: in characters, in letters and in initials."""
    characters, spelt = _han_tokens(name), syllables(name)
    tokens = [*_whole(characters), *_whole(spelt), "".join([syllable[0] for syllable in spelt])]
    if word:
        tokens += _kin_tokens(name[: 2 if len(name) > 3 else 1] + word, "")
    return tokens


def _whole(pieces: Sequence[str]) -> list[str]:
    """A name, and its part behind the surname where it is of more than one piece: one alone is half the register's."""
    name = "".join(pieces)
    return [name, name[len(pieces[0]) :]] if len(pieces) > 2 else [name]


def _number_tokens(number: str) -> list[str]:
    """All pieces of four, and the last three, two and one: every part begins one of them."""
    return [number[start : start + GRAM] for start in range(len(number))]


def _digits(number: str) -> str:
    """An ID number or phone as the index knows it: digits, and the x of a check digit."""
    if number.isascii() and number.isdigit():
        return number
    return re.sub("[^0-9x]", "", unicodedata.normalize("NFKC", number).lower())
