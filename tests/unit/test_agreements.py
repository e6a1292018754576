"""Agreements of entrusted care by their state: in the file and in the list."""

from __future__ import annotations

from datetime import date

import pytest

from db.commands.children import add_child
from db.queries.child_file import child_file
from db.rules.agreements import AgreementState, agreement_state
from db.session import Session
from exports.child_sheet import blocks
from exports.report import Request, find

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("signed", "until", "state"),
    [
        (None, None, "none"), ("2026-11-25", None, "none"), ("2026-11-24", None, "signed"),
        ("2025-11-24", "2026-11-24", "signed"), ("2025-11-23", "2026-11-23", "expired"),
    ],
)  # fmt: skip
def test_an_agreement_holds_through_its_last_day(signed: str | None, until: str | None, state: str) -> None:
    assert agreement_state(signed, until, TODAY) == state


def test_the_list_has_each_carer_under_one_state(session: Session) -> None:
    terms = {"王一": (None, None), "王二": ("2026-01-05", None), "王三": ("2025-01-05", "2026-01-04"),
             "王四": ("2026-01-05", "2026-12-31")}  # fmt: skip
    made = {}
    for name, (signed, until) in terms.items():
        carer = {"name": "刘桂花", "agreement_on": signed, "agreement_until": until}
        made[name] = add_child(session, {"name": name, "registered_on": "2025-01-01"}, carer=carer)
    add_child(session, {"name": "王五", "registered_on": "2025-01-01"})

    def listed(kind: str) -> set[str]:
        rows = find("agreements").rows(session, Request(TODAY, kind=kind), hidden=frozenset())
        return {row[2] for row in rows}

    assert listed("all") == set(terms)
    assert [listed(state.value) for state in AgreementState] == [{"王一"}, {"王二", "王四"}, {"王三"}]
    assert listed("") == listed("renew") == {"王一", "王三", "王四"}
    shown = [item for block in blocks(child_file(session, made["王三"]), "family") for item in block.items]
    assert ("已到期", True) in {(item.value, item.alarming) for item in shown}
