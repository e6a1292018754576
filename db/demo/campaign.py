"""What schools and township did together: activities and who came, the working group, the homes' inventory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from db import vocabulary as v
from db.demo import names, stories, words
from db.demo.almanac import Almanac, Term
from db.demo.children import Child
from db.demo.dice import Byte, Dice, chance, pick
from db.demo.names import PARENT
from db.demo.sheets import Sheets, at
from db.demo.township import School, Township, Village
from db.rules.activity_kinds import FORMS

_INVITED = 30
"""Children and carers at most whose attendance an activity keeps."""
_HELD, _CAME, _HAS_HOME, _VILLAGE_HAS_HOME = chance(82), chance(88), chance(70), chance(35)
_DONE, _PLANNED = v.ActivityState.DONE.value, v.ActivityState.PLANNED.value
_CANCELLED = v.ActivityState.CANCELLED.value
_DETAILS = (
    "recorder", "lecturer", "lecturer_unit", "audience", "escorts", "consents", "route", "transport", "safety",
    "materials", "gifts", "problems", "decisions", "passed_on_to", "awards",
)  # fmt: skip
_STATES = (v.HomeItemState.GOOD.value,) * 3 + (v.HomeItemState.REPAIR.value,)


@dataclass
class _Guests:
    """Some children of a school, and their carers."""

    children: list[int] = field(default_factory=list)
    carers: list[int] = field(default_factory=list)


class Campaign:
    """Remembers a few children of each school on the way, and writes at the end."""

    def __init__(
        self, sheets: Sheets, almanac: Almanac, township: Township, terms: tuple[Term, ...], seed: int
    ) -> None:
        self._almanac, self._township, self._terms = almanac, township, terms
        self._seed, self._dice = seed, Dice(seed, "campaign")
        self._guests: dict[int, _Guests] = {school.id: _Guests() for school in township.schools}
        self._activity = sheets.open(
            "activity", "kind title on_date starts_at ends_at place school_id semester_id organiser chair topics "
                        f"budget expected state minutes others_present summary cancelled_reason {' '.join(_DETAILS)}"
        )  # fmt: skip
        self._attendance = sheets.open("attendance", "activity_id child_id carer_id staff_id present")
        self._member = sheets.open("working_group_member", "name post duty phone leads from_on")
        self._item = sheets.open(
            "home_item", "school_id village_id kind name quantity unit source acquired_on value_yuan state keeper"
        )

    def see(self, child: Child) -> None:
        """Keep the child in mind for its school's activities."""
        if child.school is None or child.row["left_on"]:
            return
        guests = self._guests[child.school.id]
        if len(guests.children) < _INVITED:
            guests.children.append(child.id)
            if child.carer_id:
                guests.carers.append(child.carer_id)

    def tell(self) -> None:
        """Everything, after the last child."""
        self._form_working_group()
        for position, school in enumerate(self._township.schools):
            throw = self._dice.throw(1500)
            self._furnish(school, throw)
            for term in self._terms:
                # One school has not begun with anything this semester.
                if term.days and not (position == 2 and term is self._terms[-1]):
                    self._school_term(school, term, throw)
        homes = Dice(self._seed, "village homes")
        for village in self._township.villages:
            self._furnish_village(village, homes.throw(32))
        for term in self._terms:
            if term.days:
                self._township_term(term, self._dice.throw(200))

    def _form_working_group(self) -> None:
        throw = self._dice.throw(128)
        since = self._almanac.registration_days[0]
        for post, duty in words.WORKING_GROUP:
            name = names.surname(throw()) + names.given(PARENT, pick(throw(), ("male", "male", "female")), throw)
            leads = int(post == "乡长")
            self._member.add(
                at(since), self._township.supervisor.name, (name, post, duty, self._township.phone(), leads, since)
            )

    def _furnish(self, school: School, throw: Byte) -> None:
        """The home for left-behind children of the school; some have none, one thing or another lacks."""
        if throw() >= _HAS_HOME:
            return
        self._fill(words.HOME_ITEMS, self._almanac.before(400 + throw()), school.head.name, throw, school=school.id)

    def _furnish_village(self, village: Village, throw: Byte) -> None:
        """The home of a village, kept by its director; most have none."""
        if village.director and throw() < _VILLAGE_HAS_HOME:
            bought = self._almanac.before(300 + throw())
            self._fill(words.VILLAGE_HOME_ITEMS, bought, village.director.name, throw, village=village.id)

    def _fill(
        self, things: Sequence[words.Thing], bought: str, keeper: str, throw: Byte, *,
        school: int | None = None, village: int | None = None,
    ) -> None:  # fmt: skip
        for kind, name, quantity, unit, source, value in things:
            if throw() < _HELD:
                state = pick(throw(), _STATES)
                self._item.add(
                    at(bought), keeper,
                    (school, village, kind.value, name, quantity, unit, source, bought, value, state, keeper),
                )  # fmt: skip

    def _school_term(self, school: School, term: Term, throw: Byte) -> None:
        for kind, title, place, topics in stories.SCHOOL_ACTIVITIES:
            if throw() < _HELD:
                self._hold(kind, title, pick(throw(), term.days), place, topics, school, term, throw)
        if term is self._terms[-1]:
            kind, title, place, topics = pick(throw(), stories.SCHOOL_ACTIVITIES)
            day = self._almanac.after(self._almanac.before(0), 3 + (throw() & 31))
            self._plan(kind, title, day, place, topics, school, term, _PLANNED)
            if throw() < 40:
                kind, title, place, topics = pick(throw(), stories.SCHOOL_ACTIVITIES)
                self._plan(kind, title, pick(throw(), term.days), place, topics, school, term, _CANCELLED)

    def _township_term(self, term: Term, throw: Byte) -> None:
        for kind, title, place, topics in stories.TOWNSHIP_ACTIVITIES:
            self._hold(kind, title, pick(throw(), term.days), place, topics, None, term, throw)

    def _hold(
        self, kind: v.ActivityKind, title: str, day: str, place: str, topics: str, school: School | None, term: Term,
        throw: Byte,
    ) -> None:  # fmt: skip
        """An activity that took place, with who was there."""
        guests = self._guests[school.id] if school else _Guests()
        with_carers = kind in (v.ActivityKind.SYMPOSIUM, v.ActivityKind.GUARDIAN_TRAINING)
        invited = guests.carers if with_carers else guests.children
        staff = [school.head, *school.teachers[1:3]] if school else self._township.cadres
        chair = staff[0].name
        budget, others = 200 + throw() * 4, throw() & 7
        activity_id = self._activity.add(
            at(day, "09:00:00"), chair,
            (kind.value, title, day, "14:30", "16:00", place, school.id if school else None, term.id,
             school.name if school else "乡关爱工作小组", chair, topics, budget, len(invited) + len(staff) + others,
             _DONE, f"{topics}。会上逐项作了说明。", others, f"{title}顺利举行", None,
             *self._details(kind, staff[-1].name, held=True, consents=len(guests.children))),
        )  # fmt: skip
        for guest in invited:
            who = (None, guest) if with_carers else (guest, None)
            self._attendance.add(at(day, "09:00:00"), chair, (activity_id, *who, None, int(throw() < _CAME)))
        for person in staff:
            self._attendance.add(at(day, "09:00:00"), chair, (activity_id, None, None, person.id, 1))

    def _plan(
        self, kind: v.ActivityKind, title: str, day: str, place: str, topics: str, school: School, term: Term,
        state: str,
    ) -> None:  # fmt: skip
        """One that is still to come, or did not take place."""
        reason = "当日暴雨，学校停课" if state == _CANCELLED else None
        self._activity.add(
            at(self._almanac.before(5)), school.head.name,
            (kind.value, title, day, "14:30", "16:00", place, school.id, term.id, school.name, school.head.name,
             topics, None, _INVITED, state, None, None, None, reason, *self._details(kind, None, held=False)),
        )  # fmt: skip

    def _details(
        self, kind: v.ActivityKind, recorder: str | None, *, held: bool, consents: int | None = None
    ) -> Iterator[str | int | None]:
        """What the form of the kind has besides, in the order of _DETAILS."""
        lecturer = self._township.cadres[0].name
        told: dict[str, str | int | None] = {"recorder": recorder, "lecturer": lecturer, "consents": consents}
        told |= stories.PLANNED_DETAILS.get(kind, {}) | (stories.RESULT_DETAILS.get(kind, {}) if held else {})
        asked = FORMS[kind].columns
        return (told.get(name) if name in asked else None for name in _DETAILS)
