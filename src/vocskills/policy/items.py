"""What a policy decides: subsidies with the steps of their amounts, approvals, and measures with what they bring.

Every condition is kept twice: as the typed tree that a person is shown, and as the lowered tree that engines run.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

import attrs

from vocskills.engines.plan import Plan
from vocskills.language.lower import Scaled
from vocskills.language.nodes import Node
from vocskills.model.fields import Term
from vocskills.model.terms import AwardKind, Payee, SanctionGrade, SubjectKind
from vocskills.policy.documents import Citation, OwnWindow
from vocskills.text import Text


class StepOp(Enum):
    """Steps of an amount, in the order in which they are written."""

    BASE = "base"
    TIMES = "times"
    PLUS = "plus"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ROUND = "round"


@attrs.frozen
class Step:
    """One step of an amount.

    Attributes:
        op: what it does to the amount so far.
        value: the typed expression; ``None`` for ``round``.
        unit: the multiple of yuan that ``round`` rounds to; ``None`` for the others.
        cite: where it stands.
        after: the lowered amount after this step, exact, over its scale in yuan.
        in_order: whether the text itself puts it after the one before.
        where: its path in the pack.
        line: its line, counted from 1.
        column: its column, counted from 1.
    """

    op: StepOp
    value: Node | None
    unit: Fraction | None
    cite: Citation
    after: Scaled
    in_order: bool = False
    where: str = ""
    line: int = 0
    column: int = 0


@attrs.frozen
class Advance:
    """What may be paid of a subsidy in advance.

    Attributes:
        at_most: the typed share of the amount.
        share: the same lowered, over its scale.
        requires: the names of the rules that must hold for it.
        cite: where it stands.
    """

    at_most: Node
    share: Scaled
    requires: tuple[str, ...]
    cite: Citation


@attrs.frozen(kw_only=True)
class Item:
    """What a policy decides: conditions on a subject. What follows when they are met is said by the kinds of item.

    Attributes:
        name: its name in the pack.
        title: its words.
        cite: where it stands.
        subject: what is judged: a person in a class, a person, the class, or the provider.
        judged_on: the facts, all dates, that must lie in the policy's window.
        applies: the typed condition ``for``; ``None`` if it is for every program.
        requires: the names of the rules that must hold, in order.
        when_any: the names of further rules of which one is enough; empty for none.
        interpretation: the reading that we chose.
        own: the window of its own; ``None`` where it holds as long as the policy.
        plan: what engines run; its last rule is that one of ``when_any`` holds, if there are any.
    """

    name: str
    title: Text
    cite: Citation
    subject: SubjectKind = SubjectKind.ENROLLMENT
    judged_on: tuple[str, ...] = ()
    applies: Node | None = None
    requires: tuple[str, ...] = ()
    when_any: tuple[str, ...] = ()
    interpretation: Text | None = None
    own: OwnWindow | None = None
    plan: Plan

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of all its rules."""
        return *self.requires, *self.when_any

    @property
    def trees(self) -> tuple[Node, ...]:
        """The typed trees of what it is for, and of what follows."""
        return () if self.applies is None else (self.applies,)


@attrs.frozen(kw_only=True)
class Subsidy(Item):
    """An item from which money follows.

    Attributes:
        kind: the kind of award that it becomes.
        steps: the steps of the amount; the last one's ``after`` is the exact amount of one person.
        payee: the typed tree of who is paid; ``None`` where the sources do not say.
        fund: the typed tree of the purse; ``None`` where the sources do not say.
        discretionary: whether the text says "may".
        binds: the kinds of local awards that it binds, where it is of a national policy.
        excludes: the kinds of award that it excludes for the same class or certificate; the last of its rules says so.
        shared: those who share it, where the text names several without their shares.
        advance: what may be paid of it in advance; ``None`` where the text says nothing of that.
        payee_code: the lowered tree of ``payee``.
        fund_code: the lowered tree of ``fund``.
    """

    kind: AwardKind
    steps: tuple[Step, ...]
    payee: Node | None
    fund: Node | None
    discretionary: bool
    binds: tuple[AwardKind, ...]
    payee_code: Node | None = None
    fund_code: Node | None = None
    excludes: tuple[AwardKind, ...] = ()
    shared: tuple[Payee, ...] = ()
    advance: Advance | None = None

    @property
    def trees(self) -> tuple[Node, ...]:
        """The typed trees of what it is for, how much, to whom and from which purse."""
        every = (self.applies, *(step.value for step in self.steps), self.payee, self.fund)
        return tuple(node for node in every if node is not None)


@attrs.frozen(kw_only=True)
class Approval(Item):
    """An item from which a permission follows, such as to open a class."""


class Follow(Term):
    """What a measure brings besides itself."""

    FIX_BY = "fix_by", "限期整改至", "to be put right by"
    NO_NEW_CLASSES_UNTIL = "no_new_classes_until", "不得新开补贴班期至", "no new subsidised classes until"
    RECOVER = "recover", "应收回", "to be taken back"


@attrs.frozen
class Following:
    """One thing that a measure brings.

    Attributes:
        what: which.
        typed: the typed tree: the last day, or how much money.
        code: the same lowered: a day as yyyymmdd, money in fen.
    """

    what: Follow
    typed: Node
    code: Node


@attrs.frozen(kw_only=True)
class Measure(Item):
    """An item from which a measure against its subject follows; the authority's decision returns as a sanction.

    Attributes:
        grade: the sanction that it would become; ``None`` where it is none.
        follows: what it brings, each once.
    """

    grade: SanctionGrade | None = None
    follows: tuple[Following, ...] = ()

    @property
    def trees(self) -> tuple[Node, ...]:
        """The typed trees of what it is for and of what it brings."""
        return *super().trees, *(one.typed for one in self.follows)
