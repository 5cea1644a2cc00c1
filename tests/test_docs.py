from __future__ import annotations

import contextlib
import csv
import doctest
import io
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import polars as pl
import pytest

import packfiles
import vocskills
from test_architecture import ROWS
from vocskills import cli, testing
from vocskills.convert import read_case
from vocskills.language import calls, parse
from vocskills.model import Case, fields_of
from vocskills.model.nouns import DAYS_MAX
from vocskills.policy import load_policy, source, uncovered
from vocskills.policy.pack import Policy
from vocskills.policy.schema import pack_shape
from vocskills.policy.source import read_source

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh.md")
PAGES = tuple(
    str(path.relative_to(ROOT))
    for path in (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))
    if "_build" not in path.parts
)
DRAFT = "docs/how-to/add-a-document.md"
GUIDE = "docs/how-to/test-a-document.md"
GUIDES = (DRAFT, GUIDE)
"""Pages whose blocks are pieces of one file."""
HEAD = """
policy: example
title:
  zh: 示例
  en: example
place: "533300"
documents:
  EX20:
    number: 示例〔2020〕1号
    issued: 2020-02-20
    read: full
    facts: EX20
  EX22:
    number: unknown
    issued: 2021-06-30
    read: none
    facts: EX22
in_force:
  facts: [EX20-04]
  from: 2020-03-01
  through: 2021-12-31
"""


@attrs.frozen
class Block:
    """A fenced block of a page: its language, its text and the block that follows it."""

    page: str
    line: int
    lang: str
    text: str
    after: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def text_of(page: str) -> str:
    """A page of the repository."""
    return (ROOT / page).read_text("utf-8")


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page in a plain language; directives of the documentation are none."""
    text = text_of(page)
    found = list(re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S))
    pairs = zip_longest(found, found[1:])
    return [
        Block(page, line_of(text, one), one[1], one[2], after[2] if after and after[1] == "text" else "")
        for one, after in pairs
    ]


def line_of(text: str, found: re.Match[str]) -> int:
    """The line in which a match begins, from 1."""
    return text[: found.start()].count("\n") + 1


def every(*langs: str) -> list[Block]:
    """The blocks of all pages in some languages."""
    return [block for page in PAGES for block in blocks(page) if block.lang in langs]


def keys_of(text: str) -> set[str]:
    """The top-level keys of YAML text."""
    return {key.value for key, _ in read_source(text, "page.md").entries}


PACK_KEYS = {key.name for key in pack_shape().keys}


def is_case(text: str) -> bool:
    """Whether a block is a case: neither a pack, nor a part of one, nor a file of worked cases."""
    return not is_pack(text) and "cases" not in keys_of(text)


def is_pack(text: str) -> bool:
    """Whether a block is a pack or a part of one; anything else is a case."""
    return keys_of(text) <= PACK_KEYS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader stands: a folder with the examples, and the files that the pages tell to save."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    for block in every("yaml"):
        named = re.match(r"# ([\w.-]+\.yaml)\n", block.text)
        if named:
            (tmp_path / named[1]).write_text(block.text, "utf-8")
    (tmp_path / "draft.yaml").write_text(draft(), "utf-8")
    claims = pl.DataFrame({"claim.id": ["C1"], "cohort.start_date": [date(2020, 5, 11)]})
    claims.write_parquet(tmp_path / "claims.parquet")
    (tmp_path / "claims").mkdir()
    claims.write_parquet(tmp_path / "claims" / "2020-05.parquet")
    pl.DataFrame({"trainee.person_key": ["A"], "kind": ["training_fee"]}).write_parquet(tmp_path / "history.parquet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def draft() -> str:
    """The pack that the how-to guide writes, its pieces one after the other."""
    return "".join(block.text for block in blocks(DRAFT) if block.lang == "yaml")


def conf() -> SimpleNamespace:
    """The configuration of the documentation, which makes its tables."""
    return SimpleNamespace(**runpy.run_path(str(DOCS / "conf.py")))


# -- Python ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.lang == "python" for b in blocks(p))])
@pytest.mark.usefixtures("folder")
def test_python_examples_do_what_they_show(page: str) -> None:
    """Every Python block of a page runs and prints what the page says it prints."""
    names: dict[str, Any] = {}
    for block in blocks(page):
        if block.lang == "python":
            assert ran(block, names) == ""


def ran(block: Block, names: dict[str, Any]) -> str:
    """What is wrong with a block: a session shows its output itself, a script's stands in the next block."""
    said = io.StringIO()
    if ">>>" in block.text:
        session = doctest.DocTestParser().get_doctest(block.text, names, str(block), block.page, block.line)
        doctest.DocTestRunner(verbose=False).run(session, out=said.write, clear_globs=False)
        names.update(session.globs)
        return said.getvalue()
    with contextlib.redirect_stdout(said):
        exec(compile(block.text, str(block), "exec"), names)
    return "" if said.getvalue() == block.after else said.getvalue()


