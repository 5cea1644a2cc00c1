"""The door: one person of a case, made ready for the engines.

What a rule may mention becomes bounds of integers: a value that is not known becomes its whole range, so that inside
the engines nothing is missing. Derived facts (statuses on a date, areas, whether a noun exists) are worked out here,
because they are not integer work. Everything sound about a fact that follows from other facts is used here and
nowhere else: birth and sex from a valid identity number, a last day from the first, attendance from the schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import count
from typing import Any, assert_never

import attrs

from vocskills import calendar
from vocskills.bounds import FALSE, OPEN, TRUE, Bounds, is_point
from vocskills.engines.interpret import Facts, Record, Records, interpret
from vocskills.errors import Fault, InputError
from vocskills.language import vocabulary
from vocskills.language.nodes import County, Derived, Element, Exists, Fact, Holds, InArea
from vocskills.language.scope import LITERAL_CODES_MAX, literal_code
from vocskills.model.case import Case, effective, filled, shared_by
from vocskills.model.checks import sure_days
from vocskills.model.fields import (
    ABSENT,
    CODES_MAX,
    DAY_MAX,
    DAY_MIN,
    Absent,
    FieldInfo,
    Kind,
    Listing,
    encode,
    fields_of,
)
from vocskills.model.identity import Identity, read_identity
from vocskills.model.nouns import DAYS_MAX, Employer, Enrollment, Provider, Trainee
from vocskills.model.records import Award, Sanction, Status
from vocskills.model.terms import AwardState, Category, FormerRetirementAge, Sex, kinds_of

RENAMED = {"533421": "533401"}
"""Divisions that carry another code now (ADM-01)."""

_CATEGORIES = {category.value: category for category in Category}
_COUNTED = (AwardState.DECIDED, AwardState.PAID)
_OF_ENROLLMENT = (
    "trainee",
    "employer",
    "mentor",
    "certificate",
    "evaluation",
    "employment",
    "contract",
    "claim",
)


@attrs.frozen
class Subject:
    """One person of a case.

    Attributes:
        index: the place in the list of people; ``None`` for like persons known only by their number.
        enrollment: the enrollment with all that it shares with its class.
        heads: how many like persons.
        identity: what the identity number says.
        nouns: the nouns by the names that rules use.
        as_of: the day as of which undated checks were made.
    """

    index: int | None
    enrollment: Enrollment
    heads: int
    identity: Identity
    nouns: Mapping[str, Any]
    as_of: date | None


def subjects(case: Case) -> list[Subject]:
    """The people of a case: each enrollment, or one for all where only their number is known."""
    listing = case.enrollments
    if listing is None or (not listing.items and case.heads is not None):
        own = case.enrollment if isinstance(case.enrollment, Enrollment) else Enrollment()
        return [_subject(case, effective(case, own), None, case.heads or 1)]
    shared = shared_by(case)
    return [_subject(case, filled(own, shared), index, 1) for index, own in enumerate(listing.items)]


class Roll:
    """All people of a class, each with what the class shares; looked up where a rule asks for them."""

    def __init__(self, case: Case) -> None:
        self._case = case

    @cached_property
    def enrollments(self) -> Listing[Enrollment]:
        """The people; of so many like persons each is the same."""
        return _roll(self._case)


def whole(case: Case) -> Subject:
    """The class of a case and its provider, of which some things are decided once and not once a person."""
    nouns = {name: getattr(case, name) for name in vocabulary.OF_CASE}
    nouns |= dict.fromkeys(_OF_ENROLLMENT) | {"trainee": Trainee(), "enrollment": None, "roll": Roll(case)}
    return Subject(None, Enrollment(), 1, Identity(), nouns, case.as_of)


def _roll(case: Case) -> Listing[Enrollment]:
    if case.enrollments is not None and (case.enrollments.items or case.heads is None):
        shared = shared_by(case)
        items = tuple(filled(own, shared) for own in case.enrollments.items)
        return Listing(items, complete=case.enrollments.complete)
    own = case.enrollment if isinstance(case.enrollment, Enrollment) else Enrollment()
    return Listing((effective(case, own),) * (case.heads or 0), complete=case.heads is not None)


def _subject(case: Case, whole: Enrollment, index: int | None, heads: int) -> Subject:
    trainee = whole.trainee if isinstance(whole.trainee, Trainee) else Trainee()
    identity = read_identity(trainee.id_number, case.as_of)
    nouns = {name: getattr(case, name) for name in vocabulary.OF_CASE}
    nouns |= {name: getattr(whole, name) for name in _OF_ENROLLMENT}
    nouns |= {"trainee": trainee, "enrollment": whole}
    return Subject(index, whole, heads, identity, nouns, case.as_of)


class Codes:
    """Numbers for codes: those of the documents, and new ones for codes that no document names."""

    def __init__(self) -> None:
        self._own: dict[str, int] = {}
        self._new = count(LITERAL_CODES_MAX)

    def number(self, code: str | Absent) -> int:
        """The number of a code; what is known to be absent equals nothing else."""
        key = "" if isinstance(code, Absent) else code
        known = literal_code(key) if key else None
        if known is not None:
            return known
        # In this way no two codes have one number if columns are read side by side.
        own = self._own.get(key)
        return self._own.setdefault(key, next(self._new)) if own is None else own


def facts_of(
    subject: Subject,
    wanted: Iterable[Fact],
    lists: Mapping[str, Iterable[Element]],
    codes: Codes,
    known: Mapping[str, Bounds] | None = None,
) -> Facts:
    """A subject past the door.

    Args:
        subject: the person with all nouns.
        wanted: the facts that rules read, without readings and rulings.
        lists: for each list that rules ask, the fields of its records that they read.
        codes: the numbers of codes, one for the whole case.
        known: what is worked out already, and not wanted again.

    Returns:
        Bounds by path, those known among them, and the records of the lists.
    """
    values: dict[str, Bounds] = dict(known or {})
    later = []
    for fact in wanted:
        if fact.derived is None:
            values[fact.path] = _plain(subject, fact.path, codes)
        else:
            later.append((fact.path, fact.derived))
    said: dict[str, frozenset[str]] = {}
    for path, derived in later:
        if isinstance(derived, Holds):
            # Nearly all statuses that rules ask for are such of which nothing is said.
            if derived.subject not in said:
                said[derived.subject] = _categories_said(subject, derived.subject)
            if derived.category not in said[derived.subject]:
                values[path] = OPEN
                continue
        values[path] = _derived(subject, derived, values, codes)
    return Facts(values, {source: _records(subject, source, fields, codes) for source, fields in lists.items()})


def facts_of_case(subject: Subject, wanted: Iterable[Fact], codes: Codes) -> dict[str, Bounds]:
    """The facts that are the same for all people of a case, from any one of them."""
    found: dict[str, Bounds] = {}
    for fact in filter(is_of_case, wanted):
        if fact.derived is None:
            found[fact.path] = _plain(subject, fact.path, codes)
        else:
            found[fact.path] = _derived(subject, fact.derived, found, codes)
    return found


def is_of_case(fact: Fact) -> bool:
    """Whether a fact is the same for all people of a case."""
    match fact.derived:
        case None:
            return fact.path.partition(".")[0] in vocabulary.OF_CASE and fact.path not in _BY_ENROLLMENT
        case InArea(path, _) | County(path):
            return path.partition(".")[0] in vocabulary.OF_CASE
        case Exists(name):
            return name in vocabulary.OF_CASE
        case _:
            return False


def rederived(subject: Subject, wanted: Mapping[str, Fact], values: Mapping[str, Bounds]) -> dict[str, Bounds]:
    """The facts again after one of them became known: what follows from it, and the statuses on a date."""
    found = dict(values)
    for noun in ("cohort", "enrollment"):
        _narrow(found, f"{noun}.end_date", f"{noun}.start_date", lambda lo, hi: (lo, calendar.plus_days(hi, DAYS_MAX)))
        _narrow(found, f"{noun}.start_date", f"{noun}.end_date", lambda lo, hi: (calendar.plus_days(lo, -DAYS_MAX), hi))
    for noun, days in (("cohort", "cohort.training_days"), ("enrollment", "enrollment.attended_days")):
        start, end = (found.get(f"{noun}.{name}") for name in ("start_date", "end_date"))
        if days in found and start is not None and end is not None:
            found[days] = _meet(found[days], (0, _room(start, end)))
    _narrow(found, "enrollment.attended_days", "cohort.training_days", lambda _, hi: (0, hi))
    for path, fact in wanted.items():
        if isinstance(fact.derived, Holds) and not is_point(found[path]):
            found[path] = _meet(found[path], _derived(subject, fact.derived, found, Codes()))
    return found


def _narrow(found: dict[str, Bounds], path: str, by: str, span: Callable[[int, int], Bounds]) -> None:
    if path in found and by in found:
        found[path] = _meet(found[path], span(*found[by]))


def dates_in(wanted: Iterable[Fact]) -> Iterable[Fact]:
    """The plain facts that derived ones are judged on, such as the first day of the class."""
    from vocskills.language.nodes import facts_in

    for fact in wanted:
        if isinstance(fact.derived, Holds):
            yield from facts_in(fact.derived.on).values()


def _plain(subject: Subject, path: str, codes: Codes) -> Bounds:
    noun, field, info = _field(path)
    owner = subject.nouns.get(noun)
    value = None if owner is None or owner is ABSENT else getattr(owner, field)
    if info.kind is Kind.CODE:
        return _code(value, codes)
    bounds = encode(info, value)
    narrow = _NARROWED.get(path)
    return narrow(subject, bounds) if narrow and not is_point(bounds) else bounds


@cache
def _field(path: str) -> tuple[str, str, FieldInfo]:
    """The noun of a fact, the field and its description."""
    noun, _, field = path.partition(".")
    return noun, field, fields_of(vocabulary.NOUNS[noun])[field]


def _code(value: str | Absent | None, codes: Codes) -> Bounds:
    if value is None:
        return 0, CODES_MAX
    number = codes.number(value)
    return number, number


def _meet(one: Bounds, other: Bounds) -> Bounds:
    """What both allow; if they contradict each other, the first stands (the input check has reported it)."""
    lo, hi = max(one[0], other[0]), min(one[1], other[1])
    return (lo, hi) if lo <= hi else one


def _birth(subject: Subject, bounds: Bounds) -> Bounds:
    born = subject.identity.birth
    return _meet(bounds, (born, born)) if born else bounds


def _sex(subject: Subject, bounds: Bounds) -> Bounds:
    sex = subject.identity.sex
    return (sex.code, sex.code) if sex else bounds


def _former_age(subject: Subject, bounds: Bounds) -> Bounds:
    """Men 60, women 50 or 55 (RET-01)."""
    trainee: Trainee = subject.nouns["trainee"]
    sex = trainee.sex or subject.identity.sex
    if sex is None:
        return bounds
    man = FormerRetirementAge.AGE_60.code
    return _meet(bounds, (man, man) if sex is Sex.MALE else (0, FormerRetirementAge.AGE_55.code))


def _dates(subject: Subject, noun: str) -> tuple[Bounds, Bounds]:
    owner = subject.nouns[noun]
    known = fields_of(vocabulary.NOUNS[noun])
    if owner is None or owner is ABSENT:
        return (DAY_MIN, DAY_MAX), (DAY_MIN, DAY_MAX)
    return encode(known["start_date"], owner.start_date), encode(known["end_date"], owner.end_date)


def _start(subject: Subject, noun: str, bounds: Bounds) -> Bounds:
    _, (least, most) = _dates(subject, noun)
    return _meet(bounds, (calendar.plus_days(least, -DAYS_MAX), most))


def _end(subject: Subject, noun: str, bounds: Bounds) -> Bounds:
    (least, most), _ = _dates(subject, noun)
    return _meet(bounds, (least, calendar.plus_days(most, DAYS_MAX)))


def _number(subject: Subject, path: str) -> Bounds:
    noun, field, info = _field(path)
    owner = subject.nouns.get(noun)
    return encode(info, None if owner is None or owner is ABSENT else getattr(owner, field))


def _attended_days(subject: Subject, bounds: Bounds) -> Bounds:
    return _meet(bounds, (0, min(_number(subject, "cohort.training_days")[1], _room(*_dates(subject, "enrollment")))))


def _training_days(subject: Subject, bounds: Bounds) -> Bounds:
    attended = _number(subject, "enrollment.attended_days")[0]
    return _meet(bounds, (attended, min(bounds[1], _room(*_dates(subject, "cohort")))))


def _room(start: Bounds, end: Bounds) -> int:
    """The most days from a first to a last day, both counted; no limit to speak of where they contradict each other."""
    days = (calendar.to_date(end[1]) - calendar.to_date(start[0])).days + 1
    return min(days, DAYS_MAX) if days > 0 else DAYS_MAX


def _attended_hours(subject: Subject, bounds: Bounds) -> Bounds:
    return _meet(bounds, (0, _number(subject, "enrollment.scheduled_hours")[1]))


_NARROWED = {
    "trainee.birth_date": _birth,
    "trainee.sex": _sex,
    "trainee.former_retirement_age": _former_age,
    "cohort.start_date": lambda subject, bounds: _start(subject, "cohort", bounds),
    "cohort.end_date": lambda subject, bounds: _end(subject, "cohort", bounds),
    "enrollment.start_date": lambda subject, bounds: _start(subject, "enrollment", bounds),
    "enrollment.end_date": lambda subject, bounds: _end(subject, "enrollment", bounds),
    "enrollment.attended_days": _attended_days,
    "enrollment.attended_hours": _attended_hours,
    "cohort.training_days": _training_days,
}


_BY_ENROLLMENT = frozenset({"cohort.training_days"})
"""Facts of the class that are narrowed by what is known of a person."""


def _derived(subject: Subject, how: Derived, values: Mapping[str, Bounds], codes: Codes) -> Bounds:
    match how:
        case Holds(name, category, on):
            day = values[on.path] if isinstance(on, Fact) else interpret(on, Facts(values))
            return holds(subject, name, _CATEGORIES[category], day)
        case InArea(path, area):
            return in_area(_value(subject, path), area)
        case County(path):
            return county(_value(subject, path), codes)
        case Exists(name):
            owner = subject.nouns.get(name)
            return OPEN if owner is None else FALSE if owner is ABSENT else TRUE
        case _:
            assert_never(how)


def _value(subject: Subject, path: str) -> Any:
    noun, _, field = path.partition(".")
    owner = subject.nouns.get(noun)
    return None if owner is None or owner is ABSENT else getattr(owner, field)


def holds(subject: Subject, name: str, category: Category, on: Bounds) -> Bounds:
    """Whether a noun has a status on a date: true inside a known period, false only if somebody looked, else open."""
    owner = subject.nouns.get(name)
    if owner is ABSENT:
        return FALSE
    rows = _statuses(owner)
    if not rows:
        return OPEN
    if _covered(_spans(rows, category, subject.as_of, held=True), on):
        return TRUE
    return FALSE if _covered(_spans(rows, category, subject.as_of, held=False), on) else OPEN


def _categories_said(subject: Subject, name: str) -> frozenset[str]:
    """The statuses of which a noun's rows say anything; all where there is no such noun."""
    owner = subject.nouns.get(name)
    if owner is ABSENT:
        return frozenset(_CATEGORIES)
    return _around(tuple(row.category for row in _statuses(owner)))


