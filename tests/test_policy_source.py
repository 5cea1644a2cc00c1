"""Pack files are read as positioned text, and hostile ones are refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import vocskills.policy.source as source_module
from vocskills.errors import Fault, PolicyError
from vocskills.policy.source import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_FAULTS,
    MAX_NODES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    expression_faults,
    read_source,
    to_plain,
)

PACK = """\
policy: cn-example
title:
  zh: 关于培训补贴的通知
  en: Notice on training
documents:
  x20: {number: unknown, issued: ..2020-03-28, facts: [X20, X21]}
define:
  short: trainee.age < 60 and
    trainee.insured
rules:
  yearly:
    facts: [X20-01]
    require: |
      count(a for a in awards
        if a.kind == free_training) < 1
    because: >-
      the free trainings
      are used up
subsidies:
  fee:
    amount:
      - base: catalogue.fee   # 元
      - times: 100%
    payee: open      # not stated
    place: "530000"
    note: '见 附件'
"""


@pytest.fixture(params=["c", "pure"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers: the C one when it is there, and the pure-Python one."""
    import yaml

    if request.param == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml")
    return str(request.param)


def faults_of(source: bytes | str) -> tuple[Fault, ...]:
    with pytest.raises(PolicyError) as caught:
        read_source(source, "pack.yaml")
    return caught.value.faults


def at(node: Node | None, *path: str | int) -> Any:
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        else:
            assert isinstance(node, Sequence) and isinstance(step, int)
            node = node.items[step]
    assert node is not None
    return node


def scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for key, value in node.entries:
                yield key
                yield from scalars(value)


def char_at(text: str, line: int, column: int) -> str:
    return text.splitlines()[line - 1][column - 1]


# Positions and values


@pytest.mark.parametrize(
    ("path", "kind", "line", "column", "style", "flow"),
    [
        (("policy",), Scalar, 1, 9, "plain", False),
        (("title",), Mapping, 3, 3, "", False),
        (("title", "zh"), Scalar, 3, 7, "plain", False),
        (("documents", "x20"), Mapping, 6, 8, "", True),
        (("documents", "x20", "issued"), Scalar, 6, 34, "plain", True),
        (("documents", "x20", "facts"), Sequence, 6, 55, "", True),
        (("documents", "x20", "facts", 1), Scalar, 6, 61, "plain", True),
        (("rules", "yearly", "require"), Scalar, 13, 14, "literal", False),
        (("rules", "yearly", "because"), Scalar, 16, 14, "folded", False),
        (("subsidies", "fee", "amount"), Sequence, 22, 7, "", False),
        (("subsidies", "fee", "amount", 1), Mapping, 23, 9, "", False),
        (("subsidies", "fee", "place"), Scalar, 25, 12, "double", False),
        (("subsidies", "fee", "note"), Scalar, 26, 11, "single", False),
    ],
)
def test_every_node_knows_its_line_and_column(
    loader: str, path: tuple[str | int, ...], kind: type, line: int, column: int, style: str, flow: bool
) -> None:
    """Line and column of every kind of node are those of its first character, counted from 1."""
    node = at(read_source(PACK, "pack.yaml"), *path)
    assert isinstance(node, (Scalar, Sequence, Mapping)) and type(node) is kind
    assert (node.line, node.column) == (line, column)
    if isinstance(node, Scalar):
        assert (node.style, node.flow) == (style, flow)


def test_columns_count_characters_after_chinese_text(loader: str) -> None:
    """Chinese letters and characters beyond the basic plane count one column each, not their bytes."""
    text = "标题: {甲: 😀乙, 丙: [丁, 'x']}\n"
    top = read_source(text, "pack.yaml")
    found = [(s.value, s.line, s.column) for s in scalars(top)]
    assert found == [("标题", 1, 1), ("甲", 1, 6), ("😀乙", 1, 9), ("丙", 1, 13), ("丁", 1, 17), ("x", 1, 20)]


