"""Worked cases: what a text gives for one person, and what it was expected to give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import attrs

from vocskills.assessment import Assessment
from vocskills.assessment.answer import Determination
from vocskills.door import Subject, subjects
from vocskills.model.case import Case
from vocskills.policy.pack import Policy
from vocskills.testing.answers import given
from vocskills.text import Text

Values = tuple[str, ...]
"""One thing that is said of a subsidy, in the words of the file; several for a list."""


@attrs.frozen
class Wanted:
    """One thing that is expected of a subsidy.

    Attributes:
        subsidy: the subsidy's name.
        key: what of it: ``outcome``, ``payable``, ``rules.<rule>`` and so on.
        value: the expected value in the words of the file.
        line: the line in which it stands.
    """

    subsidy: str
    key: str
    value: Values
    line: int


@attrs.frozen
class Difference:
    """Something expected that is otherwise."""

    wanted: Wanted
    got: Values


@attrs.frozen(eq=False, slots=False)
class WorkedCase:
    """One worked case of a file.

    Attributes:
        name: its name.
        about: what it shows.
        assessment: what the policy says of it, alone.
        wanted: what was expected, in the order of the file.
        line: the line in which it begins.
    """

    name: str
    about: Text
    assessment: Assessment
    wanted: tuple[Wanted, ...]
    line: int

    @cached_property
    def got(self) -> Mapping[str, Mapping[str, Values]]:
        """All that is said of each subsidy, by its name."""
        (policy,) = self.assessment.policies
        return {one.subsidy: given(self.assessment, policy, one) for one in self.determinations}

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.assessment.case

    @cached_property
    def subject(self) -> Subject:
        """Its person, or all of them where only their number is known."""
        (subject,) = subjects(self.case)
        return subject

    @property
    def determinations(self) -> tuple[Determination, ...]:
        """What is said of each subsidy of the policy."""
        (subject,) = self.assessment.subjects
        return subject.determinations

    def of(self, subsidy: str) -> Determination:
        """What is said of one subsidy."""
        return next(one for one in self.determinations if one.subsidy == subsidy)

    @property
    def subsidies(self) -> tuple[str, ...]:
        """The subsidies of which something is expected."""
        return tuple(dict.fromkeys(wanted.subsidy for wanted in self.wanted))

    def differences(self) -> Iterator[Difference]:
        """What is otherwise than expected; nothing if the case holds."""
        for wanted in self.wanted:
            got = self.got[wanted.subsidy][wanted.key]
            if got != wanted.value:
                yield Difference(wanted, got)


@attrs.frozen
class Excuse:
    """A requirement that nobody wrote a case for, and why."""

    requirement: str
    reason: Text
    line: int
    column: int


@attrs.frozen(eq=False)
class Worked:
    """A file of worked cases.

    Attributes:
        policy: the policy that they are of.
        cases: the cases by name.
        excused: requirements without a case, by name.
        file: the file's name.
    """

    policy: Policy
    cases: Mapping[str, WorkedCase]
    excused: Mapping[str, Excuse]
    file: str = ""
