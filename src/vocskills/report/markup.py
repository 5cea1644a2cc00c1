"""HTML from words: whatever is not markup already is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
"""Fonts with Chinese characters, of Linux, Windows and macOS; the first that is there is taken."""

_STYLE = f"""
.vocskills {{font-family: {", ".join(repr(font) if " " in font else font for font in FONTS)}; line-height: 1.5}}
.vocskills h3 {{margin: .6em 0 .2em}} .vocskills h4 {{margin: .8em 0 .2em}}
.vocskills table {{border-collapse: collapse}}
.vocskills th, .vocskills td {{border: 1px solid #d0d7de; padding: 3px 8px; text-align: left; vertical-align: top}}
.vocskills th {{background: #f6f8fa; color: #1f2328}}
.vocskills small {{color: #656d76}}
.vocskills b {{white-space: nowrap}}
.vocskills b.good {{color: #1a7f37}} .vocskills b.bad {{color: #cf222e}} .vocskills b.open {{color: #9a6700}}
.vocskills ul, .vocskills ol {{margin: .2em 0; padding-left: 1.6em}}
"""


class Markup(str):
    """Text that is HTML and is not escaped again."""

    __slots__ = ()


def tag(name: str, *parts: str, style: str = "") -> Markup:
    """An element with its content.

    Args:
        name: such as ``td``.
        parts: its content; what is not :class:`Markup` is escaped, line breaks are kept.
        style: its class.
    """
    inside = "".join(part if isinstance(part, Markup) else _escaped(part) for part in parts)
    return Markup(f"<{name}{f' class={escape(style)!r}' if style else ''}>{inside}</{name}>")


def _escaped(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def rows(heads: Sequence[str], body: Iterable[Sequence[str]]) -> Markup:
    """A table."""
    top = tag("tr", *(tag("th", head) for head in heads))
    return tag("table", tag("thead", top), tag("tbody", *(tag("tr", *(tag("td", c) for c in row)) for row in body)))


def items(found: Iterable[str], name: str = "ul") -> Markup:
    """A list, ``ul`` or ``ol``."""
    return tag(name, *(tag("li", one) for one in found))


def section(head: str, *parts: str) -> Markup:
    """Parts under a heading; nothing where there are none."""
    return Markup(tag("h4", head) + "".join(tag("div", part) for part in parts)) if any(parts) else Markup("")


def folded(head: str, *parts: str) -> Markup:
    """Parts that are shown on a click."""
    return tag("details", tag("summary", head), *parts)


def page(*parts: str) -> Markup:
    """The whole, with its style."""
    return tag("div", tag("style", Markup(_STYLE)), *parts, style="vocskills")
