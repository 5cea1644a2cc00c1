"""A case: one class with its people, or one person's claim, and what is assumed and ruled about it.

How a case is put together, where the rules leave it open:

* **A class with its people** has a ``cohort`` and ``enrollments``. What holds for everybody (the provider, the
  program, a shared ``employer``, planned hours in ``enrollment``) is given once in the case; what an enrollment says
  itself wins, a whole noun at a time.
* **A class known only by its number** has ``heads``; ``trainee`` and ``enrollment`` then say what holds for all of
  them. Nobody in particular can be meant, so they carry no name and no number.
* **One person** has neither: ``trainee`` and ``enrollment`` are the person's.
* **Several claims of one person** are several enrollments with the person's full number or key, each with a
  ``claim`` of its own ``id``.
* **A claim without any class** (a permit, an award for work) has ``cohort=ABSENT`` and ``provider=ABSENT``.
"""

# ruff: noqa: RUF009 (the calls make attrs fields, which attrs turns into descriptors of the class)

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any
from weakref import WeakValueDictionary

import attrs

from vocskills.errors import Fault
from vocskills.model.checks import bounds_of, check, days_between, reversed_days, too_many_hours
from vocskills.model.fields import (
    DAY_MAX,
    DAY_MIN,
    Absent,
    FieldInfo,
    Kind,
    Listing,
    Unit,
    brief,
    code,
    described,
    division,
    entity,
    fields_of,
    text,
)
from vocskills.model.identity import one_spelling
from vocskills.model.nouns import (
    Agreement,
    Claim,
    Cohort,
    Employer,
    Enrollment,
    Event,
    Mentor,
    Program,
    Provider,
    Standard,
    Trainee,
)
from vocskills.model.persons import contradictions, same_person
from vocskills.model.records import HEADS_MAX
from vocskills.privacy import mask_text
from vocskills.text import Text

_SHARED = ("trainee", "employer", "mentor")
_DATES = ("start_date", "end_date")
_ENROLLMENT = tuple(fields_of(Enrollment))
_IDENTITY = ("person_key", "id_number", "name")
_PRIVATE = (*_IDENTITY, "number", "certificate_no")
_FULL_NUMBER = re.compile("[0-9]{17}[0-9X]|[0-9]{15}")
_HOURS, _DAYS = ("scheduled_hours", "attended_hours"), ("attended_days", "training_days")
_COMPARED = (*_DATES, *_HOURS, *_DAYS, "trainee.birth_date")


def _needed(zh: str, en: str) -> Any:
    return described(FieldInfo(Kind.TEXT, Text(zh, en), required=True), attrs.NOTHING)


def _one_day(zh: str, en: str, *, required: bool = False) -> Any:
    info = FieldInfo(Kind.DATE, Text(zh, en), lo=DAY_MIN, hi=DAY_MAX, exact=True, required=required)
    return described(info, attrs.NOTHING if required else None)


@attrs.frozen(kw_only=True)
class Assumption:
    """A caller's guess at a fact; every answer that used it says so.

    Attributes:
        path: the fact, such as ``trainee.former_retirement_age``.
        value: the value assumed, in canonical form.
        because: why.
    """

    path: str = _needed("假定的事实", "fact assumed")
    value: object
    because: str = text("假定理由", "reason for the assumption", default="")

    def __repr__(self) -> str:
        private = str(self.path).rpartition(".")[2] in _PRIVATE
        value = "***" if private else mask_text(repr(self.value))
        return f"Assumption(path={self.path!r}, value={value}, because={mask_text(self.because)!r})"


@attrs.frozen(kw_only=True)
class Ruling:
    """An authority's decision on a clause that is delegated or unsettled.

    Attributes:
        clause: the clause's name in its policy.
        value: the value decided, or the name of a reading.
        authority: who decided.
        document: the document, with its number.
        date: the day of the decision.
    """

    clause: str = _needed("条款", "clause")
    value: object
    authority: str = _needed("作出决定的部门", "authority")
    document: str = _needed("文件及文号", "document")
    date: datetime.date = _one_day("决定日期", "date of the decision", required=True)


