"""Commands on a case: what goes into it, and what it answers."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from riwaya.cli.running import (
    INTERRUPTED,
    SKIPPED,
    AllowPrivate,
    Dropped,
    EveryPage,
    Files,
    LinesFormat,
    ObjectFormat,
    Run,
    case_of,
    console_on,
    errors_told,
    listed,
    opened,
    progress,
    read_or_skip,
    reports_in,
    tell,
)
from riwaya.errors import MissingInput, SkipReport
from riwaya.model import Report
from riwaya.render import plural

if TYPE_CHECKING:
    from riwaya.store import Case

IN_MEMORY = ":memory:"
_WAITING = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
HITS = 20
"""Reports that a search shows if it is not told how many: what a terminal shows without losing the first."""


class EventFormat(StrEnum):
    """How events are written."""

    table = "table"
    jsonl = "jsonl"


class Adding(Run):
    """A run whose readings go into a case."""

    keeps_raw = True

    def __init__(self, dropped: IO[str] | None = None) -> None:
        super().__init__(dropped)
        from riwaya.store.adding import Added

        self.added = Added()

    @property
    def met(self) -> int:
        """How many reports the run has come to, those that the case knows among them."""
        return super().met + self.added.known

    def summary(self) -> str:
        """What was done, in one line."""
        done = self.added
        parts = [f"added {plural(done.new, 'report')}"]
        if done.versions:
            parts.append(plural(done.versions, "new version"))
        parts += [f"{done.known} already there", f"{self.skipped} skipped"]
        if self.passed_over:
            parts.append(f"{self.passed_over} passed over")
        return ", ".join([*parts, plural(self.claims, "claim")])

    def add(self, case: Case, names: list[str], every_page: bool = False, allow_private: bool = False) -> None:
        """Read the reports of the inputs into the case, with a line that tells how far it has come."""
        from riwaya.pipeline import add_reports
        from riwaya.reports.intake import Intake
        from riwaya.store.adding import KnownIds

        intake = Intake(every_page, allow_private, KnownIds(case, self.added))
        with progress(sys.stderr.isatty(), intake, names) as show:

            def met() -> Iterator[Report | SkipReport]:
                for given in reports_in(names, intake):
                    yield given
                    show(self)  # also for those that the case knows, which are not read

            add_reports(case, met(), self.added, lambda some: self.readings(some, show))


def add(
    context: typer.Context,
    files: Files,
    every_page: EveryPage = False,
    dropped: Dropped = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Read reports into the case; what it holds already is passed over."""
    from riwaya.pipeline import link_case
    from riwaya.store import open_case
    from riwaya.store.repository import status

    with errors_told(), listed(dropped) as listing, open_case(case_of(context), create=True) as case:
        run = Adding(listing)
        try:
            run.add(case, files, every_page, allow_private)
            _link(case, link_case)
        except KeyboardInterrupt:
            hint = "what is stored is whole; run the same command again to go on"
            typer.echo(f"riwaya: interrupted: {run.summary()}; {hint}", err=True)
            raise typer.Exit(INTERRUPTED) from None
        with case.reading() as connection:
            held = status(connection)
        holds = [plural(held.reports, "report"), plural(held.claims, "claim"), plural(held.events, "event")]
        typer.echo(f"{run.summary()}; the case holds {', '.join(holds)}")
    if run.skipped:
        raise typer.Exit(SKIPPED)


