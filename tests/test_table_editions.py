"""Editions of a table: the dates of the class choose among them, and no answer is given where they do not."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trees
from packfiles import edited, good, load
from trees import FACTS, Doubt
from vocskills import Assessment, assess, read_case
from vocskills.assessment.outcomes import InForce, Verdict
from vocskills.bounds import Bounds, within
from vocskills.engines.fold import fold
from vocskills.engines.interpret import Facts, interpret
from vocskills.engines.pycode import compile_nodes
from vocskills.language.check import check
from vocskills.language.lower import lower
from vocskills.language.nodes import NUMBER, Fact, Node, facts_in
from vocskills.language.parse import Expression
from vocskills.language.scope import Cell, Edition, Scope, Table, TableRow
from vocskills.language.tables import gives_way
from vocskills.report.show import show
from vocskills.text import Text

CATALOGUE = load(good("editions"))


def decided(start: str, end: str, level: str | None = "junior", *, pack: Any = CATALOGUE) -> Assessment:
    """A class on these days under the pack."""
    cohort = {"start_date": start, "end_date": end, "place": "530000"}
    case = read_case({"heads": 1, "cohort": cohort, "program": {} if level is None else {"level": level}})
    return assess(case, policy=pack)


def fee(answer: Assessment) -> tuple[Verdict, str, str | None]:
    """The outcome, and the least and most of the fee."""
    one = answer.subjects[0].determinations[0]
    assert one.amount is not None or one.verdict is Verdict.INELIGIBLE
    low, high = (one.amount.least, one.amount.most) if one.amount else (None, None)
    return one.verdict, str(low), None if high is None else str(high)


ELIGIBLE, OPEN, REFUSED = Verdict.ELIGIBLE, Verdict.UNDETERMINED, Verdict.INELIGIBLE


@pytest.mark.parametrize(
    ("start", "end", "level", "found"),
    [
        ("2020-03-01", "2021-12-31", "junior", (ELIGIBLE, "1000.00", "1000.00")),
        ("2021-12-31", "2021-12-31", "intermediate", (ELIGIBLE, "1200.00", "1200.00")),
        ("2021-12-31", "2022-01-01", "junior", (OPEN, "0.00", None)),
        ("2022-01-01", "2022-12-31", "junior", (OPEN, "0.00", None)),
        ("2023-01-01", "2023-02-28", "junior", (OPEN, "0.00", None)),
        ("2023-03-15", "2023-03-20", "junior", (OPEN, "0.00", None)),
        ("2023-04-29", "2023-05-10", "junior", (OPEN, "0.00", None)),
        ("2023-04-30", "2024-12-31", "junior", (ELIGIBLE, "1500.00", "1500.00")),
        ("2020-05-01", "2020-06-01", "senior", (REFUSED, "None", None)),
        ("2020-05-01", "2020-06-01", "technician", (OPEN, "0.00", None)),
        ("2020-05-01", "2020-06-01", None, (OPEN, "0.00", None)),
        ("2020-05", "2020-06", "junior", (ELIGIBLE, "1000.00", "1000.00")),
    ],
)
def test_the_dates_of_the_class_choose_the_edition(start: str, end: str, level: str | None, found: object) -> None:
    """All dates inside one edition: it governs; a class across two, in a gap or near an unsure end is open."""
    assert fee(decided(start, end, level)) == found


def test_the_answer_names_the_edition_or_those_between_which_the_class_falls() -> None:
    """The texts of an answer say which edition governs; where none surely does, both are named."""
    (whole,) = (text.editions for text in decided("2020-05-01", "2020-06-01").answer.texts if text.editions)
    assert (whole[0].table, whole[0].in_force, whole[0].documents) == ("catalogue", InForce.YES, ("示例〔2020〕1号",))
    (across,) = (text.editions for text in decided("2021-12-31", "2022-01-01").answer.texts if text.editions)
    assert across[0].in_force is InForce.OPEN
    assert across[0].documents == ("示例〔2020〕1号", "unknown")
    assert across[0].why.en.endswith(
        ": 示例〔2020〕1号 (to 2021-12-31); the example catalogue of 2021 (from 2022-01-01, to 2022-12-31)"
    )
    (gap,) = (text.editions for text in decided("2023-01-01", "2023-02-01").answer.texts if text.editions)
    assert (gap[0].in_force, gap[0].documents) == (InForce.OPEN, ())


def test_rulings_settle_what_no_edition_says() -> None:
    """Where no edition governs, an authority's word on the item and on its value decides."""
    rulings = [
        {"clause": name, "value": value, "authority": "示例局", "document": "示例", "date": "2022-02-01"}
        for name, value in (("catalogue", "1100"), ("listed(catalogue)", True))
    ]
    cohort = {"start_date": "2021-12-31", "end_date": "2022-01-01", "place": "530000"}
    case = read_case({"heads": 1, "cohort": cohort, "program": {"level": "junior"}, "rulings": rulings})
    assert fee(assess(case, policy=CATALOGUE)) == (ELIGIBLE, "1100.00", "1100.00")
    assert "示例〔2020〕1号, the example catalogue of 2021" in CATALOGUE.clauses["catalogue"].question.en


