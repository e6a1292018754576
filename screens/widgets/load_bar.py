"""The bar of reports, on screens."""

from __future__ import annotations

from exports.bars import bar

__all__ = ["bar"]
