"""Approvals and measures: what may be done, what is done to whom breaks the rules, and what is decided of a class."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful import assert_lawful
from packfiles import edited, good, load, shown
from vocskills import calendar
from vocskills.assessment import Assessment, assess
from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.determination import FollowingShown, ItemAnswer
from vocskills.assessment.outcomes import Verdict
from vocskills.convert import read_case
from vocskills.model.case import Case
from vocskills.model.nouns import Event
from vocskills.model.terms import SubjectKind
from vocskills.notebook import html
from vocskills.report.answer import render
from vocskills.report.show import show
from vocskills.testing import cases, coverage
from workedfiles import faults, read

POLICY = load(good("items"))
CLASS = {"start_date": "2022-03-07", "end_date": "2022-03-18", "certificate_kind": "skill_level"}
PLAN = {"theory_hours": 16, "required_hours": 80}
SAME = {"certificate_kind": "skill_level"}
FOUND = {"kind": "low_attendance", "found_on": "2022-03-10", "decided_on": "2022-03-11"}


def decided(**known: Any) -> Assessment:
    """A case of 50 people decided."""
    return assess(read_case({"heads": 50, "enrollment": SAME} | known), policy=POLICY, alone=True)


def whole(assessment: Assessment) -> SubjectAnswer:
    """What is decided of the class and its provider."""
    assert assessment.whole is not None
    return assessment.whole


def opening(**known: Any) -> ItemAnswer:
    """Whether a class may be opened."""
    cohort = CLASS | {"filed_on": "2022-02-28"} | known.pop("cohort", {})
    (approval,) = whole(decided(**({"cohort": cohort, "program": PLAN} | known))).approvals
    return approval


def measures(**known: Any) -> dict[str, ItemAnswer]:
    """The measures by name, for a provider of whom everything is known."""
    talks = [{"grade": "talk", "decided_on": day} for day in known.pop("talks", ())]
    classes = [{"start_date": "2022-01-01", "unqualified": bad} for bad in known.pop("classes", (False,))]
    provider = {"sanctions": {"complete": True, "items": talks}, "cohorts": {"complete": True, "items": classes}}
    cohort = CLASS | {"subsidy_paid": "20000"}
    return {
        one.item: one
        for one in whole(decided(**({"cohort": cohort, "provider": provider, "event": FOUND} | known))).measures
    }


def brought(one: ItemAnswer) -> FollowingShown:
    """What a measure brings."""
    assert one.consequences is not None
    return one.consequences


@pytest.mark.parametrize(
    ("known", "verdict", "failed"),
    [
        ({}, Verdict.MAY, []),
        ({"cohort": {"filed_on": "2022-03-01"}}, Verdict.MAY_NOT, ["filed_in_time"]),
        ({"program": {"theory_hours": "15.99", "required_hours": 80}}, Verdict.MAY_NOT, ["enough_theory"]),
        ({"enrollment": {"certificate_kind": "completion"}}, Verdict.MAY_NOT, ["one_certificate"]),
        ({"cohort": {"filed_on": None}}, Verdict.UNDETERMINED, []),
        ({"cohort": {"start_date": "2026-03-07", "end_date": "2026-03-18"}}, Verdict.NOT_IN_FORCE, []),
        ({"cohort": False}, Verdict.NOT_APPLICABLE, []),
    ],
)
def test_a_class_may_be_opened_or_not(known: dict[str, Any], verdict: Verdict, failed: list[str]) -> None:
    """An approval answers may, may not or undetermined, with the rules at fault; without a class it does not apply."""
    cohort = known.get("cohort")
    found = opening(**known) if cohort is not False else whole(decided(cohort=False)).approvals[0]
    assert (found.verdict, [code.partition(".")[2] for code in found.failed if verdict is Verdict.MAY_NOT]) == (
        verdict,
        failed,
    )


def test_people_for_other_certificates_may_not_share_a_class() -> None:
    """A rule on all people of the class is decided once, by the list of people."""
    people = [{"certificate_kind": "skill_level"}, {"certificate_kind": "completion"}]
    known = {"enrollments": {"complete": True, "items": people}, "cohort": CLASS | {"filed_on": "2022-02-28"}}
    assessment = assess(read_case(known | {"program": PLAN}), policy=POLICY, alone=True)
    (approval,) = whole(assessment).approvals
    assert (approval.verdict, approval.failed) == (Verdict.MAY_NOT, ("example-items.one_certificate",))
    assert all(not subject.approvals for subject in assessment.subjects)


@pytest.mark.parametrize(("present", "payable"), [(40, "1000.00"), (39, "0.00")])
def test_what_is_paid_for_a_class_is_paid_once(present: int, payable: str) -> None:
    """A subsidy of the class is decided once for its 50 people, with one check under 80 % fatal to all of it."""
    checks = {"complete": True, "items": [{"present": 50, "enrolled": 50}, {"present": present, "enrolled": 50}]}
    assessment = decided(cohort=CLASS | {"checks": checks})
    (fee,) = whole(assessment).determinations
    assert str(fee.payable.least) == str(assessment.total.payable.least) == payable
    assert all(not subject.determinations for subject in assessment.subjects)


def test_a_measure_applies_where_one_of_its_rules_holds() -> None:
    """Attendance brings a talk; two talks in the year of the event a letter, with its dates and what is taken back."""
    found = measures(talks=("2022-01-05", "2022-02-05"))
    assert [one.verdict for one in found.values()] == [Verdict.APPLIES, Verdict.APPLIES, Verdict.DOES_NOT_APPLY]
    letter = found["rectification"]
    assert letter.met == ("example-items.talked_twice",)
    fix_by, until = brought(letter).fix_by, brought(letter).no_new_classes_until
    assert fix_by is not None and str(fix_by.latest) == "2022-04-11"
    assert until is not None and str(until.latest) == "2022-09-11"
    assert str(getattr(brought(letter).recover, "least", "")) == "20000.00"
    days = brought(found["talk"]).fix_by
    assert days is not None and str(days.earliest) == str(days.latest) == "2022-03-18"


def test_what_does_not_apply_brings_nothing() -> None:
    """A measure of which no rule holds names all of them and has no consequences."""
    letter = measures(talks=("2021-12-31", "2022-02-05"))["rectification"]
    assert (letter.verdict, letter.consequences) == (Verdict.DOES_NOT_APPLY, None)
    assert letter.failed == ("example-items.plan_not_followed", "example-items.talked_twice")


@pytest.mark.parametrize(
    ("classes", "verdict"),
    [
        ((True, False, False, False, False), Verdict.DOES_NOT_APPLY),
        ((True, True, False, False, False), Verdict.APPLIES),
        ((True, None, False, False, False), Verdict.UNDETERMINED),
    ],
)
def test_a_share_of_the_years_classes(classes: tuple[bool | None, ...], verdict: Verdict) -> None:
    """One class of five is not above 20 %, two are; one perhaps is open, and the rule that may hold is named."""
    found = measures(classes=classes)["notice"]
    assert found.verdict is verdict
    assert found.open == (("example-items.many_unqualified",) if verdict is Verdict.UNDETERMINED else ())


@pytest.mark.parametrize(
    ("recover", "paid", "least", "most"),
    [
        ("cohort.subsidy_paid", "122000", "122000.00", "122000.00"),
        ("cohort.subsidy_paid", None, "0.00", "None"),
        ("min(cohort.subsidy_paid, 5000)", None, "0.00", "5000.00"),
        ("max(cohort.subsidy_paid - 30000, 0)", "20000", "0.00", "0.00"),
    ],
)
def test_what_is_taken_back_has_the_limits_of_the_text(recover: str, paid: str | None, least: str, most: str) -> None:
    """What was paid for a whole class is taken back; without the sum there is a limit only where the text sets one."""
    pack = edited("items", ("    recover: cohort.subsidy_paid\n", f"    recover: {recover}\n"))
    event = FOUND | {"kind": "plan_not_followed"}
    case = read_case({"heads": 200, "cohort": CLASS | {"subsidy_paid": paid}, "event": event})
    found = brought(whole(assess(case, policy=load(pack), alone=True)).measures[1]).recover
    assert found is not None and (str(found.least), str(found.most)) == (least, most)


def test_a_measure_reads_sanctions_and_never_makes_one() -> None:
    """A talk that applies is no talk on record: the letter still counts the one that the authority decided."""
    found = measures(talks=("2022-01-05",))
    assert (found["talk"].verdict, found["rectification"].verdict) == (Verdict.APPLIES, Verdict.DOES_NOT_APPLY)


def test_a_day_of_decision_that_is_not_known_leaves_two_ends() -> None:
    """A month for the decision leaves a range of days, none where nothing is known of it."""
    brings = brought(measures(event=FOUND | {"decided_on": "2022-03"})["talk"]).fix_by
    assert brings is not None and (str(brings.earliest), str(brings.latest)) == ("2022-03-08", "2022-04-08")
    nothing = brought(measures(event=FOUND | {"decided_on": None})["talk"]).fix_by
    assert nothing is not None and (nothing.earliest, nothing.latest) == (None, None)


def test_without_an_event_nothing_is_done() -> None:
    """Where it is known that an inspection found nothing, no measure applies, though there is no date to judge on."""
    assert {one.verdict for one in measures(event=False).values()} == {Verdict.DOES_NOT_APPLY}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_sheet_and_json_show_them(lang: Any) -> None:
    """The page, the sheet and JSON show approvals and measures with what they bring."""
    known = {"cohort": CLASS | {"filed_on": "2022-02-28"}, "program": PLAN, "provider": {"public_base": False}}
    assessment = decided(**known, event=FOUND)
    page, sheet = render(assessment, lang), show(POLICY, lang)
    title, applies = ("约谈", "应予处理（据全文）") if lang == "zh" else ("Talk", "applies, by the full text")
    assert f"  - {title}{'：' if lang == 'zh' else ': '}{applies}" in page
    assert "2022-03-18" in page
    assert ("限期整改至" if lang == "zh" else "to be put right by") in sheet
    written = assessment.as_dict()["whole"]
    assert written["approvals"][0]["explanation"]["findings"]
    assert written["measures"][0]["consequences"]["fix_by"]["latest"] == "2022-03-18"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_findings_are_listed_where_they_are_asked_for(lang: Any) -> None:
    """Asked for all findings the page lists every rule of an approval and a measure, else those it hangs on."""
    known = {"cohort": CLASS | {"filed_on": "2022-03-01"}, "program": PLAN, "provider": {"public_base": False}}
    assessment = decided(**known, event=FOUND)
    plain, full = render(assessment, lang), render(assessment, lang, explain=1).partition("example-items.open_class")[2]
    every = (*whole(assessment).approvals, *whole(assessment).measures)
    findings = [f for one in every for f in assessment.explain(whole(assessment), one).findings]
    marks = [f"- {f.state.label.of(lang)}{'：' if lang == 'zh' else ': '}" for f in findings]
    assert sum(full.count(mark) for mark in set(marks)) == len(marks) == 11
    assert sum(plain.count(mark) for mark in set(marks)) < len(marks)
    assert "2022-03-18" in full


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (
            ("when_any: [low_attendance]", "when_any: [low_attendence]"),
            "measures.talk.when_any[0]: there is no such rule",
        ),
        (("    requires: [found, in_a_class]\n", "    requires: [found]\n"), "cohort is used, but no condition asks"),
        (("    fix_by: plus_working_days(event.decided_on, 5)\n", "    fix_by: 5\n"), "measures.talk.fix_by"),
        (("    grade: letter\n", "    grade: letters\n"), "measures.rectification.grade"),
        (
            ("    recover: cohort.subsidy_paid\n", "    recover: cohort.subsidy_paid - 1000\n"),
            "measures.rectification.recover: the amount can be below zero: -1000.00 yuan",
        ),
        (
            ("    recover: cohort.subsidy_paid\n", "    recover: cohort.subsidy_paid * cohort.training_days\n"),
            "measures.rectification.recover: the amount can be too large",
        ),
        (
            (
                "    require: event.kind == low_attendance\n",
                "    require: event.kind == low_attendance\n    when: exists(event)\n",
            ),
            "measures.talk.when_any[0]: a rule with 'when' cannot bring a measure about",
        ),
        (("== cohort.certificate_kind for", "== certificate.kind for"), "approvals.open_class"),
        (("    amount: 1000\n", "    amount: 1000\n    excludes: [transport]\n"), "subsidies.training_fee.excludes"),
        (
            ("    subject: cohort\n    title:\n      zh: 开班", "    title:\n      zh: 开班"),
            "only what is decided of a class or provider can ask cohort.enrollments",
        ),
    ],
)
def test_faults_of_items_have_their_places(edit: tuple[str, str], fault: str) -> None:
    """Wrong names, types, nouns and grades are told with their places."""
    assert any(fault in line for line in shown(edited("items", edit)))


def _published(case: Case) -> bool:
    """Whether the working days after the decision are published; in other years a deadline is open."""
    first, last = calendar.published_years()
    decided_on = case.event.decided_on if isinstance(case.event, Event) else None
    return not isinstance(decided_on, date) or first <= decided_on.year < last


@given(st.data())
def test_the_three_laws_hold(data: st.DataObject) -> None:
    """Exact, sound and monotone, for approvals and measures too."""
    assert_lawful(POLICY, data.draw(cases(POLICY, complete=True).filter(_published)), data)


WORKED = """
policy: pack.yaml
facts: facts.csv
defaults:
  heads: 50
  enrollment: {certificate_kind: skill_level}
  cohort: {start_date: 2022-03-07, end_date: 2022-03-18, certificate_kind: skill_level, filed_on: 2022-02-28}
  program: {theory_hours: 16, required_hours: 80}
  provider: {sanctions: {complete: true, items: []}, cohorts: {complete: true, items: []}}
  event: {kind: low_attendance, found_on: 2022-03-10, decided_on: 2022-03-11}
