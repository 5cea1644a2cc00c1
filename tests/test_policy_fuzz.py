"""Whatever is done to a pack, it loads or gets a PolicyError, and within seconds."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packfiles import edited, good, load
from vocskills.errors import PolicyError
from vocskills.policy.load import load_policy
from vocskills.policy.source import MAX_BYTES

REFERENCE = (files("vocskills") / "packs" / "cn-yunnan-poverty-training.yaml").read_bytes()
WHOLE = good("whole").encode()
LINES = [*REFERENCE.splitlines(keepends=True), *WHOLE.splitlines(keepends=True)]
PIECES = [
    b"open",
    b"none",
    b"..",
    b"[]",
    b"{}",
    b"''",
    b"0",
    b"-1",
    b"100%",
    b": ",
    b"- ",
    b"|\n",
    b"\n",
    b"\xff",
    b"\0",
]
WORDS = sorted({word for line in LINES for word in line.split()})


def refusal(pack: bytes, invented: bool) -> PolicyError | None:
    """Why a pack does not load; any other error passes through."""
    try:
        load(pack) if invented else load_policy(pack, name="fuzz.yaml")
    except PolicyError as error:
        return error
    return None


def survives(pack: bytes, origin: bytes) -> None:
    """Loads a pack; anything but a policy or a PolicyError with places is a failure."""
    error = refusal(pack, origin is WHOLE)
    assert error is None or (error.render("zh") and all(fault.file and fault.line for fault in error.faults))


@settings(max_examples=150)
@given(st.data())
def test_changed_bytes(data: st.DataObject) -> None:
    """Bytes overwritten, cut out or put in anywhere never get past the loader's own errors."""
    origin = data.draw(st.sampled_from([REFERENCE, WHOLE]))
    pack = bytearray(origin)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(pack)))
        length = data.draw(st.integers(0, 12))
        pack[start : start + length] = data.draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)))
    survives(bytes(pack), origin)


@settings(max_examples=250)
@given(st.data())
def test_changed_lines(data: st.DataObject) -> None:
    """Lines dropped, doubled, moved or taken from elsewhere keep the YAML whole, so that everything else is tried."""
    origin = data.draw(st.sampled_from([REFERENCE, WHOLE]))
    lines = origin.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "swap", "other"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "other":
                lines[at] = data.draw(st.sampled_from(LINES))
    survives(b"".join(lines), origin)


@settings(max_examples=250)
@given(st.data())
def test_changed_words(data: st.DataObject) -> None:
    """Words exchanged for others of the packs' own are wrong in the ways in which authors are wrong."""
    origin = data.draw(st.sampled_from([REFERENCE, WHOLE]))
    lines = origin.split(b"\n")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        words = lines[at].split(b" ")
        words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from([*WORDS, *PIECES]))
        lines[at] = b" ".join(words)
    survives(b"\n".join(lines), origin)


RULE = good("plain").split("rules:\n")[1].split("subsidies:")[0]


def repeated(count: int, old: str = "", new: str = "") -> str:
    """The plain pack with many more rules like its own."""
    rules = "".join(RULE.replace("of_age", f"rule_{number}").replace(old, new) for number in range(count))
    return edited("plain", ("subsidies:\n", f"{rules}subsidies:\n"))


DEFINITIONS = {
    "chain": "".join(f"  name_{n}: name_{n + 1} + 1\n" for n in range(9_000)) + "  name_9000: 1\n",
    "ring": "".join(f"  name_{n}: name_{(n + 1) % 9_000}\n" for n in range(9_000)),
    "doubling": "  name_0: cohort.training_days\n"
    + "".join(f"  name_{n}: name_{n - 1} + name_{n - 1}\n" for n in range(1, 9_000)),
    "powers": "  name_0: " + "*".join(["999999999999999"] * 40) + "\n  name_1: " + "*".join(["name_0"] * 9) + "\n",
}


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_hostile_definitions_are_refused_in_time(kind: str) -> None:
    """Definitions built to be deep, endless or huge are refused like any other mistake."""
    using = ("amount: 800", "amount: name_1 * cohort.training_days")
    pack = edited("plain", ("rules:\n", f"define:\n{DEFINITIONS[kind]}rules:\n"), using)
    start = time.perf_counter()
    with pytest.raises(PolicyError):
        load(pack)
    assert time.perf_counter() - start < 30


def test_a_pack_of_the_size_limit_loads_in_seconds() -> None:
    """A pack of a megabyte, thousands of rules and the longest words that fit, is read in seconds."""
    words = "未满十六周岁" * 8
    pack = repeated(2_900, "未满十六周岁", words)
    assert 0.8 * MAX_BYTES < len(pack.encode()) <= MAX_BYTES
    start = time.perf_counter()
    assert len(load(pack).rules) == 2_901
    assert time.perf_counter() - start < 30
