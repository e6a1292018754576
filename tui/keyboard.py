"""What the terminal sends, made safe: bytes that are no UTF-8, pastes of any size, a terminal that is gone.

Replaces the reading loop of Textual's POSIX driver, which ends the program at the first invalid byte, spins on a lost
terminal, and turns each pasted character into a key event (100 kB froze it for 14 s and took 402 MB).
"""

from __future__ import annotations

import codecs
import os
import selectors
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser

from db.i18n import _, mark
from tui.pacing import wait_until_done

if TYPE_CHECKING:
    from textual.app import App
    from textual.drivers.linux_driver import LinuxDriver
    from textual.message import Message

PASTE_LIMIT = 10_000
"""Characters taken of one paste; the longest note of a form is far shorter."""

_PASTE_START, _PASTE_END = "\x1b[200~", "\x1b[201~"
# Nobody types so many characters between two reads: a paste into a terminal that does not mark pastes.
_BURST = 256
_POLL = 0.1
# A paste whose end never comes is over after a second of silence.
_SILENT_POLLS = 10

NOT_UTF8 = mark("The last keys were ignored: this terminal does not send UTF-8. Set its character encoding to UTF-8.")
TOO_LONG = mark("Only the first {limit} characters of the paste were taken.")


def _tail(text: str, marker: str, shortest: int) -> str:
    """The longest end of `text` that may be the beginning of `marker`, if it has at least `shortest` characters."""
    for length in range(min(len(marker) - 1, len(text)), shortest - 1, -1):
        if text.endswith(marker[:length]):
            return text[-length:]
    return ""


class Reader:
    """Turns the bytes of the terminal into messages; `hints` collects the sentences to show, one for each fault."""

    def __init__(self) -> None:
        self.hints: list[str] = []
        self._parser = XTermParser()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._held = ""
        self._pasting = False
        self._pasted: list[str] = []
        self._taken = 0
        self._silent = 0
        self._garbled = False
        self._ongoing = False
        """Whether a paste that nobody marked goes on: its pieces come without a pause, and may be short."""

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages in `data`, which is never empty."""
        self._ongoing = self._taken > 0 and self._silent <= 1
        self._silent = 0
        text = self._held + self._decode(data)
        self._held = ""
        while text:
            if self._pasting:
                held = _tail(text, _PASTE_END, 1)
                inside, end, text = text[: len(text) - len(held)].partition(_PASTE_END)
                self._take(inside)
                if end:
                    yield from self._end_paste()
                    text += held
                else:
                    self._held = held
            else:
                held = _tail(text, _PASTE_START, 3)
                typed, start, text = text[: len(text) - len(held)].partition(_PASTE_START)
                yield from self._typed(typed)
                if start:
                    self._pasting = True
                    text += held
                else:
                    self._held = held

    def tick(self) -> Iterator[Message]:
        """The messages that are due because nothing came for a while; called ten times a second."""
        self._silent += 1
        if self._silent >= _SILENT_POLLS:
            self._garbled = False
            if self._pasting:
                self._held = ""
                yield from self._end_paste()
            self._taken = 0
        if self._held and not self._pasting:
            held, self._held = self._held, ""
            yield from self._parser.feed(held)
        yield from self._parser.tick()

    def _decode(self, data: bytes) -> str:
        try:
            return self._decoder.decode(data)
        except UnicodeDecodeError:
            # The second byte of a GBK character may be a letter: half of such a piece would be taken for commands.
            self._decoder.reset()
            if not self._garbled:
                self.hints.append(_(NOT_UTF8))
            self._garbled = True
            return ""

    def _typed(self, text: str) -> Iterator[Message]:
        burst = len(text) >= _BURST or (self._ongoing and (len(text) > 1 or text.isprintable()))
        if burst and "\x1b" not in text:
            self._take(text)
            yield from self._emit()
        elif text:
            yield from self._parser.feed(text)

    def _take(self, text: str) -> None:
        room = PASTE_LIMIT - self._taken
        if 0 <= room < len(text):
            self.hints.append(_(TOO_LONG).format(limit=PASTE_LIMIT))
        if room > 0:
            self._pasted.append(text[:room])
        self._taken += len(text)

    def _emit(self) -> Iterator[Message]:
        text = "".join(self._pasted).replace("\x00", "")
        self._pasted.clear()
        if text:
            yield events.Paste(text)

    def _end_paste(self) -> Iterator[Message]:
        yield from self._emit()
        self._pasting = self._ongoing = False
        self._taken = 0


def hint(app: App[object], sentence: str) -> None:
    """Show one line about the terminal, from any thread."""
    app.notify(sentence, severity="warning", markup=False)


def read_keys(driver: LinuxDriver) -> None:
    """Read the terminal until the driver's `exit_event`; takes the place of `LinuxDriver.run_input_thread`."""
    reader = Reader()
    with selectors.DefaultSelector() as selector:
        selector.register(driver.fileno, selectors.EVENT_READ)
        while not driver.exit_event.is_set():
            messages = reader.tick()
            if selector.select(_POLL):
                try:
                    data = os.read(driver.fileno, 4096)
                except OSError:
                    data = b""
                if not data:
                    # The terminal is gone. `hangup` ends the program; spinning here would cost a processor.
                    driver.exit_event.wait()
                    return
                messages = reader.feed(data)
            for message in messages:
                driver.process_message(message)
                if isinstance(message, events.Key):
                    wait_until_done(driver._app, driver.exit_event)
            for sentence in reader.hints:
                hint(driver._app, sentence)
            reader.hints.clear()
