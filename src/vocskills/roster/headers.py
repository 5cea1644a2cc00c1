"""Headers to what they say: labels and paths of the model's fields, and the other words of ``headers.csv``."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

import attrs

from vocskills.errors import similar
from vocskills.roster.columns import Role, columns
from vocskills.roster.found import Certainty, Extra

UNITS = frozenset(
    {"元", "万元", "千元", "分", "角", "学时", "课时", "小时", "天", "日", "分钟", "个月", "月", "%", "人", "次", "年"}
)
"""Units that a header may name."""

_FILE = Path(__file__).with_name("headers.csv")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff*＊'\"“”:：;；]+")
_BRACKET = re.compile(r"[(\[【〔<《]([^()\[\]【】〔〕<>《》]*)[)\]】〕>》]")
_ABOUT = re.compile("(?:情况|信息|状况|记录|资料)$")
_FIRST = frozenset(
    {"起", "始", "自", "从", "开始", "起始", "开始时间", "开始日期", "起始时间", "起始日期", "start", "from"}
)
_LAST = frozenset(
    {"止", "终", "至", "到", "结束", "终止", "结束时间", "结束日期", "终止时间", "终止日期", "截止", "end", "to"}
)


@attrs.frozen
class Meaning:
    """What a header says.

    Attributes:
        targets: paths of facts or names of extras; two for a column of first and last day; none if not understood.
        certainty: how sure that is.
        unit: the unit that the header names; empty if it names none.
    """

    targets: tuple[str, ...] = ()
    certainty: Certainty = Certainty.NONE
    unit: str = ""


def plain(header: str) -> str:
    """A header in the one spelling in which headers are compared: no spaces, hidden characters, stars or colons."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", header)).casefold()


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """The words of ``headers.csv`` as written, with their targets."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {word: tuple(row["target"].split()) for row in rows for word in row["also"].split()}


@cache
def known() -> dict[str, tuple[tuple[str, ...], Certainty]]:
    """Every header that is understood, in its one spelling.

    A noun that may be known missing has its own label as a header (培训机构: 无); where rosters use that word for
    something else, the words of ``headers.csv`` come first.
    """
    found: dict[str, tuple[tuple[str, ...], Certainty]] = {}
    for header, column in columns().items():
        found.setdefault(plain(header), ((column.path,), Certainty.EXACT))
    for extra in Extra:
        for header in (extra.zh, extra.target):
            found.setdefault(plain(header), ((extra.target,), Certainty.EXACT))
    for word, targets in synonyms().items():
        at = columns().get(word)
        if plain(word) not in found or (at is not None and at.role is Role.PRESENCE):
            found[plain(word)] = targets, Certainty.SYNONYM
    return found


def meaning(*parts: str) -> Meaning:
    """What a header says.

    Args:
        parts: its words, from the top row to the lowest.
    """
    words = [plain(part) for part in parts if plain(part)]
    if not words:
        return Meaning()
    return _meaning(tuple(words))


@cache
def _meaning(words: tuple[str, ...]) -> Meaning:
    whole = "".join(words)
    if whole in known():
        targets, certainty = known()[whole]
        return Meaning(targets, certainty)
    bare, unit, more = _without_brackets(whole)
    parts = [_without_brackets(word)[0] for word in words]
    for spelling in _spellings(parts, bare):
        if spelling in known():
            targets, certainty = known()[spelling]
            if more or spelling not in (bare, parts[-1]):
                return Meaning(targets, Certainty.LIKELY, unit)
            return Meaning(targets, certainty if spelling == bare else Certainty.SYNONYM, unit)
    ends = _period_end(words)
    if ends is not None:
        return ends
    return Meaning(unit=unit)


def _without_brackets(whole: str) -> tuple[str, str, bool]:
    """A header without what stands in brackets, the unit among that, and whether something else stood there."""
    inside = _BRACKET.findall(whole)
    units = [one.removeprefix("单位").partition("/")[0] for one in inside]
    unit = next((one for one in units if one in UNITS), "")
    rest = [one for one in units if one not in UNITS]
    bare = _BRACKET.sub("", whole)
    if not inside and "/" in bare and bare.rpartition("/")[2] in UNITS:
        bare, _, unit = bare.rpartition("/")
    return bare, unit, bool(rest)


def _spellings(parts: list[str], bare: str) -> list[str]:
    """The header itself, then for one in several rows its lowest part and its parts the other way round."""
    if len(parts) == 1:
        return [bare]
    return [bare, _of_status(parts), "".join(reversed(parts)), parts[-1], parts[0] + parts[-1]]


def _of_status(parts: list[str]) -> str:
    """The label of what is said of a status under a heading that names it: 建档立卡情况 over 核查日期."""
    targets, _ = known().get(_ABOUT.sub("", parts[0]), ((), Certainty.NONE))
    column = columns().get(targets[0]) if len(targets) == 1 else None
    return plain(column.label) + parts[-1] if column is not None and column.role is Role.STATUS else ""


def _period_end(words: tuple[str, ...]) -> Meaning | None:
    """One end of a period whose header stands in the row above: 培训时间 over 起 and 止."""
    last = _without_brackets(words[-1])[0]
    upper = _without_brackets("".join(words[:-1]))[0]
    if not upper:
        upper, last = last[:-1], last[-1:]
    targets, _ = known().get(upper, ((), Certainty.NONE))
    if len(targets) != 2 or last not in _FIRST | _LAST:
        return None
    return Meaning((targets[0] if last in _FIRST else targets[1],), Certainty.SYNONYM)


def near(header: str) -> tuple[str, ...]:
    """Known headers that are like one that is not understood."""
    bare = _without_brackets(plain(header))[0]
    names = [*(column.label for column in columns().values()), *columns(), *synonyms(), *(one.zh for one in Extra)]
    return tuple(similar(bare, names, 2))
