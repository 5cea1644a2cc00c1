"""The further tables beside the claims: whose each record is, as records of a case and as columns of lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.assessment.docket import Docket
from vocskills.assessment.others import AWARDS
from vocskills.auditing.door import Door
from vocskills.auditing.encode import nowhere
from vocskills.auditing.persons import among, persons
from vocskills.auditing.records import Records, by_owner
from vocskills.auditing.table import Table
from vocskills.engines.columns import ROW, rest
from vocskills.language import vocabulary
from vocskills.model.fields import Listing
from vocskills.model.records import Award, Check, Status

if TYPE_CHECKING:
    import polars as pl

CHECKS, COHORT = "cohort.checks", "cohort.id"
_TABLES = {AWARDS: "history", CHECKS: "checks"}
_COMPLETE = "trainee.awards.complete"


@attrs.frozen(eq=False)
class Owned:
    """The records of claims.

    Attributes:
        table: the claims.
        door: the claims past the door.
        further: the further tables by name.
        complete: those that hold all there is.
    """

    table: Table
    door: Door
    further: Mapping[str, Records]
    complete: frozenset[str]

    @cached_property
    def people(self) -> dict[str, pl.Series]:
        """Whose each row of the claims and of the further tables is; null where nothing tells."""
        names = ("history", "statuses")
        found = persons(self.table, *(self.further[name].table for name in names if name in self.further))
        return dict(zip(("claims", *(name for name in names if name in self.further)), found, strict=True))

    # -- records of a row, for cases -----------------------------------------------------------------------------------

    @cached_property
    def _numbers(self) -> dict[str, dict[int | str, list[int]]]:
        import polars as pl

        found = {name: by_owner(self.people[name]) for name in ("history", "statuses") if name in self.further}
        if "checks" in self.further:
            found["checks"] = by_owner(self.further["checks"].table.series(COHORT).cast(pl.String))
        return found

    def _items(self, name: str, owner: int | str | None) -> tuple[Any, ...]:
        numbers = self._numbers[name].get(owner, []) if owner is not None else []
        return self.further[name].items(numbers, name)[0]

    def awards(self, row: int) -> Listing[Award] | None:
        """The awards on record of a row's person; ``None`` where nothing is said of them."""
        if "history" not in self.further:
            return Listing((), True) if "history" in self.complete else None
        owner = self.people["claims"][row]
        return Listing(self._items("history", owner), bool(self.whole[row]))

    def statuses(self, row: int) -> tuple[Status, ...]:
        """The dated statuses of a row's person."""
        return self._items("statuses", self.people["claims"][row]) if "statuses" in self.further else ()

    def checks(self, row: int) -> Listing[Check] | None:
        """The checks of a row's class; ``None`` where nothing is said of them."""
        if "checks" not in self.further:
            return None
        cohort = self.table.series(COHORT)[row] if COHORT in self.table.headers else None
        return Listing(self._items("checks", cohort), cohort is not None and "checks" in self.complete)

    @cached_property
    def whole(self) -> pl.Series:
        """Whether the awards on record are all there are: only of somebody who is known."""
        import polars as pl

        height = self.table.frame.height
        said_ = self.door.read.get(_COMPLETE)
        everywhere = pl.repeat("history" in self.complete, height, eager=True)
        complete = everywhere if said_ is None else ((said_.low == 1) & said_.given) | (everywhere & ~said_.given)
        people = self.people["claims"]
        if "history" in self.further:
            complete = complete & people.is_not_null()
        # Who says it all in one claim has said it for the others.
        return complete if said_ is None else complete | among(people, people.filter(complete).drop_nulls().unique())

    # -- lists as columns ----------------------------------------------------------------------------------------------

    def lists(self, bench: Docket) -> dict[str, pl.DataFrame]:
        """The records by list, each with the row of its claim; a claim's awards are those of its person."""
        import polars as pl

        # A list without a table may have any records; one that is empty somewhere has a table without rows.
        asked = [one for one in bench.lists if one == AWARDS or self._absent(one).any()]
        found = {source: pl.DataFrame(schema={ROW: pl.Int64}) for source in asked}
        for source, name in _TABLES.items():
            if source in bench.lists and name in self.further:
                found[source] = self._joined(name, self.further[name].frame(bench.lists[source]))
        return found

    def _owners(self, name: str) -> tuple[pl.Series, pl.Series]:
        """Whose each record of a further table is, and each claim: a person's or a class's."""
        import polars as pl

        if name == "history":
            return self.people["history"], self.people["claims"]
        return self.further[name].table.series(COHORT).cast(pl.String), self._classes()

    def _joined(self, name: str, records: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        owners, claims = self._owners(name)
        rows = pl.DataFrame({"^owner": claims, ROW: pl.int_range(len(claims), eager=True, dtype=pl.Int64)})
        known = rows.filter(pl.col("^owner").is_not_null())
        return records.with_columns(owners.alias("^owner")).join(known, on="^owner", how="inner").drop("^owner")

    def _classes(self) -> pl.Series:
        import polars as pl

        if COHORT in self.table.headers:
            return self.table.series(COHORT).cast(pl.String)
        return pl.repeat(None, self.table.frame.height, eager=True, dtype=pl.String)

    def rests(self, bench: Docket) -> dict[str, pl.Series]:
        """How many more records a list may have."""
        return {rest(source): self._rest(source, vocabulary.lists()[source].cap) for source in bench.lists}

    def _absent(self, source: str) -> pl.Series:
        """Where a list is empty because the noun that has it is known to be missing: nobody's apprentices."""
        noun, _ = vocabulary.ALIASES.get(source) or source.split(".", 1)
        said = self.door.read.get(noun)
        return nowhere(self.table.frame.height) if said is None else said.given & (said.low == 0)

    def _rest(self, source: str, cap: int) -> pl.Series:
        import polars as pl

        height, name = self.table.frame.height, _TABLES.get(source, "")
        whole = nowhere(height)
        if source == AWARDS:
            whole = self.whole
        elif source == CHECKS and name in self.further and name in self.complete:
            whole = self._classes().is_not_null()
        whole = whole | self._absent(source)
        none = pl.repeat(0, height, eager=True, dtype=pl.Int64)
        if name not in self.further:
            return none.zip_with(whole, none + cap)
        unsure = (~whole).arg_true()
        owners, claims = self._owners(name)
        counts = owners.drop_nulls().to_frame("of").group_by("of").len("n")
        left = claims.gather(unsure).to_frame("of").join(counts, on="of", how="left", maintain_order="left")["n"]
        return none.scatter(unsure, (cap - left.fill_null(0).cast(pl.Int64)).clip(0))
