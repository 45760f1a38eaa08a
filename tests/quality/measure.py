"""Measures riwaya against annotated reports, with the scorers that lie beside them, and holds the floors.

    python tests/quality/measure.py            print every figure beside its floor
    python tests/quality/measure.py --update   raise floors to the figures reached, and pin the files measured on
                                               (`make floors`)

A floor is never lowered by `--update`: a figure that sinks is a decision, to be written into floors.json by hand.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
DEFAULT = "../shared/eval"
"""Where the annotated reports lie if RIWAYA_EVAL does not say; a path from the project's root."""
TOLERANCE = 0.0005
"""Figures are rounded to three digits: half of the last one is no change."""


def evaluation_folder() -> Path:
    """The folder of the annotated reports; it need not exist."""
    return (HERE.parents[1] / os.environ.get("RIWAYA_EVAL", DEFAULT)).resolve()


@dataclass(frozen=True, slots=True)
class Measuring:
    """One folder of annotated reports and a place for what riwaya prints about them."""

    folder: Path
    work: Path

    def claims(self, reports: Iterable[dict[str, Any]], name: str) -> Path:
        """The output of `riwaya extract` for these reports."""
        given, printed = self.work / f"{name}.in.jsonl", self.work / f"{name}.jsonl"
        lines = (json.dumps(report, ensure_ascii=False) + "\n" for report in reports)
        given.write_text("".join(lines), "utf-8")
        command = [sys.executable, "-c", "from riwaya.cli import main; main()", "extract", "--format", "jsonl"]
        # exit code 1 says that some reports were skipped: what is in another language, for one
        done = subprocess.run([*command, "-o", str(printed), str(given)], check=False, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"riwaya extract ended with {done.returncode}: {done.stderr}")
        return printed

    def score(self, scorer: str, *arguments: str | Path) -> str:
        """What a scorer of the folder prints."""
        command = [sys.executable, str(self.folder / scorer), *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The lines of a file of the folder."""
        return [json.loads(line) for line in (self.folder / name).read_text("utf-8").splitlines() if line.strip()]


FILES = (
    "gold/reports.jsonl",
    "airwars/docs.jsonl",
    "airwars/incidents.jsonl",
    "event_gsr/assault_detect.jsonl",
    "event_gsr/protest_detect.jsonl",
    "event_gsr/assault_spans.jsonl",
    "event_gsr/protest_spans.jsonl",
)
GIVEN = ("id", "text", "title", "url", "outlet", "published")
"""What riwaya may know of a report: never its annotation."""


def figures(folder: Path) -> Iterator[tuple[str, float]]:
    """Every figure by name, between 0 and 1: F1 where the scorer has one, else the share that is right."""
    with tempfile.TemporaryDirectory() as work:
        measuring = Measuring(folder, Path(work))
        yield from _gold(measuring)
        yield from _airwars(measuring)
        for event in ("assault", "protest"):
            yield from _event(measuring, event)


def _given(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: row[key] for key in GIVEN if row.get(key) is not None} for row in rows]


def _gold(measuring: Measuring) -> Iterator[tuple[str, float]]:
    claims = measuring.claims(_given(measuring.rows("gold/reports.jsonl")), "gold")
    found = json.loads(measuring.score("score.py", measuring.folder / "gold" / "reports.jsonl", claims, "--json"))
    for name, figure in found.items():
        yield f"gold: {name}", float(figure.get("f1", figure.get("share")))


def _airwars(measuring: Measuring) -> Iterator[tuple[str, float]]:
    claims = measuring.claims(_given(measuring.rows("airwars/docs.jsonl")), "airwars")
    folder = measuring.folder / "airwars"
    found = json.loads(
        measuring.score("airwars.py", folder / "incidents.jsonl", folder / "docs.jsonl", claims, "--json")
    )
    for name, figure in found.items():
        if figure["share"] is not None:
            yield f"airwars: {name}", float(figure["share"])


def _event(measuring: Measuring, event: str) -> Iterator[tuple[str, float]]:
    name = f"event_gsr/{event}_detect.jsonl"
    claims = measuring.claims(_given(measuring.rows(name)), f"{event}_detect")
    printed = measuring.score("gsr.py", "detect", measuring.folder / name, claims, event.upper())
    yield f"event_gsr: {event}, all rows", float(re.findall(r"f1 ([\d.]+)", printed)[0])
    name = f"event_gsr/{event}_spans.jsonl"
    claims = measuring.claims(
        [{"id": row["_id"], "text": row["text"]} for row in measuring.rows(name)], f"{event}_spans"
    )
    printed = measuring.score("gsr.py", "spans", measuring.folder / name, claims, event.upper())
    for field, value in re.findall(r"(trigger|actor|recipient) ([\d.]+)", printed):
        yield f"event_gsr: {event} spans, {field}", float(value)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file measured on."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def table(found: dict[str, float], floors: dict[str, float]) -> str:
    """Figures beside their floors, a line each; `<` marks what lies under its floor."""
    lines = []
    for name in {**floors, **found}:
        floor, value = floors.get(name), found.get(name)
        sunk = floor is not None and (value is None or value < floor - TOLERANCE)
        columns = ("-" if value is None else f"{value:.3f}", "-" if floor is None else f"{floor:.3f}")
        lines.append(f"{name:<48}{columns[0]:>7}{columns[1]:>8}{' <' if sunk else ''}")
    return "\n".join([f"{'':<48}{'now':>7}{'floor':>8}", *lines])


def main() -> None:
    """Print the figures; with `--update`, raise the floors."""
    folder = evaluation_folder()
    if not folder.is_dir():
        sys.exit(f"There are no annotated reports at {folder}: set RIWAYA_EVAL to their folder.")
    held = json.loads(FLOORS.read_text("utf-8"))
    found = dict(figures(folder))
    print(table(found, held["floors"]))
    if "--update" in sys.argv[1:]:
        raised = {name: max(value, held["floors"].get(name, 0.0)) for name, value in found.items()}
        content = {"files": digests(folder), "floors": {**held["floors"], **raised}}
        FLOORS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
