"""The walk from claim to claim, in LLVM's assembly: what is the same for all rules.

Claims are taken side by side. Those of several worlds are taken once more, together with others of that kind, in world
after world until the last of them has no further one: to say something of a world twice is harmless. What does not fill
a row up at the end is filled up with its last claim, which is harmless too.
"""

from __future__ import annotations

from collections.abc import Sequence

_MEMORY = (
    "ptr %in, ptr %lists, ptr %out, ptr %x, ptr %r, ptr %had, ptr %persons, ptr %last, ptr %areas, ptr %counts"
)
"""What every function is given: addresses of columns read, lists, columns written; the memories of the claims and of a
record; awards; for each claim its person and whether it is the last one; for each person where the awards begin and how
many there are."""


def walk(lanes: int, worlds: int, questions: int, awards: Sequence[tuple[int, int]], size: int, scratch: int) -> str:
    """From claim to claim in the order given; each person has an area for the awards that their claims become.

    Args:
        lanes: how many claims are taken side by side.
        worlds: the slot of how many worlds a claim has.
        questions: how many questions there are to lists.
        awards: the subsidies that may become awards, each with the slot that says so.
        size: the slots of a record.
        scratch: the first of three slots for the rows, in the table, of the claims that are judged and that wait.
    """
    return "\n\n".join(
        (
            _give(awards, size, lanes),
            _person(size),
            _beside(lanes),
            _facts(lanes, worlds, questions),
            _PLAIN,
            _said(lanes),
            _BECOME,
            _doubtful(lanes, worlds),
            _walk(lanes, worlds, scratch),
        )
    )


