from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

import packfiles
from vocskills.policy import policies
from vocskills.policy.pack import Policy
from vocskills.testing import Worked, WorkedCase, coverage, read_worked, requirements
from workedfiles import ADULT, HEAD, faults, read

PACKS = Path(str(files("vocskills") / "packs"))
SHIPPED = sorted(policies())

# One case for each requirement of the pack that uses every key, and the least that shows it.
WHOLE_HEAD = """
policy: pack.yaml
facts: facts.csv
defaults:
  cohort: {start_date: 2020-05-11, end_date: 2020-05-22, training_days: 10, delivery: in_person}
  program: {kind: poverty, level: junior, scarcity: critical}
  enrollment: {attended_days: 10, certificate: {level: junior, first_pass: true}}
  trainee:
    birth_date: 1990-01-01
    statuses:
      - {category: registered_poor, held: true, start: 2016-01-01, checked_on: 2022-12-31}
      - {category: pension_recipient, held: false, start: 2016-01-01, checked_on: 2022-12-31}
    awards: {complete: true, items: []}
"""

# Two claims of one person for the same certificate.
ORDERED = """
policy: pack.yaml
facts: facts.csv
cases:
  one:
    about: two claims
    case:
      cohort: false
      trainee: {{person_key: P-1, awards: {{complete: true, items: []}}}}
      enrollment:
        certificate: {{occupation: "6-18-02-04", level: junior, issued_on: 2020-06-01}}
        claim: {{submitted_on: 2020-09-01}}
    others:
      - {other}
    expect:
      insurance_skill: {{payees: [trainee]}}
"""


@cache
def shipped(name: str) -> Worked:
    """The worked cases of a shipped pack."""
    return read_worked(PACKS / f"{name}.cases.yaml")


def shown(folder: Path, pack: str, case: str, expect: str) -> set[str]:
    """The requirements that one case over the defaults shows."""
    head = WHOLE_HEAD if pack == "whole" else HEAD
    worked = read(folder, f"{head}cases:\n  one:\n    about: x\n    case: {case}\n    expect: {expect}\n", pack)
    missing = {fault.where for fault in coverage(worked.policy, worked.cases.values())}
    return {one.name for one in requirements(worked.policy)} - missing


# -- the shipped packs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_packs_have_cases_and_outcomes(name: str) -> None:
    """Beside every shipped pack stand its cases and their outcomes, which pytest runs and compares."""
    assert shipped(name).policy is policies()[name]
    assert (PACKS / f"{name}.outcomes.txt").exists()


@pytest.mark.parametrize("name", SHIPPED)
def test_cases_of_shipped_packs_speak_both_languages(name: str) -> None:
    """What a case shows is said in Chinese and in English."""
    assert [case.name for case in shipped(name).cases.values() if case.about.zh == case.about.en] == []


@pytest.mark.parametrize("name", [name for name in SHIPPED if len(shipped(name).cases) < 100])
def test_coverage_of_shipped_packs_hangs_on_their_cases(name: str) -> None:
    """Without cases every requirement is missing, and many are shown by one alone; packs of a hundred take too long."""
    worked = shipped(name)
    wanted = [one.name for one in requirements(worked.policy)]
    assert [fault.where for fault in coverage(worked.policy, [])] == wanted
    times = Counter(name for case in worked.cases.values() for name in _shown_by(worked.policy, case, wanted))
    assert list(times.values()).count(1) > len(wanted) // 3, "so many requirements hang on a single case"


def _shown_by(policy: Policy, case: WorkedCase, wanted: list[str]) -> set[str]:
    """The requirements that one case alone shows."""
    return set(wanted) - {fault.where for fault in coverage(policy, [case])}


# -- what counts -------------------------------------------------------------------------------------------------------


def test_a_rule_counts_only_where_a_case_speaks_of_it(tmp_path: Path) -> None:
    """That a rule happens to fail shows nothing; the case has to say so."""
    child = "{trainee: {birth_date: 2010-01-01}}"
    assert "rules.of_age.fail" not in shown(tmp_path, "plain", child, "{training_fee: {payable: 0.00}}")
    assert "rules.of_age.fail" in shown(tmp_path, "plain", child, "{training_fee: {rules: {of_age: fail}}}")


def test_a_wrong_expectation_shows_nothing(tmp_path: Path) -> None:
    """A case that does not hold covers nothing by what it expects in vain."""
    assert "rules.of_age.fail" not in shown(tmp_path, "plain", "{}", "{training_fee: {rules: {of_age: fail}}}")


