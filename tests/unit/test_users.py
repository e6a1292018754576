"""Users: who is let in, as what, and what each role may write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.access import RIGHTS, TABLE_RIGHTS, Right, may_write
from db.admission import Admission, admitted
from db.clock import Clock
from db.commands.children import add_child
from db.commands.drafts import keep_draft
from db.commands.helpers import add_helper
from db.commands.places import ensure_class, ensure_school, ensure_village
from db.commands.recording import record_view
from db.commands.users import PinGuard, Reach, disable_user, forget_pin, is_pin, save_user, set_pin
from db.commands.writing import insert, update
from db.errors import BusyError, ConflictError, GuanaiError, NotFoundError, RefusedError, RuleError
from db.models import TABLES, ChangeLog, Child, Draft, Edited, Pairing, Staff, User, Village
from db.queries.audit import AuditFilter, audit_lines
from db.queries.family import child_row
from db.queries.registry import RegistryFilter, RegistryPages
from db.queries.users import as_staff, has_pin, members, reach
from db.session import Session
from db.vocabulary import Action, Role
from exports.report import Request, find
from exports.saving import printed
from screens.reports import listed
from tests.conftest import TODAY
from tui.launch import Launch

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU2"


def sit_down(session: Session, name: str) -> Session:
    """As `Session.open` does it; a process has one database open at a time."""
    with session.reading():
        person = admitted(name)
    return replace(session, user=name, role=person.role, scope=person.scope)


def test_every_table_has_a_right_and_every_role_its_rights() -> None:
    edited = {table._meta.table_name for table in TABLES if issubclass(table, Edited)}
    assert set(TABLE_RIGHTS) == edited
    assert set(RIGHTS) == set(Role)


def test_without_users_whoever_comes_is_the_supervisor(session: Session) -> None:
    assert (session.role, session.scope.everything) == (Role.SUPERVISOR, True)


def test_with_users_an_unknown_or_disabled_name_is_refused_and_put_on_record(
    session: Session, database_path: Path
) -> None:
    strangers = ["王芳", "路人", "guanai", "", "李文书 "]
    save_user(session, "李文书", Role.SUPERVISOR)
    save_user(session, "王芳", Role.CLERK)
    with Session.open(database_path, "王芳", Clock(TODAY)) as clerk:
        assert clerk.role == Role.CLERK
    with Session.open(database_path, "李文书", Clock(TODAY)) as supervisor:
        disable_user(supervisor, "王芳")
    for name in strangers:
        with pytest.raises(RefusedError):
            Session.open(database_path, name, Clock(TODAY))
    with Session.open(database_path, "李文书", Clock(TODAY)):
        refused = ChangeLog.select(ChangeLog.by).where(ChangeLog.action == Action.REFUSE)
        assert [row.by for row in refused] == strangers


def test_one_supervisor_stays(session: Session) -> None:
    with pytest.raises(RuleError, match="第一个用户"):
        save_user(session, "王芳", Role.CLERK)
    assert save_user(session, "李文书", Role.SUPERVISOR)
    with pytest.raises(RuleError):
        disable_user(session, "李文书")
    with pytest.raises(RuleError):
        save_user(session, "李文书", Role.CLERK, replace=True)
    with pytest.raises(ConflictError, match="李文书"):
        save_user(session, "李文书", Role.SUPERVISOR)
    assert not save_user(session, "李文书", Role.SUPERVISOR, full_name="李文书", replace=True)
    with pytest.raises(NotFoundError):
        disable_user(session, "无人")


@pytest.mark.parametrize("name", ["", "王 芳", "-x", "a;b", "a\nb", 'a"b', "$(id)", "../a", "王" * 33])
def test_a_name_that_a_shell_could_misread_is_refused(session: Session, name: str) -> None:
    with pytest.raises(RuleError):
        save_user(session, name, Role.SUPERVISOR)


@pytest.mark.parametrize("key", ["no key", f'command="sh" {KEY}', f"{KEY}\nssh-rsa AAAA", "ssh-ed25519 AAAA"])
def test_only_one_public_key_is_a_key(session: Session, key: str) -> None:
    with pytest.raises(RuleError):
        save_user(session, "李文书", Role.SUPERVISOR, key=key)


def test_members_are_named_with_their_places(session: Session) -> None:
    save_user(session, "李文书", Role.SUPERVISOR, key=f"{KEY} 李文书@办公室\n")
    with session.writing():
        school = ensure_school(session, "石桥小学")
        room = ensure_class(session, school, "三(2)班")
    save_user(session, "王芳", Role.TEACHER, Reach(classes=[room]))
    head, teacher = members(session)
    assert (head.key, teacher.places) == (KEY, ("石桥小学 三(2)班",))
    with pytest.raises(RefusedError):
        members(replace(session, role=Role.CLERK))


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_HEAD, Role.VILLAGE_DIRECTOR])
def test_nobody_at_a_school_or_in_a_village_sees_more_than_is_named(session: Session, role: Role) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    with pytest.raises(RuleError):
        save_user(session, "王芳", role)
    with session.writing():
        helper = insert(session, Staff, {"name": "王芳", "name_key": "wang fang", "active": True, "roles": "teacher"})
    helped, other = add_child(session, {"name": "甲"}), add_child(session, {"name": "乙"})
    with session.writing():
        insert(session, Pairing, {"child": helped, "staff": helper, "kind": "help_teacher", "from_on": "2026-09-01"})
    save_user(session, "王芳", role, Reach(helper=helper))
    theirs = sit_down(session, "王芳")
    assert child_row(theirs, helped)["name"] == "甲"
    with pytest.raises(NotFoundError):
        child_row(theirs, other)


def test_a_leader_reads_and_an_auditor_sees_no_child(session: Session) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    save_user(session, "乡长", Role.LEADER)
    save_user(session, "审计", Role.AUDITOR)
    child = add_child(session, {"name": "甲"})
    leader, auditor = sit_down(session, "乡长"), sit_down(session, "审计")
    assert child_row(leader, child)
    with pytest.raises(NotFoundError):
        child_row(auditor, child)
    assert (leader.may(Right.LOG), auditor.may(Right.LOG)) == (False, True)
    for person in (leader, auditor):
        with pytest.raises(RefusedError):
            add_child(person, {"name": "丙"})
    assert Child.select().count() == 1
    refused = ChangeLog.select(ChangeLog.by, ChangeLog.changes).where(ChangeLog.action == Action.REFUSE)
    assert list(refused.tuples()) == [
        ("乡长", '{"refused": [null, "child"]}'),
        ("审计", '{"refused": [null, "child"]}'),
    ]


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_write_is_what_the_table_says(session: Session, role: Role) -> None:
    """The refusal comes before anything about the values does."""
    person = replace(session, role=role)
    written = []
    for table in (table for table in TABLES if issubclass(table, Edited)):
        for new in (True, False):
            try:
                if new:
                    insert(person, table, {"no such column": 1})
                else:
                    update(person, table, 10**9, 1, {})
            except RefusedError:
                continue
            except (GuanaiError, ValueError):
                written.append((table._meta.table_name, new))
    assert set(written) == {
        (name, new) for name in TABLE_RIGHTS for new in (True, False) if may_write(role, name, new=new)
    }


def test_a_role_that_no_right_names_may_nothing() -> None:
    assert not may_write(Role.SUPERVISOR, "no_such_table", new=True)
    assert not any(may_write(Role.LEADER, table, new=new) for table in TABLE_RIGHTS for new in (True, False)
                   if table != "saved_view")  # fmt: skip


def test_a_clerk_may_not_add_users(session: Session) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    save_user(session, "王芳", Role.CLERK)
    with pytest.raises(RefusedError):
        save_user(sit_down(session, "王芳"), "同伙", Role.SUPERVISOR)


def test_the_file_as_a_whole_is_copied_by_the_office_and_by_the_account_that_owns_it(
    session: Session, database_path: Path
) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    with session.writing():
        school = ensure_school(session, "石桥小学")
    save_user(session, "王芳", Role.TEACHER, Reach(schools=[school]))
    owner = Launch(database_path, "zh", "nobody")
    owner.require(Right.OFFICE)
    owner._replace(user="李文书", named=True).require(Right.OFFICE)
    for launch in (owner._replace(user="王芳", named=True), owner._replace(user="王芳", served=True)):
        with pytest.raises(RefusedError, match="教师"):
            launch.require(Right.OFFICE)
    with Session.open(database_path, "李文书", Clock(TODAY)):
        refused = ChangeLog.select(ChangeLog.by).where(ChangeLog.action == Action.REFUSE)
        assert [row.by for row in refused] == ["王芳", "王芳"]


def test_what_is_told_of_few_children_names_them(session: Session) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    with session.writing():
        room = ensure_class(session, ensure_school(session, "石桥小学"), "三(2)班")
        reach_of = Reach(classes=[room], villages=[ensure_village(session, "石桥村")])
    save_user(session, "王芳", Role.TEACHER, reach_of)
    teacher = sit_down(session, "王芳")
    assert (reach(session), reach(teacher)) == ((), ("石桥小学 三(2)班", "石桥村"))
    head = list(printed(teacher, find("roster"), Request(TODAY)))[1:4]
    assert head == ["截至2026-11-24", "范围：石桥小学 三(2)班、石桥村", ""]
    assert "audit" not in [report.name for report in listed(teacher)]
    assert "audit" in [report.name for report in listed(session)]


def test_somebody_of_the_staff_who_enters_talks_is_proposed_as_who_talked(session: Session) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    with session.writing():
        school = ensure_school(session, "石桥小学")
    for name in ("王芳", "张敏", "张敏"):
        add_helper(session, {"name": name, "roles": "teacher"})
    save_user(session, "wangfang", Role.TEACHER, Reach(schools=[school]), full_name="王芳")
    save_user(session, "张敏", Role.TEACHER, Reach(schools=[school]))
    with session.reading():
        assert as_staff(session) is None
        assert as_staff(sit_down(session, "wangfang")) == (1, "王芳")
        assert as_staff(sit_down(session, "张敏")) is None
        narrow = sit_down(session, "张敏")
        assert as_staff(narrow.within(narrow.scope._replace(helper=3))) == (3, "张敏")


def test_whoever_was_disabled_in_the_middle_of_a_sitting_writes_nothing_more(session: Session) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    save_user(session, "王芳", Role.CLERK)
    with session.reading():
        person = admitted("王芳")
    sitting = replace(session, user="王芳", role=person.role, scope=person.scope, admission=Admission("王芳", person))
    child = add_child(sitting, {"name": "甲"})
    disable_user(session, "王芳")
    with pytest.raises(RefusedError, match="停用"):
        add_child(sitting, {"name": "乙"})
    keep_draft(sitting, "child.basic", child, 1, {"name": "丙"})
    assert (Child.select().count(), Draft.select().count()) == (1, 1)
    save_user(session, "王芳", Role.LEADER, replace=True)
    with pytest.raises(RefusedError, match="刚刚"):
        add_child(sitting, {"name": "乙"})
    refused = ChangeLog.select(ChangeLog.by).where(ChangeLog.action == Action.REFUSE)
    assert [row.by for row in refused] == ["王芳", "王芳"]


def test_a_refused_question_is_put_on_record_when_it_ends_the_run(session: Session, database_path: Path) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    save_user(session, "王芳", Role.CLERK)
    with pytest.raises(RefusedError), Session.open(database_path, "王芳", Clock(TODAY)) as clerk:
        list(audit_lines(clerk, AuditFilter()))
    with Session.open(database_path, "李文书", Clock(TODAY)):
        refused = ChangeLog.select(ChangeLog.by, ChangeLog.changes).where(ChangeLog.action == Action.REFUSE)
        assert list(refused.tuples()) == [("王芳", '{"refused": [null, "log"]}')]


def test_a_pin_is_of_digits_and_stands_nowhere_as_it_was_typed(session: Session) -> None:
    with pytest.raises(RuleError, match="guanai user add"):
        set_pin(session, "2468")
    save_user(session, "李文书", Role.SUPERVISOR)
    assert (has_pin(session), is_pin(session, "")) == (False, True)
    for wrong in ("123", "1234567890123", "12a4", "１２３４"):
        with pytest.raises(RuleError):
            set_pin(session, wrong)
    set_pin(session, "2468")
    assert (has_pin(session), is_pin(session, "2468"), is_pin(session, "2469")) == (True, True, False)
    assert "2468" not in User.get().pin
    told = [str(row) for row in ChangeLog.select().dicts()]
    assert not any(User.get().pin in line for line in told)
    assert sum('"refused": [null, "pin"]' in line for line in told) == 1
    set_pin(session, "")
    assert not has_pin(session)
    set_pin(session, "1357")
    with pytest.raises(RefusedError):
        forget_pin(replace(session, role=Role.CLERK), "李文书")
    forget_pin(session, "李文书")
    assert not has_pin(session)


def test_wrong_pins_count_while_the_database_is_locked_and_are_put_on_record_later(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise BusyError("busy")

    save_user(session, "李文书", Role.SUPERVISOR)
    set_pin(session, "2468")
    refused = ChangeLog.select().where(ChangeLog.action == Action.REFUSE)
    guard = PinGuard(session)
    assert guard.asks()
    with monkeypatch.context() as locked:
        locked.setattr("db.commands.users.kept_pin", busy)
        locked.setattr("db.commands.recording.record_refusal", busy)
        assert not PinGuard(session).lets_in("2468")  # nobody has told it the PIN
        assert [guard.lets_in(pin) for pin in ("1111", "2468", "2222")] == [False, True, False]
    assert (guard.wrong, refused.count()) == (2, 0)
    assert guard.lets_in("2468")
    assert (guard.wrong, refused.count()) == (2, 2)


def test_nobody_moves_a_child_out_of_their_own_sight(session: Session) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    with session.writing():
        here, there = ensure_village(session, "青山村"), ensure_village(session, "石桥村")
    save_user(session, "王主任", Role.VILLAGE_DIRECTOR, Reach(villages=[here]))
    director = sit_down(session, "王主任")
    add_child(director, {"name": "甲", "village": here})
    with pytest.raises(RuleError):
        add_child(director, {"name": "乙", "village": there})
    assert Village.select().count() == 2


def test_whoever_only_reads_is_shown_nothing_to_change_and_is_logged_all_the_same(session: Session) -> None:
    child = add_child(session, {"name": "甲"})
    leader, auditor = replace(session, role=Role.LEADER), replace(session, role=Role.AUDITOR)
    assert (session.read_only, leader.read_only, auditor.read_only) == (False, True, True)
    record_view(leader, child)
    assert ChangeLog.select().where(ChangeLog.action == Action.VIEW).count() == 1


HOSTILE = [
    "王\x1b[31m红",
    "王\x9b2J",
    "王\x1b]52;c;aGk=\x07",
    "王\u202e芳",
    "王\u200b芳",
    "王\x00芳",
    "王" * 10_000,
    "\ud800",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_name_that_could_command_a_terminal_is_refused(session: Session, name: str) -> None:
    with pytest.raises(RuleError):
        add_child(session, {"name": name})
    assert Child.select().count() == 0


@pytest.mark.parametrize(
    "note", ["[red]", "[@click=app.quit]x", "[/oops]", "=1+1", "@SUM(A1)", "'; DROP TABLE child; --"]
)
def test_a_text_that_looks_like_a_command_is_kept_as_typed(session: Session, note: str) -> None:
    child = add_child(session, {"name": "王芳", "note": note})
    assert child_row(session, child)["note"] == note
    row = next(iter(RegistryPages(session, RegistryFilter(text=note), ["name"]).first(9)), None)
    assert row is None
