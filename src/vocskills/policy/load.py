"""From a pack file to a policy, or to everything that is wrong with the file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from vocskills.errors import InputError, PolicyError
from vocskills.language import vocabulary
from vocskills.language.check import FUNCTIONS
from vocskills.language.scope import Table, Typed
from vocskills.policy import source
from vocskills.policy.clauses import read_delegated, read_unsettled
from vocskills.policy.context import Context, Part
from vocskills.policy.facts import FactBase, load_facts
from vocskills.policy.pack import NATION, Citation, Policy, Provenance, Rule, Subsidy
from vocskills.policy.places import check_place
from vocskills.policy.report import Enough, Report, join, keep_sound
from vocskills.policy.rules import read_rule
from vocskills.policy.schema import SECTIONS, pack_shape
from vocskills.policy.source import Scalar, read_source
from vocskills.policy.subsidies import Rules, read_subsidy
from vocskills.policy.tables import read_table
from vocskills.policy.window import Force, governing_dates, read_documents, read_force
from vocskills.text import Text, same

_RESERVED = frozenset({"and", "or", "not", "in", "if", "else", "for", "is", "true", "false", "open", "none", "known"})
_TAKEN = Text("这个名称在表达式里另有含义", "this name means something else in expressions")
_UNREAD = Text("文件都没有读到，不能有施行期、条件和补贴", "none of the documents was read, so nothing of theirs can stand here")
_BOTH = Text("既被引用，又列在 left_out", "both cited and left out")


def load_policy(pack: bytes | str | Path, *, name: str = "", facts: FactBase | None = None) -> Policy:
    """Reads and checks one pack.

    Args:
        pack: the file's path or its content (``str`` is content).
        name: the file's name for faults; taken from the path if there is one.
        facts: the fact base that the pack cites; the library's own by default.

    Raises:
        PolicyError: everything that is wrong with it, each fault with file, line, column, path, what was expected
            and what to do.
    """
    content = pack.read_bytes() if isinstance(pack, Path) else pack
    file = name or (pack.name if isinstance(pack, Path) else "")
    tree = read_source(content, file)
    report = Report(file)
    policy = None
    try:
        policy = _read(report, tree, load_facts() if facts is None else facts, _digest(content))
    except Enough:
        pass
    if policy is None or report.faults:
        raise report.error()
    return policy


def _digest(content: bytes | str) -> str:
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8", "replace")).hexdigest()


def _read(report: Report, tree: source.Mapping, facts: FactBase, digest: str) -> Policy | None:
    sound = keep_sound(tree, pack_shape(), report)
    assert isinstance(sound, source.Mapping)
    pack = Part(sound, "")
    documents = read_documents(report, pack)
    context = Context(report, facts, documents)
    _check_names(report, tree)
    place = _place(report, pack)
    if not any(document.read is not Provenance.NONE for document in documents.values()):
        _refuse_content(report, pack, known=bool(documents))
    elif tree.get("in_force") is None:
        what = Text("缺少键 in_force", "the key in_force is missing")
        report.add(tree, "in_force", what, expected=Text("自何日起、至何日止施行", "from when to when it holds"))
    dates = governing_dates(context, pack.part("in_force"))
    window = pack.part("in_force")
    force = read_force(context, window, dates) if window else None
    cites = _fill_scope(context, pack)
    definitions, tables = _definitions(context, pack), _tables(context, pack)
    rules = _rules(context, pack, tree, force, dates[0].path and dates[0])
    return None