@attrs.frozen(kw_only=True)
class Case:
    """One class or one person's claim.

    Attributes:
        id: the caller's identifier.
        cohort: the class; ``ABSENT`` for a claim without any.
        program: what is taught.
        provider: who teaches; ``ABSENT`` for a claim without a class.
        employer: the employer of everybody.
        mentor: the mentor of everybody.
        agreement: the agreement or tender.
        standard: figures given with their source.
        event: what an inspection found.
        trainee: what holds for every person of the class, or the one person.
        enrollment: what holds for every enrollment of the class, or the one enrollment.
        heads: how many like persons the class has; not together with ``enrollments``, unless those are complete and
            as many.
        enrollments: the people of the class; ``None`` when it is known only by its number.
        as_of: the day as of which the case is judged: what was checked without a date was checked then.
        place: division code that chooses the texts; by default the class's, see :func:`place_of`.
        assumptions: guesses at facts.
        rulings: decisions of authorities.
    """

    __repr__ = brief

    id: str | None = code("案件编号", "case identifier")
    cohort: Cohort | Absent | None = entity("班期", "class", Cohort)
    program: Program | Absent | None = entity("培训项目", "program", Program, absent=False)
    provider: Provider | Absent | None = entity("培训机构", "provider", Provider)
    employer: Employer | Absent | None = entity("用人单位", "employer", Employer)
    mentor: Mentor | Absent | None = entity("师傅", "mentor", Mentor)
    agreement: Agreement | Absent | None = entity("协议", "agreement", Agreement)
    standard: Standard | Absent | None = entity("补贴标准", "standard", Standard)
    event: Event | Absent | None = entity("检查发现", "inspection finding", Event)
    trainee: Trainee | Absent | None = entity("学员", "trainee", Trainee, absent=False)
    enrollment: Enrollment | Absent | None = entity("参训", "enrollment", Enrollment)
    heads: int | None = described(
        FieldInfo(Kind.INT, Text("人数", "heads"), unit=Unit.HEADS, lo=1, hi=HEADS_MAX, exact=True)
    )
    enrollments: Listing[Enrollment] | None = described(
        FieldInfo(Kind.LIST, Text("参训名单", "enrollments"), noun=Enrollment, cap=HEADS_MAX)
    )
    as_of: datetime.date | None = _one_day("判定基准日", "as of")
    place: str | None = division("适用地区", "place whose texts apply")
    assumptions: tuple[Assumption, ...] = ()
    rulings: tuple[Ruling, ...] = ()


def place_of(case: Case) -> str | None:
    """The division whose texts apply: the case's own, else the class's place of training."""
    if case.place is None and isinstance(case.cohort, Cohort):
        return case.cohort.place
    return case.place


def effective(case: Case, own: Enrollment) -> Enrollment:
    """An enrollment with what it shares with its class filled in.

    What it does not say itself comes from the case's ``enrollment``, then its trainee, employer and mentor from the
    case and its dates from the class. A noun is taken as a whole; its identifier is never shared.
    """
    return filled(own, shared_by(case))


def shared_by(case: Case) -> dict[str, Any]:
    """What the enrollments of a case share, by name."""
    of_all = case.enrollment if isinstance(case.enrollment, Enrollment) else Enrollment()
    cohort = case.cohort if isinstance(case.cohort, Cohort) else Cohort()
    found = {name: getattr(case, name) for name in _SHARED} | {name: getattr(cohort, name) for name in _DATES}
    found |= {name: value for name in _ENROLLMENT if (value := getattr(of_all, name)) is not None and name != "id"}
    return {name: value for name, value in found.items() if value is not None}


def filled(own: Enrollment, shared: Mapping[str, Any]) -> Enrollment:
    """An enrollment with what :func:`shared_by` found for those who do not say it themselves."""
    more = {name: value for name, value in shared.items() if getattr(own, name) is None}
    # attrs.evolve would take most of the time that a roster takes here.
    return Enrollment(**{**{name: getattr(own, name) for name in _ENROLLMENT}, **more}) if more else own


_SOUND: WeakValueDictionary[int, Case] = WeakValueDictionary()
"""Cases that were checked and are right, by their numbers: a case never changes."""


