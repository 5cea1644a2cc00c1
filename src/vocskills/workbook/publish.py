"""What may be published of a roster: everything but what identifies a person beyond the name.

Article 28 of 财社〔2023〕181号 (fact F181-19) has the persons published with a part of the identity number hidden, the
standard and the amount. Names therefore stay; identity numbers, telephones, accounts and certificate numbers are
masked, in their own columns and wherever else such a number stands. The date of birth is the part of the number that is
hidden, so that it is hidden too, and the age with it. The article names no other column; whether those are published is
for the publisher to decide.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping

from vocskills.privacy import mask_id, mask_text
from vocskills.roster.columns import columns
from vocskills.roster.found import Extra, Table
from vocskills.roster.sheets import Raw

_NAMES = frozenset({"trainee.name"})
_EXTRAS = frozenset(
    one.target
    for one in (
        Extra.PHONE,
        Extra.ACCOUNT,
        Extra.SECOND_ID,
        Extra.HEAD_ID,
        Extra.RESIDENCE,
        Extra.PHOTO,
        Extra.SIGNATURE,
    )
)
_BORN = frozenset({"trainee.birth_date", Extra.AGE.target})
_MASK = "****"
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DATE = re.compile(r"^(?:19|20)[0-9]{2}(?:[-./年][0-9]{1,2}|[01][0-9](?:[0-3][0-9])?$|年?$)")
_LONG = 10**10


def private_columns(table: Table) -> frozenset[int]:
    """The columns of a table, from 1, whose cells identify a person beyond the name."""
    return frozenset(one.cell.column for one in table.columns if any(map(_is_private, one.targets)))


def _is_private(target: str) -> bool:
    known: Mapping[str, object] = columns()
    if target in _EXTRAS or target in _BORN:
        return True
    return target in known and target not in _NAMES and columns()[target].info.private


def masked(value: Raw, *, private: bool) -> Raw:
    """A cell as it may be published.

    Args:
        value: the cell.
        private: whether it stands in a column that identifies people.
    """
    if private and isinstance(value, datetime.date):
        return _MASK
    if isinstance(value, str):
        return _masked_text(value, private=private)
    if isinstance(value, int | float) and not isinstance(value, bool) and (private or abs(value) >= _LONG):
        return mask_id(f"{value:.0f}")
    return value


def _masked_text(text: str, *, private: bool) -> str:
    plain = _HIDDEN.sub("", unicodedata.normalize("NFKC", text))
    if private:
        return _hidden(plain.strip("'\t ")) if plain.strip() else text
    found = mask_text(plain)
    return text if found == plain else found


def _hidden(plain: str) -> str:
    """A private text: of a date nothing is left, since its digits are few."""
    return _MASK if _DATE.search(plain) else mask_id(plain)
