"""A share of a whole as a bar of ASCII cells: blocks and eighths of them are of two widths on Chinese terminals."""

from __future__ import annotations


def bar(part: int, whole: int, width: int) -> str:
    """`part` of `whole` in `width` cells: "#" is a whole cell, ":" one that is begun; full only where nothing lacks."""
    filled, begun = divmod(width * min(part, whole), whole) if whole > 0 else (0, 0)
    return ("#" * filled + ":" * bool(begun)).ljust(width, ".")
