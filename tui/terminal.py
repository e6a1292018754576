"""What the terminal asks for: which characters it can be trusted with."""

from __future__ import annotations

from collections.abc import Mapping

# The consoles of Linux and old Windows, and the VT family: their fonts draw box lines two cells wide or not at all.
_PLAIN_TERMINALS = ("linux", "vt", "cygwin", "ansi", "console")


def wants_plain(environ: Mapping[str, str]) -> bool:
    """Whether East-Asian-ambiguous characters are to be avoided without `--plain` being given."""
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    codeset = locale.partition(".")[2].lower().replace("-", "")
    return environ.get("TERM", "").startswith(_PLAIN_TERMINALS) or codeset.startswith(("gb", "big5", "euc"))
