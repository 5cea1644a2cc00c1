"""Packs become policies, and bad packs get every one of their faults, each at its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import packfiles
from packfiles import PACKS, edited, faults, good, load, shown
from vocskills.engines.interpret import Facts, interpret, static_range
from vocskills.language.nodes import DAYS, MONEY, RATE, Fact, facts_in
from vocskills.model.fields import STANDARD_MAX
from vocskills.model.terms import AwardKind, Delivery, Payee
from vocskills.policy.documents import Provenance
from vocskills.policy.items import StepOp
from vocskills.policy.load import load_policy
from vocskills.policy.pack import ClauseKind, Policy
from vocskills.report.show import show
from vocskills.text import Text

WHOLE = load(good("whole"))
GOOD = sorted(path.stem for path in (PACKS / "good").glob("*.yaml"))
BAD = sorted(path.stem for path in (PACKS / "bad").glob("*.yaml"))
PAID = "    amount: 800\n"


def subsidy_facts(policy: Policy) -> dict[str, Fact]:
    """Every fact that the plans of a policy read."""
    plans = [subsidy.plan for subsidy in policy.subsidies.values()]
    return facts_in(*(n for p in plans for n in (p.applies, p.governs, p.touches, *p.rules, p.amount)))


def amount_of(policy: Policy, subsidy: str, **values: tuple[int, int]) -> tuple[int, int]:
    """The bounds of an amount in fen, facts given by path with ``__`` for the dot."""
    given = {path.replace("__", "."): bounds for path, bounds in values.items()}
    return interpret(policy.subsidies[subsidy].plan.amount, Facts(given))


# -- what is made of a good pack ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_good_packs_load(name: str) -> None:
    """Every good sample, each the twin of a bad one, loads from its file and carries the file's name."""
    policy = load_policy(PACKS / "good" / f"{name}.yaml", facts=packfiles.facts())
    assert policy.file == f"{name}.yaml"
    assert policy.rules


def test_the_head_of_a_pack_is_kept() -> None:
    """Title, place, documents with their dates, and what is left out stand in the policy."""
    assert (WHOLE.id, WHOLE.place, WHOLE.national) == ("example-whole", "533300", False)
    assert WHOLE.title == Text("示例培训补贴办法", "Example measures for training subsidies")
    assert WHOLE.documents["EX20"].issued == (20200201, 20200229)
    assert WHOLE.documents["EX21"].read is Provenance.SECONDARY
    assert WHOLE.documents["EX22"].replaces == ("EX20",)
    assert WHOLE.left_out == {"EX20-07": Text("只是目的，不是条件", "a purpose; no rule")}


def test_delegated_clauses_are_facts_with_their_legal_range() -> None:
    """A delegated rate is in basis points, a delegated amount in fen; an open upper end is that of the type."""
    uplift, floor = WHOLE.clauses["uplift"], WHOLE.clauses["floor"]
    assert uplift.kind is ClauseKind.DELEGATED
    assert uplift.fact == Fact("ruling.uplift", RATE, 0, 2500)
    assert (uplift.in_principle, floor.in_principle) == (True, False)
    assert floor.fact == Fact("ruling.floor", MONEY, 4000, STANDARD_MAX)
    assert floor.decided_by == Text("示例局", "the example bureau")


def test_unsettled_clauses_have_a_fact_for_the_reading() -> None:
    """The readings are codes in the order of the pack; a reading without words is called by its name."""
    clause = WHOLE.clauses["paid_days"]
    assert clause.kind is ClauseKind.UNSETTLED
    assert (clause.fact.path, clause.fact.lo, clause.fact.hi) == ("reading.paid_days", 0, 1)
    assert clause.type == DAYS
    assert [name for name, _ in clause.readings] == ["scheduled", "attended"]
    assert clause.labels == (Text("scheduled", "scheduled"), Text("实到天数", "attended days"))


@pytest.mark.parametrize(("reading", "fen"), [((0, 0), 10 * 6000 + 21000), ((1, 1), 8 * 6000 + 21000)])
def test_a_reading_decides_the_amount(reading: tuple[int, int], fen: int) -> None:
    """The amount follows the reading: 10 planned or 8 attended days at 60 yuan, beside tiers that read neither."""
    given = {"cohort__training_days": (10, 10), "enrollment__attended_days": (8, 8), "reading__paid_days": reading}
    assert amount_of(WHOLE, "living", **given) == (fen, fen)


