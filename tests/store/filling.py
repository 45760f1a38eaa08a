"""What tests do with cases: fill them, and look at all that they hold."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from riwaya.errors import SkipReport
from riwaya.model import Reading, Report
from riwaya.pipeline import add_reports, link_case, read_document
from riwaya.store import Case, open_case
from riwaya.store.adding import Added
from riwaya.store.schema import blob, claim, copy_edge, event, event_claim, event_term, reading, report, version

SHELLING = "قتل تسعة مدنيين في قصف مدفعي على مدينة دوما، بحسب ناشطين."
STRIKE = "قتل 14 مدنيا في غارات جوية على مدينة دوما أمس الثلاثاء، وفق المرصد السوري لحقوق الإنسان."
Read = Callable[[Report], Reading]


def fill(where: str, reports: Iterable[Report | SkipReport], read: Read = read_document, *, link: bool = True) -> Added:
    """Add reports to the case there and make its events."""
    added = Added()

    def all_of(some: Iterable[Report | SkipReport]) -> Iterable[Reading]:
        return (read(given) for given in some if isinstance(given, Report))

    with open_case(where, create=True) as case:
        add_reports(case, reports, added, all_of)
        if link:
            link_case(case)
    return added


def dump(where: str) -> dict[str, list[Any]]:
    """All that a case says, without the order and the time in which it came."""
    with open_case(where) as case:
        return contents(case)


def contents(case: Case) -> dict[str, list[Any]]:
    """All that an open case says, without the order and the time in which it came."""
    readings = (
        select(
            report.c.id, version.c.text_sha256, version.c.current, reading.c.number, reading.c.current, reading.c.body
        )
        .join(version, version.c.report_pk == report.c.pk)
        .join(reading, reading.c.version_pk == version.c.pk)
    )
    claims = [column for column in claim.c if column.name not in ("pk", "reading_pk")]
    queries = {
        "reports": select(report.c.id, report.c.identity, report.c.url),
        "versions": select(version.c.text_sha256, version.c.given, version.c.offsets),
        "blobs": select(blob.c.sha256, blob.c.content),
        "claims": select(*claims),
        "events": select(event),
        "event_claims": select(event_claim),
        "event_terms": select(event_term),
        "copies": select(copy_edge),
    }
    with case.reading() as connection:
        found = {name: _sorted(connection.execute(query)) for name, query in queries.items()}
        found["readings"] = _sorted((*row[:-1], zlib.decompress(row[-1])) for row in connection.execute(readings))
    return found


def _sorted(rows: Iterable[Sequence[Any]]) -> list[Any]:
    return sorted((tuple(row) for row in rows), key=repr)


def lines(output: str) -> list[dict[str, Any]]:
    """Lines of JSON."""
    return [json.loads(line) for line in output.splitlines()]
