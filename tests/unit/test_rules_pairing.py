"""The rules of pairing in words: what speaks for two people, what against them, and whom a kind is shipped for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.rules.languages import clean_languages, spoken
from db.rules.mother_duties import MotherDuty, Told, duties_done
from db.rules.pairing import LANGUAGE, SHIPPED, Helper, KindRules, Seeker, doors, fit, keys
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
        (replace(MOTHER, language=Demand.REQUIRED), replace(NEAR, language=("土家",)), "没有登记共同的语言"),
        (replace(MOTHER, language=Demand.REQUIRED), NEAR, "没有登记共同的语言"),
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


def test_a_common_language_speaks_for_two_people_once() -> None:
    child, helper = replace(CHILD, language=("苗", "普通")), replace(NEAR, language=("普通", "土家", "苗"))
    told = fit(MOTHER, child, helper)
    assert told.reasons[:3] == ("同村", "同校", "语言相通")
    assert told.score - fit(MOTHER, child, NEAR).score == LANGUAGE
    assert fit(replace(MOTHER, language=Demand.REQUIRED), child, helper).allowed
    assert "语言相通" not in fit(replace(MOTHER, language=Demand.ANY), child, helper).reasons


@pytest.mark.parametrize(
    ("typed", "kept", "folded"),
    [
        (" 苗语，普通话、苗语 ", "苗语、普通话", ("苗", "普通")),
        ("苗话 国语", "苗话、国语", ("苗", "普通")),
        ("四川方言/土家语", "四川方言、土家语", ("四川", "土家")),
        ("Hmong; Standard Chinese", "Hmong、Standard Chinese", ("hmong", "standard chinese")),
        ("方言", "方言", ("方言",)),
        ("", "", ()),
    ],
)
def test_languages_are_kept_as_a_clerk_writes_them(typed: str, kept: str, folded: tuple[str, ...]) -> None:
    assert (clean_languages(typed), spoken(kept)) == (kept, folded)
    assert clean_languages(kept) == kept


def test_the_nearest_class_fits_best() -> None:
    scores = [fit(LITTLE, CHILD, one).score for one in (
        PUPIL, replace(PUPIL, school_class=32), replace(PUPIL, grade=4, school_class=41))]  # fmt: skip
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_who_may_not_help_opens_no_door_and_what_does_not_matter_makes_none() -> None:
    assert keys(MOTHER, replace(NEAR, barred=True)) == []
    assert keys(LITTLE, replace(PUPIL, mark=60)) == []
    anybody = replace(MOTHER, village=Demand.ANY, school=Demand.ANY, language=Demand.ANY)
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
