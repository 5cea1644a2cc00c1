"""All checks over one or several rosters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from vocskills.checks import classes, identity, results, rows
from vocskills.checks.flags import CHECKS, Flag, Limits, Result, cannot_judge
from vocskills.checks.people import Files
from vocskills.progress import Watch, unwatched
from vocskills.roster.roster import Roster
from vocskills.text import Text

_BY_ROSTER: tuple[Callable[[Files, Limits], Iterable[Flag]], ...] = (
    identity.numbers,
    identity.agreement,
    identity.names,
    identity.shared,
    identity.photos,
    rows.twice,
    rows.totals,
    rows.required,
    rows.alike,
    rows.ages,
    rows.overlaps,
    classes.sizes,
    classes.split,
    classes.copied,
    classes.dates,
    classes.hours,
    results.certificates,
)
_FROM_OUTSIDE = tuple(code for code in CHECKS if code.startswith(("CHK-EL-", "CHK-FR-")))
"""Checks that always need a list that no school holds."""
_ORDER = list(Result)
_CHECKING = Text("核查", "checking")


def check_rosters(
    rosters: Sequence[Roster],
    answers: results.Answers | None = None,
    *,
    filed: Sequence[Roster] = (),
    limits: Limits | None = None,
    watch: Watch = unwatched,
) -> list[Flag]:
    """Looks for what auditors find in rosters; people are followed over all of them.

    Args:
        rosters: one or several rosters of a school.
        answers: what the texts say of each person, by roster, class and place in the class; without it the printed
            amounts are not looked at.
        filed: the rosters as they were filed before the class.
        limits: what the place allows, as far as that is known.
        watch: hands on the checks, and may show how many are made.

    Returns:
        What was found, what fails first, then by code; last what cannot be judged and what it would take.
    """
    files = Files(tuple(rosters))
    found = list(_all(files, answers or {}, filed, limits or Limits(), watch))
    return sorted(found, key=lambda one: (_ORDER.index(one.result), one.code))


def _all(
    files: Files, answers: results.Answers, filed: Sequence[Roster], limits: Limits, watch: Watch
) -> Iterator[Flag]:
    for check in watch(_CHECKING, _BY_ROSTER):
        yield from check(files, limits)
    yield from rows.filed(files, filed)
    yield from results.amounts(files, answers)
    yield from (cannot_judge(code) for code in _FROM_OUTSIDE if files.people)
