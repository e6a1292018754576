"""Class teachers: who may be one, what a list of classes shows, and who may change it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.commands.children import add_child
from db.commands.class_teachers import set_class_teacher
from db.commands.cleaning import NewPlace
from db.commands.helpers import add_helper, leave
from db.errors import ConflictError, NotFoundError, RefusedError, RuleError
from db.models import Staff
from db.queries.class_list import class_lines, teachers
from db.session import Session
from db.vocabulary import Role


def test_a_class_gets_a_teacher_and_loses_it_again(session: Session) -> None:
    add_child(session, {"name": "张小明", "school": NewPlace("石桥小学"), "school_class": NewPlace("三(2)班")})
    teacher = add_helper(session, {"name": "刘老师", "roles": "teacher", "school": NewPlace("石桥小学")})
    mother = add_helper(session, {"name": "王芳", "roles": "loving_mother"})
    assert [(one.name, one.school) for one in teachers(session)] == [("刘老师", "石桥小学")]
    (line,) = class_lines(session)
    assert (line.school, line.name, line.children, line.teacher) == ("石桥小学", "三(2)班", 1, "")
    with pytest.raises(RuleError):
        set_class_teacher(session, line.id, line.version, mother)
    set_class_teacher(session, line.id, line.version, teacher)
    with pytest.raises(ConflictError):
        set_class_teacher(session, line.id, line.version, None)
    (line,) = class_lines(session)
    assert line.teacher == "刘老师"
    with pytest.raises(RefusedError):
        set_class_teacher(replace(session, role=Role.TEACHER), line.id, line.version, None)
    set_class_teacher(session, line.id, line.version, None)
    (line,) = class_lines(session)
    leave(session, teacher, Staff.get_by_id(teacher).version, "调走")
    with pytest.raises(RuleError):
        set_class_teacher(session, line.id, line.version, teacher)
    with pytest.raises(NotFoundError):
        set_class_teacher(session, line.id + 1, 1, None)
    assert teachers(session) == []
