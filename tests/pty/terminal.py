"""A terminal for tests: a program in a real pty, its screen (pyte) and its bytes counted.

    with Terminal([sys.executable, "-m", "tui.cli", "--demo"], rows=24, columns=80) as terminal:
        terminal.wait_for("登记册")
        assert terminal.press("\\x1b[B") <= 40      # bytes that a key cost
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit(5) == 143

Nothing sleeps: every wait is a `select` on the pty with a deadline, and ends as soon as the program has been quiet.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

from tests.pty.screen import Screen

DOWN, UP, TAB, ENTER, ESCAPE = "\x1b[B", "\x1b[A", "\t", "\r", "\x1b"
RIGHT, LEFT, PAGE_DOWN = "\x1b[C", "\x1b[D", "\x1b[6~"

# A session leader that opens a terminal makes it its controlling one: no fork in a threaded test run.
_LAUNCH = 'exec <"$0" >"$0" 2>&1; exec "$@"'
_KEYBOARD_PROTOCOL = re.compile(rb"\x1b\[[<>]\d*u")
_LAUNCH_WITHOUT_HANGUP = f'trap "" HUP; {_LAUNCH}'


class Terminal:
    """A program in a pty of `rows` x `columns`; `output` is all that it wrote, `screen` what a person sees."""

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        *,
        rows: int = 24,
        columns: int = 80,
        cwd: Path | None = None,
        ignore_hangup: bool = False,
    ) -> None:
        """`env` is added to a small, fixed environment; `ignore_hangup` starts the program with SIGHUP ignored."""
        self.master, slave = pty.openpty()
        self.name = os.ttyname(slave)
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = bytearray()
        self._set_size(rows, columns)
        environment = {
            name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "VIRTUAL_ENV") if name in os.environ
        }
        environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1"} | dict(env or {})
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", _LAUNCH_WITHOUT_HANGUP if ignore_hangup else _LAUNCH, self.name, *argv],
            env=environment,
            cwd=cwd,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # Kept open until the first byte: without any opener a pty whose program has not started yet reads as hung up.
        self._slave: int | None = slave

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.close()

    def close(self) -> None:
        """Close the window: the program's terminal vanishes."""
        self._release()
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def _release(self) -> None:
        if self._slave is not None:
            os.close(self._slave)
            self._slave = None

    def _set_size(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, rows: int, columns: int) -> None:
        """Change the window's size; the kernel tells the program."""
        self.screen.resize(rows, columns)
        self._set_size(rows, columns)

    def read(self, timeout: float) -> int:
        """Take what the program writes within `timeout` seconds, at most one piece; the number of bytes."""
        ready, _, _ = select.select([self.master], [], [], max(timeout, 0))
        if not ready:
            return 0
        try:
            data = os.read(self.master, 65536)
        except OSError:  # EIO: the program has ended
            data = b""
        if not data:
            return 0
        self.show(data)
        return len(data)

    def show(self, data: bytes) -> None:
        """Keep what the program wrote, and draw it."""
        self._release()
        self.output += data
        # pyte prints the end of the keyboard protocol's sequences as text.
        self._stream.feed(_KEYBOARD_PROTOCOL.sub(b"", data))

    def settle(self, quiet: float = 0.15, timeout: float = 10.0) -> int:
        """Read until the program has been quiet for `quiet` seconds; the number of bytes it wrote meanwhile."""
        before, deadline = len(self.output), time.monotonic() + timeout
        while time.monotonic() < deadline:
            if not self.read(quiet) and not self._pending():
                break
        return len(self.output) - before

    def _pending(self) -> bool:
        return bool(select.select([self.master], [], [], 0)[0]) and self.process.poll() is None

    def wait_for(self, text: str, timeout: float = 20.0) -> None:
        """Read until the screen shows `text`, and then until it is quiet."""
        deadline = time.monotonic() + timeout
        while text not in self.screen.text:
            left = deadline - time.monotonic()
            if left <= 0 or (not self.read(min(left, 0.1)) and self.process.poll() is not None):
                raise AssertionError(f"the screen does not show {text!r}:\n{self.screen.text}")
        self.settle()

    def send(self, keys: str | bytes) -> None:
        """Type `keys`, as the terminal would send them."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            # A program that is busy stops reading; its output is taken meanwhile, as a terminal does.
            _, writable, _ = select.select([], [self.master], [], 0.05)
            if writable:
                data = data[os.write(self.master, data[:1024]) :]
            else:
                self.read(0)

    def press(self, keys: str | bytes, quiet: float = 0.15, patience: float = 3.0) -> int:
        """Type `keys`; the bytes that the program wrote until it was quiet again, waiting `patience` for the first."""
        before = len(self.output)
        self.send(keys)
        if len(self.output) == before:
            self.read(patience)
        self.settle(quiet)
        return len(self.output) - before

    def write_over(self, text: str) -> None:
        """Let another program write on the terminal, as `wall` does."""
        descriptor = os.open(self.name, os.O_WRONLY | os.O_NOCTTY)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)
        self.settle()

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def wait_exit(self, timeout: float, *, read: bool = True) -> int:
        """The exit code (negative: killed by that signal); with `read` false the terminal stays stalled meanwhile."""
        deadline = time.monotonic() + timeout
        while self.process.poll() is None and time.monotonic() < deadline:
            if read and self.master >= 0:
                self.read(0.05)
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.05)
        code = self.process.poll()
        if code is None:
            raise AssertionError(f"the program still runs after {timeout} s:\n{self.screen.text}")
        if read and self.master >= 0:
            self.settle(0.02)
        return code

    def send_blind(self, keys: str) -> None:
        """Type as much of `keys` as the program takes, and read nothing: a terminal whose line has stalled."""
        data = keys.encode()
        while data and select.select([], [self.master], [], 0.05)[1]:
            data = data[os.write(self.master, data) :]

    def stall(self, keys: str, timeout: float = 10.0) -> None:
        """Type `keys` over and over and read nothing, until the program waits for its terminal to take more."""
        output = os.open(self.name, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        deadline = time.monotonic() + timeout
        try:
            while time.monotonic() < deadline:
                self.send_blind(keys)
                used = self.cpu_seconds()
                full = not select.select([], [output], [], 0.3)[1]
                if full and self.cpu_seconds() - used < 0.02:
                    return
        finally:
            os.close(output)
        raise AssertionError("the program never filled its terminal")

    def memory(self) -> int:
        """Bytes of memory that the program holds (Linux)."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def state(self) -> str:
        """The state of the process (Linux): S waits, R runs, T is stopped."""
        return Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0]

    def cpu_seconds(self) -> float:
        """Processor time that the program has used so far (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def modes(self) -> tuple[bool, bool]:
        """Whether the terminal echoes and takes whole lines, as a shell expects to find it."""
        local = termios.tcgetattr(self.master)[3]
        return bool(local & termios.ECHO), bool(local & termios.ICANON)
