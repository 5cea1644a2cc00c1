from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.errors import InputError
from vocskills.model.case import Case, check_case
from vocskills.model.fields import ABSENT, Between, Kind, Listing, fields_of
from vocskills.model.nouns import Certificate, Cohort, Enrollment, Household, Provider, Trainee
from vocskills.model.records import Award, Status
from vocskills.model.terms import AwardKind, AwardState, Category, Level, ProgramKind, Sex
from vocskills.money import Money
from vocskills.roster import Cell, Role, Severity, columns, read_roster

ID = "533399197503010018"
OTHER = "533399197503010026"


def table(*rows: dict[str, str]) -> str:
    """CSV with the headers of all rows; the class is A unless a row says otherwise."""
    headers = list(dict.fromkeys(["班期编号", *(header for row in rows for header in row)]))
    out = io.StringIO()
    writer = csv.DictWriter(out, headers)
    writer.writeheader()
    writer.writerows({"班期编号": "A"} | row for row in rows)
    return out.getvalue()


def cases(source: Any, name: str = "") -> list[Case]:
    """The classes of a roster in which nothing is wrong."""
    return read_roster(source, name=name).checked().cases


def people(*rows: dict[str, str]) -> tuple[Enrollment, ...]:
    """The people of the one class that the rows are."""
    (case,) = cases(table(*rows))
    assert isinstance(case.enrollments, Listing)
    return case.enrollments.items


def trainee(**cells: str) -> Trainee:
    """The person of a roster of one."""
    found = people(cells)[0].trainee
    assert isinstance(found, Trainee)
    return found


def refused(source: Any, name: str = "r.csv") -> InputError:
    with pytest.raises(InputError) as caught:
        cases(source, name)
    return caught.value


def test_rows_of_one_identifier_are_one_class() -> None:
    """Classes come in the order in which they first stand in the file, each with its own rows."""
    found_cases = cases(table({"班期编号": "B", "姓名": "甲"}, {"姓名": "乙"}, {"班期编号": "B", "姓名": "丙"}))
    found = {}
    for case in found_cases:
        assert isinstance(case.cohort, Cohort)
        assert isinstance(case.enrollments, Listing)
        found[case.cohort.id] = [one.trainee.name for one in case.enrollments.items if isinstance(one.trainee, Trainee)]
    assert found == {"B": ["甲", "丙"], "A": ["乙"]}
    assert list(found) == ["B", "A"]


def test_a_row_holds_a_class_and_a_person() -> None:
    """Fields of the class go into the case, those of the person into the enrollment, in canonical form."""
    row = {
        "开班日期": "2020-05-06",
        "结业日期": "2020-05",
        "培训天数": "10",
        "培训地": "533323",
        "培训工种": "缝纫",
        "培训类别": "扶贫技能培训",
        "姓名": "张三",
        "身份证号码": ID,
        "性别": "男",
        "出生日期": "1975-03",
        "是否来自深度贫困县": "是",
        "实到天数": "8",
        "实到学时": "10..20.5",
        "实缴培训费": "60.00",
        "证书等级": "junior",
    }
    (case,) = cases(table(row))
    assert case.cohort == Cohort(
        id="A",
        start_date=date(2020, 5, 6),
        end_date=Between(date(2020, 5, 1), date(2020, 5, 31)),
        training_days=10,
        place="533323",
        trade="缝纫",
    )
    assert getattr(case.program, "kind", None) is ProgramKind.POVERTY
    assert case.enrollments == Listing(
        (
            Enrollment(
                trainee=Trainee(
                    name="张三",
                    id_number=ID,
                    sex=Sex.MALE,
                    birth_date=Between(date(1975, 3, 1), date(1975, 3, 31)),
                    from_deep_poverty_county=True,
                ),
                attended_days=8,
                attended_hours=Between(Decimal(10), Decimal("20.5")),
                fee_paid=Money(6_000),
                certificate=Certificate(level=Level.JUNIOR),
            ),
        )
    )


def test_a_header_is_a_label_or_a_path() -> None:
    """The Chinese label of a field and the path of the fact are two spellings of one column."""
    by_label = cases("班期编号,出生日期,实到天数\nA,1975-03,8\n")
    by_path = cases("cohort.id,trainee.birth_date,enrollment.attended_days\nA,1975-03,8\n")
    assert by_label == by_path


