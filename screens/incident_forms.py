"""The forms of incidents: found, reported, closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db import vocabulary as v
from db.clock import local_time
from db.commands import incidents as commands
from db.i18n import _, mark
from db.queries.incidents import IncidentLine
from db.session import Session
from screens.child_fields import Asking, Fields
from screens.people_fields import child_field, titled
from screens.plain_form import PlainDeed
from screens.widgets.fields import Section
from screens.widgets.options import Option


def found_deed(session: Session, incident: IncidentLine | None = None, child: Option | None = None) -> PlainDeed:
    """What was found, new or to be corrected; its `save` returns the incident's id."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "incident")
        first = [] if incident or child else [child_field(session, left=True)]
        return [
            Section("", [
                *first,
                fields.code("kind", v.IncidentKind, required=True),
                fields.note("facts", 4, required=True, help=mark("What was seen and said, word for word.")),
                fields.day("found_on"), fields.line("found_time", width=8, help=mark("For example 14:05.")),
                fields.name("found_by"), fields.flag("urgent"),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], changed: dict[str, Any]) -> int:
        if incident is None:
            return commands.find_incident(session, int(child.value if child else values["child"]), values)
        given = {name: values[name] for name in changed}
        commands.correct_incident(session, incident.id, incident.version, given)
        return incident.id

    day, time = local_time(incident.found_at if incident else session.clock.instant()).split()
    opening = {"found_on": day, "found_time": time, "found_by": session.user, "urgent": True}
    if incident:
        opening |= {"kind": incident.kind, "facts": incident.facts, "found_by": incident.found_by or "",
                    "urgent": incident.urgent}  # fmt: skip
    who = incident.name if incident else child.label if child else ""
    title = titled(_("Incident"), who)
    ids = (incident.id, incident.version) if incident else (int(child.value) if child else 0, 0)
    return PlainDeed("incident.edit" if incident else "incident.new", title, sections, save, opening, *ids)


def report_deed(session: Session, incident: IncidentLine) -> PlainDeed:
    """To whom it was reported, and when."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "incident")
        return [
            Section("", [
                fields.line("reported_to", required=True, help=mark("The police station first, and whom else.")),
                fields.day("reported_on"), fields.line("reported_time", width=8, help=mark("For example 14:05.")),
                fields.line("receipt_no", width=24),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
        commands.report_incident(session, incident.id, incident.version, values)

    day, time = local_time(incident.reported_at or session.clock.instant()).split()
    opening = {"reported_on": day, "reported_time": time, "reported_to": incident.reported_to or "",
               "receipt_no": incident.receipt_no or ""}  # fmt: skip
    title = titled(_("Report of the incident"), incident.name)
    return PlainDeed("incident.report", title, sections, save, opening, incident.id, incident.version)


def close_deed(session: Session, incident: IncidentLine) -> PlainDeed:
    """What came of it."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "incident")
        day = fields.day("closed_on", help=mark("Empty: today."))
        return [Section("", [fields.note("outcome", 4, required=True), day])]

    def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
        given = values["outcome"], values["closed_on"]
        commands.close_incident(session, incident.id, incident.version, *given)

    title = titled(_("End of the incident"), incident.name)
    return PlainDeed("incident.close", title, sections, save, {}, incident.id, incident.version)
