"""Tables of a pack: rows of one and several keys, holes and tiers, and what is refused about them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from packfiles import edited, faults, good, load, shown
from vocskills.engines.interpret import Facts, interpret
from vocskills.language.scope import Cell
from vocskills.model.fields import STANDARD_MAX
from vocskills.policy.pack import ClauseKind
from vocskills.text import Text

WHOLE = load(good("whole"))


def fee(**given: tuple[int, int]) -> tuple[int, int]:
    """The first step of the fee, in fen, by scarcity and days."""
    base = WHOLE.subsidies["training_fee"].steps[0].after
    facts = Facts({path.replace("__", "."): bounds for path, bounds in given.items()})
    lo, hi = interpret(base[0], facts)
    return int(Fraction(lo * 100, base[1])), int(Fraction(hi * 100, base[1]))


@pytest.mark.parametrize(
    ("scarcity", "days", "fen"),
    [
        ((2, 2), (0, 9), (10000, 10000)),
        ((2, 2), (10, 10), (15050, 15050)),
        ((2, 2), (9, 10), (10000, 15050)),
        ((1, 1), (20, 20), (8000, 8000)),
        ((1, 1), (21, 21), (0, STANDARD_MAX)),
        ((1, 2), (5, 5), (8000, 10000)),
        ((0, 0), (5, 5), (0, STANDARD_MAX)),
    ],
)
def test_rows_are_found_by_all_their_keys(
    scarcity: tuple[int, int], days: tuple[int, int], fen: tuple[int, int]
) -> None:
    """A key may be a member or a range with either end open; an open cell and a miss in an excerpt are any amount."""
    assert fee(program__scarcity=scarcity, cohort__training_days=days) == fen


@pytest.mark.parametrize(
    ("scarcity", "days", "listed"),
    [((2, 2), (9, 9), (1, 1)), ((1, 1), (30, 30), (0, 1)), ((1, 1), (41, 41), (0, 0)), ((0, 0), (5, 5), (0, 1))],
)
def test_listed_tells_values_from_holes(
    scarcity: tuple[int, int], days: tuple[int, int], listed: tuple[int, int]
) -> None:
    """A value is listed, ``none`` is not, ``open`` and a miss in an excerpt may be."""
    case = Facts({"program.scarcity": scarcity, "cohort.training_days": days})
    assert interpret(WHOLE.rules["standard_known"].condition, case) == listed


def test_a_table_keeps_its_words() -> None:
    """Cells are exact values in yuan or parts of one, or say that there is none or that it is open."""
    assert {row.cell for row in WHOLE.tables["fee_standard"].rows} == {
        Fraction(100), Fraction("150.5"), Fraction(80), Cell.NONE, Cell.OPEN
    }  # fmt: skip
    assert WHOLE.table_cites["daily"].facts == ("EX20-02",)
    assert WHOLE.tables["flat"].rows[0].cell == Fraction("12.5")


def test_what_a_table_leaves_open_is_a_clause() -> None:
    """Holes are settled by rulings on the value and on whether there is such an item; a full table has no clause."""
    assert WHOLE.clauses["fee_standard"].kind is ClauseKind.OPEN
    assert WHOLE.clauses["listed(fee_standard)"].fact.path == "ruling.listed(fee_standard)"
    assert not {"delivery_rate", "flat", "daily"} & WHOLE.clauses.keys()


def test_a_rate_beyond_one_widens_what_an_open_cell_can_be() -> None:
    """An unknown rate is at most 100 %, or as high as the highest that was read."""
    assert (WHOLE.tables["delivery_rate"].lo, WHOLE.tables["delivery_rate"].hi) == (0, 12000)


@pytest.mark.parametrize(("days", "fen"), [(0, 0), (10, 30000), (11, 32000), (20, 50000), (25, 55000)])
def test_tiers_add_up_band_by_band(days: int, fen: int) -> None:
    """Ten days at 30, the next ten at 20, every further day at 10."""
    policy = load(edited("tiers", ("amount: 800", "amount: tiered(cohort.training_days, daily)")))
    amount = policy.subsidies["training_fee"].plan.amount
    assert interpret(amount, Facts({"cohort.training_days": (days, days)})) == (fen, fen)


def test_tiers_written_as_a_list_are_the_same() -> None:
    """Bands may be given as from, to and value; the first begins at zero and a last end stops the count."""
    assert WHOLE.tables["daily_too"].bands == ((0, 5, Fraction(30)), (5, 8, Fraction(20)))


ROWS = """\
    by: [cohort.training_days]
    complete: yes
    rows:
