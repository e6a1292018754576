"""School classes with their class teachers."""

from __future__ import annotations

from peewee import IntegerField

from db.models.base import CodeField, Edited, link
from db.models.people import Staff
from db.models.places import School
from db.vocabulary import Stage


class SchoolClass(Edited):
    """A class in one school year; it moves up by a new row a year."""

    school = link(School, index=False)
    school_year = IntegerField()
    stage = CodeField(Stage)
    grade = IntegerField()
    number = IntegerField()
    teacher = link(Staff, null=True)

    class Meta:
        indexes = ((("school", "school_year", "stage", "grade", "number"), True),)
