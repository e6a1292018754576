"""What an undone import leaves behind: places, logs, definitions of today, and who may undo it at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.clock import Clock
from db.commands.children import add_child
from db.commands.import_undo import undo_import
from db.commands.importing import do_import
from db.commands.ledger import Ledger
from db.commands.recording import record_full_export
from db.errors import RuleError
from db.models import ChangeLog, Child, ImportBatch, Parent, School, Village
from db.queries.import_batches import batches
from db.queries.registry import RegistryFilter, RegistryPages
from db.queries.roster import roster
from db.roster.planning import plan
from db.scope import Scope
from db.session import Session
from db.vocabulary import RegistryState
from tests.unit.roster_corpus.files import as_csv, cells, id_number

BOY = id_number("2013-05-02")
LATER = Clock(date(2027, 3, 24))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    rows = cells(f"""
        姓名|身份证号|村|学校|父亲姓名|父亲电话
        张小明|{BOY}|石桥村|石桥小学|张大|13812345678
    """)
    path.write_bytes(as_csv(rows))
    return path


def _import(session: Session, path: Path) -> int:
    batch = do_import(session, plan(session, path))
    assert batch is not None
    return batch


def _offered() -> set[str]:
    return {row.name for model in (Village, School) for row in model.select().where(model.active == 1)}


def test_an_import_that_took_places_into_use_again_is_undone_too(session: Session, path: Path) -> None:
    undo_import(session, _import(session, path))
    again = _import(session, path)
    assert _offered() == {"石桥村", "石桥小学"}
    undo_import(session, again)
    assert _offered() == set()
    assert ChangeLog.select().where(ChangeLog.table_name == "village", ChangeLog.child_id.is_null(False)).count() == 0


def test_who_was_never_meant_to_be_registered_does_not_stand_among_those_who_left(session: Session, path: Path) -> None:
    add_child(session, {"name": "王小芳"})
    everybody = RegistryPages(session, RegistryFilter(state=None), ["name"])
    left = RegistryPages(session, RegistryFilter(state=RegistryState.LEFT.value), ["name"])
    batch = _import(session, path)
    assert (everybody.count(), left.count()) == (2, 0)
    undo_import(session, batch)
    assert [row.values["name"] for row in everybody.first(9)] == [("王小芳",)]
    assert (everybody.count(), left.count()) == (1, 0)


def test_a_place_that_somebody_uses_since_stays(session: Session, path: Path) -> None:
    undo_import(session, _import(session, path))
    again = _import(session, path)
    add_child(session, {"name": "王小军", "village": Village.get().id})
    undo_import(session, again)
    assert _offered() == {"石桥村"}


def test_the_log_names_a_child_only_where_the_row_is_of_one(session: Session) -> None:
    child = add_child(session, {"name": "王小军"}, father={"name": "王大"})
    with session.writing():
        batch = ImportBatch.select().count() + 1
        ledger = Ledger(session, batch)
        ledger.update(Parent, Parent.select().dicts().get(), {"name": "王老大"})
        ledger.update(Child, Child.select().dicts().get(), {"phone": "13700000000"})
        ledger.flush()
    lines = ChangeLog.select(ChangeLog.table_name, ChangeLog.child_id).where(ChangeLog.batch_id == batch)
    assert dict(lines.tuples()) == {"parent": None, "child": child}


def test_who_sees_a_part_of_the_register_undoes_nothing_and_has_the_own_imports_only(
    session: Session, path: Path
) -> None:
    batch = _import(session, path)
    narrow = session.within(Scope(villages=frozenset({Village.get().id})))
    with pytest.raises(RuleError, match="全部"):
        undo_import(narrow, batch)
    assert [one.undone_at for one in batches(narrow)] == [None]
    assert batches(replace(narrow, user="张老师")) == []
    assert len(batches(replace(session, user="张老师"))) == 1


def test_the_definitions_are_those_of_the_day_of_the_undoing(session: Session, path: Path) -> None:
    child = add_child(
        session, {"name": "张小明", "id_no": BOY, "household_kind": "rural"},
        father={"name": "张大", "whereabouts": "abroad", "away_since": "2026-10-20"},
        mother={"name": "王芳", "whereabouts": "home"},
    )  # fmt: skip
    assert not Child.get_by_id(child).school_practice
    batch = _import(session, path)
    undo_import(replace(session, clock=LATER), batch)
    assert Child.get_by_id(child).school_practice
    assert Parent.get(Parent.role == "father").phone is None


def test_an_export_of_a_child_is_no_work_on_it(session: Session, path: Path) -> None:
    batch = _import(session, path)
    record_full_export(session, "child", child_id=Child.get().id)
    undo_import(session, batch)
    assert Child.get().registry_state == "left"


def test_an_undone_entry_was_on_the_register_on_no_day(session: Session, path: Path) -> None:
    batch = _import(session, path)
    other = add_child(session, {"name": "王小军"})
    later = replace(session, clock=LATER)
    today = session.clock.today()
    assert len(list(roster(later, today))) == 2
    undo_import(later, batch)
    assert [row.id for row in roster(later, today)] == [other]
