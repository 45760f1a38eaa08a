"""The one table of settings: name, default, unit, what it does, and how its default was set.

A setting is read from the environment variable `RIWAYA_<NAME>`; docs/settings.md describes each.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from riwaya.errors import BadConfig


@dataclass(frozen=True, slots=True)
class Setting:
    """One whole number between `least` and `most` that a user may set; `how` says where its default comes from."""

    name: str
    default: int
    unit: str
    least: int
    most: int
    help: str
    how: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"RIWAYA_{self.name.upper()}"

    def value(self) -> int:
        """The value in force. Errors: BadConfig when the variable holds no whole number between `least` and `most`."""
        given = os.environ.get(self.variable, "").strip()
        if not given:
            return self.default
        if not given.isascii() or not given.isdigit() or not self.least <= int(given) <= self.most:
            raise BadConfig(
                f"{self.variable}={given!r} is not a whole number from {self.least} to {self.most} ({self.unit})",
                hint=f"Unset it to use {self.default}, or give a number.",
            )
        return int(given)


MAX_REPORT_CHARACTERS = Setting(
    name="max_report_characters",
    default=2_000_000,
    unit="code points",
    least=1,
    most=10_000_000,
    help="A report longer than this is skipped as unreadable: it is a dump or a broken file, not one report.",
    how="The longest of 1,170 Arabic reports and web texts had 45,865; forty times that leaves room for digests, "
    "and is read in under half a minute.",
)

FETCH_PAUSE = Setting(
    name="fetch_pause",
    default=2_000,
    unit="milliseconds",
    least=0,
    most=600_000,
    help="How long to wait between two visits to one host. A longer wait that its robots.txt asks for is kept.",
    how="A person who opens one report after another is no quicker; sites of small newsrooms bear that.",
)

FETCH_TIMEOUT = Setting(
    name="fetch_timeout",
    default=20,
    unit="seconds",
    least=1,
    most=600,
    help="How long to wait for a server to connect, and for each part of its answer; five times that for the whole.",
    how="Twice what browsers show as slow; servers that have not begun to answer by then seldom do.",
)

SETTINGS: tuple[Setting, ...] = (MAX_REPORT_CHARACTERS, FETCH_PAUSE, FETCH_TIMEOUT)
"""All settings that are numbers."""


@dataclass(frozen=True, slots=True)
class TextSetting:
    """A folder or an address that a user may set; `shown` is its default as the documentation has it."""

    name: str
    shown: str
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"RIWAYA_{self.name.upper()}"

    def given(self) -> str:
        """What the environment says, "" where it says nothing."""
        return os.environ.get(self.variable, "").strip()


DATA_FOLDER = TextSetting(
    name="data_folder",
    shown="`$XDG_DATA_HOME/riwaya`, else `~/.local/share/riwaya`",
    help="The folder for what a user adds to riwaya: imported layers of the gazetteer.",
)
GEONAMES_URL = TextSetting(
    name="geonames_url",
    shown="`https://download.geonames.org/export/dump`",
    help="Where `riwaya gazetteer get` finds the dumps of countries: GeoNames or a mirror of it.",
)
TEXT_SETTINGS: tuple[TextSetting, ...] = (DATA_FOLDER, GEONAMES_URL)
"""All settings that are folders or addresses."""


def data_folder() -> Path:
    """The user's data folder, which may not exist yet. Errors: BadConfig for a path that is not absolute."""
    given = DATA_FOLDER.given()
    if given:
        folder = Path(given).expanduser()
        if not folder.is_absolute():
            raise BadConfig(
                f"{DATA_FOLDER.variable}={given!r} is not an absolute path",
                hint="Give the whole path of a folder, or unset it.",
            )
        return folder
    base = os.environ.get("XDG_DATA_HOME", "")
    # the XDG specification tells programs to ignore a relative path here
    root = Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "share"
    return root / "riwaya"


def geonames_url() -> str:
    """The address of the GeoNames dumps without a slash at its end. Errors: BadConfig when it is no http address."""
    address = (GEONAMES_URL.given() or GEONAMES_URL.shown.strip("`")).rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise BadConfig(
            f"{GEONAMES_URL.variable}={address!r} is not an address that begins with https:// or http://",
            hint=f"Unset it to use {GEONAMES_URL.shown.strip('`')}.",
        )
    return address
