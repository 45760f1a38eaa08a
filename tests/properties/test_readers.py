"""Whatever bytes go in, reports and SkipReports come out: a short run of the fuzzing, and all that it ever found."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fuzz"))

import readers

KEPT = sorted(readers.FOUND.glob("*-*"))


@pytest.mark.parametrize("target", sorted(readers.TARGETS))
def test_whole_inputs_are_read(target: str) -> None:
    for seed in readers.seeds(target):
        readers.check(target, seed)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_fuzzing_found_stays_mended(path: Path) -> None:
    readers.check(path.name.partition("-")[0], path.read_bytes())


@pytest.mark.parametrize("target", sorted(readers.TARGETS))
@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_mutated_inputs(target: str, seed: int) -> None:
    chance = random.Random(seed)
    readers.check(target, readers.mutate(chance.choice(readers.seeds(target)), chance))


@pytest.mark.parametrize("target", sorted(readers.TARGETS))
@settings(max_examples=25)
@given(st.binary(max_size=300))
def test_any_bytes(target: str, data: bytes) -> None:
    readers.check(target, data)
