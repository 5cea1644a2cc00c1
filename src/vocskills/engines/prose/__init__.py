"""Prose: a typed tree and a value in doubt as natural phrases in Chinese and English."""

from vocskills.engines.prose.names import NO_NAMES, Names
from vocskills.engines.prose.sentences import fact_text, sentence
from vocskills.engines.prose.values import bounds_text, value_text

__all__ = ["NO_NAMES", "Names", "bounds_text", "fact_text", "sentence", "value_text"]
