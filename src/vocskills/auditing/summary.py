"""What was decided of a table, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from vocskills.assessment.outcomes import Verdict
from vocskills.auditing.stream import FileAudit
from vocskills.money import Money
from vocskills.text import Lang, Text

_MISSING_SHOWN = 12


def summary_lines(found: FileAudit, lang: Lang) -> Iterator[str]:
    """The summary of an audit: how many rows, what of each subsidy, and what the table does not say.

    Args:
        found: the audit.
        lang: the reader's language.
    """
    rows, decided = found.rows, found.decided
    yield Text(f"申领 {rows:,} 项，已判定 {decided:,} 项", f"claims: {rows:,}, decided: {decided:,}").of(lang)
    for row in found.totals().rows(named=True):
        said = [verdict for verdict in Verdict if row.get(str(verdict.value))]
        counts = [f"{verdict.label.of(lang)} {row[str(verdict.value)]:,}" for verdict in said]
        least = Money(row["least_fen"])
        most = "?" if row["most_fen"] is None else str(Money(row["most_fen"]))
        amount = Text(f"可付 {least} 至 {most} 元", f"payable {least} to {most} yuan").of(lang)
        between = "，" if lang == "zh" else ", "
        yield f"  {row['policy']}.{row['subsidy']}: {between.join([*counts, amount])}"
    names = [
        f"{one.path}（{one.label.zh}）" if lang == "zh" else f"{one.path} ({one.label.en})" for one in found.missing
    ]
    if names:
        more = "…" if len(names) > _MISSING_SHOWN else ""
        listed = ("、" if lang == "zh" else ", ").join(names[:_MISSING_SHOWN]) + more
        yield Text(f"表中没有的列：{listed}", f"columns that the table does not have: {listed}").of(lang)
