"""Cases as tables: what the columnar engines are given, from the facts that the interpreter is given."""

from __future__ import annotations

import contextlib
import ctypes
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import duckdb
import polars as pl

from trees import FACTS, FIELDS, LISTS, Leaf
from vocskills import calendar
from vocskills.bounds import Bounds
from vocskills.engines.cells import Cell
from vocskills.engines.columns import EXISTS, ROW, Asked, Compiler, Gather, ListShape, Shape, high, rest
from vocskills.engines.fold import Overflow, fold
from vocskills.engines.frames import Polars, run
from vocskills.engines.interpret import Facts, Record, Records, interpret
from vocskills.engines.machine import Slot, Writer, compiled
from vocskills.engines.pycode import compile_nodes
from vocskills.engines.sql import Sql, statement
from vocskills.engines.steps import Steps
from vocskills.language.nodes import BOOL, DATE, Node


@attrs.frozen
class Tables:
    """Several cases as one table of claims and tables of records."""

    shape: Shape
    claims: pl.DataFrame
    records: Mapping[str, pl.DataFrame]
    cases: Sequence[Facts]


Engine = Callable[[Sequence[Node], Tables], list[list[Bounds]]]


def tables(cases: Sequence[Facts]) -> Tables:
    """One row for each case; a column that says nothing in any row is left out, one without doubt has no high end."""
    columns: dict[str, Any] = {ROW: pl.Series(range(len(cases)), dtype=pl.Int64)}
    names, points = {}, set()
    for path, fact in FACTS.items():
        found = [case.values.get(path, (fact.lo, fact.hi)) for case in cases]
        if all(bounds == (fact.lo, fact.hi) for bounds in found):
            continue
        names[path] = f"fact.{path}"
        if put(columns, names[path], found, truth=fact.type == BOOL):
            points.add(names[path])
    records, shapes = {}, {}
    for source, cap in LISTS.items():
        lists = [case.lists.get(source) or Records((), cap) for case in cases]
        if not any(one.items for one in lists) and all(one.rest == cap for one in lists):
            continue
        rows = [(row, record) for row, one in enumerate(lists) for record in one.items]
        records[source], shapes[source] = _records(rows)
        counts = {one.rest for one in lists}
        if len(counts) == 1:
            shapes[source] = attrs.evolve(shapes[source], rest=counts.pop())
        else:
            columns[rest(source)] = pl.Series([one.rest for one in lists], dtype=pl.Int64)
    return Tables(Shape(names, frozenset(points), {}, shapes), pl.DataFrame(columns), records, cases)


def cases(seed: int, count: int) -> list[Facts]:
    """Random cases, every fact and field known, known in part or not known; lists complete, incomplete and unknown.

    Some tables know a column in every row or in none.
    """
    draw = random.Random(seed)
    habits = {path: draw.choice([(0.8, 0.1), (0.4, 0.3), (1.0, 0.0), (0.0, 0.0)]) for path in FACTS}
    found = []
    for _ in range(count):
        values = {path: _bounds(draw, fact, *habits[path]) for path, fact in FACTS.items()}
        lists = {source: _list(draw, cap) for source, cap in LISTS.items() if draw.random() < 0.8}
        found.append(Facts(values, lists))
    return found


def _bounds(draw: random.Random, leaf: Leaf, known: float, partly: float) -> Bounds:
    chance = draw.random()
    if chance >= known + partly:
        return leaf.lo, leaf.hi
    ends = sorted(_value(draw, leaf) for _ in range(1 if chance < known else 2))
    return ends[0], ends[-1]


def _value(draw: random.Random, leaf: Leaf) -> int:
    if leaf.type == DATE:
        lo, hi = calendar.to_date(leaf.lo).toordinal(), calendar.to_date(leaf.hi).toordinal()
        return calendar.to_int(date.fromordinal(draw.randint(lo, hi)))
    near = draw.random() < 0.7
    return draw.randint(leaf.lo, min(leaf.hi, 20) if near else leaf.hi)


def _list(draw: random.Random, cap: int) -> Records:
    items = []
    for _ in range(draw.randint(0, cap)):
        fields = {name: _bounds(draw, field, 0.7, 0.15) for name, field in FIELDS.items()}
        items.append(Record(draw.choice([(1, 1), (1, 1), (0, 1), (0, 0)]), fields))
    return Records(tuple(items), draw.choice([0, cap - len(items), draw.randint(0, cap - len(items))]))


