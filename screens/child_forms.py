"""What can be done to a child's file, each deed a declaration: its fields, what it opens with, and its command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db import vocabulary as v
from db.commands import children, families, registration, schooling, surveys
from db.commands.cleaning import NewPlace
from db.commands.definitions import overrule_definition
from db.field_names import FIELD_NAMES
from db.i18n import _, mark, paragraph
from db.queries.child_file import ChildFile, Record
from db.rules.names import doubts as doubts_of_text
from db.session import Session
from screens.child_fields import Asking, Fields, id_doubts, stored
from screens.child_parts import (
    agreement_fields,
    carer_fields,
    check_fields,
    household_fields,
    identity_fields,
    parent_fields,
)
from screens.widgets.fields import Field, Kind, Section
from screens.widgets.options import Option

Values = Mapping[str, Any]


def _no_doubts(_session: Session, _file: ChildFile, _values: Values) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Deed:
    """A form over a child's file. `save` gets what was changed, or everything where the deed is `whole`.

    `as_seen`: the file must be the one that was looked at; a change by somebody else is not merged.
    """

    key: str
    title: str
    sections: Callable[[Asking, ChildFile], Sequence[Section]]
    save: Callable[[Session, ChildFile, dict[str, Any]], object]
    opening: Callable[[ChildFile], Values] = lambda _file: {}
    record: Callable[[ChildFile], Record] = lambda file: file.child
    """Whose version a draft and a conflict are about."""
    done: str = mark("Saved.")
    doubts: Callable[[Session, ChildFile, Values], Mapping[str, str]] = _no_doubts
    whole: bool = False
    as_seen: bool = False


def _basic(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    more = [fields.line("id_note"), fields.name("former_name"), fields.name("nickname"), fields.line("photo")]
    return [
        Section(mark("The child"), identity_fields(fields)),
        Section(mark("Household and address"), household_fields(fields)),
        Section(mark("More"), more),
    ]


def _health(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    return [
        Section("", [
            fields.code("health", v.Health),
            fields.line("illness"),
            fields.codes("disabilities", v.Disability),
            fields.number("disability_level", 1, 4),
            fields.line("disability_no", width=24),
        ])
    ]  # fmt: skip


def _care(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    return [
        Section("", [
            fields.code("care_reason", v.CareReason),
            fields.code("actual_care", v.ActualCare),
            fields.code("living", v.Living, help=mark("Under 16, nobody may live alone: it becomes a red alert.")),
            fields.flag("unattended", help=mark("Under 8, no child may be left unattended: it becomes a red alert.")),
            fields.code("guardianship_kind", v.GuardianshipKind),
            fields.code("guardianship_grade", v.GuardianshipGrade),
            fields.codes("improper_guardianship", v.ImproperGuardianship),
            fields.flag("reported_to_police"),
        ])
    ]  # fmt: skip


def _economy(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    return [Section("", [fields.codes("incomes", v.Income), fields.codes("aids", v.Aid)])]


def _register(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    form = [fields.name(name) for name in ("filled_by", "reviewed_by", "responsible")]
    consent = [
        fields.name("consent_by"),
        fields.day("consent_on"),
        fields.line("consent_no"),
        fields.line("consent_purpose", width=40),
    ]
    return [
        Section(mark("Registration"), [
            fields.line("file_no", width=20), fields.day("registered_on", required=True), fields.day("reported_on"),
            fields.flag("claimed"),
        ]),
        Section(mark("The form"), [*form, fields.day("filled_on")]),
        Section(mark("Consent of the guardian"), [*consent, fields.note("note", 3)]),
    ]  # fmt: skip


def _schooling(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    return [
        Section(mark("School and class"), [
            fields.code("schooling", v.Schooling),
            fields.school(),
            fields.school_class(),
            fields.day("on", label=mark("From"), help=mark("Since when in another class; empty: since today.")),
            fields.code("outcome", v.EnrolmentOutcome, label=mark("Former class"),
                        help=mark("How the former class ended, where the class changes.")),
            fields.flag("boarding"),
            fields.line("student_no", width=24),
        ]),
        Section(mark("At school"), [fields.note(name) for name in ("character", "hobbies", "study_note", "conduct")]),
    ]  # fmt: skip


def _parent(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    return [Section("", parent_fields(Fields(asking, "parent")))]


def _carer(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "carer")
    return [
        Section(mark("The carer"), carer_fields(fields)),
        Section(mark("May this carer be entrusted?"), check_fields(fields)),
        Section(mark("Agreement"), agreement_fields(fields)),
    ]


def _new_carer(asking: Asking, file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "carer")
    sections = list(_carer(asking, file))
    if file.carer:
        reason = fields.line("end_reason", label=mark("Why the former ends"), required=True)
        sections.insert(0, Section(mark("Former carer"), [reason]))
    return sections


def _end_care(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "carer")
    return [Section("", [fields.line("end_reason", width=40, required=True), fields.day("to_on")])]


def _grandparents(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    sections = []
    for role in v.GrandparentRole:
        fields = Fields(asking, "grandparent", role.value)
        sections.append(Section(role.msgid, [fields.name(), fields.some_day("birth_date"), fields.flag("deceased")]))
    return sections


def _risk(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    return [
        Section("", [
            fields.code("risk", v.Risk, width=8, required=True),
            fields.note("risk_reason", required=True),
            fields.day("risk_on", help=mark("Empty: today.")),
        ])
    ]  # fmt: skip


def _leave(asking: Asking, file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    proposal = paragraph(proposal.sentence for proposal in file.may_leave)
    help_ = proposal or mark("The file stays; the child can be taken back.")
    return [
        Section("", [
            fields.code("left_reason", v.ExitReason, required=True, help=help_),
            fields.day("left_on", help=mark("Empty: today.")),
            fields.note("left_note"),
        ])
    ]  # fmt: skip


def _return(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    return [Section("", [Fields(asking, "child").note("reason", required=True, label=mark("Reason"))])]


def _survey(asking: Asking, _file: ChildFile) -> Sequence[Section]:
    fields = Fields(asking, "child")
    return [
        Section(mark("Everything in the file is as it was found."), [
            fields.day("surveyed_on", label=mark("Surveyed on"), help=mark("Empty: today.")),
            fields.name("by", label=mark("Surveyed by")),
            fields.note("note"),
        ])
    ]  # fmt: skip


def _definition(asking: Asking, file: ChildFile) -> Sequence[Section]:
    def counts() -> Sequence[Option]:
        return [Option("computed", _("as computed")), Option("yes", _("counts")), Option("no", _("does not count"))]

    def which() -> Sequence[Option]:
        names = FIELD_NAMES["child"]
        return [Option("civil", _(names["civil"])), Option("school", _(names["school_practice"]))]

    computed = paragraph(dict.fromkeys((*file.civil.sentences, *file.school_practice.sentences)))
    return [
        Section("", [
            Field("definition", mark("Which"), Kind.CHOICE, width=12, required=True, options=which, help=computed),
            Field("value", mark("It"), Kind.CHOICE, width=12, required=True, options=counts),
            Fields(asking, "child").note("reason", required=True, label=mark("Reason")),
        ])
    ]  # fmt: skip


# What a form opens with


def _father(file: ChildFile) -> Record:
    return file.father


def _mother(file: ChildFile) -> Record:
    return file.mother


def _present_carer(file: ChildFile) -> Record:
    return file.carer


def _of(record: Callable[[ChildFile], Record]) -> Callable[[ChildFile], Values]:
    return lambda file: record(file).values


def _child_values(file: ChildFile) -> Values:
    child = file.child
    places = {"village": file.village, "school": file.school, "school_class": file.school_class}
    options = {name: Option(str(child[name]), text) if child[name] else None for name, text in places.items()}
    return {**child.values, **options}


def _grandparent_values(file: ChildFile) -> Values:
    return {
        f"{role}.{column}": record[column]
        for role, record in file.grandparents.items()
        for column in ("name", "birth_date", "deceased")
    }


def _risk_values(file: ChildFile) -> Values:
    return {"risk": file.child["risk"]}


def _leave_values(file: ChildFile) -> Values:
    return {"left_reason": file.may_leave[0].reason.value} if file.may_leave else {}


# Commands


def _correct(session: Session, file: ChildFile, changed: dict[str, Any]) -> None:
    children.correct_child(session, file.id, file.child.version, stored(changed))


def _save_schooling(session: Session, file: ChildFile, changed: dict[str, Any]) -> None:
    values = stored(changed)
    on, outcome = values.pop("on", None), values.pop("outcome", None)
    if isinstance(values.get("school_class"), NewPlace) and "school" not in values:
        values["school"] = file.child["school"]
    schooling.change_schooling(session, file.id, file.child.version, values, on=on, outcome=outcome)


def _save_parent(role: v.ParentRole) -> Callable[[Session, ChildFile, dict[str, Any]], None]:
    def save(session: Session, file: ChildFile, changed: dict[str, Any]) -> None:
        record = file.father if role is v.ParentRole.FATHER else file.mother
        families.save_parent(session, file.id, role.value, record.version, changed)

    return save


def _save_carer(session: Session, file: ChildFile, changed: dict[str, Any]) -> None:
    families.correct_carer(session, file.carer.id, file.carer.version, changed)


def _save_new_carer(session: Session, file: ChildFile, values: dict[str, Any]) -> None:
    former = (file.carer.id, file.carer.version) if file.carer else None
    reason = values.pop("end_reason", "")
    families.entrust(session, file.id, values, former=former, end_reason=reason)


def _save_end_of_care(session: Session, file: ChildFile, values: dict[str, Any]) -> None:
    families.end_care(session, file.carer.id, file.carer.version, values["end_reason"], values.get("to_on"))


def _save_grandparents(session: Session, file: ChildFile, changed: dict[str, Any]) -> None:
    versions = {role: record.version for role, record in file.grandparents.items()}
    values: dict[str, dict[str, Any]] = {}
    for name, value in changed.items():
        role, _dot, column = name.partition(".")
        values.setdefault(role, {})[column] = value
    families.save_grandparents(session, file.id, versions, values)


def _save_risk(session: Session, file: ChildFile, values: dict[str, Any]) -> None:
    given = values["risk"], values["risk_reason"], values["risk_on"]
    registration.grade_risk(session, file.id, file.child.version, *given)


def _save_leave(session: Session, file: ChildFile, values: dict[str, Any]) -> None:
    given = values["left_reason"], values["left_on"], values["left_note"] or ""
    registration.leave_register(session, file.id, file.child.version, *given)


def _save_return(session: Session, file: ChildFile, values: dict[str, Any]) -> None:
    registration.return_to_register(session, file.id, file.child.version, values["reason"])


def _save_survey(session: Session, file: ChildFile, values: dict[str, Any]) -> None:
    given = values["surveyed_on"], values["by"], values["note"] or ""
    surveys.confirm_survey(session, file.id, file.child.version, *given)


def _save_definition(session: Session, file: ChildFile, values: dict[str, Any]) -> None:
    value = {"yes": True, "no": False}.get(values["value"])
    overrule_definition(session, file.id, file.child.version, values["definition"], value, values["reason"])


# Doubts


def child_doubts(session: Session, values: Values) -> Mapping[str, str]:
    """What the number contradicts, and leftovers of old encodings in the name."""
    name = " ".join(doubts_of_text(values.get("name") or ""))
    return {**({"name": name} if name else {}), **id_doubts(values, session)}


def _child_doubts(session: Session, _file: ChildFile, values: Values) -> Mapping[str, str]:
    return child_doubts(session, values)


def _parent_doubts(session: Session, _file: ChildFile, values: Values) -> Mapping[str, str]:
    return id_doubts(values, session)


def _carer_doubts(session: Session, _file: ChildFile, values: Values) -> Mapping[str, str]:
    doubts = dict(id_doubts(values, session))
    if values.get("bars") or values.get("full_capacity") is False:
        field = "bars" if values.get("bars") else "full_capacity"
        doubts[field] = _("The law forbids to entrust this carer: it will stand as a red alert.")
    return doubts


DEEDS: dict[str, Deed] = {
    deed.key: deed
    for deed in (
        Deed("basic", mark("Basic data"), _basic, _correct, _child_values, doubts=_child_doubts),
        Deed("health", mark("Health of the child"), _health, _correct, _child_values),
        Deed("care", mark("Care and guardianship"), _care, _correct, _child_values),
        Deed("economy", mark("Income and relief"), _economy, _correct, _child_values),
        Deed("register", mark("Register and form"), _register, _correct, _child_values),
        Deed("schooling", mark("School of the child"), _schooling, _save_schooling, _child_values),
        Deed("father", mark("Father of the child"), _parent, _save_parent(v.ParentRole.FATHER),
             _of(_father), record=_father, doubts=_parent_doubts),
        Deed("mother", mark("Mother of the child"), _parent, _save_parent(v.ParentRole.MOTHER),
             _of(_mother), record=_mother, doubts=_parent_doubts),
        Deed("carer", mark("Carer of the child"), _carer, _save_carer, _of(_present_carer), record=_present_carer,
             doubts=_carer_doubts),
        Deed("entrust", mark("New carer"), _new_carer, _save_new_carer, record=_present_carer,
             doubts=_carer_doubts, whole=True, as_seen=True),
        Deed("end_care", mark("End of care"), _end_care, _save_end_of_care, record=_present_carer,
             whole=True, as_seen=True),
        Deed("grandparents", mark("Grandparents"), _grandparents, _save_grandparents, _grandparent_values),
        Deed("risk", mark("Risk grade of the child"), _risk, _save_risk, _risk_values, whole=True),
        Deed("leave", mark("Leave the register"), _leave, _save_leave, _leave_values, whole=True, as_seen=True,
             done=mark("Taken off the register.")),
        Deed("return", mark("Return to the register"), _return, _save_return, whole=True, as_seen=True,
             done=mark("Taken back on the register.")),
        Deed("survey", mark("Confirm the survey"), _survey, _save_survey, whole=True, as_seen=True,
             done=mark("Survey recorded.")),
        Deed("definition", mark("Decide whether the child counts"), _definition, _save_definition, whole=True,
             done=mark("Decision recorded.")),
    )
}  # fmt: skip
"""Every form over a file, by the key of the block or verb that opens it."""
