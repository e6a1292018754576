"""What was asked for on the command line and in the environment, settled once and handed to the program."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from db.clock import Clock
from db.errors import UsageError
from db.i18n import _

if TYPE_CHECKING:
    from db.access import Right
    from db.session import Session

SCREENS = ("today", "registry", "pairing", "calendar", "reports")


class Launch(NamedTuple):
    """How this run of guanai was started; the same for the screens and for the verbs."""

    db_path: Path
    lang: str
    user: str
    screen: str = "today"
    plain: bool = False
    demo: bool = False
    read_only: bool = False
    clock: Clock = Clock()
    named: bool = False
    """Whether somebody said who they are; else `user` is the account of the machine."""
    idle_minutes: int = 10
    """Minutes without a key after which the screens are covered; 0: never."""
    served: bool = False
    """Whether somebody sits at the far end of a forced command, with guanai and nothing else."""
    key: str = ""
    """The fingerprint of the key that they came with, as the forced command has it."""

    def open(self, *, existing: bool = False, screens: bool = False) -> Session:
        """Open the database for this person; the caller closes it. It is made where it is missing, unless `existing`.

        The account that owns the file, at a shell of its own, is the office: a verb of it asks for no user, `screens`
        do. Raises GuanaiError, with the file untouched, for one that is not ours, newer, damaged or busy, and for
        somebody who is no user.
        """
        from db.engine import files
        from db.session import Session  # 100 ms with the tables, which --help and usage errors do not need

        if existing:
            files.require(self.db_path)
        office = self._office and not screens
        session = Session.open(self.db_path, self.user, self.clock, read_only=self.read_only, program=office)
        return replace(session, confined=self.served)

    def require(self, right: Right) -> None:
        """Raise RefusedError, which is put on record, where this person may not do that; the office may do anything.

        For verbs about the file as a whole, which no command opens. Raises GuanaiError as `open` does.
        """
        if not self._office:
            with self.open(existing=True) as session:
                session.require(right)

    @property
    def _office(self) -> bool:
        return not (self.named or self.served) and _owns(self.db_path)


def _owns(path: Path) -> bool:
    try:
        return os.name == "nt" or path.stat().st_uid == os.getuid()
    except FileNotFoundError:
        return True


def clock_from(text: str | None) -> Clock:
    """The clock that GUANAI_TODAY asks for: held on that day, or the machine's own."""
    if not text:
        return Clock()
    try:
        return Clock(date.fromisoformat(text))
    except ValueError as error:
        sentence = _("GUANAI_TODAY={text} is not a date. Write it like 2026-09-01.")
        raise UsageError(sentence.format(text=text)) from error


def legible(text: str) -> str:
    """A word of the command line or the environment; bytes that the locale could not read are taken for UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text).decode("utf-8", "replace")
    return text


def login_name() -> str:
    """The account the process runs under; LOGNAME and USER are not asked, anybody can set them."""
    try:
        import pwd
    except ImportError:  # Windows
        import getpass

        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account of a container has a number only
        return str(os.getuid())
