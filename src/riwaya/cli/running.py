"""What all commands share: one pass over reports, messages on standard error, where output goes, the progress line.

Exit codes: 0 all was read; 1 some reports were skipped, the output holds the rest; 2 wrong usage, or an error that
stopped the run; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from riwaya.errors import MissingInput, RiwayaError, SkipReport, StopRun
from riwaya.model import Reading, Report

SKIPPED, STOPPED, INTERRUPTED, NO_READER = 1, 2, 130, 141
PROGRESS_FROM = 20
"""Reports after which a progress line appears: fewer are read in a second or two."""
TEXT_WIDTH = 120
"""Columns of text that goes to a file or a pipe, where no terminal says how wide it is."""


class UnexpectedError(SkipReport):
    """A report met a fault in riwaya itself; the run goes on without it."""

    code = "internal"


class Run:
    """One pass over reports: hands on what could be read, tells on standard error what could not, and counts both.

    With `keeps_raw` the readings hold on to the bytes that their reports came in.
    """

    keeps_raw = False

    def __init__(self) -> None:
        self.read = 0
        self.claims = 0
        self.skipped = 0

    def readings(self, reports: Iterable[Report | SkipReport], show: Callable[[Run], None]) -> Iterator[Reading]:
        """Read each report; `show` is called after each. Errors: StopRun."""
        from riwaya.pipeline import read_document

        for report in reports:
            if isinstance(report, SkipReport):
                self._skip(report)  # its message names file and line
                continue
            try:
                reading = read_document(report if self.keeps_raw else report.without_raw())
            except SkipReport as error:
                self._skip(error, report.id)
            except RiwayaError:
                raise
            except Exception as error:  # one report's fault must not cost the others
                self._skip(_unexpected(error), report.id)
            else:
                self.read += 1
                self.claims += len(reading.claims)
                if report.note:
                    typer.echo(f"riwaya: note: {report.id}: {report.note}", err=True)
                yield reading
            show(self)

    def _skip(self, error: SkipReport, report_id: str = "") -> None:
        self.skipped += 1
        tell("skipped", error, report_id)

    def summary(self) -> str:
        """What was done, in one line."""
        return f"read {self.read}, skipped {self.skipped}, claims {self.claims}"

    def end(self) -> None:
        """If reports were skipped, say how many and end with the exit code for it."""
        if self.skipped:
            typer.echo(f"riwaya: {self.summary()}", err=True)
            raise typer.Exit(SKIPPED)


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
def opened(output: Path | None) -> Iterator[IO[str]]:
    """Where the output goes: a file, or standard output; UTF-8 either way, flushed line by line."""
    if output is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # a report is named after its file, and a file's name need not be UTF-8
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
        yield sys.stdout
        return
    try:
        stream = output.open("w", encoding="utf-8", errors="backslashreplace", newline="\n", buffering=1)
    except OSError as error:
        hint = "Name a file in a folder that exists and that you may write to."
        raise MissingInput(f"{output} cannot be written: {error.strerror}", hint=hint) from error
    with stream:
        yield stream


@contextlib.contextmanager
def progress(visible: bool) -> Iterator[Callable[[Run], None]]:
    """A line on standard error that counts reports, once there are many and if a person is looking."""
    if not visible:
        yield lambda _: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=False) as bar:
        task = bar.add_task("", visible=False)
        yield lambda run: bar.update(task, description=run.summary(), visible=run.read + run.skipped > PROGRESS_FROM)


def console_on(stream: IO[str]) -> Console:
    """A console on a stream, of a fixed width where no terminal gives one."""
    return Console(file=stream, width=None if stream.isatty() else TEXT_WIDTH)


def reports_in(names: Iterable[str]) -> Iterator[Report | SkipReport]:
    """The reports of all inputs, one after the other."""
    from riwaya.reports.files import read_reports

    for name in names:
        yield from read_reports(name)


def case_of(context: typer.Context) -> str:
    """The case that the command line names, or the environment, or the one that lies here."""
    case: str = context.find_root().obj
    return case
