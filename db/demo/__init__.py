"""A made-up township to look at, to learn with and to measure by: nobody in it exists."""

from __future__ import annotations

from db.demo.builder import Counts, build

__all__ = ["Counts", "build"]
