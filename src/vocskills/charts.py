"""Two pictures of decided classes: who gets what and why not, and what it costs from which fund.

Both are Altair charts (extra ``notebook``); ``chart.save("outcomes.png")`` writes a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.determination import Determination
from vocskills.assessment.outcomes import State, Sum, Verdict
from vocskills.errors import extra
from vocskills.report import words
from vocskills.report.answer import NOT_FROM_FUND, heading
from vocskills.report.answer import outcomes as subsidy_outcomes
from vocskills.report.groups import TROUBLE, UNJUDGED
from vocskills.report.markup import FONTS
from vocskills.text import Lang, Text, join

if TYPE_CHECKING:
    import altair as alt

    from vocskills.assessment.assessment import Assessment

_COLORS = {
    Verdict.ELIGIBLE.label: "#1a7f37",
    NOT_FROM_FUND: "#2f6f8f",
    Verdict.UNDETERMINED.label: "#d4a72c",
    Verdict.INELIGIBLE.label: "#cf222e",
    Verdict.NOT_IN_FORCE.label: "#8c959f",
    Verdict.NOT_APPLICABLE.label: "#d0d7de",
}
_STATES = {State.FAIL.label: "#cf222e", State.OPEN.label: "#d4a72c", State.NOT_JUDGED.label: "#8c959f"}
_NOT_MEANT = Verdict.NOT_APPLICABLE.label
_REASONS_MOST = 10
_PEOPLE = Text("人数", "people")
_OUTCOME, _STATE = Text("结论", "outcome"), Text("理由", "reason")
_FUND, _SURE = Text("资金", "fund"), Text("确定程度", "certainty")
_LEAST, _PERHAPS = Text("已经确定可付", "payable as things are"), Text("条件满足时另付", "more, if what is open is met")
_YUAN = Text("金额（元）", "amount (yuan)")
_OUTCOMES_TITLE = Text("各班结论与理由（人数）", "outcomes and reasons (people)")
_MONEY_TITLE = Text("各班金额与资金（元）", "money by class and fund (yuan)")
_NO_LIMIT = Text("未知上限的补贴只画下限", "subsidies without a known limit are drawn at their least")


def outcomes(found: Iterable[Assessment], lang: Lang = "zh") -> alt.VConcatChart:
    """How many people of each class are eligible, undetermined or not; below it the rules that stand in the way.

    Subsidies of a class that come to the same for the same number of people share a bar.

    Args:
        found: decided classes.
        lang: Chinese or English.

    Raises:
        ExtraError: Altair is not installed.
    """
    with extra("notebook"):
        import altair as alt

    classes = list(found)
    bars = [_bar(name, label, n, _COLORS, lang) for one in classes for name, label, n in _outcomes(one, lang)]
    reasons = _reasons(classes).most_common(_REASONS_MOST)
    waits = [_bar(because.of(lang), state.label, n, _STATES, lang) for (because, state), n in reasons]
    above = _bars(alt, bars, _OUTCOME, _COLORS, lang)
    both = alt.vconcat(above, _bars(alt, waits, _STATE, _STATES, lang), title=_OUTCOMES_TITLE.of(lang))
    chart: alt.VConcatChart = _dressed(both.resolve_scale(color="independent", x="independent"))
    return chart


def money(found: Iterable[Assessment], lang: Lang = "zh") -> alt.Chart:
    """What each class is paid from each fund: what is payable as things are, and what comes on top if all is met.

    Args:
        found: decided classes.
        lang: Chinese or English.

    Raises:
        ExtraError: Altair is not installed.
    """
    with extra("notebook"):
        import altair as alt

    rows, limitless = [], False
    for one in found:
        for (fund, sure), fen in _money(one).items():
            certain = _LEAST if sure else _PERHAPS
            row = {"class": _named(one, lang), "fund": fund.of(lang), "sure": certain.of(lang), "rank": int(not sure)}
            rows.append(row | {"yuan": fen / 100})
        limitless = limitless or any(d.payable.most is None for d in _every(one.subjects))
    title = _MONEY_TITLE.of(lang) + (words.aside(_NO_LIMIT).of(lang) if limitless else "")
    chart: alt.Chart = _dressed(
        alt.Chart(_data(alt, rows), title=title)
        .mark_bar()
        .encode(
            y=alt.Y("class:N", title=None, sort=None),
            x=alt.X("sum(yuan):Q", title=_YUAN.of(lang), axis=alt.Axis(format=",.0f")),
            color=alt.Color("fund:N", title=_FUND.of(lang)),
            opacity=alt.Opacity(
                "sure:N",
                title=_SURE.of(lang),
                scale=alt.Scale(domain=[_LEAST.of(lang), _PERHAPS.of(lang)], range=[1, 0.4]),
            ),
            order=alt.Order("rank:Q"),
            tooltip=[alt.Tooltip(f"{name}:N") for name in ("class", "fund", "sure")] + [alt.Tooltip("sum(yuan):Q")],
        )
        .properties(width=480)
    )
    return chart


def _data(alt: Any, rows: Sequence[dict[str, Any]]) -> Any:
    return alt.Data(values=list(rows))


def _bar(name: str, label: Text, people: int, colors: dict[Text, str], lang: Lang) -> dict[str, Any]:
    return {"bar": name, "part": label.of(lang), "rank": list(colors).index(label), "people": people}


def _bars(alt: Any, rows: Sequence[dict[str, Any]], part: Text, colors: dict[Text, str], lang: Lang) -> Any:
    """Lying bars of people, stacked by colour; what there is none of is not in the legend."""
    shown = {label.of(lang): color for label, color in colors.items() if any(r["part"] == label.of(lang) for r in rows)}
    scale = alt.Scale(domain=list(shown), range=list(shown.values()))
    return (
        alt.Chart(_data(alt, rows))
        .mark_bar()
        .encode(
            y=alt.Y("bar:N", title=None, sort=None),
            x=alt.X("sum(people):Q", title=_PEOPLE.of(lang), axis=alt.Axis(format="d", tickMinStep=1)),
            color=alt.Color("part:N", title=part.of(lang), scale=scale),
            order=alt.Order("rank:Q"),
            tooltip=[alt.Tooltip("bar:N"), alt.Tooltip("part:N"), alt.Tooltip("sum(people):Q")],
        )
        .properties(width=480)
    )


def _dressed(chart: Any) -> Any:
    """The chart with fonts that have Chinese characters, and labels that are not cut short."""
    fonts = ", ".join(FONTS)
    return (
        chart.configure(font=fonts)
        .configure_axis(labelFont=fonts, titleFont=fonts, labelLimit=420)
        .configure_legend(labelFont=fonts, titleFont=fonts, labelLimit=260)
        .configure_title(font=fonts, anchor="start")
    )


def _named(one: Assessment, lang: Lang) -> str:
    return heading(one, lang)


def _every(subjects: Iterable[SubjectAnswer]) -> Iterator[Determination]:
    return (one for subject in subjects for one in subject.determinations)


def _outcomes(one: Assessment, lang: Lang) -> Iterator[tuple[str, Text, int]]:
    """Bar, outcome and number of people; a subsidy that is for nobody in the class has no bar."""
    bars: dict[tuple[tuple[Text, int], ...], list[Text]] = {}
    for subsidy in one.by_subsidy:
        bars.setdefault(tuple(subsidy_outcomes(subsidy)), []).append(subsidy.title)
    meant = {bar: titles for bar, titles in bars.items() if {label for label, _ in bar} != {_NOT_MEANT}} or bars
    for bar, titles in meant.items():
        subsidies = f" {join(list(dict.fromkeys(titles))).of(lang)}" if len(meant) > 1 else ""
        yield from ((_named(one, lang) + subsidies, label, heads) for label, heads in bar)


def _reasons(found: Iterable[Assessment]) -> Counter[tuple[Text, State]]:
    """How many people a rule refuses or leaves open, each rule once a person."""
    counted: Counter[tuple[Text, State]] = Counter()
    for one in found:
        for subject in one.subjects:
            why = {
                (f.because, f.state)
                for d in subject.determinations
                if d.verdict not in UNJUDGED and (d.failed or d.open)
                for f in one.explain(subject, d).findings
                if f.state in TROUBLE
            }
            counted.update(dict.fromkeys(why, subject.heads))
    return counted


def _money(one: Assessment) -> Counter[tuple[Text, bool]]:
    """Fen by fund: what is payable as things are (true), and what comes on top (false)."""
    counted: Counter[tuple[Text, bool]] = Counter()
    for subject in one.subjects:
        for d in subject.determinations:
            least, more = _fen(d.payable)
            counted[words.funds(d), True] += least * subject.heads
            counted[words.funds(d), False] += more * subject.heads
    return Counter({key: fen for key, fen in counted.items() if fen})


def _fen(amount: Sum) -> tuple[int, int]:
    most = amount.least if amount.most is None else amount.most
    return amount.least.fen, most.fen - amount.least.fen
