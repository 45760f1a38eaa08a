"""Opening a case: the file or database, its settings, and the migrations that bring an older one up to date."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from riwaya.errors import BadCase, CaseLocked, CaseTooNew, CaseUnreachable, MissingInput
from riwaya.store.repository import Case
from riwaya.store.schema import APPLICATION_ID, REVISION

PATIENCE = 60
"""Seconds that a writer waits for another: a batch takes some tenths of a second, new events of a large case some
tens."""
WRITERS = 0x72697761
"""The number of the PostgreSQL advisory lock that writers of a case hold."""
_ADD_FIRST = "Add reports first: riwaya add FILE… makes the case; --case FILE (or RIWAYA_CASE) names another."


@contextlib.contextmanager
def open_case(where: str, *, create: bool = False) -> Iterator[Case]:
    """The case in a file or at a URL, brought to this version's schema; with `create` it is made where there is none.

    A SQLite case that needs to be brought up to date is copied first. Errors: MissingInput when there is no case,
    BadCase when it is something else or damaged, CaseTooNew, CaseLocked, CaseUnreachable.
    """
    url = case_url(where)
    path = case_file(url)
    if path:
        _look_at(path, create)
    with told(where):
        engine = _engine(url)
        try:
            _bring_up_to_date(engine, where, path, create)
            yield Case(engine, public(where))
        finally:
            engine.dispose()


def case_file(url: URL) -> Path | None:
    """The file of a case; None for a case in memory or on a server."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def case_url(where: str) -> URL:
    """The database that `--case` names: a file's path, or a URL. Errors: BadCase for a URL of another kind."""
    if "://" not in where:
        return URL.create("sqlite", database=where)
    try:
        url = make_url(where)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise BadCase(f"{public(where)} is not a database URL", hint=_URLS) from error
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url.set(drivername="sqlite")
    raise BadCase(f"riwaya keeps no case in {backend}", hint=_URLS)


_LEFT_ALONE = "Name another file with --case; this one is left as it is."
_URLS = "Name a file, or a PostgreSQL database: postgresql://user@host/database"


def public(where: str) -> str:
    """The name of a case without a password."""
    return re.sub(r"(://[^:/@]+):[^@]*@", r"\1:***@", where)


def _look_at(path: Path, create: bool) -> None:
    """Refuse a path that cannot hold a case, before SQLite makes an empty file of it."""
    if path.is_dir():
        raise BadCase(f"{path} is a directory", hint="Name a file for the case: --case NAME.riwaya")
    if not path.exists():
        if not create:
            raise MissingInput(f"there is no case {path}", hint=_ADD_FIRST)
        if not path.resolve().parent.is_dir():
            raise MissingInput(f"{path.parent} is no folder", hint="Make the folder, or name another file.")
        return
    with path.open("rb") as file:
        head = file.read(16)
    if head and head != b"SQLite format 3\0":
        raise BadCase(f"{path} is not a case", hint=_LEFT_ALONE)
    with told(str(path)), contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as file_:
        (application,) = file_.execute("PRAGMA application_id").fetchone()
        (tables,) = file_.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise BadCase(f"{path} is the database of another program", hint=_LEFT_ALONE)


@contextlib.contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what a database says into riwaya's errors. Errors: CaseLocked, CaseUnreachable, BadCase."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        said = next(iter(str(cause).strip().splitlines()), type(cause).__name__)
        name = public(where)
        if "locked" in said or "lock timeout" in said:
            hint = "Another riwaya is writing to it. Wait until that has ended, and try again: nothing was lost."
            raise CaseLocked(f"{name} is in use", hint=hint) from error
        if "readonly" in said or "unable to open" in said:
            raise CaseUnreachable(f"{name} cannot be written: {said}", hint="Check rights and free space.") from error
        if "disk is full" in said or "No space left" in said:
            hint = "Free some space and run the command again; what is stored is whole."
            raise CaseUnreachable(f"no space left for {name}", hint=hint) from error
        if "malformed" in said or "not a database" in said:
            hint = "Put a backup in its place (riwaya backup makes them), or add the reports again to a new case."
            raise BadCase(f"{name} is damaged: {said}", hint=hint) from error
        if isinstance(error, OperationalError | sqlite3.OperationalError):
            hint = "Check that the server runs, and the name, user and password in the URL."
            raise CaseUnreachable(f"{name} cannot be reached: {said}", hint=hint) from error
        raise


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(url, connect_args={"connect_timeout": 10})
    except ImportError as error:
        hint = "pip install 'riwaya[postgres]'"
        raise CaseUnreachable("PostgreSQL needs a package that is not installed", hint=hint) from error
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours to say: a writer must say at once that it will write
    cursor = connection.cursor()
    # the log next to the file lets readers go on while one writes; a killed process leaves it whole
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        # as in SQLite, one writes at a time: then what is looked up before an insert still holds at the insert
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _bring_up_to_date(engine: Engine, where: str, path: Path | None, create: bool) -> None:
    with engine.connect() as connection:
        found = _revision(connection)
    if found == REVISION:
        return
    if found is None and not create:
        raise MissingInput(f"there is no case in {public(where)}", hint=_ADD_FIRST)
    from riwaya.store.migrate import known_revisions, migrate

    if found is not None and found not in known_revisions():
        raise CaseTooNew(
            f"{public(where)} was written by a newer riwaya (its schema is {found}, this version's {REVISION})",
            hint="Install the newer version: pip install --upgrade riwaya",
        )
    if found is not None and path:
        back_up(path, path.with_name(f"{path.name}.before-{REVISION}"))
    with engine.execution_options(writes=True).begin() as connection:
        # another process may have done it while this one waited for its turn
        if _revision(connection) != REVISION:
            migrate(connection)
            if path:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(revision) if revision else None


def back_up(path: Path, target: Path) -> None:
    """Copy a SQLite case as it stands at this moment, while others may write to it."""
    with (
        contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log next to it
