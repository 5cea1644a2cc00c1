"""The claims of persons walked in order by machine code: what is said of one claim, and the walk from claim to claim.

For each claim: its facts and records; plain intervals; how many worlds its doubts make; in each world what can be paid;
what is said over all of them; the awards that it becomes, which the next claims of the person see among their records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from vocskills.assessment.docket import Docket
from vocskills.assessment.others import AWARDS
from vocskills.auditing.awards import Awarding, awarded
from vocskills.auditing.bench import list_shape, shape
from vocskills.auditing.lines import PARTS, cells_of
from vocskills.auditing.weighing import WORLDS, Made, Weighing, tried
from vocskills.bounds import Bounds
from vocskills.engines.cells import HUGE, Cell, Cells, Pair
from vocskills.engines.columns import EXISTS, Asked, Compiler, Gather, ListShape, high, rest
from vocskills.engines.machine import Slot, Steps, Writer
from vocskills.engines.plan import Outcome
from vocskills.language.nodes import Fact
from vocskills.model.fields import Kind
from vocskills.model.terms import Fund, Payee

_CODES = frozenset({"outcome", "payees", "funds", "fund", high("fund")})
"""What is said in codes of few members, or in marks of them."""
assert max(len(Payee), len(Fund), len(Outcome)) <= 14
_EMPTY = {Gather.SUM: 0, Gather.ANY: 0, Gather.ALL: 1}


@attrs.frozen
class Known:
    """What is known of tables before they are read; machine code for the same serves all of them.

    Attributes:
        columns: the columns of the claims, and which are truths.
        lists: the columns of the records by list.
        constants: facts that are the same in all rows.
    """

    columns: tuple[tuple[str, bool], ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    constants: tuple[tuple[str, Bounds], ...]


@attrs.frozen
class Question:
    """The questions of some entries to a list.

    Attributes:
        order: what the entries have in common; see :attr:`~vocskills.assessment.docket.Entry.order`.
        source: the list.
        columns: the columns of the records, in the order of their addresses.
    """

    order: str
    source: str
    columns: tuple[str, ...]


@attrs.frozen(eq=False)
class Assembly:
    """Everything that running the code asks for.

    Attributes:
        source: the code, in LLVM's assembly.
        loaded: the columns of the claims, in the order of their addresses.
        questions: the questions to lists, in the order of their addresses.
        said: what is said of a claim, with the bits that it takes: 8 for a truth, fewer than 64 for codes and marks,
            because the time of large tables is that of their memory.
        fixed: what of it is the same in all rows; the addresses of all else are in the order in which it is said.
        room: the slots of a row.
        record: the slots of a record.
    """

    source: str
    loaded: tuple[str, ...]
    questions: tuple[Question, ...]
    said: Mapping[str, int]
    fixed: Mapping[str, int]
    room: int
    record: int


class Assembler:
    """Writes the code for a docket."""

    def __init__(self, docket: Docket, known: Known, awarding: Awarding | None) -> None:
        self.docket = docket
        self.awarding = awarding
        self.weighing = Weighing(docket)
        self.names = self.weighing.names
        self.steps = Steps()
        self.writer = Writer(self.steps)
        self.truths = dict(known.columns)
        self.constants = dict(known.constants)
        self.slots: dict[str, Slot] = {}
        self.made: dict[str, int] = {}
        self.loaded: dict[str, Slot] = {}
        self.lists = {source: self._list(source, columns) for source, columns in known.lists}
        self.records = {source: self._record(one) for source, one in self.lists.items()}
        self.questions: list[Question] = []
        self.text: list[str] = []

    def assembly(self) -> Assembly:
        """All of the code."""
        self.added = self._add()
        again = [self.writer.slot() for _ in self._parts()]
        plain = [self.writer.slot() for _ in self._parts()]
        self.again, self.plain = (dict(zip(self._parts(), slots, strict=True)) for slots in (again, plain))
        self._rows()
        self._settle()
        kept = self._weigh()
        results, fixed = self._finish(kept)
        awards = self._awards(results, fixed)
        self._pick()
        self._load()
        self.text += [_begin(kept), _copy(again[0].place, plain[0].place, len(plain))]
        self.text.append(_store([(slot.place, self._bits(name)) for name, slot in results.items()]))
        self.text.append(_walk(self.slots[WORLDS].place, len(self.questions), awards, self._record_size()))
        source = "\n".join([*self.writer.functions, *self.text])
        return Assembly(
            source,
            tuple(self.loaded),
            tuple(self.questions),
            {name: self._bits(name) for name in self.said},
            fixed,
            self.writer.room,
            self._record_size(),
        )

    # -- where things stand --------------------------------------------------------------------------------------------

    def _parts(self) -> list[str]:
        return [name.of(part) for name in self.names for part in PARTS]

    def find(self, name: str) -> Slot | int:
        """Where a column of the claim stands, or by which step it is made."""
        if name in self.made:
            return self.made[name]
        if name not in self.slots:
            self.slots[name] = self.loaded[name] = self.writer.slot(truth=self.truths[name])
        return self.slots[name]

    def _list(self, source: str, columns: tuple[str, ...]) -> ListShape:
        """The records of a list; awards may come from claims as well, and what these know in part is known in part."""
        more = None if rest(source) in self.truths else 0
        if source != AWARDS or self.awarding is None:
            return list_shape(columns, more)
        found = list_shape(columns, more)
        fields = {element.field for element in self.awarding.elements}
        points = {field for field in fields if field in found.points or not columns}
        for index in self.docket.paying:
            ends = self.awarding.fields(Cells(Steps()), index, self.truths)
            points &= {field for field, (lo, hi) in ends.items() if lo is hi}
        return ListShape(frozenset({*fields, EXISTS}), frozenset(points), {}, more)

    def _record(self, one: ListShape) -> dict[str, Slot]:
        """The slots of a record."""
        names = [
            n for field in sorted(one.columns) for n in (field, high(field)) if n == field or field not in one.points
        ]
        return {name: Slot("r", place, truth=False) for place, name in enumerate(names)}

    def _record_size(self) -> int:
        return max((len(slots) for slots in self.records.values()), default=0) or 1

    def _add(self) -> dict[str, Fact]:
        """Facts that have no column and may be tried: they get slots, and their range at first."""
        found = {}
        for key, fact in self._wide().items():
            if key not in self.truths and key in self.weighing.correlated:
                found[key] = fact
                for name in (key, high(key)):
                    self.slots[name] = self.writer.slot(truth=fact.type.kind is Kind.BOOL)
        return found

    def _wide(self) -> dict[str, Fact]:
        has = self.truths
        return self.weighing.wide(lambda key: high(key) not in has if key in has else None, self.constants)

    def _bounds(self, key: str, fact: Fact) -> Bounds:
        return self.constants.get(key, (fact.lo, fact.hi))

    # -- plain intervals -----------------------------------------------------------------------------------------------

    def _rows(self) -> None:
        """What the engines say of a row, and what they ask lists."""
        has = {*self.truths, *self.slots}
        orders: dict[str, list[int]] = {}
        for number, entry in enumerate(self.docket.entries):
            orders.setdefault(entry.order, []).append(number)
        outputs: list[tuple[Slot, int]] = []
        for place, (order, numbers) in enumerate(orders.items()):
            policy = self.docket.entries[numbers[0]].policy.id
            known = shape(self.docket, policy, has, self.constants, self.lists)
            compiler = Compiler(self.steps, known, f"^{place} ")
            cells: dict[str, Cell[int]] = {}
            for number in numbers:
                cells |= cells_of(compiler, self.docket.entries[number], self.names[number])
            program = compiler.program(cells)
            for asked in program.asked:
                self._ask(order, asked)
            for stage in program.stages:
                self.made |= stage
            outputs += [(self.again[name], step) for name, step in program.outputs.items()]
        self.writer.write("row", self.find, outputs)

    def _ask(self, order: str, asked: Asked[int]) -> None:
        number, records = len(self.questions), self.records[asked.source]
        for stage in asked.stages:
            self.made |= stage
        outputs = []
        for name, (gather, step) in asked.outputs.items():
            slot = self.slots[name] = self.writer.slot(truth=gather is not Gather.SUM)
            before = self.steps.column(name)
            outputs.append((slot, self._joined(gather, before, step)))
        truths = self._record_truths(asked.source)

        def find(name: str) -> Slot | int:
            return attrs.evolve(records[name], truth=truths[name]) if name in records else self.find(name)

        self.writer.write(f"asked.{number}", find, outputs)
        question = Question(order, asked.source, tuple(records))
        first = sum(len(one.columns) + 1 for one in self.questions)
        self.questions.append(question)
        empty = [(self.slots[name].place, _EMPTY[gather]) for name, (gather, _) in asked.outputs.items()]
        kinds = [truths[name] for name in records]
        with_awards = self.awarding is not None and asked.source == AWARDS
        self.text.append(_gather(number, first, empty, kinds, self._record_size(), with_awards=with_awards))

    def _joined(self, gather: Gather, before: int, step: int) -> int:
        if gather is Gather.SUM:
            return self.steps.add(before, step)
        return (self.steps.some if gather is Gather.ANY else self.steps.every)([before, step])

    def _record_truths(self, source: str) -> dict[str, bool]:
        kinds = {e.field: e.type.kind is Kind.BOOL for e in self.docket.lists.get(source, ())} | {EXISTS: True}
        return {end(field): truth for field, truth in kinds.items() for end in (str, high)}

    # -- worlds --------------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """How many worlds there are."""
        cells: Cells[int] = Cells(self.steps)
        ends: dict[str, Pair] = {}
        for key, fact in self._wide().items():
            truth = fact.type.kind is Kind.BOOL
            if key in self.truths or key in self.slots:
                ends[key] = cells.column(key, truth=truth), cells.column(high(key), truth=truth)
            else:
                lo, hi = self._bounds(key, fact)
                ends[key] = cells.number(lo), cells.number(hi)
        stages = [self.weighing.settled(cells), *self.weighing.counted(cells, ends)]
        made = _steps(stages)
        self.tried = [key for key in ends if tried(key) in made]
        wanted = [*(name.of("settled") for name in self.names), *map(tried, self.tried), WORLDS]
        for name in wanted:
            self.slots[name] = self.writer.slot(truth=name.endswith("settled"))
        steps = self.steps

        def find(name: str) -> Slot | int:
            return self.again.get(name) or (made[name] if name in made else self.find(name))

        self.writer.write("settle", find, [(self.slots[name], made[name]) for name in wanted])
        # What an entry says in a world counts if it is in doubt and followed; else what plain intervals say.
        self.merged: dict[str, Slot | int] = dict(self.plain)
        for number in self.docket.followed:
            settled = steps.column(self.names[number].of("settled"))
            for name in map(self.names[number].of, PARTS):
                self.merged[name] = steps.case(settled, steps.column(f"plain {name}"), steps.column(f"again {name}"))
        self.slots |= {f"plain {name}": slot for name, slot in self.plain.items()}
        self.slots |= {f"again {name}": slot for name, slot in self.again.items()}

    def _pick(self) -> None:
        """The values of a world: the digits of its number."""
        lines: list[str] = []
        for number, key in enumerate(self.tried):
            lines.append(f"%n{number} = load i64, ptr {_at(lines, 'x', self.slots[tried(key)].place)}")
            lines.append(f"%v{number} = urem i64 %w{number}, %n{number}")
            lines.append(f"%w{number + 1} = udiv i64 %w{number}, %n{number}")
            lo, hi = (_at(lines, "x", self._slot(end(key)).place) for end in (str, high))
            lines.append(f"%l{number} = load i64, ptr {lo}")
            lines.append(f"%h{number} = load i64, ptr {hi}")
            lines.append(f"%s{number} = add i64 %l{number}, %v{number}")
            lines.append(f"%c{number} = icmp sgt i64 %n{number}, 1")
            lines.append(f"%k{number} = select i1 %c{number}, i64 %s{number}, i64 %h{number}")
            lines.append(f"store i64 %s{number}, ptr {lo}")
            lines.append(f"store i64 %k{number}, ptr {hi}")
        self.text.append(_function("pick", "ptr %x, i64 %w0", lines))

    def _slot(self, name: str) -> Slot:
        found = self.find(name)
        assert isinstance(found, Slot)
        return found

    def _weigh(self) -> _Kept:
        """What can be paid in a world, added to what is said over all of them."""
        cells: Cells[int] = Cells(self.steps)
        made = _steps(self.weighing.weighed(cells))
        kept = _Kept(self, cells)
        self.said = self.weighing.over_worlds(cells, kept)

        def find(name: str) -> Slot | int:
            if name in self.merged:
                return self.merged[name]
            return made[name] if name in made else self.find(name)

        self.writer.write("weigh", find, kept.outputs)
        return kept

    def _finish(self, kept: _Kept) -> tuple[dict[str, Slot], dict[str, int]]:
        """What is said over all worlds."""
        fixed = {name: cell.value for name, cell in self.said.items() if cell.value is not None}
        others = {name: cell for name, cell in self.said.items() if cell.value is None}
        slots = {name: self.writer.slot(truth=cell.truth) for name, cell in others.items()}
        outputs = [(slots[name], cell.expr) for name, cell in others.items()]
        self.writer.write("finish", self.find, outputs)
        return slots, fixed

    def _bits(self, name: str) -> int:
        """How many bits are enough for what is said: some number of them, so that sums of two still have room."""
        if self.said[name].truth:
            return 8
        number, _, part = name.partition(" ")
        if part in _CODES:
            return 16
        if part not in ("failed", "open"):
            return 64
        rules = len(self.docket.entries[int(number)].item.plan.rules)
        return next(bits for bits in (16, 32, 64) if rules <= bits - 2)

    # -- awards --------------------------------------------------------------------------------------------------------

    def _awards(self, results: Mapping[str, Slot], fixed: Mapping[str, int]) -> list[tuple[int, int]]:
        """Functions that write the awards of a claim; for each the subsidy and the slot that says if it may be one."""
        if self.awarding is None:
            return []
        found = []
        records = self.records[AWARDS]
        cells: Cells[int] = Cells(self.steps)

        def find(name: str) -> Slot | int:
            if name in fixed:
                fixed_step: int = self.said[name].expr
                return fixed_step
            return results[name] if name in results else self.find(name)

        truths = self._record_truths(AWARDS)
        for index in self.docket.paying:
            if fixed.get(high(awarded(index))) == 0:
                continue
            made = {
                end: cell
                for field, pair in self.awarding.fields(cells, index, self.truths).items()
                for end, cell in zip((field, high(field)), pair, strict=True)
            }
            outputs = [(attrs.evolve(slot, truth=truths[name]), made[name].expr) for name, slot in records.items()]
            self.writer.write(f"award.{index}", find, outputs)
            found.append((index, results[high(awarded(index))].place if high(awarded(index)) in results else -1))
        return found

    # -- memory --------------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """The facts of a claim."""
        lines: list[str] = []
        for number, (name, slot) in enumerate(self.loaded.items()):
            lines += _read(f"c{number}", "in", number, "i", truth=self.truths[name])
            lines.append(f"store i64 %c{number}, ptr {_at(lines, 'x', slot.place)}")
        for key, fact in self.added.items():
            for name, end in zip((key, high(key)), self._bounds(key, fact), strict=True):
                lines.append(f"store i64 {end}, ptr {_at(lines, 'x', self.slots[name].place)}")
        self.text.append(_function("load", "ptr %in, ptr %x, i64 %i", lines))


class _Kept:
    """What is said over the worlds of a claim, kept in slots while they are gone through one by one."""

    def __init__(self, assembler: Assembler, cells: Cells[int]) -> None:
        self.assembler = assembler
        self.cells = cells
        self.begin: list[tuple[Slot, int]] = []
        self.outputs: list[tuple[Slot, int]] = []

    def same(self, value: Cell[Any], otherwise: int) -> Cell[Any]:
        """The value where the least is the greatest."""
        if value.value is not None:
            return value
        c, least = self.cells, self.least(value)
        return c.case(c.equal(least, self.most(value)), least, c.number(otherwise))

    def least(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The least so far."""
        return self._extreme(value, where, empty, HUGE, lambda a, b: self.cells.algebra.least([a, b]))

    def most(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The greatest so far."""
        return self._extreme(value, where, empty, -HUGE, lambda a, b: self.cells.algebra.greatest([a, b]))

    def _extreme(self, value: Cell[Any], where: Cell[Any] | None, empty: int, first: int, write: Any) -> Cell[Any]:
        c = self.cells
        if where is None:
            return value if value.value is not None else self._keep(value, first, write)
        found = self._keep(c.case(where, value, c.number(first)), first, write)
        return c.case(c.equal(found, c.number(first)), c.number(empty), found)

    def every(self, value: Cell[Any]) -> Cell[Any]:
        """Whether it held so far."""
        return self._keep(value, 1, lambda a, b: self.cells.algebra.every([a, b]), truth=True)

    def some(self, value: Cell[Any]) -> Cell[Any]:
        """Whether it held anywhere so far."""
        return self._keep(value, 0, lambda a, b: self.cells.algebra.some([a, b]), truth=True)

    def all_bits(self, value: Cell[Any]) -> Cell[Any]:
        """The marks set so far in all."""
        return self._keep(value, -1, self.assembler.steps.both_bits)

    def any_bits(self, value: Cell[Any], where: Cell[Any] | None = None) -> Cell[Any]:
        """The marks set so far in any."""
        value = value if where is None else self.cells.case(where, value, self.cells.number(0))
        return self._keep(value, 0, self.assembler.steps.either_bits)

    def _keep(self, value: Cell[Any], first: int, write: Any, *, truth: bool = False) -> Cell[Any]:
        if value.value is not None:
            return value
        slot = self.assembler.writer.slot(truth=truth)
        name = f"^kept {slot.place}"
        self.assembler.slots[name] = slot
        self.begin.append((slot, first))
        kept = self.cells.column(name, truth=truth)
        self.outputs.append((slot, write(kept.expr, value.expr)))
        return kept


def _steps(stages: Iterable[Made]) -> dict[str, int]:
    return {name: cell.expr for stage in stages for name, cell in stage.items()}


# -- text --------------------------------------------------------------------------------------------------------------


def _function(name: str, takes: str, lines: Iterable[str]) -> str:
    body = "\n  ".join((*lines, "ret void"))
    return f"define internal void @{name}({takes}) noinline {{\n  {body}\n}}"


def _at(lines: list[str], memory: str, place: int) -> str:
    """The address of a slot."""
    name = f"%{memory}.{len(lines)}"
    lines.append(f"{name} = getelementptr i64, ptr %{memory}, i64 {place}")
    return name


def _read(name: str, addresses: str, number: int, row: str, *, truth: bool) -> Iterator[str]:
    """A value of a column as a whole number; truths take a byte each."""
    kind = "i8" if truth else "i64"
    yield f"%{name}.a = getelementptr ptr, ptr %{addresses}, i64 {number}"
    yield f"%{name}.b = load ptr, ptr %{name}.a"
    yield f"%{name}.c = getelementptr {kind}, ptr %{name}.b, i64 %{row}"
    yield f"%{name}{'.d' if truth else ''} = load {kind}, ptr %{name}.c"
    if truth:
        yield f"%{name} = zext i8 %{name}.d to i64"


def _begin(kept: _Kept) -> str:
    lines: list[str] = []
    for slot, first in kept.begin:
        lines.append(f"store i64 {first}, ptr {_at(lines, 'x', slot.place)}")
    return _function("begin", "ptr %x", lines)


def _copy(start: int, to: int, size: int) -> str:
    lines: list[str] = []
    one, other = _at(lines, "x", start), _at(lines, "x", to)
    lines.append(f"call void @llvm.memcpy.p0.p0.i64(ptr {other}, ptr {one}, i64 {8 * size}, i1 false)")
    return "declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)\n" + _function("copy", "ptr %x", lines)


def _store(results: Sequence[tuple[int, int]]) -> str:
    lines: list[str] = []
    for number, (place, bits) in enumerate(results):
        value, kind = f"%v{number}", f"i{bits}"
        lines.append(f"{value} = load i64, ptr {_at(lines, 'x', place)}")
        if bits < 64:
            lines.append(f"{value}.t = trunc i64 {value} to {kind}")
            value = f"{value}.t"
        lines.append(f"%a{number} = getelementptr ptr, ptr %out, i64 {number}")
        lines.append(f"%b{number} = load ptr, ptr %a{number}")
        lines.append(f"%c{number} = getelementptr {kind}, ptr %b{number}, i64 %i")
        lines.append(f"store {kind} {value}, ptr %c{number}")
    return _function("store", "ptr %out, ptr %x, i64 %i", lines)


def _gather(
    number: int, first: int, empty: Sequence[tuple[int, int]], kinds: Sequence[bool], size: int, *, with_awards: bool
) -> str:
    """Goes through the records of a claim, and then through the awards of the claims before it."""
    start: list[str] = []
    for place, value in empty:
        start.append(f"store i64 {value}, ptr {_at(start, 'x', place)}")
    start += _read("from", "lists", first, "i", truth=False)
    start.append("%after = add i64 %i, 1")
    start += _read("to", "lists", first, "after", truth=False)
    body: list[str] = []
    for place, truth in enumerate(kinds):
        body += _read(f"f{place}", "lists", first + 1 + place, "j", truth=truth)
        body.append(f"store i64 %f{place}, ptr {_at(body, 'r', place)}")
    count = "%count" if with_awards else "0"
    lines = "\n  ".join(start), "\n  ".join(body)
    takes = "ptr %lists, ptr %x, ptr %r, ptr %had, i64 %count, i64 %i"
    return f"""define internal void @gather.{number}({takes}) noinline {{
start:
  {lines[0]}
  br label %records
records:
  %j = phi i64 [%from, %start], [%j.next, %record]
  %more = icmp slt i64 %j, %to
  br i1 %more, label %record, label %awards
record:
  {lines[1]}
  call void @asked.{number}(ptr %x, ptr %r)
  %j.next = add i64 %j, 1
  br label %records
awards:
  %k = phi i64 [0, %records], [%k.next, %award]
  %left = icmp slt i64 %k, {count}
  br i1 %left, label %award, label %done
award:
  %place = mul i64 %k, {size}
  %one = getelementptr i64, ptr %had, i64 %place
  call void @asked.{number}(ptr %x, ptr %one)
  %k.next = add i64 %k, 1
  br label %awards
done:
  ret void
}}"""


def _give(awards: Sequence[tuple[int, int]], size: int) -> str:
    """Writes the awards that a claim becomes behind those that its person has."""
    text = ["define internal void @give(ptr %x, ptr %mine, ptr %count) noinline {", "br label %ask0"]
    for n, (index, place) in enumerate(awards):
        text.append(f"""ask{n}:
  %at{n} = getelementptr i64, ptr %x, i64 {max(place, 0)}
  %found{n} = load i64, ptr %at{n}
  %is{n} = {"icmp ne i64 %found" + str(n) + ", 0" if place >= 0 else "icmp eq i64 0, 0"}
  br i1 %is{n}, label %write{n}, label %ask{n + 1}
write{n}:
  %count{n} = load i64, ptr %count
  %to{n} = mul i64 %count{n}, {size}
  %new{n} = getelementptr i64, ptr %mine, i64 %to{n}
  call void @award.{index}(ptr %x, ptr %new{n})
  %more{n} = add i64 %count{n}, 1
  store i64 %more{n}, ptr %count
  br label %ask{n + 1}""")
    return "\n".join([*text, f"ask{len(awards)}:", "  ret void", "}"])


def _walk(worlds: int, questions: int, awards: Sequence[tuple[int, int]], size: int) -> str:
    """From claim to claim in the order given; each person has an area for the awards that their claims become."""
    gathered = "\n  ".join(
        f"call void @gather.{n}(ptr %lists, ptr %x, ptr %r, ptr %mine, i64 %count, i64 %i)" for n in range(questions)
    )
    return (
        _give(awards, size)
        + f"""
define void @walk(ptr noalias %in, ptr noalias %lists, ptr noalias %out, ptr noalias %x, ptr noalias %r,
    ptr noalias %had, ptr noalias %places, ptr noalias %persons, ptr noalias %last, ptr noalias %areas,
    ptr noalias %counts, i64 %start, i64 %end) {{
entry:
  br label %claims
claims:
  %n = phi i64 [%start, %entry], [%n.next, %next]
  %more = icmp slt i64 %n, %end
  br i1 %more, label %claim, label %end.all
claim:
  %i.at = getelementptr i64, ptr %places, i64 %n
  %i = load i64, ptr %i.at
  %person.at = getelementptr i64, ptr %persons, i64 %i
  %person = load i64, ptr %person.at
  %area.at = getelementptr i64, ptr %areas, i64 %person
  %area = load i64, ptr %area.at
  %first = mul i64 %area, {size}
  %mine = getelementptr i64, ptr %had, i64 %first
  %count.at = getelementptr i64, ptr %counts, i64 %person
  %count = load i64, ptr %count.at
  call void @load(ptr %in, ptr %x, i64 %i)
  {gathered}
  call void @row(ptr %x, ptr %r)
  call void @settle(ptr %x, ptr %r)
  call void @copy(ptr %x)
  call void @begin(ptr %x)
  %worlds.at = getelementptr i64, ptr %x, i64 {worlds}
  %worlds = load i64, ptr %worlds.at
  %one = icmp sle i64 %worlds, 1
  br i1 %one, label %single, label %world
single:
  call void @weigh(ptr %x, ptr %r)
  br label %said
world:
  %w = phi i64 [0, %claim], [%w.next, %world]
  call void @load(ptr %in, ptr %x, i64 %i)
  call void @pick(ptr %x, i64 %w)
  {gathered}
  call void @row(ptr %x, ptr %r)
  call void @weigh(ptr %x, ptr %r)
  %w.next = add i64 %w, 1
  %again = icmp slt i64 %w.next, %worlds
  br i1 %again, label %world, label %back
back:
  call void @load(ptr %in, ptr %x, i64 %i)
  br label %said
said:
  call void @finish(ptr %x, ptr %r)
  call void @store(ptr %out, ptr %x, i64 %i)
  %last.at = getelementptr i8, ptr %last, i64 %i
  %is.last = load i8, ptr %last.at
  %done = icmp ne i8 %is.last, 0
  br i1 %done, label %next, label %give
give:
  call void @give(ptr %x, ptr %mine, ptr %count.at)
  br label %next
next:
  %n.next = add i64 %n, 1
  br label %claims
end.all:
  ret void
}}"""
    )