cases:
  in_time:
    about: filed five working days before
    expect:
      open_class: {outcome: may, rules: {filed_in_time: pass, enough_theory: pass}, missing: none}
      talk: {outcome: applies, fix_by: 2022-03-18, rules: {found: pass, low_attendance: pass}}
      rectification: {outcome: does_not_apply, fix_by: none, recover: none, rules: {talked_twice: fail}}
"""


def test_worked_cases_expect_approvals_and_measures(tmp_path: Path) -> None:
    """A worked case says what may be done, what is done and by when; each rule of them wants a pass and a fail."""
    worked = read(tmp_path, WORKED, "items")
    assert not list(worked.cases["in_time"].differences())
    missing = {fault.where for fault in coverage(worked.policy, worked.cases.values())}
    assert not missing & {"rules.filed_in_time.pass", "rules.low_attendance.pass", "rules.talked_twice.fail"}
    assert missing >= {"rules.filed_in_time.fail", "rules.low_attendance.fail", "rules.talked_twice.pass"}
    assert missing >= {"rules.enough_theory.1.below", "rules.filed_in_time.1.above"}
    assert "rules.enough_theory.1.equal" not in missing


def test_what_does_not_follow_is_not_expected(tmp_path: Path) -> None:
    """An amount of a measure and a deadline of an approval are told as faults with their places."""
    wrong = WORKED.replace("outcome: may, ", "outcome: may, fix_by: none, ").replace(
        "outcome: applies, ", "payable: 1, "
    )
    found = [(fault.where, fault.what.en) for fault in faults(tmp_path, wrong, "items")]
    assert found == [
        ("cases.in_time.expect.open_class.fix_by", "nothing of the kind follows from the item"),
        ("cases.in_time.expect.talk.payable", "nothing of the kind follows from the item"),
    ]


def test_a_deadline_that_is_not_met_by_the_answer_is_a_difference(tmp_path: Path) -> None:
    """A wrong day is told with what was expected and what came out."""
    worked = read(tmp_path, WORKED.replace("fix_by: 2022-03-18", "fix_by: 2022-03-17"), "items")
    (difference,) = worked.cases["in_time"].differences()
    assert (difference.wanted.value, difference.got) == (("2022-03-17",), ("2022-03-18",))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_notebook_shows_them(lang: Any) -> None:
    """Pages for a notebook have the outcome for the class, its reasons and what follows, and the policy's items."""
    known = {"cohort": CLASS | {"filed_on": "2022-03-01"}, "program": PLAN, "provider": {"public_base": False}}
    assessment = decided(**known, event=FOUND)
    zh = lang == "zh"
    because = "晚于开班前5个工作日" if zh else "filed later than five working days"
    page, once = html(assessment, lang), html(whole(assessment), lang)
    assert because in page
    for said in ("不可以", "应予处理", "2022-03-18") if zh else ("may not", "applies", "2022-03-18"):
        assert said in page
        assert said in once
    assert ("班期和机构" if zh else "the class and its provider") in once
    (approval,) = whole(assessment).approvals
    assert approval._repr_html_() == html(approval, "zh")
    sheet = html(POLICY, lang)
    for said in ("open_class", "rectification", "talked_twice", "约谈" if zh else "Talk"):
        assert said in sheet
    assert ("应收回：" if zh else "to be taken back: ") in sheet


