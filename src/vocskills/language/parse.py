"""From text to a syntax tree: a small subset of Python's expressions, refused early when it is hostile.

The text is read by our own scanner first; only what is harmless (known characters, bounded length, nesting and runs of
prefix operators) reaches :mod:`ast`. ``12.5%`` becomes ``12.5j`` for Python's parser, of the same length, so that columns
stay true; the digits of numbers are taken from the text, never from a float.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from fractions import Fraction

import attrs

from vocskills.errors import Fault
from vocskills.text import Text, same

MAX_CHARACTERS = 2000
MAX_NESTING = 30
MAX_PREFIXES = 10
MAX_TOKENS = 600
MAX_DEPTH = 60

_TOKEN = re.compile(
    r"""(?P<space>[ \n]+)
      | (?P<number>\d+(?:\.\d+)?%?(?![\w.]))
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<string>'[^'\\\n]*')
      | (?P<op>==|!=|<=|>=|//|[-+*/<>().,])""",
    re.VERBOSE,
)
_KEYWORDS = frozenset({"and", "or", "not", "in", "if", "else", "for"})
_REFUSED = {
    "is": Text("不能检验一个事实是否已知", "whether something is known cannot be tested"),
    "None": Text("不能检验一个事实是否已知", "whether something is known cannot be tested"),
    "lambda": Text("不能定义函数", "functions cannot be defined here"),
    "True": Text("真写作 true", "write true"),
    "False": Text("假写作 false", "write false"),
}
_INSTEAD_OF_KNOWN = Text(
    "写 exists(名词) 问“有没有”；未知的事实按其取值范围计算", "ask exists(noun); an unknown fact is its range"
)

Locate = Callable[[int], tuple[int, int]]
"""From an offset in the expression to line and column in the file."""


def inline(offset: int) -> tuple[int, int]:
    """The position in an expression that stands in no file."""
    return 1, offset + 1


@attrs.frozen
class Expression:
    """The text of an expression and where it stands.

    Attributes:
        text: the expression.
        where: its path in the document, such as ``rules.yearly.require``.
        file: the document's name.
        locate: line and column of a character of ``text``.
    """

    text: str
    where: str = ""
    file: str = ""
    locate: Locate = inline

    def fault(self, offset: int, length: int, what: Text, **more: Text | None) -> Fault:
        """A fault at a place in the expression."""
        line, column = self.locate(offset)
        found = self.text[offset : offset + length]
        return Fault(what, where=self.where, file=self.file, line=line, column=column, text=found, **more)


@attrs.frozen
class Parsed:
    """A syntax tree, the numbers by their offset exactly as written, and the text they came from."""

    tree: ast.expr
    numbers: dict[int, Fraction]
    percents: frozenset[int]
    source: Expression

    def segment(self, node: ast.expr) -> str:
        """The text of a part, white space folded."""
        return " ".join(self.source.text[node.col_offset : node.end_col_offset].split())


