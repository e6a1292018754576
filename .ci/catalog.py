"""Extract, merge, compile and check the message catalogs: `update`, `check`, `add`, `replace`.

The last two read a JSON object from stdin. `add` leaves a translation that another place uses as it is, and says so.
"""

from __future__ import annotations

import fcntl
import json
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("db", "exports", "screens", "tui")
KEYWORDS = {"_": None, "mark": None, "ngettext": (1, 2), "mark_plural": (1, 2)}
FOLDER = ROOT / "tui" / "locale" / "zh_CN" / "LC_MESSAGES"
PO, MO = FOLDER / "guanai.po", FOLDER / "guanai.mo"


def extracted() -> Catalog:
    """Every message of the source, without line numbers: a moved line must not change the catalog."""
    catalog = Catalog(project="guanai", charset="utf-8")
    for package in PACKAGES:
        methods = [("**.py", "python"), ("**.j2", "ignore")]
        for file, _line, message, _comments, context in extract_from_dir(ROOT / package, methods, keywords=KEYWORDS):
            catalog.add(message, None, [(f"{package}/{file}", 0)], context=context)
    return catalog


def read() -> Catalog:
    if not PO.exists():
        return Catalog(locale="zh_CN", project="guanai", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def po_bytes(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=110, omit_header=False, sort_output=True, no_location=True, ignore_obsolete=True)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def merged(translations: dict[str, str]) -> tuple[Catalog, Catalog]:
    """The catalog of today's source with all known translations, and the one before."""
    before = read()
    known = {m.id if isinstance(m.id, str) else tuple(m.id): m.string for m in before if m.id}
    known.update(translations)
    after = Catalog(
        locale="zh_CN",
        project="guanai",
        charset="utf-8",
        creation_date=before.creation_date,
        revision_date=before.revision_date,
    )
    for message in extracted():
        if message.id:
            key = message.id if isinstance(message.id, str) else tuple(message.id)
            singular = message.id if isinstance(message.id, str) else message.id[0]
            string = translations.get(singular) or known.get(key, "")
            if not isinstance(message.id, str) and isinstance(string, str):
                string = (string,)
            after.add(message.id, string, flags=message.flags)
    return after, before


def missing(catalog: Catalog) -> list[str]:
    return [str(m.id) for m in catalog if m.id and (m.fuzzy or not m.string or m.string == ("",))]


def save(catalog: Catalog) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalog))
    MO.write_bytes(mo_bytes(catalog))


def main(verb: str) -> int:
    with (ROOT / ".ci" / "catalog.py").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        given: dict[str, str] = json.load(sys.stdin) if verb in ("add", "replace") else {}
        if verb == "add":
            taken = {str(m.id): str(m.string) for m in read() if str(m.id) in given and m.string}
            for message, string in taken.items():
                if string != given[message]:
                    print(f"left as it is: {message!r} is {string!r}, not {given[message]!r}")
            given = {message: string for message, string in given.items() if message not in taken}
        catalog, _before = merged(given)
        if verb != "check":
            save(catalog)
        gaps = missing(catalog)
        for gap in gaps:
            print(f"no translation: {gap!r}")
        if verb == "check":
            stale = not PO.exists() or PO.read_bytes() != po_bytes(catalog) or MO.read_bytes() != mo_bytes(catalog)
            if stale:
                print("the catalogs do not match the source: run `python .ci/catalog.py update` and commit")
            return 1 if gaps or stale else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
