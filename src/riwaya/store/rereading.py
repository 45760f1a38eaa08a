"""Reading the same texts again: the new readings take the place of the old ones, which stay; what changed is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

from sqlalchemy import select, update

from riwaya.errors import SkipReport
from riwaya.model import Claim, Reading, Report
from riwaya.store.adding import insert_readings
from riwaya.store.codec import pack_reading
from riwaya.store.repository import Case, batches, current_readings, step
from riwaya.store.schema import claim, reading, report, version

AT_A_TIME = 50
"""Reports that are read again before what changed is stored."""


@dataclass(frozen=True, slots=True)
class Change:
    """How a report is read otherwise than before. `changed` pairs a claim before and after; ids tell which is which."""

    report_id: str
    gone: tuple[Claim, ...]
    new: tuple[Claim, ...]
    changed: tuple[tuple[Claim, Claim], ...]


def changed_fields(before: Claim, after: Claim) -> list[str]:
    """The fields in which two readings of a claim differ."""
    return [f.name for f in fields(Claim) if getattr(before, f.name) != getattr(after, f.name)]


def compare(before: Reading, after: Reading) -> Change:
    """What the claims of the second reading have that the first had not, and the other way round."""
    old, new = ({claim.id: claim for claim in made.claims} for made in (before, after))
    return Change(
        after.document.report.id,
        tuple(claim for claim_id, claim in old.items() if claim_id not in new),
        tuple(claim for claim_id, claim in new.items() if claim_id not in old),
        tuple((old[i], claim) for i, claim in new.items() if i in old and changed_fields(old[i], claim)),
    )


def reread(case: Case, read: Callable[[Report], Reading], software: str) -> Iterator[Change | SkipReport | None]:
    """Read every current text again and keep what is read otherwise; yields for each report what changed, or None.

    A text that can no longer be read keeps the reading that it has; its SkipReport is yielded.
    """
    with case.reading() as connection:
        ids = list(connection.execute(select(report.c.id).order_by(report.c.id)).scalars())
    for some in batches(ids, AT_A_TIME):
        with case.reading() as connection:
            stored = list(current_readings(connection, some))
        news = []
        for old in stored:
            try:
                made = read(old.reading.document.report)
            except SkipReport as error:
                error.report_id = old.reading.document.report.id
                yield error
                continue
            if pack_reading(made) == pack_reading(old.reading):
                yield None
            else:
                news.append((old, made))
        if not news:
            continue
        with case.writing() as connection:
            # another process may have read them again, or added a newer version
            live = set(
                connection.execute(
                    select(reading.c.pk)
                    .join(version, version.c.pk == reading.c.version_pk)
                    .where(reading.c.current, version.c.current, reading.c.pk.in_([old.reading_pk for old, _ in news]))
                ).scalars()
            )
            kept = [(old, made) for old, made in news if old.reading_pk in live]
            pks = [old.reading_pk for old, _ in kept]
            numbered = connection.execute(select(reading.c.pk, reading.c.number).where(reading.c.pk.in_(pks)))
            numbers = {row.pk: row.number for row in numbered}
            connection.execute(update(claim).where(claim.c.reading_pk.in_(pks)).values(current=False))
            connection.execute(update(reading).where(reading.c.pk.in_(pks)).values(current=False))
            rows = [(old.version_pk, numbers[old.reading_pk] + 1, made, True) for old, made in kept]
            insert_readings(connection, rows, software)
            step(connection)
        for old, made in kept:
            yield compare(old.reading, made)
