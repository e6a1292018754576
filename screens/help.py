"""F1: what the keys of the screen do, by the place where they work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual.dom import DOMNode
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.pages import ListPages
from screens.base import BaseScreen
from screens.widgets.cells import wrap
from screens.widgets.columns import GAP, MARGIN, Column
from screens.widgets.keys import key_name
from screens.widgets.record_table import RecordTable
from screens.widgets.sentence import Sentence


@dataclass(frozen=True)
class KeyLine:
    """The keys of a verb and what it does."""

    keys: str
    sentence: str

    def wrapped(self, width: int) -> Iterator[KeyLine]:
        """The sentence in lines of so many cells, the keys before the first."""
        for number, line in enumerate(wrap(self.sentence, width)):
            yield KeyLine("" if number else self.keys, self.sentence[line.start : line.end])


class HelpScreen(BaseScreen[None]):
    """The keys that work on another screen just now, with a sentence each."""

    TITLE = mark("Help")

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about
        self._lines = key_lines(about)
        self._keys = max((cell_len(line.keys) for line in self._lines), default=0)
        columns = [
            Column[KeyLine]("keys", _("Key"), self._keys, lambda line: line.keys),
            Column[KeyLine]("sentence", _("What it does"), 30, lambda line: line.sentence, grow=True),
        ]
        self._table: RecordTable[KeyLine] = RecordTable(columns, threaded=False)

    def body(self) -> Iterable[Widget]:
        help_text = getattr(self._about, "HELP_TEXT", "")
        if help_text:
            yield Sentence(_(help_text))
        yield self._table

    def on_mount(self) -> None:
        title = self._about.TITLE
        self.set_heading(_(title) if title else "")
        self._table.focus()

    def on_resize(self, event: Resize) -> None:
        room = event.size.width - MARGIN - self._keys - GAP
        self._table.show(ListPages([part for line in self._lines for part in line.wrapped(room)]))

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
