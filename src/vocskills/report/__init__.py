"""An answer as text, for a person to read in a terminal."""

from vocskills.report.answer import assessment_lines, render
from vocskills.report.totals import grand_total

__all__ = ["assessment_lines", "grand_total", "render"]
