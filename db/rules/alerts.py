"""Red alerts: what the law forbids outright and nobody may leave until tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.rules.dates import age
from db.rules.fitness import Fitness
from db.vocabulary import Alert, Living

ALONE_AGE = 16
UNATTENDED_AGE = 8


@dataclass(frozen=True)
class Situation:
    """What decides of one child; None is not recorded, and an unknown age is taken for one that is protected."""

    birth_date: date | None = None
    living: str | None = None
    unattended: bool | None = None
    fitness: Fitness | None = None
    unreported_incidents: int = 0


def red_alerts(child: Situation, today: date) -> tuple[Alert, ...]:
    """The alerts of one child, the gravest first. Law on the Protection of Minors, articles 11, 21 and 22.

    Children living with brothers and sisters only are alone too: nobody of full age is there.
    """
    years = age(child.birth_date, today) if child.birth_date else 0
    tests = {
        Alert.INCIDENT_UNREPORTED: child.unreported_incidents > 0,
        Alert.LIVING_ALONE: child.living in (Living.ALONE, Living.SIBLINGS) and years < ALONE_AGE,
        Alert.UNATTENDED: bool(child.unattended) and years < UNATTENDED_AGE,
        Alert.UNFIT_CARER: child.fitness is Fitness.UNFIT,
    }
    return tuple(alert for alert, applies in tests.items() if applies)
