"""How hard Hypothesis tries; ``VOCSKILLS_HYPOTHESIS`` names the profile.

* ``ci`` (the default): the same examples in every run, so that a red test is red for everybody.
* ``dev``: new examples in every run, to look for what the fixed ones miss.
* ``long``: very many new examples, to be left running.
* ``mutants``: few, and the same, because mutation testing runs them once for every mutant.
"""

from __future__ import annotations

import os
import sys

from hypothesis import HealthCheck, Phase, settings

# Time is measured in benchmarks/; here a slow machine must not turn a right answer into a failure.
settings.register_profile("dev", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True)
settings.register_profile("long", settings.get_profile("dev"), max_examples=5_000)
# A mutant is caught by the first example that fails; nobody wants the smallest one.
settings.register_profile(
    "mutants", settings.get_profile("ci"), max_examples=20, phases=(Phase.explicit, Phase.generate), database=None
)
PROFILE = os.environ.get("VOCSKILLS_HYPOTHESIS", "ci")
settings.load_profile(PROFILE)
if PROFILE == "mutants":
    # mutmut calls every function through others, so the deepest trees that are allowed take several times the stack.
    sys.setrecursionlimit(10_000)