def _give(awards: Sequence[tuple[int, int]], size: int, lanes: int) -> str:
    """Writes the awards that a claim becomes behind those that its person has."""
    text = ["define internal void @give(ptr %x, ptr %mine, ptr %count) noinline {", "br label %ask0"]
    for n, (index, place) in enumerate(awards):
        text.append(f"""ask{n}:
  %at{n} = getelementptr i64, ptr %x, i64 {max(place, 0) * lanes}
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


def _person(size: int) -> str:
    """Where the awards of the person of a claim begin, and where it stands how many there are."""
    return f"""define internal {{ ptr, ptr }} @person(ptr %had, ptr %persons, ptr %areas, ptr %counts, i64 %i) {{
  %person.at = getelementptr i64, ptr %persons, i64 %i
  %person = load i64, ptr %person.at
  %area.at = getelementptr i64, ptr %areas, i64 %person
  %area = load i64, ptr %area.at
  %first = mul i64 %area, {size}
  %mine = getelementptr i64, ptr %had, i64 %first
  %count.at = getelementptr i64, ptr %counts, i64 %person
  %one = insertvalue {{ ptr, ptr }} poison, ptr %mine, 0
  %both = insertvalue {{ ptr, ptr }} %one, ptr %count.at, 1
  ret {{ ptr, ptr }} %both
}}"""


def _beside(lanes: int) -> str:
    """Whether rows stand side by side in the table: they ascend, and the last may stand there twice to fill up."""
    if lanes == 1:
        return "define internal i1 @beside(ptr %rows) {\n  ret i1 true\n}"
    return f"""define internal i1 @beside(ptr %rows) {{
  %first = load i64, ptr %rows
  %last.at = getelementptr i64, ptr %rows, i64 {lanes - 1}
  %last = load i64, ptr %last.at
  %before.at = getelementptr i64, ptr %rows, i64 {lanes - 2}
  %before = load i64, ptr %before.at
  %apart = sub i64 %last, %first
  %in.a.row = icmp eq i64 %apart, {lanes - 1}
  %differ = icmp ne i64 %before, %last
  %is = and i1 %in.a.row, %differ
  ret i1 %is
}}"""


def _facts(lanes: int, worlds: int, questions: int) -> str:
    """Reads the facts of some claims, in a world or (below zero) as they are, and asks their lists."""
    gathered = "\n  ".join(
        f"call void @gather.{n}(ptr %lists, ptr %x.lane, ptr %r, ptr %mine, i64 %count, i64 %i)"
        for n in range(questions)
    )
    return f"""define internal void @facts({_MEMORY}, ptr %rows, i64 %world) noinline {{
entry:
  %plain = icmp slt i64 %world, 0
  %beside = call i1 @beside(ptr %rows)
  %at.once = and i1 %plain, %beside
  br i1 %at.once, label %all, label %lanes
all:
  %i.first = load i64, ptr %rows
  call void @load.all(ptr %in, ptr %x, i64 %i.first)
  br i1 {"true" if questions else "false"}, label %lanes, label %done
lanes:
  %lane = phi i64 [0, %entry], [0, %all], [%lane.next, %next]
  %more = icmp slt i64 %lane, {lanes}
  br i1 %more, label %one, label %done
one:
  %i.at = getelementptr i64, ptr %rows, i64 %lane
  %i = load i64, ptr %i.at
  %x.lane = getelementptr i64, ptr %x, i64 %lane
  br i1 %at.once, label %asked, label %read
read:
  call void @load(ptr %in, ptr %x.lane, i64 %i)
  br i1 %plain, label %asked, label %pick
pick:
  %worlds.at = getelementptr i64, ptr %x.lane, i64 {worlds * lanes}
  %worlds = load i64, ptr %worlds.at
  %top = sub i64 %worlds, 1
  %this = call i64 @llvm.smin.i64(i64 %world, i64 %top)
  call void @pick(ptr %x.lane, i64 %this)
  br label %asked
asked:
  %theirs = call {{ ptr, ptr }} @person(ptr %had, ptr %persons, ptr %areas, ptr %counts, i64 %i)
  %mine = extractvalue {{ ptr, ptr }} %theirs, 0
  %count.at = extractvalue {{ ptr, ptr }} %theirs, 1
  %count = load i64, ptr %count.at
  {gathered}
  br label %next
next:
  %lane.next = add i64 %lane, 1
  br label %lanes
done:
  ret void
}}"""


_PLAIN = f"""define internal void @plain({_MEMORY}, ptr %rows) noinline {{
  call void @facts({_MEMORY}, ptr %rows, i64 -1)
  call void @row(ptr %x, ptr %r)
  call void @settle(ptr %x, ptr %r)
  call void @copy(ptr %x)
  call void @begin(ptr %x)
  ret void
}}"""
"""What plain intervals say of some claims, and how many worlds each has."""


def _said(lanes: int) -> str:
    """Writes what is said of some claims."""
    return f"""define internal void @said({_MEMORY}, ptr %rows) noinline {{
entry:
  call void @finish(ptr %x, ptr %r)
  %beside = call i1 @beside(ptr %rows)
  br i1 %beside, label %all, label %lanes
all:
  %i.first = load i64, ptr %rows
  call void @store.all(ptr %out, ptr %x, i64 %i.first)
  br label %done
lanes:
  %lane = phi i64 [0, %entry], [%lane.next, %lanes]
  %i.at = getelementptr i64, ptr %rows, i64 %lane
  %i = load i64, ptr %i.at
  %x.lane = getelementptr i64, ptr %x, i64 %lane
  call void @store(ptr %out, ptr %x.lane, i64 %i)
  %lane.next = add i64 %lane, 1
  %more = icmp slt i64 %lane.next, {lanes}
  br i1 %more, label %lanes, label %done
done:
  ret void
}}"""


_BECOME = f"""define internal void @become({_MEMORY}, i64 %i, i64 %lane) noinline {{
  %last.at = getelementptr i8, ptr %last, i64 %i
  %is.last = load i8, ptr %last.at
  %none = icmp ne i8 %is.last, 0
  br i1 %none, label %done, label %give
give:
  %theirs = call {{ ptr, ptr }} @person(ptr %had, ptr %persons, ptr %areas, ptr %counts, i64 %i)
  %mine = extractvalue {{ ptr, ptr }} %theirs, 0
  %count.at = extractvalue {{ ptr, ptr }} %theirs, 1
  %x.lane = getelementptr i64, ptr %x, i64 %lane
  call void @give(ptr %x.lane, ptr %mine, ptr %count.at)
  br label %done
done:
  ret void
}}"""
"""Writes the awards of a claim, if any claim of its person comes after it."""


def _doubtful(lanes: int, worlds: int) -> str:
    """Judges some claims world by world."""
    return f"""define internal void @doubtful({_MEMORY}, ptr %rows, i64 %number) noinline {{
entry:
  call void @plain({_MEMORY}, ptr %rows)
  br label %most
most:
  %lane = phi i64 [0, %entry], [%lane.next, %most]
  %before = phi i64 [0, %entry], [%worlds, %most]
  %place = add i64 %lane, {worlds * lanes}
  %worlds.at = getelementptr i64, ptr %x, i64 %place
  %here = load i64, ptr %worlds.at
  %worlds = call i64 @llvm.smax.i64(i64 %before, i64 %here)
  %lane.next = add i64 %lane, 1
  %further = icmp slt i64 %lane.next, {lanes}
  br i1 %further, label %most, label %world
world:
  %w = phi i64 [0, %most], [%w.next, %world]
  call void @facts({_MEMORY}, ptr %rows, i64 %w)
  call void @row(ptr %x, ptr %r)
  call void @weigh(ptr %x, ptr %r)
  %w.next = add i64 %w, 1
  %again = icmp slt i64 %w.next, %worlds
  br i1 %again, label %world, label %back
back:
  call void @facts({_MEMORY}, ptr %rows, i64 -1)
  call void @said({_MEMORY}, ptr %rows)
  br label %each
each:
  %n = phi i64 [0, %back], [%n.next, %one]
  %left = icmp slt i64 %n, %number
  br i1 %left, label %one, label %done
one:
  %i.at = getelementptr i64, ptr %rows, i64 %n
  %i = load i64, ptr %i.at
  call void @become({_MEMORY}, i64 %i, i64 %n)
  %n.next = add i64 %n, 1
  br label %each
done:
  ret void
}}"""


def _walk(lanes: int, worlds: int, scratch: int) -> str:
    """Judges all claims: at once those that have one world, with others those that wait."""
    return f"""define void @walk(ptr noalias %in, ptr noalias %lists, ptr noalias %out, ptr noalias %x, ptr noalias %r,
    ptr noalias %had, ptr noalias %places, ptr noalias %persons, ptr noalias %last, ptr noalias %areas,
    ptr noalias %counts, i64 %start, i64 %end) {{
entry:
  %rows = getelementptr i64, ptr %x, i64 {scratch * lanes}
  %waiting = getelementptr i64, ptr %x, i64 {(scratch + 1) * lanes}
  %end.last = sub i64 %end, 1
  br label %claims
claims:
  %n = phi i64 [%start, %entry], [%n.next, %next]
  %wait = phi i64 [0, %entry], [%wait.next, %next]
  %more = icmp slt i64 %n, %end
  br i1 %more, label %fill, label %rest
fill:
  %l = phi i64 [0, %claims], [%l.next, %fill]
  %sum = add i64 %n, %l
  %from = call i64 @llvm.smin.i64(i64 %sum, i64 %end.last)
  %place.at = getelementptr i64, ptr %places, i64 %from
  %place = load i64, ptr %place.at
  %row.at = getelementptr i64, ptr %rows, i64 %l
  store i64 %place, ptr %row.at
  %l.next = add i64 %l, 1
  %unfilled = icmp slt i64 %l.next, {lanes}
  br i1 %unfilled, label %fill, label %judge
judge:
  call void @plain({_MEMORY}, ptr %rows)
  call void @weigh(ptr %x, ptr %r)
  call void @said({_MEMORY}, ptr %rows)
  %left = sub i64 %end, %n
  %number = call i64 @llvm.smin.i64(i64 %left, i64 {lanes})
  br label %each
each:
  %k = phi i64 [0, %judge], [%k.next, %done]
  %waits = phi i64 [%wait, %judge], [%waits.next, %done]
  %some = icmp slt i64 %k, %number
  br i1 %some, label %one, label %block
one:
  %i.at = getelementptr i64, ptr %rows, i64 %k
  %i = load i64, ptr %i.at
  %worlds.place = add i64 %k, {worlds * lanes}
  %worlds.at = getelementptr i64, ptr %x, i64 %worlds.place
  %worlds = load i64, ptr %worlds.at
  %sure = icmp sle i64 %worlds, 1
  br i1 %sure, label %settled, label %doubt
settled:
  call void @become({_MEMORY}, i64 %i, i64 %k)
  br label %done
doubt:
  %wait.at = getelementptr i64, ptr %waiting, i64 %waits
  store i64 %i, ptr %wait.at
  %one.more = add i64 %waits, 1
  br label %done
done:
  %waits.next = phi i64 [%waits, %settled], [%one.more, %doubt]
  %k.next = add i64 %k, 1
  br label %each
block:
  %full = icmp sge i64 %waits, {lanes}
  br i1 %full, label %together, label %next
together:
  call void @doubtful({_MEMORY}, ptr %waiting, i64 {lanes})
  %behind = getelementptr i64, ptr %waiting, i64 {lanes}
  call void @llvm.memcpy.p0.p0.i64(ptr %waiting, ptr %behind, i64 {8 * lanes}, i1 false)
  %fewer = sub i64 %waits, {lanes}
  br label %next
next:
  %wait.next = phi i64 [%waits, %block], [%fewer, %together]
  %n.next = add i64 %n, {lanes}
  br label %claims
rest:
  %any = icmp sgt i64 %wait, 0
  br i1 %any, label %pad, label %end.all
pad:
  %p = phi i64 [%wait, %rest], [%p.next, %padded]
  %short = icmp slt i64 %p, {lanes}
  br i1 %short, label %padded, label %at.last
padded:
  %before = sub i64 %wait, 1
  %last.wait = getelementptr i64, ptr %waiting, i64 %before
  %last.row = load i64, ptr %last.wait
  %pad.at = getelementptr i64, ptr %waiting, i64 %p
  store i64 %last.row, ptr %pad.at
  %p.next = add i64 %p, 1
  br label %pad
at.last:
  call void @doubtful({_MEMORY}, ptr %waiting, i64 %wait)
  br label %end.all
end.all:
  ret void
}}"""
