"""Whole tables, by polars, by SQL and by machine code, agree with the interpreter row by row, bounds included."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trees
from tables import Engine, by_duckdb, by_lanes, by_machine, by_polars, cases, disagreements, tables
from vocskills.engines.interpret import Facts, interpret
from vocskills.language.nodes import NUMBER, Arith, ArithOp, Compare, CompareOp, If, Literal, Node


@pytest.mark.parametrize("engine", [by_polars, by_duckdb, by_machine, by_lanes])
@settings(max_examples=30, deadline=None)
@given(st.lists(trees.trees(), min_size=6, max_size=10), st.integers(0, 2**32), st.sampled_from([1, 40]))
def test_tables_agree_with_the_interpreter(engine: Engine, nodes: list[Node], seed: int, rows: int) -> None:
    """Random trees over random tables with gaps: every row has the interpreter's bounds."""
    assert disagreements(engine, nodes, cases(seed, rows))[1] == []


@pytest.mark.parametrize("engine", [by_polars, by_duckdb, by_machine, by_lanes])
def test_deep_trees_do_not_explode(engine: Engine) -> None:
    """Forty conditions inside one another, each in doubt and each a comparison of what was chosen before."""
    p, small, signed = (trees.FACTS[path] for path in ("p", "small", "signed"))
    node: Node = small
    for level in range(20):
        node = If(Compare(CompareOp.EQ, node, Literal(level, NUMBER)), Arith(ArithOp.SUBTRACT, small, signed), small)
        node = If(p, Arith(ArithOp.SUBTRACT, node, signed), Literal(level, NUMBER))
    rows = [Facts(), *cases(7, 20)]
    assert engine([node], tables(rows)) == [[interpret(node, facts) for facts in rows]]
