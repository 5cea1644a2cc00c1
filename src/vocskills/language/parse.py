"""From text to a syntax tree: a small subset of Python's expressions, refused early when it is hostile.

The text is read by our own scanner first; only what is harmless (known characters, bounded length, nesting and runs
of prefix operators) reaches :mod:`ast`. ``12.5%`` becomes ``12.5j`` for Python's parser and a code in quotes becomes
as many ``x``, of the same length, so that columns stay true; numbers and codes are taken from the text itself, never
from a float.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

import attrs

from vocskills.errors import Fault
from vocskills.text import Text, same

MAX_CHARACTERS = 2000
MAX_NESTING = 30
MAX_PREFIXES = 10
MAX_TOKENS = 600
MAX_DEPTH = 60
MAX_DIGITS = 15

_TOKEN = re.compile(
    r"""(?P<space>[ ]+)
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?:%(?![^ ,)]))?(?![\w.]))
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<string>'[^'\\\x00-\x1f\x7f-\x9f]*')
      | (?P<op>==|!=|<=|>=|//|[-+*/<>().,])""",
    re.VERBOSE,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])")
_WORDS = frozenset({"and", "or", "not", "in", "if", "else", "for"})
_NEVER_KNOWN = Text("不能检验一个事实是否已知", "whether something is known cannot be tested")
_INSTEAD_OF_KNOWN = Text(
    "写 exists(名词) 问“有没有”；未知的事实按其取值范围计算", "ask exists(noun); an unknown fact is its range"
)
_SPLIT = Text("拆成若干 define", "split it into defines")
_REFUSED = {
    "is": (_NEVER_KNOWN, _INSTEAD_OF_KNOWN),
    "None": (_NEVER_KNOWN, _INSTEAD_OF_KNOWN),
    "known": (_NEVER_KNOWN, _INSTEAD_OF_KNOWN),
    "lambda": (Text("不能定义函数", "functions cannot be defined here"), None),
    "True": (Text("“真”的写法不对", "this is not how truth is written"), same("true")),
    "False": (Text("“假”的写法不对", "this is not how falsehood is written"), same("false")),
}
_NO_WORD = Text("规则语言里没有这个词", "this word is not part of the rule language")
_BRACKETS = {
    "[": Text("没有方括号：列表用圆括号，如 in (a, b)", "there are no square brackets: write in (a, b)"),
    "{": Text("没有花括号：按类别取值用表", "there are no braces: use a table"),
    ":": Text("没有冒号：定义写在 define 下", "there are no colons: definitions stand under define"),
}

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
        return Fault(what, where=self.where, file=self.file, line=line, column=column, text=found, public=True, **more)


