"""From the worlds of one subject to what is said of each subsidy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import attrs

from vocskills.assessment import sums
from vocskills.assessment.determination import Determination, ItemAnswer
from vocskills.assessment.docket import Docket, Entry, Line
from vocskills.assessment.doubt import Doubts, outcome_of
from vocskills.assessment.earlier import earlier
from vocskills.assessment.exclusive import one_of
from vocskills.assessment.linear import per_unit
from vocskills.assessment.measures import arm_states, consequences
from vocskills.assessment.outcomes import PerUnit, State, Sum, Verdict
from vocskills.assessment.texts import own_window
from vocskills.bounds import Bounds, meets
from vocskills.engines.plan import Outcome
from vocskills.model.fields import Term
from vocskills.model.terms import Fund, Payee
from vocskills.policy.documents import Citation, Provenance
from vocskills.policy.facts import Confidence, load_facts
from vocskills.policy.items import Approval, Item, Measure, Subsidy
from vocskills.policy.pack import Policy
from vocskills.text import Text

T = TypeVar("T", bound=Term)

_PLAIN = {outcome: Verdict[outcome.name] for outcome in Outcome}
_VERDICTS: dict[type[Item], dict[Outcome, Verdict]] = {
    Subsidy: _PLAIN,
    Approval: _PLAIN | {Outcome.INELIGIBLE: Verdict.MAY_NOT, Outcome.ELIGIBLE: Verdict.MAY},
    Measure: _PLAIN | {Outcome.INELIGIBLE: Verdict.DOES_NOT_APPLY, Outcome.ELIGIBLE: Verdict.APPLIES},
}


def verdicts_of(item: Item) -> dict[Outcome, Verdict]:
    """What each outcome is called for an item: due, permitted, or applied."""
    return _VERDICTS[type(item)]


_BASIS = {
    Confidence.READ: Provenance.FULL,
    Confidence.READ_PART: Provenance.PART,
    Confidence.SECONDARY: Provenance.SECONDARY,
}


def weakest(found: Iterable[Provenance], default: Provenance = Provenance.FULL) -> Provenance:
    """The weakest of several provenances."""
    return max(found, key=lambda one: one.code, default=default)


@lru_cache(maxsize=4096)
def basis_of(policy: Policy, cite: Citation) -> Provenance:
    """How well a citation is known: by its facts, and by how much of its document was read."""
    base = load_facts()
    found = [fact for fact in map(base.get, cite.facts) if fact is not None]
    read = [_BASIS[fact.confidence] for fact in found if fact.confidence in _BASIS]
    ids = [document for document in policy.documents.values() if document.read is not Provenance.NONE]
    cited = [d.read for d in ids if d.id == cite.document or any(f.startswith(f"{d.facts}-") for f in cite.facts)]
    return weakest([*read, *cited], weakest(document.read for document in ids))


def bars(docket: Docket, lines: Sequence[Line], index: int) -> list[tuple[str, Bounds]]:
    """The national policies that may bar a local line: their own subsidy surely (or perhaps) fails for this fund.

    A national text is judged beside, not imported: it bars only what is surely paid from the fund that it rules.
    """
    mine = docket.entries[index]
    if not mine.pays:
        return []
    found = []
    for entry, line in list(zip(docket.entries, lines, strict=True))[docket.local :]:
        if mine.kinds & entry.binds:
            barred = _bars(lines[index].fund, line)
            if barred[1]:
                found.append((entry.policy.id, barred))
    return found


def _bars(fund: Bounds | None, line: Line) -> Bounds:
    if fund is None or line.fund is None or not meets(fund, line.fund):
        return 0, 0
    if line.outcome is Outcome.INELIGIBLE:
        same = fund[0] == fund[1] == line.fund[0] == line.fund[1]
        return int(same), 1
    doubtful = line.outcome is Outcome.UNDETERMINED and bool(line.failed or line.open)
    return 0, int(doubtful)


def barred(docket: Docket, lines: Sequence[Line], index: int) -> Bounds:
    """Whether any national policy bars a local line."""
    found = [bounds for _, bounds in bars(docket, lines, index)]
    return max((lo for lo, _ in found), default=0), max((hi for _, hi in found), default=0)


def payable_of(docket: Docket, index: int) -> sums.Measure:
    """What can be paid of one subsidy in a world."""
    if index >= docket.local:
        return lambda world: sums.payable(world.lines[index], (0, 0))
    return lambda world: sums.payable(world.lines[index], barred(docket, world.lines, index))


def amount_of(docket: Docket, index: int) -> sums.Measure:
    """What would be paid of one subsidy in a world if every open condition were met; nothing if it is surely barred."""
    return lambda world: (0, 0) if barred(docket, world.lines, index)[0] else sums.amount(world.lines[index])


def met(doubts: Doubts) -> Doubts:
    """The worlds in which everything local that can be paid is: there every open condition is met as far as may be."""
    return doubts.once("met", lambda: _met(doubts))


def _met(doubts: Doubts) -> Doubts:
    local = range(doubts.docket.local)
    possible = {i for world in doubts.worlds for i in local if world.lines[i].paid}
    kept = tuple(world for world in doubts.worlds if all(world.lines[i].paid for i in possible))
    return attrs.evolve(doubts, worlds=kept, common={}) if kept and len(kept) < len(doubts.worlds) else doubts


@attrs.frozen
class Said:
    """What was assumed and ruled: names of facts, and the same subject judged without each assumption."""

    assumed: Mapping[str, Doubts] = attrs.field(factory=dict)
    ruled: frozenset[str] = frozenset()


def determination(doubts: Doubts, index: int, said: Said) -> Determination:
    """What is said of one subsidy.

    Args:
        doubts: the subject in every world.
        index: the subsidy's place in the docket.
        said: assumptions and rulings.
    """
    entry = doubts.docket.entries[index]
    lines = [world.lines[index] for world in doubts.worlds]
    firm, perhaps = _barring(doubts, index)
    paid = [line for line in lines if line.paid]
    return Determination(
        **_decided(doubts, index, said),
        subsidy=entry.subsidy.name,
        kind=entry.subsidy.kind,
        amount=_amount(lines),
        payable=sums.spread(payable_of(doubts.docket, index)(world) for world in doubts.worlds).shown(),
        per_unit=unit_of(doubts, index),
        payees=_payees(entry, paid),
        payee_stated=entry.subsidy.payee is not None or bool(entry.subsidy.shared),
        payee_shared=bool(entry.subsidy.shared),
        funds=_members(Fund, [line.fund for line in paid]),
        fund_stated=entry.subsidy.fund is not None,
        discretionary=entry.subsidy.discretionary,
        barred_by=firm,
        perhaps_barred_by=perhaps,
        one_of=tuple(_name(doubts.docket.entries[other]) for other in one_of(doubts, index)),
    )


def item_answer(doubts: Doubts, index: int, said: Said) -> ItemAnswer:
    """What is said of one approval or measure.

    Args:
        doubts: the subject in every world.
        index: the item's place in the docket.
        said: assumptions and rulings.
    """
    item = doubts.docket.entries[index].item
    return ItemAnswer(
        **_decided(doubts, index, said),
        item=item.name,
        subject=item.subject,
        met=_codes(doubts, index)[State.PASS],
        consequences=consequences(doubts, index),
    )


def _decided(doubts: Doubts, index: int, said: Said) -> dict[str, Any]:
    """What is said of any item: the outcome, how well it is known, and what it hangs on."""
    entry = doubts.docket.entries[index]
    lines = [world.lines[index] for world in doubts.worlds]
    outcome = outcome_of(lines)
    verdict = _VERDICTS[type(entry.item)][outcome]
    codes = _codes(doubts, index)
    failed = codes[State.FAIL]
    basis = _basis(entry, outcome, [code.removeprefix(f"{entry.policy.id}.") for code in failed])
    reads = set(entry.reads())
    without = _without(entry, index, said, reads)
    return {
        "policy": entry.policy.id,
        "title": entry.item.title,
        "verdict": verdict,
        "basis": basis,
        "phrase": _phrase(entry, verdict, basis, assumed=any(other is not verdict for _, other in without)),
        "failed": failed,
        "open": codes[State.OPEN],
        "assumptions": tuple(path for path, _ in without),
        "without": tuple(without),
        "rulings": tuple(sorted(said.ruled & reads)),
        "window": own_window(entry.policy, entry.item, doubts.values),
        "earlier": earlier(doubts, entry, (entry.item.plan.rules[i] for rules in rule_states(lines) for i in rules)),
    }


def _codes(doubts: Doubts, index: int) -> dict[State, tuple[str, ...]]:
    """The codes of the rules by what became of them, of those on which the outcome hangs.

    Of rules of which one is enough those that hold count, and where none surely does those that perhaps do.
    """
    entry = doubts.docket.entries[index]
    failed, opened = rule_states([world.lines[index] for world in doubts.worlds])
    arms = arm_states(doubts, index) if entry.item.when_any else {}
    needed = entry.item.requires
    found = {}
    for state, places in ((State.FAIL, failed), (State.OPEN, opened), (State.PASS, ())):
        counts = state is State.PASS or len(needed) in places
        names = [needed[place] for place in places if place < len(needed)]
        names += [name for name, one in arms.items() if counts and one is state]
        found[state] = tuple(f"{entry.policy.id}.{name}" for name in names)
    return found


def _name(entry: Entry) -> str:
    return f"{entry.policy.id}.{entry.subsidy.name}"


def rule_states(lines: Sequence[Line]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The rules that fail in every world, and those that are open in some or differ between worlds."""
    failed = set.intersection(*(set(line.failed) for line in lines))
    touched = {i for line in lines for i in (*line.failed, *line.open)}
    return tuple(sorted(failed)), tuple(sorted(touched - failed))


