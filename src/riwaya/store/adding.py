"""Putting readings into a case: whole reports, several in one transaction, the same report never twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from riwaya.errors import SkipReport
from riwaya.model import Claim, Reading, Report
from riwaya.store.codec import CODEC, pack, pack_reading, plain_report, text_bytes
from riwaya.store.repository import Case, batches, identity, insert_new, now, step, written
from riwaya.store.schema import blob, claim, reading, report, version
from riwaya.store.words import pack_offsets, vocabulary, word_offsets

BATCH_REPORTS, BATCH_SECONDS, BATCH_BYTES = 100, 2.0, 1 << 25
"""What is lost, at most, when the process is killed, and held in memory. Larger batches gain nothing measurable."""
HANDFUL, HANDFUL_SECONDS = 50, 0.5
"""Reports that are looked up together, and how long that waits for more: pages from the network come slowly."""
LONGEST_ID = 200
"""Characters of an id that are kept; indexes of PostgreSQL hold no more than some 2,700 bytes."""

ReadAgain = Callable[[Report], Reading]


@dataclass(slots=True)
class Added:
    """What became of the reports that were handed in; `renamed` has what those were that go by another id."""

    new: int = 0
    versions: int = 0
    known: int = 0
    renamed: dict[str, Report] = field(default_factory=dict)

    def before(self, given: Report) -> Report:
        """The report under the id by which it came."""
        return self.renamed.get(given.id, given)

    def identity(self, given: Report) -> str:
        """The report's identity, whatever id it goes by now."""
        return identity(self.before(given))

    def rename(self, given: Report, report_id: str) -> Report:
        """The report under the id by which the case knows it."""
        if report_id == given.id:
            return given
        self.renamed[report_id] = self.before(given)
        return replace(given, id=report_id)


class KnownIds(Collection[str]):
    """The ids by which texts of the case came: what an archive's reader need not open again. Each hit is counted."""

    def __init__(self, case: Case, added: Added) -> None:
        self._case = case
        self._added = added

    def __contains__(self, came_as: object) -> bool:
        with self._case.reading() as connection:
            query = select(version.c.pk).where(version.c.came_as == str(came_as)[:LONGEST_ID])
            known = connection.execute(query).first() is not None
        self._added.known += known
        return known

    def __iter__(self) -> Iterator[str]:
        with self._case.reading() as connection:
            return iter(list(connection.execute(select(version.c.came_as)).scalars()))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def unread(case: Case, reports: Iterable[Report | SkipReport], added: Added) -> Iterator[Report | SkipReport]:
    """The reports that the case does not hold yet, each under the id that the case will know it by.

    What it holds is counted in `added`; a SkipReport is handed on.
    """
    for some in _handfuls(reports):
        known, taken = _looked_up(case, [given for given in some if isinstance(given, Report)])
        for given in some:
            if isinstance(given, SkipReport):
                yield given
                continue
            key = identity(given)
            old = known.get(key)
            if old and given.text_sha256 in old.texts:
                added.known += 1
            elif old:
                yield added.rename(given, old.id)
            else:
                yield added.rename(given, _free_id(given.id, key, taken))


def _handfuls(reports: Iterable[Report | SkipReport]) -> Iterator[list[Report | SkipReport]]:
    """Reports to look up together: as many as come at once, and no more than are quickly read."""
    some: list[Report | SkipReport] = []
    size, begun = 0, time.monotonic()
    for given in reports:
        some.append(given)
        size += len(given.origin.raw) if isinstance(given, Report) and given.origin else 0
        if len(some) >= HANDFUL or size > BATCH_BYTES or time.monotonic() - begun > HANDFUL_SECONDS:
            yield some
            some = []
            size, begun = 0, time.monotonic()
    if some:
        yield some


def _looked_up(case: Case, reports: Sequence[Report]) -> tuple[dict[str, _Known], set[str]]:
    """What the case knows of the reports, and which of the ids that they may get are taken."""
    keys = [identity(given) for given in reports]
    with case.reading() as connection:
        return _known(connection, keys), _taken(connection, zip([given.id for given in reports], keys, strict=True))


def keep(case: Case, readings: Iterable[Reading], added: Added, read_again: ReadAgain, software: str) -> None:
    """Store readings as they come, a batch in a transaction; on an interruption, those that are whole.

    `read_again` reads a report whose id somebody else took meanwhile; `software` says what made the readings.
    """
    pending: list[Reading] = []
    size, begun = 0, time.monotonic()
    try:
        for made in readings:
            pending.append(made)
            origin = made.document.report.origin
            size += len(origin.raw) if origin else 0
            if len(pending) >= BATCH_REPORTS or size > BATCH_BYTES or time.monotonic() - begun > BATCH_SECONDS:
                _write(case, pending, added, read_again, software)
                pending = []
                size, begun = 0, time.monotonic()
    finally:
        if pending:
            _write(case, pending, added, read_again, software)


