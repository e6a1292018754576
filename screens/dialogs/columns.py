"""Choose the columns of a table and their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.i18n import _
from screens.dialogs.choose_many import ChooseMany
from screens.widgets.columns import Column
from screens.widgets.options import Option


class ChooseColumns(ChooseMany):
    """Returns the keys of the columns to show, in their order, or None; the first column is never given up."""

    def __init__(self, columns: Sequence[Column[Any]], shown: Sequence[str]) -> None:
        self._first = columns[0].key
        options = [Option(column.key, column.title) for column in columns[1:]]
        super().__init__(_("Columns"), options, [key for key in shown if key != self._first], ordered=True)

    def dismiss(self, result: list[str] | None = None) -> Any:
        return super().dismiss(None if result is None else [self._first, *result])
