"""Something that some worked case should show."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from vocskills.testing.worked import WorkedCase
from vocskills.text import Text


@attrs.frozen(eq=False)
class Requirement:
    """Something that some case should show.

    Attributes:
        name: its name, under which it may be excused.
        words: such a case in words.
        shown: whether a case shows it.
    """

    name: str
    words: Text
    shown: Callable[[WorkedCase], bool]
