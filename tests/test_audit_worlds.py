"""Which unknown facts a table tries one by one: no more than can change an answer."""

from __future__ import annotations

from benchmarks.workload import by_library

from packfiles import edited, load
from vocskills.assessment.docket import docket, is_finite
from vocskills.auditing.worlds import correlated


def tried(*edits: tuple[str, str]) -> set[str]:
    """The finite facts of the sample pack that are tried."""
    bench = docket((load(edited("ordered", *edits)),), ())
    return {key for key in correlated(bench) if is_finite(bench.facts[key])}


def test_what_stands_in_one_condition_is_not_tried() -> None:
    """Plain intervals say of it already what all its values say together; a level asked of every award is tried."""
    assert "enrollment.filed" not in tried()
    assert "certificate.level" in tried()


def test_what_stands_in_two_conditions_is_tried() -> None:
    """Two conditions that ask the same may exclude each other, which only trying shows."""
    opposed = "require: exists(certificate)\n", "require:\n      - exists(certificate)\n      - not enrollment.filed\n"
    assert "enrollment.filed" in tried(opposed)


def test_an_amount_that_hangs_on_what_a_rule_asks_is_tried() -> None:
    """The amount then is that of the values with which the rule holds."""
    assert "enrollment.filed" in tried(("amount: 1000\n", "amount: 1000 if enrollment.filed else 800\n"))


def test_whom_it_is_paid_to_is_tried() -> None:
    """Payees are a set, and codes between two of them are none of it."""
    payee = "payee: trainee\n", "payee: trainee if enrollment.completed else provider\n"
    assert "enrollment.completed" in tried(payee)


def test_of_the_workload_nearly_nothing_is_tried() -> None:
    """Membership in a list of categories counts as one place, however many ranges of codes it is."""
    bench = docket((by_library.policy(),), ())
    found = {key for key in correlated(bench) if is_finite(bench.facts[key])}
    assert "enrollment.claimed_as" in bench.facts
    assert found == {"exists(cohort)", "program.evaluation_class", "program.level"}
