from __future__ import annotations

import json
from datetime import date
from typing import Any

import attrs
import pytest

from people import broken, identity_number
from vocskills.assessment import Assessment, assess
from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.determination import Determination
from vocskills.assessment.outcomes import InForce, State, Verdict
from vocskills.convert import read_case
from vocskills.errors import CoverageError, InputError
from vocskills.model import ABSENT, Agreement, Case
from vocskills.model.fields import Unit
from vocskills.model.terms import Fund, Payee
from vocskills.money import Money
from vocskills.policy.documents import Provenance

POOR = {
    "category": "registered_poor",
    "held": True,
    "start": "2017-01-01",
    "checked_on": "2020-05-20",
    "authority": "county office",
}
NO_AWARDS: dict[str, Any] = {"complete": True, "items": []}


def award(day: str) -> dict[str, Any]:
    """A free training that began on a day."""
    return {"kind": "free_training", "state": "paid", "start_date": day}


def person(**changes: Any) -> dict[str, Any]:
    """A trainee about whom everything is known and right."""
    known: dict[str, Any] = {
        "id_number": identity_number("19850315"),
        "domicile": "533323",
        "from_deep_poverty_county": True,
        "statuses": [POOR],
        "awards": NO_AWARDS,
    }
    known |= changes
    return {key: value for key, value in known.items() if value is not None}


