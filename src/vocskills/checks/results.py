"""Checks of what comes out: certificates, and the amounts that a roster prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from vocskills.assessment.answer import SubjectAnswer
from vocskills.checks.flags import Flag, Limits, Result, flag
from vocskills.checks.people import Files, Person, distinct, grouped
from vocskills.model.fields import FieldInfo, encode, fields_of
from vocskills.model.nouns import Agreement, Certificate, Evaluation, Program
from vocskills.model.terms import AwardKind
from vocskills.money import Money
from vocskills.report.words import yuan
from vocskills.roster.found import Extra
from vocskills.roster.reading.amounts import read_number
from vocskills.roster.reading.said import Context
from vocskills.roster.sheets import Raw

_ISSUED, _ON = fields_of(Certificate)["issued_on"], fields_of(Evaluation)["on"]
_YUAN: FieldInfo = fields_of(Agreement)["price_per_person"]
_PRINTED: dict[Extra, tuple[AwardKind, ...]] = {
    Extra.LIVING: (AwardKind.LIVING_COST,),
    Extra.TRANSPORT: (AwardKind.TRANSPORT,),
    Extra.LIVING_AND_TRANSPORT: (AwardKind.LIVING_COST, AwardKind.TRANSPORT),
}
"""Which subsidies a printed amount is of; 补贴金额 is of all together."""
Answers = Mapping[tuple[int, int, int], SubjectAnswer]
"""The answer for each person, by roster, class and place in the class."""


def certificates(files: Files, _: Limits) -> Iterator[Flag]:
    """AS-01 and 02: no certificate and no evaluation before the end; numbers are unique; the level is the class's."""
    for person in files.people:
        yield from _early(person)
        yield from _level(person)
    for people in grouped(files.people, _number).values():
        if len(distinct(people)) > 1:
            cells = tuple(person.at_column("certificate.number") for person in people)
            yield flag("CHK-AS-02", Result.FAIL, cells, "证书编号相同", "one certificate number for several people")


def _number(person: Person) -> str:
    found = person.enrollment.certificate
    return (found.number or "").strip() if isinstance(found, Certificate) else ""


def _early(person: Person) -> Iterator[Flag]:
    certificate, evaluation = person.enrollment.certificate, person.enrollment.evaluation
    _first, (last, _) = person.days
    if isinstance(certificate, Certificate) and encode(_ISSUED, certificate.issued_on)[1] < last:
        cells = (person.at_column("certificate.issued_on"),)
        yield flag("CHK-AS-01", Result.FAIL, cells, "发证早于结业", "the certificate was issued before the last day")
    if isinstance(evaluation, Evaluation) and encode(_ON, evaluation.on)[1] < last:
        cells = (person.at_column("evaluation.on"),)
        yield flag("CHK-AS-01", Result.FAIL, cells, "评价早于结业", "the evaluation was before the last day")


def _level(person: Person) -> Iterator[Flag]:
    found, program = person.enrollment.certificate, person.case.program
    if not isinstance(found, Certificate) or not isinstance(program, Program):
        return
    if found.level is not None and program.level is not None and found.level is not program.level:
        zh = f"证书等级{found.level.zh}，培训等级{program.level.zh}"
        en = f"the certificate's level is {found.level.en}, the class's {program.level.en}"
        yield flag("CHK-AS-02", Result.WARN, (person.at_column("certificate.level"),), zh, en)


def amounts(files: Files, answers: Answers) -> Iterator[Flag]:
    """CM-02: what a roster prints for a person lies within what the texts give."""
    for person in files.people:
        answer = answers.get((person.file, person.row.case, person.row.index))
        if answer is None:
            continue
        for extra, printed in _printed(person):
            bounds = _due(answer, _PRINTED.get(extra, tuple(AwardKind)))
            if bounds is not None and not bounds[0] <= printed.fen <= bounds[1]:
                zh, en = _between(*bounds)
                yield flag(
                    "CHK-CM-02",
                    Result.FAIL,
                    (person.at_column(extra.target),),
                    f"{extra.zh}填{yuan(printed)}元，按政策{zh}",
                    f"{extra.en}: {yuan(printed)} yuan, by the texts {en}",
                )


def _printed(person: Person) -> Iterator[tuple[Extra, Money]]:
    for extra in (*_PRINTED, Extra.AMOUNT):
        raw = person.extra(extra)
        found = None if raw is None or raw == "" else _money(raw)
        if found is not None:
            yield extra, found


@lru_cache(maxsize=4096, typed=True)
def _money(raw: Raw) -> Money | None:
    found = read_number(_YUAN, raw, Context()).value
    return found if isinstance(found, Money) else None


def _due(answer: SubjectAnswer, kinds: Sequence[AwardKind]) -> tuple[int, int] | None:
    """The least and most fen of some subsidies; ``None`` where the texts know none of them or no limit."""
    found = [one for one in answer.determinations if one.kind in kinds]
    most = [one.payable.most for one in found]
    if not found or any(one is None for one in most):
        return None
    if len(found) == len(answer.determinations):
        total = answer.total.payable
        return None if total.most is None else (total.least.fen, total.most.fen)
    return sum(one.payable.least.fen for one in found), sum(one.fen for one in most if one is not None)


def _between(least: int, most: int) -> tuple[str, str]:
    low, high = yuan(Money(least)), yuan(Money(most))
    return (f"应为{low}元", f"{low} yuan") if least == most else (f"应在{low}至{high}元之间", f"{low} to {high} yuan")
