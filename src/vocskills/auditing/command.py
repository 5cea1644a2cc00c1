"""``vocskills audit`` on a table of claims of any size: read, decided, written, summed up."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vocskills.errors import Fault, InputError
from vocskills.policy.pack import Policy
from vocskills.progress import Watch
from vocskills.text import Text

if TYPE_CHECKING:
    from vocskills.assessment import Assessment
    from vocskills.auditing import FileAudit

FURTHER = {
    "history": "补贴记录 / awards on record",
    "statuses": "人员身份 / statuses of persons",
    "checks": "班期检查 / checks of classes",
}
"""The further tables, with what they are."""
_TABLES = (".csv", ".parquet")
_NO_ROW = Text("表里没有这一行", "the table has no such row")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that a table of claims has besides those of a roster."""
    for name, about in FURTHER.items():
        parser.add_argument(f"--{name}", metavar="FILE", help=about)
    complete = "没有其他记录的附表 / a further table that holds all there is"
    parser.add_argument("--complete", action="append", default=[], choices=("history", "checks"), help=complete)
    renamed = "自用列名=事实 / a column of your own and its fact"
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FACT", help=renamed)
    rows = "大表每次约判定的行数 / rows of a large table that are decided at a time, about"
    parser.add_argument("--rows", type=int, metavar="N", help=rows)
    explain = "第 N 行的全部理由，自 0 起 / all findings of row N of the table, counted from 0"
    parser.add_argument("--explain", action="append", default=[], type=int, metavar="N", help=explain)
    receipt = "显示回执（再读一遍表） / show the receipt, for which the table is read again"
    parser.add_argument("--receipt", action="store_true", help=receipt)
    temp = "大表临时文件的文件夹 / a folder for parts of a large table (beside the output)"
    parser.add_argument("--temp", metavar="FOLDER", help=temp)


def is_table(args: argparse.Namespace) -> bool:
    """Whether claims are meant and not rosters: Parquet in, alone or in a folder, or CSV or Parquet out."""
    written = args.output is not None and Path(args.output).suffix.lower() in _TABLES
    return written or any(_is_parquet(Path(file)) for file in args.files)


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet" or (path.is_dir() and any(path.glob("*.parquet")))


def decide_table(args: argparse.Namespace, packs: Sequence[Policy], key: bytes | None, watch: Watch) -> FileAudit:
    """Decides a table and writes it; rows with faults are left undecided.

    Args:
        args: the arguments.
        packs: further policies.
        key: the key for identifiers in the receipt.
        watch: shows how far it is.

    Returns:
        What was decided.

    Raises:
        InputError: a table cannot be read at all.
        OSError: a file cannot be read or written.
    """
    from vocskills.auditing import audit_files

    return audit_files(
        args.files,
        args.output,
        args.policy,
        place=args.place,
        policies=packs,
        key=key,
        mapping=dict(pair.partition("=")[::2] for pair in args.map),
        history=args.history,
        statuses=args.statuses,
        checks=args.checks,
        complete=args.complete,
        on_fault="report",
        rows=args.rows,
        temp=args.temp,
        watch=watch,
    )


def explained(args: argparse.Namespace, found: FileAudit) -> tuple[list[Assessment], list[Fault]]:
    """The rows that were asked for with all their reasons, and what is wrong with others of them."""
    assessments: list[Assessment] = []
    faults: list[Fault] = []
    for row in args.explain:
        try:
            assessments.append(found.explain(row))
        except IndexError:
            expected = Text(f"0 至 {found.rows - 1}", f"0 to {found.rows - 1}")
            faults.append(Fault(_NO_ROW, "--explain", text=str(row), expected=expected))
        except InputError as error:
            faults += (fault for fault in error.faults if fault not in (*found.faults, *faults))
    return assessments, faults
