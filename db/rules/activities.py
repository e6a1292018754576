"""What an activity must hold to, and how times of day are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from db.errors import RuleError
from db.i18n import _
from db.rules.semesters import Semester
from db.vocabulary import ActivityKind, ActivityState

LONGEST = 31
"""Days; a summer camp is the longest that a township holds."""
FOR_CARERS = frozenset({ActivityKind.GUARDIAN_TRAINING})
"""Kinds whose guests are the carers rather than the children."""

_TIME = r"(上午|早上|中午|下午|晚上|[ap]m)?(\d{1,2})(?:[:.点时](\d{1,2}|半)?分?|(\d{2}))?([ap]m)?"


def parse_time(text: str) -> str:
    """A time of day as it is stored, "14:30", from 14:30, 1430, 14点半, 下午2:30, 2:30pm; raises RuleError."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:30])).lower()
    found = re.fullmatch(_TIME, plain)
    if not found:
        raise RuleError(_("This is no time of day; write it like 14:30."))
    part, minute = found[1] or found[5] or "", found[3] or found[4] or "0"
    hour, minutes = int(found[2]), 30 if minute == "半" else int(minute)
    if part in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    if hour > 23 or minutes > 59:
        raise RuleError(_("A day goes from 0:00 to 23:59; write the time like 14:30."))
    return f"{hour:02}:{minutes:02}"


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the days and times of an activity, a sentence a field; days and times as they are stored."""
    first, last = date.fromisoformat(values["on_date"]), _last(values)
    starts, ends = values.get("starts_at"), values.get("ends_at")
    if last < first:
        return {"until_date": _("It ends before it starts.")}
    if (last - first).days >= LONGEST:
        return {"until_date": _("That is more than {n} days; plan it in parts.").format(n=LONGEST)}
    if ends and not starts:
        return {"starts_at": _("Give the time at which it starts, too.")}
    if starts and ends and last == first and ends <= starts:
        return {"ends_at": _("It ends before it starts. If it goes on over midnight, give the last day.")}
    return {}


def doubts(values: Mapping[str, Any], semesters: Iterable[Semester]) -> dict[str, str]:
    """What may be saved but is probably wrong: days in the holidays, or over the end of a semester."""
    known = list(semesters)
    first, last = date.fromisoformat(values["on_date"]), _last(values)
    own = next((one for one in known if one.starts_on <= first <= one.ends_on), None)
    if own is None:
        return {"on_date": _("This day lies in no semester of the office.")} if known else {}
    if last > own.ends_on:
        sentence = _("It goes on over the end of the semester on {day}; it counts for the one it begins in.")
        return {"until_date": sentence.format(day=own.ends_on)}
    return {}


def hindrance(deed: str, values: Mapping[str, Any], today: date) -> str:
    """Why an activity cannot be marked done ("finish"), moved ("move") or cancelled ("cancel"); empty where it can."""
    if deed in ("move", "cancel") and values["state"] != ActivityState.PLANNED:
        return _("Only what is still planned can be moved or cancelled. Nothing was changed.")
    if deed == "finish" and values["state"] == ActivityState.CANCELLED:
        return _("It was cancelled. Plan it again first; nothing was saved.")
    if deed == "finish" and values["on_date"] > today.isoformat():
        return _("It has not begun yet. Move it first if it was held earlier; nothing was saved.")
    return ""


def rate(values: Mapping[str, Any], present: int) -> int | None:
    """Of those invited, how many in a hundred came; None where it was not held or nobody was invited.

    Where more came than were invited, all of them did.
    """
    expected: int | None = values["expected"]
    if not expected or values["state"] != ActivityState.DONE:
        return None
    return round(100 * min(present, expected) / expected)


def moved(values: Mapping[str, Any], day: date) -> dict[str, str | None]:
    """The days of an activity that is moved to begin on `day`, as long as before."""
    first, last = date.fromisoformat(values["on_date"]), _last(values)
    until = None if last == first else (day + (last - first)).isoformat()
    return {"on_date": day.isoformat(), "until_date": until}


def days_of(values: Mapping[str, Any]) -> list[date]:
    """Every day of an activity."""
    first, last = date.fromisoformat(values["on_date"]), _last(values)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _last(values: Mapping[str, Any]) -> date:
    return date.fromisoformat(values.get("until_date") or values["on_date"])
