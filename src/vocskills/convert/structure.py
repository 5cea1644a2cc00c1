"""Plain mappings and lists to a case: one strict cattrs converter, made from what the model's fields know.

Whatever is wrong is collected. Where something is, the case is built once more without it, so that contradictions
between the remaining facts are reported in the same go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import islice, zip_longest
from typing import Any, TypeAlias

import attrs
from cattrs import AttributeValidationNote, BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.errors import IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from vocskills.convert import forms
from vocskills.errors import Fault, InputError
from vocskills.model import values
from vocskills.model.case import Assumption, Case, Ruling, check_case
from vocskills.model.fields import ABSENT, FieldInfo, Kind, Listing, fields_of
from vocskills.model.values import MISSING
from vocskills.text import Text

Steps: TypeAlias = tuple[str | int, ...]
"""Keys and places in lists, from the outside."""

UNKNOWN_KEY = Text("没有这个字段", "there is no such field")
MAX_FAULTS = 1_000
"""Most faults that one reading reports."""

_TOP = FieldInfo(Kind.ENTITY, Text("案件", "case"), noun=Case)
_SAID = {"assumptions": Assumption, "rulings": Ruling}
_VALUE = FieldInfo(Kind.TEXT, Text("值", "value"))
_PLAIN = Text("文本、整数、true 或 false", "text, a whole number, true or false")
_COMPLETE = FieldInfo(Kind.BOOL, Text("是否完整", "whether complete"))
_TOO_MANY = Text("条数超出上限", "too many records")
_WORD = re.compile(r"[A-Za-z_]+|\[")
_DEEPEST = 16


def structure_case(plain: object, *, written: bool) -> tuple[Case, list[Fault]]:
    """A case from plain values, and everything that is wrong with it.

    Args:
        plain: mappings, lists and values as JSON has them.
        written: whether every value is text, as in YAML or a spreadsheet.

    Returns:
        The case, without what is wrong, and the faults with their paths. With faults the case is not to be used.
    """
    converter = _converter(written)
    try:
        case = converter.structure(plain, Case)
        wrong: list[tuple[Steps, Fault]] = []
    except (BaseValidationError, InputError) as error:
        wrong = list(islice(_wrongs(error, ()), MAX_FAULTS + 1))
        if len(wrong) > MAX_FAULTS:
            return Case(), [fault for _, fault in wrong]
        case = converter.structure(_pruned(plain, wrong), Case)
    return case, [fault for _, fault in wrong] + list(_checked(case, {fault.where for _, fault in wrong}))


def join(path: Steps) -> str:
    """A path in words: ``enrollments[3].trainee.birth_date``, with or without ``items`` in between."""
    shown = (step for step, after in zip_longest(path, path[1:], fillvalue="") if not _silent(step, after))
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{key_words(step)}" for step in shown)
    return words.removeprefix(".")


def _silent(step: str | int, after: str | int) -> bool:
    """The third of ``enrollments.items`` is ``enrollments[2]``, as in a list without ``items``."""
    return step == "items" and isinstance(after, int)


def key_words(key: object) -> str:
    """A key as it may stand in a path: on one line, not endless, without anybody's number."""
    words = key if isinstance(key, str) else type(key).__name__
    words = words[:100] if words.isprintable() else ascii(words[:100])
    return forms.shown(words if len(words) <= 40 else words[:37] + "...")


def field_at(where: str) -> FieldInfo | None:
    """The field that a path of a case leads to; for a path into a field's value, that field."""
    noun: Any = Case
    found = None
    for word in where.replace("[", ".[").split("."):
        if not (_WORD.match(word) and noun is not None):
            break
        if word in _SAID and noun is Case:
            noun = _SAID[word]
        elif not word.startswith("["):
            info = fields_of(noun).get(word)
            if info is None:
                break
            found, noun = info, info.noun
    return found


def limited(faults: Iterable[Fault]) -> list[Fault]:
    """The first faults, and one more that says so if there were others."""
    kept = list(faults)
    if len(kept) <= MAX_FAULTS:
        return kept
    more = Text(f"错误太多，只列出前 {MAX_FAULTS:,} 处", f"too many faults: only the first {MAX_FAULTS:,} are listed")
    return [*kept[:MAX_FAULTS], Fault(more, file=kept[0].file)]


def _checked(case: Case, broken: set[str]) -> Iterator[Fault]:
    """What the model finds, apart from what follows from a value that was refused."""
    return (in_form(fault) for fault in check_case(case) if broken.isdisjoint(_prefixes(fault.where)))


def in_form(fault: Fault) -> Fault:
    """A fault of the model in the words of a case's written form."""
    info = field_at(fault.where)
    # What the model expects of any value of the field is said in other words; what it expects here stays.
    expected = forms.expected(info) if info and fault.expected == values.expected(info) else fault.expected
    remedy = fault.remedy
    if remedy is not None:
        remedy = Text(remedy.zh.replace("ABSENT", "false"), remedy.en.replace("ABSENT", "false"))
    return attrs.evolve(fault, expected=expected, remedy=remedy)


def _prefixes(where: str) -> Iterator[str]:
    yield where
    for index, character in enumerate(where):
        if character in ".[":
            yield where[:index]


@cache
def _converter(written: bool) -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook_factory(attrs.has, lambda noun: _noun_hook(noun, converter, written))
    return converter


