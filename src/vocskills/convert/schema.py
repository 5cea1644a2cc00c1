"""The form of a case as JSON Schema, made from what the model's fields know."""

from __future__ import annotations

from typing import Any

import attrs

from vocskills.convert.forms import expected
from vocskills.model.case import Assumption, Case, Ruling
from vocskills.model.fields import KEY, FieldInfo, Kind, Unit
from vocskills.text import Text

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_ONE_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_WHOLE = r"-?(0|[1-9][0-9]{0,17})"
_HOURS = rf"{_WHOLE}(\.[0-9]{{1,2}})?"
_RATE = rf"{_WHOLE}(\.[0-9]{{1,4}}|(\.[0-9]{{1,2}})?%)?"
_YUAN = r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?"
_TEXT = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
_CODE = r"^\S(.*\S)?$"
_DIVISION = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"


def case_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a case as :func:`~vocskills.read_case` reads it from JSON.

    It knows the types and forms of all values, so an editor can complete and check them. What it does not know:
    ranges of values inside text, dates that do not exist, and contradictions between facts.
    """
    nouns: dict[str, Any] = {}
    top = _noun(Case, nouns)
    return {"$schema": _DIALECT, **_words(Text("案件", "case")), **top, "$defs": dict(sorted(nouns.items()))}


def _noun(noun: Any, nouns: dict[str, Any]) -> dict[str, Any]:
    properties = {a.name: _property(a, nouns) for a in attrs.fields(noun)}
    required = [a.name for a in attrs.fields(noun) if a.default is attrs.NOTHING]
    closed = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**closed, "required": required} if required else closed


def _property(attribute: attrs.Attribute[Any], nouns: dict[str, Any]) -> dict[str, Any]:
    info: FieldInfo | None = attribute.metadata.get(KEY)
    if info is None:
        return _undescribed(attribute, nouns)
    described = _words(info.label) | {"description": _description(info)}
    if attribute.default is attrs.NOTHING:
        return described | _form(info, nouns)
    return described | {"anyOf": [_form(info, nouns), *([{"const": False}] if info.absent else []), {"type": "null"}]}


def _undescribed(attribute: attrs.Attribute[Any], nouns: dict[str, Any]) -> dict[str, Any]:
    """The value of an assumption or ruling, and the lists of the two."""
    kind = {"assumptions": Assumption, "rulings": Ruling}.get(attribute.name)
    if kind is None:
        return _words(Text("值", "value")) | {"type": ["string", "integer", "boolean"]}
    label = Text("假定", "assumptions") if kind is Assumption else Text("裁定", "rulings")
    return _words(label) | {"type": ["array", "null"], "items": _ref(kind, nouns)}


def _ref(noun: Any, nouns: dict[str, Any]) -> dict[str, Any]:
    name = noun.__name__
    if name not in nouns:
        nouns[name] = {}
        nouns[name] = _noun(noun, nouns)
    return {"$ref": f"#/$defs/{name}"}


def _words(label: Text) -> dict[str, Any]:
    return {"title": f"{label.zh} / {label.en}"}


def _description(info: FieldInfo) -> str:
    words = expected(info)
    private = Text("；可识别个人", "; identifies a person") if info.private else Text("", "")
    return f"{words.zh}{private.zh} / {words.en}{private.en}"


def _form(info: FieldInfo, nouns: dict[str, Any]) -> dict[str, Any]:
    match info.kind:
        case Kind.BOOL:
            return {"type": "boolean"}
        case Kind.ENUM:
            return _members(info)
        case Kind.DATE:
            return _one(_ONE_DAY) if info.exact else _ranged(_DAY)
        case Kind.CODE:
            return {"type": "string", "pattern": _DIVISION if info.division else _CODE}
        case Kind.TEXT:
            return {"type": "string", "pattern": _TEXT} | ({"minLength": 1} if info.required else {})
        case Kind.ENTITY:
            return _ref(info.noun, nouns)
        case Kind.LIST:
            return _listing(info, nouns)
    return _number(info)


def _members(info: FieldInfo) -> dict[str, Any]:
    assert info.members is not None
    members = [{"const": member.value, "title": f"{member.label.zh} / {member.label.en}"} for member in info.members]
    names = "|".join(member.value for member in info.members)
    return {"anyOf": [*members, {"type": "string", "pattern": rf"^(({names})\.\.({names})?|\.\.({names}))$"}]}


def _number(info: FieldInfo) -> dict[str, Any]:
    if info.kind is Kind.MONEY:
        return _ranged(_YUAN)
    if info.kind is Kind.RATE:
        return _ranged(_RATE)
    if info.unit is Unit.HOURS:
        return {"anyOf": [_integer(info, 100), _ranged(_HOURS)]}
    if info.exact:
        return _integer(info)
    return {"anyOf": [_integer(info), {"type": "string", "pattern": rf"^({_WHOLE}\.\.({_WHOLE})?|\.\.{_WHOLE})$"}]}


def _integer(info: FieldInfo, scale: int = 1) -> dict[str, Any]:
    return {"type": "integer", "minimum": info.lo // scale, "maximum": info.hi // scale}


def _one(form: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{form}$"}


def _ranged(form: str) -> dict[str, Any]:
    return _one(rf"({form}(\.\.({form})?)?|\.\.({form}))")


def _listing(info: FieldInfo, nouns: dict[str, Any]) -> dict[str, Any]:
    items = {"type": "array", "items": _ref(info.noun, nouns), "maxItems": info.cap}
    whole = {
        "type": "object",
        "properties": {"complete": {"type": ["boolean", "null"]}, "items": items},
        "required": ["items"],
        "additionalProperties": False,
    }
    return {"anyOf": [items, whole]}