def the_class(*people: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A class of ten days in Fugong in May 2020."""
    case: dict[str, Any] = {
        "as_of": "2020-06-05",
        "cohort": {
            "place": "533323",
            "start_date": "2020-05-11",
            "end_date": "2020-05-22",
            "training_days": 10,
        },
        "program": {"kind": "poverty"},
        "enrollments": {"complete": True, "items": [{"attended_days": 10} | p for p in people]},
    }
    return case | changes


def decided(*people: dict[str, Any], **changes: Any) -> Assessment:
    """The class decided."""
    return assess(read_case(the_class(*people, **changes)))


def first(assessment: Assessment) -> SubjectAnswer:
    """The first person's answer."""
    return assessment.answer.subjects[0]


def living(assessment: Assessment) -> Determination:
    """The first person's living cost."""
    return first(assessment).determinations[0]


def yuan(*amounts: str) -> tuple[Money, ...]:
    """Amounts in yuan."""
    return tuple(Money.yuan(amount) for amount in amounts)


def test_a_complete_case_is_exact() -> None:
    """With every fact given a registered poor labourer is due 60 and 20 a day, by press digest."""
    answer = first(decided({"trainee": person()}))
    assert [d.verdict for d in answer.determinations] == [Verdict.ELIGIBLE, Verdict.ELIGIBLE]
    assert [d.payable.least for d in answer.determinations] == list(yuan("600", "200"))
    assert answer.total.payable.exact
    assert answer.total.payable.least == Money.yuan("800")
    assert answer.determinations[0].basis is Provenance.SECONDARY
    assert answer.determinations[0].phrase.en == "eligible, by press digest"


def test_a_payee_that_no_source_states_is_all_of_them() -> None:
    """The sources name the fund and not the payee, and the answer says so."""
    found = living(decided({"trainee": person()}))
    assert found.payees == tuple(Payee)
    assert not found.payee_stated
    assert found.funds == (Fund.EMPLOYMENT_FUND,)
    assert found.fund_stated


def test_two_readings_give_two_totals_and_nothing_between() -> None:
    """Eight of ten days are 640 or 800 yuan: the same reading holds for both subsidies."""
    answer = first(decided({"trainee": person(), "attended_days": 8}))
    assert answer.total.payable.possible == yuan("640", "800")
    assert answer.determinations[0].payable.possible == yuan("480", "600")


def test_one_reading_holds_for_the_whole_class() -> None:
    """Two people who missed days come to two class totals, not to four."""
    found = decided({"trainee": person(), "attended_days": 8}, {"trainee": person(id_number=None), "attended_days": 5})
    assert found.answer.total.amount.possible == yuan("1040", "1600")


def test_nobody_looked_is_open_and_looked_and_not_found_is_no() -> None:
    """A status that nobody looked up leaves the case open; one that was looked up and not found decides it."""
    open_case = decided({"trainee": person(statuses=None)})
    assert living(open_case).verdict is Verdict.UNDETERMINED
    assert living(open_case).payable.possible == yuan("0", "600")
    denied = {"category": "registered_poor", "held": False, "checked_on": "2020-05-11"}
    refused = living(decided({"trainee": person(statuses=[denied])}))
    assert refused.verdict is Verdict.INELIGIBLE
    assert refused.failed == ("cn-yunnan-poverty-training.poor_laborer",)
    assert refused.amount is None


@pytest.mark.parametrize(
    ("trainings", "domicile", "deep", "verdict"),
    [
        (1, "533323", None, Verdict.ELIGIBLE),
        (2, "533323", None, Verdict.INELIGIBLE),
        (1, "533422", None, Verdict.ELIGIBLE),
        (1, "530102", False, Verdict.INELIGIBLE),
        (1, "530102", True, Verdict.ELIGIBLE),
        (1, "530102", None, Verdict.UNDETERMINED),
        (0, "530102", False, Verdict.ELIGIBLE),
    ],
)
def test_free_trainings_a_year(trainings: int, domicile: str, deep: bool | None, verdict: Verdict) -> None:
    """One free training a year, two in 迪庆, 怒江 and the counties of deep poverty (YN20-01, YN20-02)."""
    awards = {"complete": True, "items": [award(f"2020-0{n + 1}-06") for n in range(trainings)]}
    trainee = person(awards=awards, domicile=domicile, from_deep_poverty_county=deep)
    assert living(decided({"trainee": trainee})).verdict is verdict


def test_the_free_training_of_this_class_uses_up_no_place() -> None:
    """Living cost and transport accompany a free training, so its own record is not an earlier one."""
    items = [award("2020-02-03"), award("2020-05-11")]
    trainee = person(awards={"complete": True, "items": items})
    assert living(decided({"trainee": trainee})).verdict is Verdict.ELIGIBLE


def test_only_awards_of_the_year_that_were_not_taken_back_count() -> None:
    """Trainings of another year, and awards recovered, use up no place."""
    items = [award("2019-12-30"), award("2020-01-06") | {"state": "recovered"}, award("2020-02-03")]
    trainee = person(awards={"complete": True, "items": items})
    assert living(decided({"trainee": trainee})).verdict is Verdict.ELIGIBLE


def test_an_incomplete_history_leaves_the_quota_open_unless_it_is_full() -> None:
    """A school that knows only its own classes cannot say that a place is left, but can say that none is."""
    some = person(awards=[award("2020-02-03")])
    assert living(decided({"trainee": some})).open == ("cn-yunnan-poverty-training.yearly",)
    full = person(awards=[award("2020-02-03"), award("2020-03-02")])
    assert living(decided({"trainee": full})).verdict is Verdict.INELIGIBLE


@pytest.mark.parametrize(("born", "barred"), [("20040511", False), ("20040512", True)])
def test_under_sixteen_nothing_is_paid_from_the_fund(born: str, barred: bool) -> None:
    """YN20 names no age; the national notice refuses whoever is under 16 on the first day (POV46-01)."""
    found = living(decided({"trainee": person(id_number=identity_number(born))}))
    assert found.verdict is Verdict.ELIGIBLE
    assert bool(found.barred_by) is barred
    assert found.payable.least == Money(0 if barred else 60_000)
    assert found.payable.exact


@pytest.mark.parametrize(("born", "verdict"), [("19600511", Verdict.UNDETERMINED), ("19600512", Verdict.ELIGIBLE)])
def test_beyond_the_retirement_age_the_case_is_open(born: str, verdict: Verdict) -> None:
    """No upper age was read: a man of 60 on the first day is undetermined, one a day younger is not."""
    found = living(decided({"trainee": person(id_number=identity_number(born))}))
    assert found.verdict is verdict
    assert (found.payable.possible == yuan("0", "600")) is (verdict is Verdict.UNDETERMINED)


def test_a_partial_birth_date_is_enough_where_it_decides() -> None:
    """Born in March 1975 is over 16 and under 60, whatever the day."""
    trainee = person(id_number=None, birth_date="1975-03", sex="male")
    assert living(decided({"trainee": trainee})).verdict is Verdict.ELIGIBLE


def test_a_woman_of_whose_former_age_nothing_is_known_has_two_possible_dates() -> None:
    """A woman of 52 is beyond 50 and below 55: open under one reading, so the two are tried and not a range."""
    trainee = person(id_number=identity_number("19680110", male=False))
    found = living(decided({"trainee": trainee}))
    assert found.verdict is Verdict.UNDETERMINED
    known = living(decided({"trainee": trainee | {"former_retirement_age": "age_55"}}))
    assert known.verdict is Verdict.ELIGIBLE


def test_a_wrong_check_digit_is_a_finding_and_says_nothing() -> None:
    """The number is reported on that person, masked, and neither birth nor sex is taken from it."""
    answer = first(decided({"trainee": person(id_number=broken(identity_number("19850315")))}))
    assert [notice.code for notice in answer.notices] == ["ID-NUMBER"]
    assert answer.determinations[0].verdict is Verdict.UNDETERMINED


ARTICLE: dict[str, Any] = {
    "heads": 61,
    "cohort": {"place": "533323", "start_date": "2020-01-01..2020-03-31", "end_date": "2020-01-01..2020-03-31"},
    "program": {"kind": "poverty"},
    "trainee": {"domicile": "533323", "statuses": [POOR | {"start": "..2020-01-01"}]},
}


def test_a_class_known_by_its_number_has_an_amount_per_day() -> None:
    """Without lengths 61 people come to 4,880 yuan per training day, on at most the 91 days of the quarter."""
    answer = assess(read_case(ARTICLE)).answer
    (subject,) = answer.subjects
    assert [d.per_unit and d.per_unit.amount for d in subject.determinations] == list(yuan("60", "20"))
    assert answer.total.per_unit is not None
    assert (answer.total.per_unit.amount, answer.total.per_unit.unit) == (Money.yuan("4880"), Unit.DAYS)
    assert answer.total.amount.most == Money.yuan("444080")
    assert answer.heads == 61


def test_quotas_of_a_class_known_by_its_number_are_not_judged() -> None:
    """What must be judged for each person is not judged where only their number is known."""
    found = assess(read_case(ARTICLE))
    subject = first(found)
    states = {f.code.rpartition(".")[2]: f.state for f in found.explain(subject, subject.determinations[0]).findings}
    assert states == {"poor_laborer": State.PASS, "working_age": State.OPEN, "yearly": State.NOT_JUDGED}


def test_what_is_missing_names_the_date_of_effect_and_the_days() -> None:
    """The article's classes wait for the date of effect, the days and the history, with questions in both languages."""
    missing = assess(read_case(ARTICLE)).answer.missing
    paths = [m.path for m in missing]
    assert "cn-yunnan-poverty-training:ruling.in_force.from" in paths
    assert {"cohort.training_days", "awards"} <= set(paths)
    assert all(m.label.zh and m.question.en for m in missing)


def test_what_decides_most_stands_first() -> None:
    """The one fact that settles the case is ranked before those that settle nothing."""
    missing = decided({"trainee": person(statuses=None)}).answer.missing
    assert missing[0].path == "holds(trainee, registered_poor, cohort.start_date)"
    assert (missing[0].decides, missing[0].settles) == (2, True)
    assert missing[0].narrows == Money.yuan("800")


def test_learning_what_is_missing_settles_what_was_promised() -> None:
    """Whatever the register says, the case is decided once it was asked."""
    denied = {"category": "registered_poor", "held": False, "checked_on": "2020-05-11"}
    for rows in ([POOR], [denied]):
        assert living(decided({"trainee": person(statuses=rows)})).verdict is not Verdict.UNDETERMINED


# Texts, places and dates.


def texts(assessment: Assessment) -> dict[str, InForce]:
    """Whether each policy governs."""
    return {text.policy: text.in_force for text in assessment.answer.texts}


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        ("2020-03-28", "2020-03-30", InForce.YES),
        ("2020-03-27", "2020-03-30", InForce.OPEN),
        ("2020-12-30", "2020-12-31", InForce.YES),
        ("2020-12-30", "2021-01-01", InForce.OPEN),
    ],
)
def test_a_window_end_that_is_not_known_leaves_its_side_open(start: str, end: str, state: InForce) -> None:
    """The notice surely holds from its publication to the end of 2020; outside, that is not established (YN20-09)."""
    dates = {"place": "533323", "start_date": start, "end_date": end}
    case = the_class({"trainee": person(), "attended_days": 1}, cohort=dates)
    assert texts(assess(read_case(case)))["cn-yunnan-poverty-training"] is state


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        ("2023-12-19", "2023-12-19", Verdict.NOT_IN_FORCE),
        ("2023-12-19", "2023-12-20", Verdict.UNDETERMINED),
        ("2026-01-09", "2026-01-20", Verdict.UNDETERMINED),
        ("2026-01-08", "2026-01-09", Verdict.UNDETERMINED),
    ],
)
def test_expiry_and_an_unread_successor(start: str, end: str, verdict: Verdict) -> None:
    """Before its window 181号 is not in force; after it its successor, which was not read, leaves everything open."""
    cohort = {"place": "533323", "start_date": start, "end_date": end}
    program = {"kind": "poverty", "training_type": "employment_skill"}
    case = read_case(the_class({"trainee": person(), "attended_days": 1}, cohort=cohort, program=program))
    found = assess(case, policy="cn-employment-fund-2023")
    assert living(found).verdict is verdict


