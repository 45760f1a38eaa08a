"""No figure sinks under its floor. `make gate` runs it; `make floors` raises the floors."""

from __future__ import annotations

from pathlib import Path

import pytest
from figures import Measured, own_gold, rows
from floors import Floors, Pile, Refused, external_pile, floor_of, own_pile

FOUND = {"claims": Measured(0.7504, 500), "places": Measured(0.6, 50)}
FILES = {"gold.jsonl": "aa"}
HELD = Floors(FILES, {"claims": 0.7, "places": 0.65})


def hold(pile: Pile) -> None:
    """Fail if a figure of the pile lies under its floor, or was taken on other files than the floors."""
    held = Floors.load(pile.path)
    changed = held.changed(pile.files())
    assert not changed, "what is measured on has changed: run tests/quality/update_floors.py --corpus-changed"
    found = pile.figures()
    print(f"\n{pile.name}\n{held.table(found)}")
    assert held.sunk(found) == {}


@pytest.mark.quality
def test_own_samples() -> None:
    hold(own_pile())


@pytest.mark.quality
@pytest.mark.external
def test_evaluation_folder() -> None:
    pile = external_pile()
    if pile is None:
        pytest.skip("there are no annotated reports outside the project: RIWAYA_EVAL names their folder")
    hold(pile)


def test_the_own_gold_is_in_order(samples: Path) -> None:
    gold = own_gold()  # checks that every mention reads what stands at its span
    assert [report.id for report in gold] == [row["id"] for row in rows(samples)]
    assert sum(len(report.claims) for report in gold) > 150
    for report in gold:
        places = [(claim.trigger.start, claim.code) for claim in report.claims]
        assert places == sorted(set(places)), f"{report.where}: claims stand in the order of their triggers, each once"
        assert report.statements is not None
        assert report.furniture is not None
        for claim in report.claims:
            wanted = {"source", "factuality", "actors", "recipients", "places", "when", "counts"}
            assert wanted <= claim.given, f"{report.where}: {claim.trigger.exact}"
            inside = [span for span in report.furniture if span[0] <= claim.trigger.start < span[1]]
            assert inside == [], f"{report.where}: {claim.trigger.exact} stands in furniture"


def test_sunk() -> None:
    assert HELD.sunk(FOUND) == {"places": (0.6, 0.65)}
    assert HELD.sunk({"claims": Measured(0.7, 1)}) == {"places": (None, 0.65)}
    assert "places" in HELD.table(FOUND)
    assert [line[-1] for line in HELD.table(FOUND).splitlines() if line.endswith("<")] == ["<"]


def test_the_floor_lies_a_little_under_the_figure() -> None:
    assert floor_of(Measured(0.8, 500)) == 0.795
    assert floor_of(Measured(0.8, 20)) == 0.75, "one of twenty"
    assert floor_of(Measured(0.002, 500)) == floor_of(Measured(0.5, 0)) - 0.495 == 0.0


def test_floors_rise_and_do_not_sink() -> None:
    raised = HELD.raised(FOUND, FILES, corpus_changed=False)
    assert raised == Floors(FILES, {"claims": 0.745, "places": 0.65})
    assert HELD.raised({}, FILES, corpus_changed=False) == HELD, "a figure that is no longer measured keeps its floor"


def test_floors_sink_only_with_the_corpus() -> None:
    other = {"gold.jsonl": "bb"}
    assert HELD.changed(other) == ["gold.jsonl"]
    with pytest.raises(Refused, match="--corpus-changed"):
        HELD.raised(FOUND, other, corpus_changed=False)
    with pytest.raises(Refused, match="no file has changed"):
        HELD.raised(FOUND, FILES, corpus_changed=True)
    assert HELD.raised(FOUND, other, corpus_changed=True) == Floors(other, {"claims": 0.745, "places": 0.58})


def test_first_floors(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    none = Floors.load(path)
    assert none == Floors()
    first = none.raised(FOUND, FILES, corpus_changed=False)
    first.write(path)
    assert Floors.load(path) == first
    assert first.floors == {"claims": 0.745, "places": 0.58}
