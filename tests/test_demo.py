"""The founding case as a newcomer sees it: every figure below must come out of the library."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from vocskills.demo import main

ROOT = Path(__file__).resolve().parent.parent
FUGONG = ROOT / "examples" / "fugong"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The demo's pages in both languages."""
    return {lang: run("--lang", lang) for lang in ("zh", "en")}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """The demo's JSON."""
    answer: dict[str, Any] = json.loads(run("--json"))
    return answer


def run(*arguments: str, encoding: str = "utf-8") -> str:
    """The demo as a program of its own."""
    command = [sys.executable, str(FUGONG / "demo.py"), *arguments]
    done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONIOENCODING": encoding})
    return done.stdout.decode(encoding)


def roster() -> list[dict[str, str]]:
    """The people of the example roster."""
    with (FUGONG / "roster.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_article_gives_amounts_per_training_day(pages: dict[str, str], lang: str) -> None:
    """Each class has its amount per training day, and the four together 16,000 yuan."""
    for figure in ("4,880.00", "3,920.00", "4,160.00", "3,040.00", "16,000.00"):
        assert figure in pages[lang]


def test_the_amounts_per_day_are_computed(found: dict[str, Any]) -> None:
    """60 and 20 yuan a day come from the tree, and the classes' figures are heads times these."""
    for one in found["article"]["assessments"]:
        (subject,) = one["subjects"]
        units = [d["per_unit"]["amount"] for d in subject["determinations"]]
        assert units == ["60.00", "20.00"]
        assert one["total"]["per_unit"] == {"amount": f"{one['heads'] * 80}.00", "unit": "days"}
        assert {d["verdict"] for d in subject["determinations"]} == {"undetermined"}
    assert found["article"]["total"]["per_unit"]["amount"] == "16000.00"


def test_what_is_not_settled_is_said_with_its_reason(pages: dict[str, str]) -> None:
    """The page says that dates, days and the notice's effective date are not known."""
    zh, en = "".join(pages["zh"].split()), " ".join(pages["en"].split())
    assert "所见来源未写明起止日期" in zh
    assert "天数不明，只能按每培训日计算" in zh
    assert "the sources state no first or last day" in en
    assert "only per training day" in en


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_counts_of_different_stages_are_not_added(pages: dict[str, str], lang: str) -> None:
    """61 + 49 + 52 + 38 are 200; 700 + 4,117 + 200 are refused, because filed is not completed."""
    page = pages[lang]
    assert "61 + 49 + 52 + 38 = 200" in page
    assert "700 + 4,117 + 200" in page
    assert "5,017" not in page
    assert ("filed 4,117（备案，口径不明）" if lang == "zh" else "filed 4,117 (filed,") in page


def person(found: dict[str, Any], number: int) -> dict[str, Any]:
    """A person of the first roster class, counted from 1."""
    answer: dict[str, Any] = found["roster"]["assessments"][0]["subjects"][number - 1]
    return answer


@pytest.mark.parametrize(
    ("number", "verdict", "payable"),
    [
        (1, "ineligible", ["0.00"]),
        (2, "undetermined", ["0.00", "800.00"]),
        (3, "ineligible", ["0.00"]),
        (4, "eligible", ["800.00"]),
        (5, "eligible", ["800.00"]),
        (6, "ineligible", ["0.00"]),
        (7, "ineligible", ["0.00"]),
        (9, "eligible", ["0.00"]),
        (10, "undetermined", ["0.00", "800.00"]),
        (11, "eligible", ["640.00", "800.00"]),
        (14, "eligible", ["800.00"]),
    ],
)
def test_the_people_a_real_class_has(found: dict[str, Any], number: int, verdict: str, payable: list[str]) -> None:
    """Not poor, not looked up, not found, born in a month, a second and third training, too young, too old, absent."""
    one = person(found, number)
    assert {d["verdict"] for d in one["determinations"]} == {verdict}
    total = one["total"]["payable"]
    assert (total["possible"] or [total["least"]]) == payable
    assert total["most"] == payable[-1]


def test_the_child_is_refused_by_the_national_notice(found: dict[str, Any]) -> None:
    """The local notice names no age; what bars the payment is the national text, by press digest."""
    one = person(found, 9)
    assert one["determinations"][0]["barred_by"] == ["cn-poverty-measures-2018"]
    (barring,) = [d for d in one["beside"] if d["policy"] == "cn-poverty-measures-2018"]
    assert barring["failed"] == ["cn-poverty-measures-2018.of_age"]
    assert barring["basis"] == "secondary"


def test_class_totals_are_sums_of_lines(found: dict[str, Any]) -> None:
    """The class total lies between the sums of the least and of the most of its people."""
    for one in found["roster"]["assessments"]:
        least = sum(float(s["total"]["payable"]["least"]) for s in one["subjects"])
        most = sum(float(s["total"]["payable"]["most"]) for s in one["subjects"])
        assert least <= float(one["total"]["payable"]["least"])
        assert float(one["total"]["payable"]["most"]) <= most


def test_nobody_is_named_in_full(pages: dict[str, str], found: dict[str, Any]) -> None:
    """No identity number and no full name of the roster stands in any output."""
    said = "".join(pages.values()) + json.dumps(found, ensure_ascii=False)
    for row in roster():
        assert row["姓名"] not in said
        assert not row["身份证号码"] or row["身份证号码"] not in said


def test_the_roster_is_synthetic() -> None:
    """Everybody is marked as invented, on a county code that was never allocated."""
    rows = roster()
    assert len(rows) == 200
    assert all(row["姓名"].startswith("合成") and "合成数据" in row["备注"] for row in rows)
    assert all(not row["身份证号码"] or row["身份证号码"].startswith("533399") for row in rows)


def test_the_generator_makes_the_same_roster(tmp_path: Path) -> None:
    """The committed roster is what the committed generator writes."""
    made = tmp_path / "roster.csv"
    subprocess.run([sys.executable, str(FUGONG / "make_roster.py"), str(made)], check=True, capture_output=True)
    assert made.read_bytes() == (FUGONG / "roster.csv").read_bytes()


def test_a_gbk_console_shows_every_character(pages: dict[str, str]) -> None:
    """Nothing that the demo prints is lost on a GBK console."""
    assert pages["zh"].encode("gbk")
    assert run(encoding="gbk") == pages["zh"]


def test_lines_fit_a_terminal(pages: dict[str, str]) -> None:
    """No line is wider than 100 columns, Chinese characters counted as two."""
    from vocskills.text import width

    assert max(width(line) for page in pages.values() for line in page.splitlines()) <= 100


def test_the_english_page_is_in_english(pages: dict[str, str]) -> None:
    """Chinese stands in the English page only in names of places, trades, divisions and texts."""
    sentences = [line for line in pages["en"].splitlines() if re.search("[，。；：]", line)]
    allowed = ("级", "村", "号", "报道", "合成", "培训")
    assert [line for line in sentences if not any(word in line for word in allowed)] == []


def test_the_same_demo_gives_the_same_bytes(pages: dict[str, str]) -> None:
    """Two runs print the same page."""
    assert run("--lang", "zh") == pages["zh"]


def test_a_folder_without_the_example_is_an_error_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the files are missing, the demo says which and returns 1."""
    assert main(tmp_path, []) == 1
    said = capsys.readouterr().err
    assert "roster.csv" in said
    assert "Traceback" not in said
