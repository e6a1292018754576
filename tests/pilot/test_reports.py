"""Reports on the screen: the list, the preview as it will print, narrowed, moved through, and saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.errors import BusyError, GuanaiError
from db.i18n import _
from db.queries.filters import place_choices
from db.session import Session
from exports.report import Request, available
from exports.saving import printed
from tests.pilot.conftest import Sit, Sitting

SIZES = [(80, 24), (60, 20)]
ROSTER = available()["roster"]


async def open_roster(sitting: Sitting) -> None:
    await sitting.see("留守儿童花名册")
    at = list(available()).index("roster")
    await sitting.press("home", *["down"] * at, "enter")
    await sitting.on("ReportsScreen", "PreviewScreen")
    await sitting.see("姓名")


@pytest.fixture
def folder(database_path: Path) -> Path:
    return database_path.parent / "reports"


def in_box(sitting: Sitting) -> str:
    """The text of the box over the screen, its lines joined."""
    return "".join(line.split("|")[1].strip() for line in sitting.lines if line.count("|") > 1)


@pytest.mark.parametrize("size", SIZES)
async def test_each_report_is_previewed_as_it_will_print(town: Session, sit: Sit, size: tuple[int, int]) -> None:
    async with sit(town, screen="reports", size=size) as sitting:
        for number, report in enumerate(available().values()):
            lines = list(printed(town, report, Request(on=town.clock.today())))
            await sitting.see(_(report.title))
            await sitting.press("home", *["down"] * number, "enter")
            await sitting.on("ReportsScreen", "PreviewScreen")
            seen = min(len(lines), size[1] - 2)
            await sitting.see(f"1-{seen}/{len(lines)}")
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
        row = next(line for line in sitting.lines if "王小明" in line)
        assert "青山村" in row
        assert sitting.lines[0].startswith("报表")


async def test_the_preview_is_moved_through_by_line_page_and_side(town: Session, sit: Sit) -> None:
    lines = list(printed(town, ROSTER, Request(on=town.clock.today())))
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
            assert sitting.lines[1] == lines[top - 1][: len(sitting.lines[1])]
        first = sitting.lines[1]
        await sitting.press("right")
        await sitting.until(lambda: sitting.lines[1] != first)
        await sitting.press("left")
        await sitting.until(lambda: sitting.lines[1] == first)


async def test_a_report_is_narrowed_to_a_place_and_its_head_says_to_which(
    town: Session, sit: Sit, folder: Path
) -> None:
    place = next(choice for choice in place_choices(town) if choice.field == "village")
    narrowed = list(printed(town, ROSTER, Request(on=town.clock.today(), village=place.id)))
    whole = list(printed(town, ROSTER, Request(on=town.clock.today())))
    assert len(narrowed) < len(whole)
    async with sit(town, screen="reports") as sitting:
        await open_roster(sitting)
        await sitting.press("f")
        await sitting.see("只显示")
        await sitting.type(place.name)
        await sitting.press("enter")
        await sitting.see(f"/{len(narrowed)}")
        assert place.name in sitting.lines[0]
        await sitting.press("t")
        await sitting.see("已保存")
        await sitting.press("enter")
        await sitting.press("f")
        await sitting.see("只显示")
        await sitting.press("enter")
        await sitting.see(f"/{len(whole)}")
        assert place.name not in sitting.lines[0]
        await sitting.press("t")
        await sitting.see("已保存")
    texts = {len(path.read_text().splitlines()) for path in folder.glob("*roster*.txt")}
    assert texts == {len(narrowed), len(whole)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("key", "name"), [("t", "2026-11-24-roster.txt"), ("x", "2026-11-24-roster.csv")])
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
            broken.setattr("screens.reports.place_choices", damaged)
            await sitting.press("f")
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

    monkeypatch.setattr("screens.reports.printed", busy)
    monkeypatch.setattr("screens.reports.place_choices", busy)
    async with sit(town, screen="reports") as sitting:
        await sitting.see("留守儿童花名册")
        await sitting.press("enter")
        await sitting.see("数据库正忙")
        await sitting.press("f")
        assert sitting.stack == ["ReportsScreen", "PreviewScreen"]


async def test_who_may_only_read_may_save_a_report(township: Path, sit: Sit) -> None:
    with Session.open(township, "乡长", read_only=True) as session:
        async with sit(session, screen="reports", read_only=True) as sitting:
            await open_roster(sitting)
            await sitting.press("t")
            await sitting.see("已保存")
