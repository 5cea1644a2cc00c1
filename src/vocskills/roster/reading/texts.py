"""Names, codes, identity numbers and places: text that is kept, and never repaired."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from vocskills import places
from vocskills.model.fields import FieldInfo, Kind
from vocskills.model.identity import read_identity
from vocskills.roster.codes import Code
from vocskills.roster.reading.said import Reading, has_control, only, tidy
from vocskills.roster.sheets import Raw

_EXACT = 10**15
"""Spreadsheets and floats keep whole numbers below this without loss."""
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{2}|\d{15,}\.0+", re.ASCII)
_LONG = re.compile(r"\d{15,}", re.ASCII)
_RESIDENT = re.compile(r"\d{17}[\dX]", re.ASCII)
_CARD = re.compile(r"\d{17}[\dX]\d[\dB]\d?", re.ASCII)
_MASKED = re.compile(r"[\dX]{1,14}[*＊xX×●•_?#]{2,14}[\dX]{0,6}")
_DIGITS = re.compile(r"[\dX]+", re.ASCII)
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_DOTS = re.compile(r"\s*[·•・･‧∙⋅﹒.．●]\s*")
_TWO_NAMES = re.compile(r"[、/,，;；(（\n\r]")


def read_id_number(raw: Raw) -> Reading:
    """An identity number as it stands; one that a spreadsheet spoilt is detected, never repaired.

    A number of 15 digits, one of a disability card (20 digits), a passport and a masked number are kept as written:
    they join nobody to records elsewhere, and nothing is derived from them.
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return only(Code.DAMAGED)
    if not isinstance(raw, str):
        return _of_number(raw)
    text, hidden = tidy(raw)
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    codes = (Code.HIDDEN,) if hidden or plain != text.upper() else ()
    if _SCIENTIFIC.fullmatch(plain):
        return only(Code.DAMAGED)
    return _number(plain, codes)


def _of_number(raw: int | float) -> Reading:
    """A number that is stored as one: the 15 digits of an old card survive, 18 digits never do for certain."""
    whole = int(raw) if isinstance(raw, int) or (raw.is_integer() and abs(raw) < 1e21) else 0
    if 10**14 <= whole < _EXACT:
        return Reading(str(whole)).noting(Code.NUMBER_AS_NUMBER, Code.ID_FORM)
    if isinstance(raw, int) and _RESIDENT.fullmatch(str(whole)) and read_identity(str(whole)).wrong is None:
        return Reading(str(whole)).noting(Code.NUMBER_AS_NUMBER)
    return only(Code.DAMAGED if abs(whole) >= _EXACT or not whole else Code.ID_LENGTH)


def _number(plain: str, codes: tuple[Code, ...]) -> Reading:
    if _RESIDENT.fullmatch(plain):
        if read_identity(plain).wrong is None:
            return Reading(plain).noting(*codes)
        return only(Code.DAMAGED_ZEROS) if plain.endswith("000") else Reading(plain).noting(*codes, Code.ID_CHECK_DIGIT)
    if "*" in plain or _MASKED.fullmatch(plain):
        return Reading(plain).noting(*codes, Code.ID_MASKED)
    if len(plain) == 15 and plain.isdigit():
        return Reading(plain).noting(*codes, Code.ID_FORM)
    if _CARD.fullmatch(plain):
        return Reading(plain).noting(*codes, Code.ID_FORM)
    if _DIGITS.fullmatch(plain) and len(plain) > 9:
        return only(Code.ID_LENGTH)
    return Reading(plain).noting(*codes, Code.ID_FORM) if plain else Reading()


def read_name(raw: Raw) -> Reading:
    """A person's name: no spaces between Chinese characters, one kind of middle dot."""
    if not isinstance(raw, str):
        return only(Code.CONTROL) if isinstance(raw, bool) or raw is None else Reading(_written(raw))
    text, hidden = tidy(raw)
    if has_control(text):
        return only(Code.CONTROL)
    name = _DOTS.sub("·", _HAN_GAP.sub("", text)) if not text.isascii() else text
    codes = (Code.HIDDEN,) if hidden or name != text else ()
    return Reading(name or None).noting(*codes, *((Code.TWO_NAMES,) if _TWO_NAMES.search(name) else ()))


def read_text(info: FieldInfo, raw: Raw) -> Reading:
    """Text or a code; a long number that is stored as one has lost its last digits."""
    if not isinstance(raw, str):
        if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) >= _EXACT:
            return only(Code.DAMAGED)
        return only(Code.CONTROL) if raw is None else Reading(_written(raw))
    text, hidden = tidy(raw)
    if has_control(text):
        return only(Code.CONTROL)
    if info.kind is Kind.CODE and _SCIENTIFIC.fullmatch(text):
        return only(Code.DAMAGED)
    if info.kind is Kind.TEXT:
        text = " ".join(text.split()) if not text.isprintable() else text
    return Reading(text or None).noting(*((Code.HIDDEN,) if hidden and text else ()))


def _written(raw: Raw) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(Decimal(repr(raw))) if isinstance(raw, float) else str(raw)


def read_division(raw: Raw) -> Reading:
    """A division by its code, or a county by an address that begins with its names."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = _written(raw)
    if not isinstance(raw, str):
        return only(Code.PLACE_UNCLEAR)
    text, hidden = tidy(raw)
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    codes = (Code.HIDDEN,) if hidden else ()
    if plain.isascii() and plain.isdigit():
        return Reading(plain).noting(*codes)
    found = places.by_name(plain)
    return Reading(found[0]).noting(*codes, Code.PLACE_BY_NAME) if len(found) == 1 else only(Code.PLACE_UNCLEAR)
