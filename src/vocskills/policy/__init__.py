"""The law as a document: packs read, checked, and found by place."""

from vocskills.places import check_place
from vocskills.policy.coverage import uncovered
from vocskills.policy.json_schema import pack_schema
from vocskills.policy.library import applicable, get, policies
from vocskills.policy.load import load_policy
from vocskills.policy.pack import Policy
from vocskills.policy.steps import unordered

__all__ = [
    "Policy",
    "applicable",
    "check_place",
    "get",
    "load_policy",
    "pack_schema",
    "policies",
    "uncovered",
    "unordered",
]