def check_case(case: Case) -> list[Fault]:
    """Everything that is wrong with a case, each fault with its path.

    Besides what :func:`~vocskills.model.checks.check` finds: a number of heads that the list of people contradicts,
    somebody who stands in the class twice without two claims, one person with two numbers or keys, an identity shared
    by several people, more days attended than the class has, an enrollment that ends before it starts when the class's
    dates are filled in, two assumptions about one fact or two rulings on one clause.
    """
    if _SOUND.get(id(case)) is case:
        return []
    faults = _faults(case)
    if not faults:
        _SOUND[id(case)] = case
    return faults


def _faults(case: Case) -> list[Fault]:
    as_of = case.as_of if isinstance(case.as_of, datetime.date) else None
    faults = check(case, as_of=as_of)
    broken = {path for fault in faults for path in _above(fault.where)}
    faults += _against_class(case, broken)
    faults += _heads(case)
    faults += _shared_identity(case)
    faults += _twice(case)
    faults += contradictions({p: one.trainee for p, one in _people(case).items() if isinstance(one.trainee, Trainee)})
    faults += _said(case.assumptions, Assumption, "assumptions", "path")
    faults += _said(case.rulings, Ruling, "rulings", "clause")
    return faults


def _said(items: Any, kind: type[Any], where: str, key: str) -> Iterator[Fault]:
    """Assumptions or rulings: of the right type, with a value, one for each fact or clause."""
    if not isinstance(items, tuple):
        yield Fault(Text("应为元组", "not a tuple"), where, text=type(items).__name__)
        return
    seen: dict[str, str] = {}
    for index, item in enumerate(items):
        path = f"{where}[{index}]"
        if not isinstance(item, kind):
            yield Fault(Text(f"应为 {kind.__name__}", f"not of type {kind.__name__}"), path, text=type(item).__name__)
            continue
        yield from check(item, path)
        if item.value is None:
            yield Fault(Text("没有填写", "missing"), f"{path}.value")
        name = str(getattr(item, key))
        if name in seen:
            what = Text(f"与 {seen[name]} 重复", f"says again what {seen[name]} says")
            yield Fault(what, f"{path}.{key}", text=name, remedy=Text("只留一条", "keep one of the two"))
        seen.setdefault(name, path)


def _people(case: Case) -> dict[str, Enrollment]:
    """The enrollments by their paths, without what is none."""
    listing = case.enrollments
    items: Any = listing.items if isinstance(listing, Listing) else ()
    pairs = enumerate(items if isinstance(items, tuple) else ())
    return {f"enrollments[{index}]": item for index, item in pairs if isinstance(item, Enrollment)}


def _heads(case: Case) -> Iterator[Fault]:
    if type(case.heads) is not int or not isinstance(case.enrollments, Listing):
        return
    listed = len(_people(case))
    if not case.enrollments.complete or listed != case.heads:
        what = Text(f"人数与名单（{listed} 人）不一致", f"the number of heads and a list of {listed} people disagree")
        remedy = Text("名单完整的注明 complete，否则只给其一", "mark a complete list as such, or give one of the two")
        yield Fault(what, "heads", text=str(case.heads), remedy=remedy)


def _shared_identity(case: Case) -> Iterator[Fault]:
    several = (isinstance(case.heads, int) and case.heads > 1) or len(_people(case)) > 1
    places = [("trainee", case.trainee)]
    if isinstance(case.enrollment, Enrollment):
        places.append(("enrollment.trainee", case.enrollment.trainee))
    for path, trainee in places if several else []:
        for name in _IDENTITY if isinstance(trainee, Trainee) else ():
            if getattr(trainee, name) is not None:
                what = Text("多人不能共用一个身份", "one identity for several people")
                remedy = Text("逐人填在 enrollments 中", "give each person in enrollments")
                yield Fault(what, f"{path}.{name}", remedy=remedy)


def _twice(case: Case) -> Iterator[Fault]:
    """Enrollments with one identifier, and people who stand in the class twice without two claims."""
    seen: dict[tuple[str, str], list[str]] = {}
    people = _people(case)
    for path, one in people.items():
        person = one.trainee if isinstance(one.trainee, Trainee) else Trainee()
        number = _full(person.id_number)
        keys = {"id": one.id, "trainee.person_key": person.person_key, "trainee.id_number": number}
        for name, key in keys.items():
            earlier = seen.setdefault((name, key), []) if isinstance(key, str) else []
            doubled = [other for other in earlier if name == "id" or not _two_claims(people[other], one)]
            earlier.append(path)
            if doubled:
                what = Text(f"与 {doubled[0]} 重复", f"the same as {doubled[0]}")
                yield Fault(what, f"{path}.{name}", remedy=_ONE_ENTRY)


