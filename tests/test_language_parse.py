"""Text that is hostile, or a mistake that Python would read as something else, is refused with our own fault."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.language.parse import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_NESTING,
    MAX_PREFIXES,
    MAX_TOKENS,
    Expression,
    Parsed,
    parse,
)
from words import expression

HOSTILE = {
    "brackets": "(" * 100_000,
    "closed brackets": "(" * 900 + "1" + ")" * 900,
    "minuses": "-" * 20_000 + "1",
    "few minuses": "-" * 1_000 + "1",
    "nots": "not " * 20_000 + "true",
    "few nots": "not " * 400 + "true",
    "a giant number": "9" * 100_000,
    "a large number": "9" * 1_900,
    "a small number": "0." + "0" * 1_900 + "1",
    "a long sum": "+".join(["1"] * 500),
    "a long chain": "a" + ".a" * 900,
    "nested choices": "1 if a else " * 150 + "1",
    "nested calls": "f(" * 300 + "1" + ")" * 300,
    "blanks": " " * 1_000_000,
    "many parts": "a " * 900,
    "a long text": "'" + "x" * 100_000 + "'",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_at_once(text: str) -> None:
    """What would exhaust a parser is refused by length, nesting, runs or number of parts, in no time."""
    began = time.perf_counter()
    found = parse(expression(text))
    assert time.perf_counter() - began < 1
    assert isinstance(found, list)
    assert found
    assert all(len(fault.render("en")) < 1_000 for fault in found)


# text, what is quoted, column, what is said, what is proposed
REFUSED = [
    ("", "", 1, "is empty", ""),
    ("  \n ", "", 1, "is empty", ""),
    ("1_000 + days", "1_000", 1, "how a number is written", "12.5"),
    ("days > 0x10", "0x10", 8, "how a number is written", "12.5"),
    ("1e3", "1e3", 1, "how a number is written", "12.5"),
    ("3j", "3j", 1, "how a number is written", "12.5"),
    ("5. + days", "5.", 1, "how a number is written", "12.5"),
    ("1.5.5", "1.5.5", 1, "how a number is written", "12.5"),
    ("05", "05", 1, "does not start with 0", ""),
    ("1234567890123456", "1234567890123456", 1, "more than 15 digits", ""),
    ("٣ > 1", "٣", 1, "how a number is written", "12.5"),
    ("１２ > 1", "１２", 1, "how a number is written", "12.5"),
    ("días > 1", "í", 2, "this character", ""),
    ("培训天数 > 1", "培", 1, "this character", ""),
    ("days\x00 > 1", "\x00", 5, "this character", ""),
    ("'a\x00b' == x", "'", 1, "quotation mark", "'533323'"),
    ("days ＞ 1", "＞", 6, "this character", ""),
    ("x % 2", "%", 3, "no modulo", "100% + x"),
    ("days%2", "%", 5, "no modulo", "100% + x"),
    ("100%+x", "%", 4, "no modulo", "100% + x"),
    ("100%x", "%", 4, "no modulo", "100% + x"),
    ("2019-10-10 < x", "2019-10-10", 1, "a date is quoted", "'2019-10-10'"),
    ("x > 2019-1-1", "2019-1-1", 5, "a date is quoted", "'2019-1-1'"),
    ("x is y", "is", 3, "cannot be tested", "exists(noun)"),
    ("x == None", "None", 6, "cannot be tested", "exists(noun)"),
    ("known(x)", "known", 1, "cannot be tested", "exists(noun)"),
    ("True", "True", 1, "how truth is written", "true"),
    ("False", "False", 1, "how falsehood is written", "false"),
    ("yield x", "yield", 1, "this word is not part", ""),
    ("await x", "await", 1, "this word is not part", ""),
    ("count(a async for a in awards)", "async", 9, "this word is not part", ""),
    ("f'x' == y", "f'x'", 1, "operator is missing", ""),
    ("u'x' == y", "u'x'", 1, "operator is missing", ""),
    ("'x' 'y' == z", "'x' 'y'", 1, "operator is missing", ""),
    ('"x" == "y"', '"', 1, "quotation mark", "'533323'"),
    ("'x", "'", 1, "quotation mark", "'533323'"),
    (r"'\'' == x", "'", 1, "quotation mark", "'533323'"),
    ("x)", ")", 2, "closes nothing", ""),
    ("x) + (y", ")", 2, "closes nothing", ""),
    ("(x", "(x", 1, "not a complete expression", "a.b >= 16"),
    ("x >", ">", 3, "not a complete expression", "a.b >= 16"),
    ("x y", "x y", 1, "not a complete expression", "a.b >= 16"),
    ("*x", "*x", 1, "not a complete expression", "a.b >= 16"),
    ("x <> y", "<> y", 3, "not a complete expression", "a.b >= 16"),
]
SEVERAL = ["(x := 1)", "lambda x: x", "[x for x in y]", "{1: 2}", "x[0]", "{x}", "x; y", "f(a=1)", "x @ y", "x & y"]


@pytest.mark.parametrize(("text", "quoted", "column", "said", "proposed"), REFUSED)
def test_what_is_no_expression_is_explained(text: str, quoted: str, column: int, said: str, proposed: str) -> None:
    """The first fault stands at its place, quotes what is wrong, says why and what would do."""
    found = parse(expression(text))
    assert isinstance(found, list)
    assert (found[0].text, found[0].line, found[0].column) == (quoted, 7, column + 10)
    assert said in found[0].what.en
    assert proposed in " ".join(text.en for text in (found[0].expected, found[0].remedy) if text)


@pytest.mark.parametrize("text", SEVERAL)
def test_the_rest_of_python_is_not_part_of_the_language(text: str) -> None:
    """Walrus, lambda, subscripts, braces, keyword arguments and bit operators are refused."""
    assert isinstance(parse(expression(text)), list)


def test_what_is_wrong_is_told_once_and_reading_goes_on_behind_it() -> None:
    """A number or date that is not one is a single fault, and what follows it is read."""
    found = parse(expression("12.5.3 > 2020-10-10 and $ < 3x"))
    assert isinstance(found, list)
    assert [(fault.column - 10, fault.text) for fault in found] == [
        (1, "12.5.3"),
        (10, "2020-10-10"),
        (25, "$"),
        (29, "3x"),
    ]


def test_an_expression_of_no_file_stands_in_line_one() -> None:
    """Columns are counted from 1."""
    found = parse(Expression("a $"))
    assert isinstance(found, list)
    assert [(fault.line, fault.column) for fault in found] == [(1, 3)]


def test_faults_come_in_the_order_of_the_text() -> None:
    """Whatever the stage that finds them, faults are listed as one reads."""
    found = parse(expression("x is 05 and\n y % 2 and None"))
    assert isinstance(found, list)
    assert [(fault.line, fault.text) for fault in found] == [(7, "is"), (7, "05"), (8, "%"), (8, "None")]


@pytest.mark.parametrize(
    ("text", "number"),
    [("60", 60), ("12.5", Fraction(25, 2)), ("70%", Fraction(7, 10)), ("0.1", Fraction(1, 10))],
)
def test_numbers_are_exactly_what_is_written(text: str, number: Fraction | int) -> None:
    """Digits become fractions, never floats; a percentage is known as one."""
    found = parse(expression(f"x + {text}"))
    assert isinstance(found, Parsed)
    assert found.numbers == {4: number}
    assert found.percents == ({4} if text.endswith("%") else set())


def test_codes_are_exactly_what_is_written() -> None:
    """A code may have any characters; none of them reaches Python's parser, and what follows keeps its place."""
    found = parse(expression("x == '火脚 {1} % None #' and 70% > y"))
    assert isinstance(found, Parsed)
    assert found.strings == {5: "火脚 {1} % None #"}
    assert list(found.numbers) == [27]


def test_an_expression_may_be_as_large_as_is_said() -> None:
    """Limits are limits: what stays within them is read."""
    assert isinstance(parse(expression("(" * MAX_NESTING + "x" + ")" * MAX_NESTING)), Parsed)
    assert isinstance(parse(expression("not " * MAX_PREFIXES + "x")), Parsed)
    assert isinstance(parse(expression("x" + " " * (MAX_CHARACTERS - 1))), Parsed)
    assert isinstance(parse(expression("+".join(["x"] * (MAX_DEPTH - 1)))), Parsed)
    assert isinstance(parse(expression(" and ".join(["x"] * (MAX_TOKENS // 2)))), Parsed)


@given(st.text(max_size=60) | st.text(alphabet="()'%.0123456789-+*/<>=,ax \n\"\\", max_size=40))
def test_any_text_gives_a_tree_or_faults(text: str) -> None:
    """No text raises, and what is read is quoted back by its own offsets."""
    found = parse(expression(text))
    if isinstance(found, Parsed):
        assert found.segment(found.tree)
    else:
        assert found
