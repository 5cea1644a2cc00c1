"""The JSON Schema of a pack, for editors, made from the shapes that the loader itself uses."""

from __future__ import annotations

from typing import Any, assert_never

from vocskills.policy.schema import pack_shape
from vocskills.policy.shapes import Either, Entries, Foreign, Items, Nested, Record, Shape, Use, Word
from vocskills.text import Text, same


def pack_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a pack, for editors.

    It finds wrong and missing keys and words while one types; names, types and the sense of expressions are checked
    by loading the pack.
    """
    defs: dict[str, Any] = {}
    top = _json(pack_shape(), defs)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "vocskills pack"}
    return head | top | {"$defs": dict(sorted(defs.items()))}


def _json(shape: Shape, defs: dict[str, Any]) -> dict[str, Any]:
    match shape:
        case Word():
            return _json_word(shape)
        case Items():
            limits = {"minItems": shape.least, "maxItems": shape.most}
            return {"type": "array", "items": _reference(shape.item, defs), "uniqueItems": shape.unique} | limits
        case Entries():
            limits = {"minProperties": shape.least} if shape.least else {}
            keys = {"propertyNames": {"pattern": _whole(shape.key.pattern)}} if shape.key.pattern else {}
            return {"type": "object", "additionalProperties": _reference(shape.value, defs)} | keys | limits
        case Nested():
            rows = {"anyOf": [_json_word(shape.cell), {"$ref": "#/$defs/rows"}]}
            defs["rows"] = {"type": "object", "minProperties": 1, "additionalProperties": rows}
            return {"$ref": "#/$defs/rows"}
        case Record():
            return _json_record(shape, defs)
        case Either():
            return {"anyOf": [_reference(one, defs) for one in shape.shapes]}
        case Foreign():
            return {"type": "object"}
        case _:
            assert_never(shape)


def _reference(shape: Shape, defs: dict[str, Any]) -> dict[str, Any]:
    """Records stand once under ``$defs``."""
    if not isinstance(shape, Record):
        return _json(shape, defs)
    if shape.name not in defs:
        defs[shape.name] = _json(shape, defs)
    return {"$ref": f"#/$defs/{shape.name}"}


def _json_word(word: Word) -> dict[str, Any]:
    """Editors read numbers and true as such where we read text."""
    if word.choices:
        return {"enum": list(word.choices)}
    pattern = word.pattern or word.form
    kinds = ["string", "number", "boolean"] if word.use is Use.EXPRESSION else ["string", "number"]
    return {"type": kinds, "minLength": 1} | ({"pattern": _whole(pattern)} if pattern else {})


def _json_record(record: Record, defs: dict[str, Any]) -> dict[str, Any]:
    properties = {key.name: _reference(key.shape, defs) | {"description": _both(key.about)} for key in record.keys}
    needed = [key.name for key in record.keys if key.required]
    groups = [{"oneOf": [{"required": [name]} for name in group]} for group in record.one_of]
    one_of: dict[str, Any] = {"allOf": groups} if len(groups) > 1 else groups[0] if groups else {}
    required = {"required": needed} if needed else {}
    return {"type": "object", "properties": properties, "additionalProperties": False} | required | one_of


def _both(text: Text) -> str:
    return text.zh if text == same(text.zh) else f"{text.zh} / {text.en}"


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
