"""What all commands share: one pass over reports, messages on standard error, where output goes, the progress line.

Exit codes: 0 all was read; 1 some reports were skipped, the output holds the rest; 2 wrong usage, or an error that
stopped the run; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from riwaya.errors import MissingInput, PassedOver, RiwayaError, SkipReport, StopRun
from riwaya.model import Reading, Report

if TYPE_CHECKING:
    from riwaya.reports.intake import Intake

SKIPPED, STOPPED, INTERRUPTED, NO_READER = 1, 2, 130, 141
PROGRESS_FROM = 20
"""Reports after which a progress line appears: fewer are read in a second or two."""
TEXT_WIDTH = 120
"""Columns of text that goes to a file or a pipe, where no terminal says how wide it is."""


class LinesFormat(StrEnum):
    """How many things are written, one after the other."""

    text = "text"
    jsonl = "jsonl"


class ObjectFormat(StrEnum):
    """How one thing is written."""

    text = "text"
    json = "json"


Dropped = Annotated[
    Path | None, typer.Option("--dropped", metavar="FILE", help="List here what was passed over, and why.")
]
Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="Text, page, table, archive, feed, folder or address; - is standard input."),
]


EveryPage = Annotated[
    bool, typer.Option("--all", help="Read every page of archives and feeds, not only those that may tell of conflict.")
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Fetch addresses inside your own network, too.")]
"""Arguments of the commands that take reports in."""


class UnexpectedError(SkipReport):
    """A report met a fault in riwaya itself; the run goes on without it."""

    code = "internal"


class Run:
    """One pass over reports: hands on what could be read, tells on standard error what could not, and counts both.

    With `keeps_raw` the readings hold on to the bytes that their reports came in.
    """

    keeps_raw = False

    def __init__(self, dropped: IO[str] | None = None, done: Iterable[str] = ()) -> None:
        self.read = 0
        self.claims = 0
        self.skipped = 0
        self.passed_over = 0
        self._dropped = dropped
        self._done = Counter(done)

    def readings(self, reports: Iterable[Report | SkipReport], show: Callable[[Run], None]) -> Iterator[Reading]:
        """Read each report; `show` is called after each. Errors: StopRun."""
        for report in reports:
            if isinstance(report, PassedOver):
                self._pass_over(report)
                show(self)
                continue
            if isinstance(report, SkipReport):
                self._skip(report)  # its message names file and line
                show(self)
                continue
            if self._done[report.id]:
                self._done[report.id] -= 1  # an interrupted run has written it; ids may come again
                continue
            try:
                reading = read_or_skip(report if self.keeps_raw else report.without_raw())
            except SkipReport as error:
                self._skip(error, report.id)
            else:
                self.read += 1
                self.claims += len(reading.claims)
                if report.note:
                    typer.echo(f"riwaya: note: {report.id}: {report.note}", err=True)
                yield reading
            show(self)

    def _pass_over(self, error: PassedOver) -> None:
        self.passed_over += 1
        if self._dropped:
            self._dropped.write(json.dumps(error.as_json(), ensure_ascii=False) + "\n")

    def _skip(self, error: SkipReport, report_id: str = "") -> None:
        self.skipped += 1
        tell("skipped", error, report_id)

    @property
    def met(self) -> int:
        """How many reports the run has come to, read or not."""
        return self.read + self.skipped + self.passed_over

    def summary(self) -> str:
        """What was done, in one line."""
        passed_over = f"passed over {self.passed_over}, " if self.passed_over else ""
        return f"read {self.read}, skipped {self.skipped}, {passed_over}claims {self.claims}"

    def end(self) -> None:
        """If reports were skipped or passed over, say how many; for skipped ones end with the exit code for it."""
        if self.skipped or self.passed_over:
            typer.echo(f"riwaya: {self.summary()}", err=True)
        if self.skipped:
            raise typer.Exit(SKIPPED)


def read_or_skip(report: Report) -> Reading:
    """Read a report; a fault of riwaya's own costs this report only. Errors: SkipReport, StopRun."""
    from riwaya.pipeline import read_document

    try:
        return read_document(report)
    except RiwayaError:
        raise
    except Exception as error:
        raise _unexpected(error) from error


def _unexpected(error: Exception) -> UnexpectedError:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}: {error}"
    return UnexpectedError(what, hint="this is a fault in riwaya: please report it with the text that shows it")


def tell(what: str, error: RiwayaError, report_id: str = "") -> None:
    """One line on standard error: what happened, the code, the report, the message, the remedy."""
    where = f"{report_id}: " if report_id else ""
    remedy = f" ({error.hint})" if error.hint else ""
    typer.echo(" ".join(f"riwaya: {what}[{error.code}]: {where}{error}{remedy}".split()), err=True)


