"""The figures of a run, in one table at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

_NOTED = pytest.StashKey[list[tuple[str, str, str]]]()


@pytest.fixture(scope="session")
def note(pytestconfig: pytest.Config) -> Callable[[str, str, str], None]:
    """Keeps one row of the table: what was measured, the figure, and the target or what it is of."""
    noted = pytestconfig.stash.setdefault(_NOTED, [])

    def keep(what: str, figure: str, remark: str) -> None:
        noted.append((what, figure, remark))

    return keep


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Prints the table, whatever pytest captured."""
    rows = config.stash.get(_NOTED, [])
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    if rows:
        terminalreporter.section("figures")
    for what, figure, remark in rows:
        terminalreporter.write_line(f"{what:<{widths[0]}}  {figure:>{widths[1]}}  {remark}".rstrip())
