"""One: a case in, an assessment out."""

from vocskills.assessment.assessment import Assessment, assess

__all__ = ["Assessment", "assess"]