def test_an_unread_successor_is_named_as_the_reason() -> None:
    """After the window the answer names the document that took over and was not read, and nothing else as the cause."""
    cohort = {"place": "533323", "start_date": "2026-02-02", "end_date": "2026-02-13"}
    answer = assess(read_case(the_class({"trainee": person()}, cohort=cohort))).answer
    (text,) = [text for text in answer.texts if text.policy == "cn-employment-fund-2023"]
    assert text.in_force is InForce.OPEN
    assert text.why.en.endswith("followed by 财社〔2026〕1号, whose articles were not read")


def test_a_rule_that_fails_under_an_open_text_decides_nothing() -> None:
    """Failure beats doubt only inside a governing text: before it governs, the case stays undetermined."""
    denied = {"category": "registered_poor", "held": False, "start": "2019-01-01", "checked_on": "2020-05-11"}
    cohort = {"place": "533323", "start_date": "2020-02-03", "end_date": "2020-02-14"}
    case = the_class({"trainee": person(statuses=[denied])}, cohort=cohort)
    assert living(assess(read_case(case))).verdict is Verdict.UNDETERMINED


def test_a_place_without_a_text_is_not_covered() -> None:
    """Where the library has no local text it says so, and never that nothing is in force."""
    cohort = {"place": "310115", "start_date": "2020-05-11", "end_date": "2020-05-22"}
    answer = assess(read_case(the_class({"trainee": person()}, cohort=cohort))).answer
    assert not answer.covered
    assert "not covered" in answer.coverage.en
    assert answer.subjects[0].determinations == ()
    assert texts(assess(read_case(the_class({"trainee": person()}, cohort=cohort))))["cn-action-2019"] is InForce.YES


