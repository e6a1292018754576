"""Places: schools and villages."""

from __future__ import annotations

from peewee import TextField

from db.models.base import Edited, Flag


class School(Edited):
    name = TextField(unique=True)
    stages = TextField(null=True)
    address = TextField(null=True)
    phone = TextField(null=True)
    hotline = TextField(null=True)
    active = Flag(default=True)


class Village(Edited):
    name = TextField(unique=True)
    phone = TextField(null=True)
    active = Flag(default=True)
