"""Texts of an office: templates in a sandbox, the office's own copies before ours, and paragraphs that are kept.

A template is a text with numbers to fill in; what it may say stands in `exports.sandbox`. A clerk's own
paragraphs stand between two lines of the saved text and are taken over when the numbers are drawn anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.errors import GuanaiError
from db.i18n import _, language

OURS = Path(__file__).parent / "templates"
FOLDER = "templates"
"""The folder beside the database in which an office keeps its own copies, under the same names."""
LARGEST = 100_000
"""Bytes of a template; ours have 6,000."""
OPENING, CLOSING = "〔本单位补充：{name}〕", "〔补充完〕"
"""The lines around a paragraph of the clerk's own, in both languages, so that a text outlives a change of language."""
_OWN = re.compile(r"^〔本单位补充：(.+?)〕\n(.*?)^〔补充完〕$", re.MULTILINE | re.DOTALL)


def template_name(kind: str) -> str:
    """The file name of a template in the language in force."""
    return f"{kind}.{language()}.txt"


def template_path(kind: str, office: Path) -> Path:
    """The office's copy in `office` where there is one, else ours."""
    own = office / template_name(kind)
    return own if own.is_file() else OURS / template_name(kind)


def copy_template(kind: str, office: Path) -> Path:
    """Put our template into the office's folder, to be edited; one that is there already stays as it is."""
    from db.engine.storage import explained, replacing

    target = office / template_name(kind)
    if not target.exists():
        with explained(target):
            office.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(target) as file:
            file.write((OURS / template_name(kind)).read_bytes())
    return target


def render(path: Path, context: Mapping[str, Any], kept: Mapping[str, str]) -> str:
    """The text of a template; `own("name", "default")` in it gives the clerk's paragraph of that name.

    Raises GuanaiError naming the file and line for a template that cannot be read or drawn.
    """
    # Half of what a report costs to start, and only this one needs it.
    from jinja2 import TemplateError
    from jinja2.exceptions import SecurityError

    from exports.sandbox import Sandbox

    def own(name: str, default: str = "") -> str:
        text = kept.get(name, f"{default}\n" if default else "")
        return f"{OPENING.format(name=name)}\n{text}{CLOSING}"

    values = {**context, "own": own}
    try:
        functions = (name for name, value in values.items() if callable(value))
        return Sandbox(functions).draw(_source(path), values)
    except SecurityError as error:
        sentence = _("The template {path} reaches for what is closed to templates. Nothing was written. Take that out.")
        raise GuanaiError(sentence.format(path=path)) from error
    except (  # SyntaxError: Python nests no more than 20 loops
        TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError, MemoryError,
        SyntaxError,
    ) as error:  # fmt: skip
        sentence = _("The template {path} has an error in line {line}: {error}. Nothing was written. Correct it, or "
                     "move it away to use the program's own.")  # fmt: skip
        raise GuanaiError(sentence.format(path=path, line=_line(error), error=_told(error))) from error


def own_paragraphs(text: str, path: Path) -> dict[str, str]:
    """The clerk's paragraphs in a text saved before, by name.

    Raises GuanaiError where they cannot be told apart, so that nothing a person wrote is ever lost.
    """
    plain = text.replace("\r\n", "\n")
    found = dict(_OWN.findall(plain))
    lines = plain.split("\n")
    openings = sum(line.startswith("〔本单位补充：") for line in lines)
    if not found or openings != len(found) or lines.count(CLOSING) != len(found):
        sentence = _("The lines around your own paragraphs in {path} are not whole, so what you wrote there could be "
                     "lost. Nothing was written. Mend the lines, or save under another name.")  # fmt: skip
        raise GuanaiError(sentence.format(path=path))
    return found


def _source(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise GuanaiError(_("The template {path} is too large. Nothing was written.").format(path=path))
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("The template {path} cannot be read. Nothing was written. Save it as UTF-8, or move it away.")
        raise GuanaiError(sentence.format(path=path)) from error


def _line(error: Exception) -> str:
    """The line of the template that failed: of its syntax, or the innermost one that was being drawn."""
    number = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            number = trace.tb_lineno
        trace = trace.tb_next
    return str(number) if number else "?"


def _told(error: Exception) -> str:
    """What is wrong, in one line."""
    return str(error).partition("\n")[0]
