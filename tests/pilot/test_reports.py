"""Reports on the screen: the list, the preview as it will print, narrowed, moved through, and saved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.errors import BusyError, GuanaiError
from db.queries.filters import place_choices
from db.session import Session
from exports.pages import BREAK
from exports.report import Report, Request, available
from exports.saving import preview, printed
from screens.reports import FIRST
from tests.pilot.conftest import Sit, Sitting
from tests.pilot.hosting import PATIENCE

SIZES = [(80, 24), (60, 20)]
ROSTER = available()["roster"]
NAMES = [*FIRST, *(name for name in available() if name not in FIRST)]


async def open_report(sitting: Sitting, name: str) -> None:
    await sitting.see("内容")
    await sitting.press("home", *["down"] * NAMES.index(name), "enter")
    await sitting.on("ReportsScreen", "PreviewScreen")


async def open_roster(sitting: Sitting) -> None:
    await open_report(sitting, "roster")
    await sitting.see("姓名")


async def choose(sitting: Sitting, option: str, value: str) -> None:
    """Set an option by the names that a person reads."""
    await sitting.press("enter")
    await sitting.see("报表选项")
    await sitting.type(option)
    await sitting.press("enter")
    await sitting.lose("报表选项")
    await sitting.until(lambda: len(sitting.stack) == 3)
    await sitting.type(value)
    await sitting.press("enter")
    await sitting.on("ReportsScreen", "PreviewScreen")


def on_paper(session: Session, report: Report, width: int = 80, **options: Any) -> list[str]:
    """The lines of the preview: those that print, with a line before each new page."""
    lines = []
    for line in printed(session, report, Request(on=session.clock.today(), **options), width=width):
        lines += ["- " * 40] if line.startswith(BREAK) else []
        lines.append(line.removeprefix(BREAK))
    return lines


@pytest.fixture
def folder(database_path: Path) -> Path:
    return database_path.parent / "reports"


def in_box(sitting: Sitting) -> str:
    """The text of the box over the screen, its lines joined."""
    return "".join(line.split("|")[1].strip() for line in sitting.lines if line.count("|") > 1)


@pytest.mark.parametrize("size", SIZES)
async def test_a_report_is_previewed_as_it_will_print(town: Session, sit: Sit, size: tuple[int, int]) -> None:
    async with sit(town, screen="reports", size=size) as sitting:
        for name, report in available().items():
            if name not in ("charts", "roster", "statistics", "summary"):
                continue
            await open_report(sitting, name)
            lines = on_paper(town, report, size[0] if name == "summary" else 80)  # prose follows the window
            assert name != "summary" or max(map(cell_len, lines)) <= size[0]
            await sitting.see(f"1-{min(len(lines), size[1] - 2)}/{len(lines)}")
            for shown, line in zip(sitting.lines[1:-1], lines, strict=False):
                assert cell_len(shown) <= size[0]
                assert line.startswith(shown.rstrip()[:20])
            await sitting.press("escape")
            await sitting.on("ReportsScreen")


async def test_the_preview_of_a_small_register(session: Session, sit: Sit) -> None:
    add_child(
        session,
        {"name": "王小明", "sex": "male", "birth_date": "2016-05-02", "village": NewPlace("青山村"),
         "school": NewPlace("中心学校"), "school_class": NewPlace("四(2)班"), "registered_on": "2026-03-01"},
    )  # fmt: skip
    async with sit(session, screen="reports") as sitting:
        await open_roster(sitting)
        row = next(line for line in sitting.lines if "王*" in line)
        assert "青山村" in row
        assert sitting.lines[0].startswith("报表")


async def test_the_preview_is_moved_through_by_line_page_and_side(town: Session, sit: Sit) -> None:
    lines = on_paper(town, ROSTER)
    async with sit(town, screen="reports", size=(60, 20)) as sitting:
        await open_roster(sitting)
        page = 18
        last = len(lines)
        for keys, top in (
            (["down"], 2), (["j", "k"], 2), (["up", "up"], 1), (["pagedown"], page), (["pageup"], 1),
            (["space"], page), (["end"], last - page + 1), (["down"], last - page + 1), (["home"], 1), (["G", "g"], 1),
        ):  # fmt: skip
            await sitting.press(*keys)
            await sitting.see(f"{top}-{top + page - 1}/{last}")
            assert lines[top - 1].startswith(sitting.lines[1].rstrip(">"))
        first, head = sitting.lines[1], sitting.lines[4]
        assert head.endswith(">")
        assert ">右移" in sitting.lines[-1]
        await sitting.press("right")
        await sitting.until(lambda: sitting.lines[1] != first)
        assert lines[3].endswith(sitting.lines[4].strip()), "the last column is whole"
        await sitting.until(lambda: ">右移" not in sitting.lines[-1])
        await sitting.press("left")
        await sitting.until(lambda: sitting.lines[1] == first)


async def test_a_preview_of_more_than_anybody_pages_through_ends(
    town: Session, sit: Sit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The beginning is there while the rest is drawn, and what is saved is whole."""
    monkeypatch.setattr("screens.report_preview.FIRST", 10)
    monkeypatch.setattr("screens.report_preview.LONGEST", 40)
    drawn = threading.Event()

    def slowly(*args: Any) -> Iterator[str]:
        for number, line in enumerate(preview(*args)):
            if number == 20:
                assert drawn.wait(PATIENCE)
            yield line

    monkeypatch.setattr("screens.report_preview.preview", slowly)
    async with sit(town, screen="reports") as sitting:
        await open_report(sitting, "roster")
        await sitting.see("1-10/..")
        drawn.set()
        await sitting.see("1-22/41")
        await sitting.press("end")
        await sitting.see("预览到此为止，保存的报表是完整的。")
        await sitting.press("t")
        await sitting.see("已保存")
    (path,) = folder.iterdir()
    assert len(path.read_text().splitlines()) > 60


