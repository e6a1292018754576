"""The way in over SSH: `python -I -X utf8 -m tui.login --as NAME`, the forced command of a person's key.

Whoever comes this way has guanai and nothing else. Who they are and which database it is stands in the command that the
office wrote; of what the client sends, the environment is thrown away but for the words below, and a command is either
a report for standard output or refused. Python's -I keeps its own variables, the home folder and the working folder
out before the first line of this module.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import MutableMapping, Sequence
from typing import TYPE_CHECKING

from tui import cli

if TYPE_CHECKING:
    from tui.launch import Launch

KEPT = {
    "TERM": re.compile(r"[A-Za-z0-9.+-]{1,40}"),
    **dict.fromkeys(("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES"), re.compile(r"[A-Za-z0-9_.@-]{1,40}")),
    "COLORTERM": re.compile(r"truecolor|24bit"),
    "SSH_CONNECTION": re.compile(r"[0-9A-Fa-f.:% ]{1,120}"),
}
"""What is taken over from the environment, and in which form."""
COMMAND = "SSH_ORIGINAL_COMMAND"
FINGERPRINT = r"(?:SHA256:[A-Za-z0-9+/]{43})?"
"""Of the person's key, as ssh-keygen -l shows it; lines that were written without it still let in."""
_REPORT_OPTIONS = frozenset({
    "--on", "--semester", "--school", "--class", "--village", "--helper", "--kind", "--by", "--format", "--encoding",
})  # fmt: skip
"""What narrows a report; none of them names a file, a child or leaves a mask off."""


def clean(environment: MutableMapping[str, str]) -> str:
    """Empty the environment but for what is known to be harmless; returns the command that the client asked for."""
    asked = environment.get(COMMAND, "")
    kept = {name: environment[name] for name, form in KEPT.items() if form.fullmatch(environment.get(name, ""))}
    environment.clear()
    environment.update(kept)
    environment["HOME"] = _home()
    return asked


def _home() -> str:
    """The home folder of the account, as the system and not the environment has it."""
    try:
        import pwd
    except ImportError:  # Windows, where no sshd calls this
        return os.getcwd()
    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return "/"


def report_asked(command: str) -> list[str] | None:
    """The arguments of `guanai report` where the client asked for one and nothing else, None for any other wish."""
    if "\n" in command:
        return None
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    if words[:1] != ["report"] or (len(words) > 1 and not re.fullmatch(r"[a-z][a-z-]*", words[1])):
        return None
    options = [word.partition("=") for word in words[2:]]
    return words if all(name in _REPORT_OPTIONS and equals for name, equals, _value in options) else None


def sit_down(arguments: Sequence[str], asked: str) -> int:
    """Open the screens for the person that the forced command names, or write the report that was asked for."""

    from db.errors import RefusedError, UsageError
    from db.i18n import _
    from tui import locations, settings
    from tui.start import start

    cli.speak(list(arguments))
    wishes = dict(zip(arguments[::2], arguments[1::2], strict=False))
    key = wishes.pop("--key", "")
    if (
        len(arguments) % 2
        or set(wishes) - {"--as", "--db", "--lang"}
        or not wishes.get("--as")
        or not re.fullmatch(FINGERPRINT, key)
    ):
        raise UsageError(_("The forced command is not as `guanai user keys` writes it. Ask the township office."))
    if asked:
        report = report_asked(asked)
        if report is None:
            with _launch(wishes).open(screens=True) as session:
                session.note_refusal(RefusedError("", "command"))
            raise UsageError(_("Over this line guanai opens its screens, or writes a report, and nothing else."))
        from tui import options

        return options.run([*(word for wish in wishes.items() for word in wish), *report])
    choices = settings.load(locations.settings_file())
    launch = _launch(wishes, choices.screen)
    return start(launch._replace(plain=choices.plain, idle_minutes=choices.idle_minutes, key=key))


def _launch(wishes: dict[str, str], screen: str = "today") -> Launch:
    from db import i18n
    from tui import locations
    from tui.launch import Launch

    return Launch(
        db_path=locations.from_wish(wishes.get("--db")), lang=i18n.language(), user=wishes["--as"], screen=screen,
        named=True, served=True,
    )  # fmt: skip


def main() -> int:
    """Close what a person over SSH is not to have, then let them sit down."""
    asked = clean(os.environ)
    os.umask(0o077)
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump is a copy of the register
    return cli.main(None, lambda arguments: sit_down(arguments, asked))


if __name__ == "__main__":
    sys.exit(main())
