"""Everything that a rule may mention, as a list: path, type, unit and range, words."""

from __future__ import annotations

from fractions import Fraction

from vocskills.engines.prose.words import percent
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.language import vocabulary
from vocskills.language.calls import FUNCTIONS
from vocskills.language.types import type_name
from vocskills.model.fields import FieldInfo, Kind, Term, Unit, from_engine
from vocskills.text import Lang, Text

_LISTS = Text("列表", "lists")
_FACTS = Text("事实", "facts")
_NOTHING = Text("没有含此字样的事实、列表或函数", "no fact, list or function contains this")
_FUNCTIONS = Text("函数", "functions")


def vocabulary_lines(wanted: str, lang: Lang) -> list[str]:
    """The facts, lists and functions of the rule language that contain a word.

    Args:
        wanted: a part of the path, of the words or of a member; empty for all.
        lang: Chinese or English.

    Raises:
        InputError: nothing contains it.
    """
    lines = [_fact(path, info, lang) for path, info in vocabulary.facts().items() if _fits(path, info, wanted)]
    lists = []
    for name, entry in vocabulary.lists().items():
        whole = _says(wanted, name, entry.label)
        fields = [(f"{name}[].{field}", info) for field, info in vocabulary.elements(name).items()]
        shown = [_fact(path, info, lang) for path, info in fields if whole or _fits(path, info, wanted)]
        lists += [f"{name}: {entry.label.of(lang)}", *shown] if shown else []
    functions = [name for name in FUNCTIONS if wanted in name]
    if not (lines or lists or functions):
        raise InputError(Fault(_NOTHING, text=wanted, remedy=did_you_mean(similar(wanted, _words()))))
    parts = ((_FACTS, lines), (_LISTS, lists), (_FUNCTIONS, [", ".join(functions)] if functions else []))
    return [line for name, found in parts if found for line in (f"# {name.of(lang)}", *found)]


def _fits(path: str, info: FieldInfo, wanted: str) -> bool:
    members = info.members or ()
    return _says(wanted, path, info.label) or any(_says(wanted, str(one.value), one.label) for one in members)


def _says(wanted: str, path: str, label: Text) -> bool:
    return wanted in path or wanted in label.zh or wanted.lower() in label.en.lower()


def _words() -> list[str]:
    """Everything that could have been meant."""
    facts = vocabulary.facts()
    fields = [*facts.values(), *(info for name in vocabulary.lists() for info in vocabulary.elements(name).values())]
    members = {str(one.value) for info in fields for one in info.members or ()}
    return [*facts, *vocabulary.lists(), *FUNCTIONS, *sorted(members)]


def _fact(path: str, info: FieldInfo, lang: Lang) -> str:
    kind = type_name(vocabulary.type_of(info)).of(lang)
    return f"{path}: {info.label.of(lang)}; {kind}{_range(info, lang)}"


def _range(info: FieldInfo, lang: Lang) -> str:
    if info.members is not None:
        return f" ({', '.join(_member(member, lang) for member in info.members)})"
    if info.kind in (Kind.BOOL, Kind.CODE):
        return ""
    if info.kind is Kind.INT and info.unit is not Unit.HOURS:
        return f" {info.lo}..{info.hi}"
    if info.kind is Kind.RATE:
        return f" {percent(Fraction(info.lo, 10_000))}..{percent(Fraction(info.hi, 10_000))}"
    return f" {from_engine(info, info.lo)}..{from_engine(info, info.hi)}"


def _member(member: Term, lang: Lang) -> str:
    return f"{member.value} {member.label.zh}" if lang == "zh" else str(member.value)
