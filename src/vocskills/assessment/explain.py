"""Why a determination is what it is: worked out from the kept facts when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import attrs

from vocskills.assessment import sums
from vocskills.assessment.determine import basis_of, rule_states
from vocskills.assessment.docket import UNLIMITED, Entry, key_of
from vocskills.assessment.doubt import Doubts, World
from vocskills.assessment.earlier import earlier
from vocskills.assessment.findings import Explanation, Finding, StepShown
from vocskills.assessment.limits import no_limit_from
from vocskills.assessment.measures import arm_states
from vocskills.assessment.others import AWARDS
from vocskills.assessment.outcomes import State
from vocskills.assessment.words import finding_text, names_of, used, used_list
from vocskills.bounds import FALSE, Bounds, is_point
from vocskills.engines.interpret import Facts, interpret
from vocskills.engines.prose import Names, fact_text, sentence
from vocskills.language import vocabulary
from vocskills.language.lower import to_fen
from vocskills.language.nodes import Exists, Fact, Holds, Logic, LogicOp, Node, Quantified, facts_in, walk
from vocskills.policy.documents import Citation
from vocskills.policy.items import Step
from vocskills.policy.pack import Policy, Rule
from vocskills.text import Text, join


def explanation(doubts: Doubts, index: int, *, anonymous: bool) -> Explanation:
    """The findings, steps and chosen readings behind one determination.

    Args:
        doubts: the subject in every world.
        index: the subsidy's place in the docket.
        anonymous: whether the subject stands for people of whom only the number is known.
    """
    entry = doubts.docket.entries[index]
    failed, opened = rule_states([world.lines[index] for world in doubts.worlds])
    arms = arm_states(doubts, index)
    facts = _facts(doubts, entry, entry.policy)
    found = []
    for place, rule in enumerate(entry.policy.rules_of(entry.item)):
        state = State.FAIL if place in failed else State.OPEN if place in opened else State.PASS
        state = arms.get(rule.name, state)
        finding = _finding(entry, rule, _refined(rule, state, facts, anonymous=anonymous), facts, doubts)
        found.append(_with_earlier(finding, doubts, entry, rule))
    return Explanation(
        tuple(found),
        tuple(_steps(doubts, entry, index, facts)),
        tuple(_interpretations(entry)),
        _absent(entry, facts) or _meant_for(entry.policy).get(entry.item.name),
    )


def _with_earlier(finding: Finding, doubts: Doubts, entry: Entry, rule: Rule) -> Finding:
    """A finding with the earlier claims that a rule not met waits for or lost its place to."""
    if finding.state not in (State.FAIL, State.OPEN):
        return finding
    claims = earlier(doubts, entry, [rule.condition])
    words = join([finding.sentence, *(one.words for one in claims)], zh="；", en="; ")
    return attrs.evolve(finding, earlier=claims, sentence=words)


def _facts(doubts: Doubts, entry: Entry, policy: Policy) -> Facts:
    """The facts of the subject by the paths that a policy uses."""
    prefix = f"{policy.id}:"
    return Facts({key.removeprefix(prefix): bounds for key, bounds in doubts.values.items()}, doubts.seen(entry))


def _refined(rule: Rule, state: State, facts: Facts, *, anonymous: bool) -> State:
    """A rule that is exempted, or one on a person's history where only a number of heads is known."""
    if rule.exemption is not None and not interpret(rule.exemption, facts)[1]:
        return State.NOT_APPLICABLE
    if state is State.OPEN and anonymous and _asks_history(rule):
        return State.NOT_JUDGED
    return state


def _asks_history(rule: Rule) -> bool:
    return any(isinstance(n, Quantified) and n.source in vocabulary.ALIASES for part in rule.parts for n in walk(part))


def condition_of(rule: Rule) -> Node:
    """A rule's typed parts as one condition."""
    if len(rule.parts) == 1:
        return rule.parts[0]
    return Logic(LogicOp.OR if rule.any_of else LogicOp.AND, rule.parts)


