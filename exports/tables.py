"""Which columns of which table tell who somebody is, and how the nightly export hides them.

A test holds this list to the models: every column of free text is named here, as masked or as open, so a new one
cannot slip out by being forgotten.
"""

from __future__ import annotations

from exports.masking import Mask

_EDITED = {"created_by": Mask.NAME, "updated_by": Mask.NAME}
_PERSON = {"name": Mask.NAME, "birth_date": Mask.BIRTH, "id_no": Mask.NUMBER, "phone": Mask.PHONE}

MASKS: dict[str, dict[str, Mask]] = {
    "school": _EDITED | {"phone": Mask.PHONE, "address": Mask.TEXT},
    "village": _EDITED | {"phone": Mask.PHONE},
    "staff": _EDITED | {"name": Mask.NAME, "name_key": Mask.TEXT, "phone": Mask.PHONE, "note": Mask.TEXT},
    "school_class": _EDITED,
    "child": _EDITED | _PERSON | {
        "name_key": Mask.TEXT, "syllables": Mask.TEXT, "former_name": Mask.NAME, "nickname": Mask.NAME,
        "id_note": Mask.TEXT, "household_address": Mask.TEXT, "address": Mask.TEXT, "photo": Mask.TEXT,
        "disability_no": Mask.NUMBER, "illness": Mask.TEXT, "student_no": Mask.NUMBER, "character": Mask.TEXT,
        "hobbies": Mask.TEXT, "study_note": Mask.TEXT, "conduct": Mask.TEXT, "risk_reason": Mask.TEXT,
        "left_note": Mask.TEXT, "filled_by": Mask.NAME, "reviewed_by": Mask.NAME, "responsible": Mask.NAME,
        "civil_reason": Mask.TEXT, "school_reason": Mask.TEXT, "consent_by": Mask.NAME, "note": Mask.TEXT,
    },
    "parent": _EDITED | _PERSON | {"work_place": Mask.TEXT, "note": Mask.TEXT},
    "grandparent": _EDITED | {"name": Mask.NAME, "birth_date": Mask.BIRTH},
    "carer": _EDITED | _PERSON | {
        "relation_word": Mask.TEXT, "address": Mask.TEXT, "illness": Mask.TEXT, "end_reason": Mask.TEXT,
        "note": Mask.TEXT,
    },
    "distinct_pair": _EDITED,
    "enrolment": _EDITED,
    "semester": _EDITED,
    "survey": _EDITED | {"surveyed_by": Mask.NAME, "birth_date": Mask.BIRTH, "note": Mask.TEXT},
    "pairing": _EDITED | {"start_reason": Mask.TEXT, "end_reason": Mask.TEXT},
    "care_record": _EDITED | {
        "by_name": Mask.NAME, "place": Mask.TEXT, "summary": Mask.TEXT, "child_wish": Mask.TEXT,
        "measure": Mask.TEXT, "effect": Mask.TEXT, "met_name": Mask.NAME, "met_relation": Mask.TEXT,
        "guardian_opinion": Mask.TEXT, "aim": Mask.TEXT, "home_state": Mask.TEXT, "behaviour": Mask.TEXT,
        "told": Mask.TEXT, "next_step": Mask.TEXT, "phone": Mask.PHONE, "withdrawn_reason": Mask.TEXT,
    },
    "care_plan": _EDITED | {
        "facts": Mask.TEXT, "goal": Mask.TEXT, "state_study": Mask.TEXT, "state_conduct": Mask.TEXT,
        "state_mind": Mask.TEXT, "state_family": Mask.TEXT, "close_reason": Mask.TEXT,
    },
    "plan_measure": _EDITED | {"measure": Mask.TEXT, "by_name": Mask.NAME, "rhythm": Mask.TEXT},
    "plan_review": _EDITED | {"by_name": Mask.NAME, "result": Mask.TEXT},
    "incident": _EDITED | {
        "facts": Mask.TEXT, "found_by": Mask.NAME, "reported_to": Mask.TEXT, "receipt_no": Mask.TEXT,
        "outcome": Mask.TEXT,
    },
    "activity": _EDITED | {
        "title": Mask.TEXT, "place": Mask.TEXT, "organiser": Mask.NAME, "chair": Mask.NAME, "recorder": Mask.NAME,
        "lecturer": Mask.NAME, "lecturer_unit": Mask.TEXT, "audience": Mask.TEXT, "escorts": Mask.NAME,
        "route": Mask.TEXT, "transport": Mask.TEXT, "safety": Mask.TEXT, "materials": Mask.TEXT,
        "passed_on_to": Mask.TEXT, "awards": Mask.TEXT,
        "topics": Mask.TEXT, "minutes": Mask.TEXT, "problems": Mask.TEXT, "decisions": Mask.TEXT,
        "gifts": Mask.TEXT, "photos": Mask.TEXT, "summary": Mask.TEXT, "cancelled_reason": Mask.TEXT,
    },
    "attendance": _EDITED,
    "phase": _EDITED | {"result": Mask.TEXT},
    "working_group_member": _EDITED | {"name": Mask.NAME, "phone": Mask.PHONE},
    "home_item": _EDITED | {"keeper": Mask.NAME, "note": Mask.TEXT, "retired_reason": Mask.TEXT},
    "home_requirement": _EDITED,
    "rule_interval": _EDITED,
    "festival_tick": _EDITED,
    "nine_one_item": _EDITED,
    "vocabulary": {},
    "user": _EDITED | {"name": Mask.NAME, "full_name": Mask.NAME, "ssh_key": Mask.TEXT, "pin": Mask.TEXT},
    "change_log": {"by": Mask.NAME, "changes": Mask.TEXT, "reason": Mask.TEXT, "salt": Mask.TEXT},
    "draft": {"by": Mask.NAME, "payload": Mask.TEXT},
    "setting": _EDITED | {"value": Mask.TEXT},
    "saved_view": _EDITED | {"owner": Mask.NAME, "name": Mask.TEXT, "definition": Mask.TEXT},
    "import_batch": _EDITED | {"file_name": Mask.TEXT, "header_key": Mask.TEXT, "mapping": Mask.TEXT},
    "privacy_request": _EDITED
    | {"asked_by": Mask.NAME, "relation": Mask.TEXT, "detail": Mask.TEXT, "answer": Mask.TEXT},
}  # fmt: skip

