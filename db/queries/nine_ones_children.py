"""Those of the nine ones that are owed to each child: to which children they apply, and who has theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from db.models import CareRecord, Child, FestivalTick, NineOneItem, Pairing, SchoolClass, Staff
from db.queries.by_class import by_class
from db.queries.file_numbers import FILE
from db.queries.nine_ones_period import Period, period_of, records
from db.queries.roster import on_register
from db.queries.scope import name_seen
from db.queries.summaries import DEEDS, LETTERS, Happenings, has_little_teacher, has_mother, recorded
from db.rules.class_names import class_name
from db.rules.dates import add_months
from db.rules.letters import FROM_AGE, FROM_GRADE, NOT_YET, Round, rounds
from db.rules.nine_ones import DOES_DEEDS_FROM_AGE, PERSONAL, CellState
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import NineOne, PairingKind, Stage

_PAIRED = {NineOne.LITTLE_TEACHER: PairingKind.LITTLE_TEACHER, NineOne.LOVING_MOTHER: PairingKind.LOVING_MOTHER}
_RECORDED = {NineOne.LETTER: LETTERS, NineOne.GOOD_DEED: DEEDS}
_PUPILS = [Stage.PRIMARY.value, Stage.JUNIOR.value]


@dataclass(frozen=True, slots=True)
class ChildCells:
    """A child with its four; the names of those who stand by it, and how many letters and good deeds there are."""

    id: int
    name: str
    school: str
    class_title: str
    mother: str
    teacher: str
    letters: int
    deeds: int
    states: tuple[CellState, ...]
    """In the order of PERSONAL."""
    file: str

    def state(self, item: NineOne) -> CellState:
        return self.states[PERSONAL.index(item)]


def children_cells(
    session: Session, semester: Semester | None = None, *, on: date | None = None, school: int | None = None,
    village: int | None = None, without_school: bool = False,
) -> list[ChildCells]:  # fmt: skip
    """The children of a school (of all, or of none: `without_school`) with their four, by school, class and name."""
    period = period_of(session, semester, on)
    children = on_register(session, period.day, school=school, village=village)
    if without_school:
        children = [*children, Child.school.is_null()]
    with session.reading():
        wanted = wanted_by_item()
        rows = list(by_class(FILE).where(*children).tuples())
        # Of a school only its own are read: to read those of a large township takes ten times as long.
        these = Child.select(Child.id).where(*children) if school is not None or village is not None else None
        helpers = {item: _helpers(session, kind, period, these) for item, kind in _PAIRED.items()}
        counts = {item: _counts(of, period, these) for item, of in _RECORDED.items()}
        owed = {item: _owed(item, children, period, wanted[item]) for item in PERSONAL}
    found = []
    for child, name, where, stage, grade, number, file in rows:
        have = {item: int(child in names) for item, names in helpers.items()}
        have |= {item: count.get(child, 0) for item, count in counts.items()}
        found.append(
            ChildCells(
                child, name, where or "", class_name(stage, grade, number),
                helpers[NineOne.LOVING_MOTHER].get(child, ""), helpers[NineOne.LITTLE_TEACHER].get(child, ""),
                have[NineOne.LETTER], have[NineOne.GOOD_DEED],
                tuple(_state(child in owed[item], have[item], wanted[item]) for item in PERSONAL),
                file,
            )
        )  # fmt: skip
    return found


def cells_by_school(
    session: Session, semester: Semester | None = None, *, on: date | None = None, school: int | None = None,
    village: int | None = None,
) -> Iterator[ChildCells]:  # fmt: skip
    """`children_cells` in the same order, school by school: all at once, those of 100,000 children took 112 MB."""
    children = on_register(session, period_of(session, semester, on).day, school=school, village=village)
    with session.reading():
        schools = [row[0] for row in Child.select(Child.school).distinct().where(*children).tuples()]
    for one in sorted(schools, key=lambda one: (one is None, one or 0)):
        yield from children_cells(session, semester, on=on, school=one, village=village, without_school=one is None)


def wanted_by_item() -> dict[NineOne, int]:
    """How often the office wants each of the nine in a semester, 0 for not at all; inside the caller's reading."""
    query = NineOneItem.select(NineOneItem.item, NineOneItem.wanted)
    return {NineOne(item): wanted for item, wanted in query.tuples()}


