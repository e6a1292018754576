"""One incident with all that is known of it, on the screen and as text to print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db.clock import local_time
from db.commands.recording import record_full_export
from db.engine.storage import explained, replacing
from db.field_names import field_name
from db.i18n import _
from db.queries.incidents import IncidentLine
from db.session import Session
from db.vocabulary import IncidentKind, label
from exports.file_names import file_name
from exports.text import WIDTH, labelled


def told(incident: IncidentLine) -> Iterator[tuple[str, str]]:
    """What is known, each with its name: when it was found and by whom, to whom it was reported, the facts, its end."""
    kind = label(IncidentKind, incident.kind)
    receipt = _("receipt {number}").format(number=incident.receipt_no) if incident.receipt_no else ""
    values = {
        "child": (incident.name, incident.school, incident.village),
        "kind": (kind, _("urgent") if incident.urgent else ""),
        "found_on": (local_time(incident.found_at), incident.found_by),
        "reported_on": (local_time(incident.reported_at) if incident.reported_at else _("not yet"),),
        "reported_to": (incident.reported_to, receipt),
        "facts": (incident.facts,),
        "outcome": (incident.outcome, incident.closed_on),
    }
    for name, parts in values.items():
        if value := _(", ").join(filter(None, parts)):
            yield field_name("incident", name), value


def lines(incident: IncidentLine) -> Iterator[str]:
    """The report as it prints, 80 columns wide, with a line to sign."""
    yield _("Record of an incident under mandatory reporting")
    yield "=" * (WIDTH - 1)
    for title, value in told(incident):
        yield from labelled(title, value)
    yield ""
    signed = _("{who} (signature): ____________").format(who=_("Reported by"))
    yield "    ".join([signed, _("Date: __________")])


def save_sheet(session: Session, incident: IncidentLine, folder: Path) -> Path:
    """Save the text in `folder` under its day and row id; that it leaves unmasked is put on record first."""
    day, number = session.clock.today().isoformat(), str(incident.id)
    path = folder / file_name([day, _("incident"), number], [day, "incident", number], ".txt")
    with explained(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    record_full_export(session, f"incident {incident.id}", child_id=incident.child)
    with replacing(path) as out:
        out.writelines(f"{line}\n".encode() for line in lines(incident))
    return path
