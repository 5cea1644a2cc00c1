"""A case from JSON, YAML or plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from vocskills.convert.sources import Source, read_source
from vocskills.convert.structure import limited, structure_case
from vocskills.errors import Fault, InputError
from vocskills.model.case import Case


@attrs.frozen
class Read:
    """The cases of one file, and where everything in them stands.

    Attributes:
        cases: the checked cases.
        located: gives later faults of the cases file, line and column; where there are several cases, the paths say
            which one (``cases[0].cohort``).
        several: whether the file may hold several cases, as a roster does.
    """

    cases: list[Case]
    located: Callable[[list[Fault]], list[Fault]]
    several: bool = False


def read_case(source: str | bytes | Path | Mapping[str, Any], *, name: str = "") -> Case:
    """Reads one case strictly.

    A key that is absent or null is unknown. ``"1975-03"``, ``"2020-10-01.."`` and ``"10..20"`` are ranges; ``false``
    for a noun says that there is none; a list is incomplete unless it is ``{"complete": true, "items": [...]}``; money
    is text in yuan, rates are text such as ``"70%"``, hours are text or whole numbers; numbers and codes of documents
    are text. In YAML every value is text.

    Args:
        source: JSON or YAML text, a file, or what ``json.loads`` makes of one.
        name: the file's name, for the faults; its ending tells JSON from YAML.

    Returns:
        The checked case.

    Raises:
        InputError: with everything that is wrong, each with its path, and for text with line and column.
    """
    return case_of(read_source(source, name))


def case_of(read: Source) -> Case:
    """The checked case behind values that know where they stand.

    Raises:
        InputError: with everything that is wrong.
    """
    case, faults = structure_case(read.plain, written=read.written)
    if faults or read.faults:
        raise InputError(limited(read.located([*read.faults, *faults])))
    return case
