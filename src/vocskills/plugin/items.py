"""The tests of a file of worked cases: each case, what the cases cover, and the outcomes kept beside them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from vocskills.errors import VocskillsError
from vocskills.policy.library import CASES
from vocskills.testing import Worked, WorkedCase, coverage, outcomes, read_worked
from vocskills.testing.outcomes import beside
from vocskills.testing.words import difference_lines
from vocskills.text import Lang, Text

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr

_UNCOVERED = Text("样例没有覆盖的要求：", "what no worked case shows:")
_WRITE = Text("补写样例，或在 excused 里写明理由", "write such cases, or give the reasons under excused")
_CHANGED = Text(
    "结果与记录不同；如属有意，用 pytest --vocskills-update 重新写入",
    "the outcomes are not those on record; if that is meant, write them with pytest --vocskills-update",
)


class DifferenceError(Exception):
    """A test that does not hold, in words."""


def lang_of(config: pytest.Config) -> Lang:
    """The language that was asked for."""
    return cast(Lang, config.getoption("--vocskills-lang"))


class WorkedFile(pytest.File):
    """A file of worked cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each case, one for what they cover, and one for the outcomes if they are kept."""
        try:
            worked = read_worked(self.path, name=self._shown())
        except VocskillsError as error:
            raise self.CollectError(error.render(lang_of(self.config))) from None
        for name, case in worked.cases.items():
            yield CaseItem.from_parent(self, name=name, case=case)
        yield CoverageItem.from_parent(self, name="[coverage]", worked=worked)
        if self.config.getoption("--vocskills-update") or beside(self.path, CASES).exists():
            yield OutcomesItem.from_parent(self, name="[outcomes]", worked=worked)

    def _shown(self) -> str:
        """The file as the reader of the report can open it."""
        root = self.config.rootpath
        return str(self.path.relative_to(root)) if self.path.is_relative_to(root) else str(self.path)


class _Item(pytest.Item):
    """A test that fails with words and no traceback."""

    line = 0

    def repr_failure(self, excinfo: ExceptionInfo[BaseException]) -> str | TerminalRepr:  # type: ignore[override]
        if isinstance(excinfo.value, DifferenceError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, self.line, self.name


class CaseItem(_Item):
    """One worked case."""

    def __init__(self, *, case: WorkedCase, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case, self.line = case, case.line - 1

    def runtest(self) -> None:
        """Fails with what is otherwise than expected, and why."""
        differences = list(self.case.differences())
        if differences:
            raise DifferenceError("\n".join(difference_lines(self.case, differences, lang_of(self.config))))


class CoverageItem(_Item):
    """What the cases of a file cover."""

    def __init__(self, *, worked: Worked, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.worked = worked

    def runtest(self) -> None:
        """Fails with everything that no case shows."""
        worked, lang = self.worked, lang_of(self.config)
        faults = coverage(worked.policy, worked.cases.values(), worked.excused.values(), file=worked.file)
        if faults:
            raise DifferenceError(
                "\n".join([_UNCOVERED.of(lang), *(fault.render(lang) for fault in faults), _WRITE.of(lang)])
            )


class OutcomesItem(_Item):
    """The outcomes that are kept beside the cases."""

    def __init__(self, *, worked: Worked, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.worked = worked

    def runtest(self) -> None:
        """Fails with the lines that changed, or writes them if that is asked for."""
        file, now = beside(self.path, CASES), outcomes(self.worked)
        if self.config.getoption("--vocskills-update"):
            file.write_text(now, "utf-8", newline="\n")
            return
        before = file.read_text("utf-8")
        if before != now:
            changed = difflib.unified_diff(before.splitlines(), now.splitlines(), file.name, file.name, lineterm="")
            raise DifferenceError("\n".join([_CHANGED.of(lang_of(self.config)), *changed]))
