"""The fields of a child's file as the paper forms call them: one name for the screen, the form and the timeline."""

from __future__ import annotations

from db.i18n import _, mark

_PERSON = {
    "name": mark("Full name"),
    "sex": mark("Sex"),
    "birth_date": mark("Birth date"),
    "id_type": mark("ID document"),
    "id_no": mark("Resident ID number"),
    "phone": mark("Telephone"),
    "address": mark("Present address"),
    "health": mark("Health"),
    "illness": mark("Illness"),
    "note": mark("Remarks"),
}
_CHILD = _PERSON | {
    "former_name": mark("Former name"),
    "nickname": mark("Pet name"),
    "nation": mark("Ethnic group"),
    "id_note": mark("Note on the ID"),
    "household_kind": mark("Kind of household"),
    "household_address": mark("Registered at"),
    "village": mark("Village"),
    "village_group": mark("Villagers' group"),
    "photo": mark("Photo"),
    "disabilities": mark("Disabilities"),
    "disability_level": mark("Disability level"),
    "disability_no": mark("Disability card"),
    "schooling": mark("Schooling"),
    "school": mark("School"),
    "school_class": mark("Class"),
    "student_no": mark("Student number"),
    "boarding": mark("Boards at school"),
    "character": mark("Character"),
    "hobbies": mark("Hobbies"),
    "study_note": mark("Study results"),
    "conduct": mark("Conduct"),
    "care_reason": mark("Reason for care"),
    "actual_care": mark("Actually cared for by"),
    "living": mark("Lives"),
    "unattended": mark("Left unattended"),
    "guardianship_kind": mark("Kind of guardianship"),
    "guardianship_grade": mark("State of guardianship"),
    "improper_guardianship": mark("Improper guardianship"),
    "reported_to_police": mark("Reported to police"),
    "incomes": mark("Main income"),
    "aids": mark("Relief measures"),
    "risk": mark("Risk grade"),
    "risk_reason": mark("Reason of the grade"),
    "risk_on": mark("Graded on"),
    "registry_state": mark("Register state"),
    "file_no": mark("File number"),
    "registered_on": mark("Registered on"),
    "reported_on": mark("Reported upward on"),
    "claimed": mark("Claimed by the place"),
    "left_on": mark("Left the register on"),
    "left_reason": mark("Reason of leaving"),
    "left_note": mark("Note on leaving"),
    "surveyed_on": mark("Last surveyed on"),
    "filled_by": mark("Filled in by"),
    "reviewed_by": mark("Reviewed by"),
    "responsible": mark("Person in charge"),
    "filled_on": mark("Filled in on"),
    "civil": mark("Counts for civil affairs"),
    "civil_overruled": mark("Decided for civil affairs"),
    "civil_reason": mark("Reason of the decision"),
    "school_practice": mark("Counts for the school"),
    "school_overruled": mark("Decided for the school"),
    "school_reason": mark("Reason of the decision"),
    "consent_by": mark("Consent given by"),
    "consent_on": mark("Consent given on"),
    "consent_no": mark("Number of the consent"),
    "consent_purpose": mark("Purpose agreed to"),
}
_PARENT = _PERSON | {
    "whereabouts": mark("Whereabouts"),
    "away_since": mark("Away since"),
    "work_province": mark("Works in province"),
    "work_city": mark("Works in city"),
    "work_place": mark("Place of work"),
    "condition": mark("Special state"),
    "able": mark("Able to be guardian"),
}
_CARER = _PERSON | {
    "relation": mark("Relation to the child"),
    "relation_word": mark("Called by the child"),
    "full_capacity": mark("Full capacity to act"),
    "bars": mark("Circumstances forbidden by law"),
    "child_wish_heard": mark("Child's wish heard"),
    "school_notified": mark("School told in writing"),
    "village_notified": mark("Village told in writing"),
    "checked_on": mark("Checked on"),
    "agreement_on": mark("Agreement signed on"),
    "agreement_until": mark("Agreement valid until"),
    "agreement_at_village": mark("Copy at the village"),
    "agreement_at_school": mark("Copy at the school"),
    "from_on": mark("Carer since"),
    "to_on": mark("Carer until"),
    "end_reason": mark("Reason of the end"),
}
_GRANDPARENT = {"name": mark("Full name"), "birth_date": mark("Birth date"), "deceased": mark("Deceased")}

_ACTIVITY = {
    "kind": mark("Kind of activity"),
    "title": mark("Title"),
    "on_date": mark("Day"),
    "until_date": mark("Last day"),
    "starts_at": mark("Starts at"),
    "ends_at": mark("Ends at"),
    "place": mark("Place"),
    "school": mark("School"),
    "village": mark("Village"),
    "organiser": mark("Organiser"),
    "chair": mark("Chair"),
    "recorder": mark("Recorder"),
    "topics": mark("Topics"),
    "minutes": mark("Minutes"),
    "problems": mark("Problems raised"),
    "decisions": mark("Decisions"),
    "budget": mark("Budget in yuan"),
    "gifts": mark("Gifts and material"),
    "photos": mark("Photos (file names)"),
    "expected": mark("Invited"),
    "others_present": mark("Others who came"),
    "state": mark("State"),
    "summary": mark("Summary"),
    "cancelled_reason": mark("Reason of cancelling"),
}
_SEMESTER = {
    "starts_on": mark("First day"),
    "ends_on": mark("Last day"),
    "survey_due_on": mark("Survey due by"),
}
_HOME_ITEM = {
    "kind": mark("Kind"),
    "name": mark("Thing"),
    "quantity": mark("How many"),
    "unit": mark("Unit"),
    "source": mark("Where from"),
    "acquired_on": mark("Acquired on"),
    "value_yuan": mark("Value in yuan"),
    "state": mark("Condition"),
    "keeper": mark("Kept by"),
    "note": mark("Remarks"),
    "retired_on": mark("Retired on"),
    "retired_reason": mark("Why retired"),
}
_HOME_REQUIREMENT = {
    "kind": mark("Kind"),
    "name": mark("Thing"),
    "words": mark("Also called"),
    "quantity": mark("At least"),
}
_PHASE = {
    "name": mark("Name of the phase"),
    "starts_on": mark("First day"),
    "ends_on": mark("Last day"),
    "tasks": mark("Tasks"),
    "result": mark("What came of it"),
}
_MEMBER = {
    "name": mark("Full name"),
    "post": mark("Post"),
    "duty": mark("Task in the group"),
    "phone": mark("Telephone"),
    "leads": mark("Leads the group"),
    "from_on": mark("Member since"),
    "to_on": mark("Member until"),
}

FIELD_NAMES: dict[str, dict[str, str]] = {
    "child": _CHILD,
    "parent": _PARENT,
    "carer": _CARER,
    "grandparent": _GRANDPARENT,
    "activity": _ACTIVITY,
    "semester": _SEMESTER,
    "home_item": _HOME_ITEM,
    "home_requirement": _HOME_REQUIREMENT,
    "phase": _PHASE,
    "working_group_member": _MEMBER,
}
"""Msgids by table and column; columns without a name are derived, and nobody changes them by hand."""


def field_name(table: str, column: str) -> str:
    """The name of a column in the language in force; nothing for a column without one."""
    msgid = FIELD_NAMES.get(table, {}).get(column, "")
    return _(msgid) if msgid else ""
