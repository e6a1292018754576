"""A PIN as it is kept: what is stored does not tell it, and each try takes a while.

All PINs of four digits are tried in minutes, of six in half a day: it keeps out whoever passes a covered screen, and
whoever holds the file of the register needs none.
"""

from __future__ import annotations

import hashlib
import hmac

SHORTEST, LONGEST = 4, 12
_ROUNDS, _BLOCK = 2**14, 8
"""16 MB and some 50 ms a try."""


def fits(pin: str) -> bool:
    """Whether a text is a PIN: 4 to 12 digits."""
    return pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST


def kept(pin: str, salt: bytes) -> str:
    """What is stored of a PIN."""
    return f"{salt.hex()} {hashlib.scrypt(pin.encode(), salt=salt, n=_ROUNDS, r=_BLOCK, p=1, dklen=32).hex()}"


def matches(pin: str, stored: str) -> bool:
    return hmac.compare_digest(kept(pin, bytes.fromhex(stored.partition(" ")[0])), stored)
