"""What screens say while nothing is entered yet."""

from __future__ import annotations

from db.i18n import mark

NO_SCHOOL = mark("There is no school yet: it comes with the first child of whom it is entered.")
