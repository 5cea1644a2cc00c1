"""The columns of facts that a roster may have, made from what the model's fields know.

Every column has two headers: the path of the fact and the Chinese label of the field. Where two nouns share a label,
the label of the noun stands before it. A status has a column of its own (the category's label: 是, 否 or blank) and
companions for its dates and authority; so has every kind of award that a person may have had before. One more column
(人员类别) names the statuses that a person has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any

import attrs

from vocskills.model.case import Case
from vocskills.model.fields import FieldInfo, Kind, Term, fields_of
from vocskills.model.nouns import Enrollment
from vocskills.model.records import Status
from vocskills.model.terms import ORGANIZATION_CATEGORIES, PERSON_CATEGORIES, AwardKind
from vocskills.text import Text

CLASS_ID = "cohort.id"
"""The column that says which rows are one class."""
IGNORED = frozenset({"备注", "合成数据", "note"})
"""Headers of columns that nobody reads; a synthetic roster says so in one of them."""

_PER_PERSON = ("employer", "mentor", "trainee", "enrollment")
_STATUSES, _AWARDS = ("trainee", "statuses"), ("trainee", "awards")
_COMPLETE = FieldInfo(Kind.BOOL, Text("补贴记录是否完整", "awards on record are complete"))
_WHOLE_CLASS = FieldInfo(Kind.BOOL, Text("名单是否完整", "list is complete"))


class Role(Enum):
    """What a column's cells say."""

    FIELD = "field"
    PRESENCE = "presence"
    STATUS = "status"
    STATUSES = "statuses"
    AWARDS = "awards"
    AWARDS_COMPLETE = "awards_complete"
    LIST_COMPLETE = "list_complete"


@attrs.frozen
class Column:
    """One column.

    Attributes:
        path: its header as the path of a fact, such as ``trainee.birth_date``.
        label: its header in Chinese, such as 出生日期.
        role: what its cells say.
        info: the field that a cell fills.
        steps: where that field or list stands inside the case (``shared``) or the enrollment.
        shared: whether it says something about the class, so that its rows must agree.
        member: the status or the kind of award.
        part: which field of the status.
    """

    path: str
    label: str
    role: Role
    info: FieldInfo
    steps: tuple[str, ...]
    shared: bool = False
    member: Term | None = None
    part: str = ""

    @property
    def finding(self) -> str:
        """For a companion of a status, the path of the status's own column."""
        return self.path.removesuffix(f".{self.part}")


@cache
def columns() -> dict[str, Column]:
    """Every column by each of its two headers, in the order of the model."""
    made = list(_all())
    labels = Counter(column.label for column in made)
    found = {}
    for column in made:
        if labels[column.label] > 1:
            column = attrs.evolve(column, label=_noun_label(column) + column.label)
        found[column.path] = found[column.label] = column
    return found


def _noun_label(column: Column) -> str:
    above = fields_of(Case if column.shared else Enrollment)
    return above[column.steps[0]].label.zh


def _all() -> Iterator[Column]:
    yield Column("enrollments.complete", _WHOLE_CLASS.label.zh, Role.LIST_COMPLETE, _WHOLE_CLASS, (), shared=True)
    for name, info in fields_of(Case).items():
        if name not in _PER_PERSON:
            yield from _of_field(name, info, (name,), shared=True)
    yield from _of_noun(Enrollment, ())


def _of_noun(noun: Any, steps: tuple[str, ...], *, shared: bool = False) -> Iterator[Column]:
    for name, info in fields_of(noun).items():
        inner = (*steps, name)
        path = ".".join(inner) if steps or info.kind is Kind.ENTITY else f"enrollment.{name}"
        yield from _of_field(path, info, inner, shared=shared)


def _of_field(path: str, info: FieldInfo, steps: tuple[str, ...], *, shared: bool) -> Iterator[Column]:
    match info.kind:
        case Kind.ENTITY:
            if info.absent:
                yield Column(path, info.label.zh, Role.PRESENCE, info, steps, shared)
            yield from _of_noun(info.noun, steps, shared=shared)
        case Kind.LIST if info.noun is Status:
            yield from _of_statuses(path, info, steps, shared)
        case Kind.LIST if steps == _AWARDS:
            yield from _of_awards(path, info, steps)
        case Kind.LIST:
            pass
        case _:
            yield Column(path, info.label.zh, Role.FIELD, info, steps, shared)


def _of_statuses(path: str, info: FieldInfo, steps: tuple[str, ...], shared: bool) -> Iterator[Column]:
    if steps == _STATUSES:
        yield Column(path, info.label.zh, Role.STATUSES, info, steps)
    organization = steps[-2] in ("employer", "provider")
    holder = "" if steps == _STATUSES else _holder(steps)
    for category in ORGANIZATION_CATEGORIES if organization else PERSON_CATEGORIES:
        for part, field in fields_of(Status).items():
            if part != "category":
                own = part == "held"
                where = f"{path}.{category.value}" + ("" if own else f".{part}")
                label = holder + category.zh + ("" if own else field.label.zh)
                yield Column(where, label, Role.STATUS, field, steps, shared, category, part)


def _holder(steps: tuple[str, ...]) -> str:
    """The label of the noun whose statuses stand at ``steps``."""
    noun: Any = Enrollment if steps[0] in fields_of(Enrollment) else Case
    label = ""
    for step in steps[:-1]:
        info = fields_of(noun)[step]
        noun, label = info.noun, info.label.zh
    return label


def _of_awards(path: str, info: FieldInfo, steps: tuple[str, ...]) -> Iterator[Column]:
    for kind in AwardKind:
        yield Column(f"{path}.{kind.value}", f"已享受{kind.zh}", Role.AWARDS, info, steps, member=kind)
    yield Column(f"{path}.complete", _COMPLETE.label.zh, Role.AWARDS_COMPLETE, _COMPLETE, steps)