@pytest.mark.parametrize("place", ["000000", "00"])
def test_the_whole_country_is_no_place_of_training(place: str) -> None:
    """Under the code of the country no local text is chosen, and nothing is said of texts of a division 000000."""
    answer = assess(read_case(the_class({"trainee": person()})), place=place).answer
    assert not answer.covered
    assert answer.coverage.zh.startswith("所给地点是全国，无法选择地方文件")
    assert answer.coverage.en.startswith("the place given is the whole country")


def test_the_repr_counts_people() -> None:
    """One person is one person, and a class of which only the number is known has that many."""
    assert repr(decided({"trainee": person()})).startswith("<Assessment of 1 person under ")
    assert repr(decided({"trainee": person()}, {"trainee": {}})).startswith("<Assessment of 2 people under ")
    counted = read_case({"place": "533323", "heads": 61})
    assert repr(assess(counted)).startswith("<Assessment of 61 people under cn-yunnan-poverty-training, ")


def test_an_unknown_place_is_said_to_be_missing() -> None:
    """Without a place no local text can be chosen; the national ones are judged all the same."""
    answer = assess(read_case(the_class({"trainee": person()}, cohort={"start_date": "2020-05-11"}))).answer
    assert not answer.covered
    assert answer.subjects[0].beside


def test_a_place_that_does_not_exist_is_refused() -> None:
    """An unallocated division is bad input."""
    with pytest.raises(InputError, match="no division"):
        assess(read_case(the_class({"trainee": person()})), place="533399")


