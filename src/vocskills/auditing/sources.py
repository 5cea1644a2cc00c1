"""Tables that may be larger than memory: files, several files and lazy frames, read some rows at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.auditing.csvrows import LINE, csv_blocks
from vocskills.auditing.faults import FaultLog, row_of
from vocskills.auditing.shelf import written
from vocskills.errors import Fault, InputError
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

KINDS = (".csv", ".parquet")
_NO_KIND = Text("看不出是哪种格式", "the format cannot be told")
_NAME_IT = Text("文件名以 .csv 或 .parquet 结尾", "let the name end in .csv or .parquet")
_NOT_PARQUET = Text("不是完整的 Parquet 文件", "not a whole Parquet file")
_FETCH_AGAIN = Text("重新导出或重新下载", "export or fetch it again")
_NO_FILE = Text("没有 Parquet 文件", "there is no Parquet file")
_OTHER_COLUMNS = Text("列与第一个文件不同", "its columns are not those of the first file")
_SAME = Text("同一张表的各文件列名和类型相同", "the files of one table have the same columns of the same types")
_SEVERAL = Text("几个文件合成一张表，须都是 Parquet", "several files are one table only where all of them are Parquet")
_UNREADABLE = Text("表无法读取", "the table cannot be read")
_PATTERN = frozenset("*?[")
_CSV_ROWS = 50_000


@attrs.frozen(eq=False)
class Source:
    """A table to be read.

    Attributes:
        name: what to call it in a fault.
        scan: its rows; of CSV every value is text.
        rows: how many.
        files: the files with their numbers of rows, in order; none for a table that is in no file.
        broken: rows of CSV that are not among the others.
        lined: whether the scan has the lines of the rows.
    """

    name: str
    scan: pl.LazyFrame
    rows: int
    files: tuple[tuple[str, int], ...] = ()
    broken: FaultLog = attrs.field(factory=FaultLog)
    lined: bool = False

    @cached_property
    def schema(self) -> Mapping[str, Any]:
        """The columns with their types."""
        with reading(self.name):
            return {name: kind for name, kind in self.scan.collect_schema().items() if name != LINE}

    @property
    def empty(self) -> pl.DataFrame:
        """The table without its rows."""
        import polars as pl

        return pl.DataFrame(schema=self.schema)

    def whole(self) -> pl.DataFrame:
        """All rows at once."""
        with reading(self.name):
            return self.scan.select(list(self.schema)).collect()

    def blocks(self, size: int, columns: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """The rows in their order, ``size`` at a time, at last the rest.

        Args:
            size: how many.
            columns: the columns wanted; by default all.
        """
        import polars as pl

        wanted = self.scan.select(list(self.schema) if columns is None else list(dict.fromkeys(columns)))
        kept: list[pl.DataFrame] = []
        with reading(self.name):
            for batch in wanted.collect_batches(chunk_size=size, maintain_order=True):
                kept.append(batch)
                while sum(map(len, kept)) >= size:
                    whole = pl.concat(kept, rechunk=False)
                    yield whole.head(size)
                    kept = [whole.slice(size)]
        rest = pl.concat(kept, rechunk=False) if kept else self.empty
        if len(rest):
            yield rest

    def at(self, places: Sequence[int]) -> pl.DataFrame:
        """The rows at some places, in this order."""
        import polars as pl

        with reading(self.name):
            rows = [self.scan.select(list(self.schema)).slice(place, 1) for place in places]
            return pl.concat(rows).collect() if rows else self.empty

    def placed(self, found: Sequence[tuple[int, Fault]]) -> list[tuple[int, Fault]]:
        """Faults with the file, and the line or the row in that file; each with what it is sorted by.

        Args:
            found: the faults with their rows; -1 for what is wrong with no row.
        """
        lines = self._lines([row for row, _ in found])
        return [self._placed(row, fault, lines) for row, fault in found]

    def _placed(self, row: int, fault: Fault, lines: Mapping[int, int]) -> tuple[int, Fault]:
        if not self.files:
            return row, fault
        column = row_of(fault)[0]
        if row < 0:
            return row, attrs.evolve(fault, file=self.name)
        if row in lines:
            return lines[row], attrs.evolve(fault, file=self.name, where=column, line=lines[row])
        firsts = [0, *accumulate(rows for _, rows in self.files)]
        number = bisect_right(firsts, row) - 1
        return row, attrs.evolve(fault, file=self.files[number][0], where=f"{column}[{row - firsts[number]}]")

    def _lines(self, rows: Sequence[int]) -> dict[int, int]:
        import polars as pl

        if not self.lined or not rows:
            return {}
        every = self.scan.select(LINE).with_row_index("^at")
        found = every.filter(pl.col("^at").is_in(sorted(set(rows)))).select("^at", LINE).collect()
        return dict(found.iter_rows())


@contextmanager
def reading(name: str) -> Iterator[None]:
    """What goes wrong in reading a table is said as a fault of it."""
    from polars.exceptions import PolarsError

    try:
        yield
    except PolarsError as error:
        raise InputError(Fault(_UNREADABLE, file=name, text=_first_line(error), remedy=_FETCH_AGAIN)) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]


def paths_of(given: str | Path | Sequence[str | Path]) -> list[Path]:
    """The files of one table: a file, a folder with Parquet files (by their names), a pattern, or several of them.

    Raises:
        InputError: nothing there is meant, or several files of which one is no Parquet.
    """
    named = [given] if isinstance(given, str | Path) else given
    found = [path for one in named for path in _files(Path(one))]
    if len(found) > 1 and any(path.suffix.lower() != ".parquet" for path in found):
        raise InputError(Fault(_SEVERAL, text=", ".join(map(str, found))))
    for path in found:
        check_kind(path)
    return found


def check_kind(path: Path) -> None:
    """Looks whether the name of a file says of what kind it is.

    Raises:
        InputError: neither CSV nor Parquet.
    """
    if path.suffix.lower() not in KINDS:
        raise InputError(Fault(_NO_KIND, file=str(path), remedy=_NAME_IT))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.glob("*.parquet"))
    elif _PATTERN & set(path.name) and not path.exists():
        found = sorted(path.parent.glob(path.name))
    else:
        return [path]
    if not found:
        raise InputError(Fault(_NO_FILE, file=str(path)))
    return found


def opened_files(given: str | Path | Sequence[str | Path], folder: Path | None = None) -> Source:
    """Opens the table of some files.

    Args:
        given: as :func:`paths_of` takes them.
        folder: where the rows of CSV are put meanwhile; by default they are held in memory.

    Raises:
        InputError: a file is not what its name says, or its header is damaged.
        OSError: a file cannot be read.
    """
    paths = paths_of(given)
    return _csv(paths[0], folder) if paths[0].suffix.lower() == ".csv" else parquet(paths)


def parquet(paths: Sequence[Path]) -> Source:
    """Parquet files as one table.

    Raises:
        InputError: a file is no whole Parquet file, or has other columns than the first; all of them at once.
        OSError: a file cannot be read.
    """
    import polars as pl
    from polars.exceptions import PolarsError

    faults: list[Fault] = []
    files: list[tuple[str, int]] = []
    first: Mapping[str, Any] | None = None
    for path in paths:
        with path.open("rb"):
            pass  # a file that is not there is no damaged one
        try:
            scan = pl.scan_parquet(path, glob=False)
            schema = scan.collect_schema()
            files.append((str(path), scan.select(pl.len()).collect().item()))
        except (PolarsError, OSError) as error:
            faults.append(Fault(_NOT_PARQUET, file=str(path), text=_first_line(error), remedy=_FETCH_AGAIN))
            continue
        first = schema if first is None else first
        if dict(schema) != dict(first):
            faults.append(Fault(_OTHER_COLUMNS, file=str(path), text=_unlike(schema, first), remedy=_SAME))
    if faults:
        raise InputError(faults)
    scan = pl.scan_parquet(list(paths), glob=False)
    name = str(paths[0]) if len(paths) == 1 else f"{paths[0]} … {paths[-1].name}"
    return Source(name, scan, sum(rows for _, rows in files), tuple(files))


def _unlike(schema: Mapping[str, Any], first: Mapping[str, Any]) -> str:
    names = [name for name in {**first, **schema} if schema.get(name) != first.get(name)]
    return ", ".join(names) or "order"


def _csv(path: Path, folder: Path | None) -> Source:
    import polars as pl

    broken, rows = FaultLog(), 0
    held: list[pl.DataFrame] = []
    pieces: list[Path] = []
    for number, block in enumerate(csv_blocks(path, _CSV_ROWS)):
        broken.add((fault.line, fault) for fault in block.faults)
        rows += len(block.frame)
        if folder is None:
            held.append(block.frame)
        else:
            pieces.append(folder / f"{path.stem}-{number:06d}.parquet")
            with written(pieces[-1]):
                block.frame.write_parquet(pieces[-1], compression="lz4")
    scan = pl.concat(held).lazy() if folder is None else pl.scan_parquet(pieces, glob=False)
    return Source(str(path), scan, rows, ((str(path), rows),), broken, lined=True)


def opened_any(given: Any, name: str, folder: Path) -> Source:
    """Opens files, or a table of any kind; a lazy frame is run once and its rows are put into the folder.

    Args:
        given: files as :func:`paths_of` takes them, or a table as :func:`vocskills.auditing.kinds.opened` does.
        name: what to call it.
        folder: where rows are put meanwhile.

    Raises:
        InputError: no such table, or a file that is not what its name says.
        OSError: a file cannot be read.
    """
    import polars as pl

    from vocskills.auditing.kinds import opened

    if is_files(given):
        inside = folder / name
        inside.mkdir()
        return opened_files(given, inside)
    if isinstance(given, pl.LazyFrame):
        path = folder / f"{name}.parquet"
        with reading(name):
            given.sink_parquet(path, maintain_order=True)
        return attrs.evolve(parquet([path]), name=name, files=())
    frame = opened(given, name)[0]
    return Source(name, frame.lazy(), frame.height)


def is_files(given: Any) -> bool:
    """Whether files are named, and not a table given."""
    several = isinstance(given, list | tuple) and bool(given)
    return all(isinstance(one, str | Path) for one in (given if several else [given]))