# -- cases and packs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", every("json"), ids=str)
def test_json_examples_are_cases(block: Block) -> None:
    """Every JSON block is a whole case that reads without a fault."""
    assert isinstance(read_case(json.loads(block.text)), Case)


@pytest.mark.parametrize("block", [b for b in every("yaml") if b.page != GUIDE and is_case(b.text)], ids=str)
def test_yaml_examples_of_cases_read(block: Block) -> None:
    """Every YAML block that is no part of a pack is a case that reads without a fault."""
    assert keys_of(block.text) <= {*fields_of(Case), "assumptions", "rulings"}
    assert isinstance(read_case(block.text, name="example.yaml"), Case)


@pytest.mark.parametrize("block", [b for b in every("yaml") if b.page not in GUIDES and is_pack(b.text)], ids=str)
def test_yaml_examples_of_packs_load(block: Block) -> None:
    """Every whole pack of a page loads, and so does every part of one under an invented head."""
    whole = block.text if "policy" in keys_of(block.text) else HEAD + block.text
    assert isinstance(load_policy(whole, facts=packfiles.facts()), Policy)


def test_the_pack_of_the_guide_is_complete() -> None:
    """The pieces of the how-to guide make a pack that loads and forgets no fact of its document."""
    assert uncovered(load_policy(draft())) == []


def test_the_guide_warns_of_what_it_shows() -> None:
    """The two mistakes that the guide names get the messages that it promises."""
    wrong = draft().replace("cohort.training_days", "cohort.training_day")
    with pytest.raises(vocskills.PolicyError) as caught:
        load_policy(wrong, name="draft.yaml")
    (fault,) = caught.value.faults
    assert fault.line > 0
    assert "cohort.training_days" in fault.render("en")
    forgotten = re.sub(r"  YN20-08:\n    zh: .*\n    en: .*\n", "", draft())
    assert [fault.text for fault in uncovered(load_policy(forgotten))] == ["YN20-08"]


# -- worked cases ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", [b for b in every("yaml") if b.page != GUIDE and "cases" in keys_of(b.text)], ids=str)
def test_yaml_examples_of_worked_cases_hold(block: Block, tmp_path: Path) -> None:
    """Every whole file of worked cases on a page reads, and its cases hold."""
    file = tmp_path / "example.cases.yaml"
    file.write_text(block.text, "utf-8")
    found = testing.read_worked(file).cases.values()
    assert [list(case.differences()) for case in found] == [[] for _ in found]


def pieces(lang: str) -> list[str]:
    """The blocks of the guide to testing in a language."""
    return [block.text for block in blocks(GUIDE) if block.lang == lang]


