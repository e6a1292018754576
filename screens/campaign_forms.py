"""The forms of the campaign: a phase, and a member of the working group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from db.commands.campaign import add_member, correct_member, save_phase
from db.i18n import _, mark
from db.queries.campaign import Member, PhaseLine, members, phases
from db.rules.campaign import doubts, problems
from db.session import Session
from screens.child_fields import Asking, Fields
from screens.plain_form import PlainDeed
from screens.widgets.fields import Section


def phase_deed(session: Session, phase: PhaseLine) -> PlainDeed:
    """Name, days and tasks of a phase; days that overlap another phase are doubted."""
    others = [one.days for one in phases(session)]

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "phase")
        return [
            Section("", [
                fields.line("name"),
                fields.day("starts_on", past=False),
                fields.day("ends_on", past=False),
                fields.note("tasks", 5, help=mark("One task a line.")),
                fields.note("result"),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        save_phase(session, phase.id, phase.version, {name: values[name] for name in changed})

    def doubted(values: Mapping[str, Any]) -> Mapping[str, str]:
        return {} if problems(values) else doubts(phase.position, values, others)

    title = _("Phase")
    return PlainDeed(
        "campaign.phase", f"{title}  {phase.title}", sections, save, asdict(phase), phase.id, phase.version, doubted
    )


def member_deed(session: Session, member: Member | None = None) -> PlainDeed:
    """A member of the working group, new or to be corrected; it is doubted that somebody else takes the lead."""
    head = next((one.name for one in members(session) if one.leads and (member is None or one.id != member.id)), "")

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "working_group_member")
        return [
            Section("", [
                fields.name(required=True),
                fields.line("post"),
                fields.line("duty", width=40),
                fields.phone(),
                fields.flag("leads", help=mark("One person leads the group; the lead is taken from the one before.")),
                fields.day("from_on"),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        if member is None:
            add_member(session, values)
        else:
            correct_member(session, member.id, member.version, {name: values[name] for name in changed})

    def doubted(values: Mapping[str, Any]) -> Mapping[str, str]:
        if not (head and values.get("leads")):
            return {}
        return {"leads": _("{name} is the head now and will not be any more.").format(name=head)}

    title = _("New member of the working group") if member is None else _("Working group")
    title = f"{title}  {member.name}" if member else title
    ids = (member.id, member.version) if member else (0, 0)
    return PlainDeed("campaign.member", title, sections, save, asdict(member) if member else {}, *ids, doubted)
