"""How things show themselves in a notebook: the one call that goes up to a door.

A class that has a page says ``_repr_html_ = as_html``; a notebook calls it, nothing else does. The page itself is made
in :mod:`vocskills.notebook`, which knows all the rooms; here nothing is known but its name.
"""

from __future__ import annotations


def as_html(self: object) -> str:
    """The page of an object as HTML, in Chinese."""
    from vocskills.notebook import html

    return html(self)
