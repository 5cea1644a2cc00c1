"""Pieces of tables put on disk by number and taken from there again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from os import strerror
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import polars as pl

PIECE = "^piece"
"""The column with the number of the piece that a row belongs to."""
AT = "^at"
"""The column with the place of a row in the whole table."""

_SYSTEM = re.compile(r"os error ([0-9]+)")


@contextmanager
def written(path: Path) -> Iterator[None]:
    """What goes wrong in writing is said as the system says it, with the file's name.

    Raises:
        OSError: with its number, such as that of a full disk.
    """
    from polars.exceptions import PolarsError

    try:
        yield
    except (PolarsError, OSError) as error:
        found = _SYSTEM.search(str(error))
        number = getattr(error, "errno", None) or (int(found[1]) if found else None)
        if number is None:
            raise OSError(f"{path}: {error}") from error
        raise OSError(number, strerror(number), str(path)) from error


@attrs.define
class Shelf:
    """A folder with a folder for each number, in which the pieces stand in the order in which they came.

    Attributes:
        folder: where.
    """

    folder: Path
    _put: int = 0

    def put(self, frame: pl.DataFrame) -> None:
        """Puts rows away by their :data:`PIECE`."""
        self._put += 1
        for (number,), rows in frame.partition_by(PIECE, as_dict=True, include_key=False, maintain_order=True).items():
            inside = self.folder / f"{number:06d}"
            inside.mkdir(parents=True, exist_ok=True)
            file = inside / f"{self._put:06d}.ipc"
            with written(file):
                rows.write_ipc(file, compression="lz4")

    def take(self, number: int) -> pl.DataFrame | None:
        """All rows of a number in the order in which they were put away, once; none if there are none."""
        import polars as pl

        inside = self.folder / f"{number:06d}"
        if not inside.exists():
            return None
        found = [pl.read_ipc(file) for file in sorted(inside.iterdir())]
        rmtree(inside)
        return pl.concat(found, rechunk=True)
