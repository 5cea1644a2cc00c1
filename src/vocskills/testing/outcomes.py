"""The outcome of every worked case in one text, so that any change of an answer is a line of a diff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from vocskills.testing.shape import NONE
from vocskills.testing.words import said
from vocskills.testing.worked import Values, Worked

SUFFIX = ".outcomes.txt"
"""How the name of the file beside the cases ends."""

_HEAD = "# What {policy} gives in each worked case; written by pytest --vocskills-update.\n"
_SHOWN = (
    "amount",
    "payable",
    "per_unit",
    "payees",
    "funds",
    "fix_by",
    "no_new_classes_until",
    "recover",
    "missing",
)
_MONEY = ("amount", "payable")


def outcomes(worked: Worked) -> str:
    """Every case with all that is said of each item, whether it was expected or not."""
    blocks = [_HEAD.format(policy=worked.policy.id)]
    for case in worked.cases.values():
        lines = [line for name, got in case.got.items() for line in _lines(name, got)]
        blocks.append("\n".join([case.name, *lines]) + "\n")
    return "\n".join(blocks)


def _lines(item: str, got: Mapping[str, Values]) -> Iterator[str]:
    yield f"  {item}: {said(got['outcome'])}"
    for key in _SHOWN:
        value = _value(key, got) if key in got else NONE
        if value != NONE:
            yield f"    {key}: {value}"
    rules = [f"{key.partition('.')[2]} {said(value)}" for key, value in got.items() if key.startswith("rules.")]
    yield f"    rules: {', '.join(rules) or NONE}"


def _value(key: str, got: Mapping[str, Values]) -> str:
    """An amount is its few possible values where there are few."""
    possible = got.get(f"{key} possible", ())
    return said(possible if len(possible) > 1 else got[key])


def beside(file: Path, suffix: str) -> Path:
    """The file of outcomes beside a file of cases: ``a.cases.yaml`` has ``a.outcomes.txt``."""
    return file.with_name(file.name.removesuffix(suffix) + SUFFIX)
