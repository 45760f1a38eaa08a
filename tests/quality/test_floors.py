"""No figure sinks under its floor. Run by `make gate`; skipped where the annotated reports are absent."""

from __future__ import annotations

import json

import measure
import pytest


@pytest.mark.quality
def test_no_figure_sinks_under_its_floor() -> None:
    folder = measure.evaluation_folder()
    if not folder.is_dir():
        pytest.skip(f"no annotated reports at {folder}: set RIWAYA_EVAL to their folder")
    held = json.loads(measure.FLOORS.read_text("utf-8"))
    if held["files"]:
        assert measure.digests(folder) == held["files"], "the annotated reports have changed: measure, then --update"
    found = dict(measure.figures(folder))
    print("\n" + measure.table(found, held["floors"]))
    sunk = {
        name: (found.get(name), floor)
        for name, floor in held["floors"].items()
        if found.get(name, 0.0) < floor - measure.TOLERANCE
    }
    assert sunk == {}
