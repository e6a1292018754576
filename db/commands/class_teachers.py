"""Who is class teacher of a class: whose the talks of each month are."""

from __future__ import annotations

from db.access import Right
from db.commands.writing import update
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import SchoolClass, Staff
from db.session import Session
from db.vocabulary import StaffRole


def set_class_teacher(session: Session, school_class: int, version: int, teacher: int | None) -> None:
    """Give a class its teacher, or none. Raises RuleError for somebody who does not teach, ConflictError."""
    with session.writing():
        session.require(Right.PLACES)
        if not SchoolClass.select().where(SchoolClass.id == school_class).exists():
            raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
        if teacher is not None:
            staff = Staff.select().where(Staff.id == teacher).dicts().first()
            if staff is None or not staff["active"] or StaffRole.TEACHER not in (staff["roles"] or "").split():
                raise RuleError(_("A class teacher is a teacher of the register of helpers. Nothing was changed."))
        update(session, SchoolClass, school_class, version, {"teacher": teacher})
