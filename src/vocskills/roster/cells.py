"""What the cells of a roster say, each kind of column in its own words."""

from __future__ import annotations

from typing import Any

from vocskills.convert.forms import did_you_mean, shown
from vocskills.errors import Fault, InputError
from vocskills.model.fields import FieldInfo, Kind
from vocskills.model.terms import AwardState
from vocskills.roster.columns import Column, Role
from vocskills.text import Text

YES, NO, NONE, SOME = "是", "否", "无", "有"
_YES_NO = Text("是、否，或不填（没有人查过）", "是 (yes), 否 (no), or blank (nobody looked)")
_PRESENCE = Text("无、有，或不填（不知道）", "无 (there is none), 有 (there is one), or blank (not known)")
_NOT_A_CHOICE = Text("不是可填的内容", "not one of the words that may stand here")


def read_cell(column: Column, cell: str) -> Any:
    """What a cell that is not blank says, as plain values for the converter.

    Raises:
        InputError: a word that may not stand in the column.
    """
    match column.role:
        case Role.PRESENCE:
            return _choice(column, cell, {NONE: False, SOME: {}}, _PRESENCE)
        case Role.AWARDS:
            return _awards(column, cell)
        case Role.AWARDS_COMPLETE | Role.LIST_COMPLETE:
            return _choice(column, cell, {YES: "true", NO: "false"}, _YES_NO)
        case Role.FIELD | Role.STATUS:
            return _field(column, cell)


def _field(column: Column, cell: str) -> Any:
    info = column.info
    if info.kind is Kind.BOOL:
        return _choice(column, cell, {YES: "true", NO: "false"}, _YES_NO)
    if info.kind is Kind.ENUM and ".." not in cell:
        return _choice(column, cell, _names(info), _labels(info))
    return False if info.absent and cell == NONE else cell


def _names(info: FieldInfo) -> dict[str, str]:
    assert info.members is not None
    return {name: member.value for member in info.members for name in (member.zh, member.value)}


def _labels(info: FieldInfo) -> Text:
    assert info.members is not None
    members = list(info.members)[:12]
    more = "…" if len(info.members) > len(members) else ""
    zh, en = "、".join(m.zh for m in members), ", ".join(f"{m.zh} ({m.value})" for m in members)
    return Text(f"其一：{zh}{more}", f"one of {en}{more}")


def _choice(column: Column, cell: str, choices: dict[str, Any], expected: Text) -> Any:
    if cell not in choices:
        text = shown(cell, private=column.info.private)
        raise InputError(Fault(_NOT_A_CHOICE, text=text, expected=expected, remedy=did_you_mean(cell, list(choices))))
    return choices[cell]


def _awards(column: Column, cell: str) -> list[dict[str, str]]:
    """Awards that a person had count, so they are decided ones; what was taken back does not belong here."""
    assert column.member is not None
    first_days = [] if cell == NONE else [day.strip() for day in cell.split(";")]
    had = {"kind": str(column.member.value), "state": str(AwardState.DECIDED.value)}
    return [had | {"start_date": day} for day in first_days]
