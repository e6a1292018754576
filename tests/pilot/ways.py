"""What the tests of the whole program share: the first child of the list, and the ways into a file and a form."""

from __future__ import annotations

from db.queries.registry import RegistryFilter, RegistryPages
from db.session import Session
from tests.pilot.conftest import Sitting

NEW_CHILD_FORM = ("RegistryScreen", "NewChildScreen", "NewChildForm")


def first_name(session: Session) -> str:
    row = RegistryPages(session, RegistryFilter(), ["name"]).first(1)[0]
    return str(row.values["name"][0])


async def open_first_child(sitting: Sitting) -> None:
    await sitting.until(lambda: any(line.startswith("> ") for line in sitting.lines), "a row")
    await sitting.press("enter")
    await sitting.on("RegistryScreen", "ChildScreen")
    await sitting.see("现况")


async def open_new_child_form(sitting: Sitting, name: str = "测试员") -> None:
    """From the register to the form of a child of that name, whom nobody has entered."""
    await sitting.press("f8")
    await sitting.on("RegistryScreen", "NewChildScreen")
    await sitting.see("父亲姓名")
    await sitting.type(name)
    await sitting.press("f8")
    await sitting.on(*NEW_CHILD_FORM)
    await sitting.see("档案号")
