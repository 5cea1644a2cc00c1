"""What a notebook shows: assessments, people, findings, explanations, policies, rosters and audits as HTML.

They show themselves in Chinese when they stand last in a cell; :func:`html` gives the same page in English. Nothing
needs to be installed or loaded for it.
"""

from __future__ import annotations

from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.determination import Determination, ItemAnswer
from vocskills.assessment.findings import Explanation, Finding
from vocskills.policy.pack import Policy
from vocskills.report import html as pages
from vocskills.roster.roster import Roster
from vocskills.text import Lang
from vocskills.workbook.audit import RosterAudit
from vocskills.workbook.page import audit_html, roster_html


def html(thing: object, lang: Lang = "zh") -> str:
    """The page of a thing that has one; identifiers are masked, everything is escaped.

    Args:
        thing: an assessment, one person's answer, a determination, an approval or measure decided, a finding, an
            explanation, a policy, a roster or an audit of rosters.
        lang: Chinese or English.

    Raises:
        TypeError: the thing has no page.
    """
    match thing:
        case Assessment():
            return pages.assessment_html(thing, lang)
        case SubjectAnswer():
            return pages.subject_html(thing, lang)
        case Determination():
            return pages.determination_html(thing, lang)
        case ItemAnswer():
            return pages.item_html(thing, lang)
        case Finding():
            return pages.finding_html(thing, lang)
        case Explanation():
            return pages.explanation_html(thing, lang)
        case Policy():
            return pages.policy_html(thing, lang)
        case Roster():
            return roster_html(thing, lang)
        case RosterAudit():
            return audit_html(thing, lang)
    raise TypeError(f"{type(thing).__name__} has no page")
