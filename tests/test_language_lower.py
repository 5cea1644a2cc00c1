"""Lowering: everything becomes whole numbers over a constant denominator, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from vocskills.engines.fold import fold
from vocskills.engines.interpret import Facts, Record, Records, interpret
from vocskills.language.check import check
from vocskills.language.lower import lower, lower_money, rounded, to_fen
from vocskills.language.nodes import BOOL, MONEY, NUMBER, RATE, Fact, Literal, Lookup, Row, Type, walk
from vocskills.language.scope import Scope, Table, TableRow, intern
from vocskills.language.types import LEVEL
from vocskills.language.vocabulary import facts, type_of
from vocskills.model.terms import LADDER, Level, on_ladder
from words import document, expression, read, refuse


def truth(text: str, **facts: int) -> bool:
    """A condition on known facts (``__`` for the dot); the folded tree says the same."""
    node = lower(read(text, BOOL).node)
    known = Facts({path.replace("__", "."): (value, value) for path, value in facts.items()})
    found = interpret(node, known)
    assert interpret(fold(node), known) == found
    assert found[0] == found[1]
    return bool(found[0])


def amount(text: str, **facts: int) -> Fraction:
    """An amount in yuan, before rounding, on known facts in engine units."""
    node, scale = lower_money(read(text, MONEY).node)
    known = Facts({path.replace("__", "."): (value, value) for path, value in facts.items()})
    lo, hi = interpret(fold(node), known)
    assert lo == hi
    return Fraction(lo, scale)


@pytest.mark.parametrize(
    ("text", "facts", "yuan"),
    [
        ("60", {}, 60),
        ("60 * days", {"cohort__training_days": 10}, 600),
        ("60.5 * days / 3", {"cohort__training_days": 10}, Fraction(605, 3)),
        ("standard.training_fee * 70% * 1.1", {"standard__training_fee": 100_01}, Fraction(10001 * 77, 10_000)),
        ("agreement.price_per_person - 0.01", {"agreement__price_per_person": 100_00}, Fraction(9999, 100)),
        ("min(60 * days, 1000)", {"cohort__training_days": 16}, 960),
        ("min(60 * days, 1000, fee)", {"cohort__training_days": 9, "standard__training_fee": 101}, Fraction(101, 100)),
        ("5 * enrollment.attended_hours", {"enrollment__attended_hours": 12_25}, Fraction(245, 4)),
        ("5 * (enrollment.attended_hours // 8)", {"enrollment__attended_hours": 23_99}, 10),
        ("100 * (days // 7)", {"cohort__training_days": 20}, 200),
        ("fee * scarcity_rate", {"standard__training_fee": 1000_00, "program__scarcity": 0}, 800),
        ("fee * scarcity_rate", {"standard__training_fee": 1000_00, "program__scarcity": 2}, 0),
        ("tiered(days, daily)", {"cohort__training_days": 7}, 420),
        ("tiered(days, daily)", {"cohort__training_days": 10}, 600),
        ("tiered(days, daily)", {"cohort__training_days": 13}, Fraction(1383, 2)),
        ("10 if employer.revenue_change < -50% else 20", {"employer__revenue_change": -5001}, 10),
        ("10 if employer.revenue_change < -50% else 20", {"employer__revenue_change": -5000}, 20),
    ],
)
def test_amounts_are_exact(text: str, facts: dict[str, int], yuan: Fraction | int) -> None:
    """Fen, hundredths of hours, percentages and thirds come out to the last fraction."""
    assert amount(text, **facts) == yuan


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [("10.004", 1000), ("10.005", 1001), ("10 / 3", 333), ("20 / 3", 667), ("0 - 0.005", 0), ("0 - 0.006", -1)],
)
def test_an_amount_is_rounded_half_up_to_the_fen(yuan: str, fen: int) -> None:
    """One rounding, at the end: halves go up."""
    assert interpret(fold(to_fen(lower_money(read(yuan, MONEY).node))), Facts()) == (fen, fen)


@pytest.mark.parametrize(("rows", "scale"), [(3, 10), (2, 10_000)])
def test_a_rate_of_a_table_without_gaps_brings_its_own_denominator_only(rows: int, scale: int) -> None:
    """What nothing can fall to, a ruling in basis points, does not blow up the products of an amount."""
    cells = tuple(Row(((code, code),), Fraction(tenths, 10)) for code, tenths in enumerate((8, 9, 10)[:rows]))
    key = Fact("program.scarcity", type_of(facts()["program.scarcity"]), 0, 2)
    table = Lookup("rate", RATE, (key,), cells, Fact("ruling.rate", RATE, 0, 10_000))
    assert lower_money(table)[1] == scale


def test_an_amount_is_rounded_to_any_unit() -> None:
    """A round step takes whole yuan, or tens, in that unit."""
    exact = lower_money(read("1234.5", MONEY).node)
    assert interpret(rounded(exact, Fraction(1)), Facts()) == (1235, 1235)
    assert interpret(rounded(exact, Fraction(10)), Facts()) == (123, 123)


@pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("other", Level)
def test_off_the_ladder_every_comparison_is_false(op: str, level: Level, other: Level) -> None:
    """Levels compare upwards; with ``none`` or ``specialized`` on either side, every comparison is false."""
    expected = on_ladder(level) and on_ladder(other) and eval(f"{level.code} {op} {other.code}")
    facts = {"program__level": level.code, "enrollment__entry_level": other.code}
    assert truth(f"program.level {op} enrollment.entry_level", **facts) is expected
    assert truth(f"program.level {op} {other.value}", **facts) is expected
    assert truth(f"{level.value} {op} enrollment.entry_level", **facts) is expected


def test_the_level_above_is_the_next_rung() -> None:
    """Above the top, and above what is off the ladder, there is no level: it equals none and compares false."""
    for level in Level:
        node = lower(read("level_above(program.level)").node)
        facts = Facts({"program.level": (level.code, level.code)})
        found = interpret(node, facts)[0]
        above = LADDER[LADDER.index(level) + 1] if level in LADDER[:-1] else None
        assert found == (above.code if above else -1)
    for op in ("==", "<", "<=", ">", ">="):
        text = f"enrollment.entry_level {op} level_above(program.level)"
        assert not truth(text, enrollment__entry_level=0, program__level=9)


@pytest.mark.parametrize(
    ("part", "whole", "least", "more"),
    [(0, 0, True, False), (8, 10, True, False), (79, 100, False, False), (9, 10, True, True), (1, 0, True, True)],
)
def test_a_share_is_exact_and_needs_no_division(part: int, whole: int, least: bool, more: bool) -> None:
    """8 of 10 are 80 %, 79 of 100 are not; 0 of 0 satisfies ``>=`` and not ``>``, on whichever side it stands."""
    facts = {"enrollment__attended_days": part, "cohort__training_days": whole}
    assert truth("share(enrollment.attended_days, days) >= 80%", **facts) is least
    assert truth("80% <= share(enrollment.attended_days, days)", **facts) is least
    assert truth("share(enrollment.attended_days, days) > 80%", **facts) is more
    assert truth("80% < share(enrollment.attended_days, days)", **facts) is more


def test_members_in_a_list_become_ranges() -> None:
    """Neighbours merge, so that an unknown member of a range is surely in it; fractions of days are in no list."""
    node = lower(read("trainee.sex in (female, male)").node)
    assert fold(node) == Literal(1, NUMBER)
    kinds = lower(read("program.kind in (rural_labor, reemployment, poverty, safety)").node)
    assert interpret(kinds, Facts({"program.kind": (0, 2)})) == (1, 1)
    assert interpret(kinds, Facts({"program.kind": (3, 8)})) == (0, 0)
    assert truth("days in (0.5, 3)", cohort__training_days=3)
    assert fold(lower(read("days in (0.5, 1.5)").node)) == Literal(0, BOOL)
    assert not truth("program.occupation not in ('6-01', '6-02')", program__occupation=intern("6-02"))


def test_chained_comparisons_mean_and() -> None:
    """``a <= b <= c`` holds where both do."""
    assert truth("2 <= days <= 3", cohort__training_days=3)
    assert not truth("2 <= days <= 3", cohort__training_days=4)


def test_a_table_key_is_compared_in_its_own_unit() -> None:
    """Keys that are computed, or finer than the unit of their column, meet the row that they should."""

    def fee(by: str, rows: dict[tuple[int, int], int], hundredths: int) -> int:
        scope: Scope = document()[0]
        key = read(by)
        cells = tuple(TableRow((span,), Fraction(value)) for span, value in rows.items())
        scope.tables["fees"] = lambda: Table("fees", MONEY, (key.node,), cells, complete=True)
        typed, faults = check(expression("fees"), scope)
        assert typed, faults
        node, scale = lower_money(typed.node)
        found = interpret(node, Facts({"enrollment.attended_hours": (hundredths, hundredths)}))[0]
        return found // scale

    hours = {(0, 39_99): 1, (40_00, 20_000_00): 2}
    assert [fee("enrollment.attended_hours", hours, h) for h in (39_99, 40_00)] == [1, 2]
    assert [fee("enrollment.attended_hours / 3", hours, h) for h in (119_97, 120_00)] == [1, 2]
    assert [fee("enrollment.attended_hours // 8", {(0, 4): 1, (5, 3000): 2}, h) for h in (39_99, 40_00)] == [1, 2]


def test_a_listed_item_is_told_from_one_that_was_not_read() -> None:
    """A value is listed, ``none`` is not, ``open`` is open until a ruling says what it is."""
    node = lower(read("listed(scarcity_rate)").node)
    assert [interpret(node, Facts({"program.scarcity": (i, i)})) for i in range(3)] == [(1, 1), (0, 1), (0, 0)]
    ruled = Facts({"program.scarcity": (1, 1), "ruling.listed(scarcity_rate)": (1, 1)})
    assert interpret(node, ruled) == (1, 1)


def test_an_open_cell_is_whatever_a_ruling_may_say() -> None:
    """An open cell has the declared range of the table; a ruling makes it a value."""
    node, scale = lower_money(read("scarcity_rate", RATE).node)
    scarce = Facts({"program.scarcity": (1, 1)})
    assert [Fraction(end, scale) for end in interpret(node, scarce)] == [0, 1]
    ruled = Facts({"program.scarcity": (1, 1), "ruling.scarcity_rate": (9_000, 9_000)})
    assert [Fraction(end, scale) for end in interpret(node, ruled)] == [Fraction(9, 10)] * 2


def test_retirement_in_doubt_is_two_dates() -> None:
    """Somebody whose former age is unknown retires by one of the ages, and known facts choose which."""
    node = fold(lower(read("cohort.start_date < retirement_date(trainee)", BOOL).node))
    born = {"trainee.birth_date": (19750315, 19750315), "cohort.start_date": (20260101, 20260101)}
    assert interpret(node, Facts({**born, "trainee.former_retirement_age": (0, 0)})) == (0, 0)
    assert interpret(node, Facts({**born, "trainee.former_retirement_age": (1, 1)})) == (1, 1)
    assert interpret(node, Facts({**born, "trainee.former_retirement_age": (0, 1)})) == (0, 1)
    assert interpret(node, Facts({**born, "trainee.former_retirement_age": (1, 2)})) == (1, 1)


def test_lists_are_asked_record_by_record() -> None:
    """Count, sum, any and all over known records, with the dates of the case beside those of the record."""
    records = Records(tuple(Record((1, 1), {"present": (p, p), "enrolled": (10, 10)}) for p in (8, 9, 10)), 0)
    facts = Facts({}, {"cohort.checks": records})

    def of(text: str) -> int:
        return interpret(lower_money(read(text).node)[0], facts)[0]

    assert of("count(c for c in cohort.checks if c.present < c.enrolled)") == 2
    assert of("sum(c.present for c in cohort.checks)") == 27
    assert of("any(c.present > 9 for c in cohort.checks)")
    assert of("all(share(c.present, c.enrolled) >= 80% for c in cohort.checks)")
    assert not of("all(share(c.present, c.enrolled) > 80% for c in cohort.checks)")


def test_the_date_of_a_status_is_lowered_with_it() -> None:
    """The door finds whole numbers under ``holds`` as everywhere."""
    node = lower(read("holds(trainee, disabled, plus_days(cohort.start_date, -1))", BOOL).node)
    assert isinstance(node, Fact)
    on = getattr(node.derived, "on")  # noqa: B009 (only one of the derived classes has it)
    literals = [inner.value for inner in walk(on) if isinstance(inner, Literal)]
    assert literals == [-1]
    assert all(type(value) is int for value in literals)


def test_only_quantities_have_a_denominator() -> None:
    """A rate or half a day is not a condition: lowering one by mistake is a bug that shows."""
    with pytest.raises(AssertionError):
        lower(read("70%").node)
    assert refuse("70%", Type(BOOL.kind))
    assert LEVEL.members is Level
