"""Rules of another policy, judged in that policy's own window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful import assert_lawful
from packfiles import edited, good, load, shown
from vocskills.assessment import Assessment, assess
from vocskills.assessment.outcomes import State, Verdict
from vocskills.convert import read_case
from vocskills.errors import PolicyError
from vocskills.policy import policies
from vocskills.policy.load import load_policy
from vocskills.report.show import show
from vocskills.testing import cases

POLICY = load(good("uses"))
RULE = "example-uses.supervision.not_in_violation"
NO_SANCTIONS = {"sanctions": {"complete": True, "items": []}}


def decided(start: str, end: str, *, unqualified: bool | None, **known: Any) -> Assessment:
    """A class decided."""
    cohort = {"start_date": start, "end_date": end, "unqualified": unqualified}
    case = {"cohort": cohort, "provider": NO_SANCTIONS, "enrollment": {"completed": True}} | known
    return assess(read_case(case), policy=POLICY, alone=True)


def judged(assessment: Assessment) -> tuple[Verdict, State]:
    """The outcome, and what became of the rule of the other policy."""
    (subject,) = assessment.subjects
    (fee,) = subject.determinations
    (finding,) = (one for one in assessment.explain(subject, fee).findings if one.code == RULE)
    return fee.verdict, finding.state


@pytest.mark.parametrize(
    ("start", "end", "unqualified", "verdict", "state"),
    [
        ("2021-03-01", "2021-03-10", False, Verdict.ELIGIBLE, State.PASS),
        ("2021-03-01", "2021-03-10", True, Verdict.INELIGIBLE, State.FAIL),
        ("2021-03-01", "2021-03-10", None, Verdict.UNDETERMINED, State.OPEN),
        ("2020-12-20", "2020-12-31", True, Verdict.ELIGIBLE, State.NOT_APPLICABLE),
        ("2023-01-01", "2023-01-10", True, Verdict.ELIGIBLE, State.NOT_APPLICABLE),
        ("2022-12-25", "2023-01-10", True, Verdict.UNDETERMINED, State.OPEN),
        ("2022-12-25", "2023-01-10", False, Verdict.ELIGIBLE, State.PASS),
    ],
)
def test_a_rule_is_judged_in_the_window_of_its_own_policy(
    start: str, end: str, unqualified: bool | None, verdict: Verdict, state: State
) -> None:
    """Inside it is met or not, outside not applicable; across its end a rule that is not met is open."""
    assert judged(decided(start, end, unqualified=unqualified)) == (verdict, state)


def test_its_readings_stay_those_of_its_policy() -> None:
    """A reading in doubt is named by the other policy, and a ruling on it counts."""
    banned = {"sanctions": {"complete": True, "items": [{"grade": "letter", "banned_through": "2021-06-30"}]}}
    open_ = decided("2021-03-01", "2021-03-10", unqualified=False, provider=banned)
    assert judged(open_) == (Verdict.UNDETERMINED, State.OPEN)
    assert "example-supervision:reading.violation" in [row.path for row in open_.missing]
    ruling = {"authority": "示例", "document": "示例", "date": "2021-01-01"}
    for reading, verdict in (("unqualified_only", Verdict.ELIGIBLE), ("banned_too", Verdict.INELIGIBLE)):
        ruled = [{"clause": "example-supervision.violation", "value": reading} | ruling]
        found = decided("2021-03-01", "2021-03-10", unqualified=False, provider=banned, rulings=ruled)
        assert judged(found)[0] is verdict
        assert found.answer.rulings[0].used


def test_a_class_across_the_window_may_be_ruled_on() -> None:
    """Whether the other text holds for a class across its end is a clause that an authority can settle."""
    ruling = {"authority": "示例", "document": "示例", "date": "2023-01-01", "clause": "uses.supervision"}
    for value, verdict in ((True, Verdict.INELIGIBLE), (False, Verdict.ELIGIBLE)):
        found = decided("2022-12-25", "2023-01-10", unqualified=True, rulings=[ruling | {"value": value}])
        assert judged(found)[0] is verdict


def test_the_answer_names_the_other_text() -> None:
    """The other policy stands among the texts and in the receipt, and the finding has its article and number."""
    assessment = decided("2021-03-01", "2021-03-10", unqualified=True)
    assert [text.policy for text in assessment.answer.texts] == ["example-uses", "example-supervision"]
    assert [name for name, _ in assessment.answer.receipt.packs] == ["example-supervision", "example-uses"]
    (subject,) = assessment.subjects
    finding = assessment.explain(subject, subject.determinations[0]).findings[1]
    assert (finding.document, finding.article) == ("示例〔2020〕2号", "第三条")


def test_the_sheet_says_when_the_rule_holds() -> None:
    """The sheet names the other policy, its window, the document and article, and has the fact with the rule."""
    sheet = " ".join(show(POLICY, "en").split())
    assert "2. supervision.not_in_violation" in sheet
    window = "from 2021-01-01; to 2022-12-31"
    assert f"only while this is in force: Example rules of supervision (example-supervision): {window}" in sheet
    assert "source: 示例〔2020〕2号, 第三条; EX20-03; by the full text" in sheet
    assert "violation (unsettled)" in sheet


def test_the_facts_of_used_rules_are_printed() -> None:
    """What a rule of another policy rests on stands among the facts, with its article, beside what is cited here."""
    facts = show(policies()["cn-tianjin-training-2022"], "zh").partition("所依据的事实")[2]
    for fact in ("TJJG22-09（第二十一条）", "TJJG22-12（第二十四条）", "TJ22-03（第四条）"):
        assert f"\n  {fact} " in facts


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (("example-supervision", "example-supervisor"), "uses.supervision: there is no such policy"),
        (("supervision.not_in_violation", "supervision.no_violation"), "did you mean supervision.not_in_violation"),
        (("supervision: example-supervision", "supervision: example-uses"), "two policies use each other"),
    ],
)
def test_faults_of_uses_have_their_places(edit: tuple[str, str], fault: str) -> None:
    """An unknown policy, an unknown rule of it and a circle are told with their places."""
    assert any(fault in line for line in shown(edited("uses", edit)))


def test_a_circle_of_policies_is_refused(tmp_path: Path) -> None:
    """Two packs that use each other are refused, whichever is read."""
    from packfiles import facts

    (tmp_path / "example-uses.yaml").write_text(good("uses"), "utf-8")
    back = good("example-supervision") + "uses:\n  fees: example-uses\n"
    (tmp_path / "example-supervision.yaml").write_text(back, "utf-8")
    with pytest.raises(PolicyError) as caught:
        load_policy(tmp_path / "example-uses.yaml", facts=facts())
    assert "in a circle" in str(caught.value)


@given(st.data())
def test_the_three_laws_hold(data: st.DataObject) -> None:
    """Exact, sound and monotone, inside the other window, outside and across its ends."""
    assert_lawful(POLICY, data.draw(cases(POLICY, complete=True)), data)
