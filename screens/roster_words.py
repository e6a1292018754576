"""What a preview says of an import: of all rows in a line, of one row at a glance and whole."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _
from db.roster.deciding import Decision, State
from db.roster.entry import Remark
from db.roster.planning import Plan
from exports.import_report import change_title, ranges, value_text


def counted(made: Plan) -> str:
    """How many rows of each state, and how many are no child's."""
    states = "  ".join(f"{state.label} {made.counts[state]}" for state in State)
    told = _("{n} rows: {counts}").format(n=made.read, counts=states)
    skipped = [number for _sheet, numbers in made.skipped for number in numbers]
    return told + "  " + _("no child's: rows {rows}").format(rows=ranges(skipped)) if skipped else told


def imported(made: Plan) -> str:
    """What an import did, and the key that takes it back."""
    done = _("Imported: {new} new, {changed} changed, {refused} not imported.")
    number = {str(state): made.counts[state] for state in State}
    back = _("To take it back: b in the list of files, then Enter on the import.")
    return f"{done.format(**number)} {back}"


def state_of(row: Decision) -> str:
    """What is done with a row, in a word."""
    return row.state.label if row.left_out is None else _("left out")


def what(row: Decision) -> str:
    """The most important thing about a row."""
    if row.reasons:
        return _("; ").join(row.reasons)
    if row.alike:
        return _("like {name} of the register").format(name=row.alike[0].child["name"])
    told = [_remark(row.warnings[0])] if row.warnings else []
    told += [f"{change_title(one)} {value_text(one.field, one.new)}" for one in row.changes]
    if told:
        return _("; ").join(told)
    if row.twin:
        return _("as row {row} of this file").format(row=row.twin)
    return _("; ").join(f"{remark.column} {remark.value} {remark.sentence}" for remark in _found(row))


def _remark(remark: Remark) -> str:
    """A warning in one line: the cell, what is wrong with it, and what becomes of it."""
    cell = remark.raw if remark.sentence.startswith(remark.column) else f"{remark.column} {remark.raw}"
    wrong = _("{label}: {value}").format(label=cell, value=remark.sentence)
    return " ".join(filter(None, (wrong, remark.value)))


def remarks(row: Decision) -> list[str]:
    """All that is wrong with a row, the worst first."""
    return [*row.reasons, *map(_remark, row.warnings)]


def _found(row: Decision) -> Iterator[Remark]:
    """What was found out for the row and stands in none of its cells: village and group, teacher and helpers."""
    staff = {told.header for told in row.entry.staff.values()}
    places = row.entry.by_address.values()
    return (remark for remark in row.entry.notes if remark.column in staff or remark in places)
