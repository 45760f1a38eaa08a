"""Codes as data: crosswalk to PLOVER, rank among codes, and what a means says about a code that gives way to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from riwaya.lexicons.loader import read_table


@dataclass(frozen=True, slots=True)
class Code:
    """A leaf code with its crosswalk; `rank` orders codes when one trigger could carry several (lower first)."""

    name: str
    plover_event: str
    plover_modes: tuple[str, ...]
    group: str
    rank: int


@cache
def codes() -> dict[str, Code]:
    """All leaf codes by name. Errors: BadLexicon."""
    return {
        row["code"]: Code(
            row["code"], row["plover_event"], tuple(row.list("plover_modes")), row["group"], int(row["rank"])
        )
        for row in read_table("shared/codes")
    }


VIOLENT_MEANS = frozenset(
    {
        "air_strike",
        "drone_strike",
        "shelling",
        "chemical_attack",
        "explosion",
        "suicide_attack",
        "shooting",
        "clash",
        "ground_attack",
    }
)
"""Codes by means: an effect told in the same sentence belongs to them."""

MUNITIONS = frozenset({"rocket", "missile", "mortar", "artillery", "bomb", "barrel_bomb", "air_munition", "cluster"})
"""Classes of weapon that fly, fall and come in numbers: "عشر قذائف" are ten strikes."""
