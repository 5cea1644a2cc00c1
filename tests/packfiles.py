"""The sample packs under ``packs/``: whole good ones, bad ones with the words that they must get, and edits of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from vocskills.errors import Fault, PolicyError
from vocskills.policy.facts import FactBase, read_facts
from vocskills.policy.load import load_policy
from vocskills.policy.pack import Policy

PACKS = Path(__file__).resolve().parent / "packs"
GOOD = PACKS / "good"


@cache
def facts() -> FactBase:
    """The invented facts that the sample packs cite."""
    return read_facts((PACKS / "facts.csv").read_text("utf-8"))


def good(name: str) -> str:
    """The text of a good pack."""
    return (GOOD / f"{name}.yaml").read_text("utf-8")


def edited(name: str, *edits: tuple[str, str]) -> str:
    """A good pack with pieces replaced; each piece must stand in it exactly once."""
    text = good(name)
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return text


def load(pack: str | bytes, folder: Path | None = GOOD) -> Policy:
    """A pack read with the invented facts, as if it stood in the folder."""
    return load_policy(pack, name="pack.yaml", folder=folder, facts=facts())


def faults(pack: str | bytes, folder: Path | None = GOOD) -> tuple[Fault, ...]:
    """The faults of a pack that must not load."""
    with pytest.raises(PolicyError) as caught:
        load(pack, folder)
    return caught.value.faults


def shown(pack: str | bytes, folder: Path | None = GOOD) -> list[str]:
    """The faults as a reader sees them, without the file's name."""
    return [fault.render("en").removeprefix("pack.yaml:") for fault in faults(pack, folder)]