@attrs.frozen
class _SaidRule:
    """A rule as a condition, a sentence, and what it reads: facts with what they are called, and lists by name."""

    condition: Node
    names: Names
    words: Text
    reads: tuple[Fact, ...]
    labels: tuple[Text, ...]
    lists: tuple[str, ...]


@lru_cache(maxsize=256)
def _spoken(policy: Policy) -> dict[str, _SaidRule]:
    """The rules of a policy as far as they do not depend on the case."""
    names = names_of(policy)
    conditions = {name: condition_of(rule) for name, rule in policy.rules.items() if rule.origin is None}
    return {name: _said_rule(condition, names) for name, condition in conditions.items()}


def _said_rule(condition: Node, names: Names) -> _SaidRule:
    reads = tuple(_read(condition))
    labels = tuple(fact_text(fact, names) for fact in reads)
    return _SaidRule(condition, names, sentence(condition, names), reads, labels, tuple(_asked(condition)))


@lru_cache(maxsize=256)
def _meant_for(policy: Policy) -> dict[str, Text]:
    """For which courses each subsidy is that is not for all."""
    names = names_of(policy)
    return {name: sentence(one.applies, names) for name, one in policy.items.items() if one.applies is not None}


_THERE = {
    "cohort": Text("有班期", "there is a class"),
    "provider": Text("有培训机构", "there is a provider"),
}


def _absent(entry: Entry, facts: Facts) -> Text | None:
    """What there must be and is not, for an item that is about it."""
    asked = (f.derived.entity for f in facts_in(entry.item.plan.applies).values() if isinstance(f.derived, Exists))
    missing = (_THERE[noun] for noun in asked if noun in _THERE and facts.values[f"exists({noun})"] == FALSE)
    return next(missing, None)


def _finding(entry: Entry, rule: Rule, state: State, facts: Facts, doubts: Doubts) -> Finding:
    policy, name = entry.policy, rule.name
    if rule.origin is not None:
        # Another policy's rule is spoken of in that policy's words, about its own readings and rulings.
        policy, name = rule.origin, rule.name.partition(".")[2]
        facts = _facts(doubts, entry, policy)
    said = _spoken(policy)[name]
    names, words = said.names, said.words
    settled = _settled(said.reads, facts)
    if settled:
        words = sentence(said.condition, attrs.evolve(names, settled=settled))
    uses = tuple(
        used(fact, label, *facts.values.get(fact.path, (fact.lo, fact.hi)), names)
        for fact, label in zip(said.reads, said.labels, strict=True)
    )
    asked = [source for source in said.lists if source in doubts.lists]
    others = doubts.others.of(entry.order)
    uses += tuple(used_list(one, doubts.lists[one], others if one == AWARDS else ()) for one in asked)
    return Finding(
        code=f"{entry.policy.id}.{rule.name}",
        state=state,
        condition=words,
        sentence=finding_text(state, words, uses),
        because=rule.because,
        remedy=rule.remedy,
        article=rule.cite.article,
        document=_number(policy, rule.cite),
        facts=rule.cite.facts,
        basis=basis_of(policy, rule.cite),
        uses=uses,
        missing=tuple(_missing(said, facts)) if state in (State.OPEN, State.NOT_JUDGED) else (),
        interpretation=rule.interpretation,
        in_principle=rule.in_principle,
    )


def _settled(read: Iterable[Fact], facts: Facts) -> dict[str, int]:
    """The readings among the facts that are known to hold."""
    asked = [fact.path for fact in read if fact.path.startswith("reading.") and fact.path in facts.values]
    return {path: facts.values[path][0] for path in asked if is_point(facts.values[path])}


def _number(policy: Policy, cite: Citation) -> str:
    """The number of the document cited; the pack's only one where none is named."""
    documents = policy.documents
    if cite.document in documents:
        return documents[cite.document].number
    return next(iter(documents.values())).number if len(documents) == 1 else ""


