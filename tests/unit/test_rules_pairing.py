"""The rules of pairing in words: what speaks for two people, what against them, and whom a kind is shipped for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.rules.mother_duties import MotherDuty, Told, duties_done
from db.rules.pairing import SHIPPED, Helper, KindRules, Seeker, doors, fit, keys
from db.vocabulary import PairingKind
from db.vocabulary.pairing import Demand
from tests.conftest import TODAY

MOTHER, LITTLE = SHIPPED[PairingKind.LOVING_MOTHER], SHIPPED[PairingKind.LITTLE_TEACHER]
CHILD = Seeker(1, "male", village=1, school=1, school_class=31, stage="primary", grade=3)
NEAR = Helper(9, sex="female", village=1, school=1, load=1, capacity=3, trained=True, promised=True)
PUPIL = Helper(2, True, "male", 1, 1, school_class=31, stage="primary", grade=3, capacity=1, mark=92)


def test_every_kind_has_rules_by_which_somebody_can_help() -> None:
    assert set(SHIPPED) == set(PairingKind)
    assert all(bool(rules.roles) != rules.of_children for rules in SHIPPED.values())


def test_the_reasons_are_named() -> None:
    told = fit(MOTHER, CHILD, NEAR)
    assert told.reasons == ("同村", "同校", "已培训", "已签承诺书", "还能带2人")
    assert (told.allowed, told.against) == (True, ())
    assert told.score > fit(MOTHER, CHILD, replace(NEAR, village=2)).score > fit(MOTHER, CHILD, Helper(8)).score


@pytest.mark.parametrize(
    ("rules", "helper", "against"),
    [
        (MOTHER, replace(NEAR, load=3), "已满额3/3"),
        (MOTHER, replace(NEAR, load=5), "已满额5/3"),
        (MOTHER, replace(NEAR, barred=True), "法律禁止委托此人"),
        (replace(MOTHER, village=Demand.REQUIRED), replace(NEAR, village=2), "不同村"),
        (replace(MOTHER, village=Demand.REQUIRED), replace(NEAR, village=None), "不同村"),
        (replace(MOTHER, sex=Demand.REQUIRED), NEAR, "不同性别"),
        (LITTLE, replace(PUPIL, id=1), "是儿童本人"),
        (LITTLE, replace(PUPIL, mark=79), "没有80分以上的成绩"),
        (LITTLE, replace(PUPIL, mark=None), "没有80分以上的成绩"),
        (LITTLE, replace(PUPIL, school=2), "不同校"),
        (LITTLE, replace(PUPIL, grade=5, school_class=51), "年级相差太多"),
        (LITTLE, replace(PUPIL, stage="kindergarten"), "年级相差太多"),
    ],
)
def test_what_the_rules_forbid_is_named(rules: KindRules, helper: Helper, against: str) -> None:
    assert fit(rules, CHILD, helper).against == (against,)


def test_the_nearest_class_fits_best() -> None:
    scores = [fit(LITTLE, CHILD, one).score for one in (
        PUPIL, replace(PUPIL, school_class=32), replace(PUPIL, grade=4, school_class=41))]  # fmt: skip
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_who_may_not_help_opens_no_door_and_what_does_not_matter_makes_none() -> None:
    assert keys(MOTHER, replace(NEAR, barred=True)) == []
    assert keys(LITTLE, replace(PUPIL, mark=60)) == []
    anybody = replace(MOTHER, village=Demand.ANY, school=Demand.ANY)
    assert doors(anybody, CHILD) == {(): 0}
    assert keys(anybody, NEAR) == [()]
    assert doors(replace(MOTHER, village=Demand.REQUIRED), replace(CHILD, village=None)) == {}


def test_duties_belong_to_the_month_the_quarter_and_the_semester() -> None:
    start = TODAY.replace(month=9, day=1)
    called, met = Told(TODAY.replace(day=1), "video"), Told(TODAY.replace(month=10, day=1), "face", topics="life study")
    done = duties_done([called, met], TODAY, start)
    assert {duty for duty in done if done[duty]} == {MotherDuty.PHONE, MotherDuty.MEETING, MotherDuty.TALK}
    before = Told(TODAY.replace(month=8, day=31), "phone", festival=True, topics="mind", need=True, met=True)
    assert not any(duties_done([before], TODAY, start).values())
    last_year = Told(TODAY.replace(year=2025), "phone")
    assert not any(duties_done([last_year], TODAY, start).values())
