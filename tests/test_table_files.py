# ruff: noqa: E501 (faults are compared as they are printed, each on one line)

"""Tables in a CSV file beside the pack: read like rows of the pack, with faults at their cells, and in the digest."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import packfiles
from packfiles import GOOD, edited, good, load, shown
from vocskills.cli import main
from vocskills.engines.interpret import Facts, interpret
from vocskills.errors import PolicyError
from vocskills.language.scope import Cell, intern
from vocskills.policy.csvfile import MAX_FILE_ROWS
from vocskills.policy.load import load_policy
from vocskills.policy.pack import Policy
from vocskills.policy.source import MAX_BYTES
from vocskills.report.show import show

CSV = (GOOD / "in_file.csv").read_text("utf-8")
NESTED = """\
    rows:
      6-18-02-04:
        junior:
          0..19: 2030
          20..: 3040
        intermediate:
          0..: 3240.50
      6-18-04-01:
        junior:
          0..: none
        intermediate:
          0..: open
"""
LEVELS = "    by: [program.level]\n    file: in_file.csv\n"
BY_LEVEL = ("    by: [program.occupation, program.level, cohort.training_days]\n    file: in_file.csv\n", LEVELS)


def at(folder: Path, csv: str | bytes, *edits: tuple[str, str]) -> Path:
    """The pack and a file beside it."""
    (folder / "in_file.csv").write_bytes(csv.encode() if isinstance(csv, str) else csv)
    pack = folder / "pack.yaml"
    pack.write_text(edited("in_file", *edits), "utf-8")
    return pack


def refused(pack: Path) -> list[str]:
    """The faults of a pack that stands in a folder."""
    with pytest.raises(PolicyError) as caught:
        load_policy(pack, facts=packfiles.facts())
    assert all(fault.what.zh and fault.what.en for fault in caught.value.faults)
    return [fault.render("en") for fault in caught.value.faults]


def test_rows_of_a_file_are_those_of_a_pack() -> None:
    """A file says the same as the rows written into the pack, ``none`` and ``open`` too; notes are skipped."""
    from_file, from_pack = load(good("in_file")), load(edited("in_file", ("    file: in_file.csv\n", NESTED)))
    assert from_file.tables["catalogue"] == from_pack.tables["catalogue"]
    assert from_file.subsidies["training_fee"].plan == from_pack.subsidies["training_fee"].plan
    assert [row.cell for row in from_file.tables["catalogue"].rows][-2:] == [Cell.NONE, Cell.OPEN]


@pytest.mark.parametrize(("days", "fen"), [(19, 203000), (20, 304000)])
def test_a_file_decides_amounts(days: int, fen: int) -> None:
    """The amount of a case is the cell of its row."""
    case = {"program.occupation": (intern("6-18-02-04"),) * 2, "cohort.training_days": (days, days)}
    level = {"program.level": (row := load(good("in_file")).tables["catalogue"].rows[0].keys[1])}
    assert row[0] == row[1]
    amount = load(good("in_file")).subsidies["training_fee"].plan.amount
    assert interpret(amount, Facts({**case, **level})) == (fen, fen)


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_of_a_spreadsheet_are_read(tmp_path: Path, line_end: str, mark: str) -> None:
    """A byte order mark, Windows line ends, blank lines and columns in another order change nothing."""
    lines = CSV.splitlines()
    pack = at(tmp_path, mark + line_end.join([*lines, "", ""]))
    assert load_policy(pack, facts=packfiles.facts()).tables == load(good("in_file")).tables
    turned = "value,program.level\n1000,junior\n1200,intermediate\n"
    rows = load_policy(at(tmp_path, turned, BY_LEVEL), facts=packfiles.facts()).tables["catalogue"].rows
    assert [row.cell for row in rows] == [1000, 1200]


FAULTS = {
    "value,program.level\n": ["in_file.csv:1:1 tables.catalogue.file: the file has no rows"],
    "": ["in_file.csv:1:1 tables.catalogue.file: the file has no rows"],
    "program.level,value\njunior\nsenior,1,2\n": [
        "in_file.csv:2:1 tables.catalogue.file: not as many cells as there are columns; found: '1'; expected: 2",
        "in_file.csv:3:1 tables.catalogue.file: not as many cells as there are columns; found: '3'; expected: 2",
    ],
    "program.level,valu\njunior,1\n": [
        "in_file.csv:1:1 tables.catalogue.file: the header lacks columns: value",
        "in_file.csv:1:15 tables.catalogue.file: the table has no such column; found: 'valu'; expected: program.level, value, note; what to do: did you mean value?",
    ],
    "program.level,value,value\njunior,1,1\n": [
        "in_file.csv:1:21 tables.catalogue.file: this column stands twice; found: 'value'"
    ],
    "program.level,value\njunior,\n": [
        "in_file.csv:2:8 tables.catalogue.file: an empty cell; what to do: write none where there is no such item, open where it is not stated"
    ],
    'program.level,value\n"junior",1\n"sen\nior",2\n': [
        "in_file.csv:3:1 tables.catalogue.file: this is not well-formed CSV; found: '\"sen'; what to do: quote a cell with commas or quotes and double the quotes in it; a cell stands on one line",
        "in_file.csv:4:1 tables.catalogue.file: this is not well-formed CSV; found: 'ior\",2'; what to do: quote a cell with commas or quotes and double the quotes in it; a cell stands on one line",
    ],
    'program.level,value\n"junior",1x\njunio,5%\n': [
        "in_file.csv:2:10 tables.catalogue.file.junior: not a value of this type; found: '1x'; expected: yuan with at most two decimals, such as 1500",
        "in_file.csv:3:1 tables.catalogue.file.junio: there is no such choice; found: 'junio'; expected: none | specialized | apprentice | junior | intermediate | senior | technician | senior_technician | special_grade_technician | chief_technician; what to do: did you mean junior?",
    ],
    "program.level,value\njunior,1\nsenior,2\njunior,1\n": [
        "in_file.csv:4:1 tables.catalogue.file.junior: overlaps junior in line 2; found: 'junior'"
    ],
    "program.level,value\njunior,1\n\x0bsenior,2\n": [
        "in_file.csv:3:1: a control character, or an invisible break or direction mark; found: 'U+000B'; what to do: remove it"
    ],
}


@pytest.mark.parametrize("csv", FAULTS, ids=range(len(FAULTS)))
def test_faults_stand_at_their_cell(tmp_path: Path, csv: str) -> None:
    """Whatever is wrong in a file is reported with its name, line and column, and all of it at once."""
    assert refused(at(tmp_path, csv, BY_LEVEL)) == FAULTS[csv]


def test_faults_of_pack_and_file_come_together(tmp_path: Path) -> None:
    """The pack's own faults stand first, then those of the file."""
    pack = at(tmp_path, "program.level,value\njunior,x\n", BY_LEVEL, ("payee: provider", "payee: nobody"))
    assert [line.split(" ")[0] for line in refused(pack)] == ["pack.yaml:39:12", "in_file.csv:2:8"]


