"""A policy as a sheet that an official can check and sign: documents, rules as sentences, tables, what is left open.

The sheet is what is reviewed, not the source: every rule stands with its article, its fact ids and how they were read;
then what the texts delegate, leave unsettled or leave out, and the facts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from vocskills.assessment.explain import condition_of
from vocskills.assessment.texts import window_text
from vocskills.assessment.words import names_of
from vocskills.engines.prose import Names, bounds_text, figures, sentence
from vocskills.language import vocabulary
from vocskills.language.nodes import DATE, Fact, Literal, Node, walk
from vocskills.model.fields import DAY_MAX, DAY_MIN, Kind
from vocskills.model.terms import SubjectKind
from vocskills.policy.documents import Document, Window
from vocskills.policy.facts import load_facts
from vocskills.policy.items import Advance, Item, Measure, StepOp, Subsidy
from vocskills.policy.pack import Clause, ClauseKind, Policy, Rule
from vocskills.report import words
from vocskills.report.layout import hanging, title
from vocskills.report.tables import table_lines
from vocskills.text import Lang, Text, join, labelled, same

_STEPS = {
    StepOp.BASE: Text("基数", "base"),
    StepOp.TIMES: Text("乘以", "times"),
    StepOp.PLUS: Text("加", "plus"),
    StepOp.AT_MOST: Text("不超过", "at most"),
    StepOp.AT_LEAST: Text("不低于", "at least"),
    StepOp.ROUND: Text("取整到", "rounded to"),
}
_DELEGATED, _NO_STANDARD = Text("授权", "delegated"), Text("标准未写明", "standard not stated")
_NO_LIMITS = Text("来源未写明上下限", "no limits are stated")
_FACTS = Text(
    "所依据的事实（本库的摘述，不是原文，请与原文核对）",
    "the facts it rests on (this library's abstracts, not the wording; check them against the text)",
)
_SIGN = Text(
    "核对人：____________    日期：____________    意见：____________",
    "Checked by: ____________    Date: ____________    Remarks: ____________",
)


def show(policy: Policy, lang: Lang) -> str:
    """The sheet of one policy.

    Args:
        policy: a loaded policy.
        lang: Chinese or English; titles and numbers of texts stay as they are.
    """
    names = attrs.evolve(names_of(policy), brief=True)
    lines = [line for part in _parts(policy, names, lang) for line in part]
    return "\n".join([*lines, "", _SIGN.of(lang)]) + "\n"


def _parts(policy: Policy, names: Names, lang: Lang) -> Iterator[list[str]]:
    yield title(policy.title.of(lang))
    yield list(_head(policy, lang))
    yield _section(Text("文件", "documents"), _documents(policy, lang), lang)
    yield _section(Text("条件", "rules"), [_rule(policy, one, names, lang) for one in policy.rules.values()], lang)
    yield _section(
        Text("补贴", "subsidies"), [_subsidy(policy, one, names, lang) for one in policy.subsidies.values()], lang
    )
    for name, items in (
        (Text("审核事项", "approvals"), policy.approvals),
        (Text("处理措施", "measures"), policy.measures),
    ):
        yield _section(name, [_item(policy, one, names, lang) for one in items.values()], lang)
    yield _section(Text("表", "tables"), table_lines(policy, names, lang), lang)
    yield _section(
        Text("授权、未定和未写明的条款", "clauses delegated, unsettled or open"),
        [_clause(policy, one, names, lang) for one in policy.clauses.values() if not _is_item(policy, one)]
        + [_clause(origin, one, names_of(origin), lang) for origin, one in _used_clauses(policy)],
        lang,
    )
    yield _section(Text("未收入的内容及原因", "left out, and why"), [_left_out(policy, lang)], lang)
    yield _section(_FACTS, [_facts(policy, lang)], lang)


def _section(name: Text, parts: list[list[str]], lang: Lang) -> list[str]:
    lines = [line for part in parts for line in part]
    return [*title(name.of(lang), "-"), *lines] if lines else []


def _line(name: Text, value: Text, lang: Lang, indent: int = 2) -> list[str]:
    mark = "：" if lang == "zh" else ": "
    return hanging(name.of(lang) + mark, value.of(lang), indent=indent)


def _head(policy: Policy, lang: Lang) -> Iterator[str]:
    yield from _line(Text("编号", "policy"), Text(policy.id, policy.id), lang)
    yield from _line(Text("适用地区", "place"), words.place(policy.place), lang)
    if policy.window is None:
        yield from _line(Text("有效期", "window"), Text("原文未读", "the text was not read"), lang)
        return
    yield from _window(policy, policy.window, policy.judged_on, lang, 2)


def _window(policy: Policy, window: Window, judged_on: Iterable[str], lang: Lang, indent: int) -> Iterator[str]:
    """From when to when, by which dates, and what takes over."""
    yield from _line(Text("有效期", "window"), window_text(window), lang, indent)
    dates = join([vocabulary.facts()[path].label for path in judged_on])
    yield from _line(Text("判定日期", "judged on"), dates, lang, indent)
    if window.then:
        name = policy.documents[window.then].name
        then = Text(f"由{name.zh}接续（条文未读到）", f"{name.en} (its articles were not read)")
        yield from _line(Text("期满后", "afterwards"), then, lang, indent)
    if window.interpretation:
        yield from _line(_READ_HERE, window.interpretation, lang, indent)


def _documents(policy: Policy, lang: Lang) -> list[list[str]]:
    """The texts, and of which of them an article is that stands without one."""
    listed = [_document(one, lang) for one in policy.documents.values()]
    main = words.main_document(policy)
    if main is None or len(listed) == 1:
        return listed
    name = words.document_called(policy, main)
    said = Text(f"没有写明文件的，均为{name.zh}的条款", f"those without a document are of {name.en}")
    return [*listed, _line(Text("条款", "articles"), said, lang)]


def _document(one: Document, lang: Lang) -> list[str]:
    number, issued = words.document(one.number), bounds_text(DATE, (DAY_MIN, DAY_MAX), *one.issued)
    titled = Text(f"“{one.title.zh}”，", f"“{one.title.en}”, ") if one.title.zh else same("")
    said = Text(
        f"{titled.zh}{number.zh}，{issued.zh}印发，{one.read.label.zh}",
        f"{titled.en}{number.en}, issued {issued.en}, {one.read.label.en}",
    )
    return _line(Text(one.id, one.id), said, lang)


def _rule(policy: Policy, one: Rule, names: Names, lang: Lang) -> list[str]:
    """A condition under its number; one of another policy with that policy's words and the days on which it holds."""
    names = names if one.origin is None else attrs.evolve(names_of(one.origin), brief=True)
    mark, said = f"{words.condition_number(policy, one.name)}. ", sentence(condition_of(one), names).of(lang)
    lines = hanging(mark, f"{one.name}{words.colon(lang)}{said}", indent=2)
    if one.origin is not None:
        lines += _line(_ONLY_THEN, _origin(one.origin), lang, 4)
    if one.when is not None:
        lines += _line(Text("仅在以下情形适用", "only where"), sentence(one.when, names), lang, 4)
    if one.open_ended is not None:
        etc = one.open_ended
        open_ = Text(f"未列入的尚不能确定：{etc.zh}", f"whoever or whatever is not listed is open: {etc.en}")
        lines += _line(Text("注意", "note"), open_, lang, 4)
    lines += _line(Text("不满足时", "if it fails"), one.because, lang, 4)
    for name, words_ in ((Text("处理", "what to do"), one.remedy), (_READ_HERE, one.interpretation)):
        lines += _line(name, words_, lang, 4) if words_ else []
    if one.in_principle:
        lines += _line(Text("注意", "note"), _IN_PRINCIPLE, lang, 4)
    return [*lines, *_line(_SOURCE, words.rule_cited(policy, one), lang, 4)]


