"""The care records as a list, the latest first: filtered in SQL, read by keyset pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from peewee import JOIN, Expression, Tuple, Value

from db.engine.sqlite import Stoppable
from db.models import CareRecord, Child, School, SchoolClass, Semester, Staff, Village
from db.queries.scope import child_conditions
from db.rules.class_names import class_name
from db.rules.dates import add_months
from db.rules.record_kinds import FORMS
from db.rules.semesters import semester_title
from db.session import Session
from db.vocabulary import RecordKind, labels
from db.vocabulary import TalkTopic as Topic

Query = Any
FEW = 2_000
"""Up to so many records are found at once and then sorted; a walk by day for few of them took four times as long."""
_TEXTS = (
    "summary", "aim", "child_wish", "measure", "effect", "home_state", "behaviour", "told", "guardian_opinion",
    "next_step", "met_name", "by_name", "subject",
)  # fmt: skip


@dataclass(frozen=True)
class RecordFilter:
    """What the list is narrowed to; None or "" narrows nothing. `month` is "2026-11", `staff` who did it.

    `withdrawn` True shows those alone, None those, too.
    """

    text: str = ""
    kind: str | None = None
    semester: int | None = None
    month: str | None = None
    school: int | None = None
    school_class: int | None = None
    village: int | None = None
    staff: int | None = None
    child: int | None = None
    withdrawn: bool | None = False

    def in_force(self) -> list[str]:
        """The names of the fields that narrow the list."""
        plain = RecordFilter()
        return [name for name, value in asdict(self).items() if value != getattr(plain, name)]


@dataclass(frozen=True)
class RecordRow:
    """A record in the list."""

    id: int
    day: str = field(compare=False)
    kind: str = field(default="", compare=False)
    child_id: int = field(default=0, compare=False)
    child: str = field(default="", compare=False)
    place: str = field(default="", compare=False)
    by: str = field(default="", compare=False)
    texts: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """The running texts by column, in the order of the form."""
    topics: str = field(default="", compare=False)
    result: str = field(default="", compare=False)
    withdrawn: bool = field(default=False, compare=False)

    @property
    def sentence(self) -> str:
        """What happened, in one line."""
        parts = [self.result, *(text for _column, text in self.texts)]
        return " ".join(part for part in parts if part)


class RecordPages:
    """A page source over the records; made anew for every filter."""

    def __init__(self, session: Session, narrowed: RecordFilter) -> None:
        self.session = session
        self.filter = narrowed
        self._counting = Stoppable(session.database)
        self._few: list[int] | None = None
        self._looked_up = not narrowed.in_force() and session.scope.everything

    def first(self, n: int) -> list[RecordRow]:
        return self._read([], n, forward=True)

    def last(self, n: int) -> list[RecordRow]:
        return self._read([], n, forward=False)[::-1]

    def after(self, row: RecordRow, n: int) -> list[RecordRow]:
        return self._read([self._beyond(row, "<")], n, forward=True)

    def before(self, row: RecordRow, n: int) -> list[RecordRow]:
        return self._read([self._beyond(row, ">")], n, forward=False)[::-1]

    def at(self, row: RecordRow, n: int) -> list[RecordRow]:
        return self._read([self._beyond(row, "<=")], n, forward=True)

    def position(self, row: RecordRow) -> int:
        with self.session.reading():
            earlier: int = self._base(CareRecord.id).where(self._beyond(row, ">")).count()
        return earlier

    def count(self) -> int:
        with self.session.reading(), self._counting:
            total: int = self._base(CareRecord.id).count()
        return total

    def stop_counting(self) -> None:
        self._counting.stop()

    def _beyond(self, row: RecordRow, operator: str) -> Any:
        with self.session.reading():
            day = CareRecord.select(CareRecord.happened_on).where(CareRecord.id == row.id).scalar() or row.day
        return Expression(Tuple(CareRecord.happened_on, CareRecord.id), operator, Tuple(Value(day), Value(row.id)))

    def _base(self, *selected: Any) -> Query:
        """The records of the filter, within the caller's reading; few of them are found once and looked up by id."""
        if not self._looked_up:
            few = [row[0] for row in self._filtered(CareRecord.id).limit(FEW + 1).tuples()]
            self._few, self._looked_up = few if len(few) <= FEW else None, True
        if self._few is not None:
            return CareRecord.select(*selected).where(CareRecord.id.in_(self._few))
        return self._filtered(*selected)

    def _filtered(self, *selected: Any) -> Query:
        query = CareRecord.select(*selected).join(Child, on=(CareRecord.child == Child.id))
        conditions = [*child_conditions(self.session.scope), *conditions_of(self.filter)]
        return query.where(*conditions) if conditions else query

    def _read(self, conditions: list[Any], n: int, *, forward: bool) -> list[RecordRow]:
        order = [term.desc() if forward else term.asc() for term in (CareRecord.happened_on, CareRecord.id)]
        with self.session.reading():
            ids = [row[0] for row in self._base(CareRecord.id).where(*conditions).order_by(*order).limit(n).tuples()]
            rows = {row.id: row for row in _rows(ids)}
        return [rows[record_id] for record_id in ids if record_id in rows]


