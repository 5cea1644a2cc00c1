"""Rosters audited and written back as annotated workbooks."""

from vocskills.workbook.audit import RosterAudit, audit_roster
from vocskills.workbook.summary import Summary

__all__ = ["RosterAudit", "Summary", "audit_roster"]
