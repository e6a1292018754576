"""Identities that stay the same when records travel between machines: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import os
import time


def new_uid() -> str:
    """A fresh UUIDv7: its first 48 bits are milliseconds, so later identities sort later."""
    return uid_at(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10), "big"))


def uid_at(milliseconds: int, randomness: int) -> str:
    """The UUIDv7 of a given millisecond with 74 bits of the given randomness."""
    high, low = randomness >> 62 & 0xFFF, randomness & (1 << 62) - 1
    digits = f"{milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
