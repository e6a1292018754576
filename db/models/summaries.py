"""What triggers keep beside the register; it is computed, and never written by the program itself."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField

from db.models.base import DateText, Table
from db.models.children import Child


class ChildSummary(Table):
    """One row a child: the day of the last record of each kind that did not get withdrawn, who helps it, its carer.

    Days are empty where there is none. Of helpers there are the start of the open pairing and the last end of others.
    """

    child = ForeignKeyField(Child, primary_key=True, backref="+")
    talk = DateText()
    home_visit = DateText()
    good_deed = DateText()
    letter = DateText()
    mother_call = DateText()
    mother_meeting = DateText()
    mother_since = DateText()
    mother_until = DateText()
    taught_since = DateText()
    taught_until = DateText()
    # Of the present carer, the newest of them
    carer_id = IntegerField(null=True)
    carer_since = DateText(null=True)
    agreed_on = DateText(null=True)
    agreed_until = DateText(null=True)
    able_parent_home = IntegerField()
