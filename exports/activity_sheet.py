"""One activity as blocks of labelled values, and its minutes as text to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from db.commands.recording import record_print
from db.engine.storage import explained, replacing
from db.field_names import field_name
from db.i18n import _
from db.queries.activities import ActivityFile, Guest, People
from db.rules.activities import rate
from db.rules.activity_kinds import FORMS, ActivityField, ActivityForm
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState, label
from exports.child_sheet import Block, Item
from exports.file_names import file_name
from exports.text import WIDTH, labelled, visible

_PLAN = ("title", "on_date", "until_date", "starts_at", "ends_at", "place")
_PLACES = ("school", "village", "organiser")
_WHERE_USED = frozenset({"until_date", "gifts", "budget", "photos"})
"""What stands on the screen only where something is written in it."""


def blocks(file: ActivityFile, *, late: bool = False) -> tuple[Block, ...]:
    """The activity as its screen shows it; `late` marks one that is past and still planned."""
    form = _form(file)
    state = label(ActivityState, file["state"])
    if late:
        state = _("{state}, the day has passed").format(state=state)
    kind = Item(_("Kind of activity"), label(ActivityKind, file["kind"]))
    head = [kind, Item(field_name("activity", "state"), state, late)]
    if file["cancelled_reason"]:
        head.append(Item(field_name("activity", "cancelled_reason"), file["cancelled_reason"]))
    if file.following:
        head.append(Item(_("Series"), _("{n} more follow").format(n=file.following)))
    return (
        Block("correct", _("What, when and where"), (*head, *_items(file, _PLAN))),
        Block("correct", _("Who takes part"), _items(file, (*_PLACES, *_columns(form.who)))),
        Block("correct", _("Content"), _items(file, _columns(form.content))),
        Block("attendance", _("Who came"), (Item(_("There"), came(file)),)),
        Block("finish", _("What came of it"), _items(file, ("summary", *_columns(form.result)))),
    )


def came(file: ActivityFile) -> str:
    """Who was there, and once it was held how many of those invited."""
    found = rate(file.values, file.present.all)
    sentence = told(file.present)
    return sentence if found is None else _("{sentence}, {n}% of those invited").format(sentence=sentence, n=found)


def told(people: People) -> str:
    """3 children, 2 carers, 1 staff, 4 others: 10."""
    sentence = _("{children} children, {carers} carers, {staff} staff, {others} others: {all} people")
    return sentence.format(
        children=people.children, carers=people.carers, staff=people.staff, others=people.others, all=people.all
    )


def lines(file: ActivityFile, guests: Sequence[Guest] = ()) -> Iterator[str]:
    """The minutes, 80 columns wide, with a line to sign; of an activity that was held, who of the guests came."""
    form = _form(file)
    own = "" if file["title"] == form.kind.label else visible(file["title"])
    yield "  ".join(part for part in (_(form.sheet), own) if part)
    yield "=" * (WIDTH - 1)
    times = " - ".join(time for time in (file["starts_at"], file["ends_at"]) if time)
    days = " - ".join(day for day in (file["on_date"], file["until_date"]) if day)
    yield from labelled(_("Time"), f"{days} {times}".strip())
    yield from _written(file, ("place", *_PLACES, *_columns(form.who)))
    yield from labelled(_("There"), came(file))
    if file["state"] == ActivityState.DONE:
        yield from _attendance(file, guests)
    yield ""
    yield from _written(file, (*_columns(form.content), "summary", *_columns(form.result)))
    yield ""
    signed = (_("{who} (signature): ____________").format(who=_(who)) for who in form.signs)
    yield "    ".join([*signed, _("Date: __________")])


def _attendance(file: ActivityFile, guests: Sequence[Guest]) -> Iterator[str]:
    """How many were invited, came and stayed away, and their names."""
    present, absent = ([one.name for one in guests if bool(one.present) is there] for there in (True, False))
    invited = file["expected"] or len(guests)
    if invited:
        counts = _("invited {invited}, came {came}, absent {absent}")
        missing = len(absent) if absent else max(0, invited - file.present.all)
        yield from labelled(_("Head count"), counts.format(invited=invited, came=file.present.all, absent=missing))
    if present:
        yield from labelled(_("Those who came"), _(", ").join(present))
    if absent:
        yield from labelled(_("Those absent"), _(", ").join(absent))


def save_sheet(
    session: Session, file: ActivityFile, folder: Path, text: Iterable[str], what: str = "activity", title: str = ""
) -> Path:
    """Save a text about the activity in `folder` under its day, title and row id, and put that on record."""
    day, number = file["on_date"], str(file.id)
    path = folder / file_name([day, title or _(_form(file).sheet), number], [day, what, number], ".txt")
    with explained(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not session.database.read_only:
        record_print(session, f"{what} {file.id}")
    with replacing(path) as out:
        out.writelines(f"{line}\n".encode() for line in text)
    return path


def _form(file: ActivityFile) -> ActivityForm:
    return FORMS[ActivityKind(file["kind"])]


def _columns(fields: Sequence[ActivityField]) -> tuple[str, ...]:
    return tuple(field.column for field in fields)


def _items(file: ActivityFile, columns: Sequence[str]) -> tuple[Item, ...]:
    kept = [name for name in columns if _value(file, name) or name not in _WHERE_USED]
    return tuple(Item(_label(file, name), _value(file, name)) for name in kept)


def _written(file: ActivityFile, columns: Sequence[str]) -> Iterator[str]:
    for name in columns:
        if value := _value(file, name):
            yield from labelled(_label(file, name), value)


def _label(file: ActivityFile, name: str) -> str:
    label_ = _form(file).label(name)
    return _(label_) if label_ else field_name("activity", name)


def _value(file: ActivityFile, name: str) -> str:
    if name in ("school", "village"):
        return file.school if name == "school" else file.village
    value = file[name]
    return "" if value is None else str(value)
