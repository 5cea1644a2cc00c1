"""A case filled in at random, as far as a policy reads it.

The fields that a policy reads are drawn from their declared ranges, and from the constants that it compares them with
and their neighbours. Everything else is left out, since no answer hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from vocskills import calendar
from vocskills.bounds import Bounds
from vocskills.convert.forms import write_value
from vocskills.language import vocabulary
from vocskills.model.case import Case, Ruling, check_case
from vocskills.model.checks import PERIODS
from vocskills.model.fields import (
    ABSENT,
    DAY_MAX,
    DAY_MIN,
    Absent,
    Between,
    FieldInfo,
    Kind,
    Listing,
    Unit,
    encode,
    fields_of,
    from_engine,
)
from vocskills.model.nouns import Cohort, Enrollment, Event
from vocskills.model.records import Award, Sanction, Status
from vocskills.model.terms import PERSON_CATEGORIES, Category, CertificateKind
from vocskills.policy.pack import Clause, ClauseKind, Policy, with_used
from vocskills.testing.interests import Interests, codes_of, interests
from vocskills.text import same

_INVENTED = "示例（虚构）"
_RULED_ON = date(2020, 1, 1)
_ALWAYS = date(1900, 1, 1), date(2100, 12, 31)
_CATEGORIES = {str(category.value): category for category in Category}
_MOST_RECORDS = 4
_LONGEST = 400
"""Days that a class drawn at random lasts at the most."""
_OF_ENROLLMENT = ("certificate", "evaluation", "employment", "contract", "claim")
_OF_CASE = ("cohort", "program", "provider", "employer", "mentor", "agreement", "standard", "event", "trainee")


def completed(draw: DrawFn, policy: Policy, case: Case) -> Case:
    """A case with everything that a policy reads filled in, what was known kept."""
    filler = _Filler(draw, interests(policy))
    cohort = filler.noun("cohort", case.cohort)
    filler.cohort = cohort if isinstance(cohort, Cohort) else Cohort()
    whole = attrs.evolve(
        case,
        cohort=cohort,
        **{name: filler.noun(name, getattr(case, name)) for name in _OF_CASE if name != "cohort"},
        enrollment=filler.enrollment(case.enrollment),
        heads=filler.heads(case),
        rulings=(*case.rulings, *_rulings(draw, policy, {one.clause for one in case.rulings})),
    )
    assume(not check_case(whole))
    return whole


def _rulings(draw: DrawFn, policy: Policy, given: set[str]) -> Iterable[Ruling]:
    for one, clause in ((of, clause) for of in with_used([policy]) for clause in of.clauses.values()):
        name = f"{one.id}.{clause.name}"
        if not given & {clause.name, name}:
            yield Ruling(
                clause=name, value=_ruled(draw, clause), authority=_INVENTED, document=_INVENTED, date=_RULED_ON
            )


def _ruled(draw: DrawFn, clause: Clause) -> object:
    if clause.kind is ClauseKind.UNSETTLED:
        return draw(st.sampled_from([name for name, _ in clause.readings]))
    kind, (lo, hi) = clause.type, (clause.fact.lo, clause.fact.hi)
    info = FieldInfo(kind.kind, same(""), unit=kind.unit, lo=lo, hi=hi, members=kind.members)
    return write_value(info, from_engine(info, draw(_numbers(info, (lo, hi), (lo, hi)))))


def _numbers(info: FieldInfo, within: Bounds, worth: Iterable[int]) -> SearchStrategy[int]:
    """Engine integers inside bounds: those worth trying, else any."""
    lo, hi = within
    tried = sorted({value for value in worth if lo <= value <= hi})
    every = _days(lo, hi) if info.kind is Kind.DATE else st.integers(lo, hi)
    # Where a policy changes its mind is tried three times as often as anything else.
    return st.one_of(*[st.sampled_from(tried)] * 3, every) if tried else every


def _days(lo: int, hi: int) -> SearchStrategy[int]:
    return st.dates(calendar.to_date(lo), calendar.to_date(hi)).map(calendar.to_int)


class _Filler:
    """Fills in the nouns of one case."""

    def __init__(self, draw: DrawFn, wanted: Interests) -> None:
        self.draw = draw
        self.wanted = wanted
        self.cohort = Cohort()

    def noun(self, name: str, known: Any) -> Any:
        """A noun with all fields that are read; one that may be absent may turn out to be."""
        if known is ABSENT or not self._is_read(name):
            return known
        perhaps = name in self.wanted.perhaps and name not in self.wanted.there
        if known is None and perhaps and self.draw(st.integers(0, 3)) == 0:
            return ABSENT
        noun = vocabulary.NOUNS[name]() if known is None else known
        for field in self._order(name):
            noun = attrs.evolve(noun, **{field: self._field(name, noun, field)})
        return self._with_lists(name, self._with_source(noun))

    def enrollment(self, known: Enrollment | Absent | None) -> Enrollment:
        """The enrollment with what stands under it."""
        noun = self.noun("enrollment", known if isinstance(known, Enrollment) else Enrollment())
        under = {name: self.noun(name, getattr(noun, name)) for name in _OF_ENROLLMENT}
        filled: Enrollment = attrs.evolve(noun, **under)
        return filled

    def heads(self, case: Case) -> int | None:
        """How many like persons, where a rule asks for all people of the class."""
        if case.heads is not None or not self.wanted.crowd or case.enrollments is not None:
            return case.heads
        return self.draw(st.integers(1, _MOST_RECORDS))

    def _is_read(self, name: str) -> bool:
        lists = {(vocabulary.ALIASES.get(one) or one.split("."))[0] for one in self.wanted.lists}
        read = {*self.wanted.fields, *self.wanted.statuses, *self.wanted.perhaps, *lists}
        return name in read or name in ("cohort", "trainee")

    def _order(self, name: str) -> list[str]:
        """The fields to fill in, those first that others hang on."""
        fields = list(self.wanted.fields.get(name, {}))
        if name == "cohort":
            return list(dict.fromkeys(["start_date", "end_date", *fields]))
        if name == "enrollment":
            # Its dates are the class's, unless it says otherwise.
            fields = [field for field in fields if field not in ("start_date", "end_date")]
            return sorted(fields, key=lambda field: field.startswith("attended"))
        return fields

    def _field(self, name: str, noun: Any, field: str) -> Any:
        info, value = fields_of(type(noun))[field], getattr(noun, field)
        path = f"{name}.{field}"
        if value is not None and not isinstance(value, Between):
            return value
        if info.kind is Kind.CODE:
            return self._code(path, info)
        if field == "fixed_on" and noun.fixed is False:
            return None
        bounds = self._meet(encode(info, value), self._room(noun, field))
        return from_engine(info, self.draw(_numbers(info, bounds, self._worth(path, info, field, bounds))))

    def _code(self, path: str, info: FieldInfo) -> object:
        known = codes_of(self.wanted, path, division=info.division)
        return self.draw(st.sampled_from([*known, *([ABSENT] if info.absent else [])]))

    def _meet(self, one: Bounds, other: Bounds) -> Bounds:
        lo, hi = max(one[0], other[0]), min(one[1], other[1])
        assume(lo <= hi)
        return lo, hi

    def _room(self, noun: Any, field: str) -> Bounds:
        """What the other facts leave room for."""
        match noun, field:
            case Cohort(end_date=date() as end), "start_date":
                return calendar.plus_days(calendar.to_int(end), -_LONGEST), calendar.to_int(end)
            case Cohort(start_date=date() as start), "end_date":
                return calendar.to_int(start), calendar.plus_days(calendar.to_int(start), _LONGEST)
            case Cohort(start_date=date() as start, end_date=date() as end), "training_days":
                return 0, (end - start).days + 1
            case Event(found_on=date() as found), "decided_on":
                return calendar.to_int(found), DAY_MAX
            case Event(decided_on=date() as decided), "found_on":
                return DAY_MIN, calendar.to_int(decided)
            case Sanction(fixed_on=date() | Between()), "fixed":
                return 1, 1
            case Enrollment(), "attended_days" if isinstance(self.cohort.training_days, int):
                return 0, self.cohort.training_days
            case Enrollment(), "attended_days" if isinstance(self.cohort.start_date, date):
                assert isinstance(self.cohort.end_date, date)
                return 0, (self.cohort.end_date - self.cohort.start_date).days + 1
            case Enrollment(scheduled_hours=hours), "attended_hours" if hours is not None:
                return 0, encode(fields_of(Enrollment)["scheduled_hours"], hours)[0]
            case Enrollment(), "claimed_as":
                return 0, PERSON_CATEGORIES[-1].code
            case _, "kind" if fields_of(type(noun))[field].members is CertificateKind:
                return 0, CertificateKind.NONE.code - 1
        info = fields_of(type(noun))[field]
        return info.lo, info.hi

    def _worth(self, path: str, info: FieldInfo, field: str, bounds: Bounds) -> Iterable[int]:
        """The values worth trying for a field."""
        found = [*self.wanted.values.get(path, ())]
        if info.kind is Kind.DATE:
            found += self._birthdays() if field == "birth_date" else self._near()
        elif info.unit is Unit.DAYS:
            found += [bounds[0], min(bounds[1], bounds[0] + 10), bounds[1]]
        return found

    def _birthdays(self) -> Iterable[int]:
        """Births that make somebody reach an age on the first day of the class, the day before, or the day after."""
        start = self.cohort.start_date
        first = calendar.to_int(start) if isinstance(start, date) else 0
        for age in self.wanted.ages if first else ():
            born = calendar.plus_months(first, -12 * age)
            yield from (calendar.plus_days(born, shift) for shift in (-1, 0, 1))

    def _near(self) -> Iterable[int]:
        """Days at which something changes, and days around the class."""
        yield from self.wanted.days
        for day in (self.cohort.start_date, self.cohort.end_date):
            if isinstance(day, date):
                number = calendar.to_int(day)
                yield from (calendar.plus_months(number, months) for months in (-12, -1, 0, 1, 12))

    # -- lists ---------------------------------------------------------------------------------------------------------

    def _with_source(self, noun: Any) -> Any:
        """A figure needs a source."""
        has = "source" in fields_of(type(noun))
        return attrs.evolve(noun, source=_INVENTED) if has and noun.source is None else noun

    def _with_lists(self, name: str, noun: Any) -> Any:
        for source, fields in self.wanted.lists.items():
            owner, field = vocabulary.ALIASES.get(source) or tuple(source.split(".", 1))
            if owner == name:
                noun = attrs.evolve(noun, **{field: self._list(source, tuple(fields), getattr(noun, field))})
        categories = self.wanted.statuses.get(name, {})
        return attrs.evolve(noun, statuses=self._statuses(tuple(categories), noun)) if categories else noun

    def _list(self, source: str, fields: tuple[str, ...], known: Listing[Any]) -> Listing[Any]:
        items = [self._record(source, item, fields) for item in known.items]
        for _ in range(0 if known.complete else self.draw(st.integers(0, _MOST_RECORDS))):
            items.append(self._record(source, vocabulary.lists()[source].noun(), fields))
        return Listing(tuple(items), complete=True)

    def _record(self, source: str, record: Any, fields: tuple[str, ...]) -> Any:
        wanted = (*fields, "state") if isinstance(record, Award) else fields
        for field in dict.fromkeys(wanted):
            record = attrs.evolve(record, **{field: self._field(source, record, field)})
        return _in_order(record)

    def _statuses(self, categories: tuple[str, ...], noun: Any) -> Listing[Status]:
        """A row for each status that is asked for; rows that say too little are filled in."""
        rows = [_spoken(row) for row in noun.statuses.items]
        told = {row.category for row in rows}
        for category in (_CATEGORIES[name] for name in categories):
            if category not in told:
                held = self.draw(st.booleans())
                rows.append(
                    Status(category=category, held=held, start=_ALWAYS[0], end=_ALWAYS[1], checked_on=_RULED_ON)
                )
        return Listing(tuple(rows), complete=noun.statuses.complete)


def _spoken(row: Status) -> Status:
    """A status of which some day is not known, from the first day that it may be."""
    first = row.start.least if isinstance(row.start, Between) else row.start
    last = row.checked_on.most if isinstance(row.checked_on, Between) else row.checked_on
    return attrs.evolve(row, start=first or _ALWAYS[0], checked_on=last or _ALWAYS[1])


def _in_order(record: Any) -> Any:
    """A record whose end does not lie before its start."""
    for first, last in PERIODS:
        start, end = getattr(record, first, None), getattr(record, last, None)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            return attrs.evolve(record, **{first: end, last: start})
    return record
