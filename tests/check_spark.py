"""Spark decides as one machine does. Run by ``make test-spark``: it needs Java and the extra ``spark``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from typing import Any

import polars as pl
import pytest
from benchmarks.workload import by_library, generate
from benchmarks.workload.tables import PACK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trees
from tables import Tables, cases, disagreements
from vocskills.auditing import audit
from vocskills.engines.columns import Compiler
from vocskills.engines.sql import Dialect, Sql, statement
from vocskills.errors import InputError
from vocskills.language.nodes import Node

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on this machine"),
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed: pip install 'vocskills[spark]'"),
    pytest.mark.filterwarnings("ignore"),
]
PERSON = "trainee.person_key"
GIVEN: dict[str, Any] = {"place": "120000", "alone": True, "complete": {"history"}}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A Spark of two threads."""
    from pyspark.sql import SparkSession

    # The workers are to have what this Python has.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def claims() -> pl.DataFrame:
    """A few thousand claims, one person with 90 of them and some of nobody known."""
    found = generate.claims(3_000).with_columns(pl.col(pl.Enum).cast(pl.String))
    many = pl.int_range(pl.len()) % 33 == 0
    return found.with_columns(pl.when(many).then(pl.lit("p-many")).otherwise(PERSON).alias(PERSON))


@pytest.fixture(scope="module")
def history() -> pl.DataFrame:
    """The awards on record of the persons."""
    return generate.history(3_000).with_columns(pl.col(pl.Enum).cast(pl.String))


def answered(found: Any) -> list[tuple[Any, ...]]:
    """What is said of each claim, by its id."""
    frame = pl.DataFrame(found).sort("claim.id")
    columns = [name for name in frame.columns if name.startswith(("benchmark-claims.", "total."))]
    return frame.select("claim.id", *(pl.col(name).cast(pl.String) for name in sorted(columns))).rows()


@pytest.mark.parametrize("chunk", [200_000, 150])
def test_spark_decides_as_one_machine(spark: Any, claims: pl.DataFrame, history: pl.DataFrame, chunk: int) -> None:
    """Whole persons in chunks of any size: every column of the answer is that of ``audit``, claim by claim."""
    from vocskills.spark import audit as on_spark

    whole = audit(claims, by_library.policy(), history=history, **GIVEN)
    mine, had = (spark.createDataFrame(one.to_arrow()) for one in (claims, history))
    found = on_spark(mine, PACK, history=had, chunk=chunk, **GIVEN).toArrow()
    assert found.num_rows == len(claims)
    assert answered(found) == answered(whole.frame)


def test_a_table_without_persons_is_refused(spark: Any) -> None:
    """Spark has to know where a claim is decided."""
    from vocskills.spark import audit as on_spark

    with pytest.raises(InputError, match=r"trainee\.person_key"):
        on_spark(spark.createDataFrame([("c-1",)], ["claim.id"]), place="120000")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(nodes=st.lists(trees.trees(depth=3), min_size=1, max_size=3), seed=st.integers(0, 1_000))
def test_the_sql_agrees_with_the_interpreter(spark: Any, nodes: list[Node], seed: int) -> None:
    """Random trees over random tables with gaps: Spark's SQL has the interpreter's bounds in every row."""
    assert disagreements(partial(by_spark, spark), nodes, cases(seed, 20))[1] == []


def by_spark(session: Any, nodes: Any, found: Tables) -> list[list[tuple[int, int]]]:
    """The bounds of trees by one statement of Spark's SQL."""
    algebra = Sql(Dialect.SPARK)
    compiler = Compiler(algebra, found.shape)
    outputs: dict[str, Any] = {}
    for number, node in enumerate(nodes):
        lo, hi = compiler.pair(node)
        outputs |= {f"lo{number}": lo, f"hi{number}": hi}
    names = {source: f"records_{number}" for number, source in enumerate(found.records)}
    text = statement(compiler.program(outputs), algebra, "claims", names)
    session.createDataFrame(found.claims.to_arrow()).createOrReplaceTempView("claims")
    for source, name in names.items():
        session.createDataFrame(found.records[source].to_arrow()).createOrReplaceTempView(name)
    rows = sorted(tuple(row) for row in session.sql(text).collect())
    return [[(int(row[2 * n + 1]), int(row[2 * n + 2])) for row in rows] for n in range(len(nodes))]
