"""Cases in, assessments out: all is checked, the texts are chosen, each person's claims are decided in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from vocskills.assessment import said
from vocskills.assessment.assessment import Assessment, Outline
from vocskills.assessment.claims import Pending, with_names
from vocskills.assessment.docket import Docket, docket, is_shared_list
from vocskills.assessment.outcomes import InForce
from vocskills.assessment.people import decided, groups, one_history
from vocskills.assessment.supplied import supply
from vocskills.assessment.texts import in_force
from vocskills.bounds import FALSE, Bounds
from vocskills.door import Codes, Subject, facts_of, facts_of_case, is_of_case, refuse, subjects, whole
from vocskills.engines.interpret import Records, interpret
from vocskills.engines.pycode import layout
from vocskills.errors import Fault, InputError
from vocskills.language import vocabulary
from vocskills.language.nodes import CLAUSES, Fact, facts_in
from vocskills.model.case import Case, check_case, place_of
from vocskills.places import NATION, check_place
from vocskills.policy import library
from vocskills.policy.pack import Policy, with_used
from vocskills.progress import Watch, unwatched
from vocskills.text import Text

_PREPARING = Text("准备判定", "preparing")


def assess(
    case: Case,
    *,
    policy: str | Policy | None = None,
    place: str | None = None,
    policies: Sequence[Policy] = (),
    alone: bool = False,
    key: bytes | None = None,
) -> Assessment:
    """Decides a case.

    Several claims of one person in it are decided in order: awards on record count first, then earlier claims.

    Args:
        case: one class with its people, or one person's claim.
        policy: judge by this policy (and the national ones beside it) instead of those of the place.
        place: division code that chooses the texts; by default the case's own.
        policies: further policies, loaded by the caller.
        alone: whether the local policies are judged without the national ones beside them.
        key: a key for identifiers in the receipt; without one they are left out of it.

    Raises:
        InputError: the case has faults; all of them are listed.
        CoverageError: there is no such policy.
    """
    return together([case], By(policy, place, tuple(policies), key, alone))[0]


def assess_all(
    cases: Iterable[Case],
    *,
    policy: str | Policy | None = None,
    place: str | None = None,
    policies: Sequence[Policy] = (),
    alone: bool = False,
    key: bytes | None = None,
    watch: Watch = unwatched,
) -> list[Assessment]:
    """Decides several cases; a person who claims in more than one of them is decided in order over all of them.

    Args:
        cases: classes or claims.
        policy: as for :func:`assess`, for all cases; so are the others.
        place: see there.
        policies: see there.
        alone: see there.
        key: see there.
        watch: hands on the people while they are decided, and may show how many are done.

    Raises:
        InputError: some case has faults; all of them are listed, each path with its case (``cases[0].cohort``) where
            there are several.
        CoverageError: there is no such policy.
    """
    return together(list(cases), By(policy, place, tuple(policies), key, alone, watch))


@attrs.frozen
class By:
    """What cases are decided by; see :func:`assess`."""

    policy: str | Policy | None = None
    place: str | None = None
    policies: tuple[Policy, ...] = ()
    key: bytes | None = None
    alone: bool = False
    watch: Watch = unwatched


def together(cases: Sequence[Case], by: By, names: Sequence[str] = ()) -> list[Assessment]:
    """Decides several cases, the claims of one person in all of them in order.

    Args:
        cases: classes or claims.
        by: what they are decided by.
        names: what the awards on record are called, where the cases are one person's with one history.

    Raises:
        InputError: some case has faults; all are listed, with the case's place where there are several.
        CoverageError: there is no such policy.
    """
    marks = _marks(cases)
    opened: list[dict[str, Subject]] = []
    faults = _place_faults(by.place)
    for mark, case in zip(marks, cases, strict=True):
        people, wrong = _people(case)
        faults += [attrs.evolve(fault, where=mark + fault.where) for fault in wrong]
        opened.append({f"{mark}{_where(subject)}": subject for subject in people})
    refuse(faults)
    everybody = {path: subject for people in opened for path, subject in people.items()}
    persons = groups(list(everybody.values()))
    subjects_, faults = one_history(everybody, persons)
    refuse(faults)
    return _all_decided(cases, _split(subjects_, opened), persons, by, names)


def _marks(cases: Sequence[Case]) -> list[str]:
    """What stands before the paths of each case; nothing where there is only one."""
    return [f"cases[{number}]." if len(cases) > 1 else "" for number in range(len(cases))]


def _people(case: Case) -> tuple[list[Subject], list[Fault]]:
    """The people of a case, none if it has faults, and its faults."""
    faults = check_case(case)
    return [] if faults else subjects(case), faults


def _where(subject: Subject) -> str:
    return "" if subject.index is None else f"enrollments[{subject.index}]"


def _split(people: Sequence[Subject], like: Sequence[Mapping[str, Subject]]) -> list[list[Subject]]:
    """The people again by case."""
    rest = iter(people)
    return [[next(rest) for _ in one] for one in like]


def _all_decided(
    cases: Sequence[Case], people: Sequence[list[Subject]], persons: list[list[int]], by: By, names: Sequence[str]
) -> list[Assessment]:
    codes = Codes()
    wholes = [whole(case) for case in cases]
    outlines = [_outline(case, [*mine, one], by) for case, mine, one in zip(cases, people, wholes, strict=True)]
    claims, of_cases, ruled, faults = [], [], [], []
    of_each = list(zip(_marks(cases), cases, people, wholes, outlines, strict=True))
    for mark, case, mine, one, outline in by.watch(_PREPARING, of_each):
        pending = _Case(case, outline, codes)
        claims += [pending.claim(subject, outline.docket, names) for subject in mine]
        of_cases += [pending.claim(one, outline.whole)] if outline.whole.entries else []
        ruled.append(pending.ruled)
        faults += [attrs.evolve(fault, where=mark + fault.where) for fault in pending.found()]
    refuse(faults)
    rulings = [one for one, mine in zip(ruled, people, strict=True) for _ in mine]
    found = iter(decided(claims, rulings, persons, by.watch))
    once = iter(decided(of_cases, [r for r, o in zip(ruled, outlines, strict=True) if o.whole.entries]))
    return [
        Assessment(
            case,
            (*outline.local, *outline.beside),
            [next(found) for _ in mine],
            outline,
            next(once) if outline.whole.entries else None,
        )
        for case, mine, outline in zip(cases, people, outlines, strict=True)
    ]


def _outline(case: Case, people: Sequence[Subject], by: By) -> Outline:
    where = by.place if by.place is not None else place_of(case)
    local, beside = policies_by(by.policy, where, by.policies)
    beside = () if by.alone else beside
    concerned = tuple(text for text in beside if _may_concern(text, people))
    governing = tuple(text for text in concerned if _may_govern(text, people))
    once = docket(local, governing, of_case=True)
    return Outline(docket(local, governing), once, where, local, concerned, by.key, (*local, *beside))


def _place_faults(place: str | None) -> list[Fault]:
    """What is wrong with the caller's own choice of a place."""
    try:
        if place is not None:
            check_place(place, "place")
    except InputError as error:
        return list(error.faults)
    return []


