"""A table decided part by part is decided as a whole one."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from claimtables import CHECKS, COMMON, HISTORY, STATUSES, people, table
from people import identity_number
from vocskills.assessment import Assessment
from vocskills.auditing import FileAudit, audit, audit_files
from vocskills.auditing.faults import row_of
from vocskills.errors import Fault, InputError
from vocskills.text import Text

PATHS = [path for path in COMMON if path != "cohort.id"]


def claims_of(seed: int, rows: int, persons: int) -> pl.DataFrame:
    """Claims of a few persons told apart by key, by number, by both or by nothing, some of them twice in the table."""
    draw = random.Random(seed)
    numbers = [identity_number(f"19{60 + at % 40}0301", at % 400, male=True) for at in range(persons)]
    who = [draw.randrange(persons) for _ in range(rows)]
    keys = [draw.choice([f"person {one}", f"person {one}", None, " "]) for one in who]
    written = [draw.choice([numbers[one], f" {numbers[one].lower()} ", None, None, "xyz"]) for one in who]
    cohorts = [draw.choice([None, *("ABCDEFGH" if rows > 12 else "AB")]) for _ in who]
    ids = [draw.choice([f"C{row}", f"C{row}", None]) if draw.random() < 0.97 else "C0" for row in range(rows)]
    return (
        table(seed, rows, PATHS, mistakes=0.004)
        .with_columns(
            pl.Series("claim.id", ids, dtype=pl.String),
            pl.Series("trainee.person_key", keys, dtype=pl.String),
            pl.Series("trainee.id_number", written, dtype=pl.String),
            pl.Series("cohort.id", cohorts, dtype=pl.String),
            pl.Series("birth", [None] * rows, dtype=pl.String),
            pl.Series("remark", [f"row {row}" for row in range(rows)]),
        )
        .drop("trainee.birth_date", "trainee.sex", strict=False)
    )


def placed(faults: tuple[Fault, ...] | list[Fault]) -> list[Fault]:
    """Faults in the order of their rows."""
    return sorted(faults, key=lambda fault: (int(fault.where.rpartition("[")[2].rstrip("]")), repr(fault)))


def alike(claims: pl.DataFrame, folder: Path, rows: int, **given: Any) -> FileAudit:
    """Decided in parts and as a whole, everything that is said is the same."""
    given |= {"place": "533323", "on_fault": "report", "key": b"k"}
    extra = ["remark"] if "remark" in claims.columns else []
    whole = audit(claims, **given)
    output = folder / "decided.parquet"
    found = audit_files(claims, output, rows=rows, totals=extra, **given)
    assert_frame_equal(pl.read_parquet(output), whole.frame)
    assert placed(list(found.faults)) == placed(whole.faults)
    for by in (None, "month", "fund", *extra):
        assert_frame_equal(found.totals(by), whole.totals(by))
    if "cohort.id" in claims.columns:
        assert_frame_equal(found.totals("class"), whole.totals("class"))
    assert (found.missing, found.left_out, found.receipt) == (whole.missing, whole.left_out, whole.receipt)
    assert (found.rows, found.decided) == (len(claims), len(claims) - whole.frame["total.least_fen"].null_count())
    assert [path.name for path in folder.iterdir()] == ["decided.parquet"]
    return found


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(0, 40), persons=st.integers(1, 12), size=st.integers(1, 25))
def test_any_table_in_parts_is_decided_as_the_whole(
    tmp_path_factory: pytest.TempPathFactory, seed: int, rows: int, persons: int, size: int
) -> None:
    """Random claims of persons known in any way, with history: answers, faults, totals and receipt are the same."""
    folder = tmp_path_factory.mktemp("parts")
    alike(claims_of(seed, rows, persons), folder, size, history=HISTORY, complete=("history",))


def why(explain: Callable[[int], Assessment], row: int) -> Any:
    """What is said of a row with all its reasons, or what is wrong with it."""
    try:
        return explain(row).as_dict()
    except InputError as error:
        return placed(list(error.faults))


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 16), persons=st.integers(1, 6))
def test_a_row_of_a_file_is_explained_as_the_table_explains_it(
    tmp_path_factory: pytest.TempPathFactory, seed: int, rows: int, persons: int
) -> None:
    """Rows of random persons, in parts or not, with all further tables: the assessment, or the faults, is the same."""
    claims, folder = claims_of(seed, rows, persons), tmp_path_factory.mktemp("explained")
    given: dict[str, Any] = {"place": "533323", "on_fault": "report", "key": b"k", "complete": ("history", "checks")}
    given |= {"history": HISTORY, "statuses": STATUSES, "checks": CHECKS}
    whole = audit(claims, **given)
    for at_once in (None, 3):
        found = audit_files(claims, rows=at_once, **given)
        assert [why(found.explain, row) for row in range(rows)] == [why(whole.explain, row) for row in range(rows)]
    assert not list(folder.iterdir())


def test_a_row_is_explained_from_files_that_are_as_they_were(tmp_path: Path) -> None:
    """Whatever the file is, the row's own claims are read from it again; there must be as many as there were."""
    claims = people(table(11, 60, PATHS, mistakes=0), 9)
    whole = audit(claims, place="533323", on_fault="report")
    row = whole.frame["total.least_fen"].is_not_null().arg_true()[-1]
    for path in (tmp_path / "claims.csv", tmp_path / "claims.parquet"):
        (claims.write_csv if path.suffix == ".csv" else claims.write_parquet)(path)
        found = audit_files(path, place="533323", on_fault="report", rows=13)
        assert found.explain(row).as_dict() == whole.explain(row).as_dict()
        with pytest.raises(IndexError):
            found.explain(60)
        (claims.head(59).write_csv if path.suffix == ".csv" else claims.head(59).write_parquet)(path)
        with pytest.raises(InputError, match="another number of rows"):
            found.explain(row)


