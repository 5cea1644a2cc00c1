"""Words in cells: yes and no, members of closed lists, kinds of people, whether something exists."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from vocskills.errors import did_you_mean, similar
from vocskills.model.fields import Between, FieldInfo, Term
from vocskills.model.records import Status
from vocskills.model.terms import PERSON_CATEGORIES, Category
from vocskills.roster.codes import Code
from vocskills.roster.reading.numerals import REMARK
from vocskills.roster.reading.said import Context, Note, Reading, compact, only
from vocskills.roster.sheets import Raw
from vocskills.text import Text

YES, NO, NONE, SOME = "是", "否", "无", "有"
_YES = frozenset(
    {
        "是",
        "有",
        "y",
        "yes",
        "true",
        "t",
        "1",
        "√",
        "✓",
        "✔",
        "☑",
        "对",
        "属于",
        "合格",
        "通过",
        "已结业",
        "结业",
        "已备案",
        "v",
    }
)
_NO = frozenset(
    {
        "否",
        "无",
        "n",
        "no",
        "false",
        "f",
        "0",
        "×",
        "✗",
        "✘",
        "✕",
        "x",
        "非",
        "不是",
        "不属于",
        "没有",
        "不合格",
        "未通过",
        "未结业",
        "未备案",
        "╳",
    }
)
_UNCLEAR_CODES = frozenset({"2", "3", "9"})
_YES_NO = Text("是、否，或不填（没有人查过）", "是 (yes), 否 (no), or blank (nobody looked)")
_BETWEEN = re.compile(r"[、,，;；/|+和及]")
_FILE = Path(__file__).parent.parent / "words.csv"
_SHOWN = 12


def words_of(raw: Raw) -> str | None:
    """A cell's words in the spelling in which they are compared; whole numbers as their digits; ``None`` for others."""
    match raw:
        case str():
            return compact(raw)
        case bool():
            return "true" if raw else "false"
        case int():
            return str(raw)
        case float() if raw.is_integer() and abs(raw) < 1e15:
            return str(int(raw))
        case _:
            return None


def read_yes_no(raw: Raw, context: Context) -> Reading:
    """是, 否 or one of the signs for them; a blank cell never comes here, and is not 否."""
    words = words_of(raw)
    meant = context.codes.get(words or "")
    words = compact(meant) if meant else words
    for bare, codes in ((words, ()), (REMARK.sub("", words or ""), (Code.REMARK_IN_CELL,))):
        if bare in _YES:
            return Reading(True).noting(*codes)
        if bare in _NO:
            return Reading(False).noting(*codes)
    if words in _UNCLEAR_CODES:
        return only(Code.CODE_UNKNOWN, expected=_YES_NO)
    return only(Code.NOT_A_CHOICE, expected=_YES_NO, remedy=did_you_mean(similar(words or "", [YES, NO], 1)))


@cache
def members_of(members: type[Term]) -> dict[str, Term]:
    """The members of a list by every word for them, in the spelling in which words are compared."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] == members.__name__]
    by_name = {member.value: member for member in members}
    found: dict[str, Term] = {}
    for member in members:
        for word in (member.value, member.zh, member.en):
            found.setdefault(compact(word), member)
    for row in rows:
        for word in row["also"].split():
            found.setdefault(compact(word), by_name[row["member"]])
    return found


def read_member(info: FieldInfo, raw: Raw, context: Context) -> Reading:
    """A member of the field's list by its label, name or another word for it, or a range ``junior..senior``."""
    assert info.members is not None
    words = words_of(raw)
    words = compact(context.codes.get(words or "", words or ""))
    known = members_of(info.members)
    bare = REMARK.sub("", words)
    if words in known:
        return Reading(known[words])
    if bare in known:
        return Reading(known[bare]).noting(Code.REMARK_IN_CELL)
    several = [known.get(part) for part in re.split(r"\.\.|[/、,，;；至到~]", bare)]
    if len(several) > 1 and all(several):
        return _several(info, [one for one in several if one is not None], written=".." in bare)
    if bare.isascii() and bare.isdigit():
        return only(Code.CODE_UNKNOWN, expected=_labels(info))
    return only(Code.NOT_A_CHOICE, expected=_labels(info), remedy=did_you_mean(similar(words, list(known), 1)))


def _several(info: FieldInfo, found: list[Term], *, written: bool) -> Reading:
    least, most = min(found, key=lambda one: one.code), max(found, key=lambda one: one.code)
    if least is most:
        return Reading(least)
    if info.exact:
        return only(Code.SEVERAL, expected=_labels(info))
    return Reading(Between(least, most)) if written else Reading(Between(least, most)).noting(Code.SEVERAL)


def _labels(info: FieldInfo) -> Text:
    assert info.members is not None
    members = list(info.members)[:_SHOWN]
    more = "…" if len(info.members) > len(members) else ""
    zh, en = "、".join(m.zh for m in members), ", ".join(f"{m.zh} ({m.value})" for m in members)
    return Text(f"其一：{zh}{more}", f"one of {en}{more}")


def read_status(category: Category, raw: Raw, context: Context) -> Reading:
    """Whether a person has a status: 是, 否, or the status's own name."""
    found = read_yes_no(raw, context)
    if found.value is not None:
        return found
    named = _category(compact(raw)) if isinstance(raw, str) else None
    if named is category:
        return Reading(True)
    return only(Code.OTHER_CATEGORY) if named is not None else found


def read_statuses(raw: Raw, context: Context) -> Reading:
    """The statuses that a cell names, as a tuple of records that hold."""
    words = words_of(raw) or ""
    meant = context.codes.get(words)
    parts = [meant] if meant else [part for part in _BETWEEN.split(words) if part]
    named = [(part, _category(compact(part))) for part in ([words] if _category(words) else parts)]
    held = dict.fromkeys(one for _, one in named if one is not None)
    notes = tuple(Note(Code.NO_CATEGORY) for _, one in named if one is None)[:1]
    return Reading(tuple(Status(category=one, held=True) for one in held) or None, notes)


def _category(words: str) -> Category | None:
    found = members_of(Category).get(words) or members_of(Category).get(REMARK.sub("", words))
    return found if isinstance(found, Category) and found in PERSON_CATEGORIES else None
