"""Tables of a policy as an official can check them: columns, editions with their texts, every row."""

from __future__ import annotations

from collections.abc import Sequence
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
from vocskills.policy.documents import Editions
from vocskills.policy.editions import gaps_between
from vocskills.policy.pack import Policy
from vocskills.policy.rows import limits_of
from vocskills.policy.tiers import ENDLESS
from vocskills.report import words
from vocskills.report.layout import hanging
from vocskills.text import Lang, Text, join, labelled, same

_CELLS = {Cell.NONE: Text("无此项", "no such item"), Cell.OPEN: Text("未规定或未读到", "silent or not read")}
_EVERY = Text("每一项", "every item")


def table_lines(policy: Policy, names: Names, lang: Lang) -> list[list[str]]:
    """The tables of a policy; one with several values in a row stands once.

    Args:
        policy: the policy.
        names: the words of its clauses.
        lang: Chinese or English.
    """
    found: dict[str, list[Table]] = {}
    for table in policy.tables.values():
        found.setdefault(table.name.partition(".")[0], []).append(table)
    return [_table(policy, name, tables, names, lang) for name, tables in found.items()]


def _table(policy: Policy, name: str, tables: Sequence[Table], names: Names, lang: Lang) -> list[str]:
    one, editions = tables[0], policy.editions.get(name)
    state = [_chosen_by(editions)] if editions else [] if one.bands else [_complete(complete=one.complete)]
    keys = [join([sentence(key, names) for key in one.keys])] if one.keys else []
    said = join([join([_value(table) for table in tables]), *keys, *state], zh="；", en="; ").of(lang)
    title = policy.table_titles.get(name)
    called = name if title is None else f"{name} {title.of(lang)}"
    lines = hanging("- ", called + words.aside(same(said)).of(lang), indent=2)
    lines += _source(words.cited(policy, policy.table_cites[name]), lang, 4)
    lines += _file(policy, policy.table_files.get(name, ""), lang, 4)
    lines += _rows(tables, [table.rows for table in tables], lang, 4)
    for low, high, rate in one.bands:
        band = f"{low}.." if high == ENDLESS else f"{low}..{high}"
        lines += hanging("  ", f"{band}{words.colon(lang)}{constant(rate, one.type).of(lang)}", indent=4)
    return lines if editions is None else [*lines, *_editions(policy, tables, editions, lang)]


def _named(table: Table, words: Text) -> Text:
    """Behind the name of the column of values, if the table has several."""
    column = table.name.partition(".")[2]
    return labelled(table.label or same(column), words) if column else words


def _value(table: Table) -> Text:
    """What a table holds: the type, behind the name of the value if there are several."""
    kind = type_name(table.type)
    if table.supplied_by:
        label = vocabulary.facts()[table.supplied_by].label
        source = Text("及出处", " with its source") if vocabulary.sourced(table.supplied_by) else same("")
        kind = Text(
            f"{kind.zh}，未写明的可提供{label.zh}（{table.supplied_by}）{source.zh}",
            f"{kind.en}, where open given as {table.supplied_by} ({label.en}){source.en}",
        )
    return _named(table, kind)


def _complete(*, complete: bool) -> Text:
    return Text("完整", "complete") if complete else Text("摘录", "an excerpt")


def _chosen_by(editions: Editions) -> Text:
    dates = join([vocabulary.facts()[path].label for path in editions.judged_on])
    return Text(f"版本按{dates.zh}选定", f"the edition is chosen by: {dates.en}")


def _source(cited: Text, lang: Lang, indent: int) -> list[str]:
    return hanging(Text("依据：", "source: ").of(lang), cited.of(lang), indent=indent)


def _file(policy: Policy, name: str, lang: Lang, indent: int) -> list[str]:
    """The file that the rows come from, with its digest, so that the print can be held against it."""
    said = f"{name} (SHA-256 {policy.files[name]})" if name else ""
    return hanging(Text("文件：", "file: ").of(lang), said, indent=indent) if said else []


def _editions(policy: Policy, tables: Sequence[Table], editions: Editions, lang: Lang) -> list[str]:
    """Each edition with its text, its days and its rows, then the days that none of them has."""
    lines: list[str] = []
    one = tables[0]
    for place, (text, edition) in enumerate(zip(editions.items, one.editions, strict=True)):
        state = [_complete(complete=edition.complete)] if one.keys else []
        lines += hanging("- ", join([edition_text(policy, text), *state], zh="；", en="; ").of(lang), indent=4)
        lines += _source(words.cited(policy, text.cite), lang, 6)
        lines += _file(policy, text.file, lang, 6)
        lines += _rows(tables, [table.editions[place].rows for table in tables], lang, 6)
    for first, last in gaps_between([(edition.start, edition.end) for edition in one.editions]):
        days = f"{to_date(first).isoformat()}..{to_date(last).isoformat()}"
        gap = Text(f"{days} 没有版本：其值尚不能确定", f"no edition for {days}: what the table says is open")
        lines += hanging("! ", gap.of(lang), indent=4)
    return lines


def _rows(tables: Sequence[Table], rows: Sequence[Sequence[TableRow]], lang: Lang, indent: int) -> list[str]:
    """The rows, each with all its values."""
    shown = (_row(tables, same_keys, lang) for same_keys in zip(*rows, strict=True))
    return [line for row in shown for line in hanging("  ", row, indent=indent)]


def _row(tables: Sequence[Table], rows: Sequence[TableRow], lang: Lang) -> str:
    pairs = zip(tables, rows, strict=True)
    cells = join([_cell(table, row) for table, row in pairs], zh="；", en="; ").of(lang)
    return f"{_keys(tables[0], rows[0], lang)}{words.colon(lang)}{cells}" if rows[0].keys else cells


def _cell(table: Table, row: TableRow) -> Text:
    return _named(table, _CELLS[row.cell] if isinstance(row.cell, Cell) else _said(row.cell, table.type))


def _said(value: Fraction, kind: Type) -> Text:
    """What was read, as a value: a table of yes and no sets no conditions."""
    if kind.kind is Kind.BOOL:
        return Text("是", "yes") if value else Text("否", "no")
    return constant(value, kind)


def _keys(one: Table, row: TableRow, lang: Lang) -> str:
    if all(key == limits_of(node) for key, node in zip(row.keys, one.keys, strict=True)):
        return _EVERY.of(lang)
    return ("、" if lang == "zh" else ", ").join(
        _span(key, type_of(node), lang) for key, node in zip(row.keys, one.keys, strict=True)
    )


def _span(span: tuple[int, int], kind: Type, lang: Lang) -> str:
    if kind.kind is Kind.CODE:
        return code_text(span[0])
    ends = [constant(Fraction(end, canonical(kind)), kind).of(lang) for end in span]
    return ends[0] if ends[0] == ends[1] else "..".join(ends)