def test_all_further_tables_go_with_their_claims(tmp_path: Path) -> None:
    """History, dated statuses and checks reach the parts in which their claims are decided."""
    claims = people(table(11, 60, PATHS, mistakes=0), 9).with_columns(
        pl.lit("4-03-02-01").alias("cohort.id"), pl.Series("remark", range(60)).cast(pl.String)
    )
    further = {"history": HISTORY, "statuses": STATUSES, "checks": CHECKS}
    found = alike(claims, tmp_path, 7, complete=("history", "checks"), **further)
    assert found.decided > 20


def test_a_person_known_by_number_here_and_by_key_there_is_one_person(tmp_path: Path) -> None:
    """A claim by number alone counts the person's claims and awards by key, wherever both stand together."""
    number, day = identity_number("19850315", 12, male=True), "2020-05-11"
    claims = pl.DataFrame(
        {
            "claim.id": [f"C{at}" for at in range(6)],
            "trainee.id_number": [number.lower(), None, None, number, None, None],
            "trainee.person_key": [None, "A", "B", None, None, None],
            "cohort.start_date": [day, "2020-06-08", day, "2020-07-06", day, day],
            "cohort.end_date": ["2020-05-20", "2020-06-17", "2020-05-20", "2020-07-15", "2020-05-20", "2020-05-20"],
        }
    )
    history = pl.DataFrame(
        {"id_number": [number], "person_key": ["A"], "kind": ["free_training"], "state": ["paid"], "start_date": [day]}
    )
    for rows in (1, 2, 3):
        alike(claims, tmp_path, rows, history=history, complete=("history",))
        (tmp_path / "decided.parquet").unlink()


def test_a_claim_that_stands_twice_is_found_across_parts(tmp_path: Path) -> None:
    """Two rows of one claim id under different persons are both refused, with all claims of both persons."""
    claims = pl.DataFrame(
        {
            "claim.id": ["C1", "C2", "C3", "C1", "", " "],
            "trainee.person_key": ["A", "A", "B", "C", "D", "E"],
            "cohort.start_date": ["2020-05-11"] * 6,
        }
    )
    found = alike(claims, tmp_path, 1)
    assert [fault.where for fault in found.faults] == ["claim.id[0]", "[1]", "claim.id[3]"]


