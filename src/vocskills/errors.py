"""One exception root, few kinds, and the fault that every kind carries.

A fault says what is wrong, where, what was expected and what to do, in Chinese and English. All faults of one
input are reported at once.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import attrs

from vocskills.privacy import mask_text
from vocskills.text import Lang, Text


@attrs.frozen
class Fault:
    """One thing wrong with an input.

    Attributes:
        what: what is wrong.
        where: the path inside the input, such as ``enrollments[3].trainee.birth_date`` or ``rules.yearly``.
        file: the file's name, empty when the input was not a file.
        line: line, counted from 1; 0 when there is none.
        column: column in characters, counted from 1; 0 when there is none.
        text: the offending text as it stands (masked when shown).
        expected: what would have been right.
        remedy: what to do about it.
        public: whether the text is a policy's own, which names no people and is shown as it stands: a long number in an
            expression is what the author has to look at.
    """

    what: Text
    where: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    text: str = ""
    expected: Text | None = None
    remedy: Text | None = None
    public: bool = False

    def __repr__(self) -> str:
        # A log or a debugger prints it as a whole; identifiers are masked there as everywhere.
        return f"Fault({self.render('en')!r})"

    def place(self) -> str:
        """``file:line:column`` and the path, as far as they are known."""
        spot = ":".join([self.file or "<input>", *(str(n) for n in (self.line, self.column) if n)])
        return " ".join(part for part in (spot if self.file or self.line else "", self.where) if part)

    def render(self, lang: Lang) -> str:
        """The whole fault as one line, identifiers masked."""
        zh = lang == "zh"
        where = self.place()
        parts = [mask_text((f"{where}: " if where else "") + self.what.of(lang))]
        if self.text:
            parts.append(f"{'原文：' if zh else 'found: '}{self._found()!r}")
        if self.expected:
            parts.append(mask_text(f"{'应为：' if zh else 'expected: '}{self.expected.of(lang)}"))
        if self.remedy:
            parts.append(mask_text(f"{'处理：' if zh else 'what to do: '}{self.remedy.of(lang)}"))
        return ("；" if zh else "; ").join(parts)

    def _found(self) -> str:
        # Masked before it is cut: of a number cut in two, neither part would be recognised.
        masked = self.text if self.public else mask_text(self.text)
        return masked if len(masked) <= 80 else masked[:77] + "..."


def similar(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words that a misspelt one comes near to, the likeliest first."""
    return difflib.get_close_matches(word[:80], list(dict.fromkeys(known)), n=most, cutoff=0.6)


def did_you_mean(words: Iterable[str]) -> Text | None:
    """The remedy that offers some words; ``None`` where there is none to offer."""
    listed = list(words)
    return Text(f"是否想写：{'、'.join(listed)}", f"did you mean {', '.join(listed)}?") if listed else None


_SYSTEM = {
    errno.ENOENT: (
        Text("没有这个文件或文件夹", "there is no such file or folder"),
        Text("核对路径；相对路径从当前文件夹算起", "look at the path; a relative one begins at the current folder"),
    ),
    errno.EACCES: (
        Text("没有读写权限", "this may not be read or written"),
        Text("请有权限的人放开，或换一个位置", "ask for the right to, or take another place"),
    ),
    errno.EISDIR: (
        Text("这是文件夹，不是文件", "this is a folder and no file"),
        Text("写出文件名", "name the file"),
    ),
    errno.ENOTDIR: (
        Text("路径中有一段不是文件夹", "a part of the path is no folder"),
        Text("核对路径", "look at the path"),
    ),
    errno.ENOSPC: (
        Text("磁盘已满", "the disk is full"),
        Text(
            "腾出空间，或写到别的磁盘；大表的临时文件用 --temp 另指文件夹",
            "make room or write to another disk; --temp names another folder for parts of a large table",
        ),
    ),
}
_SYSTEM[errno.EPERM] = _SYSTEM[errno.EROFS] = _SYSTEM[errno.EACCES]
_SYSTEM[errno.EDQUOT] = _SYSTEM[errno.ENOSPC]
_OTHERWISE = Text("文件无法读写", "a file cannot be read or written")


def of_system(error: OSError, file: str = "") -> Fault:
    """What the system says of a file, in words: what it is called by whoever named it, or by the system itself."""
    file = file or str(error.filename or "")
    if error.errno in _SYSTEM:
        what, remedy = _SYSTEM[error.errno]
        return Fault(what, file=file, remedy=remedy)
    return Fault(_OTHERWISE, file=file, text=error.strerror or str(error) or type(error).__name__)


class VocskillsError(Exception):
    """The root of every error that this library raises on purpose.

    Attributes:
        faults: everything that is wrong, in the order in which it stands in the input.
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__(self.render("en"))

    def __reduce__(self) -> tuple[type[VocskillsError], tuple[tuple[Fault, ...]]]:
        # An exception is copied from its message by default, which would lose the faults between processes.
        return type(self), (self.faults,)

    def render(self, lang: Lang) -> str:
        """All faults, one a line."""
        return "\n".join(fault.render(lang) for fault in self.faults)


class InputError(VocskillsError, ValueError):
    """A case, roster, assumption or ruling that cannot be read as it stands."""


class PolicyError(VocskillsError, ValueError):
    """A policy document (pack) with faults."""


class CoverageError(VocskillsError, LookupError):
    """A policy or place that the library does not know."""


class CalendarError(VocskillsError, LookupError):
    """A date that needs a working-day calendar which has not been published."""


class ExtraError(VocskillsError, ImportError):
    """Something needs a library that comes with an extra, and it is not installed."""


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Imports inside of it that fail say which extra is to be installed.

    Args:
        name: the extra, such as ``excel``.

    Raises:
        ExtraError: an import failed.
    """
    try:
        yield
    except ImportError as error:
        what = Text(f"缺少组件 {error.name}", f"the library {error.name} is not installed")
        remedy = Text(f'运行 pip install "vocskills[{name}]"', f'run pip install "vocskills[{name}]"')
        raise ExtraError(Fault(what, remedy=remedy)) from error