def _origin(origin: Policy) -> Text:
    """Another policy by its title and code, and from when to when it is in force."""
    window = window_text(origin.window) if origin.window else same("")
    return labelled(Text(f"{origin.title.zh}（{origin.id}）", f"{origin.title.en} ({origin.id})"), window)


_PAYEE = Text("收款方", "payee")
_OF_ITS_OWN = Text("另有施行期，依据", "a window of its own, by")
_AND_WHETHER = Text("，以及是否有此项", ", and whether there is such an item at all")
_ONLY_THEN = Text("仅在该文件有效期内适用", "only while this is in force")
_READ_HERE = Text("本库的理解", "as read here")
_SOURCE = Text("依据", "source")
_IN_PRINCIPLE = Text("原文为“原则上”", "the text says 原则上 (in principle)")


def _subsidy(policy: Policy, one: Subsidy, names: Names, lang: Lang) -> list[str]:
    lines = _conditions(policy, one, names, lang)
    for step in one.steps:
        value = Text(f"{step.unit}元", f"{step.unit} yuan") if step.value is None else sentence(step.value, names)
        lines += _line(_STEPS[step.op], value, lang, 4)
    lines += _advance(policy, one.advance, names, lang) if one.advance else []
    for name, node in ((_PAYEE, one.payee), (Text("资金", "fund"), one.fund)):
        said = words.NOT_STATED if node is None else sentence(node, names)
        said = words.sharing(one.shared) if name is _PAYEE and one.shared else said
        lines += _line(name, said, lang, 4)
    if one.binds:
        lines += _line(Text("约束", "binds"), _bound(one), lang, 4)
    if one.discretionary:
        lines += _line(Text("注意", "note"), Text("“可以”给予", "the text says 可以 (may)"), lang, 4)
    lines += _line(_READ_HERE, one.interpretation, lang, 4) if one.interpretation else []
    return [*lines, *_line(_SOURCE, words.cited(policy, one.cite), lang, 4)]


