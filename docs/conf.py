"""How the documentation is built: ``make docs``, with warnings as errors.

What the code knows is not copied into the pages by hand: a comment ``<!-- made: fields Trainee -->`` in a page becomes
the table of the trainee's fields when the page is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from importlib.metadata import version as installed_version
from io import StringIO
from typing import TYPE_CHECKING, Any

from vocskills.assessment.outcomes import Verdict
from vocskills.checks import CHECKS
from vocskills.cli import main
from vocskills.language import vocabulary
from vocskills.model import case, nouns, records
from vocskills.model.fields import FieldInfo, Kind, Term, Unit, fields_of, from_engine
from vocskills.policy.keys import types
from vocskills.policy.schema import pack_shape
from vocskills.policy.shapes import Either, Entries, Items, Record, Shape
from vocskills.roster.codes import Code
from vocskills.roster.columns import Role, columns
from vocskills.roster.found import Extra
from vocskills.roster.headers import synonyms
from vocskills.testing.shape import worked_shape

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "vocskills"
author = "The vocskills authors"
copyright = "The vocskills authors"
version = release = installed_version("vocskills")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "groupwise"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 90
autodoc_default_options = {"members": True, "show-inheritance": True}
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

# Whatever the public face mentions of vocskills must itself be public and documented. The rest (the standard library,
# attrs) is not checked: no inventory is fetched, so that the documentation is built without a network.
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!vocskills\b).*"),
    (r"py:.*", r"vocskills\.model\.fields\.T"),  # a type variable
    (r"py:.*", r"vocskills\.policy\.facts\.FactBase"),  # for packs with facts of their own, which no caller has yet
]

html_theme = "furo"
html_title = "vocskills"

# -- tables made from the code -----------------------------------------------------------------------------------------

_MADE = re.compile(r"<!-- made: ([a-z]+)(?: (\w+))? -->")


def setup(app: Sphinx) -> None:
    """Fills in the tables when a page is read."""
    app.connect("source-read", lambda _app, _page, source: source.__setitem__(0, filled(source[0])))


def filled(page: str) -> str:
    """A page with its tables made."""
    return _MADE.sub(lambda found: "\n".join(TABLES[found[1]](*found.groups()[1:])), page)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def fields(name: str) -> Iterator[str]:
    """The fields of a noun or record by its class's name: name, words, what it holds."""
    noun: Any = next(getattr(module, name) for module in (nouns, records, case) if hasattr(module, name))
    rows = [(f"`{field}`", info.label.zh, info.label.en, held(info)) for field, info in fields_of(noun).items()]
    yield from _table(("field", "中文", "words", "what it holds"), rows)


def held(info: FieldInfo) -> str:
    """What a field holds, with unit and range."""
    words = _held(info)
    notes = [("required", info.required and info.kind is not Kind.LIST), ("may be known absent", info.absent)]
    notes += [("identifies a person", info.private)]
    return "; ".join([words, *(note for note, true in notes if true)])


def _held(info: FieldInfo) -> str:
    match info.kind:
        case Kind.BOOL:
            return "yes or no"
        case Kind.DATE:
            return "one day" if info.exact else "date"
        case Kind.ENUM:
            assert info.members is not None
            return f"one of [{info.members.__name__}](#{info.members.__name__.lower()})"
        case Kind.CODE:
            return "division code" if info.division else "code"
        case Kind.TEXT:
            return "text"
        case Kind.ENTITY:
            assert info.noun is not None
            return f"noun [{info.noun.__name__}](#{info.noun.__name__.lower()})"
        case Kind.LIST:
            assert info.noun is not None
            return f"list of up to {info.cap:,} [{info.noun.__name__}](#{info.noun.__name__.lower()})"
    return _number(info)


def _number(info: FieldInfo) -> str:
    lo, hi = (from_engine(info, end) for end in (info.lo, info.hi))
    if info.kind is Kind.RATE:
        return f"{lo:f}..{hi:f}, as a fraction of one"
    return f"{lo}..{hi} {'yuan' if info.kind is Kind.MONEY else (info.unit or Unit.COUNT).value}"


def terms(_: str | None) -> Iterator[str]:
    """Every closed list that a field of the model uses, with the words of its members."""
    known = {i.members for n in described() for i in fields_of(n).values() if i.members is not None}
    for members in sorted(known, key=lambda one: one.__name__):
        yield f"### {members.__name__}\n"
        yield from _table(("value", "中文", "words"), [_member(member) for member in members])
        yield ""


def _member(member: Term) -> tuple[str, ...]:
    return f"`{member.value}`", member.zh, member.en