def applicable(item: NineOne, period: Period) -> Any:
    """The condition on the children to whom it is owed at all.

    A loving mother to each; a little teacher to pupils of primary and junior school; letters to those able to write
    (`db.rules.letters.able_to_write`); a good deed to those of kindergarten age and older.
    """
    if item is NineOne.LITTLE_TEACHER:
        pupils = SchoolClass.select(SchoolClass.id).where(SchoolClass.stage.in_(_PUPILS))
        by_schooling = Child.school_class.is_null() & Child.schooling.in_(_PUPILS)
        return Child.school_class.in_(pupils) | by_schooling
    if item is NineOne.LETTER:
        return able_to_write(period.day)
    if item is NineOne.GOOD_DEED:
        return does_deeds(period.day)
    return SQL("1")


def does_deeds(day: date) -> Any:
    """The condition on children of kindergarten age and older; those whose age is unknown are among them."""
    return Child.birth_date.is_null() | _may_be_of(DOES_DEEDS_FROM_AGE, day)


def able_to_write(day: date) -> Any:
    """The condition on children of `db.rules.letters.able_to_write`."""
    grades = (SchoolClass.stage == Stage.VOCATIONAL) | (
        (SchoolClass.stage != Stage.KINDERGARTEN) & (SchoolClass.grade >= FROM_GRADE)
    )
    too_young = [schooling.value for schooling in NOT_YET]
    by_age = Child.school_class.is_null() & Child.birth_date.is_null(False) & _may_be_of(FROM_AGE, day)
    return Child.school_class.in_(SchoolClass.select(SchoolClass.id).where(grades)) | (
        by_age & (Child.schooling.is_null() | Child.schooling.not_in(too_young))
    )


def covered(item: NineOne, period: Period, wanted: int) -> Any:
    """The condition on the children who have theirs: a pairing open on the day, or so many records in the semester.

    Their summary stands in the query.
    """
    if item is NineOne.LOVING_MOTHER:
        return has_mother(period.day)
    if item is NineOne.LITTLE_TEACHER:
        return has_little_teacher(period.day)
    if wanted == 1:
        return recorded(_RECORDED[item], period.semester.starts_on, period.day)
    enough = fn.COUNT(CareRecord.id) >= wanted
    query = CareRecord.select(CareRecord.child).where(*records(period, _RECORDED[item].kind))
    return Child.id.in_(query.group_by(CareRecord.child).having(enough))


def letter_rounds(period: Period) -> list[Round]:
    """The festivals of the semester and its holidays on which the office asks for letters.

    Inside the caller's reading.
    """
    ticked = {row[0] for row in FestivalTick.select(FestivalTick.festival).where(FestivalTick.letters == 1).tuples()}
    return rounds(period.semester.starts_on, period.last, ticked)


def _owed(item: NineOne, children: Iterable[Any], period: Period, wanted: int) -> set[int]:
    if not wanted or (item is NineOne.LETTER and not letter_rounds(period)):
        return set()
    return {row[0] for row in Child.select(Child.id).where(*children, applicable(item, period)).tuples()}


def _state(owed: bool, have: int, wanted: int) -> CellState:
    if not owed:
        return CellState.NOT_APPLICABLE
    if have >= wanted:
        return CellState.MET
    return CellState.PARTLY if have else CellState.MISSING


def _open(kind: PairingKind, period: Period) -> list[Any]:
    day = period.day.isoformat()
    return [Pairing.kind == kind.value, Pairing.from_on <= day, Pairing.to_on.is_null() | (Pairing.to_on > day)]


def _helpers(session: Session, kind: PairingKind, period: Period, these: Any) -> dict[int, str]:
    pupil = Child.alias()
    query = (
        Pairing.select(Pairing.child, fn.COALESCE(Staff.name, name_seen(session.scope, pupil), ""))
        .join(Staff, JOIN.LEFT_OUTER, on=(Pairing.staff == Staff.id))
        .switch(Pairing)
        .join(pupil, JOIN.LEFT_OUTER, on=(Pairing.helper_child == pupil.id))
        .where(*_open(kind, period))
    )
    return dict((query.where(Pairing.child.in_(these)) if these else query).tuples())


def _counts(of: Happenings, period: Period, these: Any) -> dict[int, int]:
    query = CareRecord.select(CareRecord.child, fn.COUNT(CareRecord.id)).where(*records(period, of.kind))
    query = query.where(CareRecord.child.in_(these)) if these else query
    return dict(query.group_by(CareRecord.child).tuples())


def _may_be_of(years: int, day: date) -> Any:
    """Whether somebody with a known birth date is so old, or may be: a month or year may leave it open."""
    # The beginning of a text sorts before it: "2013" and "2013-05" before "2013-05-02".
    return Child.birth_date <= add_months(day, -12 * years).isoformat()
