"""``advance``: how much of a subsidy may be paid in advance, and under which rules."""

from __future__ import annotations

from vocskills.engines.interpret import static_range
from vocskills.language.nodes import RATE
from vocskills.policy.context import Context, Part
from vocskills.policy.documents import Citation
from vocskills.policy.items import Advance
from vocskills.text import Text

_MORE_THAN_ALL = Text("预拨不能多于补贴金额", "no more than all of it can be paid in advance")
_UP_TO_ALL = Text("0% 至 100% 的比率", "a rate from 0% to 100%")


def read_advance(context: Context, part: Part, requires: tuple[str, ...], owner: Citation) -> Advance | None:
    """The advance of a subsidy, ``None`` after its faults have been reported.

    Args:
        context: what the pack is read with.
        part: what stands under ``advance``.
        requires: the names of the rules that it requires, which were checked.
        owner: where the subsidy stands, which holds for the advance where it does not say.
    """
    scalar, where = part.word("at_most"), part.path("at_most")
    typed = context.check(scalar, where, RATE) if scalar else None
    share = context.money(scalar, where, typed.node) if scalar and typed else None
    cite = context.own_cite(part, owner) or owner
    if scalar is None or typed is None or share is None:
        return None
    low, high = static_range(share[0])
    if not 0 <= low <= high <= share[1]:
        context.report.add(scalar, where, _MORE_THAN_ALL, expected=_UP_TO_ALL)
        return None
    return Advance(typed.node, share, requires, cite)