def _records(rows: Sequence[tuple[int, Record]]) -> tuple[pl.DataFrame, ListShape]:
    columns: dict[str, Any] = {ROW: pl.Series([row for row, _ in rows], dtype=pl.Int64)}
    points = set()
    if put(columns, EXISTS, [record.exists for _, record in rows], truth=True):
        points.add(EXISTS)
    for name, field in FIELDS.items():
        found = [record.fields.get(name, (field.lo, field.hi)) for _, record in rows]
        if put(columns, name, found, truth=field.type == BOOL):
            points.add(name)
    return pl.DataFrame(columns), ListShape(frozenset((EXISTS, *FIELDS)), frozenset(points))


def put(columns: dict[str, Any], name: str, found: Sequence[Bounds], *, truth: bool) -> bool:
    """Puts bounds into columns; whether one column is enough."""
    dtype = pl.Boolean if truth else pl.Int64
    ends = [[bool(end) if truth else end for end in side] for side in zip(*found, strict=True)] or [[], []]
    columns[name] = pl.Series(ends[0], dtype=dtype)
    if ends[0] == ends[1]:
        return True
    columns[high(name)] = pl.Series(ends[1], dtype=dtype)
    return False


def by_polars(nodes: Sequence[Node], found: Tables) -> list[list[Bounds]]:
    """The bounds of several trees in every row, by polars."""
    compiler = Compiler(Polars(), found.shape)
    outputs: dict[str, Cell[Any]] = {}
    for number, node in enumerate(nodes):
        lo, hi = compiler.pair(node)
        outputs |= {f"lo{number}": lo, f"hi{number}": hi}
    program = compiler.program(outputs)
    lazy = run(program, found.claims.lazy(), {name: frame.lazy() for name, frame in found.records.items()})
    got = lazy.select(*outputs).collect()
    if got.height == 1:  # outputs that are constants alone
        got = pl.concat([got] * found.claims.height)
    rows = got.rows()
    return [[(int(row[2 * n]), int(row[2 * n + 1])) for row in rows] for n in range(len(nodes))]


def by_duckdb(nodes: Sequence[Node], found: Tables) -> list[list[Bounds]]:
    """The same by one statement of SQL."""
    algebra = Sql()
    compiler = Compiler(algebra, found.shape)
    outputs: dict[str, Cell[Any]] = {}
    for number, node in enumerate(nodes):
        lo, hi = compiler.pair(node)
        outputs |= {f"lo{number}": lo, f"hi{number}": hi}
    names = {source: f"records_{number}" for number, source in enumerate(found.records)}
    text = statement(compiler.program(outputs), algebra, "claims", names)
    with duckdb.connect() as database:
        database.register("claims", found.claims.to_arrow())
        for source, name in names.items():
            database.register(name, found.records[source].to_arrow())
        rows = sorted(database.sql(text).fetchall())
    return [[(int(row[2 * n + 1]), int(row[2 * n + 2])) for row in rows] for n in range(len(nodes))]


def by_machine(nodes: Sequence[Node], found: Tables, lanes: int = 1) -> list[list[Bounds]]:
    """The same by machine code, row by row, or several side by side, and record by record."""
    steps = Steps()
    writer = Writer(steps, lanes)
    compiler = Compiler(steps, found.shape)
    outputs: dict[str, Cell[Any]] = {}
    for number, node in enumerate(nodes):
        lo, hi = compiler.pair(node)
        outputs |= {f"lo{number}": lo, f"hi{number}": hi}
    program = compiler.program({name: compiler.cells.as_number(cell) for name, cell in outputs.items()})
    slots = {name: writer.slot(truth=kind == pl.Boolean) for name, kind in found.claims.schema.items()}
    made = {name: step for one in program.asked for stage in one.stages for name, step in stage.items()}
    made |= {name: step for stage in program.stages for name, step in stage.items()}
    for number, one in enumerate(program.asked):
        kinds = found.records[one.source].schema
        fields = {name: Slot("r", place, kinds[name] == pl.Boolean) for place, name in enumerate(kinds)}
        slots |= {name: writer.slot(truth=gather is not Gather.SUM) for name, (gather, _) in one.outputs.items()}
        outs = [(slots[name], step) for name, (_, step) in one.outputs.items()]
        writer.write(f"asked.{number}", _find(made, slots, fields), outs)
    results = {name: writer.slot() for name in outputs}
    outs = [(results[name], step) for name, step in program.outputs.items()]
    writer.write("row", _find(made, slots), outs, lanes=lanes)
    code = _Code(writer, ["row", *(f"asked.{number}" for number in range(len(program.asked)))])
    rows: list[list[int]] = []
    claims = found.claims.rows(named=True)
    for start in range(0, len(claims), lanes):
        several = claims[start : start + lanes]
        for lane, claim in enumerate(several):
            for name, value in claim.items():
                code.put(slots[name], lane, int(value))
            for number, one in enumerate(program.asked):
                records = found.records[one.source].filter(pl.col(ROW) == claim[ROW])
                code.gather(f"asked.{number}", one, slots, records, lane)
        code.call("row")
        rows += ([code.get(slot, lane) for slot in results.values()] for lane in range(len(several)))
    return [[(row[2 * n], row[2 * n + 1]) for row in rows] for n in range(len(nodes))]


