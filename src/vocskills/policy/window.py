"""When a policy holds: its documents, its window, and the two questions that engines ask of the governing dates."""

from __future__ import annotations

import attrs

from vocskills.bounds import Bounds, is_point
from vocskills.engines.fold import fold
from vocskills.language import vocabulary
from vocskills.language.lower import condition
from vocskills.language.nodes import DATE, Compare, CompareOp, Fact, Literal, LogicOp, Node
from vocskills.language.parse import Expression
from vocskills.model.fields import DAY_MAX, DAY_MIN
from vocskills.policy.context import Context, Part
from vocskills.policy.documents import Document, OwnWindow, Provenance, Window
from vocskills.policy.pack import Clause, ClauseKind, Policy
from vocskills.policy.report import Report, did_you_mean
from vocskills.policy.source import Scalar
from vocskills.policy.values import days_of
from vocskills.text import Text, labelled

IN_FORCE = "in_force"
"""The key of a window, and the name of the clauses on its ends."""
JUDGED_ON = ("cohort.start_date", "cohort.end_date")
"""The governing dates, where a text names none: the first and the last day of the class."""

_NO_SUCH_DOCUMENT = Text("没有这份文件", "there is no such document")
_REVERSED = Text("止日早于起日", "it ends before it begins")
_NO_END = Text("既没有 from，也没有 through", "neither from nor through is given")
_SAY_ONE = Text("写明起日或止日，或删去 in_force", "state its first or last day, or leave in_force out")
_NOT_UNREAD = Text("then 是未读到的文件", "then names a document that was not read")
_READ_IT = Text("读到的文件直接编入 in_force", "a text that was read belongs into a policy of its own")
_NOT_A_FACT = Text("这里要一个日期字段", "a field that is a date is wanted here")
_FROM = Text("自哪一天起施行", "from which day it is in force")
_THROUGH = Text("施行到哪一天", "through which day it is in force")


@attrs.frozen
class Force:
    """A window with its governing dates and the lowered questions about them.

    Attributes:
        window: the window itself.
        judged_on: the dates that must lie in it.
        ends: its first and last day, each a day or a fact that an authority can settle.
        governs: whether all of them do.
        touches: whether one of them does, or lies where only an unread successor can govern.
    """

    window: Window
    judged_on: tuple[Fact, ...]
    ends: tuple[Node, Node]
    governs: Node
    touches: Node

    @property
    def own(self) -> OwnWindow:
        """The same without what engines ask."""
        return OwnWindow(self.window, tuple(date.path for date in self.judged_on))

    def on(self, dates: tuple[Fact, ...]) -> Force:
        """The same window asked of other dates."""
        return Force(self.window, dates, self.ends, *_questions(self.window, self.ends, dates))


def read_documents(report: Report, pack: Part) -> dict[str, Document]:
    """The documents of a pack by id; one whose date could not be read is kept, so that it can be cited."""
    documents: dict[str, Document] = {}
    by_value = {str(member.value): member for member in Provenance}
    for name, part in pack.parts("documents"):
        issued = part.word("issued")
        days = days_of(issued, report, part.path("issued")) if issued else None
        documents[name.value] = Document(
            name.value,
            part.value("number"),
            part.text("title") or Text("", ""),
            days or (0, 0),
            by_value.get(part.value("read"), Provenance.FULL),
            part.value("facts"),
            tuple(scalar.value for scalar, _ in part.words("replaces")),
        )
    for _, part in pack.parts("documents"):
        _check_replaced(report, part, documents)
    return documents


def _check_replaced(report: Report, part: Part, documents: dict[str, Document]) -> None:
    for scalar, where in part.words("replaces"):
        if scalar.value not in documents:
            report.add(scalar, where, _NO_SUCH_DOCUMENT, remedy=did_you_mean(scalar.value, documents))


def governing_dates(context: Context, part: Part | None) -> tuple[Fact, ...]:
    """The dates that decide which text governs, read before the rules, which refer to the first of them."""
    words = part.words("judged_on") if part else []
    found = [_date(context, scalar, where) for scalar, where in words]
    given = tuple(fact for fact in found if fact is not None)
    return given or tuple(_default(context, path) for path in JUDGED_ON)


def _default(context: Context, path: str) -> Fact:
    from vocskills.language.check import check

    typed, _ = check(Expression(path), context.scope, DATE)
    assert typed is not None and isinstance(typed.node, Fact)
    return typed.node


