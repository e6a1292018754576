"""The office's rules of pairing, a row of settings a kind; where there is none, the shipped ones hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from db.models import Setting
from db.rules.pairing import SHIPPED, KindRules
from db.session import Session
from db.vocabulary import PairingKind, StaffRole
from db.vocabulary.pairing import Demand, Need

PREFIX = "pairing."
_READ: dict[str, Any] = {
    "roles": lambda codes: frozenset(map(StaffRole, codes)), "need": Need, "capacity": int, "village": Demand,
    "school": Demand, "sex": Demand, "language": Demand, "class_distance": int, "least_mark": int,
}  # fmt: skip


def kind_rules(session: Session, kind: PairingKind) -> KindRules:
    """The rules of a kind."""
    return kept_rules(session, kind)[0]


def kept_rules(session: Session, kind: PairingKind) -> tuple[KindRules, int]:
    """The rules of a kind with the version of their row, 0 where the office has not changed them."""
    with session.reading():
        row = Setting.get_or_none(Setting.name == PREFIX + kind.value)
    if row is None:
        return SHIPPED[kind], 0
    kept = json.loads(row.value)
    changed = {name: read(kept[name]) for name, read in _READ.items() if name in kept}
    return replace(SHIPPED[kind], **changed), row.version


def written(rules: KindRules) -> str:
    """Rules as a setting keeps them."""
    values = {name: getattr(rules, name) for name in _READ} | {"roles": sorted(role.value for role in rules.roles)}
    return json.dumps(values)
