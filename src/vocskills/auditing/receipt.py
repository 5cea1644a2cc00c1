"""The receipt of a whole run: packs, engine and tables, identifiers left out or hashed under the caller's key."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from vocskills.assessment.answer import Receipt
from vocskills.assessment.receipt import signed
from vocskills.auditing.run import Run
from vocskills.auditing.table import Table

if TYPE_CHECKING:
    import polars as pl

_ROWS = 100_000


def receipt(run: Run) -> Receipt:
    """The receipt of a run: the facts of all tables in the order of their rows, digested."""
    tables = {"claims": run.table, **{name: one.table for name, one in run.further.items()}}
    return receipt_of(run, {name: _slices(table.frame) for name, table in tables.items()})


def receipt_of(run: Run, rows: Mapping[str, Iterable[pl.DataFrame]]) -> Receipt:
    """The receipt of a run over tables whose rows come some at a time.

    Args:
        run: what is decided, by which texts; its tables need no rows.
        rows: the rows of the claims and of the further tables.
    """
    digest = sha256()
    tables = {"claims": run.table, **{name: one.table for name, one in sorted(run.further.items())}}
    for name, table in tables.items():
        digest.update(f"{name} {sorted(table.headers)} {sorted(run.complete)} {run.rulings!r}\n".encode())
        for frame in rows[name]:
            digest.update(_written(frame, table, run))
    return signed(run.every_policy, digest.hexdigest(), run.by.key)


def _slices(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return (frame.slice(start, _ROWS) for start in range(0, frame.height, _ROWS))


def _written(frame: pl.DataFrame, table: Table, run: Run) -> bytes:
    """Rows as bytes: the facts by path, in the order of the paths."""
    import polars as pl

    shown = {path: _shown(frame.get_column(header), path, run) for path, header in sorted(table.headers.items())}
    return pl.DataFrame(shown).write_csv(include_header=False).encode()


def _shown(values: pl.Series, path: str, run: Run) -> pl.Series:
    """The values of a fact as text; what identifies a person hashed, or left out."""
    import polars as pl

    if not run.is_private(path):
        return values.cast(pl.String)
    key = run.by.key
    if key is None:
        return values.is_not_null().cast(pl.String)
    distinct = values.cast(pl.String).drop_nulls().unique()
    hashed = {text: hmac.new(key, text.encode(), sha256).hexdigest() for text in distinct.to_list()}
    table = pl.DataFrame({"v": list(hashed), "h": list(hashed.values())}, schema={"v": pl.String, "h": pl.String})
    return pl.DataFrame({"v": values.cast(pl.String)}).join(table, on="v", how="left", maintain_order="left")["h"]
