"""The receipt: digests of the packs, the engine and the input, so that the same answer can be shown to follow again.

The input is digested in canonical form, as JSON without blanks. A digest that held an identity number could be
reversed by trying all numbers; so direct identifiers are left out, or replaced by a keyed hash under a key that only
the caller has.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256

from vocskills.assessment.answer import Receipt
from vocskills.convert import case_to_plain
from vocskills.model.case import Case
from vocskills.policy.pack import Policy


def receipt(case: Case, policies: Iterable[Policy], key: bytes | None) -> Receipt:
    """The receipt of an answer.

    Args:
        case: the checked case.
        policies: the policies looked at.
        key: the caller's key for identifiers; without one they are left out of the digest.
    """

    def hidden(identifier: str) -> object:
        return hmac.new(key, identifier.encode(), sha256).hexdigest() if key else None

    text = json.dumps(case_to_plain(case, private=hidden), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return signed(policies, sha256(text.encode()).hexdigest(), key)


def signed(policies: Iterable[Policy], digest: str, key: bytes | None) -> Receipt:
    """The receipt of an input that was digested, whether a case or a table."""
    packs = tuple(sorted((policy.id, policy.digest) for policy in policies))
    return Receipt(_engine(), packs, digest, bool(key))


@cache
def _engine() -> str:
    from importlib.metadata import version

    return version("vocskills")