def _basis(entry: Entry, outcome: Outcome, failed: Sequence[str]) -> Provenance:
    """The weakest text used; a failure is as firm as the best known of the rules that fail."""
    policy, item = entry.policy, entry.item
    if outcome is Outcome.INELIGIBLE and failed:
        rules = [basis_of(policy.rules[name].origin or policy, policy.rules[name].cite) for name in failed]
        return min(rules, key=lambda one: one.code)
    if outcome in (Outcome.NOT_IN_FORCE, Outcome.NOT_APPLICABLE):
        windows = [policy.window.cite if policy.window else Citation(), *([item.own.window.cite] if item.own else [])]
        return weakest(basis_of(policy, cite) for cite in windows)
    steps = item.steps if isinstance(item, Subsidy) else ()
    cites = [item.cite, *(step.cite for step in steps if step.cite.facts)]
    known = [basis_of(policy, cite) for cite in cites]
    return weakest([*known, *(basis_of(rule.origin or policy, rule.cite) for rule in policy.rules_of(item))])


def _phrase(entry: Entry, verdict: Verdict, basis: Provenance, *, assumed: bool) -> Text:
    words = verdict.label
    if verdict is Verdict.ELIGIBLE and entry.pays and entry.subsidy.discretionary:
        words = Text("可以给予", "may be granted")
    if assumed:
        words = Text(f"{words.zh}（以假定为前提）", f"{words.en} if assumed")
    return Text(f"{words.zh}（{basis.zh}）", f"{words.en}, {basis.en}")


