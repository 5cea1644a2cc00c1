"""Which text governs: every policy of the place, its window, and the dates of the class that chose it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vocskills import calendar
from vocskills.assessment.answer import DateShown, EditionChosen, TextChosen
from vocskills.assessment.docket import key_of
from vocskills.assessment.outcomes import InForce, WindowShown
from vocskills.bounds import Bounds, truth
from vocskills.engines.prose import value_text
from vocskills.engines.prose.words import division
from vocskills.language import vocabulary
from vocskills.model.fields import DAY_MAX, DAY_MIN
from vocskills.places import NATION, parents
from vocskills.policy.documents import Editions, TableEdition, Window
from vocskills.policy.items import Item
from vocskills.policy.pack import Policy
from vocskills.policy.window import IN_FORCE
from vocskills.text import Text, join, same


def chosen(policy: Policy, values: Mapping[str, Bounds], judged_on: Sequence[tuple[str, ...]] = ()) -> TextChosen:
    """Why a policy governs or not.

    Args:
        policy: the policy.
        values: bounds by name; its governing dates are among them.
        judged_on: the dates of its items that apply, each once; those of the policy by default.
    """
    documents = tuple((document.number, document.read) for document in policy.documents.values())
    if policy.window is None:
        words = Text("原文未读，不作判定", "not read, so nothing is judged")
        return TextChosen(
            policy.id, policy.title, policy.place, policy.national, InForce.OPEN, words, (), documents, words
        )
    window = _ruled(policy, policy.window, values)
    groups = [tuple(_date(path, window, values[path]) for path in paths) for paths in judged_on or [policy.judged_on]]
    states = [_together([date.inside for date in dates]) for dates in groups]
    pairs = zip(groups, states, strict=True)
    why = join([_why(policy, window, state, dates, values) for dates, state in pairs], zh="；", en="; ")
    dates = tuple({date.path: date for group in groups for date in group}.values())
    return TextChosen(
        policy.id,
        policy.title,
        policy.place,
        policy.national,
        _together(states),
        window_text(policy.window),
        dates,
        documents,
        why,
        editions_chosen(policy, values),
    )


def in_force(policy: Policy, values: Mapping[str, Bounds], judged_on: Sequence[str]) -> InForce:
    """Whether a policy governs on some dates, without the words; open for one that was not read."""
    if policy.window is None:
        return InForce.OPEN
    window = _ruled(policy, policy.window, values)
    return _together([_inside(window, values[path]) for path in judged_on])


def own_window(policy: Policy, item: Item, values: Mapping[str, Bounds]) -> WindowShown | None:
    """The window that an item has of its own, and why it governs or not; ``None`` where it has none."""
    if item.own is None:
        return None
    window = _ruled(policy, item.own.window, values, f"{item.name}.{IN_FORCE}")
    dates = tuple(_date(path, window, values[path]) for path in item.own.judged_on)
    state = _together([date.inside for date in dates])
    return WindowShown(state, window_text(item.own.window), _why(policy, window, state, dates, values))


def _ruled(policy: Policy, window: Window, values: Mapping[str, Bounds], name: str = IN_FORCE) -> Window:
    """The window with what a ruling settled."""
    import attrs

    start = values.get(key_of(policy.id, f"ruling.{name}.from"), window.start)
    end = values.get(key_of(policy.id, f"ruling.{name}.through"), window.end)
    return attrs.evolve(window, start=start, end=end)


def _date(path: str, window: Window, on: Bounds) -> DateShown:
    info = vocabulary.facts()[path]
    return DateShown(path, info.label, value_text(info, *on), _inside(window, on))


def _inside(window: Window, on: Bounds) -> InForce:
    """Whether a date lies in a window, or perhaps does."""
    begun = truth(window.start[1] <= on[0], window.start[0] <= on[1])
    lasting = truth(on[1] <= window.end[0], on[0] <= window.end[1])
    inside = min(begun[0], lasting[0]), min(begun[1], lasting[1])
    if window.then and not inside[1] and begun[1]:
        inside = 0, 1
    return InForce.YES if inside[0] else InForce.OPEN if inside[1] else InForce.NO


def _together(states: Sequence[InForce]) -> InForce:
    if all(state is InForce.YES for state in states):
        return InForce.YES
    return InForce.NO if all(state is InForce.NO for state in states) else InForce.OPEN


def window_text(window: Window) -> Text:
    """A window in words; an end that is not known is said to be so, and none where the policy's own counts."""
    parts = [_first(window.start)] if window.start != (DAY_MIN, DAY_MIN) else []
    parts += [_last(window.end)] if window.end != (DAY_MAX, DAY_MAX) else []
    return join(parts, zh="；", en="; ")


def _first(start: Bounds) -> Text:
    return _end_text(start, "不晚于{}（来源未写明起始日）", "no later than {} (no source says when)", upper=True)


def _last(end: Bounds) -> Text:
    return _end_text(end, "至少到{}（来源未写明截止日）", "at least to {} (no source says how long)", upper=False)


def _end_text(span: Bounds, zh: str, en: str, *, upper: bool) -> Text:
    if span[0] == span[1]:
        day = calendar.to_date(span[0]).isoformat()
        return Text(f"至{day}", f"to {day}") if not upper else Text(f"自{day}", f"from {day}")
    if upper and span[1] == DAY_MAX:
        day = calendar.to_date(span[0]).isoformat()
        return Text(f"不早于{day}（来源未写明起始日）", f"no earlier than {day} (no source says when)")
    day = calendar.to_date(span[1] if upper else span[0]).isoformat()
    return Text(zh.format(day), en.format(day))


