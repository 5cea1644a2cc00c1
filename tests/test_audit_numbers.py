"""Columns of identity numbers say of each number what it says by itself."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from vocskills.auditing.numbers import births_and_sexes, right_numbers
from vocskills.model.identity import read_identity, right_number

_AREAS = st.sampled_from(["533399", "000000", "53339", "110101"])
_BIRTHS = st.sampled_from(
    ["19900229", "19850315", "20000229", "18991231", "21010101", "19000101", "20231231", "1985031"]
)
_ENDS = st.text("0123456789Xx\uff11 ", min_size=3, max_size=5)
_NUMBERS = st.tuples(_AREAS, _BIRTHS, _ENDS).map("".join)


def _checked(number: str) -> str:
    """The number with a right check digit, if it has 17 digits to make one of."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    head = number[:17]
    if len(head) < 17 or not (head.isascii() and head.isdigit()):
        return number
    return head + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True)) % 11]


_WRITTEN = st.one_of(_NUMBERS, _NUMBERS.map(_checked), _NUMBERS.map(lambda one: f" {_checked(one).lower()}\u3000"))


@given(st.lists(st.none() | _WRITTEN, max_size=12))
def test_a_column_says_of_each_number_what_the_number_says(numbers: list[str | None]) -> None:
    """Spelling, birth and sex are those that reading the numbers one by one gives, right or wrong, odd or missing."""
    column = pl.Series(numbers, dtype=pl.String)
    assert right_numbers(column).to_list() == [right_number(number) for number in numbers]
    births, sexes = births_and_sexes(column)
    read = [read_identity(None if number is None else number.strip()) for number in numbers]
    assert births.to_list() == [one.birth for one in read]
    assert sexes.to_list() == [-1 if one.sex is None else one.sex.code for one in read]


def test_a_right_number_is_found_in_a_column() -> None:
    """A right number, written in small letters and with blanks, says birth and sex; one with a wrong digit nothing."""
    column = pl.Series([" 53339919850315007x", "533399198503150070"])
    assert right_numbers(column).to_list() == ["53339919850315007X", None]
    births, sexes = births_and_sexes(column)
    assert (births.to_list(), sexes.to_list()) == ([19850315, 0], [1, -1])


def test_a_birth_before_1900_says_nothing() -> None:
    """A number that is right in itself and gives a birth before 1900 says nothing and raises nothing."""
    number = _checked("53339918991231000")
    assert read_identity(number).wrong is not None
    assert read_identity(number).birth == 0
