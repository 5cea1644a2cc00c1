"""An assessment as a page: what governs, who gets what and why, what it comes to, what is missing, what it rests on."""

from __future__ import annotations

from collections import Counter

from vocskills.assessment.answer import (
    Answer,
    Missing,
    Receipt,
    SaidShown,
    SubjectAnswer,
    SubsidyTotal,
    TextChosen,
    Total,
)
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.outcomes import Verdict
from vocskills.model.nouns import Cohort
from vocskills.model.terms import SubjectKind
from vocskills.privacy import mask_text
from vocskills.report import words
from vocskills.report.decided import all_findings, people_item_lines, whole_lines
from vocskills.report.groups import groups, who
from vocskills.report.layout import hanging, table, title
from vocskills.report.people import people_table, reason_lines
from vocskills.report.settlements import settlement_lines
from vocskills.text import Lang, Text, join, same

MOST_MISSING = 6

_TEXTS = Text("依据的文件", "texts")
_PEOPLE = Text("结论", "outcome")
_REASONS = Text("理由", "reasons")
OF_PEOPLE = Text("对各人的审核和处理", "approvals and measures of people")
WHOLE = Text("对班期和机构的判定", "decided of the class and its provider")
_TOTALS = Text("合计", "totals")
MISSING = Text("还缺什么（作用最大的在前）", "what is missing, what decides most first")
_BESIDE = Text("一并适用的全国性文件", "national texts that bind as well")
_CONCERNS = {
    SubjectKind.COHORT: Text("关系到班期", "concerns the class"),
    SubjectKind.PROVIDER: Text("关系到培训机构", "concerns the provider"),
}
_SAID = Text("假定、裁定与提供的标准", "assumptions, rulings and figures given")
_RECEIPT = Text("回执", "receipt")
_EXPLAINED = Text("逐条说明", "all findings")


def render(assessment: Assessment, lang: Lang, *, explain: int | None = None, everybody: bool = False) -> str:
    """The page of one case.

    Args:
        assessment: the case decided.
        lang: Chinese or English.
        explain: a person's place in the list, counted from 1, whose findings are all shown, with those on the class
            and its provider.
        everybody: whether all findings of everybody are shown.

    Raises:
        IndexError: there is no such person.
    """
    lines = assessment_lines(assessment, lang)
    shown = range(1, len(assessment.answer.subjects) + 1) if everybody else [] if explain is None else [explain]
    if shown:
        lines += title(_EXPLAINED.of(lang), "-")
        lines += [line for number in shown for line in person_lines(assessment, number, lang)]
        if assessment.whole is not None:
            lines += [*_named(assessment.whole, lang), *all_findings(assessment, assessment.whole, lang)]
    return "\n".join([*lines, *closing_lines(assessment.answer, lang)]) + "\n"


def assessment_lines(assessment: Assessment, lang: Lang) -> list[str]:
    """The page without its end: everything about the class."""
    answer, found = assessment.answer, groups(assessment)
    reasons = reason_lines(found, answer.texts, lang)
    lines = title(heading(assessment, lang))
    lines += _section(_TEXTS, text_lines(answer, lang), lang)
    lines += _section(_PEOPLE, people_table(found, lang) if found and answer.by_subsidy else [], lang)
    lines += _section(_REASONS, reasons[1:] if answer.by_subsidy else [], lang)
    lines += _section(OF_PEOPLE, people_item_lines(assessment, lang), lang)
    lines += _section(WHOLE, whole_lines(assessment, lang), lang)
    lines += _section(_TOTALS, total_lines(answer, lang), lang)
    lines += _section(MISSING, missing_lines(answer.missing, lang), lang)
    lines += _section(_BESIDE, beside_lines(answer, lang), lang)
    return lines + _section(_SAID, said_lines(answer, lang), lang)


def closing_lines(answer: Answer, lang: Lang) -> list[str]:
    """What the answer can be reproduced from, and the notice that it is advice."""
    return [*receipt_lines(answer.receipt, lang), "", *hanging("", answer.notice.of(lang))]


def receipt_lines(receipt: Receipt, lang: Lang) -> list[str]:
    """What an answer can be reproduced from."""
    keyed = Text("", "") if not receipt.keyed else Text("，身份信息为带密钥的摘要", ", identifiers as keyed hashes")
    rows = [("vocskills", receipt.engine), (f"input{keyed.of(lang)}", receipt.input), *receipt.packs]
    lines = [line for name, digest in rows for line in hanging(f"  {name}: ", digest)]
    return _section(_RECEIPT, lines, lang)


