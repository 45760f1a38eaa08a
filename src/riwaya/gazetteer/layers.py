"""Imported layers of the gazetteer: one file each in the user's data folder, in the order of their names."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from riwaya.config import data_folder
from riwaya.errors import MissingInput, StopRun

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
SUFFIX = ".sqlite"


class BadPlaces(StopRun):
    """A file of places cannot be imported; the message names the file and, where there is one, the line."""

    code = "bad_places"


@dataclass(frozen=True, slots=True)
class Layer:
    """One imported layer: its name, its file, and what the import noted about it (source, licence, numbers)."""

    name: str
    path: Path
    about: dict[str, str]


def layer_folder() -> Path:
    """Where layers lie; it may not exist yet. Errors: BadConfig."""
    return data_folder() / "gazetteer"


def layer_files() -> tuple[Path, ...]:
    """The files of all layers, sorted by name. Errors: BadConfig."""
    folder = layer_folder()
    return tuple(sorted(folder.glob(f"*{SUFFIX}"))) if folder.is_dir() else ()


def layer_path(name: str) -> Path:
    """The file of a layer of this name. Errors: BadPlaces for a name that cannot be a file's."""
    if not _NAME.fullmatch(name):
        raise BadPlaces(
            f"{name!r} cannot name a layer", hint="Use letters of the Latin alphabet, digits, - and _, at most 64."
        )
    return layer_folder() / f"{name}{SUFFIX}"


def layers() -> list[Layer]:
    """All layers with what is noted about them; a file that is none has an empty note. Errors: BadConfig."""
    return [Layer(path.stem, path, _about(path)) for path in layer_files()]


def remove_layer(name: str) -> Path:
    """Delete a layer; returns the file that is gone. Errors: BadPlaces, MissingInput when there is no such layer."""
    path = layer_path(name)
    if not path.is_file():
        there = ", ".join(found.stem for found in layer_files()) or "none"
        raise MissingInput(f"There is no layer {name}", hint=f"Layers: {there}.")
    path.unlink()
    return path


def _about(path: Path) -> dict[str, str]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            return {str(key): str(value) for key, value in connection.execute("SELECT key, value FROM about")}
    except sqlite3.DatabaseError:
        return {}
