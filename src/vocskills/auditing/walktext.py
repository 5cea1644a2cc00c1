"""The text of the walk from claim to claim, in LLVM's assembly: what is the same for all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vocskills.engines.machine import Slot


def function(name: str, takes: str, lines: Iterable[str]) -> str:
    """A function that returns nothing."""
    body = "\n  ".join((*lines, "ret void"))
    return f"define internal void @{name}({takes}) noinline {{\n  {body}\n}}"


def at(lines: list[str], memory: str, place: int) -> str:
    """The address of a slot."""
    name = f"%{memory}.{len(lines)}"
    lines.append(f"{name} = getelementptr i64, ptr %{memory}, i64 {place}")
    return name


def read(name: str, addresses: str, number: int, row: str, *, truth: bool) -> Iterator[str]:
    """A value of a column as a whole number; truths take a byte each."""
    kind = "i8" if truth else "i64"
    yield f"%{name}.a = getelementptr ptr, ptr %{addresses}, i64 {number}"
    yield f"%{name}.b = load ptr, ptr %{name}.a"
    yield f"%{name}.c = getelementptr {kind}, ptr %{name}.b, i64 %{row}"
    yield f"%{name}{'.d' if truth else ''} = load {kind}, ptr %{name}.c"
    if truth:
        yield f"%{name} = zext i8 %{name}.d to i64"


def begin(kept: Iterable[tuple[Slot, int]]) -> str:
    """Sets slots to what they begin with."""
    lines: list[str] = []
    for slot, first in kept:
        lines.append(f"store i64 {first}, ptr {at(lines, 'x', slot.place)}")
    return function("begin", "ptr %x", lines)


def copy(start: int, to: int, size: int) -> str:
    """Copies slots of a row."""
    lines: list[str] = []
    one, other = at(lines, "x", start), at(lines, "x", to)
    lines.append(f"call void @llvm.memcpy.p0.p0.i64(ptr {other}, ptr {one}, i64 {8 * size}, i1 false)")
    return "declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)\n" + function("copy", "ptr %x", lines)


def store(results: Sequence[tuple[int, int]]) -> str:
    """Writes what is said of a claim, from slots, each with the bits that it takes, into columns."""
    lines: list[str] = []
    for number, (place, bits) in enumerate(results):
        value, kind = f"%v{number}", f"i{bits}"
        lines.append(f"{value} = load i64, ptr {at(lines, 'x', place)}")
        if bits < 64:
            lines.append(f"{value}.t = trunc i64 {value} to {kind}")
            value = f"{value}.t"
        lines.append(f"%a{number} = getelementptr ptr, ptr %out, i64 {number}")
        lines.append(f"%b{number} = load ptr, ptr %a{number}")
        lines.append(f"%c{number} = getelementptr {kind}, ptr %b{number}, i64 %i")
        lines.append(f"store {kind} {value}, ptr %c{number}")
    return function("store", "ptr %out, ptr %x, i64 %i", lines)


def gathering(
    number: int, first: int, empty: Sequence[tuple[int, int]], kinds: Sequence[bool], size: int, *, with_awards: bool
) -> str:
    """Goes through the records of a claim, and then through the awards of the claims before it."""
    start: list[str] = []
    for place, value in empty:
        start.append(f"store i64 {value}, ptr {at(start, 'x', place)}")
    start += read("from", "lists", first, "i", truth=False)
    start.append("%after = add i64 %i, 1")
    start += read("to", "lists", first, "after", truth=False)
    body: list[str] = []
    for place, truth in enumerate(kinds):
        body += read(f"f{place}", "lists", first + 1 + place, "j", truth=truth)
        body.append(f"store i64 %f{place}, ptr {at(body, 'r', place)}")
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


def walk(worlds: int, questions: int, awards: Sequence[tuple[int, int]], size: int) -> str:
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
