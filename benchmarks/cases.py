#!/usr/bin/env python3
"""How a case bears many reports: made-up reports are added, linked and asked for; time, size and memory are printed.

    benchmarks/cases.py COUNT [--case FILE|URL] [--json]

Without --case, a new SQLite file in a temporary folder is filled and thrown away. Times are seconds of this process's
own processor time, and of the clock in brackets; who shares the machine makes the second longer, hardly the first.

read       from text to claims: what `extract` does, too
store      the rest of adding: looking reports up, packing, writing, the index of words
again      adding the same reports once more
link       making all events anew
one more   adding one report to the full case, and making events of it
events     the longest of five runs of a question with two filters, and of one for all events of a day
search     the longest of five runs of a search for two words that few reports hold, all hits read
memory     the most that the process held, in MB; before linking, and after
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from synthetic import reports as made_up

from riwaya.errors import SkipReport
from riwaya.model import Origin, Reading, Report
from riwaya.pipeline import add_reports, link_case, read_document
from riwaya.store import Case, open_case
from riwaya.store.adding import Added
from riwaya.store.events import Wanted, event_lines
from riwaya.store.repository import status
from riwaya.store.searching import search
from riwaya.store.words import ask

ROUNDS = 5


class Clock:
    """Seconds of the processor and of the clock, by name."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}

    @contextlib.contextmanager
    def during(self, name: str) -> Iterator[None]:
        """Count what is done inside."""
        before = time.process_time(), time.monotonic()
        yield
        spent = self.spent.setdefault(name, [0.0, 0.0])
        spent[0] += time.process_time() - before[0]
        spent[1] += time.monotonic() - before[1]
        if len(sys.argv) > 1 and name != "read":
            print(f"{name}: {spent[0]:.1f} ({spent[1]:.1f})", file=sys.stderr, flush=True)


def given(count: int, seed: int = 1) -> Iterator[Report]:
    """Made-up reports, each with the line that it came in."""
    for line in made_up(count, seed):
        raw = json.dumps(line, ensure_ascii=False).encode()
        day = date.fromisoformat(line["published"])
        origin = Origin.of("made-up", raw, "application/json")
        yield Report(line["id"], line["text"], line["title"], line["url"], line["outlet"], day, origin=origin)


def add(case: Case, reports: Iterable[Report], clock: Clock, name: str) -> Added:
    """Add reports; reading is counted apart."""
    added = Added()

    def read(some: Iterable[Report | SkipReport]) -> Iterator[Reading]:
        for report in some:
            assert isinstance(report, Report)
            with clock.during("read"):
                reading = read_document(report)
            yield reading

    with clock.during(name):
        add_reports(case, reports, added, read)
    return added


def longest(ask_once: Callable[[], int]) -> tuple[float, int]:
    """The longest of a few runs by the clock, and how much came back."""
    times = []
    found = 0
    for _ in range(ROUNDS):
        begun = time.monotonic()
        found = ask_once()
        times.append(time.monotonic() - begun)
    return max(times), found


def memory() -> int:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(where: str, count: int) -> dict[str, object]:
    """Fill a case and take all figures."""
    clock = Clock()
    read_document(next(given(1)))  # lexicons are loaded once, and not counted
    with open_case(where, create=True) as case:
        add(case, given(count), clock, "add")
        before_linking = memory()
        with clock.during("link"):
            link_case(case)
        after_linking = memory()
        add(case, given(count), clock, "again")
        add(case, given(1, seed=2**20), clock, "one more, added")
        with clock.during("one more, linked"):
            link_case(case)
        with case.reading() as connection:
            held = status(connection)
            some = Wanted(places=("SY/Idlib",), min_killed=9)
            day = Wanted(first=date(2019, 5, 1), last=date(2019, 5, 1))
            questions = {
                "events by place and toll": longest(lambda: len(list(event_lines(connection, some)))),
                "events of a day": longest(lambda: len(list(event_lines(connection, day)))),
                "search": longest(lambda: len(list(search(connection, ask("مخبز القنيطرة"))))),
            }
    size = Path(where).stat().st_size if Path(where).is_file() else 0
    read, added = clock.spent["read"], clock.spent["add"]
    return {
        "reports": held.reports,
        "claims": held.claims,
        "events": held.events,
        "pairs that share text": held.copies,
        "text, MB": round(held.text_bytes / 1e6, 1),
        "size on disk, MB": round(size / 1e6, 1),
        "add, reports a second": round(count / added[0]),
        "read, ms a report": round(1000 * read[0] / count, 2),
        "store, ms a report": round(1000 * (added[0] - read[0]) / count, 2),
        "memory, MB, adding / linking": f"{before_linking} / {after_linking}",
        **{f"{name}, s": f"{spent[0]:.1f} ({spent[1]:.1f})" for name, spent in clock.spent.items() if name != "read"},
        **{f"{name}, s": f"{seconds:.3f} for {found}" for name, (seconds, found) in questions.items()},
    }


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description="How a case bears many reports.")
    parser.add_argument("count", type=int)
    parser.add_argument("--case", help="a case to fill; else one that is thrown away")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(arguments.case or str(Path(folder) / "bench.riwaya"), arguments.count)
    if arguments.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        for name, figure in figures.items():
            print(f"{name:<32}{figure}")


if __name__ == "__main__":
    main()
