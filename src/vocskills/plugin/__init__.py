"""The pytest plugin: worked cases beside a pack are tests.

Nothing of the library is loaded until a file of worked cases is met.
"""

from __future__ import annotations

from pathlib import Path

import pytest

_SUFFIX = ".cases.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of worked cases."""
    group = parser.getgroup("vocskills", "worked cases of subsidy policies (vocskills)")
    group.addoption("--vocskills-lang", choices=("zh", "en"), default="zh", help="语言 / language of failures (zh)")
    group.addoption(
        "--vocskills-update", action="store_true", help="写入各例结果 / write the outcomes of all worked cases"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Makes tests of a file of worked cases."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    from vocskills.plugin.items import WorkedFile

    return WorkedFile.from_parent(parent, path=file_path)
