"""Statements about a case with their denials and questions, where they are more than a field with its label."""

from __future__ import annotations

from vocskills.engines.prose.words import YesNo, division, fill, nouns, quoted, series
from vocskills.model.terms import Category
from vocskills.text import Text

_CATEGORIES = {category.value: category.label for category in Category}


def status(who: Text, at: Text, categories: list[str]) -> YesNo:
    """Whether somebody has a status (one of several) on a day."""
    labels = [_CATEGORIES[category] for category in categories]
    held = series(labels, "或", "or")
    quotes = series([quoted(label) for label in labels], "或", "or")
    several = Text("中的任何一类", "") if len(labels) > 1 else Text("", "")
    parts = (who, at, quotes, held, several)
    return YesNo(
        fill("{0}{1}属于{3}", "{0} has the status {2} {1}", *parts),
        fill("{0}{1}不属于{3}{4}", "{0} does not have the status {2} {1}", *parts),
        fill("{0}{1}是否属于{3}", "whether {0} has the status {2} {1}", *parts),
    )


def existence(entity: str) -> YesNo:
    """Whether a noun of the case is there at all."""
    noun = nouns()[entity]
    article = "an" if noun.en[0] in "aeiou" else "a"
    return YesNo(
        Text(f"有{noun.zh}", f"there is {article} {noun.en}"),
        Text(f"没有{noun.zh}", f"there is no {noun.en}"),
        Text(f"是否有{noun.zh}", f"whether there is {article} {noun.en}"),
    )


def in_area(place: Text, area: str) -> YesNo:
    """Whether a place lies in an administrative division."""
    parts = (place, division(area))
    return YesNo(
        fill("{0}在{1}", "{0} lies in {1}", *parts),
        fill("{0}不在{1}", "{0} does not lie in {1}", *parts),
        fill("{0}是否在{1}", "whether {0} lies in {1}", *parts),
    )


def listing(table: Text, item: Text) -> YesNo:
    """Whether a table has a value for the case."""
    return YesNo(
        fill("{0}列有{1}", "{0} lists {1}", table, item),
        fill("{0}未列{1}", "{0} does not list {1}", table, item),
        fill("{0}是否列有{1}", "whether {0} lists {1}", table, item),
    )


def answered(table: Text, question: Text) -> YesNo:
    """A question that a table answers."""
    parts = (table, question)
    return YesNo(
        fill("{0}中“{1}”为“是”", "{0} says yes to “{1}”", *parts),
        fill("{0}中“{1}”为“否”", "{0} says no to “{1}”", *parts),
        fill("{0}中{1}", "{1}, by {0}", *parts),
    )


def holding(words: Text) -> YesNo:
    """A condition that only its document names: yes or no."""
    return YesNo(fill("{0}：成立", "{0}: yes", words), fill("{0}：不成立", "{0}: no", words), words)
