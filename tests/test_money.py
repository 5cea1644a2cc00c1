from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import Any, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.errors import InputError
from vocskills.money import Money, format_yuan, round_half_up

FEN = st.integers(-(10**17) + 1, 10**17 - 1)  # fifteen digits of yuan
AMOUNTS = FEN.map(Money)


def wrong(amount: object, *, negative: bool = False) -> str:
    """What the only fault of a refused amount says, in English."""
    with pytest.raises(InputError) as refused:
        Money.yuan(cast(Any, amount), negative=negative, where="claims[3].amount")
    (fault,) = refused.value.faults
    assert fault.where == "claims[3].amount"
    assert fault.expected is not None
    assert fault.remedy is not None
    assert fault.what.zh != fault.what.en
    return fault.what.en


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        ("60.00", 6000),
        ("60.5", 6050),
        ("60.05", 6005),
        ("60", 6000),
        ("0", 0),
        ("0.01", 1),
        ("999999999999999.99", 99999999999999999),
        (60, 6000),
        (0, 0),
        (Decimal("60.00"), 6000),
        (Decimal("0.1"), 10),
        (Decimal("6E+1"), 6000),
        (Decimal("0E+5"), 0),
        (Decimal("999999999999999.99"), 99999999999999999),
    ],
)
def test_yuan_reads_text_whole_numbers_and_decimals(amount: str | int | Decimal, fen: int) -> None:
    """An amount in yuan becomes the same amount in fen."""
    assert Money.yuan(amount).fen == fen


@pytest.mark.parametrize(
    ("amount", "what"),
    [
        (60.0, "floating-point"),
        (float("nan"), "floating-point"),
        ("60.001", "finer than one fen"),
        ("60.000", "finer than one fen"),
        (Decimal("60.001"), "finer than one fen"),
        (Decimal("60.000"), "finer than one fen"),
        (Decimal("1E-3"), "finer than one fen"),
        ("1,000", "separators"),
        ("1，000.00", "separators"),
        ("1 000", "separators"),
        ("1_000", "separators"),
        ("1'000.00", "separators"),
        ("-60.00", "sign"),
        ("+60.00", "sign"),
        (-60, "sign"),
        (Decimal("-0.01"), "sign"),
        ("1" * 16, "too large"),
        (10**15, "too large"),
        pytest.param(10**5000, "too large", id="10**5000"),
    ],
)
def test_yuan_says_what_is_wrong_with_a_number(amount: object, what: str) -> None:
    """A number that is no amount is refused with its own reason, a place and a remedy."""
    assert what in wrong(amount)


@pytest.mark.parametrize(
    "amount",
    [
        "",
        " ",
        " 60",
        "60 ",
        "60\n",
        "60.",
        ".5",
        "007",
        "1e3",
        "0x10",
        "nan",
        "inf",
        "６０",
        "60．00",
        "¥60",
        "60元",
        "六十",
        "--60",
        "60.0.0",
        "٦٠",
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        Decimal("1E+1000000"),
        Decimal("1E-1000000"),
        True,
        None,
        b"60",
        Money(6000),
    ],
)
def test_yuan_refuses_whatever_is_no_amount(amount: object) -> None:
    """Anything but plain digits with at most two decimals is refused, never repaired."""
    assert wrong(amount) == "not an amount of money"


def test_the_offending_text_is_shown() -> None:
    """The message quotes what was found and says what would have been right, in both languages."""
    with pytest.raises(InputError) as refused:
        Money.yuan("1,000")
    assert "'1,000'" in str(refused.value)
    assert "60.00" in str(refused.value)
    assert "金额不得使用分隔符" in refused.value.render("zh")


@given(FEN)
def test_negative_amounts_only_where_the_caller_allows_them(fen: int) -> None:
    """A minus sign is read where it is allowed and refused where it is not."""
    words = format_yuan(-abs(fen))
    assert Money.yuan(words, negative=True).fen == -abs(fen)
    if fen:
        assert "sign" in wrong(words)


def test_a_plus_sign_is_never_allowed() -> None:
    """Allowing negative amounts does not allow a plus sign or a second minus."""
    assert "sign" in wrong("+60", negative=True)
    assert "sign" in wrong("--60", negative=True)
    assert "finer" in wrong("-60.001", negative=True)


@given(FEN)
def test_text_and_decimals_round_trip(fen: int) -> None:
    """What is written as yuan reads back as the same money, from text and from a decimal."""
    assert Money.yuan(str(Money(fen)), negative=True) == Money(fen)
    assert Money.yuan(Decimal(fen).scaleb(-2), negative=True) == Money(fen)


def test_a_decimal_is_exact_in_any_context() -> None:
    """A caller's low decimal precision does not round the amount."""
    amount = Decimal("123456789.01")
    with localcontext(prec=3):
        assert Money.yuan(amount).fen == 12345678901


@given(FEN)
def test_format_yuan_is_the_decimal_with_two_places(fen: int) -> None:
    """Fen print as the exact decimal of a hundredth of them."""
    assert format_yuan(fen) == f"{Decimal(fen).scaleb(-2):.2f}"


