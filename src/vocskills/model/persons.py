"""Who is who: persons are joined by a full identity number that is right, or by the caller's own key, by nothing else.

A name, a masked number or one with a wrong check digit may be somebody else's. Whoever cannot be joined has a history
that is unknown, which is not an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vocskills.errors import Fault
from vocskills.model.identity import right_number
from vocskills.model.nouns import Trainee
from vocskills.text import Text

Mark = tuple[str, str]
"""What tells a person apart: the field that it stands in, and its value."""

_ONE_OF_THEM = Text("核对证件和人员标识，改正其一", "check the documents and the keys and correct one of them")


def marks(trainee: Trainee) -> tuple[Mark, ...]:
    """What a person can be joined by."""
    found = {"person_key": trainee.person_key, "id_number": right_number(trainee.id_number)}
    return tuple((name, value) for name, value in found.items() if isinstance(value, str))


def joined(people: Mapping[str, Trainee]) -> list[list[str]]:
    """The paths of people grouped by person, in the order given; who has no mark is alone."""
    return _joined({path: marks(trainee) for path, trainee in people.items()})


def _joined(people: Mapping[str, tuple[Mark, ...]]) -> list[list[str]]:
    parent = {path: path for path in people}
    first: dict[Mark, str] = {}
    for path, own in people.items():
        for mark in own:
            parent[_root(parent, path)] = _root(parent, first.setdefault(mark, path))
    groups: dict[str, list[str]] = {}
    for path in people:
        groups.setdefault(_root(parent, path), []).append(path)
    return list(groups.values())


def _root(parent: Mapping[str, str], path: str) -> str:
    while parent[path] != path:
        path = parent[path]
    return path


def contradictions(people: Mapping[str, Trainee]) -> Iterator[Fault]:
    """Persons who are one by one mark and two by the other."""
    known_by = {path: marks(trainee) for path, trainee in people.items()}
    for group in _joined(known_by):
        seen: dict[str, tuple[str, str]] = {}
        for path in group:
            for name, value in known_by[path]:
                first, known = seen.setdefault(name, (path, value))
                if known != value:
                    what = Text(f"与 {first} 是同一人，这一项却不同", f"the same person as {first}, but this differs")
                    yield Fault(what, f"{path}.trainee.{name}", remedy=_ONE_OF_THEM)


def same_person(one: Trainee, other: Trainee) -> bool | None:
    """Whether two are one person; ``None`` where nothing tells."""
    first, second = dict(marks(one)), dict(marks(other))
    told = [first[name] == second[name] for name in first if name in second]
    return None if not told else any(told)
