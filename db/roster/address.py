"""The village and the villagers' group that an address names: 石桥镇李家冲村三组12号.

Only villages of the register are found, and only where a village's name can begin: 大石桥村 is not 石桥村.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from db.roster.naming import VILLAGE_ENDS, PlaceNames
from db.rules.names import fold

_BEGINS = "(?:^|(?<=[省市县区旗州盟镇乡处办场道,、;: ]))"
_ENDS = "(?:村民委员会|村委会|村居委会|居民委员会|居委会|社区|行政村|村)"
_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
_GROUP = re.compile(rf"\s*第?(?P<group>{_NUMBER}(?:村民小组|小组|组|社|队)|\w{{1,4}}?(?:村民小组|小组|组))")


class Lived(NamedTuple):
    """Where somebody lives, as the register calls it; no group where the address names none."""

    village: str
    group: str


class Addresses:
    """Finds the villages of the register in addresses."""

    def __init__(self, names: PlaceNames, villages: Iterable[str]) -> None:
        self._names = names
        self._pattern = _pattern(frozenset(villages))

    def lived(self, address: str) -> Lived | None:
        """What an address tells; None where it names no village of the register, or two."""
        text = unicodedata.normalize("NFKC", address)
        found = {}
        for match in self._pattern.finditer(text):
            if name := self._names.found("village", match["village"]):
                found[name] = match.end()
        if len(found) != 1:
            return None
        village, end = found.popitem()
        return Lived(village, _group_at(text, end))


def group_in(address: str, village: str) -> str:
    """The group that an address names behind this village; nothing where it names none."""
    text = unicodedata.normalize("NFKC", address)
    found = _pattern(frozenset({village})).search(text)
    return _group_at(text, found.end()) if found else ""


def _group_at(text: str, end: int) -> str:
    group = _GROUP.match(text, end)
    return group["group"] if group else ""


@lru_cache(maxsize=256)
def _pattern(villages: frozenset[str]) -> re.Pattern[str]:
    """Finds any of these villages where a name can begin; nothing for none."""
    stems = sorted(map(_stem, villages), key=len, reverse=True)
    return re.compile(rf"{_BEGINS}(?P<village>{'|'.join(stems)})" if stems else "(?!)")


def _stem(name: str) -> str:
    """The pattern of a village's name: 石桥村 may be written 石桥村委会."""
    core = VILLAGE_ENDS.sub("", fold(name))
    return re.escape(core) + _ENDS if core != fold(name) and len(core) > 1 else re.escape(name)
