"""Tables of any kind in, the same kind out; and what is wrong with a table is said with its columns and rows."""

from __future__ import annotations

from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from vocskills import InputError, audit

NAME = "cn-yunnan-poverty-training.living_cost"
CLAIMS = pl.DataFrame(
    {
        "claim.id": ["C1", "C2"],
        "cohort.start_date": ["2020-05-11", "2020-05"],
        "cohort.end_date": ["2020-05-20", None],
        "enrollment.attended_days": [10, 8],
        "cohort.training_days": [10, 10],
        "trainee.statuses.registered_poor": [True, None],
        "remark": ["", "own column"],
    }
)


def decided(table: Any, **more: Any) -> Any:
    """The table decided by Yunnan's text alone."""
    return audit(table, "cn-yunnan-poverty-training", alone=True, **more)


@pytest.mark.parametrize("kind", ["polars", "lazy", "pandas", "pyarrow", "duckdb", "capsule"])
def test_the_same_kind_comes_back(kind: str) -> None:
    """Whatever kind of table is given, the answer is of that kind and says the same."""

    class Capsule:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return CLAIMS.__arrow_c_stream__(requested_schema)

    wanted = decided(CLAIMS).frame
    given: dict[str, Any] = {
        "polars": CLAIMS,
        "lazy": CLAIMS.lazy(),
        "pandas": nw.from_native(CLAIMS).to_pandas(),
        "pyarrow": CLAIMS.to_arrow(),
        "duckdb": duckdb.from_arrow(CLAIMS.to_arrow()),
        "capsule": Capsule(),
    }
    back = decided(given[kind]).frame
    if kind == "capsule":
        assert isinstance(back, pl.DataFrame)
    else:
        assert type(back) is type(given[kind])
    read = {"lazy": lambda: back.collect(), "duckdb": lambda: back.pl()}.get(
        kind, lambda: nw.from_native(back).to_polars()
    )()
    assert read.columns == wanted.columns
    assert read[f"{NAME}.most_fen"].to_list() == wanted[f"{NAME}.most_fen"].to_list()
    assert read[f"{NAME}.outcome"].cast(pl.String).to_list() == wanted[f"{NAME}.outcome"].cast(pl.String).to_list()


def test_totals_are_of_the_kind_given() -> None:
    """Totals have other rows than the table and come back as its kind all the same; rows keep the index of pandas."""
    wanted = decided(CLAIMS).totals("month").rows()
    pandas = nw.from_native(CLAIMS).to_pandas().set_axis(["x", "y"])
    for given in (pandas, CLAIMS.to_arrow(), duckdb.from_arrow(CLAIMS.to_arrow())):
        totals = decided(given).totals("month")
        assert type(totals) is type(given)
        read = totals.pl if hasattr(totals, "pl") else nw.from_native(totals, eager_only=True).to_polars
        assert read().rows() == wanted
    assert decided(pandas).frame.index.tolist() == ["x", "y"]


def test_arrow_is_read_however_it_comes() -> None:
    """Batches and readers of pyarrow are tables too; a table of pyarrow comes back."""
    table = CLAIMS.to_arrow()
    wanted = decided(table).frame
    for given in (table.to_reader(), table.combine_chunks().to_batches()[0]):
        assert decided(given).frame.equals(wanted)


def test_own_names_are_mapped_and_other_columns_carried_along() -> None:
    """A mapping gives the facts of the user's own columns; Chinese names need none; the rest stays as it is."""
    own = CLAIMS.rename({"cohort.start_date": "from", "cohort.end_date": "结业日期"})
    found = decided(own, mapping={"from": "cohort.start_date"})
    assert found.frame[f"{NAME}.most_fen"].to_list() == decided(CLAIMS).frame[f"{NAME}.most_fen"].to_list()
    assert found.frame["remark"].to_list() == ["", "own column"]


def faults(table: pl.DataFrame, **more: Any) -> list[str]:
    """What is said to be wrong with a table."""
    with pytest.raises(InputError) as caught:
        decided(table, **more)
    return [f"{fault.where} | {fault.what.en}" for fault in caught.value.faults]


def test_wrong_columns_are_named() -> None:
    """Types that cannot hold a fact, misspelt facts, doubled columns and unknown mappings are all named."""
    wrong = CLAIMS.with_columns(
        pl.lit(533323).alias("trainee.domicile"),
        pl.lit(60).alias("enrollment.fee_paid"),
        pl.lit("x").alias("trainee.birthdate"),
        pl.lit("2020-05-11").alias("开班日期"),
    )
    said = faults(wrong, mapping={"nowhere": "cohort.id"})
    for column in ("trainee.domicile", "enrollment.fee_paid", "trainee.birthdate", "开班日期", "nowhere"):
        assert any(one.startswith(f"{column} |") for one in said), column
    assert len(said) == 5


def test_wrong_rows_are_raised_together_or_reported() -> None:
    """Values out of range, members that do not exist and doubled claims: every one with its column and row."""
    wrong = pl.concat([CLAIMS, CLAIMS, CLAIMS]).with_columns(
        pl.Series("claim.id", ["C1", "C1", "C3", "C4", "C5", "C6"]),
        pl.Series("enrollment.attended_days", [10, 8, -1, 8, 10, 9999]),
        pl.Series("program.level", [None, None, None, "expert", "junior", None]),
    )
    said = faults(wrong)
    rows = {one.partition(" |")[0] for one in said}
    assert {"claim.id[0]", "claim.id[1]", "enrollment.attended_days[2]", "program.level[3]"} <= rows
    found = decided(wrong, on_fault="report")
    assert len(found.faults) == len(said)
    assert found.frame[f"{NAME}.outcome"].is_null().to_list() == [True, True, True, True, False, True]
    with pytest.raises(InputError):
        found.explain(2)


def test_a_table_without_a_governing_date_or_without_rows() -> None:
    """Without any governing date no text can be chosen; a table without rows has an answer without rows."""
    assert len(faults(CLAIMS.drop("cohort.start_date", "cohort.end_date"))) == 1
    assert faults(pl.DataFrame({"remark": ["x"]}))[0].endswith("no column holds a fact")
    assert decided(CLAIMS.clear()).frame.height == 0
