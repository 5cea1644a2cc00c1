"""Bad packs get every one of their faults, each at its place, with what was expected and what to do."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

import packfiles
from packfiles import PACKS, edited, faults, good, shown
from vocskills.errors import PolicyError
from vocskills.policy.load import load_policy
from vocskills.policy.source import MAX_FAULTS

BAD = sorted(path.stem for path in (PACKS / "bad").glob("*.yaml"))
EDITS: list[dict[str, Any]] = yaml.safe_load((PACKS / "edits.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", BAD)
def test_bad_packs_get_their_fault(name: str) -> None:
    """Every bad sample gets exactly the faults that stand beside it, with file, line, column and remedy."""
    path = PACKS / "bad" / f"{name}.yaml"
    with pytest.raises(PolicyError) as caught:
        load_policy(path, facts=packfiles.facts())
    assert caught.value.render("en") + "\n" == path.with_suffix(".txt").read_text("utf-8")
    assert all(fault.what.zh and fault.line and fault.column for fault in caught.value.faults)
    assert all(fault.remedy and fault.remedy.zh != fault.remedy.en for fault in caught.value.faults)


def test_all_faults_are_reported_together() -> None:
    """A file with faults of every kind gets them all, in the order of the file, and none that only follows."""
    pack = edited(
        "whole",
        ("policy: example-whole", "policy: Example whole"),
        ("  EX21:\n    number: unknown\n", "  EX21:\n    numbr: unknown\n"),
        ("  skilled: program.level >= senior", "  skilled: program.levl >= senior"),
        ("    range: [0%, 25%]", "    range: [30%, 25%]"),
        ("    status: registered_poor", "    status: registerd_poor"),
        ("    complete: yes", "    complete: true"),
    )
    assert [(fault.line, fault.where) for fault in faults(pack)] == [
        (2, "policy"),
        (17, "documents.EX21.numbr"),
        (17, "documents.EX21.number"),
        (43, "define.skilled"),
        (66, "tables.delivery_rate.complete"),
        (99, "delegated.uplift.range[1]"),
        (134, "rules.poor.status"),
    ]


@pytest.mark.parametrize(
    "case", EDITS, ids=[f"{n}-{case['faults'][0].split(':')[1][3:40]}" for n, case in enumerate(EDITS)]
)
def test_one_wrong_thing_gets_its_own_words(case: dict[str, Any]) -> None:
    """Each small mistake in a good pack is reported at its place, and nothing that only follows from it."""
    pack = edited(case["pack"], *((edit["old"], edit["new"]) for edit in case["edits"]))
    assert shown(pack) == case["faults"]


def test_very_many_faults_are_cut_short() -> None:
    """A pack with more faults than anybody reads gets the first hundred and a note."""
    rule = good("plain").split("rules:\n")[1].split("subsidies:")[0]
    many = "".join(rule.replace("of_age", f"rule_{n}").replace("birth_date", "birthday") for n in range(150))
    found = faults(edited("plain", ("subsidies:\n", many + "subsidies:\n")))
    assert len(found) == MAX_FAULTS + 1
    assert found[-1].what.en == "too many faults: only the first 100 are listed"


def test_a_rule_with_faults_is_known_to_its_subsidies() -> None:
    """A subsidy that requires a rule with a fault is not reported for it."""
    assert [fault.where for fault in faults(edited("plain", ("birth_date", "birthday")))] == ["rules.of_age.require"]