def test_files_patterns_folders_and_lazy_frames_are_one_table(tmp_path: Path) -> None:
    """A folder, a pattern, a list of files, a lazy frame and CSV come to the same; faults name their files."""
    claims = people(table(3, 50, PATHS, mistakes=0.02), 9)
    folder = tmp_path / "claims"
    folder.mkdir()
    claims.head(20).write_parquet(folder / "claims-1.parquet")
    claims.slice(20).write_parquet(folder / "claims-2.parquet")
    claims.write_csv(tmp_path / "claims.csv")
    files = [folder / "claims-1.parquet", folder / "claims-2.parquet"]
    ways = (folder, folder / "claims-*.parquet", files, pl.scan_parquet(files), tmp_path / "claims.csv", claims)
    output, found, texts = tmp_path / "decided.csv", [], set()
    for one in ways:
        for rows in (9, None):
            found.append((one, audit_files(one, output, place="533323", on_fault="report", rows=rows)))
            texts.add(output.read_text("utf-8"))
    assert len(texts) == 1
    assert pl.read_csv(output, infer_schema=False)["claim.id"].to_list() == claims["claim.id"].to_list()
    for one, decided in found:
        assert decided.totals().equals(found[0][1].totals())
        places = [(Path(fault.file).name, row_of(fault)[1], fault.line) for fault in decided.faults]
        assert len(places) == len(found[0][1].faults) > 3
        if one is folder or one is files:
            assert {file for file, _, _ in places} == {"claims-1.parquet", "claims-2.parquet"}
            assert all(row is not None and row < 30 and not line for _, row, line in places)
        elif isinstance(one, Path) and one.suffix == ".csv":
            assert all(file == "claims.csv" and row is None and line >= 2 for file, row, line in places)


def test_progress_is_shown_step_by_step() -> None:
    """Sorting, deciding and writing each say how many steps they have, and go through all of them."""
    seen: list[tuple[str, int]] = []

    def watch(doing: Text, items: Any, /) -> Any:
        for number, item in enumerate(items):
            seen.append((doing.en, number))
            yield item

    claims = people(table(3, 20, PATHS, mistakes=0), 9)
    audit_files(claims, place="533323", on_fault="report", rows=5, history=HISTORY, watch=watch)
    assert [step for step in seen if step[0] == "deciding"] == [("deciding", number) for number in range(4)]
    assert [number for doing, number in seen if doing == "sorting by person"] == [0, 1, 2, 3, 0]


@pytest.mark.parametrize("rows", [None, 3])
def test_nothing_is_written_where_rows_have_faults_that_are_raised(tmp_path: Path, rows: int | None) -> None:
    """By default the faults of rows are raised, and neither an answer nor a part of the table is left."""
    claims = pl.DataFrame({"cohort.start_date": ["2020-05-11", "2020-13-45", "2020-05-12", "x"] * 200})
    with pytest.raises(InputError) as raised:
        audit_files(claims, tmp_path / "decided.parquet", place="533323", rows=rows)
    assert len(raised.value.faults) == 201
    assert "400 faults" in raised.value.faults[-1].what.en
    assert raised.value.faults[0].where == "cohort.start_date[1]"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rows", [None, 3])
def test_records_that_cannot_be_read_stop_everything(tmp_path: Path, rows: int | None) -> None:
    """A fault in the awards on record names its file and line, and nothing is decided without them."""
    claims = people(table(3, 20, PATHS, mistakes=0), 9)
    HISTORY.with_columns(pl.Series("start_date", ["2019-03-01", "2019-06", "20x20", None, "2019-01-01"])).write_csv(
        tmp_path / "history.csv"
    )
    with pytest.raises(InputError) as raised:
        audit_files(claims, place="533323", history=tmp_path / "history.csv", rows=rows)
    (fault,) = raised.value.faults
    assert (Path(fault.file).name, fault.line, fault.where) == ("history.csv", 4, "history.start_date")


@pytest.mark.parametrize("rows", [None, 3])
def test_a_full_disk_is_said_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int | None
) -> None:
    """Where there is no room for a part or for the answer, the error is the system's, and no file is left."""

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device (os error 28)")

    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    monkeypatch.setattr(pl.LazyFrame, "sink_parquet", full)
    claims = people(table(3, 20, PATHS, mistakes=0), 9)
    with pytest.raises(OSError) as raised:  # noqa: PT011 (its number is looked at)
        audit_files(claims, tmp_path / "decided.parquet", place="533323", on_fault="report", rows=rows)
    assert raised.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []
