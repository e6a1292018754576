"""From what the command line, the environment and the settings ask for to the first screen; without click."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db import i18n
from db.errors import UsageError
from db.i18n import _
from tui import locations, settings
from tui.launch import Launch, clock_from, legible, login_name

CATALOGS = Path(__file__).parent / "locale"


def settled(choices: settings.Settings, wishes: Mapping[str, Any]) -> Launch:
    """What the options, the environment and the settings ask for, in this order; a wish that is not there is none."""
    environment, wish = os.environ.get, wishes.get
    path = locations.from_wish(wish("db") or environment("GUANAI_DB"))
    locale = (environment(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return Launch(
        db_path=locations.beside(path, "demo") if wish("demo") else path,
        lang=i18n.choose(wish("lang"), environment("GUANAI_LANG"), choices.language, *locale),
        user=legible(wish("user") or environment("GUANAI_USER") or login_name()),
        named=bool(wish("user") or environment("GUANAI_USER")),
        screen=wish("screen") or choices.screen,
        plain=bool(wish("plain")) or choices.plain,
        demo=bool(wish("demo")),
        idle_minutes=choices.idle_minutes,
        read_only=bool(wish("read_only")),
        clock=clock_from(environment("GUANAI_TODAY")),
    )


def everyday() -> int:
    """`guanai` without a word behind it: to load click for that would take a fifteenth of the start."""
    launch = settled(settings.load(locations.settings_file()), {})
    if launch.lang != i18n.language():
        i18n.install(launch.lang, CATALOGS)
    return start(launch)


def start(launch: Launch) -> int:
    """Open the screens; refused, before anything heavy is loaded, where nobody could see them."""
    if os.environ.get("TERM") == "dumb" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("The screens need a terminal, and there is none here. Use a verb such as `guanai report`, or see "
              "`guanai --help`.")
        )  # fmt: skip
    from tui import logfile, quickstart

    quickstart.hasten()
    from tui.sitting import run

    logfile.start()
    return run(launch)
