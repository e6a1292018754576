"""From a cell of the nine ones to the form that fills it: an activity, a thing, a number, letters, good deeds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db.commands.homes import publish_hotline
from db.commands.nine_ones import MOST, ONCE, set_wanted
from db.errors import RuleError
from db.i18n import _, mark
from db.queries.homes import hotline_of
from db.queries.nine_ones import wanted_rows
from db.queries.nine_ones_evidence import Evidence, evidence
from db.rules.nine_ones import ACTIVITIES, CellState
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import ActivityKind, NineOne
from screens.base import BaseScreen
from screens.child_fields import Asking
from screens.dialogs.choose import Choose
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.widgets.fields import Field, Section
from screens.widgets.options import Option

_MORE = "more"


async def plan(
    screen: BaseScreen[Any], session: Session, folder: Path, item: NineOne, school: int | None, name: str,
    semester: Semester | None, *, missing: Evidence | None = None,
) -> None:  # fmt: skip
    """Open the form or list in which what is missing of `item` is planned or entered, prefilled for the school.

    `missing` is the line that says what. Called in a worker of `screen`.
    """
    kind = missing.kind if missing else ""
    if item in ACTIVITIES and school is not None:
        await _plan_activity(screen, session, folder, item, Option(str(school), name), kind, semester)
    elif item is NineOne.HOME and school is not None and missing and kind:
        from screens.home_forms import item_deed

        deed = item_deed(session, name, school, None, kind=kind, name=missing.what)
        await screen.app.push_screen_wait(PlainFormScreen(session, deed))
    elif item is NineOne.HOME and school is not None:
        from screens.homes import HomeScreen

        screen.app.push_screen(HomeScreen(session, name, school=school))
    elif item is NineOne.HOTLINE and school is not None:
        hotline = await screen.in_thread(hotline_deed, session, school, name)
        if hotline is not None:
            await screen.app.push_screen_wait(PlainFormScreen(session, hotline))
    elif item is NineOne.LETTER:
        from screens.letters import LettersScreen

        screen.app.push_screen(LettersScreen(session, folder, semester, school=school))
    elif item is NineOne.GOOD_DEED:
        from screens.good_deeds import GoodDeedsScreen

        screen.app.push_screen(GoodDeedsScreen(session, folder, school, name))
    elif item in (NineOne.LOVING_MOTHER, NineOne.LITTLE_TEACHER):
        await screen.app.run_action("go('pairing')")


async def _plan_activity(
    screen: BaseScreen[Any], session: Session, folder: Path, item: NineOne, school: Option, kind: str,
    semester: Semester | None,
) -> None:  # fmt: skip
    from screens.activity_edit import ActivityFormScreen
    from screens.activity_forms import DEEDS, Opened

    found = await screen.in_thread(evidence, session, item, int(school.value), semester)
    if found is None:
        return
    kind = kind or await _which_kind(screen, ACTIVITIES[item], found)
    if not kind or await _opened_planned(screen, session, folder, [one for one in found if one.kind == kind]):
        return
    today = session.clock.today()
    # On the day of the semester that is nearest to today: what is planned elsewhere would not fill the cell.
    day = max(semester.starts_on, min(today, semester.ends_on)) if semester else today
    opened = Opened(ActivityKind(kind), day=day, place={"school": school})
    done = await screen.app.push_screen_wait(ActivityFormScreen(session, DEEDS["plan"], opened))
    if done is not None:
        screen.set_status(done.sentence)


async def _which_kind(screen: BaseScreen[Any], kinds: Sequence[ActivityKind], found: Sequence[Evidence]) -> str:
    """The kind that is planned, each with what it lacks; empty where the person gives up."""
    if len(kinds) == 1:
        return str(kinds[0].value)
    # What is lacking of a kind comes before what there is.
    told = {one.kind: one.detail or one.state.label for one in reversed(found)}
    options = [Option(kind.value, kind.label, told.get(kind.value, "")) for kind in kinds]
    lacking = next((one.kind for one in found if not one.day), "")
    chosen = await screen.app.push_screen_wait(Choose(_("What is planned?"), options, current=lacking))
    return chosen.value if chosen else ""


async def _opened_planned(screen: BaseScreen[Any], session: Session, folder: Path, found: Sequence[Evidence]) -> bool:
    """Where as many as are wanted are planned already: whether one of them was opened, or the person gave up."""
    planned = [one for one in found if one.day and one.state is CellState.PLANNED]
    if not planned or any(one.state is CellState.MISSING for one in found):
        return False
    options = [Option(str(one.activity), f"{one.day} {one.what}", one.detail) for one in reversed(planned)]
    question = Choose(_("It is planned already. Open it?"), [*options, Option(_MORE, _("Plan one more"))])
    chosen = await screen.app.push_screen_wait(question)
    if chosen is not None and chosen.value != _MORE:
        from screens.activity import ActivityScreen

        screen.app.push_screen(ActivityScreen(session, folder, int(chosen.value)))
    return chosen is None or chosen.value != _MORE


def hotline_deed(session: Session, school: int, name: str) -> PlainDeed:
    """The form of a school's published numbers."""
    version, numbers = hotline_of(session, school)

    def sections(_asking: Asking) -> Sequence[Section]:
        help_ = mark("Several are separated by a comma or a blank.")
        return [Section("", [Field("hotline", mark("Published numbers"), width=40, max_length=200, help=help_)])]

    def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
        publish_hotline(session, school, version, values["hotline"])

    title = _("Family phone line")
    return PlainDeed("school.hotline", f"{title}  {name}", sections, save, {"hotline": numbers}, school, version)


def wanted_deed(session: Session) -> PlainDeed:
    """The form of what the office wants of each of the nine."""
    rows = wanted_rows(session)

    def sections(_asking: Asking) -> Sequence[Section]:
        return [Section("", [_wanted_field(row.item) for row in rows])]

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        versions = {row.item.value: row.version for row in rows}
        set_wanted(session, {name: values[name] for name in changed}, versions)

    opening = {row.item.value: row.wanted for row in rows}
    return PlainDeed("nine_ones.wanted", _("Wanted in a semester"), sections, save, opening)


def _wanted_field(item: NineOne) -> Field:
    most = 1 if item in ONCE else MOST
    sentence = _("A whole number from {lowest} to {highest}.").format(lowest=0, highest=most)

    def parse(text: str) -> int:
        if not text.isdecimal() or int(text) > most:
            raise RuleError(sentence)
        return int(text)

    help_ = mark("0: not wanted. Lectures: so many on law, on safety and on the mind each.")
    return Field(item.value, item.msgid, width=4, max_length=2, required=True, parse=parse, help=help_)
