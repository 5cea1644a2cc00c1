"""Tables of a policy as an official can check them: columns, editions with their texts, every row."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from vocskills.assessment.texts import edition_text
from vocskills.calendar import to_date
from vocskills.engines.prose import Names, figures, sentence
from vocskills.engines.prose.words import constant
from vocskills.language import vocabulary
from vocskills.language.nodes import Fact, Node, Type
from vocskills.language.scope import Cell, Table, TableRow, canonical, code_text
from vocskills.language.types import type_name, type_of
from vocskills.model.fields import Kind
from vocskills.policy.documents import Editions
from vocskills.policy.editions import gaps_between
from vocskills.policy.pack import Policy
from vocskills.policy.rows import limits_of
from vocskills.report import words
from vocskills.report.layout import hanging
from vocskills.report.layout import table as table_of
from vocskills.text import Lang, Text, join, labelled, same

_CELLS = {Cell.NONE: Text("无此项", "no such item"), Cell.OPEN: Text("未规定或未读到", "silent or not read")}
_EVERY = Text("每一项", "every item")
_BY = Text("查找依据：", "looked up by: ")
_GIVEN = Text("未写明的可填报：", "where open, the case may give: ")
_NOTE = Text("注", "note")


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
    said = join([join([_value(table) for table in tables]), *state], zh="；", en="; ").of(lang)
    title = policy.table_titles.get(name)
    called = name if title is None else f"{name} {title.of(lang)}"
    lines = hanging("- ", called + words.aside(same(said)).of(lang), indent=2)
    keys = [sentence(key, names) for key in one.keys]
    lines += hanging(_BY.of(lang), join(keys, zh="；", en="; ").of(lang), indent=4) if keys else []
    for table in tables:
        lines += hanging(_GIVEN.of(lang), _supplied(table).of(lang), indent=4) if table.supplied_by else []
    lines += _source(words.cited(policy, policy.table_cites[name]), lang, 4)
    lines += _file(policy, policy.table_files.get(name, ""), lang, 4)
    columns = [*map(_head, one.keys), *map(_column, tables)]
    heads = [column.of(lang).removeprefix("是否").removeprefix("the ") for column in columns]
    lines += _rows(tables, [table.rows for table in tables], heads, lang, 4)
    for band in one.bands:
        lines += hanging("  ", figures.band(*band).of(lang), indent=4)
    return lines if editions is None else [*lines, *_editions(policy, tables, editions, heads, lang)]


def _head(node: Node) -> Text:
    """What stands over a column of keys: the name of the field, else of what kind it is."""
    info = vocabulary.facts().get(node.path) if isinstance(node, Fact) else None
    return info.label if info else type_name(type_of(node))


def _column(table: Table) -> Text:
    """What the column of values is called; of a table with one value by what it holds."""
    column = table.name.partition(".")[2]
    return table.label or (same(column) if column else type_name(table.type))


def _value(table: Table) -> Text:
    """What a table holds: the type, behind the name of the value if there are several with another name."""
    kind, column = type_name(table.type), _column(table)
    return labelled(column, kind) if "." in table.name and column.zh != kind.zh else kind


def _supplied(table: Table) -> Text:
    """The fact with which the case may give what is open, and for which value, if there are several."""
    label = vocabulary.facts()[table.supplied_by].label
    sourced = vocabulary.sourced(table.supplied_by)
    given = Text(
        f"{label.zh}（{table.supplied_by}）{'，须写明出处' if sourced else ''}",
        f"{label.en} ({table.supplied_by}){', with its source' if sourced else ''}",
    )
    return labelled(_column(table), given) if "." in table.name and _column(table).zh != label.zh else given


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


def _editions(
    policy: Policy, tables: Sequence[Table], editions: Editions, heads: Sequence[str], lang: Lang
) -> list[str]:
    """Each edition with its text, its days and its rows, then the days that none of them has."""
    lines: list[str] = []
    one = tables[0]
    for place, (text, edition) in enumerate(zip(editions.items, one.editions, strict=True)):
        state = [_complete(complete=edition.complete)] if one.keys else []
        lines += hanging("- ", join([edition_text(policy, text), *state], zh="；", en="; ").of(lang), indent=4)
        lines += _source(words.cited(policy, text.cite), lang, 6)
        lines += _file(policy, text.file, lang, 6)
        lines += _rows(tables, [table.editions[place].rows for table in tables], heads, lang, 6)
    for first, last in gaps_between([(edition.start, edition.end) for edition in one.editions]):
        days = f"{to_date(first).isoformat()}..{to_date(last).isoformat()}"
        gap = Text(f"{days} 没有版本：其值尚不能确定", f"no edition for {days}: what the table says is open")
        lines += hanging("! ", gap.of(lang), indent=4)
    return lines


def _rows(
    tables: Sequence[Table], rows: Sequence[Sequence[TableRow]], heads: Sequence[str], lang: Lang, indent: int
) -> list[str]:
    """The rows, each with all its values: one to a line, or under heads where there is more than one column."""
    shown = list(zip(*rows, strict=True))
    if len(shown) < 2 or len(heads) < 3:
        return [line for row in shown for line in hanging("  ", _row(tables, row, lang), indent=indent)]
    grouped = len(tables[0].keys) > 1
    groups = [list(found) for _, found in groupby(shown, key=lambda row: row[0].keys[:1] if grouped else ())]
    noted = any(len({row[0].note for row in group}) > 1 for group in groups) or not grouped
    noted = noted and any(row[0].note for row in shown)
    body: list[str | list[str]] = []
    for group in groups:
        body += [_over(tables[0], group[0][0], lang, noted=noted)] if grouped else []
        for row in group:
            cells = [*_keys(tables[0], row[0], lang)[grouped:], *_cells(tables, row, lang)]
            body.append([*cells, row[0].note] if noted else cells)
    return table_of([*heads[grouped:], *([_NOTE.of(lang)] if noted else [])], body, indent=indent + 2)


def _over(one: Table, row: TableRow, lang: Lang, *, noted: bool) -> str:
    """What stands over rows that have their first key in common: the key, and their note if it has no column."""
    note = words.aside(same(row.note)).of(lang) if row.note and not noted else ""
    return _keys(one, row, lang)[0] + note


def _row(tables: Sequence[Table], rows: Sequence[TableRow], lang: Lang) -> str:
    """One row in a line: what it is looked up by, and what it says."""
    one, comma = rows[0], "、" if lang == "zh" else ", "
    every = all(key == limits_of(node) for key, node in zip(one.keys, tables[0].keys, strict=True))
    keys = _EVERY.of(lang) if every else comma.join(_keys(tables[0], one, lang))
    cells = list(dict.fromkeys(_cells(tables, rows, lang)))
    if len(tables) > 1 and len(cells) > 1:
        named = zip(tables, rows, strict=True)
        cells = [labelled(_column(table), _cell(table, row)).of(lang) for table, row in named]
    said = ("；" if lang == "zh" else "; ").join(cells)
    said = f"{keys}{words.colon(lang)}{said}" if one.keys else said
    return said + (words.aside(same(one.note)).of(lang) if one.note else "")


def _cells(tables: Sequence[Table], rows: Sequence[TableRow], lang: Lang) -> list[str]:
    return [_cell(table, row).of(lang) for table, row in zip(tables, rows, strict=True)]


def _cell(table: Table, row: TableRow) -> Text:
    return _CELLS[row.cell] if isinstance(row.cell, Cell) else _said(row.cell, table.type)


def _said(value: Fraction, kind: Type) -> Text:
    """What was read, as a value: a table of yes and no sets no conditions."""
    if kind.kind is Kind.BOOL:
        return Text("是", "yes") if value else Text("否", "no")
    return constant(value, kind)


def _keys(one: Table, row: TableRow, lang: Lang) -> list[str]:
    return [_span(key, type_of(node), lang) for key, node in zip(row.keys, one.keys, strict=True)]


def _span(span: tuple[int, int], kind: Type, lang: Lang) -> str:
    if kind.kind is Kind.CODE:
        return code_text(span[0])
    ends = [constant(Fraction(end, canonical(kind)), kind).of(lang) for end in span]
    return ends[0] if ends[0] == ends[1] else "..".join(ends)
