"""Lines, tables and hanging paragraphs for a terminal of fixed width, Chinese characters counted as two columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from vocskills.text import pad, width

COLUMNS = 100
"""Columns of a page."""
_GAP = "  "
_NARROWEST = 6

# A Chinese character, or a run of others, with the marks that may not begin or end a line.
_TOKEN = re.compile(r"\s|[（《〔“(\[]*(?:[!-~]+|[^\s!-~])[，。；：、）》〕”！？,.;:)\]]*")


def wrap(words: str, columns: int) -> list[str]:
    """Breaks ``words`` into lines of at most ``columns`` terminal columns.

    Lines break at spaces and between Chinese characters, never before a closing or after an opening mark; a run that
    is longer than a line is cut. Line breaks in ``words`` are kept.

    Returns:
        At least one line, none of which ends in spaces.
    """
    return [line for part in words.split("\n") for line in _filled(part, columns)]


def _filled(words: str, columns: int) -> list[str]:
    lines = [""]
    for token in (piece for run in _TOKEN.findall(words) for piece in _pieces(run, columns)):
        if width(lines[-1]) + width(token) <= columns:
            lines[-1] += token if lines[-1] or len(lines) == 1 else token.lstrip()
        else:
            lines.append(token.lstrip())
    return [line.rstrip() for line in lines]


def _pieces(token: str, columns: int) -> list[str]:
    """A token cut into pieces that fit into a line."""
    pieces = [""]
    for character in token:
        if pieces[-1] and width(pieces[-1]) + width(character) > columns:
            pieces.append("")
        pieces[-1] += character
    return pieces


def hanging(mark: str, words: str, *, indent: int = 0, columns: int = COLUMNS) -> list[str]:
    """A paragraph that begins with ``mark`` and continues under its own first word."""
    start = " " * indent + mark
    first, *rest = wrap(words, columns - width(start))
    return [(start + first).rstrip(), *(" " * width(start) + line for line in rest)]


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str] | str],
    *,
    right: Collection[int] = (),
    indent: int = 0,
    columns: int = COLUMNS,
) -> list[str]:
    """A table with a rule under its head; cells that are too wide are wrapped.

    Args:
        heads: the words above each column.
        rows: one text for each column, or a text that stands across all of them over the rows that follow.
        right: the numbers of the columns that are set to the right.
        indent: spaces before each line.
        columns: terminal columns in all.
    """
    widths = _widths([heads, *(row for row in rows if not isinstance(row, str))], columns - indent)
    rule = _GAP.join("-" * columns for columns in widths)
    lines = [*_row(heads, widths, right), rule]
    for row in rows:
        lines += wrap(row, columns - indent) if isinstance(row, str) else _row(row, widths, right)
    return [" " * indent + line for line in lines]


def _widths(rows: Sequence[Sequence[str]], columns: int) -> list[int]:
    """What each column needs, the widest ones narrowed until all fit, first those whose words still stay whole."""
    cells = list(zip(*rows, strict=True))
    widths = [max(width(line) for cell in column for line in cell.split("\n")) for column in cells]
    words = [max(width(word.strip()) for cell in column for word in _TOKEN.findall(cell) or [""]) for column in cells]
    room = columns - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        loose = [place for place, least in enumerate(words) if widths[place] > max(least, _NARROWEST)]
        widest = max(loose or range(len(widths)), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _row(cells: Sequence[str], widths: list[int], right: Collection[int]) -> list[str]:
    wrapped = [wrap(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    filled = [lines + [""] * (height - len(lines)) for lines in wrapped]
    lines = zip(*filled, strict=True)
    return [_GAP.join(pad(cell, widths[n], right=n in right) for n, cell in enumerate(line)).rstrip() for line in lines]


def title(words: str, mark: str = "=") -> list[str]:
    """A heading with a rule under it and an empty line before it."""
    lines = wrap(words, COLUMNS)
    return ["", *lines, mark * max(width(line) for line in lines)]
