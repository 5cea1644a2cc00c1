from __future__ import annotations

from pathlib import Path

import pytest

from people import identity_number
from vocskills.errors import PolicyError
from vocskills.policy.source import Mapping, Scalar, read_source
from vocskills.testing import read_worked
from vocskills.testing.read import over
from workedfiles import ADULT, HEAD, faults, read


def shown(folder: Path, cases: str, pack: str = "plain") -> list[str]:
    """The faults of cases as a reader sees them."""
    return [fault.render("en") for fault in faults(folder, cases, pack)]


def differences(folder: Path, expected: str) -> list[tuple[str, tuple[str, ...]]]:
    """What of an expectation of an adult's training fee is otherwise, with what came out."""
    head, _ = ADULT.split("        outcome: eligible")
    written = "".join(f"        {line}\n" for line in expected.splitlines())
    (case,) = read(folder, HEAD + head + written).cases.values()
    return [(one.wanted.key, one.got) for one in case.differences()]


def test_a_case_that_holds_has_no_differences(tmp_path: Path) -> None:
    """Whatever is written and so is no difference, in whichever way the file writes it."""
    worked = read(tmp_path, HEAD + ADULT)
    (case,) = worked.cases.values()
    assert list(case.differences()) == []
    assert case.items == ("training_fee",)
    assert case.about.zh == "成年人"


@pytest.mark.parametrize(
    ("expected", "key", "got"),
    [
        ("outcome: ineligible", "outcome", "eligible"),
        ("amount: 700", "amount", "800.00"),
        ("amount: [700, 800]", "amount possible", "800.00"),
        ("payable: 0..800", "payable", "800.00"),
        ("payable: none", "payable", "800.00"),
        ("per_unit: 80/days", "per_unit", "none"),
        ("payees: open", "payees", "provider"),
        ("funds: [special_account]", "funds", "employment_fund"),
        ("rules: {of_age: fail}", "rules.of_age", "pass"),
        ("missing: [trainee.birth_date]", "missing", "none"),
    ],
)
def test_what_is_otherwise_is_a_difference(tmp_path: Path, expected: str, key: str, got: str) -> None:
    """Everything that may be expected is compared, one by one, and nothing else is."""
    assert differences(tmp_path, expected) == [(key, (got,))]


@pytest.mark.parametrize("expected", ["amount: 800", "amount: 800.00", "amount: 800..800.0", "amount: [800]"])
def test_amounts_may_be_written_in_several_ways(tmp_path: Path, expected: str) -> None:
    """An amount is the amount that it is, with or without decimals."""
    assert differences(tmp_path, expected) == []


def test_a_case_is_put_over_the_defaults(tmp_path: Path) -> None:
    """Mappings are merged at every level, lists and values replaced, and an empty value is unknown again."""
    own = "    case: {trainee: {birth_date: 2004-05-12}, cohort: {training_days: }}\n    expect:"
    (case,) = read(tmp_path, HEAD + ADULT.replace("    expect:", own)).cases.values()
    cohort, trainee = case.case.cohort, case.case.trainee
    assert "training_days" not in repr(cohort) and "2020, 5, 11" in repr(cohort)
    assert "registered_poor" in repr(trainee).lower() and "2004, 5, 12" in repr(trainee)
    assert [one.wanted.key for one in case.differences()][:1] == ["outcome"]


def test_trees_are_merged_with_their_places() -> None:
    """What is merged keeps the line in which it stands, so that a fault in the defaults is shown there."""
    below = read_source("a:\n  b: 1\n  c: [1, 2]\nd: 3\n", "")
    above = read_source("\n\n\n\na:\n  c: [3]\n  e: 4\n", "")
    merged = over(below, above)
    assert isinstance(merged, Mapping)
    inner = merged.get("a")
    assert isinstance(inner, Mapping) and inner.keys() == ("b", "c", "e") and merged.keys() == ("a", "d")
    kept, added = inner.get("b"), inner.get("e")
    assert isinstance(kept, Scalar) and isinstance(added, Scalar)
    assert (kept.line, added.line) == (2, 7)
    assert over(below, None) == below
    assert over(None, above) == above


