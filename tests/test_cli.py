from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from people import identity_number
from vocskills.cli import main

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "examples" / "fugong" / "article" / "1-dapuluo.yaml"
ROSTER = ROOT / "examples" / "fugong" / "roster.csv"
PACK = ROOT / "src" / "vocskills" / "packs" / "cn-yunnan-poverty-training.yaml"

Said = pytest.CaptureFixture[str]


def ran(capsys: Said, *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and complaints of one command."""
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def written(folder: Path, case: Any, name: str = "case.json") -> str:
    """A case as a file."""
    path = folder / name
    path.write_text(case if isinstance(case, str) else json.dumps(case), "utf-8")
    return str(path)


@pytest.mark.parametrize(("lang", "word"), [("zh", "尚不能确定"), ("en", "undetermined")])
def test_a_case_is_answered(capsys: Said, lang: str, word: str) -> None:
    """A case prints its outcome, its texts, what is missing, the receipt and the notice, and returns 0."""
    code, out, err = ran(capsys, "assess", str(ARTICLE), "--lang", lang)
    assert (code, err) == (0, "")
    assert word in out
    assert "4,880.00" in out
    assert ("advice" if lang == "en" else "仅供参考") in out


def test_json_of_a_case_is_one_object(capsys: Said) -> None:
    """``--json`` prints the whole answer with its explanations."""
    code, out, _ = ran(capsys, "assess", str(ARTICLE), "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["total"]["per_unit"] == {"amount": "4880.00", "unit": "days"}
    assert answer["subjects"][0]["determinations"][0]["explanation"]["findings"]


def test_a_roster_is_answered_class_by_class(capsys: Said) -> None:
    """A roster gives one assessment a class and what they come to together."""
    code, out, _ = ran(capsys, "assess", str(ROSTER), "--json")
    answer = json.loads(out)
    assert code == 0
    assert [one["heads"] for one in answer["assessments"]] == [61, 49, 52, 38]
    assert answer["total"]["payable"]["least"] < answer["total"]["payable"]["most"]


def test_json_can_be_brief(capsys: Said) -> None:
    """``--brief`` leaves out the findings, which are most of a roster's JSON."""
    _, brief, _ = ran(capsys, "assess", str(ROSTER), "--json", "--brief")
    assert len(brief) < 2_500_000
    assert '"explanation"' not in brief


def test_a_key_makes_the_receipt_tell_people_apart(tmp_path: Path, capsys: Said) -> None:
    """A key file is read without its last line break; an empty one is refused."""
    digests = set()
    for number, key in enumerate((b"secret", b"secret\n", b"other")):
        file = tmp_path / str(number)
        file.write_bytes(key)
        _, out, _ = ran(capsys, "assess", str(ROSTER), "--json", "--brief", "--key-file", str(file))
        digests.add(json.loads(out)["assessments"][0]["receipt"]["input"])
    assert len(digests) == 2
    (tmp_path / "empty").write_bytes(b"\n")
    code, _, err = ran(capsys, "assess", str(ROSTER), "--key-file", str(tmp_path / "empty"), "--lang", "en")
    assert code == 1
    assert "key file is empty" in err


def test_one_person_is_explained_in_full(capsys: Said) -> None:
    """``--explain`` shows every finding of one person, those that are met too."""
    code, out, _ = ran(capsys, "assess", str(ROSTER), "--explain", "9", "--lang", "en")
    assert code == 0
    assert "under 16 on the first day" in out


def test_a_person_who_is_not_there_is_bad_input(capsys: Said) -> None:
    """A number beyond the list is refused."""
    code, _, err = ran(capsys, "assess", str(ARTICLE), "--explain", "2", "--lang", "en")
    assert code == 1
    assert "no such person" in err


def test_json_and_a_page_about_one_person_exclude_each_other(capsys: Said) -> None:
    """JSON holds every finding already."""
    with pytest.raises(SystemExit) as stop:
        main(["assess", str(ARTICLE), "--json", "--explain", "1"])
    assert stop.value.code == 2
    assert "--explain" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "yaml", "csv"])
