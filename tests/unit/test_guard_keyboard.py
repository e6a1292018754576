"""What the terminal sends: invalid bytes, pastes with and without marks, broken anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tui.keyboard import PASTE_LIMIT, Reader

START, END = "\x1b[200~", "\x1b[201~"


def read(reader: Reader, *pieces: str | bytes) -> list[str]:
    """Keys by their name, pastes as `paste:` and their text."""
    seen = []
    for piece in pieces:
        for message in reader.feed(piece.encode() if isinstance(piece, str) else piece):
            if isinstance(message, events.Paste):
                seen.append(f"paste:{message.text}")
            elif isinstance(message, events.Key):
                seen.append(message.key)
    return seen


def silence(reader: Reader, polls: int = 10) -> list[str]:
    seen = []
    for _ in range(polls):
        seen += [message.text for message in reader.tick() if isinstance(message, events.Paste)]
    return seen


def test_keys_and_han_characters() -> None:
    assert read(Reader(), "a张\x1b[B\r") == ["a", "张", "down", "enter"]


def test_a_character_split_between_reads() -> None:
    first, second = "张".encode()[:1], "张".encode()[1:]
    reader = Reader()
    assert read(reader, first, second) == ["张"]
    assert reader.hints == []


@pytest.mark.parametrize("data", ["王小芳".encode("gbk"), b"\x80", b"\xff\xfe", "中q".encode("gbk")])
def test_bytes_that_are_no_utf8_are_ignored_with_a_hint(data: bytes) -> None:
    reader = Reader()
    assert read(reader, data + b"q") == []
    assert len(reader.hints) == 1
    assert read(reader, "b张") == ["b", "张"]
    read(reader, data + b"q")
    assert len(reader.hints) == 1
    silence(reader)
    read(reader, data + b"q")
    assert len(reader.hints) == 2


def test_a_marked_paste() -> None:
    assert read(Reader(), f"a{START}王小芳\r李{END}b") == ["a", "paste:王小芳\r李", "b"]
    assert read(Reader(), f"{START}{END}x") == ["x"]


@given(st.text("a张~[20\x1b1;", max_size=12), st.integers(0, 40), st.integers(0, 40))
def test_a_marked_paste_broken_anywhere(text: str, first: int, second: int) -> None:
    whole = f"{START}{text}{END}z".encode()
    if END in text + END[:-1] or START in START[1:] + text:
        return
    low, high = sorted((first, second))
    pieces = [piece for piece in (whole[:low], whole[low:high], whole[high:]) if piece]
    if len(START) > low >= 1 and pieces[0] in (b"\x1b", b"\x1b["):
        return  # As the Escape key, which is typed and never waits.
    if pieces[0] in (b"\x1b", b"\x1b["):
        return
    reader = Reader()
    assert read(reader, *pieces) == ([f"paste:{text}"] if text else []) + ["z"]


def test_an_unmarked_paste_is_a_paste() -> None:
    assert read(Reader(), "x" * 300) == ["paste:" + "x" * 300]
    assert read(Reader(), "x" * 255) == ["x"] * 255


def test_the_short_last_piece_of_an_unmarked_paste_is_not_typed() -> None:
    reader = Reader()
    assert read(reader, "x" * 300, "yy", "y") == ["paste:" + "x" * 300, "paste:yy", "paste:y"]
    silence(reader, 2)
    assert read(reader, "zz") == ["z", "z"]


@pytest.mark.parametrize("marks", [(START, END), ("", "")])
def test_a_huge_paste_is_cut_with_one_hint(marks: tuple[str, str]) -> None:
    reader = Reader()
    text = marks[0] + "y" * 100_000 + marks[1]
    seen = read(reader, *(text[i : i + 4096] for i in range(0, len(text), 4096)))
    assert "".join(part.removeprefix("paste:") for part in seen) == "y" * PASTE_LIMIT
    assert len(reader.hints) == 1
    silence(reader)
    assert read(reader, "z" * 300) == ["paste:" + "z" * 300]


def test_a_paste_without_an_end_ends_by_itself() -> None:
    reader = Reader()
    assert read(reader, START + "abc\x1b[20") == []
    assert silence(reader) == ["abc"]
    assert read(reader, "q") == ["q"]


def test_half_a_sequence_is_not_kept_for_ever() -> None:
    reader = Reader()
    assert read(reader, "\x1b[20") == []
    list(reader.tick())
    assert read(reader, "~") == ["f9"]
