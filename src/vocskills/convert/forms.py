"""How a single value is written in a case, and read back: strictly, each kind of field in one form.

A range is ``a..b``, ``a..`` or ``..b``. Where every value is text by nature (YAML, a spreadsheet) the same forms hold,
with ``true``, ``false`` and whole numbers as the text that they are; in JSON those must be of their own type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from typing import Any

from vocskills import errors
from vocskills.bounds import Bounds
from vocskills.calendar import format_day, parse_day
from vocskills.errors import Fault, InputError
from vocskills.model.fields import (
    ABSENT,
    HOUR_DIGITS,
    RATE_DIGITS,
    UNIT_WORDS,
    Between,
    FieldInfo,
    Kind,
    Unit,
    decode,
    encode,
    from_engine,
)
from vocskills.money import Money
from vocskills.privacy import mask_id, mask_text
from vocskills.text import Text, same

RANGE = ".."
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_HOURS = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,2})?")
_RATE = re.compile(r"(-?(?:0|[1-9][0-9]{0,17}))(?:\.([0-9]{1,4}))?")
_PERCENT = re.compile(r"(-?(?:0|[1-9][0-9]{0,17}))(?:\.([0-9]{1,2}))?%")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NAMES_SHOWN = 12
_DIGITS_SHOWN = 12
# The caller's decimal context may round to five digits; ours never rounds a value that is in range.
_EXACT = Context(prec=60)

WRONG_TYPE = Text("类型不对", "a value of the wrong type")
_NO_MEMBER = Text("清单中没有这一项", "not in the list")
_NO_ENDS = Text("起止都空", "a range without ends")
_NO_RANGE = Text("这里不能是范围", "this cannot be a range")
_NO_ABSENCE = Text("这里不会没有", "this cannot be absent")
_UNREADABLE = Text("写法不对", "not written as expected")
_UNPRINTABLE = Text("文本中有控制字符或残缺字符", "text with control characters or broken characters")
_LEAVE_OUT = Text("未知的就不填", "leave out what is not known")
_NOT_FINITE = Text("不是有限的数", "not a finite number")
_TOO_LARGE = Text("数太大", "a number too large for anything")
_CHECK_NUMBER = Text("核对数字", "check the number")

_TEXTS = (Kind.CODE, Kind.TEXT)
_NUMBERS = (Kind.INT, Kind.RATE, Kind.MONEY)
_FINITE = (*_NUMBERS, Kind.BOOL, Kind.DATE, Kind.ENUM)
# The first row that fits a field's kind and a value's type says more than "wrong type".
_WRONG: tuple[tuple[tuple[Kind, ...], type[Any] | tuple[type[Any], ...], Text, Text | None], ...] = (
    ((Kind.BOOL,), str, Text("给出的是文本，不是 true 或 false", "text, not true or false"), None),
    (
        (Kind.BOOL,),
        (int, float),
        Text("给出的是数，不是 true 或 false", "a number, not true or false"),
        None,
    ),
    (
        (*_NUMBERS, Kind.DATE, Kind.ENUM, *_TEXTS),
        bool,
        Text("给出的是 true 或 false", "true or false where a value belongs"),
        _LEAVE_OUT,
    ),
    (
        (Kind.MONEY,),
        (int, float),
        Text("金额给成了数，分不清元和分", "money as a number, which does not say whether yuan or fen"),
        Text('以元为单位写成文本，如 "60.00"', 'write it as text in yuan, such as "60.00"'),
    ),
    (
        (Kind.RATE,),
        (int, float),
        Text("比率给成了数，分不清是几成还是百分之几", "a rate as a number, which does not say of what"),
        Text('写成文本，如 "70%" 或 "0.7"', 'write it as text, such as "70%" or "0.7"'),
    ),
    (
        (Kind.INT,),
        float,
        Text("给出的是带小数的数", "a number with a decimal point"),
        Text('整数不带小数点；学时写成文本，如 "0.25"', 'whole numbers have none; write hours as text, such as "0.25"'),
    ),
    (
        (Kind.INT,),
        str,
        Text("给出的是文本而不是数", "text, not a number"),
        Text('去掉引号；范围写成文本 "10..20"', 'drop the quotes; only a range is text, such as "10..20"'),
    ),
    (
        _TEXTS,
        (int, float),
        Text("给出的是数而不是文本", "a number, not text"),
        Text(
            "从来源按文本重新读取；证件号码、编号存成数会丢失位数，不可补救",
            "read it again from the source as text; long numbers lose digits as numbers and cannot be repaired",
        ),
    ),
    (
        (Kind.DATE,),
        (int, float),
        Text("日期给成了数", "a date as a number"),
        Text('写成文本，如 "2020-03-06"', 'write it as text, such as "2020-03-06"'),
    ),
    (
        (Kind.ENTITY,),
        bool,
        Text("true 没有说明内容", "true says nothing about it"),
        Text("写出已知的内容，没有的写 false", "give what is known of it, or false if there is none"),
    ),
    (
        _FINITE,
        (list, tuple, Mapping),
        Text("给出的是列表或对象，不是单个值", "a list or an object where a single value belongs"),
        None,
    ),
)


def fault(info: FieldInfo, value: object, what: Text, remedy: Text | None = None) -> InputError:
    """The error of one value; its path is put in front by whoever knows it."""
    return InputError(Fault(what, text=shown(value, private=info.private), expected=expected(info), remedy=remedy))


class Boundless(float):
    """A number of a JSON text that nothing can hold: NaN, Infinity, thousands of digits.

    Attributes:
        written: the number as it stands in the text.
    """

    written: str

    def __new__(cls, written: str) -> Boundless:
        """The number behind the words."""
        made = super().__new__(cls, written)
        made.written = written
        return made


def wrong_type(info: FieldInfo, value: object) -> InputError:
    """The error of a value of another type than the field's form has."""
    if isinstance(value, float) and value - value != 0:
        if isinstance(value, Boundless) and value.written[-1].isdigit():
            return fault(info, value, _TOO_LARGE, _CHECK_NUMBER)
        return fault(info, value, _NOT_FINITE, _LEAVE_OUT)
    found = (row[2:] for row in _WRONG if info.kind in row[0] and isinstance(value, row[1]))
    what, remedy = next(found, (WRONG_TYPE, None))
    return fault(info, value, what, remedy)


