"""The office edits its rules of pairing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from db.commands.cleaning import Values, refuse
from db.commands.writing import insert, update
from db.errors import ConflictError
from db.i18n import _
from db.models import Setting
from db.queries.pairing_rules import PREFIX, kept_rules, written
from db.session import Session
from db.vocabulary import PairingKind, StaffRole
from db.vocabulary.pairing import Demand, Need

MOST_CHILDREN, MOST_GRADES, BEST_MARK = 50, 8, 100
COMMON = ("village", "school", "language", "sex")
"""What child and helper may have in common, each with a demand."""


def save_rules(session: Session, kind: PairingKind, version: int, values: Values) -> None:
    """Change the rules of a kind; roles are codes separated by blanks, `version` is 0 where the shipped ones hold.

    Raises RuleError with a sentence a field (a rule that lets nobody help is refused), ConflictError.
    """
    with session.writing():
        rules, present = kept_rules(session, kind)
        if present != version:
            raise ConflictError(_("Somebody else has changed these rules meanwhile. Nothing was saved; look again."))
        changed: dict[str, Any] = {}
        for name in ("need", *COMMON):
            if name in values:
                changed[name] = (Demand if name in COMMON else Need)(values[name])
        problems = {}
        bounds = {"capacity": (1, MOST_CHILDREN), "class_distance": (0, MOST_GRADES), "least_mark": (0, BEST_MARK)}
        for name, (lowest, highest) in bounds.items():
            if name in values:
                changed[name] = values[name]
                if not lowest <= values[name] <= highest:
                    sentence = _("A whole number from {lowest} to {highest}.")
                    problems[name] = sentence.format(lowest=lowest, highest=highest)
        if "roles" in values:
            changed["roles"] = frozenset(map(StaffRole, (values["roles"] or "").split()))
        rules = replace(rules, **changed)
        if not rules.roles and not rules.of_children:
            problems["roles"] = _("By this rule nobody could help. Choose who may.")
        refuse(problems)
        if version:
            row_id = Setting.get(Setting.name == PREFIX + kind.value).id
            update(session, Setting, row_id, version, {"value": written(rules)})
        else:
            insert(session, Setting, {"name": PREFIX + kind.value, "value": written(rules)})
