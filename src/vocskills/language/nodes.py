"""The tree of the rule language: eleven frozen node classes, and nothing but data.

The checker makes a *typed* tree (literals are fractions, members and dates; it is what prose reads); lowering turns it
into a tree of integers, which is the only thing an engine sees. Both use these classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from fractions import Fraction
from typing import TypeAlias, assert_never

import attrs

from vocskills.model.fields import Kind, Term, Unit

CLAUSES = ("reading.", "ruling.", "supplied.")
"""How the paths of facts begin that a document and not a case is asked for: readings, rulings, figures given for it."""


@attrs.frozen
class Type:
    """The type of an expression.

    Attributes:
        kind: what the values are.
        unit: the unit of a whole number; a whole number without one is a bare number, which takes the type of the
            other side.
        members: the closed list behind an enum.
        names: the readings of an unsettled clause, when the enum is one of those.
    """

    kind: Kind
    unit: Unit | None = None
    members: type[Term] | None = None
    names: tuple[str, ...] = ()


BOOL = Type(Kind.BOOL)
NUMBER = Type(Kind.INT)
COUNT = Type(Kind.INT, Unit.COUNT)
YEARS = Type(Kind.INT, Unit.YEARS)
MONTHS = Type(Kind.INT, Unit.MONTHS)
DAYS = Type(Kind.INT, Unit.DAYS)
MONEY = Type(Kind.MONEY)
RATE = Type(Kind.RATE)
DATE = Type(Kind.DATE)
CODE = Type(Kind.CODE)


class ArithOp(Enum):
    """Arithmetic; after lowering only the first three and ``FLOOR_DIVIDE`` by a positive constant remain."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    FLOOR_DIVIDE = "//"
    DIVIDE = "/"


