"""A policy put together from the parts of its pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TypeVar

import attrs

from vocskills.errors import InputError
from vocskills.language import vocabulary
from vocskills.language.calls import FUNCTIONS
from vocskills.language.nodes import Node
from vocskills.language.scope import Table
from vocskills.places import NATION, check_place
from vocskills.policy import source
from vocskills.policy.clauses import read_delegated, read_unsettled
from vocskills.policy.conditions import Rules
from vocskills.policy.context import RENAME, TAKEN, Context, Part
from vocskills.policy.csvfile import Folder
from vocskills.policy.documents import Citation, Editions, Provenance
from vocskills.policy.facts import FactBase
from vocskills.policy.items import Item, Subsidy
from vocskills.policy.measures import read_approval, read_measure
from vocskills.policy.pack import Clause, Policy, Rule
from vocskills.policy.report import Report, did_you_mean, join, keep_sound
from vocskills.policy.rules import read_rule
from vocskills.policy.schema import SECTIONS, pack_shape
from vocskills.policy.source import Scalar
from vocskills.policy.subsidies import read_subsidy
from vocskills.policy.tables import TableRead, guarded_tables, read_table, value_names
from vocskills.policy.uses import read_uses, straddling, used_rules
from vocskills.policy.window import Force, governing_dates, read_documents, read_force
from vocskills.text import Text

T = TypeVar("T")

_CONTENT = ("in_force", *SECTIONS)
_WORDS = ("and", "or", "not", "in", "if", "else", "for", "is", "true", "false", "none", "open", "known")
_EXPRESSIBLE = ("define", "tables", "delegated", "unsettled")

_UNREAD = Text("文件都没有读到，这里不能有内容", "none of the documents was read, so nothing can stand here")
_BOTH = Text("既被引用，又列在 left_out", "both cited and left out")
_PARTLY = Text("只有一部分没有编入的，写在 partly", "if only a part of it is left out, name it under partly")
_UNCITED = Text("没有任何内容引用它", "nothing rests on it")
_WHOLLY = Text("完全没有编入的，写在 left_out", "what is left out as a whole stands under left_out")
_NO_WINDOW = Text("缺少键 in_force", "the key in_force is missing")
_WINDOW = Text("自何日起、至何日止施行", "from when to when it holds")
_NO_SUCH_PREFIX = Text("没有这份文件的事实", "there are no facts of this document")
_TOO_SMALL = Text("政策的适用地区到县为止", "a policy holds in a county or a larger area")


def build_policy(
    report: Report,
    tree: source.Mapping,
    facts: FactBase,
    folder: Folder,
    find: Callable[[str, str], Policy | None],
) -> Policy | None:
    """A policy without its digest, worth something only if no fault was reported; ``None`` where none can be made."""
    sound = keep_sound(tree, pack_shape(), report)
    assert isinstance(sound, source.Mapping)
    pack = Part(sound, "")
    context = Context(report, facts, read_documents(report, pack), folder)
    _check_names(report, tree)
    _check_documents(context, pack, tree)
    place = _place(report, pack)
    window = pack.part("in_force")
    dates = context.judged_on = governing_dates(context, window)
    force = read_force(context, window, dates) if window else None
    named = _read_named(context, pack)
    rules = {n.value: rule for n, p in pack.parts("rules") if (rule := read_rule(context, n.value, p, dates[0]))}
    own = pack.value("policy")
    uses = read_uses(context, pack, partial(find, own), own)
    others = used_rules(uses)
    names = {key.value for section, key in _names(tree) if section == "rules"}
    known = Rules({**rules, **others}, frozenset({*names, *others}))
    subsidies = {}
    for name, subsidy, exclusion in _subsidies(context, pack, known, force, national=place == NATION):
        subsidies[name] = subsidy
        rules |= {exclusion.name: exclusion} if exclusion else {}
    approvals = _read_each(pack, "approvals", partial(read_approval, context, rules=known, force=force))
    measures = _read_each(pack, "measures", partial(read_measure, context, rules=known, force=force))
    every = (*subsidies.values(), *approvals.values(), *measures.values())
    required = {name for item in every for name in item.conditions}
    required |= {name for one in subsidies.values() if one.advance for name in one.advance.requires}
    rules |= {name: rule for name, rule in others.items() if name in required}
    for alias in dict.fromkeys(name.partition(".")[0] for name in rules if "." in name):
        context.settle(straddling(alias, uses[alias]))
    left_out = _reasons(context, pack, "left_out", cited=False)
    title = pack.text("title")
    if title is None or not place:
        return None
    return Policy(
        id=pack.value("policy"),
        title=title,
        place=place,
        documents=context.documents,
        window=force.window if force else None,
        judged_on=tuple(date.path for date in dates) if force else (),
        left_out=left_out,
        partly=_reasons(context, pack, "partly", cited=True),
        definitions=named.definitions,
        tables=named.tables,
        table_cites=named.table_cites,
        table_files=named.table_files,
        table_titles=named.table_titles,
        editions=named.editions,
        clauses=_asked(context.clauses, [*rules.values(), *every]),
        rules=rules,
        subsidies=subsidies,
        approvals=approvals,
        measures=measures,
        uses=uses,
        file=report.file,
    )


# -- names -------------------------------------------------------------------------------------------------------------


def _check_names(report: Report, tree: source.Mapping) -> None:
    """One name space for everything; what expressions can name may not hide a word of theirs."""
    first: dict[str, tuple[str, int]] = {}
    taken = {*_WORDS, *FUNCTIONS, *vocabulary.NOUNS, *vocabulary.lists()}
    for section, key in _names(tree):
        where = join(section, key.value)
        if key.value in first:
            other, line = first[key.value]
            what = Text(
                f"名称重复：第 {line} 行的 {other} 里已经用过",
                f"this name is used before, under {other} in line {line}",
            )
            report.add(key, where, what, remedy=RENAME)
        elif section in _EXPRESSIBLE and key.value in taken:
            report.add(key, where, TAKEN, remedy=RENAME)
        first.setdefault(key.value, (section, key.line))


def _names(tree: source.Mapping) -> Iterator[tuple[str, Scalar]]:
    for section in SECTIONS:
        found = tree.get(section)
        for key, _ in found.entries if isinstance(found, source.Mapping) else ():
            yield section, key


@attrs.frozen
class _Named:
    """What expressions may name."""

    definitions: dict[str, Node]
    tables: dict[str, Table]
    table_cites: dict[str, Citation]
    editions: dict[str, Editions]
    table_files: dict[str, str]
    table_titles: dict[str, Text]


def _read_named(context: Context, pack: Part) -> _Named:
    """Everything that expressions may name: worked out when it is first used, and in the end all of it."""
    named = _Named({}, {}, {}, {}, {}, {})
    scope = context.scope
    for name, scalar, where in pack.scalars("define"):
        scope.define(name.value, partial(context.check, scalar, where))
    for name, part in pack.parts("delegated"):
        scope.define(name.value, partial(read_delegated, context, name.value, part))
    for name, part in pack.parts("unsettled"):
        scope.define(name.value, partial(read_unsettled, context, name.value, part))
    for name, part in pack.parts("tables"):
        reading = cache(partial(_read, context, name.value, part, named))
        for full in value_names(name.value, part):
            scope.tables[full] = partial(_table, full, reading)
    defined = {name.value for name, _, _ in pack.scalars("define")}
    for one in scope.names():
        if one in scope.tables:
            table = scope.table(one)
            named.tables.update({one: table} if table else {})
        else:
            value = scope.value(one)
            named.definitions.update({one: value.node} if value and one in defined else {})
    return named


def _table(name: str, reading: Callable[[], TableRead | None]) -> Table | None:
    """One column of values of a table, which is read once for all of them."""
    read = reading()
    return next((table for table in read.tables if table.name == name), None) if read else None


def _read(context: Context, name: str, part: Part, named: _Named) -> TableRead | None:
    read = read_table(context, name, part)
    if read is None:
        return None
    named.table_cites[name] = read.cite
    if read.file:
        named.table_files[name] = read.file
    if read.title is not None:
        named.table_titles[name] = read.title
    if read.editions is not None:
        named.editions[name] = read.editions
    return read


def _asked(clauses: Mapping[str, Clause], owners: Iterable[Rule | Item]) -> dict[str, Clause]:
    """The clauses without those on whether a table has an item, where no condition asks ``listed`` of that table."""
    asked = {table for owner in owners for tree in owner.trees for table in guarded_tables(tree)}
    unasked = {f"listed({name})" for name in clauses} - {f"listed({table})" for table in asked}
    return {name: clause for name, clause in clauses.items() if name not in unasked}


# -- the rest of the pack ----------------------------------------------------------------------------------------------


def _subsidies(
    context: Context, pack: Part, known: Rules, force: Force | None, *, national: bool
) -> Iterator[tuple[str, Subsidy, Rule | None]]:
    for name, part in pack.parts("subsidies"):
        found = read_subsidy(context, name, part, known, force, national=national)
        if found is not None:
            yield name.value, *found


def _read_each(pack: Part, section: str, read: Callable[[Scalar, Part], T | None]) -> dict[str, T]:
    """The items of a section by name, those with faults left out."""
    found = ((name.value, read(name, part)) for name, part in pack.parts(section))
    return {name: item for name, item in found if item is not None}


def _check_documents(context: Context, pack: Part, tree: source.Mapping) -> None:
    """A text that was read has facts and a window; one that was not has nothing."""
    for _, part in pack.parts("documents"):
        prefix, unread = part.word("facts"), part.value("read") == "none"
        if prefix and not unread and not context.facts.of_document(prefix.value):
            remedy = did_you_mean(prefix.value, {fact.document for fact in context.facts})
            context.report.add(prefix, part.path("facts"), _NO_SUCH_PREFIX, remedy=remedy)
    if any(document.read is not Provenance.NONE for document in context.documents.values()):
        if tree.get("in_force") is None:
            context.report.add(tree, "in_force", _NO_WINDOW, expected=_WINDOW)
        return
    for key, _ in tree.entries if context.documents else ():
        if key.value in _CONTENT:
            context.report.add(key, key.value, _UNREAD)


def _place(report: Report, pack: Part) -> str:
    scalar = pack.word("place")
    if scalar is None:
        return ""
    try:
        place = check_place(scalar.value, "place")
    except InputError as error:
        report.place(scalar, error.faults)
        return ""
    if len(place) > 6:
        report.add(scalar, "place", _TOO_SMALL)
        return ""
    return place


def _reasons(context: Context, pack: Part, section: str, *, cited: bool) -> dict[str, Text]:
    """Why facts are not encoded, wholly or in part, by their ids; ``cited``: must they be cited, or not."""
    what, remedy = (_UNCITED, _WHOLLY) if cited else (_BOTH, _PARTLY)
    reasons = {}
    for key, part in pack.parts(section):
        if key.value not in context.facts:
            context.cites(key, part.where)
        elif (key.value in context.cited) is not cited:
            context.report.add(key, part.where, what, remedy=remedy)
        reasons[key.value] = Text(part.value("zh"), part.value("en"))
    return reasons
