"""The roster doctor on the screen: a file picked, its columns settled, rows looked at, imported and taken back."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from db.commands.children import add_child
from db.commands.import_undo import undo_import
from db.commands.importing import do_import
from db.errors import BusyError
from db.models import Child
from db.queries.duplicate_pairs import pairs_told_apart
from db.roster.planning import Plan
from db.session import Session
from screens.duplicates import DuplicatesScreen
from screens.roster_import import RosterImportScreen, rosters_in
from screens.roster_preview import PreviewScreen
from tests.pilot.hosting import PATIENCE, sees, showing, shown, until
from tests.unit.roster_corpus.files import as_csv, cells, id_number

BOY = id_number("2013-05-02")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "import"
    folder.mkdir()
    table = cells(f"""
        姓名|身份证号|村|父亲姓名|电话|民族|母亲电话
        张小明|{BOY}|石桥村|张大|13812345678|汉|13700000000
        李小红|123|~|~|~|~|~
    """)
    (folder / "名册.csv").write_bytes(as_csv(table, "gbk"))
    (folder / "~$名册.xlsx").write_bytes(b"")
    (folder / "照片.jpg").write_bytes(b"")
    return folder


def test_only_rosters_of_the_folder_are_offered(folder: Path) -> None:
    assert [file.path.name for file in rosters_in(folder)] == ["名册.csv"]
    assert rosters_in(folder / "没有") == []


async def test_from_a_file_to_the_register_and_back(session: Session, folder: Path) -> None:
    async with showing(RosterImportScreen(session, folder)) as pilot:
        await sees(pilot, "名册.csv")
        await pilot.press("enter")
        await sees(pilot, "张小明", "新增", "李小红", "不能导入")
        await pilot.press("c")
        await sees(pilot, "父亲电话", "按前一列判断")
        await pilot.press("end")
        await pilot.press("enter")
        await sees(pilot, "母亲务工地点")
        await pilot.press("escape")
        await sees(pilot, "当作")
        await pilot.press("escape")
        await pilot.press("f8")
        await sees(pilot, "导入1行")
        await pilot.press("enter")
        await sees(pilot, "已导入：新增1人")
        assert [row.name for row in Child.select()] == ["张小明"]
        await pilot.press("enter")
        await sees(pilot, "导入花名册")
        await pilot.press("b")
        await sees(pilot, "李文书", "名册.csv")
        await pilot.press("enter")
        await sees(pilot, "撤销这次导入")
        await pilot.press("right", "enter")
        await sees(pilot, "已撤销")
        assert [row.registry_state for row in Child.select()] == ["left"]


async def test_rows_are_left_out_and_a_row_goes_on_to_the_import(session: Session, folder: Path) -> None:
    colon = "\N{FULLWIDTH COLON}"
    table = cells(f"""
        姓名|身份证号|村|母亲电话
        张小明|{BOY}|石桥村|13700000000
        李小红|5110212013|石桥村|1370000
        王小军|~|石桥村|13700000001
        填表人{colon}|刘老师
    """)
    (folder / "名册.csv").write_bytes(as_csv(table))
    async with showing(RosterImportScreen(session, folder)) as pilot:
        await sees(pilot, "名册.csv")
        await pilot.press("enter")
        await sees(pilot, "3行：新增 3", "不是儿童的行 5", f"5110212013{colon}身份证号")
        await pilot.press("down")
        await sees(pilot, "记入证件说明", "1370000", "这一格不导入")
        await pilot.press("space")
        await sees(pilot, "3行：新增 2", "不能导入 1", "手工选为不导入")
        await pilot.press("space")
        await sees(pilot, "3行：新增 3")
        await pilot.press("down", "space")
        await sees(pilot, "3行：新增 2")
        await pilot.press("escape")
        await sees(pilot, "离开导入")
        await pilot.press("enter")
        await sees(pilot, "3行：新增 2")
        await pilot.press("home", "enter")
        await sees(pilot, "第2行：新增")
        await pilot.press("f8")
        await sees(pilot, "导入2行")
        await pilot.press("enter")
        await sees(pilot, "新增2人", "未导入1行", "按b")
    assert sorted(row.name for row in Child.select()) == ["张小明", "李小红"]


async def test_a_running_import_is_not_left_nor_begun_twice(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write, begun = threading.Event(), []

    def slow(*args: Any, **options: Any) -> int | None:
        begun.append(args)
        assert may_write.wait(PATIENCE)
        return do_import(*args, **options)

    monkeypatch.setattr("screens.roster_preview.do_import", slow)
    async with showing(RosterImportScreen(session, folder)) as pilot:
        await sees(pilot, "名册.csv")
        await pilot.press("enter")
        await sees(pilot, "张小明", "新增")
        await pilot.press("f8")
        await sees(pilot, "导入1行")
        await pilot.press("enter")
        await until(pilot, lambda: bool(begun))
        preview = pilot.app.screen
        assert isinstance(preview, PreviewScreen)
        await pilot.press("up")
        for key in ("escape", "f8", "c"):
            await pilot.press(key)
            await sees(pilot, "正在导入")
            assert pilot.app.screen is preview
        assert not await preview.may_close()
        may_write.set()
        await sees(pilot, "已导入：新增1人")
    assert len(begun) == 1
    assert [row.name for row in Child.select()] == ["张小明"]


async def test_the_end_of_the_program_waits_for_a_running_import(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write, begun = threading.Event(), []
    closed = Plan.close

    def slow(*args: Any, **options: Any) -> int | None:
        begun.append(args)
        assert may_write.wait(PATIENCE)
        return do_import(*args, **options)

    def closes(made: Plan) -> None:
        assert Child.select().count() == 1
        closed(made)

    monkeypatch.setattr("screens.roster_preview.do_import", slow)
    monkeypatch.setattr(Plan, "close", closes)
    async with showing(PreviewScreen(session, folder / "名册.csv")) as pilot:
        await sees(pilot, "张小明", "新增")
        await pilot.press("f8")
        await sees(pilot, "导入1行")
        await pilot.press("enter")
        await until(pilot, lambda: bool(begun))
        pilot.app.call_later(may_write.set)
        pilot.app.exit()
    assert [row.name for row in Child.select()] == ["张小明"]


async def test_former_imports_that_cannot_be_read_are_a_sentence(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise BusyError("数据库正忙，请稍后再试。")

    monkeypatch.setattr("screens.roster_import.batches", busy)
    async with showing(RosterImportScreen(session, folder)) as pilot:
        await sees(pilot, "名册.csv")
        await pilot.press("b")
        await sees(pilot, "数据库正忙")


async def test_an_open_column_is_settled_on_the_screen(session: Session, folder: Path) -> None:
    (folder / "名册.csv").write_bytes(as_csv(cells("""
        姓名|村|电话|民族|电话
        张小明|石桥村|13812345678|汉|13700000000
    """)))  # fmt: skip
    async with showing(RosterImportScreen(session, folder)) as pilot:
        await sees(pilot, "名册.csv")
        await pilot.press("enter")
        await sees(pilot, "请按c指明")
        await pilot.press("f8")
        await sees(pilot, "请按c指明")
        await pilot.press("c")
        await sees(pilot, "请指明")
        for index, field in ((2, "父亲电话"), (4, "母亲电话")):
            await pilot.press("home", *["down"] * index)
            await pilot.press("enter")
            await sees(pilot, "父亲姓名")
            pilot.app.screen.focused.insert_text_at_cursor(field)  # type: ignore[union-attr]
            await pilot.pause()
            await pilot.press("enter")
            await sees(pilot, field)
        await pilot.press("escape")
        await until(pilot, lambda: "请按c" not in shown(pilot.app) and "新增 1" in shown(pilot.app))
        await pilot.press("enter")
        await sees(pilot, "文件的行", "13812345678")


async def test_rows_by_state_side_by_side_and_saved(session: Session, folder: Path) -> None:
    add_child(session, {"name": "张小明", "id_no": BOY}, father={"name": "张大", "phone": "13600000000"})
    async with showing(RosterImportScreen(session, folder)) as pilot:
        await sees(pilot, "名册.csv")
        await pilot.press("enter")
        await sees(pilot, "有变化 1", "不能导入 1")
        await pilot.press("enter")
        await sees(pilot, "13812345678", "13600000000")
        await pilot.press("escape")
        await pilot.press("f")
        await sees(pilot, "全部")
        await pilot.press("5", "enter")
        await until(pilot, lambda: "张小明" not in shown(pilot.app))
        assert "李小红" in shown(pilot.app)
        await pilot.press("r")
        await sees(pilot, "已存为")
        assert (folder / "名册-不能导入.csv").exists()


async def test_what_is_no_roster_is_said_and_the_list_comes_back(session: Session, folder: Path) -> None:
    (folder / "名册.csv").write_bytes(b"hello\n")
    async with showing(RosterImportScreen(session, folder)) as pilot:
        await sees(pilot, "名册.csv")
        await pilot.press("enter")
        await sees(pilot, "找不到表头")
        await pilot.press("enter")
        await sees(pilot, "导入花名册", "名册.csv")
        await pilot.press("p")
        await sees(pilot, "文件路径")


async def test_two_entries_are_compared_and_merged(session: Session) -> None:
    add_child(session, {"name": "张小明", "birth_date": "2013-05-02"}, father={"name": "张大"})
    add_child(session, {"name": "张小明", "birth_date": "2013-05-02", "phone": "13700000000"})
    async with showing(DuplicatesScreen(session)) as pilot:
        await sees(pilot, "姓名相同")
        await pilot.press("enter")
        await sees(pilot, "第一份", "13700000000", "张大")
        await pilot.press("f8")
        await sees(pilot, "保留第一份")
        await pilot.press("enter")
        await sees(pilot, "合并成一名儿童")
        await pilot.press("right", "enter")
        await sees(pilot, "没有发现疑似重复")
        assert [row.registry_state for row in Child.select().order_by(Child.id)] == ["registered", "left"]


async def test_two_entries_are_told_apart_and_doubted_again_and_one_of_two_numbers_is_chosen(session: Session) -> None:
    right, wrong = id_number("2013-05-02"), id_number("2013-05-02", 5)
    for number in (right, wrong):
        add_child(session, {"name": "张小明", "birth_date": "2013-05-02", "id_no": number})
    async with showing(DuplicatesScreen(session)) as pilot:
        await sees(pilot, "姓名相同", "n 是两个人")
        await pilot.press("enter")
        await sees(pilot, "第一份")
        await pilot.press("n")
        await sees(pilot, "没有发现疑似重复")
        await pilot.press("o")
        await sees(pilot, "李文书", "n 重新核对")
        await pilot.press("n")
        await sees(pilot, "没有已排除的")
        await pilot.press("o")
        await sees(pilot, "姓名相同")
        await pilot.press("enter")
        await sees(pilot, "第一份")
        await pilot.press("f8")
        await sees(pilot, "保留第一份")
        await pilot.press("down", "enter")
        await sees(pilot, "哪个身份证号正确", wrong)
        await pilot.press("down", "enter")
        await sees(pilot, "合并成一名儿童")
        await pilot.press("right", "enter")
        await sees(pilot, "没有发现疑似重复")
        assert [row.id_no for row in Child.select().order_by(Child.id)] == [None, right]


async def test_a_new_child_is_told_from_the_one_it_is_like_before_it_is_imported(
    session: Session, tmp_path: Path
) -> None:
    add_child(session, {"name": "张小明", "birth_date": "2010-01-01"}, father={"name": "张大"})
    path = tmp_path / "名册.csv"
    path.write_bytes(as_csv(cells("姓名|村|父亲姓名|母亲姓名\n张小明|石桥村|张二|王芳")))
    async with showing(PreviewScreen(session, path)) as pilot:
        await sees(pilot, "名册里的张小明相像", "n 是两个人")
        await pilot.press("n")
        await sees(pilot, "不是名册中的张小明")
        await pilot.press("n")
        await sees(pilot, "名册里的张小明相像")
        await pilot.press("n", "f8")
        await sees(pilot, "导入1行")
        await pilot.press("enter")
        await sees(pilot, "已导入：新增1人")
    assert len(pairs_told_apart(session)) == 1
    undo_import(session, 1)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_other_sizes(session: Session, folder: Path, size: tuple[int, int]) -> None:
    async with showing(RosterImportScreen(session, folder), size) as pilot:
        await sees(pilot, "名册.csv")
        await pilot.press("enter")
        await sees(pilot, "张小明")
