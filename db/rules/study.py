"""What a sharp fall in study is; the office sets the figures."""

from __future__ import annotations

from dataclasses import dataclass

from db.i18n import _

ABSENT = "缺考"
"""How the remark of a study check without a mark begins."""
_BESIDE = "；"


def is_absent(remark: str | None) -> bool:
    """Whether a study check without a mark says that the child was not there."""
    return bool(remark) and str(remark).startswith(ABSENT)


def absent(remark: str | None) -> str:
    """The remark of a child that was not there, with what was written down before."""
    return str(remark) if is_absent(remark) else _BESIDE.join(filter(None, (ABSENT, remark)))


def present(remark: str | None) -> str | None:
    """What stays of a remark once there is a mark."""
    return None if remark == ABSENT else remark and remark.removeprefix(ABSENT + _BESIDE)


@dataclass(frozen=True)
class FallRule:
    """A mark that is `points` lower than in the semester before, or below `passing` where it was not, has fallen
    sharply; 0 switches either off."""

    points: int = 15
    passing: int = 60

    def is_sharp(self, before: int, now: int) -> bool:
        """Whether a plan is proposed for a child whose mark went from `before` to `now`."""
        dropped = bool(self.points) and before - now >= self.points
        return dropped or now < self.passing <= before


def fall_sentence(before: int, now: int, semester: str) -> str:
    """What fell, and since when."""
    return _("A sharp fall: {before} in {semester}, {now} now.").format(before=before, now=now, semester=semester)


def fall_facts(subject: str, before: int, now: int, semester: str) -> str:
    """A fall as the facts of a plan, which names its cause beside them."""
    sentence = _("{subject}: {before} in {semester}, {now} now.")
    return sentence.format(subject=subject, before=before, now=now, semester=semester)
