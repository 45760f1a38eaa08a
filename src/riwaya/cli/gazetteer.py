"""Commands on the gazetteer: look into it, and lay a user's own places over it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from riwaya.cli.running import console_on, errors_told, opened
from riwaya.errors import MissingInput

if TYPE_CHECKING:
    from riwaya.gazetteer.importing import Imported

PROGRESS_FROM = 5_000
"""Places after which a progress line appears: fewer are read in a second."""

gazetteer_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Licence = Annotated[str, typer.Option("--licence", help="Under which licence the places are, to be kept beside them.")]
Attribution = Annotated[str, typer.Option("--attribution", help="Who is to be named as their maker.")]
LayerName = Annotated[str, typer.Option("--name", help="What the layer is called; one of that name is replaced.")]


@gazetteer_app.command("lookup")
def gazetteer_lookup(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place name in Arabic or in Latin letters.")],
    country: Annotated[str, typer.Option("--country", help="Only places of this country: two letters, as SY.")] = "",
) -> None:
    """List the places that a name may mean, likeliest first."""
    from riwaya.gazetteer import default_gazetteer
    from riwaya.render import print_candidates

    with errors_told(), opened(None) as stream:
        candidates = default_gazetteer().lookup(name)
        if country:
            candidates = tuple(c for c in candidates if c.country == country.upper())
        if not candidates:
            where = f" in {country.upper()}" if country else ""
            raise MissingInput(
                f"The gazetteer has no place named {name}{where}", hint="Try another spelling, without its prefix."
            )
        print_candidates(console_on(stream), candidates)


@gazetteer_app.command("import")
def gazetteer_import(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="GeoNames dumps, Who's On First records, or a table; .gz and .zip are read as they are.",
        ),
    ],
    name: LayerName = "",
    country: Annotated[
        str, typer.Option("--country", help="The country of a table that has no column for it: two letters, as SY.")
    ] = "",
    columns: Annotated[
        str,
        typer.Option("--columns", help="What a table's columns hold, in order, with commas; - passes over one."),
    ] = "",
    licence: Licence = "",
    attribution: Attribution = "",
) -> None:
    """Lay places from a file or folder over the gazetteer; reports read from then on use them."""
    from riwaya.gazetteer.importing import import_places

    with errors_told(), opened(None), _counting() as tick:
        done = import_places(
            path, name=name, country=country, columns=columns, licence=licence, attribution=attribution, tick=tick
        )
    _tell_import(done)


def _tell_import(done: Imported) -> None:
    if done.columns:
        typer.echo(f"columns: {done.columns}")
    typer.echo(
        f"{done.name}: {done.form}, {done.read:,} places read: {done.added:,} added, {done.spellings:,} known "
        f"with new spellings, {done.known:,} known, {done.unnamed:,} without an Arabic name"
    )
    typer.echo(f"kept in {done.path}")


@gazetteer_app.command("get")
def gazetteer_get(
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="Two letters, as SY or YE.")],
    name: LayerName = "",
) -> None:
    """Download the places of a country from GeoNames, and lay them over the gazetteer."""
    from riwaya.gazetteer.download import get_country
    from riwaya.gazetteer.importing import import_places

    with errors_told(), opened(None), tempfile.TemporaryDirectory() as folder:
        with _downloading() as show:
            get_country(country, Path(folder), show)
        with _counting() as tick:
            done = import_places(Path(folder), name=name or f"geonames-{country.lower()}", tick=tick)
    _tell_import(done)


@gazetteer_app.command("list")
def gazetteer_list() -> None:
    """List the layers that were imported, with their licences."""
    from riwaya.gazetteer.layers import layer_folder, layers
    from riwaya.render import print_layers

    with errors_told(), opened(None) as stream:
        found = layers()
        if found:
            print_layers(console_on(stream), found)
        else:
            typer.echo(f"no layers in {layer_folder()}")


@gazetteer_app.command("remove")
def gazetteer_remove(
    name: Annotated[str, typer.Argument(metavar="LAYER", help="The name that list prints.")],
) -> None:
    """Remove an imported layer."""
    from riwaya.gazetteer.layers import remove_layer

    with errors_told():
        typer.echo(f"removed {remove_layer(name)}")


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """A line on standard error that counts places, if a person is looking and there are many."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Progress(TextColumn("{task.completed:,} places"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)
        yield lambda count: bar.update(task, completed=count, visible=count > PROGRESS_FROM)


@contextmanager
def _downloading() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for each file, if a person is looking."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(address: str, done: int, whole: int) -> None:
            if address not in tasks:
                tasks[address] = bar.add_task(address, total=whole or None)
            bar.update(tasks[address], completed=done)

        yield show
