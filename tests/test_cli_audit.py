from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

from people import identity_number
from vocskills import cli, cli_audit
from vocskills.text import Text

ROSTERS = Path(__file__).resolve().parent.parent / "examples" / "rosters"
Said = pytest.CaptureFixture[str]


def ran(capsys: Said, *arguments: object) -> tuple[int, str, str]:
    """The exit code of ``vocskills audit``, what it printed, and what it said on standard error."""
    code = cli.main(["audit", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A small roster of one person in a folder of its own."""
    file = tmp_path / "名单.csv"
    row = f"A,合成甲,{identity_number('19850315')},2020-05-11,2020-05-22"
    file.write_text(f"班期编号,姓名,身份证号码,开班日期,结业日期\n{row}\n", "utf-8")
    return file


def test_the_workbook_stands_beside_the_roster(roster: Path, capsys: Said) -> None:
    """Without -o the workbook is written beside the roster, and the page says where; the roster is left alone."""
    before = roster.read_bytes()
    code, out, _ = ran(capsys, roster, "--place", "533323")
    made = roster.with_name("名单.audit.xlsx")
    assert code == 0
    assert str(made) in out
    assert "尚不能确定" in out
    assert openpyxl.load_workbook(made).sheetnames[0] == "名单"
    assert roster.read_bytes() == before


def test_it_takes_what_read_roster_takes(tmp_path: Path, capsys: Said) -> None:
    """A workbook with the mess of a real one is audited although some of its cells are errors."""
    made = tmp_path / "out.xlsx"
    code, out, _ = ran(capsys, ROSTERS / "reemployment.xlsx", "--place", "533323", "-o", made, "--lang", "en")
    assert code == 0
    assert "CHK-OV-01" in out and "CHK-AS-01" in out
    assert openpyxl.load_workbook(made).sheetnames[:2] == ["第1期", "第2期"]


def test_limits_and_filed_rosters_are_used(roster: Path, tmp_path: Path, capsys: Said) -> None:
    """With the roster as filed somebody put in later is found."""
    filed = tmp_path / "备案.csv"
    filed.write_text(roster.read_text("utf-8").replace("合成甲", "合成乙").replace("19850315", "19860315"), "utf-8")
    code, out, _ = ran(capsys, roster, "--place", "533323", "--filed", filed, "--class-size", "1", "--hours-a-day", "8")
    assert code == 0
    assert "CHK-RO-03" in out


def test_public_workbooks_are_masked(roster: Path, capsys: Said) -> None:
    """With --public no number is left in the workbook."""
    assert ran(capsys, roster, "--place", "533323", "--public")[0] == 0
    made = openpyxl.load_workbook(roster.with_name("名单.audit.xlsx"))
    assert made["名单"]["C2"].value == "533399********" + identity_number("19850315")[-4:]


def test_several_rosters_go_into_a_folder(roster: Path, tmp_path: Path, capsys: Said) -> None:
    """Several rosters are written into the folder named, each under its own name."""
    other = roster.with_name("二.csv")
    shutil.copy(roster, other)
    folder = tmp_path / "out"
    folder.mkdir()
    assert ran(capsys, roster, other, "--place", "533323", "-o", folder)[0] == 0
    assert sorted(path.name for path in folder.iterdir()) == ["二.audit.xlsx", "名单.audit.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{roster}", "-o", "{roster}"], "输出文件就是输入文件"),
        (["{roster}", "{roster}"], "两个输出文件同名"),
        (["{roster}", "{other}", "-o", "no-such-folder"], "应为已有的文件夹"),
        (["{roster}", "--class-size", "0"], "不是正整数"),
        (["{roster}", "--place", "999999"], "没有这个行政区划"),
        (["no-such-file.xlsx"], "没有这个文件"),
        (["{broken}"], "xlsx"),
    ],
)
def test_bad_input_is_said_and_nothing_is_written(
    arguments: list[str], said: str, roster: Path, tmp_path: Path, capsys: Said
) -> None:
    """What is wrong is one line without a traceback, exit code 1, and no file appears."""
    broken, other = tmp_path / "broken.xlsx", tmp_path / "other.csv"
    broken.write_bytes((ROSTERS / "fugong.xlsx").read_bytes()[:5000])
    shutil.copy(roster, other)
    before = sorted(tmp_path.iterdir())
    code, out, err = ran(capsys, *(one.format(roster=roster, other=other, broken=broken) for one in arguments))
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err
    assert sorted(tmp_path.iterdir()) == before


def test_progress_is_shown_to_a_person_and_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar counts on a terminal and is wiped at the end; where the output goes elsewhere nothing is written."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            """A person looks on."""
            return True

    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with cli_audit.progress("en") as watch:
            assert list(watch(Text("判定", "deciding"), range(400))) == list(range(400))
        said = stream.getvalue()
        assert ("deciding" in said and "200/400" in said and said.endswith("\r\033[K")) is shown
        assert bool(said) is shown


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_roster_is_not_taken_for_a_table_of_claims(roster: Path, capsys: Said, encoding: str) -> None:
    """A roster whose audit is to be a CSV file is refused with both ways out; nothing is written."""
    roster.write_text(roster.read_text("utf-8"), encoding)
    output = roster.with_name("decided.csv")
    code, _, err = ran(capsys, roster, "--place", "533323", "-o", output)
    assert code == 1 and "花名册" in err and "--map" in err
    assert not output.exists()
