from __future__ import annotations

import subprocess
import sys

import pytest

from workedfiles import ADULT, HEAD, write

pytest_plugins = ["pytester"]

CHILD = """
  child:
    about:
      zh: 未满十六周岁
      en: under sixteen
    case:
      trainee: {birth_date: 2004-05-12}
    expect:
      training_fee:
        outcome: eligible
        amount: 800
        rules: {of_age: pass}
"""
WHOLE = """
  sixteen:
    about: sixteen on the first day
    case: {trainee: {birth_date: 2004-05-11}}
    expect: {training_fee: {outcome: eligible}}
  fifteen:
    about: sixteen on the second day
    case: {trainee: {birth_date: 2004-05-12}}
    expect: {training_fee: {outcome: ineligible, rules: {of_age: fail}}}
  first_day:
    about: from the first day
    case: {cohort: {start_date: 2020-03-01, end_date: 2020-03-10}}
    expect: {training_fee: {outcome: eligible}}
  too_early:
    about: from the day before
    case: {cohort: {start_date: 2020-02-29, end_date: 2020-03-09}}
    expect: {training_fee: {outcome: undetermined}}
  last_day:
    about: through the last day
    case: {cohort: {start_date: 2021-12-22, end_date: 2021-12-31}}
    expect: {training_fee: {outcome: eligible}}
excused:
  in_force.through.2022-01-01: nobody teaches on New Year's day
"""


def run(pytester: pytest.Pytester, cases: str, *options: str) -> pytest.RunResult:
    """Runs a file of cases of an invented pack as somebody else would."""
    write(pytester.path, HEAD + cases)
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *options)


def test_each_case_is_a_test(pytester: pytest.Pytester) -> None:
    """A file whose cases hold and cover its pack passes, each case and the coverage one test."""
    done = run(pytester, ADULT + WHOLE, "-v")
    done.assert_outcomes(passed=7)
    done.stdout.fnmatch_lines(["pack.cases.yaml::adult PASSED*", "*::?coverage? PASSED*"])


def test_one_case_can_be_run_alone(pytester: pytest.Pytester) -> None:
    """``pytest file::case`` runs that case."""
    run(pytester, ADULT + WHOLE, "pack.cases.yaml::sixteen").assert_outcomes(passed=1)


def test_a_failure_says_what_why_and_where_in_english(pytester: pytest.Pytester) -> None:
    """A case that does not hold shows what was expected, what came out, the rule with its facts, and no traceback."""
    done = run(pytester, ADULT + CHILD, "--vocskills-lang", "en", "pack.cases.yaml::child")
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(
        [
            "under sixteen",
            "training_fee (training fee)",
            "  outcome  (line 34)",
            "    expected: eligible",
            "    got: ineligible",
            "  rules.of_age  (line 36)",
            "    expected: pass",
            "    got: fail",
            "*why: ineligible, by the full text",
            "*of_age: not met: the trainee is at least 16 years old*",
            "*date of birth: 2004-05-12;*示例〔2020〕1号*",
        ]
    )
    assert "Traceback" not in done.stdout.str()


def test_a_failure_is_told_in_chinese_by_default(pytester: pytest.Pytester) -> None:
    """Without the option the report is Chinese."""
    done = run(pytester, ADULT + CHILD, "pack.cases.yaml::child")
    done.stdout.fnmatch_lines(["未满十六周岁", "training_fee (培训费补贴)", "*预期: eligible", "*实际: ineligible"])


def test_a_wrong_amount_shows_the_steps(pytester: pytest.Pytester) -> None:
    """An amount that is otherwise is explained by the steps of the amount."""
    done = run(pytester, ADULT.replace("800", "700"), "--vocskills-lang", "en", "pack.cases.yaml::adult")
    done.stdout.fnmatch_lines(["*expected: 700.00", "*got: 800.00", "*base: 800 yuan, makes 800.00 yuan*"])


def test_what_no_case_shows_fails(pytester: pytest.Pytester) -> None:
    """The coverage of a file is a test of its own, which lists what no case shows."""
    done = run(pytester, ADULT, "--vocskills-lang", "en")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        [
            "what no worked case shows:",
            "pack.cases.yaml rules.of_age.fail: *",
            "pack.cases.yaml in_force.from.2020-03-01: *",
            "*rules.of_age.1.equal: *age(trainee.birth_date, cohort.start_date) >= 16, where both sides are equal",
            "*give the reasons under excused",
        ]
    )


def test_a_file_with_faults_is_not_collected(pytester: pytest.Pytester) -> None:
    """Everything that is wrong with a file is listed, without a traceback."""
    done = run(pytester, ADULT.replace("eligible", "eligble").replace("of_age", "of_ages"), "--vocskills-lang", "en")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["pack.cases.yaml:*did you mean eligible*", "pack.cases.yaml:*did you mean of_age?"])
    assert "Traceback" not in done.stdout.str()


def test_outcomes_are_kept_and_compared(pytester: pytest.Pytester) -> None:
    """The option writes what every case gives; from then on another outcome is a failure that shows the lines."""
    run(pytester, ADULT + WHOLE, "--vocskills-update").assert_outcomes(passed=8)
    kept = pytester.path / "pack.outcomes.txt"
    assert "sixteen\n  training_fee: eligible\n    amount: 800.00\n" in kept.read_text("utf-8")
    run(pytester, ADULT + WHOLE).assert_outcomes(passed=8)
    kept.write_text(kept.read_text("utf-8").replace("amount: 800.00", "amount: 700.00", 1), "utf-8")
    done = run(pytester, ADULT + WHOLE, "--vocskills-lang", "en")
    done.assert_outcomes(passed=7, failed=1)
    done.stdout.fnmatch_lines(
        ["*write them with pytest --vocskills-update", "-    amount: 700.00", "+    amount: 800.00"]
    )


def test_outcomes_are_not_asked_for_where_none_are_kept(pytester: pytest.Pytester) -> None:
    """Without a file of outcomes there is no test of them, and none is written."""
    run(pytester, ADULT + WHOLE).assert_outcomes(passed=7)
    assert not (pytester.path / "pack.outcomes.txt").exists()


def test_the_plugin_loads_nothing_until_it_is_needed() -> None:
    """A project without worked cases pays for the plugin module alone."""
    script = (
        "import sys, pytest, vocskills.plugin\n"
        "heavy = ('vocskills.assessment', 'vocskills.testing', 'vocskills.policy', 'hypothesis', 'cattrs', 'yaml')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("module", ["vocskills", "vocskills.testing"])
def test_hypothesis_and_pytest_are_not_needed_to_import(module: str) -> None:
    """Neither the library nor its testing module loads a test tool; only a strategy does, or says what to install."""
    script = (
        f"import sys, {module}\n"
        "print([name for name in ('pytest', 'hypothesis') if name in sys.modules])\n"
        "sys.modules['hypothesis'] = None\n"
        "from vocskills import testing\n"
        "try:\n    testing.cases\nexcept ImportError as error:\n    print('vocskills[testing]' in str(error))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\nTrue\n"
