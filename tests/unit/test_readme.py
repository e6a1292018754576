"""The README is true: every key, verb, option, setting and report stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding

from exports.report import available
from screens.activity_deeds import ActivityDeeds
from screens.attendance import AttendanceScreen
from screens.audit import AuditScreen
from screens.base import BaseScreen
from screens.calendar import CalendarScreen
from screens.calendar_files import CalendarFiles
from screens.campaign import CampaignScreen
from screens.child import ChildScreen
from screens.child_ticks import ChildTicksScreen
from screens.duplicates import CompareScreen, DuplicatesScreen
from screens.good_deeds import GoodDeedsScreen
from screens.helpers import HelpersScreen
from screens.homes import HomeScreen, HomesScreen, RequirementsScreen
from screens.letters import LetterListScreen, LettersScreen
from screens.marks import MarksScreen
from screens.new_child import NewChildScreen
from screens.nine_ones import NineOnesScreen
from screens.nine_ones_evidence import ChildrenCellsScreen, EvidenceScreen
from screens.pairing import PairingScreen
from screens.pairing_hand_over import HandOverScreen
from screens.pairing_proposal import ProposalScreen
from screens.record import RecordScreen
from screens.records import RecordsScreen
from screens.registry import RegistryScreen
from screens.reports import PreviewScreen as ReportPreview
from screens.requests import RequestsScreen
from screens.roster_import import RosterImportScreen
from screens.roster_preview import PreviewScreen as ImportPreview
from screens.semesters import SemestersScreen
from screens.talks import TalksScreen
from screens.text import TextScreen
from screens.widgets.cell_grid import CellGrid
from screens.widgets.filter_bar import FilterBar
from screens.widgets.form import Form
from screens.widgets.month_grid import MonthGrid
from screens.widgets.pager import Pager
from screens.widgets.record_table import RecordTable
from tui.app import Guanai
from tui.options import guanai
from tui.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PLACES: dict[str, Any] = {
    "everywhere": Guanai,
    "every screen": BaseScreen,
    "lists": RecordTable,
    "search": FilterBar,
    "register": RegistryScreen,
    "child's file": ChildScreen,
    "new child": NewChildScreen,
    "talks of a month": TalksScreen,
    "records": RecordsScreen,
    "record": RecordScreen,
    "marks": MarksScreen,
    "forms": Form,
    "import": RosterImportScreen,
    "rows of an import": ImportPreview,
    "duplicates": DuplicatesScreen,
    "two entries side by side": CompareScreen,
    "pairing board": PairingScreen,
    "pairing: proposal": ProposalScreen,
    "pairing: hand over": HandOverScreen,
    "helpers": HelpersScreen,
    "calendar": CalendarScreen,
    "nine ones": NineOnesScreen,
    "nine ones: a cell": EvidenceScreen,
    "nine ones: children": ChildrenCellsScreen,
    "grid": CellGrid,
    "homes": HomesScreen,
    "a home": HomeScreen,
    "what homes must have": RequirementsScreen,
    "letters": LettersScreen,
    "children to tick": ChildTicksScreen,
    "letters of a festival": LetterListScreen,
    "good deeds": GoodDeedsScreen,
    "campaign": CampaignScreen,
    "calendar files": CalendarFiles,
    "month": MonthGrid,
    "activities": ActivityDeeds,
    "who came": AttendanceScreen,
    "semesters": SemestersScreen,
    "report": ReportPreview,
    "text to print": TextScreen,
    "text": Pager,
    "change log": AuditScreen,
    "requests of guardians": RequestsScreen,
}
KEY_NAMES = {"slash": "/", "escape": "Esc", "pageup": "PgUp", "pagedown": "PgDn"}


def _key_name(key: str) -> str:
    """As it stands on the keyboard; letters that are pressed alone are small."""
    if len(key) == 1:
        return key
    return "+".join(KEY_NAMES.get(part, part.capitalize()) for part in key.split("+"))


def key_table() -> Iterator[str]:
    """The README's table of keys, from the declarations of the verbs."""
    yield "| where | key | what it does |"
    yield "|---|---|---|"
    for place, owner in PLACES.items():
        for binding in owner.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id and binding.tooltip:
                keys = " ".join(f"`{_key_name(key)}`" for key in binding.key.split(","))
                yield f"| {place} | {keys} | {binding.tooltip} |"


def _between(start: str, end: str) -> str:
    return README.split(start, 1)[1].split("-->", 1)[1].split(end, 1)[0].strip()


def test_every_key_stands_in_its_table() -> None:
    assert _between("<!-- keys: begin", "<!-- keys: end").splitlines() == list(key_table())


def test_every_verb_and_option_is_documented() -> None:
    context = guanai.make_context("guanai", ["--version"], resilient_parsing=True)
    commands = {name: guanai.get_command(context, name) for name in guanai.list_commands(context)}
    for name, command in commands.items():
        assert f"guanai {name}" in README
        assert f"| `{name}` |" in README
        for option in command.params if command else ():
            long = [opt for opt in option.opts if opt.startswith("--")]
            assert not long or f"`{long[0]}`" in README or f"{long[0]} " in README or f"{long[0]}]" in README, long
    for option in guanai.params:
        assert option.opts[-1] in README, option.opts


@pytest.mark.parametrize("name", sorted(field.name for field in fields(Settings)))
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in README


@pytest.mark.parametrize("name", sorted(available()))
def test_every_report_is_documented(name: str) -> None:
    assert f"`{name}`" in README


def test_both_set_up_commands_are_one_line_each() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith("guanai --demo")
    assert lines[1].endswith("pytest")
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    assert lines[0] in chinese


if __name__ == "__main__":
    print("\n".join(key_table()))  # noqa: T201
