"""The migrations make exactly what the models and vocabularies say."""

from __future__ import annotations

import peewee
import pytest
from playhouse.schema_diff import diff_models

from db.commands.writing import insert
from db.engine.files import SCHEMA_VERSION
from db.engine.opening import MIGRATIONS
from db.models import TABLES, ChangeLog, Edited, FestivalTick, NineOneItem, Phase, RuleInterval, Village, Vocabulary
from db.session import Session
from db.vocabulary import Festival, NineOne, Risk, vocabularies


def test_the_schema_is_that_of_the_models(session: Session) -> None:
    assert not diff_models(session.database, TABLES), str(diff_models(session.database, TABLES))
    assert max(int(path.name[:4]) for path in MIGRATIONS.glob("[0-9]*.py")) == SCHEMA_VERSION


def test_every_table_is_strict(session: Session) -> None:
    rows = session.database.execute_sql("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
    ours = {table._meta.table_name for table in TABLES}
    assert {name for name, strict in rows if strict} >= ours


def test_the_vocabulary_table_explains_every_code(session: Session) -> None:
    stored = {(row.vocabulary, row.code, row.position, row.name) for row in Vocabulary.select()}
    assert stored == {
        (name, code.value, place, code.msgid)
        for name, vocabulary in vocabularies().items()
        for place, code in enumerate(vocabulary, 1)
    }


def test_reference_data_is_there_from_the_start(session: Session) -> None:
    visits = {row.risk: row.days for row in RuleInterval.select().where(RuleInterval.what == "home_visit")}
    assert visits == {Risk.RED: 7, Risk.YELLOW: 30, Risk.BLUE: 90, Risk.GREEN: 180}
    assert {row.festival for row in FestivalTick.select()} == set(Festival)
    assert [row.item for row in NineOneItem.select().order_by(NineOneItem.position)] == list(NineOne)
    assert [row.name for row in Phase.select().order_by(Phase.position)] == ["全面启动", "整体推进", None]


@pytest.mark.parametrize("table", [table for table in TABLES if issubclass(table, Edited)])
def test_a_row_cannot_be_changed_without_a_new_version(session: Session, table: type[Edited]) -> None:
    triggers = session.database.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table._meta.table_name,)
    )
    assert f"{table._meta.table_name}_version" in {row[0] for row in triggers.fetchall()}


def test_the_fence_refuses_an_update_that_forgets_the_version(session: Session) -> None:
    with session.writing():
        insert(session, Village, {"name": "青山村", "active": True})
    with pytest.raises(peewee.IntegrityError, match="version"):
        session.database.execute_sql("UPDATE village SET name = '别村'")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change_log SET by = 'x'",
        "DELETE FROM change_log",
        "INSERT OR REPLACE INTO change_log (id, at, by, session, action, table_name) VALUES (1, '', '', '', '', '')",
    ],
)
def test_the_change_log_only_grows(session: Session, statement: str) -> None:
    with session.writing():
        insert(session, Village, {"name": "青山村", "active": True})
    with pytest.raises(peewee.IntegrityError, match="append only"):
        session.database.execute_sql(statement)
    assert ChangeLog.get().by == "李文书"
