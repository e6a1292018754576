"""Names of saved files as a clerk reads them in a folder: the day, the title, what it was narrowed to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

_UNFIT = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
"""What Windows or Linux does not take in a name, and blanks, which a shell would part."""


def file_name(parts: Iterable[str], plain: Iterable[str], suffix: str) -> str:
    """The parts joined by hyphens; the plain ones where the encoding of the file system cannot write the others."""
    name = _joined(parts, suffix)
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return _joined(plain, suffix)
    return name


def _joined(parts: Iterable[str], suffix: str) -> str:
    return "-".join(_UNFIT.sub("_", part) for part in parts if part) + suffix
