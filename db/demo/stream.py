"""From a seed to rows: the whole township as a stream of batches, of plain values that can cross to another process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from db.demo import cases
from db.demo.almanac import Almanac, Term
from db.demo.campaign import Campaign
from db.demo.children import Child, Children
from db.demo.families import Families
from db.demo.history import History
from db.demo.register import Document, Register
from db.demo.sheets import Rows, Sheets
from db.demo.township import Township
from db.demo.troubles import Troubles
from db.vocabulary import Festival

CHUNK = 500
"""Children a batch: some 15,000 rows with all that belongs to them, 10 MB."""

Batch = tuple[int, list[Rows], list[Document]]
"""Children made so far, rows by table in the order in which they can be written, and what goes into the index."""


@dataclass(frozen=True)
class Order:
    """What is to be made up; equal orders give equal batches."""

    today: date
    seed: int
    children: int
    children_only: bool = False
    semesters: dict[tuple[int, int], int] = field(default_factory=dict)
    """Ids of the semesters that exist already, by school year and term."""
    semester_names: dict[tuple[int, int], str] = field(default_factory=dict)
    """In the language in force, which another process does not know."""
    festivals: tuple[Festival, ...] = ()
    """On which letters are written."""


def batches(order: Order) -> Iterator[Batch]:
    """Places and staff come with the first batch, what the township did together with the last."""
    sheets = Sheets(order.seed, order.today)
    almanac = Almanac(order.today)
    township = Township(sheets, almanac, order.seed, order.children)
    terms = _terms(order, sheets, almanac, township)
    register = Register(sheets, almanac)
    makers = Children(almanac, township, terms, order.seed)
    past = None if order.children_only else _Past(order, sheets, almanac, township, terms)
    written = 0
    for first, family in Families(almanac, township, order.seed, cases.ages(almanac)).draw(order.children):
        if befalls := cases.family_case(first):
            befalls(family, almanac)
        for number, born in enumerate(family.born, first):
            child = makers.make(number, family, born)
            if happens := cases.child_case(number):
                happens(child, almanac)
            makers.finish(child)
            register.enter(child)
            if past:
                past.of(child)
        done = first + len(family.born)
        if done == order.children and past:
            past.campaign.tell()
        if done - written >= CHUNK or done == order.children:
            yield done, sheets.take(), register.take_documents()
            written = done


class _Past:
    """Everything beyond the register."""

    def __init__(
        self, order: Order, sheets: Sheets, almanac: Almanac, township: Township, terms: tuple[Term, Term]
    ) -> None:
        self._history = History(sheets, almanac, township, terms, order.seed, order.festivals)
        self._troubles = Troubles(sheets, almanac, township)
        self.campaign = Campaign(sheets, almanac, township, terms, order.seed)

    def of(self, child: Child) -> None:
        self._history.tell(child)
        self._troubles.tell(child)
        self.campaign.see(child)


def _terms(order: Order, sheets: Sheets, almanac: Almanac, township: Township) -> tuple[Term, Term]:
    """The last two semesters that have begun, as stored; those that the office has not entered get rows."""
    ids = dict(order.semesters)
    columns = "school_year term name starts_on ends_on survey_due_on"
    sheet = sheets.open("semester", columns, max(ids.values(), default=0))
    for semester in (*almanac.semesters, *almanac.coming_semesters):
        key = semester.school_year, semester.term
        if key not in ids:
            days = (day.isoformat() for day in (semester.starts_on, semester.ends_on, semester.survey_due_on))
            ids[key] = sheet.add(township.since, township.supervisor.name, (*key, order.semester_names[key], *days))
    last, present = (almanac.term(s, ids[s.school_year, s.term]) for s in almanac.semesters[-2:])
    return last, present
