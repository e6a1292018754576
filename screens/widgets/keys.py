"""The names of keys as a clerk reads them on a keyboard, without arrows that Chinese fonts draw two cells wide."""

from __future__ import annotations

from textual.keys import format_key

from db.i18n import _, mark

_NAMES = {
    "up": mark("Up"),
    "down": mark("Down"),
    "left": mark("Left"),
    "right": mark("Right"),
    "enter": mark("Enter"),
    "space": mark("Space"),
    "backspace": mark("Backspace"),
    "delete": mark("Del"),
}
# Printed so on Chinese keyboards too; a catalogue would take "Home" for a place and "End" for a deed.
_PRINTED = {
    "tab": "Tab",
    "escape": "Esc",
    "insert": "Insert",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}
_MODIFIERS = {"ctrl": "Ctrl", "shift": "Shift", "alt": "Alt", "super": "Super"}


def key_name(key: str) -> str:
    """The name of a Textual key such as `pageup`, `f8` or `ctrl+s`."""
    *modifiers, last = key.split("+")
    if last in _NAMES:
        name = _(_NAMES[last])
    elif last in _PRINTED:
        name = _PRINTED[last]
    elif len(last) > 1 and last[0] == "f" and last[1:].isdecimal():
        name = last.upper()
    else:
        name = format_key(last)
    if modifiers and len(name) == 1:
        name = name.upper()
    return "+".join([*(_MODIFIERS.get(modifier, modifier) for modifier in modifiers), name])
