"""What the cases of a policy should show, and what none of them shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

from vocskills import calendar
from vocskills.assessment.outcomes import State, Verdict
from vocskills.bounds import TRUE, Bounds
from vocskills.engines.interpret import interpret
from vocskills.errors import Fault
from vocskills.language import vocabulary
from vocskills.language.nodes import Node, facts_in
from vocskills.model.fields import DAY_MAX, DAY_MIN
from vocskills.policy.documents import OwnWindow, Window
from vocskills.policy.items import Item, Subsidy
from vocskills.policy.pack import Policy
from vocskills.testing.answers import plain_name
from vocskills.testing.comparisons import Comparison, comparisons
from vocskills.testing.facts import facts_for
from vocskills.testing.histories import of_histories
from vocskills.testing.requirement import Requirement
from vocskills.testing.tables import of_tables
from vocskills.testing.worked import Excuse, WorkedCase
from vocskills.text import Text

_POSITIVE = tuple((str(one.value),) for one in (Verdict.ELIGIBLE, Verdict.MAY, Verdict.APPLIES))
_NO_CASE = Text("没有样例", "no case shows this")
_SHOWN = Text("已有样例，不必再写理由", "a case shows this: the reason is not needed")
_DROP = Text("从 excused 中删去", "remove it from excused")


def coverage(
    policy: Policy, cases: Iterable[WorkedCase], excused: Iterable[Excuse] = (), *, file: str = ""
) -> list[Fault]:
    """What the cases of a policy do not show.

    Args:
        policy: the policy.
        cases: its worked cases.
        excused: what need not be shown, each with a reason; one that a case shows all the same is a fault.
        file: the file's name, for the faults.
    """
    known, worked = {one.requirement: one for one in excused}, list(cases)
    return [fault for one in requirements(policy) if (fault := _fault(one, worked, known.get(one.name), file))]


def _fault(one: Requirement, cases: list[WorkedCase], excuse: Excuse | None, file: str) -> Fault | None:
    shown = any(one.shown(case) for case in cases)
    if shown and excuse is not None:
        return Fault(_SHOWN, f"excused.{one.name}", file, excuse.line, excuse.column, remedy=_DROP)
    if shown or excuse is not None:
        return None
    return Fault(_NO_CASE, one.name, file, expected=one.words)


@lru_cache(maxsize=64)
def requirements(policy: Policy) -> tuple[Requirement, ...]:
    """What the cases of a policy should show.

    Every rule met and not met; every clause in doubt; either side of each end of the window, of each comparison of
    numbers or dates, and of each change in a table; each kind of cell that a table has; each list that is asked with
    records perhaps missing, and claims of one person that tie, where claims are counted.
    """
    found = (
        *_rules(policy),
        *_clauses(policy),
        *_window(policy),
        *_thresholds(policy),
        *of_tables(policy),
        *of_histories(policy),
    )
    return tuple({one.name: one for one in found}.values())


# -- rules and clauses -------------------------------------------------------------------------------------------------


def _rules(policy: Policy) -> Iterator[Requirement]:
    for name in policy.rules:
        met = Text(f"条件 {name} 满足，并写在预期里", f"the rule {name} is met, and the case says so")
        failed = Text(f"条件 {name} 不满足，并写在预期里", f"the rule {name} is not met, and the case says so")
        yield Requirement(f"rules.{name}.pass", met, partial(_passes, policy, name))
        yield Requirement(f"rules.{name}.fail", failed, partial(_says, name, State.FAIL))


def _says(rule: str, state: State, case: WorkedCase) -> bool:
    """Whether a case expects a state of a rule, and it is so."""
    key, value = f"rules.{rule}", (str(state.value),)
    return any(w.key == key and w.value == value == case.got[w.item][key] for w in case.wanted)


def _passes(policy: Policy, rule: str, case: WorkedCase) -> bool:
    """Whether a case says that a rule is met: in so many words, or by expecting an item that rests on it."""
    return _says(rule, State.PASS, case) or any(
        wanted.key == "outcome"
        and wanted.value in _POSITIVE
        and wanted.value == case.got[wanted.item]["outcome"]
        and case.got[wanted.item].get(f"rules.{rule}") == (str(State.PASS.value),)
        for wanted in case.wanted
    )


def _clauses(policy: Policy) -> Iterator[Requirement]:
    for name in policy.clauses:
        words = Text(f"{name} 尚未确定", f"{name} is in doubt")
        yield Requirement(f"clauses.{name}", words, partial(_in_doubt, policy, name))


def _in_doubt(policy: Policy, clause: str, case: WorkedCase) -> bool:
    return any(clause in case.got[name]["missing"] or _shares(policy, clause, name, case) for name in case.items)


def _shares(policy: Policy, clause: str, name: str, case: WorkedCase) -> bool:
    """Whether a clause leaves open who is paid, or from which purse."""
    item, path = policy.items[name], policy.clauses[clause].fact.path
    if not isinstance(item, Subsidy) or clause in (plain_name(policy, one) for one in case.of(name).rulings):
        return False
    codes = (("payees", item.payee_code), ("funds", item.fund_code))
    return any(code is not None and path in facts_in(code) and len(case.got[name][key]) > 1 for key, code in codes)


# -- the window --------------------------------------------------------------------------------------------------------


_Dates = Callable[[WorkedCase], Iterator[list[Bounds]]]
"""The governing dates of a case, once for each set of dates that it is judged on."""


def _window(policy: Policy) -> Iterator[Requirement]:
    """Both sides of the ends of the policy's window and of those that its items have of their own."""
    if policy.window is not None:
        yield from _ends("in_force", policy.window, partial(_dates, policy))
    for item in policy.items.values():
        if item.own is not None:
            yield from _ends(f"{item.name}.in_force", item.own.window, partial(_own_dates, policy, item, item.own))


