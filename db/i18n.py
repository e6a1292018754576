"""Translation at run time: English msgids, catalogs handed in by the program."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterable
from pathlib import Path

DOMAIN = "guanai"
DEFAULT_LANGUAGE = "zh"
_CATALOGS = {"zh": ["zh_CN"], "en": []}

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_directory: Path | None = None


def install(language: str, directory: Path) -> None:
    """Speak `language` ("zh" or "en") from now on, with the compiled catalogs below `directory`."""
    global _translations, _language, _directory
    _translations = _catalog(language, directory)
    _language = language
    _directory = directory


def _catalog(language: str, directory: Path) -> _gettext.NullTranslations:
    catalogs = _CATALOGS[language]
    return _gettext.translation(DOMAIN, directory, catalogs) if catalogs else _gettext.NullTranslations()


def language() -> str:
    """The language in force: "zh" or "en"."""
    return _language


def choose(*wishes: str | None) -> str:
    """The first wish that names a language we speak; a C/POSIX or missing locale means Chinese."""
    for wish in wishes:
        code = (wish or "").replace("-", "_").split("_")[0].split(".")[0].lower()
        if code in _CATALOGS:
            return code
    return DEFAULT_LANGUAGE


def _(message: str) -> str:
    """`message` in the language in force."""
    return _translations.gettext(message)


def in_every_language(message: str) -> tuple[str, ...]:
    """`message` in each language there is, once: what people write does not follow the language of the screens.

    The catalogs are read once a process (`gettext` keeps them).
    """
    if _directory is None:
        return (message,)
    return tuple(dict.fromkeys(_catalog(language, _directory).gettext(message) for language in _CATALOGS))


def paragraph(sentences: Iterable[str]) -> str:
    """Sentences one after another: Chinese needs no blank between them."""
    return ("" if _language == "zh" else " ").join(sentence for sentence in sentences if sentence)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message that fits `n`."""
    return _translations.ngettext(singular, plural, n)


def mark(message: str) -> str:
    """Mark `message` for extraction where it is declared; it is translated with `_` where it is shown."""
    return message