def test_the_dates_may_be_the_tables_own() -> None:
    """``judged_on`` in a table takes the place of the pack's; only its dates choose then."""
    pack = load(edited("editions", ("    editions:\n", "    judged_on: [cohort.start_date]\n    editions:\n")))
    assert pack.editions["catalogue"].judged_on == ("cohort.start_date",)
    assert fee(decided("2021-12-31", "2022-01-01", pack=pack)) == (ELIGIBLE, "1000.00", "1000.00")


def test_neighbouring_editions_leave_no_number_between_their_days() -> None:
    """With one date and two full editions side by side, a date in doubt is one of the two values and nothing else."""
    edits = (
        ("    editions:\n", "    judged_on: [cohort.start_date]\n    editions:\n"),
        ("        value: open\n", "        value: 1300\n"),
    )
    pack = load(edited("editions", *edits))
    assert fee(decided("2021-12-01..2022-01-31", "2022-03-01", pack=pack)) == (ELIGIBLE, "1000.00", "1300.00")


def test_a_complete_edition_has_no_item_that_it_does_not_list() -> None:
    """A code that a complete edition lacks is refused there, and open in an excerpt and between editions."""
    rows = "        rows:\n          junior: 1000\n          intermediate: 1200\n          senior: none\n"
    later = "        rows:\n          junior: 1500\n          intermediate: 1800\n"
    pack = load(
        edited(
            "editions",
            ("    by: [program.level]\n", "    by: [program.occupation]\n"),
            (rows, "        complete: yes\n        rows:\n          4-08-05-01: 1000\n"),
            (later, "        rows:\n          4-08-05-01: 1500\n"),
        )
    )
    condition = pack.rules["in_catalogue"].condition
    other = {"program.occupation": (77, 77)}

    def listed(start: int, end: int) -> Bounds:
        return interpret(condition, Facts({**other, "cohort.start_date": (start,) * 2, "cohort.end_date": (end,) * 2}))

    assert listed(20200401, 20200501) == (0, 0)
    assert listed(20211231, 20220101) == (0, 1)
    assert listed(20240101, 20240201) == (0, 1)


def test_editions_are_printed_so_that_they_can_be_signed() -> None:
    """The sheet has every edition with its text, days, source and rows, and the days that none of them has."""
    sheet = show(CATALOGUE, "en")
    block = sheet[sheet.index("tables\n") : sheet.index("clauses delegated")]
    assert [line.strip() for line in block.splitlines()[2:] if line] == [
        "- catalogue (money; the edition is chosen by: start of the class, end of the class)",
        "looked up by: the program's level",
        "source: 第四条; EX20-04; by the full text",
        "- 示例〔2020〕1号 (to 2021-12-31); an excerpt",
        "source: 第二条; EX20-02; by the full text",
        "level 5 (junior): 1000 yuan",
        "level 4 (intermediate): 1200 yuan",
        "level 3 (senior): no such item",
        "- the example catalogue of 2021 (from 2022-01-01, to 2022-12-31); an excerpt",
        "source: “the example catalogue of 2021”, article unknown; EX21-01; by press digest",
        "every item: silent or not read",
        "- 示例〔2020〕1号 (no later than 2023-04-30 (no source says when)); an excerpt",
        "source: 第三条; EX20-03; by the full text",
        "level 5 (junior): 1500 yuan",
        "level 4 (intermediate): 1800 yuan",
        "! no edition for 2023-01-01..2023-02-28: what the table says is open",
    ]
    assert "2023-01-01..2023-02-28 没有版本" in show(CATALOGUE, "zh")


def test_the_facts_of_editions_are_cited() -> None:
    """What an edition rests on counts as cited, in the policy and against ``left_out``."""
    assert {"EX20-02", "EX20-03", "EX21-01"} <= CATALOGUE.cited


# -- the laws ----------------------------------------------------------------------------------------------------------