def test_every_open_fact_has_a_clause() -> None:
    """Whatever a ruling can settle in the plans is a clause of the policy, of the same range."""
    settled = {clause.fact.path: clause.fact for clause in WHOLE.clauses.values()}
    open_facts = {p: f for p, f in subsidy_facts(WHOLE).items() if p.startswith(("ruling.", "reading."))}
    assert {path: settled.get(path) for path in open_facts} == open_facts
    assert "ruling.kind_listed" in open_facts
    # A complete table without holes leaves nothing open.
    assert "ruling.delivery_rate" not in open_facts


def test_a_status_is_asked_on_the_first_governing_date() -> None:
    """``status`` is short for ``holds(trainee, ..., <first governing date>)``."""
    (part,) = WHOLE.rules["poor"].parts
    assert isinstance(part, Fact)
    assert part.path == "holds(trainee, registered_poor, cohort.start_date)"


def test_an_open_list_never_refuses_by_itself() -> None:
    """A list that ends in 等 has one more alternative, so that a failed membership is open until somebody rules."""
    condition = WHOLE.rules["kind_listed"].condition
    kinds = facts_in(condition)["program.kind"]
    other = {"program.kind": (kinds.hi, kinds.hi)}
    assert interpret(condition, Facts(other)) == (0, 1)
    assert interpret(condition, Facts({**other, "ruling.kind_listed": (0, 0)})) == (0, 0)
    assert WHOLE.clauses["kind_listed"].kind is ClauseKind.OPEN


def test_a_miss_may_be_open_for_a_reason_of_its_own() -> None:
    """The question is asked instead of whether a list ends in 等."""
    reason = "open_ended:\n      zh: 是否属于某类人员\n      en: is it such a person"
    policy = load(edited("whole", ("open_ended: yes", reason)))
    asked = Text("是否属于某类人员", "is it such a person")
    assert (policy.rules["kind_listed"].open_ended, policy.clauses["kind_listed"].question) == (asked, asked)
    assert facts_in(policy.rules["kind_listed"].condition).keys() == {"program.kind", "ruling.kind_listed"}


def test_nobody_may_be_named_who_decides() -> None:
    """A delegated clause says so where the sources name no authority."""
    named = "range: [40, ]\n    decided_by:\n      zh: 示例局\n      en: the example bureau\n"
    policy = load(edited("whole", (named, "range: [40, ]\n    decided_by: unknown\n")))
    assert policy.clauses["floor"].decided_by is None
    assert "由谁决定：所见来源未写明" in show(policy, "zh")


def test_an_exemption_counts_as_true() -> None:
    """Where ``when`` is false the rule holds, whatever its conditions say."""
    rule = WHOLE.rules["of_age"]
    assert rule.exemption is not None
    level = facts_in(rule.condition)["program.level"]
    child = {"trainee.birth_date": (20150101, 20150101), "cohort.start_date": (20200301, 20200301)}
    assert interpret(rule.condition, Facts({**child, "program.level": (level.hi, level.hi)})) == (1, 1)
    assert interpret(rule.condition, Facts({**child, "program.level": (0, 0)})) == (0, 0)


def test_steps_are_exact_and_cited() -> None:
    """Each step holds the exact amount so far; only the last one is rounded to the fen."""
    steps = WHOLE.subsidies["training_fee"].steps
    ops = [StepOp.BASE, StepOp.TIMES, StepOp.TIMES, StepOp.PLUS, StepOp.AT_LEAST, StepOp.AT_MOST, StepOp.ROUND]
    assert [step.op for step in steps] == ops
    assert steps[2].cite.facts == ("EX20-03",)
    assert steps[2].cite.document == "EX20"
    assert steps[0].cite.facts == ()
    case = Facts(
        {
            "program.scarcity": (2, 2),
            "cohort.training_days": (12, 12),
            "cohort.delivery": (Delivery.BLENDED.code,) * 2,
            "ruling.uplift": (1250, 1250),
            "ruling.floor": (4000, 4000),
        }
    )
    yuan = [Fraction(interpret(step.after[0], case)[0], step.after[1]) for step in steps]
    base, fee = Fraction("150.50"), Fraction("150.50") * Fraction(7, 10) * Fraction(9, 8)
    plus = fee + 30 * 10 + 20 * 2 + Fraction("12.5")
    assert yuan == [base, base * Fraction(7, 10), fee, plus, plus, plus, 470]
    assert interpret(WHOLE.subsidies["training_fee"].plan.amount, case) == (47000, 47000)


