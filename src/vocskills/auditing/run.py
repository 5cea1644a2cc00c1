"""A table of claims decided: the rows that columns can hold as columns, the others as the cases that they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.assessment import Assessment, said
from vocskills.assessment.cases import By, policies_by, together
from vocskills.assessment.docket import Docket, docket, is_clause, key_of
from vocskills.assessment.others import AWARDS
from vocskills.assessment.supplied import supplied_tables
from vocskills.auditing import figures, texts
from vocskills.auditing.answers import answer_of, answers, completed, dtype
from vocskills.auditing.awards import IN_CLASS, PERSON, Awarding
from vocskills.auditing.bench import Bench
from vocskills.auditing.door import CATEGORIES, Door
from vocskills.auditing.encode import nowhere
from vocskills.auditing.order import in_order
from vocskills.auditing.owned import COHORT, Owned
from vocskills.auditing.persons import KEY, among, identifiers
from vocskills.auditing.records import Records
from vocskills.auditing.rows import Rows
from vocskills.auditing.table import Table
from vocskills.bounds import Bounds
from vocskills.door import Codes
from vocskills.engines.columns import ROW
from vocskills.errors import Fault, InputError
from vocskills.language import vocabulary
from vocskills.language.nodes import County, Exists, Fact, Holds, InArea
from vocskills.language.tables import supplied_fact
from vocskills.model.case import Case, Ruling
from vocskills.model.fields import fields_of
from vocskills.model.nouns import Enrollment
from vocskills.policy.pack import Policy, with_used
from vocskills.roster.columns import columns
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

_CLAIM = "claim.id"
_NO_DATES = Text("没有一列是适用日期", "no column holds a governing date")
_GIVE_DATES = Text("没有日期就无法选择文件", "without a date no text can be chosen")
_TWICE = Text("申领编号重复", "a claim identifier that stands in several rows")
_ONE_ROW = Text(
    "同一申领只留一行；不是同一申领的，编号要不同", "keep one row of a claim, or give different claims different ids"
)
_OTHER_ROW = Text(
    "同一人的另一行有误，这一行也未判定", "not decided, because another row of the same person cannot be read"
)
_MEND_IT = Text("改正那一行", "correct that row")
_TWO_CLAIMS = Text("同一人同一班期有几行", "one person in several rows of one class")
_NAME_CLAIMS = Text(
    "同一申领只留一行；确有几项申领的，各写 claim.id", "keep one row; several claims of one class each need a claim.id"
)


@attrs.frozen(eq=False)
class Run:
    """Everything that a table is decided from.

    Attributes:
        table: the claims.
        by: what they are decided by.
        codes: the numbers of codes.
        further: the further tables by name.
        complete: the further tables that hold all there is.
        rulings: decisions on clauses, for all rows.
        twice: the rows of a part of a table whose claim stands in another part too; ``None`` for a whole table.
    """

    table: Table
    by: By
    codes: Codes
    further: Mapping[str, Records]
    complete: frozenset[str] = frozenset()
    rulings: tuple[Ruling, ...] = ()
    twice: pl.Series | None = None

    @cached_property
    def policies(self) -> tuple[tuple[Policy, ...], tuple[Policy, ...]]:
        """The local texts, and the national ones beside them."""
        local, beside = policies_by(self.by.policy, self.by.place, self.by.policies)
        return local, () if self.by.alone else beside

    @property
    def every_policy(self) -> tuple[Policy, ...]:
        """All of them, the local ones first."""
        local, beside = self.policies
        return (*local, *beside)

    @cached_property
    def judged_on(self) -> tuple[str, ...]:
        """The governing dates of the local texts, of the national ones where there is no local one."""
        local, beside = self.policies
        return tuple(dict.fromkeys(path for policy in local or beside for path in policy.judged_on))

    @cached_property
    def docket(self) -> Docket:
        """The subsidies of all texts."""
        return docket(*self.policies)

    @property
    def of_case(self) -> Docket:
        """What all texts decide once of a class or its provider: of no claim of a table."""
        return docket(*self.policies, of_case=True)

    def check(self) -> None:
        """Looks for what no text can be applied without.

        Raises:
            InputError: the table has none of the governing dates.
        """
        if not any(path in self.table.headers for path in self._dates):
            expected = Text("、".join(self._dates), ", ".join(self._dates))
            raise InputError(Fault(_NO_DATES, expected=expected, remedy=_GIVE_DATES))

    @property
    def _dates(self) -> list[str]:
        """The columns that a governing date may come from."""
        own = [path.replace("enrollment.", "cohort.") for path in self.judged_on if path.startswith("enrollment.")]
        return list(dict.fromkeys((*self.judged_on, *own)))

    def absent(self, key: str) -> tuple[str, Text] | None:
        """The column, with its words, that would say something of a fact, if the table has no such column."""
        if is_clause(key):
            return None
        path, label, said_ = self._column(self.docket.facts[key])
        inherited = path.endswith("_date") and path.replace("enrollment.", "cohort.") in self.table.headers
        return None if said_ or inherited or path in self.table.headers else (path, label)

    def _column(self, fact: Fact) -> tuple[str, Text, bool]:
        """The column that says something of a fact, its words, and whether something else says it."""
        match fact.derived:
            case Holds(subject, category):
                path = f"{subject}.statuses.{category}"
                return path, CATEGORIES[category].label, subject == "trainee" and "statuses" in self.further
            case Exists(noun):
                info = fields_of(Case).get(noun) or fields_of(Enrollment)[noun]
                return noun, info.label, any(header.startswith(f"{noun}.") for header in self.table.headers)
            case InArea(path) | County(path):
                return path, vocabulary.facts()[path].label, False
            case None:
                return fact.path, vocabulary.facts()[fact.path].label, False

    def is_private(self, path: str) -> bool:
        """Whether a column identifies a person."""
        return path == KEY or (path in columns() and columns()[path].info.private)

    @cached_property
    def door(self) -> Door:
        """The table past the door."""
        # A ruling may contradict a figure or stand beside it: cases say which.
        given = {table.supplied_by for _, table in supplied_tables(self.every_policy)} if self.rulings else set()
        names = [path for path in (_CLAIM, KEY) if path not in self.docket.wanted]
        return Door(self.table, self.codes, self.judged_on, given, names)

    @cached_property
    def owned(self) -> Owned:
        """The records of the claims."""
        return Owned(self.table, self.door, self.further, self.complete)

    @property
    def people(self) -> pl.Series:
        """A number for the person of each row; null where nothing tells."""
        return self.owned.people["claims"]

    @cached_property
    def rows(self) -> Rows:
        """The rows as cases."""
        return Rows(self.table, self.judged_on, self.owned.awards, self.owned.statuses, self.owned.checks)

    # -- deciding ------------------------------------------------------------------------------------------------------

    def decide(self) -> tuple[pl.DataFrame, list[Fault]]:
        """The columns of the answer with :data:`~vocskills.engines.columns.ROW`, and what is wrong with other rows."""
        import polars as pl

        faults = [fault for records in self.further.values() for fault in records.faults()]
        if faults:
            return pl.DataFrame(), faults
        # The door is first: it looks at all names side by side.
        careful = self._careful()
        faults, doubled = self._doubled()
        careful = careful & ~doubled
        cases, found = self._cases(careful)
        refused = self._with_theirs(doubled | self._mask(found))
        cases = {row: case for row, case in cases.items() if not refused[row]}
        answered, wrong = self._as_cases(cases)
        found |= wrong
        parts = [*self._as_columns(~careful & ~refused), answered]
        decided = self._in_place([part for part in parts if part.height])
        faults += [fault for row in sorted(found) for fault in found[row]]
        others = (refused & ~doubled & ~self._mask(found)).arg_true().to_list()
        decided = completed(decided, self.docket)
        return decided, faults + [Fault(_OTHER_ROW, f"[{row}]", remedy=_MEND_IT) for row in others]

    def _in_place(self, parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """The answers in the order of the table; a row that has none has nulls."""
        import polars as pl

        rows = pl.int_range(self.table.frame.height, eager=True, dtype=pl.Int64).alias(ROW).to_frame()
        if not parts:
            return rows
        every = pl.concat(parts, how="diagonal") if len(parts) > 1 else parts[0]
        if every.height < rows.height:
            return rows.join(every, on=ROW, how="left", maintain_order="left")
        return every if every[ROW].is_sorted() else every.sort(ROW)

    def _mask(self, rows: Collection[int]) -> pl.Series:
        import polars as pl

        if not rows:
            return nowhere(self.table.frame.height)
        index = pl.int_range(self.table.frame.height, eager=True, dtype=pl.Int64)
        return among(index, pl.Series(list(rows), dtype=pl.Int64))

    def _with_theirs(self, rows: pl.Series) -> pl.Series:
        """The rows and all others of the same persons: what a claim becomes hangs on the person's other ones."""
        if not rows.any():
            return rows
        people = self.people
        return rows | among(people, people.filter(rows).drop_nulls().unique())

    def _doubled(self) -> tuple[list[Fault], pl.Series]:
        """Claims that stand in the table twice."""
        import polars as pl

        height = self.table.frame.height
        claims, cohorts = self._identifiers(_CLAIM), self._identifiers(COHORT)
        frame = pl.DataFrame({"claim": claims, "cohort": cohorts})
        named, unnamed = pl.col("claim").is_not_null(), pl.lit(False)
        twice = not _differ(claims)
        same = named & pl.struct("claim").is_duplicated() if twice else pl.lit(False)
        if claims.null_count() and cohorts.null_count() < height:
            frame = frame.with_columns(self.people.alias("person"))
            known = pl.col("person").is_not_null() & pl.col("cohort").is_not_null()
            unnamed = known & pl.struct("person", "cohort").is_duplicated() & ~named
        frame = frame.with_columns(same=same, unnamed=unnamed)
        if self.twice is not None:
            frame = frame.with_columns(same=pl.col("same") | self.twice, unnamed=pl.col("unnamed") & ~self.twice)
        faults = []
        for name, path, what, remedy in (
            ("same", _CLAIM, _TWICE, _ONE_ROW),
            ("unnamed", COHORT, _TWO_CLAIMS, _NAME_CLAIMS),
        ):
            rows = frame[name].arg_true().to_list()
            faults += [Fault(what, f"{self.table.headers[path]}[{row}]", remedy=remedy) for row in rows]
        return faults, frame["same"] | frame["unnamed"]

    def _identifiers(self, path: str) -> pl.Series:
        import polars as pl

        if path not in self.table.headers:
            return pl.repeat(None, self.table.frame.height, eager=True, dtype=pl.String)
        texts, plain = self.table.texts(path)
        return texts if plain else identifiers(texts)

    def _careful(self) -> pl.Series:
        """The rows that are decided as cases, and all others of the same persons."""
        careful = self.door.careful()
        if not self.rulings:
            careful = careful | figures.contradicted(self.door, with_used(self.every_policy))
        if "statuses" in self.further:
            known = self.owned.people["statuses"].drop_nulls().unique()
            careful = careful | among(self.people, known)
        unclear = ~self._plain_class()
        if unclear.any():
            people = self.people
            careful = careful | (people.is_duplicated() & people.is_not_null() & unclear)
        return self._with_theirs(careful)

    def _plain_class(self) -> pl.Series:
        """Whether a row says in columns from what an award is made: its class, and the place if asked."""
        read = self.door.read
        none = nowhere(self.table.frame.height)
        of_class = [one.given for path, one in read.items() if path.startswith("cohort.")]
        there = of_class[0] if of_class else none
        for one in of_class[1:]:
            there = there | one
        for noun in ("cohort", "certificate"):
            if noun in read:
                there = there & ~(read[noun].given & (read[noun].low == 0))
        fields = self.docket.lists.get(AWARDS, ())
        placeless = all(element.derived is None and element.field != "place" for element in fields)
        return there if placeless or self.by.place is not None else none

    def _as_columns(self, chosen: pl.Series) -> Iterable[pl.DataFrame]:
        """The answers of some rows by the engines, group by group of the texts that are looked at."""
        local, national = self.policies
        for beside, mask in texts.beside(national, self.door):
            rows = mask & chosen
            if rows.any():
                bench = Bench(docket(local, beside))
                yield answers(bench, self._judged(bench, rows, (*local, *beside)))

    def _judged(self, bench: Bench, chosen: pl.Series, policies: Sequence[Policy]) -> pl.DataFrame:

        wanted: dict[str, Fact] = dict(bench.docket.wanted)
        for path in (*IN_CLASS.values(), "claim.sequence"):
            if path in self.table.headers or path.startswith("enrollment."):
                wanted.setdefault(path, vocabulary.fact(path))
        claims = self.door.facts(wanted.values()).with_columns(**self.owned.rests(bench.docket))
        if AWARDS in bench.docket.lists:
            claims = claims.with_columns(self.people.alias(PERSON))
        if not self.rulings:
            claims = claims.with_columns(**figures.put_in(self.door, with_used(policies), bench.docket.facts))
        lists = self.owned.lists(bench.docket)
        if not chosen.all():
            claims = claims.filter(chosen)
            lists = {name: records.join(claims.select(ROW), on=ROW, how="semi") for name, records in lists.items()}
        constants = {key: ends for key, ends in self._constants(policies).items() if key not in claims.columns}
        awarding = None
        if AWARDS in bench.docket.lists:
            awarding = Awarding.of(bench.docket, self.codes, self.by.place, IN_CLASS, constants)
        return in_order(bench, claims, lists, awarding, constants)

    def _constants(self, policies: Sequence[Policy]) -> dict[str, Bounds]:
        """No figure stands in for a table of which nothing says so, and what was ruled."""
        found: dict[str, Bounds] = {
            key_of(policy.id, supplied_fact(table).path): (0, 0)
            for policy, table in supplied_tables(with_used(policies))
        }
        ruled, faults = said.rulings(self.rulings, self.every_policy)
        if faults:
            raise InputError(faults)
        return found | ruled

    # -- as cases ------------------------------------------------------------------------------------------------------

    def _cases(self, careful: pl.Series) -> tuple[dict[int, Case], dict[int, list[Fault]]]:
        """Some rows as cases, and what is wrong with the others of them."""
        cases, faults = {}, {}
        for row in careful.arg_true().to_list():
            case, wrong = self.case(row)
            if wrong:
                faults[row] = wrong
            else:
                cases[row] = case
        return cases, faults

    def case(self, row: int) -> tuple[Case, list[Fault]]:
        """One row as a case, and what is wrong with it."""
        case, faults = self.rows.case(row, str(row))
        return attrs.evolve(case, rulings=self.rulings), faults

    def _as_cases(self, cases: Mapping[int, Case]) -> tuple[pl.DataFrame, dict[int, list[Fault]]]:
        """The answers of some rows as cases, each person's together; and what only judging finds wrong."""
        import polars as pl

        found: list[dict[str, Any]] = []
        faults: dict[int, list[Fault]] = {}
        for rows in self._groups(cases):
            try:
                answered = together([cases[row] for row in rows], self.by)
            except InputError as error:
                for row in rows:
                    faults[row] = [attrs.evolve(fault, where=f"{fault.where}[{row}]") for fault in error.faults]
                continue
            found += ({ROW: row, **answer_of(one.subjects[0])} for row, one in zip(rows, answered, strict=True))
        names = dict.fromkeys(name for one in found for name in one if name != ROW)
        types = {ROW: pl.Int64, **{name: dtype(name) for name in names}}
        return pl.DataFrame(found, schema=types) if found else pl.DataFrame(), faults

    def assessment(self, row: int) -> Assessment:
        """One row decided as a case, with the other claims of its person.

        Raises:
            InputError: the row, or one of the person's others, cannot be read.
        """
        rows = self.companions(row)
        cases, faults = zip(*(self.case(one) for one in rows), strict=True)
        wrong = [fault for found in faults for fault in found]
        if wrong:
            raise InputError(wrong)
        return together(cases, self.by)[rows.index(row)]

    def _groups(self, cases: Mapping[int, Case]) -> list[list[int]]:
        if not cases:
            return []
        people = self.people
        grouped: dict[str, list[int]] = {}
        for row in cases:
            grouped.setdefault(people[row] or f"row {row}", []).append(row)
        return list(grouped.values())

    def companions(self, row: int) -> list[int]:
        """All rows of the person of a row."""
        person = self.people[row]
        return [row] if person is None else (self.people == person).arg_true().to_list()


def _differ(names: pl.Series) -> bool:
    """Whether no name stands twice, if that is quickly told, as it is far more quickly than which does.

    Where they ascend, as most offices number claims, the same names would be neighbours; else all hashes must differ.
    """
    hashes = names.hash()
    if names.null_count() == 0 and names.is_sorted():
        return not (hashes == hashes.shift()).any()
    return hashes.n_unique() + max(names.null_count() - 1, 0) == len(names)
