"""The grid of cells: longer than the window, gone through by keys, narrow and wide."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from screens.widgets.cell_grid import CellGrid, GridLine
from screens.widgets.cells import fit_ends

HEADS = ["之家", "电话", "小师", "妈妈", "讲座", "外出", "阳光", "书信", "好事"]
LINES = [GridLine(f"第{n}小学", tuple(f"~{n}" for _head in HEADS), (None,) * len(HEADS)) for n in range(40)]


class Small(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.grid = CellGrid("学校", HEADS)
        self.opened: list[tuple[int, int]] = []

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        self.opened.append((event.row, event.column))

    def lines(self) -> list[str]:
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]


def test_names_that_begin_alike_are_told_apart() -> None:
    shown = [fit_ends(name, 12) for name in ("云溪乡中心学校", "云溪乡中心幼儿园", "西冲小学")]
    assert shown == ["云溪..心学校", "云溪..幼儿园", "西冲小学    "]
    for width in range(30):
        assert cell_len(fit_ends("云溪乡中心幼儿园", width)) == width


@pytest.mark.parametrize("size", [(60, 12), (120, 12), (80, 60)])
async def test_the_cursor_is_in_sight_wherever_it_goes(size: tuple[int, int]) -> None:
    app = Small()
    async with app.run_test(size=size) as pilot:
        app.grid.show(LINES)
        await pilot.pause()
        for keys, row, column in (
            (["end"], 39, 0), (["down", "right"], 39, 1), (["home", "left", "left"], 0, 0), (["up"], 0, 0),
            (["down"] * 11, 11, 0), (["pagedown"], min(39, 11 + size[1] - 2), 0), (["right"] * 12, None, 8),
        ):  # fmt: skip
            await pilot.press(*keys)
            await pilot.pause()
            assert (row if row is not None else app.grid.row, column) == (app.grid.row, app.grid.column)
            shown = app.lines()
            assert {cell_len(line) for line in shown} == {size[0]}
            assert [line.split()[1] for line in shown if line.startswith(">")] == [f"第{app.grid.row}小学"]
            assert shown[0].split() == ["学校", *HEADS]
        await pilot.press("enter")
        assert app.opened == [(app.grid.row, 8)]
        app.grid.show(LINES[:3], app.grid.row)
        await pilot.press("enter", "down")
        await pilot.pause()
        assert app.opened[-1] == (2, 8)
        app.grid.show([])
        await pilot.press("enter", "down", "end", "pagedown")
        await pilot.pause()
        assert len(app.opened) == 2
        assert app.lines()[1].strip() == ""
