"""The nine ones (九个一) of a school in a semester: what counts for each, and when it is met.

Of the campaign document: home, hotline, little teachers, a loving mother for each child, lectures, an outing, the
sunshine platform, letters on festivals, one meaningful thing each semester. The office says how often it wants each.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.i18n import mark
from db.vocabulary import ActivityKind, NineOne
from db.vocabulary.code import Code

PERSONAL = (NineOne.LITTLE_TEACHER, NineOne.LOVING_MOTHER, NineOne.LETTER, NineOne.GOOD_DEED)
"""Those that are owed to each child; the others are a school's."""
ACTIVITIES: dict[NineOne, tuple[ActivityKind, ...]] = {
    NineOne.LECTURE: (ActivityKind.LAW_LECTURE, ActivityKind.SAFETY_LECTURE, ActivityKind.MIND_LECTURE),
    NineOne.OUTING: (ActivityKind.OUTING,),
    NineOne.SUNSHINE: (ActivityKind.CULTURE_SPORT,),
}
"""Those that are held, and the kinds of activity that each wants: lectures on law, on safety and on the mind."""
DOES_DEEDS_FROM_AGE = 3
"""A good deed is asked of a child of kindergarten age and older."""


class CellState(Code):
    """How far one of the nine is met."""

    MET = "met", mark("done")
    PARTLY = "partly", mark("in part")
    PLANNED = "planned", mark("planned")
    MISSING = "missing", mark("missing")
    NOT_APPLICABLE = "not_applicable", mark("not applicable")


MARKS = {
    CellState.MET: "+", CellState.PARTLY: "~", CellState.PLANNED: "*", CellState.MISSING: "-",
    CellState.NOT_APPLICABLE: ".",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One of the nine at one school: `have` of `wanted` (things, activities, or children who have theirs)."""

    item: NineOne
    have: int
    wanted: int
    planned: int = 0
    """Activities still to come."""
    begun: bool = False
    """Whether there is something of it that does not count yet."""

    @property
    def state(self) -> CellState:
        if self.wanted <= 0:
            return CellState.NOT_APPLICABLE
        if self.have >= self.wanted:
            return CellState.MET
        if self.have or self.begun:
            return CellState.PARTLY
        return CellState.PLANNED if self.planned else CellState.MISSING

    @property
    def text(self) -> str:
        """The cell in at most 4 narrow characters: its mark, then how far, as a fraction or as a rounded-down share."""
        sign = MARKS[self.state]
        if self.state is CellState.MET:
            return f"{sign}{self.have}" if self.have < 1000 else sign
        if self.state is not CellState.PARTLY:
            return sign
        if self.wanted < 10:
            return f"{sign}{self.have}/{self.wanted}"
        return f"{sign}{self.have * 100 // self.wanted}%"
