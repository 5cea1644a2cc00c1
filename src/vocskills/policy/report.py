"""Faults of a pack as they are found, each with its place in the file, and the check of a file against its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from vocskills import errors
from vocskills.errors import Fault, PolicyError
from vocskills.policy import source
from vocskills.policy.shapes import Either, Entries, Foreign, Items, Key, Nested, Record, Shape, Use, Word
from vocskills.policy.source import MAX_FAULTS, Scalar, expression_faults
from vocskills.text import Text, same

_EMPTY = Text("这里没有写内容", "nothing is written here")
_WRONG_FORM = Text("写法不对", "not written as it should be")
_NO_SUCH_CHOICE = Text("没有这个选项", "there is no such choice")


class EnoughError(Exception):
    """More faults were found than are reported; nothing more needs to be checked."""


@attrs.define
class Report:
    """The faults of one file.

    Attributes:
        file: its name.
        faults: what was found so far.
        public: whether it is a policy, which names no people, so that its text is shown as it stands.
    """

    file: str
    faults: list[Fault] = attrs.field(factory=list)
    public: bool = True

    def add(
        self,
        at: source.Node,
        where: str,
        what: Text,
        text: str | None = None,
        expected: Text | None = None,
        remedy: Text | None = None,
    ) -> None:
        """Notes a fault at a node; a scalar's own text is shown unless another is given."""
        found = text if text is not None else at.value.strip() if isinstance(at, Scalar) else ""
        self.extend([Fault(what, where, self.file, at.line, at.column, found, expected, remedy, self.public)])

    def place(self, at: source.Node, faults: Iterable[Fault], where: str = "") -> None:
        """Notes faults that know neither file nor line."""
        placed = (attrs.evolve(f, file=self.file, line=at.line, column=at.column) for f in faults)
        self.extend([attrs.evolve(fault, where=where) if where else fault for fault in placed])

    def extend(self, faults: Iterable[Fault]) -> None:
        """Notes faults that know their place."""
        self.faults += faults
        if len(self.faults) > MAX_FAULTS:
            raise EnoughError

    def error(self) -> PolicyError:
        """All faults in the order of the file; those of other files beside it come after."""
        ordered = sorted(self.faults, key=lambda f: (f.file != self.file, f.file, f.line, f.column))
        if len(ordered) <= MAX_FAULTS:
            return PolicyError(ordered)
        more = Text(f"错误太多，只列出前 {MAX_FAULTS} 处", f"too many faults: only the first {MAX_FAULTS} are listed")
        last = ordered[MAX_FAULTS - 1]
        return PolicyError([*ordered[:MAX_FAULTS], Fault(more, file=last.file, line=last.line, column=last.column)])


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """The likeliest of the known words, as a remedy."""
    return errors.did_you_mean(errors.similar(word, known))


def keep_sound(node: source.Node, shape: Shape, report: Report, where: str = "") -> source.Node | None:
    """Checks a node against a shape.

    Returns:
        The node without whatever does not fit, all of which has been reported; ``None`` if nothing is left. A record
        is kept with the keys that are right, so that the rest of it can be checked as well.
    """
    match shape, node:
        case Word(), Scalar():
            return node if _is_sound(node, shape, report, where) else None
        case Items(), source.Sequence():
            return _items(node, shape, report, where)
        case Entries(), source.Mapping():
            return _entries(node, shape, report, where)
        case Nested(), source.Mapping():
            return _nested(node, shape, report, where)
        case Record(), source.Mapping():
            return _record(node, shape, report, where)
        case Foreign(), source.Mapping():
            return node
        case Either(), _:
            fitting = next((one for one in shape.shapes if _fits(node, one)), None)
            if fitting is not None:
                return keep_sound(node, fitting, report, where)
    report.add(node, where, _kind_fault(shape), expected=shape.about)
    return None


def _fits(node: source.Node, shape: Shape) -> bool:
    match node:
        case Scalar():
            return isinstance(shape, Word)
        case source.Sequence():
            return isinstance(shape, Items)
        case source.Mapping():
            return isinstance(shape, Entries | Record | Nested)


def _kind_fault(shape: Shape) -> Text:
    match shape:
        case Word():
            return Text("这里要一个词或一句话", "one word or sentence is wanted here")
        case Items():
            return Text("这里要一个列表", "a list is wanted here")
        case Either():
            return _WRONG_FORM
        case _:
            return Text("这里要带键的内容", "a mapping with keys is wanted here")


def _is_sound(scalar: Scalar, word: Word, report: Report, where: str) -> bool:
    if not scalar.value.strip():
        report.add(scalar, where, _EMPTY, expected=word.about)
        return False
    # What is no expression may be quoted and may stand in brackets; only a value that is cut is wrong everywhere.
    judged = scalar if word.use is not Use.WORD else attrs.evolve(scalar, style="plain", flow=False)
    cut = expression_faults(judged, report.file, where)
    report.extend(attrs.evolve(fault, public=report.public) for fault in cut)
    if cut:
        return False
    if word.choices and scalar.value not in word.choices:
        remedy = did_you_mean(scalar.value, word.choices)
        expected = same(" | ".join(word.choices)) if len(word.choices) <= 12 else word.about
        report.add(scalar, where, _NO_SUCH_CHOICE, expected=expected, remedy=remedy)
        return False
    if word.pattern and not re.fullmatch(word.pattern, scalar.value):
        report.add(scalar, where, _WRONG_FORM, expected=word.about, remedy=_snake_case(scalar.value, word))
        return False
    return True


