"""What several assessments come to together."""

from __future__ import annotations

from collections.abc import Sequence

from vocskills.assessment.answer import Total
from vocskills.assessment.outcomes import PerUnit, Sum
from vocskills.money import Money
from vocskills.report.layout import table
from vocskills.report.words import IF_MET, if_met, payable
from vocskills.text import Lang, Text

NOTHING = Total(Sum(Money(0), Money(0)), Sum(Money(0), Money(0)))


def grand_total(totals: Sequence[Total]) -> Total:
    """The sum of the totals of several classes.

    Least and most add up. The possible values in between are kept only if one class alone is in doubt: which values go
    together over several classes is not known here.
    """
    if not totals:
        return NOTHING
    amount = _added([total.amount for total in totals])
    return Total(amount, _added([total.payable for total in totals]), _units([total.per_unit for total in totals]))


def _added(sums: Sequence[Sum]) -> Sum:
    least = sum((one.least for one in sums), Money(0))
    most = None if any(one.most is None for one in sums) else sum((one.most or Money(0) for one in sums), Money(0))
    doubtful = [one for one in sums if not one.exact]
    possible: tuple[Money, ...] = ()
    if len(doubtful) == 1:
        rest = least - doubtful[0].least
        possible = tuple(value + rest for value in doubtful[0].possible)
    return Sum(least, most, possible)


def _units(units: Sequence[PerUnit | None]) -> PerUnit | None:
    found = [unit for unit in units if unit is not None]
    if len(found) < len(units) or len({unit.unit for unit in found}) != 1:
        return None
    return PerUnit(sum((unit.amount for unit in found), Money(0)), found[0].unit)


def grand_total_lines(totals: Sequence[Total], lang: Lang) -> list[str]:
    """What several classes come to, as lines."""
    whole = grand_total(totals)
    heads = Text("各班合计", "all classes"), Text("可付（元）", "payable (yuan)"), IF_MET
    cells = Text(f"{len(totals)} 个班", f"{len(totals)} classes"), payable(whole), if_met(whole)
    return ["", *table([head.of(lang) for head in heads], [[cell.of(lang) for cell in cells]], indent=2)]
