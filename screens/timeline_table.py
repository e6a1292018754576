"""The timeline of a child's file as a table, and what stands over the whole sentence of one line."""

from __future__ import annotations

from db.i18n import _, language
from db.queries.timeline import Happened
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


def timeline_table() -> RecordTable[Happened]:
    """What happened, by day."""
    columns = [
        Column[Happened]("day", _("Day"), 10, lambda line: line.day),
        Column[Happened]("who", _("Who"), 8, lambda line: line.who),
        Column[Happened]("what", _("What"), 8 if language() == "zh" else 13, lambda line: line.what),
        Column[Happened]("sentence", _("What happened"), 20, lambda line: line.sentence, grow=True),
    ]
    return RecordTable(columns, empty=_("Nothing yet."), threaded=False)


def heading_of(line: Happened) -> str:
    """When, who and what."""
    when = f"{line.day} {line.time}".strip()
    return "  ".join(part for part in (when, line.who, line.what) if part)
