"""What happened to a child: enrolment, surveys, who is paired with it, and the records of two semesters."""

from __future__ import annotations

from collections.abc import Collection

from db import vocabulary as v
from db.demo import names, stories, words
from db.demo.almanac import Almanac, Term
from db.demo.children import Child
from db.demo.dice import Byte, Dice, chance, pick
from db.demo.families import Family
from db.demo.names import GRANDPARENT
from db.demo.sheets import Sheets, at
from db.demo.township import Person, Township, Village

_KINDERGARTEN, _PRIMARY, _JUNIOR = v.Stage.KINDERGARTEN.value, v.Stage.PRIMARY.value, v.Stage.JUNIOR.value
_PUPILS = frozenset({_PRIMARY, _JUNIOR})
_WRITES_LETTERS_FROM = 3
_NO_FIGURE = 5

# As the rules of the office are shipped; what is done falls due a little later than they say.
_VISIT_DAYS = {"red": 7, "yellow": 30, "blue": 90, "green": 180, None: 180}
_TALK, _VISIT, _CALL = v.RecordKind.TALK.value, v.RecordKind.HOME_VISIT.value, v.RecordKind.CALL.value
_LETTER, _DEED, _CHECK = v.RecordKind.LETTER.value, v.RecordKind.GOOD_DEED.value, v.RecordKind.STUDY_CHECK.value
_HELP, _DUTY = v.RecordKind.HELP.value, v.RecordKind.MOTHER_DUTY.value
_FACE, _PHONE, _POST = v.ContactWay.FACE.value, v.ContactWay.PHONE.value, v.ContactWay.LETTER.value
_MOTHER, _TEACHER = v.PairingKind.LOVING_MOTHER.value, v.PairingKind.HELP_TEACHER.value
_LITTLE, _CADRE = v.PairingKind.LITTLE_TEACHER.value, v.PairingKind.CADRE.value
_VOLUNTEER = v.PairingKind.VOLUNTEER.value

_HAS_MOTHER, _HAD_ANOTHER, _HAS_TEACHER, _HAS_LITTLE = chance(92), chance(5), chance(28), chance(20)
_PAIRED_YET = chance(55)
"""Of the loving mothers' places so many are taken: half of the children still wait on the pairing board."""
_FOLLOWED_UP, _CALLED, _WROTE, _ANSWERED = chance(10), chance(45), chance(55), chance(50)
_DID_WELL, _CHECKED, _HELPED, _PHONED, _MET = chance(72), chance(60), chance(6), chance(60), chance(70)
_ELDERS_KNOWN, _DEAD = chance(80), chance(12)

_ELDERS = (
    (v.GrandparentRole.MATERNAL_GRANDFATHER.value, "male"), (v.GrandparentRole.MATERNAL_GRANDMOTHER.value, "female"),
    (v.GrandparentRole.PATERNAL_GRANDFATHER.value, "male"), (v.GrandparentRole.PATERNAL_GRANDMOTHER.value, "female"),
)  # fmt: skip
"""In the order of the index over them, so that its rows are appended."""


