"""The three laws on one case of a policy and on less of it."""

from __future__ import annotations

from hypothesis import strategies as st

from vocskills.model.case import Case
from vocskills.policy.pack import Policy
from vocskills.testing import assert_exact, assert_monotone, assert_sound, completions, forget


def assert_lawful(policy: Policy, whole: Case, data: st.DataObject) -> None:
    """What is known of a whole case is exact, of less of it sound, and learning takes nothing back."""
    less = data.draw(forget(whole))
    assert_exact(policy, whole)
    assert_sound(policy, less, whole)
    assert_monotone(policy, less, data.draw(completions(policy, less)))