class CompareOp(Enum):
    """Comparisons; lowering leaves ``EQ``, ``LT`` and ``LE``."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    IN = "in"
    NOT_IN = "not in"


class LogicOp(Enum):
    """Conjunction is min, disjunction is max."""

    AND = "and"
    OR = "or"


class Quantifier(Enum):
    """What is asked of a list of records."""

    COUNT = "count"
    SUM = "sum"
    ANY = "any"
    ALL = "all"


class Function(Enum):
    """Functions of the language; ``TIERED``, ``SHARE``, ``LISTED`` and ``LEVEL_ABOVE`` are gone after lowering."""

    AGE = "age"
    MONTHS = "months"
    YEAR = "year"
    PLUS_DAYS = "plus_days"
    PLUS_MONTHS = "plus_months"
    PLUS_WORKING_DAYS = "plus_working_days"
    RETIREMENT_DATE = "retirement_date"
    MIN = "min"
    MAX = "max"
    TIERED = "tiered"
    SHARE = "share"
    LISTED = "listed"
    LEVEL_ABOVE = "level_above"


@attrs.frozen
class Holds:
    """A status of a subject on a date; the door reads it off the dated rows."""

    subject: str
    category: str
    on: Node


@attrs.frozen
class InArea:
    """Whether a division code lies in an area (a prefix of 2, 4 or 6 digits)."""

    code: str
    area: str


@attrs.frozen
class County:
    """The county (first six digits) of a division code."""

    code: str


@attrs.frozen
class Exists:
    """Whether a noun of the case is there at all; false is known absence."""

    entity: str


Derived: TypeAlias = Holds | InArea | County | Exists
"""What the door works out before the engines run, because it is not integer work: dated statuses and codes."""


@attrs.frozen
class Literal:
    """A constant: a fraction, a member's code, yyyymmdd, a code's text, or a tuple of them after ``in``."""

    value: int | Fraction | str | tuple[int | Fraction | str, ...]
    type: Type


@attrs.frozen
class Fact:
    """A fact of the case by its path, with its declared range."""

    path: str
    type: Type
    lo: int
    hi: int
    derived: Derived | None = None


@attrs.frozen
class Element:
    """A field of the record that a quantifier is looking at."""

    field: str
    type: Type
    lo: int
    hi: int
    derived: Derived | None = None


@attrs.frozen
class Arith:
    """Arithmetic on two operands."""

    op: ArithOp
    left: Node
    right: Node


@attrs.frozen
class Compare:
    """A comparison of two operands of one type."""

    op: CompareOp
    left: Node
    right: Node


@attrs.frozen
class Logic:
    """*and* or *or* over any number of conditions."""

    op: LogicOp
    items: tuple[Node, ...]


@attrs.frozen
class Not:
    """Negation."""

    item: Node


@attrs.frozen
class If:
    """One of two values by a condition."""

    condition: Node
    then: Node
    otherwise: Node


@attrs.frozen
class Row:
    """A row of a table: a range of codes for each key, and its value; ``None`` says the text leaves it open."""

    keys: tuple[tuple[int, int], ...]
    value: int | Fraction | None


@attrs.frozen
class Lookup:
    """A value by one or several keys; where a row is open or missing, ``otherwise`` stands in."""

    table: str
    type: Type
    keys: tuple[Node, ...]
    rows: tuple[Row, ...]
    otherwise: Node


@attrs.frozen
class Call:
    """A function of the language; ``bands`` are the ``(from, to, rate)`` of a tiered amount."""

    function: Function
    args: tuple[Node, ...]
    bands: tuple[tuple[int, int, Fraction], ...] = ()


@attrs.frozen
class Quantified:
    """A question to a list of records; ``value`` is what is summed or asserted."""

    quantifier: Quantifier
    source: str
    cap: int
    condition: Node
    value: Node | None = None


Node: TypeAlias = Literal | Fact | Element | Arith | Compare | Logic | Not | If | Lookup | Call | Quantified


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order in which a reader meets them."""
    match node:
        case Literal() | Fact() | Element():
            return ()
        case Arith(_, left, right) | Compare(_, left, right):
            return left, right
        case Logic(_, items):
            return items
        case Not(item):
            return (item,)
        case If(condition, then, otherwise):
            return condition, then, otherwise
        case Lookup():
            return *node.keys, node.otherwise
        case Call():
            return node.args
        case Quantified():
            return (node.condition,) if node.value is None else (node.condition, node.value)
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """Every node of a tree, parents first, shared parts each time they are met."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(children(top)))


def facts_in(*nodes: Node) -> dict[str, Fact]:
    """The facts that the trees read, each once, in tree order."""
    found: dict[str, Fact] = {}
    for root in nodes:
        for node in walk(root):
            if isinstance(node, Fact):
                found.setdefault(node.path, node)
    return found


def rebuild(node: Node, parts: Sequence[Node]) -> Node:
    """The node with other parts: the inverse of :func:`children`."""
    match node:
        case Literal() | Fact() | Element():
            return node
        case Arith() | Compare():
            return attrs.evolve(node, left=parts[0], right=parts[1])
        case Logic():
            return Logic(node.op, tuple(parts))
        case Not():
            return Not(parts[0])
        case If():
            return If(*parts)
        case Lookup():
            return attrs.evolve(node, keys=tuple(parts[:-1]), otherwise=parts[-1])
        case Call():
            return attrs.evolve(node, args=tuple(parts))
        case Quantified():
            return attrs.evolve(node, condition=parts[0], value=parts[1] if len(parts) > 1 else None)
        case _:
            assert_never(node)


def extent(node: Node, limit: int) -> tuple[int, int]:
    """How many nodes and how many levels a tree has, the dates of statuses included; counted no further than ``limit``.

    Nothing here recurses, so that a tree can be measured before anything that does is let loose on it.
    """
    count = deepest = 0
    stack = [(node, 1)]
    while stack and count <= limit:
        top, level = stack.pop()
        count, deepest = count + 1, max(deepest, level)
        stack.extend((part, level + 1) for part in children(top))
        if isinstance(top, Fact | Element) and isinstance(top.derived, Holds):
            stack.append((top.derived.on, level + 1))
    return count, deepest


def spell(node: Node) -> str:
    """A tree in the words of the language, the same for the same tree: what keeps the paths of statuses apart."""
    match node:
        case Literal():
            return _spell_literal(node)
        case Fact(path):
            return path
        case Element(field):
            return f"record.{field}"
        case Arith(op, left, right) | Compare(op, left, right):
            return f"({spell(left)} {op.value} {spell(right)})"
        case Logic(op, items):
            return "(" + f" {op.value} ".join(spell(item) for item in items) + ")"
        case Not(item):
            return f"(not {spell(item)})"
        case If(condition, then, otherwise):
            return f"({spell(then)} if {spell(condition)} else {spell(otherwise)})"
        case Lookup(table, _, keys):
            return f"{table}[{', '.join(spell(key) for key in keys)}]"
        case Call(function, args):
            return f"{function.value}({', '.join(spell(arg) for arg in args)})"
        case Quantified(quantifier, source, _, condition, value):
            body = "record" if value is None else spell(value)
            return f"{quantifier.value}({body} for record in {source} if {spell(condition)})"
        case _:
            assert_never(node)


def _spell_literal(node: Literal) -> str:
    value = node.value
    if isinstance(value, tuple):
        return "(" + ", ".join(_spell_literal(Literal(one, node.type)) for one in value) + ")"
    if node.type.kind is Kind.DATE and isinstance(value, int):
        return f"'{value // 10_000:04d}-{value // 100 % 100:02d}-{value % 100:02d}'"
    if node.type.members is not None and isinstance(value, int):
        return str(list(node.type.members)[value].value)
    return str(value)