def shown(value: object, *, private: bool = False) -> str:
    """A value in a message: never what identifies a person, and never the inside of something unexpected."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _masked(value) if private else mask_text(value[:100])
        case int() | float() if private:
            return "(number)"
        case int():
            return mask_text(str(value)) if abs(value) < 10**100 else "10**100.."
        case Boundless():
            # Of more digits than these, as many could be somebody's number.
            return value.written if len(value.written) <= _DIGITS_SHOWN else value.written[:_DIGITS_SHOWN] + "…"
        case float():
            return mask_text(repr(value))
    if value is None:
        return "null"
    return {"dict": "{…}", "list": "[…]", "tuple": "[…]"}.get(type(value).__name__, type(value).__name__)


def _masked(words: str) -> str:
    return mask_id(words) if 15 <= len(words) <= 20 else "(…)"


def did_you_mean(word: str, names: list[str]) -> Text | None:
    """A suggestion for a misspelt word, if one comes near."""
    return errors.did_you_mean(errors.similar(word, names, 1))


def read_value(info: FieldInfo, value: object, *, written: bool) -> object:
    """One value of a case as the model has it.

    Args:
        info: the field, of any kind but a noun or list.
        value: what stands in the input, never null.
        written: whether the input knows text only (YAML, a spreadsheet).

    Returns:
        The canonical value, ``ABSENT``, or ``Between`` for a range; ``None`` for a range that says nothing. Whether it
        lies in the field's range is for :func:`~vocskills.model.case.check_case` to say.

    Raises:
        InputError: another type or form than the field's; its faults have no path yet.
    """
    if info.absent and (value is False or (written and value == "false")):
        return ABSENT
    if info.kind is Kind.BOOL:
        return _read_bool(info, value, written)
    if info.kind is Kind.INT and type(value) is int:
        return Decimal(value) if info.unit is Unit.HOURS else value
    if not isinstance(value, str):
        raise wrong_type(info, value)
    if info.kind in _TEXTS:
        return _read_text(info, value)
    if info.kind is Kind.DATE:
        return _read_date(info, value)
    if RANGE in value:
        return _read_range(info, value)
    if info.kind is Kind.INT and info.unit is not Unit.HOURS and not written:
        raise wrong_type(info, value)
    return _READERS[info.kind](info, value)


def _read_bool(info: FieldInfo, value: object, written: bool) -> bool:
    if type(value) is bool:
        return value
    if written and value in ("true", "false"):
        return value == "true"
    raise wrong_type(info, value)


def _read_text(info: FieldInfo, value: str) -> str:
    if _NOT_TEXT.search(value):
        raise fault(info, ascii(value), _UNPRINTABLE)
    return value


def _read_date(info: FieldInfo, value: str) -> object:
    if info.exact and (RANGE in value or len(value) in (4, 7)):
        raise fault(info, value, _NO_RANGE, Text("写出年、月、日", "give year, month and day"))
    return decode(info, *parse_day(value))


def _read_range(info: FieldInfo, value: str) -> object:
    if info.exact:
        raise fault(info, value, _NO_RANGE)
    least, _, most = value.partition(RANGE)
    read = _READERS[info.kind]
    ends = Between(*(read(info, end) if end else None for end in (least, most)))
    if ends == Between():
        raise fault(info, value, _NO_ENDS, _LEAVE_OUT)
    return _canonical(info, ends)


def _canonical(info: FieldInfo, ends: Between[Any]) -> object:
    """The one form of a range; a range that does not lie in the field's stays as it is, to be found by the check."""
    try:
        return decode(info, *encode(info, ends))
    except ValueError:
        return ends


