"""Why something is decided as it is: a finding for each rule with the facts that it used, an amount step by step."""

from __future__ import annotations

import attrs

from vocskills.assessment.outcomes import State, Sum
from vocskills.display import as_html
from vocskills.policy.documents import Provenance
from vocskills.text import Text


@attrs.frozen
class Used:
    """A fact that a rule read.

    Attributes:
        path: the fact, such as ``trainee.birth_date``.
        label: its words.
        value: what is known of it, in words; never what identifies a person.
        known: whether nothing of it is in doubt.
    """

    path: str
    label: Text
    value: Text
    known: bool


@attrs.frozen
class Earlier:
    """An earlier claim of the same person, or an award with a name, on which something hangs.

    Attributes:
        claim: what it is called.
        subsidy: which of its subsidies.
        sure: whether it surely used the place; else its result is waited for.
        tied: whether it is in doubt which of the two claims comes first.
        words: the same as a sentence.
    """

    claim: str
    subsidy: Text
    sure: bool
    tied: bool
    words: Text


@attrs.frozen
class Finding:
    """What one rule says of one subject.

    Attributes:
        code: ``<policy>.<rule>``.
        state: what became of it.
        condition: the rule as a sentence.
        sentence: the finding as a sentence, with the facts it used.
        because: what is said when the rule fails.
        remedy: how to clear it.
        article: the article; ``unknown`` where the text itself was not read.
        document: the number of the document.
        facts: the fact ids that the rule rests on.
        basis: how well they are known.
        uses: the facts of the case that the rule read.
        missing: those of them that are in doubt, by path.
        interpretation: the reading that the library chose.
        in_principle: whether the text says 原则上 (in principle).
        earlier: the earlier claims that used the place, or whose result is waited for.
    """

    _repr_html_ = as_html

    code: str
    state: State
    condition: Text
    sentence: Text
    because: Text
    remedy: Text | None
    article: str
    document: str
    facts: tuple[str, ...]
    basis: Provenance
    uses: tuple[Used, ...]
    missing: tuple[str, ...]
    interpretation: Text | None = None
    in_principle: bool = False
    earlier: tuple[Earlier, ...] = ()


@attrs.frozen
class StepShown:
    """One step of an amount: what is done, in words, where it stands, and the amount after it."""

    op: str
    words: Text
    article: str
    facts: tuple[str, ...]
    after: Sum


@attrs.frozen
class Explanation:
    """Why a determination is what it is: a finding for each rule, the steps of the amount, the readings chosen.

    Attributes:
        findings: one for each rule, judged even where the subsidy is not for the course or the text not in force.
        steps: the amount, step by step.
        interpretations: how the library reads the text where it says too little.
        meant_for: for which courses the subsidy is; ``None`` if for all.
    """

    _repr_html_ = as_html

    findings: tuple[Finding, ...]
    steps: tuple[StepShown, ...]
    interpretations: tuple[Text, ...] = ()
    meant_for: Text | None = None
