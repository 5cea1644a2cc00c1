"""Cases and answers as plain JSON values, the same bytes for the same input."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

import attrs

from vocskills.convert.forms import write_value
from vocskills.model.case import Case
from vocskills.model.fields import ABSENT, KEY, FieldInfo, Kind, Listing, Term
from vocskills.money import Money
from vocskills.privacy import mask_id, mask_name

Private = Callable[[str], object]
"""What stands in the place of an identifier; ``None`` leaves it out."""


def case_to_plain(case: Case, *, private: Private | None = None) -> dict[str, Any]:
    """A case in the form that :func:`~vocskills.read_case` reads, what is unknown left out.

    Args:
        case: a checked case.
        private: what stands in the place of each value that identifies a person: ``lambda s: s`` keeps them, a keyed
            hash makes the case comparable, ``lambda s: None`` leaves them out. By default they are masked, and the
            result is then no longer the same case.
    """
    return _noun(case, private)


def plain(obj: object, *, private: Private | None = None) -> Any:
    """Any answer as JSON values: every attribute of a class under its name, whether it says anything or not.

    Money is text in yuan, dates are ISO text, members stand as their values, sets are sorted, ``ABSENT`` is false and
    a case has the form of :func:`case_to_plain`. Attributes that identify a person are masked.

    Args:
        obj: attrs objects, collections and values.
        private: as in :func:`case_to_plain`.

    Raises:
        TypeError: something that has no such form, such as a floating-point number.
    """
    match obj:
        case None | bool() | int() | str():
            return obj
        case Case():
            return case_to_plain(obj, private=private)
        case Money() | Decimal():
            return f"{obj:f}" if isinstance(obj, Decimal) else str(obj)
        case date():
            return obj.isoformat()
        case Enum():
            return False if obj is ABSENT else obj.value
        case Mapping():
            return {str(plain(key)): plain(value, private=private) for key, value in obj.items()}
        case Set():
            return [plain(item, private=private) for item in sorted(obj, key=_rank)]
        case list() | tuple():
            return [plain(item, private=private) for item in obj]
    kind: Any = type(obj)
    if attrs.has(kind):
        return {a.name: _attribute(obj, a, private) for a in attrs.fields(kind) if not a.name.startswith("_")}
    raise TypeError(f"{type(obj).__name__} has no form in JSON")


def dumps(obj: object, *, private: Private | None = None) -> str:
    """Any answer as JSON text: see :func:`plain`; two spaces a level, Chinese as it is, a newline at the end."""
    return json.dumps(plain(obj, private=private), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _rank(item: Any) -> tuple[int, str]:
    return (item.code, "") if isinstance(item, Term) else (0, str(plain(item)))


def _attribute(obj: object, attribute: attrs.Attribute[Any], private: Private | None) -> Any:
    value, info = getattr(obj, attribute.name), attribute.metadata.get(KEY)
    if info is not None and info.private and isinstance(value, str):
        return _hidden(attribute.name, value, private)
    return plain(value, private=private)


def _hidden(name: str, value: str, private: Private | None) -> object:
    mask = mask_name if name == "name" else mask_id
    return (private or mask)(value)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any, FieldInfo | None], ...]:
    """Name, default and description of each field of a noun."""
    return tuple((a.name, a.default, a.metadata.get(KEY)) for a in attrs.fields(kind))


def _noun(noun: Any, private: Private | None) -> dict[str, Any]:
    found = {}
    for name, default, info in _fields(noun.__class__):
        value = getattr(noun, name)
        if value is not None and value != default:
            written = _field(name, info, value, private)
            if written is not None:
                found[name] = written
    return found


def _field(name: str, info: FieldInfo | None, value: Any, private: Private | None) -> Any:
    if info is None:
        return [_noun(item, private) for item in value] if isinstance(value, tuple) else value
    if value is ABSENT:
        return False
    if info.kind is Kind.ENTITY:
        return _noun(value, private)
    if info.kind is Kind.LIST:
        return _listing(value, private)
    return _hidden(name, value, private) if info.private else write_value(info, value)


def _listing(listing: Listing[Any], private: Private | None) -> Any:
    items = [_noun(item, private) for item in listing.items]
    return {"complete": True, "items": items} if listing.complete else items
