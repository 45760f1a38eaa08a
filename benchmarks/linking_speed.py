#!/usr/bin/env python3
"""How long it takes to find copies among many made-up reports, and to link them into events, and with how much memory.

    benchmarks/linking_speed.py [N] [--read M] [--json]

M reports of `synthetic.py` are read (default 2,000). From them N (default 100,000) are made by moving each to other
days and places, so that reading does not have to be paid N times. They are handed over one by one, as a case does.

tellings   walking the readings twice: hashes of the texts, and what each report tells
copies     finding near-copies
link       candidates, weights and groups
peak       resident memory of the process, all included
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import synthetic

from riwaya.errors import SkipReport
from riwaya.events.copies import find_copies
from riwaya.events.linking import link, told_in
from riwaya.model import Claim, Place, Reading, When
from riwaya.pipeline import read_document
from riwaya.reports.files import read_reports

SHIFT_DAYS = 73
"""Days by which each round of the reports is moved: 50 rounds spread over the ten years of `synthetic.py`."""
KILOBYTES = 1024 if sys.platform != "darwin" else 1


class Moved(Collection[Reading]):
    """Readings, many times over: each round on other days and at other places."""

    def __init__(self, readings: list[Reading], count: int) -> None:
        self._readings = readings
        self._count = count
        places = {p.gazetteer_id: p for reading in readings for claim in reading.claims for p in claim.places}
        self._places = [places[key] for key in sorted(key for key in places if key)]
        self._at = {place.gazetteer_id: k for k, place in enumerate(self._places)}

    def __len__(self) -> int:
        return self._count

    def __contains__(self, item: object) -> bool:
        return any(reading == item for reading in self)

    def __iter__(self) -> Iterator[Reading]:
        for k in range(self._count):
            turn, at = divmod(k, len(self._readings))
            yield self._moved(self._readings[at], turn)

    def _moved(self, reading: Reading, turn: int) -> Reading:
        days = timedelta(turn * SHIFT_DAYS % synthetic.SPAN_DAYS)
        document = reading.document
        report = replace(document.report, id=f"{document.report.id}-{turn}", url=f"https://{turn}.example/")
        published = document.published + days if document.published else None
        claims = tuple(self._claim(claim, report.id, turn, days) for claim in reading.claims)
        return replace(reading, document=replace(document, report=report, published=published), claims=claims)

    def _claim(self, claim: Claim, report_id: str, turn: int, days: timedelta) -> Claim:
        when = claim.when
        if when and when.start:
            when = When(
                when.span, when.name, when.start + days, when.end and when.end + days, when.precision, when.anchor
            )
        places = tuple(self._place(place, turn) for place in claim.places)
        return replace(claim, id=f"{claim.id}-{turn}", report_id=report_id, when=when, places=places)

    def _place(self, place: Place, turn: int) -> Place:
        if place.gazetteer_id is None:
            return place
        other = self._places[(self._at[place.gazetteer_id] + turn) % len(self._places)]
        return replace(other, span=place.span, role=place.role)


def read(count: int) -> list[Reading]:
    """So many made-up reports, read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        rows = (json.dumps(row, ensure_ascii=False) + "\n" for row in synthetic.reports(count))
        path.write_text("".join(rows), "utf-8")
        return [read_document(report) for report in read_reports(path) if not isinstance(report, SkipReport)]


def measure(count: int, reading: int) -> dict[str, float]:
    """Seconds of processor time of each step, and what came of it."""
    moved = Moved(read(reading), count)
    marks = [time.process_time()]
    told = told_in(moved)
    marks.append(time.process_time())
    copies = find_copies(told.sheets)
    marks.append(time.process_time())
    groups = link(told.tellings)
    marks.append(time.process_time())
    tellings, copying, linking = (round(b - a, 1) for a, b in pairwise(marks))
    return {
        "reports": count,
        "tellings": len(told.tellings),
        "copies": len(copies),
        "events of several reports": sum(bool(group.links) for group in groups),
        "tellings, seconds": tellings,
        "copies, seconds": copying,
        "link, seconds": linking,
        "reports per second": round(count / (tellings + copying + linking)),
        "peak, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTES / 1e6),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=100_000, metavar="N")
    parser.add_argument("--read", type=int, default=2_000, metavar="M", help="reports that are read")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args()
    figures = measure(options.count, options.read)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:28}{value:>10,}")


if __name__ == "__main__":
    main()
