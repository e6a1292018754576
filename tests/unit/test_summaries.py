"""The summary of a child is always what the rows beside it say, whatever was done; and it answers for every day."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peewee import fn

from db.clock import Clock
from db.commands.care_records import correct_record, record, withdraw_record
from db.commands.children import add_child
from db.commands.families import correct_carer, end_care, entrust, save_parent
from db.commands.merging import merge_children
from db.commands.pairings import Wish, end_pairing, pair
from db.commands.registration import leave_register, return_to_register
from db.commands.undo import undo_last
from db.commands.writing import insert
from db.engine import summaries
from db.errors import GuanaiError
from db.models import Carer, CareRecord, Child, ChildSummary, Pairing, Parent, Staff
from db.queries.summaries import (
    DEEDS,
    LETTERS,
    MOTHER_CALLS,
    MOTHER_MEETINGS,
    TALKS,
    VISITS,
    has_little_teacher,
    has_mother,
    recorded,
)
from db.session import Session
from db.vocabulary import PairingKind, RecordKind
from tests.conftest import TODAY

CHILDREN = 4
KINDS = [RecordKind.TALK, RecordKind.HOME_VISIT, RecordKind.GOOD_DEED, RecordKind.LETTER, RecordKind.MOTHER_DUTY]


def on(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def write(session: Session, child: int, days: int) -> None:
    values = {
        "summary": "……",
        "by_name": "陈老师",
        "way": ("phone", "face", "video")[days % 3],
        "festival": "mid_autumn",
    }
    record(session, child, KINDS[days % len(KINDS)], {**values, "happened_on": on(days)})


def correct(session: Session, child: int, days: int) -> None:
    row = CareRecord.select().where(CareRecord.child == child).order_by(fn.ABS(CareRecord.id - days)).get()
    correct_record(session, row.id, row.version, {"happened_on": on(days), "way": ("face", "phone")[days % 2]})


def withdraw(session: Session, child: int, days: int) -> None:
    row = CareRecord.select().where(CareRecord.child == child).order_by(CareRecord.happened_on.desc()).get()
    withdraw_record(session, row.id, row.version, "误录")


def help_(session: Session, child: int, days: int) -> None:
    if days % 2:
        pair(session, PairingKind.LITTLE_TEACHER, child, days % CHILDREN + 1, Wish(on(days), "", True, True))
    else:
        pair(session, PairingKind.LOVING_MOTHER, child, days % 3 + 1, Wish(on(days), despite=True))


def end_help(session: Session, child: int, days: int) -> None:
    row = Pairing.select().where((Pairing.child == child) & Pairing.to_on.is_null()).get()
    end_pairing(session, row.id, row.version, "外出", on(days // 5))


def change_carer(session: Session, child: int, days: int) -> None:
    present = Carer.select().where((Carer.child == child) & Carer.to_on.is_null()).first()
    values = {"name": "奶奶", "from_on": on(days), "agreement_on": on(days // 2)}
    former = (present.id, present.version) if present else None
    entrust(session, child, values, former=former, end_reason="换人")


def change_agreement(session: Session, child: int, days: int) -> None:
    present = Carer.select().where((Carer.child == child) & Carer.to_on.is_null()).get()
    if days % 3:
        correct_carer(session, present.id, present.version, {"agreement_until": on(-days), "agreement_on": on(days)})
    else:
        end_care(session, present.id, present.version, "外出")


def change_parent(session: Session, child: int, days: int) -> None:
    role = ("father", "mother")[days % 2]
    row = Parent.select().where((Parent.child == child) & (Parent.role == role)).first()
    values = {"name": "王大", "whereabouts": ("home", "abroad")[days % 3 % 2], "able": (None, 1, 0)[days % 5 % 3],
              "condition": (None, "dead", "severe_disability")[days % 7 % 3]}  # fmt: skip
    save_parent(session, child, role, row.version if row else 0, values)


def leave_or_return(session: Session, child: int, days: int) -> None:
    row = Child.get_by_id(child)
    if row.registry_state == "left":
        return_to_register(session, child, row.version, "误退")
    else:
        leave_register(session, child, row.version, "household_moved", on(days % 9))


def merge(session: Session, child: int, days: int) -> None:
    kept, other = Child.get_by_id(child), Child.get_by_id(days % CHILDREN + 1)
    if kept.id != other.id:
        merge_children(session, kept.id, kept.version, other.id, other.version)


def take_back(session: Session, child: int, days: int) -> None:
    undo_last(session)


Deed = Callable[[Session, int, int], None]
DEEDS_DONE: list[Deed] = [
    write, write, write, correct, withdraw, help_, help_, end_help, change_carer, change_agreement, change_parent,
    leave_or_return, merge, take_back, take_back,
]  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of some children and mothers about whom nothing is known; not to be written to."""
    path = tmp_path_factory.mktemp("summaries") / "guanai.db"
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        for number in range(CHILDREN):
            add_child(session, {"name": f"王小{'一二三四'[number]}", "registered_on": "2026-03-01"})
        with session.writing():
            for number in range(3):
                values = {"name_key": "liu", "roles": "loving_mother", "active": True, "capacity": 9}
                insert(session, Staff, {"name": f"刘{number}", **values})
    return path