def person_lines(assessment: Assessment, number: int, lang: Lang) -> list[str]:
    """All findings of one person, counted from 1; nothing where all is decided of the class.

    Raises:
        IndexError: there is no such person.
    """
    subjects = assessment.answer.subjects
    if not 1 <= number <= len(subjects):
        raise IndexError(number)
    subject = subjects[number - 1]
    lines = all_findings(assessment, subject, lang)
    return [*_named(subject, lang), *lines] if lines else []


def _named(subject: SubjectAnswer, lang: Lang) -> list[str]:
    return ["", f"{who(subject, lang)} {subject.id_number}".rstrip()]


def _section(name: Text, lines: list[str], lang: Lang) -> list[str]:
    return [*title(name.of(lang), "-"), *lines] if lines else []


def heading(assessment: Assessment, lang: Lang) -> str:
    """The class in one line: its place, its trade, its dates and how many people."""
    case = assessment.case
    cohort = case.cohort if isinstance(case.cohort, Cohort) else Cohort()
    named = [case.id or cohort.id, cohort.place_text, cohort.title or cohort.trade]
    shown = [mask_text(part) for part in named if part]
    return "  ".join([*shown, words.people(assessment.heads).of(lang)])


def text_lines(answer: Answer, lang: Lang) -> list[str]:
    """Every text looked at: whether it governs, its window, the dates that chose it, how it was read."""
    lines = [] if answer.covered else hanging("  ! ", answer.coverage.of(lang))
    return [*lines, *(line for text in answer.texts for line in _text(text, lang))]


def _text(text: TextChosen, lang: Lang) -> list[str]:
    zh = lang == "zh"
    read = [Text(f"{words.document(n).zh}，{r.zh}", f"{words.document(n).en}, {r.en}") for n, r in text.documents]
    scope = Text("全国", "national") if text.national else words.place(text.place)
    head = text.title.of(lang) + words.aside(join([same(text.policy), scope], zh="，")).of(lang)
    state = text.in_force.label.of(lang)
    return [
        *hanging("  - ", head + words.colon(lang) + state),
        *hanging("    ", ("有效期：" if zh else "window: ") + text.window.of(lang)),
        *hanging("    ", ("班期：" if zh else "class: ") + text.why.of(lang)),
        *hanging("    ", ("文件：" if zh else "documents: ") + join(read, zh="；", en="; ").of(lang)),
        *(line for one in text.editions for line in hanging("    ", one.why.of(lang))),
    ]


def total_lines(answer: Answer, lang: Lang) -> list[str]:
    """Each local subsidy over the class, then all of them."""
    if not answer.by_subsidy:
        return []
    heads, rows = total_rows(answer, lang)
    lines = table(heads, rows, indent=2) + settlement_lines(answer.settlement, lang, "  ")
    return [*lines, *hanging("  ! ", LISTED_ONLY.of(lang))] if answer.listed_only else lines


def total_rows(answer: Answer, lang: Lang) -> tuple[list[str], list[list[str]]]:
    """The heads and rows of the table of totals: a row for each local subsidy, the last for all of them."""
    heads = Text("补贴", "subsidy"), Text("人数", "people"), Text("可付（元）", "payable (yuan)"), words.IF_MET
    rows = [[one.title.of(lang), _heads(one, lang), *_figures(one.total, lang)] for one in answer.by_subsidy]
    whole = Text("全班合计", "whole class").of(lang), words.people(answer.heads).of(lang)
    return [head.of(lang) for head in heads], [*rows, [*whole, *_figures(answer.total, lang)]]


LISTED_ONLY = Text(
    "名单没有注明完整，合计只含所列人员", "the list is not said to be complete: the totals are of the people listed"
)


def _heads(one: SubsidyTotal, lang: Lang) -> str:
    return ("，" if lang == "zh" else ", ").join(f"{label.of(lang)} {heads}" for label, heads in outcomes(one))


def outcomes(one: SubsidyTotal) -> list[tuple[Text, int]]:
    """How many people a subsidy comes to what for; those whom a national text bars are told apart."""
    counted = [(verdict.label, heads - one.barred * (verdict is Verdict.ELIGIBLE)) for verdict, heads in one.heads]
    return [(label, heads) for label, heads in [*counted, (NOT_FROM_FUND, one.barred)] if heads]


