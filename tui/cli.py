"""The command `guanai`: every way out of it is an exit code and at most one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from db.version import VERSION
from tui import streams


def main(arguments: Sequence[str] | None = None, run: Callable[[list[str]], int] | None = None) -> int:
    """Run the command line and return its exit code (0 done, 1 failed, 2 usage, 3 data, 75 busy, 130 interrupted).

    `run` takes the place of what the options and verbs do.
    """
    streams.prepare()
    try:
        code = (run or _run)(list(sys.argv[1:] if arguments is None else arguments))
        streams.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `guanai report roster | head`: the reader has enough
        streams.abandon(sys.stdout)
        return 1
    except Exception as error:  # noqa: BLE001 - the last net: a person never meets a traceback
        return _explain(error)
    return code


def _run(arguments: list[str]) -> int:
    speak(arguments)
    if arguments == ["--version"]:  # answered before click is loaded: half of the time
        streams.write_line(f"guanai {VERSION}")
        return 0
    if not arguments:
        from tui.start import everyday

        return everyday()
    from tui.options import run

    return run(arguments)


def speak(arguments: list[str]) -> None:
    """Choose the language before the first sentence is due, even that about a mistyped option."""
    from pathlib import Path

    from db import i18n

    wish = next((a.partition("=")[2] for a in arguments if a.startswith("--lang=")), None)
    if "--lang" in arguments[:-1]:
        wish = arguments[arguments.index("--lang") + 1]
    environment = (os.environ.get(name) for name in ("GUANAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    i18n.install(i18n.choose(wish, *environment), Path(__file__).parent / "locale")


def _explain(error: Exception) -> int:
    from db.errors import EXIT_FAILED, GuanaiError
    from db.i18n import _

    if isinstance(error, GuanaiError):
        streams.say(error.sentence)
        return error.exit_code
    from tui import logfile

    logfile.start()
    sentence = _("guanai met a fault of its own and stopped. What was saved before is safe. Tell the person who looks "
                 "after guanai the number {reference}.")  # fmt: skip
    streams.say(sentence.format(reference=logfile.record(error)))
    return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(main())