@contextlib.contextmanager
def errors_told() -> Iterator[None]:
    """Turn what ends a run into a line on standard error and an exit code."""
    try:
        yield
    except StopRun as error:
        tell("error", error)
        raise typer.Exit(STOPPED) from error
    except SkipReport as error:
        tell("error", error)
        raise typer.Exit(SKIPPED) from error
    except BrokenPipeError as error:
        # Python flushes standard output once more at its end: give it somewhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(NO_READER) from error
    except KeyboardInterrupt as error:
        typer.echo("riwaya: interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from error


@contextlib.contextmanager
def opened(output: Path | None, *, append: bool = False) -> Iterator[IO[str]]:
    """Where the output goes: a file, or standard output; UTF-8 either way, flushed line by line."""
    if output is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # a report is named after its file, and a file's name need not be UTF-8
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
        yield sys.stdout
        return
    try:
        stream = output.open(
            "a" if append else "w", encoding="utf-8", errors="backslashreplace", newline="\n", buffering=1
        )
    except OSError as error:
        hint = "Name a file in a folder that exists and that you may write to."
        raise MissingInput(f"{output} cannot be written: {error.strerror}", hint=hint) from error
    with stream:
        yield stream


@contextlib.contextmanager
def listed(dropped: Path | None) -> Iterator[IO[str] | None]:
    """Where what is passed over is listed, if anybody wants it."""
    if dropped is None:
        yield None
        return
    with opened(dropped) as stream:
        yield stream


def written_ids(output: Path) -> list[str]:
    """The ids of the reports in a file of JSON lines that an interrupted run wrote; a line left half is cut off.

    Errors: MissingInput where the file holds other things, or cannot be written.
    """
    if not output.exists():
        return []
    ids: list[str] = []
    whole = 0
    try:
        with output.open("rb+") as stream:
            for line in stream:
                if not line.endswith(b"\n"):
                    break
                ids.append(str(json.loads(line)["report"]["id"]))
                whole += len(line)
            stream.truncate(whole)
    except (ValueError, KeyError, TypeError) as error:
        hint = "Name the file that `riwaya extract --format jsonl` was writing, or leave --resume out."
        raise MissingInput(f"{output} cannot be gone on with: line {len(ids) + 1} is no report", hint=hint) from error
    except OSError as error:
        raise MissingInput(f"{output} cannot be gone on with: {error.strerror}", hint="Check the name.") from error
    return ids


def bytes_of(names: Iterable[str]) -> int | None:
    """How many bytes the inputs have; None where one is an address or standard input, whose length nobody knows."""
    from riwaya.reports.fetch import is_address
    from riwaya.reports.files import files_in

    total = 0
    for name in names:
        if name == "-" or is_address(name):
            return None
        path = Path(name)
        total += sum(file.stat().st_size for file in (files_in(path) if path.is_dir() else [path]) if file.exists())
    return total


@contextlib.contextmanager
def progress(visible: bool, intake: Intake | None = None, names: Iterable[str] = ()) -> Iterator[Callable[[Run], None]]:
    """A line on standard error, once there are many reports and if a person is looking: how many are read, how quickly,
    and how long the rest will take, by the bytes of the inputs."""
    if not visible:
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        "left",
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=False) as bar:
        task = bar.add_task("", visible=False, total=bytes_of(names) if intake else None)
        started = time.monotonic()

        def show(run: Run) -> None:
            rate = run.met / max(0.1, time.monotonic() - started)
            description = f"{run.summary()}, {rate:.0f} a second"
            done = intake.bytes_read if intake else None
            bar.update(task, description=description, completed=done, visible=run.met > PROGRESS_FROM)

        yield show


def console_on(stream: IO[str]) -> Console:
    """A console on a stream, of a fixed width where no terminal gives one."""
    return Console(file=stream, width=None if stream.isatty() else TEXT_WIDTH)


def reports_in(
    names: Iterable[str], intake: Intake | None = None, stdin: BinaryIO | None = None
) -> Iterator[Report | SkipReport]:
    """The reports of all inputs, one after the other; `stdin` replaces the process's own standard input."""
    from riwaya.reports.files import read_reports
    from riwaya.reports.intake import Intake

    intake = intake or Intake()
    for name in names:
        yield from read_reports(name, stdin=stdin, intake=intake)


def case_of(context: typer.Context) -> str:
    """The case that the command line names, or the environment, or the one that lies here."""
    case: str = context.find_root().obj
    return case
