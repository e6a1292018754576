"""Children, pupils and helpers of the tests of pairing, and how they are looked at."""

from __future__ import annotations

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.helpers import add_helper
from db.commands.writing import insert
from db.models import CareRecord, Pairing
from db.queries.pairing_board import Board, pairing_board
from db.session import Session
from db.vocabulary import PairingKind

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
