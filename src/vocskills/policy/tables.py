"""Tables of a pack: their columns, what stands in them, their editions, and what they leave open."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping, Sequence

import attrs

from vocskills.bounds import Bounds
from vocskills.language import vocabulary
from vocskills.language.nodes import BOOL, Call, Fact, Function, Node, Type, walk
from vocskills.language.nodes import Lookup as LookupNode
from vocskills.language.scope import Cell, Edition, Table, TableRow, days_filled, default_range
from vocskills.language.types import type_name, type_of
from vocskills.policy import source
from vocskills.policy.context import RENAME, TAKEN, Context, Part
from vocskills.policy.csvfile import VALUE, read_rows
from vocskills.policy.documents import Citation, Editions, Provenance, TableEdition
from vocskills.policy.editions import Span, check_spans, read_span
from vocskills.policy.facts import Confidence
from vocskills.policy.keys import types
from vocskills.policy.pack import Clause, ClauseKind, called
from vocskills.policy.report import Report, did_you_mean
from vocskills.policy.rows import ONE, Column, Rows, limits_of, read_column, read_level, read_nested, report_gaps
from vocskills.policy.source import Scalar
from vocskills.policy.tiers import read_tiers
from vocskills.policy.values import to_engine
from vocskills.policy.window import governing_dates
from vocskills.text import Text, join, same

_NO_COLUMNS = Text("有行的表要写 by", "a table with rows needs columns under by")
_NO_ROWS = Text("没有行的表不写 by", "a table without rows has no columns")
_IN_EDITIONS = Text("有几个版本的表，写在各版本里", "a table with editions has this in each of them")
_NO_VALUE = Text("提供的数值要对应表里的一个值", "a figure stands for one value of the rows of a table")
_NO_FIGURE = Text("没有这个标准", "there is no such figure")
_OTHER_TYPE = Text("与表的值类型不同", "not of the type of the table's values")
_NO_COLUMN = Text("没有这一列值", "there is no such column of values")
_TWO_EDITIONS = Text("日期分属两个版本的", "dates in two editions")
_NO_EDITIONS = Text("没有 editions 的表不写 judged_on", "a table without editions has no judged_on")


@attrs.frozen
class TableRead:
    """A table as it was read.

    Attributes:
        tables: the table; one for each column of values, if it has several.
        cite: where it stands.
        editions: its editions as texts; ``None`` for a table without any.
        file: the file with its rows, "" if they stand in the pack.
        title: what it is called; ``None`` if it has its name only.
    """

    tables: tuple[Table, ...]
    cite: Citation
    editions: Editions | None = None
    file: str = ""
    title: Text | None = None


def value_names(name: str, part: Part) -> dict[str, str]:
    """What expressions call the values of a table: its own name, or ``<table>.<column>`` for each of several.

    Returns:
        The columns of values by those names.
    """
    columns = [key.value for key, _, _ in part.scalars("columns")]
    return {f"{name}.{column}": column for column in columns} if part.node.get("columns") else {name: ONE}


def read_table(context: Context, name: str, part: Part) -> TableRead | None:
    """A table, or ``None`` after its faults have been reported."""
    cite = context.cite(part)
    kinds = _kinds(context, part)
    if kinds is None:
        return None
    judged = part.node.get("judged_on")
    if judged and not part.node.get("editions"):
        context.report.add(judged, part.path("judged_on"), _NO_EDITIONS, "")
    if part.node.get("editions"):
        read = _with_editions(context, name, part, kinds, cite)
    elif part.node.get("tiers"):
        banded = read_tiers(context, name, part, kinds.get(ONE))
        read = TableRead((banded,), cite) if banded else None
    else:
        tables = _plain(context, name, part, kinds, cite)
        read = TableRead(tables, cite, file=part.value("file")) if tables else None
    if read is None:
        return None
    figures = _figures(context, part, value_names(name, part), kinds)
    labels = _labels(context, part, value_names(name, part))
    named = (attrs.evolve(t, supplied_by=figures.get(t.name, ""), label=labels.get(t.name)) for t in read.tables)
    read = attrs.evolve(read, tables=tuple(named), title=part.text("title"))
    for table in read.tables:
        if leaves_open(table):
            _note_open(context, table, cite, read)
    return read


def _kinds(context: Context, part: Part) -> dict[str, Type] | None:
    """The types of the values; ``None`` where they were not readable, which has been reported."""
    if part.node.get("columns") is None:
        kind = types().get(part.value("type"))
        return None if kind is None else {ONE: kind}
    found = {}
    for key, scalar, where in part.scalars("columns"):
        found[key.value] = types()[scalar.value]
        if keyword.iskeyword(key.value):
            context.report.add(key, where, TAKEN, remedy=RENAME)
    return found


def _labels(context: Context, part: Part, names: Mapping[str, str]) -> dict[str, Text]:
    """What each of several values is called, by their names."""
    by_column = {column: full for full, column in names.items()}
    found = {}
    for key, words in part.parts("labels"):
        label = part.part("labels")
        if key.value not in by_column or label is None:
            remedy = did_you_mean(key.value, filter(None, by_column))
            context.report.add(key, words.where, _NO_COLUMN, remedy=remedy)
        elif (text := label.text(key.value)) is not None:
            found[by_column[key.value]] = text
    return found


def _figures(context: Context, part: Part, names: Mapping[str, str], kinds: Mapping[str, Type]) -> dict[str, str]:
    """The figures that may stand in, by the names of the values."""
    by_column = {column: full for full, column in names.items()}
    plain = part.word("supplied_by")
    given = [(ONE, plain, part.path("supplied_by"))] if plain else []
    given += [(key.value, scalar, where) for key, scalar, where in part.scalars("supplied_by")]
    found = {}
    for column, scalar, where in given:
        info = vocabulary.facts().get(scalar.value)
        if part.node.get("tiers") or column not in by_column:
            context.report.add(scalar, where, _NO_VALUE, expected=same(", ".join(filter(None, by_column))))
        elif info is None:
            known = list(vocabulary.given_for_tables(kinds[column]))
            remedy = did_you_mean(scalar.value, known)
            context.report.add(scalar, where, _NO_FIGURE, expected=same(", ".join(known)), remedy=remedy)
        elif vocabulary.type_of(info) != kinds[column]:
            context.report.add(scalar, where, _OTHER_TYPE, expected=type_name(kinds[column]))
        else:
            found[by_column[column]] = scalar.value
    return found


def leaves_open(table: Table) -> bool:
    """Whether some item may have no value: a cell is open, or an excerpt does not cover everything."""
    return any(row.cell is Cell.OPEN for row in table.entries) or not (table.complete or table.bands or covers(table))


def unsure(table: Table) -> bool:
    """Whether an amount may rest on this table only where ``listed(table)`` holds."""
    return not table.bands and (any(isinstance(row.cell, Cell) for row in table.entries) or not covers(table))


def covers(table: Table) -> bool:
    """Whether every combination of keys has a row; rows never overlap, so counting does."""
    kinds = [type_of(key) for key in table.asked]
    wanted = _count([limits_of(key) for key in table.asked])
    found = (_count([days_filled(*one) for one in zip(row.keys, kinds, strict=True)]) for row in table.entries)
    return sum(found) >= wanted


def _count(spans: Sequence[Bounds]) -> int:
    cells = 1
    for lo, hi in spans:
        cells *= hi - lo + 1
    return cells


def guarded_tables(node: Node) -> Iterator[str]:
    """The tables of which a condition says ``listed(table)``."""
    if isinstance(node, Call) and node.function is Function.LISTED:
        yield from (part.table for part in walk(node) if isinstance(part, LookupNode))


# -- what stands in a table --------------------------------------------------------------------------------------------


@attrs.frozen
class _Body:
    """What stands in a table or in one edition of it, by the columns of values."""

    rows: Mapping[str, Sequence[TableRow]]
    complete: bool


def _plain(
    context: Context, name: str, part: Part, kinds: Mapping[str, Type], cite: Citation
) -> tuple[Table, ...] | None:
    """A table of one text."""
    columns = _columns(context, part)
    at = part.node.get("by")
    if at and part.node.get("value") and not _has_rows(part):
        context.report.add(at, part.path("by"), _NO_ROWS, "")
        return None
    body = None if columns is None else _body(context, part, columns, kinds)
    if columns is None or body is None:
        return None
    keys = tuple(column.node for column in columns)
    made = []
    for full, column in value_names(name, part).items():
        rows, kind = tuple(body.rows[column]), kinds[column]
        made.append(Table(full, kind, keys, rows, body.complete, *_range(kind, rows), firm=_is_firm(context, cite)))
    return tuple(made)


def _columns(context: Context, part: Part) -> list[Column] | None:
    """The columns under ``by``, none for a table without; ``None`` after faults."""
    found = [read_column(context, scalar, where) for scalar, where in part.words("by")]
    return None if any(one is None for one in found) else [one for one in found if one]


def _body(context: Context, part: Part, columns: list[Column], kinds: Mapping[str, Type]) -> _Body | None:
    """The rows or the one value of a table or edition; one value beside columns stands for all of them."""
    read = Rows(context.report, kinds)
    rows, file, value = part.part("rows"), part.word("file"), part.node.get("value")
    if _has_rows(part) and not columns:
        context.report.add(part.node, part.path("by"), _NO_COLUMNS, "")
        return None
    if rows is not None:
        read_nested(read, columns, rows.node, rows.where)
    elif file is not None:
        found = _from_file(context, file, part.path("file"), columns, kinds)
        if found is None:
            return None
        tree, read.report, read.notes = found
        read_level(read, columns, tree, part.path("file"))
    elif value is not None:
        read.cell(tuple(column.limits for column in columns), value, part.path("value"))
    else:
        return None
    complete = part.yes("complete")
    if complete:
        report_gaps(read)
    return _Body(read.rows, complete)


def _has_rows(part: Part) -> bool:
    """Whether rows are given, here or in a file."""
    return part.node.get("rows") is not None or part.node.get("file") is not None


def _from_file(
    context: Context, file: Scalar, where: str, columns: list[Column], kinds: Mapping[str, Type]
) -> tuple[source.Mapping, Report, Mapping[int, str]] | None:
    """The rows of a file, with the report for what is wrong in it and the notes by line."""
    headers = [column.name for column in columns]
    return read_rows(context.folder, file, context.report, where, headers, [name or VALUE for name in kinds])


def _range(kind: Type, rows: Sequence[TableRow]) -> Bounds:
    """What an open cell can be: the range of the type, and whatever the rows that were read say beyond it."""
    said = [to_engine(row.cell, kind) for row in rows if not isinstance(row.cell, Cell)]
    lo, hi = default_range(kind)
    return min([lo, *said]), max([hi, *said])


# -- editions ----------------------------------------------------------------------------------------------------------


@attrs.frozen
class _Read:
    """One edition as it was read."""

    part: Part
    span: Span
    body: _Body
    cite: Citation
    firm: bool


def _with_editions(
    context: Context, name: str, part: Part, kinds: Mapping[str, Type], cite: Citation
) -> TableRead | None:
    complete = part.word("complete")
    if complete:
        context.report.add(complete, part.path("complete"), _IN_EDITIONS)
    parts = list(part.records("editions"))
    if not part.node.get("by") and any(_has_rows(edition) for edition in parts):
        context.report.add(part.node, part.path("by"), _NO_COLUMNS, "")
        return None
    columns = _columns(context, part)
    dates = governing_dates(context, part) if part.node.get("judged_on") else context.judged_on
    found = [one for edition in parts if (one := _edition(context, edition, columns, kinds)) is not None]
    check_spans(context.report, [(one.part, one.span) for one in found])
    if columns is None or len(found) < len(parts):
        return None
    found.sort(key=lambda one: one.span)
    keys = tuple(column.node for column in columns)
    names = value_names(name, part)
    tables = tuple(_of_editions(full, kinds[column], keys, dates, found, column) for full, column in names.items())
    texts = tuple(TableEdition(*one.span, one.cite, one.part.value("file")) for one in found)
    return TableRead(tables, cite, Editions(tuple(date.path for date in dates), texts))


def _of_editions(
    name: str, kind: Type, keys: tuple[Node, ...], dates: tuple[Fact, ...], found: list[_Read], column: str
) -> Table:
    """One column of values over all editions."""
    lo, hi = _range(kind, [row for one in found for row in one.body.rows[column]])
    editions = tuple(Edition(*one.span, tuple(one.body.rows[column]), one.body.complete, one.firm) for one in found)
    return Table(name, kind, keys, lo=lo, hi=hi, editions=editions, dates=dates)


def _edition(context: Context, part: Part, columns: list[Column] | None, kinds: Mapping[str, Type]) -> _Read | None:
    """One edition, ``None`` after its faults have been reported."""
    cite, span = context.cite(part), read_span(context, part)
    body = None if columns is None else _body(context, part, columns, kinds)
    return None if span is None or body is None else _Read(part, span, body, cite, _is_firm(context, cite))


def _is_firm(context: Context, cite: Citation) -> bool:
    """Whether what stands there was read, and is not known from a digest only."""
    document = context.documents.get(cite.document)
    facts = [fact for fact in map(context.facts.get, cite.facts) if fact is not None]
    digest = any(fact.confidence is Confidence.SECONDARY for fact in facts)
    return not digest and (document is None or document.read is not Provenance.SECONDARY)


# -- what is left open -------------------------------------------------------------------------------------------------


def _note_open(context: Context, table: Table, cite: Citation, read: TableRead) -> None:
    """The value that a ruling may give to an open cell, and whether there is such an item at all."""
    texts, name = _texts(context, table, read.editions), called(table.name, read.title, table.label)
    value = Fact(f"ruling.{table.name}", table.type, table.lo, table.hi)
    question = Text(f"{name.zh}未写明的值是多少", f"the value that {name.en} does not state")
    context.settle(
        Clause(
            table.name, ClauseKind.OPEN, cite, table.type, value, _with(question, texts), supplied_by=table.supplied_by
        )
    )
    asked = f"listed({table.name})"
    there = Fact(f"ruling.{asked}", BOOL, 0, 1)
    question = Text(f"{name.zh}是否有此项", f"whether {name.en} has this item at all")
    context.settle(
        Clause(asked, ClauseKind.OPEN, cite, BOOL, there, _with(question, texts), supplied_by=table.supplied_by)
    )


def _texts(context: Context, table: Table, editions: Editions | None) -> Text | None:
    """The texts that leave something open, and, where several dates choose, that they may choose two."""
    if editions is None:
        return None
    ids = dict.fromkeys(
        text.cite.document
        for text, edition in zip(editions.items, table.editions, strict=True)
        if not edition.complete or any(row.cell is Cell.OPEN for row in edition.rows)
    )
    named = [context.documents[one].name for one in ids if one in context.documents]
    return join([*named, *([_TWO_EDITIONS] if len(editions.judged_on) > 1 and len(editions.items) > 1 else [])])


def _with(question: Text, texts: Text | None) -> Text:
    return (
        question
        if texts is None or not texts.zh
        else Text(f"{question.zh}（{texts.zh}）", f"{question.en} ({texts.en})")
    )
