"""Who may sit down at the register: users are added, changed and disabled, never removed."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from db.commands.writing import insert, update
from db.errors import ConflictError, GuanaiError, NotFoundError, RefusedError, RuleError
from db.i18n import _
from db.models import User
from db.queries.users import kept_pin
from db.rules import pins
from db.rules.names import clean_name
from db.session import Session
from db.vocabulary import Role

_NAME = re.compile(r"[^\W_][\w.-]{0,31}")
_KEY = re.compile(r"((?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+) ([A-Za-z0-9+/]{40,}={0,2})(?: .*)?")
_PLACED = {Role.SCHOOL_HEAD: "schools", Role.TEACHER: "classes", Role.VILLAGE_DIRECTOR: "villages"}
"""What of the places each of these roles must have, or a helper whose children they see."""


@dataclass(frozen=True)
class Reach:
    """Row ids a user is limited to; empty means no limit of that kind. `helper` is a member of staff."""

    schools: Collection[int] = ()
    classes: Collection[int] = ()
    villages: Collection[int] = ()
    helper: int | None = None


def save_user(
    session: Session, name: str, role: Role, reach: Reach | None = None, *, full_name: str = "", key: str = "",
    replace: bool = False,
) -> bool:  # fmt: skip
    """Add a user, or `replace` the role and reach of one that exists, and enable it; returns whether it is new.

    `key` is a line of a public key; none leaves that of before. Raises RuleError, RefusedError, and ConflictError for a
    user that exists where nobody said that it is to be replaced.
    """
    reach = reach or Reach()
    if not _NAME.fullmatch(name):
        raise RuleError(_("A user's name is of letters and digits, without blanks: 王芳, wangfang."))
    needed = _PLACED.get(role)
    if needed and reach.helper is None and not any((reach.schools, reach.classes, reach.villages)):
        sentence = _("A {role} sees only what is named: give a school, class, village or helper.")
        raise RuleError(sentence.format(role=role.label))
    values: dict[str, Any] = {
        "role": role.value, "active": True, "helper": reach.helper,
        "schools": _listed(reach.schools), "classes": _listed(reach.classes), "villages": _listed(reach.villages),
    }  # fmt: skip
    if full_name:
        values["full_name"] = clean_name(full_name)
    if key:
        values["ssh_key"] = public_key(key)
    with session.writing():
        found = User.select().where(User.name == name).dicts().first()
        if role is not Role.SUPERVISOR:
            _keep_a_supervisor(found)
        if found is None:
            insert(session, User, {"name": name, **values})
        elif not replace:
            raise ConflictError(_("There is a user {name} already. Nothing was changed.").format(name=name))
        else:
            update(session, User, found["id"], found["version"], values)
    return found is None


def disable_user(session: Session, name: str) -> None:
    """Let a user in no more; the last supervisor stays."""
    with session.writing():
        found = _user(name)
        _keep_a_supervisor(found)
        update(session, User, found["id"], found["version"], {"active": False})


def forget_pin(session: Session, name: str) -> None:
    """Take away the PIN of a user who does not know it any more."""
    with session.writing():
        found = _user(name)
        update(session, User, found["id"], found["version"], {"pin": None})


def set_pin(session: Session, pin: str) -> None:
    """Give the person a PIN that draws the cover of their screens back, or none; raises RuleError."""
    if pin and not pins.fits(pin):
        sentence = _("A PIN has {shortest} to {longest} digits.")
        raise RuleError(sentence.format(shortest=pins.SHORTEST, longest=pins.LONGEST))
    stored = pins.kept(pin, os.urandom(16)) if pin else None
    with session.writing():
        own = User.select().where(User.name == session.user).dicts().first()
        if own is None:
            raise RuleError(_("Only a user has a PIN. The office adds you with `guanai user add`."))
        update(session.unbound(), User, own["id"], own["version"], {"pin": stored})


def is_pin(session: Session, pin: str) -> bool:
    """Whether it is the person's PIN, or there is none; a wrong one is put on record."""
    guard = PinGuard(session)
    return not guard.asks() or guard.lets_in(pin)


class PinGuard:
    """Judges the PINs that are typed one after the other; the wrong ones count, whatever becomes of the database.

    While it cannot be read, the PIN holds that was read last; while it cannot be written, the wrong ones wait to be put
    on record.
    """

    def __init__(self, session: Session) -> None:
        self.wrong = 0
        self._session = session
        self._stored: str | None = ""  # nobody's, until it is read
        self._unrecorded = 0
        self._one_at_a_time = Lock()

    def asks(self) -> bool:
        """Whether the person has a PIN; raises GuanaiError where the database does not say."""
        self._stored = kept_pin(self._session)
        return self._stored is not None

    def lets_in(self, pin: str) -> bool:
        """Whether it is the PIN, or there is none."""
        with self._one_at_a_time:
            with suppress(GuanaiError):
                self.asks()
            right = self._stored is None or pins.matches(pin, self._stored)
            if not right:
                self.wrong += 1
                self._unrecorded += 1
            self._put_on_record()
        return right

    def _put_on_record(self) -> None:
        with suppress(GuanaiError):
            while self._unrecorded:
                self._session.note_refusal(RefusedError("", "pin"))
                self._unrecorded -= 1


def public_key(text: str) -> str:
    """The kind and the key of a public key file, without its comment; raises RuleError for anything else."""
    found = _KEY.fullmatch(text.strip())
    if not found:
        raise RuleError(_("This is no public key of SSH. Take the file that ends in .pub."))
    return f"{found[1]} {found[2]}"


def _user(name: str) -> dict[str, Any]:
    found: dict[str, Any] | None = User.select().where(User.name == name).dicts().first()
    if found is None:
        raise NotFoundError(_("There is no user {name}. See `guanai user list`.").format(name=name))
    return found


def _keep_a_supervisor(about: dict[str, Any] | None) -> None:
    """Nobody else could add or change a user any more."""
    others = User.select(User.id).where((User.role == Role.SUPERVISOR) & (User.active == 1))
    if about is not None:
        others = others.where(User.id != about["id"])
    if not others.exists():
        raise RuleError(_("The first user, and always one, is a supervisor: `guanai user add NAME --role supervisor`."))


def _listed(ids: Collection[int]) -> str | None:
    return " ".join(map(str, sorted(ids))) or None