def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: Said, form: str) -> None:
    """A dash reads standard input, and the format is seen from the text."""
    text = {
        "json": b'{"place": "533323", "heads": 3}',
        "yaml": b'place: "533323"\nheads: 3\n',
        "csv": "班期编号,姓名\nA,合成\n".encode(),
    }[form]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, out, err = ran(capsys, "assess", "-", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)


BAD: dict[str, tuple[Any, str]] = {
    "an unknown field": ({"trainee": {"brith_date": "1980-01-01"}}, "birth_date"),
    "a wrong type": ({"cohort": {"training_days": "ten"}}, "cohort.training_days"),
    "no as text": ({"trainee": {"from_deep_poverty_county": "no"}}, "from_deep_poverty_county"),
    "an impossible date": ({"cohort": {"start_date": "2020-02-30"}}, "2020-02-30"),
    "a number as an ID": ({"trainee": {"id_number": 533399198503150037}}, "trainee.id_number"),
    "end before start": ({"cohort": {"start_date": "2020-05-11", "end_date": "2020-05-10"}}, "before the start"),
    "more attended than given": (
        {"enrollment": {"scheduled_hours": 80, "attended_hours": 81}},
        "more hours attended",
    ),
    "a negative amount": ({"agreement": {"price_per_person": "-1.00", "source": "x"}}, "price_per_person"),
    "NaN": ('{"cohort": {"training_days": NaN}}', "not a finite number"),
    "out of range": ({"cohort": {"training_days": 3661}}, "outside its range"),
    "contradictory statuses": (
        {
            "trainee": {
                "statuses": [
                    {"category": "registered_poor", "held": held, "start": "2020-01-01", "end": "2020-12-31"}
                    for held in (True, False)
                ]
            }
        },
        "held and not held",
    ),
    "a place that does not exist": ({"place": "533399"}, "533399"),
    "nothing": ("", "not well-formed JSON"),
    "no JSON": ("{", "case.json:1:2"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_gets_a_clear_error(tmp_path: Path, capsys: Said, what: str) -> None:
    """Every kind of bad case returns 1 with its place and what to do, and never a traceback."""
    case, word = BAD[what]
    code, out, err = ran(capsys, "assess", written(tmp_path, case), "--lang", "en")
    assert (code, out) == (1, "")
    assert word in err
    assert "Traceback" not in err


def test_all_faults_come_at_once(tmp_path: Path, capsys: Said) -> None:
    """Three mistakes are three lines, in Chinese unless asked otherwise."""
    case = {"cohort": {"training_days": -1, "start_date": "2020-13-01"}, "programm": {}}
    code, _, err = ran(capsys, "assess", written(tmp_path, case))
    assert code == 1
    assert len(err.strip().splitlines()) == 3
    assert "program" in err


def test_no_identifier_stands_in_an_error(tmp_path: Path, capsys: Said) -> None:
    """A fault on an identity number does not print it."""
    number = identity_number("19850315")
    case = {"trainee": {"id_number": number, "birth_date": "1985-03-16"}}
    code, _, err = ran(capsys, "assess", written(tmp_path, case))
    assert code == 1
    assert number not in err


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.yaml", "there is no such file or folder; what to do: look at the path"),
        ("", "this is a folder and no file; what to do: name the file"),
        ("case.yaml/inside.yaml", "a part of the path is no folder; what to do: look at the path"),
    ],
)
@pytest.mark.parametrize("command", ["assess", "check", "roster"])
def test_a_file_that_cannot_be_read_is_an_error(
    tmp_path: Path, capsys: Said, command: str, name: str, words: str
) -> None:
    """What the system says is said in words, with the path and what to do."""
    (tmp_path / "case.yaml").touch()
    path = str(tmp_path / name) if name else str(tmp_path)
    assert main([command, path, "--lang", "en"]) == 1
    said = "".join(capsys.readouterr())
    assert f"{path}: {words}" in said
    assert "Errno" not in said and "Traceback" not in said


