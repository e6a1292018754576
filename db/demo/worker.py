"""A stream made in a process of its own, so that making rows and writing them keep two cores busy."""

from __future__ import annotations

import marshal
import os
import pickle
import signal
import struct
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import IO, Any

from db.engine.founding import collector_resting
from db.errors import GuanaiError
from db.i18n import _

# Not multiprocessing: that runs the main script of this process once more in the new one.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from db.demo.worker import serve; serve()"
_LENGTH = struct.Struct(">I")
_BATCH, _FAULT, _END = range(3)

Stream = Callable[[Any], Iterator[Any]]


def in_another_process(stream: Stream, order: Any) -> Iterator[Any]:
    """What `stream(order)` yields, made ahead: plain values only (tuples, lists, text, numbers).

    `stream`, which can be imported by its name, and `order` are pickled. The batches go by marshal, in a fifth of
    pickle's time: both ends are the same Python. Raises RuntimeError with the other traceback where the stream fails.
    """
    command = [sys.executable, "-c", _PROGRAM, *sys.path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with process.stdin:
                pickle.dump((stream, order), process.stdin)
            while True:
                kind, value = _received(process.stdout)
                if kind == _FAULT:
                    raise RuntimeError(value)
                if kind == _END:
                    return
                yield value
        finally:
            process.terminate()


def serve() -> None:
    """The other end: read the order, write the batches, and end with the reader."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the reader hears it, too, and ends this process
    stream, order = pickle.load(sys.stdin.buffer)
    try:
        with collector_resting():
            for batch in stream(order):
                _send(sys.stdout.buffer, _BATCH, batch)
        _send(sys.stdout.buffer, _END, None)
    except BrokenPipeError:
        os._exit(1)  # the interpreter's own way out would complain about the pipe
    except Exception:  # noqa: BLE001 - carried to the reader, which raises it
        _send(sys.stdout.buffer, _FAULT, traceback.format_exc())


def _send(pipe: IO[bytes], kind: int, value: Any) -> None:
    data = marshal.dumps((kind, value))
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Any:
    head = pipe.read(_LENGTH.size)
    data = pipe.read(*_LENGTH.unpack(head)) if len(head) == _LENGTH.size else b""
    if not data:
        raise GuanaiError(_("The making of the data broke off. Nothing was changed. Try again."))
    return marshal.loads(data)
