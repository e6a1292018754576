"""Every messy file of the corpus: its counts, what the register then holds; a second import changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.commands.importing import do_import
from db.models import Child, Enrolment, School, SchoolClass, Village
from db.queries.family import family
from db.roster.deciding import Decision, State
from db.roster.planning import Plan, plan
from db.rules.class_names import class_title
from db.session import Session
from tests.unit.roster_corpus import dirt, headers
from tests.unit.roster_corpus.files import Case

CASES = [*headers.CASES, *dirt.CASES]


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_file(case: Case, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "花名册"
    path.write_bytes(case.content)

    made = plan(session, path)
    assert made.questions is False
    refused = [_said(decision) for decision in made.decisions.each(State.REFUSED)]
    assert (made.counts[State.NEW], made.counts[State.SAME]) == (case.new, case.same), refused
    assert len(refused) == len(case.refused)
    for words, said in zip(case.refused, refused, strict=True):
        assert words in said
    _holds_remarks(case, made)

    do_import(session, made)
    for name, expected in case.children.items():
        stored = _stored(session, name)
        assert {key: stored.get(key) for key in expected} == expected

    again = plan(session, path)
    assert again.counts[State.NEW] == again.counts[State.CHANGED] == 0, _changes(again)
    assert again.read == made.read == sum(again.counts.values())


def _said(decision: Decision) -> str:
    return f"{decision.entry.child.get('name', '')} {'；'.join(decision.reasons)}"


def _changes(made: Plan) -> list[Any]:
    return [row.changes or row.entry for row in made.decisions.each(State.CHANGED, State.NEW)]


def _holds_remarks(case: Case, made: Plan) -> None:
    for column in case.warned:
        assert column in {column for column, _sentence in made.warnings}
    for column in case.noted:
        assert column in {column for column, _sentence in made.notes}


def _stored(session: Session, name: str) -> dict[str, Any]:
    """What the register holds of the one child of that name, flat."""
    (child_id,) = (row[0] for row in Child.select(Child.id).where(Child.name == name).tuples())
    found = family(session, child_id)
    flat = dict(found.child)
    village, school = found.child["village"], found.child["school"]
    flat["village"] = Village.get_by_id(village).name if village else None
    flat["school"] = School.get_by_id(school).name if school else None
    flat["class"] = None
    if found.child["school_class"]:
        row = SchoolClass.get_by_id(found.child["school_class"])
        flat["class"] = class_title(row.stage, row.grade, row.number)
        assert Enrolment.select().where(Enrolment.child == child_id, Enrolment.school_class == row.id).count() == 1
    people = {**found.parents, **found.grandparents, **({"carer": found.carer} if found.carer else {})}
    flat |= {f"{who}.{key}": value for who, row in people.items() for key, value in row.items()}
    return flat