def test_the_last_rounding_is_half_up_to_the_fen() -> None:
    """A third of 100 yuan is 33.33, two thirds are 66.67, and half a fen goes up."""
    for amount, fen in (("100 / 3", 3333), ("200 / 3", 6667), ("0.005", 1), ("0.0049", 0)):
        policy = load(edited("plain", ("amount: 800", f"amount: {amount}")))
        assert static_range(policy.subsidies["training_fee"].plan.amount) == (fen, fen)


def test_payee_and_fund_may_be_open() -> None:
    """``open`` leaves the tree out; an expression is kept typed and lowered."""
    fee, living = WHOLE.subsidies["training_fee"], WHOLE.subsidies["living"]
    assert (fee.fund, fee.fund_code, living.payee) == (None, None, None)
    assert fee.payee_code is not None
    assert interpret(fee.payee_code, Facts({"certificate.first_pass": (0, 0)})) == (Payee.TRAINEE.code,) * 2


def test_the_kind_is_the_name_unless_given() -> None:
    """A subsidy called like a kind of award is of that kind; title and interpretation come along."""
    fee, living = WHOLE.subsidies["training_fee"], WHOLE.subsidies["living"]
    assert (fee.kind, living.kind) == (AwardKind.TRAINING_FEE, AwardKind.LIVING_COST)
    assert (fee.title.en, living.title) == ("example fee", AwardKind.LIVING_COST.label)
    assert (fee.discretionary, living.discretionary) == (True, False)
    assert living.interpretation == Text("按天计", "by the day")


def test_only_national_policies_bind() -> None:
    """A national subsidy binds local awards of its own kind, or those that it names; a local one binds nothing."""
    national = ('place: "530000"', 'place: "000000"')
    named = ("    payee: provider\n", "    payee: provider\n    binds: [transport, living_cost]\n")
    assert load(good("plain")).subsidies["training_fee"].binds == ()
    assert load(edited("plain", national)).subsidies["training_fee"].binds == (AwardKind.TRAINING_FEE,)
    binds = load(edited("plain", national, named)).subsidies["training_fee"].binds
    assert binds == (AwardKind.LIVING_COST, AwardKind.TRANSPORT)
    assert shown(edited("plain", named)) == [
        "31:13 subsidies.training_fee.binds: only a national policy binds local awards"
    ]


def test_a_policy_of_unread_documents_has_no_rules() -> None:
    """A text known to exist but not read is there, and nothing of it."""
    head = good("plain").split("in_force:")[0].replace("read: full", "read: none")
    policy = load(head)
    assert (policy.window, policy.judged_on, policy.rules, policy.subsidies) == (None, (), {}, {})
    assert [fault.where for fault in faults(head + "in_force:" + good("plain").split("in_force:")[1])] == [
        "in_force",
        "rules",
        "subsidies",
    ]


def test_the_source_may_be_text_bytes_or_a_path(tmp_path: Path) -> None:
    """One content gives one policy, however it is given; the digest is that of the file."""
    text = good("plain")
    path = tmp_path / "example.yaml"
    path.write_text(text, "utf-8")
    made = [load_policy(given, facts=packfiles.facts()) for given in (text, text.encode(), path)]
    assert [policy.file for policy in made] == ["", "", "example.yaml"]
    assert len({policy.digest for policy in made}) == 1
    assert made[0].rules == made[2].rules


def test_a_doubled_row_hides_no_other_fault() -> None:
    """The first of two rows stays and reading goes on; each fault has its own line."""
    rows = ("        0..9: 100\n", "        0..9: 100\n        0..9: 120\n")
    pack = edited("whole", rows, ("    fund: employment_fund\n", "    fund: employmnt_fund\n"))
    doubled, misspelt = faults(pack)
    assert doubled.what.en.startswith("duplicate key, first written in line")
    assert "employmnt_fund" in misspelt.text
    assert 0 < doubled.line < misspelt.line


def test_a_long_number_in_a_pack_is_nobodys() -> None:
    """A policy names no people: what stands in an expression is shown as it is, also where it looks like a number."""
    paid = (PAID, "    amount: 100000000000000000 + days_in(1)\n")
    (line, *_) = [line for line in shown(edited("plain", paid)) if "amount" in line]
    assert "100000000000000000" in line


def test_a_list_is_called_by_its_name() -> None:
    """A member that does not exist is said to be no fund, in Chinese as well."""
    (fault,) = faults(edited("whole", ("    fund: employment_fund\n", "    fund: employmnt_fund\n")))
    assert fault.what == Text("没有这个资金渠道：employmnt_fund", "there is no such fund: employmnt_fund")
