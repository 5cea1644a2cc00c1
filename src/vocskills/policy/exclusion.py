"""``excludes``: kinds of award of which one for the same class or certificate bars a subsidy.

It is an ordinary rule over the awards on record, so that it is judged, shown and explained as any other.
"""

from __future__ import annotations

from vocskills.engines.fold import fold
from vocskills.language.lower import condition
from vocskills.language.nodes import BOOL, Exists, Fact, Logic, LogicOp, Not
from vocskills.model.terms import AwardKind
from vocskills.policy.context import RENAME, Context, Part
from vocskills.policy.documents import Citation
from vocskills.policy.pack import Rule
from vocskills.policy.rules import read_condition
from vocskills.policy.source import Scalar
from vocskills.text import Text, join

_CERTIFICATE = "not any(exists(certificate) and a.certificate_no == certificate.number for a in awards if {kinds})"
_CLASS = """
not any(
    a.cohort_id == cohort.id and a.start_date <= cohort.end_date and cohort.start_date <= a.end_date
    for a in awards if {kinds}
)
"""
_CONDITIONS = (_CERTIFICATE, _CLASS)
_IN_A_CLASS = Fact("exists(cohort)", BOOL, 0, 1, Exists("cohort"))
_TAKEN = Text("excludes 所用的条件名称已被占用", "the name of the rule that excludes makes is taken")
_REMEDY = Text(
    "核对补贴记录中的证书编号和班期编号，没有证书的写 certificate_no: false",
    "check the certificate and class of the awards on record; say certificate_no: false for one without certificate",
)


def read_excludes(context: Context, name: str, part: Part, cite: Citation, rules: frozenset[str]) -> Rule | None:
    """The rule that a subsidy's ``excludes`` makes; ``None`` without that key or after its faults were reported."""
    words = part.words("excludes")
    if not words:
        return None
    kinds = list(excluded(part))
    where, scalar = part.path("excludes"), words[0][0]
    rule = f"{name}_excludes"
    if rule in rules:
        context.report.add(scalar, where, _TAKEN, text=rule, remedy=RENAME)
        return None
    conditions = [read_condition(context, _spelled(text, kinds, scalar), where) for text in _CONDITIONS]
    certificate, same_class = conditions
    if certificate is None or same_class is None:
        return None
    # A claim without a class has no class in common with any award.
    parts = certificate[0], Logic(LogicOp.OR, (Not(_IN_A_CLASS), same_class[0]))
    lowered = condition([certificate[1], condition([Not(_IN_A_CLASS), same_class[1]], LogicOp.OR)])
    return Rule(
        name=rule,
        cite=cite,
        parts=parts,
        any_of=False,
        when=None,
        open_ended=None,
        because=_because(kinds),
        remedy=_REMEDY,
        interpretation=None,
        in_principle=False,
        condition=fold(lowered),
    )


def _spelled(text: str, kinds: list[AwardKind], at: Scalar) -> Scalar:
    """A condition with the kinds put in, where the pack says excludes."""
    return Scalar(" ".join(text.format(kinds=_any_of(kinds)).split()), at.line, at.column)


def excluded(part: Part) -> tuple[AwardKind, ...]:
    """The kinds under ``excludes``."""
    return part.members("excludes", AwardKind)


def _any_of(kinds: list[AwardKind]) -> str:
    names = [kind.value for kind in kinds]
    return f"a.kind == {names[0]}" if len(names) == 1 else f"a.kind in ({', '.join(names)})"


def _because(kinds: list[AwardKind]) -> Text:
    listed = join([kind.label for kind in kinds], en=" or ")
    return Text(
        f"同一班期或同一证书已享受{listed.zh}", f"{listed.en} has been had for the same class or the same certificate"
    )
