"""Changes rosters at random, in many ways, and reads them: each gives a roster or our own error, in bounded time.

``python tests/fuzz_rosters.py 100000`` tries as many; ``--seed`` begins elsewhere. What falls is printed with its
number, which makes it again: ``python tests/fuzz_rosters.py 1 --seed N``.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rosters import ID, Frame, workbook
from vocskills.errors import InputError
from vocskills.model.case import check_case
from vocskills.roster import columns, read_roster
from vocskills.roster.found import Extra
from vocskills.roster.headers import synonyms

FILES = Path(__file__).with_name("files")
SLOW = 10.0
"""Seconds of the processor after which a small file has taken too long."""
_TEXTS = """
是 否 无 有 √ × — 不详 男 女 M 1 0 2 -1 A B 合计 小计 制表人： 注： .. 1..2 --- NaN 1e400 99999999999999999999
2020.3.6 2020年3月6日 2020.10 2020.1 3月6日 2020.3.6-3.20 43896 2020..2021
1,000.00 0.1万元 壹仟元整 80课时 80学时(10天) 10天 初级 五级 中级/高级
建档立卡贫困户 农民工、退役军人 533323 福贡县 鼓楼区 5.3E+17 533399********0013 13800000000
""".split()


def mutant(number: int) -> tuple[str, Any]:
    """The kind and the source of one changed roster; the same number gives the same one."""
    dice = random.Random(number)
    kind = dice.choice(list(_KINDS))
    return kind, _KINDS[kind](dice)


def tried(number: int) -> tuple[str, str, float]:
    """Reads one: its kind, ``read``, ``refused`` or what fell, and the seconds that it took."""
    kind, source = mutant(number)
    begin = time.process_time()
    try:
        roster = read_roster(source)
        faults = [fault for case in roster.cases for fault in check_case(case)]
        words = "".join(problem.render("zh") for problem in roster.problems)
        said = "read" if not faults and ID not in words else f"fell: {faults}"
    except InputError as error:
        said = "refused" if error.faults and ID not in error.render("zh") else "fell: no fault, or a number shown"
    except Exception as error:
        said = f"fell: {type(error).__name__}: {error}"
    seconds = time.process_time() - begin
    return kind, said if seconds < SLOW else f"fell: {seconds:.0f} s", seconds


@cache
def _bases() -> dict[str, bytes]:
    rows: list[list[Any]] = [
        ["附件1 合成花名册", None, None, None],
        ["班期编号", "姓名", "身份证号码", "培训时间"],
        ["A", "合成甲", ID, "2020.5.11-5.22"],
        ["A", "合成乙", None, date(2020, 5, 11)],
        ["合计", "2人", None, None],
    ]
    found = {path.name: path.read_bytes() for path in sorted(FILES.glob("roster*"))}
    found["plain.xlsx"] = workbook({"一": rows, "二": rows[1:]}, merged=[("一", 1, 1, 1, 4)])
    found["plain.csv"] = "\n".join(",".join(str(cell or "") for cell in row) for row in rows).encode("gbk")
    return found


def _bytes(dice: random.Random) -> bytes:
    """A few bytes of a file changed, taken out, doubled or cut off."""
    data = bytearray(_bases()[dice.choice(sorted(_bases()))])
    for _ in range(dice.choice((1, 1, 2, 4, 16, 64))):
        at = dice.randrange(len(data) or 1)
        match dice.randrange(5):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del data[at : at + dice.randrange(1, 20)]
            case 2:
                data[at:at] = data[at : at + dice.randrange(1, 40)]
            case 3:
                data[at : at + 4] = dice.choice((b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff"))
            case _ if dice.random() < 0.2:
                del data[at:]
    return bytes(data)


def _part(dice: random.Random) -> bytes:
    """One part inside an archive changed, the archive whole."""
    data = _bases()[dice.choice([name for name in sorted(_bases()) if name.endswith(("xlsx", "ods"))])]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = dice.choice([part.filename for part in old.infolist() if part.filename.endswith(".xml")])
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, _xml(dice, content) if part.filename == chosen else content)
    return out.getvalue()


def _xml(dice: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(dice.choice((1, 2, 5))):
        at = dice.randrange(len(made) or 1)
        digits = [index for index, one in enumerate(made) if 48 <= one < 58]
        match dice.randrange(4):
            case 0:
                made[at : at + 1] = dice.choice((b"<", b">", b"&", b'"', b"A", b"\x00"))
            case 1 if digits:
                at = dice.choice(digits)
                made[at : at + 1] = str(dice.choice((0, 9, 99, 1048576, 2**31, 2**64))).encode()
            case 2:
                del made[at : at + dice.randrange(1, 60)]
            case _:
                made[at:at] = made[at : at + dice.randrange(1, 200)]
    return bytes(made)


def _cell(dice: random.Random) -> Any:
    match dice.randrange(9):
        case 0 | 1 | 2:
            return dice.choice(_TEXTS)
        case 3:
            return "".join(dice.choice(dice.choice(_TEXTS)) for _ in range(dice.randrange(12)))
        case 4:
            return dice.choice((0, 1, 12, 2020, 43896, 20200306, 10**15, -5, 2**70, True, False))
        case 5:
            return dice.choice((0.1, 2020.1, 43896.5, 5.3e17, float("inf"), 1e300, -0.0))
        case 6:
            return date(1900, 1, 1) + timedelta(days=dice.randrange(80_000))
        case 7:
            return datetime.fromisoformat("1970-01-01T00:00") + timedelta(seconds=dice.randrange(2**31))
        case _:
            return None


def _cells(dice: random.Random) -> Frame:
    """A table of random cells under headers that are known."""
    names = [*columns(), *synonyms(), *(extra.zh for extra in Extra), "籍贯", ""]
    heads = dice.sample(names, dice.randrange(1, 12))
    return Frame(["姓名", *heads], [["合成甲", *(_cell(dice) for _ in heads)] for _ in range(dice.randrange(1, 5))])


def _rows(dice: random.Random) -> bytes:
    """A workbook of random cells and headers anywhere."""
    width = dice.randrange(1, 6)
    names = list(columns())
    rows = [[dice.choice((dice.choice(names), _plain(_cell(dice)))) for _ in range(width)] for _ in range(6)]
    merged = [("s", 1, 1, 2, width)] if dice.random() < 0.3 and width > 1 and rows[0][0] is not None else []
    return workbook({"s": rows}, merged=merged, date_1904=dice.random() < 0.2)


def _plain(value: Any) -> Any:
    """A value that a workbook can hold."""
    return value if isinstance(value, str | bool | date | type(None)) or abs(value) < 1e14 else str(value)


_KINDS: dict[str, Callable[[random.Random], Any]] = {"bytes": _bytes, "part": _part, "cells": _cells, "rows": _rows}


def run(count: int, seed: int = 0) -> Iterator[tuple[int, str, str, float]]:
    """Tries some, one after the other: number, kind, what came of it, seconds.

    They are read in a process of their own, so that a file that ends the process is one that fell, and no more.
    """
    number, end = seed, seed + count
    while number < end:
        here, there = Pipe(duplex=False)
        child = get_context("fork").Process(target=_send, args=(there, number, end))
        child.start()
        there.close()
        with suppress(EOFError):
            while number < end:
                yield number, *here.recv()
                number += 1
        child.join()
        if number < end:
            yield number, mutant(number)[0], f"fell: the process ended with {child.exitcode}", 0.0
            number += 1


def _send(there: Connection, first: int, end: int) -> None:
    for number in range(first, end):
        there.send(tried(number))


def main() -> int:
    """Tries as many as asked for and says what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    seen: Counter[tuple[str, str]] = Counter()
    fell, slowest = 0, 0.0
    for number, kind, said, seconds in run(args.count, args.seed):
        seen[kind, said.partition(":")[0]] += 1
        slowest = max(slowest, seconds)
        if said.startswith("fell"):
            fell += 1
            print(f"{number} {kind} {said[:300]}", flush=True)
    print(f"{args.count} tried, {fell} fell, the slowest took {slowest:.2f} s: {dict(sorted(seen.items()))}")
    return min(fell, 1)


if __name__ == "__main__":
    sys.exit(main())
