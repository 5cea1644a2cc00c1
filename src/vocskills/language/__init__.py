"""The rule language: parse, check, lower.

A condition or an amount is an expression in a small subset of Python's syntax. It is parsed with bounds on its size,
checked against the model's fields (names, types, units) and lowered to integers for the engines.
"""

from vocskills.language.check import check
from vocskills.language.lower import lower
from vocskills.language.nodes import Node, Type
from vocskills.language.parse import Expression
from vocskills.language.scope import Scope, Table, Typed

__all__ = ["Expression", "Node", "Scope", "Table", "Type", "Typed", "check", "lower"]
