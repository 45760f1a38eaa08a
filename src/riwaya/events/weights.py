"""The weights of linking, read from `weights.toml`: bits for each field and level of agreement."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.toml")


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Section -> level -> bits."""
    sections = tomllib.loads(FILE.read_text("utf-8"))
    return {section: {level: float(bits) for level, bits in levels.items()} for section, levels in sections.items()}
