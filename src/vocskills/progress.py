"""Watching work that takes long: whoever iterates over many things may show how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from vocskills.text import Text

T = TypeVar("T")


class Watch(Protocol):
    """Hands the items on, one by one, and may show how many are done."""

    def __call__(self, doing: Text, items: Sequence[T], /) -> Iterable[T]:
        """The items themselves, in their order."""
        ...


def unwatched(_doing: Text, items: Sequence[T], /) -> Iterable[T]:
    """The items, nothing shown."""
    return items
