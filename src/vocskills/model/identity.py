"""What a resident identity number (GB 11643) says of its holder, and whether it agrees with what stands beside it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import attrs

from vocskills.calendar import to_date, to_int
from vocskills.errors import Fault
from vocskills.model.fields import DAY_MAX, DAY_MIN, encode, fields_of
from vocskills.model.nouns import Trainee
from vocskills.model.terms import Sex
from vocskills.text import Text


@attrs.frozen
class Identity:
    """What an identity number says: birth (yyyymmdd) and sex, or why it says nothing.

    Attributes:
        birth: the date of birth; 0 if the number says nothing.
        sex: the sex; ``None`` if the number says nothing.
        wrong: what is odd about the number; ``None`` if it is right.
    """

    birth: int = 0
    sex: Sex | None = None
    wrong: Text | None = None


@lru_cache(maxsize=65_536)
def read_identity(number: str | None, as_of: date | None = None) -> Identity:
    """What a resident identity number (GB 11643) says; only one with a right check digit says anything.

    Args:
        number: as written; ``None`` for unknown. Text that is no 18-digit number says nothing.
        as_of: a birth after this day is odd.
    """
    if number is None:
        return Identity()
    written = number.strip().upper()
    birth = _born(written)
    if isinstance(birth, Text):
        return Identity(wrong=birth)
    if birth < to_date(DAY_MIN):
        before = Text("身份证号码中的出生日期早于1900年", "the birth date in the identity number lies before 1900")
        return Identity(wrong=before)
    if birth > (as_of or to_date(DAY_MAX)):
        return Identity(wrong=Text("身份证号码中的出生日期在将来", "the birth date in the identity number lies ahead"))
    return Identity(to_int(birth), Sex.MALE if int(written[16]) % 2 else Sex.FEMALE)


@lru_cache(maxsize=65_536)
def _born(written: str) -> date | Text:
    """The date of birth in a number whose form and check digit are right, else what is wrong with it."""
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    if len(written) != 18 or not written[:17].isascii() or not written[:17].isdigit():
        return Text("不是18位身份证号码，不用于推算出生日期和性别", "not an 18-digit identity number")
    try:
        birth: date = ric.get_birth_date(written)
    except ValidationError:
        return Text("身份证号码中的出生日期不存在", "the birth date in the identity number does not exist")
    if ric.calc_check_digit(written) != written[17]:
        return Text("身份证号码校验位错误，不用于推算出生日期和性别", "the check digit of the identity number is wrong")
    return birth


def one_spelling(number: object) -> str:
    """A number in the one spelling in which numbers are compared; empty for what is no text."""
    if not isinstance(number, str):
        return ""
    return (number if number.isascii() else unicodedata.normalize("NFKC", number)).strip().upper()


def right_number(number: object) -> str | None:
    """A full identity number of 18 digits with a right check digit, in one spelling; ``None`` for any other."""
    plain = one_spelling(number)
    return None if isinstance(_born(plain), Text) else plain


def disagreements(trainee: Trainee, where: str, as_of: date | None) -> Iterator[Fault]:
    """What contradicts a valid identity number; the number, the date of birth and the sex are right by themselves."""
    identity = read_identity(trainee.id_number, as_of)
    lo, hi = encode(fields_of(Trainee)["birth_date"], trainee.birth_date)
    if identity.birth and not lo <= identity.birth <= hi:
        yield _disagreement(where, "birth_date", Text("出生日期", "the date of birth"))
    if identity.sex and trainee.sex not in (None, identity.sex):
        yield _disagreement(where, "sex", Text("性别", "the sex"))


def _disagreement(where: str, name: str, words: Text) -> Fault:
    what = Text(f"{words.zh}与身份证号码不一致", f"{words.en} contradicts the identity number")
    remedy = Text("核对证件，改正其一", "check the document and correct one of the two")
    return Fault(what, f"{where}.{name}" if where else name, remedy=remedy)