@pytest.mark.parametrize("arguments", [[], ["assess"], ["asess", "x"], ["schema", "person"], ["--wrong"]])
def test_wrong_usage_returns_two(arguments: list[str], capsys: Said) -> None:
    """Usage faults leave with 2 and the usage."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_sound_pack_is_checked(capsys: Said) -> None:
    """``check`` says what a sound pack holds."""
    code, out, err = ran(capsys, "check", str(PACK))
    assert (code, err) == (0, "")
    assert "cn-yunnan-poverty-training" in out


def test_a_wrong_pack_is_refused_with_its_place(tmp_path: Path, capsys: Said) -> None:
    """``check`` names file, line and column, the text, and what it may have meant."""
    path = tmp_path / "pack.yaml"
    path.write_text(PACK.read_text("utf-8").replace("trainee.domicile, 533300", "trainee.domicil, 533300"), "utf-8")
    code, _, err = ran(capsys, "check", str(path), "--lang", "en")
    assert code == 1
    assert "pack.yaml:" in err
    assert "trainee.domicile" in err


def test_a_forgotten_fact_is_found(tmp_path: Path, capsys: Said) -> None:
    """A fact of the document that is neither cited nor left out is a fault for the author."""
    path = tmp_path / "pack.yaml"
    forgotten = re.sub(r"  YN20-07:\n    zh: .*\n    en: .*\n", "", PACK.read_text("utf-8"))
    path.write_text(forgotten, "utf-8")
    code, out, err = ran(capsys, "check", str(path), "--lang", "en")
    assert code == 1
    assert "no faults" not in out
    assert "YN20-07" in err
    assert "what to do: rest a rule on it" in err
    assert len(err.removeprefix(str(path))) < 250
    assert "没有错误" not in ran(capsys, "check", str(path))[1]


def test_a_pack_of_the_callers_own_is_used(tmp_path: Path, capsys: Said) -> None:
    """``--pack`` adds a pack, which stands in the place of a shipped one of its id."""
    path = tmp_path / "pack.yaml"
    path.write_text(PACK.read_text("utf-8").replace("amount: 60 * paid_days", "amount: 70 * paid_days"), "utf-8")
    code, out, _ = ran(capsys, "assess", str(ARTICLE), "--pack", str(path), "--json")
    assert code == 0
    assert json.loads(out)["total"]["per_unit"]["amount"] == "5490.00"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_policy_can_be_shown(capsys: Said, lang: str) -> None:
    """``show`` prints each shipped policy as a sheet with its facts and a place to sign."""
    _, listed, _ = ran(capsys, "policies")
    names = [line.split()[0] for line in listed.splitlines()]
    assert len(names) >= 4
    for name in names:
        code, out, _ = ran(capsys, "show", name, "--lang", lang)
        assert code == 0
        assert name in out
        assert "____" in out


def test_an_unknown_policy_is_named(capsys: Said) -> None:
    """A policy that is not there is refused with those that are like it."""
    code, _, err = ran(capsys, "show", "cn-yunnan-poverty", "--lang", "en")
    assert code == 1
    assert "cn-yunnan-poverty-training" in err


def test_policies_of_a_place(capsys: Said) -> None:
    """``--place`` lists the texts of a place and of all that it lies in."""
    _, fugong, _ = ran(capsys, "policies", "--place", "533323")
    _, shanghai, _ = ran(capsys, "policies", "--place", "310115")
    assert "cn-yunnan-poverty-training" in fugong
    assert "cn-yunnan-poverty-training" not in shanghai
    assert "cn-action-2019" in shanghai
    assert "文号不明" in fugong
    assert not fugong.startswith("!")
    assert shanghai.startswith("! 本库没有上海市浦东新区（310115）的地方文件，未收录不等于没有政策")
    _, english, _ = ran(capsys, "policies", "--place", "310115", "--lang", "en")
    assert english.startswith("! not covered: the library has no local text for 上海市浦东新区 (310115)")


def test_facts_lists_what_a_rule_may_mention(capsys: Said) -> None:
    """``facts`` shows path, type, range and words, and can be narrowed by either language."""
    _, everything, _ = ran(capsys, "facts")
    assert "cohort.training_days" in everything
    assert "0..3660" in everything
    assert "awards" in everything
    _, some, _ = ran(capsys, "facts", "退休")
    assert "trainee.former_retirement_age" in some
    assert "cohort.training_days" not in some


@pytest.mark.parametrize("what", ["case", "pack"])
def test_schemas_are_json_schemas(capsys: Said, what: str) -> None:
    """``schema`` prints a JSON Schema that validators accept."""
    from jsonschema import Draft202012Validator

    _, out, _ = ran(capsys, "schema", what)
    Draft202012Validator.check_schema(json.loads(out))


def test_sources_of_facts(capsys: Said) -> None:
    """``sources`` prints a fact with its source; an unknown id is an error with a suggestion."""
    code, out, _ = ran(capsys, "sources", "YN20-04")
    assert code == 0
    assert "生活费60元" in out
    assert "60 yuan" in ran(capsys, "sources", "YN20-04", "--lang", "en")[1]
    assert "http" in out
    code, _, err = ran(capsys, "sources", "YN20-4", "--lang", "en")
    assert code == 1
    assert "YN20-04" in err


def test_a_reader_who_leaves_is_no_error() -> None:
    """When the reader of a pipe has seen enough, the command ends quietly."""
    command = f"{sys.executable} -m vocskills facts | head -n 1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode == 0


def test_importing_the_package_loads_no_extra_and_little_else() -> None:
    """``import vocskills`` loads none of the heavy packages and not even the model."""
    code = "import sys, vocskills; print(sorted(m for m in sys.modules if m.split('.')[0] in WATCHED))"
    watched = "{'yaml', 'stdnum', 'pendulum', 'cattrs', 'attrs', 'polars', 'pandas', 'rich', 'chinese_calendar'}"
    done = subprocess.run([sys.executable, "-c", code.replace("WATCHED", watched)], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_checking_goes_on_after_a_file_that_cannot_be_read(tmp_path: Path, capsys: Said) -> None:
    """A missing pack hides nothing of what is wrong with the others."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("policy: x\n", "utf-8")
    code, out, err = ran(capsys, "check", str(PACK), str(bad), str(tmp_path / "missing.yaml"), "--lang", "en")
    assert code == 1
    assert "cn-yunnan-poverty-training" in out
    assert "bad.yaml" in err
    assert "missing.yaml" in err


