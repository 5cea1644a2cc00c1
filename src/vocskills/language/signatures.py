"""How each function of the language is called and what it gives, in words."""

from __future__ import annotations

import attrs

from vocskills.language.calls import FUNCTIONS
from vocskills.language.nodes import BOOL, CODE, COUNT, DATE, MONEY, RATE
from vocskills.language.types import LEVEL, SIGNATURES, type_name
from vocskills.text import Text, join, same


@attrs.frozen
class Signature:
    """One function of the language.

    Attributes:
        name: its name.
        arguments: what stands between the brackets.
        result: the type of what it gives.
    """

    name: str
    arguments: Text
    result: Text

    @property
    def call(self) -> Text:
        """The whole call."""
        return Text(f"{self.name}({self.arguments.zh})", f"{self.name}({self.arguments.en})")


_PLAIN = {function.value: kinds for function, kinds in SIGNATURES.items()}
_YES_NO = type_name(BOOL)
_TWO_OR_MORE = Text("值, 值, ...", "value, value, ...")
_OF_ITS_VALUES = Text("与所给的值同类", "the type of its values")
_ASKED = Text("条件 for a in 列表 if 条件", "condition for a in list if condition")
_PLACE = Text("行政区划字段", "field that holds a place")
_LEVEL = type_name(LEVEL)
_SPECIAL: dict[str, tuple[Text, Text]] = {
    "all": (_ASKED, _YES_NO),
    "any": (_ASKED, _YES_NO),
    "count": (Text("a for a in 列表 if 条件", "a for a in list if condition"), type_name(COUNT)),
    "county": (_PLACE, type_name(CODE)),
    "exists": (Text("名词", "noun"), _YES_NO),
    "holds": (Text("主体, 身份, 日期", "subject, status, date"), _YES_NO),
    "in_area": (Text(f"{_PLACE.zh}, 区划代码", f"{_PLACE.en}, division code"), _YES_NO),
    "level_above": (_LEVEL, _LEVEL),
    "listed": (Text("表", "table"), _YES_NO),
    "max": (_TWO_OR_MORE, _OF_ITS_VALUES),
    "min": (_TWO_OR_MORE, _OF_ITS_VALUES),
    "retirement_date": (same("trainee"), type_name(DATE)),
    "share": (Text("数量, 数量", "quantity, quantity"), type_name(RATE)),
    "sum": (
        Text("数或金额 for a in 列表 if 条件", "number or money for a in list if condition"),
        Text("与所加的值同类", "the type of what is added"),
    ),
    "tiered": (Text("数量, 分段表", "quantity, table of tiers"), type_name(MONEY)),
}


def signature(name: str) -> Signature:
    """How a function is called.

    Args:
        name: one of :data:`~vocskills.language.calls.FUNCTIONS`.
    """
    if name in _PLAIN:
        kinds, result = _PLAIN[name]
        return Signature(name, join([type_name(kind) for kind in kinds], zh=", "), type_name(result))
    return Signature(name, *_SPECIAL[name])


def signatures() -> tuple[Signature, ...]:
    """Every function of the language, by name."""
    return tuple(signature(name) for name in FUNCTIONS)
