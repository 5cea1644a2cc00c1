"""Checks of rosters beside the law: what auditors find in them."""

from vocskills.checks.flags import CHECKS, At, Check, Flag, Limits, Result
from vocskills.checks.run import check_rosters

__all__ = ["CHECKS", "At", "Check", "Flag", "Limits", "Result", "check_rosters"]