def test_a_notebook_shows_what_is_decided_of_people() -> None:
    """A measure that is decided of people stands once for those with the same answer, with who they are."""
    pack = edited(
        "items",
        (
            "    subject: provider\n    judged_on: [event.found_on]\n    title:\n      zh: 约谈",
            "    title:\n      zh: 约谈",
        ),
    )
    people = {"complete": True, "items": [SAME, SAME]}
    case = read_case({"cohort": CLASS, "event": FOUND, "enrollments": people})
    page = html(assess(case, policy=load(pack), alone=True), "zh")
    assert page.count("<span>约谈") == 1
    assert "第1、2人" in page


def test_what_is_missing_says_whom_it_concerns() -> None:
    """What only the class or its provider hangs on is asked for them, and for no person; what both need is one row."""
    pack = edited("items", ("    subject: cohort\n    requires: [attended]", "    requires: [attended]"))
    known = {"cohort": CLASS | {"filed_on": None}, "program": PLAN, "event": FOUND, "enrollment": SAME}
    found = assess(read_case({"heads": 50} | known), policy=load(pack), alone=True)
    asked = {row.path: (row.people, [str(kind.value) for kind in row.once]) for row in found.missing}
    assert asked["cohort.filed_on"] == (0, ["cohort"])
    assert asked["provider.sanctions"] == (0, ["provider"])
    assert asked["cohort.checks"] == (50, [])
    page = render(found, "en")
    assert "find out: the day the class was filed (concerns the class" in page
    assert "(1 person" not in page


