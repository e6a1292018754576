"""The list of who is to come to an activity, as it is laid on the table for signing, or kept with the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db.i18n import _, mark
from db.queries.activities import ActivityFile, Guest
from db.vocabulary import ActivityState
from exports.blocks import Column, Table
from exports.masking import NUMBERS
from exports.pages import paged

BLANK = 5
"""Lines left for whoever is not on the list."""


@dataclass(frozen=True)
class _Line:
    number: int
    name: str = ""
    what: str = ""
    came: str = ""


def lines(file: ActivityFile, guests: Sequence[Guest]) -> Iterator[str]:
    """Pages of 80 columns with everybody on the list, whether they came once it was held, and room to sign."""
    place = next((text for text in (file["place"], file.school, file.village) if text), "")
    head = "  ".join(part for part in (file["on_date"], file["starts_at"], place) if part)
    title = _("Sign-in sheet: {title}").format(title=file["title"])
    yield from paged(title, [head, ""], [Table(_COLUMNS, _rows(file, guests))], NUMBERS)


def _rows(file: ActivityFile, guests: Sequence[Guest]) -> Iterator[_Line]:
    held = file["state"] == ActivityState.DONE
    for number, guest in enumerate(guests, 1):
        yield _Line(number, guest.name, guest.what, (_("yes") if guest.present else _("no")) if held else "")
    for number in range(BLANK):
        yield _Line(len(guests) + 1 + number)


_COLUMNS = (
    Column(mark("No."), lambda line: line.number, 4),
    Column(mark("Name"), lambda line: line.name, 16),
    Column(mark("Class, child or unit"), lambda line: line.what, 26),
    Column(mark("Came"), lambda line: line.came, 4),
    Column(mark("Signature"), lambda _line: "", 20),
)
