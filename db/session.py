"""A person's sitting at the register: whose it is, which database, what day it is, what they may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from db import models
from db.access import WRITING, Right, may
from db.admission import Admission, admitted, refusal
from db.clock import Clock
from db.engine import faults, logbook, seal
from db.engine.opening import open_database
from db.engine.sqlite import Database, transaction
from db.errors import GuanaiError, RefusedError
from db.i18n import _
from db.scope import EVERYTHING, Scope
from db.uid import new_uid
from db.vocabulary import Role

ANALYSED_ROWS = 400
"""Rows of an index that are looked at for statistics: SQLite's own advice, some milliseconds for any size."""


@dataclass(frozen=True)
class Session:
    """Handed to every query and command as its first argument."""

    database: Database
    user: str
    clock: Clock = field(default_factory=Clock)
    scope: Scope = EVERYTHING
    role: Role = Role.SUPERVISOR
    id: str = field(default_factory=new_uid)
    admission: Admission | None = None
    """As whom the person was let in, which is asked again before each deed; None for the program itself."""

    confined: bool = False
    """Whether the person has guanai and nothing else of this machine: no path that they type is opened."""

    @classmethod
    def open(
        cls, path: Path, user: str, clock: Clock | None = None, *, read_only: bool = False, program: bool = False
    ) -> Session:
        """Open (create, migrate) the database at `path` and bind the tables to it, one database a process.

        The user gets the role and scope that the office gave them; `program` is guanai itself at work, which sees all.
        Raises RefusedError, which is put on record, for a name that is unknown where there are users, or disabled.
        """
        database = open_database(path, read_only=read_only, program=program)
        models.database.initialize(database)
        session = cls(database, user, clock or Clock())
        if program:
            return session
        try:
            with session.reading():
                person = admitted(user)
        except RefusedError as error:
            session.note_refusal(error)
            session.close()
            raise
        return replace(session, role=person.role, scope=person.scope, admission=Admission(user, person))

    @property
    def read_only(self) -> bool:
        """Whether the person changes nothing: the sitting was started so, or the role is one that reads."""
        return self.database.read_only or not any(may(self.role, right) for right in WRITING)

    def within(self, scope: Scope) -> Session:
        """The same sitting with a narrower view."""
        return replace(self, scope=scope)

    def unbound(self) -> Session:
        """The same sitting for what follows from a deed by itself, whoever may do that by hand."""
        return replace(self, scope=EVERYTHING, role=Role.SUPERVISOR)

    def unasked(self) -> Session:
        """The same sitting for what is kept of somebody even when they are let in no more: drafts and refusals."""
        return replace(self, admission=None)

    def may(self, right: Right) -> bool:
        """Whether the person's role has a right, and this sitting writes at all."""
        return may(self.role, right) and (not self.database.read_only or right is Right.LOG)

    def require(self, right: Right) -> None:
        """Raise RefusedError where the person's role lacks a right."""
        if not may(self.role, right):
            raise refusal(self.role, right.value)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A block of queries of this thread; storage errors come out as sentences."""
        with faults.explained(), self.database.reading():
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of the block, or nothing of it.

        Raises RefusedError where the office has disabled the person since they sat down, or changed what they may do.
        """
        if self.database.read_only:
            raise GuanaiError(_("This guanai was started to read only. Nothing was saved."))
        with self.reading():
            outermost = not self.database.in_transaction()
            if outermost:
                logbook.begin(self.database)
            try:
                with logbook.kept(self.database), transaction(self.database):
                    if outermost and self.admission is not None:
                        self.admission.confirm()
                    yield
            except RefusedError as error:
                if outermost:
                    self.note_refusal(error)
                raise
            if outermost:
                logbook.committed(self.database)

    def note_refusal(self, error: RefusedError) -> None:
        """Put on record, once, that the person asked for what they may not have."""
        if not (self.database.read_only or error.noted):
            error.noted = True
            from db.commands.recording import record_refusal

            record_refusal(self.unasked(), error.what)

    def close(self) -> None:
        """Refresh the stale statistics of the query planner, and close the connections of every thread."""
        if not self.database.read_only and not self.database.is_closed():
            with suppress(GuanaiError), self.reading():
                self.database.pragma("analysis_limit", ANALYSED_ROWS)
                self.database.pragma("optimize")
        self.database.close_all()
        if self.database.log_head is not None:
            seal.tell_journal(self.database.path, self.database.log_head)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, _kind: object, error: object, _traceback: object) -> None:
        if isinstance(error, RefusedError):  # of a question; a deed has noted its own
            with suppress(GuanaiError):
                self.note_refusal(error)
        self.close()
