"""The registry list behaves as a plain sorted list of the children that match."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.commands.findable import kept_findable, make_findable
from db.commands.writing import insert, update
from db.models import Carer, Child, Parent, Village
from db.queries.registry import RegistryFilter, RegistryPages, RegistryRow, neighbour
from db.queries.registry_columns import COLUMNS
from db.rules.indexed import kin, matches
from db.rules.pinyin import romanise
from db.rules.search import parse
from db.scope import Scope
from db.session import Session

SURNAMES, GIVEN = "王李张刘单曾欧阳", "小明芳伟强磊"


def _add(session: Session, chance: random.Random, number: int) -> None:
    name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))
    pinyin = romanise(name)
    child_id = insert(
        session, Child,
        {
            "name": name, "name_key": pinyin.sort_key, "syllables": " ".join(pinyin.syllables),
            "sex": chance.choice(("male", "female", None)), "birth_date": chance.choice((None, f"201{number % 9}-05")),
            "id_no": chance.choice((None, f"9901012015{number:08d}")), "village": chance.choice((None, 1, 2)),
            "risk": chance.choice((None, "red", "green")), "registry_state": chance.choice(("registered", "left")),
            "registered_on": "2026-01-01", "phone": chance.choice((None, f"138{number * 7919 % 10**8:08d}")),
        },
    )  # fmt: skip
    if number % 2:
        father = {"phone": f"0713-{number * 104729 % 10**7:07d}", "name": "陈小明" if number % 3 else None}
        insert(session, Parent, {"child": child_id, "role": "father", **father})
        carer = {"name": "欧阳桂香", "relation_word": "奶奶"} if number % 5 else {"name": "奶奶"}
        insert(session, Carer, {"child": child_id, **carer, "phone": f"159{number * 15485863 % 10**8:08d}"})
    make_findable(session, child_id)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    chance = random.Random(7)
    with Session.open(tmp_path_factory.mktemp("register") / "guanai.db", "李文书") as session:
        with session.writing():
            for name in ("青山村", "柳树湾村"):
                insert(session, Village, {"name": name})
            for number in range(1, 61):
                _add(session, chance, number)
        yield session


def _ids(rows: list[RegistryRow]) -> list[int]:
    return [row.id for row in rows]


@pytest.mark.parametrize("sort", sorted(COLUMNS))
@pytest.mark.parametrize("descending", [False, True])
def test_pages_from_both_ends_agree_for_every_column(register: Session, sort: str, descending: bool) -> None:
    pages = RegistryPages(register, RegistryFilter(state=None), ["name", sort], sort, descending)
    whole = pages.first(1000)
    assert len(whole) == pages.count() == 60
    assert _ids(pages.last(1000)) == _ids(whole)
    forward, row = [], None
    while page := (pages.after(row, 7) if row else pages.first(7)):
        forward += page
        row = page[-1]
    assert _ids(forward) == _ids(whole)
    for place in (0, 1, 29, 59):
        assert pages.position(whole[place]) == place
        assert _ids(pages.before(whole[place], 5)) == _ids(whole)[max(0, place - 5) : place]
        assert _ids(pages.at(whole[place], 3)) == _ids(whole)[place : place + 3]


def test_names_stand_in_the_order_of_their_pinyin(register: Session) -> None:
    names = [row.values["name"][0] for row in RegistryPages(register, RegistryFilter(), ["name"]).first(100)]
    assert names == sorted(names, key=lambda name: romanise(name).sort_key)


@cache
def _called() -> dict[int, list[str]]:
    """What the relatives of each child are called; no test changes them."""
    tokens: dict[int, list[str]] = {child.id: [] for child in Child.select()}
    for person in (*Parent.select(), *Carer.select()):
        tokens[person.child_id] += kin([(person.name, getattr(person, "relation_word", None))]).split()
    return tokens


def _of_relatives(text: str) -> set[int]:
    """The children whose relatives have every name that is searched for."""
    names = parse(text).names
    return {
        child
        for child, called in _called().items()
        if names and all(any(token.startswith(name) for token in called) for name in names)
    }


def _stored() -> dict[int, tuple[Any, ...]]:
    villages = {village.id: village.name for village in Village.select()}
    children = {}
    for child in Child.select():
        phones = [child.phone, *(p.phone for p in Parent.select().where(Parent.child == child)),
                  *(c.phone for c in Carer.select().where(Carer.child == child))]  # fmt: skip
        children[child.id] = (child.name, child.syllables.split(), villages.get(child.village_id), child.id_no, phones)
    return children


@pytest.mark.parametrize(
    "text",
    ["张", "zhang", "zx", "小明", "青山", "shan", "zeng", "9901", "0152", "1", "13", "159", "99010120150000", "0713-0",
     "张 9901", "zx 138", "没有", "明小", "00000013", "单", "ou", "陈小明", "cxm 9901", "欧阳奶奶",
     "oynn xiaom", "guix"],
)  # fmt: skip
def test_search_finds_exactly_the_children_that_match(register: Session, text: str) -> None:
    own = {child for child, parts in _stored().items() if matches(parse(text), *parts)}
    found = _ids(RegistryPages(register, RegistryFilter(text=text, state=None), ["name"]).first(1000))
    assert set(found[: len(own)]) == own
    assert set(found) == own | _of_relatives(text)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("sortable", [400, 12])
def test_those_whose_relatives_have_the_name_follow(
    register: Session, monkeypatch: pytest.MonkeyPatch, sortable: int
) -> None:
    """Four children are called so themselves, seventeen others have a father of that name."""
    monkeypatch.setattr("db.queries.registry_stretch.SORTABLE_MATCHES", sortable)
    monkeypatch.setattr("db.queries.registry_stretch.CHUNK", 3)
    text = "小明"
    own = {child for child, parts in _stored().items() if matches(parse(text), *parts)}
    pages = RegistryPages(register, RegistryFilter(text=text, state=None), ["name"])
    assert pages.after(pages.first(1)[0], 1)
    assert pages.sorted  # of the relatives nothing is known yet
    whole = pages.first(1000)
    ids = _ids(whole)
    assert set(ids) == own | _of_relatives(text)
    assert [pages.by_relative(row) for row in whole] == [row.id not in own for row in whole]
    assert pages.sorted == (sortable >= len(ids) - len(own))
    assert pages.count() == len(ids)
    assert _ids(pages.last(1000)) == ids
    assert _ids(pages.last(3)) == ids[-3:]
    for place in (0, len(own) - 2, len(own) - 1, len(own), len(own) + 1, len(ids) - 1):
        assert pages.position(whole[place]) == place
        assert _ids(pages.after(whole[place], 4)) == ids[place + 1 : place + 5]
        assert _ids(pages.before(whole[place], 4)) == ids[max(0, place - 4) : place]
        assert _ids(pages.at(whole[place], 4)) == ids[place : place + 4]


def test_who_is_not_called_so_any_more_stands_between_those_who_are(register: Session) -> None:
    text = "小明"
    searched = partial(RegistryPages, register, RegistryFilter(text=text, state=None), ["name"])
    own = {child for child, parts in _stored().items() if matches(parse(text), *parts)}
    whole = searched().first(1000)
    keys = [row.sort for row in whole if row.id in own]
    gone = Child.get(Child.name_key.between(keys[0], keys[-1]), Child.id.not_in(_ids(whole)))
    place = sum(key < gone.name_key for key in keys)
    assert [neighbour(searched(), gone.id, step) for step in (-1, 1)] == [whole[place - 1].id, whole[place].id]


def test_a_search_with_too_many_matches_comes_in_the_order_of_entry(
    register: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = RegistryPages(register, RegistryFilter(text="13", state=None), ["name"])
    expected = sorted(_ids(narrow.first(1000)))
    monkeypatch.setattr("db.queries.registry_stretch.SORTABLE_MATCHES", 3)
    monkeypatch.setattr("db.queries.registry_stretch.CHUNK", 2)
    broad = RegistryPages(register, RegistryFilter(text="13", state=None), ["name"])
    first = broad.first(4)
    assert not broad.sorted
    assert narrow.sorted
    assert _ids(first) + _ids(broad.after(first[-1], 1000)) == expected
    assert broad.count() == len(expected)
    assert _ids(broad.last(2)) == expected[-2:]


Stored = list[tuple[Child, tuple[Any, ...]]]


@pytest.fixture
def stored(register: Session) -> Stored:
    """Every child with what of it is searched, read once for all examples."""
    texts = _stored()
    return [(child, texts[child.id]) for child in Child.select()]


@given(
    st.builds(
        RegistryFilter,
        village=st.sampled_from([None, 1, 2]),
        risk=st.sampled_from([None, "red", "green"]),
        state=st.sampled_from([None, "registered", "left"]),
        text=st.sampled_from(["", "张", "13", "青山"]),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filters_narrow_as_a_plain_loop_would(register: Session, stored: Stored, wanted: RegistryFilter) -> None:
    expected = {
        child.id
        for child, texts in stored
        if wanted.village in (None, child.village_id)
        and wanted.risk in (None, child.risk)
        and wanted.state in (None, child.registry_state)
        and matches(parse(wanted.text), *texts)
    }
    assert set(_ids(RegistryPages(register, wanted, ["name"]).first(1000))) == expected


def test_the_scope_narrows_lists_searches_and_counts(register: Session) -> None:
    narrowed = register.within(Scope(villages=frozenset({2})))
    pages = RegistryPages(narrowed, RegistryFilter(state=None), ["name", "village"])
    assert {row.values["village"][0] for row in pages.first(100)} == {"柳树湾村"}
    assert pages.count() == Child.select().where(Child.village == 2).count()
    assert RegistryPages(narrowed, RegistryFilter(text="青山", state=None), ["name"]).count() == 0
    of_father = RegistryPages(narrowed, RegistryFilter(text="陈小明", state=None), ["village"])
    assert {row.values["village"][0] for row in of_father.first(100)} == {"柳树湾村"}
    assert of_father.count() == Child.select().where(Child.village == 2, Child.id.in_(_of_relatives("陈小明"))).count()


def test_a_changed_child_is_found_by_its_new_name_only(register: Session) -> None:
    child = Child.get_by_id(1)
    pinyin = romanise("诸葛亮")
    with register.writing(), kept_findable(register, 1):
        values = {"name": "诸葛亮", "name_key": pinyin.sort_key, "syllables": " ".join(pinyin.syllables)}
        update(register, Child, 1, child.version, values)
    found = RegistryPages(register, RegistryFilter(text="zhugel", state=None), ["name"]).first(5)
    assert _ids(found) == [1]
    assert 1 not in _ids(RegistryPages(register, RegistryFilter(text=child.name, state=None), ["name"]).first(100))
