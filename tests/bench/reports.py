"""What reports on a whole register cost: those that print every child, and those that count them all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.bench.commands import MEGABYTE, SHELL
from tests.bench.figures import Figure
from tests.bench.ground import Ground, guanai, say
from tests.bench.runs import Run

COUNTED = ("statistics", "summary", "nine-ones", "definitions")
"""Read the whole register, and print a page or a few."""
PRINTED = ("roster", "talk-matrix", "pairing", "record-card", "due", "parent-sheet")
"""Print lines or pages for every child."""
PEER = """SELECT c.name, c.sex, c.birth_date, c.id_no, c.nation, v.name, c.village_group, s.name, k.grade, k.number,
 c.schooling, c.boarding, c.health, c.care_reason, c.actual_care, c.living, c.guardianship_grade, c.risk, c.civil,
 c.school_practice, c.phone, r.name, r.relation, r.phone, f.name, f.whereabouts, f.phone, m.name, m.whereabouts,
 m.phone, c.file_no, c.registered_on, c.surveyed_on
 FROM child c LEFT JOIN village v ON v.id = c.village_id LEFT JOIN school s ON s.id = c.school_id
 LEFT JOIN school_class k ON k.id = c.school_class_id LEFT JOIN carer r ON r.child_id = c.id AND r.to_on IS NULL
 LEFT JOIN parent f ON f.child_id = c.id AND f.role = 'father'
 LEFT JOIN parent m ON m.child_id = c.id AND m.role = 'mother'
 WHERE c.left_on IS NULL ORDER BY c.village_id, c.name_key, c.id;"""
"""The roster as whoever knows SQL would get it: codes instead of words, nothing masked, nothing guarded."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Seconds of each report as text and its peak of memory; the roster as CSV beside the sqlite3 shell."""
    database = ground.register()
    say(f"reports, {ground.children:,} children")
    peers = {SHELL: _shell(ground, database).seconds} if shutil.which("sqlite3") else {}
    run = _report(ground, database, "roster", "--format", "csv")
    yield Figure("report roster --format csv", run.seconds, "s", None, "", peers, _held(run))
    for name in (*COUNTED, *PRINTED):
        run = _report(ground, database, name)
        yield Figure(f"report {name}", run.seconds, "s", note=_held(run))


def _report(ground: Ground, database: Path, *arguments: str) -> Run:
    return ground.run(*guanai(database, "report", *arguments), watch_memory=True)


def _held(run: Run) -> str:
    return f"memory {run.peak / MEGABYTE:.0f} MB"


def _shell(ground: Ground, database: Path) -> Run:
    return ground.run("sqlite3", "-readonly", str(database), text=f".mode csv\n.headers on\n{PEER}\n")