def test_faults_of_a_roster_name_file_and_class(tmp_path: Path, capsys: Said) -> None:
    """A number that contradicts the date of birth, and one that a spreadsheet spoilt, are found in their cells."""
    number = identity_number("19850315")
    rows = f"班期编号,姓名,身份证号码,出生日期\nA,合成甲,,\nB,合成乙,{number},1985-03-16\n"
    code, _, err = ran(capsys, "assess", written(tmp_path, rows, "roster.csv"), "--lang", "en")
    assert code == 1
    assert "roster.csv:3 出生日期" in err
    spoilt = "班期编号,姓名,身份证号码\nA,合成甲,5.33399E+17\nA,合成乙,533399198503150017.0\n"
    code, _, err = ran(capsys, "assess", written(tmp_path, spoilt, "spoilt.csv"), "--lang", "en")
    assert code == 1
    assert "spoilt.csv:2 身份证号码" in err
    assert "spoilt.csv:3 身份证号码" in err
    assert "format the column as text" in err


def test_faults_between_classes_are_found_in_their_cells(tmp_path: Path, capsys: Said) -> None:
    """What only the classes together show has its file, line and column, and so has the other side of it."""
    one, other = identity_number("19850315"), identity_number("19900101")
    rows = f"班期编号,人员标识,身份证号码\nA,k,{one}\nA,j,\nB,k,{other}\n"
    code, _, err = ran(capsys, "assess", written(tmp_path, rows, "roster.csv"), "--lang", "en")
    assert code == 1
    assert "roster.csv:4 身份证号码: the same person as line 2, but this differs" in err
    assert "cases[" not in err


