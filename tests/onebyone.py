"""Tables judged row by row: what the folds of tables are compared with, and what stands in for an engine of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from vocskills.assessment.claims import Pending, award_of
from vocskills.assessment.docket import Docket
from vocskills.assessment.doubt import Doubts, judge, outcome_of
from vocskills.assessment.fold import fold
from vocskills.assessment.others import AWARDS, Counted, Others
from vocskills.auditing.awards import IN_CLASS, PERSON, awarded
from vocskills.auditing.lines import UNSTATED
from vocskills.bounds import Bounds
from vocskills.door import Codes, Subject, facts_of
from vocskills.engines.columns import EXISTS, ROW, high, rest
from vocskills.engines.interpret import Record, Records
from vocskills.language import vocabulary
from vocskills.language.nodes import Element, Fact
from vocskills.model.fields import Kind
from vocskills.model.records import Award
from vocskills.text import same


@attrs.frozen
class OneByOne:
    """Judges a table row by row, each with its own records."""

    docket: Docket

    def judge(
        self,
        claims: pl.DataFrame,
        lists: Mapping[str, Mapping[str, pl.DataFrame]] | None,
        constants: Mapping[str, Bounds] | None,
    ) -> pl.DataFrame:
        """What is said of each row."""
        assert not constants
        rows = []
        for claim in claims.to_dicts():
            values = {key: _ends(claim, key, (fact.lo, fact.hi)) for key, fact in self.docket.facts.items()}
            others = {order: self._records(claim, by_list) for order, by_list in (lists or {}).items()}
            left = claim.get(rest(AWARDS), vocabulary.lists()[AWARDS].cap)
            # One other claim takes the place that is added here.
            lists_ = {AWARDS: Records((), left + 1 if left else 0)}
            counted = {order: tuple(Counted("", same(""), one) for one in found) for order, found in others.items()}
            rows.append(said(claim[ROW], judge(self.docket, values, lists_, Others(counted, 1))))
        return pl.DataFrame(rows, schema=_schema(self.docket))

    def _records(self, claim: Mapping[str, Any], lists: Mapping[str, pl.DataFrame]) -> list[Record]:
        mine = lists[AWARDS].filter(pl.col(ROW) == claim[ROW])
        elements = self.docket.lists[AWARDS]
        return [
            Record(_ends(row, EXISTS, (1, 1)), {e.field: _ends(row, e.field, (e.lo, e.hi)) for e in elements})
            for row in mine.to_dicts()
        ]


def _ends(row: Mapping[str, Any], name: str, otherwise: Bounds) -> Bounds:
    if name not in row:
        return otherwise
    return int(row[name]), int(row.get(high(name), row[name]))


def said(row: int, doubts: Doubts) -> dict[str, Any]:
    """What is said of a claim, as one row of the table."""
    found: dict[str, Any] = {ROW: row}
    for index in range(len(doubts.docket.entries)):
        lines = [world.lines[index] for world in doubts.worlds]
        paid = [line for line in lines if line.paid]
        funds = [line.fund for line in paid if line.fund]
        stated = funds and len(funds) == len(paid)
        exists = award_of(Award(), doubts.docket, doubts, index)[0] if index < doubts.docket.local else (0, 0)
        found |= {
            f"{index} outcome": outcome_of(lines).value,
            f"{index} least": min((line.least for line in paid), default=0),
            f"{index} most": max((line.most for line in paid), default=0),
            f"{index} fund": min(lo for lo, _ in funds) if stated else UNSTATED,
            f"{index} fund^": max(hi for _, hi in funds) if stated else UNSTATED,
            awarded(index): bool(exists[0]),
            high(awarded(index)): bool(exists[1]),
        }
    return found


def said_columns(docket: Docket) -> list[str]:
    """The columns of what is said."""
    return list(_schema(docket))


def _schema(docket: Docket) -> dict[str, Any]:
    found: dict[str, Any] = {ROW: pl.Int64}
    for index in range(len(docket.entries)):
        found |= {f"{index} {name}": pl.Int64 for name in ("outcome", "least", "most", "fund", "fund^")}
        found |= {awarded(index): pl.Boolean, high(awarded(index)): pl.Boolean}
    return found


@attrs.frozen
class Table:
    """Claims as a table, and each of them as a person's pending claim."""

    claims: pl.DataFrame
    lists: Mapping[str, pl.DataFrame]
    pending: Sequence[Pending]
    persons: Sequence[int | None]

    def by_person(self) -> Iterable[list[int]]:
        """The places of the claims of each person; a claim of nobody known is alone."""
        groups: dict[object, list[int]] = {}
        for place, person in enumerate(self.persons):
            groups.setdefault(("alone", place) if person is None else person, []).append(place)
        return groups.values()

    def folded(self) -> list[dict[str, Any]]:
        """What the fold of one person's claims says of each claim."""
        found: dict[int, Doubts] = {}
        for places in self.by_person():
            mine = [self.pending[place] for place in places]
            if len(mine) == 1:
                doubts = [judge(mine[0].docket, mine[0].values, mine[0].lists)]
            else:
                doubts = fold(mine, [one.values for one in mine])
            found |= dict(zip(places, doubts, strict=True))
        return [said(place, found[place]) for place in range(len(self.pending))]


REST = 2
"""A history that is not complete lacks at most so many awards, so that each claim that takes a place is seen."""


def table(
    docket: Docket, subjects: Sequence[Subject], persons: Sequence[int | None], place: str, codes: Codes
) -> Table:
    """Some claims as a table."""
    paths = [path for path in (*IN_CLASS.values(), "claim.sequence") if path not in docket.wanted]
    wanted = {**docket.wanted, **{path: vocabulary.fact(path) for path in paths}}
    pending, rows, records = [], [], []
    for number, (subject, person) in enumerate(zip(subjects, persons, strict=True)):
        facts = facts_of(subject, wanted.values(), docket.lists, codes)
        clauses = {key: (fact.lo, fact.hi) for key, fact in docket.facts.items() if key not in wanted}
        values = {**facts.values, **clauses}
        listed = facts.lists[AWARDS]
        listed = Records(listed.items, min(listed.rest, REST))
        lists_ = {**facts.lists, AWARDS: listed}
        pending.append(Pending(subject, docket, values, lists_, (), place, codes))
        rows.append(_row(number, person, values, {**wanted, **docket.facts}) | {rest(AWARDS): listed.rest})
        records += [_record(number, one, docket.lists[AWARDS]) for one in listed.items]
    lists = {AWARDS: pl.DataFrame(records)} if records else {}
    return Table(pl.DataFrame(rows, infer_schema_length=None), lists, pending, persons)


def _row(number: int, person: int | None, values: Mapping[str, Bounds], facts: Mapping[str, Fact]) -> dict[str, Any]:
    found: dict[str, Any] = {ROW: number, PERSON: person}
    for key, ends in values.items():
        kind = bool if facts[key].type.kind is Kind.BOOL else int
        found |= {key: kind(ends[0]), high(key): kind(ends[1])}
    return found


def _record(number: int, one: Record, elements: Iterable[Element]) -> dict[str, Any]:
    found: dict[str, Any] = {ROW: number, EXISTS: bool(one.exists[0]), high(EXISTS): bool(one.exists[1])}
    for element in elements:
        lo, hi = one.fields[element.field]
        kind = bool if element.type.kind is Kind.BOOL else int
        found |= {element.field: kind(lo), high(element.field): kind(hi)}
    return found
