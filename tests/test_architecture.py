"""The rooms of the house and the one way through them, read from the sources without importing anything."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "vocskills"
TESTS = ROOT / "tests"

# From top to bottom: a module imports from its own row and the rows below it, never from above.
ROWS: tuple[tuple[str, ...], ...] = (
    ("__main__", "charts", "cli", "cli_audit", "demo", "notebook", "plugin", "spark"),
    ("testing",),
    ("workbook",),
    ("report", "ledger", "checks"),
    ("auditing",),
    ("assessment",),
    ("roster",),
    ("convert",),
    ("door",),
    ("policy",),
    ("engines",),
    ("language",),
    ("model",),
    ("calendar", "money", "bounds", "places"),
    ("errors",),
    ("memory", "privacy", "progress"),
    ("text", "display"),
)
# The one call upwards: an object shows itself in a notebook through the door that knows all rooms.
UPWARD = {("display", "notebook")}
ROW_OF = {room: row for row, rooms in enumerate(ROWS) for room in rooms}
FACE = "vocskills"

# Loaded with `import vocskills`, which must stay fast; everything else is imported where it is used.
EVERYWHERE = {"attrs", "attr"}
# The plugin is loaded by pytest, and the strategies by tests that use Hypothesis.
ONLY_IN = {"convert": {"cattrs"}, "plugin": {"pytest"}, "testing": {"hypothesis"}}


def modules() -> list[Path]:
    """The package's Python files."""
    return sorted(PACKAGE.rglob("*.py"))


