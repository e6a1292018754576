"""Which characters may reach the terminal: controls are made visible, plain mode keeps to sure widths."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len

REPLACEMENT = "\ufffd"
_EMOJI_STYLE = re.compile("(.)?\ufe0f")
# U+E0100.. choose a glyph of a Han character, U+FE00.. of any other; terminals disagree about their width.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class _Visible(dict[int, str]):
    """Code point -> what is shown for it; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if code < 0x20:
            shown = chr(0x2400 + code)
        elif code == 0x7F:
            shown = "\u2421"
        elif category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            # C1 controls, bidi and zero-width characters, lone surrogates (they cannot be encoded), separators.
            shown = REPLACEMENT
        else:
            shown = character
        self[code] = shown
        return shown


class _Plain(dict[int, str]):
    """Code point -> one ASCII character where an East Asian terminal may draw two cells; nothing for a mark."""

    _LOOKALIKES = {
        **dict.fromkeys("─━┄┅┈┉═—–―‐", "-"),
        **dict.fromkeys("│┃┆┇┊┋║‖▏▎▍▌▕", "|"),
        **dict.fromkeys("█▇▆▅▄▓▒■▣▤▥▦▧▨▩▀", "#"),
        **dict.fromkeys("▁▂▃", "_"),
        **dict.fromkeys("□", "."),
        **dict.fromkeys("←◀◁", "<"),
        **dict.fromkeys("→▶▷", ">"),
        **dict.fromkeys("↑▲△", "^"),
        **dict.fromkeys("↓▼▽", "v"),
        **dict.fromkeys("•●◆★☆◎○◇※", "*"),
        **dict.fromkeys("·‥", "."),
        **dict.fromkeys("“”″", '"'),
        **dict.fromkeys("‘’′", "'"),
        "…": "~",
        "×": "x",
        "÷": "/",
        "°": "o",
        "√": "v",
    }

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shown = character
        if unicodedata.east_asian_width(character) == "A":
            if unicodedata.combining(character):
                shown = ""
            else:
                base = unicodedata.normalize("NFKD", character)[0]
                boxed = "+" if 0x2500 <= code <= 0x257F else "?"
                shown = self._LOOKALIKES.get(character, base if base.isascii() else boxed)
        self[code] = shown
        return shown


_visible = _Visible()
_plain = _Plain()


def _without_emoji_style(match: re.Match[str]) -> str:
    """The character without U+FE0F, as wide as Textual has measured the pair."""
    character: str = match[1] or ""
    return character + " " * (cell_len(match[0]) - cell_len(character))


def visible(text: str) -> str:
    """`text` with nothing that a terminal obeys: C0 as pictures (U+2400..), other controls and zero width as U+FFFD.

    The result may be wider than `text`. Variation selectors are left out. Doing it twice changes nothing.
    """
    if not text.isprintable():
        text = text.translate(_visible)
    if text.isascii():
        return text
    if "\ufe0f" in text:
        text = _EMOJI_STYLE.sub(_without_emoji_style, text)
    return _SELECTORS.sub("", text)


def plain(text: str) -> str:
    """`text` with every East-Asian-ambiguous character as one ASCII character; combining marks are left out."""
    return text if text.isascii() else text.translate(_plain)
