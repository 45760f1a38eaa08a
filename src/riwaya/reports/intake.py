"""How to read a run's inputs, and how far reading has come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from riwaya.config import MAX_REPORT_CHARACTERS
from riwaya.errors import EmptyReport, SkipReport, UnreadableInput
from riwaya.model import Report

if TYPE_CHECKING:
    from riwaya.reports.fetch import Fetcher

MAX_BYTES = 4 * MAX_REPORT_CHARACTERS.most
"""Longest line or file that is held in memory: UTF-8 needs up to four bytes a character."""
CHUNK = 1 << 16
SHORTER = f"Split it; {MAX_REPORT_CHARACTERS.variable} says how long one report may be."


@dataclass(slots=True)
class Intake:
    """What a caller wants of reading, and how many bytes of files it has used up so far.

    `every_page` turns the gate off (`gate`); `allow_private` lets addresses inside one's own network be fetched;
    records of archives whose id is in `done` are passed over before anything is done with them. `fetcher` is one for
    the whole run, so that its pauses hold between all addresses.
    """

    every_page: bool = False
    allow_private: bool = False
    done: Collection[str] = field(default_factory=frozenset)
    bytes_read: int = 0
    fetcher: Fetcher | None = None


class Metered:
    """A file whose reading is counted. It has what readers of streams ask for, no more."""

    def __init__(self, source: BinaryIO, intake: Intake) -> None:
        self._source = source
        self._intake = intake

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`."""
        data = self._source.read(size)
        self._intake.bytes_read += len(data)
        return data

    def tell(self) -> int:
        """The position in the file, in bytes."""
        return self._source.tell()

    def seek(self, position: int, whence: int = 0, /) -> int:
        """Go to another position. What is read twice counts twice, which a progress line survives."""
        return self._source.seek(position, whence)

    def close(self) -> None:
        """Leave the file to who opened it."""

    @property
    def closed(self) -> bool:
        """Whether the file is closed."""
        return self._source.closed


def checked(report: Report, name: str) -> Report:
    """The report. Errors: UnreadableInput where it is too long, EmptyReport where it holds no words."""
    if len(report.text) > MAX_REPORT_CHARACTERS.value():
        raise UnreadableInput(
            f"{name}: the text has {len(report.text):,} characters", hint=SHORTER, report_id=report.id
        )
    if not report.text.strip():
        raise EmptyReport(f"{name} holds no words", hint="Check that the text was saved.", report_id=report.id)
    return report


def named(error: SkipReport, report_id: str) -> SkipReport:
    """The same error, with the report's id where it has none."""
    error.report_id = error.report_id or report_id
    return error


class OwnIds:
    """Sees to it that no two reports of one input share an id: one that comes again gets `#2`, `#3` …"""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def of(self, wanted: str) -> str:
        """The id itself the first time, then with a number."""
        own, count = wanted, 1
        while own in self._seen:
            count += 1
            own = f"{wanted}#{count}"
        self._seen.add(own)
        return own
