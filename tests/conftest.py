"""How hard Hypothesis tries; ``VOCSKILLS_HYPOTHESIS`` names the profile.

* ``ci`` (the default): the same examples in every run, so that a red test is red for everybody.
* ``dev``: new examples in every run, to look for what the fixed ones miss.
* ``long``: very many new examples, to be left running.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Time is measured in benchmarks/; here a slow machine must not turn a right answer into a failure.
settings.register_profile("dev", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True)
settings.register_profile("long", settings.get_profile("dev"), max_examples=5_000)
settings.load_profile(os.environ.get("VOCSKILLS_HYPOTHESIS", "ci"))