NOT_FROM_FUND = Text("符合但不得由该资金支付", "eligible, not payable from this fund")


def _figures(total: Total, lang: Lang) -> tuple[str, str]:
    return words.payable(total).of(lang), words.if_met(total).of(lang)


def missing_lines(missing: tuple[Missing, ...], lang: Lang) -> list[str]:
    """What is missing, ranked."""
    lines = []
    for number, one in enumerate(missing[:MOST_MISSING], 1):
        lines += hanging(f"  {number}. ", missing_words(one, lang))
    rest = len(missing) - MOST_MISSING
    more = Text(f"另有 {rest} 项，见 --json", f"{rest} more, see --json")
    return [*lines, *([f"  {more.of(lang)}"] if rest > 0 else [])]


def missing_words(one: Missing, lang: Lang) -> str:
    """What is to be found out, and what knowing it would do."""
    return _asked(one, lang) + words.aside(same(_worth(one, lang))).of(lang)


def _asked(one: Missing, lang: Lang) -> str:
    """The question, with what it is about if it does not say so itself."""
    label, question = one.label.of(lang), one.question.of(lang)
    return question if label in question else f"{label}{'：' if lang == 'zh' else ': '}{question}"


def _worth(one: Missing, lang: Lang) -> str:
    """What knowing it would do, in words."""
    parts = [words.people(one.people)] if one.people else []
    parts += [_CONCERNS[kind] for kind in one.once]
    if one.decides:
        settles = Text("即可定下 {} 项结论", "settles {} determinations"), Text("可能定下 {} 项结论", "may settle {}")
        words_ = settles[0] if one.settles else settles[1]
        parts.append(Text(words_.zh.format(one.decides), words_.en.format(one.decides)))
    elif one.clears:
        parts.append(Text(f"可明确 {one.clears} 项未定条件", f"may settle {one.clears} open conditions"))
    if one.narrows is None:
        parts.append(Text("可使金额有上限", "can set a limit to the amount"))
    elif one.narrows.fen:
        figure = words.yuan(one.narrows)
        parts.append(Text(f"金额范围至多缩小 {figure} 元", f"narrows the amount by up to {figure} yuan"))
    return join(parts, zh="，", en=", ").of(lang)


def beside_lines(answer: Answer, lang: Lang) -> list[str]:
    """The outcomes under national texts: how many people under which."""
    return [line for one in beside_words(answer, lang) for line in hanging("  - ", one)]


def beside_words(answer: Answer, lang: Lang) -> list[str]:
    """The same, one sentence for each text, subsidy and outcome."""
    counts: Counter[tuple[str, Text, Text]] = Counter()
    for subject in answer.subjects:
        counts.update({(one.policy, one.title, one.phrase): subject.heads for one in subject.beside})
    ordered = sorted(counts.items(), key=lambda pair: (pair[0][0], pair[0][1].zh, pair[0][2].zh))
    return [_beside(*key, heads, lang) for key, heads in ordered]


def _beside(policy: str, name: Text, phrase: Text, heads: int, lang: Lang) -> str:
    said = join([phrase, words.people(heads)], zh="，").of(lang)
    return f"{policy} {name.of(lang)}{words.colon(lang)}{said}"


def _said(answer: Answer) -> list[tuple[Text, tuple[SaidShown, ...]]]:
    return [
        (Text("假定", "assumed"), answer.assumptions),
        (Text("裁定", "ruled"), answer.rulings),
        (Text("提供", "given"), answer.supplied),
    ]


def said_lines(answer: Answer, lang: Lang) -> list[str]:
    """The assumptions, rulings and figures given, and whether they were used."""
    lines = []
    for kind, found in _said(answer):
        for one in found:
            used = Text("已采用", "used") if one.used else Text("未用到", "not needed")
            by = words.aside(join([same(part) for part in _by(one)], zh="，")).of(lang) if one.by else ""
            end = f"；{used.zh}" if lang == "zh" else f"; {used.en}"
            lines += hanging("  - ", f"{kind.of(lang)}{words.colon(lang)}{one.words.of(lang)}{by}{end}")
    return lines


def _by(one: SaidShown) -> list[str]:
    """Who says so, and when if that is known."""
    return [one.by, *([one.on.isoformat()] if one.on else [])]