def _link(case: Case, link_case: Callable[[Case], bool]) -> None:
    """Make events anew, with a line for whoever waits."""
    with Progress(*_WAITING, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        bar.add_task("making events", total=None)
        link_case(case)


def events(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE", help="Reports to read now, without a case; else the case's.")
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option("--place", help="A place, region or country: a name, an id, or SY. Repeatable.")
    ] = None,
    actor: Annotated[
        list[str] | None, typer.Option("--actor", help="Who acts or is acted on: a name or an id. Repeatable.")
    ] = None,
    code: Annotated[list[str] | None, typer.Option("--code", help="An action code, as air_strike. Repeatable.")] = None,
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Not before this day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Not after this day.")] = None,
    min_killed: Annotated[
        int | None, typer.Option("--min-killed", help="Some claim gives at least so many dead.")
    ] = None,
    contested: Annotated[bool, typer.Option("--contested", help="Only events on which accounts disagree.")] = False,
    output_format: Annotated[
        EventFormat, typer.Option("--format", help="table to look at, jsonl to compute.")
    ] = EventFormat.table,
) -> None:
    """Lay side by side what sources say of the same event."""
    from riwaya.pipeline import places_named
    from riwaya.render import print_event, print_others
    from riwaya.store.events import Wanted, count_events, event_lines, load_events

    wanted = Wanted(
        places=tuple(named for name in place or () for named in places_named(name)),
        actors=tuple(actor or ()),
        codes=tuple(code or ()),
        first=first.date() if first else None,
        last=last.date() if last else None,
        min_killed=min_killed,
        contested=contested,
    )
    run = Adding()
    with errors_told(), opened(None) as stream, _case_with(context, files, run) as case, case.reading() as connection:
        if output_format is EventFormat.jsonl:
            for line in event_lines(connection, wanted):
                stream.write(line + "\n")
        else:
            console = console_on(stream)
            every = wanted != Wanted()
            for event in load_events(connection, wanted if every else Wanted(min_sources=2)):
                print_event(console, event)
            if not every:
                print_others(console, count_events(connection) - count_events(connection, Wanted(min_sources=2)))
    run.end()


@contextlib.contextmanager
def _case_with(context: typer.Context, files: list[str] | None, run: Adding) -> Iterator[Case]:
    """The case with fresh events; or, when files are named, a case in memory that holds only their reports."""
    from riwaya.pipeline import link_case
    from riwaya.store import open_case

    with open_case(IN_MEMORY if files else case_of(context), create=bool(files)) as case:
        if files:
            run.add(case, files)
        _link(case, link_case)
        yield case


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a report, a claim or an event.")],
    output_format: Annotated[
        ObjectFormat, typer.Option("--format", help="text to look at, json to compute.")
    ] = ObjectFormat.text,
) -> None:
    """Show a report with its versions, a claim with its words and rules, or an event with its claims."""
    from riwaya.pipeline import explain
    from riwaya.render import print_claim, print_event, print_explanation, print_links, print_reading
    from riwaya.render_case import print_versions
    from riwaya.store import open_case
    from riwaya.store.events import Wanted, copies_of, event_lines, event_of, load_events
    from riwaya.store.repository import current_readings, reading_with, versions_of

    with errors_told(), opened(None) as stream, open_case(case_of(context)) as case, case.reading() as connection:
        console = console_on(stream)
        as_json = output_format is ObjectFormat.json
        for stored in current_readings(connection, [name]):
            versions, copies = versions_of(connection, name), copies_of(connection, name)
            if as_json:
                whole = {**stored.reading.as_json(), "text": stored.reading.document.report.text}
                whole |= {"versions": [v.as_json() for v in versions], "copies": [json.loads(c) for c in copies]}
                _write_json(stream, whole)
            else:
                print_reading(console, stored.reading)
                print_versions(console, versions, [json.loads(copy) for copy in copies])
            return
        wanted = Wanted(event_ids=(name,))
        for line in list(event_lines(connection, wanted)):
            if as_json:
                stream.write(line + "\n")
                return
            (event,) = load_events(connection, wanted)
            print_event(console, event)
            print_links(console, event)
            for claim in event.claims:
                print_claim(console, claim)
            return
        found = reading_with(connection, name)
        explanation = explain(found.reading, name) if found else None
        if explanation is None:
            hint = (
                "Ids of reports are what `riwaya search` shows; those of claims and events, what `riwaya events` does."
            )
            raise MissingInput(f"the case holds no report, claim or event {name}", hint=hint)
        event_id = event_of(connection, name)
        if as_json:
            report_id = explanation.claim.report_id
            _write_json(stream, {**explanation.claim.as_json(), "report_id": report_id, "event_id": event_id})
        else:
            print_explanation(console, explanation)
            console.print(f"  report  {explanation.claim.report_id}", markup=False, highlight=False)
            console.print(f"  event   {event_id or 'none'}", markup=False, highlight=False)


