"""The office: users, the change log, drafts, settings, saved views and imports."""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from db.models.base import CodeField, Edited, Flag, Instant, Table
from db.vocabulary import Action, Role


class User(Edited):
    name = TextField(unique=True)
    full_name = TextField(null=True)
    role = CodeField(Role)
    schools = TextField(null=True)
    classes = TextField(null=True)
    villages = TextField(null=True)
    active = Flag(default=True)


class ChangeLog(Table):
    """Append-only: who did what to which row, with the old and new value of each field as JSON."""

    at = Instant()
    by = TextField()
    session = TextField()
    action = CodeField(Action)
    table_name = TextField()
    row_id = IntegerField(null=True)
    child_id = IntegerField(null=True, index=True)
    changes = TextField(null=True)
    reason = TextField(null=True)
    batch_id = IntegerField(null=True, index=True)

    class Meta:
        indexes = ((("table_name", "row_id"), False),)


class Draft(Table):
    """What somebody typed and has not saved, so that a lost line loses at most two seconds."""

    by = TextField()
    form = TextField()
    object_id = IntegerField()
    session = TextField()
    base_version = IntegerField()
    payload = TextField()
    updated_at = Instant()

    class Meta:
        primary_key = CompositeKey("by", "form", "object_id")


class Setting(Edited):
    """A choice of the office, as JSON text."""

    name = TextField(unique=True)
    value = TextField()


class SavedView(Edited):
    """A person's named filter, sorting and columns of a list, as JSON text."""

    owner = TextField()
    screen = TextField()
    name = TextField()
    definition = TextField()

    class Meta:
        indexes = ((("owner", "screen", "name"), True),)


class ImportBatch(Edited):
    file_name = TextField()
    file_sha256 = TextField()
    header_key = TextField(null=True)
    mapping = TextField(null=True)
    read = IntegerField()
    new = IntegerField()
    changed = IntegerField()
    same = IntegerField()
    refused = IntegerField()
    undone_at = Instant(null=True)
