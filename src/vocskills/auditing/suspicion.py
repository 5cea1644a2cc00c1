"""What the checks of a case may object to in a row of a table; that they really do is for them to say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vocskills.auditing.encode import BIRTH, SEX, given
from vocskills.engines.frames import Polars
from vocskills.language import vocabulary
from vocskills.model.fields import Kind
from vocskills.model.nouns import DAYS_MAX
from vocskills.model.terms import ORGANIZATION_CATEGORIES, Category, CertificateKind, kinds_of
from vocskills.roster.columns import Role, columns

if TYPE_CHECKING:
    import polars as pl

    from vocskills.auditing.door import Door

_DATED = ("cohort", "enrollment", "employment", "contract")
_MONEY_NOUNS = ("agreement", "standard")
_APART = DAYS_MAX // 366 * 10_000
"""Days that are too far apart differ by more as numbers: so many whole years are no longer than :data:`DAYS_MAX`."""
_NO_MORE_THAN = (
    ("enrollment.attended_hours", "enrollment.scheduled_hours"),
    ("enrollment.attended_days", "cohort.training_days"),
)


def suspicions(door: Door) -> Iterable[pl.Expr]:
    """Whatever the checks of a case may object to; that they really do is for them to say."""
    yield from _wrong_dates(door)
    yield from _wrong_numbers(door)
    yield from _wrong_person(door)
    yield from _wrong_nouns(door)
    yield from _contradicted(door)


def _wrong_dates(door: Door) -> Iterable[pl.Expr]:
    for noun in _DATED:
        first, last = f"{noun}.start_date", f"{noun}.end_date"
        if door.says(first) and door.says(last):
            start, end = door.given_ends(first), door.given_ends(last)
            yield start[0] > end[1]
            if noun in ("cohort", "enrollment"):
                yield end[0] - start[1] > _APART


def _wrong_numbers(door: Door) -> Iterable[pl.Expr]:
    for least, most in _NO_MORE_THAN:
        if door.has(least) and door.has(most):
            yield door.own(least)[0] > door.own(most)[1]
    plus_days = Polars().plus_days
    for noun, days in (("cohort", "cohort.training_days"), ("enrollment", "enrollment.attended_days")):
        start, end = door.given_ends(f"{noun}.start_date"), door.given_ends(f"{noun}.end_date")
        if door.has(days):
            yield plus_days(start[0], door.own(days)[0] - 1) > end[1]


def _wrong_person(door: Door) -> Iterable[pl.Expr]:
    import polars as pl

    birth = door.own("trainee.birth_date")
    if door.has("trainee.birth_date") and door.says("enrollment.end_date"):
        yield birth[0] > door.given_ends("enrollment.end_date")[1]
    if door.numbered:
        born, sex, told = pl.col(BIRTH), pl.col(SEX), door.own("trainee.sex")
        yield (born > 0) & ((born < birth[0]) | (born > birth[1]))
        yield (sex >= 0) & (told[0] == told[1]) & (told[0] != sex)


def _wrong_nouns(door: Door) -> Iterable[pl.Expr]:
    import polars as pl

    for noun in vocabulary.NOUNS:
        if door.has(noun):
            fields = [pl.col(given(path)) for path in door.read if path.startswith(f"{noun}.")]
            yield pl.col(given(noun)) & (pl.col(noun) == 0) & pl.any_horizontal(pl.lit(False), *fields)
    for noun in _MONEY_NOUNS:
        figures = [p for p in door.read if p.startswith(f"{noun}.") and columns()[p].info.kind is Kind.MONEY]
        source = pl.col(given(f"{noun}.source")) if door.has(f"{noun}.source") else pl.lit(False)
        yield ~source & pl.any_horizontal(pl.lit(False), *(pl.col(given(path)) for path in figures))
    kind = door.own("certificate.kind")
    yield (kind[0] == CertificateKind.NONE.code) & (kind[1] == CertificateKind.NONE.code)
    yield door.own("enrollment.claimed_as")[0] >= ORGANIZATION_CATEGORIES[0].code


def _contradicted(door: Door) -> Iterable[pl.Expr]:
    """A kind of a status that holds beside the status that does not."""
    import polars as pl

    for path in door.read:
        column = door.table.column(path)
        if column.role is Role.STATUS and isinstance(column.member, Category):
            prefix = path.removesuffix(str(column.member.value))
            for kind in kinds_of(column.member)[1:]:
                if door.has(f"{prefix}{kind.value}"):
                    held = pl.col(given(f"{prefix}{kind.value}")) & (pl.col(f"{prefix}{kind.value}") == 1)
                    yield held & pl.col(given(path)) & (pl.col(path) == 0)
