"""From a pack file to a policy, or to everything that is wrong with the file."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import attrs

from vocskills.errors import Fault, PolicyError
from vocskills.policy.build import build_policy
from vocskills.policy.csvfile import Folder
from vocskills.policy.facts import FactBase, load_facts
from vocskills.policy.pack import Policy
from vocskills.policy.report import EnoughError, Report
from vocskills.policy.source import read_on
from vocskills.text import Text

_CIRCLE = Text("政策之间循环引用", "policies use each other in a circle")


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
    return _loaded(pack, name, folder, facts, ())


def _loaded(
    pack: bytes | str | Path, name: str, folder: Traversable | None, facts: FactBase | None, users: tuple[str, ...]
) -> Policy:
    """Reads one pack; ``users`` are the policies that use it."""
    content = pack.read_bytes() if isinstance(pack, Path) else pack
    report = Report(name or (pack.name if isinstance(pack, Path) else ""))
    tree, faults = read_on(content, report.file)
    beside = Folder(pack.parent if folder is None and isinstance(pack, Path) else folder)
    policy = None
    with suppress(EnoughError):
        report.extend(faults)
        find = partial(_find, beside.place, facts, users)
        policy = build_policy(report, tree, load_facts() if facts is None else facts, beside, find)
    if report.faults or policy is None:
        raise report.error()
    raw = content.encode() if isinstance(content, str) else content
    return attrs.evolve(policy, digest=_digest(raw, beside), files=dict(sorted(beside.digests.items())))


def _find(
    folder: Traversable | None, facts: FactBase | None, users: tuple[str, ...], user: str, policy: str
) -> Policy | None:
    """Another policy: beside the pack, else a shipped one; ``None`` if there is none."""
    if policy in users:
        raise PolicyError(Fault(_CIRCLE, "uses", text=" -> ".join([*users, user, policy])))
    shipped = files("vocskills") / "packs"
    for place, base in ((folder, facts), (shipped, None)):
        file = place / f"{policy}.yaml" if place is not None else None
        if file is not None and file.is_file():
            return _loaded(file.read_bytes(), file.name, place, base, (*users, user))
    return None


def _digest(content: bytes, folder: Folder) -> str:
    """SHA-256 of the pack file; with files beside it, of the digests of all of them with their names."""
    own = hashlib.sha256(content).hexdigest()
    if not folder.digests:
        return own
    listed = "".join(f"{digest} {name}\n" for name, digest in sorted(folder.digests.items()))
    return hashlib.sha256(f"{own}\n{listed}".encode()).hexdigest()
