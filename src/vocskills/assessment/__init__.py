"""One: a case in, an assessment out."""

from vocskills.assessment.assessment import Assessment
from vocskills.assessment.cases import assess, assess_all

__all__ = ["Assessment", "assess", "assess_all"]