def search(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help='Words that must all occur; "in a row" in quotes.')
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show at most so many reports.")] = HITS,
    output_format: Annotated[
        LinesFormat, typer.Option("--format", help="text to look at, jsonl to compute.")
    ] = LinesFormat.text,
) -> None:
    """Find reports by their words, whatever is joined to them and however they are spelled."""
    from riwaya.render_case import print_hit
    from riwaya.store import open_case
    from riwaya.store.searching import search as find
    from riwaya.store.words import ask

    with errors_told(), opened(None) as stream, open_case(case_of(context)) as case, case.reading() as connection:
        # the shell takes quotation marks away: several words in one argument stood in them
        question = ask(" ".join(f'"{word}"' if " " in word.strip() and '"' not in word else word for word in words))
        if not question.phrases:
            raise MissingInput("there is no word to search for", hint="Write Arabic or Latin words, or numbers.")
        shown = 0
        with contextlib.closing(find(connection, question)) as hits:
            for hit in islice(hits, limit):
                shown += 1
                if output_format is LinesFormat.jsonl:
                    _write_json(stream, hit.as_json())
                else:
                    print_hit(console_on(stream), hit)
        if not shown and output_format is LinesFormat.text:
            typer.echo("No report holds all of these words.")


def reread(context: typer.Context) -> None:
    """Read all texts of the case again with this version, and show what it reads otherwise."""
    from riwaya.pipeline import link_case, reread_case
    from riwaya.render_case import print_change
    from riwaya.store import open_case

    with errors_told(), opened(None) as stream, open_case(case_of(context)) as case:
        console = console_on(stream)
        same = other = skipped = 0
        try:
            for change in reread_case(case, read_or_skip):
                if change is None:
                    same += 1
                elif isinstance(change, SkipReport):
                    skipped += 1
                    tell("kept as it was", change, change.report_id or "")
                else:
                    other += 1
                    print_change(console, change)
            _link(case, link_case)
        except KeyboardInterrupt:
            typer.echo("riwaya: interrupted; what is stored is whole; run it again to read the rest", err=True)
            raise typer.Exit(INTERRUPTED) from None
        typer.echo(f"{other} reports read otherwise, {same} as before, {skipped} no longer readable")


def status(
    context: typer.Context,
    output_format: Annotated[
        ObjectFormat, typer.Option("--format", help="text to look at, json to compute.")
    ] = ObjectFormat.text,
) -> None:
    """Say what the case holds."""
    from riwaya.render_case import print_status
    from riwaya.store import open_case
    from riwaya.store.repository import status as status_of

    with errors_told(), opened(None) as stream, open_case(case_of(context)) as case:
        with case.reading() as connection:
            held = status_of(connection)
        if output_format is ObjectFormat.json:
            _write_json(stream, {"case": case.name, **held.as_json()})
        else:
            print_status(console_on(stream), case.name, held)


def backup(
    context: typer.Context,
    target: Annotated[
        Path | None, typer.Argument(metavar="TARGET", help="The file to write; else the case's name with the time.")
    ] = None,
) -> None:
    """Copy the case as it stands now into one file, while others may go on writing to it."""
    from riwaya.store import open_case
    from riwaya.store.copying import back_up_case

    with errors_told(), open_case(case_of(context)) as case:
        typer.echo(f"wrote {back_up_case(case, target)}")


def _write_json(stream: IO[str], value: object) -> None:
    stream.write(json.dumps(value, ensure_ascii=False) + "\n")


def register(app: typer.Typer) -> None:
    """Add the commands on a case to the command line, in the order in which they are used."""
    for command in (add, events, show, search, reread, status, backup):
        app.command()(command)