def test_every_column_has_two_headers_of_its_own() -> None:
    """No header means two things; labels that nouns share carry the noun's label."""
    made = set(columns().values())
    assert max(Counter(column.label for column in made).values()) == 1
    assert len(columns()) == 2 * len(made)
    assert columns()["协议出处"].path == "agreement.source"
    assert columns()["补贴标准出处"].path == "standard.source"
    assert "出处" not in columns()


def test_every_plain_field_of_a_person_has_a_column() -> None:
    """Whatever the model says of a trainee, an enrollment or a certificate can stand in a roster."""
    for noun, prefix in ((Trainee, "trainee"), (Enrollment, "enrollment"), (Certificate, "certificate")):
        for name, info in fields_of(noun).items():
            if info.kind not in (Kind.ENTITY, Kind.LIST):
                column = columns()[f"{prefix}.{name}"]
                assert (column.info, column.label, column.shared) == (info, info.label.zh, False)


def test_a_blank_cell_is_unknown() -> None:
    """Blank cells, also of spaces only, say nothing; blank rows are no people."""
    assert people({"姓名": "甲", "性别": "", "实到天数": "  "}) == (Enrollment(trainee=Trainee(name="甲")),)
    assert len(people({"姓名": "甲"}, {"班期编号": "", "姓名": " "}, {"姓名": "乙"})) == 2


def test_nobody_reads_the_notes() -> None:
    """A column of notes, or one that marks synthetic data, may hold anything."""
    assert people({"备注": "x\x01", "合成数据": "是", "note": "1..2", "姓名": "甲"})[0].trainee == Trainee(name="甲")


def test_a_list_is_complete_only_if_it_says_so() -> None:
    """名单是否完整 makes the list of people complete, and is said once for the class."""
    (case,) = cases(table({"名单是否完整": "是"}, {}))
    assert case.enrollments == Listing((Enrollment(), Enrollment()), complete=True)
    assert not getattr(cases(table({}))[0].enrollments, "complete", None)


def test_what_the_class_shares_may_be_said_once() -> None:
    """A blank cell of the class agrees with any other."""
    (case,) = cases(table({"培训天数": ""}, {"培训天数": "10"}, {"培训天数": "10"}))
    assert case.cohort == Cohort(id="A", training_days=10)


@pytest.mark.parametrize(
    ("cells", "statuses"),
    [
        ({"建档立卡贫困劳动力": "是"}, [Status(category=Category.REGISTERED_POOR, held=True)]),
        (
            {"建档立卡贫困劳动力": "否", "建档立卡贫困劳动力核查日期": "2020-04-01"},
            [Status(category=Category.REGISTERED_POOR, held=False, checked_on=date(2020, 4, 1))],
        ),
        (
            {
                "trainee.statuses.disabled.start": "2019",
                "trainee.statuses.disabled": "是",
                "残疾人认定部门": "残联",
                "建档立卡贫困劳动力": "否",
            },
            [
                Status(
                    category=Category.DISABLED,
                    held=True,
                    start=Between(date(2019, 1, 1), date(2019, 12, 31)),
                    authority="残联",
                ),
                Status(category=Category.REGISTERED_POOR, held=False),
            ],
        ),
        ({"建档立卡贫困劳动力": "", "姓名": "甲"}, []),
    ],
)
def test_statuses_are_held_denied_or_unknown(cells: dict[str, str], statuses: list[Status]) -> None:
    """是 is held, 否 was looked up and not found, blank is unknown; dates and authority stand in companions."""
    assert trainee(**cells).statuses == Listing(tuple(statuses))


def test_households_and_organizations_have_statuses_too() -> None:
    """The household's stand under its own label, the provider's belong to the class."""
    row = {"家庭建档立卡贫困劳动力": "是", "户编号": "H1", "培训机构失信主体": "否"}
    (case,) = cases(table(row))
    poor = Listing((Status(category=Category.REGISTERED_POOR, held=True),))
    assert people(row)[0].trainee == Trainee(household=Household(id="H1", statuses=poor))
    assert case.provider == Provider(statuses=Listing((Status(category=Category.DISHONEST, held=False),)))


