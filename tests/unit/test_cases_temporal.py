"""Cases of numbers and dates, kept as data: shapes of the wild, a grid of forms, what must not be read, failures.

Every sentence is the project's own. A case of `known_failures` that begins to pass breaks the run until it is moved.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riwaya.claims.dates import find_date_mentions
from riwaya.text.normalize import clean
from riwaya.text.numerals import Numeral, Vague, read_numeral, vague
from riwaya.text.tokens import Tokens

CASES = Path(__file__).resolve().parents[1] / "cases"
PILES = ("wild", "synthetic", "negative", "known_failures")


def cases(topic: str) -> list[Any]:
    """One parameter a line of every pile."""
    found = []
    for pile in PILES:
        lines = (CASES / topic / f"{pile}.jsonl").read_text("utf-8").splitlines()
        marks = [pytest.mark.xfail(strict=True)] if pile == "known_failures" else []
        found += [
            pytest.param(json.loads(line), id=f"{pile}-{number}", marks=marks) for number, line in enumerate(lines, 1)
        ]
    return found


def numbers_of(text: str) -> list[dict[str, object]]:
    """What a reader that walks the text token by token is told."""
    tokens = Tokens(text, clean(text))
    found: list[dict[str, object]] = []
    i = 0
    while i < len(tokens):
        number: Numeral | Vague | None = read_numeral(tokens, i, len(tokens)) or vague(tokens, i, len(tokens))
        if number is None:
            i += 1
            continue
        exact = tokens.span(number.first, number.last, number.skip).exact
        if isinstance(number, Numeral):
            found.append({"exact": exact, "value": pytest.approx(number.value), "ordinal": number.ordinal})
        else:
            found.append({"exact": exact, "low": number.low, "hedge": number.hedge})
        i = number.last + 1
    return found


@pytest.mark.parametrize("case", cases("numerals"))
def test_numerals(case: dict[str, Any]) -> None:
    assert case["expect"] == numbers_of(case["text"]), case["why"]


@pytest.mark.parametrize("case", cases("dates"))
def test_dates(case: dict[str, Any]) -> None:
    tokens = Tokens(case["text"], clean(case["text"]))
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = [
        {
            "exact": when.span.exact,
            "start": when.start.isoformat() if when.start else None,
            "end": when.end.isoformat() if when.end else None,
            "precision": when.precision,
            "anchor": when.anchor,
        }
        for when in (m.when for m in find_date_mentions(tokens, 0, len(tokens), published=published))
    ]
    assert found == case["expect"], case["why"]


@pytest.mark.parametrize("topic", ["numerals", "dates"])
def test_piles_are_in_order(topic: str) -> None:
    for pile in PILES:
        rows = [json.loads(line) for line in (CASES / topic / f"{pile}.jsonl").read_text("utf-8").splitlines()]
        texts = [(row["text"], row.get("published")) for row in rows]
        assert len(set(texts)) == len(texts), f"{topic}/{pile}: a case stands twice"
        assert all(row["why"] or pile == "synthetic" for row in rows), f"{topic}/{pile}: a case gives no reason"
        if pile == "negative":
            assert all(row["expect"] == [] for row in rows)
