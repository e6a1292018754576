"""A share of a whole as a bar of ASCII cells."""

from __future__ import annotations


def bar(part: int, whole: int, width: int) -> str:
    """`part` of `whole` in `width` cells; full only when nothing is missing, empty only when nothing is there."""
    filled = width * part // whole if whole > 0 else 0
    if 0 < part < whole:
        filled = min(max(filled, 1), width - 1)
    return "#" * min(filled, width) + "." * (width - min(filled, width))
