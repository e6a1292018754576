"""The errors a person can meet: each is one sentence in their language, with the exit code of the command line."""

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_DATA = 3
EXIT_BUSY = 75


class GuanaiError(Exception):
    """What went wrong, what was kept and what to do, as one translated sentence without personal data."""

    exit_code = EXIT_FAILED

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UsageError(GuanaiError):
    """The request itself cannot be understood: an unknown name, an impossible date."""

    exit_code = EXIT_USAGE


class DataError(GuanaiError):
    """The data did not pass: rejected rows, a failed check."""

    exit_code = EXIT_DATA


class BusyError(GuanaiError):
    """Somebody else holds what is needed; the same request may succeed later."""

    exit_code = EXIT_BUSY


class UpgradedError(GuanaiError):
    """The program on the disk is another than the one that runs: no more of it can be loaded."""


class ConflictError(GuanaiError):
    """The record was changed by somebody else since it was read; nothing was written."""


class NotFoundError(GuanaiError):
    """The record does not exist, or lies outside what this person may see."""


class RefusedError(GuanaiError):
    """Somebody asked for what their role does not permit, or is nobody here; `what` names it for the change log."""

    def __init__(self, sentence: str, what: str = "") -> None:
        super().__init__(sentence)
        self.what = what
        self.noted = False
        """Whether it stands in the change log."""


class RuleError(DataError):
    """A rule of the work forbids the change; `fields` maps a field's name to its own sentence."""

    def __init__(self, sentence: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields = fields or {}
