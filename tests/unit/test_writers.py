"""Several processes save the same rows at once: none loses an update, none meets a locked database."""

from __future__ import annotations

from pathlib import Path

from tests.bench.writers import contend


def test_no_update_is_lost_and_nobody_is_locked_out(tmp_path: Path) -> None:
    (done, _conflicts, errors, _waited), lost = contend(tmp_path, 3, saves=25)
    assert (done, errors, lost) == (75, 0, 0)
