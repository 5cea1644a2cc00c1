"""The columns of a table of claims: which facts they hold, and whether they are of a type that can hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from vocskills.auditing.encode import is_plain, without_blanks
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.language import vocabulary
from vocskills.model.fields import FieldInfo, Kind, Unit
from vocskills.roster.columns import Column, Role, columns
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

_NO_FACT = Text("没有这个事实", "there is no such fact")
_TWICE = Text("同一事实有两列", "two columns for one fact")
_NOT_ONE_PERSON = Text(
    "一行是一人的一项申领，不能有人数", "a row is one person's claim, so there is no number of heads"
)
_WRONG_TYPE = Text("列的类型不对", "a column of the wrong type")
_AS_TEXT = Text(
    "按文本重新读取该列；号码存成数会丢失位数，不可补救",
    "read the column again as text; long numbers lose digits as numbers and cannot be repaired",
)
_MONEY = Text(
    "数分不清元和分：写成以元为单位的十进制数（decimal）或文本，如 60.00",
    "a number does not say whether yuan or fen: give decimals or text in yuan, such as 60.00",
)
_RATE = Text("写成文本，如 70% 或 0.7", "write text such as 70% or 0.7")
_DAY = Text("用日期类型，或写成文本 2020-03-06", "use dates, or text such as 2020-03-06")
_NOTHING = Text("没有一列是可读的事实", "no column holds a fact")
_NAME_THEM = Text(
    "列名写事实的路径或中文名，或用 mapping 对应；vocskills facts 列出全部",
    "name columns by the path of a fact or its Chinese name, or give a mapping; vocskills facts lists them all",
)
_SEVERAL = Text("一格里写了几条记录", "a column of which a cell may hold several records")
_AS_TABLE = Text(
    "补贴记录用 history 表；身份用 statuses 表，或每种一列，如 trainee.statuses.veteran",
    "give awards as the table history; statuses as the table statuses, or as columns such as trainee.statuses.veteran",
)
_HEADS = "heads"
_WHOLE_LIST = "enrollments.complete"


@attrs.frozen
class Table:
    """A table of claims with what its columns hold.

    Attributes:
        frame: the table as it was given.
        headers: the names of the columns by the path of the fact.
    """

    frame: pl.DataFrame
    headers: Mapping[str, str]
    _texts: dict[str, tuple[pl.Series, bool]] = attrs.field(factory=dict, init=False, repr=False)

    def column(self, path: str) -> Column:
        """What a column holds."""
        return columns()[path]

    def series(self, path: str) -> pl.Series:
        """The values of a fact."""
        return self.frame.get_column(self.headers[path])

    def texts(self, path: str) -> tuple[pl.Series, bool]:
        """The values as text, none where a cell is blank, and whether nothing about any of them is odd.

        Names are asked for by the door, by persons and by whoever looks for doubles, and looked at once.
        """
        import polars as pl

        if path not in self._texts:
            texts = self.series(path).cast(pl.String)
            plain = is_plain(texts)
            self._texts[path] = texts if plain else without_blanks(texts), plain
        return self._texts[path]


def table_of(frame: pl.DataFrame, mapping: Mapping[str, str]) -> Table:
    """Finds the facts in a table.

    Args:
        frame: any columns; those that are no facts are carried along.
        mapping: the facts of the user's own columns, by the name of the column.

    Raises:
        InputError: a column of the wrong type, two columns for one fact, a name that looks like a fact and is none; all
            of them at once.
    """
    faults: list[Fault] = []
    headers: dict[str, str] = {}
    for name, dtype in frame.schema.items():
        wanted = mapping.get(name, name)
        column = columns().get(wanted)
        if column is None:
            faults += _unknown(name, wanted, mapped=name in mapping)
        elif column.path == _HEADS:
            faults.append(Fault(_NOT_ONE_PERSON, name))
        elif column.role in (Role.AWARDS, Role.STATUSES):
            faults.append(Fault(_SEVERAL, name, remedy=_AS_TABLE))
        elif column.path in headers:
            faults.append(Fault(_TWICE, name, text=f"{headers[column.path]}, {name}"))
        elif column.path != _WHOLE_LIST:
            headers[column.path] = name
            faults += wrong_type(column, name, dtype)
    if not headers and not faults:
        faults.append(Fault(_NOTHING, remedy=_NAME_THEM))
    if faults:
        raise InputError(faults)
    return Table(frame, headers)


def _unknown(name: str, wanted: str, *, mapped: bool) -> list[Fault]:
    """A column that is no fact: the user's own, unless it says otherwise or begins like one."""
    noun, dot, _ = wanted.partition(".")
    if not mapped and not (dot and noun in vocabulary.NOUNS):
        return []
    return [Fault(_NO_FACT, name, text=wanted, remedy=did_you_mean(similar(wanted, columns())) or _NAME_THEM)]


def wrong_type(column: Column, name: str, dtype: pl.DataType) -> list[Fault]:
    """The fault of a column that cannot hold what it is to hold."""
    info = _info(column)
    if _fits(info, dtype):
        return []
    remedy = {Kind.MONEY: _MONEY, Kind.RATE: _RATE, Kind.DATE: _DAY, Kind.CODE: _AS_TEXT, Kind.TEXT: _AS_TEXT}
    expected = Text(f"{info.label.zh}：{_WANTED[info.kind].zh}", f"{info.label.en}: {_WANTED[info.kind].en}")
    return [Fault(_WRONG_TYPE, name, text=str(dtype), expected=expected, remedy=remedy.get(info.kind))]


_TEXT = Text("文本", "text")
_WANTED = {
    Kind.BOOL: Text("布尔值，或文本是、否", "booleans, or the texts 是 and 否"),
    Kind.INT: Text("整数，或文本", "whole numbers, or text"),
    Kind.MONEY: Text("十进制数（decimal）或文本", "decimals or text"),
    Kind.RATE: _TEXT,
    Kind.DATE: Text("日期，或文本", "dates, or text"),
    Kind.ENUM: _TEXT,
    Kind.CODE: _TEXT,
    Kind.TEXT: _TEXT,
}


def _info(column: Column) -> FieldInfo:
    """What the cells hold: whether there is a noun, and whether a list is complete, is yes or no."""
    if column.role in (Role.PRESENCE, Role.AWARDS_COMPLETE, Role.LIST_COMPLETE):
        return FieldInfo(Kind.BOOL, column.info.label)
    return column.info


def _fits(info: FieldInfo, dtype: pl.DataType) -> bool:
    """Whether a column can hold such values; text always can."""
    import polars as pl

    if dtype in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        return True
    match info.kind:
        case Kind.BOOL:
            return dtype == pl.Boolean
        case Kind.INT:
            return dtype.is_integer() or dtype.is_float() or (dtype.is_decimal() and info.unit is Unit.HOURS)
        case Kind.MONEY:
            return dtype.is_decimal()
        case Kind.DATE:
            return dtype in (pl.Date, pl.Datetime)
        case _:
            return False