def ran_guide(folder: Path, cases: str, *options: str) -> str:
    """What pytest prints on the guide's cases at a desk: where ``CI`` is set it says each failure twice, in full."""
    (folder / "draft.cases.yaml").write_text(cases, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--vocskills-lang", "en", *options]
    desk = {name: value for name, value in os.environ.items() if name not in ("CI", "BUILD_NUMBER")}
    return subprocess.run(command, cwd=folder, env=desk, capture_output=True, text=True, check=False).stdout


def test_the_guide_to_testing_fails_as_it_shows(folder: Path) -> None:
    """The first cases of the guide hold and leave open what it lists; a wrong amount gets the report that it shows."""
    first, (report, gaps, _) = pieces("yaml")[0], pieces("text")
    said = ran_guide(folder, first.replace("payable: 600.00", "payable: 500.00"), "draft.cases.yaml")
    assert report in said
    assert re.findall(r"^draft.cases.yaml (\S+): no case", said, re.M) == gaps.split()


def test_the_guide_to_testing_passes_in_the_end(folder: Path) -> None:
    """All its cases together cover the draft; the outcomes are written and begin as it shows."""
    said = ran_guide(folder, "".join(pieces("yaml")), "--vocskills-update", "draft.cases.yaml")
    assert "11 passed" in said
    assert (folder / "draft.outcomes.txt").read_text("utf-8").startswith(pieces("text")[2])


# -- commands ----------------------------------------------------------------------------------------------------------


def shown_commands() -> Iterator[tuple[str, str]]:
    """Every ``vocskills`` line of the pages, with the output that stands below it, if any is shown."""
    for block in every("sh", "console"):
        if block.lang == "console":
            yield from re.findall(r"^\$ (vocskills .*)\n((?:(?!\$ ).*\n)*)", block.text, re.M)
        for line in block.text.splitlines() if block.lang == "sh" else ():
            if line.startswith("vocskills "):
                yield line, ""


@pytest.mark.parametrize(("command", "output"), sorted(set(shown_commands())))
@pytest.mark.usefixtures("folder")
def test_commands_do_what_they_show(command: str, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command line shown is answered, and prints what the page says it prints."""
    assert cli.main(shlex.split(command)[1:]) == 0
    printed = capsys.readouterr().out
    assert printed == output if output else printed


@pytest.mark.parametrize("page", PAGES)
def test_commands_named_in_a_sentence_exist(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every ``vocskills ...`` and ``make ...`` that a sentence names is there."""
    prose = re.sub(r"^```.*?^```$", "", text_of(page), flags=re.M | re.S)
    for command in re.findall(r"`vocskills ([a-z]+)", prose):
        with pytest.raises(SystemExit) as left:
            cli.main([command, "--help"])
        assert left.value.code == 0, command
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text_of(page), re.M)) <= set(targets)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("page", PAGES)
def test_relative_links_lead_somewhere(page: str) -> None:
    """Every link that stays in the repository has a file at its end, and a heading where it names one."""
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text_of(page))):
        path, _, anchor = target.partition("#")
        if not re.match(r"[a-z]+:", target):
            end = (ROOT / page).parent / path if path else ROOT / page
            assert end.exists(), target
            assert not anchor or anchor in anchors(end), target


def anchors(path: Path) -> set[str]:
    """The names of a page's headings, with the tables made, and its own labels."""
    page = conf().filled(path.read_text("utf-8"))
    heads = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", page, flags=re.M | re.S), re.M)
    slugs = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
    return slugs | set(re.findall(r"^\(([\w-]+)\)=$", page, re.M))


# -- the two READMEs ---------------------------------------------------------------------------------------------------


def test_both_readmes_say_the_same() -> None:
    """The English and the Chinese README have the same structure, commands, programs and numbers of table rows."""
    english, chinese = (text_of(page) for page in READMES)
    for shape in (
        r"^(#+) ",
        r"^```(\w+)$",
        r"^(make .*?)(?: ARGS.*)?$",
        r"^(vocskills \w+ \S+)",
        r"^(\|)",
        r"\]\((?!README)([^\s)]+)\)",
    ):
        assert re.findall(shape, english, re.M) == re.findall(shape, chinese, re.M), shape
    scripts = [[plain(b.text) for b in blocks(page) if b.lang in ("python", "bat")] for page in READMES]
    assert scripts[0] == scripts[1]


def plain(script: str) -> str:
    """A script without the language that it asks for."""
    return re.sub(r"\.(zh|en)\b", ".LANG", script)


@pytest.mark.parametrize("page", READMES)
def test_the_figures_of_the_founding_case_are_computed(page: str) -> None:
    """The amounts per training day that the README names are those that the library computes from the article."""
    article = sorted((ROOT / "examples" / "fugong" / "article").glob("*.yaml"))
    per_day = [unit.amount for one in article if (unit := vocskills.assess(read_case(one)).total.per_unit)]
    assert len(per_day) == len(article) == 4
    for amount in (*per_day, sum(per_day, vocskills.Money(0))):
        assert f"{Decimal(str(amount)):,.0f}" in text_of(page)


@pytest.mark.parametrize("page", READMES)
def test_the_counts_of_the_article_are_named(page: str) -> None:
    """Every count that the founding article gives stands in the README's table."""
    with (ROOT / "examples" / "fugong" / "counts.csv").open(encoding="utf-8", newline="") as file:
        values = [int(row["value"]) for row in csv.DictReader(file)]
    assert len(values) > 10
    assert all(f"{value:,}" in text_of(page) for value in values)


# -- the reference -----------------------------------------------------------------------------------------------------


