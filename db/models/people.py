"""People who look after children: teachers, loving mothers, village directors, cadres, volunteers."""

from __future__ import annotations

from peewee import IntegerField, TextField

from db.models.base import CodeField, CodesField, DateText, Edited, Flag, link
from db.models.places import School, Village
from db.vocabulary import Sex, StaffRole


class Staff(Edited):
    name = TextField()
    name_key = TextField(index=True)
    sex = CodeField(Sex, null=True)
    languages = TextField(null=True)
    roles = CodesField(StaffRole)
    unit = TextField(null=True)
    post = TextField(null=True)
    phone = TextField(null=True)
    school = link(School, null=True)
    village = link(Village, null=True)
    directs_village = link(Village, null=True)
    capacity = IntegerField(default=0)
    trained_on = DateText(null=True)
    commitment_on = DateText(null=True)
    active = Flag(default=True)
    left_on = DateText(null=True)
    note = TextField(null=True)
