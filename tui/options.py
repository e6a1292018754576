"""The options of `guanai` and its verbs: a verb is a module in `tui/verbs`, loaded when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from db import i18n
from db.errors import GuanaiError, UsageError
from db.i18n import _, mark
from tui import locations, settings, verbs
from tui.launch import SCREENS, Launch
from tui.start import CATALOGS, settled, start
from tui.words import ENCODINGS, Verb, option, teach_click


class Verbs(Verb, click.Group):
    """The verbs, found by their place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _modules():
            return None
        command = importlib.import_module(f"tui.verbs.{_modules()[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, known = args[0], self.list_commands(ctx)
        if name in known:
            return super().resolve_command(ctx, args)
        import difflib

        nearest = difflib.get_close_matches(name, known, 1, 0.5) or known
        sentence = _("There is no verb {name}. Did you mean {nearest}? See `guanai --help`.")
        raise UsageError(sentence.format(name=name, nearest=", ".join(nearest)))


def _modules() -> dict[str, str]:
    import pkgutil  # 5 ms that the nightly export does not need

    """The module of each verb; one that is a word of Python has an underscore behind it, as in `import_`."""
    names = (module.name for module in pkgutil.iter_modules(verbs.__path__))
    return {name.rstrip("_").replace("_", "-"): name for name in names}


@click.group(
    "guanai", cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]},
    help=mark("The register of left-behind children of a township. Without a verb, the screens open."),
)  # fmt: skip
@option("--db", metavar=mark("PATH"), help=mark("The database to work on."))
@option("--lang", type=click.Choice(["zh", "en"]), help=mark("Language of screens, reports and sentences."))
@option("--as", "user", metavar=mark("USER"), help=mark("Who you are, for the record of changes."))
@option("--screen", type=click.Choice(SCREENS), help=mark("The screen to start on."))
@option("--plain", is_flag=True, help=mark("Draw lines and marks in ASCII."))
@option("--demo", is_flag=True, help=mark("Look at a made-up township, beside the real data."))
@option("--read-only", is_flag=True, help=mark("Change nothing."))
@option("--export-csv", metavar=mark("FOLDER"), help=mark("Write every table as CSV into a folder of this day."))
@option("--full", is_flag=True, help=mark("With --export-csv: names and numbers unmasked; this is put on record."))
@option("--encoding", type=ENCODINGS, help=mark("With --export-csv: the encoding of the files."))
@option("--version", is_flag=True, help=mark("Show the version and exit."))
@click.pass_context
def guanai(ctx: click.Context, /, **wishes: Any) -> int:
    if wishes["version"]:
        from db.version import VERSION
        from tui import streams

        streams.write_line(f"guanai {VERSION}")
        ctx.exit(0)
    if not wishes["export_csv"] and (wishes["full"] or wishes["encoding"]):
        raise UsageError(_("--full and --encoding belong to --export-csv. Name a folder with --export-csv."))
    choices = settings.load(locations.settings_file())
    launch = ctx.obj = settled(choices, wishes)
    if launch.lang != i18n.language():
        i18n.install(launch.lang, CATALOGS)
        teach_click(CATALOGS)
    if wishes["export_csv"] and not ctx.invoked_subcommand:
        return export_csv(launch, wishes, choices)
    if ctx.invoked_subcommand:
        if wishes["export_csv"]:
            raise UsageError(_("--export-csv stands alone, without a verb. Run the two one after the other."))
        return 0
    return start(launch)


def export_csv(launch: Launch, wishes: dict[str, Any], choices: settings.Settings) -> int:
    """The nightly export; one line says what was written. Usually it loads neither peewee nor a table (100 ms)."""
    from db.access import Right
    from db.engine import files
    from exports.nightly import Order, export
    from tui import streams

    order = Order(
        full=wishes["full"], encoding=wishes["encoding"] or "utf-8", keep=choices.keep_nights,
        reports=choices.nightly_reports, read_only=launch.read_only,
    )  # fmt: skip
    version = files.require(launch.db_path)
    launch.require(Right.OFFICE)
    if order.full or version < files.SCHEMA_VERSION:
        from db.commands.recording import record_full_export

        with launch.open() as session:
            if order.full:
                record_full_export(session, "nightly")
    done = export(launch.db_path, Path(wishes["export_csv"]), launch.clock, order)
    sentence = (
        _("{folder}: {files} files, {rows} rows, {size} MB, unmasked")
        if order.full
        else _("{folder}: {files} files, {rows} rows, {size} MB, masked")
    )
    size = f"{done.bytes / 1_000_000:.1f}"
    streams.write_line(sentence.format(folder=done.folder, files=len(done.files), rows=done.rows, size=size))
    return 0


def run(arguments: Sequence[str]) -> int:
    """Understand the command line and do it; click's complaints come out as one sentence with exit code 2."""
    teach_click(CATALOGS)
    try:
        result = guanai.main(list(arguments), prog_name="guanai", standalone_mode=False)
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except click.ClickException as error:
        raise complaint(error) from error
    return result or 0


def complaint(error: click.ClickException) -> GuanaiError:
    """A complaint of click as our own: one line, with the nearest known name and the way to the help."""
    ctx = getattr(error, "ctx", None)
    if isinstance(error, click.NoSuchOption) and ctx and ctx.parent and _knows(ctx.parent, error.option_name):
        sentence = _("Write {option} before the verb: guanai {option} ... {verb}")
        return UsageError(sentence.format(option=error.option_name, verb=ctx.info_name))
    help_hint = _("See `{command} --help`.").format(command=ctx.command_path if ctx else "guanai")
    message = error.format_message()
    sentence = f"{message if message.endswith(('.', '?', '。', '？')) else message + '.'} {help_hint}"
    if i18n.language() == "zh":  # click ends and joins its sentences as English does
        sentence = sentence.replace("'. ", "'。").replace("。 ", "。").replace("？ ", "？")
    return UsageError(sentence)


def _knows(ctx: click.Context, name: str) -> bool:
    return any(name in parameter.opts for parameter in ctx.command.params)
