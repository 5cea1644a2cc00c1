"""What a stranger gets: the wheel alone, in a clean environment, far from the sources."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "vocskills"
BIN = "Scripts" if os.name == "nt" else "bin"


@attrs.frozen
class Stranger:
    """A folder outside the source tree with a fresh environment in which only the wheel is installed."""

    home: Path
    wheel: Path

    def run(self, *command: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
        """Runs a program of the environment, with a console of the given encoding."""
        program = self.home / "venv" / BIN / command[0]
        return call([str(program), *command[1:]], self.home, PYTHONIOENCODING=encoding)


def call(command: list[str], cwd: Path, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a command that knows nothing of this tree: no path, no environment of ours."""
    ours = ("PYTHON", "VIRTUAL_ENV", "COV", "PYTEST")
    outside = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(command, cwd=cwd, env=outside | extra, capture_output=True, check=False, timeout=600)


def words(done: subprocess.CompletedProcess[bytes], encoding: str = "utf-8") -> str:
    """What a program printed; if it failed, the test fails with the end of its complaint."""
    if done.returncode:
        lines = (done.stdout + done.stderr).decode(encoding, "replace").splitlines()
        said = [line for line in lines if not line.startswith(("#", "import "))]  # the trace of python -v
        pytest.fail(f"{done.args} returned {done.returncode}\n" + "\n".join(said[-30:]), pytrace=False)
    return done.stdout.decode(encoding)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    """Builds the wheel and installs it with its dependencies; the examples are copied beside it."""
    home = tmp_path_factory.mktemp("stranger")
    assert not home.is_relative_to(ROOT)
    isolation = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    words(call([sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", str(home), str(ROOT)], home))
    (wheel,) = home.glob("*.whl")
    words(call([sys.executable, "-m", "venv", str(home / "venv")], home))
    python = home / "venv" / BIN / "python"
    words(call([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)], home))
    if (ROOT / "examples").exists():
        shutil.copytree(ROOT / "examples", home / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    return Stranger(home, wheel)


def test_the_wheel_holds_the_whole_package(stranger: Stranger) -> None:
    """Every file of the package is in the wheel: code, packs, tables and the mark that it is typed."""
    files = {p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    expected = {p.relative_to(PACKAGE.parent).as_posix() for p in files}
    packs = {name for name in expected if name.startswith("vocskills/packs/")}
    with zipfile.ZipFile(stranger.wheel) as archive:
        inside = set(archive.namelist())
    assert expected - inside == set()
    assert {Path(name).suffix for name in packs} >= {".csv", ".yaml"}
    assert "vocskills/py.typed" in inside


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_demo_runs_from_the_wheel(stranger: Stranger, encoding: str) -> None:
    """The demo prints its answer on a UTF-8 and on a GBK console, without the source tree."""
    done = stranger.run("python", "examples/fugong/demo.py", encoding=encoding)
    assert "福贡" in words(done, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_command_explains_itself(stranger: Stranger, encoding: str) -> None:
    """``vocskills --help`` is installed as a command and prints on a UTF-8 and on a GBK console."""
    done = stranger.run("vocskills", "--help", encoding=encoding)
    assert "assess" in words(done, encoding)


def test_nothing_is_taken_from_the_source_tree(stranger: Stranger) -> None:
    """While the demo runs, every module comes from the environment; none from the tree it was built from."""
    done = stranger.run("python", "-v", "examples/fugong/demo.py")
    words(done)
    trace = done.stderr.decode("utf-8", "replace")
    assert str(stranger.home / "venv") in trace
    assert "import 'vocskills" in trace
    assert str(PACKAGE) not in trace
    assert str(ROOT / "examples") not in trace