def had(first: object, kind: AwardKind = AwardKind.FREE_TRAINING) -> Award:
    return Award(kind=kind, start_date=first, state=AwardState.DECIDED)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "awards"),
    [
        (
            {"已享受免费培训": "2020-02-10;2020-03-05", "补贴记录是否完整": "是"},
            Listing((had(date(2020, 2, 10)), had(date(2020, 3, 5))), complete=True),
        ),
        ({"已享受免费培训": "2020-02-10"}, Listing((had(date(2020, 2, 10)),))),
        ({"已享受免费培训": "2020-02-10", "补贴记录是否完整": "否"}, Listing((had(date(2020, 2, 10)),))),
        ({"trainee.awards.free_training": "无", "trainee.awards.complete": "是"}, Listing((), complete=True)),
        ({"补贴记录是否完整": "是"}, Listing((), complete=True)),
        ({"已享受免费培训": "", "姓名": "甲"}, Listing()),
        (
            {"已享受免费培训": "无", "已享受生活费补贴": "2020-01-02; 2020-02-03", "补贴记录是否完整": "是"},
            Listing(
                (had(date(2020, 1, 2), AwardKind.LIVING_COST), had(date(2020, 2, 3), AwardKind.LIVING_COST)),
                complete=True,
            ),
        ),
    ],
)
def test_earlier_awards_are_their_first_days(cells: dict[str, str], awards: Listing[Award]) -> None:
    """Days separated by ``;`` are decided awards, 无 is none, blank is unknown; completeness is said beside them."""
    assert trainee(**cells).awards == awards


def test_a_noun_may_be_known_missing() -> None:
    """无 says that there is none, 有 that there is one of which nothing is known."""
    found = people({"证书": "无", "用人单位": "有", "居住证所在地": "无"})[0]
    assert found.certificate is ABSENT
    assert found.employer is not None
    assert found.employer is not ABSENT
    assert found.trainee == Trainee(residence_permit=ABSENT)


def test_a_roster_comes_as_text_bytes_path_or_file(tmp_path: Path) -> None:
    """Text, bytes with and without byte order mark, paths and open files read the same."""
    text = table({"姓名": "甲"})
    path = tmp_path / "r.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    wanted = cases(text)
    assert cases(text.encode()) == cases(path) == cases(str(path)) == wanted
    with path.open("rb") as binary, path.open(encoding="utf-8") as words:
        assert cases(binary) == cases(words) == wanted


# Bad rosters.

