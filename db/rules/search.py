"""How a child is found: the tokens of a full-text index, and what a person typed as prefixes of them.

Everything is looked for by its beginning, so an index with prefix tables answers: a part of a number is the beginning
of one of its pieces of four, a given name is the beginning of one of the name's tails. Tokens are ASCII or common
ideographs, which SQLite's unicode61 tokenizer keeps whole (its tables end at Unicode 6.1: newer ideographs are spelt).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.rules.names import fold
from db.rules.pinyin import misread_surname

GRAM = 4
# A query is typed, not pasted: more than this is not looked at.
QUERY_LIMIT = 200

# Letters of any script, ideographs that this Python may not know yet, and the private characters that old input
# methods made for rare names.
_CHARACTER = r"[^\W\d_a-z]|[\ue000-\ufaff\U00020000-\U0003fffd\U000f0000-\U0010fffd]"
_PART = rf"[0-9]+(?:-[0-9]+)*(?:x(?![a-z]))?|[a-z]+(?:'[a-z]+)*|{_CHARACTER}"
_COMMON = "[\u3400-\u4db5\u4e00-\u9fcb\U00020000-\U0002a6d6\U0002a700-\U0002b734\U0002b740-\U0002b81d]+"


@dataclass(frozen=True)
class Documents:
    """The three columns of the index for one child, each a text of tokens separated by blanks."""

    han: str
    letters: str
    digits: str


@dataclass(frozen=True)
class Search:
    """What was typed, by kind; a child is found when every term is. Empty terms find everybody."""

    han: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()

    @property
    def grams(self) -> tuple[str, ...]:
        """The prefixes to look up in the digits column: a longer part by all its pieces of four."""
        return tuple(dict.fromkeys(gram for part in self.digits for gram in _pieces(part)))

    @property
    def long_digits(self) -> tuple[str, ...]:
        """The parts that the index can only narrow down: ask the number itself whether it contains them."""
        return tuple(part for part in self.digits if len(part) > GRAM)

    def __bool__(self) -> bool:
        return bool(self.han or self.letters or self.digits)


def documents(
    name: str, syllables: Sequence[str], village: str | None, id_no: str | None, phones: Iterable[str | None]
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
    )


def parse(query: str) -> Search:
    """What the query asks for; kinds are told apart by script, so 张0012 zxm has three terms."""
    han: list[str] = []
    letters: list[str] = []
    digits: list[str] = []
    for part in re.findall(_PART, _latin(query[:QUERY_LIMIT])):
        if part[0].isdigit():
            digits.append(part.replace("-", ""))
        elif part.isascii():
            letters.append(part.replace("'", ""))
        else:
            han.append(_token(part))
    return Search(tuple(dict.fromkeys(han)), tuple(dict.fromkeys(letters)), tuple(dict.fromkeys(digits)))


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
    if re.fullmatch(_COMMON, text):
        return list(text)
    return [_token(char) for char in re.findall(_CHARACTER, fold(text))]


def _letter_tokens(name: str, syllables: Sequence[str]) -> list[str]:
    """zhang xiao ming: each tail in full (xiaoming), in initials (xm), and the surname with initials (zhangxm).

    A surname that is easily misread (单 shan) is found under its usual reading too (danxiaoming).
    """
    if not syllables:
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


def _number_tokens(number: str) -> list[str]:
    """All pieces of four, and the last three, two and one: every part begins one of them."""
    pieces = [number[start : start + GRAM] for start in range(len(number) - GRAM + 1)]
    return pieces + [number[-size:] for size in (3, 2, 1) if size <= len(number)]


def _pieces(part: str) -> list[str]:
    return [part[start : start + GRAM] for start in range(max(1, len(part) - GRAM + 1))]


def _digits(number: str) -> str:
    """An ID number or phone as the index knows it: digits, and the x of a check digit."""
    if number.isascii() and number.isdigit():
        return number
    return re.sub("[^0-9x]", "", unicodedata.normalize("NFKC", number).lower())


def _latin(text: str) -> str:
    """Full width folded, accents dropped, ü as v."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()).replace("u\u0308", "v")
    plain = re.sub("(?<=[a-z])[\u0300-\u036f]+", "", plain).replace("u\u0308", "v").replace("’", "'")
    return unicodedata.normalize("NFC", plain)


def _token(char: str) -> str:
    return char if re.fullmatch(_COMMON, char) else f"x{ord(char):06x}"
