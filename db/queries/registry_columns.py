"""What the registry can show of a child: for each column how it is read and by what it is sorted.

Sorting by an indexed column costs the same at 1,000 and 1,000,000 children; by any other it reads the whole list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from peewee import JOIN

from db.models import Carer, Child, Parent, School, SchoolClass, Village
from db.vocabulary import ParentRole

Query = Any
"""A peewee select; peewee's expressions have no useful static types."""

Father = Parent.alias()
Mother = Parent.alias()
PresentCarer = Carer.alias()


def _same(query: Query) -> Query:
    return query


def _join_village(query: Query) -> Query:
    return query.join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)


def _join_school(query: Query) -> Query:
    return query.join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)


def _join_class(query: Query) -> Query:
    return query.join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id), src=Child)


def _join_father(query: Query) -> Query:
    on = (Father.child == Child.id) & (Father.role == ParentRole.FATHER)
    return query.join(Father, JOIN.LEFT_OUTER, on=on, src=Child)


def _join_mother(query: Query) -> Query:
    on = (Mother.child == Child.id) & (Mother.role == ParentRole.MOTHER)
    return query.join(Mother, JOIN.LEFT_OUTER, on=on, src=Child)


def _join_carer(query: Query) -> Query:
    newest = Carer.alias()
    present = newest.select(newest.id).where((newest.child == Child.id) & newest.to_on.is_null())
    on = PresentCarer.id == present.order_by(newest.id.desc()).limit(1)
    return query.join(PresentCarer, JOIN.LEFT_OUTER, on=on, src=Child)


class RegistryColumn(NamedTuple):
    """`read` gives the values of a cell (a class needs three), `sort` one value to sort by."""

    key: str
    read: tuple[Any, ...]
    sort: Any
    join: Callable[[Query], Query] = _same


def _plain(key: str, field: Any) -> RegistryColumn:
    return RegistryColumn(key, (field,), field)


_CLASS_ORDER = SchoolClass.stage.concat(SchoolClass.school_year).concat(SchoolClass.grade).concat(SchoolClass.number)

COLUMNS: dict[str, RegistryColumn] = {
    column.key: column
    for column in (
        RegistryColumn("name", (Child.name,), Child.name_key),
        _plain("sex", Child.sex),
        _plain("birth_date", Child.birth_date),
        _plain("id_no", Child.id_no),
        RegistryColumn("village", (Village.name,), Child.village, _join_village),
        _plain("village_group", Child.village_group),
        RegistryColumn("school", (School.name,), Child.school, _join_school),
        RegistryColumn(
            "school_class", (SchoolClass.stage, SchoolClass.grade, SchoolClass.number), _CLASS_ORDER, _join_class
        ),
        _plain("schooling", Child.schooling),
        _plain("boarding", Child.boarding),
        _plain("risk", Child.risk),
        _plain("civil", Child.civil),
        _plain("school_practice", Child.school_practice),
        _plain("surveyed_on", Child.surveyed_on),
        _plain("health", Child.health),
        _plain("care_reason", Child.care_reason),
        _plain("actual_care", Child.actual_care),
        _plain("living", Child.living),
        _plain("guardianship_grade", Child.guardianship_grade),
        RegistryColumn("carer", (PresentCarer.name,), PresentCarer.name, _join_carer),
        RegistryColumn("carer_phone", (PresentCarer.phone,), PresentCarer.phone, _join_carer),
        RegistryColumn("father", (Father.name,), Father.name, _join_father),
        RegistryColumn("father_phone", (Father.phone,), Father.phone, _join_father),
        RegistryColumn("mother", (Mother.name,), Mother.name, _join_mother),
        RegistryColumn("mother_phone", (Mother.phone,), Mother.phone, _join_mother),
        _plain("phone", Child.phone),
        _plain("nation", Child.nation),
        _plain("file_no", Child.file_no),
        _plain("student_no", Child.student_no),
        _plain("registry_state", Child.registry_state),
        _plain("registered_on", Child.registered_on),
        _plain("left_on", Child.left_on),
        _plain("updated_at", Child.updated_at),
    )
}