def test_an_unknown_policy_is_refused_with_a_suggestion() -> None:
    """A policy that is not there is an error that names those that are like it."""
    with pytest.raises(CoverageError, match="cn-yunnan-poverty-training"):
        assess(read_case(the_class({"trainee": person()})), policy="cn-yunnan-poverty-trainings")


def test_a_national_text_outside_its_window_is_named_and_not_judged() -> None:
    """181号 is shown as not in force in 2020 and gives no determination."""
    found = decided({"trainee": person()})
    assert texts(found)["cn-employment-fund-2023"] is InForce.NO
    assert {d.policy for d in first(found).beside} == {"cn-action-2019", "cn-poverty-measures-2018"}


# Assumptions and rulings.


def test_an_assumption_is_used_and_named_with_the_outcome_without_it() -> None:
    """A guess decides the case, and the answer says that it would be open without."""
    path = "holds(trainee, registered_poor, cohort.start_date)"
    case = the_class({"trainee": person(statuses=None)}, assumptions=[{"path": path, "value": True}])
    found = living(assess(read_case(case)))
    assert found.verdict is Verdict.ELIGIBLE
    assert found.without == ((path, Verdict.UNDETERMINED),)
    assert found.phrase.en == "eligible if assumed, by press digest"


def test_assumptions_do_not_contradict_each_other() -> None:
    """A last day before the first is bad input, whichever was assumed first."""
    said = [{"path": "cohort.end_date", "value": "2020-05"}, {"path": "cohort.start_date", "value": "2020-06-01"}]
    with pytest.raises(InputError, match="the end lies before the start") as error:
        assess(read_case({"assumptions": said}), policy="cn-yunnan-poverty-training")
    assert [fault.where for fault in error.value.faults] == ["assumptions[0].value"]


def test_a_known_fact_contradicts_an_assumption() -> None:
    """An assumption that cannot be so is bad input, and so is one on a clause or on nothing."""
    said = [
        {"path": "cohort.training_days", "value": 12},
        {"path": "paid_days", "value": "attended"},
        {"path": "trainee.birthdate", "value": "1980-01-01"},
        {"path": "cohort.filed_on", "value": "next week"},
    ]
    with pytest.raises(InputError) as error:
        assess(read_case(the_class({"trainee": person()}, assumptions=said)))
    words = error.value.render("en")
    assert "contradicts what is known" in words
    assert "takes a ruling" in words
    assert "trainee.birth_date" in words
    assert "assumptions[3].value" in words


RULING = {
    "clause": "paid_days",
    "value": "attended",
    "authority": "福贡县人社局",
    "document": "复函〔2020〕1号（示例）",
    "date": "2020-06-01",
}


def test_a_ruling_settles_an_unsettled_clause() -> None:
    """With the reading ruled the amount is one figure, and the answer names the ruling."""
    case = the_class({"trainee": person(), "attended_days": 8}, rulings=[RULING])
    found = assess(read_case(case))
    assert first(found).total.payable.exact
    assert first(found).total.payable.least == Money.yuan("640")
    assert [r.used for r in found.answer.rulings] == [True]
    assert living(found).rulings


