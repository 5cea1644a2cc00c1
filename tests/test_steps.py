"""The warning about steps whose order matters and is not said to be the text's."""

from __future__ import annotations

from pathlib import Path

import pytest

from packfiles import edited, good, load, shown
from vocskills import cli
from vocskills.policy import policies, unordered

HEAD = "    amount:\n      - base: 60 * cohort.training_days\n"


def warned(*steps: str) -> list[str]:
    """The steps that are warned about, of an amount that begins with 60 a day."""
    lines = "".join(f"      - {step}\n" for step in steps)
    pack = load(edited("advance", ("    amount: yearly_rate\n", HEAD + lines)))
    return [fault.where.rpartition(".")[2] for fault in unordered(pack)]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (("times: 80%", "at_most: 2000"), ["at_most"]),
        (("at_most: 2000", "times: 80%"), ["times"]),
        (("plus: 100", "times: 80%"), ["times"]),
        (("at_most: 2000", "at_least: 3000"), ["at_least"]),
        (("times: 80%", "round: 10"), ["round"]),
        (("at_most: yearly_rate", "plus: 20 * cohort.training_days", "round: 1"), ["plus"]),
        (("times: 33.3%", "plus: 20 if cohort.delivery == online else 0"), ["plus"]),
        (("plus: months(cohort.start_date, cohort.end_date) * 10", "at_least: 100"), ["at_least"]),
        (("times: 80%", "times: 70%"), []),
        (("plus: 10", "plus: 20"), []),
        (("at_most: 2000", "at_most: yearly_rate"), []),
        (("at_most: 3000", "at_least: 2000"), []),
        (("plus: 0", "times: 80%"), []),
        (("times: 100%", "at_most: 2000"), []),
        (("times: 2", "at_least: 0"), []),
        (("at_most: 2000",), []),
    ],
)
def test_only_an_order_that_matters_is_warned_about(steps: tuple[str, ...], found: list[str]) -> None:
    """Steps are worked out in both orders: what always comes to the same is left alone."""
    assert warned(*steps) == found


def test_a_text_that_orders_its_steps_says_so() -> None:
    """``order: yes`` at the later of the two is the author's word that the text puts it there."""
    assert warned("times: 80%", "at_most: 2000\n        order: yes") == []
    assert warned("times: 80%\n        order: yes", "at_most: 2000") == ["at_most"]


def test_the_warning_shows_where_and_how_much() -> None:
    """File, line, column, path, the two amounts and what to do."""
    first = unordered(load(good("whole")))[0]
    assert (first.file, first.line, first.where) == ("pack.yaml", 204, "subsidies.training_fee.amount[3].plus")
    assert first.what.en.startswith("plus before times would come to another amount, such as ")
    assert "order: yes" in first.render("zh")


def test_order_is_yes_or_no() -> None:
    """Any other word is refused."""
    pack = edited("whole", ("      - at_most: 2000\n", "      - at_most: 2000\n        order: first\n"))
    assert any("there is no such choice" in line for line in shown(pack))


def test_no_shipped_policy_leaves_an_order_unsaid() -> None:
    """Every amount of the library either commutes or says that its text orders the steps."""
    assert {name: unordered(policy) for name, policy in policies().items() if unordered(policy)} == {}


def test_the_command_warns_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning is no fault: it is printed after the pack was found sound, and the exit code stays 0."""
    file = tmp_path / "pack.yaml"
    head, _, rest = PLAIN.partition("    amount: 4000\n")
    file.write_text(f"{head}{HEAD}      - times: 80%\n      - at_most: 2000\n{rest}", "utf-8")
    assert cli.main(["check", str(file), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "no faults" in out
    assert "warning: " in out
    assert "at_most before times would come to another amount" in out


PLAIN = """policy: example-order
title:
  zh: 示例
  en: example
place: "533300"
documents:
  XTFJ:
    number: 闽人社文〔2019〕220号
    issued: 2019
    read: secondary
    facts: XTFJ
in_force:
  facts: [XTFJ-01]
  from: 2019-01-01
  through: 2021-12-31
rules:
  done:
    facts: [XTFJ-01]
    article: unknown
    require: enrollment.completed
    because:
      zh: 没有结业
      en: not completed
subsidies:
  apprenticeship:
    facts: [XTFJ-01]
    article: unknown
    requires: [done]
    amount: 4000
    payee: open
    fund: open
"""
