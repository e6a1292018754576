"""How a child is found: the tokens of a full-text index, and what a person typed as prefixes of them.

Everything is looked for by its beginning, so an index with prefix tables answers: a part of a number is the beginning
of one of its pieces of four, a given name is the beginning of one of the name's tails. Tokens are ASCII or common
ideographs, which SQLite's unicode61 tokenizer keeps whole (its tables end at Unicode 6.1: newer ideographs are spelt).
Parents and carers are looked for in an index of their own, only where few children have the name themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from db.rules.names import fold
from db.rules.pinyin import misread_surname, romanise

GRAM = 4
# A query is typed, not pasted: more than this is not looked at.
QUERY_LIMIT = 200

# Letters of any script, ideographs that this Python may not know yet, and the private characters that old input
# methods made for rare names.
_CHARACTER = r"[^\W\d_a-z]|[\ue000-\ufaff\U00020000-\U0003fffd\U000f0000-\U0010fffd]"
_PART = rf"[0-9]+(?:-[0-9]+)*(?:x(?![a-z]))?|[a-z]+(?:'[a-z]+)*|(?:{_CHARACTER})+"
_COMMON = "[\u3400-\u4db5\u4e00-\u9fcb\U00020000-\U0002a6d6\U0002a700-\U0002b734\U0002b740-\U0002b81d]+"


@dataclass(frozen=True)
class Documents:
    """The columns of the index for one child, and of that of its relatives, each a text of tokens between blanks."""

    han: str
    letters: str
    digits: str
    kin: str


@dataclass(frozen=True)
class Search:
    """What was typed, by kind; a child is found when every term is. Empty terms find everybody."""

    runs: tuple[tuple[str, ...], ...] = ()
    """Characters, as they were typed together; the child's own may stand in any order."""
    letters: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()

    @property
    def han(self) -> tuple[str, ...]:
        """Every character once."""
        return tuple(dict.fromkeys(char for run in self.runs for char in run))

    @property
    def names(self) -> tuple[str, ...]:
        """What may be names of relatives, to be looked up by their beginnings; empty where something else is asked."""
        names = (*("".join(run) for run in self.runs), *self.letters)
        return names if not self.digits and all(len(name) > 1 for name in names) else ()

    @property
    def grams(self) -> tuple[str, ...]:
        """The prefixes to look up in the digits column: a longer part by all its pieces of four."""
        return tuple(dict.fromkeys(gram for part in self.digits for gram in _pieces(part)))

    @property
    def long_digits(self) -> tuple[str, ...]:
        """The parts that the index can only narrow down: ask the number itself whether it contains them."""
        return tuple(part for part in self.digits if len(part) > GRAM)

    def __bool__(self) -> bool:
        return bool(self.runs or self.letters or self.digits)


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


def parse(query: str) -> Search:
    """What the query asks for; kinds are told apart by script, so 张0012 zxm has three terms."""
    runs: list[tuple[str, ...]] = []
    letters: list[str] = []
    digits: list[str] = []
    for part in re.findall(_PART, _latin(query[:QUERY_LIMIT])):
        if part[0].isdigit():
            digits.append(part.replace("-", ""))
        elif part.isascii():
            letters.append(part.replace("'", ""))
        else:
            runs.append(tuple(map(_token, part)))
    return Search(tuple(dict.fromkeys(runs)), tuple(dict.fromkeys(letters)), tuple(dict.fromkeys(digits)))


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
    characters, syllables = _han_tokens(name), romanise(name).syllables
    tokens = [*_whole(characters), *_whole(syllables), "".join([syllable[0] for syllable in syllables])]
    if word:
        tokens += _kin_tokens(name[: 2 if len(name) > 3 else 1] + word, "")
    return tokens


def _whole(pieces: Sequence[str]) -> list[str]:
    """A name, and its part behind the surname where it is of more than one piece: one alone is half the register's."""
    name = "".join(pieces)
    return [name, name[len(pieces[0]) :]] if len(pieces) > 2 else [name]


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
