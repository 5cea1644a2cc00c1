"""Machine code: the columns of :mod:`vocskills.engines.columns` for one row at a time, written in LLVM's assembly.

The trees become steps, each written down once; steps become functions that read and write *slots*, whole numbers of 64
bits in a piece of memory, a truth being 0 or 1. A function grows with the rules, and a compiler takes more than its
share of time for a long one, so that it is cut into pieces that hand on what the next ones need in further slots.

Processors do the same to several numbers at once. Rows are therefore taken several side by side, each a *lane*: the
memory has every slot of the first one, in all lanes, then the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Lock
from typing import Any

import attrs

from vocskills.engines.steps import Steps

PIECE = 300
"""So many instructions are compiled together."""

_TRUTHS = frozenset({"truth", "every", "some", "negate", "less", "at_most", "equal"})
_CONSTANTS = frozenset({"number", "truth"})
_BINARY = {"add": "add", "subtract": "sub", "multiply": "mul", "both_bits": "and", "either_bits": "or"}
_COMPARED = {"less": "slt", "at_most": "sle", "equal": "eq"}


@attrs.frozen
class Slot:
    """Where a value stands: a place in the memory of a row (``x``) or of a record (``r``), and if it is a truth."""

    memory: str
    place: int
    truth: bool


Find = Callable[[str], "Slot | int"]
"""The slot of a column, or the step by which it is made."""


class Writer:
    """Writes functions over slots.

    Attributes:
        lanes: how many rows stand side by side.
        functions: what is written, in LLVM's assembly.
        room: how many slots the memory of a row has.
    """

    def __init__(self, steps: Steps, lanes: int = 1) -> None:
        self.steps = steps
        self.lanes = lanes
        self.functions: list[str] = [_FIND, *_extremes(lanes)]
        self.room = 0
        self._tables: dict[tuple[tuple[int, int], ...], int] = {}

    def slot(self, *, truth: bool = False) -> Slot:
        """A new slot of a row."""
        self.room += 1
        return Slot("x", self.room - 1, truth)

    def write(self, name: str, find: Find, outputs: Sequence[tuple[Slot, int]], *, lanes: int = 1) -> None:
        """Writes a function of the memories of a row and of a record that fills slots.

        Args:
            name: what it is called.
            find: where columns stand.
            outputs: the slots with the steps that fill them; a slot may be among those that are read if only what fills
                it reads it.
            lanes: of how many rows at once; one is that of the lane whose memory begins where the function is told.
        """
        pieces = _Function(self, find, outputs, lanes).pieces()
        calls = []
        for number, lines in enumerate(pieces):
            self.functions.append(_function(f"{name}.{number}", lines, "noinline "))
            calls.append(f"call void @{name}.{number}(ptr %x, ptr %r)")
        self.functions.append(_function(name, calls))

    def table(self, items: tuple[tuple[int, int], ...]) -> int:
        """The number of a table of numbers by number, written once."""
        if items not in self._tables:
            number = self._tables[items] = len(self._tables)
            for what, place in (("keys", 0), ("values", 1)):
                numbers = ", ".join(f"i64 {item[place]}" for item in items)
                self.functions.append(f"@{what}.{number} = private constant [{len(items)} x i64] [{numbers}]")
        return self._tables[items]


def _function(name: str, lines: Iterable[str], how: str = "") -> str:
    body = "\n  ".join((*lines, "ret void"))
    return f"define internal void @{name}(ptr noalias %x, ptr noalias %r) {how}{{\n  {body}\n}}"


class _Function:
    """One function on its way to text."""

    def __init__(self, writer: Writer, find: Find, outputs: Sequence[tuple[Slot, int]], lanes: int) -> None:
        self.writer = writer
        self.steps = writer.steps.steps
        self.find = find
        self.lanes = lanes
        self.number, self.truth = (of_lanes(kind, lanes) for kind in ("i64", "i1"))
        self.outputs: dict[int, list[Slot]] = {}
        for slot, step in outputs:
            self.outputs.setdefault(step, []).append(slot)
        self._found: dict[int, Slot | int] = {}
        self._pieces: list[list[str]] = [[]]
        self._made: dict[int, tuple[int, str]] = {}
        self._kept: dict[int, Slot] = {}
        self._here: dict[int, str] = {}
        self._names = 0

    def pieces(self) -> list[list[str]]:
        """The instructions, cut into pieces."""
        for number in self._needed():
            if len(self._pieces[-1]) >= PIECE:
                self._pieces.append([])
                self._here = {}
            self._make(number)
        return self._pieces

    def _needed(self) -> Iterable[int]:
        """The steps that the outputs ask for, each after all that it takes."""
        found: dict[int, None] = {}
        seen: set[int] = set()
        waiting = [(number, False) for number in reversed(self.outputs)]
        while waiting:
            number, ready = waiting.pop()
            if ready:
                found[number] = None
            elif number not in seen:
                seen.add(number)
                waiting.append((number, True))
                waiting += ((part, False) for part in reversed(list(self._parts(number))))
        return found

    def _parts(self, number: int) -> Iterator[int]:
        kind, *rest = self.steps[number]
        if kind == "column":
            place = self._found[number] = self.find(rest[0])
            if isinstance(place, int):
                yield place
        elif kind == "mapped":
            yield rest[0]
        elif kind not in _CONSTANTS:
            yield from rest

    def is_truth(self, number: int) -> bool:
        """Whether a step is a truth."""
        kind = self.steps[number][0]
        if kind != "column":
            return kind in _TRUTHS
        place = self._found[number]
        return self.is_truth(place) if isinstance(place, int) else place.truth

    def _make(self, number: int) -> None:
        kind = self.steps[number][0]
        if kind != "column" and kind not in _CONSTANTS:
            self._here[number] = text = self._written(number)
            self._made[number] = len(self._pieces) - 1, text
        for slot in self.outputs.get(number, ()):
            self._store(self._pieces[-1], slot, self._use(number), truth=self.is_truth(number))

    def _use(self, number: int) -> str:
        """A value in the piece that is being written."""
        if number in self._here:
            return self._here[number]
        kind, *rest = self.steps[number]
        if kind in _CONSTANTS:
            return constant(rest[0], "i1" if kind == "truth" else "i64", self.lanes)
        if kind == "column":
            place = self._found[number]
            self._here[number] = self._use(place) if isinstance(place, int) else self._load(place)
        else:
            self._here[number] = self._load(self._handed_on(number))
        return self._here[number]

    def _handed_on(self, number: int) -> Slot:
        """The slot in which an earlier piece leaves a value."""
        if number not in self._kept:
            self._kept[number] = self.writer.slot(truth=self.is_truth(number))
            piece, text = self._made[number]
            self._store(self._pieces[piece], self._kept[number], text, truth=self.is_truth(number))
        return self._kept[number]

    # -- instructions --------------------------------------------------------------------------------------------------

    def _line(self, text: str, lines: list[str] | None = None) -> str:
        name = f"%t{self._names}"
        self._names += 1
        (self._pieces[-1] if lines is None else lines).append(f"{name} = {text}")
        return name

    def _load(self, slot: Slot) -> str:
        value = self._line(f"load {self.number}, ptr {self._at(slot, self._pieces[-1])}, align 8")
        return self._line(f"trunc {self.number} {value} to {self.truth}") if slot.truth else value

    def _store(self, lines: list[str], slot: Slot, value: str, *, truth: bool) -> None:
        if truth:
            value = self._as_number(value, lines)
        lines.append(f"store {self.number} {value}, ptr {self._at(slot, lines)}, align 8")

    def _as_number(self, truth: str, lines: list[str] | None = None) -> str:
        return self._line(f"zext {self.truth} {truth} to {self.number}", lines)

    def _at(self, slot: Slot, lines: list[str]) -> str:
        place = slot.place * (self.writer.lanes if slot.memory == "x" else 1)
        return self._line(f"getelementptr i64, ptr %{slot.memory}, i64 {place}", lines)

    def _written(self, number: int) -> str:
        kind, *rest = self.steps[number]
        if kind == "mapped":
            return self._looked_up(*rest)
        parts = [self._use(part) for part in rest]
        if kind in _BINARY:
            return self._line(f"{_BINARY[kind]} {self.number} {parts[0]}, {parts[1]}")
        if kind in _COMPARED:
            return self._line(f"icmp {_COMPARED[kind]} {self.number} {parts[0]}, {parts[1]}")
        match kind:
            case "every" | "some":
                return self._joined(f"{'and' if kind == 'every' else 'or'} {self.truth} {{}}, {{}}", parts)
            case "least" | "greatest":
                extreme = _extreme("smin" if kind == "least" else "smax", self.lanes)
                return self._joined(f"call {self.number} @{extreme}({self.number} {{}}, {self.number} {{}})", parts)
            case "negate":
                return self._line(f"xor {self.truth} {parts[0]}, {constant(1, 'i1', self.lanes)}")
            case "case":
                chosen, other = (f"{self.number} {part}" for part in parts[1:])
                return self._line(f"select {self.truth} {parts[0]}, {chosen}, {other}")
            case "modulo":
                return self._line(f"srem {self.number} {parts[0]}, {parts[1]}")
            case "floor":
                return self._floored(*parts)
            case _:
                raise AssertionError(kind)

    def _joined(self, text: str, parts: Sequence[str]) -> str:
        found, *others = parts
        for part in others:
            found = self._line(text.format(found, part))
        return found

    def _floored(self, item: str, by: str) -> str:
        """Division cuts off what is left; below zero that is one too many."""
        cut = self._line(f"sdiv {self.number} {item}, {by}")
        back = self._line(f"mul {self.number} {cut}, {by}")
        below = self._line(f"icmp slt {self.number} {item}, {back}")
        return self._line(f"sub {self.number} {cut}, {self._as_number(below)}")

    def _looked_up(self, item: int, table: tuple[tuple[int, int], ...], otherwise: int) -> str:
        if not table:
            zero, none = (constant(value, "i64", self.lanes) for value in (0, otherwise))
            return self._line(f"add {self.number} {none}, {zero}")
        number, key = self.writer.table(table), self._use(item)
        where = f"ptr @keys.{number}, ptr @values.{number}, i64 {len(table)}"
        if self.lanes == 1:
            return self._line(f"call i64 @find({where}, i64 {key}, i64 {otherwise})")
        found = "poison"
        for lane in range(self.lanes):
            one = self._line(f"extractelement {self.number} {key}, i64 {lane}")
            value = self._line(f"call i64 @find({where}, i64 {one}, i64 {otherwise})")
            found = self._line(f"insertelement {self.number} {found}, i64 {value}, i64 {lane}")
        return found


def of_lanes(kind: str, lanes: int) -> str:
    """The type of a value in several lanes."""
    return kind if lanes == 1 else f"<{lanes} x {kind}>"


def constant(value: int, kind: str, lanes: int) -> str:
    """The same value in several lanes."""
    return str(value) if lanes == 1 else f"<{', '.join([f'{kind} {value}'] * lanes)}>"


def _extreme(name: str, lanes: int) -> str:
    return f"llvm.{name}.{'' if lanes == 1 else f'v{lanes}'}i64"


def _extremes(lanes: int) -> Iterator[str]:
    """What is used of LLVM for values of one lane and of several."""
    for number in {1, lanes}:
        kind = of_lanes("i64", number)
        for name in ("smin", "smax"):
            yield f"declare {kind} @{_extreme(name, number)}({kind}, {kind})"


_LLVM = Lock()


def compiled(source: str, *, optimized: bool = False) -> Any:
    """Compiles functions in LLVM's assembly, by llvmlite; what it returns must live as long as they are called.

    Args:
        source: the functions.
        optimized: whether it may take ten times as long for code that is a fifth faster, or a third.
    """
    import llvmlite.binding as llvm

    with _LLVM:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        module = llvm.parse_assembly(source)
        # For the processor that it runs on, not for the least of its kind, which does two numbers at once.
        cpu, features = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
        target = llvm.Target.from_default_triple().create_target_machine(cpu, features, opt=int(optimized))
        if optimized:
            builder = llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options(speed_level=1))
            builder.getModulePassManager().run(module, builder)
        engine = llvm.create_mcjit_compiler(module, target)
        engine.finalize_object()
        return engine


_FIND = """define internal i64 @find(ptr %keys, ptr %values, i64 %size, i64 %key, i64 %otherwise) noinline {
entry:
  br label %halve
halve:
  %from = phi i64 [0, %entry], [%next.from, %half]
  %to = phi i64 [%size, %entry], [%next.to, %half]
  %left = icmp slt i64 %from, %to
  br i1 %left, label %half, label %done
half:
  %sum = add i64 %from, %to
  %middle = lshr i64 %sum, 1
  %at = getelementptr i64, ptr %keys, i64 %middle
  %there = load i64, ptr %at
  %below = icmp slt i64 %there, %key
  %after = add i64 %middle, 1
  %next.from = select i1 %below, i64 %after, i64 %from
  %next.to = select i1 %below, i64 %to, i64 %middle
  br label %halve
done:
  %inside = icmp slt i64 %from, %size
  br i1 %inside, label %compare, label %none
compare:
  %at.key = getelementptr i64, ptr %keys, i64 %from
  %is = load i64, ptr %at.key
  %same = icmp eq i64 %is, %key
  br i1 %same, label %hit, label %none
hit:
  %at.value = getelementptr i64, ptr %values, i64 %from
  %value = load i64, ptr %at.value
  ret i64 %value
none:
  ret i64 %otherwise
}"""
