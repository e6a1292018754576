"""The one form: fields declared, checked and kept, whatever happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input

from db.i18n import _, mark
from screens.dialogs.confirm import Confirm
from screens.widgets.field_row import FieldRow, label_width
from screens.widgets.fields import Field, Kind, Section
from screens.widgets.line import Line
from screens.widgets.pick_input import PickInput
from screens.widgets.sentence import Sentence
from screens.widgets.text_input import TextInput


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls with the focus only: its own keys would take the arrows from the form once it does not fit."""

    DEFAULT_CSS = "Fields { height: 1fr; scrollbar-size: 0 0; }"


class Form(Vertical):
    """Fields under headings, with the help for the one that has the focus, as high for each: nothing moves.

    Nothing that was typed is lost by an error, and nothing wrong is handed on.
    """

    BINDING_GROUP_TITLE = mark("Form")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,ctrl+s", "save", mark("save"), id="form.save", tooltip=mark("Check the form and save it.")),
        Binding("escape", "cancel", mark("back"), id="form.cancel", tooltip=mark("Leave the form without saving.")),
        *(
            Binding(key, action, label, show=False, id=f"form.{key}", tooltip=tooltip)
            for key, action, label, tooltip in (
                ("enter", "next", mark("next"), mark("To the next field.")),
                ("down", "next", mark("next"), mark("To the next field.")),
                ("up", "previous", mark("previous"), mark("To the field before.")),
                ("pagedown", "section(1)", mark("next part"), mark("To the next part of the form.")),
                ("pageup", "section(-1)", mark("previous part"), mark("To the part of the form before.")),
            )
        ),
    ]
    DEFAULT_CSS = """
    Form { height: 1fr; }
    Form.-short, Form.-short Fields { height: auto; max-height: 100%; }
    Form .heading { margin-top: 1; }
    Form .heading:first-child { margin-top: 0; }
    """

    LAST: ClassVar[str] = mark("That was the last field. F8 saves.")
    """Said to who goes on from the last field, a msgid."""

    @dataclass
    class Changed(Message):
        """A field was changed."""

        form: Form
        name: str
        entries: dict[str, str]
        """All entries as they stand, right or wrong: what a draft keeps and `restore` takes."""

        @property
        def control(self) -> Form:
            return self.form

    @dataclass
    class Submitted(Message):
        """The form was right and is to be saved; it stays open until the screen closes it."""

        form: Form
        values: dict[str, Any]
        """Every field that can be changed."""
        changed: dict[str, Any]
        """Those that differ from what the form opened with."""

        @property
        def control(self) -> Form:
            return self.form

    @dataclass
    class Cancelled(Message):
        """The form is to be closed and what was typed thrown away."""

        form: Form

        @property
        def control(self) -> Form:
            return self.form

    def __init__(
        self,
        sections: Sequence[Section] | Sequence[Field],
        values: Mapping[str, Any] | None = None,
        *,
        take_focus: bool = True,
        short: bool = False,
        proposed: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        """`values` are what the record holds now, by field name; a reference is an Option.

        `take_focus=False` for a form that is mounted out of sight; `short` for one that is as high as its fields are
        just now, errors included, and leaves the rest of the screen to others. `proposed` where nobody has typed the
        values: what follows from one of them follows it when it is changed.
        """
        super().__init__(id=id, classes="-short" if short else None)
        bare = [part for part in sections if isinstance(part, Field)]
        headed = [part for part in sections if isinstance(part, Section)]
        self._sections = [Section("", bare), *headed] if bare else headed
        self._take_focus = take_focus
        fields = [field for section in self._sections for field in section.fields]
        values = values or {}
        width = label_width(fields)
        self._rows = {field.name: FieldRow(field, field.entry(values.get(field.name)), width) for field in fields}
        self._opened_with = self.entries
        self._effects: dict[str, str] = self._followed() if proposed else {}
        self._help = Sentence(longest=max((row.help for row in self._rows.values()), key=cell_len, default=""))
        self._notice = ""

    # What a screen asks and says

    @property
    def entries(self) -> dict[str, str]:
        """What stands in every field, right or wrong, for a draft."""
        return {name: row.entry for name, row in self._rows.items()}

    @property
    def values(self) -> dict[str, Any]:
        """The values of the fields that are right."""
        return {name: row.value() for name, row in self._rows.items() if self._changeable(name) and not row.problem}

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what the form opened with."""
        return self.entries != self._opened_with

    def fill(self, name: str, value: Any) -> None:
        """Put `value` into a field, as if it had been typed."""
        row = self._rows[name]
        row.fill(row.field.entry(value))

    def restore(self, entries: Mapping[str, str]) -> None:
        """Put the entries of a draft back; fields that are no longer in the form are passed over."""
        for name, entry in entries.items():
            if name in self._rows:
                self._rows[name].fill(entry)

    def set_errors(self, errors: Mapping[str, str]) -> None:
        """Show sentences under fields, by name, and go to the first; errors of other names go to the help line."""
        for name, row in self._rows.items():
            row.show_error(errors.get(name, ""))
        others = [sentence for name, sentence in errors.items() if name not in self._rows]
        if others:
            self._notify(others[0])
        self._go_to_error()

    def saved(self) -> None:
        """Take what stands in the form as what the record holds now."""
        self._opened_with = self.entries

    # Drawing

    def compose(self) -> ComposeResult:
        with Fields():
            for section in self._sections:
                if section.title:
                    yield Line(_(section.title), bold=True, classes="heading")
                for field in section.fields:
                    yield self._rows[field.name]
        yield self._help

    def on_mount(self) -> None:
        if self._take_focus:
            self.focus_first()

    def focus_first(self, name: str = "") -> None:
        """Go to the field that is named, or to the first one."""
        for row in self._rows.values():
            if row.editor is not None and name in ("", row.field.name):
                self._focus(row)
                return

    # Keys

    def action_save(self) -> None:
        right = [row.check() for row in self._rows.values() if row.editor is not None]
        if not all(right):
            self._go_to_error()
            return
        values = self.values
        changed = {name: value for name, value in values.items() if self._rows[name].entry != self._opened_with[name]}
        self.post_message(self.Submitted(self, values, changed))

    def action_cancel(self) -> None:
        if not self.dirty:
            self.post_message(self.Cancelled(self))
            return
        question = _("Leave without saving?")
        changed = [_(row.field.label) for name, row in self._rows.items() if row.entry != self._opened_with[name]]
        self.app.push_screen(
            Confirm(question, _("Changed: {fields}").format(fields=_(", ").join(changed)), _("Throw it away")),
            self._leave,
        )

    def action_next(self) -> None:
        self._step(1)

    def action_previous(self) -> None:
        self._step(-1)

    def action_section(self, by: int) -> None:
        firsts = [
            next((field.name for field in section.fields if self._changeable(field.name)), "")
            for section in self._sections
        ]
        names = list(self._rows)
        places = [names.index(name) for name in firsts if name]
        here = names.index(self._held.field.name) if self._held else 0
        beyond = [place for place in places if (place > here if by > 0 else place < here)]
        if beyond:
            self._focus(self._rows[names[min(beyond) if by > 0 else max(beyond)]])

    # Inside

    @property
    def _held(self) -> FieldRow | None:
        return next((row for row in self._rows.values() if row.editor is not None and row.editor.has_focus), None)

    def _changeable(self, name: str) -> bool:
        return self._rows[name].field.kind is not Kind.READ_ONLY

    def _focus(self, row: FieldRow) -> None:
        if row.editor is not None:
            self.screen.set_focus(row.editor)  # at once: the next key may be here already

    def _step(self, by: int) -> None:
        rows = [row for row in self._rows.values() if row.editor is not None]
        if self._held is None:
            return
        self._notify("")
        at = rows.index(self._held) + by
        if 0 <= at < len(rows):
            self._focus(rows[at])
        elif by > 0:
            self._notify(_(self.LAST))

    def _go_to_error(self) -> None:
        wrong = next((row for row in self._rows.values() if row.error), None)
        if wrong is not None:
            self._focus(wrong)
            self._show_help()

    @on(FieldRow.Changed)
    def _field_changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        self._notice = ""
        row = event.row
        if row.error:
            row.check()
        self._show_help()
        if row.field.effects is not None:
            self._follow(row)
        self.post_message(self.Changed(self, row.field.name, self.entries))

    def _followed(self) -> dict[str, str]:
        """The entries that follow from others as they stand."""
        found = [pair for row in self._rows.values() for pair in self._effects_of(row)]
        return {name: entry for name, entry in found if self._rows[name].entry == entry}

    def _effects_of(self, row: FieldRow) -> list[tuple[str, str]]:
        """The entries that follow from a field, by field."""
        effects = row.field.effects
        if effects is None or not row.entry.strip() or row.problem:
            return []
        return [(name, self._rows[name].field.entry(value)) for name, value in effects(row.value()).items()]

    def _follow(self, row: FieldRow) -> None:
        """Fill what follows from a field, where there is nothing or what followed before."""
        for name, entry in self._effects_of(row):
            target = self._rows[name]
            if target.entry in ("", self._effects.get(name)):
                target.fill(entry)
                self._effects[name] = entry

    @on(Input.Submitted)
    @on(PickInput.Chosen)
    def _entered(self, event: Input.Submitted | PickInput.Chosen) -> None:
        event.stop()
        self.action_next()

    @on(TextInput.Refused)
    @on(FieldRow.Refused)
    def _refused(self, event: TextInput.Refused | FieldRow.Refused) -> None:
        event.stop()
        self._notify(event.sentence)

    def _notify(self, sentence: str) -> None:
        """Say `sentence` in the line of help, until the next change or the next field."""
        self._notice = sentence
        self._show_help()

    def _show_help(self) -> None:
        held = self._held
        self._help.text = self._notice or ((held.hidden_error or held.help) if held else "")

    def on_descendant_focus(self) -> None:
        self._show_help()

    def _leave(self, yes: bool | None) -> None:
        if yes:
            self.post_message(self.Cancelled(self))
