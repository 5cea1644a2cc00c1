"""The three laws as assertions: what a policy says of one case, and of the same case better known."""

from __future__ import annotations

from collections.abc import Iterator

from vocskills.assessment import Assessment, assess
from vocskills.assessment.answer import Determination, InForce, Sum, Verdict
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
    _refuse(_POINT, policy, _vague(_assessed(policy, case)))


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
    _refuse(_POINT, policy, _vague(final))
    _refuse(_OUTSIDE, policy, _taken_back(_assessed(policy, less), final))


def _assessed(policy: Policy, case: Case) -> Assessment:
    return assess(case, policy=policy, alone=True)


def _refuse(what: Text, policy: Policy, found: Iterator[str]) -> None:
    faults = list(found)
    if faults:
        lines = "\n".join(f"  {fault}" for fault in faults)
        raise AssertionError(f"{policy.id}: {what.en} / {what.zh}\n{lines}")


def _vague(of: Assessment) -> Iterator[str]:
    (text,) = of.answer.texts
    for one in _all(of):
        if one.verdict is Verdict.UNDETERMINED and text.in_force is not InForce.OPEN:
            yield f"{one.subsidy}: {one.verdict.value} because of {', '.join(one.open) or 'the program'}"
        if one.amount is not None and not one.amount.exact:
            yield f"{one.subsidy}: {span_text(one.amount)}"


def _all(of: Assessment) -> Iterator[Determination]:
    for subject in of.subjects:
        yield from subject.determinations


def _taken_back(before: Assessment, after: Assessment) -> Iterator[str]:
    for old, new in zip(_all(before), _all(after), strict=True):
        for what, was, now in _against(old, new):
            yield f"{old.subsidy}: {what} was {was}, is now {now}"


def _against(old: Determination, new: Determination) -> Iterator[tuple[str, str, str]]:
    """What of an old determination a new one contradicts: the thing, what it was, what it is."""
    if old.verdict not in (Verdict.UNDETERMINED, new.verdict):
        yield "outcome", str(old.verdict.value), str(new.verdict.value)
    for what, was, now in (("amount", old.amount, new.amount), ("payable", old.payable, new.payable)):
        if now is not None and (was is None or not _inside(now, was)):
            yield what, span_text(was), span_text(now)
    if new.amount is not None and not (set(new.payees) <= set(old.payees) and set(new.funds) <= set(old.funds)):
        yield "payees and funds", f"{old.payees}, {old.funds}", f"{new.payees}, {new.funds}"
    if not set(old.failed) <= set(new.failed):
        yield "failed rules", ", ".join(old.failed), ", ".join(new.failed) or "none"


def _inside(now: Sum, was: Sum) -> bool:
    """Whether an amount lies inside another, and is one of the few that were possible."""
    if now.least < was.least or (was.most is not None and (now.most is None or now.most > was.most)):
        return False
    return not was.possible or set(_amounts(now)) <= set(was.possible)


def _amounts(of: Sum) -> tuple[Money, ...]:
    return of.possible or tuple(one for one in (of.least, of.most) if one is not None)
