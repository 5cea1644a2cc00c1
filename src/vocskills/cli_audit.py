"""``vocskills audit``: rosters as schools have them in, annotated workbooks out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vocskills.auditing.files import refuse_itself
from vocskills.errors import Fault, InputError
from vocskills.language import vocabulary
from vocskills.places import check_place
from vocskills.progress import Watch, unwatched
from vocskills.text import Lang, Text

if TYPE_CHECKING:
    from vocskills.checks import Limits
    from vocskills.policy.pack import Policy
    from vocskills.roster import Roster

_NOT_A_FOLDER = Text("有几个花名册时，-o 应为已有的文件夹", "with several rosters -o must be a folder that exists")
_NOT_POSITIVE = Text("不是正整数", "not a whole number above zero")
_TWICE = Text("两个输出文件同名", "two outputs have one name")
_ONE_BY_ONE = Text("分别写到不同的文件夹", "write them one by one, to different folders")
_A_ROSTER = Text(
    "输入是花名册，其审核结果是工作簿，不是 CSV 或 Parquet",
    "the input is a roster, whose audit is a workbook and no CSV or Parquet",
)
_AS_WORKBOOK = Text(
    "用 -o 写一个 .xlsx 文件名；要按申领表判定，列名写成事实（如 trainee.birth_date），或用 --map 对应",
    "name an .xlsx file with -o; to decide it as a table of claims, name its columns by facts such as "
    "trainee.birth_date, or map them with --map",
)
_HEAD_LINES, _LINE_MOST = 10, 2**16
_READING, _WRITING = Text("读取", "reading"), Text("写出", "writing")
_WRITTEN = Text("已写出：", "written: ")
_BAR = 24
Read = Callable[[str], "Roster"]
T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command besides those of reading a roster."""
    files = "花名册或申领表 / rosters (xlsx, xls, ods, csv), or a table of claims (csv, parquet)"
    parser.add_argument("files", nargs="+", metavar="FILE", help=files)
    output = "写到 / the workbook, CSV or Parquet to write, or a folder"
    parser.add_argument("-o", "--output", metavar="OUT", help=output)
    parser.add_argument("--public", action="store_true", help="供公示，隐藏证件号码等 / for publication, masked")
    parser.add_argument("--filed", action="append", default=[], metavar="FILE", help="备案花名册 / a roster as filed")
    parser.add_argument("--class-size", type=int, metavar="N", help="当地班级人数上限 / most people in a class")
    parser.add_argument("--hours-a-day", type=int, metavar="N", help="当地每日学时上限 / most class hours a day")
    parser.add_argument("--policy", help="只按这份政策 / by this policy alone (and the national ones beside it)")
    parser.add_argument("--place", help="行政区划代码 / division code, instead of the roster's own")
    parser.add_argument("--pack", action="append", default=[], metavar="FILE", help="另加文件包 / a further pack")
    parser.add_argument("--key-file", metavar="FILE", help="回执中身份信息的密钥 / key for identifiers in the receipt")


def audit(args: argparse.Namespace, read: Read, packs: Sequence[Policy], key: bytes | None) -> list[str]:
    """Audits rosters and writes their workbooks.

    Args:
        args: the arguments.
        read: reads one roster.
        packs: further policies.
        key: the key for the receipts.

    Returns:
        The page to print.

    Raises:
        InputError: a roster cannot be opened, the rosters contradict one another, or an output cannot be written.
    """
    from vocskills.workbook import audit_roster
    from vocskills.workbook.page import audit_lines

    _check_arguments(args)
    outputs = _outputs(args.files, args.output)
    with progress(args.lang) as watch:
        rosters = [read(file) for file in watch(_READING, args.files)]
        filed = [read(file) for file in watch(_READING, args.filed)]
        found = audit_roster(
            rosters,
            policy=args.policy,
            place=args.place,
            policies=packs,
            key=key,
            filed=filed,
            limits=_limits(args),
            watch=watch,
        )
        for number, output in enumerate(watch(_WRITING, outputs)):
            found.write(output, file=number, public=args.public, lang=args.lang)
    return [*audit_lines(found, args.lang), "", *(f"{_WRITTEN.of(args.lang)}{output}" for output in outputs)]


def _check_arguments(args: argparse.Namespace) -> None:
    if args.place is not None:
        check_place(args.place, "--place")
    for name in ("class_size", "hours_a_day"):
        value = getattr(args, name)
        if value is not None and value < 1:
            raise InputError(Fault(_NOT_POSITIVE, f"--{name.replace('_', '-')}", text=str(value)))


def _limits(args: argparse.Namespace) -> Limits:
    from vocskills.checks import Limits

    return Limits(class_size=args.class_size, hours_a_day=args.hours_a_day)


def _outputs(files: Sequence[str], output: str | None) -> list[Path]:
    """Where each roster's workbook goes: beside it with ``.audit.xlsx``, to the file named, or into the folder named.

    Raises:
        InputError: an output is one of the inputs, two have one name, or there is no such folder.
    """
    inputs = [Path(file) for file in files]
    found = [path.with_name(f"{path.stem}.audit.xlsx") for path in inputs]
    if output is not None:
        folder = Path(output)
        if len(files) > 1 and not folder.is_dir():
            raise InputError(Fault(_NOT_A_FOLDER, file=output))
        found = [folder / path.name for path in found] if folder.is_dir() else [folder]
    for path in found:
        refuse_itself(path, files)
        if found.count(path) > 1:
            raise InputError(Fault(_TWICE, file=str(path), remedy=_ONE_BY_ONE))
    return found


def refuse_roster(file: str, output: str) -> None:
    """A roster's answers are a workbook; only a table of claims, whose headers are facts, is written as one.

    Raises:
        InputError: a CSV file has the headers of a roster and none of a table of claims.
    """
    from vocskills.roster.headers import meaning
    from vocskills.roster.load.text import read_csv

    refuse_itself(Path(output), [file])
    if Path(file).suffix.lower() != ".csv":
        return
    with Path(file).open("rb") as opened:
        head = b"".join(opened.readline(_LINE_MOST) for _ in range(_HEAD_LINES))
    try:
        cells = [cell for sheet in read_csv(head, file).sheets for row in sheet.rows for cell in row]
    except InputError:
        return
    words = [cell for cell in cells if isinstance(cell, str)]
    facts = vocabulary.facts()
    if not any(word in facts for word in words) and any(_is_of_person(meaning(word).targets) for word in words):
        raise InputError(Fault(_A_ROSTER, file=output, remedy=_AS_WORKBOOK))


def _is_of_person(targets: Sequence[str]) -> bool:
    return any(target in ("trainee.name", "trainee.id_number") for target in targets)


@contextmanager
def progress(lang: Lang) -> Iterator[Watch]:
    """A bar on standard error while a person looks on; nothing where the output goes elsewhere."""
    shown = sys.stderr is not None and sys.stderr.isatty()
    try:
        yield _bar(lang) if shown else unwatched
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _bar(lang: Lang) -> Watch:
    def watch(doing: Text, items: Sequence[T], /) -> Iterable[T]:
        every = max(len(items) // 200, 1)
        for number, item in enumerate(items):
            if number % every == 0:
                done = _BAR * number // len(items)
                bar = "█" * done + "░" * (_BAR - done)
                print(f"\r\033[K{doing.of(lang)} {bar} {number}/{len(items)}", end="", file=sys.stderr, flush=True)
            yield item

    return watch
