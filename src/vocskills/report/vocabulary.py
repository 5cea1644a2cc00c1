"""Everything that a rule may mention, as a list: path, type, unit and range, words."""

from __future__ import annotations

from fractions import Fraction

from vocskills.engines.prose.words import percent
from vocskills.language import vocabulary
from vocskills.language.calls import FUNCTIONS
from vocskills.language.types import type_name
from vocskills.model.fields import FieldInfo, Kind, Unit, from_engine
from vocskills.report.layout import hanging
from vocskills.text import Lang, Text

_LISTS = Text("列表", "lists")
_FACTS = Text("事实", "facts")
_FUNCTIONS = Text("函数", "functions")


def vocabulary_lines(wanted: str, lang: Lang) -> list[str]:
    """The facts, lists and functions of the rule language that contain a word.

    Args:
        wanted: a part of the path or of the words; empty for all.
        lang: Chinese or English.
    """
    lines = [_fact(path, info, lang) for path, info in vocabulary.facts().items() if _fits(path, info.label, wanted)]
    lists = []
    for name, entry in vocabulary.lists().items():
        if _fits(name, entry.label, wanted):
            lists += hanging(f"{name}: ", f"{entry.label.of(lang)}, {', '.join(vocabulary.elements(name))}")
    functions = [name for name in FUNCTIONS if wanted in name]
    parts = ((_FACTS, lines), (_LISTS, lists), (_FUNCTIONS, [", ".join(functions)] if functions else []))
    return [line for name, found in parts if found for line in (f"# {name.of(lang)}", *found)]


def _fits(path: str, label: Text, wanted: str) -> bool:
    return wanted in path or wanted in label.zh or wanted.lower() in label.en.lower()


def _fact(path: str, info: FieldInfo, lang: Lang) -> str:
    kind = type_name(vocabulary.type_of(info)).of(lang)
    return f"{path}: {info.label.of(lang)}; {kind}{_range(info)}"


def _range(info: FieldInfo) -> str:
    if info.members is not None:
        return f" ({', '.join(str(member.value) for member in info.members)})"
    if info.kind in (Kind.BOOL, Kind.CODE):
        return ""
    if info.kind is Kind.INT and info.unit is not Unit.HOURS:
        return f" {info.lo}..{info.hi}"
    if info.kind is Kind.RATE:
        return f" {percent(Fraction(info.lo, 10_000))}..{percent(Fraction(info.hi, 10_000))}"
    return f" {from_engine(info, info.lo)}..{from_engine(info, info.hi)}"
