"""From a pack file to a policy, or to everything that is wrong with the file."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib.resources.abc import Traversable
from pathlib import Path

import attrs

from vocskills.policy.build import build_policy
from vocskills.policy.csvfile import Folder
from vocskills.policy.facts import FactBase, load_facts
from vocskills.policy.pack import Policy
from vocskills.policy.report import EnoughError, Report
from vocskills.policy.source import read_on


def load_policy(
    pack: bytes | str | Path,
    *,
    name: str = "",
    folder: Traversable | None = None,
    facts: FactBase | None = None,
) -> Policy:
    """Reads and checks one pack.

    Args:
        pack: the file's path, or its content (text is content).
        name: the file's name for faults; taken from the path if there is one.
        folder: where the files stand that the pack names; taken from the path if there is one.
        facts: the fact base that the pack cites; the library's own by default.

    Raises:
        PolicyError: everything that is wrong with it, each fault with file, line, column, path, what was expected
            and what to do.
    """
    content = pack.read_bytes() if isinstance(pack, Path) else pack
    report = Report(name or (pack.name if isinstance(pack, Path) else ""))
    tree, faults = read_on(content, report.file)
    beside = Folder(pack.parent if folder is None and isinstance(pack, Path) else folder)
    policy = None
    with suppress(EnoughError):
        report.extend(faults)
        policy = build_policy(report, tree, load_facts() if facts is None else facts, beside)
    if report.faults or policy is None:
        raise report.error()
    raw = content.encode() if isinstance(content, str) else content
    return attrs.evolve(policy, digest=_digest(raw, beside), files=dict(sorted(beside.digests.items())))


def _digest(content: bytes, folder: Folder) -> str:
    """SHA-256 of the pack file; with files beside it, of the digests of all of them with their names."""
    own = hashlib.sha256(content).hexdigest()
    if not folder.digests:
        return own
    listed = "".join(f"{digest} {name}\n" for name, digest in sorted(folder.digests.items()))
    return hashlib.sha256(f"{own}\n{listed}".encode()).hexdigest()
