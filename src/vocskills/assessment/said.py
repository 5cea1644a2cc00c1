"""What is said about a case besides its facts: a caller's assumptions and an authority's rulings.

The two are kept apart. An assumption is a guess at a fact; every answer that used it says so and what would follow
without it. A ruling settles a clause that a text delegates or leaves unsettled, with document and date. An assumption
about a clause is refused, and so is one that a known fact contradicts.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import attrs

from vocskills.assessment.docket import Docket, is_clause, key_of
from vocskills.assessment.words import known_of
from vocskills.bounds import Bounds
from vocskills.convert.forms import read_value
from vocskills.engines.prose import NO_NAMES, fact_text
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.language import vocabulary
from vocskills.language.nodes import Type
from vocskills.model.case import Assumption, Ruling
from vocskills.model.checks import PERIODS
from vocskills.model.fields import FieldInfo, Kind, encode
from vocskills.policy.pack import Clause, ClauseKind, Policy, with_used
from vocskills.privacy import mask_text
from vocskills.text import Text, labelled, same

_NO_FACT = Text("没有这个事实", "there is no such fact")
_A_CLAUSE = Text("条款不能靠假定，要有主管部门的决定", "a clause cannot be assumed; it takes a ruling")
_USE_RULINGS = Text("写入 rulings，注明部门、文件和日期", "give it in rulings, with authority, document and date")
_CONTRADICTED = Text("假定与已知的事实矛盾", "the assumption contradicts what is known")
_DROP = Text("删去假定，或改正事实", "drop the assumption or correct the fact")
_DROP_ONE = Text("删去其中一条假定，或改正", "drop one of the two assumptions or correct it")
_NO_CLAUSE = Text("没有这个条款", "there is no such clause")
_OUTSIDE = Text("超出条款授权的范围", "outside the range that the clause allows")
_NO_READING = Text("没有这种理解", "there is no such reading")
_RULED_TWICE = Text("同一条款有两个裁定", "two rulings on one clause")
_KEEP_ONE = Text("只留有效的一个", "keep the one that holds")
_WHICH = Text("几个文件都有这个条款", "several policies have a clause of that name")


def field_of(kind: Type, lo: int, hi: int, label: Text) -> FieldInfo:
    """A type with its range as a field, so that a value of it is read as any field's is."""
    return FieldInfo(kind.kind, label, unit=kind.unit, lo=lo, hi=hi, members=kind.members)


@attrs.frozen
class Assumed:
    """An assumption ready for the engines: the fact's name, its bounds, and where the case says so."""

    key: str
    bounds: Bounds
    where: str


def assumptions(given: Iterable[Assumption], dockets: Sequence[Docket]) -> tuple[list[Assumed], list[Fault]]:
    """Reads the assumptions.

    Returns:
        Those on facts that a docket reads (the others change nothing), and everything that is wrong.
    """
    wanted = {path: fact for docket in dockets for path, fact in docket.wanted.items()}
    clauses = {name for docket in dockets for policy in policies_of(docket) for name in policy.clauses}
    found: list[Assumed] = []
    faults: list[Fault] = []
    for index, one in enumerate(given):
        where = f"assumptions[{index}]"
        fact = wanted.get(one.path)
        if fact is None:
            faults += _unread(one, where, wanted, clauses)
            continue
        bounds, wrong = _bounds(fact.type, (fact.lo, fact.hi), one.value, f"{where}.value")
        faults += wrong
        if bounds:
            found.append(Assumed(one.path, bounds, f"{where}.value"))
    return found, [*faults, *_reversed(found)]


def _reversed(found: Iterable[Assumed]) -> Iterator[Fault]:
    """Assumptions that contradict each other: a last day before the first."""
    known = {one.key: one for one in found}
    for (first, last), what in PERIODS.items():
        for key, end in known.items():
            noun, _, field = key.rpartition(".")
            start = known.get(f"{noun}.{first}")
            if field == last and start is not None and start.bounds[0] > end.bounds[1]:
                yield Fault(what, end.where, text=f"{start.bounds[0]} > {end.bounds[1]}", remedy=_DROP_ONE)


def _unread(one: Assumption, where: str, wanted: Iterable[str], clauses: Container[str]) -> Iterator[Fault]:
    """An assumption on a fact that no rule here reads: fine if it exists, else a fault."""
    if one.path in clauses or one.path.startswith(("reading.", "ruling.")) or is_clause(one.path):
        yield Fault(_A_CLAUSE, f"{where}.path", text=one.path, remedy=_USE_RULINGS)
    elif one.path not in vocabulary.facts():
        yield _unknown(_NO_FACT, f"{where}.path", one.path, [*wanted, *vocabulary.facts()])
    else:
        info = vocabulary.facts()[one.path]
        yield from _bounds(vocabulary.type_of(info), (info.lo, info.hi), one.value, f"{where}.value")[1]


def _unknown(what: Text, where: str, word: str, known: Iterable[str]) -> Fault:
    return Fault(what, where, text=word, remedy=did_you_mean(similar(word, known)))