def days_of(kind: RecordKind, ways: tuple[str, ...], child: int) -> list[str]:
    rows = CareRecord.select().where((CareRecord.child == child) & (CareRecord.kind == kind))
    return [row.happened_on for row in rows if row.withdrawn_on is None and (not ways or row.way in ways)]


def helped(kind: PairingKind, child: int, day: str, since: str = "") -> bool:
    rows = Pairing.select().where((Pairing.child == child) & (Pairing.kind == kind))
    return any(since <= row.from_on <= day and (row.to_on is None or row.to_on > day) for row in rows)


@given(
    st.lists(
        st.tuples(st.sampled_from(DEEDS_DONE), st.integers(1, CHILDREN), st.integers(0, 200)), min_size=10, max_size=40
    ),
    st.tuples(st.integers(-3, 210), st.integers(0, 100)),
)
@settings(max_examples=25)
def test_whatever_is_done_the_summary_follows_and_answers_for_every_day(
    template: Path, deeds: list[tuple[Deed, int, int]], span: tuple[int, int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(template, folder))
        with Session.open(path, "李文书", Clock(TODAY)) as session:
            for deed, child, days in deeds:
                with suppress(GuanaiError, Carer.DoesNotExist, CareRecord.DoesNotExist, Pairing.DoesNotExist):
                    deed(session, child, days)
                assert summaries.differing(session.database.connection()) == 0, deed.__name__
            last = TODAY - timedelta(days=span[0])
            _hold_against_the_rows(last - timedelta(days=span[1]), last)


def _hold_against_the_rows(first: date, last: date) -> None:
    since, day = first.isoformat(), last.isoformat()
    things = [DEEDS, LETTERS, MOTHER_CALLS, MOTHER_MEETINGS, TALKS, VISITS]
    conditions = [recorded(thing, first, last) for thing in things]
    conditions += [has_mother(last), has_mother(last, first), has_little_teacher(last)]
    query = Child.select(Child.id, *conditions).join(ChildSummary, on=(ChildSummary.child == Child.id))
    rows = list(query.tuples())
    assert len(rows) == CHILDREN
    for child, *found in rows:
        expected = [any(since <= one <= day for one in days_of(thing.kind, thing.ways, child)) for thing in things]
        mother = PairingKind.LOVING_MOTHER
        expected += [helped(mother, child, day), helped(mother, child, day, since)]
        expected.append(helped(PairingKind.LITTLE_TEACHER, child, day))
        assert [bool(one) for one in found] == expected


def test_a_child_that_is_deleted_leaves_no_summary(session: Session) -> None:
    child = add_child(session, {"name": "王小明", "registered_on": "2026-03-01"})
    assert ChildSummary.select().count() == 1
    Child.delete().where(Child.id == child).execute()
    assert ChildSummary.select().count() == 0