def test_an_expected_outcome_shows_that_all_its_rules_are_met(tmp_path: Path) -> None:
    """Whoever expects a subsidy to be due says that every rule of it is met."""
    assert "rules.of_age.pass" in shown(tmp_path, "plain", "{}", "{training_fee: {outcome: eligible}}")


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("2020-03-01", "2020-03-10", "in_force.from.2020-03-01"),
        ("2020-02-29", "2020-03-10", "in_force.from.2020-02-29"),
        ("2021-12-20", "2021-12-31", "in_force.through.2021-12-31"),
        ("2021-12-20", "2022-01-01", "in_force.through.2022-01-01"),
    ],
)
def test_ends_of_the_window(tmp_path: Path, start: str, end: str, name: str) -> None:
    """The first governing date stands on either side of the first day, the last one on either side of the last."""
    case = f"{{cohort: {{start_date: {start}, end_date: {end}}}}}"
    found = shown(tmp_path, "plain", case, "{training_fee: {payees: [provider]}}")
    assert {one for one in found if one.startswith("in_force")} == {name}


@pytest.mark.parametrize(
    ("birth", "sides"),
    [
        ("2004-05-11", {"equal"}),
        ("2004-05-12", {"below"}),
        ("2003-05-12", {"equal"}),
        ("2003-05-11", set()),
        ("2005-05-12", set()),
        ("2004-05", set()),
    ],
)
def test_sides_of_a_comparison(tmp_path: Path, birth: str, sides: set[str]) -> None:
    """A case stands on a side if the value surely is the constant or its neighbour; a birth known by month does not."""
    found = shown(
        tmp_path, "plain", f"{{trainee: {{birth_date: {birth}}}}}", "{training_fee: {funds: employment_fund}}"
    )
    assert {one.removeprefix("rules.of_age.1.") for one in found if ".1." in one} == sides


@pytest.mark.parametrize(
    ("case", "name"),
    [
        ("{cohort: {training_days: 9}, enrollment: {attended_days: 9}}", "tables.fee_standard.2.9"),
        ("{cohort: {training_days: 10}}", "tables.fee_standard.2.10"),
        ("{program: {scarcity: scarce}, cohort: {training_days: 10}}", "tables.fee_standard.hit"),
        (
            "{program: {scarcity: scarce}, cohort: {end_date: 2020-06-22, training_days: 21}}",
            "tables.fee_standard.2.21",
        ),
        (
            "{program: {scarcity: scarce}, cohort: {end_date: 2020-06-22, training_days: 40}}",
            "tables.fee_standard.open",
        ),
        (
            "{program: {scarcity: scarce}, cohort: {end_date: 2020-06-22, training_days: 41}}",
            "tables.fee_standard.none",
        ),
        ("{program: {scarcity: general}}", "tables.fee_standard.miss"),
        ("{cohort: {delivery: blended}}", "tables.delivery_rate.hit"),
        ("{cohort: {training_days: 11}}", "subsidies.training_fee.1.above"),
        ("{program: {level: senior}}", "rules.of_age.2.equal"),
        ("{program: {level: intermediate}}", "rules.of_age.2.below"),
        ("{enrollment: {certificate: {level: apprentice}}}", "rules.certified.1.below"),
        ("{trainee: {awards: {items: [{start_date: 2021-01-02, state: paid}]}}}", "rules.yearly.2.beside"),
        ("{trainee: {awards: {items: [{start_date: 2020-01-02, state: paid}]}}}", "rules.yearly.1.below"),
        ("{cohort: {start_date: 2020-03-30}}", "clauses.in_force.from"),
        ("{}", "clauses.uplift"),
        ("{program: {scarcity: general}}", "clauses.listed(fee_standard)"),
        ("{enrollment: {attended_days: 5}}", "clauses.paid_days"),
        ("{trainee: {awards: {complete: false}}}", "lists.awards.incomplete"),
    ],
)
def test_everything_that_a_pack_may_hold_can_be_shown(tmp_path: Path, case: str, name: str) -> None:
    """Tables, bands, levels, lists, windows and clauses: a case for each requirement is seen as one."""
    expect = "{training_fee: {amount: none}, living: {amount: none}}"
    assert name in shown(tmp_path, "whole", case, expect)


def test_a_ruling_shows_no_doubt(tmp_path: Path) -> None:
    """A clause that is settled in every case is still to be shown in doubt; a list that is complete, with gaps."""
    ruled = "{rulings: [{clause: uplift, value: 10%, authority: x, document: y, date: 2020-01-01}]}"
    found = shown(tmp_path, "whole", ruled, "{training_fee: {amount: none}}")
    assert not {"clauses.uplift", "lists.awards.incomplete"} & found