def test_all_faults_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    """Keys, values, cases, subsidies, rules, facts and requirements that are wrong, each with line and column."""
    wrong = """policy: pack.yaml
facts: facts.csv
default: {}
defaults:
  cohort: {start_date: 2020-05-32, colour: red}
cases:
  Adult:
    about: x
    expect: {training_fee: {outcome: eligible}}
  adult:
    about: x
    expect:
      training_fees: {outcome: eligible}
      training_fee:
        outcome: eligble
        payable: 1,000
        per_unit: 3/day
        rules: {of_ages: pass}
        missing: [trainee.birth]
        payees: [trane]
  silent:
    about: x
    case: {heads: 0}
    expect: {training_fee: {}}
  unexpected:
    about: x
excused:
  rules.of_age.fial: too hard
"""
    found = shown(tmp_path, wrong)
    wanted = [
        "3:1 default: there is no such key; found: 'default'; expected: policy",
        "5:24 cases.adult.case.cohort.start_date: there is no such date",
        "5:36 cases.adult.case.cohort.colour: there is no such field",
        "7:3 cases.Adult: not written as it should be",
        "13:7 cases.adult.expect.training_fees: there is no such subsidy, approval or measure",
        "15:18 cases.adult.expect.training_fee.outcome: there is no such choice",
        "16:18 cases.adult.expect.training_fee.payable: not written as it should be",
        "17:19 cases.adult.expect.training_fee.per_unit: not written as it should be",
        "18:17 cases.adult.expect.training_fee.rules.of_ages: the item has no such rule",
        "19:19 cases.adult.expect.training_fee.missing[0]: the item reads no such fact, list or clause",
        "20:18 cases.adult.expect.training_fee.payees[0]: there is no such choice",
        "23:19 cases.silent.case.heads: outside its range",
        "24:28 cases.silent.expect.training_fee: nothing is expected here",
        "26:5 cases.unexpected.expect: the key expect is missing",
        "28:3 excused.rules.of_age.fial: there is no such requirement",
    ]
    missed = [w for w in wanted if not any(line.startswith(f"pack.cases.yaml:{w}") for line in found)]
    assert missed == [], "\n".join(found)
    assert len(found) == len(wanted), "\n".join(found)
    assert all("did you mean" in line for line in found if "of_ages" in line or "fial" in line or "eligble" in line)


def test_a_fault_in_the_defaults_is_told_once(tmp_path: Path) -> None:
    """Two cases over wrong defaults make one fault, not two."""
    twice = HEAD.replace("1990-01-01", "1990-13-01") + ADULT + ADULT.replace("cases:", "").replace("adult:", "other:")
    assert len(shown(tmp_path, twice)) == 1


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("rulings: [{clause: upper_age, value: x, authority: a, document: d, date: 2020-01-01}]", "no such clause"),
        ("assumptions: [{path: trainee.birth, value: 1990-01-01, because: x}]", "no such fact"),
        ("trainee: {domicile: '533399'}", "has the code 533399"),
    ],
)
def test_what_the_assessment_refuses_has_its_line(tmp_path: Path, case: str, words: str) -> None:
    """A case that reads and cannot be judged is a fault of the file, in the line where it stands."""
    (line,) = shown(tmp_path, HEAD + ADULT.replace("    expect:", f"    case: {{{case}}}\n    expect:"))
    assert words in line
    assert line.startswith("pack.cases.yaml:17:")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("policy: cn-yunan-poverty-training\n", "did you mean cn-yunnan-poverty-training?"),
        ("policy: other.yaml\n", "the file cannot be read"),
        ("policy: pack.yaml\nfacts: other.csv\n", "the file cannot be read"),
        ("policy: pack.yaml\n", "no such fact"),
    ],
)
def test_a_policy_that_cannot_be_had_is_a_fault(tmp_path: Path, head: str, words: str) -> None:
    """A wrong id, a missing file, and a pack with faults of its own are told as faults of the file."""
    assert words in "\n".join(shown(tmp_path, head + ADULT))


def test_a_shipped_policy_is_named_by_its_id(tmp_path: Path) -> None:
    """A file of cases may stand anywhere if it names a shipped policy."""
    cases = "cases: {one: {about: x, expect: {living_cost: {outcome: undetermined}}}}\n"
    worked = read(tmp_path, f"policy: cn-yunnan-poverty-training\n{cases}")
    assert worked.policy.id == "cn-yunnan-poverty-training"
    assert [list(case.differences()) for case in worked.cases.values()] == [[]]


def test_several_people_are_several_cases(tmp_path: Path) -> None:
    """What is expected would be of nobody in particular, so a class of several people is refused."""
    two = "    case: {enrollments: [{id: a}, {id: b}]}\n    expect:"
    (line,) = shown(tmp_path, HEAD + ADULT.replace("    expect:", two))
    assert "a worked case is of one person" in line


def test_national_texts_are_left_aside(tmp_path: Path) -> None:
    """A case shows what its own policy gives, whatever other texts the library has."""
    worked = read(tmp_path, HEAD + ADULT)
    assert [policy.id for policy in worked.cases["adult"].assessment.policies] == ["example"]


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """A missing file is told as any fault is."""
    with pytest.raises(PolicyError, match="there is no such file"):
        read_worked(tmp_path / "none.cases.yaml")


def test_what_is_no_yaml_is_a_fault(tmp_path: Path) -> None:
    """The file is read as packs are: anchors and doubled keys are refused, and hide nothing else."""
    found = shown(tmp_path, "policy: &a x\npolicy: y\n")
    assert [line.partition(" ")[2][:12] for line in found] == [
        "cases: the k",
        "policy: YAML",
        "policy: ther",
        "policy: dupl",
    ]


def test_worked_cases_may_name_people(tmp_path: Path) -> None:
    """A policy's own text is shown as it stands, but a case may hold somebody's number, which is masked."""
    number = identity_number("19900101")
    (line, *_) = [one for one in shown(tmp_path, f"policy: x\ncases: {{a: {{expect: {number}}}}}\n") if "expect" in one]
    assert number not in line
