"""A quick start: what serves nobody before the first row is left out, or put off until it stands."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

PALETTE = "textual.command"


class _Unused:
    """Takes the place of whatever Textual would import from its command palette."""


class _NoPalette(ModuleType):
    def __getattr__(self, name: str) -> type[_Unused]:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unused


def hasten() -> None:
    """To be called before Textual is loaded.

    Its command palette, which guanai does not show, would bring seven widgets along (26 of 430 ms); and the collector
    rests: hardly anything made at the start is garbage, yet looking for it took 55 ms.
    """
    sys.modules.setdefault(PALETTE, _NoPalette(PALETTE))
    gc.disable()
    with _without_tls():
        import asyncio  # noqa: F401


@contextmanager
def _without_tls() -> Iterator[None]:
    """Python may be built without TLS, so asyncio does without; 8 ms that only a network would need."""
    missing = "ssl" not in sys.modules
    if missing:
        sys.modules["ssl"] = None  # type: ignore[assignment]
    yield
    if missing:
        del sys.modules["ssl"]


def settle() -> None:
    """Collect again, but not among what exists by now: a look through all of it would hold a key up for 15 ms."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
