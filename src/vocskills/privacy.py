"""Masking of direct identifiers.

Identifiers are masked in every repr, log, error and export unless the caller asks for them; article 28 of
财社〔2023〕181号 (fact F181-19) asks for it in anything published.
"""

from __future__ import annotations

import re

# 18-digit numbers with X, also damaged by full-width digits; 15-digit numbers; bank and social-security cards.
_RUN = re.compile(r"(?<![0-9０-９])[0-9０-９]{14,19}[0-9０-９Xxｘ Ｘ]?(?![0-9０-９])")  # noqa: RUF001 (full-width on purpose)


def mask_id(number: str) -> str:
    """``533323199001010015`` → ``533323********0015``; short numbers keep their first and last two characters."""
    if len(number) >= 15:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    return number[:2] + "*" * max(len(number) - 4, 1) + number[-2:]


def mask_name(name: str) -> str:
    """``张小三`` → ``张**``: the family name stays, as public notices have it."""
    return name[:1] + "*" * (len(name) - 1)


def mask_text(words: str) -> str:
    """Masks every run of digits inside ``words`` that is long enough to identify a person or an account."""
    return _RUN.sub(lambda found: mask_id(found.group()), words)