def _snake_case(value: str, word: Word) -> Text | None:
    tried = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", value).lower()).strip("_")
    return Text(f"写成 {tried}", f"write {tried}") if re.fullmatch(word.pattern, tried) else None


def _items(node: source.Sequence, shape: Items, report: Report, where: str) -> source.Node | None:
    _count(node, len(node.items), shape.least, shape.most, report, where, shape.about)
    kept = [keep_sound(item, shape.item, report, f"{where}[{i}]") for i, item in enumerate(node.items[: shape.most])]
    sound = tuple(item for item in kept if item is not None)
    if shape.unique:
        _doubles(sound, report, where)
    return source.Sequence(sound, node.line, node.column) if sound else None


def _doubles(items: tuple[source.Node, ...], report: Report, where: str) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if isinstance(item, Scalar) and item.value in seen:
            report.add(item, f"{where}[{index}]", Text("写了两遍", "this stands twice"))
        elif isinstance(item, Scalar):
            seen.add(item.value)


def _count(node: source.Node, count: int, least: int, most: int, report: Report, where: str, about: Text) -> None:
    if count < least:
        what = Text(f"至少要 {least} 项，写了 {count} 项", f"at least {least} wanted, {count} given")
        report.add(node, where, what, expected=about, remedy=_write_some(least))
    if count > most:
        what = Text(f"最多 {most} 项，写了 {count} 项", f"at most {most} allowed, {count} given")
        report.add(node, where, what, expected=about, remedy=Text(f"只留 {most} 项", f"keep {most} of them"))


def _write_some(least: int) -> Text:
    return Text(
        f"至少写上 {least} 项；没有可写的，删去它所在的部分",
        f"write at least {least}, or remove the part that it is in",
    )


def _entries(node: source.Mapping, shape: Entries, report: Report, where: str) -> source.Node:
    _count(node, len(node.entries), shape.least, shape.most, report, where, shape.about)
    kept = []
    for key, value in node.entries[: shape.most]:
        path = join(where, key.value)
        named = _is_sound(key, shape.key, report, path)
        sound = keep_sound(value, shape.value, report, path)
        if named and sound is not None:
            kept.append((key, sound))
    return source.Mapping(tuple(kept), node.line, node.column)


def _nested(node: source.Mapping, shape: Nested, report: Report, where: str) -> source.Node | None:
    if not node.entries:
        report.add(node, where, _EMPTY, expected=shape.about)
        return None
    kept = []
    for key, value in node.entries:
        path = join(where, key.value)
        inner = shape if isinstance(value, source.Mapping) else shape.cell
        sound = keep_sound(value, inner, report, path)
        if sound is not None:
            kept.append((key, sound))
    return source.Mapping(tuple(kept), node.line, node.column) if len(kept) == len(node.entries) else None


def _record(node: source.Mapping, shape: Record, report: Report, where: str) -> source.Node:
    kept = []
    for key, value in node.entries:
        known = shape.key(key.value)
        path = join(where, key.value)
        if known is None:
            _unknown_key(key, shape, report, path)
            continue
        sound = keep_sound(value, known.shape, report, path)
        if sound is not None:
            kept.append((key, sound))
    for missing in _missing(node, shape):
        what = Text(f"缺少键 {missing.name}", f"the key {missing.name} is missing")
        remedy = Text(f"加上 {missing.name}:", f"add {missing.name}:")
        report.add(node, join(where, missing.name), what, expected=missing.about, remedy=remedy)
    _one_of(node, shape, report, where)
    return source.Mapping(tuple(kept), node.line, node.column)


def _missing(node: source.Mapping, shape: Record) -> Iterator[Key]:
    return (key for key in shape.keys if key.required and node.get(key.name) is None)


def _unknown_key(key: Scalar, shape: Record, report: Report, where: str) -> None:
    names = [known.name for known in shape.keys]
    remedy = did_you_mean(key.value, names)
    report.add(key, where, Text("没有这个键", "there is no such key"), expected=same(", ".join(names)), remedy=remedy)


def _one_of(node: source.Mapping, shape: Record, report: Report, where: str) -> None:
    for group in shape.one_of:
        listed = ", ".join(group)
        what = Text(f"{listed} 要写一个且只写一个", f"exactly one of {listed} is wanted")
        found = [key for key, _ in node.entries if key.value in group]
        for extra in found[1:]:
            report.add(extra, join(where, extra.value), what)
        if not found:
            report.add(node, where, what)


def join(where: str, name: str) -> str:
    """A path one step deeper; what would not print on one line is escaped."""
    shown = name if name.isprintable() else ascii(name)
    shown = shown if len(shown) <= 40 else shown[:37] + "..."
    return f"{where}.{shown}" if where else shown
