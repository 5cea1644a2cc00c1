"""The claims of each person decided in order, wherever in the table they stand.

The meaning is that of :mod:`vocskills.assessment.fold`: awards on record first, then pending claims by governing date
and ``claim.sequence``; what is not surely in order counts each other as perhaps earlier. Here it is computed for all
persons at once. Where a person's order is sure, the first claims of everybody are judged, then the second ones, which
see what the first became, and so on; where it is not, and where somebody has very many claims, all of them are judged
as perhaps awarded and again as long as anything changes.

A claim of which nothing tells whose it is joins no other; its history is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

import attrs

from vocskills.assessment.docket import Docket, Entry
from vocskills.assessment.others import AWARDS
from vocskills.auditing import machine
from vocskills.auditing.awards import PERSON, Awarding, whole
from vocskills.auditing.bench import Bench
from vocskills.auditing.machine import Machine
from vocskills.bounds import Bounds
from vocskills.engines.columns import EXISTS, ROW, high, rest
from vocskills.errors import Fault, InputError
from vocskills.language import vocabulary
from vocskills.model.fields import DAY_MAX, DAY_MIN, encode, fields_of
from vocskills.model.nouns import Claim
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

Lists = Mapping[str, "pl.DataFrame"]
"""Tables of records by the list's name."""

WAVES = 12
"""Persons of more claims are judged in rounds, of which there are fewer than claims."""
PAIRS = 4_000_000
"""So many pairs of claims are looked at together."""

_AT, _PLACE, _NUMBER = machine.AT, machine.PLACE, machine.NUMBER
_SURE, _OTHER, _NTH = "^before", "^other", "^nth"
_SEQUENCE = "claim.sequence"
_TOO_MANY = Text("一个人员标识下的申领过多", "too many claims under one person key")
_A_LIST = Text("不超过 {} 项", "at most {} of one person")
_IS_IT_ONE = Text(
    "核对是否把占位的标识当成了一个人；没有标识的留空",
    "check whether a placeholder was taken for a person; leave a key that nobody knows blank",
)


class Judge(Protocol):
    """What judges rows of a table, such as :class:`vocskills.auditing.bench.Bench`."""

    @property
    def docket(self) -> Docket:
        """The subsidies that are judged."""

    def judge(
        self, claims: pl.DataFrame, lists: Mapping[str, Lists] | None, constants: Mapping[str, Bounds] | None
    ) -> pl.DataFrame:
        """What is said of each claim, given its records by the ``order`` of entries and by list."""


def in_order(
    bench: Judge,
    claims: pl.DataFrame,
    lists: Lists,
    awarding: Awarding | None,
    constants: Mapping[str, Bounds] | None = None,
    *,
    compiled: bool | None = None,
) -> pl.DataFrame:
    """Judges a table of claims, each with the earlier ones of its person among the awards.

    Args:
        bench: what judges rows.
        claims: the facts of each claim as :meth:`vocskills.auditing.bench.Bench.judge` has them, with
            :data:`~vocskills.auditing.awards.PERSON` and those from which awards are made.
        lists: the records of each list by ``^row``, the awards on record among them.
        awarding: how claims become awards; ``None`` where no rule asks for awards.
        constants: facts that are the same in all rows.
        compiled: whether by machine code instead of the bench, which says the same; where that is not said, if there
            is what makes it and the table is large enough for it to pay.

    Returns:
        What the bench says of each claim, in no particular order of rows.

    Raises:
        InputError: one person has more claims than there may be awards.
    """
    import polars as pl

    constants = constants or {}
    docket = bench.docket
    if compiled is None:
        # Of a text that decides nothing of claims there is nothing to compile.
        large = bool(docket.entries) and len(claims) >= machine.ROWS
        compiled = isinstance(bench, Bench) and large and machine.available()
    if awarding is None or not docket.paying or not len(claims):
        orders = {entry.order: lists for entry in docket.entries}
        return (Machine.of(docket, claims, orders, constants) if compiled else bench).judge(claims, orders, constants)
    keys = _keys(bench.docket)
    order = _ordered(claims, keys, constants)
    claims = _room_taken(claims, order, len(bench.docket.paying), known=AWARDS in lists)
    lists = {AWARDS: pl.DataFrame(schema={ROW: pl.Int64}), **lists}
    if compiled:
        bench = Machine.of(docket, claims, {"": lists}, constants, awarding)
    return pl.concat(_Claims(bench, awarding, claims, lists, constants, keys, order).judged())