@attrs.frozen
class Parsed:
    """A syntax tree, the numbers and codes by their offset exactly as written, and the text they came from."""

    tree: ast.expr
    numbers: dict[int, Fraction]
    percents: frozenset[int]
    strings: dict[int, str]
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
        return [source.fault(0, 20, what, remedy=_SPLIT)]
    # Line breaks would move ast's columns; nothing in the language needs them.
    flat = attrs.evolve(source, text=source.text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
    tokens, faults = _scan(flat)
    faults += _shape(flat, tokens)
    if faults:
        return sorted(faults, key=lambda fault: (fault.line, fault.column))
    return _to_tree(flat, tokens)


# -- the scanner -------------------------------------------------------------------------------------------------------


def _scan(source: Expression) -> tuple[list[re.Match[str]], list[Fault]]:
    tokens: list[re.Match[str]] = []
    faults: list[Fault] = []
    at = 0
    while at < len(source.text):
        date = _DATE.match(source.text, at)
        found = _TOKEN.match(source.text, at)
        if date or found is None:
            faults.append(_unquoted(source, date) if date else _bad_character(source, at))
            bad = date or re.compile(r"[\w.%]+|.", re.DOTALL).match(source.text, at)
            at = bad.end() if bad else at + 1
            continue
        if found.lastgroup != "space":
            tokens.append(found)
        at = found.end()
    return tokens, faults


def _unquoted(source: Expression, date: re.Match[str]) -> Fault:
    what = Text("日期要加引号，否则是减法", "a date is quoted: without quotes this is a subtraction")
    return source.fault(date.start(), len(date.group()), what, expected=same(f"'{date.group()}'"))


def _bad_character(source: Expression, at: int) -> Fault:
    first = source.text[at]
    if first.isdigit():
        run = re.match(r"[\w.%]+", source.text[at:])
        length = run.end() if run else 1
        what = Text("数字的写法不对", "this is not how a number is written")
        remedy = Text("百分数后面要留空格：100% + x", "leave a space after a percentage: 100% + x")
        expected = Text("如 60、12.5、70%", "for example 60, 12.5 or 70%")
        return source.fault(at, length, what, expected=expected, remedy=remedy if "%" in source.text[at:] else None)
    if first == "%":
        what = Text("没有取余运算；百分数写作 70%", "there is no modulo; a percentage is written 70%")
        remedy = Text("百分数后面要留空格：100% + x", "leave a space after a percentage: 100% + x")
        return source.fault(at, 1, what, remedy=remedy)
    if first in "\"'":
        what = Text("引号没有闭合或用错", "a quotation mark is open or of the wrong kind")
        return source.fault(at, 1, what, expected=Text("'2020-01-31' 或 '533323'", "'2020-01-31' or '533323'"))
    what = Text("规则语言里没有这个字符", "this character is not part of the rule language")
    return source.fault(at, 1, what, remedy=_BRACKETS.get(first))


def _shape(source: Expression, tokens: list[re.Match[str]]) -> list[Fault]:
    """Bounds on what Python's parser is given, and words that have no place in a rule."""
    faults = [fault for token in tokens for fault in _token_faults(source, token)]
    faults += _joined(source, tokens)
    faults += _nesting(source, tokens)
    if len(tokens) > MAX_TOKENS:
        what = Text("表达式太长", "the expression has too many parts")
        faults.append(source.fault(0, 20, what, remedy=_SPLIT))
    if not source.text.strip():
        faults.append(source.fault(0, 0, Text("表达式是空的", "the expression is empty")))
    return faults


def _token_faults(source: Expression, token: re.Match[str]) -> Iterator[Fault]:
    word, at = token.group(), token.start()
    if token.lastgroup == "name" and (word in _REFUSED or (keyword.iskeyword(word) and word not in _WORDS)):
        what, remedy = _REFUSED.get(word, (_NO_WORD, None))
        yield source.fault(at, len(word), what, remedy=remedy)
    if token.lastgroup == "number":
        if re.match(r"0[0-9]", word):
            what = Text("数字不能以 0 开头；代码要加引号", "a number does not start with 0; quote a code")
            yield source.fault(at, len(word), what)
        if len(re.sub(r"[.%]", "", word)) > MAX_DIGITS:
            what = Text(f"数字超过 {MAX_DIGITS} 位", f"a number of more than {MAX_DIGITS} digits")
            yield source.fault(at, len(word), what)


def _joined(source: Expression, tokens: list[re.Match[str]]) -> Iterator[Fault]:
    """Python would join two texts in quotes, and read a letter before a quote as a kind of text."""
    for one, other in pairwise(tokens):
        if other.lastgroup == "string" and (one.lastgroup == "string" or one.end() == other.start()):
            if one.lastgroup == "op":
                continue
            what = Text("引号前缺少运算符", "an operator is missing before the quotation mark")
            yield source.fault(one.start(), other.end() - one.start(), what)


def _nesting(source: Expression, tokens: list[re.Match[str]]) -> Iterator[Fault]:
    depth = run = 0
    for token in tokens:
        word, at = token.group(), token.start()
        depth += (word == "(") - (word == ")")
        run = run + 1 if word in ("-", "+", "not") else 0
        if depth < 0:
            yield source.fault(at, 1, Text("多出一个右括号", "this bracket closes nothing"))
            return
        if depth > MAX_NESTING or run > MAX_PREFIXES:
            what = Text("括号或前缀运算嵌套太深", "brackets or prefix operators are nested too deeply")
            yield source.fault(at, 1, what, remedy=_SPLIT)
            return


# -- the tree ----------------------------------------------------------------------------------------------------------


def _to_tree(source: Expression, tokens: list[re.Match[str]]) -> Parsed | list[Fault]:
    text = list(source.text)
    numbers: dict[int, Fraction] = {}
    percents: set[int] = set()
    strings: dict[int, str] = {}
    for token in tokens:
        word, start, end = token.group(), token.start(), token.end()
        if token.lastgroup == "number":
            numbers[start] = Fraction(word.rstrip("%")) / (100 if word.endswith("%") else 1)
            if word.endswith("%"):
                percents.add(start)
                text[end - 1] = "j"
        elif token.lastgroup == "string":
            strings[start] = word[1:-1]
            text[start + 1 : end - 1] = "x" * (end - start - 2)
    # Leading blanks would be an indentation error; brackets keep the columns countable.
    try:
        tree = ast.parse(f"({''.join(text)})", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        return [_syntax_fault(source, error)]
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            # A tuple or a generator without brackets of its own has ours.
            node.col_offset = max(node.col_offset - 1, 0)
            node.end_col_offset = min((node.end_col_offset or 1) - 1, len(text))
    if _depth(tree) > MAX_DEPTH:
        what = Text("表达式嵌套太深", "the expression is nested too deeply")
        return [source.fault(0, 20, what, remedy=_SPLIT)]
    return Parsed(tree, numbers, frozenset(percents), strings, source)


def _syntax_fault(source: Expression, error: Exception) -> Fault:
    offset = max((getattr(error, "offset", None) or 2) - 2, 0)
    offset = min(offset, max(len(source.text) - 1, 0))
    what = Text("这里不成一个完整的表达式", "this is not a complete expression")
    return source.fault(offset, 20, what, expected=same("a.b >= 16 and c.d in (x, y)"))


def _depth(tree: ast.AST) -> int:
    deepest = 0
    stack = [(tree, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return deepest
