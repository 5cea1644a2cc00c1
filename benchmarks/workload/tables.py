"""The figures of the model as the hand-written versions have them: yuan by occupation and level, by class and level."""

from __future__ import annotations

import csv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACK = HERE / "pack.yaml"

EVALUATION = {
    "a": {"junior": 300, "intermediate": 350, "senior": 410, "technician": 520, "senior_technician": 640},
    "b": {"junior": 250, "intermediate": 310, "senior": 360, "technician": 520, "senior_technician": 640},
    "c": {"junior": 210, "intermediate": 260, "senior": 310, "technician": 520, "senior_technician": 640},
}
SCARCITY = {"critical": 10, "scarce": 9, "general": 8}
DELIVERY = {"in_person": 10, "blended": 7, "online": 5}
LADDER = {"junior": 3, "intermediate": 4, "senior": 5, "technician": 6, "senior_technician": 7}
CLASSES = (
    "employee",
    "rural_laborer",
    "registered_unemployed",
    "subsidized_flexible_worker",
    "paired_region_laborer",
    "veteran",
    "graduating_student",
)
SUBSIDIES = ("training_fee", "evaluation_fee", "living_cost")
NOT_IN_FORCE, UNDETERMINED, INELIGIBLE, ELIGIBLE = 1, 2, 3, 4


def catalogue() -> dict[tuple[str, str], int]:
    """The training fee in yuan by occupation and level, where there is one."""
    with (HERE / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["program.occupation"], row["program.level"]): int(row["value"]) for row in rows if row["value"] != "none"
    }
