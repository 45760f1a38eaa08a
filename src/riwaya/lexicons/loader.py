"""Reading lexicon tables: tab-separated files under `data/`, one row a line, errors that name file and line."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from riwaya.errors import BadLexicon

DATA = Path(__file__).parent / "data"
BUILT = Path(__file__).parent.parent / "_built"
"""Files made at install: verb forms and gazetteer."""


class Row(Mapping[str, str]):
    """One row of a table; `row["column"]` is the cell as written, `row.list("column")` its alternatives."""

    __slots__ = ("_cells", "where")

    def __init__(self, cells: dict[str, str], where: str) -> None:
        self._cells = cells
        self.where = where

    @property
    def id(self) -> str:
        """The row's id, unique in its table."""
        return self._cells["id"]

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def __iter__(self):  # type: ignore[no-untyped-def]  # Mapping's own return type is wider than needed
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def list(self, column: str) -> list[str]:
        """The alternatives in a cell, split on `|`; empty for an empty or absent cell."""
        return [part.strip() for part in self._cells.get(column, "").split("|") if part.strip()]


def parse_table(path: Path) -> tuple[Row, ...]:
    """Read one table. Errors: BadLexicon with file and line for a wrong number of cells, a repeated id, or not NFC."""
    name = f"{path.parent.name}/{path.name}"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLexicon(f"{name}: cannot be read: {error}", hint="Save the table as UTF-8 text.") from error
    header: list[str] = []
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if not header:
            header = cells
            continue
        if len(cells) != len(header):
            raise BadLexicon(
                f"{name}:{number}: {len(cells)} cells, the header has {len(header)}",
                hint="Separate cells with one TAB each; leave unused cells empty.",
            )
        if unicodedata.normalize("NFC", line) != line:
            raise BadLexicon(f"{name}:{number}: the text is not in Unicode form NFC", hint="Save the table in NFC.")
        row = Row(dict(zip(header, (c.strip() for c in cells), strict=True)), f"{name}:{number}")
        key = row[header[0]]
        if not key or key in seen:
            raise BadLexicon(
                f"{name}:{number}: {header[0]} {key!r} is empty or stands already in line {seen.get(key)}",
                hint="Give every row an id of its own.",
            )
        seen[key] = number
        rows.append(row)
    return tuple(rows)


@cache
def read_table(name: str) -> tuple[Row, ...]:
    """The rows of a bundled table, by name without ending: `read_table("ar/acts")`. Errors: BadLexicon."""
    return parse_table(DATA / f"{name}.tsv")
