"""Each kind of activity has the fields of its paper form: in the form, on its screen, on the printed record."""

from __future__ import annotations

from typing import Any

import pytest

from db.commands.activities import FIELDS, PLANNED, correct_activity, finish_activity, plan_activity
from db.field_names import FIELD_NAMES
from db.models import Activity
from db.queries.activities import activity_file
from db.rules.activity_kinds import FORMS, Entry
from db.session import Session
from db.vocabulary import ActivityKind
from exports.activity_sheet import blocks, lines
from exports.report import Request
from exports.reports import activity_log
from screens.activity_forms import DEEDS, Opened
from screens.child_fields import Asking
from tests.conftest import TODAY


def written(kind: ActivityKind) -> dict[str, Any]:
    """Something for each field of the kind."""
    return {
        field.column: 20 if field.entry in (Entry.YUAN, Entry.PEOPLE) else f"写{field.column}"
        for field in FORMS[kind].fields
    }


def test_every_kind_has_a_form_of_columns_with_names() -> None:
    assert FORMS.keys() == set(ActivityKind)
    columns = {column for form in FORMS.values() for column in form.columns}
    assert columns <= FIELDS
    assert columns <= Activity._meta.fields.keys()
    assert columns <= FIELD_NAMES["activity"].keys()
    assert not PLANNED & {"minutes", "summary", "photos", "consents"}


@pytest.mark.parametrize("kind", ActivityKind)
def test_what_the_form_asks_is_shown_and_printed(session: Session, kind: ActivityKind) -> None:
    form = FORMS[kind]
    values = written(kind)
    day = TODAY.isoformat()
    activity_id = plan_activity(session, {"kind": kind, "title": "活动", "on_date": day, **values})
    finish_activity(session, activity_id, 1, {"summary": "办得好"})
    file = activity_file(session, activity_id)
    sections = DEEDS["correct"].sections(Asking(session, lambda _name: ""), Opened(kind, file))
    assert values.keys() <= {field.name for section in sections for field in section.fields}
    shown = "".join(item.value for block in blocks(file) for item in block.items)
    printed = "\n".join(lines(file))
    labels = {item.label for block in blocks(file) for item in block.items}
    for value in values.values():
        assert str(value) in shown
        assert str(value) in printed
    assert len(labels) >= len(form.fields)


def test_an_outing_is_asked_for_its_way_and_a_lecture_for_who_spoke(session: Session) -> None:
    day = TODAY.isoformat()
    outing = plan_activity(session, {"kind": "outing", "title": "敬老院", "on_date": day, "route": "学校—敬老院",
                                     "consents": 26, "expected": 28})  # fmt: skip
    printed = "\n".join(lines(activity_file(session, outing)))
    assert printed.startswith("校外活动方案与记录  敬老院")
    assert "路线" in printed
    assert "校长" in printed.splitlines()[-1]
    lecture = plan_activity(session, {"kind": "law_lecture", "title": "讲座", "on_date": day, "lecturer": "刘所长",
                                      "lecturer_unit": "司法所", "expected": 200, "route": "不是讲座的"})  # fmt: skip
    assert activity_file(session, lecture)["route"] is None
    finish_activity(session, lecture, 1, {"summary": "反响好", "others_present": 180})
    assert "共180人，到场率90%" in "\n".join(lines(activity_file(session, lecture)))
    rows = {row[1]: row for row in activity_log.report.rows(session, Request(TODAY))}
    titles = activity_log.report.titles()
    told = dict(zip(titles, rows["讲座"], strict=True))
    assert (told["主讲负责"], told["主讲人单位"], told["到场率"]) == ("刘所长", "司法所", "90%")
    assert dict(zip(titles, rows["敬老院"], strict=True))["到场率"] == ""


def test_of_another_kind_nothing_is_lost_and_no_field_of_the_former_form_is_left(session: Session) -> None:
    for former in ActivityKind:
        plan = {"kind": former, "title": former.label, "on_date": TODAY.isoformat()}
        written_before = written(former)
        activity_id = plan_activity(session, {**plan, **written_before})
        kind = ActivityKind.GROUP_MEETING if former is ActivityKind.OUTING else ActivityKind.OUTING
        typed = {"chair": "新人", **({"lecturer": "新讲师"} if "lecturer" in written_before else {})}
        correct_activity(session, activity_id, 1, {"kind": kind, **typed})
        file = activity_file(session, activity_id)
        assert {name for name in FIELDS if file[name] is not None} <= FORMS[kind].columns | {*plan, "place"}
        assert (file["kind"], file["title"], file["chair"]) == (kind, kind.label, "新人")
        printed = "\n".join(lines(file))
        for name, value in {**written_before, **typed}.items():
            assert str(value) in printed, name
