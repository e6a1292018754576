"""What a person typed to find a child, as prefixes of the tokens of a full-text index (`db.rules.indexed`).

Everything is looked for by its beginning, so an index with prefix tables answers: a part of a number is the beginning
of one of its pieces of four, a given name is the beginning of one of the name's tails. Tokens are ASCII or common
ideographs, which SQLite's unicode61 tokenizer keeps whole (its tables end at Unicode 6.1: newer ideographs are spelt).
Parents and carers are looked for in an index of their own, only where few children have the name themselves.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

GRAM = 4
# A query is typed, not pasted: more than this is not looked at.
QUERY_LIMIT = 200

# Letters of any script, ideographs that this Python may not know yet, and the private characters that old input
# methods made for rare names.
CHARACTER = r"[^\W\d_a-z]|[\ue000-\ufaff\U00020000-\U0003fffd\U000f0000-\U0010fffd]"
_PART = rf"[0-9]+(?:-[0-9]+)*(?:x(?![a-z]))?|[a-z]+(?:'[a-z]+)*|(?:{CHARACTER})+"
COMMON = "[\u3400-\u4db5\u4e00-\u9fcb\U00020000-\U0002a6d6\U0002a700-\U0002b734\U0002b740-\U0002b81d]+"


class Search(NamedTuple):
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
            runs.append(tuple(map(token, part)))
    return Search(tuple(dict.fromkeys(runs)), tuple(dict.fromkeys(letters)), tuple(dict.fromkeys(digits)))


def _pieces(part: str) -> list[str]:
    return [part[start : start + GRAM] for start in range(max(1, len(part) - GRAM + 1))]


def _latin(text: str) -> str:
    """Full width folded, accents dropped, ü as v."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()).replace("u\u0308", "v")
    plain = re.sub("(?<=[a-z])[\u0300-\u036f]+", "", plain).replace("u\u0308", "v").replace("’", "'")
    return unicodedata.normalize("NFC", plain)


def token(char: str) -> str:
    """A character as the index has it."""
    return char if re.fullmatch(COMMON, char) else f"x{ord(char):06x}"