def _date(context: Context, scalar: Scalar, where: str) -> Fact | None:
    typed = context.check(scalar, where, DATE)
    if typed is None:
        return None
    if not isinstance(typed.node, Fact):
        context.report.add(scalar, where, _NOT_A_FACT)
        return None
    return typed.node


def read_force(context: Context, part: Part, dates: tuple[Fact, ...]) -> Force | None:
    """The window of a pack, ``None`` after its faults have been reported."""
    start, end = (_end(context, part, key) for key in ("from", "through"))
    return _force(context, part, dates, start, end, IN_FORCE)


def read_own_force(context: Context, part: Part, dates: tuple[Fact, ...], name: str, title: Text) -> Force | None:
    """The window that something in a pack has of its own, ``None`` after its faults have been reported.

    Args:
        context: what the pack is read with.
        part: the window in the pack; an end that it does not state is as far as the policy goes.
        dates: the dates that must lie in it.
        name: the name of what has it.
        title: the same in words.
    """
    if part.word("from") is None and part.word("through") is None:
        context.report.add(part.node, part.where, _NO_END, remedy=_SAY_ONE)
        return None
    start = _end(context, part, "from") if part.word("from") else (DAY_MIN, DAY_MIN)
    end = _end(context, part, "through") if part.word("through") else (DAY_MAX, DAY_MAX)
    return _force(context, part, dates, start, end, f"{name}.{IN_FORCE}", title)


def _force(
    context: Context,
    part: Part,
    dates: tuple[Fact, ...],
    start: Bounds | None,
    end: Bounds | None,
    name: str,
    title: Text | None = None,
) -> Force | None:
    cite = context.cite(part)
    successor = _successor(context, part)
    if start is None or end is None:
        return None
    if start[0] > end[1]:
        at = part.word("through") or part.word("from")
        assert at is not None
        context.report.add(at, part.path("through"), _REVERSED)
        return None
    window = Window(start, end, successor, part.text("interpretation"), cite)
    asked = [labelled(title, question) if title else question for question in (_FROM, _THROUGH)]
    ends = (
        _fact(context, window, f"{name}.from", start, asked[0]),
        _fact(context, window, f"{name}.through", end, asked[1]),
    )
    return Force(window, dates, ends, *_questions(window, ends, dates))


def _successor(context: Context, part: Part) -> str:
    """The document that takes over and was not read: at most a digest of it is known."""
    then = part.word("then")
    successor = context.known_document(then, part.path("then")) if then else ""
    if then and successor and context.documents[successor].read not in (Provenance.NONE, Provenance.SECONDARY):
        context.report.add(then, part.path("then"), _NOT_UNREAD, remedy=_READ_IT)
    return successor


def force_of(policy: Policy) -> Force | None:
    """The window of a policy that was read, with the questions about it; ``None`` for one without a window."""
    window = policy.window
    if window is None:
        return None
    dates = tuple(vocabulary.fact(path) for path in policy.judged_on)
    start, end = (_settled(key, days) for key, days in (("from", window.start), ("through", window.end)))
    return Force(window, dates, (start, end), *_questions(window, (start, end), dates))


def _settled(key: str, days: Bounds) -> Node:
    return Literal(days[0], DATE) if is_point(days) else Fact(f"ruling.in_force.{key}", DATE, *days)


def _end(context: Context, part: Part, key: str) -> Bounds | None:
    scalar = part.word(key)
    return days_of(scalar, context.report, part.path(key)) if scalar else None


def _fact(context: Context, window: Window, name: str, days: Bounds, question: Text) -> Node:
    """An end of the window: a day, or a fact that an authority can settle."""
    if is_point(days):
        return Literal(days[0], DATE)
    fact = Fact(f"ruling.{name}", DATE, *days)
    return context.settle(Clause(name, ClauseKind.OPEN, window.cite, DATE, fact, question))


def _questions(window: Window, ends: tuple[Node, Node], dates: tuple[Fact, ...]) -> tuple[Node, Node]:
    """With an unread successor a date after the end still touches the text, which then does not surely govern it."""
    since = [Compare(CompareOp.LE, ends[0], date) for date in dates]
    until = [Compare(CompareOp.LE, date, ends[1]) for date in dates]
    inside = [condition([a, b]) for a, b in zip(since, until, strict=True)]
    touching: list[Node] = list(since) if window.then else inside
    return fold(condition(inside)), fold(condition(touching, LogicOp.OR))
