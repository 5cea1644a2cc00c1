"""Administrative divisions (GB/T 2260): which codes exist, and which lie inside which.

A code has 2 (province), 4 (prefecture), 6 (county), 9 (township) or 12 digits (village), the lower levels filled with
zeros where it is given in full. Provinces, prefectures and counties are looked up in the table of python-stdnum, which
has the former ones too; townships and villages are judged by their county.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import attrs

from vocskills.errors import Fault, InputError
from vocskills.text import Text

NATION = "000000"
"""The place of a text that holds in the whole country; it is judged beside the local ones."""

_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}|[0-9]{9}|[0-9]{12}")
_FORM = Text(
    "2、4、6、9 或 12 位行政区划代码，全国为 000000",
    "a division code of 2, 4, 6, 9 or 12 digits; 000000 for the country",
)
_NOT_A_CODE = Fault(Text("不是行政区划代码", "not the code of a division"), expected=_FORM)
_COUNTRY = Text("用所在地的区划代码，全国为 000000", "give the code of the place; 000000 for the whole country")


def check_place(code: str, where: str = "") -> str:
    """Checks that a division exists or existed.

    Args:
        code: 2, 4, 6, 9 or 12 digits; ``000000`` is the whole country.
        where: the path inside the input, for the fault.

    Returns:
        The code with at least six digits: ``5333`` becomes ``533300``.

    Raises:
        InputError: it is no code, or neither a present nor a former province, prefecture or county.
    """
    if not _CODE.fullmatch(code):
        raise InputError(attrs.evolve(_NOT_A_CODE, where=where, text=code))
    if not exists(code):
        raise InputError(attrs.evolve(no_such(code), where=where))
    return code.ljust(6, "0")


def exists(code: str) -> bool:
    """Whether a code of the right length is that of a division that exists or existed."""
    county = code[:6].ljust(6, "0")
    return county == NATION or name_of(county) != ""


def parents(code: str) -> tuple[str, ...]:
    """A division and all that it lies in, the smallest first, of six digits and the country last."""
    county = code.ljust(6, "0")[:6]
    return tuple(dict.fromkeys((county, county[:4] + "00", county[:2] + "0000", NATION)))


def no_such(code: str) -> Fault:
    """The fault of a code that was never allocated, with what could be meant."""
    county = code[:6].ljust(6, "0")
    above = next((one for one in parents(county)[1:-1] if name_of(one)), "")
    what = Text("没有这个行政区划", "there is no such division")
    if not above:
        return Fault(what, text=code, expected=_FORM, remedy=_COUNTRY)
    close = [f"{one} {name_of(one)}" for one in _near(county)]
    return Fault(
        Text(
            f"{name_of(above)}没有代码为 {county} 的区划",
            f"no division of {above} {name_of(above)} has the code {county}",
        ),
        text=code,
        expected=_FORM,
        remedy=Text(
            f"核对代码（相近的有 {'、'.join(close)}），只知道上级时用 {above}",
            f"check the code (similar ones: {', '.join(close)}), or give {above} if only that is known",
        ),
    )


def _near(county: str) -> list[str]:
    """The three codes of the same province that are nearest, those of the same prefecture first."""
    known = [code for code in (f"{county[:2]}{rest:04d}" for rest in range(1, 10_000)) if name_of(code)]
    return sorted(known, key=lambda code: (code[:4] != county[:4], abs(int(code) - int(county))))[:3]


@lru_cache(maxsize=4096)
def name_of(county: str) -> str:
    """The latest name of a division by its six digits, "" if there never was one."""
    from stdnum import numdb

    # The package's own get_birth_place() raises a bare KeyError for a county that a known province does not have.
    found = {key: name for _, names in numdb.get("cn/loc").info(county) for key, name in names.items()}
    return str(found.get("county", "")).rpartition(",")[2].rpartition("]")[2]


_AUTONOMOUS = re.compile(r"(.{2,3}?)(?:[^族]{1,4}族)*(?:[^族]{1,4}族)自治(州|县|旗)")
_PROVINCE_END = re.compile(r"(?:维吾尔|壮族|回族)?自治区|特别行政区|[省市]")
_ENDED = re.compile(r"\[[0-9]*-[0-9]+\]")
_PROVINCES, _PREFECTURES, _COUNTIES = "0000", "00", ""
"""What the codes of a level end in."""


def by_name(words: str) -> tuple[str, ...]:
    """The counties that an address begins with, by their present names.

    Args:
        words: 云南省怒江州福贡县匹河乡, 福贡县 ...; 怒江州 and 云南 may stand for the full names.

    Returns:
        Codes of six digits: one if the name leads to one county, several if it does not tell which, none if no county
        is named.
    """
    text = "".join(words.split())
    above = ""
    for level, digits in (_PROVINCES, 2), (_PREFECTURES, 4):
        name, codes = _begins(text, level, above)
        if len(codes) == 1:
            above, text = codes[0][:digits], text[len(name) :]
    return _begins(text, _COUNTIES, above)[1]


def _begins(text: str, level: str, above: str) -> tuple[str, tuple[str, ...]]:
    """The longest name of a level that a text begins with, and its codes inside ``above``."""
    names = _names()[level]
    for length in range(min(len(text), 24), 1, -1):
        codes = tuple(code for code in names.get(text[:length], ()) if code.startswith(above))
        if codes:
            return text[:length], codes
    return "", ()


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    """The codes by present name and short name, for provinces, prefectures and counties."""
    found: dict[str, dict[str, list[str]]] = {_PROVINCES: {}, _PREFECTURES: {}, _COUNTIES: {}}
    for code, name in _present():
        level = _PROVINCES if code.endswith("0000") else _PREFECTURES if code.endswith("00") else _COUNTIES
        for one in _spellings(name, level):
            found[level].setdefault(one, []).append(code)
    return found


def _spellings(name: str, level: str) -> set[str]:
    short = _AUTONOMOUS.fullmatch(name)
    names = {name} | ({short[1] + short[2]} if short else set())
    if level == _PROVINCES:
        names.add(_PROVINCE_END.sub("", name))
    return names - {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def _present() -> Iterator[tuple[str, str]]:
    """Every division that exists, by the table of python-stdnum."""
    from stdnum import numdb

    for _, province, _, _, counties in numdb.get("cn/loc").prefixes:
        for _, low, high, names, _ in counties:
            latest = str(names.get("county", "")).rpartition(",")[2]
            if latest and low == high and not _ENDED.match(latest):
                yield province + low, latest.rpartition("]")[2]
