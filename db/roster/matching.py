"""Which child of the register a row means: by ID number, else by name and birth date, else name and father or village.

A row that says too little to be told from others forbids itself: a second import could not find what the first wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from db.i18n import _
from db.rules.names import fold
from db.vocabulary import ExitReason


class Identity(NamedTuple):
    """What tells a child from others; empty where it is not known. Names are folded, `place` is a school or village."""

    id_no: str = ""
    names: frozenset[str] = frozenset()
    birth: str = ""
    father: str = ""
    mother: str = ""
    village: str = ""
    school: str = ""
    left: str = ""
    """The reason for which the child left the register."""

    @property
    def enough(self) -> bool:
        """Whether the child can be found again by this."""
        return bool(self.names and (self.id_no or self.birth or self.father or self.mother or self.village
                                    or self.school))  # fmt: skip


@dataclass(frozen=True)
class Match:
    """The number of the candidate that the row means, if any; why the row is refused; candidates that are alike."""

    index: int | None = None
    reason: str = ""
    alike: tuple[int, ...] = ()


def identity(
    names: Iterable[str | None], *, id_no: str | None = None, birth: str | None = None, father: str | None = None,
    mother: str | None = None, village: str | None = None, school: str | None = None, left: str | None = None,
) -> Identity:  # fmt: skip
    """An identity of stored values."""
    return Identity(
        id_no or "", frozenset(fold(name) for name in names if name), birth or "", fold(father or ""),
        fold(mother or ""), village or "", school or "", left or "",
    )  # fmt: skip


def match(row: Identity, candidates: list[Identity]) -> Match:
    """The candidate that is the child of the row; candidates share its ID number or its name."""
    numbered = [index for index, one in enumerate(candidates) if row.id_no and one.id_no == row.id_no]
    if numbered:
        if row.names & candidates[numbered[0]].names:
            return _on_register(numbered[0], candidates)
        return Match(reason=_("The ID number belongs to another name in the register; find out whose it is."),
                     alike=tuple(numbered))  # fmt: skip
    named = [index for index, one in enumerate(candidates) if row.names & one.names and not _mistaken(one)]
    born = [index for index in named if _same_day(row.birth, candidates[index].birth)]
    if born:
        return _narrowed(row, born, candidates)
    open_ = [index for index in named if not (row.birth and candidates[index].birth)]
    family = [index for index in open_ if _same_family(row, candidates[index])]
    if family and not (row.id_no and all(candidates[index].id_no for index in family)):
        return _narrowed(row, family, candidates)
    places = [index for index in open_ if _same_place(row, candidates[index])]
    if places and not row.id_no and not row.birth:
        return _narrowed(row, places, candidates)
    return Match(alike=tuple(named))


def _narrowed(row: Identity, found: list[int], candidates: list[Identity]) -> Match:
    """One of those that share name and birth date (or family); more than one must be told apart by a person."""
    fitting = [index for index in found if not _contradicts(row, candidates[index])]
    if len(fitting) > 1:
        closer = [index for index in fitting if _same_family(row, candidates[index])] or [
            index for index in fitting if _same_place(row, candidates[index])
        ]
        fitting = closer if len(closer) == 1 else fitting
    if len(fitting) > 1:
        return Match(reason=_("Several children of the register fit this row; add the ID number."),
                     alike=tuple(fitting))  # fmt: skip
    if fitting:
        return _on_register(fitting[0], candidates)
    if row.id_no and any(candidates[index].id_no for index in found):
        return Match(
            reason=_("A child of this name and birth date has another ID number in the register; one is mistyped."),
            alike=tuple(found),
        )
    return Match(alike=tuple(found))


def _contradicts(row: Identity, one: Identity) -> bool:
    """Another number, or two of father, mother and village differ and none is the same: somebody of the same name."""
    if row.id_no and one.id_no and row.id_no != one.id_no:
        return True
    if row.id_no and row.id_no == one.id_no:
        return False
    pairs = ((row.father, one.father), (row.mother, one.mother), (row.village, one.village))
    told = [mine == theirs for mine, theirs in pairs if mine and theirs]
    return len(told) > 1 and not any(told)


def _on_register(index: int, candidates: list[Identity]) -> Match:
    if candidates[index].left:
        return Match(
            reason=_("This child has left the register. Take it back there first, if it is to be imported again."),
            alike=(index,),
        )
    return Match(index)


def _mistaken(one: Identity) -> bool:
    return one.left == ExitReason.WRONG_ENTRY


def _same_day(mine: str, theirs: str) -> bool:
    return bool(mine and theirs) and (mine.startswith(theirs) or theirs.startswith(mine))


def _same_family(row: Identity, one: Identity) -> bool:
    return bool(row.father and row.father == one.father) or bool(row.mother and row.mother == one.mother)


def _same_place(row: Identity, one: Identity) -> bool:
    return bool(row.village and row.village == one.village) or bool(row.school and row.school == one.school)
