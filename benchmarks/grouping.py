#!/usr/bin/env python3
"""Make events of a file of reports, without a case: a line of JSON for each event.

    benchmarks/grouping.py REPORTS.jsonl EVENTS.jsonl [--why]

Scorers of grouping read the lines. `--why` prints, for each event of several reports, what linked them and how much it
weighed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from riwaya.errors import SkipReport
from riwaya.events import group_claims
from riwaya.events.linking import link, told_in
from riwaya.model import Reading
from riwaya.pipeline import read_document
from riwaya.reports.files import read_reports


def readings_of(path: Path) -> list[Reading]:
    """Every report that can be read, read."""
    found = []
    for report in read_reports(path):
        if isinstance(report, SkipReport):
            continue
        try:
            found.append(read_document(report))
        except SkipReport as error:
            print(f"{report.id}: {error}", file=sys.stderr)
    return found


def main() -> None:
    """Write the events."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path, metavar="REPORTS.jsonl")
    parser.add_argument("events", type=Path, metavar="EVENTS.jsonl")
    parser.add_argument("--why", action="store_true", help="print the links")
    options = parser.parse_args()
    readings = readings_of(options.reports)
    with options.events.open("w", encoding="utf-8") as stream:
        for event in group_claims(readings):
            stream.write(json.dumps(event.as_json(), ensure_ascii=False) + "\n")
    for group in link(told_in(readings)[0]) if options.why else ():
        for why in group.links:
            levels = ", ".join(f"{field} {level} {bits:+.1f}" for field, level, bits in why.levels)
            print(f"{group.id}  {why.first} {why.second}  {why.bits:+.1f} bits: {levels}")


if __name__ == "__main__":
    main()
