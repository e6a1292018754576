"""What a person chooses from: coded values with a label, found by label, by pinyin or by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from db.vocabulary import Code
from screens.widgets.initials import initials


class Option(NamedTuple):
    """A value and what a person reads for it; `note` tells apart those that read alike.

    `new` is a record that is not there yet: it is asked for before it is taken.
    """

    value: str
    label: str
    note: str = ""
    new: bool = False


Options = Callable[[], Sequence[Option]]
"""Options are asked for when they are shown, so that they speak the language in force."""


def options_of(vocabulary: type[Code]) -> Options:
    """The options of a vocabulary, in the order of the paper forms."""
    return lambda: [Option(code.value, code.label) for code in vocabulary]


def matching(options: Sequence[Option], typed: str) -> list[Option]:
    """The options that `typed` may mean, those that begin with it before those that contain it.

    A number is the place in the list; letters are pinyin, its initials, or a part of the label.
    """
    typed = typed.strip().lower()
    if not typed:
        return list(options)
    if typed.isdecimal() and 1 <= int(typed) <= len(options):
        return [options[int(typed) - 1]]
    found = _containing(options, typed, _texts)
    if not found and typed.isascii() and typed.isalpha():
        return _containing(options, typed, _spelt)
    return found


def _containing(options: Sequence[Option], typed: str, texts: Callable[[Option], tuple[str, ...]]) -> list[Option]:
    begin, contain = [], []
    for option in options:
        if any(text.startswith(typed) for text in texts(option)):
            begin.append(option)
        elif any(typed in text for text in texts(option)):
            contain.append(option)
    return begin + contain


def _texts(option: Option) -> tuple[str, ...]:
    return option.label.lower(), initials(option.label), option.note.lower()


def _spelt(option: Option) -> tuple[str, ...]:
    """By the dictionary, which reads rare characters and surnames, too; it takes 60 ms to load."""
    from db.rules.pinyin import romanise

    reading = romanise(option.label)
    return reading.full, reading.initials
