"""Tables of a policy as an official can check them: columns, editions with their texts, every row."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from vocskills.assessment.texts import edition_text
from vocskills.calendar import to_date
from vocskills.engines.prose import Names, sentence
from vocskills.engines.prose.words import constant
from vocskills.language import vocabulary
from vocskills.language.nodes import Type
from vocskills.language.scope import Cell, Table, TableRow, canonical, code_text
from vocskills.language.types import type_name, type_of
from vocskills.model.fields import Kind
from vocskills.policy.editions import gaps_between
from vocskills.policy.pack import Editions, Policy
from vocskills.policy.rows import limits_of
from vocskills.report import words
from vocskills.report.layout import hanging
from vocskills.text import Lang, Text, join

_CELLS = {Cell.NONE: Text("无此项", "no such item"), Cell.OPEN: Text("未规定或未读到", "silent or not read")}
_EVERY = Text("每一项", "every item")


def table_lines(policy: Policy, one: Table, names: Names, lang: Lang) -> list[str]:
    """One table of a policy.

    Args:
        policy: the policy.
        one: the table.
        names: the words of its clauses.
        lang: Chinese or English.
    """
    keys = join([sentence(key, names) for key in one.keys])
    editions = policy.editions.get(one.name)
    state = _complete(complete=one.complete) if editions is None else _chosen_by(editions)
    head = [keys, state] if one.keys else [state]
    said = join([type_name(one.type), *head], zh="；", en="; ").of(lang)
    lines = hanging("- ", f"{one.name} ({said})", indent=2)
    lines += _source(words.cited(policy, policy.table_cites[one.name]), lang, 4)
    lines += _file(policy, policy.table_files.get(one.name, ""), lang, 4)
    lines += _rows(one, one.rows, lang, 4)
    for low, high, rate in one.bands:
        lines += hanging("  ", f"{low}..{high}: {constant(rate, one.type).of(lang)}", indent=4)
    return lines if editions is None else [*lines, *_editions(policy, one, editions, lang)]


def _complete(*, complete: bool) -> Text:
    return Text("完整", "complete") if complete else Text("摘录", "an excerpt")


def _chosen_by(editions: Editions) -> Text:
    dates = join([vocabulary.facts()[path].label for path in editions.judged_on])
    return Text(f"版本按{dates.zh}选定", f"the edition is chosen by: {dates.en}")


def _source(cited: Text, lang: Lang, indent: int) -> list[str]:
    return hanging(Text("依据：", "source: ").of(lang), cited.of(lang), indent=indent)


def _file(policy: Policy, name: str, lang: Lang, indent: int) -> list[str]:
    """The file that the rows come from, with its digest, so that the print can be held against it."""
    return (
        hanging(Text("文件：", "file: ").of(lang), f"{name} (SHA-256 {policy.files[name]})", indent=indent)
        if name
        else []
    )


def _editions(policy: Policy, one: Table, editions: Editions, lang: Lang) -> list[str]:
    """Each edition with its text, its days and its rows, then the days that none of them has."""
    lines: list[str] = []
    for text, edition in zip(editions.items, one.editions, strict=True):
        complete = _complete(complete=edition.complete).of(lang)
        lines += hanging("- ", f"{edition_text(policy, text).of(lang)}; {complete}", indent=4)
        lines += _source(words.cited(policy, text.cite), lang, 6)
        lines += _file(policy, text.file, lang, 6)
        lines += _rows(one, edition.rows, lang, 6)
    for first, last in gaps_between([(edition.start, edition.end) for edition in one.editions]):
        days = f"{to_date(first).isoformat()}..{to_date(last).isoformat()}"
        gap = Text(f"{days} 没有版本：其值尚不能确定", f"no edition for {days}: what the table says is open")
        lines += hanging("! ", gap.of(lang), indent=4)
    return lines


def _rows(one: Table, rows: Iterable[TableRow], lang: Lang, indent: int) -> list[str]:
    return [line for row in rows for line in hanging("  ", _row(one, row, lang), indent=indent)]


def _row(one: Table, row: TableRow, lang: Lang) -> str:
    cell = _CELLS[row.cell] if isinstance(row.cell, Cell) else constant(row.cell, one.type)
    if not row.keys:
        return cell.of(lang)
    return f"{_keys(one, row, lang)}: {cell.of(lang)}"


def _keys(one: Table, row: TableRow, lang: Lang) -> str:
    if all(key == limits_of(node) for key, node in zip(row.keys, one.keys, strict=True)):
        return _EVERY.of(lang)
    return ", ".join(_span(key, type_of(node), lang) for key, node in zip(row.keys, one.keys, strict=True))


def _span(span: tuple[int, int], kind: Type, lang: Lang) -> str:
    if kind.kind is Kind.CODE:
        return code_text(span[0])
    ends = [constant(Fraction(end, canonical(kind)), kind).of(lang) for end in span]
    return ends[0] if ends[0] == ends[1] else "..".join(ends)
