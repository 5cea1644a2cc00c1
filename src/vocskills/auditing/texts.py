"""Which texts beside the local ones are looked at in each row: those that may be for anybody and may govern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from vocskills.auditing.door import Door
from vocskills.auditing.encode import everywhere
from vocskills.auditing.persons import among
from vocskills.engines.columns import ROW, Compiler, Shape, high
from vocskills.engines.frames import Polars, run
from vocskills.engines.pycode import layout
from vocskills.language import vocabulary
from vocskills.language.nodes import CLAUSES, Fact, Node, facts_in
from vocskills.policy.documents import Window
from vocskills.policy.pack import Policy

if TYPE_CHECKING:
    import polars as pl


def beside(policies: Sequence[Policy], door: Door) -> Iterator[tuple[tuple[Policy, ...], pl.Series]]:
    """The rows by the texts that are looked at beside the local ones.

    Args:
        policies: the national texts.
        door: the table.

    Returns:
        Each set of texts with the rows (a mask) in which these and no others are looked at; see
        :mod:`vocskills.assessment.cases`, which chooses for one case.
    """
    frame = door.facts(_read(policies).values())
    shape = _shape(frame, _read(policies))
    marks = {policy.id: _concerns(policy, frame, shape) & _governs(policy, frame) for policy in policies}
    seen = frame.select(ROW).with_columns(**marks)
    for values, rows in seen.group_by(*marks, maintain_order=True) if marks else [((), seen)]:
        chosen = tuple(policy for policy, looked_at in zip(policies, values, strict=True) if looked_at)
        yield chosen, among(seen[ROW], rows[ROW]) if marks else everywhere(len(seen))


def _read(policies: Sequence[Policy]) -> dict[str, Fact]:
    """The dates and the facts on which it hangs whether a text is looked at."""
    dates = [path for policy in policies for paths in _judged_on(policy) for path in paths]
    gates = [gate for policy in policies for gate in _gates(policy) or ()]
    return {**{path: vocabulary.fact(path) for path in dates}, **facts_in(*gates)}


def _judged_on(policy: Policy) -> set[tuple[str, ...]]:
    return {policy.judged_on, *(item.judged_on for item in policy.items.values())}


def _gates(policy: Policy) -> list[Node] | None:
    """The conditions under which its items apply; ``None`` if that cannot be told beforehand."""
    gates = [item.plan.applies for item in policy.items.values()]
    told = gates and not any(path.startswith(CLAUSES) for path in facts_in(*gates)) and not layout(gates).lists
    return gates if told else None


def _shape(frame: pl.DataFrame, read: dict[str, Fact]) -> Shape:
    columns = {path: path for path in read if path in frame.columns}
    return Shape(columns, frozenset(path for path in columns if high(path) not in frame.columns))


def _concerns(policy: Policy, frame: pl.DataFrame, shape: Shape) -> pl.Series:
    """Whether a text may be for the person of the row."""
    gates = _gates(policy)
    if gates is None:
        return everywhere(len(frame))
    compiler = Compiler(Polars(), shape, "^t")
    cells = compiler.cells
    some = cells.some(cells.fixed(False), *(compiler.pair(gate)[1] for gate in gates))
    return run(compiler.program({"^some": some}), frame.lazy(), {}).select(ROW, "^some").collect()["^some"]


def _governs(policy: Policy, frame: pl.DataFrame) -> pl.Series:
    """Whether a text may govern on some of the dates on which an item is judged."""
    import polars as pl

    none = pl.lit(False)
    window = policy.window
    inside = [_inside(window, path, frame) for paths in _judged_on(policy) for path in paths] if window else []
    return frame.select(ROW, reduce(lambda a, b: a | b, inside, none).alias("^may"))["^may"]


def _inside(window: Window, path: str, frame: pl.DataFrame) -> pl.Expr:
    """Whether a date may lie in a window, or where only the text that follows can govern."""
    import polars as pl

    info = vocabulary.facts()[path]
    low = pl.col(path) if path in frame.columns else pl.lit(info.lo)
    top = pl.col(high(path)) if high(path) in frame.columns else low if path in frame.columns else pl.lit(info.hi)
    lasting = pl.lit(True) if window.then else low <= window.end[1]
    return (window.start[0] <= top) & lasting
