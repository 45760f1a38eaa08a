"""A case that is open: what it holds, and how reports and readings come out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.dialects import postgresql, sqlite

from riwaya.model import Claim, Reading, Report
from riwaya.store.codec import report_of, text_of, unpack, unpack_reading
from riwaya.store.schema import blob, claim, copy_edge, event, judgement, reading, report, setting, version

AT_ONCE = 500
"""Rows that a query names or fetches at once: below the number of parameters that every database takes."""
STREAMED = {"yield_per": AT_ONCE}
"""How a query is executed whose rows are not held in memory together. Close its result when some are left."""


T = TypeVar("T")


class Case:
    """An open case; `name` is the file or URL that it was opened from, without a password."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        self._writing = engine.execution_options(writes=True)

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees the case as it is at its beginning, whatever others write."""
        return self.engine.begin()

    def writing(self) -> AbstractContextManager[Connection]:
        """The one transaction that writes at this time: all of it is kept, or, when it ends with an error, nothing."""
        return self._writing.begin()


def now() -> str:
    """This second, as the case keeps times."""
    return written(datetime.now(UTC))


def written(moment: datetime) -> str:
    """A moment with its time zone as the case keeps times: seconds, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def insert_new(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(insert(table).on_conflict_do_nothing(), rows)


def keep_setting(connection: Connection, name: str, value: str) -> None:
    """Set what the case knows under a name."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(setting).values(name=name, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def setting_of(connection: Connection, name: str) -> str:
    """What the case knows under a name, or nothing."""
    return connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar() or ""


def state(connection: Connection) -> int:
    """How often claims or judgements of the case changed; events are of one such state."""
    return int(setting_of(connection, "state") or 0)


def events_of(connection: Connection) -> int:
    """The state of which the case's events were made."""
    return int(setting_of(connection, "events_of") or 0)


def events_are_fresh(connection: Connection) -> bool:
    """Are the events made of the claims that there are now?"""
    return events_of(connection) == state(connection)


def step(connection: Connection) -> None:
    """Note that claims changed: events are to be made anew."""
    keep_setting(connection, "state", str(state(connection) + 1))


def identity(given: Report) -> str:
    """What makes two reports the same: the page; where no address is known, id and text."""
    parts = ("page", given.page) if given.page else ("text", given.id, given.text_sha256)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def batches(rows: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The rows, some at a time."""
    batch: list[T] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class Stored(NamedTuple):
    """One version of a report with one reading of it, as rows."""

    version_pk: int
    reading_pk: int
    reading: Reading


_PARTS = (
    select(
        report.c.id,
        version.c.pk.label("version_pk"),
        version.c.given,
        blob.c.content.label("text"),
        reading.c.pk.label("reading_pk"),
        reading.c.body,
    )
    .join(version, version.c.report_pk == report.c.pk)
    .join(blob, blob.c.sha256 == version.c.text_sha256)
    .join(reading, reading.c.version_pk == version.c.pk)
    .where(reading.c.current)
)
"""What a reading is put together from; a version is named, or the current ones are meant."""


def _stored(row: Any) -> Stored:
    given = report_of(row.given, text_of(unpack(row.text)))
    return Stored(row.version_pk, row.reading_pk, unpack_reading(row.body, replace(given, id=row.id)))


def current_readings(connection: Connection, report_ids: Iterable[str] | None = None) -> Iterator[Stored]:
    """The readings that count, a report each, in the order of their ids; of all reports, or of those named."""
    query = _PARTS.where(version.c.current).order_by(report.c.id)
    if report_ids is None:
        with connection.execute(query, execution_options=STREAMED) as rows:
            yield from map(_stored, rows)
        return
    for some in batches(sorted(set(report_ids))):
        yield from map(_stored, connection.execute(query.where(report.c.id.in_(some))))


class CurrentReadings(Collection[Reading]):
    """The readings that count, fetched anew in each walk over them, a few at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __iter__(self) -> Iterator[Reading]:
        return (stored.reading for stored in current_readings(self._connection))

    def __len__(self) -> int:
        query = select(func.count()).select_from(version).where(version.c.current)
        return self._connection.execute(query).scalar_one()

    def __contains__(self, item: object) -> bool:
        return any(reading == item for reading in self)


def claims_of(
    connection: Connection, groups: Iterable[T], claim_ids: Callable[[T], Sequence[str]]
) -> Iterator[tuple[T, list[Claim]]]:
    """Each group with its claims, of which `claim_ids` gives the ids; claims that do not count are left out."""
    for some in batches(groups):
        wanted = {claim_id for group in some for claim_id in claim_ids(group)}
        reports: set[str] = set()
        for ids in batches(wanted):
            reports |= set(
                connection.execute(
                    select(report.c.id)
                    .join(version, version.c.report_pk == report.c.pk)
                    .join(reading, reading.c.version_pk == version.c.pk)
                    .join(claim, claim.c.reading_pk == reading.c.pk)
                    .where(claim.c.current, claim.c.id.in_(ids))
                ).scalars()
            )
        found = {
            one.id: one
            for stored in current_readings(connection, reports)
            for one in stored.reading.claims
            if one.id in wanted
        }
        for group in some:
            yield group, [found[claim_id] for claim_id in claim_ids(group) if claim_id in found]


def reading_with(connection: Connection, claim_id: str) -> Stored | None:
    """The reading that holds a claim, the current one if it does."""
    named = select(claim.c.reading_pk).where(claim.c.id == claim_id).order_by(claim.c.pk.desc())
    # only claims that count have an index of ids
    found = connection.execute(named.where(claim.c.current)).first() or connection.execute(named).first()
    if found is None:
        return None
    row = connection.execute(_PARTS.where(reading.c.pk == found[0])).one()
    return _stored(row)


def raw_of(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of this hash, unpacked; None when the case does not hold them."""
    found = connection.execute(select(blob.c.content).where(blob.c.sha256 == sha256)).scalar()
    return unpack(found) if found is not None else None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a report: when it was added, how many claims its readings gave."""

    number: int
    text_sha256: str
    added: str
    fetched: str | None
    current: bool
    readings: int
    claims: int

    def as_json(self) -> dict[str, object]:
        """The same as an object."""
        return {name: getattr(self, name) for name in self.__slots__}


def versions_of(connection: Connection, report_id: str) -> list[VersionRow]:
    """The versions of a report, oldest first; empty when the case does not hold it."""
    rows = connection.execute(
        select(version, reading.c.number.label("readings"), reading.c.claims)
        .join(report, report.c.pk == version.c.report_pk)
        .join(reading, reading.c.version_pk == version.c.pk)
        .where(report.c.id == report_id, reading.c.current)
        .order_by(version.c.number)
    )
    return [VersionRow(r.number, r.text_sha256, r.added, r.fetched, r.current, r.readings, r.claims) for r in rows]


@dataclass(frozen=True, slots=True)
class Status:
    """What a case holds. `first` and `last` are days of publication; `fresh` says that events are of all claims."""

    reports: int
    versions: int
    claims: int
    events: int
    copies: int
    judgements: int
    text_bytes: int
    stored_bytes: int
    first: date | None
    last: date | None
    fresh: bool

    def as_json(self) -> dict[str, object]:
        """The same as an object."""
        return {
            name: value.isoformat() if isinstance(value := getattr(self, name), date) else value
            for name in self.__slots__
        }


def status(connection: Connection) -> Status:
    """Count what the case holds."""

    def count(table: Any, *where: Any) -> int:
        return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

    size, stored = connection.execute(
        select(func.coalesce(func.sum(blob.c.size), 0), func.coalesce(func.sum(func.length(blob.c.content)), 0))
    ).one()
    first, last = connection.execute(
        select(func.min(reading.c.published), func.max(reading.c.published)).where(reading.c.current)
    ).one()
    return Status(
        count(report),
        count(version),
        count(claim, claim.c.current),
        count(event),
        count(copy_edge),
        count(judgement),
        size,
        stored,
        first,
        last,
        events_are_fresh(connection),
    )
