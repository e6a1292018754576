"""Where guanai keeps its files: the folders each system has for data, settings and logs."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from db.errors import UsageError
from db.i18n import _

NAME = "guanai"
_SQLITE_URL = "sqlite:///"


def database() -> Path:
    """The register of this machine."""
    return Path(platformdirs.user_data_path(NAME, appauthor=False), "guanai.db")


def settings_file() -> Path:
    return Path(platformdirs.user_config_path(NAME, appauthor=False), "settings.toml")


def log_file() -> Path:
    return Path(platformdirs.user_state_path(NAME, appauthor=False), "guanai.log")


def reports_folder(path: Path) -> Path:
    """Where the screens save reports: a folder beside the database."""
    return path.parent / "reports"


def rosters_folder(path: Path) -> Path:
    """Where rosters to be imported are put: a folder beside the database."""
    return path.parent / "rosters"


def beside(path: Path, suffix: str) -> Path:
    """The neighbour of a database: `guanai.db` and "demo" give `guanai-demo.db`."""
    return path.with_name(f"{path.stem}-{suffix}{path.suffix}")


def from_wish(wish: str | None) -> Path:
    """The database that `--db` or GUANAI_DB asks for, as a path or as `sqlite:///path`; without a wish, this machine's.

    Raises UsageError for the address of a database server.
    """
    if not wish:
        return database()
    if wish.startswith(_SQLITE_URL):
        return Path(wish.removeprefix(_SQLITE_URL)).expanduser()
    if "://" in wish:
        sentence = _("{url} is not a database that guanai can open. Give the path of a file, or sqlite:///path.")
        # Not the whole address: it may hold a password.
        raise UsageError(sentence.format(url=wish.partition("://")[0] + "://"))
    return Path(wish).expanduser()
