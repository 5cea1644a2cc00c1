"""Cases in, answers out: the strict converter between JSON and the model."""

from vocskills.convert.read import read_case
from vocskills.convert.schema import case_schema
from vocskills.convert.structure import structure_case
from vocskills.convert.write import case_to_plain, dumps, plain

__all__ = ["case_schema", "case_to_plain", "dumps", "plain", "read_case", "structure_case"]