async def test_a_report_is_narrowed_and_its_head_says_to_what(town: Session, sit: Sit, folder: Path) -> None:
    place = next(choice for choice in place_choices(town) if choice.field == "village")
    narrowed, whole = on_paper(town, ROSTER, village=place.id), on_paper(town, ROSTER)
    assert len(narrowed) < len(whole)
    async with sit(town, screen="reports") as sitting:
        await open_roster(sitting)
        await choose(sitting, "村", place.name)
        await sitting.see(f"/{len(narrowed)}")
        assert place.name in sitting.lines[0]
        await sitting.press("t")
        await sitting.see("已保存")
        await sitting.press("enter")
        await choose(sitting, "村", "全部")
        await sitting.see(f"/{len(whole)}")
        assert place.name not in sitting.lines[0]
        await sitting.press("enter")
        await sitting.see("报表选项")
        await sitting.type("日期")
        await sitting.press("enter")
        await sitting.see("2026-11-24")
        await sitting.press(*["backspace"] * 10)
        await sitting.type("2026-13-1")
        await sitting.press("enter")
        await sitting.see("没有13月。")
    (path,) = folder.iterdir()
    assert path.name == f"2026-11-24-留守儿童花名册-{place.name}.txt"


async def test_a_sheet_of_a_class_asks_for_the_class_first(town: Session, sit: Sit, folder: Path) -> None:
    name = next(choice.name for choice in place_choices(town) if choice.field == "school_class")
    async with sit(town, screen="reports") as sitting:
        await sitting.see("内容")
        await sitting.press("home", *["down"] * NAMES.index("class-sheet"), "enter")
        await sitting.on("ReportsScreen", "PreviewScreen", "Choose")
        await sitting.press("escape")
        await sitting.see("请先按回车选择班级。")
        await choose(sitting, "班级", name)
        await sitting.see("共同成长记录表")
        assert "留守" not in sitting.text
        assert name in sitting.lines[0]


async def test_everything_unmasked_takes_a_reason_that_is_put_on_record(town: Session, sit: Sit, folder: Path) -> None:
    async with sit(town, screen="reports") as sitting:
        await open_roster(sitting)
        masked = sitting.text
        await sitting.press("x")
        await sitting.see("已保存")
        await sitting.press("enter", "u")
        await sitting.see("原因会记录在案")
        await sitting.type("县民政局核对")
        await sitting.press("enter", "right", "enter")
        await sitting.on("ReportsScreen", "PreviewScreen")
        await sitting.until(lambda: "*" not in sitting.text)
        assert "*" in masked
        await sitting.press("x")
        await sitting.see("已保存")
    masked_copy, path = sorted(folder.iterdir(), key=lambda path: "完整" in path.name)
    assert path.name == "2026-11-24-留守儿童花名册(完整).csv"
    assert "*" not in path.read_text("utf-8-sig")
    assert "*" in masked_copy.read_text("utf-8-sig")
    query = "SELECT changes, reason FROM change_log WHERE action = 'export_full'"
    assert town.database.execute_sql(query).fetchall() == [('{"export": [null, "roster"]}', "县民政局核对")]


