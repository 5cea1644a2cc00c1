"""Tables by SQL: the columns of :mod:`vocskills.engines.columns` as one statement, for DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

import attrs

from vocskills.calendar import DAY_MAX, DAY_MIN
from vocskills.engines.columns import ROW, Asked, Gather, Program


class Dialect(Enum):
    """Databases that the statement is written for."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@attrs.define
class Sql:
    """How SQL writes the operations.

    Every choice is cast to 64 bits: of literals alone it would have 32. Tables of single numbers are written once, in
    front of the statement, under names of their own.
    """

    dialect: Dialect = Dialect.DUCKDB
    tables: dict[tuple[tuple[int, int], ...], str] = attrs.field(factory=dict)

    def column(self, name: str) -> str:
        """A column; names may hold any text."""
        quote = "`" if self.dialect is Dialect.SPARK else '"'
        return quote + name.replace(quote, quote * 2) + quote

    def number(self, value: int) -> str:
        """A constant number."""
        return str(value) if value >= 0 else f"({value})"

    def truth(self, value: bool) -> str:
        """A constant truth."""
        return "TRUE" if value else "FALSE"

    def add(self, left: str, right: str) -> str:
        """A sum."""
        return f"({left} + {right})"

    def subtract(self, left: str, right: str) -> str:
        """A difference."""
        return f"({left} - {right})"

    def multiply(self, left: str, right: str) -> str:
        """A product."""
        return f"({left} * {right})"

    def floor(self, item: str, by: int) -> str:
        """A quotient by a positive constant, rounded down; the quotient of SQL is cut off towards zero."""
        whole = "div" if self.dialect is Dialect.SPARK else "//"
        return f"(({item} - (({item} % {by}) + {by}) % {by}) {whole} {by})"

    def modulo(self, item: str, by: int) -> str:
        """The rest of a number that is not negative."""
        return f"({item} % {by})"

    def less(self, left: str, right: str) -> str:
        """Whether one number is less than the other."""
        return f"({left} < {right})"

    def at_most(self, left: str, right: str) -> str:
        """Whether one number is at most the other."""
        return f"({left} <= {right})"

    def equal(self, left: str, right: str) -> str:
        """Whether two numbers are the same."""
        return f"({left} = {right})"

    def every(self, items: Sequence[str]) -> str:
        """Conjunction."""
        return f"({' AND '.join(items)})"

    def some(self, items: Sequence[str]) -> str:
        """Disjunction."""
        return f"({' OR '.join(items)})"

    def negate(self, item: str) -> str:
        """Negation."""
        return f"(NOT {item})"

    def case(self, condition: str, then: str, otherwise: str) -> str:
        """One of two numbers."""
        return f"CAST(CASE WHEN {condition} THEN {then} ELSE {otherwise} END AS BIGINT)"

    def least(self, items: Sequence[str]) -> str:
        """The least of several numbers."""
        return f"CAST(LEAST({', '.join(items)}) AS BIGINT)"

    def greatest(self, items: Sequence[str]) -> str:
        """The greatest of several numbers."""
        return f"CAST(GREATEST({', '.join(items)}) AS BIGINT)"

    def mapped(self, item: str, table: Mapping[int, int], otherwise: int) -> str:
        """What a table of single numbers says of a number."""
        name = self.tables.setdefault(tuple(table.items()), f"mapped_{len(self.tables)}")
        return f"COALESCE((SELECT MAX({name}.v) FROM {name} WHERE {name}.k = {item}), {self.number(otherwise)})"

    def plus_days(self, day: str, count: str) -> str:
        """The day yyyymmdd so many days later, at least 1900-01-01 and at most 2100-12-31."""
        parts = (f"{day} // 10000", f"{day} // 100 % 100", f"{day} % 100")
        if self.dialect is Dialect.SPARK:
            whole = ", ".join(f"CAST({part.replace('//', 'div')} AS INT)" for part in parts)
            found = f"DATE_FORMAT(DATE_ADD(MAKE_DATE({whole}), CAST({count} AS INT)), 'yyyyMMdd')"
        else:
            found = f"STRFTIME(MAKE_DATE({', '.join(parts)}) + CAST({count} AS INTEGER), '%Y%m%d')"
        return f"LEAST(GREATEST(CAST({found} AS BIGINT), {DAY_MIN}), {DAY_MAX})"