@lru_cache(maxsize=4096)
def _around(categories: tuple[Category | None, ...]) -> frozenset[str]:
    """Some statuses with all that are kinds of them and all that they are kinds of."""
    known = {one for one in categories if one is not None}
    kinds = {kind for one in known for kind in kinds_of(one)}
    return frozenset(one.value for one in Category if one in kinds or not known.isdisjoint(kinds_of(one)))


def _statuses(owner: Trainee | Provider | Employer | None) -> tuple[Status, ...]:
    """Own statuses, and those of the household: what holds for it holds for each of its members."""
    if owner is None:
        return ()
    household = getattr(owner, "household", None)
    return owner.statuses.items + household.statuses.items if household else owner.statuses.items


def _spans(rows: Iterable[Status], category: Category, as_of: date | None, *, held: bool) -> list[Bounds]:
    """The days for which rows surely say yes (a kind of the status will do) or no (so will what it is a kind of)."""
    found = []
    for row in rows:
        if row.category is None or row.held is not held:
            continue
        one, other = (row.category, category) if held else (category, row.category)
        days = sure_days(row, as_of) if one in kinds_of(other) else None
        if days:
            found.append(days)
    return sorted(found)


def _covered(spans: list[Bounds], on: Bounds) -> bool:
    """Whether the days from first to last all lie in the spans, which may join."""
    need = on[0]
    for first, last in spans:
        if first <= need <= last:
            if on[1] <= last:
                return True
            need = calendar.plus_days(last, 1)
    return False


