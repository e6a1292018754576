"""Who helps whom, from when to when."""

from __future__ import annotations

from peewee import SQL, TextField

from db import vocabulary as v
from db.models.base import CodeField, DateText, Edited, link
from db.models.children import Child
from db.models.people import Staff


class Pairing(Edited):
    """Who helps a child: a member of staff, or another child as little teacher."""

    child = link(Child)
    staff = link(Staff, null=True)
    helper_child = link(Child, null=True, name="helper_child_id")
    kind = CodeField(v.PairingKind)
    from_on = DateText()
    to_on = DateText(null=True)
    start_reason = TextField(null=True)
    end_reason = TextField(null=True)
    # When both children, and those who care for them, had agreed that one teaches the other
    agreed_on = DateText(null=True)

    class Meta:
        constraints = (SQL("CHECK ((staff_id IS NULL) <> (helper_child_id IS NULL))"),)


Pairing.add_index(Pairing.child, Pairing.kind, unique=True, name="pairing_one_open", where=SQL("to_on IS NULL"))
