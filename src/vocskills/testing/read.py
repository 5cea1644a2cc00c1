"""Files of worked cases: read with every position, so that whatever is wrong is said with line and column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import attrs

from vocskills.assessment import Assessment, assess_all
from vocskills.convert.read import case_of
from vocskills.convert.sources import from_tree
from vocskills.door import refuse, subjects
from vocskills.errors import Fault, InputError, PolicyError, VocskillsError, of_system
from vocskills.model.case import Case, check_case
from vocskills.model.nouns import Trainee
from vocskills.model.persons import joined
from vocskills.money import Money
from vocskills.policy import get, load_policy, source
from vocskills.policy.context import Part
from vocskills.policy.facts import FactBase, load_facts, read_facts
from vocskills.policy.items import Item, Measure, Subsidy
from vocskills.policy.pack import Policy
from vocskills.policy.report import EnoughError, Report, did_you_mean, join, keep_sound
from vocskills.policy.source import Scalar, read_on
from vocskills.testing.answers import names_of
from vocskills.testing.covering import requirements
from vocskills.testing.shape import NONE, worked_shape
from vocskills.testing.worked import Excuse, Values, Wanted, Worked, WorkedCase
from vocskills.text import Text, same

_UNREADABLE = Text("文件无法读取", "the file cannot be read")
_NO_ITEM = Text("没有这一事项", "there is no such subsidy, approval or measure")
_NO_RULE = Text("这一事项没有这个条件", "the item has no such rule")
_NO_KEY = Text("这一事项没有这种结果", "nothing of the kind follows from the item")
_NOT_READ = Text("这一事项不涉及这个事实、列表或条款", "the item reads no such fact, list or clause")
_NOTHING = Text("没有写预期结果", "nothing is expected here")
_ONE = Text("一个样例只能有一个人，或同样的若干人", "a worked case is of one person, or of like persons")
_SAME = Text("其他申领须是同一人的", "the other claims are of the same person")
_MARK = Text("写明 trainee.person_key", "give trainee.person_key")
_REWRITE = Text("改写成几个样例，或写 heads", "make several cases of it, or give heads")
_NO_REQUIREMENT = Text("没有这项要求", "there is no such requirement")


def read_worked(file: Path, *, name: str = "") -> Worked:
    """Reads a file of worked cases and judges them, each by its policy alone.

    Args:
        file: the file; the paths in it start from its folder.
        name: what the file is called in faults; its own name by default.

    Raises:
        PolicyError: everything that is wrong with the file, with line and column.
    """
    report = Report(name or file.name, public=False)
    content = _content(file, report)
    tree, faults = read_on(content, report.file)
    worked = None
    with suppress(EnoughError):
        report.extend(faults)
        worked = _worked(tree, file.parent, report)
    if report.faults or worked is None:
        raise report.error()
    return worked


def _content(file: Path, report: Report) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise PolicyError(of_system(error, report.file)) from None


def _worked(tree: source.Mapping, folder: Path, report: Report) -> Worked | None:
    sound = keep_sound(tree, worked_shape(), report)
    assert isinstance(sound, source.Mapping)
    top = Part(sound, "")
    policy = _policy(top, folder, report)
    if policy is None:
        return None
    reader = _Reader(report, policy, sound.get("defaults"))
    cases = {case.name: case for name, part in top.parts("cases") if (case := reader.case(name, part))}
    return Worked(policy, cases, {one.requirement: one for one in reader.excused(top)}, report.file)


# -- the policy --------------------------------------------------------------------------------------------------------


def _policy(top: Part, folder: Path, report: Report) -> Policy | None:
    """The policy named by its id, or the pack at a path; ``None`` after faults have been reported."""
    word, facts = top.word("policy"), _facts(top, folder, report)
    if word is None or facts is None:
        return None
    try:
        if Path(word.value).suffix not in (".yaml", ".yml"):
            return get(word.value)
        return load_policy(folder / word.value, facts=facts)
    except PolicyError as error:
        report.extend(error.faults)
    except VocskillsError as error:
        report.place(word, error.faults, "policy")
    except OSError as error:
        report.add(word, "policy", _UNREADABLE, expected=same(error.strerror or type(error).__name__))
    return None


def _facts(top: Part, folder: Path, report: Report) -> FactBase | None:
    word = top.word("facts")
    if word is None:
        return load_facts()
    try:
        return read_facts((folder / word.value).read_text("utf-8-sig"))
    except PolicyError as error:
        report.extend(error.faults)
    except (OSError, UnicodeDecodeError) as error:
        report.add(word, "facts", _UNREADABLE, expected=same(getattr(error, "strerror", "") or type(error).__name__))
    return None


# -- the cases ---------------------------------------------------------------------------------------------------------


class _Claim:
    """A claim as the file writes it: where it stands, and its tree put over what is below it."""

    def __init__(self, where: str, at: source.Node, tree: source.Node, file: str) -> None:
        assert isinstance(tree, source.Mapping)
        self.where, self.at, self.read = where, at, from_tree(tree, file)


def _trainee(case: Case) -> Trainee:
    trainee: Trainee = subjects(case)[0].nouns["trainee"]
    return trainee


@attrs.define
class _Reader:
    """Reads the cases of one file."""

    report: Report
    policy: Policy
    defaults: source.Node | None
    told: set[tuple[int, int, Text]] = attrs.field(factory=set)

    def case(self, name: Scalar, part: Part) -> WorkedCase | None:
        """One case, ``None`` after its faults have been reported."""
        wanted = [one for subsidy, inner in part.parts("expect") for one in self._expected(subsidy, inner)]
        assessed, about = self._assessed(name, part), spoken(part, "about")
        if not assessed:
            return None
        others = tuple(one.case for one in assessed[1:])
        return WorkedCase(name.value, about, assessed[0], tuple(wanted), name.line, others)

    def _assessed(self, name: Scalar, part: Part) -> list[Assessment]:
        """The case and the other claims of its person, decided together; none after faults have been reported."""
        own, others = part.node.get("case"), part.node.get("others")
        merged = over(self.defaults, own) or source.Mapping((), name.line, name.column)
        further = others.items if isinstance(others, source.Sequence) else ()
        claims = [_Claim(part.path("case"), own or name, merged, self.report.file)]
        for number, one in enumerate(further):
            where = f"{part.path('others')}[{number}]"
            claims.append(_Claim(where, one, over(merged, one) or merged, self.report.file))
        cases = [case for claim in claims if (case := self._case(claim)) is not None]
        if len(cases) < len(claims):
            return []
        if others is not None and len(joined({str(n): _trainee(case) for n, case in enumerate(cases)})) > 1:
            self.report.add(others, part.path("others"), _SAME, remedy=_MARK)
        try:
            return assess_all(cases, policy=self.policy, alone=True)
        except InputError as error:
            for number, claim in enumerate(claims):
                mark = f"cases[{number}]." if further else ""
                mine = [fault for fault in error.faults if fault.where.startswith(mark)]
                plain = [attrs.evolve(fault, where=fault.where.removeprefix(mark)) for fault in mine]
                self._report(claim.read.located(plain), claim.where)
            return []

    def _case(self, claim: _Claim) -> Case | None:
        """One case of one person, ``None`` after its faults have been reported."""
        try:
            case = case_of(claim.read)
            refuse(check_case(case))
        except InputError as error:
            self._report(claim.read.located(list(error.faults)), claim.where)
            return None
        if len(subjects(case)) != 1:
            self.report.add(claim.at, claim.where, _ONE, remedy=_REWRITE)
        return case

    def _report(self, faults: list[Fault], where: str) -> None:
        """Faults of a case; one in the defaults is reported once, not for every case."""
        for fault in faults:
            key = fault.line, fault.column, fault.what
            if key not in self.told:
                self.told.add(key)
                self.report.extend([attrs.evolve(fault, where=f"{where}.{fault.where}".rstrip("."))])

    # -- what is expected ----------------------------------------------------------------------------------------------

    def _expected(self, name: Scalar, part: Part) -> Iterator[Wanted]:
        item = self.policy.items.get(name.value)
        if item is None:
            self._unknown(name, part.where, _NO_ITEM, list(self.policy.items))
            return
        if not part.node.entries:
            self.report.add(part.node, part.where, _NOTHING)
        for key, value in part.node.entries:
            if key.value != "rules":
                yield self._value(item, key, value, part)
        for rule, state, where in part.scalars("rules"):
            if rule.value not in item.conditions:
                self._unknown(rule, where, _NO_RULE, list(item.conditions))
            else:
                yield Wanted(item.name, f"rules.{rule.value}", (state.value,), rule.line)

    def _value(self, item: Item, key: Scalar, value: source.Node, part: Part) -> Wanted:
        words = tuple(scalar.value.strip() for scalar, _ in part.words(key.value))
        listed = isinstance(value, source.Sequence)
        match key.value:
            case _ if key.value not in _keys_of(item):
                self._unknown(key, join(part.where, key.value), _NO_KEY, _keys_of(item))
            case "amount" | "payable":
                name = f"{key.value} possible" if listed else key.value
                return Wanted(item.name, name, _money(words), key.line)
            case "per_unit" | "recover":
                return Wanted(item.name, key.value, _money(words), key.line)
            case "missing":
                self._missing(item, part)
        return Wanted(item.name, key.value, tuple(sorted(words)), key.line)

    def _missing(self, item: Item, part: Part) -> None:
        known = names_of(item)
        for scalar, where in part.words("missing"):
            if scalar.value not in known and scalar.value != NONE:
                self._unknown(scalar, where, _NOT_READ, sorted(known))

    def _unknown(self, at: Scalar, where: str, what: Text, known: list[str]) -> None:
        listed = same(", ".join(known)) if len(known) <= 12 else None
        self.report.add(at, where, what, expected=listed, remedy=did_you_mean(at.value, known))

    # -- what is excused -----------------------------------------------------------------------------------------------

    def excused(self, top: Part) -> Iterator[Excuse]:
        """The excuses, each for a requirement that there is."""
        part = top.part("excused")
        known = [one.name for one in requirements(self.policy)]
        for key, _ in part.node.entries if part else ():
            if key.value not in known:
                self._unknown(key, join("excused", key.value), _NO_REQUIREMENT, known)
            assert part is not None
            yield Excuse(key.value, spoken(part, key.value), key.line, key.column)


_ANY = ("outcome", "missing")
_BY_KIND: dict[type[Item], tuple[str, ...]] = {
    Subsidy: ("amount", "payable", "per_unit", "payees", "funds"),
    Measure: ("fix_by", "no_new_classes_until", "recover"),
}


def _keys_of(item: Item) -> list[str]:
    """What may be expected of an item."""
    return [*_ANY, "rules", *_BY_KIND.get(type(item), ())]


def over(below: source.Node | None, above: source.Node | None) -> source.Node | None:
    """One tree put over another: mappings are merged key by key, anything else is replaced."""
    if not (isinstance(below, source.Mapping) and isinstance(above, source.Mapping)):
        return below if above is None else above
    kept = [(key, over(value, above.get(key.value)) or value) for key, value in below.entries]
    added = [(key, value) for key, value in above.entries if below.get(key.value) is None]
    return source.Mapping((*kept, *added), above.line, above.column)


def spoken(part: Part, key: str) -> Text:
    """Words under a key, in both languages or the same in both."""
    return part.text(key) or same(part.value(key))


def _money(words: Values) -> Values:
    """Amounts as answers write them: two decimals."""
    return tuple(_yuan(word) for word in words)


def _yuan(word: str) -> str:
    if word == NONE:
        return word
    amount, slash, unit = word.partition("/")
    ends = [str(Money.yuan(end)) if end else "" for end in amount.split("..")]
    both = ends[0] if len(ends) == 1 or ends[0] == ends[1] else f"{ends[0]}..{ends[1]}"
    return f"{both}{slash}{unit}"
