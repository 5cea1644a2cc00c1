"""What every part of a pack is read with: the faults, the facts, the documents and the names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import attrs

from vocskills.engines.fold import Overflow, fold
from vocskills.language.check import check
from vocskills.language.lower import Scaled, lower, lower_money
from vocskills.language.nodes import Element, Fact, InArea, Lookup, Node, Type, walk
from vocskills.language.parse import Expression
from vocskills.language.scope import Scope, Typed
from vocskills.model.fields import Term
from vocskills.places import exists, no_such
from vocskills.policy import source
from vocskills.policy.csvfile import Folder
from vocskills.policy.documents import Citation, Document, Provenance
from vocskills.policy.facts import FactBase
from vocskills.policy.pack import Clause
from vocskills.policy.report import EnoughError, Report, did_you_mean, join
from vocskills.policy.source import Scalar
from vocskills.text import Text, labelled

T = TypeVar("T", bound=Term)

MAX_SIZE = 100_000
"""Nodes and table rows of all expressions of a pack together, after their definitions are put in."""

TAKEN = Text("这个名称在表达式里另有含义", "this name means something else in expressions")
RENAME = Text("换一个名称", "choose another name")

_OVERFLOW = Text("计算可能超出精确范围", "the calculation can leave the exact range")
_TOO_LARGE = Text("代入定义之后整份政策过大", "the whole policy is too large once its definitions are put in")
_SIMPLIFY = Text("减少定义之间的嵌套", "let definitions use one another less")


@attrs.frozen
class Part:
    """A record of the pack without whatever was wrong in it; ``where`` is its path."""

    node: source.Mapping
    where: str

    def path(self, key: str) -> str:
        """The path of one of its keys."""
        return join(self.where, key)

    def word(self, key: str) -> Scalar | None:
        """The scalar under a key."""
        found = self.node.get(key)
        return found if isinstance(found, Scalar) else None

    def value(self, key: str, default: str = "") -> str:
        """The text under a key."""
        found = self.word(key)
        return found.value.strip() if found else default

    def yes(self, key: str) -> bool:
        """Whether ``yes`` stands under a key."""
        return self.value(key) == "yes"

    def words(self, key: str) -> list[tuple[Scalar, str]]:
        """The scalars of a list under a key with their paths; a single scalar is a list of one."""
        found = self.node.get(key)
        if isinstance(found, Scalar):
            return [(found, self.path(key))]
        items = found.items if isinstance(found, source.Sequence) else ()
        paths = (f"{self.path(key)}[{index}]" for index in range(len(items)))
        return [(item, path) for item, path in zip(items, paths, strict=True) if isinstance(item, Scalar)]

    def part(self, key: str) -> Part | None:
        """The record under a key."""
        found = self.node.get(key)
        return Part(found, self.path(key)) if isinstance(found, source.Mapping) else None

    def parts(self, key: str) -> Iterator[tuple[Scalar, Part]]:
        """The records under the names of a mapping."""
        found = self.part(key)
        for name, value in found.node.entries if found else ():
            if isinstance(value, source.Mapping):
                yield name, Part(value, join(self.path(key), name.value))

    def scalars(self, key: str) -> Iterator[tuple[Scalar, Scalar, str]]:
        """The scalars under the names of a mapping, with name and path."""
        found = self.part(key)
        for name, value in found.node.entries if found else ():
            if isinstance(value, Scalar):
                yield name, value, join(self.path(key), name.value)

    def records(self, key: str) -> Iterator[Part]:
        """The records of a list under a key."""
        found = self.node.get(key)
        for index, item in enumerate(found.items if isinstance(found, source.Sequence) else ()):
            if isinstance(item, source.Mapping):
                yield Part(item, f"{self.path(key)}[{index}]")

    def members(self, key: str, kinds: type[T]) -> tuple[T, ...]:
        """The members of a closed list that stand under a key, in the order of that list."""
        words = {scalar.value for scalar, _ in self.words(key)}
        return tuple(member for member in kinds if member.value in words)

    def text(self, key: str) -> Text | None:
        """The words in two languages under a key."""
        found = self.part(key)
        return Text(found.value("zh"), found.value("en")) if found else None


@attrs.define
class Context:
    """The state of reading one pack."""

    report: Report
    facts: FactBase
    documents: dict[str, Document]
    folder: Folder = attrs.field(factory=Folder)
    scope: Scope = attrs.field(factory=Scope)
    clauses: dict[str, Clause] = attrs.field(factory=dict)
    cited: set[str] = attrs.field(factory=set)
    judged_on: tuple[Fact, ...] = ()
    size: int = 0

    # -- expressions -----------------------------------------------------------------------------------------------

    def check(self, scalar: Scalar, where: str, kind: Type | None = None) -> Typed | None:
        """A checked expression, or ``None`` after its faults have been reported."""
        typed, faults = check(Expression(scalar.value, where, self.report.file, scalar.locate), self.scope, kind)
        self.report.extend(faults)
        if typed is not None:
            self._measure(scalar, where, typed.node)
            self._areas(scalar, where, typed.node)
        return typed

    def _measure(self, scalar: Scalar, where: str, node: Node) -> None:
        self.size += sum(1 + len(part.rows) if isinstance(part, Lookup) else 1 for part in walk(node))
        if self.size > MAX_SIZE:
            self.report.add(scalar, where, _TOO_LARGE, remedy=_SIMPLIFY)
            raise EnoughError

    def _areas(self, scalar: Scalar, where: str, node: Node) -> None:
        """Divisions that are asked for and do not exist."""
        derived = (part.derived for part in walk(node) if isinstance(part, Fact | Element))
        for area in dict.fromkeys(how.area for how in derived if isinstance(how, InArea)):
            offset = scalar.value.find(area)
            if offset >= 0 and not exists(area):
                line, column = scalar.locate(offset)
                self.report.extend(
                    [attrs.evolve(no_such(area), where=where, file=self.report.file, line=line, column=column)]
                )

    def folded(self, scalar: Scalar, where: str, node: Node) -> Node | None:
        """A condition, date or member, lowered and folded."""
        return self._guarded(scalar, where, lambda: fold(lower(node)))

    def money(self, scalar: Scalar, where: str, node: Node) -> Scaled | None:
        """A quantity, lowered and folded, over its scale."""
        lowered, scale = lower_money(node)
        return self.exact(scalar, where, (lowered, scale))

    def exact(self, at: source.Node, where: str, amount: Scaled) -> Scaled | None:
        """A quantity folded, or ``None`` after a fault where it could leave the exact range."""
        node = self._guarded(at, where, lambda: fold(amount[0]))
        return None if node is None else (node, amount[1])

    def _guarded(self, at: source.Node, where: str, make: Callable[[], Node]) -> Node | None:
        try:
            return make()
        except Overflow as overflow:
            self.report.add(at, where, labelled(_OVERFLOW, overflow.why), remedy=overflow.remedy)
        return None

    # -- citations -------------------------------------------------------------------------------------------------

    def cite(self, part: Part, owner: Citation | None = None) -> Citation:
        """Where a part stands, its facts and its document checked; a step is given its owner's document."""
        ids = part.words("facts")
        for scalar, where in ids:
            self.cites(scalar, where)
        document = self._document(part, owner)
        article = part.word("article")
        if article and article.value == "unknown" and self._is_seen(document):
            what = Text("读到原文的文件要写明条款", "a text that was read needs its article")
            expected = Text(
                "条款，如 第九条；仅据摘要时才可写 unknown", "such as 第九条; unknown only under read: secondary"
            )
            self.report.add(article, part.path("article"), what, expected=expected)
        return Citation(tuple(scalar.value for scalar, _ in ids), part.value("article"), document)

    def own_cite(self, part: Part, owner: Citation) -> Citation | None:
        """Where a part itself says that it stands; ``None`` where it leaves that to its owner."""
        own = any(part.node.get(key) for key in ("facts", "article", "document"))
        return self.cite(part, owner) if own else None

    def cites(self, scalar: Scalar, where: str) -> None:
        """Reports why nothing may rest on a fact."""
        self.cited.add(scalar.value)
        objection = self.facts.objection(scalar.value, where)
        if objection is not None:
            self.report.place(scalar, [objection])

    def _is_seen(self, document: str) -> bool:
        found = self.documents.get(document)
        return found is not None and found.read is not Provenance.SECONDARY

    def _document(self, part: Part, owner: Citation | None) -> str:
        named = part.word("document")
        if named is not None:
            return self.read_document(named, part.path("document"))
        if owner is not None:
            return owner.document
        read = [document.id for document in self.documents.values() if document.read is not Provenance.NONE]
        if len(read) > 1:
            what = Text("有几份已读文件，要写明是哪一份", "several documents were read: say which one")
            expected = Text(f"document: {' 或 '.join(read)}", f"document: {' or '.join(read)}")
            self.report.add(part.node, part.path("document"), what, expected=expected)
        return read[0] if len(read) == 1 else ""

    def read_document(self, scalar: Scalar, where: str) -> str:
        """The id of a document that was read, "" after a fault."""
        document = self.known_document(scalar, where)
        if document and self.documents[document].read is Provenance.NONE:
            self.report.add(scalar, where, Text("这份文件没有读到", "this document was not read"))
            return ""
        return document

    def known_document(self, scalar: Scalar, where: str) -> str:
        """The id of a document of the pack, "" after a fault."""
        if scalar.value in self.documents:
            return scalar.value
        remedy = did_you_mean(scalar.value, self.documents)
        self.report.add(scalar, where, Text("没有这份文件", "there is no such document"), remedy=remedy)
        return ""

    # -- clauses ---------------------------------------------------------------------------------------------------

    def settle(self, clause: Clause) -> Fact:
        """Notes a clause and gives its fact."""
        self.clauses[clause.name] = clause
        return clause.fact
