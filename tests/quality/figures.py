"""What is measured: riwaya against our own annotated samples, and against annotated reports outside the project.

Own: `gold.jsonl` beside this file holds the annotation, the texts are the samples that riwaya ships. Outside: a folder
of annotated reports with the scorers that belong to them; they are run as they are, on what `riwaya extract` prints.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from riwaya.annotations import AnnotatedReport, annotated, of_reading
from riwaya.errors import SkipReport
from riwaya.evaluate import Evaluation, evaluate
from riwaya.pipeline import read_document
from riwaya.reports.files import read_reports

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SAMPLES = ROOT / "src" / "riwaya" / "samples" / "reports.jsonl"
GOLD = HERE / "gold.jsonl"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure, between 0 and 1: an F1 if precision and recall are there, else a share; of `n` things."""

    value: float
    n: int
    precision: float | None = None
    recall: float | None = None


def rows(path: Path) -> list[Row]:
    """The lines of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def digests(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """SHA-256 of files, by their names under `root`."""
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


# Our own samples


def own_gold() -> list[AnnotatedReport]:
    """The annotation of the samples, each with its text put back."""
    texts = {row["id"]: row["text"] for row in rows(SAMPLES)}
    return [annotated({**row, "text": texts[row["id"]]}, f"{GOLD.name}:{n}") for n, row in enumerate(rows(GOLD), 1)]


def own_evaluation() -> Evaluation:
    """riwaya on its samples, as `riwaya evaluate` measures."""
    reports = [report for report in read_reports(SAMPLES) if not isinstance(report, SkipReport)]
    return evaluate(own_gold(), [of_reading(read_document(report)) for report in reports])


def own_figures() -> dict[str, Measured]:
    """F1 of every figure that the gold annotates."""
    return {
        name: Measured(round(figure.f1, 3), figure.annotated, figure.precision, figure.recall)
        for name, figure in own_evaluation().figures.items()
        if figure.f1 is not None
    }


def own_files() -> dict[str, str]:
    """Digests of the annotation and of the texts."""
    return digests((GOLD, SAMPLES), ROOT)


# Annotated reports outside the project


def evaluation_folder() -> Path | None:
    """The folder that RIWAYA_EVAL names, from the project's root; None where it is not set or not there."""
    named = os.environ.get("RIWAYA_EVAL")
    folder = (ROOT / named).resolve() if named else None
    return folder if folder and folder.is_dir() else None


GIVEN = ("id", "text", "title", "url", "outlet", "published")
"""What riwaya may know of a report: never its annotation."""
SCORERS = ("score.py", "airwars.py", "gsr.py")
EVENTS = ("assault", "protest")
_DETECTED = re.compile(r"^\w+ (.+?) +n (\d+)  p ([\d.]+)  r ([\d.]+)  f1 ([\d.]+)", re.MULTILINE)
# each figure waits for a process of its own, and more of them than cores would only take turns
WORKERS = min(4, os.cpu_count() or 1)


def external_files(folder: Path) -> dict[str, str]:
    """Digests of the scorers and of everything that they are given."""
    names = [*SCORERS, "gold/reports.jsonl", "airwars/docs.jsonl", "airwars/incidents.jsonl"]
    names += ["groups/docs.jsonl"]
    names += [f"event_gsr/{event}_{kind}.jsonl" for event in EVENTS for kind in ("detect", "spans")]
    names += sorted(f"temporal/{path.name}" for path in (folder / "temporal").glob("*.jsonl"))
    return digests((folder / name for name in names), folder)


def external_figures(folder: Path) -> dict[str, Measured]:
    """Every figure of the folder's scorers, and of the project's own scorer of numbers and dates."""
    with tempfile.TemporaryDirectory() as work, ThreadPoolExecutor(WORKERS) as pool:
        outside = _Outside(folder, Path(work))
        parts: list[Callable[[], dict[str, Measured]]] = [outside.airwars, outside.gold, outside.groups]
        parts += [lambda e=event: outside.detect(e) for event in EVENTS]  # type: ignore[misc]
        parts += [lambda e=event: outside.spans(e) for event in EVENTS]  # type: ignore[misc]
        done = [pool.submit(part) for part in (*parts, outside.temporal)]
        found: dict[str, Measured] = {}
        for part in (done[1], done[0], *done[2:]):
            found |= part.result()
        return found