def _amount(lines: Sequence[Line]) -> Sum | None:
    paid = [sums.amount(line) for line in lines if line.paid]
    return sums.spread(paid).shown() if paid else None


def _without(entry: Entry, index: int, said: Said, reads: set[str]) -> list[tuple[str, Verdict]]:
    """Each assumption that the subsidy reads, with the outcome without it."""
    used = {path: other for path, other in said.assumed.items() if path in reads}
    verdicts = _VERDICTS[type(entry.item)]
    return [(path, verdicts[outcome_of(w.lines[index] for w in other.worlds)]) for path, other in used.items()]


def _barring(doubts: Doubts, index: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if index >= doubts.docket.local:
        return (), ()
    found = [dict(bars(doubts.docket, world.lines, index)) for world in doubts.worlds]
    names = sorted({name for world in found for name in world})
    firm = tuple(name for name in names if all(world.get(name, (0, 0))[0] for world in found))
    return firm, tuple(name for name in names if name not in firm)


def _payees(entry: Entry, paid: Sequence[Line]) -> tuple[Payee, ...]:
    """Who may be paid, or who share it."""
    shared = entry.subsidy.shared
    return (shared if paid else ()) if shared else _members(Payee, [line.payee for line in paid])


def _members(kind: type[T], spans: Sequence[Bounds | None]) -> tuple[T, ...]:
    """The members that are possible in some world; all of them where the text does not say."""
    if any(span is None for span in spans):
        return tuple(kind)
    codes = {code for span in spans if span for code in range(span[0], span[1] + 1)}
    return tuple(member for member in kind if member.code in codes)


def unit_of(doubts: Doubts, index: int) -> PerUnit | None:
    """The amount of one person per unit of the one quantity that is not known."""
    return doubts.once(("unit", index), lambda: _unit_of(doubts, index))


def _unit_of(doubts: Doubts, index: int) -> PerUnit | None:
    entry = doubts.docket.entries[index]
    paid = [world.lines[index] for world in doubts.worlds if world.lines[index].paid]
    if not entry.pays or not entry.subsidy.steps or all(line.least == line.most for line in paid):
        return None
    policy = entry.policy.id
    worlds = []
    for world in doubts.worlds:
        if world.lines[index].paid:
            known = {**doubts.values, **{key: (value, value) for key, value in world.choice.items()}}
            worlds.append({key.removeprefix(f"{policy}:"): bounds for key, bounds in known.items()})
    return per_unit(entry.subsidy.steps[-1].after, worlds, doubts.seen(entry)) if worlds else None