def _named(policy: str, further: Sequence[Policy]) -> Policy:
    return next((one for one in further if one.id == policy), None) or library.get(policy)


def policies_by(
    policy: str | Policy | None, place: str | None, further: Sequence[Policy]
) -> tuple[tuple[Policy, ...], tuple[Policy, ...]]:
    """The local policies and those beside; a policy named by the caller stands alone among the local ones."""
    found = library.applicable(place or NATION, further)
    if policy is None:
        return tuple(p for p in found if not p.national), tuple(p for p in found if p.national)
    named = policy if isinstance(policy, Policy) else _named(policy, further)
    return (named,), tuple(p for p in found if p.national and p.id != named.id)


def _may_concern(policy: Policy, people: Sequence[Subject]) -> bool:
    """Whether a text beside may be for anybody; what a person claims without a class is not, where there is a class."""
    gates = [item.plan.applies for item in policy.items.values()]
    asked = facts_in(*gates)
    if not gates or any(path.startswith(CLAUSES) for path in asked) or layout(gates).lists:
        return True
    known = (facts_of(subject, asked.values(), {}, Codes()) for subject in _telling(people, asked.values()))
    return any(interpret(gate, facts) != FALSE for facts in known for gate in gates)


def _telling(people: Sequence[Subject], asked: Iterable[Fact]) -> Sequence[Subject]:
    """The people who may know something different of some facts."""
    return people[:1] if all(map(is_of_case, asked)) else people


