"""click in our languages: its sentences looked up in our catalog, our help translated when it is shown.

click asks gettext's default domain in the language of the environment, so both are set; what a person can meet of its
sentences is marked here for extraction.
"""

from __future__ import annotations

import copy
import gettext
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from db import i18n
from db.i18n import _, mark
from tui import streams

Function = TypeVar("Function", bound=Callable[..., Any])
ENCODINGS = click.Choice(["utf-8", "gb18030"])
"""What every CSV can be written in."""


def mark_plural(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with a plural form for extraction."""
    return singular, plural


OF_CLICK = (
    mark("Usage:"),
    mark("[OPTIONS]"),
    mark("[COMMAND] [ARGS]..."),
    mark("COMMAND [ARGS]..."),
    mark("[NAME]"),
    mark("Options"),
    mark("Commands"),
    mark("Arguments"),
    mark("Positional arguments"),
    mark("Show this message and exit."),
    mark("Missing argument"),
    mark("Missing option"),
    mark("Missing parameter"),
    mark("Missing command."),
    mark("Invalid value: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark("No such option {name!r}."),
    mark("Option {name!r} does not take a value."),
    mark("{value!r} is not a valid {number_type}."),
    mark("{value} is not in the range {range}."),
    mark("{name} {filename!r} does not exist."),
    mark("{name} {filename!r} is a file."),
    mark("{name} {filename!r} is a directory."),
    mark("{name} {filename!r} is not readable."),
    mark("{name} {filename!r} is not writable."),
    mark("Could not open file {filename!r}: {message}"),
    mark("file"),
    mark("directory"),
    mark("path"),
    mark("default: {default}"),
    mark("required"),
    mark("Choose from:\n\t{choices}"),
    mark_plural("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    mark_plural("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    mark_plural("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    mark_plural("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
)


def teach_click(catalogs: Path) -> None:
    """Let click speak the language in force."""
    os.environ["LANGUAGE"] = {"zh": "zh_CN"}.get(i18n.language(), i18n.language())
    gettext.bindtextdomain(i18n.DOMAIN, str(catalogs))
    gettext.textdomain(i18n.DOMAIN)


class Option(click.Option):
    """An option whose help is a marked msgid."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        spoken = copy.copy(self)
        spoken.help = _(self.help) if self.help else None
        if isinstance(self.metavar, str):
            spoken.metavar = _(self.metavar)
        return click.Option.get_help_record(spoken, ctx)


class Formatter(click.HelpFormatter):
    """Help laid out in cells: click counts a Chinese character as one."""

    def write_text(self, text: str) -> None:
        from exports.text import wrap  # tabulate and wcwidth, which only --help needs

        indent = " " * self.current_indent
        for line in wrap(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        from exports.text import cells, pad, wrap

        rows = list(rows)
        first = min(max(cells(term) for term, _text in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in rows:
            lines = wrap(text, self.width - self.current_indent - first)
            if cells(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
                term = ""
            for line in lines:
                self.write(f"{indent}{pad(term, first)}{line}\n")
                term = ""


class _Context(click.Context):
    formatter_class = Formatter


class Verb(click.Command):
    """A verb whose help is a marked msgid."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        help_option = super().get_help_option(ctx)
        if help_option is not None:
            help_option.callback = _show_help
        return help_option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 45) -> str:
        return _(self.help) if self.help else ""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")


def _show_help(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """As click does, but through our own output, where a full disk is a sentence."""
    if wanted and not ctx.resilient_parsing:
        streams.write_line(ctx.get_help())
        ctx.exit()


def verb(name: str, help_text: str) -> Callable[[Callable[..., Any]], Verb]:
    """Declare a verb with its one line of help (a marked msgid)."""
    return click.command(name, cls=Verb, help=help_text)


def option(*declarations: str, **attributes: Any) -> Callable[[Function], Function]:
    """Declare an option of a verb; `help` and `metavar` are marked msgids."""
    return click.option(*declarations, cls=Option, **attributes)
