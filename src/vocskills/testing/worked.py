"""Worked cases: what a text gives for one person, and what it was expected to give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import attrs

from vocskills.assessment import Assessment
from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.determination import Determination, ItemAnswer, name_in
from vocskills.assessment.findings import Explanation
from vocskills.door import Subject, subjects, whole
from vocskills.model.case import Case
from vocskills.policy.pack import Policy
from vocskills.testing.answers import given
from vocskills.text import Text

Values = tuple[str, ...]
"""One thing that is said of an item, in the words of the file; several for a list."""


@attrs.frozen
class Wanted:
    """One thing that is expected of a subsidy, approval or measure.

    Attributes:
        item: its name.
        key: what of it: ``outcome``, ``payable``, ``rules.<rule>`` and so on.
        value: the expected value in the words of the file.
        line: the line in which it stands.
    """

    item: str
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
        others: further claims of the same person that were judged with it.
    """

    name: str
    about: Text
    assessment: Assessment
    wanted: tuple[Wanted, ...]
    line: int
    others: tuple[Case, ...] = ()

    @cached_property
    def got(self) -> Mapping[str, Mapping[str, Values]]:
        """All that is said of each item, by its name."""
        (policy,) = self.assessment.policies
        return {name_in(one): given(self.assessment, policy, subject, one) for subject, one in self._decided()}

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.assessment.case

    @cached_property
    def subject(self) -> Subject:
        """Its person, or all of them where only their number is known; the class as a whole stands beside."""
        (subject,) = subjects(self.case)
        return attrs.evolve(subject, nouns={**whole(self.case).nouns, **subject.nouns})

    def _decided(self) -> Iterator[tuple[SubjectAnswer, Determination | ItemAnswer]]:
        """What is said of each item of the policy, with the subject of which it is said."""
        (person,) = self.assessment.subjects
        whole = self.assessment.whole
        for subject in (person, *([whole] if whole is not None else [])):
            yield from ((subject, one) for one in subject.determinations)
            yield from ((subject, one) for one in (*subject.approvals, *subject.measures))

    def of(self, item: str) -> Determination | ItemAnswer:
        """What is said of one item."""
        return next(one for _, one in self._decided() if name_in(one) == item)

    def explanation(self, item: str) -> Explanation:
        """Why it is said of one item."""
        return next(self.assessment.explain(of, one) for of, one in self._decided() if name_in(one) == item)

    @property
    def items(self) -> tuple[str, ...]:
        """The items of which something is expected."""
        return tuple(dict.fromkeys(wanted.item for wanted in self.wanted))

    def differences(self) -> Iterator[Difference]:
        """What is otherwise than expected; nothing if the case holds."""
        for wanted in self.wanted:
            got = self.got[wanted.item][wanted.key]
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
