"""The register's names for places that lists spell otherwise: 石桥村委会 is 石桥村."""

from __future__ import annotations

import re
import unicodedata

from db.queries.import_known import Places
from db.rules.class_names import NUMERALS
from db.rules.classes import ClassName
from db.rules.names import fold

VILLAGE_ENDS = re.compile("(村民委员会|村委会|村居委会|居民委员会|居委会|社区|行政村|村)$")


_GROUP = re.compile(r"第?(?P<before>\d{1,2})(?:村民小组|小组|组)?|(?:村民小组|小组|组)(?P<behind>\d{1,2})")
_NUMERAL = re.compile("[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")


def group_name(text: str) -> str:
    """One name for a villagers' group that lists write in four ways: 三组, 3, 第3小组 and 组3 are 3组."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = _GROUP.fullmatch(_NUMERAL.sub(_digits, plain))
    return f"{int(found['before'] or found['behind'])}组" if found else text


def _digits(numeral: re.Match[str]) -> str:
    tens, ten, ones = numeral[0].rpartition("十")
    return str((NUMERALS.index(tens or "一") * 10 if ten else 0) + (NUMERALS.index(ones) if ones else 0))


class PlaceNames:
    """Villages and schools by the core of their names; a core that two places share names none."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._exact: dict[str, set[str]] = {"village": set(), "school": set()}
        self._by_core: dict[str, dict[str, str | None]] = {"village": {}, "school": {}}
        for name in places.villages.values():
            self.add("village", name)
        for name in places.schools.values():
            self.add("school", name)

    def add(self, kind: str, name: str) -> None:
        """Know a place, of the register or new in a file."""
        self._exact[kind].add(name)
        known, core = self._by_core[kind], _core(kind, name)
        known[core] = None if core in known and known[core] != name else name

    def found(self, kind: str, name: str) -> str | None:
        """The known name of a place; None for one that is new."""
        return name if name in self._exact[kind] else self._by_core[kind].get(_core(kind, name))

    def id_of(self, kind: str, name: str | None) -> int | None:
        """The row id of a place of the register."""
        stored = self._places.villages if kind == "village" else self._places.schools
        return next((place for place, known in stored.items() if known == name), None)

    def classes_of(self, school: int | None, name: ClassName | None) -> list[int]:
        """The classes of a school by this name, of any year."""
        classes = self._places.classes.items()
        return [place for place, (its_school, _year, its_name) in classes if (its_school, its_name) == (school, name)]


def _core(kind: str, name: str) -> str:
    key = fold(name)
    short = VILLAGE_ENDS.sub("", key) if kind == "village" else key
    return short if len(short) > 1 else key
