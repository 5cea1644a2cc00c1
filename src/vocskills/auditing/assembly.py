"""The claims of persons walked in order by machine code: what is said of one claim, and the walk from claim to claim.

For each claim: its facts and records; plain intervals; how many worlds its doubts make; in each world what can be paid;
what is said over all of them; the awards that it becomes, which the next claims of the person see among their records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from vocskills.assessment.docket import Docket
from vocskills.assessment.others import AWARDS
from vocskills.auditing.awards import Awarding, awarded
from vocskills.auditing.bench import list_shape, shape
from vocskills.auditing.keeping import Kept
from vocskills.auditing.lines import PARTS, cells_of
from vocskills.auditing.walkloop import walk
from vocskills.auditing.walktext import Lanes, function
from vocskills.auditing.weighing import WORLDS, Made, Weighing, tried
from vocskills.bounds import Bounds
from vocskills.engines.cells import Cell, Cells, Pair
from vocskills.engines.columns import EXISTS, Asked, Compiler, Gather, ListShape, high, rest
from vocskills.engines.machine import Slot, Writer
from vocskills.engines.plan import Outcome
from vocskills.engines.steps import Steps
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
        room: the numbers that the memory of rows takes.
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
    """Writes the code for a docket, for so many claims side by side."""

    def __init__(self, docket: Docket, known: Known, awarding: Awarding | None, lanes: int = 1) -> None:
        self.lanes = lanes
        self.docket = docket
        self.awarding = awarding
        self.weighing = Weighing(docket)
        self.names = self.weighing.names
        self.steps = Steps()
        self.writer = Writer(self.steps, lanes)
        self.truths = dict(known.columns)
        self.constants = dict(known.constants)
        self.slots: dict[str, Slot] = {}
        self.made: dict[str, int] = {}
        self.loaded: dict[str, Slot] = {}
        self.lists = {source: self._list(source, columns) for source, columns in known.lists}
        self.records = {source: self._record(one) for source, one in self.lists.items()}
        self.questions: list[Question] = []
        self.walking = Lanes(lanes)
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
        text, size = self.walking, self._record_size()
        self.text += [text.begin(kept.begin), text.copy(again[0].place, plain[0].place, len(plain))]
        self.text.append(text.store([(slot.place, self._bits(name)) for name, slot in results.items()]))
        scratch = [self.writer.slot().place for _ in range(3)]
        self.text.append(walk(self.lanes, self.slots[WORLDS].place, len(self.questions), awards, size, scratch[0]))
        source = "\n".join([*self.writer.functions, *self.text])
        return Assembly(
            source,
            tuple(self.loaded),
            tuple(self.questions),
            {name: self._bits(name) for name in self.said},
            fixed,
            self.writer.room * self.lanes,
            size,
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
        self.writer.write("row", self.find, outputs, lanes=self.lanes)

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
        own = self.awarding is not None and asked.source == AWARDS
        self.text.append(self.walking.gathering(number, first, empty, kinds, self._record_size(), own=own))

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

        self.writer.write("settle", find, [(self.slots[name], made[name]) for name in wanted], lanes=self.lanes)
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
            lines.append(f"%n{number} = load i64, ptr {self.walking.at(lines, self.slots[tried(key)].place)}")
            lines.append(f"%v{number} = urem i64 %w{number}, %n{number}")
            lines.append(f"%w{number + 1} = udiv i64 %w{number}, %n{number}")
            lo, hi = (self.walking.at(lines, self._slot(end(key)).place) for end in (str, high))
            lines.append(f"%l{number} = load i64, ptr {lo}")
            lines.append(f"%h{number} = load i64, ptr {hi}")
            lines.append(f"%s{number} = add i64 %l{number}, %v{number}")
            lines.append(f"%c{number} = icmp sgt i64 %n{number}, 1")
            lines.append(f"%k{number} = select i1 %c{number}, i64 %s{number}, i64 %h{number}")
            lines.append(f"store i64 %s{number}, ptr {lo}")
            lines.append(f"store i64 %k{number}, ptr {hi}")
        self.text.append(function("pick", "ptr %x, i64 %w0", lines))

    def _slot(self, name: str) -> Slot:
        found = self.find(name)
        assert isinstance(found, Slot)
        return found

    def _weigh(self) -> Kept:
        """What can be paid in a world, added to what is said over all of them."""
        cells: Cells[int] = Cells(self.steps)
        made = _steps(self.weighing.weighed(cells))
        kept = Kept(self.writer, self.steps, self.slots, cells)
        self.said = self.weighing.over_worlds(cells, kept)

        def find(name: str) -> Slot | int:
            if name in self.merged:
                return self.merged[name]
            return made[name] if name in made else self.find(name)

        self.writer.write("weigh", find, kept.outputs, lanes=self.lanes)
        return kept

    def _finish(self, kept: Kept) -> tuple[dict[str, Slot], dict[str, int]]:
        """What is said over all worlds."""
        fixed = {name: cell.value for name, cell in self.said.items() if cell.value is not None}
        others = {name: cell for name, cell in self.said.items() if cell.value is None}
        slots = {name: self.writer.slot(truth=cell.truth) for name, cell in others.items()}
        outputs = [(slots[name], cell.expr) for name, cell in others.items()]
        self.writer.write("finish", self.find, outputs, lanes=self.lanes)
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
        columns = [(slot.place, self.truths[name]) for name, slot in self.loaded.items()]
        ranges = {key: self._bounds(key, fact) for key, fact in self.added.items()}
        fixed = [
            (self.slots[name].place, end)
            for key, bounds in ranges.items()
            for name, end in zip((key, high(key)), bounds, strict=True)
        ]
        self.text.append(self.walking.load(columns, fixed))


def _steps(stages: Iterable[Made]) -> dict[str, int]:
    return {name: cell.expr for stage in stages for name, cell in stage.items()}
