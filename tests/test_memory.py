from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from vocskills.memory import uncollected


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """Whatever a test leaves, the collector runs after it."""
    yield
    gc.enable()


def test_nothing_is_collected_until_the_outermost_ends() -> None:
    """Nested, and left by an error."""

    def broken() -> None:
        with uncollected():
            with uncollected():
                assert not gc.isenabled()
            assert not gc.isenabled()
            raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        broken()
    assert gc.isenabled()


def test_who_switched_collecting_off_keeps_it_off() -> None:
    """Only what was on is switched on again."""
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
