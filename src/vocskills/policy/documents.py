"""The texts that a policy rests on, where something stands in them, and from when to when they hold."""

from __future__ import annotations

import attrs

from vocskills.bounds import Bounds
from vocskills.model.fields import Term
from vocskills.text import Text, same


class Provenance(Term):
    """How a document was read, the best first; an answer is as good as the weakest one that it used."""

    FULL = "full", "据全文", "by the full text"
    PART = "part", "据部分原文", "by a part of the text"
    SECONDARY = "secondary", "据新闻或摘要", "by press digest"
    GUIDANCE = "guidance", "据经办指南", "by guidance"
    NONE = "none", "条文未读到", "its articles were not read"


@attrs.frozen
class Document:
    """A numbered text that a policy rests on.

    Attributes:
        id: its name inside the pack and in fact ids, such as ``GB24``.
        number: its number (文号), ``unknown`` if not found.
        title: its title; empty if the pack's own says it.
        issued: first and last day, yyyymmdd, on which it may have been issued.
        read: how it was read.
        facts: the prefix of the fact ids that speak of it.
        replaces: documents that it replaces.
    """

    id: str
    number: str
    title: Text
    issued: Bounds
    read: Provenance
    facts: str
    replaces: tuple[str, ...] = ()

    @property
    def name(self) -> Text:
        """Its number, else its title, else its short name."""
        if self.number != "unknown":
            return same(self.number)
        return self.title if self.title.zh else same(self.id)


@attrs.frozen
class Citation:
    """Where something stands: fact ids, article and document; a step or clause without any has its owner's.

    Attributes:
        facts: ids in the fact base.
        article: such as 第九条; ``unknown`` where the text itself was not read.
        document: the document's id.
    """

    facts: tuple[str, ...] = ()
    article: str = ""
    document: str = ""


@attrs.frozen
class Window:
    """From when to when a text holds; an end that is not known is an interval of days.

    Attributes:
        start: first and last day that may be its first day.
        end: first and last day that may be its last day.
        then: the document that takes over and was not read, empty if none is known.
        interpretation: the reading that we chose where the text names no date.
        cite: the facts that it rests on.
    """

    start: Bounds
    end: Bounds
    then: str = ""
    interpretation: Text | None = None
    cite: Citation = Citation()


@attrs.frozen
class OwnWindow:
    """A window that something in a policy has besides the policy's, within which it holds.

    Attributes:
        window: from when to when; an end that is not stated is as far as the policy goes.
        judged_on: the facts, all dates, that must lie in it.
    """

    window: Window
    judged_on: tuple[str, ...]


@attrs.frozen
class TableEdition:
    """An edition of a table as a text.

    Attributes:
        start: first and last day that may be its first day.
        end: first and last day that may be its last day.
        cite: where it stands.
        file: the file with its rows, "" if they stand in the pack.
    """

    start: Bounds
    end: Bounds
    cite: Citation
    file: str = ""


@attrs.frozen
class Editions:
    """The editions of a table in the order of their days, and the dates that choose among them.

    Attributes:
        judged_on: the facts, all dates, that must lie in an edition for it to govern.
        items: the editions.
    """

    judged_on: tuple[str, ...]
    items: tuple[TableEdition, ...]
