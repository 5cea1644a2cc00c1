"""What ``make bench`` prints, on the quickest of the benchmarks; what they measure is not judged here."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_figures_stand_in_a_table_at_the_end() -> None:
    """Median and p99 of the door and the cost of importing are printed although pytest captures what tests print."""
    which = "door or importing"
    options = ["-p", "no:cacheprovider", "--benchmark-disable", "-k", which]
    command = [sys.executable, "-m", "pytest", "benchmarks/bench_assess.py", *options]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    _, _, figures = said.partition(" figures ")
    assert re.search(r"^the door, one person +\d+\.\d\d / \d+\.\d\d ms  median / p99 of 500$", figures, re.M)
    assert re.search(r"^import vocskills +\d+\.\d ms  besides attrs, cattrs, pendulum, target 20 ms$", figures, re.M)
