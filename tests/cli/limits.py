"""What a process may not do: fill the disk, or pass over the modes of files. Each is called in the process itself."""

from __future__ import annotations

import ctypes
import resource
import signal

CAPABILITIES_OF_64_BITS = 0x20080522
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER = 1, 2, 3


def without_privileges() -> None:
    """Let file modes bind root too; for anybody else they do anyway, and this does nothing."""
    libc = ctypes.CDLL(None)
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_OF_64_BITS, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable, twice: the lower and the higher half
    libc.capget(header, sets)
    for index in (0, 1):  # the kernel answers access(2) by what is permitted, not by what is effective
        sets[index] &= ~(1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH | 1 << CAP_FOWNER)
    assert libc.capset(header, sets) == 0


def small_disk(size: int) -> None:
    """Let no file grow beyond `size` bytes, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