def _bounds(kind: Type, span: Bounds, value: object, where: str) -> tuple[Bounds | None, list[Fault]]:
    """A value as it stands in the input as bounds inside the declared range."""
    if kind.kind is Kind.CODE:
        return None, [Fault(Text("代码不能假定", "codes cannot be assumed; give the fact itself"), where)]
    info = field_of(kind, *span, same(""))
    try:
        # In YAML a number or yes is text as well; what it is for is known only here.
        bounds = encode(info, read_value(info, value, written=isinstance(value, str)))
    except InputError as error:
        return None, [attrs.evolve(fault, where=where) for fault in error.faults]
    except ValueError:
        return None, [Fault(_OUTSIDE, where, text=str(value))]
    if not span[0] <= bounds[0] <= bounds[1] <= span[1]:
        return None, [Fault(_OUTSIDE, where, text=str(value))]
    return bounds, []


def apply(found: Iterable[Assumed], values: Mapping[str, Bounds], where: str) -> tuple[dict[str, Bounds], list[Fault]]:
    """The facts with the assumptions put in.

    Args:
        found: the assumptions.
        values: bounds by name.
        where: the person's path, for faults; what the class has in common is a fault without it.
    """
    assumed = dict(values)
    faults = []
    for one in found:
        lo, hi = max(values[one.key][0], one.bounds[0]), min(values[one.key][1], one.bounds[1])
        if lo > hi:
            person = "" if one.key.partition(".")[0] in vocabulary.OF_CASE else where
            faults.append(Fault(_CONTRADICTED, one.where, text=f"{person} {one.key}".strip(), remedy=_DROP))
        else:
            assumed[one.key] = (lo, hi)
    return assumed, faults


def policies_of(docket: Docket) -> tuple[Policy, ...]:
    """The policies whose items are judged, and those that they use, each once."""
    return with_used(entry.policy for entry in docket.entries)


def rulings(given: Iterable[Ruling], policies: Iterable[Policy]) -> tuple[dict[str, Bounds], list[Fault]]:
    """Reads the rulings.

    Args:
        given: as they stand in the case; a clause is named ``<clause>`` or ``<policy>.<clause>``.
        policies: the policies that are judged.

    Returns:
        Bounds by the clause's name over all policies, and everything that is wrong.
    """
    found: dict[str, Bounds] = {}
    faults: list[Fault] = []
    known = {policy.id: policy for policy in policies}
    for index, ruling in enumerate(given):
        where = f"rulings[{index}]"
        clauses = _named(ruling.clause, known)
        if len(clauses) != 1:
            faults.append(_not_one(ruling.clause, where, clauses, known))
            continue
        policy, clause = clauses[0]
        key = key_of(policy, clause.fact.path)
        bounds, wrong = _ruled(clause, ruling.value, f"{where}.value")
        faults += wrong
        if key in found:
            faults.append(Fault(_RULED_TWICE, f"{where}.clause", text=ruling.clause, remedy=_KEEP_ONE))
        if bounds:
            found[key] = bounds
    return found, faults


def _named(name: str, known: Mapping[str, Policy]) -> list[tuple[str, Clause]]:
    found = []
    for policy in known.values():
        inner = name.removeprefix(f"{policy.id}.")
        if inner in policy.clauses:
            found.append((policy.id, policy.clauses[inner]))
    return found


def _not_one(name: str, where: str, clauses: list[tuple[str, Clause]], known: Mapping[str, Policy]) -> Fault:
    if clauses:
        listed = same(", ".join(f"{policy}.{clause.name}" for policy, clause in clauses))
        return Fault(_WHICH, f"{where}.clause", text=name, expected=listed)
    names = [full for p in known.values() for c in p.clauses for full in (c, f"{p.id}.{c}")]
    return _unknown(_NO_CLAUSE, f"{where}.clause", name, names)


def _ruled(clause: Clause, value: object, where: str) -> tuple[Bounds | None, list[Fault]]:
    if clause.kind is ClauseKind.UNSETTLED:
        names = [name for name, _ in clause.readings]
        if value not in names:
            near = did_you_mean(similar(str(value), names))
            return None, [Fault(_NO_READING, where, text=str(value), expected=same(", ".join(names)), remedy=near)]
        code = names.index(str(value))
        return (code, code), []
    span = clause.fact.lo, clause.fact.hi
    bounds, faults = _bounds(clause.type, span, value, where)
    if faults and clause.in_principle:
        return _bounds(clause.type, (0, 10**11), value, where)
    return bounds, faults


def clause_facts(policies: Iterable[Policy]) -> dict[str, tuple[Policy, Clause]]:
    """Every clause by the name of its fact over all policies."""
    return {key_of(p.id, clause.fact.path): (p, clause) for p in policies for clause in p.clauses.values()}


def assumed_words(one: Assumption, dockets: Sequence[Docket]) -> Text:
    """What is assumed of what, in words."""
    fact = next((docket.wanted[one.path] for docket in dockets if one.path in docket.wanted), None)
    if fact is None:
        info = vocabulary.facts()[one.path]
        return labelled(info.label, same(mask_text(str(one.value))))
    bounds, _ = _bounds(fact.type, (fact.lo, fact.hi), one.value, "")
    return labelled(fact_text(fact), known_of(fact, *(bounds or (fact.lo, fact.hi)), NO_NAMES))


def ruled_words(one: Ruling, policies: Iterable[Policy]) -> Text:
    """What was ruled on which clause, in words."""
    known = {policy.id: policy for policy in policies}
    (_, clause), *_ = _named(one.clause, known)
    for (name, _), label in zip(clause.readings, clause.labels, strict=False):
        if name == one.value:
            return labelled(clause.question, label)
    return labelled(clause.question, same(mask_text(str(one.value))))
