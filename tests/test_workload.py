"""The workload of the audit benchmarks: the versions written by hand decide as the library does."""

from __future__ import annotations

import subprocess
import sys

import pytest
from benchmarks.workload import by_hand_polars, by_hand_python, by_library, generate, run, stateless, stream
from benchmarks.workload.tables import PACK


def test_the_versions_by_hand_are_equal() -> None:
    """Polars and plain Python give the same outcomes and bounds, missing values and earlier claims included."""
    claims, history = generate.claims(20_000), generate.history(20_000)
    found = by_hand_polars.decide(claims, history)
    assert found.rows() == by_hand_python.decide(claims.to_dicts(), history.to_dicts())
    assert set(found["training_fee.outcome"]) == {1, 2, 3, 4}
    doubtful = found.filter(found["training_fee.least"] < found["training_fee.most"])
    assert len(doubtful) > 500


def test_the_library_decides_as_the_version_by_hand() -> None:
    """Claim by claim ``assess_all`` gives the outcomes and bounds of the plain Python."""
    claims, history = generate.claims(600, seed=7), generate.history(600, seed=7)
    assert len(claims["trainee.person_key"].drop_nulls().unique()) < 500
    rows, had = claims.to_dicts(), history.to_dicts()
    assert by_library.decide(rows, had) == by_hand_python.decide(rows, had)


def test_the_table_decided_by_the_library_is_the_one_decided_by_hand() -> None:
    """``audit`` gives every claim the outcomes and bounds of the Polars written by hand, on more than ten thousand."""
    claims, history = generate.claims(12_000, seed=5), generate.history(12_000, seed=5)
    assert by_library.audited(claims, history).equals(by_hand_polars.decide(claims, history))


def test_the_part_without_earlier_claims_is_the_one_decided_by_hand() -> None:
    """The model without its rules on awards gives the outcomes and amounts of the part written by hand."""
    claims = generate.claims(12_000, seed=5)
    found = stateless.answered(stateless.decided(claims))
    assert found.equals(stateless.by_hand(by_hand_polars.stateless(claims)))
    assert set(found["training_fee.outcome"]) == {1, 2, 3, 4}
    assert stateless.policy().subsidies.keys() == stateless.FEES.keys()
    assert len(stateless.policy().subsidies["training_fee"].requires) == 10


def test_the_engine_alone_says_what_the_audit_says() -> None:
    """What is measured as the engine decides the same outcomes and amounts, as numbers."""
    claims = generate.claims(2_000, seed=6)
    judged, found = stateless.engine(claims)(), stateless.decided(claims).frame
    said = f"{stateless.policy().id}.training_fee"
    paid = judged["0 paid"]
    assert judged.filter(paid)["0 least"].to_list() == found[f"{said}.amount_least_fen"].drop_nulls().to_list()
    assert judged.filter(paid)["0 most"].to_list() == found[f"{said}.amount_most_fen"].drop_nulls().to_list()


def test_all_versions_are_measured_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """The measurement first proves the versions equal, then prints a line for each with its ratio."""
    run.main(["300"])
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 6
    assert sum("x polars by hand, stateless" in line for line in said) == 3
    assert "audit is" in said[0]


def test_the_table_is_the_same_for_the_same_seed() -> None:
    """Batches of one seed are the same claims, however many are made of the table."""
    assert generate.claims(1_000, seed=3).equals(generate.claims(1_000, seed=3))
    assert not generate.claims(1_000, seed=3).equals(generate.claims(1_000, seed=4))


def test_the_model_is_a_pack_without_faults() -> None:
    """``vocskills check`` finds no fault in the model, and its title says that it is not the law."""
    command = [sys.executable, "-m", "vocskills", "check", str(PACK), "--lang", "en"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "no faults" in said
    assert "not the law" in by_library.policy().title.en


def test_tables_larger_than_memory_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """The measurement decides a table in parts in a process of its own and prints time, memory and steps."""
    stream.main(["300", "--at-once", "100"])
    said = capsys.readouterr().out
    assert "us/row of processors" in said
    assert "MiB" in said
    assert "deciding" in said
