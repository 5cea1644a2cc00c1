"""One: a case in, an assessment out."""

from vocskills.assess.assessment import Assessment, assess

__all__ = ["Assessment", "assess"]