@attrs.frozen(eq=False)
class _Claims:
    """The claims of a table, those of persons with several put in order.

    Attributes:
        bench: what judges.
        awarding: how claims become awards.
        claims: all facts.
        lists: all records.
        constants: the facts that are the same in all rows.
        keys: the governing dates by which entries order claims.
        order: for each claim of a person with several: where it stands in the table, its place among those of the
            person, how many there are, and whether the order is sure.
    """

    bench: Judge
    awarding: Awarding
    claims: pl.DataFrame
    lists: Lists
    constants: Mapping[str, Bounds]
    keys: tuple[str, ...]
    order: pl.DataFrame

    def judged(self) -> Iterator[pl.DataFrame]:
        """What is said of each claim."""
        import polars as pl

        in_waves = pl.col(_SURE) & (pl.col(_NUMBER) <= WAVES)
        if isinstance(self.bench, Machine):
            in_waves = pl.col(_SURE)
            yield self._walked(self.bench, self.order.filter(in_waves))
        else:
            yield from self._waves(self.order.filter(in_waves))
        for some in _portions(self.order.filter(~in_waves)):
            yield self._rounds(some)

    # -- a sure order: person after person -----------------------------------------------------------------------------

    def _walked(self, walker: Machine, order: pl.DataFrame) -> pl.DataFrame:
        """Whoever has one claim, or none that is joined to others, and then the others, each person's in order."""
        import polars as pl

        single = pl.repeat(True, len(self.claims), eager=True, dtype=pl.Boolean).scatter(self.order[_AT], False)
        orders = {entry.order: self.lists for entry in self.bench.docket.entries}
        return walker.walk(self.claims, orders, single.arg_true(), order)

    # -- a sure order: wave after wave ---------------------------------------------------------------------------------

    def _waves(self, order: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """First of all whoever has one claim, or none that is joined to others, with the first claims of the others."""
        import polars as pl

        last = order[_PLACE].max()
        judged = self._judge(self._first(order), dict.fromkeys(self.keys, self.lists))
        yield judged
        had: pl.DataFrame | None = None
        for place in range(1, last + 1 if isinstance(last, int) else 0):
            going_on = order.filter(pl.col(_PLACE) == place).select(_AT, PERSON)
            new = self._awards(judged, going_on)
            had = new if had is None else pl.concat([had.join(going_on, on=PERSON, how="semi"), new])
            current = self.claims[going_on[_AT]]
            seen = current.select(ROW, PERSON).join(had, on=PERSON).drop(PERSON)
            judged = self._judge(current, dict.fromkeys(self.keys, self._lists(current, seen)))
            yield judged

    def _first(self, order: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        wanted = pl.repeat(True, len(self.claims), eager=True, dtype=pl.Boolean)
        wanted = wanted.scatter(self.order[_AT], False).scatter(order.filter(pl.col(_PLACE) == 0)[_AT], True)
        return self.claims.filter(wanted)

    def _awards(self, judged: pl.DataFrame, going_on: pl.DataFrame) -> pl.DataFrame:
        """What the claims just judged became, of the persons who have further ones."""
        import polars as pl

        facts = self.claims.select(ROW, PERSON, *self._template())
        facts = facts.join(going_on, on=PERSON, how="semi").join(judged, on=ROW)
        paying = self.bench.docket.paying
        return pl.concat([self.awarding.records(facts, index, [PERSON]) for index in paying])

    def _template(self) -> list[str]:
        known = self.claims.columns
        paths = dict.fromkeys(self.awarding.template.values())
        return [name for path in paths for name in (path, high(path)) if name in known]

    # -- a doubtful order: round after round ---------------------------------------------------------------------------

    def _rounds(self, order: pl.DataFrame) -> pl.DataFrame:
        """Every claim is perhaps awarded; judged again as long as what it sees of the others changes."""
        import polars as pl

        claims = self.claims[order[_AT]]
        facts = claims.select(ROW, *self._template())
        state = self.awarding.unjudged(claims.select(ROW))
        pairs = {(one, other): _pairs(order, one, other) for one in self.keys for other in self.keys}
        every = pl.concat([pair.select(ROW, _OTHER) for pair in pairs.values()]).unique()
        found, current = None, claims
        while len(current):
            judged = self._judge(current, self._seen(current, pairs, facts.join(state, on=ROW)))
            found = judged if found is None else pl.concat([found.join(judged, on=ROW, how="anti"), judged])
            new = judged.select(pl.col(name).cast(kind) for name, kind in state.schema.items())
            changed = new.join(state, on=state.columns, how="anti").select(ROW)
            state = pl.concat([state.join(new, on=ROW, how="anti"), new])
            touched = every.join(changed, left_on=_OTHER, right_on=ROW, how="semi").select(ROW).unique()
            current = claims.join(touched, on=ROW, how="semi")
        assert found is not None
        return found

    def _seen(
        self, current: pl.DataFrame, pairs: Mapping[tuple[str, str], pl.DataFrame], state: pl.DataFrame
    ) -> Mapping[str, Lists]:
        """The records as the entries of each governing date see them."""
        import polars as pl

        docket = self.bench.docket
        awards = [self.awarding.records(state, index, [ROW]).rename({ROW: _OTHER}) for index in docket.paying]
        views: dict[str, Lists] = {}
        for key in self.keys:
            parts = []
            for index, award in zip(docket.paying, awards, strict=True):
                pair = pairs[key, _key(docket.entries[index])].join(current.select(ROW), on=ROW, how="semi")
                seen = pair.join(award, on=_OTHER).with_columns(pl.col(EXISTS) & pl.col(_SURE))
                parts.append(seen.drop(_OTHER, _SURE))
            views[key] = self._lists(current, pl.concat(parts))
        return views

    # -- judging -------------------------------------------------------------------------------------------------------

    def _judge(self, claims: pl.DataFrame, views: Mapping[str, Lists]) -> pl.DataFrame:
        """What is said of some claims, whose records the entries of each governing date see in their way."""
        orders = {entry.order: views.get(_key(entry), self.lists) for entry in self.bench.docket.entries}
        return self.bench.judge(claims, orders, self.constants)

    def _lists(self, current: pl.DataFrame, seen: pl.DataFrame) -> Lists:
        """The records of some claims, with further awards among them."""
        import polars as pl

        rows, elements = current.select(ROW), self.awarding.elements
        found = {name: records.join(rows, on=ROW, how="semi") for name, records in self.lists.items()}
        both = [whole(records, elements, [ROW]) for records in (found[AWARDS], seen)]
        return found | {AWARDS: pl.concat(both)}


def _room_taken(claims: pl.DataFrame, order: pl.DataFrame, local: int, *, known: bool) -> pl.DataFrame:
    """The list of a person's awards is no longer than it may be: other claims take the places of unknown awards."""
    import polars as pl

    column = rest(AWARDS)
    if column not in claims.columns:
        if known:
            return claims
        claims = claims.with_columns(pl.lit(vocabulary.lists()[AWARDS].cap, dtype=pl.Int64).alias(column))
    taken = pl.repeat(0, len(claims), eager=True, dtype=pl.Int64).scatter(order[_AT], (order[_NUMBER] - 1) * local)
    return claims.with_columns((pl.col(column) - taken).clip(lower_bound=0).alias(column))


def _key(entry: Entry) -> str:
    """The governing date by which an entry orders claims; empty for one without any."""
    return entry.item.judged_on[0] if entry.item.judged_on else ""


def _keys(docket: Docket) -> tuple[str, ...]:
    """Those of the entries that become awards, and of those that ask for them."""
    asking = [e for e in docket.entries if any(source == AWARDS for source, _, _ in e.decider.layout.lists)]
    return tuple(dict.fromkeys(map(_key, (*(docket.entries[index] for index in docket.paying), *asking))))


def _ordered(claims: pl.DataFrame, keys: tuple[str, ...], constants: Mapping[str, Bounds]) -> pl.DataFrame:
    """The claims of persons with several, each person's in order as far as there is one."""
    import polars as pl

    columns: dict[str, pl.Expr] = {}
    limits = dict.fromkeys(keys, (DAY_MIN, DAY_MAX)) | {_SEQUENCE: encode(fields_of(Claim)["sequence"], None)}
    for path, span in limits.items():
        columns[path], columns[high(path)] = _ends(claims, path, constants.get(path, span))
    several = pl.col(PERSON).is_duplicated() & pl.col(PERSON).is_not_null()
    found = claims.lazy().select(ROW, PERSON, **columns).with_row_index(_AT).filter(several).collect()
    by = [name for key in (*keys[:1], _SEQUENCE) for name in (key, high(key)) if name in claims.columns]
    found = found.sort(PERSON, *by)
    first = (pl.col(PERSON) != pl.col(PERSON).shift(1)).fill_null(True)
    after = _surely(lambda name: pl.col(name).shift(1), pl.col, keys[0], keys[0])
    sure = first | after if len(keys) == 1 else pl.lit(False)
    found = found.with_columns(sure.alias(_SURE), (first.cum_sum() - 1).alias(_NTH))
    # Each person's rows stand together: groups are runs, which is faster than windows.
    number = pl.len().cast(pl.Int64).alias(_NUMBER)
    persons = found.group_by(PERSON, maintain_order=True).agg(pl.col(_SURE).all(), number)
    persons = persons.with_columns((pl.col(_NUMBER).cum_sum() - pl.col(_NUMBER)).alias(_PLACE))
    persons = persons.select(_SURE, _NUMBER, _PLACE)[found[_NTH]]
    found = found.drop(_SURE, _NTH).hstack(persons)
    found = found.with_columns((pl.int_range(pl.len()) - pl.col(_PLACE)).alias(_PLACE))
    _check(found)
    return found


def _ends(claims: pl.DataFrame, path: str, limits: Bounds) -> tuple[pl.Expr, pl.Expr]:
    import polars as pl

    if path not in claims.columns:
        return pl.lit(limits[0], dtype=pl.Int64), pl.lit(limits[1], dtype=pl.Int64)
    return pl.col(path), pl.col(high(path) if high(path) in claims.columns else path)


Column = Callable[[str], "pl.Expr"]


def _surely(one: Column, other: Column, by: str, of: str) -> pl.Expr:
    """Whether one claim surely comes before another; see :func:`vocskills.assessment.claims.before`."""
    last, first = one(high(by)), other(of)
    return (last < first) | ((last == first) & (one(high(_SEQUENCE)) < other(_SEQUENCE)))


def _check(order: pl.DataFrame) -> None:
    most = vocabulary.lists()[AWARDS].cap
    worst = order[_NUMBER].max()
    if isinstance(worst, int) and worst > most:
        wanted = Text(_A_LIST.zh.format(most), _A_LIST.en.format(most))
        raise InputError(Fault(_TOO_MANY, "trainee.person_key", text=str(worst), expected=wanted, remedy=_IS_IT_ONE))


def _pairs(order: pl.DataFrame, viewer: str, other: str) -> pl.DataFrame:
    """The claims that a person's claim perhaps comes after, and whether it surely does."""
    import polars as pl

    names = {name: f"{name}^o" for key in (other, _SEQUENCE) for name in (key, high(key))}
    others = order.select(PERSON, pl.col(ROW).alias(_OTHER), *(pl.col(n).alias(to) for n, to in names.items()))
    mine = order.select(PERSON, ROW, *dict.fromkeys((viewer, high(viewer), _SEQUENCE, high(_SEQUENCE))))
    both = mine.join(others, on=PERSON).filter(pl.col(ROW) != pl.col(_OTHER))

    def theirs(name: str) -> pl.Expr:
        return pl.col(names[name])

    later = _surely(pl.col, theirs, viewer, other)
    return both.filter(~later).select(ROW, _OTHER, _surely(theirs, pl.col, other, viewer).alias(_SURE))


def _portions(order: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The claims in portions of whole persons, each with not too many pairs."""
    import polars as pl

    if len(order):
        portion = pl.col(_NUMBER).cum_sum() // PAIRS
        numbered = order.sort(PERSON).with_columns(portion.max().over(PERSON).alias("^portion"))
        for _, some in numbered.group_by("^portion", maintain_order=True):
            yield some.drop("^portion")
