"""Commands on files, one a verb, and the options of the whole program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import IO, Annotated

import typer

from riwaya.cli.running import INTERRUPTED, STOPPED, Run, console_on, errors_told, opened, progress, reports_in
from riwaya.errors import MissingInput
from riwaya.model import Reading

DEMO_REPORTS = ("market-01-agency", "omdurman-08-digits", "khawkhah-09-agency")
"""Samples whose claims the demonstration prints in full, one of each event."""

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
gazetteer_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(gazetteer_app, name="gazetteer", help="Look into the gazetteer of places.")


DEFAULT_CASE = "case.riwaya"
"""The case that is used where none is named: it lies where the command is run."""


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


Files = Annotated[list[str], typer.Argument(metavar="FILE", help="Text, page, table or folder; - is standard input.")]


@app.command()
def extract(
    files_: Files,
    output_format: Annotated[Format, typer.Option("--format", help="text to look at, jsonl to compute.")] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not to standard output.")] = None,
) -> None:
    """Read reports and print their claims, each with its evidence."""
    run = Run()
    with errors_told(), opened(output) as stream:
        visible = sys.stderr.isatty() and not stream.isatty()
        try:
            with progress(visible) as show:
                _write(run.readings(reports_in(files_), show), stream, output_format)
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
        FigureFormat, typer.Option("--format", help="text to look at, json to compute.")
    ] = FigureFormat.text,
) -> None:
    """Measure what riwaya reads against reports that a person annotated: precision, recall, F1 by field and code."""
    from riwaya.annotations import of_reading, read_annotations
    from riwaya.evaluate import evaluate as compare
    from riwaya.render import print_evaluation

    run = Run()
    with errors_told(), opened(None) as stream:
        wanted = read_annotations(gold, texts=predicted is None)
        if predicted is None:
            with progress(sys.stderr.isatty()) as show:
                found = [of_reading(reading) for reading in run.readings(reports_in([gold]), show)]
        else:
            found = read_annotations(predicted)
        evaluation = compare(wanted, found)
        if output_format is FigureFormat.json:
            stream.write(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=1) + "\n")
        else:
            print_evaluation(console_on(stream), evaluation, listing)
    run.end()


@app.command()
def demo() -> None:
    """Read the bundled samples: the claims of three, the events of all."""
    from riwaya.events import group_claims
    from riwaya.render import print_events, print_reading

    with errors_told(), opened(None) as stream, as_file(files("riwaya") / "samples" / "reports.jsonl") as path:
        console = console_on(stream)
        readings = list(Run().readings(reports_in([str(path)]), lambda _: None))
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

    with errors_told(), opened(None) as stream:
        candidates = default_gazetteer().lookup(name)
        if not candidates:
            raise MissingInput(
                f"The gazetteer has no place named {name}", hint="Try another spelling, without its prefix."
            )
        print_candidates(console_on(stream), candidates)


def main() -> None:
    """Run the command line: the entry point of the `riwaya` script."""
    app()