BAD: list[tuple[list[dict[str, str]], tuple[int, str], str]] = [
    ([{"姓名": "甲", "trainee.name": "乙"}], (2, "trainee.name"), "two columns of one fact disagree"),
    ([{"开班日期": "2020-05-06"}, {"开班日期": "2020-05-07"}], (3, "开班日期"), "differs from line 2"),
    ([{"开班日期": day} for day in ("2020-05-06", "2020-05-07", "2020-05-07")], (3, "开班日期"), "in lines 3-4;"),
    ([{"班期编号": ""} | {"姓名": "甲"}, {"姓名": "乙"}], (2, "班期编号"), "without its class identifier"),
    ([{"性别": "甲"}], (2, "性别"), "one of 女 (female), 男 (male)"),
    ([{"是否结业": "也许"}], (2, "是否结业"), "是 (yes), 否 (no)"),
    ([{"建档立卡贫困劳动力": "不知"}], (2, "建档立卡贫困劳动力"), "是 (yes), 否 (no)"),
    ([{"残疾人核查日期": "2020-01-01"}], (2, "残疾人核查日期"), "without 是 or 否"),
    ([{"培训机构失信主体核查日期": "2020-01-01"}], (2, "培训机构失信主体核查日期"), "without 是 or 否"),
    ([{"残疾人": "是", "残疾人核查日期": "2020-02-30"}], (2, "残疾人核查日期"), "there is no such date"),
    ([{"出生日期": "2020-02-30"}], (2, "出生日期"), "there is no such date"),
    ([{"出生日期": "三月里"}], (2, "出生日期"), "not written as a date"),
    ([{"实到天数": "十来天"}], (2, "实到天数"), "not written as expected"),
    ([{"实到天数": "-1"}], (2, "实到天数"), "outside its range"),
    ([{"实到天数": "8"}, {"实到天数": "99999"}], (3, "实到天数"), "outside its range"),
    ([{"实缴培训费": "-60"}], (2, "实缴培训费"), "outside its range"),
    ([{"户籍所在地": "123"}], (2, "户籍所在地"), "a division code"),
    ([{"培训天数": "10", "实到天数": "11"}], (2, "实到天数"), "more days attended"),
    ([{"计划学时": "80", "实到学时": "90"}], (2, "实到学时"), "more hours attended than scheduled"),
    ([{"开班日期": "2020-05-06", "结业日期": "2020-05-01"}], (2, "结业日期"), "the end lies before the start"),
    ([{"身份证号码": ID}, {"身份证号码": ID}], (3, "身份证号码"), "line 2"),
    ([{"已享受免费培训": "无"}], (2, "已享受免费培训"), "not said to be complete"),
    ([{"已享受免费培训": "", "补贴记录是否完整": "是"}], (2, "已享受免费培训"), "write 无 if there were none"),
    (
        [{"已享受免费培训": "2020-01-01;2020-13-01", "已享受生活费补贴": "2020-01-01"}],
        (2, "已享受免费培训"),
        "no such date",
    ),
    ([{"已享受免费培训": "两次"}], (2, "已享受免费培训"), "not written as a date"),
    ([{"证书": "无", "证书编号": "X1"}], (2, "证书"), "but something is said of it"),
    ([{"证书编号": "X1", "证书": "无"}], (2, "证书"), "but something is said of it"),
    ([{"证书": "也许"}], (2, "证书"), "无 (there is none)"),
    ([{"证书类型": "无证书"}], (2, "证书类型"), "write false for a certificate"),
    (
        [
            {"残疾人": "是"},
            {
                "残疾人": "是",
                "残疾人认定日期": "2019-01-01",
                "残疾人核查日期": "2020-01-01",
                "家庭残疾人": "否",
                "家庭残疾人核查日期": "2019-06-01",
            },
        ],
        (3, "残疾人"),
        "contradicts line 3, 家庭残疾人",
    ),
]


@pytest.mark.parametrize(("rows", "place", "words"), BAD)
def test_bad_rows_are_refused_with_line_and_column(
    rows: list[dict[str, str]], place: tuple[int, str], words: str
) -> None:
    """Each wrong cell is pointed at by file, line and column name, with what is wrong or what to do."""
    error = refused(table(*rows))
    assert place in [(fault.line, fault.where) for fault in error.faults]
    assert all(fault.file == "r.csv" for fault in error.faults)
    assert words in error.render("en")
    assert error.render("zh") != error.render("en")


def test_all_faults_are_reported_at_once_in_the_order_of_the_file() -> None:
    """Faults of headers, rows, classes and people stand in one error, by line."""
    rows: list[dict[str, str]] = [
        {"性别": "甲"},
        {"班期编号": "B", "实到天数": "x"},
        {"出生日期": "1975-13"},
    ]
    faults = refused(table(*rows)).faults
    assert [(fault.line, fault.where) for fault in faults] == [
        (2, "性别"),
        (3, "实到天数"),
        (4, "出生日期"),
    ]


def test_one_wrong_cell_of_the_class_is_one_fault() -> None:
    """A wrong value that every row of the class repeats is reported once, where it first stands."""
    faults = refused(table({"培训类别": "x"}, {"培训类别": "x"})).faults
    assert [(fault.line, fault.where) for fault in faults] == [(2, "培训类别")]


def test_a_row_of_another_length_is_refused() -> None:
    """Cells too many or too few would stand under the wrong headers, so the row is not read."""
    faults = refused("班期编号,姓名,实到天数\nA,甲\nA,乙,x,8\n").faults
    assert [(fault.line, fault.text) for fault in faults] == [(2, "2"), (3, "4")]


