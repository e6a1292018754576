"""Probable duplicates in the register, and two entries made one with every record kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.merging import merge_children
from db.commands.surveys import confirm_survey
from db.commands.telling_apart import doubt_again, tell_apart
from db.commands.undo import undo_last
from db.commands.writing import insert
from db.engine import search as index
from db.errors import ConflictError, NotFoundError, RuleError
from db.models import CareRecord, ChangeLog, Child, Enrolment, Pairing, Staff, Survey
from db.queries.duplicate_pairs import duplicate_pairs, pairs_told_apart
from db.queries.family import family
from db.queries.roster import roster
from db.rules.search import parse
from db.scope import Scope
from db.session import Session
from exports.report import Request, find
from tests.unit.roster_corpus.files import id_number

BOY, GIRL = id_number("2013-05-02"), id_number("2013-05-02", 3)
LATER = id_number("2013-05-12")


def _pair(session: Session) -> tuple[int, int]:
    first = add_child(
        session,
        {"name": "张小明", "birth_date": "2013-05-02", "village": NewPlace("石桥村"), "registered_on": "2026-09-01",
         "school": NewPlace("石桥小学"), "school_class": NewPlace("三(2)班"), "note": "一"},
        father={"name": "张大"}, carer={"name": "王奶奶"},
    )  # fmt: skip
    second = add_child(
        session,
        {"name": "张小明", "id_no": BOY, "phone": "13700000000", "registered_on": "2026-03-01", "note": "二"},
        father={"name": "张大", "phone": "13812345678"}, mother={"name": "王芳"},
        carer={"name": "王奶奶", "relation": "paternal_grandmother"},
    )  # fmt: skip
    return first, second


def _version(child_id: int) -> int:
    return int(Child.get_by_id(child_id).version)


def _merge(session: Session, kept: int, other: int) -> None:
    merge_children(session, kept, _version(kept), other, _version(other))


def test_pairs_are_found_and_the_likeliest_comes_first(session: Session) -> None:
    first, second = _pair(session)
    third = add_child(session, {"name": "章晓明", "birth_date": "2013-05-02"})
    pairs = duplicate_pairs(session)
    assert (pairs[0].first.id, pairs[0].second.id) == (first, second)
    assert {third in (pair.first.id, pair.second.id) for pair in pairs[1:]} == {True}
    assert "父亲相同" in pairs[0].reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "张小明", "birth_date": "2013-05-02"}, {"name": "张小明", "birth_date": "2014-05-02"}),
        ({"name": "张小明", "id_no": BOY}, {"name": "章小明", "id_no": GIRL}),
        ({"name": "张大双", "birth_date": "2013-05-02"}, {"name": "张小双", "birth_date": "2013-05-02"}),
    ],
)
def test_two_children_are_no_pair(session: Session, one: dict[str, str], other: dict[str, str]) -> None:
    for values in (one, other):
        add_child(session, values, father={"name": "张大"})
    assert duplicate_pairs(session) == []


def test_merging_keeps_every_record(session: Session) -> None:
    first, second = _pair(session)
    staff = {"name": "刘老师", "name_key": "liu", "roles": "teacher", "capacity": 3, "active": True}
    with session.writing():
        helpers = [insert(session, Staff, staff) for _number in range(2)]
        for child, helper in zip((first, second), helpers, strict=True):
            insert(session, CareRecord, {"child": child, "kind": "talk", "happened_on": "2026-10-01"})
            insert(session, Pairing, {"child": child, "staff": helper, "kind": "help_teacher", "from_on": "2026-09-01"})
        insert(session, Pairing, {"child": first, "helper_child": second, "kind": "little_teacher",
                                  "from_on": "2026-09-01"})  # fmt: skip
    for child in (first, second):
        confirm_survey(session, child, _version(child), on="2026-10-10")

    _merge(session, first, second)

    found = family(session, first)
    assert (found.child["id_no"], found.child["phone"], found.child["note"]) == (BOY, "13700000000", "一\n二")
    assert (found.child["registered_on"], found.child["surveyed_on"]) == ("2026-03-01", "2026-10-10")
    assert found.parents["father"]["phone"] == "13812345678"
    assert found.parents["mother"]["name"] == "王芳"
    assert found.carer is not None
    assert found.carer["relation"] == "paternal_grandmother"
    assert len(found.carers) == 2
    assert CareRecord.select().where(CareRecord.child == first).count() == 2
    open_pairings = Pairing.select().where(Pairing.child == first, Pairing.to_on.is_null())
    assert [row.kind for row in open_pairings] == ["help_teacher"]
    assert Pairing.select().where(Pairing.child == first).count() == 3
    assert Enrolment.select().where(Enrolment.child == first, Enrolment.to_on.is_null()).count() == 1
    assert Survey.select().where(Survey.registry_state == "registered").count() == 1

    other = Child.get_by_id(second)
    assert (other.registry_state, other.left_reason, other.id_no) == ("left", "wrong_entry", None)
    assert ChangeLog.select().where(ChangeLog.action == "merge", ChangeLog.row_id == second).exists()
    assert index.matching(session.database, parse(BOY), 5) == [first]
    assert index.matching(session.database, parse("0000"), 5) == [first, second]
    assert duplicate_pairs(session) == []


def _open_classes(child: int) -> list[int]:
    query = Enrolment.select(Enrolment.school_class).where(Enrolment.child == child, Enrolment.to_on.is_null())
    return [row[0] for row in query.tuples()]


@pytest.mark.parametrize(("own_school", "taken"), [(None, True), ("石桥小学", True), ("柳树小学", False)])
def test_the_class_comes_with_its_enrolment_or_not_at_all(
    session: Session, own_school: str | None, taken: bool
) -> None:
    other, _second = _pair(session)
    kept = add_child(session, {"name": "张小明", **({"school": NewPlace(own_school)} if own_school else {})})
    own, theirs = Child.get_by_id(kept).school_id, Child.get_by_id(other)
    _merge(session, kept, other)
    merged = Child.get_by_id(kept)
    expected = (theirs.school_id, theirs.school_class_id) if taken else (own, None)
    assert (merged.school_id, merged.school_class_id) == expected
    assert _open_classes(kept) == ([theirs.school_class_id] if taken else [])
    assert Enrolment.select().where(Enrolment.child == kept).count() == 1


def test_a_number_is_taken_with_its_kind(session: Session) -> None:
    kept = add_child(session, {"name": "张小明", "id_type": "none", "id_note": "未上户口"})
    other = add_child(session, {"name": "张小明", "id_no": BOY})
    _merge(session, kept, other)
    merged, left = Child.get_by_id(kept), Child.get_by_id(other)
    assert (merged.id_no, merged.id_type, merged.id_note) == (BOY, "resident", None)
    assert (merged.sex, merged.birth_date) == ("male", "2013-05-02")
    assert (left.id_no, left.id_type) == (None, None)


def test_a_merged_entry_was_on_the_register_on_no_day(session: Session) -> None:
    kept, other = _pair(session)
    before = session.clock.today() - timedelta(days=1)
    assert {row.id for row in roster(session, before)} == {kept, other}
    _merge(session, kept, other)
    assert [row.id for row in roster(session, before)] == [kept]


def test_neither_old_versions_are_merged_nor_who_has_left(session: Session) -> None:
    first, second = _pair(session)
    with pytest.raises(ConflictError):
        merge_children(session, first, 7, second, 1)
    _merge(session, first, second)
    with pytest.raises(RuleError, match="退出"):
        _merge(session, first, second)


@pytest.mark.parametrize("right", ["kept", "other"])
def test_of_two_numbers_the_clerk_says_which_is_right(session: Session, right: str) -> None:
    kept = add_child(session, {"name": "张小明", "id_no": BOY})
    other = add_child(session, {"name": "张小明", "id_no": LATER, "id_type": "resident"})
    versions = kept, _version(kept), other, _version(other)
    for number in (None, "", GIRL):
        with pytest.raises(RuleError, match="身份证号"):
            merge_children(session, *versions, number)
    merge_children(session, *versions, BOY if right == "kept" else LATER)

    merged = Child.get_by_id(kept)
    numbers = (BOY, LATER) if right == "kept" else (LATER, BOY)
    assert (merged.id_no, merged.birth_date) == (numbers[0], "2013-05-02" if right == "kept" else "2013-05-12")
    assert merged.id_note.endswith(numbers[1][-4:])
    assert numbers[1] not in merged.id_note
    assert index.matching(session.database, parse(numbers[0]), 5) == [kept]
    assert index.matching(session.database, parse(numbers[1]), 5) == []
    logged = ChangeLog.select().where(ChangeLog.action == "merge", ChangeLog.changes.contains(numbers[1]))
    assert logged.exists()


def test_a_pair_that_was_told_apart_is_asked_about_no_more_until_it_is_doubted(session: Session) -> None:
    first, second = _pair(session)
    tell_apart(session, second, first)
    tell_apart(session, first, second)
    assert duplicate_pairs(session) == []
    assert list(find("duplicates").rows(session, Request(on=session.clock.today()))) == []
    (pair,) = pairs_told_apart(session)
    assert pair.apart is not None
    assert (pair.first.id, pair.second.id, pair.apart.by) == (first, second, "李文书")
    assert ChangeLog.select().where(ChangeLog.table_name == "distinct_pair").count() == 1

    doubt_again(session, pair.apart.id, pair.apart.version)
    assert pairs_told_apart(session) == []
    assert len(duplicate_pairs(session)) == 1
    with pytest.raises(ConflictError):
        doubt_again(session, pair.apart.id, pair.apart.version)
    tell_apart(session, first, second)
    assert duplicate_pairs(session) == []
    assert undo_last(session).about == "分清的两名儿童"
    assert len(duplicate_pairs(session)) == 1


def test_who_was_told_apart_from_a_merged_entry_is_apart_from_the_kept_one(session: Session) -> None:
    first, second = _pair(session)
    third = add_child(session, {"name": "张小明", "birth_date": "2013-05-02"}, father={"name": "张大"})
    for other in (first, third):
        tell_apart(session, second, other)
    _merge(session, first, second)
    assert [(pair.first.id, pair.second.id) for pair in pairs_told_apart(session)] == [(first, third)]
    assert duplicate_pairs(session) == []


def test_nobody_tells_children_apart_whom_they_do_not_see(session: Session) -> None:
    first, second = _pair(session)
    tell_apart(session, first, second)
    (pair,) = pairs_told_apart(session)
    assert pair.apart is not None
    narrow = session.within(Scope(villages=frozenset({Child.get_by_id(first).village_id})))
    assert pairs_told_apart(narrow) == []
    with pytest.raises(NotFoundError):
        tell_apart(narrow, first, second)
    with pytest.raises(NotFoundError):
        doubt_again(narrow, pair.apart.id, pair.apart.version)


def test_the_report_lists_the_pairs(session: Session) -> None:
    _pair(session)
    report = find("duplicates")
    (row,) = report.rows(session, Request(on=session.clock.today()))
    assert row[0] == "张*"
    assert BOY not in row