@dataclass(frozen=True, slots=True)
class _Outside:
    """The folder, and a place for what riwaya prints about it."""

    folder: Path
    work: Path

    def gold(self) -> dict[str, Measured]:
        claims = self._claims(_given(rows(self.folder / "gold" / "reports.jsonl")), "gold")
        found = json.loads(self._run("score.py", self.folder / "gold" / "reports.jsonl", claims, "--json"))
        return {f"gold: {name}": _measured(figure) for name, figure in found.items()}

    def airwars(self) -> dict[str, Measured]:
        folder = self.folder / "airwars"
        claims = self._claims(_given(rows(folder / "docs.jsonl")), "airwars")
        events = self._events(folder / "docs.jsonl", "airwars")
        given = (folder / "incidents.jsonl", folder / "docs.jsonl", claims, events)
        found = json.loads(self._run("airwars.py", *given, "--json"))
        return {f"airwars: {name}": _measured(f) for name, f in found.items() if f.get("share", 0) is not None}

    def groups(self) -> dict[str, Measured]:
        """Pairs of reports in one event against pairs of one group; a report without a group is of no pair."""
        docs = self.folder / "groups" / "docs.jsonl"
        group = {row["id"]: row["group"] for row in rows(docs)}
        wanted = {
            pair for pair in combinations(sorted(group), 2) if group[pair[0]] and len({group[i] for i in pair}) == 1
        }
        events = rows(self._events(docs, "groups"))
        found = {pair for event in events for pair in combinations(sorted(set(event["report_ids"])), 2)}
        right = len(found & wanted)
        precision, recall = right / len(found) if found else 0.0, right / len(wanted)
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        return {"groups: pairs of reports": Measured(round(f1, 3), len(wanted), round(precision, 3), round(recall, 3))}

    def detect(self, event: str) -> dict[str, Measured]:
        gold = self.folder / "event_gsr" / f"{event}_detect.jsonl"
        claims = self._claims(_given(rows(gold)), f"{event}_detect")
        printed = self._gsr("detect", gold, claims, event)
        return {
            f"event_gsr: {event}, {which}": Measured(float(f1), int(n), float(p), float(r))
            for which, n, p, r, f1 in _DETECTED.findall(printed)
        }

    def spans(self, event: str) -> dict[str, Measured]:
        gold = self.folder / "event_gsr" / f"{event}_spans.jsonl"
        claims = self._claims(({"id": row["_id"], "text": row["text"]} for row in rows(gold)), f"{event}_spans")
        printed = self._gsr("spans", gold, claims, event)
        n = int(re.findall(r" n (\d+)", printed)[0])
        return {
            f"event_gsr: {event} spans, {name}": Measured(float(value), n)
            for name, value in re.findall(r"(trigger|actor|recipient) ([\d.]+)", printed)
        }

    def temporal(self) -> dict[str, Measured]:
        command = [sys.executable, str(ROOT / "benchmarks" / "temporal.py"), str(self.folder / "temporal"), "--json"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return {f"temporal: {name}": _measured(figure) for name, figure in found.items()}

    def _claims(self, reports: Iterable[Row], name: str) -> Path:
        """The output of `riwaya extract` for these reports."""
        given, printed = self.work / f"{name}.in.jsonl", self.work / f"{name}.jsonl"
        given.write_text("".join(json.dumps(report, ensure_ascii=False) + "\n" for report in reports), "utf-8")
        command = [sys.executable, "-c", "from riwaya.cli import main; main()", "extract", "--format", "jsonl"]
        done = subprocess.run([*command, "-o", str(printed), str(given)], check=False, capture_output=True, text=True)
        # exit code 1 says that some reports were skipped: what is in another language, for one
        if done.returncode not in (0, 1):
            raise RuntimeError(f"riwaya extract ended with {done.returncode}: {done.stderr}")
        return printed

    def _events(self, docs: Path, name: str) -> Path:
        """The output of `riwaya events` for these reports."""
        given, printed = self.work / f"{name}.events.in.jsonl", self.work / f"{name}.events.jsonl"
        given.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _given(rows(docs))), "utf-8")
        command = [sys.executable, "-c", "from riwaya.cli import main; main()", "events", "--format", "jsonl"]
        done = subprocess.run([*command, str(given)], check=False, capture_output=True, text=True)
        if done.returncode not in (0, 1) or not done.stdout:  # 1 is also a crash, and one prints nothing
            raise RuntimeError(f"riwaya events ended with {done.returncode}: {done.stderr}")
        printed.write_text(done.stdout, "utf-8")
        return printed

    def _gsr(self, mode: str, gold: Path, claims: Path, event: str) -> str:
        return self._run("gsr.py", mode, gold, claims, event.upper())

    def _run(self, scorer: str, *arguments: str | Path) -> str:
        command = [sys.executable, str(self.folder / scorer), *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _given(found: Iterable[Row]) -> Iterator[Row]:
    for row in found:
        yield {key: row[key] for key in GIVEN if row.get(key) is not None}


def _measured(figure: Row) -> Measured:
    return Measured(float(figure.get("f1", figure.get("share"))), figure["n"], figure.get("p"), figure.get("r"))
