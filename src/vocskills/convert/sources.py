"""JSON and YAML text to plain values that know where they stand."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.convert.forms import Boundless
from vocskills.convert.structure import UNKNOWN_KEY, Steps, join, key_words
from vocskills.errors import Fault, InputError, PolicyError, of_system
from vocskills.text import Text

if TYPE_CHECKING:
    from vocskills.policy.source import Mapping as Tree

JSON_BYTES = 50 * 2**20
"""Most bytes of a case in JSON (50 MB)."""
YAML_BYTES = 2**20
"""Most bytes of a case in YAML (1 MB)."""
_PLACED_BYTES = 5 * 2**20
_DIGITS = 1_000

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_NULLS = ("", "null", "~")
_DUPLICATE = Text("键重复", "duplicate key")
_KEEP_ONE = Text("只留一个", "keep one of the two")
_TOO_LARGE = Text("输入太大", "the input is too large")
_TOO_DEEP = Text("嵌套太深", "nested too deeply")
_NOT_JSON = Text("不合 JSON 的写法", "this is not well-formed JSON")
_A_CASE = Text("以 cohort、enrollments 等为键的案件", "a case, with keys such as cohort and enrollments")

Places = dict[str, tuple[int, int]]
"""Line and column by path; of a key by the path with ``#`` before it."""


@attrs.frozen
class Source:
    """What a case was read from.

    Attributes:
        plain: mappings, lists and values.
        written: whether every value is text (YAML).
        name: the file's name, for the faults.
        places: computes lines and columns by path, when something is wrong.
        faults: what is wrong with the text although it could be read, such as a doubled key, of which the first stays.
    """

    plain: object
    written: bool = False
    name: str = ""
    places: Callable[[], Places] = dict
    faults: tuple[Fault, ...] = ()

    def located(self, faults: list[Fault]) -> list[Fault]:
        """The faults with the file, and with line and column where they are known, in the order of the text."""
        places = self.places()
        placed = [fault if fault in self.faults else self._located(fault, places) for fault in faults]
        return sorted(placed, key=lambda fault: (fault.line, fault.column)) if places else placed

    def _located(self, fault: Fault, places: Places) -> Fault:
        wanted = [f"#{fault.where}"] if fault.what == UNKNOWN_KEY else []
        path = fault.where
        while path:
            wanted.append(path)
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        spot = next((places[path] for path in [*wanted, ""] if path in places), (0, 0))
        return attrs.evolve(fault, file=self.name, line=spot[0], column=spot[1])


def read_source(source: str | bytes | Path | Mapping[str, Any], name: str, *, written: bool | None = None) -> Source:
    """Plain values from JSON or YAML text, from a file, or as they are.

    Args:
        source: the text, the file or the values.
        name: the file's name, for the faults.
        written: whether text is YAML; ``None`` if the name tells by ``.json``, ``.yaml`` or ``.yml``. Without a telling
            name text is JSON if it begins with a bracket.

    Raises:
        InputError: a file that cannot be read, too large, not UTF-8, or not well-formed.
    """
    if isinstance(source, Mapping):
        return Source(source, name=name)
    if isinstance(source, Path):
        name = name or str(source)
        source = content(source, JSON_BYTES, name)
    text: object = source  # types are not checked when the library runs
    if not isinstance(text, str | bytes):
        what = Text("不是案件的文本、文件或映射", "neither text, nor a file, nor a mapping")
        raise InputError(Fault(what, file=name, text=type(text).__name__, expected=_A_CASE))
    is_yaml = _is_yaml(text, name) if written is None else written
    return _read_yaml(text, name) if is_yaml else _read_json(text, name)


def content(path: Path, most: int, name: str) -> bytes:
    """A file's bytes, one more than ``most`` at the most.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise InputError(of_system(error, name)) from None


def _is_yaml(source: str | bytes, name: str) -> bool:
    suffix = Path(name).suffix.lower()
    if suffix in (".json", ".yaml", ".yml"):
        return suffix != ".json"
    head = source[:4_096]
    words = head.decode("utf-8", "replace") if isinstance(head, bytes) else head
    return not words.removeprefix("\ufeff").lstrip().startswith(("{", "["))


def check_size(source: str | bytes, most: int, name: str) -> None:
    """Refuses more bytes than ``most``.

    Raises:
        InputError: the input is too large.
    """
    size = len(source)
    if isinstance(source, str) and size <= most:
        size = len(source.encode("utf-8", "surrogatepass"))
    if size > most:
        limit = Text(f"至多 {most:,} 字节", f"at most {most:,} bytes")
        raise InputError(Fault(_TOO_LARGE, file=name, text=f"{size:,} bytes", expected=limit))


def decoded(source: bytes | str, name: str) -> str:
    """UTF-8 text without its byte order mark.

    Raises:
        InputError: the bytes are not UTF-8.
    """
    try:
        text = source if isinstance(source, str) else source.decode("utf-8")
    except UnicodeDecodeError as error:
        what = Text("不是 UTF-8 编码", "not UTF-8")
        remedy = Text("另存为 UTF-8 编码", "save the file as UTF-8")
        good = error.object[: error.start].decode("utf-8").removeprefix("\ufeff")
        line, column = good.count("\n") + 1, len(good) - good.rfind("\n")
        found = error.object[error.start : error.start + 4].hex(" ")
        raise InputError(Fault(what, file=name, line=line, column=column, text=found, remedy=remedy)) from None
    return text.removeprefix("\ufeff")


def _read_json(source: str | bytes, name: str) -> Source:
    check_size(source, JSON_BYTES, name)
    text = decoded(source, name)
    twice: list[str] = []
    read = partial(json.loads, parse_int=_whole, parse_float=_decimal, parse_constant=Boundless)
    try:
        plain = read(text, object_pairs_hook=partial(_object, twice))
    except json.JSONDecodeError as error:
        raise InputError(Fault(_NOT_JSON, "", name, error.lineno, error.colno, error.msg)) from None
    except RecursionError:
        raise InputError(Fault(_TOO_DEEP, file=name, remedy=Text("减少嵌套", "nest less"))) from None
    faults = tuple(_duplicates(text, name, twice)) if twice else ()
    return Source(plain, name=name, places=lambda: _json_places(text)[0], faults=faults)


def _object(twice: list[str], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object with the first of each doubled key."""
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            twice.append(key)
        else:
            made[key] = value
    return made


