"""Two entries of one child become one: every record is kept, and the other entry leaves the register.

What the kept entry does not know is taken from the other; where both say something, the kept one counts. Records move;
what cannot stand twice (an open pairing of one kind, the present carer) is ended first, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.access import Right
from db.commands.findable import reindex
from db.commands.registration import as_mistake
from db.commands.telling_apart import hand_on
from db.commands.writing import update
from db.errors import ConflictError, RuleError
from db.i18n import _
from db.models import (
    Attendance,
    CarePlan,
    Carer,
    CareRecord,
    Child,
    Edited,
    Enrolment,
    Grandparent,
    Incident,
    Pairing,
    Parent,
    Survey,
)
from db.queries.family import child_row
from db.queries.search_documents import documents_of
from db.rules.names import fold
from db.rules.standing import standing
from db.session import Session
from db.vocabulary import Action, EnrolmentOutcome, RegistryState

_MOVED: tuple[type[Edited], ...] = (CareRecord, CarePlan, Incident)
"""Records that move as they are."""
_OWN = frozenset(
    {"id", "uid", "created_at", "created_by", "updated_at", "updated_by", "version", "name", "name_key", "syllables",
     "registry_state", "registered_on", "left_on", "left_reason", "left_note", "surveyed_on", "note", "id_no",
     "civil_computed", "civil", "school_computed", "school_practice", "school_class", "school"}
)  # fmt: skip
"""Columns of a child that are not simply taken where they are empty."""

Row = Mapping[str, Any]


def merge_children(
    session: Session, kept_id: int, kept_version: int, other_id: int, other_version: int, id_no: str | None = None
) -> None:
    """Merge the other child into the kept one; both versions are those that the clerk compared.

    `id_no` says which of two ID numbers is the child's; the end of the wrong one goes into the note on the ID. Raises
    RuleError where there are two and it is neither, or one of the children is off the register; ConflictError,
    NotFoundError.
    """
    if kept_id == other_id:
        raise ValueError("a child is not merged with itself")
    with session.writing():
        session.require(Right.REGISTER)
        kept, other = child_row(session, kept_id), child_row(session, other_id)
        _check(kept, kept_version, other, other_version, id_no)
        documents = documents_of(session, [kept_id, other_id])
        _Merging(session.unbound(), kept, other, id_no).run()
        reindex(session, documents)


def _check(kept: Row, kept_version: int, other: Row, other_version: int, id_no: str | None) -> None:
    if (kept["version"], other["version"]) != (kept_version, other_version):
        raise ConflictError(_("One of the two was changed meanwhile. Nothing was merged; compare them again."))
    if RegistryState.LEFT in (kept["registry_state"], other["registry_state"]):
        raise RuleError(_("Only children on the register are merged; one of these has left it."))
    if kept["id_no"] and other["id_no"] and id_no not in (kept["id_no"], other["id_no"]):
        raise RuleError(_("Both have an ID number, and they differ. Say which one is right. Nothing was merged."))


class _Merging:
    def __init__(self, session: Session, kept: Row, other: Row, id_no: str | None) -> None:
        self._session = session
        self._kept = kept
        self._other = other
        self._id_no = id_no
        self._today = session.clock.today()
        self._day = self._today.isoformat()
        self._reason = _("Merged into file {file}").format(file=kept["file_no"] or kept["id"])

    def run(self) -> None:
        for model in _MOVED:
            for row in self._rows(model):
                self._move(model, row)
        self._pairings()
        takes_class = self._takes_class()
        self._enrolments(takes_class)
        self._surveys()
        self._attendances()
        self._carers()
        self._roles(Parent)
        self._roles(Grandparent)
        self._children(takes_class)
        hand_on(self._session, self._kept["id"], self._other["id"])

    # Rows of the other child

    def _rows(self, model: type[Edited], child_id: int | None = None) -> list[Row]:
        query = model.select().where(model.child == (child_id or self._other["id"])).order_by(model.id)
        return list(query.dicts())

    def _move(self, model: type[Edited], row: Row, **changes: Any) -> None:
        values = {"child": self._kept["id"], **changes}
        update(self._session, model, row["id"], row["version"], values, action=Action.MERGE, reason=self._reason)

    def _end(self, row: Row) -> str:
        return max(self._day, row["from_on"] or "")

    def _pairings(self) -> None:
        """One open helper of each kind stays; a child does not help itself."""
        open_kinds = {row["kind"] for row in self._rows(Pairing) if row["to_on"] is None} & {
            row["kind"] for row in self._rows(Pairing, self._kept["id"]) if row["to_on"] is None
        }
        for row in self._rows(Pairing):
            own = row["helper_child"] == self._kept["id"]
            if row["to_on"] is None and (own or row["kind"] in open_kinds):
                self._move(Pairing, row, to_on=self._end(row), end_reason=self._reason)
            else:
                self._move(Pairing, row)
        helped = Pairing.select().where(Pairing.helper_child == self._other["id"])
        for row in list(helped.dicts()):
            values: dict[str, Any] = {"helper_child": self._kept["id"]}
            if row["child"] == self._kept["id"] and row["to_on"] is None:
                values |= {"to_on": self._end(row), "end_reason": self._reason}
            update(self._session, Pairing, row["id"], row["version"], values, action=Action.MERGE, reason=self._reason)

    def _takes_class(self) -> bool:
        """Whether school and class are the other's: the kept child has no class, and no other school."""
        kept, other = self._kept, self._other
        enrolled = any(row["to_on"] is None for row in self._rows(Enrolment, kept["id"]))
        return not enrolled and kept["school_class"] is None and kept["school"] in (None, other["school"])

    def _enrolments(self, takes_class: bool) -> None:
        for row in self._rows(Enrolment):
            if row["to_on"] is None and not takes_class:
                ended = {"to_on": self._end(row), "outcome": EnrolmentOutcome.CORRECTED.value}
                self._move(Enrolment, row, **ended)
            else:
                self._move(Enrolment, row)

    def _surveys(self) -> None:
        """A semester counts a child once: a second survey stays with the entry that leaves, as one that has left."""
        taken = {row["semester"] for row in self._rows(Survey, self._kept["id"])}
        for row in self._rows(Survey):
            if row["semester"] in taken:
                left = {"registry_state": RegistryState.LEFT.value}
                update(self._session, Survey, row["id"], row["version"], left, reason=self._reason)
            else:
                self._move(Survey, row)

    def _attendances(self) -> None:
        was_there = {(row["activity"], row["carer"], row["staff"]) for row in self._rows(Attendance, self._kept["id"])}
        for row in self._rows(Attendance):
            if (row["activity"], row["carer"], row["staff"]) not in was_there:
                self._move(Attendance, row)

    def _carers(self) -> None:
        """The kept child's present carer stays; the same person under the other entry completes what is known."""
        present = next((row for row in self._rows(Carer, self._kept["id"]) if row["to_on"] is None), None)
        for row in self._rows(Carer):
            if row["to_on"] is None and present:
                if fold(row["name"]) == fold(present["name"]):
                    self._complete(Carer, present, row)
                    present = Carer.select().where(Carer.id == present["id"]).dicts().get()
                self._move(Carer, row, to_on=self._end(row), end_reason=self._reason)
            else:
                self._move(Carer, row)

    def _roles(self, model: type[Edited]) -> None:
        have = {row["role"]: row for row in self._rows(model, self._kept["id"])}
        for row in self._rows(model):
            if row["role"] in have:
                self._complete(model, have[row["role"]], row)
            else:
                self._move(model, row)

    def _complete(self, model: type[Edited], kept: Row, other: Row) -> None:
        fixed = {"id", "uid", "child", "role", "created_at", "created_by", "updated_at", "updated_by", "version"}
        values = {name: other[name] for name in kept if name not in fixed and kept[name] is None and other[name]}
        if values:
            update(self._session, model, kept["id"], kept["version"], values, action=Action.MERGE, reason=self._reason)

    # The children themselves

    def _children(self, takes_class: bool) -> None:
        kept, other = self._kept, self._other
        leaving = as_mistake(other, self._today, self._reason)
        update(self._session, Child, other["id"], other["version"], leaving, action=Action.MERGE, reason=self._reason)
        values = {
            name: other[name]
            for name in kept
            if name not in _OWN and kept[name] is None and other[name] is not None
        }  # fmt: skip
        values |= self._numbers()
        if takes_class:
            values |= {"school": other["school"], "school_class": other["school_class"]}
        notes = [note for note in (kept["note"], other["note"]) if note]
        values["note"] = "\n".join(dict.fromkeys(notes)) or None
        if fold(kept["name"]) != fold(other["name"]) and not kept["former_name"]:
            values["former_name"] = other["name"]
        values["registered_on"] = min(kept["registered_on"], other["registered_on"])
        values["surveyed_on"] = max(filter(None, (kept["surveyed_on"], other["surveyed_on"])), default=None)
        parents = {row["role"]: row for row in self._rows(Parent, kept["id"])}
        merged = {**kept, **values}
        values |= standing(merged, parents.get("father"), parents.get("mother"), self._today).columns(merged)
        update(self._session, Child, kept["id"], kept["version"], values, action=Action.MERGE, reason=self._reason)

    def _numbers(self) -> dict[str, Any]:
        """Whose ID number it is from now on; a number that is taken brings along what it tells."""
        kept, other = self._kept, self._other
        if not other["id_no"]:
            return {}
        if not kept["id_no"]:
            return {name: other[name] for name in ("id_no", "id_type", "id_note")}
        wrong = kept["id_no"] if self._id_no == other["id_no"] else other["id_no"]
        # Notes are not masked: the whole number stays in the change log alone.
        told = _("another entry had an ID number ending in {digits}").format(digits=wrong[-4:])
        noted = {"id_note": _("; ").join(filter(None, (kept["id_note"], told)))}
        if wrong == other["id_no"]:
            return noted
        taken = {name: other[name] for name in ("id_no", "id_type", "birth_date", "sex") if other[name]}
        return taken | noted
