"""Cases of reading claims, kept as data in piles: who says it, what act, who acts, how many, did it happen, where.

The cases, and what it means to agree with one, are in `tests/cases`; `tests/cases/resort.py` sorts them again after
the readers changed. A case of `known_failures` that begins to pass breaks the run until it is moved.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).resolve().parents[1] / "cases" / "claim_cases.py"
_SPEC = importlib.util.spec_from_file_location("claim_cases", _FILE)  # tests/cases holds data and is no package
assert _SPEC is not None
assert _SPEC.loader is not None
cases = importlib.util.module_from_spec(_SPEC)
sys.modules["claim_cases"] = cases
_SPEC.loader.exec_module(cases)

ALL = [case for topic in cases.TOPICS for case in cases.load(topic)]


def _parameters() -> list[Any]:
    strict = [pytest.mark.xfail(strict=True, reason="known failure")]
    return [pytest.param(case, id=case.id, marks=strict if case.pile == cases.FAILURES else []) for case in ALL]


@pytest.mark.parametrize("case", _parameters())
def test_case(case: Any) -> None:
    found = cases.problems(case.record, cases.read(case.record))
    assert not found, "\n".join([case.record["text"], case.record["why"], *found])


def test_ids_and_texts_stand_once() -> None:
    ids = [case.id for case in ALL]
    texts = [(case.topic, case.record["text"], case.record.get("published")) for case in ALL]
    assert len(set(ids)) == len(ids)
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("topic", cases.TOPICS)
def test_lines_are_in_order(topic: str) -> None:
    found = [case for case in ALL if case.topic == topic]
    for case in found:
        assert set(case.record) <= {"id", "pile", "text", "published", "why", "expect"}, case.id
        assert case.record["why"], f"{case.id} gives no reason"
        assert case.record["expect"], f"{case.id} expects nothing"
        assert case.record["pile"] in cases.PILES, case.id
        assert case.pile in (case.record["pile"], cases.FAILURES), f"{case.id} lies in the wrong pile"
    for pile in (*cases.PILES, cases.FAILURES):
        ids = [case.id for case in found if case.pile == pile]
        assert ids == sorted(ids), f"{topic}/{pile}: run tests/cases/resort.py"
