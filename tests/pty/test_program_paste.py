"""A megabyte pasted by mistake: into the search, a note and a field of the real program."""

from __future__ import annotations

import fcntl
import os
import struct
import termios

from tests.pty.program import CHILDREN, F7, F8, F10, Program, ask, drafts, names
from tests.pty.terminal import ENTER, ESCAPE, Terminal

MEGABYTE = "粘贴的字" * 90_000
"""1.08 MB."""
MARKED = f"\x1b[200~{MEGABYTE}\x1b[201~"
MORE_MEMORY, MORE_SECONDS = 60 * 2**20, 20
"""Of the whole test; one key event a character took 402 MB and far more than a minute."""
REFUSED = "没有收下"
CLEAR = "\x15"


def paste(terminal: Terminal, text: str) -> None:
    """Send it, and wait until the program has read it to its end and said that it was too long."""
    terminal.send(text)
    line = os.open(terminal.name, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        while struct.unpack("i", fcntl.ioctl(line, termios.FIONREAD, b"\0\0\0\0"))[0]:
            terminal.read(0.05)
    finally:
        os.close(line)
    terminal.wait_for(REFUSED)
    terminal.settle(quiet=1.2)  # a paste that nobody marked has ended when nothing comes for a second


def test_a_megabyte_is_refused_and_the_program_goes_on(own_program: Program) -> None:
    name = names(own_program.database)[10]
    with own_program.start("--screen", "registry") as terminal:
        terminal.wait_for(f"/{CHILDREN}")
        memory, seconds = terminal.memory(), terminal.cpu_seconds()
        terminal.press(F7)
        paste(terminal, MEGABYTE)
        terminal.press(CLEAR + name)  # the first character may have come alone, as if it were typed
        terminal.wait_for("1-1/1")
        terminal.press(ENTER)
        terminal.press(ENTER)
        terminal.wait_for("现况")
        terminal.press("r")
        terminal.wait_for("评定风险等级")
        terminal.press("黄")
        terminal.press(ENTER)
        paste(terminal, MARKED)
        terminal.press("已经好转")
        terminal.press(F8)
        terminal.wait_for("已保存")
        terminal.press(ESCAPE)
        terminal.wait_for("儿童名册")
        terminal.press(F8)
        terminal.wait_for("父亲姓名")
        paste(terminal, MEGABYTE)
        terminal.press("王小明")
        terminal.wait_for("王小明")
        assert terminal.memory() - memory < MORE_MEMORY
        assert terminal.cpu_seconds() - seconds < MORE_SECONDS
        terminal.send(F10)
        assert terminal.wait_exit(10) == 0
    assert ask(own_program.database, "SELECT risk_reason FROM child WHERE name = ?", name) == ["已经好转"]
    assert not any("粘贴" in payload for payload in drafts(own_program.database))
