"""`guanai demo-data`: a made-up township in an empty database."""

from __future__ import annotations

import sys

import click

from db.i18n import _, mark
from tui import streams
from tui.launch import Launch
from tui.words import option, verb

MOST_CHILDREN = 2_000_000
"""Beyond them birthdays run out of made-up ID numbers."""


@verb("demo-data", mark("Fill an empty database with a made-up township; nobody in it exists."))
@option("--children", type=click.IntRange(1, MOST_CHILDREN), default=600, show_default=True, metavar=mark("N"),
        help=mark("How many children."))  # fmt: skip
@option("--seed", type=int, default=1, show_default=True, metavar=mark("N"),
        help=mark("Another number makes another township, the same number the same one."))  # fmt: skip
@option("--children-only", is_flag=True, help=mark("Only places, children, parents and carers."))
@click.pass_obj
def command(launch: Launch, /, children: int, seed: int, children_only: bool) -> None:
    from db import demo

    with launch.open() as session:
        counts = demo.build(session, children, seed, children_only, _show if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        streams.narrate("\n")
    sentence = _("{children} children, {rows} rows in all, made up with seed {seed}: {file}")
    streams.write_line(sentence.format(children=counts.children, rows=counts.all, seed=seed, file=launch.db_path))


def _show(done: int, children: int) -> None:
    """The progress, written over itself."""
    streams.narrate("\r" + _("{done} of {all} children").format(done=done, all=children))