async def test_a_summary_keeps_what_was_written_into_it(town: Session, sit: Sit, folder: Path) -> None:
    path = folder / "2026-年度工作总结.txt"
    async with sit(town, screen="reports") as sitting:
        await open_report(sitting, "summary")
        await sitting.see("年度工作总结")
        await sitting.press("t")
        await sitting.see("已保存")
        await sitting.press("enter", "escape")
        text = path.read_text()
        path.write_text(text.replace("（请填写村民小组数、户数、人口和儿童总数。）", "全乡18个村民小组。"))
        await open_report(sitting, "summary")
        await sitting.see("全乡18个村民小组。")
        await sitting.press("t")
        await sitting.see("已保存")
        await sitting.press("enter", "e")
        await sitting.see("本单位的模板")
    assert "全乡18个村民小组。" in path.read_text()
    assert (folder.parent / "templates" / "township.zh.txt").is_file()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("key", "name"),
    [(key, f"2026-11-24-留守儿童花名册.{suffix}") for key, suffix in (("t", "txt"), ("x", "csv"), ("w", "xlsx"))],
)
async def test_a_report_is_saved_and_the_person_told_where(
    town: Session, sit: Sit, folder: Path, size: tuple[int, int], key: str, name: str
) -> None:
    async with sit(town, screen="reports", size=size) as sitting:
        await open_roster(sitting)
        await sitting.press(key)
        await sitting.see("已保存")
        assert in_box(sitting).startswith(f"已保存{folder / name}")
        await sitting.press("enter")
        await sitting.on("ReportsScreen", "PreviewScreen")
    (path,) = folder.iterdir()
    assert path.name == name
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    if key == "w":
        assert path.read_bytes()[:2] == b"PK"
    else:
        assert "姓名" in path.read_text("utf-8-sig" if key == "x" else "utf-8")


async def test_a_report_that_cannot_be_saved_is_a_sentence(town: Session, sit: Sit, folder: Path) -> None:
    folder.write_text("")
    async with sit(town, screen="reports") as sitting:
        await open_roster(sitting)
        await sitting.press("t")
        await sitting.see("没有写成，原有的内容都在。请检查磁盘后再试。")
        assert sitting.stack == ["ReportsScreen", "PreviewScreen"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_sentence_that_is_longer_than_the_window_is_whole(
    town: Session, sit: Sit, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "数据库文件已损坏。没有改动任何内容。请先运行 guanai check，再用最新备份运行 guanai restore。"

    def damaged(*_args: object) -> None:
        raise GuanaiError(sentence)

    async with sit(town, screen="reports", size=size) as sitting:
        await open_roster(sitting)
        lines = sitting.lines
        with monkeypatch.context() as broken:
            broken.setattr("screens.report_options.place_choices", damaged)
            await sitting.press("enter")
            await sitting.see("报表选项")
            await sitting.type("村")
            await sitting.press("enter")
            await sitting.until(lambda: "".join(sitting.lines[-2:]).replace(" ", "") == sentence.replace(" ", ""))
        assert sitting.lines[:-2] == lines[:-2]
        await sitting.press("down")
        await sitting.until(lambda: sitting.lines[-1].startswith("F1"))
        assert len(sitting.lines) == size[1]


async def test_a_report_that_cannot_be_read_is_a_sentence(
    town: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise BusyError("数据库正忙，请稍后再试。")

    monkeypatch.setattr("screens.report_preview.preview", busy)
    async with sit(town, screen="reports") as sitting:
        await open_report(sitting, "roster")
        await sitting.see("数据库正忙")
        assert sitting.stack == ["ReportsScreen", "PreviewScreen"]


async def test_who_may_only_read_may_save_a_report(township: Path, sit: Sit) -> None:
    with Session.open(township, "乡长", read_only=True) as session:
        async with sit(session, screen="reports", read_only=True) as sitting:
            await open_roster(sitting)
            await sitting.press("t")
            await sitting.see("已保存")
