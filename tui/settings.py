"""The settings of one person on one machine: a TOML file in the configuration folder, all of it optional."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from db.errors import UsageError
from db.i18n import _, mark
from tui.launch import SCREENS

CHOICES = {"language": ("", "zh", "en"), "screen": SCREENS}


@dataclass(frozen=True)
class Settings:
    """Every setting with its default; the text below a field is its manual."""

    language: str = ""
    """Language of screens and reports: "zh" or "en". Empty: that of the locale."""

    screen: str = "today"
    """The screen to start on: "today", "registry" or "reports"."""

    plain: bool = False
    """Draw lines and marks in ASCII, for terminals that show them two cells wide."""

    idle_minutes: int = 10
    """Minutes without a key after which the screens are covered; over SSH the sitting ends. 0: never."""

    keep_nights: int = 14
    """How many nights of `--export-csv` to keep; older ones are removed after a good export. 0: all."""

    nightly_reports: tuple[str, ...] = ()
    """Reports that every nightly export also writes, by name, such as ["roster"]."""


def load(path: Path) -> Settings:
    """The settings in `path`, or the defaults where there is no such file.

    Raises UsageError for a file that is not TOML, an unknown key, or a value of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("The settings in {path} cannot be read. Save the file as UTF-8 or remove it.")
        raise UsageError(sentence.format(path=path)) from error
    return _checked(_parsed(text, path), path)


def _parsed(text: str, path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib as toml
    else:
        import tomli as toml
    try:
        return dict(toml.loads(text))
    except toml.TOMLDecodeError as error:
        sentence = _("The settings in {path} are not valid TOML. Correct the file or remove it.")
        raise UsageError(sentence.format(path=path)) from error


def _checked(values: dict[str, Any], path: Path) -> Settings:
    kinds: dict[str, type] = {field.name: type(field.default) for field in fields(Settings)}
    for name, value in values.items():
        if name not in kinds:
            raise UsageError(_unknown(name, list(kinds), path))
        if kinds[name] is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
            values[name] = tuple(value)
        elif not _fits(name, value, kinds[name]):
            sentence = _("The setting {name} in {path} must be {wanted}.")
            raise UsageError(sentence.format(name=name, path=path, wanted=_wanted(name, kinds[name])))
    return Settings(**values)


def _fits(name: str, value: Any, kind: type) -> bool:
    if type(value) is not kind or (isinstance(value, int) and value < 0):
        return False
    return name not in CHOICES or value in CHOICES[name]


def _wanted(name: str, kind: type) -> str:
    if name in CHOICES:
        return _("one of {choices}").format(choices=", ".join(f'"{choice}"' for choice in CHOICES[name] if choice))
    words = {bool: mark("true or false"), int: mark("a whole number, 0 or more"), tuple: mark('a list like ["roster"]')}
    return _(words[kind])


def _unknown(name: str, known: list[str], path: Path) -> str:
    import difflib

    nearest = difflib.get_close_matches(name, known, 1, 0.5)
    if nearest:
        return _("There is no setting {name} in guanai. Write {nearest} in {path}.").format(
            name=name, nearest=nearest[0], path=path
        )
    sentence = _("There is no setting {name} in guanai. Remove it from {path}; there are: {known}.")
    return sentence.format(name=name, path=path, known=", ".join(known))
