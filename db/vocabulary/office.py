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
    VIEW = "view", mark("file looked at")
    PRINT = "print", mark("printed")
    LOGIN = "login", mark("signed in")
    REFUSE = "refuse", mark("was refused")
    UNDO = "undo", mark("taken back")
    RETENTION = "retention", mark("reduced to figures")
    NEW_KEY = "new_key", mark("new key of the log")
    GAP = "gap", mark("lines of the log are missing")
    CUT = "cut", mark("old lines of the log cut off")


class RequestKind(Code):
    """What a guardian may ask for (Regulations on the Protection of Minors in Cyberspace, 2024)."""

    COPY = "copy", mark("see or copy")
    CORRECT = "correct", mark("correct")
    DELETE = "delete", mark("delete")


class RequestState(Code):
    OPEN = "open", mark("open")
    DONE = "done", mark("carried out")
    REFUSED = "refused", mark("turned down")
