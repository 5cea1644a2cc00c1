from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the notebook after all its cells have run in a kernel of their own."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "jupyter", "execute", "--inplace", "fugong.ipynb"]
    ran = subprocess.run(command, cwd=folder / "fugong", capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return folder / "fugong"


@pytest.fixture(scope="module")
def shown(told: Path) -> list[dict[str, Any]]:
    """What each code cell shows, by kind of content."""
    cells = json.loads((told / "fugong.ipynb").read_text("utf-8"))["cells"]
    outputs = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
    assert all(len(one) == 1 for one in outputs)
    return [one[0]["data"] for one in outputs]


def text_of(data: dict[str, Any], kind: str) -> str:
    """The content of a kind, which a notebook keeps as lines."""
    return "".join(data[kind])


def test_the_story_shows_pages_and_pictures(shown: list[dict[str, Any]]) -> None:
    """The case, the roster, the audit and the explanation show themselves as pages, the charts as pictures."""
    case, roster, audit, people, money, person, total, narrowed = shown
    for page, said in ((case, "尚不能确定"), (roster, "培训工种"), (audit, "200人中有"), (person, "满足")):
        assert "vocskills" in text_of(page, "text/html")
        assert said in text_of(page, "text/html")
    assert all("image/png" in chart for chart in (people, money))
    assert re.search(r"[0-9]+\.00 至 [0-9]+\.00 元", text_of(total, "text/plain"))
    assert "→" in text_of(narrowed, "text/plain")


def test_learning_narrows_the_amount(shown: list[dict[str, Any]]) -> None:
    """The last cell shows the bounds of the first class before and after the register was looked up."""
    before, after = text_of(shown[-1], "text/plain").strip("'").split(" → ")
    assert before == "0.00–48800.00"
    assert after == "48800.00–48800.00"


def test_the_story_ends_with_two_workbooks(told: Path) -> None:
    """The annotated workbook has all people, the one for publication no number of anybody."""
    book, public = (openpyxl.load_workbook(told / f"fugong.{kind}.xlsx") for kind in ("audit", "public"))
    assert book.sheetnames[:4] == ["达普洛村", "知子洛村", "拉马得村", "腊吐底村"]
    said = [str(cell) for sheet in public for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not any(re.fullmatch("533399[0-9]{11}[0-9X]", words) for words in said)


def test_nobody_is_identified_in_the_story(told: Path) -> None:
    """No number and no name in full stands in the notebook after it has run."""
    page = (told / "fugong.ipynb").read_text("utf-8")
    assert not re.search("533399[0-9]{11}[0-9X]", page)
    assert not re.search("合成[甲乙丙丁][0-9]", page)


def test_the_notebook_is_kept_without_outputs() -> None:
    """What is committed has no outputs, which would go stale."""
    cells = json.loads((EXAMPLES / "fugong" / "fugong.ipynb").read_text("utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
