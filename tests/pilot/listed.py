"""What the tests of the register's screen share: the rows that must be listed, and the wait for them."""

from __future__ import annotations

from db.queries.registry import RegistryFilter, RegistryPages
from db.session import Session
from tests.pilot.conftest import Sitting


def expected(session: Session, narrowed: RegistryFilter, sort: str = "name", descending: bool = False) -> list[str]:
    """The names that the list must hold, in its order."""
    rows = RegistryPages(session, narrowed, ["name"], sort, descending).first(1000)
    return [str(row.values["name"][0]) for row in rows]


async def shows(sitting: Sitting, session: Session, narrowed: RegistryFilter, **order: object) -> None:
    """Wait for exactly the rows of this filter."""
    names = expected(session, narrowed, **order)  # type: ignore[arg-type]

    def listed() -> bool:
        lines = sitting.lines[3:-1]
        here = [line[2:].split()[0] for line in lines if line[2:].strip()]
        return here == names[: len(lines)] if names else "没有符合的儿童" in sitting.text

    await sitting.until(
        lambda: listed() and sitting.lines[-1].endswith(f"/{len(names)}"), f"{len(names)} of {narrowed}"
    )


async def opened(sitting: Sitting, session: Session) -> None:
    await shows(sitting, session, RegistryFilter())