def _read_int(info: FieldInfo, value: str) -> int | Decimal:
    hours = info.unit is Unit.HOURS
    if not (_HOURS if hours else _INT).fullmatch(value):
        raise fault(info, value, _UNREADABLE)
    return Decimal(value) if hours else int(value)


def _read_rate(info: FieldInfo, value: str) -> Decimal:
    percent = _PERCENT.fullmatch(value)
    if not percent and not _RATE.fullmatch(value):
        raise fault(info, value, _UNREADABLE)
    return Decimal(value[:-1]).scaleb(-2, context=_EXACT) if percent else Decimal(value)


def _read_money(_: FieldInfo, value: str) -> Money:
    return Money.yuan(value)


def _read_member(info: FieldInfo, value: str) -> object:
    assert info.members is not None
    for member in info.members:
        if member.value == value:
            return member
    names = {word: member.value for member in info.members for word in (member.value, member.zh, member.en)}
    near = errors.similar(value, names, 1)
    raise fault(info, value, _NO_MEMBER, errors.did_you_mean(names[word] for word in near))


_READERS: dict[Kind, Callable[[FieldInfo, str], object]] = {
    Kind.INT: _read_int,
    Kind.RATE: _read_rate,
    Kind.MONEY: _read_money,
    Kind.ENUM: _read_member,
}


def no_absence(info: FieldInfo, value: object) -> InputError:
    """The error of ``false`` for a noun that is always there."""
    return fault(info, value, _NO_ABSENCE, _LEAVE_OUT)


def write_value(info: FieldInfo, value: Any) -> object:
    """One value as it stands in a case; the inverse of :func:`read_value`.

    Args:
        info: the field, of any kind but a noun or list.
        value: a checked value, not ``None``.

    Returns:
        ``str``, ``int`` or ``bool``; ``None`` for a range that says nothing.
    """
    if value is ABSENT:
        return False
    if info.kind in _TEXTS:
        return value
    least, most = encode(info, value)
    if info.kind is Kind.DATE:
        return None if (least, most) == (info.lo, info.hi) else format_day(least, most)
    if least == most:
        return _write_point(info, least)
    return _write_range(info, (least, most))


def _write_point(info: FieldInfo, number: int) -> object:
    whole = info.kind is Kind.BOOL or (info.kind is Kind.INT and info.unit is not Unit.HOURS)
    return from_engine(info, number) if whole else _words(info, number)


