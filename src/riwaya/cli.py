"""The command line: one command a verb. Arguments come in here and text goes out; everything else lies below.

Exit codes: 0 all was read; 1 some reports were skipped, the output holds the rest; 2 wrong usage, or an error that
stopped the run; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import IO, Annotated

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
DEMO_REPORTS = ("market-01-agency", "omdurman-08-digits", "khawkhah-09-agency")
"""Samples whose claims the demonstration prints in full, one of each event."""

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
gazetteer_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(gazetteer_app, name="gazetteer", help="Look into the gazetteer of places.")


class Format(StrEnum):
    """How `extract` writes what it read."""

    text = "text"
    jsonl = "jsonl"


class FigureFormat(StrEnum):
    """How `evaluate` writes its figures."""

    text = "text"
    json = "json"


class Listing(StrEnum):
    """What `evaluate` lists in full."""

    misses = "misses"
    extras = "extras"


class UnexpectedError(SkipReport):
    """A report met a fault in riwaya itself; the run goes on without it."""

    code = "internal"


class Run:
    """One pass over reports: hands on what could be read, tells on standard error what could not, and counts both."""

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
                reading = read_document(report)
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
        _tell("skipped", error, report_id)

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


def _tell(what: str, error: RiwayaError, report_id: str = "") -> None:
    """One line on standard error: what happened, the code, the report, the message, the remedy."""
    where = f"{report_id}: " if report_id else ""
    remedy = f" ({error.hint})" if error.hint else ""
    typer.echo(" ".join(f"riwaya: {what}[{error.code}]: {where}{error}{remedy}".split()), err=True)


@contextlib.contextmanager
def _errors_told() -> Iterator[None]:
    """Turn what ends a run into a line on standard error and an exit code."""
    try:
        yield
    except StopRun as error:
        _tell("error", error)
        raise typer.Exit(STOPPED) from error
    except SkipReport as error:
        _tell("error", error)
        raise typer.Exit(SKIPPED) from error
    except BrokenPipeError as error:
        # Python flushes standard output once more at its end: give it somewhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(NO_READER) from error
    except KeyboardInterrupt as error:
        typer.echo("riwaya: interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from error


@contextlib.contextmanager
def _opened(output: Path | None) -> Iterator[IO[str]]:
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
def _progress(visible: bool) -> Iterator[Callable[[Run], None]]:
    """A line on standard error that counts reports, once there are many and if a person is looking."""
    if not visible:
        yield lambda _: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=False) as bar:
        task = bar.add_task("", visible=False)
        yield lambda run: bar.update(task, description=run.summary(), visible=run.read + run.skipped > PROGRESS_FROM)


def _console(stream: IO[str]) -> Console:
    return Console(file=stream, width=None if stream.isatty() else TEXT_WIDTH)


def _reports(names: Iterable[str]) -> Iterator[Report | SkipReport]:
    from riwaya.reports.files import read_reports

    for name in names:
        yield from read_reports(name)


@app.callback(invoke_without_command=True)
def _riwaya(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and end.", is_eager=True)] = False,
) -> None:
    """Read Arabic reports of armed conflict as attributed claims: who says what, and which exact words say it."""
    if show_version:
        typer.echo(f"riwaya {version('riwaya')}")
        raise typer.Exit


Files = Annotated[list[str], typer.Argument(metavar="FILE", help="Reports: .txt or .jsonl; - is standard input.")]


@app.command()
def extract(
    files_: Files,
    output_format: Annotated[Format, typer.Option("--format", help="text to look at, jsonl to compute.")] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not to standard output.")] = None,
) -> None:
    """Read reports and print their claims, each with its evidence."""
    run = Run()
    with _errors_told(), _opened(output) as stream:
        visible = sys.stderr.isatty() and not stream.isatty()
        try:
            with _progress(visible) as show:
                _write(run.readings(_reports(files_), show), stream, output_format)
        except KeyboardInterrupt:
            typer.echo(f"riwaya: interrupted: {run.summary()}; what is written is whole", err=True)
            raise typer.Exit(INTERRUPTED) from None
    run.end()


def _write(readings: Iterable[Reading], stream: IO[str], output_format: Format) -> None:
    if output_format is Format.jsonl:
        for reading in readings:
            stream.write(json.dumps(reading.as_json(), ensure_ascii=False) + "\n")
        return
    from riwaya.render import print_reading

    console = _console(stream)
    for reading in readings:
        print_reading(console, reading)


@app.command()
def events(files_: Files) -> None:
    """Lay side by side what sources say of the same event."""
    from riwaya.events import group_claims
    from riwaya.render import print_events

    run = Run()
    with _errors_told(), _opened(None) as stream:
        with _progress(sys.stderr.isatty()) as show:
            readings = list(run.readings(_reports(files_), show))
        print_events(_console(stream), group_claims(readings))
    run.end()


@app.command()
def explain(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="The id that extract prints beside the claim.")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file that holds the report.")],
) -> None:
    """Replay which rules and which words made each field of a claim."""
    from riwaya.pipeline import explain as explain_claim
    from riwaya.render import print_explanation

    run = Run()
    with _errors_told(), _opened(None) as stream:
        for reading in run.readings(_reports([file]), lambda _: None):
            explanation = explain_claim(reading, claim_id)
            if explanation:
                print_explanation(_console(stream), explanation)
                return
        hint = f"Run `riwaya extract {file}` to see the ids of its claims."
        raise MissingInput(f"{file} holds no claim {claim_id}", hint=hint)


@app.command()
def evaluate(
    gold: Annotated[str, typer.Argument(metavar="GOLD.jsonl", help="Annotated reports, one a line.")],
    predicted: Annotated[
        str | None, typer.Option("--predicted", metavar="FILE", help="Compare with this; else read the reports now.")
    ] = None,
    listing: Annotated[
        Listing | None, typer.Option("--list", help="List every claim that was missed, or read without cause.")
    ] = None,
    output_format: Annotated[
        FigureFormat, typer.Option("--format", help="text to look at, json to compute.")
    ] = FigureFormat.text,
) -> None:
    """Measure what riwaya reads against reports that a person annotated: precision, recall, F1 by field and code."""
    from riwaya.annotations import of_reading, read_annotations
    from riwaya.evaluate import evaluate as compare
    from riwaya.render import print_evaluation

    run = Run()
    with _errors_told(), _opened(None) as stream:
        wanted = read_annotations(gold, texts=predicted is None)
        if predicted is None:
            with _progress(sys.stderr.isatty()) as show:
                found = [of_reading(reading) for reading in run.readings(_reports([gold]), show)]
        else:
            found = read_annotations(predicted)
        evaluation = compare(wanted, found)
        if output_format is FigureFormat.json:
            stream.write(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=1) + "\n")
        else:
            print_evaluation(_console(stream), evaluation, listing)
    run.end()


@app.command()
def demo() -> None:
    """Read the bundled samples: the claims of three, the events of all."""
    from riwaya.events import group_claims
    from riwaya.render import print_events, print_reading

    with _errors_told(), _opened(None) as stream, as_file(files("riwaya") / "samples" / "reports.jsonl") as path:
        console = _console(stream)
        readings = list(Run().readings(_reports([str(path)]), lambda _: None))
        for reading in readings:
            if reading.document.report.id in DEMO_REPORTS:
                print_reading(console, reading)
        claims = sum(len(reading.claims) for reading in readings)
        console.rule(f"Events in all {len(readings)} sample reports ({claims} claims)", align="left")
        print_events(console, group_claims(readings))


@gazetteer_app.command("lookup")
def gazetteer_lookup(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place name in Arabic or in Latin letters.")],
) -> None:
    """List the places that a name may mean, likeliest first."""
    from riwaya.gazetteer import default_gazetteer
    from riwaya.render import print_candidates

    with _errors_told(), _opened(None) as stream:
        candidates = default_gazetteer().lookup(name)
        if not candidates:
            raise MissingInput(
                f"The gazetteer has no place named {name}", hint="Try another spelling, without its prefix."
            )
        print_candidates(_console(stream), candidates)


def main() -> None:
    """Run the command line: the entry point of the `riwaya` script."""
    app()
