"""Answers written to files: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vocskills.auditing.shelf import written
from vocskills.auditing.sources import check_kind
from vocskills.errors import Fault, InputError
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

_ITSELF = Text("输出文件就是输入文件", "the output is the input file")
_OTHER_NAME = Text("用 -o 另写一个文件名", "give another name with -o")


def refuse_itself(output: Path, inputs: Iterable[str | Path]) -> None:
    """An audit is never written over what it was made from.

    Raises:
        InputError: the output is one of the files.
    """
    if output.resolve() in {Path(file).resolve() for file in inputs}:
        raise InputError(Fault(_ITSELF, file=str(output), remedy=_OTHER_NAME))


def check_output(path: Path, inputs: Iterable[str | Path]) -> None:
    """Looks at the name of a file that is to be written, before anything is decided.

    Raises:
        InputError: neither CSV nor Parquet, or one of the inputs.
        OSError: its folder is not there, or a folder stands in its place.
    """
    check_kind(path)
    refuse_itself(path, inputs)
    if path.is_dir():
        raise IsADirectoryError(21, "Is a directory", str(path))
    if not path.absolute().parent.is_dir():
        raise FileNotFoundError(2, "No such file or directory", str(path.parent))


def write_table(path: Path, schema: Mapping[str, Any], frames: Callable[[], Iterable[pl.DataFrame]]) -> None:
    """Writes a table beside its place and then puts it there, so that a full disk leaves nothing half written.

    Args:
        path: where to.
        schema: the columns.
        frames: makes the rows, some at a time.

    Raises:
        OSError: the file cannot be written.
    """
    from polars.io.plugins import register_io_source

    def rows(columns: list[str] | None, *_: object) -> Iterator[pl.DataFrame]:
        return (frame if columns is None else frame.select(columns) for frame in frames())

    beside = path.with_name(f".{path.name}.part")
    scan = register_io_source(rows, schema=dict(schema))
    try:
        with written(path):
            if path.suffix.lower() == ".parquet":
                scan.sink_parquet(beside, maintain_order=True)
            else:
                scan.sink_csv(beside, maintain_order=True)
            beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink()
