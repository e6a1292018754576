"""The form over the rules of one kind of helper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.commands.pairing_rules import BEST_MARK, MOST_CHILDREN, MOST_GRADES, save_rules
from db.errors import RuleError
from db.i18n import _, mark
from db.queries.helpers import languages_known, roles_in_service
from db.queries.pairing_rules import kept_rules
from db.session import Session
from db.vocabulary import Code, PairingKind, StaffRole
from db.vocabulary.pairing import Demand, Need
from screens.child_fields import Asking
from screens.plain_form import PlainDeed
from screens.widgets.fields import Field, Kind, Section
from screens.widgets.options import options_of


def rules_deed(session: Session, kind: PairingKind) -> PlainDeed:
    """The form of what the office demands of a kind."""
    rules, version = kept_rules(session, kind)
    known, spoken = roles_in_service(session), languages_known(session)

    def sections(_asking: Asking) -> Sequence[Section]:
        who = [_choice("need", mark("For whom"), Need), _number("capacity", mark("Children each"), 1, MOST_CHILDREN)]
        if not rules.of_children:
            help_ = mark("Helpers of these roles; capacity holds for those without one of their own.")
            who.insert(0, Field("roles", mark("Who may help"), Kind.CHOICES, width=40, help=help_,
                                options=options_of(StaffRole)))  # fmt: skip
        near = [
            _choice("village", mark("Same village"), Demand),
            _choice("school", mark("Same school"), Demand),
            _choice("language", mark("Common language"), Demand),
            _choice("sex", mark("Same sex"), Demand),
        ]
        if rules.of_children:
            near += [
                _number("class_distance", mark("Grades apart"), 0, MOST_GRADES),
                _number("least_mark", mark("Least mean mark"), 0, BEST_MARK),
            ]
        return [Section(mark("Who helps whom"), who), Section(mark("What they should have in common"), near)]

    def save(_values: dict[str, Any], changed: dict[str, Any]) -> None:
        save_rules(session, kind, version, changed)

    def doubts(values: Mapping[str, Any]) -> Mapping[str, str]:
        found = {}
        chosen = set((values.get("roles") or "").split())
        if not (rules.of_children or chosen & known):
            found["roles"] = _("Nobody in the register of helpers helps as any of these yet.")
        if values.get("language") == Demand.REQUIRED and not (rules.of_children or spoken):
            found["language"] = _("No language of any helper is on record yet.")
        return found

    opening: dict[str, Any] = {
        "need": rules.need.value, "capacity": rules.capacity, "village": rules.village.value,
        "school": rules.school.value, "language": rules.language.value, "sex": rules.sex.value,
    }  # fmt: skip
    if rules.of_children:
        opening |= {"class_distance": rules.class_distance, "least_mark": rules.least_mark}
    else:
        opening["roles"] = " ".join(role.value for role in StaffRole if role in rules.roles)
    title = "  ".join((_("Rules of pairing"), kind.label))
    return PlainDeed(f"pairing.rules.{kind.value}", title, sections, save, opening, 1, version, doubts)


def _choice(name: str, label: str, vocabulary: type[Code]) -> Field:
    return Field(name, label, Kind.CHOICE, width=24, required=True, options=options_of(vocabulary))


def _number(name: str, label: str, lowest: int, highest: int) -> Field:
    sentence = _("A whole number from {lowest} to {highest}.").format(lowest=lowest, highest=highest)

    def parse(text: str) -> int:
        if not text.isdecimal() or not lowest <= int(text) <= highest:
            raise RuleError(sentence)
        return int(text)

    return Field(name, label, width=4, max_length=3, required=True, parse=parse)
