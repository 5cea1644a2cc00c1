"""One cell of one column: its kind of column says how it is read, the field's range what may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from vocskills.convert import forms
from vocskills.errors import Fault, InputError
from vocskills.model.fields import ABSENT, Between, FieldInfo, Kind, decode, fields_of
from vocskills.model.records import Award
from vocskills.model.terms import AwardState
from vocskills.model.values import expected, wrong_value
from vocskills.roster.codes import Code
from vocskills.roster.columns import Column, Role
from vocskills.roster.reading import words
from vocskills.roster.reading.amounts import read_number
from vocskills.roster.reading.dates import Period, Span, read_day, read_period
from vocskills.roster.reading.said import BLANK, FAILED, Context, Note, Reading, from_fault, only, silent, tidy
from vocskills.roster.reading.texts import read_division, read_id_number, read_name, read_text
from vocskills.roster.sheets import Raw
from vocskills.text import Text

_PRESENCE = Text("无、有，或不填（不知道）", "无 (there is none), 有 (there is one), or blank (not known)")
_DAYS_BETWEEN = re.compile(r"[;；、,，\n]")
_NAMES = ("trainee.name",)


def read_cell(column: Column, raw: Raw, context: Context) -> Reading:
    """What a cell that is not blank says, as a value of the model; whatever stands there gives a reading."""
    if isinstance(raw, str):
        if raw in FAILED:
            return only(Code.FORMULA)
        nothing = silent(raw)
        if nothing is not None and raw not in context.codes:
            return nothing
    found = _read(column, raw, context)
    return _in_range(column.info, found) if column.role is Role.FIELD and found.value is not None else found


def read_both_ends(first: Column, last: Column, raw: Raw, context: Context) -> tuple[Reading, Reading]:
    """What a cell says of a first and a last day; what there is to say stands with the first."""
    if isinstance(raw, str) and raw in FAILED:
        return only(Code.FORMULA), BLANK
    nothing = silent(raw) if isinstance(raw, str) else None
    if nothing is not None:
        return nothing, BLANK
    period: Period = read_period(raw, context)
    notes = tuple(Note(code) for code in period.codes)
    ends = [
        None if bounds is None else decode(col.info, *bounds)
        for col, bounds in ((first, period.first), (last, period.last))
    ]
    return Reading(ends[0], notes), Reading(ends[1])


def read_first_and_perhaps_last(first: Column, last: Column, raw: Raw, context: Context) -> tuple[Reading, Reading]:
    """What a cell says of a first day; of a last day too where it holds both and no other column has the last."""
    if isinstance(raw, str) and read_day(raw, context).bounds is None:
        start, end = read_both_ends(first, last, raw, context)
        if start.value is not None and end.value is not None:
            return start.noting(Code.BOTH_ENDS), end
    return read_cell(first, raw, context), BLANK


def _read(column: Column, raw: Raw, context: Context) -> Reading:
    match column.role:
        case Role.PRESENCE:
            return _presence(column, raw)
        case Role.AWARDS:
            return _awards(column, raw, context)
        case Role.AWARDS_COMPLETE | Role.LIST_COMPLETE:
            return words.read_yes_no(raw, context)
        case Role.STATUSES:
            return words.read_statuses(raw, context)
        case Role.STATUS if column.part == "held" and column.member is not None:
            return words.read_status(column.member, raw, context)  # type: ignore[arg-type]
        case Role.FIELD | Role.STATUS:
            return _field(column, raw, context)


def _field(column: Column, raw: Raw, context: Context) -> Reading:
    info = column.info
    if info.absent and isinstance(raw, str) and raw.strip() == words.NONE:
        return Reading(ABSENT)
    meant = context.codes.get(str(raw)) if context.codes else None
    match info.kind:
        case Kind.BOOL:
            return words.read_yes_no(raw, context)
        case Kind.ENUM:
            return words.read_member(info, raw, context)
        case Kind.DATE:
            return _date(info, raw, context)
        case Kind.INT | Kind.MONEY:
            return read_number(info, raw if meant is None else meant, context)
        case Kind.RATE:
            return _rate(info, raw)
        case Kind.CODE if info.division:
            return read_division(raw if meant is None else meant)
        case _ if column.path == "trainee.id_number":
            return read_id_number(raw)
        case _ if column.path in _NAMES:
            return read_name(raw)
        case _:
            return read_text(info, raw if meant is None else meant)


def _date(info: FieldInfo, raw: Raw, context: Context) -> Reading:
    span: Span = read_day(raw, context)
    if span.bounds is None and isinstance(raw, str):
        period = read_period(raw, context)
        if period.first is not None and period.last is not None:
            span = Span((period.first[0], period.last[1]), Code.PERIOD_FOR_DAY)
    if span.bounds is None:
        return only(span.code or Code.NOT_A_DATE)
    if info.exact and span.bounds[0] != span.bounds[1]:
        return only(Code.PERIOD_FOR_DAY)
    value = decode(info, *span.bounds)
    return Reading(value) if span.code is None else Reading(value).noting(span.code)


def _rate(info: FieldInfo, raw: Raw) -> Reading:
    text = tidy(raw)[0] if isinstance(raw, str) else repr(raw)
    try:
        return Reading(forms.read_value(info, text, written=True))
    except InputError as error:
        return from_fault(error.faults[0], Code.NOT_A_NUMBER)


def _presence(column: Column, raw: Raw) -> Reading:
    said = words.words_of(raw)
    if said in (words.NONE, "没有", "否"):
        return Reading(ABSENT)
    if said in (words.SOME, words.YES):
        return Reading({})
    named = "name" in fields_of(column.info.noun) if column.info.noun is not None else False
    if named and isinstance(raw, str):
        return Reading({"name": tidy(raw)[0]})
    return only(Code.NOT_A_CHOICE, expected=_PRESENCE)


def _awards(column: Column, raw: Raw, context: Context) -> Reading:
    """Awards that a person had count, so they are decided ones; what was taken back does not belong here."""
    if words.words_of(raw) == words.NONE:
        return Reading(())
    parts = [part.strip() for part in _DAYS_BETWEEN.split(raw)] if isinstance(raw, str) else [raw]
    info = fields_of(Award)["start_date"]
    found = [_date(info, part, context) for part in parts if part not in ("", None)]
    notes = tuple(note for one in found for note in one.notes)
    if any(one.value is None for one in found):
        return Reading(None, notes)
    awards = tuple(Award(kind=column.member, state=AwardState.DECIDED, start_date=one.value) for one in found)  # type: ignore[arg-type]
    return Reading(awards, notes)


def _in_range(info: FieldInfo, found: Reading) -> Reading:
    """The reading, or why its value cannot stand in the field."""
    faults = list(_faults(info, found.value))
    if not faults:
        return found
    fault = faults[0]
    wanted = forms.expected(info) if fault.expected == expected(info) else fault.expected
    return only(Code.INVALID, what=fault.what, expected=wanted, remedy=fault.remedy)


def _faults(info: FieldInfo, value: Any) -> Iterator[Fault]:
    if value is ABSENT:
        return
    if not isinstance(value, Between):
        yield from wrong_value(info, value, "")
        return
    ends = [end for end in (value.least, value.most) if end is not None]
    found = [fault for end in ends for fault in wrong_value(info, end, "")]
    yield from found
    if not found and len(ends) == 2 and _key(ends[0]) > _key(ends[1]):
        yield Fault(Text("下限大于上限", "the least value is above the greatest"))


def _key(end: Any) -> Any:
    return end.code if hasattr(end, "code") else end
