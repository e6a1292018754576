"""The meaning of columns as a person settles it: written as text, remembered for files with the same header.

The text has a line a column, `联系电话 = 监护人电话`. A column is named by its header or its number (`#7`), a field by
its title or any header that it is known under, and `-` leaves the column out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from db.errors import UsageError
from db.i18n import _
from db.roster.fields import NOT_TAKEN, Field, fields
from db.roster.header import Header, How, field_named, normalised

NOTHING = "-"
MAX_BYTES = 100_000

Choices = Mapping[int, str | None]
"""The field of each column that a person has settled, by index from 0; None leaves the column out."""


def title(key: str | None) -> str:
    """The name of a field for a person: 父亲电话; nothing for a column that is not taken."""
    if key is None:
        return ""
    field = fields()[key]
    if not field.person_title:
        return _(field.title)
    return _("{person}: {what}").format(person=_(field.person_title), what=_(field.title))


def choosable() -> list[Field]:
    """The fields that a column may be settled as."""
    return [field for key, field in fields().items() if key not in NOT_TAKEN]


def applied(header: Header, choices: Choices, how: How = How.CHOSEN) -> Header:
    """The header with what was settled; a field that is taken away from another column leaves that one open."""
    given = {key for key in choices.values() if key}
    columns = []
    for column in header.columns:
        if column.index in choices:
            column = replace(column, field=choices[column.index], how=how)
        elif column.field in given:
            column = replace(column, field=None, how=How.UNKNOWN)
        columns.append(column)
    return replace(header, columns=tuple(columns))


def read(path: Path, header: Header) -> dict[int, str | None]:
    """The choices that a mapping file makes for a header; raises UsageError for a line that means nothing."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(_("{file} is no mapping of columns.").format(file=path.name))
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("{file} cannot be read. A mapping is a text in UTF-8, a line a column: header = field.")
        raise UsageError(sentence.format(file=path.name)) from error
    choices: dict[int, str | None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = unicodedata.normalize("NFKC", line).strip()
        if not line or line.startswith("//"):
            continue
        name, equals, meaning = (part.strip() for part in line.partition("="))
        key = None if meaning == NOTHING else field_named(meaning)
        if not equals or (key is None and meaning != NOTHING):
            sentence = _("{file}, line {line}: there is no such field. Write: header = field, or header = -.")
            raise UsageError(sentence.format(file=path.name, line=number))
        choices.update(dict.fromkeys(_named(name, header), key))
    return choices


def written(header: Header) -> str:
    """The mapping of a header as the text that `read` reads, doubtful columns marked."""
    lines = []
    names = [column.header for column in header.columns]
    for column in header.columns:
        plain = column.header and names.count(column.header) == 1 and "=" not in column.header
        name = column.header if plain else f"#{column.index + 1}"
        lines.append(f"{name} = {title(column.field) or NOTHING}")
    return "\n".join(lines)


def remembered(header: Header, stored: Sequence[str | None] | None) -> Header:
    """The header as it was settled when a table with the same header was imported."""
    if not stored or len(stored) > len(header.columns):
        return header
    known = fields()
    choices = {
        column.index: key
        for column, key in zip(header.columns, stored, strict=False)
        if (key is None or key in known) and key != column.field
    }
    return applied(header, choices, How.REMEMBERED) if choices else header


def _named(name: str, header: Header) -> list[int]:
    """The columns that a line means; none where this sheet has no such header."""
    if number := re.fullmatch(r"#(\d{1,3})", name):
        return [column.index for column in header.columns if column.index + 1 == int(number[1])]
    wanted = normalised(name)
    return [column.index for column in header.columns if wanted and wanted == normalised(column.header)]
