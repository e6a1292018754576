"""Pairs are made, ended, moved, swapped, handed over and taken back; what must not be is refused in one sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from db.clock import Clock
from db.commands.helpers import come_back, hand_over_and_leave, leave
from db.commands.pairing_undo import undo
from db.commands.pairings import Wish, accept, end_pairing, hand_over, move, pair, swap
from db.commands.registration import leave_register, return_to_register
from db.commands.writing import insert
from db.errors import ConflictError, NotFoundError, RuleError
from db.models import Carer, ChangeLog, Pairing
from db.queries.family import child_row
from db.queries.helpers import helpers, helpings
from db.queries.pairing_hand_over import hand_over_of
from db.queries.pairing_list import coverage, pairings
from db.queries.pairing_proposal import propose, propose_again, reasons_of
from db.queries.today import duty_lines
from db.session import Session
from db.vocabulary import DutyKind, PairingKind
from tests.conftest import TODAY
from tests.unit.pairing_town import LITTLE, MOTHER, board_of, child, helper_of, mother, open_row, pupil


def test_a_pair_stands_on_the_board_in_the_reports_and_in_today(session: Session) -> None:
    first, second = child(session, "甲"), child(session, "乙", "河口村")
    helper = mother(session, "王芳")
    pair(session, MOTHER, first, helper)
    board = board_of(session)
    assert [one.id for one in board.waiting] == [second]
    assert (board.needed, board.paired, board.room) == (2, 1, 1)
    today = session.clock.today()
    covered = coverage(session, today, MOTHER.value)[0]
    assert (covered.needed, covered.paired, covered.room) == (2, 1, 1)
    assert [(row.child, row.helper) for row in pairings(session, today, kind=MOTHER.value)] == [("甲", "王芳")]
    duty = next(line for line in duty_lines(session) if line.kind is DutyKind.MOTHER)
    assert duty.done == board.paired


def test_a_helper_over_capacity_is_refused_unless_the_office_insists(session: Session) -> None:
    first, second = child(session, "甲"), child(session, "乙")
    helper = mother(session, "王芳", 1)
    with pytest.raises(RuleError, match="已满额1/1"):
        accept(session, MOTHER, [(first, helper), (second, helper)])
    assert len(board_of(session).waiting) == 2
    pair(session, MOTHER, first, helper)
    pair(session, MOTHER, second, helper, Wish(despite=True))
    assert board_of(session).by_id[helper].helper.load == 2


def test_a_barred_carer_is_refused_whatever_the_office_says(session: Session) -> None:
    one = child(session, "甲")
    barred = {"child": one, "name": "王芳", "phone": "13812345678", "bars": "violent_record"}
    with session.writing():
        insert(session, Carer, barred)
    helper = mother(session, "王芳", phone="13812345678")
    for wish in (Wish(), Wish(despite=True)):
        with pytest.raises(RuleError, match="法律禁止"):
            pair(session, MOTHER, one, helper, wish)
    assert propose(board_of(session)).pairs == ()


def test_who_cannot_be_paired(session: Session) -> None:
    one = child(session, "甲")
    helper, teacher = mother(session, "王芳"), mother(session, "李静", roles="teacher")
    with pytest.raises(RuleError, match="不能这样帮扶"):
        pair(session, MOTHER, one, teacher, Wish(despite=True))
    with pytest.raises(NotFoundError):
        pair(session, MOTHER, 999, helper)
    with pytest.raises(RuleError, match="什么也没选"):
        accept(session, MOTHER, [])
    leave_register(session, one, child_row(session, one)["version"], "parent_returned", None, "")
    with pytest.raises(NotFoundError, match="不在册"):
        pair(session, MOTHER, one, helper)


def test_the_second_of_two_clerks_is_told_and_the_first_pair_stays(session: Session) -> None:
    one, helper, other = child(session, "甲"), mother(session, "王芳"), mother(session, "李静")
    pair(session, MOTHER, one, helper)
    with pytest.raises(RuleError, match="别人刚结好对"):
        pair(replace(session, user="赵文书"), MOTHER, one, other)
    assert helper_of(session, one) == helper
    row = open_row(session, one)
    end_pairing(session, *row, "外出务工")
    with pytest.raises(RuleError, match="已经结束"):
        end_pairing(replace(session, user="赵文书"), *row, "外出务工")


def test_of_clerks_who_press_at_one_moment_exactly_one_is_first(session: Session) -> None:
    one, helpers_ = child(session, "甲"), [mother(session, f"王{name}") for name in "芳静敏"]
    refused = []

    def press(helper: int) -> int:
        try:
            return pair(session, MOTHER, one, helper)
        except RuleError as error:
            refused.append(error.sentence)
            return 0

    with ThreadPoolExecutor(len(helpers_)) as pool:
        deeds = list(pool.map(press, helpers_))
    assert sum(map(bool, deeds)) == 1
    assert len(refused) == 2
    assert helper_of(session, one) == helpers_[[bool(deed) for deed in deeds].index(True)]


def test_of_two_sittings_that_pair_one_child_exactly_one_is_first(session: Session, database_path: Path) -> None:
    one, helpers_ = child(session, "甲"), [mother(session, "王芳"), mother(session, "李静")]
    with get_context("spawn").Pool(2) as pool:
        told = pool.starmap(sit_and_pair, [(database_path, f"clerk{at}", one, at) for at in helpers_])
    assert sorted(map(bool, told)) == [False, True]
    assert "somebody may have been faster" in max(told)
    assert helper_of(session, one) == helpers_[told.index("")]
    with session.reading():
        assert Pairing.select().count() == 1


def sit_and_pair(path: Path, user: str, child_id: int, helper: int) -> str:
    """A sitting in a process of its own; returns the sentence with which it was refused, if it was."""
    with Session.open(path, user, Clock(TODAY)) as session:
        try:
            pair(session, MOTHER, child_id, helper)
        except RuleError as error:
            return error.sentence
    return ""


def test_a_version_that_is_not_the_one_read_is_a_conflict(session: Session) -> None:
    one, helper = child(session, "甲"), mother(session, "王芳")
    pair(session, MOTHER, one, helper)
    row, version = open_row(session, one)
    with pytest.raises(ConflictError):
        end_pairing(session, row, version + 1, "外出务工")


def test_history_says_who_helped_from_when_to_when_and_why_it_ended(session: Session) -> None:
    one, helper, other = child(session, "甲"), mother(session, "王芳"), mother(session, "李静")
    pair(session, MOTHER, one, helper, Wish(on="2026-04-01"))
    with pytest.raises(RuleError, match="请"):
        end_pairing(session, *open_row(session, one), " ")
    with pytest.raises(RuleError):
        end_pairing(session, *open_row(session, one), "外出", "2026-03-01")
    move(session, *open_row(session, one), other, "外出务工")
    told = list(helpings(session, helper, session.clock.today()))
    assert [(row.child, row.from_on, row.to_on, row.end_reason) for row in told] == [
        ("甲", "2026-04-01", "2026-11-24", "外出务工")
    ]
    assert helper_of(session, one) == other
    with pytest.raises(RuleError, match="就是此人"):
        move(session, *open_row(session, one), other, "再换")
    assert helper_of(session, one) == other


def test_a_child_that_left_keeps_nobody_from_leaving_and_finds_no_helper_who_is_gone(session: Session) -> None:
    one, helper = child(session, "甲"), mother(session, "王芳")
    pair(session, MOTHER, one, helper, Wish(on="2026-04-01"))
    leave_register(session, one, child_row(session, one)["version"], "parent_returned", None, "")
    told = next(helpings(session, helper, session.clock.today()))
    assert (told.child, told.to_on, board_of(session).by_id[helper].helper.load) == ("甲", "2026-11-24", 0)
    leave(session, helper, 1, "外出务工")
    return_to_register(session, one, child_row(session, one)["version"], "又外出")
    assert [waiting.id for waiting in board_of(session).waiting] == [one]


def test_two_children_swap_their_helpers(session: Session) -> None:
    first, second = child(session, "甲"), child(session, "乙")
    left, right = mother(session, "王芳", 1), mother(session, "李静", 1)
    accept(session, MOTHER, [(first, left), (second, right)])
    swap(session, open_row(session, first), open_row(session, second), "就近")
    assert (helper_of(session, first), helper_of(session, second)) == (right, left)
    with pytest.raises(RuleError):
        swap(session, open_row(session, first), open_row(session, first), "就近")


def test_a_leaving_helper_hands_all_children_over_first(session: Session) -> None:
    children = [child(session, name) for name in "甲乙丙"]
    leaving, staying = mother(session, "王芳", 3), mother(session, "李静", 2)
    accept(session, MOTHER, [(one, leaving) for one in children])
    version = next(one.version for one in helpers(session) if one.id == leaving)
    with pytest.raises(RuleError, match="还帮扶着3名儿童"):
        leave(session, leaving, version, "外出务工")
    board = board_of(session)
    found = propose_again(session, board, children, leaving)
    assert len(found.pairs) == 2
    assert reasons_of(found) == [("青山村可用的名额已给了别的儿童", 1)]
    next_one = {pair.child.id: pair.helper.id for pair in found.pairs}
    rows = {row.id: row for row in board.held[leaving]}
    successors = {row.id: next_one[row.child] for row in rows.values() if row.child in next_one}
    deed = hand_over(session, {row.id: row.version for row in rows.values()}, successors, "外出务工")
    leave(session, leaving, version, "外出务工")
    board = board_of(session)
    assert (len(board.held[staying]), len(board.waiting), leaving in board.by_id) == (2, 1, False)
    with pytest.raises(RuleError, match="没有要移交"):
        hand_over(session, {}, {}, "外出")
    with pytest.raises(RuleError, match="退出"):
        undo(session, deed)
    come_back(session, leaving, next(one.version for one in helpers(session) if one.id == leaving))
    undo(session, deed)
    assert len(board_of(session).held[leaving]) == 3


def test_a_helper_leaves_and_the_children_of_every_kind_are_handed_over_at_once(session: Session) -> None:
    one, other = child(session, "甲"), child(session, "乙", risk="red")
    leaving = mother(session, "王芳", 3, roles="loving_mother volunteer")
    staying, free = mother(session, "李静", 1), mother(session, "孙强", 1, roles="volunteer")
    accept(session, MOTHER, [(one, leaving), (other, leaving)])
    pair(session, PairingKind.VOLUNTEER, other, leaving)
    children = hand_over_of(session, leaving)
    assert sorted(line.to.name if line.to else "" for line in children.passings) == ["", "孙强", "李静"]
    taken = next(line for line in children.passings if line.to and line.to.name == "李静")
    waiting = next(line for line in children.passings if line.to is None)
    first = children.offered(waiting)[0]
    assert (first.helper.name, first.helper.helper.load, bool(first.fit.against)) == ("李静", 1, True)
    freed = children.changed(taken, stays=True)
    assert len(freed.versions) == len(children.versions) - 1
    assert not freed.offered(waiting)[0].fit.against
    with pytest.raises(ConflictError):
        hand_over_and_leave(session, leaving, 9, children, "外出务工")
    assert len(board_of(session).held[leaving]) == 2
    hand_over_and_leave(session, leaving, 1, children, "外出务工")
    assert [len(board_of(session, kind).waiting) for kind in (MOTHER, PairingKind.VOLUNTEER)] == [1, 0]
    assert helper_of(session, other, PairingKind.VOLUNTEER) == free
    assert staying in (helper_of(session, one), helper_of(session, other))
    assert not next(line for line in helpers(session) if line.id == leaving).active
    assert hand_over_of(session, leaving).versions == {}


def test_undo_and_redo_are_new_deeds_and_nothing_is_removed(session: Session) -> None:
    one, helper, other = child(session, "甲"), mother(session, "王芳"), mother(session, "李静")
    paired = pair(session, MOTHER, one, helper)
    undone = undo(session, paired)
    assert helper_of(session, one) is None
    redone = undo(session, undone)
    assert helper_of(session, one) == helper
    moved = move(session, *open_row(session, one), other, "就近")
    with pytest.raises(RuleError, match="后来又改过"):
        undo(session, redone)
    again = undo(session, undo(session, moved))
    assert helper_of(session, one) == other
    undo(session, again)
    pair(session, PairingKind.VOLUNTEER, one, mother(session, "孙强", roles="volunteer"))
    assert helper_of(session, one) == helper
    assert Pairing.select().count() == 3
    with pytest.raises(NotFoundError):
        undo(session, 999_999)


def test_every_step_of_a_large_deed_is_logged_and_taken_back(session: Session) -> None:
    pairs = [(child(session, f"甲{at}"), mother(session, f"王{at}", 1)) for at in range(12)]
    deed = accept(session, MOTHER, pairs)
    redone = undo(session, undone := undo(session, deed))
    with session.reading():
        lines = ChangeLog.select(ChangeLog.deed, ChangeLog.action, ChangeLog.row_id, ChangeLog.child_id)
        told = list(lines.where(ChangeLog.table_name == "pairing").order_by(ChangeLog.id).tuples())
    for number, action in ((deed, "create"), (undone, "undo"), (redone, "undo")):
        of_deed = [(row, one) for in_deed, what, row, one in told if (in_deed, what) == (number, action)]
        assert sorted(one for _row, one in of_deed) == sorted(one for one, _helper in pairs)
        assert len({row for row, _one in of_deed}) == len(pairs)
    assert not board_of(session).waiting
    end_pairing(session, *open_row(session, pairs[5][0]), "外出")
    with pytest.raises(RuleError, match="后来又改过"):
        undo(session, redone)
    assert board_of(session).paired == len(pairs) - 1


def test_what_is_taken_back_never_gives_a_child_two_helpers(session: Session) -> None:
    one, helper, other = child(session, "甲"), mother(session, "王芳"), mother(session, "李静")
    pair(session, MOTHER, one, helper)
    ended = end_pairing(session, *open_row(session, one), "外出")
    pair(session, MOTHER, one, other)
    with pytest.raises(RuleError, match="另有同类帮扶人"):
        undo(session, ended)
    assert helper_of(session, one) == other


def test_a_child_that_left_gets_no_helper_back(session: Session) -> None:
    one, helper = child(session, "甲"), mother(session, "王芳")
    pair(session, MOTHER, one, helper)
    ended = end_pairing(session, *open_row(session, one), "外出")
    leave_register(session, one, child_row(session, one)["version"], "parent_returned", None, "")
    with pytest.raises(RuleError, match="已退出名册"):
        undo(session, ended)


def test_a_little_teacher_has_good_marks_sits_near_and_both_agree(session: Session) -> None:
    weak, good = pupil(session, "甲", "三(1)班", 50), pupil(session, "乙", "四(1)班", 90)
    far, poor = pupil(session, "丙", "六(1)班", 95), pupil(session, "丁", "三(1)班", 70)
    board = board_of(session, LITTLE)
    assert [one.id for one in board.waiting] == [weak]
    assert set(board.by_id) == {good, far}
    best, worse = board.for_child(board.waiting[0])
    assert (best.helper.id, best.fit.allowed, worse.fit.allowed) == (good, True, False)
    with pytest.raises(RuleError, match="征得"):
        pair(session, LITTLE, weak, good)
    with pytest.raises(RuleError, match="和自己结对"):
        pair(session, LITTLE, good, good, Wish(agreed=True, despite=True))
    with pytest.raises(RuleError):
        pair(session, LITTLE, weak, poor, Wish(agreed=True, despite=True))
    pair(session, LITTLE, weak, good, Wish(agreed=True))
    with session.reading():
        assert Pairing.get(Pairing.child == weak).agreed_on == "2026-11-24"
    assert board_of(session, LITTLE).waiting == ()
