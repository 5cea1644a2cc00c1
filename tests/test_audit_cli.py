"""``vocskills audit`` on a table of claims: decided into another file, what is wrong with its line."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from vocskills.auditing import audit
from vocskills.cli import main

ROWS = """\
claim.id,cohort.start_date,cohort.end_date,cohort.training_days,enrollment.attended_days,trainee.statuses.registered_poor
C1,2020-05-11,2020-05-20,10,10,是
C2,2020-05-11,2020-05-20,10
C3,2020-05-11,2020-05-20,10,99999,是
C4,2020-05-11,,10,8,
"""
NAME = "cn-yunnan-poverty-training.living_cost"


def run(source: Path, output: Path, *options: str) -> int:
    """The command by Yunnan's text."""
    policy = ["--policy", "cn-yunnan-poverty-training", "--lang", "en"]
    return main(["audit", str(source), "-o", str(output), *policy, *options])


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


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "numbers": ({"trainee.id_number": [533399198503150015, 533399198503150023]}, "a column of the wrong type"),
    "answered": ({f"{NAME}.outcome": ["eligible", "eligible"]}, "already has a column of the answer"),
    "dateless": ({"cohort.start_date": None, "cohort.end_date": None}, "no column holds a governing date"),
    "nothing": ({"cohort.start_date": None, "cohort.end_date": None, "claim.id": None}, "no column holds a fact"),
}


@pytest.mark.parametrize("rows", [(), ("--rows", "1")])
@pytest.mark.parametrize("name", WRONG)
def test_a_table_that_cannot_be_decided_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, rows: tuple[str, ...]
) -> None:
    """Identity numbers read as numbers, a table decided before, one without dates or facts: said, nothing written."""
    changes, said = WRONG[name]
    whole = {"claim.id": ["C1", "C2"], "cohort.start_date": ["2020-05-11"] * 2, "cohort.end_date": ["2020-05"] * 2}
    columns = {name: values for name, values in {**whole, **changes, "remark": ["", ""]}.items() if values is not None}
    source = tmp_path / "claims.parquet"
    pl.DataFrame(columns).write_parquet(source)
    assert run(source, tmp_path / "out.csv", *rows) == 1
    err = capsys.readouterr().err
    assert said in err
    assert "claims.parquet" in err
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["claims.parquet"]


@pytest.mark.parametrize("rows", [(), ("--rows", "1")])
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_without_rows_comes_back_with_the_columns_of_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, rows: tuple[str, ...]
) -> None:
    """No rows are no mistake: the answer has none either, and all its columns."""
    source, output = tmp_path / "claims.csv", tmp_path / f"decided{suffix}"
    source.write_text(ROWS.partition("\n")[0] + "\n", "utf-8")
    assert run(source, output, *rows) == 0
    assert "claims: 0, decided: 0" in capsys.readouterr().out
    found = pl.read_csv(output) if suffix == ".csv" else pl.read_parquet(output)
    assert found.height == 0
    assert f"{NAME}.outcome" in found.columns


@pytest.mark.parametrize("rows", [(), ("--rows", "2")])
def test_what_is_wrong_with_csv_costs_its_own_rows_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: tuple[str, ...]
) -> None:
    """A quote never closed, a number that a spreadsheet damaged and a claim that stands twice: the rest is decided."""
    source, output = tmp_path / "claims.csv", tmp_path / "decided.csv"
    text = """claim.id,cohort.start_date,trainee.id_number,remark
C1,2020-05-11,5.33399E+17,
"C2,2020-05-11,,
C3,2020-05-11,,"two
lines"
C4,2020-05-11,,
C5,2020-05-11,,
C4,2020-05-11,,
,2020-05-11,,
,2020-05-11,,
"""
    source.write_text(text, "utf-8")
    assert run(source, output, *rows) == 1
    said = capsys.readouterr()
    assert "claims: 7, decided: 4" in said.out
    places = [line.partition(": ")[0].removeprefix(str(source)) for line in said.err.splitlines()]
    assert places == [":2 trainee.id_number", ":3", ":6 claim.id", ":8 claim.id"]
    found = pl.read_csv(output)
    assert found["claim.id"].to_list() == ["C1", "C3", "C4", "C5", "C4", None, None]
    assert found["remark"].to_list()[1] == "two\nlines"


@pytest.mark.parametrize("rows", [(), ("--rows", "4000")])
def test_parquet_damaged_in_the_middle_is_said_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: tuple[str, ...]
) -> None:
    """A file whose end is whole and whose middle is not is found out while it is read."""
    source = tmp_path / "claims.parquet"
    names = [f"C{number}" for number in range(20_000)]
    pl.DataFrame({"claim.id": names, "cohort.start_date": ["2020-05-11"] * len(names)}).write_parquet(source)
    content = bytearray(source.read_bytes())
    at = len(content) // 3
    content[at : at + 2000] = b"\xff" * 2000
    source.write_bytes(content)
    assert run(source, tmp_path / "out.parquet", *rows) == 1
    said = capsys.readouterr().err
    assert "claims.parquet: the table cannot be read" in said
    assert [path.name for path in tmp_path.iterdir()] == ["claims.parquet"]


@pytest.mark.parametrize("rows", [(), ("--rows", "2")])
def test_a_full_disk_is_said_to_be_full(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, rows: tuple[str, ...]
) -> None:
    """The command names the file for which there is no room and what to do; nothing is left."""
    source = tmp_path / "claims.csv"
    source.write_text(ROWS, "utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device (os error 28)")

    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    monkeypatch.setattr(pl.LazyFrame, "sink_parquet", full)
    assert run(source, tmp_path / "decided.parquet", *rows) == 1
    said = capsys.readouterr().err
    assert "the disk is full" in said
    assert "--temp" in said
    assert list(tmp_path.iterdir()) == [source]


def test_rows_are_explained_where_they_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All reasons of a row follow the summary; a row that is not there, or was not decided, is said."""
    source, output = tmp_path / "claims.csv", tmp_path / "decided.csv"
    source.write_text(ROWS.replace("C2,2020-05-11,2020-05-20,10\n", ""), encoding="utf-8")
    assert run(source, output, "--explain", "0", "--explain", "1", "--explain", "3") == 1
    said = capsys.readouterr()
    page = said.out[said.out.index("all findings") :]
    assert "registered poor" in page
    assert said.out.count("all findings") == 1
    assert said.err.count("claims.csv:3 enrollment.attended_days") == 1
    assert "the table has no such row" in said.err
    assert "0 to 2" in said.err


def test_the_receipt_of_a_table_is_shown_with_and_without_a_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The digest is the one that the audit itself gives; a key changes it where the table has identifiers."""
    source, key = tmp_path / "claims.csv", tmp_path / "key"
    source.write_text("claim.id,trainee.person_key,cohort.start_date\nC1,A,2020-05-11\n", "utf-8")
    key.write_bytes(b"secret")
    digests = []
    for options, secret in (["--receipt"], None), (["--key-file", str(key)], b"secret"):
        assert run(source, tmp_path / "decided.parquet", *options) == 0
        wanted = audit(pl.read_csv(source), "cn-yunnan-poverty-training", key=secret).receipt
        shown = "".join(capsys.readouterr().out.split())
        assert wanted.input in shown
        assert ("keyedhashes" in shown) is wanted.keyed
        digests.append(wanted.input)
    assert digests[0] != digests[1]
