"""The receipt of a whole run: packs, engine and tables, identifiers left out or hashed under the caller's key."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from vocskills.assessment.answer import Receipt
from vocskills.auditing.run import Run
from vocskills.auditing.table import Table

if TYPE_CHECKING:
    import polars as pl

_ROWS = 100_000


def receipt(run: Run) -> Receipt:
    """The receipt of a run: the facts of all tables in the order of their rows, digested."""
    from importlib.metadata import version

    digest = sha256()
    tables = {"claims": run.table, **{name: one.table for name, one in sorted(run.further.items())}}
    for name, table in tables.items():
        for part in _written(name, table, run):
            digest.update(part)
    local, beside = run.policies
    packs = tuple(sorted((policy.id, policy.digest) for policy in (*local, *beside)))
    return Receipt(version("vocskills"), packs, digest.hexdigest(), bool(run.by.key))


def _written(name: str, table: Table, run: Run) -> Iterator[bytes]:
    """A table as bytes: its facts by path, in the order of the paths, a thousand rows at a time."""
    import polars as pl

    yield f"{name} {sorted(table.headers)} {sorted(run.complete)} {run.rulings!r}\n".encode()
    for start in range(0, table.frame.height, _ROWS):
        rows = table.frame.slice(start, _ROWS)
        shown = {path: _shown(rows.get_column(header), path, run) for path, header in sorted(table.headers.items())}
        yield pl.DataFrame(shown).write_csv(include_header=False).encode()


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
