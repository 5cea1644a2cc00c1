from __future__ import annotations

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.errors import Fault, InputError, PolicyError, VocskillsError
from vocskills.privacy import mask_id, mask_name, mask_text
from vocskills.text import Text, join, pad, same, width

NUMBER = "533399199001010012"


def weighted(number: str) -> str:
    """The check digit of GB 11643 for the first 17 digits."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(w * int(d) for w, d in zip(weights, number, strict=False)) % 11]


def test_the_synthetic_number_is_right() -> None:
    """The number of these tests has a right check digit on a county that is not allocated."""
    assert NUMBER[-1] == weighted(NUMBER)
    assert NUMBER.startswith("533399")


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        (NUMBER, "533399********0012"),
        ("53339919900101001X", "533399********001X"),
        ("533399900101001", "533399*****1001"),
        ("6222020000001111222", "622202*********1222"),
        ("12345678", "12****78"),
        ("1234567", "*******"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_an_id_is_masked_in_the_middle(number: str, masked: str) -> None:
    """Of a long number the ends stay, of a short one less, of a very short one nothing."""
    assert mask_id(number) == masked


@pytest.mark.parametrize(("name", "masked"), [("张小三", "张**"), ("张三", "张*"), ("张", "张*"), ("", "")])
def test_a_name_keeps_its_first_character(name: str, masked: str) -> None:
    """Names are shown as public notices show them, and no name in full."""
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    "number",
    [
        NUMBER,
        NUMBER[:-1] + "X",
        NUMBER[:-1] + "x",
        NUMBER[:-1],  # one digit lost
        NUMBER + NUMBER,  # two cells run together
        "533399900101001",
        "５３３３９９１９９００１０１００１２",
        "533399 19900101 0012",
        "533399 1990 0101 0012",
        "533399-19900101-001X",
        "6222 0200 0000 1111 222",
        "6222020000001111222",
        "13900001111",
    ],
)
@pytest.mark.parametrize("around", ["{}", "身份证{}号", " {} ", "x={}, y", "({})", "{};1", "1;{}"])
def test_numbers_that_identify_are_masked_in_any_text(number: str, around: str) -> None:
    """Identity, card and mobile numbers are masked wherever they stand and however they are grouped."""
    masked = mask_text(around.format(number))
    assert number not in masked
    assert "****" in masked
    assert [masked.startswith(around[:1]), masked.endswith(around[-1:])] == [
        not around.startswith("{"),
        not around.endswith("}"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "2020-03-28",
        "2020-05-01 > 2020-04-30",
        "20200328",
        "100000000000",
        "1000000000.00",
        "4880.00 yuan",
        "财社〔2023〕181号",
        "6-18-01-11",
        "530000",
        "533399********0012",
    ],
)
def test_dates_amounts_and_document_numbers_stay(words: str) -> None:
    """Nothing is masked that identifies nobody, nor twice what is masked already."""
    assert mask_text(words) == words


@given(st.text(alphabet="0123456789 -X张,", max_size=60))
def test_masking_twice_changes_nothing(words: str) -> None:
    """A masked text is safe to mask again, and as long as it was."""
    masked = mask_text(words)
    assert mask_text(masked) == masked
    assert len(masked) == len(words)


@given(st.integers(0, 90), st.sampled_from([" ", "a", "张"]))
def test_a_fault_shows_no_number_even_where_it_is_cut(before: int, filler: str) -> None:
    """A long text is masked before it is shortened, so no part of a number comes through."""
    fault = Fault(same("wrong"), "x", text=filler * before + NUMBER)
    for shown in (fault.render("zh"), fault.render("en"), repr(fault), str(InputError(fault))):
        assert NUMBER[6:14] not in shown
        assert NUMBER[:8] not in shown


def test_every_part_of_a_fault_is_masked() -> None:
    """A number is masked in the words, the path, the text, the expectation and the remedy, in repr and in str."""
    words = same(f"about {NUMBER}")
    fault = Fault(words, f"people.{NUMBER}", file=f"{NUMBER}.csv", text=NUMBER, expected=words, remedy=words)
    error = PolicyError([fault, fault])
    for shown in (fault.render("zh"), fault.render("en"), repr(fault), str(fault), str(error), repr(error)):
        assert NUMBER not in shown
        assert shown.count("533399********0012") >= 6


def test_a_fault_names_place_text_expectation_and_remedy() -> None:
    """One line says where, what, what stood there, what was expected and what to do."""
    fault = Fault(
        Text("写错了", "wrong"),
        "rules.yearly",
        "p.yaml",
        3,
        7,
        text="n0",
        expected=Text("数", "a number"),
        remedy=Text("改", "mend it"),
    )
    assert fault.render("en") == "p.yaml:3:7 rules.yearly: wrong; found: 'n0'; expected: a number; what to do: mend it"
    assert fault.render("zh") == "p.yaml:3:7 rules.yearly: 写错了；原文：'n0'；应为：数；处理：改"


def test_a_fault_without_place_is_only_its_words() -> None:
    """What has no file, line or path is not given one; a line without a file stands in the input."""
    assert Fault(same("wrong")).render("en") == "wrong"
    assert Fault(same("wrong"), line=4).render("en") == "<input>:4: wrong"


def test_an_error_holds_all_faults_in_order() -> None:
    """One fault or many; the message has one line for each."""
    faults = [Fault(same("a"), "x"), Fault(same("b"), "y")]
    assert InputError(faults[0]).faults == (faults[0],)
    assert InputError(iter(faults)).faults == tuple(faults)
    assert InputError(faults).render("zh") == "x: a\ny: b"


@pytest.mark.parametrize("kind", [InputError, PolicyError, VocskillsError])
def test_an_error_survives_the_way_to_another_process(kind: type[VocskillsError]) -> None:
    """Errors are pickled with their faults, as a pool of workers needs."""
    error = kind([Fault(Text("错", "wrong"), "x", text=NUMBER)])
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is kind
    assert copied.faults == error.faults


def test_a_fault_is_not_changed() -> None:
    """Faults are values: frozen, and equal when they say the same."""
    fault = Fault(same("wrong"), "x")
    assert fault == Fault(same("wrong"), "x")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        fault.where = "y"  # type: ignore[misc]


def test_texts_are_joined_and_padded_by_language() -> None:
    """Lists take each language's separator, and a Chinese character takes two columns."""
    assert join([Text("一", "one"), Text("二", "two")]) == Text("一、二", "one, two")
    assert width("ab人（") == 6
    assert [pad("人", 4), pad("人", 4, right=True), pad("long", 2)] == ["人  ", "  人", "long"]