class History:
    """Writes the past of one child after another."""

    def __init__(
        self, sheets: Sheets, almanac: Almanac, township: Township, terms: tuple[Term, ...], seed: int,
        festivals: Collection[v.Festival],
    ) -> None:  # fmt: skip
        self._almanac, self._township, self._terms = almanac, township, terms
        self._letter_days = [term.letter_days(festivals) for term in terms]
        self._dice = Dice(seed, "history")
        self._elders_dice = Dice(seed, "elders")
        self._elders: tuple[Family | None, list[tuple[str, str, str, int]]] = None, []
        self._last_in_class: dict[int, int] = {}
        self._grandparent = sheets.open("grandparent", "child_id role name birth_date deceased")
        self._enrolment = sheets.open("enrolment", "child_id school_class_id from_on to_on outcome")
        self._survey = sheets.open(
            "survey", "child_id semester_id surveyed_on surveyed_by registry_state sex birth_date household_kind "
                      "village_id school_id schooling boarding health care_reason actual_care living "
                      "guardianship_grade aids risk father_whereabouts mother_whereabouts civil school_practice note"
        )  # fmt: skip
        self._pairing = sheets.open(
            "pairing", "child_id staff_id helper_child_id kind from_on to_on start_reason end_reason"
        )
        self._record = sheets.open(
            "care_record", "child_id kind happened_on staff_id by_name semester_id place summary follow_up_on way "
                           "topics child_wish measure effect met_name met_relation guardian_opinion phone minutes "
                           "festival answered_on subject mark withdrawn_on withdrawn_reason starts_at aim "
                           "behaviour told"
        )  # fmt: skip

    def tell(self, child: Child) -> None:
        """Everything behind the child's row."""
        throw = self._dice.throw(800)
        self._tell_elders(child)
        self._tell_enrolment(child)
        self._tell_surveys(child, throw)
        mother = self._pair(child, throw)
        self._visits(child, throw)
        for term, letter_days in zip(self._terms, self._letter_days, strict=True):
            if term.days:
                self._months(child, term, mother, throw)
                self._once_a_term(child, term, mother, letter_days, throw)

    def _tell_elders(self, child: Child) -> None:
        family = child.family
        if self._elders[0] is not family:
            self._elders = family, self._draw_elders(family)
        moment = at(child.row["registered_on"])
        for role, name, born, deceased in self._elders[1]:
            self._grandparent.add(moment, child.by, (child.id, role, name, born, deceased))

    def _draw_elders(self, family: Family) -> list[tuple[str, str, str, int]]:
        throw = self._elders_dice.throw(64)
        if throw() >= _ELDERS_KNOWN:
            return []
        elders = []
        surnames = (family.mother_surname, names.surname(throw()), family.surname, names.surname(throw()))
        age = max((self._almanac.today - born.day).days for born in family.born) + 44 * 365
        for (role, sex), surname in zip(_ELDERS, surnames, strict=True):
            born = self._almanac.before(age + throw() * 24)
            name, deceased = surname + names.given(GRANDPARENT, sex, throw), int(throw() < _DEAD)
            if family.carer and family.carer.relation == role:
                name, born, deceased = family.carer.name, family.carer.birth_date or born, 0
            elders.append((role, name, born, deceased))
        return elders

    def _tell_enrolment(self, child: Child) -> None:
        row = child.row
        enrolled = child.school_class or child.left_class
        if not enrolled:
            return
        from_on = max(self._almanac.school_year_starts_on, row["registered_on"])
        to_on = outcome = None
        if child.left_class:
            left = row["registry_state"] == v.RegistryState.LEFT
            outcome = (v.EnrolmentOutcome.TRANSFERRED if left else v.EnrolmentOutcome.DROPPED_OUT).value
            to_on = max(from_on, row["left_on"] or self._almanac.before(30))
        self._enrolment.add(at(from_on), child.by, (child.id, enrolled.id, from_on, to_on, outcome))

    def _tell_surveys(self, child: Child, throw: Byte) -> None:
        row, family = child.row, child.family
        for term, day in zip(self._terms, child.surveys, strict=True):
            if day is None:
                continue
            schooling, school_id = row["schooling"], row["school_id"]
            if term is not self._terms[-1] and child.born.last_stage != child.born.stage and schooling:
                schooling, school_id = _before(child, family.village)
            self._survey.add(
                at(day), child.by,
                (child.id, term.id, day, child.by, v.RegistryState.REGISTERED.value, row["sex"], row["birth_date"],
                 row["household_kind"], row["village_id"], school_id, schooling, row["boarding"], row["health"],
                 row["care_reason"], row["actual_care"], row["living"], row["guardianship_grade"], row["aids"],
                 row["risk"], family.father.whereabouts, family.mother.whereabouts, row["civil"],
                 row["school_practice"], stories.SURVEY_NOTES[throw()]),
            )  # fmt: skip

    def _pair(self, child: Child, throw: Byte) -> Person | None:
        """Pairings by kind; the loving mother, if there is one now."""
        row, school_class = child.row, child.school_class
        mother = self._township.loving_mother(child.family.village, throw) if throw() < _HAS_MOTHER else None
        if mother and throw() >= _PAIRED_YET:
            mother = None
        if mother:
            if throw() < _HAD_ANOTHER:
                former, until = pick(throw(), self._township.volunteers), self._almanac.after(row["registered_on"], 20)
                if until < (row["left_on"] or self._almanac.before(0)):
                    self._add_pairing(child, former.id, None, _MOTHER, until, "外出务工，无法继续")
            self._add_pairing(child, mother.id, None, _MOTHER)
        if school_class and child.school and throw() < _HAS_TEACHER:
            self._add_pairing(child, pick(throw(), child.school.teachers).id, None, _TEACHER)
        if school_class and child.born.stage in _PUPILS:
            helper = self._last_in_class.get(school_class.id)
            if helper and throw() < _HAS_LITTLE:
                self._add_pairing(child, None, helper, _LITTLE)
            self._last_in_class[school_class.id] = child.id
        if row["risk"] in ("red", "yellow") and throw() < 150:
            self._add_pairing(child, pick(throw(), self._township.cadres).id, None, _CADRE)
        elif throw() < _NO_FIGURE:
            self._add_pairing(child, pick(throw(), self._township.volunteers).id, None, _VOLUNTEER)
        return mother

    def _add_pairing(
        self, child: Child, staff_id: int | None, helper_id: int | None, kind: str,
        until: str | None = None, end_reason: str | None = None,
    ) -> None:  # fmt: skip
        row = child.row
        if row["left_on"] and not until:
            until, end_reason = row["left_on"], row["left_note"]
        self._pairing.add(
            at(row["registered_on"]), self._township.supervisor.name,
            (child.id, staff_id, helper_id, kind, row["registered_on"], until, "就近结对", end_reason),
        )  # fmt: skip

    def _visits(self, child: Child, throw: Byte) -> None:
        """Visits at home, as often as the risk asks for, from the latest back to the start of the last semester."""
        row, carer = child.row, child.carer
        visitor = child.family.village.director or (child.school_class.teacher if child.school_class else None)
        interval = _VISIT_DAYS[row["risk"]]
        days = throw() * interval // 216 + 1
        while days < 260:
            day = self._almanac.before(days)
            if day < max(row["registered_on"], self._terms[0].starts_on):
                break
            if visitor and not (row["left_on"] and day > row["left_on"]):
                self._add(
                    child, _VISIT, day, visitor, "家中", stories.VISIT_SUMMARIES[throw()],
                    self._almanac.after(day, interval) if row["risk"] in ("red", "yellow") else None, _FACE,
                    met_name=carer.name if carer else None,
                    met_relation=words.RELATION_WORDS[carer.relation] if carer else None,
                    opinion=stories.OPINIONS[throw()], aim=stories.AIMS[row["risk"]],
                    behaviour=stories.AT_HOME[child.id % 8], told=stories.TOLD[child.id % 4],
                )  # fmt: skip
            days += interval * (200 + throw()) // 256

    def _months(self, child: Child, term: Term, mother: Person | None, throw: Byte) -> None:
        """What should happen every month of a term: a talk, a call from the parents, a call of the loving mother."""
        school_class = child.school_class
        teacher = school_class.teacher if school_class else None
        father, parent = child.family.father, child.family.mother
        caller = (
            father if father.phone and father.away_since else parent if parent.phone and parent.away_since else None
        )
        for month in term.months:
            # The present month is not over: as much of it is done as has passed.
            passed = min(len(month), 20)
            if teacher and school_class and throw() * 20 < school_class.diligent * passed:
                self._talk(child, pick(throw(), month), teacher, throw)
            if caller and child.born.stage and throw() * 20 < _CALLED * passed:
                self._add(
                    child, _CALL, pick(throw(), month), teacher, "亲情电话室", stories.CALL_SUMMARIES[throw()], None,
                    stories.CALL_WAYS[throw()], met_name=caller.name, phone=caller.phone,
                    met_relation="父亲" if caller is child.family.father else "母亲", minutes=2 + (throw() & 15),
                    starts_at=stories.CALL_TIMES[child.id % 4],
                )  # fmt: skip
            if mother and throw() * 20 < _PHONED * passed:
                self._add(child, _DUTY, pick(throw(), month), mother, None, stories.DUTIES[throw()], None, _PHONE)

    def _talk(self, child: Child, day: str, teacher: Person, throw: Byte) -> None:
        talk = stories.TALKS[throw()]
        follow_up = self._almanac.after(day, 14) if throw() < _FOLLOWED_UP else None
        self._add(
            child, _TALK, day, teacher, stories.TALK_PLACES[throw()], talk.summary, follow_up, stories.WAYS[throw()],
            talk.topics, talk.child_wish, talk.measure, talk.effect,
        )  # fmt: skip

    def _once_a_term(
        self, child: Child, term: Term, mother: Person | None, letter_days: tuple[tuple[str, str], ...], throw: Byte
    ) -> None:
        born, days = child.born, term.days
        teacher = child.school_class.teacher if child.school_class else None
        if born.stage and throw() < _DID_WELL:
            self._add(child, _DEED, pick(throw(), days), teacher, None, stories.DEEDS[throw()])
        if born.stage in _PUPILS:
            if throw() < _CHECKED:
                self._add(
                    child, _CHECK, pick(throw(), term.months[-1]), teacher, subject=stories.SUBJECTS[throw()],
                    mark=stories.MARKS[throw()],
                )  # fmt: skip
            if born.grade >= _WRITES_LETTERS_FROM:
                for festival, day in letter_days:
                    if throw() < _WROTE:
                        answered = self._answer(day) if throw() < _ANSWERED else None
                        self._add(
                            child, _LETTER, day, teacher, summary=stories.LETTERS[throw()], way=_POST,
                            festival=festival, answered=answered,
                        )  # fmt: skip
        if throw() < _HELPED:
            self._add(child, _HELP, pick(throw(), days), self._township.supervisor, None, stories.HELPS[throw()])
        if mother and throw() < _MET:
            self._add(child, _DUTY, pick(throw(), days), mother, "村里", stories.DUTIES[throw()], None, _FACE)

    def _answer(self, day: str) -> str | None:
        """When a letter of that day was answered, if it has been by now."""
        answered = self._almanac.after(day, 12)
        return answered if answered <= self._almanac.before(0) else None

    def _add(
        self, child: Child, kind: str, day: str, staff: Person | None, place: str | None = None,
        summary: str | None = None, follow_up: str | None = None, way: str | None = None, topics: str | None = None,
        wish: str | None = None, measure: str | None = None, effect: str | None = None, met_name: str | None = None,
        met_relation: str | None = None, opinion: str | None = None, phone: str | None = None,
        minutes: int | None = None, festival: str | None = None, answered: str | None = None,
        subject: str | None = None, mark: int | None = None, starts_at: str | None = None, aim: str | None = None,
        behaviour: str | None = None, told: str | None = None,
    ) -> None:  # fmt: skip
        """A record of what happened while the child was on the register."""
        row = child.row
        if day < row["registered_on"] or (row["left_on"] and day > row["left_on"]):
            return
        present = self._terms[-1]
        term = present if day >= present.starts_on else self._terms[0]
        by = staff.name if staff else child.by
        self._record.add(
            at(day, "10:20:00"), by,
            (child.id, kind, day, staff.id if staff else None, None if staff else by, term.id, place, summary,
             follow_up, way, topics, wish, measure, effect, met_name, met_relation, opinion, phone, minutes, festival,
             answered, subject, mark, None, None, starts_at, aim, behaviour, told),
        )  # fmt: skip


def _before(child: Child, village: Village) -> tuple[str, int | None]:
    """Schooling and school in the last semester of a child that has changed the stage since."""
    stage = child.born.last_stage
    if stage is None:
        return v.Schooling.NOT_IN_KINDERGARTEN.value, None
    schools = village.schools[:1] if stage == _KINDERGARTEN else village.schools[-1:]
    return stage, schools[0].id
