"""The list of everything that a rule may mention: nothing is missing from it, and all that it lists can be written."""

from __future__ import annotations

from typing import Any

import pytest

from test_language_check import GOOD
from vocskills.convert import plain
from vocskills.errors import InputError
from vocskills.language import vocabulary
from vocskills.language.calls import FUNCTIONS
from vocskills.language.nodes import BOOL, DATE, MONEY
from vocskills.language.signatures import signature
from vocskills.language.types import type_name
from vocskills.model.fields import FieldInfo
from vocskills.report.vocabulary import vocabulary_lines, vocabulary_values
from vocskills.text import Lang
from words import read, refuse

EVERYTHING: Any = plain(vocabulary_values(""))
FIELDS: list[dict[str, Any]] = [*EVERYTHING["facts"], *(f for one in EVERYTHING["lists"] for f in one["fields"])]
OF_VALUES = {"max", "min", "sum", "share"}
"""Functions whose result depends on their arguments, and ``share``, which stands in comparisons only."""


def test_what_may_stand_in_for_a_table_is_of_its_type() -> None:
    """Figures and what is known of the program, and only those of the type of the value."""
    assert "standard.training_fee" in [*vocabulary.given_for_tables(MONEY)]
    assert all(path.startswith("standard.") for path in vocabulary.given_for_tables(MONEY))
    assert "program.in_catalogue" in [*vocabulary.given_for_tables(BOOL)]
    assert [*vocabulary.given_for_tables(DATE)] == []


def page(wanted: str, lang: Lang = "zh") -> str:
    """The list for a terminal."""
    return "\n".join(vocabulary_lines(wanted, lang))


def known() -> dict[str, FieldInfo]:
    """Every field that an expression may read, by its path in the list."""
    records = {f"{name}[].{f}": i for name in vocabulary.lists() for f, i in vocabulary.elements(name).items()}
    return {**vocabulary.facts(), **records}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_is_listed(lang: Lang) -> None:
    """Each fact of the case and each field of each list's records begins a line, with its words."""
    lines = page("", lang).splitlines()
    for path, info in known().items():
        assert any(line.startswith(f"{path}: {info.label.of(lang)[:8]}") for line in lines), path
    for name, one in vocabulary.lists().items():
        assert f"{name}: {one.label.of(lang)}" in lines


def test_fields_as_values_say_what_the_model_says() -> None:
    """JSON has path, words, type, unit and members of each field, and its ends as a case writes them."""
    by_path = {field["path"]: field for field in FIELDS}
    assert list(by_path) == list(known())
    for path, info in known().items():
        field = by_path[path]
        members = [{"value": m.value, "label": {"zh": m.zh, "en": m.en}} for m in info.members or ()]
        assert field["label"] == {"zh": info.label.zh, "en": info.label.en}
        assert (field["type"], field["unit"]) == (info.kind.value, info.unit and info.unit.value)
        assert (field["members"] or []) == members
    assert (by_path["cohort.training_days"]["lo"], by_path["cohort.training_days"]["hi"]) == (0, 3660)
    assert by_path["awards[].amount"]["hi"] == "100000.00"
    assert by_path["awards[].start_date"]["lo"] == "1900-01-01"
    assert by_path["trainee.sex"]["lo"] is None


def test_members_and_units_are_in_the_language_of_the_reader() -> None:
    """Members stand with their Chinese words, units and types are Chinese; English gives what differs from the name."""
    assert "其一：female 女、male 男" in page("trainee.sex")
    assert "；学时 0.00..20000.00" in page("program.required_hours")
    assert "；金额 0.00..100000.00元" in page("awards[].amount")
    assert "；行政区划代码" in page("trainee.domicile")
    assert "one of female, male" in page("trainee.sex", "en")
    assert "junior (level 5 (junior))" in page("program.level", "en")


@pytest.mark.parametrize(("word", "path"), [("free_training", "awards[].kind"), ("decided", "awards[].state")])
def test_a_member_finds_its_fields(word: str, path: str) -> None:
    """A member's name or words find the fields that may be it, in either language and whatever the case."""
    assert f"\n{path}: " in page(word)
    assert "awards[].fund" in page("就业补助资金")
    assert page("EMPLOYMENT Subsidy fund", "en") == page("employment subsidy fund", "en")


def test_the_statuses_are_those_that_holds_takes() -> None:
    """Every subject with every status that is listed can be written, and one that is not listed for it cannot."""
    for one in EVERYTHING["statuses"]:
        for member in one["members"]:
            read(f"holds({one['subject']}, {member['value']}, cohort.start_date)")
    subjects = {one["subject"]: {member["value"] for member in one["members"]} for one in EVERYTHING["statuses"]}
    assert "registered_poor" not in subjects["employer"]
    refuse("holds(employer, registered_poor, cohort.start_date)")
    assert "trainee: registered_poor 建档立卡贫困劳动力" in page("registered_poor")


def test_the_nouns_are_those_that_exists_takes() -> None:
    """``exists`` may ask for each noun that is listed and for no other."""
    for noun in vocabulary.NOUNS:
        (read if noun in EVERYTHING["nouns"] else refuse)(f"exists({noun})")


def test_every_function_has_its_signature() -> None:
    """Each function is listed once with what it takes; what it gives is what the checker says."""
    assert [one["name"] for one in EVERYTHING["functions"]] == list(FUNCTIONS)
    calls = [(text.partition("(")[0], kind) for text, kind in GOOD if text.endswith(")")]
    shown = [(signature(name).result, type_name(kind)) for name, kind in calls if name in set(FUNCTIONS) - OF_VALUES]
    assert len(shown) >= 15
    assert all(said == real for said, real in shown)
    assert "plus_days(日期, 天数): 日期" in page("plus_days")
    assert "holds(subject, status, date): yes/no" in page("holds", "en")


@pytest.mark.parametrize(
    ("word", "meant"), [("fre_training", "free_training"), ("建档立卡贫困劳力", "建档立卡贫困劳动力")]
)
def test_what_nothing_contains_gets_what_may_have_been_meant(word: str, meant: str) -> None:
    """A word that is nowhere is refused with the nearest ones; one that is like nothing, with how to list all."""
    with pytest.raises(InputError, match="free_training" if meant.isascii() else None) as caught:
        vocabulary_lines(word, "zh")
    (fault,) = caught.value.faults
    assert fault.remedy
    assert meant in fault.remedy.zh
    with pytest.raises(InputError, match="lists everything"):
        vocabulary_lines("qqqq", "zh")
