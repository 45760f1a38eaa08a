"""The main path on one screen: report -> document -> reading (sentences, statements, claims) -> case -> events.

No other file knows this order. Also here: why a claim is so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from riwaya.claims.assemble import extract
from riwaya.documents import clean_report
from riwaya.errors import SkipReport
from riwaya.model import Claim, Document, Reading, Report
from riwaya.text.spans import Span

if TYPE_CHECKING:
    from riwaya.store import Case
    from riwaya.store.adding import Added
    from riwaya.store.rereading import Change

__all__ = [
    "Explanation",
    "add_reports",
    "clean_report",
    "explain",
    "extract_claims",
    "link_case",
    "places_named",
    "read_document",
    "reread_case",
]


def extract_claims(document: Document) -> Reading:
    """Read the statements and claims of a document; every span is checked against the text.

    Errors: StopRun when the installation lacks its built files.
    """
    return extract(document)


def read_document(report: Report) -> Reading:
    """Label a report's lines and read its claims. Errors: SkipReport when it cannot be read."""
    return extract_claims(clean_report(report))


def add_reports(
    case: Case,
    reports: Iterable[Report | SkipReport],
    added: Added,
    read: Callable[[Iterable[Report | SkipReport]], Iterable[Reading]],
) -> None:
    """Read the reports that a case does not hold, keep them and their claims, and count them in `added`.

    `read` is `read_document` over many, with what its caller does about reports that cannot be read. Events are made
    by `link_case`. Errors: CaseError.
    """
    from riwaya.store.adding import keep, unread

    keep(case, read(unread(case, reports, added)), added, read_document, software())


def reread_case(case: Case, read: Callable[[Report], Reading] = read_document) -> Iterator[Change | SkipReport | None]:
    """Read every text of a case again, keep what is read otherwise, and tell what changed. Errors: CaseError."""
    from riwaya.store.rereading import reread

    return reread(case, read, software())


def link_case(case: Case) -> bool:
    """Make the events of a case anew if its claims changed since; says whether they had. Errors: CaseError.

    Readings are fetched as they are needed, so that a large case needs no more memory than its tellings, the hashes
    of its texts and the rows of its events.
    """
    from riwaya.events.copies import find_copies
    from riwaya.events.grouping import events_of
    from riwaya.events.linking import link, told_in
    from riwaya.store.events import Made, save_events
    from riwaya.store.repository import CurrentReadings, claims_of, events_are_fresh, state
    from riwaya.store.review import reviewed_claims

    with case.reading() as connection:
        if events_are_fresh(connection):
            return False
        of_state = state(connection)
        told = told_in(CurrentReadings(connection))
        edges = find_copies(told.sheets)
        groups = link(told.tellings, reviewed_claims(connection))
        reports = told.reports
        del told
        with_claims = claims_of(connection, groups, lambda group: group.claim_ids)
        made = [Made.of(event) for event in events_of(with_claims, reports, edges)]
    with case.writing() as connection:
        save_events(connection, made, edges, of_state)
    return True


def places_named(name: str) -> list[str]:
    """What a place's name may be called in events: the name, and what the gazetteer knows under it.

    A region or country stands for all places in it.
    """
    from riwaya.gazetteer import default_gazetteer
    from riwaya.store.events import region_name

    found = [name]
    for place in default_gazetteer().lookup(name):
        region = region_name(place.country, place.admin1) if place.kind == "admin1" else None
        found.append(region or (place.country if place.kind == "country" else place.gazetteer_id))
    return found


def software() -> str:
    """What makes readings now, as a case notes it beside them."""
    return f"riwaya {version('riwaya')}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a claim says what it says: its rules, and each field with the words behind it."""

    claim: Claim
    rules: tuple[str, ...]
    evidence: tuple[tuple[str, Span], ...]


def explain(reading: Reading, claim_id: str) -> Explanation | None:
    """The rules and words behind one claim of a reading, or None when it has no such claim."""
    claim = next((c for c in reading.claims if c.id == claim_id), None)
    if claim is None:
        return None
    evidence: list[tuple[str, Span]] = [("trigger", claim.trigger.span)]
    for depth, link in enumerate(claim.source_chain):
        evidence.append((f"source_chain[{depth}]", link.span))
        if link.cue:
            evidence.append((f"source_chain[{depth}].cue", link.cue))
    for field, mentions in (
        ("actors", claim.actors),
        ("recipients", claim.recipients),
        ("places", claim.places),
        ("counts", claim.counts),
    ):
        evidence += [(f"{field}[{k}]", mention.span) for k, mention in enumerate(mentions)]
    evidence += [(field, m.span) for field, m in (("weapon", claim.weapon), ("when", claim.when)) if m]
    return Explanation(claim, claim.rules, tuple(evidence))
