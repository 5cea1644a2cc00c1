from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from importlib.resources import files
from io import StringIO

import pytest

from vocskills.errors import Fault, PolicyError
from vocskills.policy.facts import COLUMNS, Confidence, FactBase, load_facts, read_facts
from vocskills.text import Text

HEADER = ",".join(COLUMNS)
GOOD = "AB1-01,AB1,第一条,正文。,Sixty yuan a day.,read,https://example.org/1,"
MEMORY = "AB1-02,AB1,,,,memory,remembered only: the text could not be read,"


def table(*rows: str) -> str:
    """A table with the right header."""
    return "\n".join([HEADER, *rows, ""])


def faults_of(*rows: str) -> list[Fault]:
    """The faults of a table that must have some."""
    with pytest.raises(PolicyError) as caught:
        read_facts(table(*rows), "f.csv")
    return list(caught.value.faults)


def said(faults: list[Fault]) -> list[tuple[int, str, str]]:
    """Line, path and English words of each fault."""
    return [(fault.line, fault.where, fault.what.en) for fault in faults]


def raw() -> list[dict[str, str]]:
    """The shipped table, read without our reader."""
    words = (files("vocskills") / "packs" / "facts.csv").read_text("utf-8")
    return list(csv.DictReader(StringIO(words, newline="")))


def test_every_row_of_the_shipped_table_is_loaded() -> None:
    """The loader keeps each row in its order, with nothing added or lost."""
    assert [fact.id for fact in load_facts()] == [row["id"] for row in raw()]
    assert len(load_facts()) == len(raw()) > 300


def test_ids_are_unique_and_name_their_document() -> None:
    """No id stands twice, and each is its document's name with a number of two digits (X: of its own)."""
    ids = [row["id"] for row in raw()]
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    odd = [r["id"] for r in raw() if not re.fullmatch(re.escape(r["document"]) + r"(-[0-9]{2})", r["id"])]
    assert odd == [f"X{n}" for n in range(1, 18)]


def test_rows_of_one_document_stand_together() -> None:
    """A reader finds everything about a document in one place."""
    documents = [row["document"] for row in raw()]
    starts = [name for before, name in zip(["", *documents], documents, strict=False) if before != name]
    assert len(starts) == len(set(starts))


def test_what_replaces_a_row_exists_and_can_be_cited() -> None:
    """A row that is out of date points at rows that hold, and is not citable itself."""
    base = load_facts()
    replaced = [fact for fact in base if fact.replaced_by]
    assert {fact.id for fact in replaced} == {"YG-03", "XM-02"}
    assert all(base.citable(other) for fact in replaced for other in fact.replaced_by)
    assert not any(base.citable(fact.id) for fact in replaced)


@pytest.mark.parametrize("fact_id", ["GB24-07", "GB24-08", "GB24-09"])
def test_a_row_that_was_put_right_is_citable(fact_id: str) -> None:
    """Rows whose article was corrected carry the right article and may be cited."""
    fact = load_facts().get(fact_id)
    assert fact is not None
    assert (fact.article, fact.citable) == ("第十一条", True)


def test_remembered_rows_keep_only_the_reason() -> None:
    """What is only remembered has no text, no article and no figures, says why, and supports no rule."""
    remembered = [fact for fact in load_facts() if fact.confidence is Confidence.MEMORY]
    assert {fact.id for fact in remembered} == {"F164-06", "QX-03", "PV-09", "ID-02", "ADM-02"}
    for fact in remembered:
        assert (fact.fact, fact.article, fact.replaced_by) == (Text("", ""), "", ())
        assert fact.source.startswith("remembered only: ")
        assert not fact.citable


def test_what_was_read_says_where() -> None:
    """Every row that is not our own analysis names its source, and every address has nothing around it."""
    for fact in load_facts():
        assert fact.source or fact.confidence is Confidence.ANALYSIS, fact.id
        for part in fact.source.split(" ; "):
            assert " " not in part or not part.startswith("http"), fact.id


