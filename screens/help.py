"""F1: what the keys of the screen do, by the place where they work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.pages import ListPages
from screens.base import BaseScreen
from screens.widgets.columns import Column
from screens.widgets.keys import key_name
from screens.widgets.record_table import RecordTable


@dataclass(frozen=True)
class KeyLine:
    """The keys of a verb and what it does."""

    keys: str
    sentence: str


class HelpScreen(BaseScreen[None]):
    """The keys that work on another screen just now, with a sentence each."""

    TITLE = mark("Help")

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about

    def body(self) -> Iterable[Widget]:
        lines = key_lines(self._about)
        help_text = getattr(self._about, "HELP_TEXT", "")
        if help_text:
            lines.insert(0, KeyLine("", _(help_text)))
        columns = [
            Column[KeyLine]("keys", _("Key"), 20, lambda line: line.keys),
            Column[KeyLine]("sentence", _("What it does"), 30, lambda line: line.sentence, grow=True),
        ]
        yield RecordTable(columns, ListPages(lines), threaded=False)

    def on_mount(self) -> None:
        title = self._about.TITLE
        self.set_heading(_(title) if title else "")

    def action_help(self) -> None:
        # The key that opened it closes it.
        self.action_back()


def key_lines(screen: Screen[Any]) -> list[KeyLine]:
    """Every verb that is active on `screen` and says what it does, innermost first, its keys joined."""
    keys: dict[tuple[DOMNode, str], list[str]] = {}
    sentences: dict[tuple[DOMNode, str], str] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        # What Textual binds for itself has no id; its sentences are English and its keys are not ours to teach.
        if not binding.tooltip or not binding.id:
            continue
        verb = active.node, binding.action
        keys.setdefault(verb, []).append(key_name(binding.key))
        sentences.setdefault(verb, _(binding.tooltip))
    return [KeyLine(" ".join(keys[verb]), sentence) for verb, sentence in sentences.items()]
