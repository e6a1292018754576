"""Activities with attendance, the campaign, and the office's own rules."""

from __future__ import annotations

from peewee import IntegerField, TextField

from db import vocabulary as v
from db.models.base import CodeField, DateText, Edited, Flag, Table, link
from db.models.children import Carer, Child
from db.models.people import Staff
from db.models.places import School, Village
from db.models.terms import Semester


class Activity(Edited):
    kind = CodeField(v.ActivityKind)
    title = TextField()
    on_date = DateText(index=True)
    until_date = DateText(null=True)
    starts_at = TextField(null=True)
    ends_at = TextField(null=True)
    place = TextField(null=True)
    school = link(School, null=True)
    village = link(Village, null=True)
    semester = link(Semester, null=True)
    organiser = TextField(null=True)
    chair = TextField(null=True)
    recorder = TextField(null=True)
    lecturer = TextField(null=True)
    lecturer_unit = TextField(null=True)
    audience = TextField(null=True)
    escorts = TextField(null=True)
    consents = IntegerField(null=True)
    """Guardians' written consents that were collected for an outing."""
    topics = TextField(null=True)
    route = TextField(null=True)
    transport = TextField(null=True)
    safety = TextField(null=True)
    materials = TextField(null=True)
    minutes = TextField(null=True)
    problems = TextField(null=True)
    decisions = TextField(null=True)
    passed_on_to = TextField(null=True)
    awards = TextField(null=True)
    budget = IntegerField(null=True)
    gifts = TextField(null=True)
    photos = TextField(null=True)
    expected = IntegerField(null=True)
    others_present = IntegerField(null=True)
    state = CodeField(v.ActivityState, default=v.ActivityState.PLANNED.value)
    summary = TextField(null=True)
    cancelled_reason = TextField(null=True)
    series = TextField(null=True, index=True)
    """What repetitions of one activity share, the uid of none of them; a copy has none."""


class WorkingGroupMember(Edited):
    """The working group led by the township head."""

    name = TextField()
    post = TextField(null=True)
    duty = TextField(null=True)
    phone = TextField(null=True)
    leads = Flag(default=False)
    from_on = DateText(null=True)
    to_on = DateText(null=True)


class Attendance(Edited):
    activity = link(Activity, index=False)
    child = link(Child, null=True)
    carer = link(Carer, null=True)
    staff = link(Staff, null=True)
    member = link(WorkingGroupMember, null=True)
    """Of the working group."""
    present = Flag(default=True)

    class Meta:
        indexes = ((("activity", "child", "carer", "staff", "member"), True),)


class Phase(Edited):
    """A phase of the campaign; the office names the third."""

    position = IntegerField(unique=True)
    name = TextField(null=True)
    starts_on = DateText(null=True)
    ends_on = DateText(null=True)
    tasks = TextField(null=True)
    """One a line."""
    closed_on = DateText(null=True)
    result = TextField(null=True)


class HomeItem(Edited):
    """Inventory of a school's or village's home for left-behind children."""

    school = link(School, null=True)
    village = link(Village, null=True)
    kind = CodeField(v.HomeItemKind)
    name = TextField()
    quantity = IntegerField(default=1)
    unit = TextField(null=True)
    source = TextField(null=True)
    acquired_on = DateText(null=True)
    value_yuan = IntegerField(null=True)
    state = CodeField(v.HomeItemState, null=True)
    keeper = TextField(null=True)
    note = TextField(null=True)
    retired_on = DateText(null=True)
    retired_reason = TextField(null=True)


class HomeRequirement(Edited):
    """What every home should have; an item of the kind counts whose name holds one of `words`, or any without them."""

    position = IntegerField(unique=True)
    kind = CodeField(v.HomeItemKind)
    name = TextField()
    words = TextField(null=True)
    """Separated by blanks."""
    quantity = IntegerField(default=1)
    """0 where the office no longer asks for it."""


class RuleInterval(Edited):
    """Every so many days: `what` is a record kind, an activity kind or a loving mother's duty; `risk` may narrow it."""

    what = TextField()
    risk = CodeField(v.Risk, null=True)
    days = IntegerField()

    class Meta:
        indexes = ((("what", "risk"), True),)


class FestivalTick(Edited):
    """A festival, and whether the office asks for letters home on it."""

    festival = CodeField(v.Festival, unique=True)
    letters = Flag(default=False)


class NineOneItem(Edited):
    """One of the nine ones, and how often in a semester the office wants it."""

    item = CodeField(v.NineOne, unique=True)
    position = IntegerField(unique=True)
    wanted = IntegerField(default=1)


class Vocabulary(Table):
    """The codes of `db.vocabulary` as reference data, so that an exported file explains itself."""

    vocabulary = TextField()
    code = TextField()
    position = IntegerField()
    name = TextField()

    class Meta:
        indexes = ((("vocabulary", "code"), True),)
