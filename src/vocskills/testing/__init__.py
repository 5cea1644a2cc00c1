"""For those who write documents: worked cases, what they cover, and cases drawn at random.

Worked cases stand beside a pack as ``<pack>.cases.yaml`` and are run by pytest. The strategies and the three laws are
for tests with Hypothesis; they are loaded when they are first used and need ``pip install "vocskills[testing]"``.
"""

from typing import TYPE_CHECKING

from vocskills.testing.covering import Requirement, coverage, requirements
from vocskills.testing.outcomes import outcomes
from vocskills.testing.read import read_worked
from vocskills.testing.worked import Difference, Excuse, Wanted, Worked, WorkedCase

if TYPE_CHECKING:
    from vocskills.testing.laws import assert_exact, assert_monotone, assert_sound
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
