"""What screens say while nothing is entered yet."""

from __future__ import annotations

from db.i18n import mark

NO_SCHOOL = mark("No school yet: it is entered with its first child.")
