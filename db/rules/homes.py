"""What a home for left-behind children must have, held against what it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.vocabulary import HomeItemKind, HomeItemState


@dataclass(frozen=True)
class Requirement:
    """What the office asks of every home: an item of the kind whose name holds one of `words`, or any of the kind."""

    id: int
    version: int
    kind: HomeItemKind
    name: str
    words: tuple[str, ...]
    quantity: int


@dataclass(frozen=True)
class Fulfilled:
    """A requirement and how many usable things stand for it."""

    requirement: Requirement
    have: int

    @property
    def fulfilled(self) -> bool:
        return self.have >= self.requirement.quantity


@dataclass(frozen=True)
class Thing:
    """What counts of an item of the inventory."""

    kind: str
    name: str
    quantity: int
    state: str | None = None

    @property
    def usable(self) -> bool:
        return self.state != HomeItemState.BROKEN


def fulfil(required: Iterable[Requirement], things: Iterable[Thing]) -> list[Fulfilled]:
    """How far each requirement is met; what cannot be used does not count."""
    usable = [thing for thing in things if thing.usable]
    return [Fulfilled(one, sum(thing.quantity for thing in usable if _stands_for(thing, one))) for one in required]


def _stands_for(thing: Thing, requirement: Requirement) -> bool:
    named = not requirement.words or any(word in thing.name for word in requirement.words)
    return thing.kind == requirement.kind and named
