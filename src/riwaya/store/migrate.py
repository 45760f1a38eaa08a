"""Running the packaged migrations over an open connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def scripts() -> ScriptDirectory:
    """The packaged migrations."""
    return ScriptDirectory(str(Path(__file__).with_name("migrations")))


def known_revisions() -> frozenset[str]:
    """The revisions that this version can bring up to date."""
    return frozenset(script.revision for script in scripts().walk_revisions())


def migrate(connection: Connection) -> None:
    """Bring the database to the newest schema, within the connection's transaction: all of it or nothing."""
    found = scripts()

    def steps(revision: Any, _context: Any) -> Any:
        return found._upgrade_revs("head", revision)  # what alembic's own `upgrade` command asks

    with EnvironmentContext(Config(), found, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()