def test_lines_are_those_of_the_file() -> None:
    """A cell over several lines does not shift the lines of what follows."""
    text = '班期编号,姓名,实到天数\nA,"甲\n乙",8\n\nA,丙,x\n'
    assert [fault.line for fault in refused(text).faults] == [5]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "no list of people was found"),
        ("甲,乙\n丙,丁\n", "no list of people was found"),
        ("班期编号,姓名\n", "there are no people"),
        ('班期编号,姓名\nA,"甲\n', "not well-formed CSV"),
        ('班期编号,姓名\nA,"甲"乙\n', "not well-formed CSV"),
        ("班期编号,姓名\nA," + "x" * 200_000 + "\n", "not well-formed CSV"),
        (b"\xff\xff\x80", "the encoding cannot be told"),
        (5, "neither a file, text, bytes nor a dataframe"),
    ],
)
def test_what_is_no_roster_is_refused(source: Any, words: str) -> None:
    """No header, no people, broken quotes, other encodings and other objects get a clear error."""
    assert words in refused(source).render("en")


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    """A path that cannot be read gives our own error."""
    assert "there is no such file" in refused(tmp_path / "missing.csv").render("en")


@pytest.mark.parametrize("header", ["身份证号码", "姓名", "性别", "实到天数", "出生日期", "证书编号", "证书", ID])
def test_an_identifier_is_masked_wherever_it_stands(header: str) -> None:
    """A number in its own column, in a wrong one or in the header is not shown."""
    cells: dict[str, str] = {header: ID, "实到学时": "x"}
    error = refused(table(cells, cells, {"身份证号码": OTHER}))
    assert ID not in error.render("en") + error.render("zh")


def test_empty_columns_of_a_status_are_no_findings() -> None:
    """A column of a status without any cell leaves the statuses unknown, and so does none at all."""
    with_column = trainee(残疾人="", 残疾人核查日期="", 姓名="甲")
    assert with_column == trainee(姓名="甲") == Trainee(name="甲")


_HEADERS = st.sampled_from(sorted(columns()))
_CELLS = st.text(max_size=8) | st.sampled_from(
    ["是", "否", "无", "有", "2020-05", "10", "60.00", "1..2", ID, "男", ";"]
)


@given(st.lists(_HEADERS, unique=True, max_size=6), st.data())
def test_any_cells_give_cases_or_our_error(headers: list[str], data: st.DataObject) -> None:
    """Whatever stands under known headers, nothing but our own error comes out."""
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(headers, _CELLS)), min_size=1, max_size=3))
    check_only_ours(table(*rows))


@given(st.text() | st.binary())
def test_any_bytes_give_cases_or_our_error(source: str | bytes) -> None:
    """Arbitrary text and bytes, alone or below a header, never raise anything else."""
    check_only_ours(source)
    check_only_ours(
        "班期编号,姓名\n".encode() + (source if isinstance(source, bytes) else source.encode("utf-8", "replace"))
    )


def check_only_ours(source: str | bytes) -> None:
    try:
        found = read_roster(source)
    except InputError as error:
        error.render("zh").encode("utf-8", "surrogatepass")
    else:
        assert not [fault for case in found.cases for fault in check_case(case)]


def test_every_role_has_a_column() -> None:
    """The columns cover fields, absence, statuses, awards and the completeness of both lists."""
    assert {column.role for column in columns().values()} == set(Role)


@pytest.mark.parametrize(
    ("header", "remedy"),
    [
        ("出生日其", "did you mean 出生日期"),
        ("trainee.birthdate", "did you mean trainee.birth_date"),
        ("", "mapping file"),
    ],
)
def test_a_column_that_is_not_understood_is_said(header: str, remedy: str) -> None:
    """Nothing is read from it and nothing is refused; the problem says where it stands and what could be meant."""
    roster = read_roster(f"班期编号,姓名,{header}\nA,甲,x\n", name="r.csv")
    (problem,) = roster.problems
    assert (problem.code, problem.severity) == ("header-unknown", Severity.WARNING)
    assert problem.cells == (Cell(0, 1, 3),)
    assert remedy in problem.render("en")
    assert people({"姓名": "甲"}) == roster.cases[0].enrollments.items  # type: ignore[union-attr]


def test_two_columns_of_one_fact_that_agree_are_one() -> None:
    """The second is compared with the first and fills its blanks."""
    assert trainee(**{"姓名": "甲", "trainee.name": "甲"}) == Trainee(name="甲")
    assert trainee(**{"姓名": "", "trainee.name": "甲"}) == Trainee(name="甲")
