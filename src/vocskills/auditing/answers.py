"""What is said of each row, as columns of the answer: from judged tables and from assessments alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.determination import Determination, ItemAnswer
from vocskills.assessment.determine import verdicts_of
from vocskills.assessment.docket import UNLIMITED, Docket, Entry
from vocskills.assessment.outcomes import Sum, Verdict
from vocskills.auditing.bench import Bench
from vocskills.auditing.lines import UNSTATED, Name
from vocskills.engines.columns import ROW, high
from vocskills.model.fields import Term
from vocskills.model.terms import Fund, Payee

if TYPE_CHECKING:
    import polars as pl

BETWEEN = ";"
"""Stands between the members of a set in one cell."""
OPEN = "open"
"""A payee or fund that the sources do not state."""
TOTAL = ("total.least_fen", "total.most_fen")
_AMOUNTS = ("least_fen", "most_fen", "amount_least_fen", "amount_most_fen")
_SAID = ("outcome", *_AMOUNTS, "payee", "fund", "failed", "open")


def column(entry: Entry, what: str) -> str:
    """A column of the answer: ``<policy>.<subsidy>.<what>``."""
    return f"{entry.policy.id}.{entry.item.name}.{what}"


def dtype(name: str) -> Any:
    """The type of a column of the answer."""
    import polars as pl

    what = name.rpartition(".")[2]
    if what == "outcome":
        return pl.Enum([str(verdict.value) for verdict in Verdict])
    return pl.Int64 if what.endswith("_fen") else pl.String


def columns_of(docket: Docket) -> dict[str, Any]:
    """Every column of the answer with its type: the same for all tables that are decided by the same texts."""
    found: dict[str, Any] = {}
    for number, entry in enumerate(docket.entries):
        said = (*_SAID, "barred_by") if number < docket.local else _SAID
        names = [column(entry, what) for what in (said if entry.pays else _SAID[:1])]
        found |= {name: dtype(name) for name in names}
    return found | {name: dtype(name) for name in TOTAL}


def completed(frame: pl.DataFrame, docket: Docket) -> pl.DataFrame:
    """Answers with every column, in order; those that are of no row are empty."""
    import polars as pl

    made = {
        name: pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind)
        for name, kind in columns_of(docket).items()
    }
    return frame.select(ROW, **made)


# -- from tables -------------------------------------------------------------------------------------------------------


def answers(bench: Bench, judged: pl.DataFrame) -> pl.DataFrame:
    """The columns of the answer of a judged table, with :data:`~vocskills.engines.columns.ROW`."""
    import polars as pl

    made: dict[str, pl.Expr] = {}
    for number, entry in enumerate(bench.docket.entries):
        name, local = bench.names[number], number < bench.docket.local
        made |= {column(entry, what): found for what, found in _said(bench, entry, name, judged, local=local)}
    made |= dict(zip(TOTAL, (pl.col("total"), _limited(high("total"))), strict=True))
    return judged.select(ROW, **made)


def _said(
    bench: Bench, entry: Entry, name: Name, judged: pl.DataFrame, *, local: bool
) -> Iterator[tuple[str, pl.Expr]]:
    import polars as pl

    paid = pl.col(name.of("paid"))
    codes = {outcome.value: str(verdict.value) for outcome, verdict in verdicts_of(entry.item).items()}
    words = [codes.get(code) for code in range(max(codes) + 1)]
    outcomes = pl.Series(words, dtype=dtype("outcome"))
    yield "outcome", pl.lit(outcomes).gather(pl.col(name.of("outcome")).cast(pl.UInt32))
    if not entry.pays:
        return
    yield "least_fen", pl.col(name.of("payable"))
    yield "most_fen", _limited(high(name.of("payable")))
    yield "amount_least_fen", pl.when(paid).then(name.of("least"))
    yield "amount_most_fen", pl.when(paid).then(_limited(name.of("most")))
    yield "payee", _payees(entry, judged, name)
    yield "fund", _words(judged.get_column(name.of("funds")), [str(one.value) for one in Fund])
    rules = [f"{entry.policy.id}.{rule}" for rule in entry.subsidy.requires]
    for what in ("failed", "open"):
        yield what, _words(judged.get_column(name.of(what)), rules)
    if local:
        barred = {policy: pl.col(name.of(f"barred {policy}")) for policy in bench.beside(name.number)}
        named = [pl.when(expr).then(pl.lit(policy)) for policy, expr in sorted(barred.items())]
        joined = pl.concat_str(named, separator=BETWEEN, ignore_nulls=True) if named else pl.lit("")
        yield "barred_by", pl.when(joined != "").then(joined)


def _limited(name: str) -> pl.Expr:
    """An amount without a known limit has none."""
    import polars as pl

    return pl.when(pl.col(name) < UNLIMITED).then(pl.col(name))


def _payees(entry: Entry, judged: pl.DataFrame, name: Name) -> pl.Expr:
    import polars as pl

    if entry.subsidy.shared:
        shared = BETWEEN.join(str(one.value) for one in entry.subsidy.shared)
        return pl.when(pl.col(name.of("paid"))).then(pl.lit(shared))
    return _words(judged.get_column(name.of("payees")), [str(one.value) for one in Payee])


def _words(masks: pl.Series, words: Sequence[str]) -> pl.Expr:
    """The words that the bits of each mask stand for."""
    import polars as pl

    low, top = masks.min(), masks.max()
    if not isinstance(low, int) or not isinstance(top, int) or low == top:
        return pl.lit(_marked(low, words) if isinstance(low, int) else None, dtype=pl.String)
    if top >= max(len(masks), _FEW):
        said = {mask: _marked(mask, words) for mask in masks.unique().drop_nulls().to_list()}
        return pl.col(masks.name).replace_strict(said, return_dtype=pl.String)
    # To write down what every mask says, each bit with all that is said without it, is quicker than to look for masks.
    every = [""]
    for word in words[: top.bit_length()]:
        every += [f"{said}{BETWEEN}{word}" if said else word for said in every]
    table = pl.Series([OPEN, None, *every[1:]], dtype=pl.String)
    return pl.lit(table).gather((pl.col(masks.name) - UNSTATED).cast(pl.UInt32))


_FEW = 1_000
"""So many masks are written down for the smallest table."""


def _marked(mask: int, words: Sequence[str]) -> str | None:
    if mask == UNSTATED:
        return OPEN
    return BETWEEN.join(word for place, word in enumerate(words) if mask >> place & 1) or None


# -- from assessments --------------------------------------------------------------------------------------------------


def answer_of(subject: SubjectAnswer) -> dict[str, Any]:
    """The same columns of one person of an assessment."""
    items: tuple[ItemAnswer, ...] = (*subject.approvals, *subject.measures)
    made: dict[str, Any] = {f"{one.policy}.{one.item}.outcome": str(one.verdict.value) for one in items}
    for one, local in (*((d, True) for d in subject.determinations), *((d, False) for d in subject.beside)):
        for what, value in _answer(one, local=local):
            made[f"{one.policy}.{one.subsidy}.{what}"] = value
    return made | dict(zip(TOTAL, _fen(subject.total.payable), strict=True))


def _answer(one: Determination, *, local: bool) -> Iterator[tuple[str, Any]]:
    yield "outcome", str(one.verdict.value)
    yield from zip(("least_fen", "most_fen"), _fen(one.payable), strict=True)
    yield from zip(("amount_least_fen", "amount_most_fen"), _fen(one.amount), strict=True)
    yield "payee", _joined(one.payees if one.payee_stated or not one.payees else [OPEN])
    yield "fund", _joined(one.funds if one.fund_stated or not one.funds else [OPEN])
    yield "failed", _joined(one.failed)
    yield "open", _joined(one.open)
    if local:
        yield "barred_by", _joined(one.barred_by)


def _fen(sum_: Sum | None) -> tuple[int | None, int | None]:
    if sum_ is None:
        return None, None
    return sum_.least.fen, None if sum_.most is None else sum_.most.fen


def _joined(parts: Iterable[Any]) -> str | None:
    return BETWEEN.join(str(part.value) if isinstance(part, Term) else part for part in parts) or None