@pytest.mark.parametrize("value", ["no", "yes", "2020-02-30", "1e3", "0x10", "~", "null", "1_000", ".5", "=", "12:30"])
def test_every_plain_scalar_stays_text(loader: str, value: str) -> None:
    """Nothing is resolved: what looks like a boolean, date, number or null is its own characters."""
    assert to_plain(read_source(f"a: {value}\n", "pack.yaml")) == {"a": value}


def test_an_empty_value_is_empty_text(loader: str) -> None:
    """A key without a value holds "" and its place is after the colon."""
    value = at(read_source("a:\nbb:\n", "pack.yaml"), "bb")
    assert (value.value, value.line, value.column) == ("", 2, 4)


def test_to_plain_gives_dicts_lists_and_strings(loader: str) -> None:
    """The plain form keeps order and text and drops positions."""
    plain = to_plain(read_source("b: [1, {c: no}]\na:\n  - x\n", "pack.yaml"))
    assert plain == {"b": ["1", {"c": "no"}], "a": ["x"]}
    assert list(plain) == ["b", "a"]


def test_mapping_gives_keys_in_order_and_none_for_a_missing_one() -> None:
    """``keys`` has the file's order, ``get`` the value or None."""
    top = read_source("b: 1\na: 2\n", "pack.yaml")
    assert top.keys() == ("b", "a")
    assert at(top, "a").value == "2"
    assert top.get("c") is None