WITHHELD = frozenset({"incident"})
"""Tables that leave with --full only: incidents are for the supervisor and the police."""

NEVER: dict[str, set[str]] = {"user": {"pin"}, "change_log": {"salt"}}
"""Columns that stay empty in every export: what opens a cover, and what guards the digest of an emptied line."""

POINTING: dict[str, set[str]] = {"change_log": {"row_id", "child_id"}}
"""Columns that say whose a row of a withheld table is; empty in the lines about such a table."""

OPEN: dict[str, set[str]] = {
    "school": {"name", "stages", "hotline"},
    "village": {"name"},
    "staff": {"languages", "unit", "post"},
    "child": {"nation", "languages", "village_group", "file_no", "consent_no", "consent_purpose"},
    "parent": {"work_province", "work_city"},
    "semester": {"name"},
    "care_record": {"subject", "starts_at"},
    "activity": {"starts_at", "ends_at", "series"},
    "phase": {"name", "tasks"},
    "working_group_member": {"post", "duty"},
    "home_item": {"name", "unit", "source"},
    "home_requirement": {"name", "words"},
    "rule_interval": {"what"},
    "vocabulary": {"vocabulary", "code", "name"},
    "user": {"schools", "classes", "villages"},
    "change_log": {"session", "table_name", "digest", "seal"},
    "draft": {"form", "session"},
    "setting": {"name"},
    "saved_view": {"screen"},
    "import_batch": {"file_sha256"},
}
"""Columns of free text that tell nothing about a person."""