def _item(policy: Policy, one: Item, names: Names, lang: Lang) -> list[str]:
    """An approval or a measure: its conditions, and what a measure brings."""
    lines = _conditions(policy, one, names, lang)
    if isinstance(one, Measure):
        lines += _line(Text("成为", "becomes"), one.grade.label, lang, 4) if one.grade else []
        for following in one.follows:
            lines += _line(following.what.label, sentence(following.typed, names), lang, 4)
    lines += _line(_READ_HERE, one.interpretation, lang, 4) if one.interpretation else []
    return [*lines, *_line(_SOURCE, words.cited(policy, one.cite), lang, 4)]


def _conditions(policy: Policy, one: Item, names: Names, lang: Lang) -> list[str]:
    """What an item is called, of what it is decided, for what, and under which rules."""
    lines = hanging("- ", f"{one.name} {one.title.of(lang)}", indent=2) + _subject(policy, one, lang)
    if one.applies is not None:
        lines += _line(Text("适用于", "for"), sentence(one.applies, names), lang, 4)
    for name, rules in (
        (Text("须满足", "requires"), one.requires),
        (Text("有其一即处理", "where one holds"), one.when_any),
    ):
        lines += _line(name, words.conditions(policy, rules), lang, 4) if rules else []
    return lines


def _subject(policy: Policy, one: Item, lang: Lang) -> list[str]:
    """Of what an item is decided, and on which dates, where these are not what is usual."""
    lines: list[str] = []
    if one.subject is not SubjectKind.ENROLLMENT:
        lines += _line(Text("判定对象", "decided of"), one.subject.label, lang, 4)
    if one.judged_on != policy.judged_on:
        dates = join([vocabulary.facts()[path].label for path in one.judged_on])
        lines += _line(Text("判定日期", "judged on"), dates, lang, 4)
    if one.own is not None:
        lines += _line(_OF_ITS_OWN, words.cited(policy, one.own.window.cite), lang, 4)
        lines += _window(policy, one.own.window, one.own.judged_on, lang, 6)
    return lines


def _bound(one: Subsidy) -> Text:
    """What local texts pay from the same fund and only under these conditions; that they do is a reading of ours."""
    kinds = join([kind.label for kind in one.binds])
    return Text(
        f"地方文件规定由同一资金支付的{kinds.zh}，也须满足以上条件（本库的理解）",
        f"{kinds.en} that a local text pays from the same fund must meet these conditions as well (as read here)",
    )


