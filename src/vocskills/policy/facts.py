"""The fact base: what the documents say, each statement with its source and how it was read.

Every rule of a pack cites ids of this table, and whatever a document says that no rule uses is named in the pack's
``left_out``. The table is ``packs/facts.csv``:

* ``id``: the document's name and a number, such as ``YN20-04``; ``00`` is the document itself: title, number, window;
* ``article``: where it stands in the document; ``unknown`` if that was not seen, empty if it stands in none;
* ``fact_zh``, ``fact_en``: what it says, in our own words, figures exact; empty where something is only remembered;
* ``source``: where it was read, several separated by ``" ; "``; for what is only remembered, the reason;
* ``replaced_by``: the ids, separated by ``;``, that say what is right where this row turned out wrong or out of date.
  Such a row is kept, so that nobody enters it again, and is not to be cited. A row that was itself put right is not
  replaced.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from io import StringIO

import attrs

from vocskills.errors import Fault, PolicyError, did_you_mean, similar
from vocskills.model.fields import Term
from vocskills.text import Text, same

FILE = "facts.csv"
COLUMNS = ("id", "document", "article", "fact_zh", "fact_en", "confidence", "source", "replaced_by")

_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")

_MISSING = Text("没有填写", "missing")
_DOUBLE = Text("编号重复", "an id that stands twice")
_NO_SUCH = Text("没有这条依据", "no such fact")
_NO_SUCH_CONFIDENCE = Text("没有这种来源等级", "no such confidence")
_NOT_AN_ID = Text("编号写法不对", "not written as an id")
_AN_ID = Text("文件简称加序号，如 YN20-04", "the document's name and a number, such as YN20-04")
_FOREIGN = Text("编号不属于这份文件", "an id that is not of this document")
_REMEMBERED = Text("凭记忆的条目只留编号和原因", "what is only remembered keeps its id and the reason only")
_TO_SOURCE = Text("把原因写在 source 栏，其余留空", "write the reason under source and leave the rest empty")
_CIRCLE = Text("只能由可引用的条目代替", "replaced by a row that cannot be cited itself")
_STRAY = Text("有换行、控制字符或首尾空格", "a line break, a control character, or spaces around it")
_ONLY_REMEMBERED = Text("只凭记忆，不得引用", "only remembered, so nothing may rest on it")
_FIND_SOURCE = Text("先找到来源，或写入 left_out", "find a source first, or name it in left_out")
_REPLACED = Text("已被更正或取代，不得引用", "replaced by another fact, so nothing may rest on it")


class Confidence(Term):
    """How a fact was read, the best first."""

    READ = "read", "全文阅读", "read in full"
    READ_PART = "read-part", "部分阅读", "read in part"
    SECONDARY = "secondary", "间接来源", "secondary source"
    ANALYSIS = "analysis", "分析", "analysis"
    MEMORY = "memory", "记忆（不得引用）", "memory (not to be cited)"


_BY_VALUE: Mapping[str, Confidence] = {str(member.value): member for member in Confidence}
_READ = ("document", "fact_zh", "fact_en", "source")
_NEEDED: Mapping[Confidence | None, tuple[str, ...]] = {
    Confidence.READ: _READ,
    Confidence.READ_PART: _READ,
    Confidence.SECONDARY: _READ,
    Confidence.ANALYSIS: ("document", "fact_zh", "fact_en"),
    Confidence.MEMORY: ("document", "source"),
}


@attrs.frozen
class SourcedFact:
    """One statement of a document.

    Attributes:
        id: its id, such as ``YN20-04``.
        document: the document's name, with which its ids begin.
        article: where it stands; ``unknown`` if that was not seen, empty if it stands in no document.
        fact: what it says; empty where it is only remembered.
        confidence: how it was read.
        source: where it was read; for what is only remembered, the reason.
        replaced_by: the facts that hold instead, empty for almost all.
    """

    id: str
    document: str
    article: str
    fact: Text
    confidence: Confidence
    source: str
    replaced_by: tuple[str, ...] = ()

    @property
    def citable(self) -> bool:
        """Whether a rule may rest on it: it was read or reasoned, and nothing else holds instead."""
        return self.confidence is not Confidence.MEMORY and not self.replaced_by


def _index(facts: Iterable[SourcedFact]) -> Mapping[str, SourcedFact]:
    return {fact.id: fact for fact in facts}


@attrs.frozen
class FactBase:
    """Facts in the order of their documents, found by id.

    Attributes:
        facts: all of them, each id once.
    """

    facts: tuple[SourcedFact, ...]
    _by_id: Mapping[str, SourcedFact] = attrs.field(
        init=False, repr=False, eq=False, default=attrs.Factory(lambda self: _index(self.facts), takes_self=True)
    )

    def __iter__(self) -> Iterator[SourcedFact]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self._by_id

    def get(self, fact_id: str) -> SourcedFact | None:
        """The fact of this id, ``None`` if there is none; see :meth:`objection` for what to say then."""
        return self._by_id.get(fact_id)

    def of_document(self, document: str) -> tuple[SourcedFact, ...]:
        """Every fact of a document by its name, such as ``YN20``; what is replaced or only remembered included."""
        return tuple(fact for fact in self.facts if fact.document == document)

    def suggest(self, fact_id: str) -> tuple[str, ...]:
        """At most three ids that look like this one, the likeliest first."""
        return tuple(similar(fact_id.upper(), self._by_id))

    def citable(self, fact_id: str) -> bool:
        """Whether a rule may rest on this id."""
        fact = self.get(fact_id)
        return fact is not None and fact.citable

    def objection(self, fact_id: str, where: str = "") -> Fault | None:
        """Why a rule may not rest on this id, ``None`` if it may.

        Args:
            fact_id: the id as written.
            where: the path of the citation, such as ``rules.yearly.facts[0]``.

        Returns:
            A fault without file, line and column, which the caller adds.
        """
        fact = self.get(fact_id)
        if fact is None:
            return Fault(_NO_SUCH, where, text=fact_id, remedy=did_you_mean(self.suggest(fact_id)))
        if fact.replaced_by:
            listed = ", ".join(fact.replaced_by)
            return Fault(_REPLACED, where, text=fact_id, remedy=Text(f"改为引用 {listed}", f"cite {listed} instead"))
        if fact.confidence is Confidence.MEMORY:
            return Fault(_ONLY_REMEMBERED, where, text=fact_id, remedy=_FIND_SOURCE)
        return None


@cache
def load_facts() -> FactBase:
    """The facts of the library, read once."""
    return read_facts((files("vocskills") / "packs" / FILE).read_text("utf-8"))


def read_facts(table: str, file: str = FILE) -> FactBase:
    """Reads a table of facts, strictly.

    Args:
        table: the text of the CSV file with the columns :data:`COLUMNS`.
        file: its name in messages.

    Raises:
        PolicyError: everything that is wrong with the table, each fault with its line.
    """
    reader = csv.reader(StringIO(table, newline=""), strict=True)
    faults: list[Fault] = []
    rows: list[tuple[int, list[str]]] = []
    try:
        # A fault stands where its row begins, the reader at the row's last line.
        before = 0
        for row in reader:
            rows.append((before + 1, row))
            before = reader.line_num
    except csv.Error as error:
        what = Text("不合 CSV 的写法", "this is not well-formed CSV")
        faults.append(Fault(what, file=file, line=reader.line_num, text=str(error)))
    facts, found = _facts(rows, file)
    if faults or found:
        raise PolicyError(sorted([*faults, *found], key=lambda fault: fault.line))
    return FactBase(facts)


def _facts(rows: list[tuple[int, list[str]]], file: str) -> tuple[tuple[SourcedFact, ...], list[Fault]]:
    if not rows or tuple(rows[0][1]) != COLUMNS:
        head = ",".join(rows[0][1]) if rows else ""
        what, expected = Text("表头不对", "not the right header"), same(",".join(COLUMNS))
        return (), [Fault(what, file=file, line=1, text=head, expected=expected)]
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    facts: list[SourcedFact] = []
    for line, row in rows[1:]:
        cells = dict(zip(COLUMNS, row, strict=False))
        wrong = [*_ragged(row)] or [*_in_cells(cells, lines)]
        lines.setdefault(cells.get("id", ""), line)
        faults += [attrs.evolve(fault, file=file, line=line) for fault in wrong]
        if not wrong:
            facts.append(_fact(cells))
    faults += [attrs.evolve(f, file=file, line=lines[f.where.split(".")[0]]) for f in _replacements(facts, lines)]
    return tuple(facts), faults


def _fact(cells: Mapping[str, str]) -> SourcedFact:
    fact_id, document, article, zh, en, confidence, source, replaced = (cells[name] for name in COLUMNS)
    return SourcedFact(fact_id, document, article, Text(zh, en), _BY_VALUE[confidence], source, _ids(replaced))


def _ids(words: str) -> tuple[str, ...]:
    return tuple(words.split(";")) if words else ()


def _ragged(row: list[str]) -> Iterator[Fault]:
    if len(row) != len(COLUMNS):
        what = Text("栏数不对", "not the right number of columns")
        yield Fault(what, row[0] if row else "", text=str(len(row)), expected=same(str(len(COLUMNS))))


def _in_cells(cells: Mapping[str, str], lines: Mapping[str, int]) -> Iterator[Fault]:
    """What is wrong with one row, without its line."""
    fact_id = cells["id"]
    for name, words in cells.items():
        if words != words.strip() or _UNPRINTABLE.search(words):
            yield Fault(_STRAY, f"{fact_id}.{name}", text=words)
    if not _ID.fullmatch(fact_id):
        yield Fault(_NOT_AN_ID, "id", text=fact_id, expected=_AN_ID)
    elif not fact_id.startswith(cells["document"]):
        yield Fault(_FOREIGN, f"{fact_id}.document", text=cells["document"])
    if fact_id in lines:
        first = lines[fact_id]
        yield Fault(_DOUBLE, "id", text=fact_id, remedy=Text(f"第 {first} 行已有", f"line {first} has it already"))
    yield from _by_confidence(cells)


def _by_confidence(cells: Mapping[str, str]) -> Iterator[Fault]:
    """What a row needs and may not have, by how it was read."""
    fact_id, confidence = cells["id"], _BY_VALUE.get(cells["confidence"])
    if confidence is None:
        close = similar(cells["confidence"], _BY_VALUE, 1)
        yield Fault(
            _NO_SUCH_CONFIDENCE,
            f"{fact_id}.confidence",
            text=cells["confidence"],
            expected=same(" | ".join(_BY_VALUE)),
            remedy=did_you_mean(close),
        )
    for name in _NEEDED.get(confidence, ("document",)):
        if not cells[name]:
            yield Fault(_MISSING, f"{fact_id}.{name}")
    for name in ("article", "fact_zh", "fact_en", "replaced_by") if confidence is Confidence.MEMORY else ():
        if cells[name]:
            yield Fault(_REMEMBERED, f"{fact_id}.{name}", text=cells[name], remedy=_TO_SOURCE)


def _replacements(facts: list[SourcedFact], lines: Mapping[str, int]) -> Iterator[Fault]:
    """Replacements that point nowhere, or at what cannot be cited either (the row itself, a ring of rows)."""
    base = FactBase(tuple(facts))
    for fact in facts:
        for other in fact.replaced_by:
            where = f"{fact.id}.replaced_by"
            if other not in lines:
                yield Fault(_NO_SUCH, where, text=other, remedy=did_you_mean(base.suggest(other)))
            elif other in base and not base.citable(other):
                yield Fault(_CIRCLE, where, text=other)
