"""Any bytes and any table: a sentence or a plan, and never a row that is lost."""

from __future__ import annotations

import random
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import GuanaiError
from db.roster.fields import spellings
from db.roster.planning import plan
from db.roster.reading import opened
from db.roster.table import understood
from db.session import Session
from tests.unit.roster_corpus import dirt, headers
from tests.unit.roster_corpus.files import as_csv, as_xlsx

SAME_REGISTER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
"""The fixtures are not written to, so one serves for all examples."""
CASES = [*headers.CASES, *dirt.CASES]
CELLS = st.one_of(
    st.sampled_from(
        ["", "无", "—", "张三", "男", "13812345678", "三(2)班", "2013.5.2", "5.1E+17", "姓名", "合计", "石桥村", "'"]
    ),
    st.text(max_size=12),
    st.integers(-(10**20), 10**20).map(str),
)


def _decided(session: Session, path: Path) -> int:
    """The rows of a file that were decided about; 0 for one that was refused with a sentence."""
    try:
        made = plan(session, path)
    except GuanaiError:  # anything else fails the test
        return 0
    try:
        assert made.read == sum(made.counts.values()) == sum(1 for kind in _KINDS for _row in made.decisions.each(kind))
        return made.read
    finally:
        made.close()


_KINDS = ("new", "alike", "changed", "same", "refused")


@SAME_REGISTER
@given(content=st.binary(max_size=600))
def test_any_bytes(content: bytes, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    _decided(session, path)


@SAME_REGISTER
@given(
    titles=st.lists(st.sampled_from(sorted(spellings())), min_size=1, max_size=14),
    rows=st.lists(st.lists(CELLS, max_size=16), max_size=8),
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_any_table(
    titles: list[str], rows: list[list[str]], encoding: str, session: Session, tmp_path: Path
) -> None:  # fmt: skip
    path = tmp_path / "a"
    table = [["姓名", "性别", "村"], *rows] if len(titles) % 2 else [["姓名", *titles], *rows]
    path.write_bytes(as_csv(table, "utf-8").decode("utf-8", "replace").encode(encoding, "replace"))
    decided = _decided(session, path)
    assert decided <= len(rows)


@SAME_REGISTER
@given(seed=st.integers(0, 2**32))
def test_damaged_files_of_the_corpus(seed: int, session: Session, tmp_path: Path) -> None:
    dice = random.Random(seed)
    content = bytearray(dice.choice(CASES).content)
    for _strike in range(dice.randint(1, 8)):
        at = dice.randrange(len(content))
        match dice.randrange(3):
            case 0:
                content[at] = dice.randrange(256)
            case 1:
                del content[at : at + dice.randrange(1, 50)]
            case _:
                content[at:at] = bytes(dice.randrange(256) for _byte in range(dice.randrange(1, 20)))
        if not content:
            break
    path = tmp_path / "a"
    path.write_bytes(bytes(content))
    _decided(session, path)


def test_damaged_parts_of_a_workbook(session: Session, tmp_path: Path) -> None:
    good = tmp_path / "good"
    good.write_bytes(as_xlsx({"名册": headers.PLAIN}))
    dice = random.Random(7)
    refused = 0
    for round_ in range(60):
        path = tmp_path / f"bad{round_}"
        with ZipFile(good) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
            victim = dice.choice(source.namelist())
            for name in source.namelist():
                content = bytearray(source.read(name))
                if name == victim:
                    at = dice.randrange(len(content))
                    content[at : at + dice.randrange(1, 40)] = bytes(dice.randrange(256) for _byte in range(5))
                target.writestr(name, bytes(content))
        refused += _decided(session, path) == 0
    assert 0 < refused < 60


@SAME_REGISTER
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=5), max_size=300))
def test_every_row_with_a_name_is_a_row(rows: list[list[str]], tmp_path: Path) -> None:
    """What the table leaves out is named: each row with text is a child's, or among those that were left out."""
    path = tmp_path / "a"
    texts = [[cell.replace("\0", "").replace("\ud800", "") for cell in row] for row in rows]
    path.write_bytes(as_csv([["姓名", "性别", "村"], *texts], "utf-8"))
    try:
        with opened(path) as source:
            for sheet in source.sheets:
                table = understood(sheet)
                taken = [row.number for row in table.rows]
    except GuanaiError:
        return
    seen = sorted([*taken, *table.skipped])
    assert len(seen) == len(set(seen))
    with_text = sum(any(cell.strip() for cell in row) for row in texts)
    again = sum(1 for row in texts if row[:3] == ["姓名", "性别", "村"])
    assert len(seen) >= with_text - again
