from __future__ import annotations

from pathlib import Path

import pytest
from stdnum.cn import ric

from vocskills.assessment import assess
from vocskills.convert import read_case
from vocskills.model import ABSENT, Between, Case, Category, Cohort, Listing, ProgramKind, Stage, Trainee, total
from vocskills.model.identity import read_identity
from vocskills.model.nouns import Program
from vocskills.places import exists
from vocskills.report.counts import read_counts
from vocskills.roster import read_roster

FUGONG = Path(__file__).resolve().parent.parent / "examples" / "fugong"
ARTICLE = sorted((FUGONG / "article").glob("*.yaml"))
SAID = {
    "1-dapuluo": (61, "达普洛村", "茶叶加工"),
    "2-zhiziluo": (49, "知子洛村", "茶叶加工"),
    "3-lamade": (52, "拉马得村", "火脚腌制"),
    "4-latudi": (38, "腊吐底村", "手工编织"),
}


@pytest.fixture(scope="module")
def classes() -> list[Case]:
    """The classes of the roster."""
    return read_roster(FUGONG / "roster.csv").cases


def people(case: Case) -> list[Trainee]:
    """The trainees of a class."""
    listing = case.enrollments
    assert isinstance(listing, Listing)
    return [one.trainee for one in listing.items if isinstance(one.trainee, Trainee)]


@pytest.mark.parametrize("path", ARTICLE, ids=lambda path: str(path.stem))
def test_the_article_case_says_what_the_article_says(path: Path) -> None:
    """Heads, village, trade, line of training and the first quarter stand in the case."""
    case = read_case(path)
    heads, village, trade = SAID[path.stem]
    assert isinstance(case.cohort, Cohort)
    assert (case.heads, case.cohort.trade) == (heads, trade)
    assert str(case.cohort.place_text).endswith(village)
    assert isinstance(case.program, Program)
    assert case.program.kind is ProgramKind.POVERTY
    for day in (case.cohort.start_date, case.cohort.end_date):
        assert isinstance(day, Between)
        assert (str(day.least), str(day.most)) == ("2020-01-01", "2020-03-31")


@pytest.mark.parametrize("path", ARTICLE, ids=lambda path: str(path.stem))
def test_the_article_case_says_nothing_else(path: Path) -> None:
    """Class length, way of teaching, people and earlier subsidies are not in the article, so they are unknown."""
    case = read_case(path)
    assert isinstance(case.cohort, Cohort)
    assert (case.cohort.training_days, case.cohort.delivery, case.enrollments, case.enrollment) == (None,) * 4
    assert isinstance(case.trainee, Trainee)
    assert case.trainee.awards == Listing()
    assert (case.trainee.birth_date, case.trainee.sex) == (None, None)
    assert (case.assumptions, case.rulings) == ((), ())
    assert ABSENT not in (case.provider, case.program)


def test_all_four_classes_are_there() -> None:
    """The four classes of the article are the four files, 200 people together."""
    assert [path.stem for path in ARTICLE] == list(SAID)
    assert sum(read_case(path).heads or 0 for path in ARTICLE) == 200


def test_the_counts_are_those_of_the_article() -> None:
    """Every count has its stage and period; the villages add up to the count of the county."""
    counts = {one.id: one for one in read_counts((FUGONG / "counts.csv").read_text("utf-8"))}
    assert {name: (one.value, one.stage, one.period) for name, one in counts.items()} == {
        "rural": (5860, Stage.COMPLETED, "2019"),
        "apprentices": (3214, Stage.STARTED, "2019"),
        "laid-off": (120, Stage.STARTED, "2019"),
        "online": (700, Stage.COMPLETED, "2020Q1"),
        "filed": (4117, Stage.FILED, "2020Q1"),
        "fugong": (200, Stage.COMPLETED, "2020Q1"),
        "dapuluo": (61, Stage.COMPLETED, "2020Q1"),
        "zhiziluo": (49, Stage.COMPLETED, "2020Q1"),
        "lamade": (52, Stage.COMPLETED, "2020Q1"),
        "latudi": (38, Stage.COMPLETED, "2020Q1"),
        "chihong": (700, Stage.AGREED, "undated"),
    }
    villages = total([counts[name] for name in ("dapuluo", "zhiziluo", "lamade", "latudi")])
    assert (villages.value, villages.cohorts) == (counts["fugong"].value, counts["fugong"].cohorts)


def test_the_roster_has_the_articles_numbers(classes: list[Case]) -> None:
    """Each class has as many people as in the article, and its list is complete."""
    assert [len(people(case)) for case in classes] == [61, 49, 52, 38]
    assert all(isinstance(case.enrollments, Listing) and case.enrollments.complete for case in classes)


def test_identity_numbers_belong_to_nobody(classes: list[Case]) -> None:
    """All numbers stand on a division that never existed; all but one have a right check digit, none stands twice."""
    numbers = [one.id_number for case in classes for one in people(case) if one.id_number]
    assert not exists("533399")
    assert {number[:6] for number in numbers} == {"533399"}
    assert len(set(numbers)) == len(numbers) == 199
    assert [n for n in numbers if ric.calc_check_digit(n) != n[17]] == [people(classes[0])[12].id_number]


def test_everybody_outside_the_first_class_is_plain(classes: list[Case]) -> None:
    """The other classes hold adults of working age on the register, so that nothing distracts from the first."""
    for case in classes[1:]:
        for one in people(case):
            born = read_identity(one.id_number, case.as_of).birth
            assert 19700000 < born < 20020000
            assert [status.category for status in one.statuses.items if status.held] == [Category.REGISTERED_POOR]
            assert one.awards == Listing((), complete=True)


def test_the_readme_lists_the_special_people(classes: list[Case]) -> None:
    """The table of special people in the README goes as far as the roster's notes do."""
    notes = [line.rsplit(",", 1)[1] for line in (FUGONG / "roster.csv").read_text("utf-8-sig").splitlines()[1:]]
    special = [place for place, note in enumerate(notes, 1) if note != "合成数据"]
    readme = (FUGONG.parent / "README.md").read_text("utf-8")
    first = [line.split("|")[1].strip() for line in readme.splitlines() if line.startswith("|")]
    listed = [int(part) for cell in first for part in cell.split(",") if part.strip().isdigit()]
    assert listed == special


def test_the_welders_of_tianjin_get_what_the_measures_give() -> None:
    """Blended: 70 % of 2,030 yuan, surely for one, for one hanging on the hours, for one not without a certificate."""
    case = read_case(FUGONG.parent / "tianjin" / "welders.yaml")
    people = assess(case, policy="cn-tianjin-training-2022").subjects
    fees = [next(d for d in one.determinations if d.subsidy == "training_fee") for one in people]
    assert [(str(fee.verdict.value), str(fee.payable.least), str(fee.payable.most)) for fee in fees] == [
        ("eligible", "1421.00", "1421.00"),
        ("undetermined", "0.00", "1421.00"),
        ("ineligible", "0.00", "0.00"),
    ]