@pytest.mark.parametrize(
    ("other", "tied"),
    [
        ("{}", True),
        ("{enrollment: {claim: {submitted_on: 2020-09-02}}}", True),
        ("{enrollment: {claim: {sequence: 2}}}", False),
        ("{enrollment: {certificate: {issued_on: 2020-06-02}}}", False),
        ("{enrollment: {certificate: {issued_on: 2020-06}}}", False),
    ],
)
def test_claims_tie_only_on_one_day_without_a_sequence(tmp_path: Path, other: str, tied: bool) -> None:
    """Another claim of the person ties if it has the same governing dates, and the same sequence or none."""
    worked = read(tmp_path, ORDERED.format(other=other), "ordered")
    missing = {fault.where for fault in coverage(worked.policy, worked.cases.values())}
    assert ("claims.tie" not in missing) is tied
    (case,) = worked.cases.values()
    assert list(case.differences()) == []


def test_others_are_of_the_same_person(tmp_path: Path) -> None:
    """Claims that no key joins are refused, with their place and what to do."""
    (fault,) = faults(tmp_path, ORDERED.format(other="{trainee: {person_key: P-2}}"), "ordered")
    assert fault.where == "cases.one.others"
    assert fault.remedy is not None
    assert "person_key" in fault.remedy.en


def test_a_fault_in_another_claim_has_its_place(tmp_path: Path) -> None:
    """What is wrong with a further claim is reported where it stands."""
    (fault,) = faults(tmp_path, ORDERED.format(other="{cohort: {colour: 1}}"), "ordered")
    assert fault.where == "cases.one.others[0].cohort.colour"


@pytest.mark.parametrize(
    ("start", "end", "names"),
    [
        ("2021-12-20", "2021-12-31", {"hit", "through.2021-12-31"}),
        ("2021-12-31", "2022-01-01", {"miss", "through.2022-01-01", "from.2021-12-31"}),
        ("2022-01-01", "2022-12-31", {"open", "from.2022-01-01", "through.2022-12-31"}),
        ("2023-04-29", "2023-04-30", {"miss", "from.2023-04-29"}),
        ("2023-04-30", "2023-05-01", {"hit", "from.2023-04-30"}),
    ],
)
def test_ends_of_editions(tmp_path: Path, start: str, end: str, names: set[str]) -> None:
    """The dates that choose an edition stand on either side of its first and of its last sure day."""
    case = f"{{cohort: {{start_date: {start}, end_date: {end}, training_days: }}, program: {{level: junior}}}}"
    found = shown(tmp_path, "editions", case, "{training_fee: {payees: [provider]}}")
    start_of = "tables.catalogue."
    assert {one.removeprefix(start_of) for one in found if one.startswith(start_of)} == names


def test_a_row_is_met_with_its_other_keys(tmp_path: Path) -> None:
    """The end of a range counts in the row that has it: ten days change nothing where another row goes on."""
    scarce = "{program: {scarcity: scarce}, cohort: {training_days: 10}}"
    expect = "{training_fee: {amount: none}}"
    assert "tables.fee_standard.2.10" not in shown(tmp_path, "whole", scarce, expect)


def test_every_requirement_has_a_name_of_its_own() -> None:
    """A requirement can be excused by its name, which is the same in every run."""
    policy = packfiles.load(packfiles.good("whole"))
    names = [one.name for one in requirements(policy)]
    assert len(names) == len(set(names)) > 40
    assert "rules.standard_known.1.equal" not in names


# -- excuses -----------------------------------------------------------------------------------------------------------


def test_an_excuse_stands_for_a_case(tmp_path: Path) -> None:
    """What is excused with a reason is not asked for."""
    worked = read(tmp_path, f"{HEAD}{ADULT}excused:\n  rules.of_age.fail: no child would come\n")
    found = coverage(worked.policy, worked.cases.values(), worked.excused.values(), file=worked.file)
    assert "rules.of_age.fail" not in [fault.where for fault in found]
    assert found[0].render("en").startswith("pack.cases.yaml in_force.from.2020-03-01: no case shows this; expected: ")


def test_an_excuse_for_what_is_shown_is_a_fault(tmp_path: Path) -> None:
    """An excuse that is not needed any more has to go, so that none outlives its reason."""
    worked = read(tmp_path, f"{HEAD}{ADULT}excused:\n  rules.of_age.pass: nobody is of age\n")
    (fault,) = [f for f in coverage(worked.policy, worked.cases.values(), worked.excused.values()) if f.line]
    assert fault.render("en").endswith(
        "a case shows this: the reason is not needed; what to do: remove it from excused"
    )
    assert fault.where == "excused.rules.of_age.pass"
