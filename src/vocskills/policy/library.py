"""The policies that the library ships, found by name or by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vocskills.errors import CoverageError, Fault, did_you_mean, similar
from vocskills.places import check_place, parents
from vocskills.policy.load import load_policy
from vocskills.policy.pack import Policy
from vocskills.text import Text, same

CASES = ".cases.yaml"
"""How the name of a file of worked cases ends, which may stand beside its pack."""


@cache
def policies() -> Mapping[str, Policy]:
    """The shipped policies by id, in the order of their ids; read once.

    Raises:
        PolicyError: a shipped pack is damaged.
    """
    folder = files("vocskills") / "packs"
    packs = sorted((entry for entry in folder.iterdir() if _is_pack(entry.name)), key=lambda entry: entry.name)
    loaded = (load_policy(entry.read_bytes(), name=entry.name, folder=folder) for entry in packs)
    return MappingProxyType({policy.id: policy for policy in loaded})


def _is_pack(name: str) -> bool:
    return name.endswith(".yaml") and not name.endswith(CASES)


def get(policy_id: str) -> Policy:
    """A shipped policy by its id.

    Raises:
        CoverageError: there is none of that id; the fault names those that look like it, else all.
    """
    known = policies()
    if policy_id in known:
        return known[policy_id]
    remedy = did_you_mean(similar(policy_id, known))
    what = Text("没有这项政策", "there is no such policy")
    raise CoverageError(Fault(what, text=policy_id, expected=same(", ".join(known)), remedy=remedy))


def applicable(place: str, extra: Sequence[Policy] = ()) -> tuple[Policy, ...]:
    """The policies of a place and of all that it lies in, the smallest area first, the national ones last.

    Args:
        place: division code of 2, 4, 6, 9 or 12 digits.
        extra: further policies that may apply; one with the id of a shipped policy stands in its place.

    Raises:
        InputError: there is no such division.
    """
    rank = {code: number for number, code in enumerate(parents(check_place(place, "place")))}
    known = {**policies(), **{policy.id: policy for policy in extra}}
    found = [policy for policy in known.values() if policy.place in rank]
    return tuple(sorted(found, key=lambda policy: (rank[policy.place], policy.id)))
