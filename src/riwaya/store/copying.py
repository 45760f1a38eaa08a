"""A copy of a case in one file: made by SQLite itself where the case is a file, row by row where it is on a server."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, insert, select

from riwaya.errors import MissingInput
from riwaya.store.adding import index_words
from riwaya.store.codec import text_of, unpack
from riwaya.store.opening import back_up, case_file, open_case
from riwaya.store.repository import STREAMED, Case, batches, now
from riwaya.store.schema import blob, metadata, version
from riwaya.store.words import unpack_offsets, vocabulary


def back_up_case(case: Case, target: Path | None) -> Path:
    """Copy a case into a file, by default beside it with the time in its name; returns the file.

    Errors: MissingInput when the file is there already or cannot be written.
    """
    path = case_file(case.engine.url)
    beside = path or Path(f"{case.engine.url.database}.riwaya")
    target = target or beside.with_name(f"{beside.name}.{now().replace(':', '')}")
    if target.exists():
        raise MissingInput(f"{target} is there already", hint="Name a file that does not exist yet.")
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        if path:
            back_up(path, partial)
        else:
            _copy_rows(case, partial)
        partial.replace(target)
    except (OSError, sqlite3.OperationalError) as error:
        partial.unlink(missing_ok=True)
        raise MissingInput(
            f"{target} cannot be written: {error}", hint="Name a file in a folder that exists."
        ) from error
    return target


def _copy_rows(case: Case, target: Path) -> None:
    """Copy every row as it stands at this moment into a new SQLite case."""
    with (
        open_case(str(target), create=True) as copy,
        case.reading() as source,
        copy.writing() as connection,
    ):
        for table in metadata.sorted_tables:
            with source.execute(select(table), execution_options=STREAMED) as rows:
                for some in batches(rows):
                    connection.execute(insert(table), [dict(row._mapping) for row in some])
        _index_all(source, connection)


def _index_all(source: Connection, target: Connection) -> None:
    """Make the index of words anew: each database has its own kind."""
    texts = select(version.c.pk, version.c.offsets, blob.c.content).join(blob, blob.c.sha256 == version.c.text_sha256)
    with source.execute(texts, execution_options=STREAMED) as rows:
        for some in batches(rows):
            words = [vocabulary(text_of(unpack(row.content)), unpack_offsets(unpack(row.offsets))) for row in some]
            index_words(target, [row.pk for row in some], words)
