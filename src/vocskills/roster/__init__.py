"""Tables of people in: whatever a school has, to checked cases, every value with its cell and every doubt as data."""

from vocskills.roster.columns import Column, Role, columns
from vocskills.roster.found import Certainty, Dropped, DropReason, Extra, HeaderMatch, PrintedTotal, Table
from vocskills.roster.mapping import RosterMapping, read_mapping
from vocskills.roster.problems import Problem, Severity
from vocskills.roster.read import read_roster
from vocskills.roster.roster import Roster, RosterRow
from vocskills.roster.sheets import Cell, Format, Sheet, Span, Workbook

__all__ = [
    "Cell",
    "Certainty",
    "Column",
    "DropReason",
    "Dropped",
    "Extra",
    "Format",
    "HeaderMatch",
    "PrintedTotal",
    "Problem",
    "Role",
    "Roster",
    "RosterMapping",
    "RosterRow",
    "Severity",
    "Sheet",
    "Span",
    "Table",
    "Workbook",
    "columns",
    "read_mapping",
    "read_roster",
]
