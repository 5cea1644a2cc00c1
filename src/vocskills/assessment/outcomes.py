"""The terms and quantities that every answer is made of: outcomes, and sums and days that may be in doubt."""

from __future__ import annotations

from datetime import date

import attrs

from vocskills.model.fields import Term, Unit
from vocskills.money import Money
from vocskills.text import Text


class Verdict(Term):
    """What may be said of one item for one subject, in the order in which it is judged.

    Of a subsidy the last two are *ineligible* and *eligible*, of an approval *may not* and *may*, of a measure *does
    not apply* and *applies*.
    """

    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"
    NOT_IN_FORCE = "not_in_force", "不在有效期内", "not in force"
    UNDETERMINED = "undetermined", "尚不能确定", "undetermined"
    INELIGIBLE = "ineligible", "不符合条件", "ineligible"
    ELIGIBLE = "eligible", "符合条件", "eligible"
    MAY_NOT = "may_not", "不可以", "may not"
    MAY = "may", "可以", "may"
    DOES_NOT_APPLY = "does_not_apply", "不予处理", "does not apply"
    APPLIES = "applies", "应予处理", "applies"


class State(Term):
    """What became of one rule."""

    PASS = "pass", "满足", "met"
    FAIL = "fail", "不满足", "not met"
    OPEN = "open", "尚不能确定", "open"
    NOT_JUDGED = "not_judged", "未判定", "not judged"
    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"


class InForce(Term):
    """Whether a text governs the class."""

    YES = "yes", "适用", "in force"
    NO = "no", "不在有效期内", "not in force"
    OPEN = "open", "是否适用尚不能确定", "not established"


@attrs.frozen
class WindowShown:
    """The window that an item has of its own, within the one of its policy.

    Attributes:
        in_force: whether it governs.
        window: from when to when, in words.
        why: in words, with the dates that chose it and the text that takes over.
    """

    in_force: InForce
    window: Text
    why: Text


@attrs.frozen
class Sum:
    """An amount between two bounds.

    Attributes:
        least: the least that it can be.
        most: the most; ``None`` if no upper limit is known.
        possible: all values that it can have, when they are few; nothing between them is possible.
    """

    least: Money
    most: Money | None
    possible: tuple[Money, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether nothing is in doubt."""
        return self.least == self.most


@attrs.frozen
class PerUnit:
    """An amount for each unit of a quantity that is not known, such as 60.00 yuan per day."""

    amount: Money
    unit: Unit


@attrs.frozen
class DayShown:
    """A day between two ends, ``None`` where none is known, and the same in words."""

    earliest: date | None
    latest: date | None
    words: Text

    @property
    def exact(self) -> bool:
        """Whether nothing is in doubt."""
        return self.earliest is not None and self.earliest == self.latest

    def covers(self, other: DayShown) -> bool:
        """Whether every day that the other may be lies between the ends of this one."""
        after = self.earliest is None or (other.earliest is not None and self.earliest <= other.earliest)
        return after and (self.latest is None or (other.latest is not None and other.latest <= self.latest))