def statement(program: Program[str], algebra: Sql, claims: str, lists: Mapping[str, str]) -> str:
    """One statement that computes a program.

    Args:
        program: what to compute.
        algebra: what it was compiled with.
        claims: the table of the claims, with the columns of the program's shape and :data:`ROW`.
        lists: the table of the records of each list, each with the :data:`ROW` of its claim.

    Returns:
        A query whose rows are the claims, in no order, with :data:`ROW` and the outputs.
    """
    parts = [_values(name, table) for table, name in algebra.tables.items()]
    before = claims
    for number, asked in enumerate(program.asked):
        parts += _gathered(asked, algebra, number, before, lists[asked.source])
        gathered = ", ".join(_filled(asked, algebra, f"a{number}"))
        row = algebra.column(ROW)
        joined = f"SELECT c.*, {gathered} FROM {before} c LEFT JOIN a{number} ON c.{row} = a{number}.{row}"
        parts.append(f"j{number} AS ({joined})")
        before = f"j{number}"
    for number, stage in enumerate(program.stages):
        parts.append(f"s{number} AS (SELECT *, {_columns(algebra, stage)} FROM {before})")
        before = f"s{number}"
    wanted = f"SELECT {algebra.column(ROW)}, {_columns(algebra, program.outputs)} FROM {before}"
    return f"WITH {', '.join(parts)} {wanted}" if parts else wanted


def _values(name: str, table: tuple[tuple[int, int], ...]) -> str:
    rows = ", ".join(f"({key}, {value})" for key, value in table)
    return f"{name}(k, v) AS (SELECT * FROM (VALUES {rows}) AS t(k, v))"


def _columns(algebra: Sql, columns: Mapping[str, str]) -> str:
    return ", ".join(f"{expr} AS {algebra.column(name)}" for name, expr in columns.items())


def _gathered(asked: Asked[str], algebra: Sql, number: int, claims: str, records: str) -> Iterator[str]:
    """What the records of each claim come to, step by step."""
    row = algebra.column(ROW)
    read = "".join(f", c.{algebra.column(name)}" for name in sorted(asked.columns))
    joined = f" JOIN {claims} c ON c.{row} = r.{row}" if read else ""
    before = f"r{number}"
    yield f"{before} AS (SELECT r.*{read} FROM {records} r{joined})"
    for stage_number, stage in enumerate(asked.stages):
        yield f"r{number}s{stage_number} AS (SELECT *, {_columns(algebra, stage)} FROM {before})"
        before = f"r{number}s{stage_number}"
    wanted = ", ".join(
        f"{_AGGREGATES[g].format(expr)} AS {algebra.column(n)}" for n, (g, expr) in asked.outputs.items()
    )
    yield f"a{number} AS (SELECT {row}, {wanted} FROM {before} GROUP BY {row})"


_AGGREGATES = {Gather.SUM: "CAST(SUM({}) AS BIGINT)", Gather.ANY: "BOOL_OR({})", Gather.ALL: "BOOL_AND({})"}
_EMPTY = {Gather.SUM: "0", Gather.ANY: "FALSE", Gather.ALL: "TRUE"}


def _filled(asked: Asked[str], algebra: Sql, gathered: str) -> Iterator[str]:
    """A claim without records: they come to nothing, to no, to yes."""
    for name, (gather, _) in asked.outputs.items():
        column = algebra.column(name)
        yield f"COALESCE({gathered}.{column}, {_EMPTY[gather]}) AS {column}"