def dotted(path: Path, package: Path = PACKAGE) -> str:
    """A file's module name: ``model/fields.py`` is ``vocskills.model.fields``."""
    parts = [package.name, *path.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    """The room a module of the package stands in; the package itself is its face."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else FACE


def is_type_checking(node: ast.AST) -> bool:
    """Whether a node is ``if TYPE_CHECKING:``, which never runs."""
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when a module is imported: not the insides of functions, not ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or is_type_checking(child):
            continue
        yield child
        yield from at_import(child)


def targets(node: ast.AST, known: frozenset[str] = frozenset()) -> list[str]:
    """The modules that one import statement names; ``from vocskills import text`` names ``vocskills.text``."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = "." * node.level + (node.module or "")
    full = [f"{base}.{alias.name}" for alias in node.names]
    return [name if name in known else base for name in full]


def upward(module: str, source: str, known: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with a module's imports from the package, inside functions and for types too."""
    found = []
    for target in (t for node in ast.walk(ast.parse(source)) for t in targets(node, known)):
        if target.startswith("."):
            found.append(f"{module} imports {target}: name the module in full")
        elif target.split(".")[0] == FACE and not allowed(room(module), room(target)):
            found.append(f"{module} imports {target}, which does not stand below it")
    return found


def allowed(importer: str, imported: str) -> bool:
    """Whether one room may import from another; the face imports all, and nobody imports the face."""
    if importer == FACE:
        return True
    if (importer, imported) in UPWARD:
        return True
    return imported in ROW_OF and importer in ROW_OF and ROW_OF[imported] >= ROW_OF[importer]


def eager(module: str, source: str) -> list[str]:
    """The third-party packages that a module loads when it is imported, and should not."""
    fine = EVERYWHERE | ONLY_IN.get(room(module), set()) | sys.stdlib_module_names | {FACE, ""}
    nodes = at_import(ast.parse(source))
    return [f"{module} imports {t} at the top" for n in nodes for t in targets(n) if t.split(".")[0] not in fine]


def in_face(node: ast.stmt) -> bool:
    """Whether a statement may stand in the package's ``__init__``: imports, ``__all__``, lazy loading."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name == "__all__" or name.startswith("_")
        case ast.FunctionDef(name=name):
            return name in {"__getattr__", "__dir__"}
        case ast.If(body=body, orelse=[]) if is_type_checking(node):
            return all(isinstance(inner, ast.Import | ast.ImportFrom) for inner in body)
    return False


def test_every_module_has_a_room() -> None:
    """Every file and folder of the package is a room of the list above (packs holds data only)."""
    assert modules(), f"no modules under {PACKAGE}"
    strangers = {room(dotted(path)) for path in modules()} - set(ROW_OF) - {FACE}
    assert not strangers, f"give these a row in ROWS, or another place: {sorted(strangers)}"


def test_imports_go_one_way() -> None:
    """No module imports from a room above its own, from the package's face, or relatively."""
    known = frozenset(dotted(path) for path in modules())
    assert [e for path in modules() for e in upward(dotted(path), path.read_text("utf-8"), known)] == []


def test_third_party_packages_are_loaded_on_first_use() -> None:
    """At the top of a module stands attrs and nothing else from outside; convert may have cattrs."""
    assert [e for path in modules() for e in eager(dotted(path), path.read_text("utf-8"))] == []


def test_nothing_is_imported_by_star() -> None:
    """Every imported name is written out, in the package and in the tests."""
    files = [*modules(), *TESTS.rglob("*.py")]
    nodes = ((path, node) for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    stars = [f"{p.relative_to(ROOT)}:{n.lineno}" for p, n in nodes if isinstance(n, ast.ImportFrom) and is_star(n)]
    assert stars == []


def is_star(node: ast.ImportFrom) -> bool:
    """Whether an import takes everything."""
    return any(alias.name == "*" for alias in node.names)


def test_no_import_hides_in_a_call() -> None:
    """Only the package's lazy face imports by a computed name; elsewhere the order above could not be checked."""
    hidden = []
    for path in modules():
        calls = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
        names = {ast.unparse(call.func).split(".")[-1] for call in calls}
        if names & {"import_module", "__import__"} and dotted(path) != FACE:
            hidden.append(dotted(path))
    assert hidden == []


def test_the_face_holds_names_and_nothing_else() -> None:
    """``vocskills/__init__.py`` has imports, ``__all__`` and PEP 562 lazy loading, no logic."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    assert [f"line {node.lineno}: {ast.unparse(node)[:60]}" for node in tree.body if not in_face(node)] == []


def test_packs_hold_data_only() -> None:
    """The law is data: no Python stands among the packs."""
    assert list((PACKAGE / "packs").rglob("*.py")) == []


def test_every_test_says_what_it_shows() -> None:
    """Every test function has a docstring that states the behaviour."""
    silent = []
    for path in sorted(TESTS.rglob("test_*.py")):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        functions = (n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        named = (n for n in functions if n.name.startswith("test_"))
        silent += [f"{path.relative_to(ROOT)}:{n.lineno} {n.name}" for n in named if not ast.get_docstring(n)]
    assert silent == []


# The checks themselves: a check that cannot fail shows nothing.


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("vocskills.money", "from vocskills.model.fields import Kind"),
        ("vocskills.text", "import vocskills.errors"),
        ("vocskills.policy.load", "def f() -> None:\n    from vocskills.assessment import assess"),
        ("vocskills.engines.prose", "if TYPE_CHECKING:\n    from vocskills.policy.pack import Policy"),
        ("vocskills.assessment", "from vocskills import Assessment"),
        ("vocskills.errors", "from vocskills import report"),
        ("vocskills.errors", "from .text import Text"),
        ("vocskills.cli", "from vocskills.attic import thing"),
    ],
)
def test_an_upward_import_is_seen(module: str, source: str) -> None:
    """An import from above, from the face, from nowhere or relative is reported wherever it stands."""
    assert len(upward(module, source, frozenset({"vocskills.report"}))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("vocskills.cli", "from vocskills.assessment import assess"),
        ("vocskills.engines.plan", "from vocskills.engines.fold import fold"),
        ("vocskills.money", "from vocskills.bounds import point"),
        ("vocskills.report", "from vocskills import text"),
        ("vocskills", "from vocskills.cli import main"),
        ("vocskills.text", "import json, attrs"),
    ],
)
def test_a_downward_import_is_left_alone(module: str, source: str) -> None:
    """Imports from below, from the own row, and of other packages pass."""
    assert upward(module, source, frozenset({"vocskills.text"})) == []


@pytest.mark.parametrize(
    ("module", "source", "reported"),
    [
        ("vocskills.policy.load", "import yaml", 1),
        ("vocskills.policy.load", "try:\n    from yaml import compose\nexcept ImportError:\n    pass", 1),
        ("vocskills.policy.load", "class A:\n    import pendulum", 1),
        ("vocskills.policy.load", "def f() -> None:\n    import yaml", 0),
        ("vocskills.policy.load", "if TYPE_CHECKING:\n    import yaml", 0),
        ("vocskills.policy.load", "import cattrs", 1),
        ("vocskills.convert", "import cattrs", 0),
        ("vocskills.model.person", "import attrs, datetime, collections.abc", 0),
    ],
)
def test_an_eager_import_is_seen(module: str, source: str, reported: int) -> None:
    """Third-party imports count when they run at import, not inside a function or for types alone."""
    assert len(eager(module, source)) == reported


@pytest.mark.parametrize(
    ("source", "fine"),
    [
        ("from vocskills.text import Text", True),
        ("__all__ = ['Text']", True),
        ("_LAZY: dict[str, str] = {}", True),
        ("def __getattr__(name: str) -> object:\n    raise AttributeError(name)", True),
        ("if TYPE_CHECKING:\n    from vocskills.text import Text", True),
        ("def assess() -> None:\n    pass", False),
        ("VERSION = 1", False),
        ("print('hello')", False),
        ("if TYPE_CHECKING:\n    x = 1", False),
    ],
)
def test_logic_in_the_face_is_seen(source: str, fine: bool) -> None:
    """The face may import and load lazily; a function, a constant or a statement of its own is reported."""
    assert all(in_face(node) for node in ast.parse(source).body) is fine
