"""What may stand in a table of a pack, key by key."""

from __future__ import annotations

from vocskills.policy import csvfile
from vocskills.policy.keys import (
    DATE_WORD,
    DAY,
    DAY_FORM,
    EXPRESSION,
    FIRST,
    LAST,
    MAX_DATES,
    NAME_WORD,
    TYPE,
    VALUE,
    VALUE_FORM,
    YES_NO,
    bilingual,
    cites,
    type_key,
    types,
)
from vocskills.policy.shapes import Either, Entries, Items, Key, Nested, Record, Word
from vocskills.text import Text

MAX_COLUMNS = 6
MAX_EDITIONS = 50
_CELL = Text("一个值，或 none（文中没有此项）、open（未写明）", "a value, none (no such item) or open (not stated)")
_FIGURE = Word(
    Text("如 standard.training_fee、program.scarcity", "such as standard.training_fee or program.scarcity"),
    pattern=r"(standard|program)\.[a-z_]+",
)
_COMPLETE = Key(
    "complete", YES_NO, Text("未列出的是否即为没有（默认 no）", "whether a miss means that there is none (default no)")
)
_IN_FILE = Text("旁边的 CSV 文件名，不含文件夹", "the name of a CSV file beside the pack, without folders")
_FILE = Key("file", Word(_IN_FILE, pattern=csvfile.NAME), _IN_FILE)
_CELL_WORD = Word(_CELL, form=VALUE_FORM)


def table_shape() -> Record:
    """A table, with its editions."""
    by = Text("查表所用的列", "the columns that it is looked up by")
    band = Record(
        "band",
        Text("一段", "a band"),
        (
            Key("from", VALUE, Text("自", "from")),
            Key("to", VALUE, Text("至", "to")),
            Key("value", VALUE, Text("每单位的值", "the value per unit"), required=True),
        ),
    )
    tiers = Text("分段", "bands")
    editions = Text("先后的各个版本", "its editions one after the other")
    judged = Text(
        "决定适用哪一版的日期，默认与 in_force 相同", "the dates that choose the edition; those of in_force by default"
    )
    figure = Text(
        "表里未写明时，以案件中的哪一项为准", "the figure or fact of the case that counts where the table is open"
    )
    bands = Entries(tiers, Word(Text("数段，如 0..10", "a range, such as 0..10")), VALUE, least=1)
    labels = Text("一行有几个值时，各值的说法", "what the values are called, where a row has several")
    columns = Text("一行有几个值时，各值的名称和类型", "the names and types of the values, where a row has several")
    keys = (
        type_key(required=False),
        Key(
            "columns",
            Entries(columns, NAME_WORD, Word(TYPE, choices=tuple(types())), least=1, most=MAX_COLUMNS),
            columns,
        ),
        *cites(),
        Key("title", bilingual(), Text("表的名称", "what the table is called")),
        Key("labels", Entries(labels, NAME_WORD, bilingual()), labels),
        Key("by", Items(by, EXPRESSION, most=MAX_COLUMNS), by),
        _COMPLETE,
        _rows(),
        _FILE,
        Key("value", _cells(), Text("没有列时的值", "the value, where there is no column")),
        Key("tiers", Either(tiers, (Items(tiers, band), bands)), tiers),
        Key("editions", Items(editions, _edition(), most=MAX_EDITIONS), editions),
        Key("judged_on", Items(judged, DATE_WORD, most=MAX_DATES, unique=True), judged),
        Key("supplied_by", Either(figure, (_FIGURE, Entries(figure, NAME_WORD, _FIGURE, least=1))), figure),
    )
    return Record(
        "table",
        Text("表", "a table"),
        keys,
        (("type", "columns"), ("rows", "file", "value", "tiers", "editions")),
    )


def _rows() -> Key:
    return Key("rows", Nested(Text("行", "rows"), _CELL_WORD), Text("行", "rows"))


def _cells() -> Either:
    """One cell, or one for each of several values."""
    return Either(_CELL, (_CELL_WORD, Entries(_CELL, NAME_WORD, _CELL_WORD, least=1)))


def _edition() -> Record:
    day = Word(DAY, form=DAY_FORM)
    keys = (
        Key("from", day, FIRST),
        Key("through", day, LAST),
        *cites(),
        _COMPLETE,
        _rows(),
        _FILE,
        Key("value", _cells(), Text("这一版的每一项都是此值", "the value of every item in it")),
    )
    return Record("edition", Text("表的一个版本", "an edition of a table"), keys, (("rows", "file", "value"),))
