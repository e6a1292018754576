"""Codes of the office's rules on who may help whom."""

from __future__ import annotations

from db.i18n import mark
from db.vocabulary.code import Code


class Demand(Code):
    """What a rule says of something that child and helper may have in common."""

    ANY = "any", mark("does not matter")
    PREFERRED = "preferred", mark("preferred")
    REQUIRED = "required", mark("demanded")


class Need(Code):
    """Which children a kind of helper is meant for."""

    ALL = "all", mark("every child")
    PUPILS = "pupils", mark("pupils of primary and junior school")
    STRUGGLING = "struggling", mark("pupils with poor marks")
    AT_RISK = "at_risk", mark("children of red or yellow risk")