def made(page: str, table: str) -> list[str]:
    """What the tables of a kind in a page are made of."""
    return re.findall(rf"<!-- made: {table} (\w+) -->", text_of(page))


def test_the_reference_has_every_noun_and_key() -> None:
    """Every class of the model, every record of a pack and every command has its table, once."""
    config = conf()
    classes = [one.__name__ for one in config.described()]
    assert sorted(made("docs/reference/case.md", "fields")) == sorted([*classes, "Case", "Assumption", "Ruling"])
    assert sorted(made("docs/reference/pack.md", "keys")) == sorted(config.pack_records())
    assert sorted(made("docs/reference/worked-cases.md", "worked")) == sorted(config.worked_records())
    commands = ["assess", "roster", "audit", "template", "check", "show", "facts", "policies", "schema", "sources"]
    assert made("docs/reference/command-line.md", "command") == commands


def test_every_public_name_is_documented_once() -> None:
    """The reference of the Python interface has each public name once and nothing that is not public."""
    page = text_of("docs/reference/api.md")
    public = re.split(r"currentmodule:: (\S+)", page)
    found: dict[str, list[str]] = {}
    for module, text in zip(public[1::2], public[2::2], strict=True):
        found.setdefault(module, []).extend(re.findall(r"^\.\. (?:auto|py:)\w+:: (\w+)", text, re.M))
    assert sorted(found["vocskills"]) == sorted(vocskills.__all__)
    assert sorted(found["vocskills.testing"]) == sorted(testing.__all__)


def functions() -> list[tuple[list[str], list[str]]]:
    """The rows of the table of functions: the names, and the example."""
    section = text_of("docs/reference/rule-language.md").partition("## Functions")[2].partition("## Lists")[0]
    rows = re.findall(r"^\| (`.*?) \| (`.*?`) \|", section, re.M)
    return [(re.findall(r"`(\w+)`", names), re.findall(r"`(.*?)`", example)) for names, example in rows]


def test_every_function_is_in_the_table() -> None:
    """The table of functions has each function of the language once."""
    assert sorted(name for names, _ in functions() for name in names) == sorted(calls.FUNCTIONS)


@pytest.mark.parametrize("names", [names for names, _ in functions()], ids=lambda names: names[0])
def test_every_function_has_an_example_that_means_something(names: list[str]) -> None:
    """The example of each function uses it, and has a type with the tables of the page."""
    ((example,),) = [example for listed, example in functions() if listed == names]
    tables = next(b.text for b in blocks("docs/reference/rule-language.md") if keys_of_block(b) == {"tables"})
    assert any(name in example for name in names)
    loaded = load_policy(f"{HEAD}define:\n  example: {example}\n{tables}", facts=packfiles.facts())
    assert set(loaded.definitions) == {"example"}


def keys_of_block(block: Block) -> set[str]:
    """The top-level keys of a YAML block; of any other, nothing."""
    return keys_of(block.text) if block.lang == "yaml" else set()


@pytest.mark.parametrize(
    ("page", "figure"),
    [
        ("rule-language", f"{parse.MAX_CHARACTERS} characters"),
        ("rule-language", f"{parse.MAX_TOKENS} words"),
        ("rule-language", f"{parse.MAX_NESTING} brackets"),
        ("pack", f"{source.MAX_BYTES // 2**20} MB"),
        ("pack", f"{source.MAX_DEPTH} levels"),
        ("pack", f"{source.MAX_NODES:,} keys"),
        ("case", f"{DAYS_MAX} days"),
    ],
)
def test_limits_are_those_of_the_code(page: str, figure: str) -> None:
    """The limits that the reference names are the ones that the library keeps."""
    assert figure in text_of(f"docs/reference/{page}.md")


def test_tables_are_made_from_the_code() -> None:
    """A page's comment becomes a table with the words of the model, and no comment is left."""
    page = conf().filled(text_of("docs/reference/case.md"))
    assert "| `birth_date` | 出生日期 | date of birth | date |" in page
    assert "<!-- made" not in page


def test_contributors_find_every_room() -> None:
    """The layout in CONTRIBUTING has every room of the house that exists, in the order of the imports."""
    layout = text_of("CONTRIBUTING.md").partition("## Layout")[2].partition("## ")[0]
    named = re.findall(r"^    (\w+(?:, \w+)*)", layout, re.M)
    rooms = [room for line in named for room in line.split(", ")]
    assert rooms == [room for row in ROWS for room in row if room != "__main__"]
