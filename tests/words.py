"""A document's names for tests of the rule language, and expressions that say where they stand."""

from __future__ import annotations

from fractions import Fraction

from vocskills.errors import Fault
from vocskills.language.check import check
from vocskills.language.nodes import MONEY, RATE, Fact, Type
from vocskills.language.parse import Expression
from vocskills.language.scope import Cell, Scope, Table, TableRow, Typed
from vocskills.model.fields import Kind
from vocskills.model.terms import Scarcity

SCARCITY = Fact("program.scarcity", Type(Kind.ENUM, members=Scarcity), 0, 2)
SCARCITY_RATE = Table(
    "scarcity_rate",
    RATE,
    (SCARCITY,),
    (TableRow(((0, 0),), Fraction(4, 5)), TableRow(((1, 1),), Cell.OPEN), TableRow(((2, 2),), Cell.NONE)),
    complete=True,
    hi=10_000,
)
DAILY = Table("daily", MONEY, bands=((0, 10, Fraction(60)), (10, 3660, Fraction(61, 2))))

DEFINITIONS = {
    "days": "cohort.training_days",
    "six": "6",
    "born": "trainee.birth_date",
    "advance": "enrollment.advance_paid",
    "fee": "standard.training_fee",
    "micro": "employer.size",
    "asked": "count(a for a in awards if a.kind == living_cost)",
    "chicken": "egg > 1",
    "egg": "6 if chicken else 7",
    "broken": "nonsense + 1",
}


def document(definitions: dict[str, str] | None = None) -> tuple[Scope, list[Fault]]:
    """The names of a document; the faults of a definition come into the list when it is first used."""
    scope, found = Scope(), list[Fault]()

    def define(name: str, text: str) -> None:
        def make() -> Typed | None:
            typed, faults = check(Expression(text, where=f"define.{name}"), scope)
            found.extend(faults)
            return typed

        scope.define(name, make)

    for name, text in (DEFINITIONS if definitions is None else definitions).items():
        define(name, text)
    scope.tables["scarcity_rate"] = lambda: SCARCITY_RATE
    scope.tables["daily"] = lambda: DAILY
    return scope, found


def expression(text: str) -> Expression:
    """An expression in line 7 of a file, from column 11 on; further lines start in column 5."""

    def locate(offset: int) -> tuple[int, int]:
        before = text[:offset]
        lines = before.count("\n")
        return 7 + lines, offset + 11 if not lines else offset - before.rindex("\n") + 4

    return Expression(text, where="rules.some.require", file="pack.yaml", locate=locate)


def read(text: str, expected: Type | None = None) -> Typed:
    """An expression that must be right."""
    typed, faults = check(expression(text), document()[0], expected)
    assert typed is not None, [fault.render("en") for fault in faults]
    assert faults == []
    return typed


def refuse(text: str, expected: Type | None = None) -> list[Fault]:
    """The faults of an expression that must be wrong."""
    typed, faults = check(expression(text), document()[0], expected)
    assert typed is None
    return faults
