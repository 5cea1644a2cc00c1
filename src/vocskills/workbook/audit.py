"""Rosters audited: decided, checked, and written back with the answers beside the people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO

import attrs

from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.cases import assess_all
from vocskills.checks import Flag, Limits, check_rosters
from vocskills.display import as_html
from vocskills.errors import Fault, InputError
from vocskills.memory import uncollected
from vocskills.policy.pack import Policy
from vocskills.progress import Watch, unwatched
from vocskills.roster.roster import Roster
from vocskills.text import Lang, Text
from vocskills.workbook.decided import RowAnswer, row_answers
from vocskills.workbook.marks import Mark, marks_of
from vocskills.workbook.summary import Summary, summarize

_ADDING = Text("计算", "adding up")
_NO_ROSTER = Text("没有花名册", "there is no roster")


@attrs.frozen(eq=False)
class RosterAudit:
    """One or several rosters of a school, decided and checked together.

    Attributes:
        rosters: the rosters.
        assessments: the classes of each roster, decided.
        flags: what the checks beside the law found.
    """

    _repr_html_ = as_html

    rosters: tuple[Roster, ...]
    assessments: tuple[tuple[Assessment, ...], ...] = attrs.field(repr=False)
    flags: tuple[Flag, ...] = attrs.field(repr=False)

    @cached_property
    def answers(self) -> tuple[Mapping[tuple[int, int], RowAnswer], ...]:
        """For each roster the answer of each person, by the class and the place in the class."""
        return tuple(
            {(case, index): answer for case, one in enumerate(group) for index, answer in enumerate(row_answers(one))}
            for group in self.assessments
        )

    def marks(self, file: int = 0) -> list[Mark]:
        """Everything said of the cells of a roster: by the checks, then by the reader."""
        return marks_of(self.rosters[file], file, self.flags)

    def summary(self, file: int | None = None) -> Summary:
        """What one roster comes to, or all of them together."""
        chosen = range(len(self.rosters)) if file is None else (file,)
        every = [one for place in chosen for one in self.assessments[place]]
        return summarize(every, [answer for place in chosen for answer in self.answers[place].values()])

    @uncollected()
    def write(self, target: str | Path | IO[bytes], *, file: int = 0, public: bool = False, lang: Lang = "zh") -> None:
        """Writes a roster back as a workbook with the answers, notes on cells, a summary, findings and the law.

        Args:
            target: a path or an open file.
            file: which roster, from 0.
            public: whether what identifies people beyond their names is masked.
            lang: the language of what is added.

        Raises:
            ExtraError: the library that writes workbooks is not installed.
            InputError: the roster is too large for a workbook.
        """
        from vocskills.workbook.write import write

        write(target, self, file, public=public, lang=lang)


@uncollected()
def audit_roster(
    rosters: Roster | Iterable[Roster],
    *,
    policy: str | Policy | None = None,
    place: str | None = None,
    policies: Sequence[Policy] = (),
    key: bytes | None = None,
    filed: Iterable[Roster] = (),
    limits: Limits | None = None,
    watch: Watch = unwatched,
) -> RosterAudit:
    """Decides the people of rosters and checks the rosters; people are followed over all of them.

    A cell that could not be read is a fact that is not known: the roster is audited all the same.

    Args:
        rosters: what ``read_roster`` gives, one or several.
        policy: judge by this policy (and the national ones beside it) instead of those of the place.
        place: division code that chooses the texts; by default the class's own.
        policies: further policies, loaded by the caller.
        key: a key for identifiers in the receipts.
        filed: the rosters as they were filed before the class, to find who was put in later.
        limits: what the place allows, such as a class size, as far as the caller knows it.
        watch: hands on people and classes while they are worked on, and may show how many are done.

    Raises:
        InputError: the rosters contradict one another, or there are none.
    """
    every = (rosters,) if isinstance(rosters, Roster) else tuple(rosters)
    if not every:
        raise InputError(Fault(_NO_ROSTER))
    cases = [case for roster in every for case in roster.cases]
    try:
        found = assess_all(cases, policy=policy, place=place, policies=policies, key=key, watch=watch)
    except InputError as error:
        raise InputError(_located(list(error.faults), every)) from None
    decided = iter(watch(_ADDING, found))
    assessments = tuple(tuple(_worked_out(next(decided)) for _ in roster.cases) for roster in every)
    flags = check_rosters(every, _by_person(assessments), filed=tuple(filed), limits=limits, watch=watch)
    return RosterAudit(every, assessments, tuple(flags))


def _worked_out(assessment: Assessment) -> Assessment:
    """The assessment with its answers worked out, which is the long part, while somebody watches."""
    _ = assessment.subjects, assessment.total
    return assessment


def _located(faults: list[Fault], rosters: Sequence[Roster]) -> list[Fault]:
    """Faults with their cells; those of several rosters keep the place of the class that they name."""
    return rosters[0].located(faults) if len(rosters) == 1 else faults


def _by_person(assessments: Sequence[Sequence[Assessment]]) -> dict[tuple[int, int, int], SubjectAnswer]:
    return {
        (file, case, index): subject
        for file, group in enumerate(assessments)
        for case, one in enumerate(group)
        for index, subject in enumerate(one.subjects)
    }
