"""Tables with several values in a row: each is a table of its own, with the same keys and editions."""

from __future__ import annotations

import re

import attrs
import pytest

from packfiles import good, load
from test_table_editions import fee
from vocskills import Assessment, assess, read_case
from vocskills.assessment.outcomes import Verdict
from vocskills.language.nodes import MONEY
from vocskills.language.scope import Cell
from vocskills.model.fields import Kind
from vocskills.model.terms import Scarcity
from vocskills.policy.pack import ClauseKind
from vocskills.report.show import show

SEVERAL = load(good("several_values"))
FEE, SCARCE = (SEVERAL.tables[f"catalogue.{name}"] for name in ("training_fee", "scarce"))


def decided(start: str, end: str, level: str, rulings: dict[str, object] | None = None) -> Assessment:
    """A class of welders on these days."""
    said = {"authority": "示例局", "document": "示例", "date": "2022-02-01"}
    case = {
        "heads": 1,
        "cohort": {"start_date": start, "end_date": end, "place": "530000"},
        "program": {"occupation": "6-18-02-04", "level": level},
        "rulings": [{"clause": name, "value": value, **said} for name, value in (rulings or {}).items()],
    }
    return assess(read_case(case), policy=SEVERAL)


@pytest.mark.parametrize(
    ("start", "end", "level", "found"),
    [
        ("2020-05-01", "2020-06-01", "junior", (Verdict.ELIGIBLE, "700.00", "700.00")),
        ("2020-05-01", "2020-06-01", "intermediate", (Verdict.UNDETERMINED, "840.35", "840.35")),
        ("2020-05-01", "2020-06-01", "senior", (Verdict.INELIGIBLE, "None", None)),
        ("2021-05-01", "2021-06-01", "junior", (Verdict.ELIGIBLE, "770.00", "770.00")),
        ("2021-05-01", "2021-06-01", "senior", (Verdict.INELIGIBLE, "None", None)),
        ("2020-12-31", "2021-01-01", "junior", (Verdict.UNDETERMINED, "0.00", None)),
        ("2022-05-01", "2022-06-01", "technician", (Verdict.UNDETERMINED, "630.00", "630.00")),
    ],
)
def test_each_value_decides_for_itself(start: str, end: str, level: str, found: object) -> None:
    """The fee may be known where the scarcity is not; rows of the pack, of a file and for every item go together."""
    assert fee(decided(start, end, level)) == found


def test_each_value_is_a_table_of_its_own() -> None:
    """Both have the keys, dates and rows of the one that the pack writes, and cells of their own type."""
    assert (FEE.type, SCARCE.type.kind, SCARCE.type.members) == (MONEY, Kind.ENUM, Scarcity)
    assert (FEE.keys, FEE.dates) == (SCARCE.keys, SCARCE.dates)
    assert [row.keys for row in FEE.entries] == [row.keys for row in SCARCE.entries]
    assert [row.cell for row in SCARCE.editions[0].rows] == [Scarcity.CRITICAL.code, Cell.OPEN, Cell.NONE]


def test_a_table_of_one_value_says_the_same() -> None:
    """The fee alone, in a table with a type, has the same rows as the fee among several values."""
    text = re.sub(r"\{training_fee: ([\d.]+), scarce: \w+\}", r"\1", good("several_values"))
    text = text.replace("columns: {training_fee: money, scarce: scarcity}", "type: money")
    text = text.replace("      - catalogue.scarce == critical\n", "").replace("catalogue.training_fee", "catalogue")
    text = text.replace(
        "file: several_values.csv", "rows:\n          6-18-02-04:\n            junior: 1100\n            senior: 1500"
    )
    alone = load(text).tables["catalogue"]
    assert attrs.evolve(alone, name=FEE.name) == FEE


def test_each_value_is_settled_by_its_own_name() -> None:
    """Clauses are called by table and value, and a ruling on one leaves the other as it is."""
    for name in ("catalogue.training_fee", "listed(catalogue.training_fee)", "catalogue.scarce"):
        assert SEVERAL.clauses[name].kind is ClauseKind.OPEN
    ruled = decided("2020-05-01", "2020-06-01", "intermediate", {"catalogue.scarce": "critical"})
    assert fee(ruled) == (Verdict.ELIGIBLE, "840.35", "840.35")
    ruled = decided("2020-05-01", "2020-06-01", "intermediate", {"example-several.catalogue.scarce": "general"})
    assert fee(ruled) == (Verdict.INELIGIBLE, "None", None)


def test_the_sheet_has_one_table_with_all_values() -> None:
    """A row is printed once, with all its values under their names."""
    sheet = show(SEVERAL, "en")
    assert sheet.count("- catalogue (") == 1
    lines = [" ".join(line.split()) for line in sheet.splitlines()]
    head = lines.index("level scarce training_fee")
    assert lines[head + 2] == "6-18-02-04"
    assert "level 4 (intermediate) silent or not read 1200.50 yuan" in lines[head:]
    assert "every item: scarce: silent or not read; training_fee: 900 yuan" in sheet
