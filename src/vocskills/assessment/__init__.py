"""One: a case in, an assessment out."""

from vocskills.assessment.assessment import Assessment, assess, assess_all

__all__ = ["Assessment", "assess", "assess_all"]