def _write_range(info: FieldInfo, bounds: Bounds) -> str | None:
    if bounds == (info.lo, info.hi):
        return None
    # A closed list has ends of its own; elsewhere the declared end only means: not known.
    open_ends = (None, None) if info.kind is Kind.ENUM else (info.lo, info.hi)
    least, most = ("" if end == ours else _words(info, end) for end, ours in zip(bounds, open_ends, strict=True))
    return f"{least}{RANGE}{most}"


def _words(info: FieldInfo, number: int) -> str:
    match info.kind:
        case Kind.ENUM:
            return str(getattr(from_engine(info, number), "value"))  # noqa: B009 (an object to the type checker)
        case Kind.RATE:
            return f"{_short(number, RATE_DIGITS - 2)}%"
        case Kind.INT if info.unit is Unit.HOURS:
            return _short(number, HOUR_DIGITS)
        case _:
            return str(from_engine(info, number))


def _short(number: int, digits: int) -> str:
    """A fixed-point number without trailing zeros: 25 hundredths are ``0.25``, 8000 are ``80``."""
    words = f"{Decimal(number).scaleb(-digits, context=_EXACT):f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def expected(info: FieldInfo) -> Text:
    """What a case wants at a field, in words."""
    words = _expected(info)
    return Text(f"{words.zh}；没有则写 false", f"{words.en}; false if there is none") if info.absent else words


def _expected(info: FieldInfo) -> Text:
    match info.kind:
        case Kind.BOOL:
            return Text("true 或 false（不加引号）", "true or false, without quotes")
        case Kind.ENUM:
            return _expected_member(info)
        case Kind.DATE if info.exact:
            return Text("日期，如 2020-03-06", "a day such as 2020-03-06")
        case Kind.DATE:
            return Text(
                "日期 2020-03-06、2020-03、2020，或范围 a..b、a..、..b，1900 至 2100 年",
                "a day, month or year (2020-03-06, 2020-03, 2020) or a range a..b, a.., ..b, in 1900..2100",
            )
        case Kind.CODE if info.division:
            return Text("2、4、6、9 或 12 位行政区划代码", "a division code of 2, 4, 6, 9 or 12 digits")
        case Kind.CODE:
            return Text("文本，不空，首尾无空格", "text, not empty, without spaces around it")
        case Kind.TEXT:
            return Text("文本", "text")
        case Kind.ENTITY:
            return Text(f"{info.label.zh}的各项（对象）", f"an object with what is known of the {info.label.en}")
        case Kind.LIST:
            return Text(
                f"列表，至多 {info.cap} 条；完整的写成 {{complete: true, items: […]}}",
                f"a list of at most {info.cap}; a complete one is {{complete: true, items: [...]}}",
            )
    return _expected_number(info)


def _expected_member(info: FieldInfo) -> Text:
    assert info.members is not None
    names = [member.value for member in info.members]
    more = "…" if len(names) > _NAMES_SHOWN else ""
    listed = names[:_NAMES_SHOWN]
    return Text(f"其一：{'、'.join(listed)}{more}", f"one of {', '.join(listed)}{more}")


def _expected_number(info: FieldInfo) -> Text:
    lo, hi = _words(info, info.lo), _words(info, info.hi)
    ranged = Text("，或范围 a..b", ", or a range a..b") if not info.exact else same("")
    match info.kind:
        case Kind.MONEY:
            words = Text(f"{lo} 至 {hi} 元的文本，如 60.00", f"yuan as text in {lo}..{hi}, such as 60.00")
        case Kind.RATE:
            words = Text(f"{lo} 至 {hi} 的文本，如 70% 或 0.7", f"a rate as text in {lo}..{hi}, such as 70% or 0.7")
        case _:
            unit, fine = UNIT_WORDS[info.unit or Unit.COUNT], info.unit is Unit.HOURS
            words = Text(
                f"{lo} 至 {hi} {unit.zh}" + ("，至多两位小数，有小数的写成文本" if fine else "，整数"),
                f"{lo}..{hi} {unit.en}"
                + (", at most two decimals, as text if it has any" if fine else ", a whole number"),
            )
    return Text(words.zh + ranged.zh, words.en + ranged.en)
