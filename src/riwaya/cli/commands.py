"""Commands on files, one a verb, and the options of the whole program."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import IO, Annotated

import typer

from riwaya.cli.gazetteer import gazetteer_app
from riwaya.cli.running import (
    INTERRUPTED,
    STOPPED,
    AllowPrivate,
    Dropped,
    EveryPage,
    Files,
    LinesFormat,
    ObjectFormat,
    Run,
    console_on,
    errors_told,
    listed,
    opened,
    progress,
    reports_in,
    written_ids,
)
from riwaya.errors import MissingInput
from riwaya.model import Reading

DEMO_REPORTS = ("market-01-agency", "omdurman-08-digits", "khawkhah-09-agency")
"""Samples whose claims the demonstration prints in full, one of each event."""

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(gazetteer_app, name="gazetteer", help="Look into the gazetteer of places, and lay your own over it.")


DEFAULT_CASE = "case.riwaya"
"""The case that is used where none is named: it lies where the command is run."""


class Listing(StrEnum):
    """What `evaluate` lists in full."""

    misses = "misses"
    extras = "extras"


@app.callback(invoke_without_command=True)
def _riwaya(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and end.", is_eager=True)] = False,
    case: Annotated[
        str,
        typer.Option(
            "--case",
            metavar="FILE|URL",
            envvar="RIWAYA_CASE",
            help="The case that add, events, show, search, reread, status and backup use: a file, or a PostgreSQL URL.",
        ),
    ] = DEFAULT_CASE,
) -> None:
    """Read Arabic reports of armed conflict as attributed claims: who says what, and which exact words say it."""
    if show_version:
        typer.echo(f"riwaya {version('riwaya')}")
        raise typer.Exit
    context.obj = case
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(STOPPED)


@app.command()
def extract(
    files_: Files,
    output_format: Annotated[
        LinesFormat, typer.Option("--format", help="text to look at, jsonl to compute.")
    ] = LinesFormat.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not to standard output.")] = None,
    every_page: EveryPage = False,
    dropped: Dropped = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run into the same --output stopped.")
    ] = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Read reports and print their claims, each with its evidence."""
    from riwaya.reports.intake import Intake

    if resume and (output is None or output_format is not LinesFormat.jsonl):
        raise typer.BadParameter(
            "needs --output and --format jsonl: what they hold says where to go on", param_hint="--resume"
        )
    with errors_told(), contextlib.ExitStack() as open_files:
        done = written_ids(output) if resume and output else []
        intake = Intake(every_page, allow_private, frozenset(done))
        stream = open_files.enter_context(opened(output, append=resume))
        run = Run(open_files.enter_context(listed(dropped)), done)
        visible = sys.stderr.isatty() and not stream.isatty()
        try:
            with progress(visible, intake, files_) as show:
                _write(run.readings(reports_in(files_, intake), show), stream, output_format)
        except KeyboardInterrupt:
            more = "; --resume goes on from here" if output and output_format is LinesFormat.jsonl else ""
            typer.echo(f"riwaya: interrupted: {run.summary()}; what is written is whole{more}", err=True)
            raise typer.Exit(INTERRUPTED) from None
    run.end()


def _write(readings: Iterable[Reading], stream: IO[str], output_format: LinesFormat) -> None:
    if output_format is LinesFormat.jsonl:
        for reading in readings:
            stream.write(json.dumps(reading.as_json(), ensure_ascii=False) + "\n")
        return
    from riwaya.render import print_reading

    console = console_on(stream)
    for reading in readings:
        print_reading(console, reading)


@app.command()
def explain(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="The id that extract prints beside the claim.")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file that holds the report.")],
) -> None:
    """Replay which rules and which words made each field of a claim."""
    from riwaya.pipeline import explain as explain_claim
    from riwaya.render import print_explanation

    run = Run()
    with errors_told(), opened(None) as stream:
        for reading in run.readings(reports_in([file]), lambda _: None):
            explanation = explain_claim(reading, claim_id)
            if explanation:
                print_explanation(console_on(stream), explanation)
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
        ObjectFormat, typer.Option("--format", help="text to look at, json to compute.")
    ] = ObjectFormat.text,
) -> None:
    """Measure what riwaya reads against reports that a person annotated: precision, recall, F1 by field and code."""
    from riwaya.annotations import of_reading, read_annotations
    from riwaya.evaluate import evaluate as compare
    from riwaya.render import print_evaluation

    run = Run()
    with errors_told(), opened(None) as stream:
        # standard input is read once, then twice from memory
        typed = sys.stdin.buffer.read() if "-" in (gold, predicted) else b""
        wanted = read_annotations(gold, texts=predicted is None, stdin=io.BytesIO(typed))
        if predicted is None:
            with progress(sys.stderr.isatty()) as show:
                reports = reports_in([gold], stdin=io.BytesIO(typed))
                found = [of_reading(reading) for reading in run.readings(reports, show)]
        else:
            found = read_annotations(predicted, stdin=io.BytesIO(typed))
        evaluation = compare(wanted, found)
        if output_format is ObjectFormat.json:
            stream.write(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=1) + "\n")
        else:
            print_evaluation(console_on(stream), evaluation, listing)
    run.end()


@app.command()
def demo(
    files_: Annotated[
        list[str] | None, typer.Argument(metavar="FILE", help="Your own reports, in place of the samples.")
    ] = None,
) -> None:
    """Read the bundled samples, the claims of three and the events of all; or files of yours, all claims and events."""
    from riwaya.events import group_claims
    from riwaya.render import print_events, print_reading

    with errors_told(), opened(None) as stream, as_file(files("riwaya") / "samples" / "reports.jsonl") as path:
        console, run = console_on(stream), Run()
        readings = list(run.readings(reports_in(files_ or [str(path)]), lambda _: None))
        for reading in readings:
            if files_ or reading.document.report.id in DEMO_REPORTS:
                print_reading(console, reading)
        which = f"{len(readings)} reports" if files_ else f"all {len(readings)} sample reports"
        console.rule(f"Events in {which} ({run.claims} claims)", align="left")
        print_events(console, group_claims(readings))
    run.end()


def main() -> None:
    """Run the command line: the entry point of the `riwaya` script."""
    app()
