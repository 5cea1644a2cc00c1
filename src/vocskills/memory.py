"""Making many objects that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_open = 0
_was_enabled = False


@contextmanager
def uncollected() -> Iterator[None]:
    """While this lasts, Python does not look for cycles of objects that nobody needs; it may be nested.

    Reading or deciding a table makes millions of objects of which hardly any is garbage, and Python would go through
    all of them again and again: a fifth of the time. Objects outside of cycles are freed as always.
    """
    global _open, _was_enabled
    with _LOCK:
        if not _open:
            _was_enabled = gc.isenabled()
            gc.disable()
        _open += 1
    try:
        yield
    finally:
        with _LOCK:
            _open -= 1
            if not _open and _was_enabled:
                gc.enable()
