"""Fills an empty database with a made-up township."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from db.access import Right
from db.commands.writing import log, update
from db.demo import words
from db.demo.almanac import Almanac
from db.demo.stream import Order, batches
from db.demo.worker import in_another_process
from db.engine import bulk, search
from db.engine.founding import founding
from db.errors import GuanaiError
from db.i18n import _
from db.models import TABLES, Child, FestivalTick, Phase, School, Semester, Staff, Village
from db.rules.indexed import Documents
from db.session import Session
from db.vocabulary import Action, Festival

TWO_PROCESSES_FROM = 5000
"""Children from which a second process earns its start, half a second."""

Progress = Callable[[int, int], None]
"""Told the children done and all of them."""


@dataclass(frozen=True)
class Counts:
    """Rows added, by table."""

    rows: dict[str, int]

    @property
    def children(self) -> int:
        return self.rows["child"]

    @property
    def all(self) -> int:
        return sum(self.rows.values())


def build(
    session: Session, children: int, seed: int, children_only: bool = False, progress: Progress | None = None
) -> Counts:
    """Fill the session's database with a township of `children`, all of it or nothing.

    The same seed and day give the same rows. `children_only` leaves out the history behind the very same children:
    no records, pairings, activities. Raises GuanaiError, with nothing changed, where there are data already.
    """
    tables = [table._meta.table_name for table in TABLES]
    written: Counter[str] = Counter()
    with session.writing():
        session.require(Right.IMPORT)
        _refuse_data()
        order = _order(session.clock.today(), seed, children, children_only)
        stream = batches(order) if children < TWO_PROCESSES_FROM else in_another_process(batches, order)
        with founding(session.database, tables):
            for done, sheets, documents in stream:
                for table, columns, rows in sheets:
                    bulk.insert(session.database, table, columns, rows)
                    written[table] += len(rows)
                search.add_many(session.database, ((row_id, Documents(*columns)) for row_id, *columns in documents))
                if progress:
                    progress(done, children)
        if not children_only:
            _date_phases(session)
        log(session, Action.IMPORT, None, None, None, {"demo": [None, children], "seed": [None, seed]})
    return Counts(dict(written))


def _order(today: date, seed: int, children: int, children_only: bool) -> Order:
    """The order, with what the office has entered before."""
    almanac = Almanac(today)
    return Order(
        today, seed, children, children_only,
        semesters={(row.school_year, row.term): row.id for row in Semester.select()},
        semester_names={(s.school_year, s.term): s.name for s in (*almanac.semesters, *almanac.coming_semesters)},
        festivals=tuple(Festival(row.festival) for row in FestivalTick.select().where(FestivalTick.letters)),
    )  # fmt: skip


def _date_phases(session: Session) -> None:
    """The campaign is in its second phase, the first is closed; the third has neither dates nor a name yet."""
    started, spread = (session.clock.today() - timedelta(days=days) for days in (250, 160))
    periods = {1: (started, spread - timedelta(days=1)), 2: (spread, session.clock.today() + timedelta(days=120))}
    for phase in list(Phase.select().where(Phase.position.in_(list(periods)), Phase.starts_on.is_null())):
        first, last = (day.isoformat() for day in periods[phase.position])
        tasks, result = words.PHASES[phase.position]
        closed = {"closed_on": last, "result": result} if result else {}
        values = {"starts_on": first, "ends_on": last, "tasks": tasks, **closed}
        update(session, Phase, phase.id, phase.version, values)


def _refuse_data() -> None:
    if any(table.select(table.id).limit(1).exists() for table in (Child, School, Village, Staff)):
        raise GuanaiError(
            _("This database holds data already, and made-up people do not belong beside real ones. Nothing was "
              "changed. Name a new file with --db.")
        )  # fmt: skip
