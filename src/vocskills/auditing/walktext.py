"""Text, in LLVM's assembly, that fills the slots of claims from the columns of tables and writes them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from vocskills.engines.machine import Slot, constant, of_lanes


def function(name: str, takes: str, lines: Iterable[str]) -> str:
    """A function that returns nothing."""
    body = "\n  ".join((*lines, "ret void"))
    return f"define internal void @{name}({takes}) noinline {{\n  {body}\n}}"


def at(lines: list[str], memory: str, place: int) -> str:
    """The address of a number."""
    name = f"%{memory}.{len(lines)}"
    lines.append(f"{name} = getelementptr i64, ptr %{memory}, i64 {place}")
    return name


def read(name: str, addresses: str, number: int, row: str, *, truth: bool, lanes: int = 1) -> Iterator[str]:
    """A value of a column as a whole number, or those of several rows side by side; truths take a byte each."""
    kind, wide = "i8" if truth else "i64", of_lanes("i64", lanes)
    yield f"%{name}.a = getelementptr ptr, ptr %{addresses}, i64 {number}"
    yield f"%{name}.b = load ptr, ptr %{name}.a"
    yield f"%{name}.c = getelementptr {kind}, ptr %{name}.b, i64 %{row}"
    yield f"%{name}{'.d' if truth else ''} = load {of_lanes(kind, lanes)}, ptr %{name}.c, align {1 if truth else 8}"
    if truth:
        yield f"%{name} = zext {of_lanes('i8', lanes)} %{name}.d to {wide}"


@attrs.frozen
class Lanes:
    """Text for so many claims side by side.

    Attributes:
        lanes: how many.
    """

    lanes: int

    def begin(self, kept: Iterable[tuple[Slot, int]]) -> str:
        """Sets slots to what they begin with."""
        lines: list[str] = []
        kind = of_lanes("i64", self.lanes)
        for slot, first in kept:
            value = constant(first, "i64", self.lanes)
            lines.append(f"store {kind} {value}, ptr {self.at(lines, slot.place)}, align 8")
        return function("begin", "ptr %x", lines)

    def at(self, lines: list[str], place: int) -> str:
        """The address of a slot."""
        return at(lines, "x", place * self.lanes)

    def copy(self, start: int, to: int, size: int) -> str:
        """Copies slots."""
        lines: list[str] = []
        one, other = self.at(lines, start), self.at(lines, to)
        lines.append(f"call void @llvm.memcpy.p0.p0.i64(ptr {other}, ptr {one}, i64 {8 * size * self.lanes}, i1 false)")
        return "declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)\n" + function("copy", "ptr %x", lines)

    def load(self, columns: Sequence[tuple[int, bool]], fixed: Sequence[tuple[int, int]]) -> str:
        """Reads columns, each with whether it is one of truths, into slots, and sets others to what is the same.

        There is a function for a row and one for rows that stand side by side in the table as well.
        """
        return "\n".join(self._load(*one, columns, fixed) for one in (("load", 1), ("load.all", self.lanes)))

    def _load(
        self, name: str, lanes: int, columns: Sequence[tuple[int, bool]], fixed: Sequence[tuple[int, int]]
    ) -> str:
        lines: list[str] = []
        kind = of_lanes("i64", lanes)
        for number, (place, truth) in enumerate(columns):
            lines += read(f"c{number}", "in", number, "i", truth=truth, lanes=lanes)
            lines.append(f"store {kind} %c{number}, ptr {self.at(lines, place)}, align 8")
        for place, value in fixed:
            lines.append(f"store {kind} {constant(value, 'i64', lanes)}, ptr {self.at(lines, place)}, align 8")
        return function(name, "ptr %in, ptr %x, i64 %i", lines)

    def store(self, results: Sequence[tuple[int, int]]) -> str:
        """Writes what is said of a claim, from slots, each with the bits that it takes, into columns; again twice."""
        return "\n".join(self._store(*one, results) for one in (("store", 1), ("store.all", self.lanes)))

    def _store(self, name: str, lanes: int, results: Sequence[tuple[int, int]]) -> str:
        lines: list[str] = []
        kind = of_lanes("i64", lanes)
        for number, (place, bits) in enumerate(results):
            value, less = f"%v{number}", of_lanes(f"i{bits}", lanes)
            lines.append(f"{value} = load {kind}, ptr {self.at(lines, place)}, align 8")
            if bits < 64:
                lines.append(f"{value}.t = trunc {kind} {value} to {less}")
                value = f"{value}.t"
            lines.append(f"%a{number} = getelementptr ptr, ptr %out, i64 {number}")
            lines.append(f"%b{number} = load ptr, ptr %a{number}")
            lines.append(f"%c{number} = getelementptr i{bits}, ptr %b{number}, i64 %i")
            lines.append(f"store {less} {value}, ptr %c{number}, align {bits // 8}")
        return function(name, "ptr %out, ptr %x, i64 %i", lines)

    def gathering(
        self, number: int, first: int, empty: Sequence[tuple[int, int]], kinds: Sequence[bool], size: int, *, own: bool
    ) -> str:
        """Goes through the records of a claim, and then, if it asks for them, the awards of the claims before it."""
        start: list[str] = []
        for place, value in empty:
            start.append(f"store i64 {value}, ptr {self.at(start, place)}")
        start += read("from", "lists", first, "i", truth=False)
        start.append("%after = add i64 %i, 1")
        start += read("to", "lists", first, "after", truth=False)
        body: list[str] = []
        for place, truth in enumerate(kinds):
            body += read(f"f{place}", "lists", first + 1 + place, "j", truth=truth)
            body.append(f"store i64 %f{place}, ptr {at(body, 'r', place)}")
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
  %left = icmp slt i64 %k, {"%count" if own else "0"}
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
