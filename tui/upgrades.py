"""An upgrade under a running program: what was not loaded yet is of another version than what was.

Screens and deeds are loaded when somebody first asks for them, at a hundred places; all of them pass the importer, so
that is the one door.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

import db.version
from db.errors import UpgradedError
from db.i18n import _

_PACKAGES = frozenset({"db", "exports", "screens", "tui"})
_TO_LEAVE = "screens.dialogs."
"""The question that F10 may have to ask is loaded all the same."""
Stamp = tuple[int, int, int]


class Door(MetaPathFinder):
    """Finds nothing itself, and lets no module of ours be found once another version has been installed."""

    def __init__(self) -> None:
        self._installed = stamp()

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        if name.partition(".")[0] in _PACKAGES and not name.startswith(_TO_LEAVE) and stamp() != self._installed:
            raise UpgradedError(
                _("guanai was upgraded meanwhile, and this cannot be opened any more. Leave with F10, which keeps what "
                  "you typed as a draft, and start again.")
            )  # fmt: skip


def stamp() -> Stamp | None:
    """What tells one installed version from another, 2 µs; None in the moment between two of them."""
    try:
        found = os.stat(db.version.__file__)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def watch() -> None:
    """From now on the door is kept; twice is as good as once."""
    if not any(isinstance(finder, Door) for finder in sys.meta_path):
        sys.meta_path.insert(0, Door())
