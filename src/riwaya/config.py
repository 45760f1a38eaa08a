"""The one table of settings: name, default, unit, what it does, and how its default was set.

A setting is read from the environment variable `RIWAYA_<NAME>`; docs/settings.md describes each.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

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
"""All settings there are."""
