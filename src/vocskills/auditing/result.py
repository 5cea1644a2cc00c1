"""What was decided of a whole table."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.assessment import Assessment
from vocskills.assessment.answer import Receipt
from vocskills.assessment.docket import Entry
from vocskills.auditing import receipt, totals
from vocskills.auditing.kinds import Back
from vocskills.auditing.run import Run
from vocskills.errors import Fault
from vocskills.model.terms import SubjectKind
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl


@attrs.frozen
class MissingColumn:
    """A fact that the texts read and the table has no column for.

    Attributes:
        path: the fact.
        label: its words.
        subsidies: the subsidies that read it, as ``<policy>.<subsidy>``.
    """

    path: str
    label: Text
    subsidies: tuple[str, ...]


@attrs.frozen
class LeftOut:
    """Something that is decided once of a class or of its provider, and so of no claim in a table.

    Attributes:
        item: its name, as ``<policy>.<item>``.
        title: its words.
        subject: of what it is decided.
        words: that it was left out, as a sentence.
    """

    item: str
    title: Text
    subject: SubjectKind
    words: Text


@attrs.frozen(eq=False)
class Audit:
    """What was decided of a table of claims.

    Attributes:
        frame: the table given, of the same kind, with the columns of the answer: for each subsidy
            ``<policy>.<subsidy>.outcome``, ``.least_fen`` and ``.most_fen`` (what can be paid as things stand; no most
            where no limit is known), ``.amount_least_fen`` and ``.amount_most_fen`` (if every open condition is met;
            nothing where nothing can be paid), ``.payee`` and ``.fund`` (all that are possible, joined by ``;``;
            ``open`` where the sources do not say), ``.failed`` and ``.open`` (codes of rules), for local
            ones ``.barred_by``; for approvals and measures of a person ``.outcome``; and ``total.least_fen``,
            ``total.most_fen`` over the local subsidies. Rows with faults have nothing.
        faults: what is wrong with rows that were not decided.
    """

    frame: Any
    faults: tuple[Fault, ...]
    _run: Run
    _answers: pl.DataFrame
    _back: Back

    def __repr__(self) -> str:
        left = f", {len(self.left_out)} items of classes and providers left out" if self.left_out else ""
        return f"<Audit of {self._answers.height:,} claims, {len(self.faults):,} faults{left}>"

    @cached_property
    def missing(self) -> tuple[MissingColumn, ...]:
        """The facts that the texts read and of which the table says nothing, each once."""
        return missing_of(self._run)

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What the texts decide once of a class or its provider, and so of no row."""
        return left_out_of(self._run)

    def explain(self, row: int) -> Assessment:
        """One row as :func:`vocskills.assess` decides it, with the other claims of its person.

        Args:
            row: the row's place in the table, from 0.

        Raises:
            InputError: the row has faults.
            IndexError: there is no such row.
        """
        if not 0 <= row < self._answers.height:
            raise IndexError(row)
        return self._run.assessment(row)

    def totals(self, by: str | None = None) -> Any:
        """Heads and amounts of each subsidy, of the same kind as the table given.

        Args:
            by: ``class``, ``provider``, ``month`` (of the first governing date), ``fund``, or any column of the table;
                nothing for the whole table.

        Returns:
            One row for each subsidy and group: ``group``, ``policy``, ``subsidy``, the number of claims by outcome, and
            the sums of ``least_fen`` and ``most_fen`` (null where some has no known limit).

        Raises:
            InputError: there is no such column.
        """
        return self._back(totals.totals(self._run, self._answers, by))

    @cached_property
    def receipt(self) -> Receipt:
        """Digests of the packs, the engine and the tables, so that the same answer can be shown to follow again."""
        return receipt.receipt(self._run)


def missing_of(run: Run) -> tuple[MissingColumn, ...]:
    """The facts that the texts read and of which the table of a run says nothing, each once."""
    found: dict[tuple[str, Text], list[str]] = {}
    for entry in run.docket.entries:
        for key in entry.reads():
            absent = run.absent(key)
            if absent:
                found.setdefault(absent, []).append(f"{entry.policy.id}.{entry.item.name}")
    return tuple(MissingColumn(*absent, tuple(dict.fromkeys(of))) for absent, of in found.items())


def left_out_of(run: Run) -> tuple[LeftOut, ...]:
    """What the texts of a run decide once of a class or its provider."""
    return tuple(_left_out(entry) for entry in run.of_case.entries)


def _left_out(entry: Entry) -> LeftOut:
    item = entry.item
    name, title, of = f"{entry.policy.id}.{item.name}", item.title, item.subject.label
    words = Text(
        f"“{title.zh}”（{name}）按{of.zh}只判定一次，不按人判定，本表未作判定；请用 assess 按班期判定",
        f"{title.en} ({name}) is decided once of {of.en}, of no claim: not decided here; assess the class",
    )
    return LeftOut(name, title, item.subject, words)