def test_nothing_speaks_of_how_the_table_was_made() -> None:
    """No row names a path of somebody's machine, or how many times the sources were gone through."""
    words = re.compile(r"(?<![^ (])[/~][a-z]+/|[A-Z]:\\|\b(first|second|this) (pass|file|fact base)\b|\bTODO\b")
    found = [
        fact.id
        for fact in load_facts()
        if words.search(" ".join([fact.article, fact.fact.zh, fact.fact.en, fact.source]))
    ]
    assert words.search("see /home/x and ~/y/z")
    assert found == []


def test_a_fact_is_a_sentence() -> None:
    """Every text that may be cited ends like one; none is an empty shell."""
    words = {fact.id: fact.fact for fact in load_facts() if fact.confidence is not Confidence.MEMORY}
    assert [name for name, text in words.items() if not text.en.endswith((".", ".)", ")"))] == []
    assert [name for name, text in words.items() if not text.zh.endswith(("。", "）"))] == []
    assert min(len(text.en) for text in words.values()) > 20
    assert min(len(text.zh) for text in words.values()) > 8


_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(%|万|亿|million|billion)?")
_SCALE = {"万": 10**4, "亿": 10**8, "million": 10**6, "billion": 10**9}


def figures_of(words: str) -> set[tuple[Decimal, bool]]:
    """The figures of a wording and whether each is a percentage; what may be a day or a month is left out."""
    found = {
        (Decimal(digits.replace(",", "")) * _SCALE.get(unit, 1), unit == "%") for digits, unit in _FIGURE.findall(words)
    }
    return {(number, percent) for number, percent in found if percent or number > 31 or number % 1}


def test_both_languages_have_the_same_figures() -> None:
    """Every figure stands in both wordings, however each language writes it."""
    both = {fact.id: (figures_of(fact.fact.zh), figures_of(fact.fact.en)) for fact in load_facts()}
    assert {name: zh ^ en for name, (zh, en) in both.items() if zh != en} == {}


@pytest.mark.parametrize(
    ("fact_id", "figures"),
    [
        ("YN20-04", ["60", "20"]),
        ("YN20-02", ["迪庆州", "怒江州", "two"]),
        ("POV46-01", ["16", "2018-08-21"]),
        ("GB24-09", ["4000"]),
        ("F181-21", ["2023-12-20"]),
        ("F2026-01", ["财社〔2026〕1号", "2026-01-09"]),
        ("SEED-02", ["700", "4117", "200", "61", "49", "52", "38"]),
        ("TJ22-06", ["100%", "90%", "80%"]),
        ("RET-03", ["60/55/50", "4/4/2", "36/36/60"]),
    ],
)
def test_figures_that_rules_rest_on(fact_id: str, figures: list[str]) -> None:
    """The figures of the texts that are computed with stand in their rows."""
    fact = load_facts().get(fact_id)
    assert fact is not None
    assert [figure for figure in figures if figure not in fact.fact.en] == []


def test_the_base_is_read_once() -> None:
    """The shipped facts are the same object each time."""
    assert load_facts() is load_facts()


def test_facts_are_found_by_id_and_by_document() -> None:
    """An id gives its row, a document all of its rows, an unknown id nothing."""
    base = read_facts(table(GOOD, MEMORY, "CD-01,CD,,正文。,Nothing was found.,analysis,,"))
    found = base.get("AB1-01")
    assert found is not None
    assert (found.article, found.confidence, found.source) == ("第一条", Confidence.READ, "https://example.org/1")
    assert [fact.id for fact in base.of_document("AB1")] == ["AB1-01", "AB1-02"]
    assert base.get("AB1-99") is None
    assert "AB1-01" in base
    assert "AB1-99" not in base


def test_a_cell_may_hold_commas_and_quotes() -> None:
    """What CSV quotes comes out as it was written."""
    base = read_facts(table('AB1-01,AB1,,正文。,"Sixty, or ""60"", a day.",read,x,'))
    assert [fact.fact.en for fact in base] == ['Sixty, or "60", a day.']