def _read(condition: Node) -> Iterator[Fact]:
    """The facts that a condition reads, and the dates that statuses are asked for."""
    seen: dict[str, Fact] = {}
    for fact in facts_in(condition).values():
        if isinstance(fact.derived, Holds):
            seen |= {path: on for path, on in facts_in(fact.derived.on).items() if path not in seen}
        seen[fact.path] = fact
    yield from seen.values()


def _missing(said: _SaidRule, facts: Facts) -> Iterator[str]:
    for fact in said.reads:
        if not is_point(facts.values.get(fact.path, (fact.lo, fact.hi))):
            yield fact.path
    yield from (source for source in said.lists if source in facts.lists and facts.lists[source].rest)


def _asked(condition: Node) -> list[str]:
    """The lists that a condition asks."""
    return sorted({node.source for node in walk(condition) if isinstance(node, Quantified)})


@attrs.frozen
class _SaidStep:
    """A step of an amount as far as it does not depend on the case: its words, its tree in fen, what it reads."""

    step: Step
    words: Text
    fen: Node
    limit: int
    reads: tuple[str, ...]


@lru_cache(maxsize=256)
def _said_steps(policy: Policy) -> dict[str, tuple[_SaidStep, ...]]:
    return {name: tuple(_said_step(policy, step) for step in one.steps) for name, one in policy.subsidies.items()}


def _said_step(policy: Policy, step: Step) -> _SaidStep:
    words = _rounding(step) if step.value is None else sentence(step.value, names_of(policy))
    fen = to_fen(step.after)
    return _SaidStep(step, words, fen, no_limit_from(fen), tuple(facts_in(fen)))


def _rounding(step: Step) -> Text:
    return Text(f"四舍五入到{step.unit}元", f"rounded half up to {step.unit} yuan")


def _steps(doubts: Doubts, entry: Entry, index: int, facts: Facts) -> Iterator[StepShown]:
    """Each step with the amount after it, over the worlds in which something is paid (all, if nothing is)."""
    worlds = [world for world in doubts.worlds if world.lines[index].paid] or list(doubts.worlds)
    for said in _said_steps(entry.policy).get(entry.item.name, ()):
        cite = said.step.cite if said.step.cite.facts else entry.subsidy.cite
        after = sums.spread(_after(doubts, entry, worlds, said)).shown()
        yield StepShown(said.step.op.value, _step_words(entry.policy, said, facts), cite.article, cite.facts, after)


def _step_words(policy: Policy, said: _SaidStep, facts: Facts) -> Text:
    """A step in words, with the reading that holds where an authority has ruled."""
    value = said.step.value
    settled = {} if value is None else _settled(facts_in(value).values(), facts)
    return sentence(value, attrs.evolve(names_of(policy), settled=settled)) if value and settled else said.words


def _after(doubts: Doubts, entry: Entry, worlds: Sequence[World], said: _SaidStep) -> Iterator[Bounds]:
    """The amount after a step, in fen, once for each combination of what it reads."""
    keys = {key_of(entry.policy.id, path): path for path in said.reads}
    choices = {tuple(pair for pair in (*world.shared, *world.own) if pair[0] in keys) for world in worlds}
    for choice in sorted(choices):
        values = {path: doubts.values[key] for key, path in keys.items()}
        values |= {keys[key]: (value, value) for key, value in choice}
        lo, hi = interpret(said.fen, Facts(values, doubts.seen(entry)))
        yield lo, hi + UNLIMITED if lo < hi and hi >= said.limit else hi


def _interpretations(entry: Entry) -> Iterator[Text]:
    """The readings that the library chose and that this answer used."""
    window = entry.policy.window
    own = entry.item.own.window if entry.item.own else None
    chosen = [*(one.interpretation for one in (window, own) if one), entry.item.interpretation]
    yield from (text for text in chosen if text is not None)