def _whole(digits: str) -> int | float:
    # Python refuses to read whole numbers of more than 4,300 digits; beyond these every one is infinite.
    return int(digits) if len(digits) < _DIGITS else Boundless(digits)


def _decimal(words: str) -> float:
    number = float(words)
    return number if isfinite(number) else Boundless(words)


def _duplicates(text: str, name: str, twice: list[str]) -> list[Fault]:
    found = _json_places(text)[1]
    if not found:
        return [Fault(_DUPLICATE, file=name, text=key_words(key), remedy=_KEEP_ONE) for key in twice]
    return [Fault(_DUPLICATE, path, name, *spot, key, remedy=_KEEP_ONE) for path, key, spot in found]


def _json_places(text: str) -> tuple[Places, list[tuple[str, str, tuple[int, int]]]]:
    """Where the values and keys of well-formed JSON stand, and its duplicate keys; nothing if it is very long."""
    places: Places = {}
    twice: list[tuple[str, str, tuple[int, int]]] = []
    seen: set[Steps] = set()
    doubled: Steps = ()
    if len(text) > _PLACED_BYTES:
        return places, twice
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    for path, offset, is_key in _json_nodes(text):
        if doubled and path[: len(doubled)] == doubled and not (is_key and path == doubled):
            continue  # what stands under a doubled key is not read
        line = bisect_right(lines, offset)
        spot, words = (line, offset - lines[line - 1] + 1), join(path)
        name = f"#{words}" if is_key else words
        if is_key and path in seen:
            twice.append((words, key_words(path[-1]), spot))
            doubled = path
        elif is_key:
            seen.add(path)
        places.setdefault(name, spot)
    return places, twice


def _json_nodes(text: str) -> Iterator[tuple[Steps, int, bool]]:
    """Every key and value with its path and offset; the text is known to be well-formed."""
    path: list[str | int] = []
    key_next = False
    for token in _TOKEN.finditer(text):
        first = token.group()[0]
        if first in "{[":
            yield tuple(path), token.start(), False
            path.append("" if first == "{" else 0)
            key_next = first == "{"
        elif first in "}]":
            path.pop()
            key_next = False
        elif first == ",":
            top = path[-1]
            key_next = isinstance(top, str)
            path[-1] = top + 1 if isinstance(top, int) else ""
        elif first != ":":
            if key_next:
                path[-1] = json.loads(token.group())
            yield tuple(path), token.start(), key_next
            key_next = False


def _read_yaml(source: str | bytes, name: str) -> Source:
    from vocskills.policy.source import read_on

    check_size(source, YAML_BYTES, name)
    try:
        tree, faults = read_on(source, name)
    except PolicyError as error:
        raise InputError(attrs.evolve(f, expected=_A_CASE if f.expected else None) for f in error.faults) from None
    return attrs.evolve(from_tree(tree, name), faults=tuple(faults))


def from_tree(tree: Tree, name: str) -> Source:
    """Plain values from a mapping of a YAML file that has been read."""
    places: Places = {"": (tree.line, tree.column)}
    return Source(_plain(tree, (), places), True, name, lambda: places)


def _plain(node: Any, path: Steps, places: Places) -> Any:
    from vocskills.policy.source import Scalar, Sequence

    places.setdefault(join(path), (node.line, node.column))
    if isinstance(node, Scalar):
        return None if node.style == "plain" and node.value in _NULLS else node.value
    if isinstance(node, Sequence):
        return [_plain(item, (*path, index), places) for index, item in enumerate(node.items)]
    for key, _ in node.entries:
        places[f"#{join((*path, key.value))}"] = (key.line, key.column)
    return {key.value: _plain(value, (*path, key.value), places) for key, value in node.entries}
