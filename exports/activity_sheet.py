"""One activity as blocks of labelled values, and its minutes as text to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from db.commands.recording import record_print
from db.engine.storage import explained, replacing
from db.field_names import field_name
from db.i18n import _
from db.queries.activities import ActivityFile, People
from db.rules.activities import LECTURES, MEETINGS
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState, label
from exports.child_sheet import LABEL, Block, Item
from exports.text import WIDTH, cells, pad, visible, wrap

_PLAN = ("title", "on_date", "until_date", "starts_at", "ends_at", "place")
_WHO = ("school", "village", "organiser", "chair", "recorder", "expected")
_CONTENT = ("topics", "budget", "gifts")
_RESULT = ("summary", "minutes", "problems", "decisions", "photos")


def blocks(file: ActivityFile, *, late: bool = False) -> tuple[Block, ...]:
    """The activity as its screen shows it; `late` marks one that is past and still planned."""
    state = label(ActivityState, file["state"])
    if late:
        state = _("{state}, the day has passed").format(state=state)
    kind = Item(_("Kind of activity"), label(ActivityKind, file["kind"]))
    head = [kind, Item(field_name("activity", "state"), state, late)]
    if file["cancelled_reason"]:
        head.append(Item(field_name("activity", "cancelled_reason"), file["cancelled_reason"]))
    return (
        Block("correct", _("What, when and where"), (*head, *_items(file, _PLAN))),
        Block("correct", _("Who takes part"), _items(file, _WHO)),
        Block("correct", _("Content"), _items(file, _CONTENT)),
        Block("attendance", _("Who came"), (Item(_("There"), told(file.present)),)),
        Block("finish", _("What came of it"), _items(file, _RESULT)),
    )


def told(people: People) -> str:
    """3 children, 2 carers, 1 staff, 4 others: 10."""
    sentence = _("{children} children, {carers} carers, {staff} staff, {others} others: {all} people")
    return sentence.format(
        children=people.children, carers=people.carers, staff=people.staff, others=people.others, all=people.all
    )


def lines(file: ActivityFile) -> Iterator[str]:
    """The minutes, 80 columns wide, with a line to sign; without the names of who was there."""
    yield _("Minutes: {title}").format(title=visible(file["title"]))
    yield "=" * (WIDTH - 1)
    times = " - ".join(time for time in (file["starts_at"], file["ends_at"]) if time)
    days = " - ".join(day for day in (file["on_date"], file["until_date"]) if day)
    yield from _labelled(_("Kind of activity"), label(ActivityKind, file["kind"]))
    yield from _labelled(_("Time"), f"{days} {times}".strip())
    for name in ("place", *_WHO[:-1]):
        if value := _value(file, name):
            yield from _labelled(_label(file, name), value)
    yield from _labelled(_("There"), told(file.present))
    yield ""
    for name in (*_CONTENT, *_RESULT):
        if value := _value(file, name):
            yield from _labelled(_label(file, name), value)
    yield ""
    yield _("Recorder (signature): ____________    Chair (signature): ____________    Date: __________")


def save_sheet(session: Session, file: ActivityFile, folder: Path) -> Path:
    """Save the minutes in `folder` under the day and the row id of the activity, and put that on record."""
    path = folder / f"{file['on_date']}-activity-{file.id}.txt"
    with explained(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not session.database.read_only:
        record_print(session, f"activity {file.id}")
    with replacing(path) as out:
        out.writelines(f"{line}\n".encode() for line in lines(file))
    return path


def _items(file: ActivityFile, columns: Sequence[str]) -> tuple[Item, ...]:
    kept = [name for name in columns if _value(file, name) or _asked(file, name)]
    return tuple(Item(_label(file, name), _value(file, name)) for name in kept)


def _asked(file: ActivityFile, name: str) -> bool:
    """Whether an empty field belongs to the kind."""
    if name in ("recorder", "problems", "decisions"):
        return file["kind"] in MEETINGS
    return name not in ("until_date", "gifts", "budget", "photos")


def _label(file: ActivityFile, name: str) -> str:
    return _("Lecturer") if name == "chair" and file["kind"] in LECTURES else field_name("activity", name)


def _value(file: ActivityFile, name: str) -> str:
    if name in ("school", "village"):
        return file.school if name == "school" else file.village
    value = file[name]
    return "" if value is None else str(value)


def _labelled(title: str, value: str) -> Iterator[str]:
    """A value behind its label, wrapped."""
    room = WIDTH - LABEL - 1
    width = max(LABEL, cells(title) + 1)
    for number, line in enumerate(part for row in value.splitlines() or [""] for part in wrap(visible(row), room)):
        yield (pad(title if number == 0 else "", width) + line).rstrip()
