"""``vocskills audit`` on a table of claims: read, decided, written, summed up."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from vocskills.errors import Fault, InputError
from vocskills.policy.pack import Policy
from vocskills.text import Text

FURTHER = {
    "history": "补贴记录 / awards on record",
    "statuses": "人员身份 / statuses of persons",
    "checks": "班期检查 / checks of classes",
}
"""The further tables, with what they are."""
_TABLES = (".csv", ".parquet")
_ONE_TABLE = Text("申领表一次一份", "one table of claims at a time")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that a table of claims has besides those of a roster."""
    for name, about in FURTHER.items():
        parser.add_argument(f"--{name}", metavar="FILE", help=about)
    complete = "没有其他记录的附表 / a further table that holds all there is"
    parser.add_argument("--complete", action="append", default=[], choices=("history", "checks"), help=complete)
    renamed = "自用列名=事实 / a column of your own and its fact"
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FACT", help=renamed)


def is_table(args: argparse.Namespace) -> bool:
    """Whether claims are meant and not rosters: Parquet in, or CSV or Parquet out."""
    written = args.output is not None and Path(args.output).suffix.lower() in _TABLES
    return written or any(Path(file).suffix.lower() == ".parquet" for file in args.files)


def decide_table(args: argparse.Namespace, packs: Sequence[Policy]) -> tuple[list[str], list[Fault]]:
    """Decides a table and writes it; rows with faults are left undecided.

    Args:
        args: the arguments.
        packs: further policies.

    Returns:
        The summary, and what is wrong with rows that were not decided.

    Raises:
        InputError: a table cannot be read at all.
        OSError: a file cannot be read or written.
    """
    from vocskills.auditing import audit, limited
    from vocskills.auditing.files import check_output, read_table, write_table
    from vocskills.auditing.summary import summary_lines

    if len(args.files) > 1:
        raise InputError(Fault(_ONE_TABLE, text=", ".join(args.files)))
    if args.output:
        check_output(Path(args.output))
    claims = read_table(Path(args.files[0]))
    further = {name: read_table(Path(getattr(args, name))) for name in FURTHER if getattr(args, name)}
    broken = [fault for one in further.values() for fault in one.faults]
    if broken:
        raise InputError(limited(broken))
    try:
        found = audit(
            claims.frame,
            args.policy,
            place=args.place,
            policies=packs,
            mapping=dict(pair.partition("=")[::2] for pair in args.map),
            history=further["history"].frame if "history" in further else None,
            statuses=further["statuses"].frame if "statuses" in further else None,
            checks=further["checks"].frame if "checks" in further else None,
            complete=args.complete,
            on_fault="report",
        )
    except InputError as error:
        raise InputError(claims.placed(error.faults)) from None
    if args.output:
        write_table(found.frame, Path(args.output))
    faults = [*claims.faults, *claims.placed(found.faults)]
    return list(summary_lines(found, args.lang)), limited(sorted(faults, key=lambda fault: fault.line))
