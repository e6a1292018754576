"""Who of the register of helpers a roster means: class teachers, loving mothers, helping teachers and others.

Nobody is entered by an import: a name that the register does not have is reported, and the clerk enters it first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from db.i18n import _
from db.queries.import_known import Member, barred_members, class_teachers, helped_at_present, members
from db.queries.pairing_rules import kind_rules
from db.roster.deciding import Change, Decision, Standing, State
from db.roster.entry import Entry, StaffTold
from db.roster.fields import HELPERS, TEACHER
from db.rules.class_names import class_title
from db.rules.classes import ClassName
from db.rules.names import fold
from db.session import Session
from db.vocabulary import PairingKind, StaffRole

ClassKey = tuple[str, ClassName]
"""A class of this school year by its school and name."""
_BY_ROLE = (
    (StaffRole.LOVING_MOTHER, PairingKind.LOVING_MOTHER), (StaffRole.TEACHER, PairingKind.HELP_TEACHER),
    (StaffRole.VOLUNTEER, PairingKind.VOLUNTEER),
)  # fmt: skip


@dataclass
class Staffing:
    """Settles the staff of one file; `teachers` are those whom it makes class teachers."""

    session: Session
    teachers: dict[ClassKey, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name: dict[str, list[Member]] = {}
        for member in members(self.session):
            self._by_name.setdefault(fold(member.name), []).append(member)
        self._present = class_teachers(self.session)
        self._barred = barred_members(self.session)
        self._rules = {kind: kind_rules(self.session, kind) for kind in HELPERS.values() if kind}
        self._load = Counter(helped_at_present(self.session))

    def settle(self, decision: Decision, places: Standing) -> None:
        """Find the helpers and the class teacher of a row that is taken, or say on the row why they are not."""
        told = decision.entry.staff
        for person, kind in HELPERS.items():
            if person in told:
                self._helper(decision, told[person], kind)
        if TEACHER in told:
            self._teacher(decision, told[TEACHER], places)

    def _helper(self, decision: Decision, told: StaffTold, kind: PairingKind | None) -> None:
        entry, known = decision.entry, decision.known
        member = self._found(entry, told, entry.school)
        if member is None:
            return
        kind = kind or _kind_of(member)
        if member.id in self._barred:
            entry.warn(told, _("The law forbids to entrust a child to this person."))
        elif not member.roles & self._rules[kind].roles:
            sentence = _("Not registered as {kind}; add that to the register of helpers first.")
            entry.warn(told, sentence.format(kind=kind.label))
        elif known and kind in known.helpers:
            if known.helpers[kind] != member.id:
                sentence = _("The child has another {kind} in the register, who stays; change it on the pairing board.")
                entry.warn(told, sentence.format(kind=kind.label))
        elif any(kind == taken for taken, _helper in decision.pairings):
            entry.warn(told, _("The row names two helpers of one kind; the second was not taken."))
        else:
            self._pair(decision, told, kind, member)

    def _pair(self, decision: Decision, told: StaffTold, kind: PairingKind, member: Member) -> None:
        """Give the child a helper; where that is one child too many, the file counts, and the clerk learns it."""
        decision.pairings.append((kind, member.id))
        if decision.known:
            decision.changes.append(Change("pairing", kind.value, None, member.name))
            decision.state = State.CHANGED
        else:
            decision.entry.note(told, member.name, _("Is paired with the child as {kind}.").format(kind=kind.label))
        self._load[member.id] += 1
        capacity = member.capacity or self._rules[kind].capacity
        if self._load[member.id] > capacity:
            sentence = _("{name} can take {capacity} children and has more with this file; look at the pairing board.")
            decision.entry.warn(told, sentence.format(name=member.name, capacity=capacity))

    def _teacher(self, decision: Decision, told: StaffTold, places: Standing) -> None:
        entry = decision.entry
        room = _class_of(entry, places)
        member = self._found(entry, told, room[0] if room else entry.school)
        if member is None or room is None:
            return
        title = class_title(room[1].stage, room[1].grade, room[1].number)
        if StaffRole.TEACHER not in member.roles:
            sentence = _("Not registered as {kind}; add that to the register of helpers first.")
            entry.warn(told, sentence.format(kind=StaffRole.TEACHER.label))
        elif (present := self._present.get(room)) is not None:
            if present.id != member.id:
                sentence = _("{class_name} has the class teacher {name} in the register, who stays.")
                entry.warn(told, sentence.format(class_name=title, name=present.name))
        elif self.teachers.setdefault(room, member).id == member.id:
            entry.note(told, member.name, _("Becomes class teacher of {class_name}.").format(class_name=title))
        else:
            sentence = _("The file names another class teacher of {class_name} further up, who is taken.")
            entry.warn(told, sentence.format(class_name=title))

    def _found(self, entry: Entry, told: StaffTold, school: str | None) -> Member | None:
        """The one whom a name means: of several, the one with the telephone number, or at the school."""
        named = self._by_name.get(fold(told.name), [])
        if not named:
            entry.warn(told, _("Nobody of this name is in the register of helpers; enter them there first."))
            return None
        fitting = [one for one in named if told.phone and one.phone == told.phone]
        if not fitting and len(named) > 1:
            fitting = [one for one in named if school and one.school == school]
        if not fitting and len(named) == 1:
            fitting = named
            if told.phone and named[0].phone:
                entry.warn(told, _("The register has another telephone number of this person."))
        if len(fitting) != 1:
            entry.warn(told, _("The register of helpers has several of this name; pair them on the pairing board."))
            return None
        return fitting[0]


def _kind_of(member: Member) -> PairingKind:
    """How somebody helps where the header only says that they do."""
    return next((kind for role, kind in _BY_ROLE if role in member.roles), PairingKind.CADRE)


def _class_of(entry: Entry, places: Standing) -> ClassKey | None:
    """The class that the child is in after the import."""
    school, name = entry.school or places.school, entry.school_class
    stored = places.school_class if school == places.school else None
    if name is None or (stored and (stored.stage, stored.grade) == (name.stage, name.grade) and not name.number):
        name = stored
    return (school, name) if school and name else None
