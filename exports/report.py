"""What a report is: a declaration in a module of its own in `exports/reports`, found by its place."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.access import Right
from db.errors import UsageError
from db.i18n import _
from db.rules.semesters import Semester
from db.session import Session
from exports import reports
from exports.blocks import Block, Column, Paragraph, Sums, Table, cells
from exports.masking import LEAVING, Mask, Reader

__all__ = ["Column", "Report", "Request", "available", "few_note", "find", "readable"]

OPTIONS = ("on", "semester", "school", "village", "class", "child", "helper", "kind", "by", "few")
"""Everything that a report may be narrowed by, as it is written on the command line."""
FORMATS = ("text", "csv", "xlsx")


@dataclass(frozen=True)
class Request:
    """What a report is asked for: the day it tells of; places and people by row id, None for all.

    `kind` and `by` are codes among the `choices` of the report, empty where none was made; with
    `few`, small counts of people are not told, nor others from which they could be worked out.
    """

    on: date
    school: int | None = None
    village: int | None = None
    semester: Semester | None = None
    school_class: int | None = None
    child: int | None = None
    helper: int | None = None
    kind: str = ""
    by: str = ""
    few: bool = False
    kept: Mapping[str, str] = field(default_factory=dict)
    """A person's own paragraphs in the text that is drawn anew, by name."""


@dataclass(frozen=True)
class Report:
    """`title` stands over it and in lists, `help` is a sentence about it; `query` streams the rows of a request.

    Without a `layout` the text is one table of the columns that have a width; a layout draws blocks from the same rows
    (`exports.blocks`). `filters` are the OPTIONS that it listens to, `needs` those without which it cannot be drawn;
    `choices` gives for "kind" and "by" the codes and their names (msgids), the first one being the default. `hidden` is
    masked unless everything is asked for: LEAVING for lists, NUMBERS for papers that name one person or family.
    """

    name: str
    title: str
    help: str
    columns: tuple[Column, ...]
    query: Callable[[Session, Request], Iterator[Any]]
    filters: frozenset[str] = frozenset({"on", "semester", "school", "village"})
    layout: Callable[[Session, Request, Iterator[Any]], Iterator[Block]] | None = None
    needs: frozenset[str] = frozenset()
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    formats: tuple[str, ...] = FORMATS
    sums: Sums | None = None
    """Which columns count people, so that a few can be left out; None where the query leaves them out, or none does."""
    hidden: frozenset[Mask] = LEAVING
    names_for: Reader | None = None
    """For whom names are not hidden; a report without a reader shows nobody's."""
    right: Right | None = None
    """What it takes to read it, beside a scope; its query refuses others."""
    keeps: bool = False
    """Whether the text is one that people write on in, kept under the year and without pages."""

    def titles(self, *, text: bool = False) -> list[str]:
        return [column.name(text=text) for column in self.shown(text=text)]

    def shown(self, *, text: bool) -> tuple[Column, ...]:
        """The columns of one format: text shows those that have a width."""
        return tuple(column for column in self.columns if column.width or not text)

    def hides(self, session: Session) -> frozenset[Mask]:
        """What is masked for this person unless everything is asked for."""
        keeps = self.names_for is Reader.KEEPER and not (session.scope.everything or session.may(Right.FULL))
        return self.hidden - {Mask.NAME} if keeps else self.hidden

    def rows(
        self, session: Session, request: Request, *, text: bool = False, hidden: frozenset[Mask] | None = None
    ) -> Iterator[list[str]]:
        """The cells of every row, with the kinds in `hidden` masked."""
        hidden = self.hides(session) if hidden is None else hidden
        few = self.sums if request.few else None
        return cells(self.shown(text=text), self.query(session, request), hidden, few)

    def blocks(self, session: Session, request: Request) -> Iterator[Block]:
        """What the text is drawn from; raises UsageError where an option is missing."""
        rows = self.query(session, request)
        return self.layout(session, request, rows) if self.layout else self._table(rows)

    def _table(self, rows: Iterator[Any]) -> Iterator[Block]:
        count = 0

        def counted() -> Iterator[Any]:
            nonlocal count
            for row in rows:
                count += 1
                yield row

        yield Table(self.columns, counted())
        yield Paragraph(_("Total: {n}").format(n=count))

    def check(self, request: Request, form: str) -> None:
        """Raise UsageError for what the report needs and was not given, a choice it does not know, or a format."""
        given = {"child": request.child, "class": request.school_class, "helper": request.helper,
                 "school": request.school, "village": request.village}  # fmt: skip
        for name in sorted(self.needs):
            if given[name] is None:
                raise UsageError(_("The report {report} needs --{name}.").format(report=self.name, name=name))
        for name, code in (("kind", request.kind), ("by", request.by)):
            if code and code not in self.choices.get(name, ()):
                sentence = _("--{name} {code} is not known here. There are: {known}.")
                known = ", ".join(self.choices.get(name, ()))
                raise UsageError(sentence.format(name=name, code=code, known=known))
        if form not in self.formats:
            sentence = _("The report {report} is not written as {form}. It is written as: {known}.")
            raise UsageError(sentence.format(report=self.name, form=form, known=", ".join(self.formats)))


def few_note(request: Request) -> Iterator[Block]:
    """What stands for counts that are not told."""
    if request.few:
        yield Paragraph(_("* are counts of one or two, and those from which they could be worked out."))


def available() -> dict[str, Report]:
    """Every report by its name."""
    names = (info.name for info in pkgutil.iter_modules(reports.__path__))
    modules = [importlib.import_module(f"exports.reports.{name}") for name in names]
    return {module.report.name: module.report for module in modules}


def readable(session: Session) -> dict[str, Report]:
    """Those that the person's role may read, by name."""
    return {name: report for name, report in available().items() if not report.right or session.may(report.right)}


def find(name: str) -> Report:
    """The report of that name; raises UsageError with the nearest name that exists."""
    known = available()
    if name in known:
        return known[name]
    nearest = difflib.get_close_matches(name, known, 1, 0.5)
    if nearest:
        raise UsageError(_("There is no report {name}. Did you mean {nearest}?").format(name=name, nearest=nearest[0]))
    sentence = _("There is no report {name}. There are: {known}.")
    raise UsageError(sentence.format(name=name, known=", ".join(known)))
