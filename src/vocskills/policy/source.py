"""Pack files as trees of text with positions.

A pack is YAML, read so that nothing in it is ever run, guessed or silently changed: every scalar stays the text that
it is (``no`` is "no", ``2020-02-30`` is "2020-02-30"), every node knows its line and column, and whatever a reviewer
could misread (anchors, tags, merge keys, second documents, invisible characters) is refused.

The tree is built from the parser's event stream with a stack of our own, and reading stops at the first event beyond
a limit. No recursion takes part: ``yaml.compose`` recurses once per level, and the pure-Python scanner needs minutes
for 100,000 open brackets once it is asked for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from vocskills.errors import Fault, PolicyError
from vocskills.text import Text

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 2**20
"""Most bytes that a pack file may have (1 MB), a byte order mark included."""
MAX_DEPTH = 50
"""Most collections that may stand inside one another, the top mapping included."""
MAX_NODES = 50_000
"""Most nodes (keys, values and collections) in one file."""
MAX_FAULTS = 100
"""Most faults that one reading reports."""

_STYLES = {"'": "single", '"': "double", "|": "literal", ">": "folded"}
_BREAKS = "\x85\u2028\u2029"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_INVISIBLE = "\u202a-\u202e\u2066-\u2069\ufeff"
# NEL and U+2028/9 end a line for YAML 1.1 but in few editors, and a lone CR in hardly any: a rule could hide
# behind a comment. Bidirectional controls show a reviewer another text than the one that is read.
_FORBIDDEN = re.compile(f"[{_CONTROLS}{_BREAKS}{_INVISIBLE}]|\r(?!\n)")
_FORBIDDEN_VALUE = re.compile(f"[{_CONTROLS}{_BREAKS}{_INVISIBLE}\r]")
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")
_BLANK = re.compile(r"[ \t\r\n]+")
_BARE_WORD = re.compile(r"[\w.%-]*")
_TABBED = re.compile(r" *\t")
_TAG = re.compile(r"!\S*")

_TOO_DEEP = Text(f"嵌套太深，最多 {MAX_DEPTH} 层", f"nested too deeply: at most {MAX_DEPTH} levels")
_TAB = Text("缩进里有制表符", "a tab stands in the indentation")
_NOT_YAML = Text("不合 YAML 的写法", "this is not well-formed YAML")
_CONTROL = Text("有控制字符，或看不见的换行、方向字符", "a control character, or an invisible break or direction mark")
_DIRECTIVE = Text("不允许 YAML 指令（%）", "YAML directives (%) are not allowed")
_IN_FLOW = Text("表达式或句子不能写在 {…} 或 […] 里", "an expression or sentence may not stand inside {...} or [...]")
_QUOTED = Text("表达式或句子不要加引号", "an expression or sentence is not quoted")
_CUT = Text("值被“ #”截断，其后成了注释", "' #' cuts the value: what follows it is read as a comment")

_FLATTER = Text("减少嵌套", "nest less")
_SPACES = Text("缩进只用空格", "indent with spaces only")
_REMOVE = Text("删去", "remove it")
_ONE_OF_THEM = Text("删去或改名其中一个", "remove or rename one of them")
TO_CSV = Text("把长表放到旁边的 CSV 文件", "move long tables to a CSV file beside the pack")
_UNFOLD = Text(
    "去掉括号，每项另起一行，长的写成块（|）", "drop the brackets: one entry a line, long ones as a block (|)"
)
_UNQUOTE = Text("去掉引号，或写成块（|）", "write it plainly, without quotes, or as a block (|)")
_AS_BLOCK = Text(
    "写成块（|）：键后写 |，下一行缩进写内容",
    "write it as a block (|): | after the key, the content indented below it",
)
_WELL_FORMED = Text(
    "检查缩进、冒号和引号；值里有冒号、引号或以符号开头时，写成块（|）",
    "check indentation, colons and quotes; write a value with a colon or quotes, or that starts with a sign, "
    "as a block (|)",
)


@attrs.frozen
class Scalar:
    """One piece of text.

    Attributes:
        value: the text, never converted; an empty value is "".
        line: line of its first character (a quote and a block's ``|`` included), counted from 1.
        column: column of that character, in characters, counted from 1.
        style: how it is written: "plain", "single", "double", "literal" (``|``) or "folded" (``>``).
        flow: whether it stands inside ``{...}`` or ``[...]``.
        comment: the comment that ends a plain scalar on its line, with its ``#``; "" if there is none.
        body: the scalar as it stands in the file, with its quotes or its block header.
    """

    value: str
    line: int
    column: int
    style: str = "plain"
    flow: bool = False
    comment: str = ""
    body: str = attrs.field(default="", repr=False, eq=False)

    @property
    def cut(self) -> bool:
        """Whether a comment ends this plain scalar on its line: what follows ``#`` is not part of the value."""
        return bool(self.comment)

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of the character at ``offset`` of ``value``.

        Exact for every character of one-line plain scalars, one-line quoted ones without escapes, and literal blocks.
        In folded blocks, and in plain or quoted scalars over several lines without escapes, exact for every
        character but blanks and line breaks, which are placed just after the character before them. With escapes
        exact up to the first one; from there on the answer is the scalar's own start.

        Args:
            offset: index into ``value``; an index outside it means its nearest end.
        """
        offset = min(max(offset, 0), len(self.value))
        if self.style == "literal":
            return self._in_literal(offset)
        opening = int(self.style in ("single", "double"))
        if self.style != "folded" and "\n" not in self.body and len(self.body) == len(self.value) + 2 * opening:
            return self.line, self.column + opening + offset
        return self._place(self._aligned(offset, self.body.find("\n") + 1 if self.style == "folded" else opening))

    def _in_literal(self, offset: int) -> tuple[int, int]:
        """A literal block's lines are the file's, less an indentation that is what they are longer by."""
        number = self.value.count("\n", 0, offset)
        start = self.value.rfind("\n", 0, offset) + 1
        end = self.value.find("\n", start)
        length = (len(self.value) if end < 0 else end) - start
        lines = self.body.split("\n")
        written = lines[number + 1].rstrip("\r") if number + 1 < len(lines) else ""
        return self.line + number + 1, max(len(written) - length, 0) + offset - start + 1

    def _aligned(self, offset: int, start: int) -> int:
        """Index into ``body`` by counting what is not blank: folding changes blanks and line breaks only."""
        before = len(_BLANK.sub("", self.value[:offset]))
        blank = offset == len(self.value) or self.value[offset] in " \t\r\n"
        wanted = _BLANK.sub("", self.value[: offset + 1])
        spots = [i for i in range(start, len(self.body)) if self.body[i] not in " \t\r\n"][: len(wanted)]
        if "".join(self.body[i] for i in spots) != wanted:
            return 0
        if blank:
            return spots[-1] + 1 if spots else start
        return spots[before]

    def _place(self, index: int) -> tuple[int, int]:
        """Line and column in the file of ``body[index]``."""
        start = self.body.rfind("\n", 0, index) + 1
        first = self.column if start == 0 else 1
        return self.line + self.body.count("\n", 0, index), first + index - start


@attrs.frozen
class Sequence:
    """A list of nodes; ``line`` and ``column`` are those of its first character."""

    items: tuple[Node, ...]
    line: int
    column: int


@attrs.frozen
class Mapping:
    """Keys with their values in the order of the file; ``line`` and ``column`` are those of its first character."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int
    _values: dict[str, Node] = attrs.field(init=False, repr=False, eq=False)

    @_values.default
    def _index(self) -> dict[str, Node]:
        return {key.value: value for key, value in self.entries}

    def get(self, key: str) -> Node | None:
        """The value under ``key``, or None if there is no such key."""
        return self._values.get(key)

    def keys(self) -> tuple[str, ...]:
        """The keys in the order of the file."""
        return tuple(key.value for key, _ in self.entries)


Node: TypeAlias = Scalar | Sequence | Mapping


def read_source(source: bytes | str, name: str) -> Mapping:
    """Reads one pack file as a tree of text with positions.

    Size, encoding and characters are checked first, each on its own, because a text that fails one of them is not
    safe to read any further; all other faults are collected (up to 100) and sorted by position. After a YAML error,
    a second document or a passed limit nothing more is read.

    Args:
        source: the file's content; bytes must be UTF-8, with or without a byte order mark.
        name: the file's name, for the faults.

    Raises:
        PolicyError: with every fault found.
    """
    tree, faults = read_on(source, name)
    if faults:
        raise PolicyError(faults)
    return tree


def read_on(source: bytes | str, name: str) -> tuple[Mapping, list[Fault]]:
    """Reads a file as :func:`read_source` does, and goes on after faults that leave no doubt about the rest.

    Of doubled keys the first one stays, keys that are none are left out, directives, anchors and tags are passed over.

    Returns:
        The tree and those faults, in the order of the file. With faults the tree is good for finding others only.

    Raises:
        PolicyError: with every fault found, if there is any other.
    """
    text = decode(source, name)
    text, faults = _without_directives(text, name)
    reader = _Reader(text, name, faults)
    reader.read()
    if not reader.faults and not isinstance(reader.top, Mapping):
        reader.faults.append(_top_fault(reader))
    found = _first(sorted(reader.faults, key=lambda f: (f.line, f.column)))
    if reader.broken or len(found) > MAX_FAULTS or not isinstance(reader.top, Mapping):
        raise PolicyError(found)
    return reader.top, found


def expression_faults(scalar: Scalar, name: str = "", where: str = "") -> list[Fault]:
    """What makes a scalar unfit to carry an expression or a sentence; nothing if it is fit.

    Inside ``{...}`` and ``[...]`` a comma splits silently, so only a bare word (letters, digits, ``_``, ``.``, ``-``,
    ``%``) may stand there; quotes would be mistaken for a part of the expression; and `` #`` cuts a plain scalar.
    A bare word followed by an ordinary comment (``#`` and a blank) is complete and therefore fit.

    Args:
        scalar: the scalar that is to be an expression or a sentence.
        name: the file's name, for the faults.
        where: the path inside the pack, for the faults.
    """
    bare = _BARE_WORD.fullmatch(scalar.value) is not None
    found = []
    if scalar.flow and not bare:
        found.append((_IN_FLOW, _UNFOLD))
    if scalar.style in ("single", "double"):
        found.append((_QUOTED, _UNQUOTE))
    if scalar.cut and not (bare and scalar.comment[1:2] in ("", " ", "\t")):
        found.append((_CUT, _AS_BLOCK))
    shown = scalar.value + (f" {scalar.comment}" if scalar.cut else "")
    return [Fault(what, where, name, scalar.line, scalar.column, shown, remedy=remedy) for what, remedy in found]


def to_plain(node: Node) -> dict[str, Any] | list[Any] | str:
    """The tree as dicts, lists and strings, without positions, as JSON Schema validators want it."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [to_plain(item) for item in node.items]
        case Mapping():
            return {key.value: to_plain(value) for key, value in node.entries}


def decode(source: bytes | str, name: str, remedy: Text | None = TO_CSV) -> str:
    """The text of a file without a byte order mark, its size, encoding and characters checked.

    Args:
        source: the file's content.
        name: its name, for the faults.
        remedy: what to do about a file that is too large.

    Raises:
        PolicyError: it is too large, is not UTF-8, or has characters that a reader cannot see.
    """
    size = len(source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        what = Text("文件太大", "the file is too large")
        most = Text(f"最多 {MAX_BYTES:,} 字节（1 MB）", f"at most {MAX_BYTES:,} bytes (1 MB)")
        raise PolicyError(Fault(what, "", name, 1, 1, f"{size:,} bytes", most, remedy))
    text = source if isinstance(source, str) else _utf8(source, name)
    text = text.removeprefix("\ufeff")
    faults = list(islice(_character_faults(text, name), MAX_FAULTS + 1))
    if faults:
        raise PolicyError(_first(faults))
    return text


def _utf8(source: bytes, name: str) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        good = source[: error.start].decode("utf-8").removeprefix("\ufeff")
        line, column = _spot(good, len(good))
        what = Text(
            f"不是 UTF-8 编码（第 {error.start} 字节起，从 0 数）",
            f"not UTF-8 (from byte offset {error.start}, counted from 0)",
        )
        remedy = Text("另存为 UTF-8 编码", "save the file as UTF-8")
        found = source[error.start : error.start + 4].hex(" ")
        raise PolicyError(Fault(what, file=name, line=line, column=column, text=found, remedy=remedy)) from None


def _character_faults(text: str, name: str) -> Iterator[Fault]:
    for found in _FORBIDDEN.finditer(text):
        line, column = _spot(text, found.start())
        yield Fault(_CONTROL, "", name, line, column, f"U+{ord(found.group()):04X}", remedy=_REMOVE)


def _spot(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of ``text[index]``."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _first(faults: list[Fault]) -> list[Fault]:
    """The first faults, and one more that says so if there were others."""
    if len(faults) <= MAX_FAULTS:
        return faults
    last = faults[MAX_FAULTS - 1]
    more = Text(f"错误太多，只列出前 {MAX_FAULTS} 处", f"too many faults: only the first {MAX_FAULTS} are listed")
    return [*faults[:MAX_FAULTS], Fault(more, file=last.file, line=last.line, column=last.column)]


def _without_directives(text: str, name: str) -> tuple[str, list[Fault]]:
    """The text with leading ``%`` lines made comments, so that reading can go on, and a fault for each."""
    faults, starts, start = [], [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("%"):
            starts.append(start)
            faults.append(Fault(_DIRECTIVE, "", name, number, 1, line.rstrip("\r"), remedy=_REMOVE))
            if len(faults) > MAX_FAULTS:
                break
        elif line.strip() and not line.lstrip().startswith("#"):
            break
        start += len(line) + 1
    if starts:
        chars = list(text)
        for spot in starts:
            chars[spot] = "#"
        text = "".join(chars)
    return text, faults


def _top_fault(reader: _Reader) -> Fault:
    """Why a file without any other fault has no mapping to offer."""
    top = reader.top
    if top is None or (isinstance(top, Scalar) and top.style == "plain" and not top.value):
        what = Text("文件是空的", "the file is empty")
    else:
        what = Text("文件最外层不是键和值", "the top level of the file is not a mapping")
    expected = Text("以 policy: 等键开头的映射", "a mapping with keys such as policy:")
    line, column = (top.line, top.column) if top else (1, 1)
    return Fault(what, file=reader.name, line=line, column=column, expected=expected)


@attrs.define
class _Open:
    """A collection that has begun and not ended; the nodes of a mapping are keys and values in turn."""

    line: int
    column: int
    flow: bool
    mapping: bool
    nodes: list[Node] = attrs.field(factory=list)

    def step(self) -> str:
        """The part of the path that leads to the node being read."""
        if not self.mapping:
            return f"[{len(self.nodes)}]"
        return _key_words(self.nodes[-1]) if len(self.nodes) % 2 else ""


def _key_words(key: Node) -> str:
    """A key as it may stand in a path: on one line and not endless."""
    words = key.value if isinstance(key, Scalar) else "?"
    words = words if words.isprintable() else ascii(words)
    return words if len(words) <= 40 else words[:37] + "..."


@attrs.define
class _Reader:
    """Builds the tree from events, collecting faults; ``broken`` after one that leaves the rest in doubt."""

    text: str
    name: str
    faults: list[Fault]
    top: Node | None = None
    broken: bool = False
    _open: list[_Open] = attrs.field(factory=list)
    _nodes: int = 0
    _documents: int = 0
    _stopped: bool = False

    def read(self) -> None:
        """Reads until the end, a YAML error, or a limit."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(self.text, Loader=loader):
                self._take(event)
                if self._stopped or len(self.faults) > MAX_FAULTS:
                    break
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The pure-Python scanner lets the latter out of chr() and int(): "\UFFFFFFFF", a version of 5,000 digits.
            self.broken = True
            self.faults.append(self._yaml_fault(error))
        self.broken = self.broken or bool(self._open)
        while self._open:
            self._abandon()

    def _take(self, event: yaml.Event) -> None:
        import yaml

        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.CollectionStartEvent():
                self._begin(event)
            case yaml.CollectionEndEvent():
                self._end()
            case yaml.DocumentStartEvent():
                self._document(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            what = Text("一个文件只能有一个 YAML 文档", "a file may hold one YAML document only")
            self._fault(what, event, remedy=Text("拆成几个文件", "split it into several files"))
            self._stopped = self.broken = True

    def _scalar(self, event: Any) -> None:
        self._properties(event)
        start, end, style = event.start_mark, event.end_mark, _STYLES.get(event.style or "", "plain")
        comment = _COMMENT.match(self.text, end.index) if style == "plain" else None
        scalar = Scalar(
            event.value,
            start.line + 1,
            start.column + 1,
            style,
            self._in_flow(),
            comment.group(1) if comment else "",
            self.text[start.index : end.index],
        )
        self._check_escapes(scalar, event)
        self._add(scalar, event)

    def _check_escapes(self, scalar: Scalar, event: Any) -> None:
        """The file itself has no such characters any more; the escapes of a quoted scalar can make them."""
        found = _FORBIDDEN_VALUE.search(scalar.value) if scalar.style == "double" else None
        if found:
            self.broken = True
            self._fault(_CONTROL, event, f"U+{ord(found.group()):04X}", _REMOVE)

    def _alias(self, event: Any) -> None:
        self.broken = True
        what = Text("不允许 YAML 引用（*）", "YAML aliases (*) are not allowed")
        self._fault(what, event, f"*{event.anchor}", _AS_BLOCK)
        self._add(Scalar(f"*{event.anchor}", event.start_mark.line + 1, event.start_mark.column + 1, "alias"), event)

    def _properties(self, event: Any) -> None:
        """Anchors and tags, which any node may carry."""
        if event.anchor is not None:
            what = Text("不允许 YAML 锚点（&）", "YAML anchors (&) are not allowed")
            self._fault(what, event, f"&{event.anchor}", _AS_BLOCK)
        if event.tag is not None:
            written = _TAG.search(self.text, event.start_mark.index)
            what = Text("不允许 YAML 标签（!）", "YAML tags (!) are not allowed")
            self._fault(what, event, written.group() if written else event.tag, _AS_BLOCK)

    def _begin(self, event: Any) -> None:
        import yaml

        if len(self._open) >= MAX_DEPTH:
            self._fault(_TOO_DEEP, event, remedy=_FLATTER)
            self._stopped = self.broken = True
            return
        self._properties(event)
        self._count(event)
        mark, mapping = event.start_mark, isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(mark.line + 1, mark.column + 1, bool(event.flow_style), mapping))

    def _end(self) -> None:
        """Closes the innermost collection."""
        done = self._open.pop()
        if not done.mapping:
            self._put(Sequence(tuple(done.nodes), done.line, done.column))
            return
        sound = self._check_keys(done.nodes[::2])
        pairs = enumerate(zip(done.nodes[::2], done.nodes[1::2], strict=False))
        entries = tuple((sound[index], value) for index, (_, value) in pairs if index in sound)
        self._put(Mapping(entries, done.line, done.column))

    def _abandon(self) -> None:
        """Drops a collection that reading never finished; its keys are checked, it is itself no node."""
        left = self._open.pop()
        if left.mapping:
            self._check_keys(left.nodes[::2])

    def _check_keys(self, keys: list[Node]) -> dict[int, Scalar]:
        """The keys that may stand, by their places; the others are faults."""
        first: dict[str, int] = {}
        sound = {}
        for index, key in enumerate(keys):
            if not isinstance(key, Scalar):
                what = Text("键必须是一个词", "a key must be a single word, not a collection")
                self._key_fault(key, what, "")
            elif key.value == "<<" and key.style == "plain":
                self._key_fault(key, Text("不允许 YAML 合并键（<<）", "YAML merge keys (<<) are not allowed"), "<<")
            elif key.value in first:
                line = first[key.value]
                what = Text(f"键重复，第 {line} 行已经写过", f"duplicate key, first written in line {line}")
                self._key_fault(key, what, key.value, _ONE_OF_THEM)
            else:
                first[key.value] = key.line
                sound[index] = key
        return sound

    def _key_fault(self, key: Node, what: Text, words: str, remedy: Text | None = None) -> None:
        where = ".".join(part for part in (self._path(), _key_words(key)) if part)
        self.faults.append(Fault(what, where, self.name, key.line, key.column, words, remedy=remedy))

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            what = Text(f"内容太多，超过 {MAX_NODES:,} 项", f"too much content: more than {MAX_NODES:,} nodes")
            self._fault(what, event, remedy=TO_CSV)
            self._stopped = self.broken = True

    def _add(self, scalar: Scalar, event: Any) -> None:
        self._count(event)
        self._put(scalar)

    def _put(self, node: Node) -> None:
        if self._open:
            self._open[-1].nodes.append(node)
        else:
            self.top = node

    def _in_flow(self) -> bool:
        return bool(self._open) and self._open[-1].flow

    def _path(self) -> str:
        """The path to the node being read, such as ``subsidies.training_fee.amount[2]``."""
        return ".".join(step for step in (frame.step() for frame in self._open) if step).replace(".[", "[")

    def _fault(self, what: Text, event: Any, words: str = "", remedy: Text | None = None) -> None:
        mark = event.start_mark
        fault = Fault(what, self._path(), self.name, mark.line + 1, mark.column + 1, words, remedy=remedy)
        self.faults.append(fault)

    def _yaml_fault(self, error: Exception) -> Fault:
        """A parser's error in our words, with the parser's own as the offending text."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        parts = (getattr(error, "context", None), getattr(error, "problem", None))
        words = ", ".join(part for part in parts if part) or str(error)
        line, column = (mark.line + 1, mark.column + 1) if mark else self._last_place()
        what, remedy = _NOT_YAML, _WELL_FORMED
        if "nesting depth" in words:
            what, remedy = _TOO_DEEP, _FLATTER
        elif mark and _TABBED.match(self.text, mark.index - mark.column):
            what, remedy = _TAB, _SPACES
        return Fault(what, self._path(), self.name, line, column, words, remedy=remedy)

    def _last_place(self) -> tuple[int, int]:
        """Where the innermost collection began: the best that is known when the parser gives no place."""
        return (self._open[-1].line, self._open[-1].column) if self._open else (1, 1)