def _ends(name: str, window: Window, dates: _Dates) -> Iterator[Requirement]:
    for day in sorted(set(window.start) - {DAY_MIN, DAY_MAX}):
        yield _first(name, day, dates)
        yield _first(name, calendar.plus_days(day, -1), dates)
    for day in sorted(set(window.end) - {DAY_MIN, DAY_MAX}):
        yield _last(name, day, dates)
        yield _last(name, calendar.plus_days(day, 1), dates)


def _first(name: str, day: int, dates: _Dates) -> Requirement:
    on = calendar.to_date(day).isoformat()
    words = Text(f"最早的判定日期是 {on}", f"the first governing date is {on}")
    return Requirement(f"{name}.from.{on}", words, lambda case: _is(day, min, dates(case)))


def _last(name: str, day: int, dates: _Dates) -> Requirement:
    on = calendar.to_date(day).isoformat()
    words = Text(f"最晚的判定日期是 {on}", f"the last governing date is {on}")
    return Requirement(f"{name}.through.{on}", words, lambda case: _is(day, max, dates(case)))


def _is(day: int, end: Callable[[list[Bounds]], Bounds], found: Iterable[list[Bounds]]) -> bool:
    return any(end(dates) == (day, day) for dates in found)


def _dates(policy: Policy, case: WorkedCase) -> Iterator[list[Bounds]]:
    """The governing dates of the items of which a case expects something."""
    for judged_on in dict.fromkeys(policy.items[name].judged_on for name in case.items):
        yield _days(policy, case, judged_on)


def _own_dates(policy: Policy, item: Item, own: OwnWindow, case: WorkedCase) -> Iterator[list[Bounds]]:
    """The dates that choose the window of an item's own, where a case expects something of it."""
    if item.name in case.items:
        yield _days(policy, case, own.judged_on)


def _days(policy: Policy, case: WorkedCase, judged_on: Iterable[str]) -> list[Bounds]:
    nodes = [vocabulary.fact(path) for path in judged_on]
    return [interpret(node, facts_for(policy, case.case, case.subject, node)) for node in nodes]


# -- comparisons -------------------------------------------------------------------------------------------------------


def _thresholds(policy: Policy) -> Iterator[Requirement]:
    """Each comparison once, named after the first rule or subsidy in which it stands."""
    readers = _readers(policy)
    seen: set[Node] = set()
    for owner, trees in _owners(policy):
        found = [one for tree in trees for one in comparisons(tree)]
        for number, one in enumerate(found, 1):
            if one.compare not in seen:
                seen.add(one.compare)
                yield from _sides(policy, f"{owner}.{number}", one, readers.get(one.compare, frozenset()))


def _owners(policy: Policy) -> Iterator[tuple[str, tuple[Node, ...]]]:
    for rule in (rule for rule in policy.rules.values() if rule.origin is None):
        yield f"rules.{rule.name}", rule.trees
    for section, items in (
        ("subsidies", policy.subsidies),
        ("approvals", policy.approvals),
        ("measures", policy.measures),
    ):
        for item in items.values():
            yield f"{section}.{item.name}", item.trees


def _readers(policy: Policy) -> dict[Node, frozenset[str]]:
    """The items that hang on each comparison."""
    found: dict[Node, frozenset[str]] = {}
    for item in policy.items.values():
        for one in (one for tree in policy.trees_of(item) for one in comparisons(tree)):
            found[one.compare] = found.get(one.compare, frozenset()) | {item.name}
    return found


def _sides(policy: Policy, name: str, one: Comparison, readers: frozenset[str]) -> Iterator[Requirement]:
    for side in one.sides():
        yield Requirement(f"{name}.{side.name}", side.words, partial(_stands, policy, side.tree, readers))


def _stands(policy: Policy, tree: Node, readers: frozenset[str], case: WorkedCase) -> bool:
    """Whether a case surely stands there and expects something of an item that hangs on it."""
    speaks = not readers.isdisjoint(case.items)
    return speaks and interpret(tree, facts_for(policy, case.case, case.subject, tree)) == TRUE
