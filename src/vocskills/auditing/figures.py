"""Figures given in columns for what a table of a text leaves open.

What they mean stands in :mod:`vocskills.assessment.supplied`, which puts them into a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import gcd
from typing import TYPE_CHECKING

from vocskills.assessment.docket import key_of
from vocskills.assessment.supplied import asked, supplied_tables, tree
from vocskills.auditing.door import Door
from vocskills.auditing.encode import nowhere
from vocskills.engines.columns import ROW, Compiler, Shape, high
from vocskills.engines.frames import Polars, run
from vocskills.language.nodes import Fact, facts_in
from vocskills.language.scope import Table, canonical
from vocskills.language.tables import supplied_fact
from vocskills.model.fields import Kind
from vocskills.policy.pack import Policy

if TYPE_CHECKING:
    import polars as pl

_LOW, _HIGH = "^figure", "^figure^"


def put_in(door: Door, policies: Iterable[Policy], facts: Mapping[str, Fact]) -> dict[str, pl.Series]:
    """The columns of the facts that figures settle, by their names over all policies.

    Args:
        door: the table.
        policies: the policies that are judged.
        facts: the facts that are read of them.
    """
    found: dict[str, pl.Series] = {}
    for policy, table in _given(door, policies):
        if not all(key_of(policy.id, path) in facts for path in asked(policy, table.name)):
            continue
        figure = door.read[table.supplied_by]
        found[key_of(policy.id, supplied_fact(table).path)] = figure.given
        value, listed = (key_of(policy.id, f"ruling.{name}") for name in (table.name, f"listed({table.name})"))
        if value in facts:
            found |= _ends(value, facts[value], figure.low, figure.high, figure.given)
        if listed in facts:
            yes = figure.given.cast(int)
            found |= _ends(listed, facts[listed], yes, yes, figure.given)
    return found


def contradicted(door: Door, policies: Iterable[Policy]) -> pl.Series:
    """The rows in which a figure contradicts a row of a table that was read."""
    found = nowhere(door.table.frame.height)
    for policy, table in _given(door, policies):
        found = found | _contradicts(door, policy, table)
    return found


def _given(door: Door, policies: Iterable[Policy]) -> Iterator[tuple[Policy, Table]]:
    return ((policy, table) for policy, table in supplied_tables(policies) if table.supplied_by in door.read)


def _ends(key: str, fact: Fact, low: pl.Series, top: pl.Series, given: pl.Series) -> dict[str, pl.Series]:
    """Both ends of a fact where a figure is given, its range elsewhere; one column where they are the same."""
    import polars as pl

    kind = pl.Boolean if fact.type.kind is Kind.BOOL else pl.Int64
    frame = pl.DataFrame({"low": low, "top": top, "given": given})
    ends = frame.select(
        low=pl.when("given").then("low").otherwise(fact.lo).cast(kind),
        top=pl.when("given").then("top").otherwise(fact.hi).cast(kind),
    )
    if (ends["low"] == ends["top"]).all():
        return {key: ends["low"]}
    return {key: ends["low"], high(key): ends["top"]}


def _contradicts(door: Door, policy: Policy, table: Table) -> pl.Series:
    """Whether no value of the table can be the figure; in columns what a case asks the interpreter."""
    import polars as pl

    node, scale = tree(policy, table.name)
    figure, facts = door.read[table.supplied_by], facts_in(node)
    frame = door.facts(facts[path] for path in asked(policy, table.name))
    value = f"ruling.{table.name}"
    frame = frame.with_columns(figure.low.alias(_LOW), figure.high.alias(_HIGH))
    columns = {path: path for path in facts if path in frame.columns} | {value: _LOW}
    points = frozenset(path for path in columns.values() if high(path) not in frame.columns)
    compiler = Compiler(Polars(), Shape(columns, points, {supplied_fact(table).path: (1, 1)}), "^f")
    lo, hi = compiler.pair(node)
    made = run(compiler.program({"^least": lo, "^most": hi}), frame.lazy(), {})
    unit = canonical(table.type)
    common = gcd(unit, scale)
    ours, theirs = scale // common, unit // common
    apart = (pl.col("^most") * theirs < pl.col(_LOW) * ours) | (pl.col(_HIGH) * ours < pl.col("^least") * theirs)
    return made.select(ROW, apart.alias("^apart")).collect()["^apart"] & figure.given
