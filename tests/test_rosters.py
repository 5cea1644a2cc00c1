from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from stdnum.cn import ric

from vocskills import audit_roster, read_roster

ROOT = Path(__file__).resolve().parent.parent
ROSTERS = ROOT / "examples" / "rosters"
BOOKS = ("fugong.xlsx", "apprenticeship.xlsx", "rural-labor.xlsx", "reemployment.xlsx")


def make(folder: Path) -> Path:
    """A folder with what the generator writes."""
    folder.mkdir()
    command = [sys.executable, "-m", "examples.rosters.make_rosters", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, written now."""
    return make(tmp_path_factory.mktemp("made") / "first")


def parts(book: Path) -> dict[str, bytes]:
    """The files inside a workbook, unpacked."""
    with zipfile.ZipFile(book) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def cells(name: str) -> list[tuple[Any, ...]]:
    """Every row of every sheet of a book."""
    return [row for sheet in openpyxl.load_workbook(ROSTERS / name) for row in sheet.iter_rows(values_only=True)]


def test_the_committed_rosters_are_what_the_generator_writes(made: Path) -> None:
    """Every committed file holds what the committed generator writes, whatever library packs it."""
    assert sorted(path.name for path in made.iterdir()) == sorted([*BOOKS, "online.csv"])
    assert (made / "online.csv").read_bytes() == (ROSTERS / "online.csv").read_bytes()
    for name in BOOKS:
        assert parts(made / name) == parts(ROSTERS / name), name


def test_the_generator_writes_the_same_bytes_again(made: Path, tmp_path: Path) -> None:
    """Two runs give the same bytes: no clock and no name of a user gets in."""
    again = make(tmp_path / "second")
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {p.name: p.read_bytes() for p in made.iterdir()}


def texts() -> list[str]:
    """All cells of all files that are text."""
    found = [value for name in BOOKS for row in cells(name) for value in row if isinstance(value, str)]
    online = (ROSTERS / "online.csv").read_bytes().decode("gbk")
    return [*found, *online.replace("\r\n", ",").split(",")]


def test_identity_numbers_of_the_rosters_belong_to_nobody() -> None:
    """Numbers of 18 digits stand on the division that never existed; only the row about a wrong digit has one."""
    numbers = [text.strip("'\t\u200b") for text in texts()]
    numbers = [text for text in numbers if text.isascii() and len(text) == 18 and text[:17].isdigit()]
    assert len(numbers) > 300
    assert {number[:6] for number in numbers} == {"533399"}
    assert len([n for n in numbers if ric.calc_check_digit(n) != n[17].upper()]) == 1


def test_every_person_of_the_rosters_is_marked() -> None:
    """Whoever stands in a file is said to be invented, in the note of the row."""
    marked = [text for text in texts() if text.startswith("合成数据")]
    people = 61 + 49 + 52 + 38 + 40 + 30 + 40 + 48
    assert len(marked) == people


@pytest.mark.parametrize(("name", "place", "shared"), [("fugong.xlsx", "533323", 3), ("reemployment.xlsx", None, 2)])
def test_who_shares_a_telephone_or_an_account_is_found(name: str, place: str | None, shared: int) -> None:
    """The rosters hold a telephone of three people and an account of two, which the check finds."""
    found = [flag for flag in audit_roster(read_roster(ROSTERS / name), place=place).flags if flag.code == "CHK-ID-07"]
    assert [len(flag.at) for flag in found] == [shared]