def parse(source: Expression) -> Parsed | list[Fault]:
    """Reads one expression.

    Returns:
        The syntax tree, or everything that is wrong with the text.
    """
    if len(source.text) > MAX_CHARACTERS:
        what = Text(f"表达式超过 {MAX_CHARACTERS} 个字符", f"the expression is longer than {MAX_CHARACTERS} characters")
        return [source.fault(0, 20, what, remedy=Text("拆成若干 define", "split it into defines"))]
    # Line breaks would move ast's columns; nothing in the language needs them.
    flat = attrs.evolve(source, text=source.text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
    tokens, faults = _scan(flat)
    faults += _shape(flat, tokens)
    if faults:
        return faults
    return _to_tree(flat, tokens)


def _scan(source: Expression) -> tuple[list[re.Match[str]], list[Fault]]:
    tokens: list[re.Match[str]] = []
    faults: list[Fault] = []
    at = 0
    while at < len(source.text):
        found = _TOKEN.match(source.text, at)
        if found is None:
            faults.append(_bad_character(source, at))
            bad = re.compile(r"[\w.%]+|.").match(source.text, at)
            at = bad.end() if bad else at + 1
            continue
        if found.lastgroup != "space":
            tokens.append(found)
        at = found.end()
    return tokens, faults


def _bad_character(source: Expression, at: int) -> Fault:
    rest = source.text[at:]
    if rest[0].isdigit():
        run = re.match(r"[\w.%]+", rest)
        length = run.end() if run else 1
        what = Text("数字的写法不对", "this is not how a number is written")
        return source.fault(at, length, what, expected=Text("如 60、12.5、70%", "for example 60, 12.5 or 70%"))
    if rest[0] == "%":
        what = Text("没有取余运算；百分数写作 70%", "there is no modulo; a percentage is written 70%")
        return source.fault(at, 1, what, remedy=Text("加在百分数上要留空格：100% + x", "write 100% + x with spaces"))
    if rest[0] in "\"'":
        what = Text("引号没有闭合或用错", "a quotation mark is open or of the wrong kind")
        return source.fault(at, 1, what, expected=Text("'2020-01-31' 或 '533323'", "'2020-01-31' or '533323'"))
    return source.fault(at, 1, Text("规则语言里没有这个字符", "this character is not part of the rule language"))


def _shape(source: Expression, tokens: list[re.Match[str]]) -> list[Fault]:
    """Bounds on what Python's parser is given, and words that have no place in a rule."""
    faults: list[Fault] = []
    depth = run = 0
    for token in tokens:
        word = token.group()
        depth += (word == "(") - (word == ")")
        run = run + 1 if word in ("-", "+", "not") else 0
        if depth > MAX_NESTING or run > MAX_PREFIXES:
            what = Text("括号或前缀运算嵌套太深", "brackets or prefix operators are nested too deeply")
            return [*faults, source.fault(token.start(), 1, what, remedy=Text("拆成若干 define", "split it"))]
        if token.lastgroup == "name" and word in _REFUSED:
            remedy = _INSTEAD_OF_KNOWN if word in ("is", "None") else None
            faults.append(source.fault(token.start(), len(word), _REFUSED[word], remedy=remedy))
        if token.lastgroup == "number" and re.match(r"0\d", word):
            what = Text("数字不能以 0 开头；代码要加引号", "a number does not start with 0; quote a code")
            faults.append(source.fault(token.start(), len(word), what))
    if len(tokens) > MAX_TOKENS:
        what = Text("表达式太长", "the expression has too many parts")
        faults.append(source.fault(0, 20, what, remedy=Text("拆成若干 define", "split it into defines")))
    if not tokens:
        faults.append(source.fault(0, 0, Text("表达式是空的", "the expression is empty")))
    return faults


def _to_tree(source: Expression, tokens: list[re.Match[str]]) -> Parsed | list[Fault]:
    text = list(source.text)
    numbers: dict[int, Fraction] = {}
    percents: set[int] = set()
    for token in tokens:
        if token.lastgroup == "number":
            word = token.group()
            numbers[token.start()] = Fraction(word.rstrip("%"))
            if word.endswith("%"):
                numbers[token.start()] /= 100
                percents.add(token.start())
                text[token.end() - 1] = "j"
    stripped = "".join(text)
    # Leading blanks would be an indentation error; brackets keep the columns countable.
    try:
        tree = ast.parse(f"({stripped})", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        return [_syntax_fault(source, error)]
    for node in ast.walk(tree):
        if hasattr(node, "col_offset"):
            node.col_offset -= 1
            node.end_col_offset = (node.end_col_offset or 1) - 1  # type: ignore[attr-defined]
    if _depth(tree) > MAX_DEPTH:
        return [source.fault(0, 20, Text("表达式嵌套太深", "the expression is nested too deeply"))]
    return Parsed(tree, numbers, frozenset(percents), source)


def _syntax_fault(source: Expression, error: Exception) -> Fault:
    offset = max((getattr(error, "offset", None) or 2) - 2, 0)
    offset = min(offset, max(len(source.text) - 1, 0))
    words = str(getattr(error, "msg", "") or error).split(" (")[0]
    if "Perhaps you forgot a comma" in words:
        words = "invalid syntax"
    fault = source.fault(offset, 20, Text(f"不是完整的表达式（{words}）", f"not a complete expression ({words})"))
    return attrs.evolve(fault, expected=same("a.b >= 16 and c.d in (x, y)"))


def _depth(tree: ast.AST) -> int:
    deepest = 0
    stack = [(tree, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return deepest