@pytest.mark.parametrize(
    "change",
    [{"clause": "paid_day"}, {"value": "both"}, {"clause": "cn-action-2019.apprentice_year", "value": "3999.99"}],
)
def test_a_ruling_that_cannot_be_is_refused(change: dict[str, str]) -> None:
    """An unknown clause, an unknown reading and a value outside the range of the clause are bad input."""
    with pytest.raises(InputError, match=r"rulings\[0\]"):
        assess(read_case(the_class({"trainee": person()}, rulings=[RULING | change])))


def test_the_date_of_effect_can_be_ruled() -> None:
    """Once an authority states the first day, the article's classes are inside the window."""
    ruling = RULING | {"clause": "cn-yunnan-poverty-training.in_force.from", "value": "2019-12-31"}
    found = assess(read_case(ARTICLE | {"rulings": [ruling]}))
    assert texts(found)["cn-yunnan-poverty-training"] is InForce.YES
    assert [one.used for one in found.answer.rulings] == [True]


# The answer as a whole.


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing in an answer depends on the clock, on memory addresses or on the order of sets."""
    case = the_class({"trainee": person()}, {"trainee": person(id_number=None, statuses=None)})
    assert assess(read_case(case)).to_json() == assess(read_case(case)).to_json()


def test_no_identifier_leaves_in_full() -> None:
    """Neither the JSON nor the repr of an answer shows a number or a full name."""
    number = identity_number("19850315")
    found = decided({"trainee": person(name="合成甲乙", id_number=number)})
    assert number not in found.to_json()
    assert "合成甲乙" not in found.to_json()
    assert number not in repr(found) + repr(found.case)
    assert "合***" in found.to_json()


def test_the_receipt_tells_people_apart_only_with_a_key() -> None:
    """Without a key identifiers are left out of the digest; with one they are in it as keyed hashes."""
    cases = [read_case(the_class({"trainee": person(id_number=identity_number("19850315", n))})) for n in (1, 2)]
    plain = {assess(case).answer.receipt.input for case in cases}
    keyed = {assess(case, key=b"secret").answer.receipt.input for case in cases}
    assert (len(plain), len(keyed)) == (1, 2)


def test_the_json_carries_findings_with_articles_facts_and_sentences() -> None:
    """Each determination explains itself in JSON: state, fact ids, article and words in both languages."""
    found = json.loads(decided({"trainee": person()}).to_json())
    findings = found["subjects"][0]["determinations"][0]["explanation"]["findings"]
    assert [f["state"] for f in findings] == ["pass", "pass", "pass"]
    assert findings[0]["facts"] == ["YN20-01", "YN20-04", "GB24-01"]
    assert findings[0]["article"] == "unknown"
    assert findings[0]["sentence"]["zh"].startswith("满足：")
    assert found["notice"]["en"].startswith("This is advice")


def test_steps_show_the_amount_as_a_waterfall() -> None:
    """The step says how the amount comes about, and what stands after it."""
    found = decided({"trainee": person()})
    (step,) = found.explain(first(found), living(found)).steps
    assert step.after.least == Money.yuan("600")
    assert "60 yuan" in step.words.en


def test_all_faults_of_a_case_come_at_once() -> None:
    """A number that contradicts the birth date of two people is reported twice in one error."""
    wrong = {"trainee": person(birth_date="1985-03-16")}
    other = {"trainee": person(id_number=identity_number("19850315", 2), birth_date="1985-03-14")}
    with pytest.raises(InputError) as error:
        assess(read_case(the_class(wrong, other)))
    assert [f.where for f in error.value.faults] == [f"enrollments[{n}].trainee.birth_date" for n in (0, 1)]


def test_a_claim_without_a_class_is_answered() -> None:
    """A case without class, dates or place is no fault; what can be said is said."""
    answer = assess(Case(cohort=ABSENT, provider=ABSENT, agreement=Agreement())).answer
    assert answer.heads == 1
    assert all(d.verdict is not Verdict.ELIGIBLE for d in answer.subjects[0].beside)


def test_an_empty_class_comes_to_nothing() -> None:
    """A complete list of nobody has no subjects and a total of nothing."""
    answer = assess(read_case(the_class())).answer
    assert (answer.subjects, answer.heads, answer.total.payable.most) == ((), 0, Money(0))


def test_learning_a_fact_never_widens_what_is_payable() -> None:
    """From the article's facts to all facts, one at a time, each answer lies inside the one before."""
    steps: list[dict[str, Any]] = [
        {"enrollment": {}},
        {"cohort": {"place": "533323", "start_date": "2020-03-28..2020-03-31", "end_date": "2020-03-31..2020-04-30"}},
        {"cohort": {"place": "533323", "start_date": "2020-03-30", "end_date": "2020-04-10", "training_days": 10}},
        {"enrollment": {"attended_days": 9}},
        {"trainee": ARTICLE["trainee"] | {"birth_date": "1980", "sex": "male", "awards": NO_AWARDS}},
    ]
    case: dict[str, Any] = dict(ARTICLE)
    before = assess(read_case(case)).answer.total.payable
    for step in steps:
        case |= step
        now = assess(read_case(case)).answer.total.payable
        assert now.least >= before.least
        assert before.most is None or (now.most is not None and now.most <= before.most)
        before = now
    assert before.possible == yuan("43920", "48800")


