"""The words of sentences: what the model calls its nouns and fields, bent so that they fit into a sentence.

Labels are written as headers (``是否结业``, ``contract signed on``). Here they become noun phrases (``the day the
contract was signed``) and statements (``学员已结业``, ``学员未结业``, ``学员是否已结业``) by their form,
never field by field.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import attrs

from vocskills.calendar import format_day
from vocskills.language.nodes import Type
from vocskills.model.case import Case
from vocskills.model.fields import UNIT_WORDS, FieldInfo, Kind, Unit, fields_of
from vocskills.model.nouns import Enrollment
from vocskills.money import format_yuan
from vocskills.privacy import mask_text
from vocskills.text import Text, join, same

_OWNERS = frozenset({"trainee", "provider", "employer", "mentor", "program"})
"""Nouns whose fields are said with their owner; a field of any other noun names its noun in its label."""

_OF_TRAINEE = frozenset({"enrollment", "certificate", "evaluation", "employment", "contract", "claim"})
"""Nouns of which Chinese speaks with the trainee as the subject: 学员已结业."""

_HAPPENINGS = frozenset({"enrollment", "evaluation", "employment", "claim"})
"""Nouns that Chinese points at with 本次 instead of 本."""

RECORD = Text("", "record")
"""The subject of a statement about a record of a list; Chinese leaves it out."""

_AGE = Text("周岁", "years")
"""The only years that a rule counts are years of age."""


@attrs.frozen
class YesNo:
    """A statement, its denial and the question for it."""

    affirm: Text
    deny: Text
    ask: Text

    def say(self, yes: bool) -> Text:
        """The statement or its denial."""
        return self.affirm if yes else self.deny


def fill(zh: str, en: str, *parts: Text) -> Text:
    """Two templates with the same places ``{0}``, ``{1}``, each filled in its own language."""
    return Text(zh.format(*(p.zh for p in parts)), en.format(*(p.en for p in parts)))


def bracketed(words: Text) -> Text:
    """The words in brackets."""
    return fill("（{0}）", "({0})", words)


def quoted(words: Text) -> Text:
    """The words in quotation marks."""
    return fill("“{0}”", "“{0}”", words)


def series(items: list[Text], zh: str, en: str) -> Text:
    """``甲、乙或丙`` / ``A, B or C``: the items with a word before the last."""
    if len(items) == 1:
        return items[0]
    return fill(f"{{0}}{zh}{{1}}", f"{{0}} {en} {{1}}", join(items[:-1]), items[-1])


@cache
def nouns() -> dict[str, Text]:
    """What the model calls each noun of a case."""
    entities = {**fields_of(Case), **fields_of(Enrollment)}
    return {name: info.label for name, info in entities.items() if info.kind is Kind.ENTITY}


# -- fields ----------------------------------------------------------------------------------------------------


def field_phrase(noun: str, info: FieldInfo, *, this: bool = False) -> Text:
    """A field of the case as a noun phrase; with ``this`` set apart from the fields of a list's records."""
    owner = nouns()[noun]
    english = _noun_phrase(info.label.en, owner.en, owned=noun in _OWNERS)
    return Text(_owned(noun, info.label.zh, this=this), f"{english} in this case" if this else english)


def element_phrase(info: FieldInfo) -> Text:
    """A field of a list's record as a noun phrase."""
    return Text(info.label.zh, _noun_phrase(info.label.en, RECORD.en, owned=False))


def subject(noun: str, *, this: bool = False) -> Text:
    """A noun as the subject of a sentence: 学员, 本学员 / the trainee."""
    words = nouns()[noun]
    return Text(_this(noun) + words.zh if this else words.zh, f"the {words.en}")


def _owned(noun: str, label: str, *, this: bool) -> str:
    owner, front = nouns()[noun].zh, _this(noun) if this else ""
    named = (this or noun in _OWNERS) and not label.startswith(owner)
    return f"{front}{owner}的{label}" if named else front + label


def _this(noun: str) -> str:
    return "本次" if noun in _HAPPENINGS else "本"


def _noun_phrase(label: str, owner: str, *, owned: bool) -> str:
    first, rest, last = label.partition(" ")[0], *label.rpartition(" ")[::2]
    if first in ("what", "who"):
        return label
    match last:
        case "on":
            of, _, done = rest.rpartition(" ")
            return f"the day the {of or owner} was {done}"
        case "through":
            return f"the last day with {rest}"
        case "as":
            return f"the status {rest}"
    if first == "paid":
        return f"the amount {label}"
    return f"the {owner}'s {label}" if owned and owner not in label else f"the {label}"


def field_claim(noun: str, info: FieldInfo, *, this: bool = False) -> YesNo:
    """A yes/no field of the case as a statement."""
    speaker = subject("trainee" if noun in _OF_TRAINEE else noun, this=this)
    return _claim(Text(speaker.zh, nouns()[noun].en), info.label, " in this case" if this else "")


def element_claim(info: FieldInfo) -> YesNo:
    """A yes/no field of a list's record as a statement."""
    return _claim(RECORD, info.label, "")