@pytest.mark.parametrize(
    ("fen", "words"),
    [(6000, "60.00"), (5, "0.05"), (-5, "-0.05"), (-105, "-1.05"), (0, "0.00"), (10**11, "1000000000.00")],
)
def test_str_is_yuan_and_repr_names_the_type(fen: int, words: str) -> None:
    """An amount prints as yuan with two decimals, and its repr is marked as money."""
    assert str(Money(fen)) == words
    assert repr(Money(fen)) == f"Money('{words}')"
    assert f"{Money(fen)}" == words


@given(FEN, FEN, st.integers(-1000, 1000))
def test_arithmetic_is_that_of_fen(a: int, b: int, times: int) -> None:
    """Adding, subtracting, multiplying and negating money is exact."""
    assert Money(a) + Money(b) == Money(a + b)
    assert Money(a) - Money(b) == Money(a - b)
    assert Money(a) * times == times * Money(a) == Money(a * times)
    assert -Money(a) == Money(-a)


@given(st.lists(FEN, min_size=1))
def test_sum_adds_amounts(fens: list[int]) -> None:
    """The builtin sum works with and without a start."""
    assert sum([Money(f) for f in fens]) == Money(sum(fens))
    assert sum([Money(f) for f in fens], Money(0)) == Money(sum(fens))


@given(st.lists(AMOUNTS))
def test_order_is_total(amounts: list[Money]) -> None:
    """Amounts sort by fen, and equal amounts are one key."""
    assert [m.fen for m in sorted(amounts)] == sorted(m.fen for m in amounts)
    assert len(set(amounts)) == len({m.fen for m in amounts})


@given(FEN, FEN)
def test_comparisons_are_those_of_fen(a: int, b: int) -> None:
    """Each of the six comparisons agrees with the one between whole numbers."""
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        assert compare(Money(a), Money(b)) == compare(a, b)


@pytest.mark.parametrize("number", [1, 1.0, True, Decimal(1), "1", None])
@pytest.mark.parametrize("act", [operator.add, operator.sub, operator.lt, operator.ge])
def test_a_bare_number_is_not_money(act: Callable[[Any, Any], Any], number: object) -> None:
    """Money neither adds to nor compares with a number that has no unit, on either side."""
    with pytest.raises(TypeError):
        act(Money(100), number)
    with pytest.raises(TypeError):
        act(number, Money(100))


def test_only_the_whole_number_zero_starts_a_sum() -> None:
    """False and 0.0 are not the 0 from which sum starts."""
    assert cast(Any, 0) + Money(5) == Money(5)
    for start in (False, 0.0):
        with pytest.raises(TypeError):
            cast(Any, start) + Money(5)


@pytest.mark.parametrize("times", [0.8, Decimal("0.8"), True, "2", Money(2), None])
def test_money_multiplies_with_whole_numbers_only(times: object) -> None:
    """Rates do not multiply money: they would need a rounding that a rule must state."""
    with pytest.raises(TypeError):
        Money(100) * cast(Any, times)
    with pytest.raises(TypeError):
        cast(Any, times) * Money(100)


@pytest.mark.parametrize("fen", [1.0, True, "1", Decimal(1), None])
def test_fen_are_whole_numbers(fen: object) -> None:
    """Money cannot be made from anything but whole fen."""
    with pytest.raises(TypeError, match="fen must be a whole number"):
        Money(cast(Any, fen))


def test_money_is_frozen_and_slotted() -> None:
    """An amount never changes and takes no further attributes."""
    amount = Money(1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        cast(Any, amount).fen = 2
    assert not hasattr(amount, "__dict__")


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (1, 2, 1),
        (-1, 2, 0),
        (3, 2, 2),
        (-3, 2, -1),
        (1, 3, 0),
        (2, 3, 1),
        (-2, 3, -1),
        (7, 1, 7),
        (0, 5, 0),
        (5, 10, 1),
    ],
)
def test_round_half_up_at_the_halves(numerator: int, denominator: int, rounded: int) -> None:
    """Halves go towards plus infinity, everything else to the nearest."""
    assert round_half_up(numerator, denominator) == rounded


@given(FEN, st.integers(1, 10**9))
def test_round_half_up_is_floor_of_half_more(numerator: int, denominator: int) -> None:
    """Rounding agrees with exact fractions."""
    assert round_half_up(numerator, denominator) == floor(Fraction(numerator, denominator) + Fraction(1, 2))


@given(FEN, FEN, st.integers(1, 10**6))
def test_round_half_up_is_monotone(a: int, b: int, denominator: int) -> None:
    """A greater amount never rounds to a smaller one."""
    low, high = sorted((a, b))
    assert round_half_up(low, denominator) <= round_half_up(high, denominator)


@pytest.mark.parametrize("denominator", [0, -1])
def test_round_half_up_needs_a_positive_denominator(denominator: int) -> None:
    """A denominator of nought or less is a mistake of the caller."""
    with pytest.raises(ValueError, match="positive"):
        round_half_up(1, denominator)
