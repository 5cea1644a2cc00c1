"""What a table leaves open, given by the caller: figures of the law with their source, and what the program is.

A table says by ``supplied_by`` what of the case may stand in for it. No rule asks whether it is known: it is put in
like a ruling, before anything is judged.

* Where the row is open, was not read, or no edition governs, the figure is the value, and the item counts as listed.
* A row that was read in full or in part stands. A figure that contradicts it is bad input.
* A row known from a digest only gives way to the figure, and the answer says so where the two differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs

from vocskills.assessment.answer import Notice, SaidShown
from vocskills.assessment.docket import Docket, key_of
from vocskills.bounds import TRUE, Bounds, meets
from vocskills.door import Subject
from vocskills.engines.fold import fold
from vocskills.engines.interpret import Facts, interpret
from vocskills.engines.prose import value_text
from vocskills.errors import Fault
from vocskills.language import vocabulary
from vocskills.language.lower import Scaled, lower_money
from vocskills.language.nodes import facts_in
from vocskills.language.scope import Table, canonical
from vocskills.language.tables import looked_up, supplied_fact
from vocskills.model.fields import ABSENT, FieldInfo, encode
from vocskills.policy.pack import Policy
from vocskills.privacy import mask_text
from vocskills.text import Text, labelled, same

_READ = Text("与已读到的表矛盾", "contradicts a table that was read")
_RULED = Text("与主管部门的决定矛盾", "contradicts the ruling on the table")
_CHECK = Text("核对出处；读到的表以表为准", "check the source: a table that was read stands")


@attrs.frozen
class Supplied:
    """The figures put in: bounds by the name of the fact, what is odd about them, and what is wrong."""

    values: Mapping[str, Bounds]
    notices: tuple[Notice, ...] = ()
    faults: tuple[Fault, ...] = ()


def supply(
    subject: Subject, policies: Iterable[Policy], values: Mapping[str, Bounds], ruled: Iterable[str], where: str
) -> Supplied:
    """Puts in the figures that a case gives.

    Args:
        subject: the person with all nouns.
        policies: the policies that are judged.
        values: bounds of every fact by its name over all policies.
        ruled: the names of the clauses on which an authority ruled.
        where: the person's path, which faults name.
    """
    found: dict[str, Bounds] = {}
    notices: list[Notice] = []
    faults: list[Fault] = []
    rulings = frozenset(ruled)
    for policy, table in supplied_tables(policies):
        flag = key_of(policy.id, supplied_fact(table).path)
        found[flag] = (0, 0)
        figure = figure_of(subject, table.supplied_by)
        if figure is None or not all(key_of(policy.id, path) in values for path in asked(policy, table.name)):
            continue
        one = _Figure(policy, table, figure, values)
        wrong = _RULED if one.contradicts_ruling(rulings) else _READ if one.contradicts(supplied=True) else None
        if wrong is not None:
            faults.append(one.fault(wrong, where))
            continue
        found |= {flag: TRUE} | one.put_in(rulings)
        if one.contradicts(supplied=False):
            notices.append(one.notice())
    return Supplied(found, tuple(notices), tuple(faults))


def shown(subjects: Iterable[Subject], policies: Iterable[Policy], docket: Docket) -> Iterator[SaidShown]:
    """The figures given, each with its source, and whether a subsidy reads a table that it stands in for."""
    first = next(iter(subjects), None)
    read = {key for entry in docket.entries for key in entry.reads()}
    used: dict[str, bool] = {}
    for policy, table in supplied_tables(policies):
        if not vocabulary.sourced(table.supplied_by):
            continue
        reads = key_of(policy.id, f"ruling.{table.name}") in read
        used[table.supplied_by] = used.get(table.supplied_by, False) or reads
    for path, is_used in used.items():
        figure = figure_of(first, path) if first else None
        if first is not None and figure is not None:
            source = mask_text(str(first.nouns[path.partition(".")[0]].source))
            info = vocabulary.facts()[path]
            shown_ = value_text(info, *figure)
            yield SaidShown(path, shown_.zh, source, labelled(info.label, shown_), used=is_used)


def figure_of(subject: Subject, path: str) -> Bounds | None:
    """A figure that the case gives; ``None`` where it gives none."""
    noun, _, field = path.partition(".")
    owner: Any = subject.nouns.get(noun)
    value = None if owner is None or owner is ABSENT else getattr(owner, field)
    return None if value is None else encode(vocabulary.facts()[path], value)


def supplied_tables(policies: Iterable[Policy]) -> Iterator[tuple[Policy, Table]]:
    """The tables that a figure may stand in for."""
    return ((policy, table) for policy in policies for table in policy.tables.values() if table.supplied_by)


@lru_cache(maxsize=256)
def tree(policy: Policy, name: str) -> Scaled:
    """What is looked up in a table, and by how much its values are multiplied."""
    node, scale = lower_money(looked_up(policy.tables[name]))
    return fold(node), scale


def asked(policy: Policy, name: str) -> Iterable[str]:
    """The facts by which a table is looked up: those that its tree reads, but for what is open in it."""
    table = policy.tables[name]
    own = {f"ruling.{name}", supplied_fact(table).path}
    return (path for path in facts_in(tree(policy, name)[0]) if path not in own)


@attrs.frozen
class _Figure:
    """A figure beside the table that it stands in for."""

    policy: Policy
    table: Table
    bounds: Bounds
    values: Mapping[str, Bounds]

    @property
    def info(self) -> FieldInfo:
        return vocabulary.facts()[self.table.supplied_by]

    def key(self, path: str) -> str:
        return key_of(self.policy.id, path)

    def put_in(self, ruled: frozenset[str]) -> dict[str, Bounds]:
        """The value that is open in the table, and that there is such an item; a ruling that agrees stands."""
        put = {self.key(f"ruling.{self.table.name}"): self.bounds, self.key(f"ruling.listed({self.table.name})"): TRUE}
        return {key: bounds for key, bounds in put.items() if key not in ruled}

    def contradicts_ruling(self, ruled: frozenset[str]) -> bool:
        return any(key in ruled and not meets(self.values[key], put) for key, put in self.put_in(frozenset()).items())

    def contradicts(self, *, supplied: bool) -> bool:
        """Whether no value of the table can be the figure, where it stands for rows of digests too or not."""
        node, scale = tree(self.policy, self.table.name)
        facts = {path: self.values.get(self.key(path), (fact.lo, fact.hi)) for path, fact in facts_in(node).items()}
        facts[f"ruling.{self.table.name}"] = self.bounds
        facts[supplied_fact(self.table).path] = (int(supplied), int(supplied))
        lo, hi = interpret(node, Facts(facts))
        unit = canonical(self.table.type)
        return Fraction(hi, scale) < Fraction(self.bounds[0], unit) or Fraction(self.bounds[1], unit) < Fraction(
            lo, scale
        )

    def words(self) -> Text:
        return value_text(self.info, *self.bounds)

    def fault(self, what: Text, where: str) -> Fault:
        person = Text(f"（{where}）", f" ({where})") if where else same("")
        table = self.table.name
        name = Text(f"{what.zh}：表 {table}{person.zh}", f"{what.en}: table {table}{person.en}")
        return Fault(name, self.table.supplied_by, text=self.words().en, remedy=_CHECK)

    def notice(self) -> Notice:
        name, words, label = self.table.name, self.words(), self.info.label
        what = Text(
            f"提供的{label.zh}（{words.zh}）与仅据摘要的表 {name} 不一致，已采用所提供的数值",
            f"the {label.en} that was given ({words.en}) differs from the table {name}, which is known from digests "
            "only; the figure given was used",
        )
        return Notice("SUPPLIED", what, Text("核对文件原文", "check the text itself"))