def _claim(of: Text, label: Text, where: str) -> YesNo:
    chinese, english = _chinese_claim(label.zh), _english_claim(of.en, label.en)
    said = [Text(of.zh + zh, en + where) for zh, en in zip(chinese, english, strict=True)]
    return YesNo(*said)


def _chinese_claim(label: str) -> tuple[str, str, str]:
    """``是否结业`` → 已结业, 未结业, 是否已结业: by whether what stands behind 是否 is a noun, a state or an event."""
    rest = label.removeprefix("是否")
    if rest.startswith("初次"):
        return f"为{rest}", f"不是{rest}", f"是否{rest}"
    if rest.endswith(("职业", "等级", "班期")):
        return f"属于{rest}", f"不属于{rest}", f"是否属于{rest}"
    if rest.startswith(("来自", "符合", "属于")):
        return rest, f"不{rest}", f"是否{rest}"
    if rest.startswith("面向"):
        return rest, f"未{rest}", f"是否{rest}"
    rest = rest.removeprefix("已")
    return f"已{rest}", f"未{rest}", f"是否已{rest}"


def _english_claim(owner: str, label: str) -> tuple[str, str, str]:
    """``pays unemployment insurance`` → the employer pays ..., does not pay ..., whether the employer pays ..."""
    first, _, rest = label.partition(" ")
    if first.endswith("s") and not first.endswith("ss"):
        return f"the {owner} {label}", f"the {owner} does not {first[:-1]} {rest}", f"whether the {owner} {label}"
    body, _, last = label.rpartition(" ")
    if body and last in ("paid", "passed"):
        owner, label = body, last
    label = f"the {label}" if first.endswith("est") else label
    return f"the {owner} is {label}", f"the {owner} is not {label}", f"whether the {owner} is {label}"


# -- values ----------------------------------------------------------------------------------------------------


def decimal(value: Fraction) -> str:
    """A number as written: ``12.5``; a third stays ``1/3``."""
    exact = abs(value) * 10_000
    if exact.denominator != 1:
        return str(value)
    whole, rest = divmod(exact.numerator, 10_000)
    return ("-" if value < 0 else "") + f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def percent(value: Fraction) -> str:
    """A rate as a percentage, or as a fraction where that would not be exact."""
    words = decimal(value * 100)
    return str(value) if "/" in words else f"{words}%"


def yuan(value: Fraction) -> Text:
    """An amount of money: whole yuan without decimals, else two."""
    fen = value * 100
    words = decimal(value) if value.denominator == 1 or fen.denominator != 1 else format_yuan(fen.numerator)
    return Text(f"{words}元", f"{words} yuan")


def quantity(value: Fraction, unit: Unit | None) -> Text:
    """A number with its unit; a count has none, because what is counted stands beside it."""
    words = decimal(value)
    if unit in (None, Unit.COUNT):
        return same(words)
    units = _AGE if unit is Unit.YEARS else UNIT_WORDS[unit]
    return Text(f"{words}{units.zh}", f"{words} {units.en.removesuffix('s') if words == '1' else units.en}")


def constant(value: int | Fraction | str, kind: Type) -> Text:
    """One constant of a typed tree."""
    if isinstance(value, str):
        return same(mask_text(value))
    match kind.kind:
        case Kind.BOOL:
            return Text("不设条件", "no condition applies") if value else Text("不能成立", "never")
        case Kind.ENUM if kind.members is not None:
            return list(kind.members)[int(value)].label
        case Kind.ENUM:
            return quoted(same(kind.names[int(value)]))
        case Kind.DATE:
            return same(format_day(int(value), int(value)))
        case Kind.MONEY:
            return yuan(Fraction(value))
        case Kind.RATE:
            return same(percent(Fraction(value)))
        case _:
            return quantity(Fraction(value), kind.unit)


# -- divisions -------------------------------------------------------------------------------------------------

_FILLERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@cache
def division_name(code: str) -> str:
    """``533323`` → 云南省怒江傈僳族自治州福贡县; empty for a code that python-stdnum does not know."""
    from stdnum import numdb

    known = numdb.get("cn/loc")
    end = 2 if code[2:6] in ("", "0000") else 4 if code[4:6] in ("", "00") else 6
    found = [_latest(known.info(code[:digits].ljust(6, "0"))) for digits in range(2, end + 1, 2)]
    return "".join(name for name in found if name not in _FILLERS) if found[-1] else ""


def _latest(found: list[tuple[str, dict[str, str]]]) -> str:
    """The name in use, or the last one: ``[-1991]东郊区,[1992-]东丽区`` → 东丽区."""
    names = [props["county"] for _, props in found if "county" in props]
    return names[-1].split(",")[-1].split("]")[-1] if names else ""


def division(code: str) -> Text:
    """An administrative division by name and code, by its code alone where the name is not known."""
    name = division_name(code)
    if not name:
        return Text(f"行政区划{code}", f"division {code}")
    return Text(f"{name}（{code}）", f"{name} ({code})")
