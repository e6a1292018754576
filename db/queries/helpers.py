"""The register of helpers, and the seven duties of a loving mother as far as records tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from db.errors import NotFoundError
from db.i18n import _
from db.models import CareRecord, Child, Pairing, School, Staff, Village
from db.queries.pairing_board import on_register
from db.queries.pairing_helpers import load_of
from db.queries.scope_places import within_places
from db.queries.terms import current_semester
from db.rules.mother_duties import MotherDuty, Told, duties_done
from db.session import Session
from db.vocabulary import PairingKind, RecordKind


@dataclass(frozen=True)
class HelperEntry:
    """A member of staff in the register of helpers; `load` counts children of every kind of help."""

    id: int
    version: int
    name: str
    roles: str
    unit: str
    village: str
    school: str
    phone: str
    load: int
    capacity: int
    trained_on: str | None
    commitment_on: str | None
    active: bool


@dataclass(frozen=True)
class Helping:
    """A child of a helper, now or earlier, with what the records tell of the duties."""

    kind: str
    child: str
    village: str
    school: str
    from_on: str
    to_on: str | None
    end_reason: str | None
    duties: Mapping[MotherDuty, bool]


def helpers(session: Session) -> list[HelperEntry]:
    """All staff in the person's scope, those who help first, by name; those who left come last."""
    columns = Staff.select(
        Staff.id, Staff.version, Staff.name, Staff.roles, Staff.unit, Village.name, School.name, Staff.phone,
        Staff.capacity, Staff.trained_on, Staff.commitment_on, Staff.active,
    )  # fmt: skip
    query = (
        columns.join(Village, JOIN.LEFT_OUTER, on=(Staff.village == Village.id), src=Staff)
        .join(School, JOIN.LEFT_OUTER, on=(Staff.school == School.id), src=Staff)
        .where(visible(session))
        .order_by(Staff.active.desc(), Staff.name_key, Staff.id)
    )
    with session.reading():
        loads = load_of(Pairing.staff)
        return [
            HelperEntry(staff, version, name, roles or "", unit or "", village or "", school or "", phone or "",
                        loads.get(staff, 0), capacity, trained, promised, bool(active))
            for staff, version, name, roles, unit, village, school, phone, capacity, trained, promised, active
            in query.tuples()
        ]  # fmt: skip


def roles_in_service(session: Session) -> set[str]:
    """The roles that somebody has who still helps."""
    with session.reading():
        rows = Staff.select(Staff.roles).where(Staff.active == 1).distinct().tuples()
        return {role for (roles,) in rows for role in (roles or "").split()}


def languages_known(session: Session) -> bool:
    """Whether a language is on record for anybody who still helps."""
    with session.reading():
        return bool(Staff.select(Staff.id).where(Staff.active == 1, Staff.languages.is_null(False)).exists())


def visible(session: Session) -> Any:
    """The condition of staff whom the person may see: of their places, or of none."""
    near = within_places(session.scope, Staff.school, Staff.village)
    return near | (Staff.school.is_null() & Staff.village.is_null()) | (Staff.id == (session.scope.helper or 0))


def helper_row(session: Session, staff: int) -> Mapping[str, Any]:
    """The columns of a helper; raises NotFoundError where the person may not see them."""
    with session.reading():
        found: Mapping[str, Any] | None = Staff.select().where(Staff.id == staff, visible(session)).dicts().first()
    if found is None:
        raise NotFoundError(_("This helper is not in the register, or not among those that you may see."))
    return found


def places_of(session: Session, row: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    """Village and school of a helper's row, each with its id and name, where there are any."""
    with session.reading():
        return {
            column: (row[column], model.select(model.name).where(model.id == row[column]).scalar())
            for column, model in (("village", Village), ("school", School)) if row.get(column)
        }  # fmt: skip


def helpings(session: Session, staff: int, on: date) -> Iterator[Helping]:
    """Whom a helper helps on a day and helped before, the present ones first; children in the person's scope."""
    with session.reading():
        rows = list(
            Pairing.select(Pairing.kind, Child.id, Child.name, Village.name, School.name, Pairing.from_on,
                           fn.COALESCE(Pairing.to_on, Child.left_on).alias("until"), Pairing.end_reason)
            .join(Child, on=(Pairing.child == Child.id))
            .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
            .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
            .where(Pairing.staff == staff, Pairing.from_on <= on.isoformat(), *on_register(session)[1:],
                   Pairing.to_on.is_null() | (Pairing.to_on != Pairing.from_on))
            .order_by(fn.COALESCE(Pairing.to_on, Child.left_on, "").asc(), Pairing.from_on, Pairing.id)
            .tuples()
        )  # fmt: skip
        told = _told(session, staff, on)
    term = current_semester(session, on)
    for kind, child, name, village, school, from_on, to_on, reason in rows:
        duties = duties_done(told.get(child, ()), on, term.starts_on) if kind == PairingKind.LOVING_MOTHER else {}
        yield Helping(kind, name, village or "", school or "", from_on, to_on, reason, duties)


def _told(session: Session, staff: int, on: date) -> dict[int, list[Told]]:
    """What a helper did, by child, in the half year before a day."""
    since = date.fromordinal(on.toordinal() - 200).isoformat()
    query = CareRecord.select(
        CareRecord.child, CareRecord.happened_on, CareRecord.way, CareRecord.festival, CareRecord.topics,
        CareRecord.child_wish, CareRecord.kind, fn.COALESCE(CareRecord.met_name, ""),
    ).where(
        CareRecord.staff == staff, CareRecord.withdrawn_on.is_null(),
        CareRecord.happened_on.between(since, on.isoformat()),
    )  # fmt: skip
    found: dict[int, list[Told]] = {}
    for child, day, way, festival, topics, wish, kind, met in query.tuples():
        visit = kind == RecordKind.HOME_VISIT
        told = Told(date.fromisoformat(day), "face" if visit else way or "", bool(festival), topics or "", bool(wish),
                    bool(met))  # fmt: skip
        found.setdefault(child, []).append(told)
    return found
