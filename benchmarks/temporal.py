#!/usr/bin/env python3
"""Score the readers of numbers and dates on phrase sets made for other programs (Duckling, Recognizers-Text).

    benchmarks/temporal.py FOLDER [--list SET] [--json]

FOLDER holds the sets as JSON lines: `{"text", "expected", "ref_time"}`. Absent sets are passed over with a line saying
so. `--list` prints the misses of one set. The figures are shares of phrases read right:

duckling dates      phrases whose first day is the expected one. Duckling looks ahead (Monday is the next one): read
                    with `ahead`. Times of day are left out; feasts are kept.
  as in a report    the same phrases read as a report means them; where the phrase names no year and Duckling's day lies
                    ahead, the same weekday a week earlier, or the same day a year earlier, is right.
duckling numerals   phrases that are the expected number and nothing else; `ordinals` likewise.
recognizers numbers texts in which exactly the expected numbers are read, in order; `found` is the share of numbers.
recognizers dates   texts whose longest mention begins on the day expected of a reading of the past.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from riwaya.claims.dates import resolve_phrase
from riwaya.text.normalize import clean
from riwaya.text.numerals import Numeral
from riwaya.text.quantities import read_quantity
from riwaya.text.tokens import Tokens

Row = dict[str, Any]


@dataclass(slots=True)
class Score:
    """Right answers out of all, with the misses in words."""

    right: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, ok: bool, row: Row, read: object, wanted: object) -> None:
        """Count one phrase."""
        self.total += 1
        self.right += ok
        if not ok:
            self.misses.append(f"{row['text']}\tread {read}\twanted {wanted}")


def numbers_in(text: str) -> Iterator[Numeral]:
    """Every figure of a text, ordinals included, in order."""
    tokens = Tokens(text, clean(text))
    i = 0
    while i < len(tokens):
        found = read_quantity(tokens, i, len(tokens))
        if found:
            yield found
        i = found.last + 1 if found else i + 1


def same(a: list[float], b: list[float]) -> bool:
    """Are the lists equal up to the digits that the sets give?"""
    return len(a) == len(b) and all(math.isclose(x, y, rel_tol=1e-6) for x, y in zip(a, b, strict=True))


def expected_day(expected: Row) -> date | None:
    """The first day of what Duckling expects; None for a time of day."""
    if expected.get("grain") in ("second", "minute", "hour"):
        return None
    written = expected.get("value") or expected.get("start")
    if written is None:  # an interval that the set gives only in Duckling's own notation
        found = re.search(r"\((\d+), (\d+), (\d+),", expected["raw"])
        return date(*map(int, found.groups())) if found else None
    return date.fromisoformat(written[:10])


def score_duckling_dates(rows: list[Row], *, ahead: bool) -> Score:
    """Days of phrases, read as Duckling does (`ahead`) or as a report does."""
    score = Score()
    for row in rows:
        wanted = expected_day(row["expected"])
        if wanted is None:
            continue
        reference = date.fromisoformat(row["ref_time"][:10])
        when = resolve_phrase(row["text"], published=reference, ahead=ahead)
        right = {wanted}
        if not ahead and wanted > reference and not re.search(r"\d{4}", row["text"]):
            right |= {wanted - timedelta(days=7), *earlier(wanted)}
        score.add(bool(when and when.start in right), row, when and when.start, wanted)
    return score


def earlier(day: date) -> set[date]:
    """The same day of the year before, or the same weekday of its month."""
    year = [day - timedelta(days=n) for n in (365, 366)]
    return {d for d in year if (d.month, d.day) == (day.month, day.day)} | {
        day - timedelta(days=n) for n in (357, 364, 371)
    }


def score_duckling_numbers(rows: list[Row]) -> Score:
    """Phrases that are one number."""
    score = Score()
    for row in rows:
        read = [float(number.value) for number in numbers_in(row["text"])]
        wanted = [float(row["expected"]["value"])]
        score.add(same(read, wanted), row, read, wanted)
    return score


def score_recognizers_numbers(rows: list[Row]) -> Score:
    """Texts with any number of numbers; ordinals belong to another set."""
    score = Score()
    for row in rows:
        read = [float(number.value) for number in numbers_in(row["text"]) if not number.ordinal]
        wanted = [float(e["Resolution"]["value"]) for e in row["expected"]]
        score.add(same(read, wanted), row, read, wanted)
    return score


def score_recognizers_found(rows: list[Row]) -> Score:
    """Of the numbers that the texts hold, those read."""
    score = Score()
    for row in rows:
        read = [float(number.value) for number in numbers_in(row["text"])]
        for e in row["expected"]:
            wanted = float(e["Resolution"]["value"])
            score.add(any(same([value], [wanted]) for value in read), row, read, wanted)
    return score


def score_recognizers_dates(rows: list[Row]) -> Score:
    """The day on which the longest mention begins, past preferred."""
    score = Score()
    for row in rows:
        past = row["expected"][0]["Value"]["PastResolution"]
        wanted = past.get("date") or past.get("startDate")
        if not wanted or wanted.startswith("0001"):
            continue
        when = resolve_phrase(row["text"], published=date.fromisoformat(row["ref_time"][:10]))
        read = when.start.isoformat() if when and when.start else None
        score.add(read == wanted, row, read, wanted)
    return score


SETS: dict[str, tuple[str, Callable[[list[Row]], Score]]] = {
    "duckling dates": ("duckling_time", lambda rows: score_duckling_dates(rows, ahead=True)),
    "duckling dates as in a report": ("duckling_time", lambda rows: score_duckling_dates(rows, ahead=False)),
    "duckling numerals": ("duckling_numeral", score_duckling_numbers),
    "duckling ordinals": ("duckling_ordinal", score_duckling_numbers),
    "recognizers numbers": ("recognizers_number_numbermodel", score_recognizers_numbers),
    "recognizers numbers found": ("recognizers_number_numbermodel", score_recognizers_found),
    "recognizers dates": ("recognizers_datetime_dateparser", score_recognizers_dates),
    "recognizers periods": ("recognizers_datetime_dateperiodparser", score_recognizers_dates),
}
"""Name of a figure → the file it is taken on and how."""


def main() -> int:
    """Print one line a figure; 0 also where every set is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", dest="listing", choices=SETS, metavar="SET", help="print the misses of this set")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args()
    figures: dict[str, Row] = {}
    for name, (file, score_of) in SETS.items():
        path = options.folder / f"{file}.jsonl"
        if not path.is_file():
            sys.stderr.write(f"{name}: {path} is not there, passed over\n")
            continue
        score = score_of([json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()])
        figures[name] = {"share": round(score.right / max(1, score.total), 3), "right": score.right, "n": score.total}
        if options.listing == name:
            sys.stdout.write("".join(f"{miss}\n" for miss in score.misses))
    if options.json:
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    else:
        for name, figure in figures.items():
            sys.stdout.write(f"{name:32s} {figure['share']:.3f}  {figure['right']} of {figure['n']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
