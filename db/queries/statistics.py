"""Statistics of the register by area, as of any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.i18n import _
from db.models import School, Village
from db.queries.history import children_on
from db.rules.statistics import Facts, counted_under, tally
from db.session import Session


@dataclass(frozen=True)
class Area:
    """A village, a school or the whole with its figures (`db.rules.statistics`) by key; `share` in per cent."""

    name: str
    counts: dict[str, int]
    share: float
    whole: bool = False


def statistics(
    session: Session, on: date, *, by: str = "village", definition: str = "",
    school: int | None = None, village: int | None = None,
) -> list[Area]:  # fmt: skip
    """The figures of every area that has children, in the order of entry, and of all together as the last.

    `by` is "village", "school" or "township" (the sum alone); `definition` is empty for all on the register, "civil" or
    "school".
    """
    children = [child for child in children_on(session, on, school=school, village=village)
                if counted_under(child, definition)]  # fmt: skip
    areas = [] if by == "township" else _by_place(session, children, by)
    return [*(_area(name, found, len(children)) for name, found in areas),
            _area(_("Total of all"), children, len(children), whole=True)]  # fmt: skip


def _by_place(session: Session, children: Iterable[Facts], by: str) -> list[tuple[str, list[Facts]]]:
    model = School if by == "school" else Village
    with session.reading():
        names: dict[int | None, str] = dict(model.select(model.id, model.name).order_by(model.id).tuples())
    grouped: dict[int | None, list[Facts]] = defaultdict(list)
    for child in children:
        grouped[getattr(child, by)].append(child)
    places = [(name or _("without name"), grouped[row_id]) for row_id, name in names.items() if row_id in grouped]
    unknown = _("no school") if by == "school" else _("village not recorded")
    return places + ([(unknown, grouped[None])] if None in grouped else [])


def _area(name: str, children: list[Facts], all_children: int, *, whole: bool = False) -> Area:
    return Area(name, tally(children), 100 * len(children) / all_children if all_children else 0.0, whole)
