"""Chance that is cheap and the same everywhere: one draw of bytes a family or child, a table of 256 places a choice.

A call of random.Random costs 0.3 to 1 µs, looking a byte up in a table 0.04; a child takes some 60 choices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import TypeVar

from db.vocabulary import Code

T = TypeVar("T")

Byte = Callable[[], int]
"""Gives the next byte of a draw, 0 to 255."""


class Dice:
    """A stream of chance for one concern, so that leaving one concern out changes nothing in the others."""

    def __init__(self, seed: int, concern: str) -> None:
        self._draw = Random(f"{seed}:{concern}").randbytes

    def throw(self, size: int) -> Byte:
        """The next `size` bytes, one a call."""
        return iter(self._draw(size)).__next__


def weighted(weights: Mapping[T, float]) -> tuple[T, ...]:
    """256 places shared out by weight, at least one each: `table[byte]` picks among at most 256 choices."""
    total = sum(weights.values())
    places: list[T] = []
    reached = 0.0
    for choice, weight in weights.items():
        reached += weight
        places += [choice] * max(1, round(256 * reached / total) - len(places))
    # What rare choices were rounded up by, the most frequent one pays.
    most = max(weights, key=lambda choice: weights[choice])
    while len(places) > 256:
        places.remove(most)
    return tuple(places)


def codes(weights: Mapping[Code, float]) -> tuple[str, ...]:
    """`weighted` over codes, as the plain text that the database stores (SQLite takes 1 µs longer for an enum)."""
    return weighted({code.value: weight for code, weight in weights.items()})


def spread(choices: Iterable[T]) -> tuple[T, ...]:
    """256 places shared out among the choices, one named twice getting twice as many."""
    return weighted(Counter(choices))


def chance(percent: float) -> int:
    """The bound below which a byte lies in so many percent of the throws."""
    return round(256 * percent / 100)


def percent(byte: int, share: float) -> bool:
    """Whether a throw falls into a share given in percent."""
    return byte < round(2.56 * share)


def pick(byte: int, choices: Sequence[T]) -> T:
    """One of at most 256 choices."""
    return choices[byte * len(choices) >> 8]


def number(throw: Byte, below: int) -> int:
    """A number from 0 up to `below`, which may reach 2**32; takes four bytes."""
    return (throw() << 24 | throw() << 16 | throw() << 8 | throw()) * below >> 32