def test_a_complete_file_lacks_rows(tmp_path: Path) -> None:
    """A complete table in a file names the combinations that it lacks."""
    levels = ("none", "specialized", "apprentice", "junior", "intermediate", "senior", "technician")
    csv = "program.level,value\n" + "".join(f"{level},1\n" for level in levels)
    complete = (BY_LEVEL[0], LEVELS + "    complete: yes\n")
    (fault,) = refused(at(tmp_path, csv, complete))
    assert fault.startswith(
        "in_file.csv:2:1 tables.catalogue.file: a complete table lacks rows: senior_technician; special_grade_technician; chief_technician"
    )


@pytest.mark.parametrize(
    "name", ["../in_file.csv", "/etc/passwd.csv", "a/b.csv", "..\\in_file.csv", "C:in_file.csv", "in_file.txt", ".csv"]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Only the bare name of a CSV file is a name at all."""
    (tmp_path / "in_file.csv").write_text(CSV, "utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    (fault,) = refused(at(inner, CSV, ("file: in_file.csv", f"file: {name}")))
    assert "tables.catalogue.file: not written as it should be" in fault
    assert "the name of a CSV file beside the pack, without folders" in fault


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A link beside the pack that points elsewhere is no file of the pack."""
    outside = tmp_path / "outside.csv"
    outside.write_text(CSV, "utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    pack = at(inner, CSV)
    (inner / "in_file.csv").unlink()
    (inner / "in_file.csv").symlink_to(outside)
    assert refused(pack) == [
        "pack.yaml:24:11 tables.catalogue.file: the file does not stand in the pack's own folder; found: 'in_file.csv'"
    ]


def test_a_missing_file_and_a_pack_without_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    """A name that is not there gets those that look like it; a pack given as text has no files."""
    assert refused(at(tmp_path, CSV, ("in_file.csv", "in_fle.csv"))) == [
        "pack.yaml:24:11 tables.catalogue.file: there is no such file beside the pack; found: 'in_fle.csv'; what to do: did you mean in_file.csv?"
    ]
    assert shown(good("in_file"), None) == [
        "24:11 tables.catalogue.file: the pack was given as text: no file stands beside it; found: 'in_file.csv'; what to do: give the path of the pack"
    ]


def digests(policy: Policy) -> tuple[str, dict[str, str]]:
    """What the receipt and the sheet say of the files."""
    return policy.digest, dict(policy.files)


def test_the_file_is_a_part_of_the_digest(tmp_path: Path) -> None:
    """Pack and file together make the digest: another file, or the same under another name, is another policy."""
    first = load_policy(at(tmp_path, CSV), facts=packfiles.facts())
    assert first.files == {"in_file.csv": hashlib.sha256(CSV.encode()).hexdigest()}
    assert first.digest not in (hashlib.sha256(good("in_file").encode()).hexdigest(), first.files["in_file.csv"])
    assert digests(load(good("in_file"))) == digests(first)
    other = load_policy(at(tmp_path, CSV.replace("3040", "3041")), facts=packfiles.facts())
    assert other.digest != first.digest


def test_the_sheet_shows_the_file_and_all_its_rows() -> None:
    """What is signed has the file's name, its digest, and every row in words, with what the file notes of it."""
    policy = load(good("in_file"))
    sheet = show(policy, "en")
    assert "file: in_file.csv (SHA-256" in sheet
    assert policy.files["in_file.csv"] in sheet
    lines = [" ".join(line.split()) for line in sheet.splitlines()]
    head = lines.index("level days of training money note")
    assert lines[head + 2 : head + 9] == [
        "6-18-02-04",
        "level 5 (junior) 0 days..19 days 2030 yuan 焊工",
        "level 5 (junior) 20 days..3660 days 3040 yuan 焊工",
        'level 4 (intermediate) 0 days..3660 days 3240.50 yuan 焊工, "中级"',
        "6-18-04-01",
        "level 5 (junior) 0 days..3660 days no such item 模具工",
        "level 4 (intermediate) 0 days..3660 days silent or not read 模具工",
    ]


def test_a_note_that_all_rows_of_a_key_share_stands_once(tmp_path: Path) -> None:
    """The name of an occupation stands beside its code; a blank note says nothing, and several are joined."""
    text = (
        "note,program.occupation,program.level,note,value\n"
        "EX20-02,6-18-02-04,junior,焊工,5\nEX20-02,6-18-02-04,senior,焊工,6\n,6-18-04-01,junior,,7\n"
    )
    edits = (
        "    by: [program.occupation, program.level, cohort.training_days]",
        "    by: [program.occupation, program.level]",
    )
    sheet = show(load_policy(at(tmp_path, text, edits), facts=packfiles.facts()), "zh")
    assert "      6-18-02-04（EX20-02 焊工）\n" in sheet
    assert "      6-18-04-01\n" in sheet


def test_the_command_reads_files_beside_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``vocskills check`` finds the file by the pack's own folder, wherever it is called."""
    pack = at(tmp_path, CSV.replace("3040", "x"))
    assert main(["check", "--lang", "en", str(pack)]) == 1
    assert "in_file.csv:3:" in capsys.readouterr().err


def test_an_edition_may_have_a_file_of_its_own(tmp_path: Path) -> None:
    """Each edition may stand in a file; their rows are kept apart."""
    edition = "      - {0}: {1}\n        facts: [EX20-02]\n        article: 第二条\n        file: {2}\n"
    old, new = edition.format("through", "2020-12-31", "in_file.csv"), edition.format("from", "2021-01-01", "later.csv")
    (tmp_path / "later.csv").write_text("program.level,value\njunior,7\n", "utf-8")
    edits = (BY_LEVEL[0], "    by: [program.level]\n    editions:\n" + old + new)
    policy = load_policy(at(tmp_path, "program.level,value\njunior,5\n", edits), facts=packfiles.facts())
    assert [edition.rows[0].cell for edition in policy.tables["catalogue"].editions] == [5, 7]
    assert [edition.file for edition in policy.editions["catalogue"].items] == ["in_file.csv", "later.csv"]
    assert sorted(policy.files) == ["in_file.csv", "later.csv"]


def test_large_files_load_in_seconds_and_larger_ones_are_refused(tmp_path: Path) -> None:
    """Ten thousand rows are read; one more, or a megabyte, is not."""
    head, by = "program.occupation,value\n", (BY_LEVEL[0], LEVELS.replace("program.level", "program.occupation"))
    rows = [f"1-{number:05d},{number}\n" for number in range(MAX_FILE_ROWS + 1)]
    start = time.perf_counter()
    policy = load_policy(at(tmp_path, head + "".join(rows[:-1]), by), facts=packfiles.facts())
    assert len(policy.tables["catalogue"].rows) == MAX_FILE_ROWS
    assert time.perf_counter() - start < 20
    assert refused(at(tmp_path, head + "".join(rows), by)) == [
        "in_file.csv:10002:1 tables.catalogue.file: more than 10000 rows"
    ]
    assert "the file is too large" in refused(at(tmp_path, head + "x" * MAX_BYTES, by))[0]


LINES = CSV.splitlines()
PIECES = ["", ",", '"', '""', "none", "..", "0..", "\x00", "\ufeff", "焊", "\r", "\n", "1e9", "-1", "6-18-02-04"]


@given(st.data())
def test_whatever_is_done_to_a_file_it_loads_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Text cut out of a file or put into it never gets past the loader's own errors, each with file and line."""
    text = CSV
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(start + data.draw(st.integers(0, 8)), len(text))
        text = text[:start] + data.draw(st.sampled_from([*PIECES, *LINES])) + text[end:]
    folder = tmp_path_factory.mktemp("fuzz")
    try:
        load_policy(at(folder, text), facts=packfiles.facts())
    except PolicyError as error:
        assert all(fault.file and fault.line for fault in error.faults)