def test_what_is_missing_for_people_and_the_class_is_asked_once() -> None:
    """A fact on which people and the class both hang is one row, with what it decides of both."""
    people = "subsidies:\n  transport:\n    facts: [EX20-02]\n    article: 第二条\n    requires: [attended]\n"
    pack = edited("items", ("subsidies:\n", f"{people}    amount: 10\n    payee: trainee\n    fund: open\n"))
    found = assess(read_case({"heads": 2, "cohort": CLASS, "event": False}), policy=load(pack), alone=True)
    (row,) = (row for row in found.missing if row.path == "cohort.checks")
    assert (row.people, row.once, row.decides) == (2, (SubjectKind.COHORT,), 3)


def test_what_a_measure_brings_is_asked_for() -> None:
    """The day and the sum that a deadline and a recovery hang on are missing, though the measure surely applies."""
    event = FOUND | {"kind": "plan_not_followed", "decided_on": None}
    known = {"heads": 1, "cohort": CLASS | {"filed_on": "2022-02-28"}, "event": event, "program": PLAN}
    found = decided(**known, provider={"public_base": False})
    asked = {row.path: (row.people, row.clears) for row in found.missing}
    assert asked["cohort.subsidy_paid"] == (0, 1)
    assert "event.decided_on" in asked
    assert whole(found).measures[1].verdict is Verdict.APPLIES
