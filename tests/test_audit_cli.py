"""``vocskills audit`` on a table of claims: decided into another file, what is wrong with its line."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from vocskills.cli import main

ROWS = """\
claim.id,cohort.start_date,cohort.end_date,cohort.training_days,enrollment.attended_days,trainee.statuses.registered_poor
C1,2020-05-11,2020-05-20,10,10,是
C2,2020-05-11,2020-05-20,10
C3,2020-05-11,2020-05-20,10,99999,是
C4,2020-05-11,,10,8,
"""
NAME = "cn-yunnan-poverty-training.living_cost"


def run(source: Path, output: Path) -> int:
    """The command by Yunnan's text."""
    policy = ["--policy", "cn-yunnan-poverty-training", "--lang", "en"]
    return main(["audit", str(source), "-o", str(output), *policy])


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_broken_rows_are_reported_with_their_lines_and_the_rest_is_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    """A row with a cell too few and one with an impossible value are named by line; the others are written decided."""
    source, output = tmp_path / "claims.csv", tmp_path / f"decided{suffix}"
    source.write_text(ROWS, "utf-8")
    assert run(source, output) == 1
    said = capsys.readouterr()
    assert "claims: 3, decided: 2" in said.out
    assert f"{source}:3: not decided" in said.err
    assert f"{source}:4 enrollment.attended_days" in said.err
    found = pl.read_parquet(output) if suffix == ".parquet" else pl.read_csv(output)
    assert found["claim.id"].to_list() == ["C1", "C3", "C4"]
    assert found[f"{NAME}.most_fen"].to_list() == [60000, None, 60000]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["claims.csv", output.name])


def test_files_that_are_not_what_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Text named Parquet, a cut Parquet file, an empty file, another ending, no file: an error and no traceback."""
    whole = tmp_path / "whole.parquet"
    pl.DataFrame({"cohort.start_date": ["2020-05-11"] * 1000}).write_parquet(whole)
    files = {"text.parquet": ROWS.encode(), "cut.parquet": whole.read_bytes()[:-200], "empty.csv": b"", "odd.txt": b"x"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    for name in (*files, "nowhere.csv"):
        assert run(tmp_path / name, tmp_path / "out.csv") == 1
        said = capsys.readouterr().err
        assert name[:5] in said  # a long path is cut where it is shown
        assert "Traceback" not in said
    assert not (tmp_path / "out.csv").exists()


def test_a_table_is_not_written_over_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table given as its own output is refused and stays as it is."""
    source = tmp_path / "claims.csv"
    source.write_text(ROWS, "utf-8")
    assert run(source, source) == 1
    assert "the output is the input file" in capsys.readouterr().err
    assert source.read_text("utf-8") == ROWS


def test_an_answer_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the answer cannot be written, that is said and what stood there before still stands there."""
    source, folder = tmp_path / "claims.csv", tmp_path / "decided.csv"
    source.write_text(ROWS, "utf-8")
    folder.mkdir()
    assert run(source, folder) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv", "decided.csv"]


@pytest.mark.parametrize("library", ["polars", "narwhals"])
def test_what_is_not_installed_is_named_with_its_extra(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """Without a library of tables the command says what to install, and nothing is written."""
    source = tmp_path / "claims.csv"
    source.write_text(ROWS, "utf-8")
    monkeypatch.setitem(sys.modules, library, None)
    assert run(source, tmp_path / "decided.csv") == 1
    said = capsys.readouterr().err
    assert library in said
    assert "vocskills[frames]" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == [source]