def by_lanes(nodes: Sequence[Node], found: Tables) -> list[list[Bounds]]:
    """The same by machine code for several rows side by side."""
    return by_machine(nodes, found, lanes=4)


def _find(*known: Mapping[str, Slot] | Mapping[str, int]) -> Callable[[str], Slot | int]:
    found: dict[str, Slot | int] = {}
    for some in known:
        found.update(some)
    return found.__getitem__


class _Code:
    """Functions of machine code with the memories of a row and of a record."""

    def __init__(self, writer: Writer, names: Sequence[str]) -> None:
        doors = [
            f"define void @run.{n}(ptr %x, ptr %r) {{\n call void @{n}(ptr %x, ptr %r)\n ret void\n}}" for n in names
        ]
        self.engine = compiled("\n".join([*writer.functions, *doors]))
        kind = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
        self.functions = {name: kind(self.engine.get_function_address(f"run.{name}")) for name in names}
        self.lanes = writer.lanes
        self.x = (ctypes.c_int64 * ((writer.room + 1) * self.lanes))()
        self.r = (ctypes.c_int64 * 64)()

    def call(self, name: str, lane: int = 0) -> None:
        """Runs a function, of all lanes or of one."""
        self.functions[name](ctypes.addressof(self.x) + 8 * lane, ctypes.addressof(self.r))

    def put(self, slot: Slot, lane: int, value: int) -> None:
        """Fills a slot of one lane."""
        self.x[slot.place * self.lanes + lane] = value

    def get(self, slot: Slot, lane: int) -> int:
        """What stands in a slot of one lane."""
        return self.x[slot.place * self.lanes + lane]

    def gather(self, name: str, asked: Asked[int], slots: Mapping[str, Slot], records: pl.DataFrame, lane: int) -> None:
        """Puts together what the records of a claim say."""
        join = {Gather.SUM: int.__add__, Gather.ANY: int.__or__, Gather.ALL: int.__and__}
        total = {n: int(gather is Gather.ALL) for n, (gather, _) in asked.outputs.items()}
        for record in records.rows():
            for place, value in enumerate(record):
                self.r[place] = int(value)
            self.call(name, lane)
            for output, (gather, _) in asked.outputs.items():
                total[output] = join[gather](total[output], self.get(slots[output], lane))
        for output, value in total.items():
            self.put(slots[output], lane, value)


def by_python(nodes: Sequence[Node], found: Tables) -> list[list[Bounds]]:
    """The same by generated Python, row by row."""
    evaluate = compile_nodes(nodes)
    return [list(one) for one in zip(*map(evaluate, found.cases), strict=True)]


def disagreements(engine: Engine, nodes: Sequence[Node], rows: Sequence[Facts]) -> tuple[int, list[str]]:
    """How many cases were compared with the interpreter, and where an engine differs; trees are as loaded, folded."""
    folded = []
    for node in nodes:
        with contextlib.suppress(Overflow):
            folded.append(fold(node))
    found = []
    for node, got in zip(folded, engine(folded, tables(rows)) if folded else [], strict=True):
        for facts, bounds in zip(rows, got, strict=True):
            if bounds != interpret(node, facts):
                found.append(f"{bounds} is not {interpret(node, facts)}: {node} on {facts}")
    return len(folded) * len(rows), found