def _may_govern(policy: Policy, people: Sequence[Subject]) -> bool:
    """Whether a text beside may govern anybody; one that surely does not is named among the texts, and that is all."""
    judged_on = {policy.judged_on, *(item.judged_on for item in policy.items.values())}
    dates = [vocabulary.fact(path) for path in {path for paths in judged_on for path in paths}]
    known = (facts_of(subject, dates, {}, Codes()).values for subject in _telling(people, dates))
    return policy.window is not None and any(
        in_force(policy, values, paths) is not InForce.NO for values in known for paths in judged_on
    )


@attrs.frozen
class _Common:
    """What all people of a case have in common in some docket.

    Attributes:
        values: the clauses, and the facts that are the same for all.
        own: the facts that each has for himself.
        lists: the lists of the class, as far as somebody asked for them.
    """

    values: dict[str, Bounds]
    own: tuple[Fact, ...]
    lists: dict[str, Records]

    @classmethod
    def of(cls, subject: Subject, bench: Docket, codes: Codes) -> _Common:
        """What any one of the people has in common with the others."""
        clauses = {key: (fact.lo, fact.hi) for key, fact in bench.facts.items() if key not in bench.wanted}
        known = facts_of_case(subject, bench.wanted.values(), codes)
        own = tuple(fact for path, fact in bench.wanted.items() if path not in known)
        return cls({**clauses, **known}, own, {})


class _Case:
    """The claims of a case before they are judged: what was assumed and ruled, and what contradicts itself."""

    def __init__(self, case: Case, outline: Outline, codes: Codes) -> None:
        self.outline, self.codes = outline, codes
        self.policies = with_used((*outline.local, *outline.beside))
        self.assumed, self.faults = said.assumptions(case.assumptions, (outline.docket, outline.whole))
        self.ruled, wrong = said.rulings(case.rulings, with_used(outline.texts))
        self.faults += wrong
        self.common: dict[int, _Common] = {}

    def claim(self, subject: Subject, bench: Docket, names: Sequence[str] = ()) -> Pending:
        """One subject before it is judged."""
        values, lists = self._facts(subject, bench)
        figures = supply(subject, self.policies, values, self.ruled, _where(subject))
        values |= figures.values
        assumed = tuple(one for one in self.assumed if one.key in values)
        self.faults += [*figures.faults, *said.apply(assumed, values, _where(subject))[1]]
        claim = Pending(subject, bench, values, lists, assumed, self.outline.place, self.codes, notices=figures.notices)
        return with_names(claim, names) if names else claim

    def _facts(self, subject: Subject, bench: Docket) -> tuple[dict[str, Bounds], Mapping[str, Records]]:
        """The facts and lists of a subject; a list of the class is one object for all its people."""
        if id(bench) not in self.common:
            self.common[id(bench)] = _Common.of(subject, bench, self.codes)
        common = self.common[id(bench)]
        lists = {source: fields for source, fields in bench.lists.items() if source not in common.lists}
        facts = facts_of(subject, common.own, lists, self.codes, common.values)
        common.lists.update((source, records) for source, records in facts.lists.items() if is_shared_list(source))
        every = {**facts.lists, **common.lists}
        return {**facts.values, **self.ruled}, {source: every[source] for source in bench.lists}

    def found(self) -> list[Fault]:
        """The faults, each once: what is assumed of a class is contradicted for each of its people."""
        return list(dict.fromkeys(self.faults))
