"""What the cells of a table say, as the plain values of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vocskills.convert.forms import did_you_mean, shown
from vocskills.errors import Fault, InputError
from vocskills.model.fields import FieldInfo, Kind
from vocskills.roster.columns import Column, Role, columns
from vocskills.roster.reading.words import NO, NONE, SOME, YES
from vocskills.text import Text

_YES_NO = Text("是、否，或不填（没有人查过）", "是 (yes), 否 (no), or blank (nobody looked)")
_PRESENCE = Text("无、有，或不填（不知道）", "无 (there is none), 有 (there is one), or blank (not known)")
_NOT_A_CHOICE = Text("不是可填的内容", "not one of the words that may stand here")
_BOTH = Text("写了“无”，却又填了内容", "无 (there is none), but something is said of it")
_KEEP_ONE = Text("两者只留一个", "keep one of the two")
_NOT_LOOKED = Text("填了身份的日期或部门，却没有填是或否", "a date or authority of a status without 是 or 否")
_LOOK = Text("同名列填是或否，没有查过的都不填", "say 是 or 否 in the status's own column, or leave all of it blank")

_TRUTHS = {YES: "true", NO: "false", "true": "true", "false": "false", "True": "true", "False": "false"}


def cell(value: Any) -> str:
    """A value of any type as text; empty for none."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "hour") and (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0):
        return str(value.date())
    return str(value)


def read_cell(column: Column, text: str) -> Any:
    """What a cell that is not blank says, as a plain value for the converter.

    Raises:
        InputError: a word that may not stand in the column.
    """
    info = column.info
    if column.role is Role.PRESENCE:
        return _choice(info, text, {NONE: False, NO: False, SOME: {}, YES: {}}, _PRESENCE)
    if info.kind is Kind.BOOL:
        return _choice(info, text, _TRUTHS, _YES_NO)
    if info.members is not None and ".." not in text:
        names = {name: member.value for member in info.members for name in (member.zh, member.value)}
        return _choice(info, text, names, _labels(info))
    return False if info.absent and text == NONE else text


def _labels(info: FieldInfo) -> Text:
    assert info.members is not None
    members = list(info.members)[:12]
    more = "…" if len(info.members) > len(members) else ""
    zh, en = "、".join(m.zh for m in members), ", ".join(f"{m.zh} ({m.value})" for m in members)
    return Text(f"其一：{zh}{more}", f"one of {en}{more}")


def _choice(info: FieldInfo, text: str, choices: Mapping[str, Any], expected: Text) -> Any:
    if text not in choices:
        remedy = did_you_mean(text, list(choices))
        raise InputError(Fault(_NOT_A_CHOICE, text=shown(text, private=info.private), expected=expected, remedy=remedy))
    return choices[text]


def plain_case(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """One row as the plain values of a case, and what is wrong with single cells, by the path of the column.

    Args:
        cells: the text of the cells that are not blank, by the path of the column.
    """
    person: dict[str, Any] = {}
    case: dict[str, Any] = {"enrollments": [person]}
    faults = []
    for path, text in cells.items():
        column = columns()[path]
        try:
            value = read_cell(column, text)
        except InputError as error:
            faults += [Fault(f.what, path, text=f.text, expected=f.expected, remedy=f.remedy) for f in error.faults]
            continue
        if not _put(case if column.shared else person, column, value):
            faults.append(Fault(_BOTH, path, remedy=_KEEP_ONE))
        if column.role is Role.STATUS and column.finding not in cells:
            faults.append(Fault(_NOT_LOOKED, path, remedy=_LOOK))
    return case, faults


def _put(root: dict[str, Any], column: Column, value: Any) -> bool:
    """Puts what a cell says into its place; whether it agrees with what is there."""
    node: Any = root
    for step in column.steps[:-1]:
        node = node.setdefault(step, {})
        if not isinstance(node, dict):
            return False
    name = column.steps[-1]
    match column.role:
        case Role.STATUS:
            assert column.member is not None
            rows = node.setdefault(name, [])
            row = next((one for one in rows if one["category"] == column.member.value), None)
            if row is None:
                row = {"category": column.member.value}
                rows.append(row)
            row[column.part] = value
        case Role.AWARDS_COMPLETE:
            node.setdefault(name, {"items": []})["complete"] = value
        case Role.PRESENCE if name in node:
            return bool(value == {} and node[name] is not False)
        case _:
            node[name] = value
    return True
