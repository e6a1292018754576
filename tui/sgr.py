"""The style of a terminal cell, and the shortest way from one style to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

# What ends an attribute (ECMA-48 8.3.117); 22 ends bold and dim together, 24 and 25 likewise.
_OFF = {1: 22, 2: 22, 3: 23, 4: 24, 21: 24, 5: 25, 6: 25, 7: 27, 8: 28, 9: 29, 51: 54, 52: 54, 53: 55}
_ENDS = {off: frozenset(code for code, end in _OFF.items() if end == off) for off in _OFF.values()}
# Underline, reverse, strike, frames and overline are seen on a blank; bold, italic, blink and the foreground are not.
_SEEN_ON_BLANK = frozenset({4, 7, 9, 21, 51, 52, 53})


class Style(NamedTuple):
    """Attributes (SGR codes) and the SGR parameters of both colours, "" for the terminal's own."""

    attributes: frozenset[int] = frozenset()
    foreground: str = ""
    background: str = ""


DEFAULT = Style()


@lru_cache(4096)
def on_blank(style: Style) -> Style:
    """The style by which a blank in `style` looks the same: without what only ink shows."""
    if style.attributes & _SEEN_ON_BLANK:
        return style
    return Style(background=style.background)


@lru_cache(4096)
def apply(style: Style, parameters: str) -> Style:
    """`style` after `ESC [ parameters m`; unknown codes change nothing."""
    attributes, foreground, background = set(style.attributes), style.foreground, style.background
    codes = [int(code or 0) for code in parameters.split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            attributes, foreground, background = set(), "", ""
        elif code in _OFF:
            attributes.add(code)
        elif code in _ENDS:
            attributes -= _ENDS[code]
        elif code in (38, 48) and codes:
            length = 4 if codes[0] == 2 else 2
            colour = ";".join(str(part) for part in (code, *codes[:length]))
            del codes[:length]
            foreground, background = (colour, background) if code == 38 else (foreground, colour)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            foreground = str(code)
        elif 40 <= code <= 47 or 100 <= code <= 107:
            background = str(code)
        elif code == 39:
            foreground = ""
        elif code == 49:
            background = ""
    return Style(frozenset(attributes), foreground, background)


@lru_cache(16384)
def transition(old: Style, new: Style) -> str:
    """The shortest sequence that turns `old` into `new`: only what differs, or all of it after a reset."""
    if old == new:
        return ""
    if new == DEFAULT:
        return "\x1b[m"
    # An empty first parameter is a 0: everything off, one byte shorter.
    colours = [colour for colour in (new.foreground, new.background) if colour]
    fresh = ";".join(["", *map(str, sorted(new.attributes)), *colours])
    ended = sorted({_OFF[code] for code in old.attributes - new.attributes})
    lost = frozenset[int]().union(*(_ENDS[code] for code in ended))
    steps = [*map(str, ended), *map(str, sorted((new.attributes - old.attributes) | (new.attributes & lost)))]
    if new.foreground != old.foreground:
        steps.append(new.foreground or "39")
    if new.background != old.background:
        steps.append(new.background or "49")
    step = ";".join(steps)
    return f"\x1b[{step}m" if len(step) <= len(fresh) else f"\x1b[{fresh}m"
