#!/usr/bin/env python3
"""How fast reports are read, from page text to claims, beside a tokenizer on the same texts in the same run.

    benchmarks/reading_speed.py [REPORTS...] [--fresh] [--rounds N] [--json]

REPORTS are JSON-lines files of reports, or folders of them; without any, the sample reports are read, over and over.
The yardstick is `spacy.blank("ar")`, which only cuts words (`pip install -e '.[bench]'`). Both run on one core. Each
round times riwaya over all texts, then spaCy over all texts; machines change their pace, and so it meets both. A round
before the first is not timed: it loads the lexicons.

tokens/s   spaCy's tokens of the texts by the median time of a round, for both sides
ratio      riwaya's tokens/s by spaCy's: 0.4 says that reading takes two and a half times as long as cutting words
--fresh    both forget, before each round, the words that they have met. spaCy keeps every word that it has cut and cuts
           it no second time; without --fresh it only looks words up. Texts that are read once are nearer to --fresh
"""

from __future__ import annotations

import argparse
import functools
import gc
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from riwaya.errors import SkipReport
from riwaya.lexicons.matcher import load_lexicon
from riwaya.model import Report
from riwaya.pipeline import read_document
from riwaya.reports.files import read_reports

SAMPLES = Path(__file__).resolve().parents[1] / "src" / "riwaya" / "samples" / "reports.jsonl"
REPEATS = 10
"""How often the samples are read in a round: it then takes long enough for clocks and the scheduler not to show."""
ROUNDS = 7
"""An odd number, so that the median is a round; seven bear three that something disturbed."""


@dataclass(frozen=True, slots=True)
class Speed:
    """One measurement, with what is needed to take it again. Without spaCy its fields and the tokens are None."""

    machine: str
    python: str
    spacy: str | None
    corpus: str
    reports: int
    characters: int
    claims: int
    rounds: int
    fresh: bool
    riwaya_seconds: float
    spacy_seconds: float | None
    tokens: int | None
    riwaya_tokens_per_second: int | None
    spacy_tokens_per_second: int | None
    ratio: float | None


def machine() -> str:
    """Processor and system, as the machine names them."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        name = models[0] if models else name
    return f"{name}, {platform.system()} {platform.machine()}"


def stay_on_one_core() -> None:
    """Bind this process to one core, where the system can do so."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def corpus(names: Sequence[str]) -> tuple[str, list[Report]]:
    """The reports that are read in a round, and what to call them."""
    if not names:
        return f"sample reports, {REPEATS} times", _readable([SAMPLES]) * REPEATS
    paths = [Path(name) for name in names]
    files = [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    return ", ".join(path.name for path in paths), _readable(files)


def _readable(files: Sequence[Path]) -> list[Report]:
    given = (report for file in files for report in read_reports(file))
    return [report for report in given if not isinstance(report, SkipReport) and _reads(report)]


def _reads(report: Report) -> bool:
    """Can riwaya read it? What it would skip (another language) would be time for nothing. Warms the caches, too."""
    try:
        read_document(report)
    except SkipReport:
        return False
    return True


def seconds(action: Callable[[], None]) -> float:
    """Wall-clock time of one call."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def measure(names: Sequence[str], rounds: int = ROUNDS, *, fresh: bool = False) -> Speed:
    """Time both sides, a round of one after a round of the other."""
    stay_on_one_core()
    called, reports = corpus(names)
    if not reports:
        sys.exit(f"There is no report to read in {called}.")
    tokenizer = new_tokenizer()
    claims = sum(len(read_document(report).claims) for report in reports)
    tokens = sum(tokenizer(report.text) for report in reports) if tokenizer else None

    def read_all() -> None:
        for report in reports:
            read_document(report)

    def cut_all() -> None:
        assert tokenizer
        for report in reports:
            tokenizer(report.text)

    ours, theirs = [], []
    for _ in range(rounds):
        if fresh:
            forget_words()
            tokenizer = new_tokenizer()
        ours.append(seconds(read_all))
        if tokenizer:
            theirs.append(seconds(cut_all))
    mine = statistics.median(ours)
    yardstick = statistics.median(theirs) if theirs else None
    return Speed(
        machine=machine(),
        python=platform.python_version(),
        spacy=version("spacy") if tokenizer else None,
        corpus=called,
        reports=len(reports),
        characters=sum(len(report.text) for report in reports),
        claims=claims,
        rounds=rounds,
        fresh=fresh,
        riwaya_seconds=round(mine, 3),
        spacy_seconds=round(yardstick, 3) if yardstick else None,
        tokens=tokens,
        riwaya_tokens_per_second=round(tokens / mine) if tokens else None,
        spacy_tokens_per_second=round(tokens / yardstick) if tokens and yardstick else None,
        ratio=round(yardstick / mine, 3) if yardstick else None,
    )


def new_tokenizer() -> Callable[[str], int] | None:
    """A function that cuts a text into words and says how many; None where spaCy is not installed."""
    try:
        import spacy
    except ImportError:
        return None
    arabic = spacy.blank("ar")
    return lambda text: len(arabic(text))


def forget_words() -> None:
    """Empty what riwaya remembers of single words: its bounded caches and the lexicon's memory.

    The unbounded caches hold the lexicons themselves.
    """
    load_lexicon().forget()
    for found in gc.get_objects():
        if not isinstance(found, functools._lru_cache_wrapper) or not str(found.__module__).startswith("riwaya."):
            continue
        if found.cache_parameters()["maxsize"] is not None:
            found.cache_clear()


def main() -> int:
    """Print the measurement; 1 where there was no yardstick."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*", metavar="REPORTS", help="files or folders of JSON lines")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"timed rounds (default {ROUNDS})")
    parser.add_argument("--fresh", action="store_true", help="both forget the words they met before each round")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args()
    speed = measure(options.reports, options.rounds, fresh=options.fresh)
    if options.json:
        print(json.dumps(asdict(speed), indent=1, ensure_ascii=False))
    else:
        for name, value in asdict(speed).items():
            print(f"{name:26}{'-' if value is None else value}")
    if speed.ratio is None:
        print("spaCy is not installed, so there is no ratio: pip install -e '.[bench]'", file=sys.stderr)
    return int(speed.ratio is None)


if __name__ == "__main__":
    sys.exit(main())
