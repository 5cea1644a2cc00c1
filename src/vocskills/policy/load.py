"""From a pack file to a policy, or to everything that is wrong with the file."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from vocskills.policy.build import build_policy
from vocskills.policy.facts import FactBase, load_facts
from vocskills.policy.pack import Policy
from vocskills.policy.report import EnoughError, Report
from vocskills.policy.source import read_source


def load_policy(pack: bytes | str | Path, *, name: str = "", facts: FactBase | None = None) -> Policy:
    """Reads and checks one pack.

    Args:
        pack: the file's path, or its content (text is content).
        name: the file's name for faults; taken from the path if there is one.
        facts: the fact base that the pack cites; the library's own by default.

    Raises:
        PolicyError: everything that is wrong with it, each fault with file, line, column, path, what was expected
            and what to do.
    """
    content = pack.read_bytes() if isinstance(pack, Path) else pack
    report = Report(name or (pack.name if isinstance(pack, Path) else ""))
    tree = read_source(content, report.file)
    digest = hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
    policy = None
    with suppress(EnoughError):
        policy = build_policy(report, tree, load_facts() if facts is None else facts, digest)
    if report.faults or policy is None:
        raise report.error()
    return policy
