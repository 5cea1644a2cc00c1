"""How a roster was read: which header became which fact, which rows were left out, what there is to say about cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vocskills.report.layout import hanging, table
from vocskills.roster import Certainty, DropReason, HeaderMatch, Problem, Roster, Severity, Table
from vocskills.roster.facts import as_shown
from vocskills.roster.mapping import label
from vocskills.text import Lang, Text

_CERTAINTY = {
    Certainty.CONFIRMED: Text("对应表写明", "by the mapping"),
    Certainty.EXACT: Text("确定", "exact"),
    Certainty.SYNONYM: Text("同义词", "synonym"),
    Certainty.LIKELY: Text("很可能", "likely"),
    Certainty.NONE: Text("没有看懂", "not understood"),
}
_REASON = {
    DropReason.BLANK: Text("空行", "blank"),
    DropReason.TOTAL: Text("合计", "total"),
    DropReason.SIGNATURE: Text("落款", "signature"),
    DropReason.NOTE: Text("说明", "note"),
    DropReason.HEADER: Text("重复的列名", "header again"),
    DropReason.LENGTH: Text("格数不对", "wrong number of cells"),
}
_SEVERITY = {
    Severity.ERROR: Text("错误", "errors"),
    Severity.OPEN: Text("不能确定", "not certain"),
    Severity.WARNING: Text("注意", "warnings"),
    Severity.NOTE: Text("读法", "how cells were read"),
}
COLUMN_HEADS = (
    Text("格", "cell"),
    Text("列名", "header"),
    Text("含义", "meaning"),
    Text("把握", "certainty"),
    Text("单位", "unit"),
)
_NOT_READ = Text("不读取", "not read")


def render_roster(roster: Roster, lang: Lang) -> str:
    """The page that shows how a roster was read, in one language."""
    lines = [summary_words(roster).of(lang)]
    for one in roster.tables:
        lines += ["", *_of_table(roster, one, lang)]
    for severity in Severity:
        found = [problem for problem in roster.problems if problem.severity is severity]
        if found:
            lines += ["", f"{_SEVERITY[severity].of(lang)} ({len(found)})", *_of_problems(found, lang)]
    return "\n".join(lines) + "\n"


def summary_words(roster: Roster) -> Text:
    """The file, its classes, people and problems by their number."""
    book = roster.workbook
    counts = Counter(problem.severity for problem in roster.problems)
    said_zh = "，".join(f"{_SEVERITY[one].zh} {counts[one]}" for one in Severity)
    said_en = ", ".join(f"{_SEVERITY[one].en} {counts[one]}" for one in Severity)
    people, classes = len(roster.rows), len(roster.cases)
    name = book.name or book.format.value
    return Text(
        f"{name}（{book.format.value}）：{classes} 个班，{people} 人；{said_zh}",
        f"{name} ({book.format.value}): classes {classes}, people {people}; {said_en}",
    )


def _of_table(roster: Roster, one: Table, lang: Lang) -> Iterator[str]:
    first, last = one.header_rows
    sheet = roster.workbook.sheets[one.sheet].name or "-"
    rows = str(first) if first == last else f"{first}-{last}"
    yield Text(f"工作表 {sheet}，列名在第 {rows} 行", f"sheet {sheet}, headers in row {rows}").of(lang)
    yield from table(
        [head.of(lang) for head in COLUMN_HEADS], [column_row(match, lang) for match in (*one.above, *one.columns)]
    )
    for row in one.dropped:
        reason = _REASON[row.reason].of(lang)
        yield Text(
            f"第 {row.cell.row} 行不是人员（{reason}）：{row.text}",
            f"row {row.cell.row} is nobody's ({reason}): {row.text}",
        ).of(lang)
    for total in one.totals:
        yield _of_total(
            str(total.cell),
            label(total.target) if total.target else "",
            as_shown(total.printed),
            total.computed,
            total.agrees,
        ).of(lang)


def column_row(match: HeaderMatch, lang: Lang) -> tuple[str, ...]:
    """One column under :data:`COLUMN_HEADS`."""
    meant = " + ".join(f"{label(target)} {target}" for target in match.targets) or _NOT_READ.of(lang)
    return str(match.cell).rpartition("!")[2], match.header, meant, _CERTAINTY[match.certainty].of(lang), match.unit


def _of_total(cell: str, what: str, printed: str, computed: str | None, agrees: bool | None) -> Text:
    name = what or "人数"
    if agrees is None:
        return Text(
            f"{cell} {name}：打印 {printed}，有的格看不出数字，无法核对",
            f"{cell} {name}: printed {printed}; a cell is no number, so it cannot be compared",
        )
    same = Text("相符", "agrees") if agrees else Text("不符", "differs")
    return Text(
        f"{cell} {name}：打印 {printed}，逐行 {computed}，{same.zh}",
        f"{cell} {name}: printed {printed}, rows {computed}, {same.en}",
    )


def _of_problems(problems: list[Problem], lang: Lang) -> Iterator[str]:
    for problem in problems:
        yield from hanging("  - ", problem.render(lang))
