"""What an import does or would do, line by line: the columns, what was changed in reading, and every row of note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db import vocabulary as v
from db.i18n import _
from db.roster import mapping
from db.roster.deciding import Change, Decision, State
from db.roster.fields import NOT_TAKEN, fields
from db.roster.header import Header, How
from db.roster.planning import ALIKE, Plan, Summary
from db.rules.class_names import class_title
from db.rules.classes import ClassName
from exports.text import visible

_VOCABULARIES: dict[str, type[v.Code]] = {
    "sex": v.Sex, "id_type": v.IdType, "household_kind": v.HouseholdKind, "health": v.Health,
    "schooling": v.Schooling, "care_reason": v.CareReason, "actual_care": v.ActualCare, "living": v.Living,
    "guardianship_grade": v.GuardianshipGrade, "guardianship_kind": v.GuardianshipKind, "risk": v.Risk,
    "whereabouts": v.Whereabouts, "condition": v.ParentCondition, "relation": v.CarerRelation,
    "disabilities": v.Disability, "incomes": v.Income, "aids": v.Aid,
}  # fmt: skip
_FIELD_OF = {"school_class": "class", "work_province": "work_place", "work_city": "work_place",
             "relation_word": "relation", "deceased": "condition", "id_note": "id_no"}  # fmt: skip


def lines(plan: Plan) -> Iterator[str]:
    """The report of a plan; the same for a trial and for the import."""
    for line in _lines(plan):
        yield visible(line)


def _lines(plan: Plan) -> Iterator[str]:
    yield counts(plan)
    for table, header in enumerate(plan.headers):
        yield ""
        yield from _columns(header, plan.sheets[table])
    yield from _section(_("Not read"), _left_out(plan))
    yield from _section(_("New places"), [*_places(plan.new_villages), *_places(plan.new_schools)])
    yield from _section(_("Changed in reading"), map(_summary, plan.notes.values()))
    yield from _section(_("To be looked at"), map(_summary, plan.warnings.values()))
    yield from _section(_("Refused rows"), map(refusal, plan.decisions.each(State.REFUSED)))
    yield from _section(_("Changed rows"), map(_changed, plan.decisions.each(State.CHANGED)))
    yield from _section(_("New, but like a child of the register"), map(_alike, plan.decisions.each(ALIKE)))


def counts(plan: Plan) -> str:
    """Rows read, new, changed, same and refused."""
    sentence = _("{file}: {read} rows read, {new} new, {changed} to be changed, {same} the same, {refused} refused")
    number = {str(state): plan.counts[state] for state in State}
    return sentence.format(file=plan.path.name, read=plan.read, **number)


def ground(how: How) -> str:
    """Why a column was understood as it was; nothing where there is no doubt."""
    return {
        How.BESIDE: _("from the column before it"),
        How.PART: _("a part of its header"),
        How.SIMILAR: _("a similar header"),
        How.USUAL: _("the usual meaning"),
        How.REMEMBERED: _("as last time"),
        How.CHOSEN: _("as chosen"),
        How.ASK: _("say what it means"),
    }.get(how, "")


def meaning(column_field: str | None, how: How) -> str:
    """What a column is taken for, in words."""
    if how is How.ASK:
        return "?"
    if column_field is None or column_field in NOT_TAKEN:
        return _("(not taken)")
    return mapping.title(column_field)


def where(decision: Decision) -> str:
    """The row's place in the file and the child's name."""
    entry = decision.entry
    sheet = f"{entry.sheet} " if entry.sheet else ""
    return f"{sheet}{entry.number} {entry.child.get('name', '')}".rstrip()


def refusal(decision: Decision) -> str:
    """A refused row and why."""
    return _("{label}: {value}").format(label=where(decision), value=_("; ").join(decision.reasons))


def change_title(change: Change) -> str:
    """The name of a field that changes: 父亲电话."""
    name = _FIELD_OF.get(change.field, change.field)
    if change.person == "pairing":
        return v.label(v.PairingKind, change.field)
    if change.person == "child":
        return mapping.title("contact_phone" if name == "phone" else name)
    key = f"{change.person}.{name}"
    return mapping.title(key) if key in fields() else mapping.title(f"{change.person}.name")


def value_text(field: str, value: Any) -> str:
    """A stored value in words."""
    if value in (None, ""):
        return "-"
    if isinstance(value, ClassName):
        return class_title(value.stage, value.grade, value.number)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in _VOCABULARIES:
        return v.labels(_VOCABULARIES[field], str(value))
    return str(value).replace("\n", " / ")


def _columns(header: Header, sheet: str) -> Iterator[str]:
    yield _("{what}:").format(what=f"{_('Columns of the file')} {sheet}".rstrip())
    for column in header.columns:
        doubt = ground(column.how)
        mark = "?" if column.how.doubtful else " "
        yield f"{mark} {column.index + 1:>3} {column.header} = {meaning(column.field, column.how)}" + (
            f"  ({doubt})" if doubt else ""
        )


def _left_out(plan: Plan) -> Iterator[str]:
    yield from plan.remarks
    for sheet, numbers in plan.skipped:
        sentence = _("{n} rows are titles, footers or empty forms: {rows}")
        line = sentence.format(n=len(numbers), rows=ranges(numbers))
        yield f"{sheet} {line}".strip()


def ranges(numbers: Iterable[int]) -> str:
    """Row numbers as ranges: 1-3, 45."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def _places(places: Mapping[str, int]) -> Iterator[str]:
    for name, rows in places.items():
        yield _("{name} ({n} rows)").format(name=name, n=rows)


def _summary(summary: Summary) -> str:
    raw = " / ".join(summary.raw.split("\n"))
    example = f"{raw} -> {summary.value}" if summary.value and summary.value != summary.raw else raw
    sentence = _("{column}: {sentence} ({n} times, first in row {row}: {example})")
    return sentence.format(
        column=summary.column, sentence=summary.sentence, n=summary.count, row=summary.row, example=example or "-"
    )


def _changed(decision: Decision) -> str:
    changes = (
        f"{change_title(change)} {value_text(change.field, change.old)} -> {value_text(change.field, change.new)}"
        for change in decision.changes
    )
    return _("{label}: {value}").format(label=where(decision), value=_("; ").join(changes))


def _alike(decision: Decision) -> str:
    known = _("; ").join(
        " ".join(filter(None, (one.child["name"], one.child["birth_date"], one.child["file_no"])))
        for one in decision.alike
    )
    return f"{where(decision)} ~ {known}"


def _section(title: str, content: Iterable[str]) -> Iterator[str]:
    first = True
    for line in content:
        if first:
            yield ""
            yield _("{what}:").format(what=title)
            first = False
        yield f"  {line}"