def test_both_parsers_give_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which parser is installed changes neither values nor positions."""
    import yaml

    one = read_source(PACK, "pack.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read_source(PACK, "pack.yaml") == one


def test_a_byte_order_mark_is_accepted_and_takes_no_column(loader: str) -> None:
    """A UTF-8 byte order mark is dropped, in bytes and in text."""
    for source in (b"\xef\xbb\xbfab: c\n", "\ufeffab: c\n"):
        key, value = read_source(source, "pack.yaml").entries[0]
        assert (key.value, key.column) == ("ab", 1)
        assert isinstance(value, Scalar) and value.column == 5


def test_crlf_line_ends_change_no_value_and_no_position(loader: str) -> None:
    """A file saved on Windows is the same tree, located characters included."""
    unix, dos = read_source(PACK, "p"), read_source(PACK.replace("\n", "\r\n").encode(), "p")
    assert unix == dos
    for one, other in zip(scalars(unix), scalars(dos), strict=True):
        spots = range(len(one.value) + 1)
        assert [one.locate(i) for i in spots] == [other.locate(i) for i in spots]


def test_importing_the_module_does_not_import_yaml() -> None:
    """The parser is imported when a pack is read, not before."""
    words = "import sys, vocskills.policy.source; print('yaml' in sys.modules)"
    assert run_python(words).strip() == "False"


# locate()

WORD = st.text("abz09甲乙，。😀.,()+*/<>=%_-!'\"{}[]&|?@#:\\", min_size=1, max_size=8)


@st.composite
def plain_lines(draw: st.DrawFn) -> str:
    """One-line text that is a plain scalar in block style."""
    value = "a" + " ".join(draw(st.lists(WORD, max_size=5)))
    assume(" #" not in value and ": " not in value and not value.endswith(":"))
    return value


def check_characters(text: str, scalar: Scalar, *, blanks: bool) -> None:
    """Every character of the value stands in the file where ``locate`` says."""
    for offset, char in enumerate(scalar.value):
        if char == "\n" or (char == " " and not blanks):
            continue
        assert char_at(text, *scalar.locate(offset)) == char


@settings(max_examples=120, deadline=None)
@given(value=plain_lines(), indent=st.integers(1, 4), comment=st.sampled_from(["", "  # 注"]))
def test_locate_is_exact_for_plain_lines(value: str, indent: int, comment: str) -> None:
    """Each character of a one-line plain scalar is found where it stands, after Chinese text too."""
    text = f"甲:\n{' ' * indent}标题😀: {value}{comment}\n"
    scalar = at(read_source(text, "p"), "甲", "标题😀")
    assert (scalar.value, scalar.style, scalar.cut) == (value, "plain", bool(comment))
    assert scalar.locate(0) == (2, indent + 6)
    check_characters(text, scalar, blanks=True)


@settings(max_examples=80, deadline=None)
@given(value=st.text("ab甲😀 ,:#{}[]&*!%", max_size=20), quote=st.sampled_from("'\""), other=plain_lines())
def test_locate_is_exact_for_quoted_lines_without_escapes(value: str, quote: str, other: str) -> None:
    """Each character of a one-line quoted scalar is found where it stands, the quotes left out."""
    text = f"x: {other}\n列: [甲, {quote}{value}{quote}]\n"
    scalar = at(read_source(text, "p"), "列", 1)
    assert scalar.value == value
    assert scalar.locate(0) == (2, 9)
    check_characters(text, scalar, blanks=True)


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(st.text("ab甲😀 \t#:'\"{[|-", max_size=10), min_size=1, max_size=6),
    indent=st.integers(1, 5),
    chomp=st.sampled_from(["", "-", "+"]),
    comment=st.sampled_from(["", " # 注"]),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_locate_is_exact_for_literal_blocks(
    lines: list[str], indent: int, chomp: str, comment: str, end: str, last: bool
) -> None:
    """Each character of a literal block is found, with any indentation, indicator, chomping and line end."""
    block = [" " * (indent + 2) + line if line else "" for line in lines]
    after = [] if last else ["z: 1"]
    text = end.join(["甲:", f"  乙: |{indent}{chomp}{comment}", *block, *after, ""])
    scalar = at(read_source(text, "p"), "甲", "乙")
    assert scalar.value.rstrip("\n") == "\n".join(lines).rstrip("\n")
    check_characters(text, scalar, blanks=True)
    for offset in (i for i, char in enumerate(scalar.value) if char == "\n"):
        line, column = scalar.locate(offset)
        assert column == len(text.splitlines()[line - 1]) + 1


@pytest.mark.parametrize("indent", [3, 4, 9])
def test_locate_finds_a_literal_block_whose_indentation_is_detected(loader: str, indent: int) -> None:
    """Without an indicator the block's own indentation counts, also after empty first lines."""
    pad = " " * indent
    text = f"a:\n  b: |\n\n{pad}x\n{pad}  y\n\n{pad}z"
    scalar = at(read_source(text, "p"), "a", "b")
    assert scalar.value == "\nx\n  y\n\nz"
    assert scalar.locate(0) == (3, 1)
    assert scalar.locate(1) == (4, indent + 1)
    assert scalar.locate(scalar.value.index("y")) == (5, indent + 3)
    assert scalar.locate(scalar.value.index("z")) == (7, indent + 1)


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(
        st.lists(st.text("ab甲😀0.,()<>=", min_size=1, max_size=5), min_size=1, max_size=4), min_size=2, max_size=4
    ),
    style=st.sampled_from(["plain", "folded", "single", "double"]),
    pads=st.lists(st.integers(4, 7), min_size=4, max_size=4),
)
def test_locate_finds_every_word_of_text_over_several_lines(rows: list[list[str]], style: str, pads: list[int]) -> None:
    """What is folded is still found, blanks apart, when nothing is escaped."""
    opening = {"plain": "a", "folded": ">  # 注\n    ", "single": "'", "double": '"'}[style]
    closing = {"single": "'", "double": '"'}.get(style, "")
    widths = [4] * 4 if style == "folded" else pads
    words = "\n".join(("" if i == 0 else " " * widths[i]) + " ".join(row) for i, row in enumerate(rows))
    text = f"甲:\n - 乙: {opening}{words}{closing}\n# 完\n丙: 1\n"
    scalar = at(read_source(text, "p"), "甲", 0, "乙")
    assert scalar.style == style
    check_characters(text, scalar, blanks=False)


def test_locate_falls_back_to_the_scalar_after_an_escape(loader: str) -> None:
    """Up to the first escape characters are found; after it the scalar's start is given."""
    scalar = at(read_source('a: "x\\ty z"\n', "p"), "a")
    assert scalar.value == "x\ty z"
    assert scalar.locate(0) == (1, 5)
    assert scalar.locate(2) == (1, 4)


