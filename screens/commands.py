"""F9: every command that works on a screen just now, with its key; the way for hands with an input method on."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual import on
from textual.app import App
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.widget import Widget

from db.i18n import _
from screens.dialogs.choose import Choose
from screens.widgets.form import Form
from screens.widgets.keys import key_name
from screens.widgets.options import Option
from screens.widgets.pick_input import PickInput
from screens.widgets.record_table import RecordTable
from screens.widgets.text_pane import Said, TextPane


class CommandsDialog(Choose):
    """Pick a command to run it; a sentence that its line cuts stands whole beneath the list."""

    DEFAULT_CSS = "CommandsDialog TextPane { height: 2; }"
    WIDEST = 78

    def __init__(self, screen: Screen[Any]) -> None:
        self.WIDTH = min(self.WIDEST, screen.app.size.width)
        self._whole = TextPane()
        self.commands = {str(number): active for number, active in enumerate(_commands(screen))}
        options = [
            Option(value, _(active.binding.tooltip), key_name(active.binding.key))
            for value, active in self.commands.items()
        ]
        super().__init__(_("Commands"), options)

    def body(self) -> list[Widget]:
        return [*super().body(), self._whole]

    @on(RecordTable.Moved)
    def _tell_whole(self, event: RecordTable.Moved) -> None:
        option: Option | None = event.row
        cut = option is not None and cell_len(option.label) > self.label_width
        self._whole.said = [Said(option.label)] if option and cut else []

    @classmethod
    def offer(cls, screen: Screen[Any]) -> None:
        """Show the commands of `screen` and run the one that is picked."""
        dialog = cls(screen)

        async def run(chosen: Option | None) -> None:
            if chosen:
                active = dialog.commands[chosen.value]
                await screen.app.run_action(active.binding.action, default_namespace=active.node)

        screen.app.push_screen(dialog, run)


def _commands(screen: Screen[Any]) -> list[ActiveBinding]:
    """One active binding a command: what only this screen can, what has the focus, every screen, the program."""
    # Moving in a list or a text needs no command; a form is saved and left by keys of its own.
    nodes = (Screen, App, Form, PickInput)
    found: dict[tuple[int, str], ActiveBinding] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        told = binding.tooltip and binding.id and binding.action != "commands"
        if active.enabled and told and isinstance(active.node, nodes):
            found.setdefault((id(active.node), binding.action), active)

    def rank(active: ActiveBinding) -> int:
        if active.node is screen:
            return 2 if str(active.binding.id).startswith("screen.") else 0
        return 3 if active.node is screen.app else 1

    return sorted(found.values(), key=rank)
