"""Drafts are written from a thread, at once when asked, and never after they were discarded."""

from __future__ import annotations

import threading

import pytest

from db.errors import BusyError
from db.queries.drafts import pending
from db.session import Session
from screens import drafts
from screens.drafts import DraftKeeper


def written(session: Session) -> list[dict[str, str]]:
    return [dict(draft.entries) for draft in pending(session)]


def test_what_is_typed_is_written_by_itself(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "DELAY", 0.0)
    done = threading.Event()
    keep = drafts.keep_draft

    def keep_and_tell(*values: object) -> None:
        keep(*values)  # type: ignore[arg-type]
        done.set()

    monkeypatch.setattr(drafts, "keep_draft", keep_and_tell)
    keeper = DraftKeeper(session, "child.basic", 7, 3)
    keeper.note({"name": "王"})
    assert done.wait(10)
    keeper.close()
    assert written(session) == [{"name": "王"}]


def test_a_hang_up_writes_at_once(session: Session) -> None:
    keeper = DraftKeeper(session, "child.basic", 7, 3)
    keeper.note({"name": "王"})
    keeper.note({"name": "王明"})
    keeper.flush()
    assert written(session) == [{"name": "王明"}]
    keeper.note({})
    keeper.close()
    assert written(session) == []


def test_nothing_is_written_after_the_form_was_saved(session: Session) -> None:
    keeper = DraftKeeper(session, "child.basic", 7, 3)
    keeper.note({"name": "王"})
    keeper.flush()
    keeper.note({"name": "王明"})
    keeper.discard()
    keeper.flush()
    keeper.note({"name": "王明"})
    keeper.close()
    assert written(session) == []


def test_a_draft_that_could_not_be_written_is_written_later(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_values: object) -> None:
        raise BusyError("忙")

    keeper = DraftKeeper(session, "child.basic", 7, 3)
    keep = drafts.keep_draft
    monkeypatch.setattr(drafts, "keep_draft", busy)
    keeper.note({"name": "王"})
    with pytest.raises(BusyError):
        keeper.flush()
    monkeypatch.setattr(drafts, "keep_draft", keep)
    keeper.close()
    assert written(session) == [{"name": "王"}]
