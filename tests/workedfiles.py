"""Files of worked cases written for a test, of an invented pack with invented facts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import packfiles
from vocskills.errors import Fault, PolicyError
from vocskills.testing import Worked, read_worked

HEAD = """
policy: pack.yaml
facts: facts.csv
defaults:
  cohort: {start_date: 2020-05-11, end_date: 2020-05-22, training_days: 10}
  trainee:
    birth_date: 1990-01-01
    statuses:
      - {category: registered_poor, held: true, start: 2016-01-01, checked_on: 2021-12-31}
    awards: {complete: true, items: []}
"""
ADULT = """
cases:
  adult:
    about:
      zh: 成年人
      en: an adult
    expect:
      training_fee:
        outcome: eligible
        payable: 800
        payees: [provider]
        funds: employment_fund
        missing: none
        rules: {of_age: pass}
"""
"""A case that holds under the plain pack."""


def write(folder: Path, cases: str, pack: str = "plain") -> Path:
    """A pack with its facts and cases in a folder; the path of the cases."""
    (folder / "pack.yaml").write_text(packfiles.good(pack), "utf-8")
    shutil.copy(packfiles.PACKS / "facts.csv", folder)
    file = folder / "pack.cases.yaml"
    file.write_text(cases, "utf-8")
    return file


def read(folder: Path, cases: str, pack: str = "plain") -> Worked:
    """Cases read from a folder."""
    return read_worked(write(folder, cases, pack))


def faults(folder: Path, cases: str, pack: str = "plain") -> tuple[Fault, ...]:
    """The faults of cases that must not be read."""
    with pytest.raises(PolicyError) as caught:
        read(folder, cases, pack)
    return caught.value.faults
