"""What every table shares: strict columns, codes as text, ISO dates, and the columns of rows that people edit."""

from __future__ import annotations

from typing import Any

from peewee import DatabaseProxy, ForeignKeyField, IntegerField, Model, TextField

from db.vocabulary import Code

database = DatabaseProxy()


class CodeField(TextField):
    """One code of a vocabulary, read back as plain text that compares equal to the enum member."""

    def __init__(self, vocabulary: type[Code], **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(**kwargs)

    def db_value(self, value: str | None) -> str | None:
        return None if value in (None, "") else self.vocabulary(value).value


class CodesField(CodeField):
    """A set of codes, stored in the order of the vocabulary and separated by blanks."""

    def db_value(self, value: Any) -> str | None:
        chosen = set(value.split() if isinstance(value, str) else value or ())
        for code in chosen:
            self.vocabulary(code)
        return " ".join(member.value for member in self.vocabulary if member.value in chosen) or None


class DateText(TextField):
    """An ISO 8601 date; "2013-05" or "2013" where only that much is known."""


class Instant(TextField):
    """A moment in UTC, "2026-11-24T06:01:08Z"."""


class Flag(IntegerField):
    """Yes (1), no (0) or not collected (NULL)."""

    def db_value(self, value: Any) -> int | None:
        return None if value is None else int(bool(value))

    def python_value(self, value: int | None) -> bool | None:
        return None if value is None else bool(value)


class Table(Model):
    """A STRICT table of the database that the program has opened."""

    class Meta:
        database = database
        legacy_table_names = False
        strict_tables = True


class Edited(Table):
    """A table that people edit: its rows have an identity, who and when, and a version against lost updates."""

    uid = TextField(unique=True)
    created_at = Instant()
    created_by = TextField()
    updated_at = Instant()
    updated_by = TextField()
    version = IntegerField(default=1)


def link(model: type[Model], *, null: bool = False, index: bool = True, name: str | None = None) -> ForeignKeyField:
    """A foreign key without a back-reference: queries name their joins."""
    return ForeignKeyField(model, null=null, index=index, backref="+", column_name=name)
