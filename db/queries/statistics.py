"""Statistics of the register by area, as of any day: the summary table, the form of 2016, the two definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from db.i18n import _
from db.models import School, Village
from db.queries.counted import counted_on
from db.queries.file_numbers import files_of
from db.queries.history import children_on, with_parents
from db.queries.roster import PORTION
from db.rules.cross_checks import FORM_SUMS, Check, check, columns_of_keys, summed
from db.rules.definitions import Verdict
from db.rules.standing import standing
from db.rules.statistics import ALL, SUMS, Facts, counted_under, tally
from db.rules.suppression import hidden_figures, keys_by_area
from db.session import Session


@dataclass(frozen=True)
class Area:
    """A village, a school or the whole with its figures (`db.rules.statistics`) by key; `share` in per cent.

    `hidden` are the keys of figures that are not to be told.
    """

    name: str
    counts: dict[str, int]
    share: float | None
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FormArea:
    """A village, a school or the whole with the numbers of the form (`db.rules.cross_checks`) and its equations."""

    name: str
    totals: dict[int, int]
    checks: list[Check]
    hidden: frozenset[int] = frozenset()
    """The columns that are not to be told."""


@dataclass(frozen=True)
class Difference:
    """A child whom one definition counts and the other does not; `grounds` are sentences."""

    child: Facts
    village: str
    school: str
    grounds: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class Places:
    """What is counted together: the children of a day by village or by school."""

    areas: list[tuple[str, list[Facts]]]
    children: list[Facts]


def statistics(
    session: Session, on: date, *, by: str = "village", definition: str = "",
    school: int | None = None, village: int | None = None, few: bool = False,
) -> list[Area]:  # fmt: skip
    """The figures of every area that has children, in the order of entry, and of all together as the last.

    `by` is "village", "school" or "township" (the sum alone); `definition` is empty for all on the register, "civil" or
    "school"; `few` hides those by which one or two children could be told.
    """
    found = _places(session, on, by, definition, school, village)
    areas = [*(_area(name, children, len(found.children)) for name, children in found.areas),
             _area(_("Total of all"), found.children, len(found.children))]  # fmt: skip
    if not few:
        return areas
    hidden = keys_by_area(hidden_figures([area.counts for area in areas], SUMS))
    return [replace(area, hidden=hidden[at], share=None if ALL.key in hidden[at] else area.share)
            for at, area in enumerate(areas)]  # fmt: skip


def form_of_2016(
    session: Session, on: date, *, by: str = "township", definition: str = "",
    school: int | None = None, village: int | None = None, few: bool = False,
) -> list[FormArea]:  # fmt: skip
    """The 32 columns and their equations for every area, and for all together as the last; see `statistics`."""
    found = _places(session, on, by, definition, school, village)
    areas = [*found.areas, (_("Total of all"), found.children)]
    forms = [FormArea(name, *check(children)) for name, children in areas]
    if not few:
        return forms
    hidden = keys_by_area(hidden_figures([summed(form.totals) for form in forms], FORM_SUMS))
    return [replace(form, hidden=columns_of_keys(hidden[at])) for at, form in enumerate(forms)]


def differences(
    session: Session, on: date, *, school: int | None = None, village: int | None = None
) -> Iterator[Difference]:
    """The children whom the definitions disagree on, in the order of the register."""
    villages, schools = village_names(session), school_names(session)
    differing = (
        child
        for child in children_on(session, on, school=school, village=village)
        if child.civil is not child.school_practice
    )
    source = with_parents(session, on, differing)
    while portion := list(islice(source, PORTION)):
        files = files_of(session, [child.id for child, _father, _mother in portion])
        for child, father, mother in portion:
            if child.id not in files:  # it has left their sight since
                continue
            decisive = {"household_kind": child.household_kind, "birth_date": child.birth_date}
            found = standing(decisive, father, mother, on)
            told = (_ground(found.civil, child.civil), _ground(found.school, child.school_practice))
            place = villages.get(child.village, ""), schools.get(child.school, "")
            yield Difference(child, *place, tuple(dict.fromkeys(filter(None, told))), files[child.id])


def _ground(computed: Verdict, counts: bool | None) -> str:
    """Why a definition holds or does not; where a person or a survey said otherwise, that it was said."""
    if computed.value is not counts:
        return _("As entered, not as computed.")
    return computed.sentences[0] if computed.sentences else ""


def village_names(session: Session) -> dict[int | None, str]:
    """The names of all villages by row id, in the order of entry."""
    return _names(session, Village)


def school_names(session: Session) -> dict[int | None, str]:
    """The names of all schools by row id, in the order of entry."""
    return _names(session, School)


def _names(session: Session, model: type[School] | type[Village]) -> dict[int | None, str]:
    with session.reading():
        return dict(model.select(model.id, model.name).order_by(model.id).tuples())


def _places(
    session: Session, on: date, by: str, definition: str, school: int | None, village: int | None
) -> Places:  # fmt: skip
    found = counted_on(session, on, school=school, village=village)
    children = [child for child in found if counted_under(child, definition)]
    return Places([] if by == "township" else _by_place(session, children, by), children)


def _by_place(session: Session, children: Iterable[Facts], by: str) -> list[tuple[str, list[Facts]]]:
    names = _names(session, School if by == "school" else Village)
    grouped: dict[int | None, list[Facts]] = defaultdict(list)
    for child in children:
        grouped[getattr(child, by)].append(child)
    places = [(name or _("without name"), grouped[row_id]) for row_id, name in names.items() if row_id in grouped]
    unknown = _("no school") if by == "school" else _("village not recorded")
    return places + ([(unknown, grouped[None])] if None in grouped else [])


def _area(name: str, children: list[Facts], all_children: int) -> Area:
    return Area(name, tally(children), 100 * len(children) / all_children if all_children else 0.0)
