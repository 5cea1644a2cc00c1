"""The words of amounts, payees, purses and people in an answer."""

from __future__ import annotations

from collections.abc import Iterable

from vocskills.assessment.answer import Total
from vocskills.assessment.determination import Determination
from vocskills.assessment.determine import basis_of
from vocskills.assessment.outcomes import PerUnit, Sum
from vocskills.engines.prose.words import division
from vocskills.model.fields import Term, Unit
from vocskills.money import Money
from vocskills.places import NATION
from vocskills.policy.documents import Citation, Document
from vocskills.policy.pack import Policy, Rule
from vocskills.text import Lang, Text, join, same

IF_MET = Text("未定条件都满足时（元）", "if all open conditions are met (yuan)")
"""The head of the column with what would be paid if every open condition were met."""
NOT_STATED = Text("所见来源未写明", "not stated in the sources")
"""What no source that was read says, be it silent or known from digests only."""
UNKNOWN = "unknown"
"""What a pack writes for a number or an article that no source shows."""
_ONE_OF = Text("其一：", "one of: ")

_PER = {
    Unit.COUNT: Text("次", "time"),
    Unit.DAYS: Text("培训日", "training day"),
    Unit.MONTHS: Text("月", "month"),
    Unit.YEARS: Text("年", "year"),
    Unit.HEADS: Text("人", "head"),
    Unit.MINUTES: Text("分钟", "minute"),
    Unit.HOURS: Text("学时", "class hour"),
}


def yuan(money: Money) -> str:
    """Yuan with two decimals and separators: ``4,880.00``."""
    yuan_part, fen = divmod(abs(money.fen), 100)
    return f"{'-' if money.fen < 0 else ''}{yuan_part:,}.{fen:02d}"


def figure(amount: Sum) -> Text:
    """An amount without its unit: one figure, the few that are possible, or the bounds.

    A range is shown only where every amount in it may be paid, as far as is known; few possible amounts are listed.
    """
    if amount.most is None:
        return Text(f"{yuan(amount.least)} 起，上限未知", f"{yuan(amount.least)} or more, no upper limit known")
    if amount.exact:
        return same(yuan(amount.least))
    if amount.possible:
        *others, last = map(yuan, amount.possible)
        return Text(f"{'、'.join(others)} 或 {last}", f"{', '.join(others)} or {last}")
    return Text(f"{yuan(amount.least)} 至 {yuan(amount.most)}", f"{yuan(amount.least)} to {yuan(amount.most)}")


def aside(words: Text) -> Text:
    """Words in brackets after others, each language with its own."""
    return Text(f"（{words.zh}）", f" ({words.en})")


def colon(lang: Lang) -> str:
    """The colon between a name and what is said of it."""
    return "：" if lang == "zh" else ": "


def ids(names: Iterable[str]) -> Text:
    """Names of facts, one after the other."""
    return join([same(name) for name in names])


def place(code: str) -> Text:
    """A division by name and code; the whole country by its name."""
    return Text("全国", "the whole country") if code == NATION else division(code)


def document(number: str) -> Text:
    """The number of a document."""
    return Text("文号不明", "number unknown") if number == UNKNOWN else same(number)


def article(name: str) -> Text:
    """The article of a document."""
    return Text("条款不明", "article unknown") if name == UNKNOWN else same(name)


def cited(policy: Policy, cite: Citation, *, whole: bool = False) -> Text:
    """Where something stands: article, fact ids, and how well they are known.

    Args:
        policy: whose document it is.
        cite: where it stands.
        whole: whether the document is always named; else it is if it is not the first one of the policy.
    """
    named = [_placed(policy, cite, whole)] if cite.article else []
    return join([*named, ids(cite.facts), basis_of(policy, cite).label], zh="；", en="; ")


def rule_cited(policy: Policy, rule: Rule) -> Text:
    """Where a rule stands; of one of another policy the document is named."""
    return cited(rule.origin or policy, rule.cite, whole=rule.origin is not None)


