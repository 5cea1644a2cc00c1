"""Masking of direct identifiers.

Identifiers are masked in every repr, log, error and export unless the caller asks for them; article 28 of
财社〔2023〕181号 (fact F181-19) asks for it in anything published.
"""

from __future__ import annotations

import re

_D, _X = "[0-9０-９]", "[0-9０-９XxＸｘ]"
_RUN = re.compile(
    f"(?<!{_D})(?:"
    # identity numbers of 18 and 15 digits, also cut, run together or in full-width digits; bank cards
    f"{_D}{{14,}}{_X}?"
    # the same written in groups: 533399 19900101 0015, 6222 0000 1111 2222 333
    f"|{_D}{{6}}[ -]{_D}{{4}}[ -]?{_D}{{4}}[ -]{_D}{{3}}{_X}"
    f"|{_D}{{4}}(?:[ -]{_D}{{4}}){{2,3}}[ -]{_D}{{3,4}}"
    # mobile numbers
    f"|1[3-9][0-9]{{9}}"
    f")(?!{_D})"
)


def mask_id(number: str) -> str:
    """``533399199001010012`` → ``533399********0012``; of short numbers less stays, of very short ones nothing."""
    if len(number) >= 15:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    if len(number) >= 8:
        return number[:2] + "*" * (len(number) - 4) + number[-2:]
    return "*" * len(number)


def mask_name(name: str) -> str:
    """``张小三`` → ``张**``: the family name stays, as public notices have it."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_text(words: str) -> str:
    """Masks every number inside ``words`` that may identify a person or an account: by its length, or as a mobile's."""
    return _RUN.sub(lambda found: mask_id(found.group()), words)
