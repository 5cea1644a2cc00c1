"""An empty roster with the headers that the law of a place needs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from vocskills.errors import extra as extra_of
from vocskills.language.nodes import Exists, Fact, Holds, InArea, Node, Quantified, walk
from vocskills.model.terms import AwardKind
from vocskills.policy.library import applicable
from vocskills.policy.pack import Policy
from vocskills.roster.columns import CLASS_ID, Column, Role, columns
from vocskills.roster.found import Extra

_ALWAYS = (
    CLASS_ID,
    "cohort.title",
    "cohort.trade",
    "program.kind",
    "cohort.start_date",
    "cohort.end_date",
    "cohort.place",
    "provider.name",
    "enrollments.complete",
    "trainee.name",
    "trainee.id_number",
)
"""What says who is in which class, where and when, and leads to the texts that apply."""
_OF_STATUS = ("start", "end", "checked_on")


def template(place: str, extra: Iterable[Policy] = ()) -> list[Column]:
    """The columns of a roster for a place: what tells people and classes apart, then every fact that its rules read.

    Args:
        place: division code; the texts that hold there, national ones too, say which facts are needed.
        extra: further policies that may apply.

    Raises:
        InputError: there is no such division.
    """
    wanted = dict.fromkeys(_ALWAYS)
    for policy in applicable(place, tuple(extra)):
        for path in _read_by(policy):
            wanted.update(dict.fromkeys(_columns_of(path)))
    known = columns()
    order = {column.path: number for number, column in enumerate(known.values())}
    found = {known[path].path: known[path] for path in wanted if path in known}
    return sorted(found.values(), key=lambda column: (not column.shared, order[column.path]))


def headers(place: str, extra: Iterable[Policy] = ()) -> list[str]:
    """The Chinese headers of :func:`template`, with a column for remarks at the end."""
    return [*(column.label for column in template(place, extra)), Extra.REMARK.zh]


def _read_by(policy: Policy) -> Iterator[str]:
    """The paths that the rules and amounts of a policy read."""
    trees = [tree for rule in policy.rules.values() for tree in rule.trees]
    trees += [tree for item in policy.items.values() for tree in item.trees]
    for node in (node for tree in trees for node in walk(tree)):
        yield from _paths(node)
    yield from policy.judged_on


def _paths(node: Node) -> Iterator[str]:
    match node:
        case Fact(derived=Holds(subject, category)):
            yield f"{subject}.statuses.{category}"
        case Fact(derived=InArea(code)):
            yield code
        case Fact(derived=Exists(entity)):
            # That there is a class, a roster says by being one.
            yield from () if entity in ("cohort", "provider") else (entity,)
        case Fact(path):
            yield path
        case Quantified(source=source):
            yield source


def _columns_of(path: str) -> Iterator[str]:
    """The columns that say a fact; a status needs its dates, a person's record of awards a column for each kind."""
    known = columns()
    if path in ("awards", "trainee.awards"):
        yield from (f"trainee.awards.{kind.value}" for kind in AwardKind)
        yield "trainee.awards.complete"
    elif path in known and known[path].role is Role.STATUS:
        yield path
        yield from (f"{path}.{part}" for part in _OF_STATUS)
    else:
        yield path
        if path.partition(".")[0] == "trainee" and path.endswith((".sex", ".birth_date", "former_retirement_age")):
            # Both follow from a full identity number; who has none says them himself.
            yield from ("trainee.sex", "trainee.birth_date")


def as_csv(names: Iterable[str]) -> bytes:
    """An empty roster with some headers as CSV, with a byte order mark so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerow(names)
    return ("\ufeff" + out.getvalue()).encode()


def as_workbook(names: Iterable[str]) -> bytes:
    """An empty roster with some headers as a workbook, every column formatted as text so that no number is spoilt.

    Raises:
        ExtraError: xlsxwriter is not installed.
    """
    with extra_of("excel"):
        import xlsxwriter
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        text, head = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        for column, name in enumerate(names):
            sheet.set_column(column, column, max(10, 2 * len(name) + 2), text)
            sheet.write_string(0, column, name, head)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
