"""What a policy reads, and the values at which it changes its mind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import attrs

from vocskills import calendar
from vocskills.assessment.docket import is_clause
from vocskills.door import dates_in
from vocskills.language import vocabulary
from vocskills.language.nodes import (
    CLAUSES,
    Call,
    Compare,
    County,
    Element,
    Exists,
    Fact,
    Function,
    Holds,
    InArea,
    Literal,
    Lookup,
    Node,
    Quantified,
    facts_in,
    walk,
)
from vocskills.model.fields import DAY_MAX, DAY_MIN, Kind
from vocskills.model.terms import SubjectKind
from vocskills.places import name_of
from vocskills.policy.pack import Policy
from vocskills.testing.answers import trees_of

_ELSEWHERE = "110105"
"""A county that hardly any text is about."""
_YEARS = (16, 50, 55, 60)
"""Ages at which something may change, besides those that a policy names (RET-01)."""
_CODES = ("C-1", "C-2")


@attrs.frozen
class Interests:
    """What a policy reads.

    Attributes:
        fields: the fields read of each noun, by the noun's name.
        statuses: the statuses asked of each noun.
        perhaps: the nouns of which it is asked whether there is one.
        there: those of them without which nothing that the policy decides would be judged.
        lists: the fields read of the records of each list.
        crowd: whether all people of the class are asked for.
        values: the engine integers to try for a field, by its path; of a record's field by ``<list>.<field>``.
        codes: the codes to try, likewise.
        days: the days at which something changes.
        ages: the ages in years at which something changes.
    """

    fields: dict[str, dict[str, None]]
    statuses: dict[str, dict[str, None]]
    perhaps: frozenset[str]
    there: frozenset[str]
    lists: dict[str, dict[str, None]]
    crowd: bool
    values: dict[str, tuple[int, ...]]
    codes: dict[str, tuple[str, ...]]
    days: tuple[int, ...]
    ages: tuple[int, ...]


@lru_cache(maxsize=64)
def interests(policy: Policy) -> Interests:
    """What the items of a policy read, and what they compare it with."""
    trees = [tree for item in policy.items.values() for tree in trees_of(item)]
    facts = facts_in(*trees)
    facts |= {fact.path: fact for fact in dates_in(facts.values())}
    facts |= {path: vocabulary.fact(path) for path in policy.judged_on}
    perhaps = frozenset(_perhaps(facts.values()))
    questions = [part for tree in trees for part in walk(tree) if isinstance(part, Quantified)]
    crowd = any(question.source == vocabulary.ROLL for question in questions)
    there = perhaps & _there(policy)
    found = Interests({}, {}, perhaps, there, {}, crowd, {}, {}, _days(policy, trees), _ages(trees))
    for fact in facts.values():
        _note_fact(found, fact)
    for question in questions:
        _note_list(found, question)
    for tree in trees:
        _note_values(found, tree, "")
    return found


def _perhaps(facts: Iterable[Fact]) -> Iterator[str]:
    yield from (fact.derived.entity for fact in facts if isinstance(fact.derived, Exists))


def _there(policy: Policy) -> frozenset[str]:
    """Class and provider, unless a condition asks for them or something is decided of people without a class."""
    typed = facts_in(*(tree for item in policy.items.values() for tree in policy.trees_of(item)))
    classless = any(item.subject is SubjectKind.PERSON for item in policy.items.values())
    return frozenset({"cohort", "provider"} - {*_perhaps(typed.values()), *(("cohort",) if classless else ())})


def _note_fact(found: Interests, fact: Fact) -> None:
    match fact.derived:
        case Holds(subject, category):
            found.statuses.setdefault(subject, {})[category] = None
        case InArea(path, area):
            _note_field(found, path)
            found.codes[path] = (*found.codes.get(path, (_ELSEWHERE,)), county_in(area))
        case County(path):
            _note_field(found, path)
        case None if not (fact.path.startswith(CLAUSES) or is_clause(fact.path)):
            _note_field(found, fact.path)


def _note_field(found: Interests, path: str) -> None:
    noun, _, field = path.partition(".")
    found.fields.setdefault(noun, {})[field] = None


def _note_list(found: Interests, question: Quantified) -> None:
    every = question.source == vocabulary.ROLL
    fields = found.fields.setdefault("enrollment", {}) if every else found.lists.setdefault(question.source, {})
    for element in (part for part in walk(question) if isinstance(part, Element)):
        match element.derived:
            case InArea(field, area):
                path = f"{question.source}.{field}"
                found.codes[path] = (*found.codes.get(path, (_ELSEWHERE,)), county_in(area))
                fields[field] = None
            case County(field):
                fields[field] = None
            case _:
                fields[element.field] = None


@lru_cache(maxsize=256)
def county_in(area: str) -> str:
    """The first county of an area, so that nothing about the place is in doubt."""
    if len(area) >= 6 and not area.endswith("00"):
        return area
    start = area.rstrip("0").ljust(2, "0") if len(area) > 2 else area
    start = start if len(start) % 2 == 0 else start + "0"
    width = 6 - len(start)
    rest = (f"{start}{number:0{width}d}" for number in range(1, 10**width))
    return next((code for code in rest if not code.endswith("00") and name_of(code)), area)


def _note_values(found: Interests, tree: Node, source: str) -> None:
    """The constants that a field is compared with, or looked up by, each with its neighbours."""
    for part in walk(tree):
        if isinstance(part, Quantified) and not source:
            _note_values(found, part.condition, part.source)
        elif isinstance(part, Compare):
            _note_pair(found, part.left, part.right, source)
            _note_pair(found, part.right, part.left, source)
        elif isinstance(part, Lookup):
            for key, spans in zip(part.keys, zip(*(row.keys for row in part.rows), strict=True), strict=True):
                _note(found, key, [end for span in spans for end in span], source)


def _note_pair(found: Interests, side: Node, other: Node, source: str) -> None:
    if isinstance(other, Literal) and isinstance(other.value, int):
        _note(found, side, [other.value], source)


def _note(found: Interests, node: Node, values: list[int], source: str) -> None:
    if not isinstance(node, Fact | Element) or node.derived is not None or node.type.kind in (Kind.CODE, Kind.BOOL):
        return
    path = node.path if isinstance(node, Fact) else f"{source}.{node.field}"
    near = {nearby for value in values for nearby in _near(value, node.type.kind) if node.lo <= nearby <= node.hi}
    found.values[path] = tuple(sorted({*found.values.get(path, ()), *near}))


def _near(value: int, kind: Kind) -> tuple[int, ...]:
    if kind is Kind.DATE:
        return (calendar.plus_days(value, -1), value, calendar.plus_days(value, 1)) if calendar.is_day(value) else ()
    return value - 1, value, value + 1


def _days(policy: Policy, trees: Iterable[Node]) -> tuple[int, ...]:
    owned = (item.own.window for item in policy.items.values() if item.own)
    windows = [*([policy.window] if policy.window else []), *owned]
    ends = tuple(end for window in windows for end in (*window.start, *window.end))
    literals = (n.value for tree in trees for n in walk(tree) if isinstance(n, Literal) and n.type.kind is Kind.DATE)
    days = {day for day in (*ends, *literals) if isinstance(day, int) and DAY_MIN < day < DAY_MAX}
    inside = {calendar.plus_days(end, shift) for end in ends[:2] if end > DAY_MIN for shift in range(30, 300, 30)}
    return tuple(sorted({nearby for day in days for nearby in _near(day, Kind.DATE)} | inside))


def _ages(trees: Iterable[Node]) -> tuple[int, ...]:
    """The ages that are compared with, and those of retirement."""
    compares = (part for tree in trees for part in walk(tree) if isinstance(part, Compare))
    pairs = ((one, other) for part in compares for one, other in ((part.left, part.right), (part.right, part.left)))
    named = {
        other.value
        for one, other in pairs
        if isinstance(one, Call) and one.function is Function.AGE and isinstance(other, Literal)
    }
    return tuple(sorted({*_YEARS, *(age for age in named if isinstance(age, int) and 0 < age < 100)}))


def codes_of(found: Interests, path: str, *, division: bool) -> tuple[str, ...]:
    """The codes to try for a field."""
    return found.codes.get(path, (_ELSEWHERE,) if division else _CODES)