DATES: tuple[Node, ...] = (FACTS["start"], FACTS["end"])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table by one code with up to three editions, some with unsure ends, gaps, holes, complete, from digests."""
    cuts = sorted(draw(st.sets(trees.days(20180101, 20221231), min_size=4, max_size=12)))
    editions: list[Edition] = []
    while len(cuts) >= 4 and len(editions) < 3:
        a, b, c, d = cuts[:4]
        cuts = cuts[4:]
        start, end = draw(st.sampled_from([((a, a), (d, d)), ((a, b), (c, d)), ((b, b), (c, d))]))
        editions.append(Edition(start, end, draw(rows()), draw(st.booleans()), draw(st.booleans())))
    dates = draw(st.sampled_from([DATES, DATES[:1], DATES[1:]]))
    figure = draw(st.sampled_from(["", "standard.training_fee"]))
    found = tuple(editions)
    return Table("t", NUMBER, (FACTS["kind"],), lo=-5, hi=20, editions=found, dates=dates, supplied_by=figure)


@st.composite
def rows(draw: st.DrawFn) -> tuple[TableRow, ...]:
    """Rows by neighbouring codes; some codes have none."""
    cells: st.SearchStrategy[Fraction | Cell] = st.integers(-5, 20).map(Fraction) | st.sampled_from(Cell)
    spans = draw(
        st.sampled_from([[(0, 4)], [(0, 1), (2, 2)], [(1, 1), (3, 4)], [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]])
    )
    return tuple(TableRow((span,), draw(cells)) for span in spans)


def tree(text: str, table: Table) -> Node:
    """An expression over the table, lowered and folded."""
    scope = Scope()
    scope.tables["t"] = lambda: table
    typed, faults = check(Expression(text), scope)
    assert typed is not None
    assert not faults
    return fold(lower(typed.node))


def expected(table: Table, world: dict[str, int]) -> tuple[int, int]:
    """What a reader says who knows everything: whether the item is listed, and its value."""
    on = [world[date.path] for date in table.dates if isinstance(date, Fact)]
    inside = [one for one in table.editions if all(one.start[1] <= day <= one.end[0] for day in on)]
    assert len(inside) <= 1
    ruled = world["ruling.listed(t)"], world["ruling.t"]
    cells = [r.cell for one in inside for r in one.rows if r.keys[0][0] <= world["kind"] <= r.keys[0][1]]
    was_read = inside and inside[0].firm and (cells or inside[0].complete)
    if world["supplied.t"] and gives_way(table) and not was_read:
        return 1, ruled[1]
    if not cells and inside and inside[0].complete:
        return 0, ruled[1]
    if not cells or cells[0] is Cell.OPEN:
        return ruled
    return (0, 0) if isinstance(cells[0], Cell) else (1, int(cells[0]))


@st.composite
def states(draw: st.DrawFn) -> tuple[Doubt, Doubt, Bounds, dict[str, Bounds]]:
    """A case in doubt, the same better known, whether a figure is given, and rulings that are known in the end."""
    doubt = draw(trees.doubts())
    ruled = {"ruling.t": (value := draw(st.integers(-5, 20)), value)}
    listed = draw(st.integers(0, 1))
    given = draw(st.integers(0, 1))
    return doubt, draw(trees.refined(doubt)), (given, given), {**ruled, "ruling.listed(t)": (listed, listed)}


@given(tables(), states())
def test_tables_with_editions_keep_the_three_laws(
    table: Table, state: tuple[Doubt, Doubt, Bounds, dict[str, Bounds]]
) -> None:
    """Exact where everything is known, sound and monotone where not, in both engines, for the value and ``listed``."""
    doubt, better, figure, rulings = state
    truth = better.truth()
    points = {**truth.values, **rulings, "supplied.t": figure}
    world = {path: lo for path, (lo, _) in points.items()} | {p: known.real for p, known in better.values.items()}
    known = [doubt.facts().values, better.facts().values, {**better.facts().values, **rulings}, points]
    steps = [Facts({**values, "supplied.t": figure}) for values in known]
    for text, answer in zip(("1 if listed(t) else 0", "t"), expected(table, world), strict=True):
        node = tree(text, table)
        bounds = [interpret(node, facts) for facts in steps]
        assert bounds == [compile_nodes([node])(facts)[0] for facts in steps]
        assert bounds[-1] == (answer, answer)
        assert all(within(after, before) for before, after in pairwise(bounds))


def test_a_table_with_editions_is_made_of_the_nodes_that_there_are() -> None:
    """The dates are columns like any other: one lookup, with the ruling for whatever no edition says."""
    amount = CATALOGUE.subsidies["training_fee"].plan.amount
    assert set(facts_in(amount)) == {"program.level", "cohort.start_date", "cohort.end_date", "ruling.catalogue"}


def test_an_edition_has_a_name_in_both_languages() -> None:
    """A document without a number is called by its title."""
    assert CATALOGUE.documents["EX21"].name == Text("示例目录（2021年）", "the example catalogue of 2021")
