"""For those who write documents: worked cases, what they cover, and cases drawn at random.

Worked cases stand beside a pack as ``<pack>.cases.yaml`` and are run by pytest. The strategies draw with Hypothesis,
which is loaded when one of them is first used and comes with ``pip install "vocskills[testing]"``.
"""

from typing import TYPE_CHECKING

from vocskills.testing.covering import coverage, requirements
from vocskills.testing.laws import assert_exact, assert_monotone, assert_sound
from vocskills.testing.outcomes import outcomes
from vocskills.testing.read import read_worked
from vocskills.testing.requirement import Requirement
from vocskills.testing.worked import Difference, Excuse, Wanted, Worked, WorkedCase

if TYPE_CHECKING:
    from vocskills.testing.strategies import cases, completions, forget

__all__ = [
    "Difference",
    "Excuse",
    "Requirement",
    "Wanted",
    "Worked",
    "WorkedCase",
    "assert_exact",
    "assert_monotone",
    "assert_sound",
    "cases",
    "completions",
    "coverage",
    "forget",
    "outcomes",
    "read_worked",
    "requirements",
]

_DRAWN = ("cases", "completions", "forget")


def __getattr__(name: str) -> object:
    if name not in _DRAWN:
        raise AttributeError(f"module 'vocskills.testing' has no attribute {name!r}")
    try:
        from vocskills.testing import strategies
    except ModuleNotFoundError as error:
        raise ImportError(
            f"vocskills.testing.{name} draws with Hypothesis: pip install 'vocskills[testing]' / "
            f"vocskills.testing.{name} 需要 Hypothesis，请运行 pip install 'vocskills[testing]'"
        ) from error
    return getattr(strategies, name)
