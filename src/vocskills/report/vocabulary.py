"""Everything that a rule may mention, as a list: path, type, unit and range, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from vocskills.engines.prose.words import percent
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.language import vocabulary
from vocskills.language.calls import HOLDERS
from vocskills.language.signatures import Signature, signatures
from vocskills.language.types import type_name
from vocskills.model.fields import FieldInfo, Kind, Term, from_engine
from vocskills.model.terms import Category
from vocskills.report.layout import hanging
from vocskills.text import Lang, Text, join, same

_FACTS = Text("事实", "facts")
_LISTS = Text("列表及其记录的字段", "lists, and the fields of their records")
_STATUSES = Text("身份（holds 的主体和可问的身份）", "statuses (of whom holds may ask which)")
_NOUNS = Text("可能没有的名词（exists 可问的）", "nouns that may be missing (what exists may ask)")
_FUNCTIONS = Text("函数", "functions")
_NOTHING = Text("没有含此字样的事实、列表、字段、身份或函数", "no fact, list, field, status or function contains this")
_ALL = Text("不带字样运行 vocskills facts，列出全部", "vocskills facts without a word lists everything")
_ONE_OF = Text("其一：", "one of ")
_DIVISION = Text("行政区划代码", "division code")
_YUAN = Text("元", " yuan")


@attrs.frozen
class Listed:
    """What a rule may mention, or the part of it that contains a word.

    Attributes:
        facts: the fields of the case by path.
        lists: the lists by name, each with the fields of its records by path, such as ``awards[].kind``.
        statuses: the statuses that ``holds`` may ask of each subject.
        nouns: the nouns that ``exists`` may ask.
        functions: the functions with what they take.
    """

    facts: Mapping[str, FieldInfo]
    lists: Mapping[str, Mapping[str, FieldInfo]]
    statuses: Mapping[str, tuple[Category, ...]]
    nouns: tuple[str, ...]
    functions: tuple[Signature, ...]


def listed(wanted: str = "") -> Listed:
    """The facts, lists, statuses and functions of the rule language that contain a word.

    Args:
        wanted: a part of a path, of the words or of a member; empty for all.

    Raises:
        InputError: nothing contains it.
    """
    lists = {name: _records(name, wanted) for name in vocabulary.lists()}
    statuses = {subject: _statuses(subject, wanted) for subject in HOLDERS}
    nouns = (noun for noun in vocabulary.NOUNS if noun not in vocabulary.ALWAYS)
    found = Listed(
        {path: info for path, info in vocabulary.facts().items() if _fits(path, info, wanted)},
        {name: fields for name, fields in lists.items() if fields},
        {subject: members for subject, members in statuses.items() if members},
        tuple(noun for noun in nouns if _says(wanted, noun) or _says(wanted, "exists")),
        tuple(one for one in signatures() if _says(wanted, one.name)),
    )
    if not any(attrs.astuple(found, recurse=False)):
        raise InputError(Fault(_NOTHING, text=wanted, remedy=did_you_mean(similar(wanted, _words())) or _ALL))
    return found


def _records(name: str, wanted: str) -> dict[str, FieldInfo]:
    whole = _says(wanted, name, vocabulary.lists()[name].label)
    fields = {f"{name}[].{field}": info for field, info in vocabulary.elements(name).items()}
    return {path: info for path, info in fields.items() if whole or _fits(path, info, wanted)}


def _statuses(subject: str, wanted: str) -> tuple[Category, ...]:
    whole = _says(wanted, f"holds({subject})", Text("身份", "statuses"))
    return tuple(one for one in HOLDERS[subject] if whole or _says(wanted, str(one.value), one.label))


def _fits(path: str, info: FieldInfo, wanted: str) -> bool:
    return _says(wanted, path, info.label) or any(_says(wanted, str(m.value), m.label) for m in info.members or ())


def _says(wanted: str, path: str, label: Text | None = None) -> bool:
    label = label or same(path)
    return any(wanted.lower() in words.lower() for words in (path, label.zh, label.en))


def _words() -> list[str]:
    """Everything that could have been meant, the words of both languages too."""
    everything = listed()
    fields = {**everything.facts, **{p: i for inner in everything.lists.values() for p, i in inner.items()}}
    members = [m for info in fields.values() for m in info.members or ()] + [*Category]
    labels = [*(info.label for info in fields.values()), *(one.label for one in members)]
    values = [str(one.value) for one in members]
    names = [*fields, *(path.rpartition(".")[2] for path in fields), *everything.lists, *values]
    return [*names, *(one.name for one in everything.functions), *(w for t in labels for w in (t.zh, t.en))]


# -- for a terminal ----------------------------------------------------------------------------------------------------


def vocabulary_lines(wanted: str, lang: Lang) -> list[str]:
    """What contains a word, one paragraph for each fact, list, field, subject and function.

    Args:
        wanted: as for :func:`listed`.
        lang: Chinese or English.

    Raises:
        InputError: nothing contains it.
    """
    return [line for name, lines in _sections(listed(wanted), lang) if lines for line in (f"# {name.of(lang)}", *lines)]


def _sections(found: Listed, lang: Lang) -> Iterator[tuple[Text, list[str]]]:
    yield _FACTS, _lines(found.facts, lang)
    lists = []
    for name, fields in found.lists.items():
        lists += [f"{name}: {vocabulary.lists()[name].label.of(lang)}", *_lines(fields, lang)]
    yield _LISTS, lists
    yield _STATUSES, [line for s, of in found.statuses.items() for line in hanging(f"{s}: ", _members(of).of(lang))]
    yield _NOUNS, hanging("", ", ".join(found.nouns)) if found.nouns else []
    yield _FUNCTIONS, [f"{one.call.of(lang)}: {one.result.of(lang)}" for one in found.functions]


def _lines(fields: Mapping[str, FieldInfo], lang: Lang) -> list[str]:
    return [line for path, info in fields.items() for line in hanging(f"{path}: ", _field(info).of(lang))]


def _field(info: FieldInfo) -> Text:
    return Text(f"{info.label.zh}；{_held(info).zh}", f"{info.label.en}; {_held(info).en}")


def _held(info: FieldInfo) -> Text:
    """The type of a field with its unit, range or members."""
    if info.members is not None:
        members = _members(info.members)
        return Text(_ONE_OF.zh + members.zh, _ONE_OF.en + members.en)
    if info.division:
        return _DIVISION
    kind, span = type_name(vocabulary.type_of(info)), _range(info)
    return Text(kind.zh + span.zh, kind.en + span.en)


def _members(members: Iterable[Term]) -> Text:
    return join([_member(member) for member in members])


def _member(member: Term) -> Text:
    value = str(member.value)
    plain = member.en.lower() == value.replace("_", " ")
    return Text(f"{value} {member.zh}", value if plain else f"{value} ({member.en})")


def _range(info: FieldInfo) -> Text:
    ends = _ends(info)
    if ends is None:
        return same("")
    span = same(f" {ends[0]}..{ends[1]}")
    return Text(span.zh + _YUAN.zh, span.en + _YUAN.en) if info.kind is Kind.MONEY else span


def _ends(info: FieldInfo) -> tuple[object, object] | None:
    if info.kind in (Kind.BOOL, Kind.CODE, Kind.ENUM):
        return None
    if info.kind is Kind.RATE:
        return percent(Fraction(info.lo, 10_000)), percent(Fraction(info.hi, 10_000))
    return from_engine(info, info.lo), from_engine(info, info.hi)


# -- for programs ------------------------------------------------------------------------------------------------------


def vocabulary_values(wanted: str) -> dict[str, object]:
    """What contains a word, as values for JSON.

    Args:
        wanted: as for :func:`listed`.

    Returns:
        ``facts``, ``lists``, ``statuses``, ``nouns`` and ``functions``; each field with path, label, type, unit, least
        and greatest value as a case gives them, and members. What does not apply is null.

    Raises:
        InputError: nothing contains it.
    """
    found = listed(wanted)
    about = vocabulary.lists()
    return {
        "facts": _values(found.facts),
        "lists": [
            {"path": name, "label": about[name].label, "most": about[name].cap, "fields": _values(fields)}
            for name, fields in found.lists.items()
        ],
        "statuses": [
            {"subject": subject, "members": [_named(one) for one in members]}
            for subject, members in found.statuses.items()
        ],
        "nouns": found.nouns,
        "functions": [{"name": one.name, "call": one.call, "result": one.result} for one in found.functions],
    }


def _values(fields: Mapping[str, FieldInfo]) -> list[dict[str, object]]:
    return [_value(path, info) for path, info in fields.items()]


def _value(path: str, info: FieldInfo) -> dict[str, object]:
    has_range = _ends(info) is not None
    return {
        "path": path,
        "label": info.label,
        "type": info.kind,
        "unit": info.unit,
        "lo": from_engine(info, info.lo) if has_range else None,
        "hi": from_engine(info, info.hi) if has_range else None,
        "members": None if info.members is None else [_named(one) for one in info.members],
    }


def _named(member: Term) -> dict[str, object]:
    return {"value": str(member.value), "label": member.label}