"""
BY_DELIVERY = """\
    by: [cohort.delivery]
    complete: yes
    rows:
      in_person: 100%
      blended: 70%
      online: none
"""


@pytest.mark.parametrize(
    ("by", "rows", "gaps"),
    [
        ("cohort.start_date", "      ..2020-12-31: 1%\n      2021-01-01..: 2%\n", ""),
        ("cohort.start_date", "      ..2020-12-31: 1%\n      2021-02..: 2%\n", "2021-01-01..2021-01-31"),
        ("program.urgent", "      yes: 1%\n", "no"),
        ("program.required_hours", "      0..0.5: 1%\n      0.51..: 2%\n", ""),
        ("program.required_hours", "      0..0.5: 1%\n      0.75..: 2%\n", "0.51..0.74"),
        ("cohort.cost_per_person", "      ..999.99: 1%\n      1000..: 2%\n", ""),
        ("program.occupation", "      4-01-02-03: 1%\n", ""),
    ],
)
def test_every_type_of_column_has_its_own_neighbours(by: str, rows: str, gaps: str) -> None:
    """Days follow by the calendar, hours by hundredths, money by fen; codes are too many to be listed in full."""
    columns = ROWS.replace("cohort.training_days", by)
    pack = edited("complete_table", (BY_DELIVERY, columns + rows))
    if not gaps:
        assert load(pack).tables["rate"].complete
        return
    assert [fault.what.en for fault in faults(pack)] == [f"a complete table lacks rows: {gaps}"]


def test_missing_combinations_are_named_with_all_their_keys() -> None:
    """In a complete table of two columns a missing cell is named by both keys, where it is missing."""
    rows = "      in_person:\n        0..9: 1%\n        11..: 2%\n      online:\n        ..: 3%\n"
    columns = ROWS.replace("[cohort.training_days]", "[cohort.delivery, cohort.training_days]")
    found = shown(edited("complete_table", (BY_DELIVERY, columns + rows)))
    assert [line.split(";")[0] for line in found] == [
        "24:7 tables.rate.rows: a complete table lacks rows: blended",
        "25:9 tables.rate.rows.in_person: a complete table lacks rows: in_person, 10",
    ]


def test_an_amount_needs_listed_where_a_table_has_holes() -> None:
    """Without a rule that asks for it, a table with holes cannot be a part of an amount."""
    uses = ("amount: 800", "amount: 800 * rate")
    (fault,) = faults(edited("complete_table", uses))
    assert fault.where == "subsidies.training_fee.requires"
    assert fault.remedy == Text("加一条 require: listed(rate) 的条件", "add a rule that requires listed(rate)")
    rule = "    require: age(trainee.birth_date, cohort.start_date) >= 16\n"
    guarded = (rule, rule.replace("require: ", "require: listed(rate) and "))
    assert load(edited("complete_table", uses, guarded)).subsidies
    either = (rule, "    any:\n      - listed(rate)\n      - cohort.training_days > 5\n")
    assert len(faults(edited("complete_table", uses, either))) == 1


def test_long_tables_are_refused_before_they_are_read() -> None:
    """More than two thousand rows do not belong into a pack."""
    rows = "".join(f"      c{number}: 1%\n" for number in range(2_001))
    pack = edited("complete_table", (BY_DELIVERY, ROWS.replace("cohort.training_days", "program.occupation") + rows))
    assert shown(pack) == [
        "24:7 tables.rate.rows: more than 2000 rows; what to do: move long tables to a CSV file beside the pack"
    ]
