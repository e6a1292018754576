"""`python -m tests.bench`: every budget beside its peers, measured in one run and printed; no test fails by time."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from tests.bench import commands, growth, pairing, reports, screens, writers
from tests.bench.figures import Figure, table
from tests.bench.ground import Ground, say

PARTS = {
    "screens": screens, "growth": growth, "commands": commands, "reports": reports, "pairing": pairing,
    "writers": writers,
}  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("--children", type=int, default=100_000, metavar="N", help="size of the register (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="few runs, no slow peers, N children for the million")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS), help="some parts instead of all")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the made-up townships there for another run")
    wish = parser.parse_args()
    with _folder(wish.keep) as folder:
        ground = Ground(
            folder,
            children=wish.children,
            million=wish.children if wish.quick else 1_000_000,
            times=3 if wish.quick else 9,
            peers=not wish.quick,
        )
        figures: list[Figure] = []
        for part in wish.only:
            for figure in PARTS[part].figures(ground):
                figures.append(figure)
                say(table([figure]).splitlines()[-1])  # twelve minutes of figures outlive a part that fails
    print(table(figures))
    print(f"\nMeasured on {machine()}.")


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="guanai-bench-") as folder:
        yield Path(folder)


def machine() -> str:
    """The machine in words: processors, memory, system and versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{os.cpu_count()} processors ({_processor()})",
        f"{memory:.0f} GB of memory",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"Textual {version('textual')}",
    ]
    return ", ".join(parts) + "; a terminal of 80x24"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")


if __name__ == "__main__":
    main()
