"""The three laws as assertions: what a policy says of one case, and of the same case better known."""

from __future__ import annotations

from collections.abc import Iterator

from vocskills.assessment import Assessment, assess
from vocskills.assessment.determination import Determination, ItemAnswer, name_in
from vocskills.assessment.outcomes import DayShown, InForce, Sum, Verdict
from vocskills.language.nodes import Call, Function, walk
from vocskills.model.case import Case
from vocskills.money import Money
from vocskills.policy.pack import Policy
from vocskills.testing.answers import span_text
from vocskills.text import Text

_POINT = Text("事实、理解和裁定都已给出，结果却不确定", "everything is given, and yet the result is in doubt")
_BACK = Text("查清事实之后，先前的结论被推翻", "learning a fact took back what was said before")
_OUTSIDE = Text("最终结果在先前的范围之外", "the final result lies outside what was said before")


def assert_exact(policy: Policy, case: Case) -> None:
    """Exact: of a case of which everything is known, nothing that a policy says is in doubt.

    Args:
        policy: the policy.
        case: a case such as ``cases(policy, complete=True)`` draws.

    Raises:
        AssertionError: an outcome or amount is in doubt although the text governs.
    """
    _refuse(_POINT, policy, _vague(policy, _assessed(policy, case)))


def assert_monotone(policy: Policy, less: Case, more: Case) -> None:
    """Monotone: learning a fact never widens a result and never takes back an outcome.

    Args:
        policy: the policy.
        less: a case, such as ``forget`` makes of ``more``.
        more: the same case with more known.

    Raises:
        AssertionError: something that was said of ``less`` does not hold of ``more``.
    """
    _refuse(_BACK, policy, _taken_back(_assessed(policy, less), _assessed(policy, more)))


def assert_sound(policy: Policy, less: Case, whole: Case) -> None:
    """Sound: whatever the missing facts turn out to be, the final result lies inside what was said before.

    Args:
        policy: the policy.
        less: a case in doubt.
        whole: the same case with everything known.

    Raises:
        AssertionError: the result of ``whole`` is in doubt itself, or lies outside what was said of ``less``.
    """
    final = _assessed(policy, whole)
    _refuse(_POINT, policy, _vague(policy, final))
    _refuse(_OUTSIDE, policy, _taken_back(_assessed(policy, less), final))


def _assessed(policy: Policy, case: Case) -> Assessment:
    return assess(case, policy=policy, alone=True)


def _refuse(what: Text, policy: Policy, found: Iterator[str]) -> None:
    faults = list(found)
    if faults:
        lines = "\n".join(f"  {fault}" for fault in faults)
        raise AssertionError(f"{policy.id}: {what.en} / {what.zh}\n{lines}")


def _vague(policy: Policy, of: Assessment) -> Iterator[str]:
    text = of.answer.texts[0]
    for one in _all(of):
        windows = {text.in_force, *([one.window.in_force] if one.window else [])}
        doubtful = one.verdict is Verdict.UNDETERMINED and InForce.OPEN not in windows
        if doubtful and not _waits_for_working_days(policy, one):
            yield f"{name_in(one)}: {one.verdict.value} because of {', '.join(one.open) or 'the program'}"
        amount = _amount_of(one)
        if amount is not None and not amount.exact:
            yield f"{name_in(one)}: {span_text(amount)}"
        days = _days_of(one) if not _counts_working_days(policy, one) else ()
        yield from (f"{name_in(one)}: {what} {day.words.en}" for what, day in days if not day.exact)


def _counts_working_days(policy: Policy, one: Determination | ItemAnswer) -> bool:
    """Whether what follows may be open although all is known: the working days of some years are not published."""
    nodes = (node for tree in policy.items[name_in(one)].trees for node in walk(tree))
    return any(isinstance(node, Call) and node.function is Function.PLUS_WORKING_DAYS for node in nodes)


def _waits_for_working_days(policy: Policy, one: Determination | ItemAnswer) -> bool:
    """Whether all that is open of it counts working days, which are open in years that are not published."""
    rules = [policy.rules[code.removeprefix(f"{policy.id}.")] for code in one.open]
    nodes = ([node for tree in rule.trees for node in walk(tree)] for rule in rules)
    counts = [any(isinstance(n, Call) and n.function is Function.PLUS_WORKING_DAYS for n in every) for every in nodes]
    return bool(counts) and all(counts)


def _all(of: Assessment) -> Iterator[Determination | ItemAnswer]:
    for subject in (*of.subjects, *([of.whole] if of.whole is not None else [])):
        yield from subject.determinations
        yield from (*subject.approvals, *subject.measures)


def _amount_of(one: Determination | ItemAnswer) -> Sum | None:
    """What is paid, or taken back."""
    if isinstance(one, Determination):
        return one.amount
    return one.consequences.recover if one.consequences else None


def _days_of(one: Determination | ItemAnswer) -> Iterator[tuple[str, DayShown]]:
    of = one.consequences if isinstance(one, ItemAnswer) else None
    days = (("fix_by", of.fix_by), ("no_new_classes_until", of.no_new_classes_until)) if of else ()
    yield from ((what, day) for what, day in days if day is not None)


def _taken_back(before: Assessment, after: Assessment) -> Iterator[str]:
    for old, new in zip(_all(before), _all(after), strict=True):
        for what, was, now in _against(old, new):
            yield f"{name_in(old)}: {what} was {was}, is now {now}"


def _against(old: Determination | ItemAnswer, new: Determination | ItemAnswer) -> Iterator[tuple[str, str, str]]:
    """What of an old determination a new one contradicts: the thing, what it was, what it is."""
    if old.verdict not in (Verdict.UNDETERMINED, new.verdict):
        yield "outcome", str(old.verdict.value), str(new.verdict.value)
    if isinstance(old, Determination) and isinstance(new, Determination):
        yield from _against_paid(old, new)
    elif isinstance(old, ItemAnswer) and isinstance(new, ItemAnswer):
        yield from _against_brought(old, new)
    if not set(old.failed) <= set(new.failed):
        yield "failed rules", ", ".join(old.failed), ", ".join(new.failed) or "none"


def _against_brought(old: ItemAnswer, new: ItemAnswer) -> Iterator[tuple[str, str, str]]:
    """What a measure brings, against what it was said to bring."""
    was, now = _amount_of(old), _amount_of(new)
    if now is not None and (was is None or not _inside(now, was)):
        yield "recover", span_text(was), span_text(now)
    days = dict(_days_of(old))
    for what, day in _days_of(new):
        if what not in days or not days[what].covers(day):
            yield what, days[what].words.en if what in days else "none", day.words.en


def _against_paid(old: Determination, new: Determination) -> Iterator[tuple[str, str, str]]:
    for what, was, now in (("amount", old.amount, new.amount), ("payable", old.payable, new.payable)):
        if now is not None and (was is None or not _inside(now, was)):
            yield what, span_text(was), span_text(now)
    if new.amount is not None and not (set(new.payees) <= set(old.payees) and set(new.funds) <= set(old.funds)):
        yield "payees and funds", f"{old.payees}, {old.funds}", f"{new.payees}, {new.funds}"


def _inside(now: Sum, was: Sum) -> bool:
    """Whether an amount lies inside another, and is one of the few that were possible."""
    if now.least < was.least or (was.most is not None and (now.most is None or now.most > was.most)):
        return False
    return not was.possible or set(_amounts(now)) <= set(was.possible)


def _amounts(of: Sum) -> tuple[Money, ...]:
    return of.possible or tuple(one for one in (of.least, of.most) if one is not None)