_ONE_ENTRY = Text(
    "核对名单，同一人只留一条；一人确有几项申领的，各写 claim.id",
    "check the list and keep one entry a person; several claims of one person each need a claim.id",
)


def _two_claims(one: Enrollment, other: Enrollment) -> bool:
    """Whether two entries are two claims of one person: each names its claim, and something sure joins the two."""
    claims = [found.claim for found in (one, other) if isinstance(found.claim, Claim)]
    ids = {claim.id for claim in claims if isinstance(claim.id, str)}
    people = [found.trainee for found in (one, other) if isinstance(found.trainee, Trainee)]
    return len(ids) == 2 and len(people) == 2 and same_person(*people) is True


def _full(number: object) -> str | None:
    """A full identity number in one spelling; whoever has the same masked or cut number may be somebody else."""
    plain = one_spelling(number)
    return plain if _FULL_NUMBER.fullmatch(plain) else None


def _above(where: str) -> Iterator[str]:
    """A path and all the paths that it begins with."""
    steps = where.split(".")
    return (".".join(steps[:count]) for count in range(1, len(steps) + 1))


def _against_class(case: Case, broken: set[str]) -> Iterator[Fault]:
    """What an enrollment says against what it shares with its class, where each is right by itself."""
    places = _people(case)
    if isinstance(case.enrollment, Enrollment):
        places["enrollment"] = case.enrollment
    shared = shared_by(case)
    if not places and "trainee.birth_date" not in broken:
        yield from _born_later(filled(Enrollment(), shared), "trainee.birth_date")
    for path, own in places.items():
        nouns = ("", "cohort.", "enrollment.", f"{path}.")
        compared = _COMPARED if broken else ()
        bad = {name for name in compared if not broken.isdisjoint(f"{noun}{name}" for noun in nouns)}
        yield from _against_shared(case, own, filled(own, shared), path, bad)


def _against_shared(case: Case, own: Enrollment, whole: Enrollment, path: str, bad: set[str]) -> Iterator[Fault]:
    # What is shared is wrong once, not once a person: only what this enrollment says itself is looked at.
    dated = bad.isdisjoint(_DATES)
    if dated and (own.start_date is not None or own.end_date is not None):
        yield from reversed_days(whole, "start_date", "end_date", path)
    if bad.isdisjoint(_HOURS) and (own.attended_hours is not None or own.scheduled_hours is not None):
        yield from too_many_hours(whole, path)
    if dated and bad.isdisjoint(_DAYS) and own.attended_days is not None:
        yield from _too_many_days(case, whole, path)
    if bad.isdisjoint(("end_date", "trainee.birth_date")):
        yield from _born_later(whole, f"{path}.trainee.birth_date")


def _born_later(whole: Enrollment, where: str) -> Iterator[Fault]:
    if isinstance(whole.trainee, Trainee) and whole.trainee.birth_date is not None:
        born, last = bounds_of(whole.trainee, "birth_date")[0], bounds_of(whole, "end_date")[1]
        if born > last:
            what = Text("出生日期晚于培训", "born after the training")
            remedy = Text("核对出生日期和班期日期", "check the date of birth and the dates of the class")
            yield Fault(what, where, remedy=remedy)


def _too_many_days(case: Case, whole: Enrollment, path: str) -> Iterator[Fault]:
    least, room = bounds_of(whole, "attended_days")[0], days_between(whole)
    planned = bounds_of(case.cohort, "training_days")[1] if isinstance(case.cohort, Cohort) else room
    # Dates in the wrong order are a fault of their own.
    most = min(planned, room) if room > 0 else planned
    if least > most:
        what = Text("实到天数多于培训天数", "more days attended than the class has")
        remedy = Text("核对考勤、培训天数和日期", "check the attendance, the days and the dates")
        yield Fault(what, f"{path}.attended_days", text=f"{least} > {most}", remedy=remedy)