def conditions_of(narrowed: RecordFilter) -> list[Any]:
    """Conditions on CareRecord joined with Child."""
    f = narrowed
    equal = (
        (CareRecord.kind, f.kind), (CareRecord.semester, f.semester), (CareRecord.staff, f.staff),
        (CareRecord.child, f.child), (Child.school, f.school), (Child.school_class, f.school_class),
        (Child.village, f.village),
    )  # fmt: skip
    conditions = [column == value for column, value in equal if value is not None]
    if f.month:
        first = date.fromisoformat(f"{f.month}-01")
        conditions += [CareRecord.happened_on >= first.isoformat(),
                       CareRecord.happened_on < add_months(first, 1).isoformat()]  # fmt: skip
    if f.withdrawn is not None:
        conditions.append(CareRecord.withdrawn_on.is_null(not f.withdrawn))
    if text := f.text.strip():
        found = Child.name.contains(text) | Child.name_key.startswith(text.lower())
        found |= CareRecord.staff.in_(Staff.select(Staff.id).where(Staff.name.contains(text)))
        for column in _TEXTS:
            found |= CareRecord._meta.fields[column].contains(text)
        conditions.append(found)
    return conditions


def records(session: Session, narrowed: RecordFilter, last: date | None = None) -> Iterator[RecordRow]:
    """Every record of a filter up to a day, the latest first, read in pages."""
    pages = RecordPages(session, narrowed)
    page = pages.first(_PAGE)
    while page:
        yield from (row for row in page if last is None or row.day <= last.isoformat())
        page = pages.after(page[-1], _PAGE)


_PAGE = 500


def _rows(ids: list[int]) -> Iterator[RecordRow]:
    query = (
        CareRecord.select(
            CareRecord, Child.name, Village.name, School.name, SchoolClass.stage, SchoolClass.grade,
            SchoolClass.number, Staff.name,
        )
        .join(Child, on=(CareRecord.child == Child.id))
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
        .join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id), src=Child)
        .join(Staff, JOIN.LEFT_OUTER, on=(CareRecord.staff == Staff.id), src=CareRecord)
        .where(CareRecord.id.in_(ids))
    )  # fmt: skip
    names = [one.name for one in CareRecord._meta.sorted_fields]
    for values in query.tuples():
        row = dict(zip(names, values, strict=False))
        child, village, _school, stage, grade, number, staff = values[len(names) :]
        texts = [(field.column, row[field.column]) for field in FORMS[RecordKind(row["kind"])].texts]
        result = f"{row['subject'] or ''} {'' if row['mark'] is None else row['mark']}".strip()
        yield RecordRow(
            row["id"], row["happened_on"], row["kind"], row["child"], child,
            class_name(stage, grade, number) or village or "", staff or row["by_name"] or "",
            tuple((column, text) for column, text in texts if text), labels(Topic, row["topics"]), result,
            row["withdrawn_on"] is not None,
        )  # fmt: skip


def semester_choices(session: Session) -> list[tuple[int, str]]:
    """The semesters that have begun, the latest first: row id and name."""
    with session.reading():
        query = Semester.select(Semester.id, Semester.school_year, Semester.term).where(
            Semester.starts_on <= session.clock.today().isoformat()
        )
        rows = query.order_by(Semester.starts_on.desc()).tuples()
        return [(row_id, semester_title(year, term)) for row_id, year, term in rows]


def month_choices(today: date, n: int = 12) -> list[str]:
    """The months that a list is narrowed to, this one first."""
    first = today.replace(day=1)
    return [add_months(first, -back).isoformat()[:7] for back in range(n)]