def test_an_empty_base_is_no_fault() -> None:
    """A table with a header and no rows has no facts."""
    assert list(read_facts(table())) == []


@pytest.mark.parametrize(
    ("fact_id", "close"),
    [("YN2O-04", "YN20-04"), ("yn20-04", "YN20-04"), ("YN20_04", "YN20-04"), ("YN20-4", "YN20-04")],
)
def test_a_misspelt_id_gets_a_suggestion(fact_id: str, close: str) -> None:
    """An unknown id may not be cited, and the message names the ids that look like it."""
    fault = load_facts().objection(fact_id, "rules.yearly.facts[0]")
    assert fault is not None
    assert fault.where == "rules.yearly.facts[0]"
    assert close in load_facts().suggest(fact_id)
    assert "did you mean" in fault.render("en")
    assert close in fault.render("zh")


def test_an_id_like_no_other_gets_no_suggestion() -> None:
    """Where nothing is close, nothing is suggested."""
    fault = load_facts().objection("???")
    assert fault is not None
    assert fault.remedy is None


def test_objections_say_what_to_do() -> None:
    """A replaced row names what to cite, a remembered one says that a source is needed, a good one nothing."""
    base = load_facts()
    replaced, remembered = base.objection("XM-02"), base.objection("ID-02")
    assert replaced is not None
    assert replaced.remedy is not None
    assert "XM24-01" in replaced.remedy.zh
    assert remembered is not None
    assert "only remembered" in remembered.what.en
    assert base.objection("YN20-04") is None
    assert [base.citable(name) for name in ("YN20-04", "XM-02", "ID-02", "NO-01")] == [True, False, False, False]


def test_every_confidence_has_words_in_both_languages() -> None:
    """The five ways of having read something, the best first."""
    assert [str(one.value) for one in Confidence] == ["read", "read-part", "secondary", "analysis", "memory"]
    assert [one.zh for one in Confidence] == ["全文阅读", "部分阅读", "间接来源", "分析", "记忆（不得引用）"]


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        ("ab1-01,ab1,,正文。,Text.,read,x,", "id", "not written as an id"),
        (",AB1,,正文。,Text.,read,x,", "id", "not written as an id"),
        ("CD-01,AB1,,正文。,Text.,read,x,", "CD-01.document", "an id that is not of this document"),
        ("CD-01,,,正文。,Text.,read,x,", "CD-01.document", "missing"),
        ("CD-01,CD,,正文。,Text.,sure,x,", "CD-01.confidence", "no such confidence"),
        ("CD-01,CD,,正文。,Text.,,x,", "CD-01.confidence", "no such confidence"),
        ("CD-01,CD,,正文。,,read,x,", "CD-01.fact_en", "missing"),
        ("CD-01,CD,,正文。,Text.,read-part,,", "CD-01.source", "missing"),
        ("CD-01,CD,,正文。,,analysis,,", "CD-01.fact_en", "missing"),
        ("CD-01,CD,,,,memory,,", "CD-01.source", "missing"),
        (
            "CD-01,CD,,,Sixty.,memory,why,",
            "CD-01.fact_en",
            "what is only remembered keeps its id and the reason only",
        ),
        (
            "CD-01,CD,第一条,,,memory,why,",
            "CD-01.article",
            "what is only remembered keeps its id and the reason only",
        ),
        (
            "CD-01,CD,,,,memory,why,AB1-01",
            "CD-01.replaced_by",
            "what is only remembered keeps its id and the reason only",
        ),
        ("CD-01,CD,,正文。,Text.,read,x,AB1-09", "CD-01.replaced_by", "no such fact"),
        ("CD-01,CD,,正文。,Text.,read,x,AB1-01;", "CD-01.replaced_by", "no such fact"),
        ("CD-01,CD,,正文。,Text.,read,x,CD-01", "CD-01.replaced_by", "replaced by a row that cannot be cited itself"),
        ("CD-01,CD,,正文。,Text.,read,x,AB1-02", "CD-01.replaced_by", "replaced by a row that cannot be cited itself"),
        ("CD-01,CD,,正文。, Text.,read,x,", "CD-01.fact_en", "a line break, a control character, or spaces around it"),
        (
            'CD-01,CD,,正文。,"Te\nxt.",read,x,',
            "CD-01.fact_en",
            "a line break, a control character, or spaces around it",
        ),
        (
            "CD-01,CD,,正文。,Te\u202ext.,read,x,",
            "CD-01.fact_en",
            "a line break, a control character, or spaces around it",
        ),
        ("CD-01,CD,,正文。,Text.,read,x", "CD-01", "not the right number of columns"),
        ("CD-01,CD,,正文。,Text, more.,read,x,", "CD-01", "not the right number of columns"),
        ('CD-01,CD,,正文。,"Text."x,read,x,', "", "this is not well-formed CSV"),
        ('CD-01,CD,,正文。,"Text.,read,x,', "", "this is not well-formed CSV"),
    ],
)
def test_a_bad_row_is_refused(row: str, where: str, what: str) -> None:
    """Each thing wrong with a row is named with its line and path, and the good rows beside it are not."""
    assert (4, where, what) in [(line, path, words) for line, path, words in said(faults_of(GOOD, MEMORY, row))]
    assert len(faults_of(GOOD, MEMORY, row)) == 1


