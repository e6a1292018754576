"""Incidents under mandatory reporting: found, reported, closed in this order, and seen by the supervisor alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.clock import local_time
from db.commands import incidents as commands
from db.commands.children import add_child
from db.errors import ConflictError, NotFoundError, RefusedError, RuleError
from db.queries.child_file import child_file
from db.queries.incidents import incident, incidents, unreported
from db.queries.registry import RegistryFilter, RegistryPages
from db.scope import Scope
from db.session import Session
from db.vocabulary import Alert, Role
from exports.child_sheet import lines

FACTS = {"kind": "violence", "facts": "背部有多处淤伤", "found_on": "2026-11-23", "found_time": "14:05"}


@pytest.fixture
def child(session: Session) -> int:
    return add_child(session, {"name": "王小明", "registered_on": "2026-03-01"})


def test_an_incident_is_found_reported_and_closed(session: Session, child: int) -> None:
    row_id = commands.find_incident(session, child, FACTS)
    found = incident(session, row_id)
    assert (found.found_at, local_time(found.found_at), found.urgent, found.reported) == (
        "2026-11-23T06:05:00Z", "2026-11-23 14:05", True, False,
    )  # fmt: skip
    assert unreported(session) == 1
    with pytest.raises(RuleError, match="请先报警"):
        commands.close_incident(session, row_id, 1, "已安置")
    given = {"reported_to": "云溪派出所", "receipt_no": "A-12", "reported_on": "2026-11-23", "reported_time": "14:30"}
    commands.report_incident(session, row_id, 1, given)
    assert unreported(session) == 0
    commands.close_incident(session, row_id, 2, "已另行安置")
    assert incidents(session) == []
    (closed,) = incidents(session, closed=True)
    assert (closed.receipt_no, closed.closed_on, closed.outcome) == ("A-12", "2026-11-24", "已另行安置")
    with pytest.raises(RuleError, match="已于2026-11-24结案"):
        commands.correct_incident(session, row_id, 3, {"facts": "别的"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"facts": ""}, "facts"),
        ({"found_on": "2026-11-25"}, "found_on"),
        ({"found_time": "25:00"}, "found_time"),
        ({"found_time": "下午"}, "found_time"),
    ],
)
def test_what_an_incident_lacks_is_said_at_its_field(
    session: Session, child: int, values: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleError) as error:
        commands.find_incident(session, child, {**FACTS, **values})
    assert list(error.value.fields) == [field]
    assert incidents(session) == []


def test_nothing_is_reported_before_it_is_found_or_to_nobody(session: Session, child: int) -> None:
    row_id = commands.find_incident(session, child, FACTS)
    for values, field in (
        ({"reported_to": ""}, "reported_to"),
        ({"reported_to": "派出所", "reported_on": "2026-11-22"}, "reported_on"),
    ):
        with pytest.raises(RuleError) as error:
            commands.report_incident(session, row_id, 1, values)
        assert list(error.value.fields) == [field]
    commands.correct_incident(session, row_id, 1, {"found_time": "13:00"})
    assert local_time(incident(session, row_id).found_at) == "2026-11-23 13:00"
    with pytest.raises(ConflictError):
        commands.report_incident(session, row_id, 1, {"reported_to": "派出所"})


def test_only_the_supervisor_sees_and_writes_incidents(session: Session, child: int) -> None:
    row_id = commands.find_incident(session, child, FACTS)
    blind = session.within(Scope(incidents=False))
    elsewhere = session.within(Scope(schools=frozenset({9})))
    for other in (blind, elsewhere):
        assert incidents(other, closed=True) == []
        assert unreported(other) == 0
        with pytest.raises(NotFoundError):
            incident(other, row_id)
    alerted = RegistryFilter(alert=Alert.INCIDENT_UNREPORTED.value)
    assert RegistryPages(session, alerted, ["name"]).count() == 1
    assert RegistryPages(blind, alerted, ["name"]).count() == 0
    assert Alert.INCIDENT_UNREPORTED in child_file(session, child).alerts
    assert child_file(blind, child).alerts == ()
    assert not any("事件" in line for line in lines(child_file(session, child)))
    for role in set(Role) - {Role.SUPERVISOR}:
        with pytest.raises(RefusedError):
            commands.find_incident(replace(session, role=role), child, FACTS)
