"""Sort the claim cases again: run it by hand after the readers changed.

    .venv/bin/python tests/cases/resort.py [TOPIC …] [--dry] [--why]

A case that agrees lies in its own pile (`pile` in its line), one that does not lies in `known_failures`. Within a file
the cases stand by id. Prints a table of topics; `--why` prints what each failure is; `--dry` writes nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from riwaya.errors import SkipReport

sys.path.insert(0, str(Path(__file__).parent))

import claim_cases as cases  # the folder is no package


def main() -> None:
    """Run, move, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", default=cases.TOPICS, metavar="TOPIC")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--why", action="store_true", help="say what each failure is")
    options = parser.parse_args()
    fields: Counter[str] = Counter()
    print(f"{'topic':12} {'cases':>6} {'pass':>6} {'fail':>6}   of the negatives   moved")
    for topic in options.topics:
        found = cases.load(topic)
        failed = {case.id: said for case in found if (said := _problems(case))}
        for case in found:
            for field in {problem.split(":", 1)[0] for problem in failed.get(case.id, ())}:
                fields[field] += 1
        moved = [case.id for case in found if case.pile != _pile_of(case, failed)]
        negative = [case for case in found if case.record["pile"] == "negative"]
        bad = sum(case.id in failed for case in negative)
        print(
            f"{topic:12} {len(found):6} {len(found) - len(failed):6} {len(failed):6}   "
            f"{len(negative) - bad:3} pass {bad:3} fail   {len(moved)}"
        )
        if options.why:
            for case in found:
                if case.id in failed:
                    print(f"  {case.id}: {case.record['text']}")
                    print("".join(f"      {problem}\n" for problem in failed[case.id]), end="")
        if not options.dry:
            _write(topic, found, failed)
    print("failures by field: " + ", ".join(f"{field} {number}" for field, number in fields.most_common()))


def _problems(case: cases.Case) -> list[str]:
    try:
        return cases.problems(case.record, cases.read(case.record))
    except SkipReport as error:
        return [f"error: {error}"]


def _pile_of(case: cases.Case, failed: dict[str, list[str]]) -> str:
    return cases.FAILURES if case.id in failed else str(case.record["pile"])


def _write(topic: str, found: list[cases.Case], failed: dict[str, list[str]]) -> None:
    piles: dict[str, list[dict[str, Any]]] = {pile: [] for pile in (*cases.PILES, cases.FAILURES)}
    for case in sorted(found, key=lambda c: c.id):
        piles[_pile_of(case, failed)].append(case.record)
    for pile, records in piles.items():
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (cases.FOLDER / topic / f"{pile}.jsonl").write_text(lines, "utf-8")


if __name__ == "__main__":
    main()