def test_a_double_id_names_the_line_of_the_first() -> None:
    """The second row of one id is the fault; the message says where the first stands."""
    (fault,) = faults_of(GOOD, GOOD)
    assert (fault.line, fault.text) == (3, "AB1-01")
    assert fault.remedy is not None
    assert "line 2" in fault.remedy.en


def test_a_misspelt_confidence_gets_a_suggestion() -> None:
    """The message lists what there is and what was probably meant."""
    (fault,) = faults_of("AB1-01,AB1,,正文。,Text.,secundary,x,")
    assert "did you mean secondary" in fault.render("en")
    assert "read | read-part | secondary | analysis | memory" in fault.render("zh")


def test_all_faults_are_reported_at_once_in_the_order_of_lines() -> None:
    """One reading shows everything, each fault with file and line."""
    faults = faults_of(
        "AB1-01,AB1,,正文。,Text.,read,x,AB1-07",
        GOOD,
        '"AB1-03",AB1,,正文。,"a\nb",read,,',
        "AB1-04,AB1,,正文。,Text.,maybe,x,",
    )
    assert said(faults) == [
        (2, "AB1-01.replaced_by", "no such fact"),
        (3, "id", "an id that stands twice"),
        (4, "AB1-03.fact_en", "a line break, a control character, or spaces around it"),
        (4, "AB1-03.source", "missing"),
        (6, "AB1-04.confidence", "no such confidence"),
    ]
    assert all(fault.file == "f.csv" for fault in faults)


def test_rows_that_replace_each_other_in_a_ring_are_refused() -> None:
    """Of two rows that each name the other, neither could be cited."""
    faults = faults_of("AB1-01,AB1,,正文。,Text.,read,x,AB1-02", "AB1-02,AB1,,正文。,Text.,read,x,AB1-01")
    assert [fault.where for fault in faults] == ["AB1-01.replaced_by", "AB1-02.replaced_by"]


@pytest.mark.parametrize("head", ["", "id,fact", HEADER.upper(), "\ufeff" + HEADER, HEADER + ",more"])
def test_another_header_is_refused(head: str) -> None:
    """The columns are these seven in this order; the message says so and reads no further."""
    with pytest.raises(PolicyError) as caught:
        read_facts(f"{head}\n{GOOD}\n")
    (fault,) = caught.value.faults
    assert (fault.what.en, fault.line) == ("not the right header", 1)
    assert fault.expected is not None
    assert fault.expected.en == HEADER


def test_two_bases_of_the_same_rows_are_equal() -> None:
    """A base is a value: equal rows, equal base."""
    assert read_facts(table(GOOD)) == read_facts(table(GOOD)) != FactBase(())