def test_locate_takes_offsets_outside_as_the_nearest_end(loader: str) -> None:
    """The end of a value can be located, and nothing beyond it."""
    scalar = at(read_source("a: xyz\n", "p"), "a")
    assert scalar.locate(3) == scalar.locate(99) == (1, 7)
    assert scalar.locate(-5) == (1, 4)


# Refusals

REFUSED: dict[str, tuple[str | bytes, int, int, str]] = {
    "not utf-8": ("甲: ".encode() + b"\xff\n", 1, 4, "byte offset 5"),
    "not utf-8, second line": (b"\xef\xbb\xbfa: 1\nb\xe4\xb8: 1\n", 2, 2, "byte offset 9"),
    "utf-16": ("a: 1\n".encode("utf-16"), 1, 1, "byte offset 0"),
    "surrogate bytes": (b"a: \xed\xa0\x80\n", 1, 4, "byte offset 3"),
    "nul": ("a: 1\n甲: x\0y\n", 2, 5, "control character"),
    "escape character": ("a: \x1b[31m\n", 1, 4, "control character"),
    "lone surrogate": ("a: \ud800\n", 1, 4, "control character"),
    "next line": ("a: 1 # x\x85b: 2\n", 1, 9, "invisible break"),
    "line separator": ("a: 1 # x\u2028b: 2\n", 1, 9, "invisible break"),
    "lone carriage return": ("a: 1 # x\rb: 2\n", 1, 9, "invisible break"),
    "right-to-left override": ("a: x\u202ey\n", 1, 5, "direction mark"),
    "byte order mark inside": ("a: x\ufeffy\n", 1, 5, "direction mark"),
    "nul by escape": ('a: 1\nb: "x\\0"\n', 2, 4, "control character"),
    "tab in indentation": ("a:\n\tb: 1\n", 2, 1, "a tab stands in the indentation"),
    "tab after blanks": ("a:\n  b: 1\n  \tc: 1\n", 3, 0, "a tab stands in the indentation"),
    "anchor": ("a: 1\nb: &x 1\n", 2, 4, "anchors"),
    "anchor on a mapping": ("a: &x\n  b: 1\n", 1, 4, "anchors"),
    "alias": ("a: 1\nb: *x\n", 2, 4, "aliases"),
    "alias as a key": ("a: 1\n*x : 2\n", 2, 1, "aliases"),
    "tag": ("a: 1\nb: !!python/object:os.system x\n", 2, 4, "tags"),
    "tag on a list": ("a: !x [b]\n", 1, 4, "tags"),
    "non-specific tag": ("a: ! x\n", 1, 4, "tags"),
    "merge key": ("a: 1\nb:\n  <<: {c: 1}\n", 3, 3, "merge keys"),
    "second document": ("a: 1\n---\nb: 2\n", 2, 1, "one YAML document"),
    "yaml directive": ("%YAML 1.1\n---\na: 1\n", 1, 1, "directives"),
    "tag directive": ("# x\n%TAG ! tag:x,2000:\n---\na: 1\n", 2, 1, "directives"),
    "unknown directive": ("%FOO bar\n---\na: 1\n", 1, 1, "directives"),
    "duplicate key": ("a: 1\nb: 2\n'a': 3\n", 3, 1, "duplicate key, first written in line 1"),
    "duplicate empty key": ("?\n: 1\n?\n: 2\n", 0, 0, "duplicate key"),
    "duplicate key inside": ("a:\n  - {b: 1, b: 2}\n", 2, 12, "duplicate key"),
    "empty": ("", 1, 1, "empty"),
    "only a comment": ("# nothing\n", 1, 1, "empty"),
    "empty document": ("---\n", 2, 1, "empty"),
    "top is a list": ("# x\n- a\n", 2, 1, "not a mapping"),
    "top is text": ("hello\n", 1, 1, "not a mapping"),
    "key is a list": ("a: 1\n[b]: 2\n", 2, 1, "single word"),
    "key is a mapping": ("? {b: 1}\n: 2\n", 1, 3, "single word"),
    "colon in a value": ("a: 1\nb: c: d\n", 2, 5, "well-formed"),
    "unclosed bracket": ("a: [b\n", 0, 0, "well-formed"),
    "text after a quote": ("a: 'b' c\n", 1, 8, "well-formed"),
    "impossible escape": ('a: "\\UFFFFFFFF"\n', 1, 0, "well-formed"),
    "escaped surrogate": ('a: "\\ud800"\n', 1, 0, ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_fault_is_refused_with_its_place_and_both_languages(loader: str, name: str) -> None:
    """Every refusal names file, line and column and speaks Chinese and English (0: the parsers differ there)."""
    source, line, column, words = REFUSED[name]
    (fault,) = faults_of(source)
    assert words in fault.what.en
    assert fault.line == line or (line == 0 and fault.line > 0)
    assert fault.column == column or (column == 0 and fault.column > 0)
    assert fault.file == "pack.yaml"
    texts = [text for text in (fault.what, fault.expected, fault.remedy) if text is not None]
    assert all(text.en and any("一" <= char <= "鿿" for char in text.zh) for text in texts)


def test_faults_keep_the_words_that_offend(loader: str) -> None:
    """Anchors, aliases, tags and characters are shown as they were written, YAML errors in the parser's words."""
    found = faults_of("a: &x 1\nb: *y\nc: !!str z\n")
    assert [fault.text for fault in found] == ["&x", "*y", "!!str"]
    assert faults_of("a: \u2028\n")[0].text == "U+2028"
    assert "mapping values are not allowed" in faults_of("a: b: c\n")[0].text


def test_faults_name_the_path(loader: str) -> None:
    """A fault inside the tree says under which keys it stands."""
    (fault,) = faults_of("a:\n  b:\n    - x\n    - c: 1\n      c: 2\n")
    assert fault.where == "a.b[1].c"


def test_all_faults_are_reported_at_once_in_order(loader: str) -> None:
    """One reading gives every fault up to a YAML error, that error included, sorted by position."""
    found = faults_of("%YAML 1.1\n---\na: &x 1\nb: {c: *x, c: 2}\na: !t 3\n<<: 4\nd: e: f\n")
    assert [(fault.line, fault.column) for fault in found] == [
        (1, 1), (3, 4), (4, 8), (4, 12), (5, 1), (5, 4), (6, 1), (7, 5)
    ]  # fmt: skip


def test_many_faults_are_cut_off_and_said_to_be(loader: str) -> None:
    """A file full of faults does not give a report without end."""
    for source in ("- &a b\n" * 3000, "\0" * 3000, "%A\n" * 3000, "a: 1\n" * 3000):
        found = faults_of(source)
        assert len(found) == MAX_FAULTS + 1
        assert "too many faults" in found[-1].what.en


def nested(depth: int) -> str:
    """A file with exactly ``depth`` collections inside one another, the top mapping included."""
    return "a: " + "[" * (depth - 1) + "x" + "]" * (depth - 1) + "\n"


def test_depth_is_refused_only_beyond_the_limit(loader: str) -> None:
    """Fifty levels are read; the fifty-first is refused where it begins."""
    assert read_source(nested(MAX_DEPTH), "p").keys() == ("a",)
    (fault,) = faults_of(nested(MAX_DEPTH + 1))
    assert "too deeply" in fault.what.en
    assert (fault.line, fault.column) == (1, 3 + MAX_DEPTH)


def test_size_is_refused_only_beyond_the_limit_and_counts_bytes() -> None:
    """The limit counts bytes, in text too, and is checked before encoding and characters."""
    fitting = b"a: 1 #" + b"x" * (MAX_BYTES - 6)
    assert read_source(fitting, "p").keys() == ("a",)
    for source in (fitting + b"x", b"\xff" * (MAX_BYTES + 1), "甲" * (MAX_BYTES // 3 + 1)):
        (fault,) = faults_of(source)
        assert "too large" in fault.what.en


def test_nodes_are_refused_only_beyond_the_limit() -> None:
    """50,000 nodes are read, one more is refused."""
    fitting = "a:\n" + "- b\n" * (MAX_NODES - 3)
    assert len(at(read_source(fitting, "p"), "a").items) == MAX_NODES - 3
    (fault,) = faults_of(fitting + "- b\n")
    assert "50,000 nodes" in fault.what.en
    assert (fault.line, fault.column) == (MAX_NODES - 1, 3)


# Expressions and sentences


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a: {b: x + 1}", ["inside {...}"]),
        ("a: {b: 'x + 1'}", ["inside {...}", "not quoted"]),
        ("a: {b: 'x'}", ["not quoted"]),
        ("a: {b: x.y-z_1}", []),
        ("a: {b: 12.5%}", []),
        ("a: {b: 临沧}", []),
        ("b: x + 1", []),
        ("b: 'x + 1'", ["not quoted"]),
        ('b: "x"', ["not quoted"]),
        ("b: x + 1 # y", ["cuts the value"]),
        ("b: 见附件 #3", ["cuts the value"]),
        ("b: 60 #* days", ["cuts the value"]),
        ("b: #60", ["cuts the value"]),
        ("b: open   # not stated", []),
        ("b: a#b + 1", []),
        ("b: |\n  x + 1 # y", []),
        ("b: | # y\n  x + 1", []),
        ("b: >\n  x + 1 # y", []),
        ("b: x +\n  1", []),
        ("b: x +\n  1 # y", ["cuts the value"]),
    ],
)
def test_expression_faults_name_each_trap(loader: str, line: str, words: list[str]) -> None:
    """Flow style, quotes and cutting comments are told; bare words, blocks and plain text are fit."""
    top = read_source(line + "\n", "pack.yaml")
    scalar = at(top, "a", "b") if top.get("a") else at(top, "b")
    found = expression_faults(scalar, "pack.yaml", "rules.x")
    assert [word in fault.what.en for fault, word in zip(found, words, strict=True)] == [True] * len(words)
    for fault in found:
        assert (fault.file, fault.where, fault.line, fault.column) == (
            "pack.yaml",
            "rules.x",
            scalar.line,
            scalar.column,
        )
        assert fault.what.zh and fault.remedy and "block (|)" in fault.remedy.en and "（|）" in fault.remedy.zh


def test_a_cut_scalar_shows_what_was_cut_off() -> None:
    """The comment that cuts a value is kept, so that the message can quote it."""
    scalar = at(read_source("b: 见附件 #3 的表\n", "p"), "b")
    assert (scalar.value, scalar.cut, scalar.comment) == ("见附件", True, "#3 的表")
    assert expression_faults(scalar)[0].text == "见附件 #3 的表"


def test_a_comment_after_a_closing_bracket_or_quote_cuts_nothing() -> None:
    """Only plain scalars can be cut."""
    top = read_source("a: {b: c}  # x\nd: 'e' # y\n", "p")
    assert not at(top, "a", "b").cut
    assert not at(top, "d").cut


# Hostile input, each in a process of its own

CHILD = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
except ImportError:
    pass
import yaml
if sys.argv[1] == "pure" and hasattr(yaml, "CSafeLoader"):
    del yaml.CSafeLoader
from vocskills.errors import PolicyError
from vocskills.policy.source import read_source
source = eval(sys.argv[2])
try:
    print(json.dumps([list(read_source(source, "p").keys()), 0, 0]))
except PolicyError as error:
    fault = error.faults[0]
    fault.render("zh"), fault.render("en")
    print(json.dumps([fault.what.en, fault.line, fault.column]))
"""

LAUGHS = "a: &a [x]\\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

HOSTILE: dict[str, tuple[str, str]] = {
    "open brackets": ("'[' * 100_000", "too deeply"),
    "open braces": ("'{' * 100_000", "too deeply"),
    "a megabyte of brackets": ("'[' * 2**20", "too deeply"),
    "closed brackets": ("'a: ' + '[' * 100_000 + ']' * 100_000", "too deeply"),
    "mixed brackets": ("'[{a: ' * 100_000", "too deeply"),
    "nested dashes": ("'- ' * 20_000 + 'x'", "too deeply"),
    "nested question marks": ("'? ' * 100_000", "too deeply"),
    "deep block mappings": ("''.join(' ' * i + 'a:\\n' for i in range(1300))", "too deeply"),
    "billion laughs": (f"'{LAUGHS}'", "anchors"),
    "two megabytes": ("b'a: 1\\n' * 400_000", "too large"),
    "a huge text": ("'甲' * 20_000_000", "too large"),
    "a long line": ("'a: ' + 'x' * 1_000_000", "['a']"),
    "many words": ("'a: ' + 'x y ' * 250_000", "['a']"),
    "many quotes": ("'a: ' + chr(39) * 1_000_000", "['a']"),
    "many keys": ("''.join(f'k{i}: v\\n' for i in range(80_000))", "50,000 nodes"),
    "many items": ("'a: [' + 'b,' * 500_000 + ']'", "50,000 nodes"),
    "many documents": ("'---\\na: 1\\n' * 50_000", "one YAML document"),
    "lone surrogates": ("'a: ' + chr(0xd800) * 1000", "control character"),
    "surrogate bytes": ("b'a: ' + b'\\xed\\xa0\\x80' * 1000", "not UTF-8"),
    "a version of many digits": ("'a: 1\\n...\\n%YAML ' + '9' * 5000 + '.1\\n---\\nb: 1\\n'", "well-formed"),
    "next line and line separator": ("'a: 1 # \\x85b: 2 # \\u2028c: 3\\n'", "invisible break"),
    "byte order mark": ("b'\\xef\\xbb\\xbfa: 1\\r\\n'", "['a']"),
}


def run_python(words: str, *args: str) -> str:
    root = Path(source_module.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", words, *args],
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=20,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_neither_kills_nor_hangs(loader: str, name: str) -> None:
    """A process with one gigabyte of memory refuses or reads each hostile input in time, with either parser."""
    expression, words = HOSTILE[name]
    what, line, _ = json.loads(run_python(CHILD, loader, expression))
    assert words in str(what)
    assert line > 0 or what == ["a"]


# Fuzz


def survives(source: bytes | str) -> None:
    """Reading gives a tree whose every character can be located, or a PolicyError that can be shown."""
    try:
        top = read_source(source, "p")
    except PolicyError as error:
        assert error.faults
        assert all(fault.what.zh and fault.what.en and fault.line and fault.column for fault in error.faults)
        error.render("zh").encode()
        return
    for scalar in scalars(top):
        spots = [scalar.locate(offset) for offset in range(len(scalar.value) + 1)]
        assert all(spot >= (scalar.line, scalar.column) for spot in spots)
        expression_faults(scalar)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A valid pack with some pieces replaced by characters that mean something to YAML, or moved."""
    text = PACK
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        new = draw(st.one_of(st.text(SIGNS, max_size=6), st.sampled_from(PACK.splitlines(keepends=True))))
        text = text[:start] + new + text[end:]
    return text


SIGNS = "[]{}:,-?|>&*!%@`#'\"\\ \n\t\r\0\x85\u2028\ufeff\ud800<=~.0a甲😀"

CASES: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
    "bytes": lambda: st.binary(max_size=200),
    "signs": lambda: st.text(SIGNS, max_size=60),
    "mutated bytes": lambda: mutations().map(lambda text: text.encode("utf-8", "surrogatepass")),
    "mutations": mutations,
}


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("parser", ["c", "pure"])
def test_random_input_gives_a_tree_or_a_policy_error(parser: str, kind: str) -> None:
    """Whatever the bytes, nothing but PolicyError comes out."""
    import yaml

    @settings(max_examples=120, deadline=None)
    @given(source=CASES[kind]())
    def check(source: bytes | str) -> None:
        survives(source)

    with pytest.MonkeyPatch.context() as patch:
        if parser == "pure":
            patch.delattr(yaml, "CSafeLoader", raising=False)
        check()
