"""Prose: a typed tree, a value in doubt and a finding as natural sentences in Chinese and English."""

from vocskills.engines.prose.findings import finding
from vocskills.engines.prose.sentences import Names, sentence
from vocskills.engines.prose.values import value_text

__all__ = ["Names", "finding", "sentence", "value_text"]
