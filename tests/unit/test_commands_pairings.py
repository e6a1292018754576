"""Pairs are made, ended, moved, swapped, handed over and taken back; what must not be is refused in one sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from db.clock import Clock
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.helpers import add_helper, come_back, correct_helper, hand_over_and_leave, leave
from db.commands.pairing_rules import save_rules
from db.commands.pairing_undo import undo
from db.commands.pairings import Wish, accept, end_pairing, hand_over, move, pair, swap
from db.commands.registration import leave_register, return_to_register
from db.commands.writing import insert
from db.demo import build
from db.errors import ConflictError, GuanaiError, NotFoundError, RefusedError, RuleError
from db.models import Carer, CareRecord, ChangeLog, Pairing, Staff
from db.queries.contact_cards import contact_cards
from db.queries.family import child_row
from db.queries.helpers import helpers, helpings
from db.queries.pairing_board import Board, pairing_board
from db.queries.pairing_hand_over import hand_over_of
from db.queries.pairing_list import coverage, pairings
from db.queries.pairing_proposal import propose, propose_again, reasons_of
from db.queries.pairing_rules import kept_rules
from db.queries.periods import figures as period_figures
from db.queries.today import duty_lines
from db.rules.mother_duties import MotherDuty
from db.scope import Scope
from db.session import Session
from db.vocabulary import DutyKind, PairingKind, Role
from db.vocabulary.pairing import Demand, Need
from screens.pairing_rules import rules_deed
from tests.conftest import TODAY

MOTHER, LITTLE, TEACHER = PairingKind.LOVING_MOTHER, PairingKind.LITTLE_TEACHER, PairingKind.HELP_TEACHER


def child(session: Session, name: str, village: str = "青山村", **values: object) -> int:
    place = {"village": NewPlace(village), "registered_on": "2026-03-01"}
    return add_child(session, {"name": name, **place, **values})


def pupil(session: Session, name: str, title: str, mark: int) -> int:
    row_id = child(session, name, school=NewPlace("中心学校"), school_class=NewPlace(title), schooling="primary")
    record = {"child": row_id, "kind": "study_check", "happened_on": "2026-10-20", "mark": mark, "subject": "语文"}
    with session.writing():
        insert(session, CareRecord, record)
    return row_id


def mother(session: Session, name: str, capacity: int = 2, village: str = "青山村", **values: object) -> int:
    given = {"name": name, "roles": "loving_mother", "village": NewPlace(village), "capacity": capacity}
    return add_helper(session, {**given, **values})


def open_row(session: Session, child_id: int) -> tuple[int, int]:
    with session.reading():
        row = Pairing.get((Pairing.child == child_id) & Pairing.to_on.is_null())
    return row.id, row.version


def helper_of(session: Session, child_id: int, kind: PairingKind = MOTHER) -> int | None:
    found = pairing_board(session, kind).held
    return next((helper for helper, rows in found.items() if child_id in [row.child for row in rows]), None)


def board_of(session: Session, kind: PairingKind = MOTHER) -> Board:
    return pairing_board(session, kind)


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


def test_the_office_edits_its_rules(session: Session) -> None:
    one = child(session, "甲", "河口村")
    helper = mother(session, "王芳")
    assert propose(board_of(session)).pairs
    save_rules(session, MOTHER, 0, {"village": Demand.REQUIRED.value})
    found = propose(board_of(session))
    assert (found.pairs, found.unpaired[0].why) == ((), "河口村没有可帮扶的人")
    with pytest.raises(RuleError, match="不同村"):
        pair(session, MOTHER, one, helper)
    with pytest.raises(RuleError) as refused:
        save_rules(session, MOTHER, 1, {"roles": ""})
    assert "没有人能帮扶" in refused.value.fields["roles"]
    with pytest.raises(ConflictError):
        save_rules(session, MOTHER, 0, {"capacity": 5})
    with pytest.raises(RuleError):
        save_rules(session, MOTHER, 1, {"capacity": 0})
    save_rules(session, MOTHER, 1, {"village": "any", "need": "at_risk", "roles": "cadre volunteer"})
    rules, version = kept_rules(session, MOTHER)
    assert (rules.need, version) == (Need.AT_RISK, 2)
    board = board_of(session)
    assert (board.needed, board.helpers) == (0, ())


def test_a_language_that_is_demanded_is_common_or_nobody_is_paired(session: Session) -> None:
    miao, plain = child(session, "甲", languages="苗语"), child(session, "乙", languages="普通话")
    unknown = child(session, "丙")
    speaks = mother(session, "王芳", 3, languages="苗话、普通话")
    mother(session, "李静", 3)
    assert board_of(session).for_child(board_of(session).waiting[0])[0].helper.id == speaks
    save_rules(session, MOTHER, 0, {"language": Demand.REQUIRED.value})
    found = propose(board_of(session))
    assert sorted((one.child.id, one.helper.id) for one in found.pairs) == [(miao, speaks), (plain, speaks)]
    assert all("语言相通" in one.words for one in found.pairs)
    assert [(one.child.id, one.why) for one in found.unpaired] == [(unknown, "没登记儿童说什么语言")]
    with pytest.raises(RuleError, match="没有登记共同的语言"):
        pair(session, MOTHER, unknown, speaks)


def test_the_office_is_warned_of_a_rule_by_which_nobody_could_help(session: Session) -> None:
    mother(session, "王芳")

    def doubts(**values: str) -> set[str]:
        return set(rules_deed(session, MOTHER).doubts({"roles": "loving_mother", **values}))

    assert doubts() == set()
    assert doubts(roles="cadre", language=Demand.REQUIRED.value) == {"roles", "language"}
    mother(session, "李静", languages="苗语")
    assert doubts(language=Demand.REQUIRED.value) == set()


def test_a_contact_card_tells_both_sides_how_to_reach_the_other(session: Session) -> None:
    one, other = child(session, "甲", phone="13800000001"), child(session, "乙")
    helper, second = mother(session, "王芳", phone="13800000002", unit="村妇联"), mother(session, "李静")
    accept(session, MOTHER, [(one, helper), (other, second)])
    card = next(contact_cards(session, session.clock.today(), helper=helper))
    assert (card.child.name, card.child.phone) == ("甲", "13800000001")
    assert (card.helper.name, card.helper.phone, card.helper.told) == ("王芳", "13800000002", "村妇联")
    cards = contact_cards(session, session.clock.today())
    assert sorted(one.child.name for one in cards) == ["乙", "甲"]
    assert list(contact_cards(session, date(2026, 11, 23))) == []


def test_today_reports_and_board_count_alike_when_half_of_a_township_is_paired_anew(session: Session) -> None:
    build(session, children=120, seed=2)
    counted = tell_alike(session)
    held = [row for rows in board_of(session).held.values() for row in rows]
    hand_over(session, {row.id: row.version for row in held[::2]}, {}, "演练")
    halved = tell_alike(session)
    assert halved == counted - len(held[::2])
    found = propose(board_of(session))
    deed = accept(session, MOTHER, [(one.child.id, one.helper.id) for one in found.pairs])
    assert tell_alike(session) == halved + len(found.pairs) > counted
    assert propose(board_of(session)).pairs == ()
    undone = undo(session, deed)
    assert tell_alike(session) == halved
    undo(session, undone)
    assert tell_alike(session) == halved + len(found.pairs)


def tell_alike(session: Session) -> int:
    """How many children have a loving mother, which every place must tell alike."""
    today, board = session.clock.today(), board_of(session)
    covered = coverage(session, today, MOTHER.value)[0]
    assert (covered.needed, covered.paired, covered.room) == (board.needed, board.paired, board.room)
    duty = next(line for line in duty_lines(session) if line.kind is DutyKind.MOTHER)
    assert (duty.all, duty.done) == (board.needed, board.paired)
    assert len(list(pairings(session, today, kind=MOTHER.value))) == board.paired
    assert sum(map(len, board.held.values())) == board.paired
    assert period_figures(session, today, today)["paired_loving_mother"] == board.paired
    return board.paired


def test_the_proposal_covers_all_it_can_and_says_why_not(session: Session) -> None:
    near = [child(session, name) for name in "甲乙"]
    far, nowhere = child(session, "丙", "河口村"), add_child(session, {"name": "丁", "registered_on": "2026-03-01"})
    here, there = mother(session, "王芳", 1), mother(session, "李静", 1, "河口村")
    found = propose(board_of(session))
    assert len(found.pairs) == 2
    assert {(pair.child.village, pair.helper.village) for pair in found.pairs} == {("青山村",) * 2, ("河口村",) * 2}
    assert sorted(one.child.id for one in found.unpaired) == sorted([near[1], nowhere])
    accept(session, MOTHER, [(pair.child.id, pair.helper.id) for pair in found.pairs])
    assert (helper_of(session, far), helper_of(session, near[0])) == (there, here)
    again = propose(board_of(session))
    assert sorted(reasons_of(again)) == [("可帮扶的人都已满额", 1), ("青山村可帮扶的人都已满额", 1)]


def test_who_sees_less_pairs_less_and_a_leader_pairs_nobody(session: Session) -> None:
    one, other = child(session, "甲"), child(session, "乙", "河口村")
    helper = mother(session, "王芳", 5)
    village = child_row(session, one)["village"]
    within = session.within(Scope(villages=frozenset({village})))
    assert [waiting.id for waiting in board_of(within).waiting] == [one]
    with pytest.raises(NotFoundError):
        pair(within, MOTHER, other, helper)
    pair(within, MOTHER, one, helper)
    pair(session, MOTHER, other, helper)
    board = board_of(within)
    assert board.by_id[helper].helper.load == 2
    assert [held.child for held in board.held[helper]] == [one]
    with pytest.raises(NotFoundError):
        end_pairing(within, *open_row(session, other), "外出")
    leader = replace(session, role=Role.LEADER)
    with pytest.raises(RefusedError):
        pair(leader, MOTHER, one, helper)


def test_a_helper_is_entered_and_corrected(session: Session) -> None:
    with pytest.raises(RuleError):
        add_helper(session, {"name": "王芳", "roles": ""})
    with pytest.raises(RuleError):
        add_helper(session, {"name": "王芳", "roles": "teacher", "capacity": 99})
    helper = mother(session, "王芳", 3, trained_on="2026-05-01")
    correct_helper(session, helper, 1, {"capacity": 4, "commitment_on": "2026-06-01"})
    one = helpers(session)[0]
    assert (one.capacity, one.trained_on, one.commitment_on, one.load) == (4, "2026-05-01", "2026-06-01", 0)
    with session.reading():
        assert Staff.get_by_id(helper).name_key
    with pytest.raises(GuanaiError):
        correct_helper(replace(session, role=Role.TEACHER), helper, 2, {"capacity": 9})


def test_the_duties_of_a_loving_mother_are_read_from_her_records(session: Session) -> None:
    one, helper = child(session, "甲"), mother(session, "王芳")
    pair(session, MOTHER, one, helper, Wish(on="2026-04-01"))
    common = {"child": one, "kind": "mother_duty", "staff": helper}
    with session.writing():
        insert(session, CareRecord, {**common, "happened_on": "2026-11-02", "way": "phone", "child_wish": "想妈妈"})
        insert(session, CareRecord, {**common, "happened_on": "2026-09-30", "way": "face"})
    told = next(helpings(session, helper, date(2026, 11, 24))).duties
    assert {duty for duty, done in told.items() if done} == {MotherDuty.PHONE, MotherDuty.NEED}
    told = next(helpings(session, helper, date(2026, 9, 30))).duties
    assert {duty for duty, done in told.items() if done} == {MotherDuty.MEETING}


def test_of_those_handed_over_only_who_was_insisted_on_goes_against_the_rules(session: Session) -> None:
    found = [child(session, name) for name in ("甲", "乙", "丙")]
    leaving, small = mother(session, "王芳", 3), mother(session, "李静", 1)
    accept(session, MOTHER, [(one, leaving) for one in found])
    rows = [open_row(session, one) for one in found]
    versions, next_one = dict(rows), {number: small for number, _version in rows}
    with pytest.raises(RuleError, match="1/1"):
        hand_over(session, versions, next_one, "外出", insisted=[rows[0][0]])
    assert [helper_of(session, one) for one in found] == [leaving] * 3
    hand_over(session, versions, next_one, "外出", insisted=[number for number, _version in rows[:2]])
    assert [helper_of(session, one) for one in found] == [small] * 3
