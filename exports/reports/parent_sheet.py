"""What school and village share with the parents of a child: a letter a semester, with room for their answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from db.i18n import _, mark
from db.queries.attended import Attended, attended_by, trainings_for
from db.queries.record_cards import Pupil, Wanted, pupils_of
from db.queries.shared_records import SharedRecord, shared_records
from db.queries.terms import current_semester
from db.rules.semesters import Semester
from db.rules.study import ABSENT, is_absent
from db.session import Session
from db.vocabulary import RecordKind, TalkTopic, label
from exports.blocks import Block, Column, Field, Heading, NewPage, Paragraph
from exports.masking import NUMBERS, Mask, Reader
from exports.record_sheet import aligned
from exports.report import Report, Request

_AT_ONCE = 200
"""Children whose records are read together: one by one, 100,000 letters took 17 minutes."""
_ANSWER_LINES = 4
_LINE = "_" * 76


@dataclass(frozen=True, slots=True)
class Shared:
    """One child with what was done for it in the semester, up to the day of the letter."""

    pupil: Pupil
    records: list[SharedRecord]
    activities: list[str]
    trainings: list[str]


def _rows(session: Session, request: Request) -> Iterator[Shared]:
    first, last = _span(_semester(session, request), request.on)
    place = Wanted(child=request.child, school_class=request.school_class, school=request.school)
    pupils = pupils_of(session, place)
    while portion := list(islice(pupils, _AT_ONCE)):
        among = [pupil.id for pupil in portion]
        with session.reading():
            records = shared_records(among, first, last)
            activities, trainings = attended_by(among), trainings_for(among)
        for pupil in portion:
            told = (_titles(found[pupil.id], first, last) for found in (activities, trainings))
            yield Shared(pupil, records[pupil.id], *told)


def _titles(found: list[Attended], first: date, last: date) -> list[str]:
    """Those within the time, the earliest first."""
    return [one.title for one in reversed(found) if first.isoformat() <= one.on_date <= last.isoformat()]


def _layout(session: Session, request: Request, rows: Iterator[Shared]) -> Iterator[Block]:
    semester = _semester(session, request)
    shared = None
    for shared in rows:
        yield NewPage()
        yield Heading(_("Letter from school to family, {semester}").format(semester=semester.name))
        yield aligned([Field(_("Child"), shared.pupil.name, Mask.NAME), Field(_("Class"), _class(shared.pupil))])
        yield Paragraph(_("Dear parents, this is how your child did this semester."))
        yield aligned(field for field in _told(shared) if field.value)
        yield Paragraph(_("Please call your child every week, and tell us when your number or place changes."))
        yield Heading(_("What the family answers:"))
        yield Paragraph("\n".join([_LINE] * _ANSWER_LINES))
        yield Paragraph(_("Class teacher: {name}    Parent or carer: ______________").format(
            name=shared.pupil.teacher or "______________"))  # fmt: skip
    if shared is None:
        yield Paragraph(_("Nobody is here."))


def _semester(session: Session, request: Request) -> Semester:
    return request.semester or current_semester(session, request.on)


def _span(semester: Semester, on: date) -> tuple[date, date]:
    return semester.starts_on, min(on, semester.ends_on)


def _class(pupil: Pupil) -> str:
    return " ".join(part for part in (pupil.school, pupil.school_class) if part)


def _told(shared: Shared) -> Iterator[Field]:
    """Counts, marks and deeds; what a child said in confidence is not for this letter."""
    of_kind = Counter(one.kind for one in shared.records)
    talks = [one for one in shared.records if one.kind == RecordKind.TALK]
    topics = Counter(code for talk in talks for code in (talk.topics or "").split())
    if talks:
        named = _(", ").join(label(TalkTopic, code) for code, _n in topics.most_common(3))
        times = _("{n} times").format(n=len(talks))
        about = _("{times}, mostly about: {topics}").format(times=times, topics=named)
        yield Field(RecordKind.TALK.label, about if named else times)
    for kind in (RecordKind.HOME_VISIT, RecordKind.CALL, RecordKind.HELP):
        if of_kind[kind.value]:
            yield Field(kind.label, _("{n} times").format(n=of_kind[kind.value]))
    marks = {one.subject: mark_ for one in shared.records if (mark_ := _mark(one)) is not None}
    yield Field(_("Marks"), _(", ").join(f"{subject} {mark_}" for subject, mark_ in marks.items()))
    deeds = [one.summary or "" for one in shared.records if one.kind == RecordKind.GOOD_DEED]
    yield Field(RecordKind.GOOD_DEED.label, "；".join(filter(None, deeds)))
    yield Field(_("Activities"), _(", ").join(shared.activities))
    yield Field(_("Guardian training"), _(", ").join(shared.trainings))
    measures = [talk.measure for talk in talks if talk.measure]
    yield Field(_("What we do next"), measures[-1] if measures else "")


def _mark(record: SharedRecord) -> int | str | None:
    """The mark of a study check, or that the child was absent; what else the teacher remarked is not for the family."""
    return ABSENT if record.mark is None and is_absent(record.summary) else record.mark


report = Report(
    name="parent-sheet",
    title=mark("Letter from school to family"),
    help=mark("What is shared with the parents of a child or of a class each semester, with room for their answer."),
    columns=(
        Column(mark("Name"), lambda shared: shared.pupil.name, 10, Mask.NAME),
        Column(mark("Class"), lambda shared: _class(shared.pupil), 24),
        Column(mark("Records"), lambda shared: len(shared.records), 8),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "child", "class", "school"}),
    layout=_layout,
    hidden=NUMBERS,
    names_for=Reader.FAMILY,
)