@dataclass(slots=True)
class _Known:
    """A report that the case holds: its row, its id, the texts that it had, and when the newest was fetched."""

    pk: int
    id: str
    texts: set[str]
    number: int = 0
    fetched: str = ""


def _known(connection: Connection, identities: Iterable[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for some in batches(set(identities)):
        rows = connection.execute(
            select(
                report.c.pk,
                report.c.id,
                report.c.identity,
                version.c.text_sha256,
                version.c.number,
                version.c.fetched,
                version.c.current,
            )
            .join(version, version.c.report_pk == report.c.pk)
            .where(report.c.identity.in_(some))
        )
        for row in rows:
            known = found.setdefault(row.identity, _Known(row.pk, row.id, set()))
            known.texts.add(row.text_sha256)
            known.number = max(known.number, row.number)
            if row.current:
                known.fetched = row.fetched or ""
    return found


def _possible_ids(given_id: str, key: str) -> list[str]:
    """The ids that a report may get, the first that is free: its own, if short, or marked by its identity."""
    marked = [f"{given_id[:LONGEST_ID]}~{key[:length]}" for length in (8, 16, 64)]
    return marked if len(given_id) > LONGEST_ID else [given_id, *marked]


def _taken(connection: Connection, named: Iterable[tuple[str, str]]) -> set[str]:
    """The ids, of those that these reports may get, that others have."""
    ids = {possible for given_id, key in named for possible in _possible_ids(given_id, key)}
    found: set[str] = set()
    for some in batches(ids):
        found |= set(connection.execute(select(report.c.id).where(report.c.id.in_(some))).scalars())
    return found


def _free_id(given_id: str, key: str, taken: set[str]) -> str:
    """The first id that is free; it is taken from then on."""
    free = next(possible for possible in _possible_ids(given_id, key) if possible not in taken)
    taken.add(free)
    return free


def _write(case: Case, made: Sequence[Reading], added: Added, read_again: ReadAgain, software: str) -> None:
    """Store a batch in one transaction."""
    rounds: list[dict[str, Reading]] = []
    for one in made:  # two versions of one page come one after the other
        key = added.identity(one.document.report)
        home = next((r for r in rounds if key not in r), None)
        if home is None:
            rounds.append(home := {})
        home[key] = one
    outcome = Added(renamed=added.renamed)
    with case.writing() as connection:
        changed = [_write_round(connection, list(r.values()), outcome, read_again, software) for r in rounds]
        if any(changed):
            step(connection)
    added.new += outcome.new
    added.versions += outcome.versions
    added.known += outcome.known


def _write_round(
    connection: Connection, made: Sequence[Reading], added: Added, read_again: ReadAgain, software: str
) -> bool:
    named = [(one.document.report.id, added.identity(one.document.report)) for one in made]
    known = _known(connection, [key for _, key in named])
    taken = _taken(connection, named)
    fresh: list[tuple[Reading, _Known | None]] = []
    for one in made:
        given = one.document.report
        key = added.identity(given)
        old = known.get(key)
        if old and given.text_sha256 in old.texts:
            added.known += 1
            continue
        report_id = old.id if old else _free_id(given.id, key, taken)
        # the ids of claims are made of the report's: they must be read under the id that they are kept under
        fresh.append((one if report_id == given.id else read_again(added.rename(given, report_id)), old))
    if not fresh:
        return False
    new = [one.document.report for one, old in fresh if old is None]
    pks = dict(zip([n.id for n in new], _insert(connection, report, [_report_row(n, added) for n in new]), strict=True))
    rows = []
    for one, old in fresh:
        given = one.document.report
        fetched = _fetched(given)
        # the newest is the page fetched last; without such times, the one that came last
        current = old is None or not (fetched and old.fetched) or fetched >= old.fetched
        if old and current:
            _retire(connection, old.pk)
        rows.append((one, old.pk if old else pks[given.id], old.number + 1 if old else 1, current))
        added.new += old is None
        added.versions += old is not None
    texts = [one.document.report.text for one, _ in fresh]
    offsets = [word_offsets(content) for content in texts]
    _insert_blobs(connection, [one.document.report for one, _ in fresh])
    versions = [_version_row(*row, stand, added) for row, stand in zip(rows, offsets, strict=True)]
    version_pks = _insert(connection, version, versions)
    index_words(connection, version_pks, [vocabulary(*both) for both in zip(texts, offsets, strict=True)])
    insert_readings(connection, [(pk, 1, row[0], row[3]) for pk, row in zip(version_pks, rows, strict=True)], software)
    return True


def _insert(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows and return their numbers, in the order of the rows."""
    if not rows:
        return []
    statement = insert(table).returning(table.c.pk, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())


def _report_row(given: Report, added: Added) -> dict[str, Any]:
    return {"id": given.id, "identity": added.identity(given), "url": _column(given.url)}


def _version_row(
    made: Reading, report_pk: int, number: int, current: bool, offsets: Sequence[tuple[int, int]], added: Added
) -> dict[str, Any]:
    given = made.document.report
    return {
        "report_pk": report_pk,
        "number": number,
        "text_sha256": given.text_sha256,
        "raw_sha256": given.origin.raw_sha256 if given.origin and given.origin.raw else None,
        "came_as": added.before(given).id[:LONGEST_ID],
        "fetched": _fetched(given) or None,
        "added": now(),
        "current": current,
        "given": plain_report(given),
        "offsets": pack(pack_offsets(offsets)),
    }


def _fetched(given: Report) -> str:
    """When the page was fetched, in UTC; nothing where that is not known."""
    fetched = given.origin.fetched if given.origin else None
    if fetched is None:
        return ""
    return written(fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC))


def _column(value: str | None) -> str | None:
    """A text that every database can hold: PostgreSQL knows no NUL."""
    return value.replace("\x00", "\ufffd") if value else value


def _retire(connection: Connection, report_pk: int) -> None:
    """The versions of a report, and their claims, no longer count."""
    versions = select(version.c.pk).where(version.c.report_pk == report_pk)
    readings = select(reading.c.pk).where(reading.c.version_pk.in_(versions))
    connection.execute(update(claim).where(claim.c.reading_pk.in_(readings)).values(current=False))
    connection.execute(update(version).where(version.c.report_pk == report_pk).values(current=False))


def _insert_blobs(connection: Connection, reports: Sequence[Report]) -> None:
    rows = {}
    for given in reports:
        blobs = [(given.text_sha256, text_bytes(given.text))]
        if given.origin and given.origin.raw:
            blobs.append((given.origin.raw_sha256, given.origin.raw))
        for sha256, data in blobs:
            if sha256 not in rows:  # the bytes of a plain text are the text's
                rows[sha256] = {"sha256": sha256, "codec": CODEC, "size": len(data), "content": pack(data)}
    insert_new(connection, blob, list(rows.values()))


def index_words(connection: Connection, version_pks: Sequence[int], words: Sequence[Sequence[str]]) -> None:
    """Put the words of texts into the index of words."""
    sqlite = connection.dialect.name == "sqlite"
    rows = [{"pk": pk, "words": " ".join(w) if sqlite else w} for pk, w in zip(version_pks, words, strict=True)]
    columns = "rowid, words" if sqlite else "version_pk, words"
    connection.execute(text(f"INSERT INTO word_index ({columns}) VALUES (:pk, :words)"), rows)


def insert_readings(connection: Connection, rows: Sequence[tuple[int, int, Reading, bool]], software: str) -> None:
    """Store readings, each with its version, its number, and whether its claims count."""
    pks = _insert(connection, reading, [_reading_row(pk, number, made, software) for pk, number, made, _ in rows])
    claims = [
        _claim_row(pk, one, current) for pk, (_, _, made, current) in zip(pks, rows, strict=True) for one in made.claims
    ]
    if claims:
        connection.execute(insert(claim), claims)


def _reading_row(version_pk: int, number: int, made: Reading, software: str) -> dict[str, Any]:
    document = made.document
    return {
        "version_pk": version_pk,
        "number": number,
        "software": software,
        "made": now(),
        "current": True,
        "headline": _column(document.headline.exact) if document.headline else None,
        "outlet": _column(document.outlet),
        "published": document.published,
        "claims": len(made.claims),
        "body": pack_reading(made),
    }


def _claim_row(reading_pk: int, one: Claim, current: bool) -> dict[str, Any]:
    place = next((p for p in one.places if p.gazetteer_id), None)
    killed = [c for c in one.counts if c.kind == "killed" and c.subset_of is None]
    return {
        "reading_pk": reading_pk,
        "id": one.id,
        "current": current,
        "code": one.code,
        "factuality": one.factuality,
        "source": _column(one.source.name or one.source.span.exact) if one.source else None,
        "stance": one.source.stance if one.source else None,
        "place_id": place.gazetteer_id if place else None,
        "country": place.country if place else None,
        "start": one.when.start if one.when else None,
        "end": one.when.end if one.when else None,
        "killed_low": max((c.low for c in killed if c.low is not None), default=None),
        "killed_high": max((c.high for c in killed if c.high is not None), default=None),
    }