def test_an_assessment_is_made_of_frozen_data() -> None:
    """An answer cannot be changed after it was given."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        decided({"trainee": person()}).answer.case = "x"  # type: ignore[misc]
    assert date(2020, 5, 11) in {date(2020, 5, 11)}


# What an attack on the library found.


def test_a_month_of_entry_never_says_less_than_none() -> None:
    """Somebody looked on 11 May: that the entry lies in May takes nothing away from that."""
    row = {"category": "registered_poor", "held": True, "checked_on": "2020-05-11"}
    assert living(decided({"trainee": person(statuses=[row])})).verdict is Verdict.ELIGIBLE
    assert living(decided({"trainee": person(statuses=[row | {"start": "2020-05"}])})).verdict is Verdict.ELIGIBLE
    later = living(decided({"trainee": person(statuses=[row | {"start": "2020-05-12"}])}))
    assert later.verdict is Verdict.UNDETERMINED


def test_a_class_longer_than_any_is_refused() -> None:
    """Dates more than ten years apart are a slip; unknown dates are read by the same limit."""
    with pytest.raises(InputError, match="from first to last"):
        read_case({"cohort": {"start_date": "2020-03-29", "end_date": "2033-12-06"}})


def test_a_domicile_that_does_not_exist_is_refused() -> None:
    """A slip in a division code would decide a quota; it is named with its person."""
    with pytest.raises(InputError, match=r"enrollments\[0\].trainee.domicile"):
        decided({"trainee": person(domicile="539999")})


def test_two_rulings_on_one_clause_are_refused() -> None:
    """However a clause is named, two rulings on it contradict each other."""
    other = RULING | {"clause": "cn-yunnan-poverty-training.paid_days", "value": "scheduled"}
    with pytest.raises(InputError, match="two rulings"):
        decided({"trainee": person()}, rulings=[RULING, other])


def test_totals_of_a_list_that_may_go_on_say_so() -> None:
    """A list that is not said to be complete totals the people listed, and the answer says it."""
    case = the_class({"trainee": person()})
    case["enrollments"]["complete"] = False
    assert assess(read_case(case)).answer.listed_only
    assert not decided({"trainee": person()}).answer.listed_only


def test_an_identity_number_in_any_place_is_masked() -> None:
    """A number that a caller uses as identifier, reason or document is masked in what goes out."""
    from vocskills.report import render

    number = identity_number("19810704")
    ruling = RULING | {"document": f"answer to {number}"}
    case = the_class({"id": number, "trainee": person()}, id=number, rulings=[ruling])
    case["cohort"] |= {"id": number, "title": number, "place_text": number}
    found = assess(read_case(case))
    assert number not in found.to_json()
    assert number not in render(found, "en", everybody=True)
