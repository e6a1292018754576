"""The office: users, the change log, drafts, settings, saved views and imports."""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from db.models.base import CodeField, DateText, Edited, Flag, Instant, Table, link
from db.models.children import Child
from db.models.people import Staff
from db.vocabulary import Action, RequestKind, RequestState, Role


class User(Edited):
    """Who may sit down at the register, and what of it is theirs: row ids separated by blanks, as JSON needs none."""

    name = TextField(unique=True)
    full_name = TextField(null=True)
    role = CodeField(Role)
    schools = TextField(null=True)
    classes = TextField(null=True)
    villages = TextField(null=True)
    helper = link(Staff, null=True)
    ssh_key = TextField(null=True)
    pin = TextField(null=True)
    active = Flag(default=True)


class ChangeLog(Table):
    """Append-only: who did what to which row, with the old and new value of each field as JSON.

    `deed` is the number of the first line of the same transaction, `undoes` that of a deed that is taken back; `seal`
    binds every line since the seal before, `digest` stands in a line that was emptied, `salt` in every other
    (`db.engine.seal`).
    """

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
    deed = IntegerField(null=True)
    undoes = IntegerField(null=True)
    salt = TextField(null=True)
    digest = TextField(null=True)
    seal = TextField(null=True)

    class Meta:
        indexes = ((("table_name", "row_id"), False),)


class Draft(Table):
    """What somebody typed and has not saved, so that a lost line loses at most two seconds.

    `process` is that of the sitting: while it runs, the draft is nobody else's.
    """

    by = TextField()
    form = TextField()
    object_id = IntegerField()
    session = TextField()
    process = IntegerField()
    base_version = IntegerField()
    payload = TextField()
    updated_at = Instant()

    class Meta:
        primary_key = CompositeKey("by", "form", "object_id", "session")


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


class PrivacyRequest(Edited):
    """What a guardian asked for about a child's data, and what became of it."""

    child = link(Child)
    kind = CodeField(RequestKind)
    asked_by = TextField()
    relation = TextField(null=True)
    asked_on = DateText()
    detail = TextField(null=True)
    state = CodeField(RequestState, default=RequestState.OPEN)
    answered_on = DateText(null=True)
    answer = TextField(null=True)
