"""Money in steps on a page: what may be paid in advance, what is left to pay, what is taken back."""

from __future__ import annotations

from vocskills.assessment.determination import Determination, Settlement
from vocskills.assessment.outcomes import State, Sum
from vocskills.report import words
from vocskills.report.layout import hanging
from vocskills.text import Lang, Text, join, same

_MET = Text("可以预拨", "may be paid")
_STATES = {
    State.PASS: _MET,
    State.FAIL: Text("不得预拨", "may not be paid"),
    State.OPEN: Text("能否预拨尚不能确定", "whether it may be paid is open"),
}


def advance_lines(one: Determination, lang: Lang) -> list[str]:
    """How much of a subsidy may be paid in advance, and whether its conditions are met."""
    shown = one.advance
    if shown is None:
        return []
    state, limit = _STATES[shown.state], words.figure(shown.limit)
    because = join([same(code) for code in (*shown.failed, *shown.open)])
    named = Text(f"（{because.zh}）", f" ({because.en})") if because.zh else same("")
    said = Text(
        f"{one.title.zh}至多预拨 {limit.zh} 元：{state.zh}{named.zh}",
        f"{one.title.en}, at most {limit.en} yuan: {state.en}{named.en}",
    )
    where = words.ids(part for part in (words.article(shown.article).of(lang), *shown.facts) if part).of(lang)
    return hanging("    - 预拨：" if lang == "zh" else "    - in advance: ", f"{said.of(lang)} [{where}]")


def settlement_lines(found: Settlement | None, lang: Lang, indent: str) -> list[str]:
    """What was paid in advance, what is left to pay and what is taken back."""
    if found is None:
        return []
    parts = (
        (Text("应付", "due"), found.entitlement),
        (Text("已预拨", "paid in advance"), found.advanced),
        (Text("尚须拨付", "left to pay"), found.balance),
        (Text("应收回", "to be taken back"), found.recover),
    )
    said = join([_part(name, amount) for name, amount in parts], zh="；", en="; ")
    return hanging(f"{indent}- 结算（元）：" if lang == "zh" else f"{indent}- settlement (yuan): ", said.of(lang))


def _part(name: Text, amount: Sum) -> Text:
    figure = words.figure(amount)
    return Text(f"{name.zh} {figure.zh}", f"{name.en} {figure.en}")


def is_settled(found: Settlement | None) -> bool:
    """Whether a settlement has anything to say of a person: something was advanced, as far as is known."""
    return found is not None and found.advanced.most is not None and found.advanced.most.fen > 0
