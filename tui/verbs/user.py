"""`guanai user`: who may sit down at the register, and the lines that let them in over SSH."""

from __future__ import annotations

import base64
import hashlib
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.errors import UsageError
from db.i18n import _, mark
from tui import streams
from tui.launch import Launch
from tui.words import Verb, option, verb

if TYPE_CHECKING:
    from db.queries.users import Member
    from db.session import Session

ROLES = ("supervisor", "clerk", "school_head", "teacher", "village_director", "leader", "auditor")


class UserVerbs(Verb, click.Group):
    """The verbs about users."""


@click.group("user", cls=UserVerbs, help=mark("Add, list and disable users; write the lines that let them in."))
def command() -> None:
    pass


@verb("add", mark("Add a user; with --replace give one another role and reach."))
@click.argument("name")
@option("--role", type=click.Choice(ROLES), required=True, help=mark("What the user may do."))
@option("--full-name", metavar=mark("NAME"), default="", help=mark("The name as people say it."))
@option("--school", "schools", metavar=mark("SCHOOL"), multiple=True, help=mark("Only children of this school."))
@option("--class", "classes", metavar=mark("CLASS"), multiple=True,
        help=mark('Only children of this class, as "School 3(2)".'))  # fmt: skip
@option("--village", "villages", metavar=mark("VILLAGE"), multiple=True, help=mark("Only children of this village."))
@option("--helper", metavar=mark("NAME"), help=mark("And those whom this member of staff helps."))
@option("--key", type=click.Path(path_type=Path, dir_okay=False), metavar=mark("FILE"),
        help=mark("The public key of SSH, a file that ends in .pub."))  # fmt: skip
@option("--replace", is_flag=True, help=mark("What is written here takes the place of the user's role and reach."))
@click.pass_obj
def add(
    launch: Launch, /, name: str, role: str, full_name: str, schools: tuple[str, ...], classes: tuple[str, ...],
    villages: tuple[str, ...], helper: str | None, key: Path | None, replace: bool,
) -> None:  # fmt: skip
    from db.commands.users import Reach, save_user
    from db.queries import named
    from db.vocabulary import Role

    with launch.open() as session:
        reach = Reach(
            schools=[named.school_named(session, school) for school in schools],
            classes=[named.class_named(session, title) for title in classes],
            villages=[named.village_named(session, village) for village in villages],
            helper=named.staff_named(session, helper) if helper else None,
        )
        before = next((member for member in _members(session) if member.name == name), None)
        if before and not replace:
            sentence = _("{name} is a user already: {what}. Nothing was changed; add --replace to give them what you "
                         "wrote instead.")  # fmt: skip
            raise UsageError(sentence.format(name=name, what=_told(before)))
        save_user(session, name, Role(role), reach, full_name=full_name, key=_key(key), replace=replace)
        after = next(member for member in _members(session) if member.name == name)
    if before:
        sentence = _("{name} was changed: {what}; before: {before}.")
        streams.write_line(sentence.format(name=name, what=_told(after), before=_told(before)))
    else:
        streams.write_line(_("{name} is now a user: {role}.").format(name=name, role=_told(after)))


def _told(member: Member) -> str:
    """A user's role and reach."""
    from db.vocabulary import Role, label

    state = "" if member.active else _("account disabled")
    return _(", ").join(filter(None, (label(Role, member.role), *member.places, member.helper, state)))


def _key(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("The key {path} cannot be read. Name the file that ends in .pub.")
        raise UsageError(sentence.format(path=path)) from error


@verb("list", mark("Show who may sit down at the register."))
@click.pass_obj
def list_(launch: Launch, /) -> None:
    from db.vocabulary import Role, label
    from exports.text import pad

    with launch.open(existing=True) as session:
        known = _members(session)
        if not known:
            streams.write_line(_("There is no user yet. Until the first is added, whoever opens the file may do all."))
        for member in known:
            state = "" if member.active else _("account disabled")
            places = _(", ").join((*member.places, *((member.helper,) if member.helper else ())))
            cells = (pad(member.name, 16), pad(label(Role, member.role), 12), pad(member.full_name, 10), places, state)
            streams.write_line("  ".join(cell for cell in cells if cell).rstrip())


@verb("disable", mark("Let a user in no more; what they did stays."))
@click.argument("name")
@click.pass_obj
def disable(launch: Launch, /, name: str) -> None:
    from db.commands.users import disable_user

    with launch.open(existing=True) as session:
        disable_user(session, name)
    streams.write_line(_("{name} may no longer use guanai.").format(name=name))


@verb("forget-pin", mark("Take away the PIN of a user who does not know it any more."))
@click.argument("name")
@click.pass_obj
def forget_pin_(launch: Launch, /, name: str) -> None:
    from db.commands.users import forget_pin

    with launch.open(existing=True) as session:
        forget_pin(session, name)
    streams.write_line(_("{name} has no PIN any more.").format(name=name))


@verb("keys", mark("Write the lines of authorized_keys that let the users in over SSH, and nowhere else."))
@option("--command", "way_in", metavar=mark("COMMAND"), help=mark("What starts guanai there, if not this one."))
@click.pass_obj
def keys(launch: Launch, /, way_in: str | None) -> None:
    with launch.open(existing=True) as session:
        members = _members(session)
    start = way_in or shlex.join([sys.executable, "-I", "-X", "utf8", "-m", "tui.login"])
    database = shlex.quote(os.fspath(launch.db_path.resolve()))
    if set('"\\\n') & set(start + database):
        raise UsageError(_("A path with quotation marks cannot stand in authorized_keys. Move guanai or its database."))
    for member in members:
        if member.active and member.key:
            wishes = f"--db {database} --as {member.name} --key {_fingerprint(member.key)}"
            streams.write_line(f'restrict,pty,command="{start} {wishes}" {member.key} {member.name}')


def _fingerprint(key: str) -> str:
    """What `ssh-keygen -l` shows of a public key; the log has it of whoever signs in with it."""
    digest = hashlib.sha256(base64.b64decode(key.split()[1])).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def _members(session: Session) -> list[Member]:
    from db.queries.users import members

    return members(session)


for one in (add, list_, disable, forget_pin_, keys):
    command.add_command(one)
