"""Codes of users and of the change log."""

from __future__ import annotations

from db.i18n import mark
from db.vocabulary.code import Code


class Role(Code):
    SUPERVISOR = "supervisor", mark("supervisor")
    CLERK = "clerk", mark("clerk")
    SCHOOL_HEAD = "school_head", mark("school head")
    TEACHER = "teacher", mark("teacher")
    VILLAGE_DIRECTOR = "village_director", mark("village children's director")
    LEADER = "leader", mark("leader")
    AUDITOR = "auditor", mark("auditor")


class Action(Code):
    """What a line of the change log says was done."""

    CREATE = "create", mark("created")
    UPDATE = "update", mark("changed")
    EXIT = "exit", mark("taken off the register")
    RETURN = "return", mark("returned to the register")
    WITHDRAW = "withdraw", mark("withdrawn")
    MERGE = "merge", mark("merged")
    EXPORT_FULL = "export_full", mark("exported unmasked")
    IMPORT = "import", mark("imported")
    RESTORE = "restore", mark("database restored")
