"""What a thousand times more children cost: opening, paging, and searching as one types."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from db.queries import today
from db.queries.office_duties import office_lines
from db.session import Session
from tests.bench.figures import Figure, percentile
from tests.bench.ground import CLOCK, Ground, ask, first_child, registry, say
from tests.bench.screens import CLEAR_INPUT, SEARCH
from tests.bench.watched import Watched

SMALL = 1_000
ROWS = 24
PAGE_DOWN, TAB = "\x1b[6~", "\t"
PAGES = 40
PAUSE = 0.25
"""Seconds without output between two keys of a query: a slow page must not count as none, and people type so fast."""
TODAY_RUNS = 5
CHILDREN = 6
"""Children whose names and numbers are typed."""


@dataclass
class Times:
    """Milliseconds of one size."""

    open: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)


def figures(ground: Ground) -> Iterator[Figure]:
    """Search at the large size, and the ratio of each cost to that at 1,000 children."""
    databases = {size: ground.township(size, history=False) for size in (SMALL, ground.million)}
    times = {size: Times() for size in databases}
    say(f"search and growth, {SMALL:,} to {ground.million:,}")
    for _ in range(ground.times):
        for size, database in databases.items():
            with ground.watch(*registry(database)) as terminal:
                times[size].open.append(terminal.first_paint(first_child(database)) * 1000)
    for size, database in databases.items():
        with ground.watch(*registry(database)) as terminal:
            terminal.first_paint(first_child(database))
            times[size].page = [terminal.answer(PAGE_DOWN).seconds * 1000 for _ in range(PAGES)]
            times[size].search = list(_search(terminal, _queries(database)))
    small, large = times[SMALL], times[ground.million]
    what = f"search as you type, {ground.million:,} children, key to first page, p95"
    yield Figure(what, percentile(large.search, 95), "ms", 30, note=f"median {statistics.median(large.search):.1f} ms")
    yield _today(ground)
    base = f"{SMALL:,} children"
    for deed in ("open", "page", "search"):
        at_small, at_large = (statistics.median(getattr(each, deed)) for each in (small, large))
        yield Figure(f"{deed}, {ground.million:,} children, median", at_large, "ms", 1.5, base, {base: at_small})


def _today(ground: Ground) -> Figure:
    """Until all that Today shows to whoever sees every child is there, counted side by side as the screen does."""
    waited, spent = [], []
    with Session.open(ground.register(), "bench", CLOCK, read_only=True) as session, ThreadPoolExecutor(2) as threads:
        for _ in range(TODAY_RUNS):
            started, used = time.perf_counter(), time.process_time()
            list(threads.map(lambda count: count(session), (_of_children, office_lines)))
            waited.append((time.perf_counter() - started) * 1000)
            spent.append((time.process_time() - used) * 1000)
    note = f"{statistics.median(spent):.0f} ms of the processor"
    return Figure(f"Today's figures, {ground.children:,} children", statistics.median(waited), "ms", 300, note=note)


def _of_children(session: Session) -> object:
    return today.registered(session), today.alerts(session), today.duty_lines(session)


def _search(terminal: Watched, queries: Sequence[Sequence[str]]) -> Iterator[float]:
    """Milliseconds from each key to the rows that it brings; keys that bring no other rows are not counted."""

    def rows(line: int) -> bool:
        return 2 < line < ROWS - 1

    terminal.press(SEARCH)
    for keys in queries:
        for key in keys:
            answer = terminal.answer(key, rows, PAUSE)
            if answer.lines_after is not None:
                yield answer.lines_after * 1000
        terminal.press(CLEAR_INPUT)


def _queries(database: Path) -> list[list[str]]:
    """What clerks type, key by key: names in Chinese, full pinyin, initials, and parts of ID numbers and phones."""
    ((last,),) = ask(database, "SELECT max(id) FROM child")
    chosen = ", ".join(str(1 + last * (2 * number + 1) // (2 * CHILDREN)) for number in range(CHILDREN))
    found = ask(
        database,
        "SELECT name, syllables, id_no, (SELECT phone FROM parent WHERE child_id = child.id AND phone IS NOT NULL) "
        f"FROM child WHERE id IN ({chosen})",
    )
    queries: list[list[str]] = []
    for name, spelt, number, phone in found:
        syllables = re.findall("[a-z]+", spelt or "")
        queries += [list(name[:3]), list("".join(syllables)), [each[0] for each in syllables]]
        queries += [list(part) for part in ((number or "")[6:14], (number or "")[-4:], (phone or "")[:7]) if part]
    return queries