def division(code: str) -> str:
    """A division code as the prefix that it means: ``533300`` is all that starts with 5333."""
    six = RENAMED.get(code[:6], code[:6])
    while len(six) > 2 and six.endswith("00"):
        six = six[:-2]
    return six


@lru_cache(maxsize=4096)
def in_area(code: str | Absent | None, area: str) -> Bounds:
    """Whether a division lies in an area; open if the code is coarser than the area and may lie in it."""
    if code is None:
        return OPEN
    if isinstance(code, Absent):
        return FALSE
    inner, outer = division(code), division(area)
    if inner.startswith(outer):
        return TRUE
    return OPEN if outer.startswith(inner) else FALSE


def county(code: str | Absent | None, codes: Codes) -> Bounds:
    """The number of the county that a division lies in; any at all if the code is coarser."""
    if isinstance(code, str):
        six = division(code)
        return _code(six if len(six) == 6 else None, codes)
    return _code(code, codes)


def _records(subject: Subject, source: str, fields: Iterable[Element], codes: Codes) -> Records:
    noun, field = vocabulary.ALIASES.get(source) or tuple(source.split(".", 1))
    owner = subject.nouns.get(noun)
    cap = vocabulary.lists()[source].cap
    if owner is ABSENT:
        return Records((), 0)
    listing: Listing[Any] = Listing() if owner is None else getattr(owner, field)
    wanted = tuple(fields)
    items = tuple(record_of(item, source, wanted, codes) for item in listing.items)
    return Records(items, 0 if listing.complete else cap - len(items))