def _placed(policy: Policy, cite: Citation, whole: bool) -> Text:
    """The article, behind its document where that cannot be taken for granted."""
    found, own = article(cite.article), policy.documents.get(cite.document)
    if own is None or (own is main_document(policy) and not whole):
        return found
    name = document_called(policy, own)
    return Text(f"{name.zh}{'，' if cite.article == UNKNOWN else ''}{found.zh}", f"{name.en}, {found.en}")


def main_document(policy: Policy) -> Document | None:
    """The text that a policy is of: the first one that it names."""
    return next(iter(policy.documents.values()), None)


def document_called(policy: Policy, one: Document) -> Text:
    """A document by its number, else by its title, which for the policy's own is the policy's."""
    title = policy.title if one is main_document(policy) and not one.title.zh else one.title
    return Text(f"“{title.zh}”", f"“{title.en}”") if one.number == UNKNOWN and title.zh else one.name


def per_unit(of: PerUnit) -> Text:
    """An amount for each unit of what is not known."""
    unit = _PER[of.unit]
    return Text(f"每{unit.zh} {yuan(of.amount)} 元", f"{yuan(of.amount)} yuan per {unit.en}")


def by_unit(of: Sum, unit: PerUnit | None) -> Text:
    """An amount; where a quantity is not known what there is for each unit of it, and what all may come to at most."""
    if unit is None:
        return figure(of)
    each = per_unit(unit)
    if of.most is None:
        return each
    most = yuan(of.most)
    return Text(f"{each.zh}，至多 {most} 元", f"{each.en}, at most {most} yuan")


def people(heads: int) -> Text:
    """How many people."""
    return Text(f"{heads} 人", f"{heads:,} people" if heads != 1 else "1 person")


def payees(of: Determination) -> Text:
    """Who may be paid, or that the text does not say."""
    if of.payee_shared:
        return sharing(of.payees)
    return _members(of.payees) if of.payee_stated else NOT_STATED


def sharing(members: Iterable[Term]) -> Text:
    """Several who share, where the text states no shares."""
    listed = join([one.label for one in members], en=" and ")
    return Text(f"{listed.zh}（各自份额未写明）", f"{listed.en} (shares not stated)")


def funds(of: Determination) -> Text:
    """From which purse, or that the text does not say."""
    return _members(of.funds) if of.fund_stated else NOT_STATED


def _members(members: Iterable[Term]) -> Text:
    labels = [member.label for member in members]
    listed = join(labels)
    return listed if len(labels) == 1 else Text(_ONE_OF.zh + listed.zh, _ONE_OF.en + listed.en)


def payable(of: Total) -> Text:
    """What can be paid as things are."""
    found = by_unit(of.payable, of.per_unit)
    if of.per_unit is not None and not of.payable.least.fen:
        return Text(f"0 或{found.zh}", f"0 or {found.en}")
    return found


def if_met(of: Total) -> Text:
    """What would be paid if every open condition were met."""
    return by_unit(of.amount, of.per_unit)


def to_do(remedy: Text, lang: Lang) -> str:
    """What to do, as the sentence after the one that says what is wrong."""
    return said(Text(f"处理：{remedy.zh}", f" What to do: {remedy.en}"), lang)


def said(words: Text, lang: Lang) -> str:
    """One sentence, ended by a full stop if it has no end."""
    chosen = words.of(lang).rstrip()
    if not chosen or chosen[-1] in "。.!?！？":
        return chosen
    return chosen + ("。" if lang == "zh" else ".")


def condition_number(policy: Policy, name: str) -> int:
    """The number of a condition on the sheet."""
    return list(policy.rules).index(name) + 1


def conditions(policy: Policy, rules: Iterable[str]) -> Text:
    """Conditions by their numbers, those that follow each other from the first to the last: 条件1至5、8."""
    runs: list[list[int]] = []
    for number in sorted(condition_number(policy, name) for name in rules):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    zh = [f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs]
    en = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return Text(f"条件{'、'.join(zh)}", f"condition{'s' if sum(map(len, runs)) > 1 else ''} {', '.join(en)}")