def _noun_hook(noun: Any, converter: Converter, written: bool) -> Callable[[Any, Any], Any]:
    # What must be given may still be missing: the check says so, with all that is missing at once.
    missing = {a.name: None for a in attrs.fields(noun) if a.default is attrs.NOTHING}
    build = _builder(noun, {a.name: _field_hook(a, converter, written) for a in attrs.fields(noun)}, converter)
    info = _TOP if noun is Case else FieldInfo(Kind.ENTITY, Text("一条记录", "record"), noun=noun)

    def structure(value: Any, kind: Any) -> Any:
        if not isinstance(value, Mapping):
            raise forms.wrong_type(info, value)
        return build({**missing, **value} if missing else value, kind)

    return structure


def _builder(noun: Any, hooks: dict[str, Callable[[Any, Any], Any]], converter: Converter) -> Callable[[Any, Any], Any]:
    overrides: dict[str, Any] = {name: override(struct_hook=hook) for name, hook in hooks.items()}
    return make_dict_structure_fn(noun, converter, **overrides)


def _field_hook(attribute: attrs.Attribute[Any], converter: Converter, written: bool) -> Callable[[Any, Any], Any]:
    name, info = attribute.name, attribute.metadata.get("vocskills")
    default = None if attribute.default is attrs.NOTHING else attribute.default
    read: Callable[[Any], Any]
    if name in _SAID:
        read = partial(_said, _SAID[name], converter)
    elif info is None:
        read = _plain_value
    elif info.kind is Kind.ENTITY:
        read = partial(_entity, info, converter, written)
    elif info.kind is Kind.LIST:
        read = _listing(info, converter, written)
    else:
        read = partial(forms.read_value, info, written=written)
    return lambda value, _: default if value is None else read(value)


def _entity(info: FieldInfo, converter: Converter, written: bool, value: Any) -> Any:
    if value is False or (written and value == "false"):
        if not info.absent:
            raise forms.no_absence(info, value)
        return ABSENT
    if not isinstance(value, Mapping):
        raise forms.wrong_type(info, value)
    noun: Any = info.noun
    return converter.structure(value, noun)


@attrs.frozen
class _Whole:
    """A list with its completeness, as it may be written."""

    items: Any
    complete: bool = False


def _listing(info: FieldInfo, converter: Converter, written: bool) -> Callable[[Any], Listing[Any]]:
    def rows(value: Any, _: Any = None) -> tuple[Any, ...]:
        if value is None:
            raise InputError(Fault(MISSING, expected=forms.expected(info)))
        if not isinstance(value, list | tuple):
            raise forms.wrong_type(info, value)
        # Before anything is built: what is too long is not worth reading.
        if len(value) > info.cap:
            raise InputError(Fault(_TOO_MANY, text=str(len(value)), expected=forms.expected(info)))
        return tuple(converter.structure(value, kind))

    def complete(value: Any, _: Any) -> bool:
        return value is not None and bool(forms.read_value(_COMPLETE, value, written=written))

    def read(value: Any) -> Listing[Any]:
        if not isinstance(value, Mapping):
            return Listing(rows(value))
        whole = build({"items": None, **value}, _Whole)
        return Listing(whole.items, whole.complete)

    noun: Any = info.noun
    kind = list[noun]
    build = _builder(_Whole, {"items": rows, "complete": complete}, converter)
    return read


def _said(kind: type[Any], converter: Converter, value: Any) -> Any:
    if not isinstance(value, list | tuple):
        raise forms.wrong_type(FieldInfo(Kind.LIST, Text("列表", "list"), noun=kind, cap=MAX_FAULTS), value)
    return tuple(converter.structure(value, list[kind]))  # type: ignore[valid-type]


def _plain_value(value: Any) -> object:
    """The value of an assumption or ruling: its meaning depends on what it is for, which is known only later."""
    if isinstance(value, bool | int):
        return value
    if not isinstance(value, str):
        raise InputError(Fault(forms.WRONG_TYPE, text=forms.shown(value), expected=_PLAIN))
    return forms.read_value(_VALUE, value, written=False)


def _wrongs(error: BaseException, path: Steps) -> Iterator[tuple[Steps, Fault]]:
    """What is wrong, with the path that cattrs noted at every level."""
    match error:
        case BaseValidationError():
            for inner in error.exceptions:
                yield from _wrongs(inner, path + _step(inner))
        case ForbiddenExtraKeysError():
            for key in sorted(error.extra_fields, key=key_words):
                yield (*path, key), _unknown_key(error.cl, key, join((*path, key)))
        case InputError():
            yield from ((path, attrs.evolve(fault, where=join(path))) for fault in error.faults)
        case _:
            raise error


def _step(error: BaseException) -> Steps:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name,)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()


def _unknown_key(noun: Any, key: Any, where: str) -> Fault:
    names = [a.name for a in attrs.fields(noun)]
    near = forms.did_you_mean(key, names) if isinstance(key, str) else None
    shown = "、".join(names), ", ".join(names)
    return Fault(UNKNOWN_KEY, where, text=key_words(key), expected=None if near else Text(*shown), remedy=near)


def _pruned(plain: Any, wrong: list[tuple[Steps, Fault]]) -> Any:
    """A copy in which what is wrong is unknown; list elements keep their places."""
    copy = _copy(plain, _DEEPEST) if isinstance(plain, Mapping) else {}
    for path, fault in wrong:
        node = copy
        for step in path[:-1]:
            node = node[step]
        if path and fault.what != UNKNOWN_KEY and (isinstance(path[-1], int) or path[-1] == "items"):
            node[path[-1]] = [] if path[-1] == "items" else {}
        elif path:
            node.pop(path[-1], None)
    return copy


def _copy(node: Any, depth: int) -> Any:
    if not depth:
        return None
    if isinstance(node, Mapping):
        return {key: _copy(value, depth - 1) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_copy(value, depth - 1) for value in node]
    return node
