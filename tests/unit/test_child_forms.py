"""The forms over a child's file: what they open with they also accept, and every block leads to one."""

from __future__ import annotations

import pytest

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.families import NOT_RECORDED, save_grandparents, save_parent
from db.queries.child_file import ChildFile, child_file
from db.rules.id_number import check_digit
from db.session import Session
from exports.child_sheet import TABS, blocks, lines
from exports.text import cells
from screens.child_fields import Asking, stored
from screens.child_forms import DEEDS, Deed
from screens.widgets.fields import Field, reference_entry
from screens.widgets.options import Option

NUMBER = "99010120160502123" + check_digit("99010120160502123")
CORRECTIONS = [deed for deed in DEEDS.values() if not deed.whole]


@pytest.fixture
def file(session: Session) -> ChildFile:
    person = {"name": "王大", "birth_date": "1985", "phone": "0713-1234567", "health": "weak", "note": "一\n二"}
    child_id = add_child(
        session,
        {
            "name": "王小明", "id_no": NUMBER, "household_kind": "rural", "village": NewPlace("青山村"),
            "school": NewPlace("中心学校"), "school_class": NewPlace("四(2)班"), "living": "carer", "boarding": False,
            "disabilities": "sight body", "disability_level": 3, "incomes": "work", "aids": "none",
            "filled_by": "李文书", "filled_on": "2026-03-01", "consent_on": "2026-03-01", "unattended": False,
        },
        father={**person, "whereabouts": "abroad", "away_since": "2025-02", "condition": "normal", "able": True},
        carer={**person, "relation": "friend", "bars": "neglect", "full_capacity": True, "checked_on": "2026-03-01"},
    )  # fmt: skip
    save_parent(session, child_id, "mother", NOT_RECORDED, {"name": "李梅"})
    save_grandparents(session, child_id, {}, {"paternal_grandmother": {"name": "刘桂花", "deceased": True}})
    return child_file(session, child_id)


def fields_of(session: Session, deed: Deed, file: ChildFile) -> list[Field]:
    sections = deed.sections(Asking(session, lambda _name: ""), file)
    return [field for section in sections for field in section.fields]


@pytest.mark.parametrize("deed", DEEDS.values(), ids=lambda deed: deed.key)
def test_a_form_accepts_what_it_opens_with(session: Session, file: ChildFile, deed: Deed) -> None:
    opening = deed.opening(file)
    for field in fields_of(session, deed, file):
        entry = field.entry(opening.get(field.name))
        if entry or not field.required:
            value = field.value(entry)
            expected = opening.get(field.name)
            told = expected.value if isinstance(expected, Option) else expected
            assert value == told or not (value or told), field.name


@pytest.mark.parametrize("deed", CORRECTIONS, ids=lambda deed: deed.key)
def test_saving_what_a_form_opens_with_changes_nothing(session: Session, file: ChildFile, deed: Deed) -> None:
    opening = deed.opening(file)
    values = {field.name: field.value(field.entry(opening.get(field.name))) for field in fields_of(session, deed, file)}
    deed.save(session, file, values)
    assert child_file(session, file.id) == file


def test_every_block_that_can_be_chosen_leads_to_a_form(file: ChildFile) -> None:
    # What is chosen from a list, and what is done on the board, has no form.
    keys = {block.key for tab in TABS for block in blocks(file, tab)} - {"", "state", "pairing"}
    assert keys <= DEEDS.keys()
    assert {"basic", "father", "carer", "grandparents", "schooling"} <= keys


def test_the_sheet_shows_every_value_and_fits_the_paper(file: ChildFile) -> None:
    printed = lines(file)
    assert max(map(cells, printed)) <= 80
    text = "\n".join(printed)
    for value in ("王小明", NUMBER, "青山村", "四(2)班", "视力、肢体", "0713-1234567", "刘桂花 已故", "2025-02"):
        assert value in text, value


def test_places_of_a_form_are_ids_or_new_ones() -> None:
    new = reference_entry(Option("+青\u00a0山村", "青 山村")).split(" ")[0]
    values = {"village": "7", "school": new, "school_class": None, "name": "7", "father.name": "+"}
    assert stored(values) == {
        "village": 7, "school": NewPlace("青\u00a0山村"), "school_class": None, "name": "7", "father.name": "+",
    }  # fmt: skip
