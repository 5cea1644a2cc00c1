"""The awards that claims become, as records that later claims of the same person see among those on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.assessment.docket import Docket
from vocskills.assessment.others import AWARDS
from vocskills.auditing.gather import typed
from vocskills.auditing.lines import UNSTATED, Name
from vocskills.bounds import Bounds
from vocskills.door import Codes, record_of
from vocskills.engines.cells import Cell, Cells, Pair
from vocskills.engines.columns import EXISTS, high
from vocskills.engines.frames import Polars
from vocskills.language.nodes import Element
from vocskills.model.fields import Kind, fields_of
from vocskills.model.records import Award
from vocskills.model.terms import AwardState

if TYPE_CHECKING:
    import polars as pl

PERSON = "^person"
"""The column that tells persons apart; null where nothing tells whose claim it is."""

IN_CLASS = {
    "occupation": "program.occupation",
    "level": "program.level",
    "training_type": "program.training_type",
    "cohort_id": "cohort.id",
    "certificate_no": "certificate.number",
    "start_date": "enrollment.start_date",
    "end_date": "enrollment.end_date",
    "certified_on": "certificate.issued_on",
    "submitted_on": "claim.submitted_on",
}
"""Where an award has its fields from, for a claim of a class; see :func:`vocskills.assessment.claims.template`."""
WITHOUT_CLASS = IN_CLASS | {"occupation": "certificate.occupation", "level": "certificate.level"}
"""The same for a claim without any class."""


def awarded(index: int) -> str:
    """The column that says whether a subsidy of a claim becomes an award."""
    return Name(index).of("award")


@attrs.frozen
class Awarding:
    """How the subsidies of a docket become records.

    Attributes:
        docket: the subsidies; the local ones become awards.
        elements: the fields of an award that rules read.
        template: where the fields that hang on the claim stand among the columns of the claims.
        constants: the fields that are the same for all claims, by subsidy.
        given: facts that are the same for all claims and have no column.
    """

    docket: Docket
    elements: tuple[Element, ...]
    template: Mapping[str, str]
    constants: Mapping[int, Mapping[str, Bounds]]
    given: Mapping[str, Bounds] = attrs.field(factory=dict)

    @classmethod
    def of(
        cls,
        docket: Docket,
        codes: Codes,
        place: str | None,
        template: Mapping[str, str],
        given: Mapping[str, Bounds] | None = None,
    ) -> Awarding:
        """The awards of a docket's local subsidies in a place."""
        elements = docket.lists[AWARDS]
        constants = {}
        for index in docket.paying:
            entry = docket.entries[index]
            award = Award(kind=entry.subsidy.kind, policy=entry.policy.id, place=place, state=AwardState.DECIDED)
            constants[index] = record_of(award, AWARDS, elements, codes).fields
        return cls(docket, elements, template, constants, given or {})

    def watched(self, index: int) -> list[str]:
        """The columns of what was judged from which an award of a subsidy is made."""
        names, name = {element.field for element in self.elements}, Name(index)
        found = [awarded(index), high(awarded(index))]
        found += [name.of("fund"), name.of(high("fund"))] if "fund" in names else []
        return found + ([name.of("least"), name.of("most")] if "amount" in names else [])

    def unjudged(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What is known of the awards of claims before anything is judged: perhaps, of any fund and amount."""
        import polars as pl

        columns: dict[str, pl.Expr] = {}
        for index in self.docket.paying:
            numbers = {"fund": UNSTATED, high("fund"): UNSTATED, "least": 0, "most": _most()}
            columns |= {awarded(index): pl.lit(False), high(awarded(index)): pl.lit(True)}
            columns |= {Name(index).of(part): pl.lit(value, dtype=pl.Int64) for part, value in numbers.items()}
        watched = [name for index in self.docket.paying for name in self.watched(index)]
        return rows.with_columns(**columns).select(*rows.columns, *watched)

    def records(self, claims: pl.DataFrame, index: int, keep: Iterable[str]) -> pl.DataFrame:
        """The awards that one subsidy of some claims perhaps becomes.

        Args:
            claims: the claims with what was judged of them.
            index: the subsidy.
            keep: the columns of the claims to keep.
        """
        import polars as pl

        possible = claims.filter(pl.col(high(awarded(index))))
        made: dict[str, Cell[pl.Expr]] = {}
        for field, (least, most) in self.fields(Cells(Polars()), index, claims.columns).items():
            made |= {field: least, high(field): most}
        return possible.select(*keep, **typed(made))

    def fields(self, c: Cells[Any], index: int, known: Iterable[str]) -> dict[str, Pair]:
        """Both ends of the fields of the award that one subsidy of a claim perhaps becomes, and whether there is one.

        Args:
            c: puts the columns of the claim together, with those of what was judged of it.
            index: the subsidy.
            known: the columns of the claims.
        """
        has = frozenset(known)
        there = c.column(awarded(index), truth=True), c.column(high(awarded(index)), truth=True)
        return {EXISTS: there} | {element.field: self._field(c, element, index, has) for element in self.elements}

    def _field(self, c: Cells[Any], element: Element, index: int, known: frozenset[str]) -> Pair:
        field, path, name = element.field, self.template.get(element.field), Name(index)
        truth = element.type.kind is Kind.BOOL
        if element.derived is None and path is not None and path in known:
            least = c.column(path, truth=truth)
            return least, c.column(high(path), truth=truth) if high(path) in known else least
        if element.derived is None and field == "amount":
            least, most = (c.least(c.column(name.of(end), truth=False), c.number(_most())) for end in ("least", "most"))
            return least, most
        bounds = self._fixed(element, index)
        lo, hi = (c.fixed(bool(end)) if truth else c.number(end) for end in bounds)
        if element.derived is None and field == "fund":
            least, most = (c.column(end, truth=False) for end in (name.of("fund"), name.of(high("fund"))))
            stated = c.negate(c.equal(least, c.number(UNSTATED)))
            return c.case(stated, least, lo), c.case(stated, most, hi)
        return (lo, lo) if bounds[0] == bounds[1] else (lo, hi)

    def _fixed(self, element: Element, index: int) -> Bounds:
        path = self.template.get(element.field)
        if element.derived is None and path is not None:
            return self.given.get(path, (element.lo, element.hi))
        return self.constants[index][element.field]


def whole(records: pl.DataFrame, elements: Iterable[Element], keep: Iterable[str]) -> pl.DataFrame:
    """Records with both ends of every field: what has no column is not known, what has one column is known."""
    import polars as pl

    known = frozenset(records.columns)
    columns: dict[str, pl.Expr] = {}
    for name, lo, hi in ((EXISTS, pl.lit(True), pl.lit(True)), *((e.field, *_range(e)) for e in elements)):
        columns[name] = pl.col(name) if name in known else lo
        columns[high(name)] = pl.col(high(name)) if high(name) in known else pl.col(name) if name in known else hi
    return records.select(*keep, **columns)


def _range(element: Element) -> tuple[pl.Expr, pl.Expr]:
    return constant(element.lo, element), constant(element.hi, element)


def constant(value: int, element: Element) -> pl.Expr:
    """A value that is the same in every row, of the field's type."""
    import polars as pl

    return pl.lit(bool(value)) if element.type.kind is Kind.BOOL else pl.lit(value, dtype=pl.Int64)


def _most() -> int:
    return fields_of(Award)["amount"].hi
