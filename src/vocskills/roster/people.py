"""One person's values to an enrollment: the nouns of the model, built straight from the columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from vocskills.model.case import Case
from vocskills.model.fields import ABSENT, Listing, fields_of
from vocskills.model.nouns import Enrollment
from vocskills.model.records import Award, Status
from vocskills.roster.columns import Column, Role, columns
from vocskills.text import Text

NOT_LOOKED = Text("填了身份的日期或部门，却没有填是或否", "a date or authority of a status without 是 or 否")
LOOK = Text("同名列填是或否，没有查过的都不填", "say 是 or 否 in the status's own column, or leave all of it blank")
NONE_OF_ALL = Text("写了“无”，但没有注明补贴记录完整", "无 (none), but the record of awards is not said to be complete")
SAY_COMPLETE = Text(
    "各类补贴都查过的，在“补贴记录是否完整”填是；否则不填“无”",
    "say 是 under 补贴记录是否完整 if all kinds were looked up, else leave it blank",
)
BLANK = Text("补贴记录注明完整，这里却没有填", "blank, but the record of awards is said to be complete")
WRITE_NONE = Text("没有的写“无”", "write 无 if there were none")
BOTH = Text("写了“无”，却又填了内容", "无 (there is none), but something is said of it")
KEEP_ONE = Text("两者只留一个", "keep one of the two")

Values = Mapping[str, list[Any]]
"""The values of all people, by the path of the fact."""
Complain = Callable[[str, Text, Text], None]
"""Takes a path, what is wrong there, and what to do."""


@attrs.frozen
class _Node:
    """One noun: its own columns, the columns of its lists, whether it exists, and the nouns inside it."""

    noun: Any
    steps: tuple[str, ...]
    fields: list[tuple[str, str, list[Any]]] = attrs.field(factory=list)
    statuses: list[tuple[Column, list[Any]]] = attrs.field(factory=list)
    awards: list[tuple[Column, list[Any]]] = attrs.field(factory=list)
    presence: list[tuple[str, list[Any]]] = attrs.field(factory=list)
    inner: list[_Node] = attrs.field(factory=list)

    def child(self, name: str) -> _Node:
        """The node of a noun inside this one."""
        for node in self.inner:
            if node.steps[-1] == name:
                return node
        node = _Node(fields_of(self.noun)[name].noun, (*self.steps, name))
        self.inner.append(node)
        return node


class Builder:
    """Builds the nouns of a table's rows.

    Args:
        values: the columns.
        shared: whether to build what rows say of their class, or what they say of a person.
    """

    def __init__(self, values: Values, *, shared: bool) -> None:
        self._root = _Node(Case if shared else Enrollment, ())
        for path, kept in values.items():
            column = columns()[path]
            if column.shared is shared and column.role is not Role.LIST_COMPLETE:
                _plan(self._root, column, kept)

    def kwargs(self, index: int, complain: Complain) -> dict[str, Any]:
        """The fields of the enrollment, or of the case, that a row fills."""
        return _fill(self._root, index, complain)


def _plan(root: _Node, column: Column, kept: list[Any]) -> None:
    node = root
    for step in column.steps[:-1]:
        node = node.child(step)
    match column.role:
        case Role.FIELD:
            node.fields.append((column.steps[-1], column.path, kept))
        case Role.PRESENCE:
            node.child(column.steps[-1]).presence.append((column.path, kept))
        case Role.STATUS | Role.STATUSES:
            node.statuses.append((column, kept))
        case Role.AWARDS | Role.AWARDS_COMPLETE:
            node.awards.append((column, kept))
        case Role.LIST_COMPLETE:
            pass


def _fill(node: _Node, index: int, complain: Complain) -> dict[str, Any]:
    found = {name: value for name, _, kept in node.fields if (value := kept[index]) is not None}
    for inner in node.inner:
        value = _noun(inner, index, complain)
        if value is not None:
            found[inner.steps[-1]] = value
    if node.statuses:
        statuses = tuple(_statuses(node.statuses, index, complain))
        if statuses:
            found["statuses"] = Listing(statuses)
    if node.awards:
        awards = _awards(node.awards, index, complain)
        if awards is not None:
            found["awards"] = awards
    return found


def _noun(node: _Node, index: int, complain: Complain) -> Any:
    """The noun of a row; ``None`` if nothing is said of it, or if it is said both to be missing and to be something."""
    found = _fill(node, index, complain)
    for path, kept in node.presence:
        said = kept[index]
        if said is ABSENT and found:
            # Every cell that says something about it contradicts, so each is pointed at where it stands.
            complain(path, BOTH, KEEP_ONE)
            return None
        if said is ABSENT:
            return ABSENT
        if said is not None:
            found = {**said, **found}
            return node.noun(**found)
    return node.noun(**found) if found else None


def _statuses(planned: list[tuple[Column, list[Any]]], index: int, complain: Complain) -> Iterator[Status]:
    said: dict[Any, dict[str, Any]] = {}
    named: list[Status] = []
    for column, kept in planned:
        value = kept[index]
        if value is None:
            continue
        if column.role is Role.STATUSES:
            named += value
        else:
            said.setdefault(column.member, {})[column.part] = value
            said[column.member].setdefault("path", column.path)
    for category, parts in said.items():
        path = parts.pop("path")
        # A column of several kinds of people says who somebody is, one of a single kind from when.
        if "held" not in parts and any(status.category is category and status.held for status in named):
            parts["held"] = True
        if "held" not in parts:
            complain(path, NOT_LOOKED, LOOK)
        else:
            yield Status(category=category, **parts)
    yield from (status for status in named if status.category not in said or said[status.category].get("held") is False)


def _awards(planned: list[tuple[Column, list[Any]]], index: int, complain: Complain) -> Listing[Award] | None:
    complete = next((kept[index] for column, kept in planned if column.role is Role.AWARDS_COMPLETE), None)
    items: list[Award] = []
    said = complete is not None
    for column, kept in planned:
        if column.role is not Role.AWARDS:
            continue
        value = kept[index]
        if value is None:
            if complete:
                complain(column.path, BLANK, WRITE_NONE)
            continue
        if not value and not complete:
            complain(column.path, NONE_OF_ALL, SAY_COMPLETE)
        said = said or bool(value)
        items += value
    return Listing(tuple(items), complete=bool(complete)) if said else None
