"""What a rule may mention: the model's fields by their path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from vocskills.language.nodes import Fact, Type
from vocskills.model.fields import FieldInfo, Kind, fields_of
from vocskills.model.nouns import (
    Agreement,
    Certificate,
    Claim,
    Cohort,
    Contract,
    Employer,
    Employment,
    Enrollment,
    Evaluation,
    Event,
    Mentor,
    Program,
    Provider,
    Standard,
    Trainee,
)
from vocskills.model.records import HEADS_MAX
from vocskills.model.terms import SubjectKind
from vocskills.text import Text

NOUNS: dict[str, type[Any]] = {
    "trainee": Trainee,
    "enrollment": Enrollment,
    "cohort": Cohort,
    "program": Program,
    "provider": Provider,
    "employer": Employer,
    "mentor": Mentor,
    "certificate": Certificate,
    "evaluation": Evaluation,
    "employment": Employment,
    "contract": Contract,
    "claim": Claim,
    "agreement": Agreement,
    "standard": Standard,
    "event": Event,
}
"""The nouns of a case by the name that rules use."""

OF_CASE = ("cohort", "program", "provider", "agreement", "standard", "event")
"""The nouns that all people of a case share; what is decided of a class or a provider reads no others."""

ALWAYS = frozenset({"trainee", "program", "claim", "enrollment"})
"""Nouns of which it is never asked whether there is one."""

OWN: dict[SubjectKind, frozenset[str]] = {
    SubjectKind.ENROLLMENT: ALWAYS | {"cohort", "provider"},
    SubjectKind.PERSON: ALWAYS,
    SubjectKind.COHORT: ALWAYS | {"cohort", "provider"},
    SubjectKind.PROVIDER: ALWAYS | {"provider"},
}
"""Nouns that cannot be absent when a subject is judged; a rule on any other asks ``exists`` first."""

ROLL = "cohort.enrollments"
"""The list of all people of a class, which only what is decided of a class or provider may ask."""

ALIASES = {"awards": ("trainee", "awards"), ROLL: ("roll", "enrollments")}
"""Lists that rules call by another name than that of their field."""

PLAIN = frozenset({Kind.BOOL, Kind.INT, Kind.MONEY, Kind.RATE, Kind.DATE, Kind.ENUM, Kind.CODE})
"""Kinds of field that a rule may read directly."""


@attrs.frozen
class ListInfo:
    """A list that rules may quantify over: its words, the class of its records, and how many there may be."""

    label: Text
    noun: type[Any]
    cap: int


def type_of(info: FieldInfo) -> Type:
    """The expression type of a field."""
    return Type(info.kind, unit=info.unit, members=info.members)


@cache
def facts() -> dict[str, FieldInfo]:
    """Every readable field by its path, such as ``trainee.birth_date``."""
    return {
        f"{name}.{field}": info
        for name, noun in NOUNS.items()
        for field, info in fields_of(noun).items()
        if info.kind in PLAIN
    }


def fact(path: str) -> Fact:
    """A field of the case as a fact of the language, with the field's own range."""
    info = facts()[path]
    return Fact(path, type_of(info), info.lo, info.hi)


@cache
def lists() -> dict[str, ListInfo]:
    """Every list that a rule may ask, by the name that rules use."""
    short = {path: name for name, path in ALIASES.items()}
    return {
        short.get((name, field), f"{name}.{field}"): ListInfo(info.label, info.noun, info.cap)
        for name, noun in NOUNS.items()
        for field, info in fields_of(noun).items()
        if info.kind is Kind.LIST and info.noun is not None and field != "statuses"
    } | {ROLL: ListInfo(Text("班期学员", "people of the class"), Enrollment, HEADS_MAX)}


def elements(source: str) -> dict[str, FieldInfo]:
    """The readable fields of the records of a list."""
    return {name: info for name, info in fields_of(lists()[source].noun).items() if info.kind in PLAIN}


def given_for_tables(kind: Type) -> Iterator[str]:
    """What of a case may stand in for values of a type that a table leaves open: figures, and what the program is."""
    for path, info in facts().items():
        if path.startswith(("standard.", "program.")) and type_of(info) == kind:
            yield path


def sourced(path: str) -> bool:
    """Whether what stands in for a table is a figure, which is nothing without its source."""
    return path.startswith("standard.")