def record_of(item: Any, source: str, fields: Iterable[Element], codes: Codes) -> Record:
    """One record of a list past the door, with the fields that rules read."""
    known = vocabulary.elements(source)
    values = {}
    for element in fields:
        match element.derived:
            case InArea(field, area):
                values[element.field] = in_area(getattr(item, field), area)
            case County(field):
                values[element.field] = county(getattr(item, field), codes)
            case None:
                info = known[element.field]
                value = _said(item, element.field)
                values[element.field] = _code(value, codes) if info.kind is Kind.CODE else encode(info, value)
            case _:
                raise AssertionError("statuses and existence are asked of nouns, not of records")
    return Record(_counts(item), values)


def _said(item: Any, field: str) -> Any:
    """What a record says of a field: a fault with the day on which it was put right was put right."""
    if field == "fixed" and isinstance(item, Sanction) and item.fixed is None and item.fixed_on is not None:
        return True
    return getattr(item, field)


def _counts(item: Any) -> Bounds:
    """Whether a record counts: an award recovered or withdrawn does not, one of unknown state perhaps."""
    if not isinstance(item, Award):
        return TRUE
    if item.state is None:
        return OPEN
    return TRUE if item.state in _COUNTED else FALSE


def refuse(faults: list[Fault]) -> None:
    """Raises all faults at once, if there are any."""
    if faults:
        raise InputError(faults)
