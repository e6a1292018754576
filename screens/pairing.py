"""The pairing board: who waits for a helper, who could help, and why two fit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import Resize
from textual.widget import Widget

from db.access import Right
from db.commands.pairing_undo import undo
from db.i18n import _, mark
from db.queries.pages import ListPages
from db.queries.pairing_board import Board, Candidate, Waiting, pairing_board
from db.queries.pairing_helpers import HelperLine
from db.session import Session
from db.vocabulary import PairingKind
from screens.base import BaseScreen
from screens.dialogs.choose import Choose
from screens.pairing_views import (
    ChildRow,
    Chosen,
    HelperRow,
    about_child,
    about_helper,
    about_pair,
    child_columns,
    child_rows,
    child_table,
    helper_columns,
    helper_rows,
    helper_table,
    no_child,
    no_helper,
    place_of,
    place_options,
    standing,
)
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable
from screens.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from screens.pairing_proposal import Accepted

WIDE = 110
"""From this width on, the words stand beside the lists; below it, under them."""
LOW = 22
"""Below this height, the words are fewer."""


class PairingScreen(BaseScreen[None]):
    """One kind of helper at a time."""

    TITLE = mark("Pairing")
    HELP_TEXT = mark(
        "Enter on a child ranks the helpers, Enter on one of them pairs; Enter on a helper offers what can be done."
    )
    BINDING_GROUP_TITLE = mark("Pairing")
    CSS_PATH = "pairing.tcss"
    AUTO_FOCUS = "#children"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,p", "propose", mark("propose"), id="pairing.propose",
                tooltip=mark("Propose helpers for all, to accept in whole or in part.")),
        Binding("t", "kind", mark("kind"), id="pairing.kind", tooltip=mark("Another kind of helper.")),
        Binding("f", "narrow", mark("village"), show=False, id="pairing.narrow",
                tooltip=mark("Only the waiting children of one village or school; the proposal is for these, too.")),
        Binding("slash,s", "search", mark("search"), show=False, id="pairing.search",
                tooltip=mark("To a child or helper of the list by name, initials or place.")),
        Binding("c", "languages", mark("languages"), show=False, id="pairing.languages",
                tooltip=mark("Languages in place of villages; again: villages.")),
        Binding("u", "take_back", mark("undo"), id="pairing.undo", tooltip=mark("Take the last change back.")),
        Binding("r", "redo", mark("redo"), show=False, id="pairing.redo",
                tooltip=mark("Do again what was taken back.")),
        Binding("h", "helpers", mark("helper register"), id="pairing.helpers",
                tooltip=mark("The register of helpers.")),
        Binding("l", "report", mark("list"), id="pairing.report", tooltip=mark("The pairing list, to print or save.")),
        Binding("o", "rules", mark("rules"), show=False, id="pairing.rules",
                tooltip=mark("Who may help whom, as the office wants it.")),
        Binding("left", "turn('children')", mark("to the children"), show=False, priority=True, id="pairing.left",
                tooltip=mark("To the children.")),
        Binding("right", "turn('helpers')", mark("to the helpers"), show=False, priority=True, id="pairing.right",
                tooltip=mark("To the helpers.")),
        *(
            Binding(str(number), f"show_kind('{kind.value}')", kind.msgid, show=False, id=f"pairing.{kind.value}",
                    tooltip=kind.msgid)
            for number, kind in enumerate(PairingKind, 1)
        ),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path, child: int = 0) -> None:
        """Lists are saved in `folder`; `child` is one whose helper is looked for at once."""
        super().__init__()
        self.session = session
        self.folder = folder
        self.kind = PairingKind.LOVING_MOTHER
        self.board: Board | None = None
        """What is shown: `_whole`, or of it the children of one place."""
        self._whole: Board | None = None
        self._chosen, self._anew = Chosen.NOTHING, True
        self._child: Waiting | None = None
        self._helper: HelperLine | None = None
        self._to_say = ""
        self._place, self._languages = "", False
        self._opened_for = self._wanted = child
        """Whom the board was opened for; and until the board is read: who is to be chosen."""
        self._shown: list[ChildRow] = []
        self._done: list[int] = []
        self._undone: list[int] = []
        self._children = child_table()
        self._helpers = helper_table()
        self._about = TextPane(id="about")

    def body(self) -> Iterable[Widget]:
        with Container(id="board"):
            with Container(id="lists"):
                yield self._children
                yield self._helpers
            yield self._about

    # Reading

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.read()

    def others_wrote(self) -> None:
        self.read()

    def taken_back(self, done: str) -> None:
        # What the key of the whole program took back is not taken back again by ours.
        del self._done[-1:]
        self.read(done)

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.width >= WIDE, "wide")
        self.set_class(event.size.height < LOW, "low")

    def read(self, status: str = "") -> None:
        """Read the board anew, with the cursors where they are; say `status`, also where a later reading overtakes."""
        self._to_say = status or self._to_say
        self._read()

    @work(exclusive=True, group="board")
    async def _read(self) -> None:
        board = await self.in_thread(pairing_board, self.session, self.kind)
        if board is not None and board.kind is self.kind:
            self._whole = board
            wanted, self._wanted = self._wanted, 0
            found = self._look_for(board, wanted) if wanted else None
            self._narrow_and_fill(found)
            self._head(board)

    def _look_for(self, board: Board, wanted: int) -> HelperLine | None:
        """Choose the child whom the board was opened for; one who has such a helper is shown with that one."""
        child = next((one for one in board.waiting if one.id == wanted), None)
        if child is not None:
            self._child = child
            self._choose(Chosen.CHILD, self._helpers)
            return None
        line = board.helper_of(wanted)
        if line is None:
            self._to_say = _("By the rules this child is not meant to have one.")
        else:
            self._to_say = _("This child has {helper}; Enter offers what can be done.").format(helper=line.name)
            self._choose(Chosen.NOTHING, self._helpers)
        return line

    def _narrow_and_fill(self, helper: HelperLine | None = None) -> None:
        field, _blank, place = self._place.partition(" ")
        self.board = self._whole.narrowed(field, int(place)) if self._whole and place else self._whole
        self._fill(helper)

    def _head(self, board: Board) -> None:
        self.set_heading(_("{kind}  {paired} of {needed} have one, room for {room} more").format(
            kind=board.kind.label, paired=board.paired, needed=board.needed, room=board.room))  # fmt: skip
        here = _("{n} wait").format(n=len(self.board.waiting)) if self.board and self._place else ""
        self.set_status(self._to_say or here)
        self._to_say = ""

    def _fill(self, at: Waiting | HelperLine | None = None) -> None:
        """Show both lists as what was chosen first wants them, with the cursor at somebody or where it is."""
        board = self.board
        if board is None:
            return
        self._child = next((one for one in board.waiting if self._child and one.id == self._child.id), None)
        self._helper = board.by_id.get(self._helper.id) if self._helper else None
        if self._chosen is Chosen.CHILD and self._child is None:
            self._choose(Chosen.NOTHING, self._children)
        if self._chosen is Chosen.HELPER and (self._helper is None or not self._helper.helper.room):
            self._choose(Chosen.NOTHING, self._helpers)
        seeking = self._child if self._chosen is Chosen.CHILD else None
        taking = self._helper if self._chosen is Chosen.HELPER else None
        children, helpers = child_rows(board, taking), helper_rows(board, seeking)
        # After a choice the cursor stands on the best one; a child that was paired gives its place to the next.
        anew, self._anew = self._anew, False
        current = ChildRow(sought) if (sought := at if isinstance(at, Waiting) else seeking) else self._children.current
        child = None if taking and anew else standing(self._shown, current, children)
        helper = HelperRow(at) if isinstance(at, HelperLine) else None if seeking and anew else self._helpers.current
        self._shown = children
        self._children.set_empty(no_child(board))
        self._helpers.set_empty(no_helper(board, may_enter=self.session.may(Right.PLACES)))
        self._children.show(ListPages(children, key=lambda row: row.child.id), keep=child)
        self._helpers.show(ListPages(helpers, key=lambda row: row.line.id), keep=helper)
        self._tell()

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """Say in words what is under the cursor."""
        board, one = self.board, self._pair_in_sight()
        if board is None:
            return
        if one is not None:
            self._about.said = tuple(about_pair(board, one))
        elif self._helpers.has_focus:
            row = self._helpers.current
            self._about.said = tuple(about_helper(board, row.line)) if row else ()
        else:
            child = self._children.current
            self._about.said = tuple(about_child(board, child.child)) if child else ()

    def _pair_in_sight(self) -> Candidate | None:
        """The pair that Enter would make: whoever was chosen, and who is under the cursor of the other list."""
        child, helper = self._children.current, self._helpers.current
        if self.board is None or self._chosen is Chosen.NOTHING:
            return None
        if self._chosen is Chosen.CHILD:
            return self.board.candidate(self._child, helper.line) if self._child and helper else None
        return self.board.candidate(child.child, self._helper) if self._helper and child else None

    def _choose(self, chosen: Chosen, table: Widget) -> None:
        self._chosen, self._anew = chosen, True
        table.focus()

    def action_turn(self, side: str) -> None:
        """To the other list; whoever was chosen is let go."""
        table = self._children if side == "children" else self._helpers
        if not table.has_focus:
            let_go = self._chosen is not Chosen.NOTHING
            self._choose(Chosen.NOTHING, table)
            if let_go:
                self._fill()
            self.call_after_refresh(self._tell)

    def action_back(self) -> None:
        opened = self._opened_for and self._child and self._child.id == self._opened_for
        if self._chosen is Chosen.NOTHING or (self._chosen is Chosen.CHILD and opened):
            super().action_back()
        else:
            self._choose(Chosen.NOTHING, self._children if self._chosen is Chosen.CHILD else self._helpers)
            self._fill()
            self.call_after_refresh(self._tell)

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()
        one = self._pair_in_sight()
        if one is not None:
            if self.session.may(Right.PAIRINGS):
                self._pair(one)
        elif event.table is self._helpers:
            self._offer(event.row.line)
        else:
            self._child = event.row.child
            self._choose(Chosen.CHILD, self._helpers)
            self._fill()

    def take_children(self, line: HelperLine) -> None:
        """Rank the waiting children for a helper, so that Enter gives them one after another."""
        self._helper = line
        self._choose(Chosen.HELPER, self._children)
        self._fill()

    @work
    async def _offer(self, line: HelperLine) -> None:
        """What can be done with a helper."""
        from screens.pairing_deeds import offer

        await offer(self, line)

    @work(exclusive=True, group="pair")
    async def _pair(self, one: Candidate) -> None:
        from screens.pairing_deeds import pair_up

        await pair_up(self, one)

    def remember(self, deed: int) -> None:
        """Keep a deed for undo."""
        self._done.append(deed)
        self._undone.clear()

    def action_take_back(self) -> None:
        self._step(self._done, self._undone, _("Taken back."), _("There is nothing to take back."))

    def action_redo(self) -> None:
        self._step(self._undone, self._done, _("Done again."), _("There is nothing to do again."))

    @work(exclusive=True, group="pair")
    async def _step(self, source: list[int], target: list[int], sentence: str, nothing: str) -> None:
        if not source:
            self.set_status(nothing)
            return
        number = await self.in_thread(undo, self.session, source[-1])
        if number is not None:
            source.pop()
            target.append(number)
            self.read(sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("propose", "take_back", "redo"):
            return self.session.may(Right.PAIRINGS)
        return self.session.may(Right.OFFICE) if action == "rules" else True

    # Elsewhere

    @work
    async def action_kind(self) -> None:
        options = [Option(kind.value, kind.label) for kind in PairingKind]
        chosen = await self.app.push_screen_wait(Choose(_("Which kind?"), options, current=self.kind.value))
        if chosen is not None:
            self.action_show_kind(chosen.value)

    @work
    async def action_narrow(self) -> None:
        if self._whole is None:
            return
        options = [Option("", _("all")), *place_options(self._whole)]
        chosen = await self.app.push_screen_wait(Choose(_("Show only"), options, current=self._place))
        if chosen is not None:
            self._place = chosen.value
            self._choose(Chosen.NOTHING, self._children)
            self._narrow_and_fill()
            self._head(self._whole)

    def action_languages(self) -> None:
        self._languages = not self._languages
        self._children.set_columns(child_columns(languages=self._languages))
        self._helpers.set_columns(helper_columns(languages=self._languages))

    @work
    async def action_search(self) -> None:
        if self.board is None:
            return
        people: dict[str, Waiting | HelperLine] = {
            str(row.id): row for row in (self.board.helpers if self._helpers.has_focus else self.board.waiting)
        }
        options = [Option(key, one.name, place_of(one)) for key, one in people.items()]
        chosen = await self.app.push_screen_wait(Choose(_("Whom do you look for?"), options))
        if chosen is not None:
            self._fill(people[chosen.value])

    def action_show_kind(self, kind: str) -> None:
        self.kind = PairingKind(kind)
        self._choose(Chosen.NOTHING, self._children)
        self._child = self._helper = None
        self._wanted = self._opened_for
        self.read()

    def action_propose(self) -> None:
        from screens.pairing_proposal import ProposalScreen

        if self.board is not None and self.board.waiting:
            self.app.push_screen(ProposalScreen(self.session, self.board), self._proposed)
        else:
            self.set_status(_("No child waits."))

    def _proposed(self, accepted: Accepted | None) -> None:
        if accepted is not None:
            self.remember(accepted.deed)
            self.read(_("{n} pairs made; u takes them back.").format(n=accepted.pairs))

    def action_helpers(self) -> None:
        from screens.helpers import HelpersScreen

        self.app.push_screen(HelpersScreen(self.session, self.folder))

    def action_report(self) -> None:
        from exports.report import Request, find
        from screens.report_preview import PreviewScreen

        request = Request(on=self.session.clock.today(), kind=self.kind.value)
        self.app.push_screen(PreviewScreen(self.session, find("pairing"), self.folder, request))

    @work
    async def action_rules(self) -> None:
        from screens.pairing_rules import rules_deed
        from screens.plain_form import PlainFormScreen

        deed = await self.in_thread(rules_deed, self.session, self.kind)
        if deed is not None:
            self.app.push_screen(PlainFormScreen(self.session, deed))
