"""Claims of one person for certificates, decided by the sample pack ``ordered`` without any national text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from packfiles import good, load
from people import identity_number
from vocskills.assessment.claims import Pending
from vocskills.assessment.docket import docket
from vocskills.assessment.doubt import Doubts, outcome_of
from vocskills.assessment.fold import fold
from vocskills.convert import read_case
from vocskills.door import Codes, facts_of, subjects
from vocskills.engines.plan import Outcome
from vocskills.model import Case

POLICY = load(good("ordered"))
BENCH = docket((POLICY,), ())
NUMBER = identity_number("19850315")


def claim(name: str, day: str | None, **known: Any) -> dict[str, Any]:
    """One claim: the certificate's date, and whatever else is known of it."""
    certificate = {"kind": "skill_level", "level": "junior", "occupation": "4-03-02-01", "issued_on": day}
    certificate |= {key: known.pop(key) for key in ("level", "occupation") if key in known}
    trainee = {"id_number": NUMBER, "awards": known.pop("awards", {"complete": True, "items": []})}
    pending = {"id": name, "sequence": known.pop("sequence", None)}
    return {"trainee": trainee, "claim": pending, "certificate": certificate, "filed": True} | known


def case_of(*claims: Mapping[str, Any], **more: Any) -> Case:
    """A case of claims without any class."""
    known = {"place": "533323", "as_of": "2022-06-30", "cohort": False, "provider": False}
    return read_case(known | {"enrollments": {"complete": True, "items": list(claims)}} | more)


def judged(*claims: Mapping[str, Any]) -> list[Doubts]:
    """The claims of one person judged together."""
    codes, pending = Codes(), []
    for subject in subjects(case_of(*claims)):
        facts = facts_of(subject, BENCH.wanted.values(), BENCH.lists, codes)
        pending.append(Pending(subject, BENCH, dict(facts.values), facts.lists, (), "533323", codes))
    return fold(pending, [one.values for one in pending])


def outcomes(found: Sequence[Doubts]) -> list[Outcome]:
    """The outcome of each claim."""
    return [outcome_of(world.lines[0] for world in doubts.worlds) for doubts in found]
