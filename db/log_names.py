"""What the change log is about, in the office's words: every table, and every column that a person can change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.field_names import field_name
from db.i18n import _, mark

TABLE_NAMES = {
    "child": mark("child's file"),
    "parent": mark("parent"),
    "grandparent": mark("grandparent"),
    "carer": mark("caregiver"),
    "distinct_pair": mark("children told apart"),
    "enrolment": mark("schooling"),
    "survey": mark("survey"),
    "care_record": mark("record"),
    "pairing": mark("pairing"),
    "care_plan": mark("plan"),
    "plan_measure": mark("measure of a plan"),
    "plan_review": mark("review of a plan"),
    "incident": mark("incident"),
    "privacy_request": mark("request of a guardian"),
    "activity": mark("activity"),
    "attendance": mark("attendance"),
    "school": mark("School"),
    "village": mark("Village"),
    "staff": mark("helper"),
    "school_class": mark("Class"),
    "semester": mark("semester"),
    "phase": mark("phase of the campaign"),
    "working_group_member": mark("member of the working group"),
    "home_item": mark("thing of a home"),
    "home_requirement": mark("what a home needs"),
    "rule_interval": mark("interval"),
    "festival_tick": mark("festival for letters"),
    "nine_one_item": mark("item of the nine ones"),
    "setting": mark("setting"),
    "user": mark("user"),
    "saved_view": mark("saved view"),
    "import_batch": mark("import"),
}
_EVERYWHERE = {
    "name": mark("Name"),
    "full_name": mark("Full name"),
    "name_key": mark("Pinyin"),
    "syllables": mark("Pinyin"),
    "address": mark("Address"),
    "phone": mark("Telephone"),
    "hotline": mark("Family phone line"),
    "stages": mark("Stages"),
    "stage": mark("Stage"),
    "grade": mark("Grade"),
    "number": mark("Number"),
    "active": mark("In use"),
    "directs_village": mark("Director of the village"),
    "left_on": mark("Left the work on"),
    "child": mark("Child"),
    "other": mark("Other child"),
    "role": mark("Role"),
    "kind": mark("Kind"),
    "state": mark("State"),
    "value": mark("Value"),
    "position": mark("Place in the order"),
    "school": mark("School"),
    "village": mark("Village"),
    "school_class": mark("Class"),
    "school_year": mark("School year"),
    "term": mark("Term"),
    "semester": mark("Semester"),
    "teacher": mark("Class teacher"),
    "staff": mark("Helper"),
    "helper": mark("Helper"),
    "helper_child": mark("Little teacher"),
    "carer": mark("Carer"),
    "member": mark("Member of the working group"),
    "from_on": mark("From"),
    "to_on": mark("Until"),
    "closed_on": mark("Closed on"),
    "withdrawn_on": mark("Withdrawn on"),
    "outcome": mark("Outcome"),
    "start_reason": mark("Why it began"),
    "end_reason": mark("Reason of the end"),
    "agreed_on": mark("Agreed on"),
    "surveyed_on": mark("Surveyed on"),
    "surveyed_by": mark("Surveyed by"),
    "civil_computed": mark("Counts for civil affairs"),
    "school_computed": mark("Counts for the school"),
    "father_whereabouts": mark("Father's whereabouts"),
    "mother_whereabouts": mark("Mother's whereabouts"),
    "plan": mark("Plan"),
    "found_at": mark("Found on"),
    "reported_at": mark("Reported on"),
    "series": mark("Series"),
    "activity": mark("Activity"),
    "present": mark("Came"),
    "what": mark("What for"),
    "days": mark("Days"),
    "festival": mark("Festival"),
    "letters": mark("Letters"),
    "item": mark("Item"),
    "wanted": mark("Wanted"),
    "schools": mark("Schools"),
    "classes": mark("Classes"),
    "villages": mark("Villages"),
    "ssh_key": mark("SSH key"),
    "pin": mark("PIN"),
    "owner": mark("Owner"),
    "screen": mark("Screen"),
    "definition": mark("Filter and columns"),
    "file_name": mark("File"),
    "file_sha256": mark("Fingerprint of the file"),
    "header_key": mark("Header of the file"),
    "mapping": mark("Meaning of the columns"),
    "read": mark("Rows read"),
    "new": mark("New children"),
    "changed": mark("Changed children"),
    "same": mark("Unchanged children"),
    "refused": mark("Refused"),
    "undone_at": mark("Taken back"),
    "asked_by": mark("Who asks"),
    "relation": mark("Relation to the child"),
    "asked_on": mark("Asked on"),
    "detail": mark("Details"),
    "answered_on": mark("Answered on"),
    "answer": mark("Answer"),
    # Of lines that no row stands behind
    "report": mark("Report"),
    "export": mark("Export"),
    "backup": mark("Backup"),
    "from": mark("From the address"),
    "key": mark("With the key"),
    "deed": mark("Line"),
    "lines": mark("Lines emptied"),
    "cut": mark("Lines cut off"),
    "demo": mark("Made-up children"),
    "seed": mark("Seed"),
    "moved_up": mark("School year"),
    "records": mark("Records"),
    "activities": mark("activities"),
    "surveys": mark("Surveys"),
}
_SOUGHT = {
    "login": mark("signing in"),
    "command": mark("a command over SSH"),
    "pin": mark("a wrong PIN"),
    "register": mark("writing in the register"),
    "records": mark("writing records"),
    "pairings": mark("pairing"),
    "activities": mark("activities"),
    "plans": mark("plans"),
    "incidents": mark("incidents"),
    "places": mark("writing villages, schools and staff"),
    "import": mark("import"),
    "office": mark("settling what the office settles"),
    "full": mark("taking lists away unmasked"),
    "users": mark("managing users"),
    "log": mark("reading the log"),
    "own": mark("views and drafts"),
}
"""What somebody was refused: a right, or a way in."""
_OF_THE_CHAIN = frozenset({"left", "seal"})
"""What only `guanai check` reads."""
_AS_ON_FILE = frozenset({"parent", "grandparent", "carer", "survey", "rule_interval"})
"""Tables with columns that are called as on the child's file."""


def table_called(table: str) -> str:
    """The name of a table, nothing for none."""
    msgid = TABLE_NAMES.get(table, table)
    return _(msgid) if msgid else ""


def column_called(table: str, column: str) -> str:
    """The name of a column of a table, or of what stands in a line without a table."""
    name = field_name(table, column)
    if not name and column in _EVERYWHERE:
        name = _(_EVERYWHERE[column])
    return name or (field_name("child", column) if table in _AS_ON_FILE else "") or column


def told(table: str, changes: Mapping[str, Sequence[Any]]) -> str:
    """What a line is about: the columns of a row that it changed, or else what was done with what."""
    if table:
        return _(", ").join(dict.fromkeys(column_called(table, column) for column in changes))
    return _(", ").join(
        f"{column_called('', key)} {_sought(new) if key == 'refused' else old if new is None else new}"
        for key, (old, new) in changes.items()
        if key not in _OF_THE_CHAIN
    )


def _sought(what: str) -> str:
    return _(_SOUGHT[what]) if what in _SOUGHT else table_called(what)
