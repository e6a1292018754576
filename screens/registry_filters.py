"""The filters of the register as one list to choose from, and as labels over the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from db.i18n import _
from db.queries.filters import PlaceChoice
from db.queries.registry import WITHOUT, RegistryFilter
from db.vocabulary import Alert, DutyKind, DutyState, RegistryState, Risk, label
from screens.widgets.options import Option

_OF_DUTIES = ("duty", "duty_state", "helper")
EVERYBODY = RegistryFilter(state=None)


def _titles() -> dict[str, str]:
    return {
        "village": _("Village"), "school": _("School"), "school_class": _("Class"), "risk": _("Risk"),
        "civil": _("Civil affairs"), "school_practice": _("School practice"), "state": _("State"),
        "surveyed": _("Survey"), "alert": _("Alert"),
    }  # fmt: skip


def _values(places: Sequence[PlaceChoice]) -> Iterator[tuple[str, Any, str]]:
    """Every (field, value, label) that the list can be narrowed to."""
    yield from (("state", state.value, state.label) for state in RegistryState)
    yield from (("surveyed", done, label) for done, label in ((False, _("not surveyed")), (True, _("surveyed"))))
    yield from (("risk", risk.value, risk.label) for risk in Risk)
    for definition in ("civil", "school_practice"):
        yield from ((definition, value, label) for value, label in ((True, _("yes")), (False, _("no"))))
    yield from (("alert", alert.value, alert.label) for alert in Alert)
    yield from ((place.field, place.id, place.name) for place in places)
    yield from ((field, WITHOUT, _("none")) for field in ("village", "school", "school_class"))


def filter_options(
    places: Sequence[PlaceChoice], *, incidents: bool = True
) -> tuple[list[Option], dict[str, tuple[str, Any]]]:
    """The choices, and what each stands for: {option value: (field, value)}; `incidents` only who may see them."""
    titles = _titles()
    options, meaning = [], {}
    for number, (field, value, name) in enumerate(_values(places)):
        if value == Alert.INCIDENT_UNREPORTED and not incidents:
            continue
        options.append(Option(str(number), name, titles[field]))
        meaning[str(number)] = (field, value)
    return options, meaning


def _duty_states() -> dict[str, str]:
    return {"open": _("not done"), "this_week": _("in 7 days"), **{state.value: state.label for state in DutyState}}


def labels(narrowed: RegistryFilter, places: Sequence[PlaceChoice]) -> list[Option]:
    """What is in force, one label a filter, the value being its field; the search text is shown elsewhere."""
    names = {(field, value): label for field, value, label in _values(places)}
    titles = _titles()
    shown = []
    if narrowed.duty and narrowed.duty_state:
        shown.append(Option("duty", f"{label(DutyKind, narrowed.duty)} {_duty_states()[narrowed.duty_state]}"))
    if narrowed.helper is not None:
        shown.append(Option("helper", _("of one loving mother") if narrowed.helper else _("without loving mother")))
    for field in narrowed.in_force():
        if field in _OF_DUTIES:
            continue
        if field == "text" or (field == "state" and narrowed.state == RegistryState.REGISTERED):
            continue
        name = names.get((field, getattr(narrowed, field)), "?")
        shown.append(
            Option(field, name if field in ("village", "school", "school_class") else f"{titles[field]} {name}")
        )
    if narrowed.state is None:
        shown.append(Option("state", _("left ones too")))
    return shown


def names_a_place(narrowed: RegistryFilter) -> bool:
    """Whether a label needs the name of a village, school or class."""
    return any((narrowed.village, narrowed.school, narrowed.school_class))


def without(narrowed: RegistryFilter, field: str) -> RegistryFilter:
    """The filter with one of its labels taken away; without a state, only the registered are shown."""
    plain = RegistryFilter()
    return replace(narrowed, **{field: getattr(plain, field)})
