"""What a person waits for at the register: its first paint, its keys, and the bytes that they cost on the line."""

from __future__ import annotations

import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, percentile
from tests.bench.ground import Ground, ask, first_child, registry, say
from tests.bench.peers import HEADS, LIST
from tests.bench.watched import Watched
from tests.pty.terminal import DOWN, ESCAPE, TAB

EMPTY, TABLE, VISIDATA = "an empty Textual app", "Textual's DataTable", "VisiData"
STEPS = 200
IDLE = 5.0
SEARCH, SHIFT_TAB, FILTER, CLEAR_INPUT = "\x1b[18~", "\x1b[Z", "f", "\x15"
MEGABYTE = 1e6


def figures(ground: Ground) -> Iterator[Figure]:
    """Every budget of the register at `ground.children` children."""
    database = ground.register()
    marker = first_child(database)
    others = _others(ground, database)
    say("first paint")
    paints, sizes = _first_paints(ground, database, marker, others)
    of = f"{ground.children:,} children"
    yield Figure(f"first paint of the registry, {of}", paints.pop(""), "ms", 1.35, EMPTY, paints)
    yield Figure(f"memory then, {of}", sizes.pop(""), "MB", 50, peers=sizes)
    say("keys and bytes")
    steps = {name: _steps(ground, command, marker) for name, command in others.items()}
    with ground.watch(*registry(database)) as terminal:
        terminal.first_paint(marker)
        first_frame = len(terminal.output)
        seconds, sizes_of_steps = _step(terminal)
        yield from _step_figures(seconds, sizes_of_steps, steps)
        yield from _typing(terminal, _number(database))
        yield Figure("bytes of the first frame", first_frame, "B", 4096)
        yield from _modal(terminal)
        yield from _idle(terminal)


def _others(ground: Ground, database: Path) -> dict[str, list[str]]:
    """The programs that show the same list."""
    if not ground.peers:
        return {}
    others = {TABLE: [sys.executable, "-m", "tests.bench.peers", str(database)]}
    if vd := shutil.which("vd"):
        sheet = ground.folder / "children.csv"
        names = ", ".join(f"'{head}'" for head in HEADS)
        ground.run(
            "sqlite3", "-readonly", str(database),
            text=f".mode csv\n.once '{sheet}'\nSELECT {names};\n.mode csv\n.output '{sheet}'\n.headers on\n{LIST};\n",
        )  # fmt: skip
        others[VISIDATA] = [vd, str(sheet)]
    return others


def _first_paints(
    ground: Ground, database: Path, marker: str, others: dict[str, list[str]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Median milliseconds to the first paint, and megabytes then, of guanai ("") and its peers.

    guanai and the empty app take turns; the others, which take long, run once.
    """
    empty = [sys.executable, "-c", "from textual.app import App; App().run()"]
    plan = [("", registry(database), marker), (EMPTY, empty, "")] * (ground.times + 1)
    plan += [(name, command, marker) for name, command in others.items()]
    paints: dict[str, list[float]] = {}
    sizes: dict[str, list[float]] = {}
    for name, command, text in plan:
        with ground.watch(*command) as terminal:
            paints.setdefault(name, []).append(terminal.first_paint(text) * 1000)
            terminal.settle(0.5)
            sizes.setdefault(name, []).append(terminal.memory() / MEGABYTE)
    # The first round met cold files.
    return _medians(paints), _medians(sizes)


def _medians(values: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(each[1:] or each) for name, each in values.items()}


def _steps(ground: Ground, command: list[str], marker: str) -> tuple[list[float], list[int]]:
    with ground.watch(*command) as terminal:
        terminal.first_paint(marker)
        terminal.settle(0.5)
        return _step(terminal)


def _step(terminal: Watched) -> tuple[list[float], list[int]]:
    """Milliseconds to the last byte, and bytes, of each step down, those that scroll among them."""
    answers = [terminal.answer(DOWN) for _ in range(STEPS)]
    return [answer.seconds * 1000 for answer in answers], [answer.bytes for answer in answers]


def _step_figures(
    seconds: list[float], sizes: list[int], others: dict[str, tuple[list[float], list[int]]]
) -> Iterator[Figure]:
    def row(what: str, at: int, unit: str, limit: float, of: object) -> Figure:
        peers = {name: of(values[at]) for name, values in others.items()}  # type: ignore[operator]
        return Figure(what, of((seconds, sizes)[at]), unit, limit, peers=peers)  # type: ignore[operator]

    yield row("key to paint, a cursor step, median", 0, "ms", 10, statistics.median)
    yield row("key to paint, a cursor step, p95", 0, "ms", 30, lambda values: percentile(values, 95))
    yield row("bytes a cursor step, median", 1, "B", 40, statistics.median)
    yield row(f"bytes a cursor step, mean of {STEPS} with scrolling", 1, "B", 100, statistics.mean)


def _number(database: Path) -> str:
    query = "SELECT id_no FROM child WHERE length(id_no) = 18 AND registry_state = 'registered' ORDER BY id LIMIT 1"
    return str(ask(database, query)[0][0])


def _typing(terminal: Watched, number: str) -> Iterator[Figure]:
    """Letters in the search: those that bring other rows, and those (the end of an ID number) that bring none."""

    def under_the_search(line: int) -> bool:
        return line > 1

    terminal.press(SEARCH)
    bare: list[int] = []
    paging: list[int] = []
    for character in number:
        answer = terminal.answer(character, under_the_search)
        (bare if answer.lines_after is None else paging).append(answer.bytes)
    yield Figure("bytes of a letter typed into an input, median", statistics.median(bare), "B", 60)
    yield Figure("bytes of a letter that finds other children, median", statistics.median(paging), "B")
    terminal.press(CLEAR_INPUT)
    there_and_back = terminal.press(TAB) + terminal.press(SHIFT_TAB)
    yield Figure("bytes of Tab to the table and back", there_and_back, "B", 120)
    terminal.press(TAB)


def _modal(terminal: Watched) -> Iterator[Figure]:
    yield Figure("bytes of opening a modal", terminal.press(FILTER), "B", 3072)
    yield Figure("bytes of closing it", terminal.press(ESCAPE), "B", 3072)


def _idle(terminal: Watched) -> Iterator[Figure]:
    terminal.press(SEARCH)
    terminal.settle(0.5)
    yield Figure(f"bytes in {IDLE:g} s idle, an input focused", terminal.settle(IDLE, IDLE), "B", 0)