def _on(label: Text, value: Text) -> Text:
    """A date with what it is called."""
    return Text(f"{label.zh} {value.zh}", f"{label.en}: {value.en}")


def _why(
    policy: Policy, window: Window, state: InForce, dates: Sequence[DateShown], values: Mapping[str, Bounds]
) -> Text:
    beyond = all(values[date.path][0] > window.end[1] for date in dates)
    shown = join([_on(date.label, date.value) for date in dates])
    match state:
        case InForce.YES:
            return Text(f"{shown.zh}，在有效期内", f"{shown.en}; inside the window")
        case InForce.NO:
            return Text(f"{shown.zh}，不在有效期内", f"{shown.en}; outside the window")
        case _:
            return _why_open(policy, window, shown, beyond=beyond)


def _why_open(policy: Policy, window: Window, shown: Text, *, beyond: bool) -> Text:
    reasons = [shown]
    if window.then:
        name = policy.documents[window.then].name
        zh, en = f"期满后由{name.zh}接续，其条文未读到", f"followed by {name.en}, whose articles were not read"
        reasons.append(Text(zh, en))
    if window.start[0] < window.start[1] or window.end[0] < window.end[1]:
        reasons.append(Text("所见来源未写明起止日期", "the sources state no first or last day"))
    elif not (window.then and beyond):
        reasons.append(Text("班期日期不明或跨越有效期", "the dates of the class are not known or straddle the window"))
    return join(reasons, zh="；", en="; ")


# -- editions of tables ------------------------------------------------------------------------------------------------


def editions_chosen(policy: Policy, values: Mapping[str, Bounds]) -> tuple[EditionChosen, ...]:
    """Which edition of each table governs, for the tables whose dates some subsidy reads."""
    found = ((name, one) for name, one in policy.editions.items() if all(path in values for path in one.judged_on))
    return tuple(_chosen(policy, name, editions, values) for name, editions in found)


def _chosen(policy: Policy, name: str, editions: Editions, values: Mapping[str, Bounds]) -> EditionChosen:
    days = [values[path] for path in editions.judged_on]
    governs = [one for one in editions.items if all(one.start[1] <= lo and hi <= one.end[0] for lo, hi in days)]
    touched = [one for one in editions.items if any(one.start[0] <= hi and lo <= one.end[1] for lo, hi in days)]
    state = InForce.YES if governs else InForce.OPEN
    texts = governs or touched
    numbers = tuple(policy.documents[one.cite.document].number for one in texts)
    infos = [vocabulary.facts()[path] for path in editions.judged_on]
    shown = join([_on(info.label, value_text(info, *on)) for info, on in zip(infos, days, strict=True)])
    named = join([edition_text(policy, one) for one in texts], zh="；", en="; ")
    why = _why_edition(policy.table_called(name), shown, named, bool(governs), len(texts))
    return EditionChosen(name, state, numbers, why)


def _why_edition(table: Text, dates: Text, texts: Text, governs: bool, count: int) -> Text:
    if governs:
        return Text(f"{table.zh}适用{texts.zh}（{dates.zh}）", f"{table.en}: {texts.en} governs ({dates.en})")
    if not count:
        zh = f"{table.zh}没有适用于这些日期的版本（{dates.zh}），其值尚不能确定"
        return Text(zh, f"{table.en}: no edition for these dates ({dates.en}), so what it says is open")
    zh = f"{table.zh}适用哪一版尚不能确定（{dates.zh}）：{texts.zh}"
    return Text(zh, f"{table.en}: which edition governs is open ({dates.en}): {texts.en}")


def edition_text(policy: Policy, one: TableEdition) -> Text:
    """An edition by its document and from when to when it governs."""
    document, words = policy.documents[one.cite.document].name, _span_text(one.start, one.end)
    return Text(f"{document.zh}（{words.zh}）", f"{document.en} ({words.en})")


def _span_text(start: Bounds, end: Bounds) -> Text:
    """A window, of which an end that is not stated is as far as the policy goes."""
    parts = [_first(start)] if start != (DAY_MIN, DAY_MIN) else []
    parts += [_last(end)] if end != (DAY_MAX, DAY_MAX) else []
    return join(parts, zh="，", en=", ") if parts else Text("不限日期", "all dates")


def coverage(place: str | None, local: Sequence[Policy], beside: Sequence[Policy]) -> tuple[bool, Text]:
    """Whether the library has a local text for the place, in words that name the texts it has."""
    national = join([same(policy.id) for policy in beside]) if beside else Text("无", "none")
    if place is None:
        return False, Text(
            f"没有给出培训地，无法选择地方文件；全国性文件：{national.zh}",
            f"no place of training was given, so no local text could be chosen; national texts: {national.en}",
        )
    if parents(place) == (NATION,):
        return False, Text(
            f"所给地点是全国，无法选择地方文件；全国性文件：{national.zh}",
            f"the place given is the whole country, so no local text could be chosen; national texts: {national.en}",
        )
    if not local:
        named = division(place)
        return False, Text(
            f"本库没有{named.zh}的地方文件，未收录不等于没有政策；全国性文件：{national.zh}",
            f"not covered: the library has no local text for {named.en}, which does not mean that there is none; "
            f"national texts: {national.en}",
        )
    listed = join([policy.title for policy in local], zh="；", en="; ")
    words = Text(f"地方文件：{listed.zh}；全国性文件：{national.zh}", f"local: {listed.en}; national: {national.en}")
    return True, words
