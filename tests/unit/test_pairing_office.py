"""Rules of pairing and the register of helpers as the office keeps them, and that every figure counts alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.commands.children import add_child
from db.commands.helpers import add_helper, correct_helper
from db.commands.pairing_rules import save_rules
from db.commands.pairing_undo import undo
from db.commands.pairings import Wish, accept, end_pairing, hand_over, pair
from db.commands.writing import insert
from db.demo import build
from db.errors import ConflictError, GuanaiError, NotFoundError, RefusedError, RuleError
from db.models import CareRecord, Staff
from db.queries.contact_cards import contact_cards
from db.queries.family import child_row
from db.queries.helpers import helpers, helpings
from db.queries.pairing_list import coverage, pairings
from db.queries.pairing_proposal import propose, reasons_of
from db.queries.pairing_rules import kept_rules
from db.queries.periods import figures as period_figures
from db.queries.today import duty_lines
from db.rules.mother_duties import MotherDuty
from db.scope import Scope
from db.session import Session
from db.vocabulary import DutyKind, Role
from db.vocabulary.pairing import Demand, Need
from screens.pairing_rules import rules_deed
from tests.unit.pairing_town import MOTHER, board_of, child, helper_of, mother, open_row


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
