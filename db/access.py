"""Who may do what: a right a deed, the rights of each role, and the table of the database that each right opens.

Everything that is not named here is refused. What of the register a person sees is their scope (`db.scope`).
"""

from __future__ import annotations

from enum import Enum

from db.vocabulary import Role


class Right(Enum):
    """What somebody may do, within their scope."""

    REGISTER = "register"
    """Write children, their families, schooling, surveys, and what guardians ask for."""
    RECORDS = "records"
    """Write what was done for a child: talks, visits, calls, letters."""
    PAIRINGS = "pairings"
    ACTIVITIES = "activities"
    """Write activities with attendance, and the inventory of a home."""
    PLANS = "plans"
    INCIDENTS = "incidents"
    PLACES = "places"
    """Write villages, schools, classes and staff."""
    IMPORT = "import"
    OFFICE = "office"
    """Write what the office settles: semesters, phases, intervals, festivals, the working group."""
    FULL = "full"
    """Take lists away unmasked."""
    USERS = "users"
    LOG = "log"
    """Read the change log."""
    OWN = "own"
    """Keep views and drafts of one's own."""


_AT_SCHOOL = frozenset({Right.REGISTER, Right.RECORDS, Right.PAIRINGS, Right.ACTIVITIES, Right.PLANS, Right.OWN})
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.SUPERVISOR: frozenset(Right),
    Role.CLERK: frozenset(Right) - {Right.INCIDENTS, Right.USERS, Right.LOG},
    Role.SCHOOL_HEAD: _AT_SCHOOL,
    Role.TEACHER: _AT_SCHOOL,
    Role.VILLAGE_DIRECTOR: _AT_SCHOOL - {Right.PLANS},
    Role.LEADER: frozenset({Right.OWN}),
    Role.AUDITOR: frozenset({Right.LOG, Right.OWN}),
}

WRITING = frozenset(Right) - {Right.OWN, Right.LOG}
"""Who has none of these only reads."""

TABLE_RIGHTS: dict[str, Right] = {
    **dict.fromkeys(("child", "parent", "grandparent", "carer", "distinct_pair", "enrolment", "survey",
                     "privacy_request"), Right.REGISTER),
    **dict.fromkeys(("school", "village", "staff", "school_class"), Right.PLACES),
    **dict.fromkeys(("care_plan", "plan_measure", "plan_review"), Right.PLANS),
    **dict.fromkeys(("activity", "attendance", "home_item"), Right.ACTIVITIES),
    **dict.fromkeys(("semester", "phase", "working_group_member", "rule_interval", "festival_tick", "nine_one_item",
                     "home_requirement", "setting"), Right.OFFICE),
    "pairing": Right.PAIRINGS, "care_record": Right.RECORDS, "incident": Right.INCIDENTS, "user": Right.USERS,
    "saved_view": Right.OWN, "import_batch": Right.IMPORT,
}  # fmt: skip
"""The right that a row of each table takes to be written; a test holds that no table is missing."""
TO_BEGIN: dict[str, Right] = {"semester": Right.RECORDS}
"""Where a new row takes less than a changed one: whoever records something may begin the semester it belongs to."""


def may(role: Role, right: Right) -> bool:
    """Whether somebody of a role has a right."""
    return right in RIGHTS[role]


def may_write(role: Role, table: str, *, new: bool) -> bool:
    """Whether somebody of a role may add (`new`) or change rows of a table; False for a table that is not named."""
    right = (TO_BEGIN.get(table) if new else None) or TABLE_RIGHTS.get(table)
    return right is not None and may(role, right)
