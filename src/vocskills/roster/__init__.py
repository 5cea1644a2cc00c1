"""Tables of people in: one row a person, one case a class."""

from vocskills.roster.columns import Column, Role, columns
from vocskills.roster.read import read_roster

__all__ = ["Column", "Role", "columns", "read_roster"]
