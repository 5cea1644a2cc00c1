"""The part of the workload in which no claim hangs on another: its ten rules and both amounts, decided by the library.

The policy is made of the model's own pack: the rules that read awards are taken out, and with them the living cost,
of which all but the amount hangs on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import polars as pl
import yaml
from benchmarks.workload.by_library import said
from benchmarks.workload.tables import ELIGIBLE, INELIGIBLE, NOT_IN_FORCE, PACK, UNDETERMINED

from vocskills.assessment.cases import By
from vocskills.auditing import Audit, audit
from vocskills.auditing.kinds import opened
from vocskills.auditing.machine import Machine
from vocskills.auditing.prepare import prepared
from vocskills.policy import load_policy
from vocskills.policy.pack import Policy

FEES = {"training_fee": "training", "evaluation_fee": "evaluation"}
"""The subsidies, and what the version written by hand calls them."""


@cache
def policy() -> Policy:
    """The model without what hangs on earlier claims."""
    tree = yaml.load(PACK.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    every = set(_cited(tree))
    tree["policy"] = "benchmark-stateless"
    rules = {name: rule for name, rule in tree["rules"].items() if "awards" not in rule["require"]}
    tree["subsidies"] = {name: tree["subsidies"][name] for name in FEES}
    for subsidy in tree["subsidies"].values():
        subsidy["requires"] = [name for name in subsidy["requires"] if name in rules]
    used = {name for subsidy in tree["subsidies"].values() for name in subsidy["requires"]}
    tree["rules"] = {name: rule for name, rule in rules.items() if name in used}
    for fact in sorted(every - set(_cited(tree))):
        tree["left_out"][fact] = {"zh": "模型的这一部分不用", "en": "not in this part of the model"}
    content = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
    return load_policy(content, name=PACK.name, folder=PACK.parent)


def _cited(tree: Any) -> Iterator[str]:
    """The facts that rules, tables and subsidies rest on."""
    for name in ("rules", "tables", "subsidies"):
        for one in tree[name].values():
            yield from one["facts"]
            steps = one.get("amount", ())
            yield from (fact for step in steps if isinstance(step, dict) for fact in step.get("facts", ()))


def decided(claims: pl.DataFrame) -> Audit:
    """The table decided as one."""
    return audit(claims, policy(), place="120000", alone=True)


def engine(claims: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """The engine alone, ready to run: facts in, outcomes, amounts and marks of rules out, all as numbers."""
    run = prepared(opened(claims)[0], {}, {}, By(policy(), "120000", (), None, True), (), ())
    facts = run.door.facts(run.docket.wanted.values())
    machine = Machine.of(run.docket, facts, {})
    return lambda: machine.judge(facts)


def answered(found: Audit) -> pl.DataFrame:
    """What was decided with the columns that :func:`by_hand` has."""
    return said(found.frame, policy(), FEES, pl.Int32)


def by_hand(judged: pl.DataFrame) -> pl.DataFrame:
    """The outcomes and amounts of ``by_hand_polars.stateless``: an amount only of what may be paid."""
    passes = pl.col("passes")
    known = pl.when(passes).then(ELIGIBLE).when(~passes).then(INELIGIBLE).otherwise(UNDETERMINED)
    outcome = pl.when("in_force").then(known).otherwise(NOT_IN_FORCE)
    paid = pl.col("in_force") & (passes | passes.is_null())
    columns = {}
    for name, short in FEES.items():
        columns[f"{name}.outcome"] = outcome
        columns[f"{name}.least"] = pl.when(paid).then(f"{short}_least")
        columns[f"{name}.most"] = pl.when(paid).then(f"{short}_most")
    return judged.select(**columns)