@pytest.mark.parametrize("head", ["班期编号,姓氏", "班期编码,姓名"])
def test_a_wrong_header_hides_no_other_fault(tmp_path: Path, capsys: Said, head: str) -> None:
    """Columns that nobody knows are passed over; everything else is checked, class or no class."""
    text = f"{head},户籍所在地,身份证号码,实到天数,培训天数\nA,x,999999,5.3E17,12,10\n"
    code, _, err = ran(capsys, "assess", written(tmp_path, text, "roster.csv"), "--lang", "en")
    assert code == 1
    words = ("the column was not understood", "no such division", "made a number", "more days attended")
    assert [word for word in words if word not in err] == []


SAID = {
    "cohort": {"training_days": 10, "start_date": "2020-05-11", "place": "533323"},
    "enrollments": [{}, {}],
    "assumptions": [{"path": "cohort.training_days", "value": 12}, {"path": "cohort.trainin_days", "value": 12}],
    "rulings": [
        {"clause": name, "value": value, "authority": "示例局", "document": "示例", "date": "2020-04-01"}
        for name, value in (("paid_dayz", "attended"), ("paid_days", "attendid"))
    ],
}


def test_what_is_said_beside_the_facts_has_its_place(tmp_path: Path, capsys: Said) -> None:
    """Rulings and assumptions that cannot be are found in line and column, with what may have been meant."""
    text = json.dumps(SAID, ensure_ascii=False, indent=1)
    file = written(tmp_path, text)
    code, _, err = ran(capsys, "assess", file, "--lang", "en")
    assert code == 1
    found = [line.removeprefix(f"{file}:") for line in err.splitlines()]
    words = ("12\n", '"cohort.trainin_days', '"paid_dayz', '"attendid')
    spots = [text[: text.index(word)].count("\n") + 1 for word in words]
    paths = ["assumptions[0].value", "assumptions[1].path", "rulings[0].clause", "rulings[1].value"]
    assert [(int(line.split(":")[0]), line.split(":")[1].split(" ")[1]) for line in found] == list(
        zip(spots, paths, strict=True)
    )
    assert "'cohort.training_days'; what to do: drop the assumption" in found[0]
    assert "did you mean cohort.training_days" in found[1]
    assert "no such clause; found: 'paid_dayz'; what to do: did you mean paid_days" in found[2]
    assert "did you mean attended?" in found[3]


@pytest.mark.parametrize(
    ("form", "source"), [("json", '{"heads": "x"}'), ("yaml", "heads: x\n"), ("csv", "培训天数\nx,y\n")]
)
def test_faults_of_standard_input_name_it(
    form: str, source: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Whatever the format, what was read is called by its name and no other."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(source.encode())))
    code, _, err = ran(capsys, "assess", "-", "--format", form)
    assert code == 1
    assert all(line.startswith("<stdin>:") for line in err.splitlines())


def test_a_place_of_the_command_line_is_named_as_such(capsys: Said) -> None:
    """A division that does not exist is a fault of the option, not of the file."""
    code, _, err = ran(capsys, "assess", str(ARTICLE), "--place", "999999", "--lang", "en")
    assert code == 1
    assert err.startswith("--place: there is no such division")


def test_facts_that_do_not_exist_are_refused(capsys: Said) -> None:
    """Members of lists are found too; what nothing contains gets what may have been meant."""
    assert "awards[].kind" in ran(capsys, "facts", "free_training")[1]
    code, _, err = ran(capsys, "facts", "fre_training")
    assert code == 1
    assert "free_training" in err


@pytest.mark.parametrize("stream", ["<&-", ">&-"])
def test_a_closed_stream_is_no_traceback(stream: str) -> None:
    """With standard input or output closed the command ends without a traceback."""
    command = f"{sys.executable} -m vocskills assess - --format json {stream}"
    given = b"" if ">" in stream else None
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, input=given)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 1