def described() -> list[Any]:
    """The nouns and records of a case."""
    found = {**vars(records), **vars(nouns)}.values()
    return [one for one in found if isinstance(one, type) and hasattr(one, "__attrs_attrs__") and fields_of(one)]


def keys(name: str) -> Iterator[str]:
    """The keys of one record of a pack."""
    return _keys(pack_records()[name])


def worked(name: str) -> Iterator[str]:
    """The keys of one record of a file of worked cases."""
    return _keys(worked_records()[name])


def _keys(record: Record) -> Iterator[str]:
    rows = [(f"`{key.name}`", _needed(record, key.name), key.about.zh, key.about.en) for key in record.keys]
    yield from _table(("key", "", "中文", "what it is"), rows)


def _needed(record: Record, name: str) -> str:
    key = record.key(name)
    assert key is not None
    return "required" if key.required else "one of these" if any(name in group for group in record.one_of) else ""


def pack_records() -> dict[str, Record]:
    """Every record of a pack by its name, the pack itself first."""
    return _by_name(pack_shape())


def worked_records() -> dict[str, Record]:
    """Every record of a file of worked cases but the words in two languages, which packs have as well."""
    return {name: record for name, record in _by_name(worked_shape()).items() if name not in pack_records()}


def _by_name(shape: Shape) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for record in _records(shape):
        found.setdefault(record.name, record)
    return found


def _records(shape: Shape) -> Iterator[Record]:
    match shape:
        case Record():
            yield shape
            inner: list[Shape] = [key.shape for key in shape.keys]
        case Items():
            inner = [shape.item]
        case Entries():
            inner = [shape.value]
        case Either():
            inner = list(shape.shapes)
        case _:
            inner = []
    for one in inner:
        yield from _records(one)


def kinds(_: str | None) -> Iterator[str]:
    """The types that a table or clause may have."""
    listed = [name for name, kind in types().items() if kind.members]
    plain = [name for name, kind in types().items() if not kind.members]
    yield f"Plain types: {', '.join(f'`{name}`' for name in plain)}."
    yield f"\nClosed lists: {', '.join(f'`{name}`' for name in listed)}."


def lists(_: str | None) -> Iterator[str]:
    """The lists that rules may ask."""
    rows = [
        (f"`{name}`", one.label.zh, f"[{one.noun.__name__}](case.md#{one.noun.__name__.lower()})", f"{one.cap:,}")
        for name, one in vocabulary.lists().items()
    ]
    yield from _table(("list", "中文", "records", "at most"), rows)


def headers(_: str | None) -> Iterator[str]:
    """The columns of a roster with the headers under which each is known; companions of statuses are left out."""
    also: dict[str, list[str]] = {}
    for word, targets in synonyms().items():
        also.setdefault(" ".join(targets), []).append(word)
    known = list(dict.fromkeys(columns().values()))
    parts = (Role.STATUS,)
    rows = [(one.label, one.path) for one in known if one.role not in parts or one.path in also]
    rows += [(extra.zh, extra.target) for extra in Extra]
    rows += [("", targets) for targets in also if " " in targets]
    said = [(name, f"`{path}`", "、".join(also.get(path, ()))) for name, path in rows]
    yield from _table(("列名", "says", "also"), said)


def problems(_: str | None) -> Iterator[str]:
    """What a reader of rosters says about cells."""
    rows = [(f"`{one.value}`", one.severity.value, one.what.zh, one.what.en) for one in Code]
    yield from _table(("code", "severity", "中文", "words"), rows)


def verdicts(_: str | None) -> Iterator[str]:
    """The outcomes as they stand in JSON."""
    yield from _table(("in JSON", "中文", "words"), [_member(verdict) for verdict in Verdict])


def command(name: str) -> Iterator[str]:
    """The usage of a command."""
    said = StringIO()
    with redirect_stdout(said), suppress(SystemExit):
        main([name, "--help"])
    yield f"```text\n{said.getvalue().rstrip()}\n```"


def checks(_: str) -> Iterator[str]:
    """The checks of rosters beside the law."""
    needs = {code: one.needs.en if one.needs else "" for code, one in CHECKS.items()}
    rows = [(f"`{code}`", one.title.zh, one.title.en, needs[code]) for code, one in CHECKS.items()]
    yield from _table(("code", "核查", "what it looks at", "needs besides the roster"), rows)


TABLES: dict[str, Callable[..., Iterator[str]]] = {
    "checks": checks,
    "fields": fields,
    "terms": terms,
    "keys": keys,
    "worked": worked,
    "kinds": kinds,
    "lists": lists,
    "headers": headers,
    "problems": problems,
    "verdicts": verdicts,
    "command": command,
}
