"""Words in two languages.

Every message that a person may read exists in Chinese and English; :class:`Text` is the pair.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

import attrs

Lang = Literal["zh", "en"]


@attrs.frozen
class Text:
    """One message in Chinese (``zh``) and English (``en``)."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """The message in ``lang``."""
        return self.zh if lang == "zh" else self.en


def same(words: str) -> Text:
    """A text that reads the same in both languages (a number, a code, a quotation)."""
    return Text(words, words)


def join(texts: list[Text], zh: str = "、", en: str = ", ") -> Text:
    """The texts one after the other, with each language's own separator."""
    return Text(zh.join(t.zh for t in texts), en.join(t.en for t in texts))


def labelled(label: Text, value: Text) -> Text:
    """What something is called, and what it is: ``甲：乙``, ``a: b``."""
    return Text(f"{label.zh}：{value.zh}", f"{label.en}: {value.en}")


def width(words: str) -> int:
    """Columns that ``words`` take in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def pad(words: str, columns: int, *, right: bool = False) -> str:
    """``words`` filled with spaces to a number of terminal columns."""
    fill = " " * max(columns - width(words), 0)
    return fill + words if right else words + fill