def _advance(policy: Policy, one: Advance, names: Names, lang: Lang) -> list[str]:
    share = sentence(one.at_most, names)
    limit = Text(f"至多金额的{share.zh}", f"at most {share.en} of the amount")
    lines = _line(Text("预拨", "in advance"), limit, lang, 4)
    if one.requires:
        lines += _line(Text("须满足", "requires"), words.conditions(policy, one.requires), lang, 6)
    return lines + _line(_SOURCE, words.cited(policy, one.cite), lang, 6)


def _used_clauses(policy: Policy) -> list[tuple[Policy, Clause]]:
    """The clauses of other policies on which the rules rest that it takes from them, each once."""
    found: dict[tuple[str, str], tuple[Policy, Clause]] = {}
    for rule in policy.rules.values():
        origin = rule.origin
        read = {part.path for tree in rule.trees for part in walk(tree) if isinstance(part, Fact)} if origin else set()
        for name, clause in origin.clauses.items() if origin else ():
            if origin and clause.fact.path in read:
                found[origin.id, name] = origin, clause
    return list(found.values())


def _is_item(policy: Policy, one: Clause) -> bool:
    """Whether a clause asks if a table has the item at all; it stands with the one that asks for the value."""
    return one.name.startswith("listed(") and one.name[len("listed(") : -1] in policy.clauses


def _clause(policy: Policy, one: Clause, names: Names, lang: Lang) -> list[str]:
    kind = {
        ClauseKind.DELEGATED: _DELEGATED if one.decided_by else _NO_STANDARD,
        ClauseKind.UNSETTLED: Text("未定", "unsettled"),
        ClauseKind.OPEN: Text("未写明", "open"),
    }[one.kind]
    listed = f"listed({one.name})"
    has_item = listed in policy.clauses
    codes = join([same(one.name), *([same(f"“{listed}”")] if has_item else [])])
    question = labelled(Text(f"{codes.zh}（{kind.zh}）", f"{codes.en} ({kind.en})"), one.question).of(lang)
    lines = hanging("- ", question + (_AND_WHETHER.of(lang) if has_item else ""), indent=2)
    labels = dict(zip((name for name, _ in one.readings), one.labels, strict=False))
    for name, node in one.readings:
        lines += hanging("- ", _reading(name, labels.get(name), node, names).of(lang), indent=4)
    if one.kind is ClauseKind.DELEGATED:
        limits = figures.limits(one.fact)
        lines += _line(Text("范围", "range"), join(limits) if limits else _NO_LIMITS, lang, 4)
        lines += _line(Text("由谁决定", "decided by"), one.decided_by or words.NOT_STATED, lang, 4)
    return [*lines, *(_line(_SOURCE, words.cited(policy, one.cite), lang, 4) if one.cite.facts else [])]


def _reading(name: str, label: Text | None, node: Node, names: Names) -> Text:
    said = sentence(node, names)
    shown = label or Text(name, name)
    if label and isinstance(node, Literal) and node.type.kind is Kind.BOOL:
        return Text(f"{shown.zh}（{name}）", f"{shown.en} ({name})")
    return Text(f"{shown.zh}（{name}）：{said.zh}", f"{shown.en} ({name}): {said.en}")


def _left_out(policy: Policy, lang: Lang) -> list[str]:
    lines: list[str] = []
    for fact, reason in policy.left_out.items():
        lines += _line(same(fact), reason, lang)
    for fact, reason in policy.partly.items():
        lines += _line(Text(f"{fact}（部分）", f"{fact} (in part)"), reason, lang)
    return lines


def _facts(policy: Policy, lang: Lang) -> list[str]:
    """Every fact that something on the sheet rests on, with its article, in the words of the fact base."""
    used = [rule.cite for rule in policy.rules.values() if rule.origin is not None]
    cited = policy.cited.union(*(cite.facts for cite in used))
    lines: list[str] = []
    for fact in load_facts():
        if fact.id in cited:
            known = fact.article not in ("", words.UNKNOWN)
            article = words.aside(same(fact.article)).of(lang) if known else ""
            said = f"{fact.fact.of(lang)} [{fact.confidence.label.of(lang)}]"
            lines += hanging(f"{fact.id}{article} ", said, indent=2)
    return lines
