"""Twenty people save at once for a while; `python -m tests.bench.writers [SECONDS]` prints what each of them waited.

Every writer is a process of its own that reads a row, adds one to a number in it and saves it against the version it
read; a conflict is read again, as a person would. Lost updates are counted at the end: rows say what they should.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from db.commands.writing import insert, update
from db.engine import files, seal
from db.errors import ConflictError, GuanaiError
from db.models import Village
from db.session import Session
from tests.bench.figures import Figure, percentile

if TYPE_CHECKING:
    from tests.bench.ground import Ground

WRITERS, ROWS = 20, 8
MINUTE, QUICK = 60.0, 5.0
P95 = 200
"""Milliseconds that a save may take in 95 of 100 cases."""
PAUSE = 0.5
"""Seconds between two saves of one writer: 40 saves a second together, on rows that others save, too."""
Told = tuple[int, int, int, list[float]]
"""Saves that were acknowledged, conflicts, other errors, and the seconds that each save took."""


def work(path: str, number: int, seconds: float, saves: int) -> Told:
    """Save until the time is over, or so many times where `saves` is given."""
    done = conflicts = errors = 0
    waited: list[float] = []
    with Session.open(Path(path), f"writer {number}") as session:
        end = time.monotonic() + seconds
        while done < saves if saves else time.monotonic() < end:
            row_id = (number + done) % ROWS + 1
            begun = time.perf_counter()
            try:
                with session.reading():
                    row = Village.select(Village.version, Village.phone).where(Village.id == row_id).dicts().get()
                with session.writing():
                    update(session, Village, row_id, row["version"], {"phone": str(int(row["phone"]) + 1)})
            except ConflictError:
                conflicts += 1
                waited.append(time.perf_counter() - begun)
                continue
            except GuanaiError:
                errors += 1
                continue
            waited.append(time.perf_counter() - begun)
            done += 1
            if not saves:
                time.sleep(PAUSE)
    return done, conflicts, errors, waited


def contend(folder: Path, writers: int, *, seconds: float = 0, saves: int = 0) -> tuple[Told, int]:
    """Let so many processes write in a new database; what they tell together, and the updates that were lost."""
    path = folder / "guanai.db"
    with Session.open(path, "bench") as session, session.writing():
        for number in range(ROWS):
            insert(session, Village, {"name": f"village {number}", "phone": "0", "active": True})
    with multiprocessing.get_context("spawn").Pool(writers) as pool:
        told = pool.starmap(work, [(str(path), number, seconds, saves) for number in range(writers)])
    done, conflicts, errors = (sum(one[part] for one in told) for part in range(3))
    connection = files.connect(path, read_only=True)
    try:
        stored = connection.execute("SELECT sum(CAST(phone AS INTEGER)) FROM village").fetchone()[0]
        logged = connection.execute("SELECT count(*) FROM change_log WHERE action = 'update'").fetchone()[0]
        whole = seal.verify(connection, seal.read_key(path), [seal.read_anchor(path)]) is None
    finally:
        connection.close()
    assert whole, "the change log is broken"
    assert logged == stored, "the log has not what was saved"
    return (done, conflicts, errors, sorted(wait for one in told for wait in one[3])), done - stored


def figures(ground: Ground) -> Iterator[Figure]:
    """What the twenty wait for, and what is lost: nothing."""
    from tests.bench.ground import say  # the command line, which no writer needs

    say("twenty writers at once")
    with tempfile.TemporaryDirectory(dir=ground.folder) as folder:
        (done, conflicts, errors, waited), lost = contend(
            Path(folder), WRITERS, seconds=MINUTE if ground.peers else QUICK
        )  # fmt: skip
    told = f"{done:,} saves, {conflicts:,} conflicts told"
    yield Figure(f"a save of {WRITERS} writers at once, p95", percentile(waited, 95) * 1000, "ms", P95, note=told)
    yield Figure("updates lost, errors met", lost + errors, "", 0)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTE
    with tempfile.TemporaryDirectory() as folder:
        (done, conflicts, errors, waited), lost = contend(Path(folder), WRITERS, seconds=seconds)
    p50, p95 = (percentile(waited, percent) * 1000 for percent in (50, 95))
    print(f"{WRITERS} writers, {seconds:.0f} s: {done} saves, {conflicts} conflicts told, {errors} errors, "
          f"{lost} lost; p50 {p50:.0f} ms, p95 {p95:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
