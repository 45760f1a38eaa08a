"""From readings to events: tellings linked, and the claims of each group made one event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from riwaya.accounts import CopyEdge, Event
from riwaya.events.agreement import assess
from riwaya.events.copies import find_copies
from riwaya.events.linking import Group, link, told_in
from riwaya.events.origins import Provenance
from riwaya.events.summary import summarised
from riwaya.events.tellings import EFFECTS, denies, makes_event
from riwaya.lexicons.codes import codes
from riwaya.model import Claim, Place, Reading


def group_claims(readings: Collection[Reading], reviewed: Mapping[str, str] | None = None) -> list[Event]:
    """Lay side by side the claims that speak of one happening; oldest first, without a day last.

    Differing tolls never keep claims apart. The order of the readings does not matter. `reviewed` maps ids of claims
    to ids of the events that a person put them into: those stay, and others may join them.
    """
    told = told_in(readings)
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    copies = find_copies(told.sheets)
    groups = ((group, [claims[claim_id] for claim_id in group.claim_ids]) for group in link(told.tellings, reviewed))
    return sorted(events_of(groups, told.reports, copies), key=lambda event: (event.start or date.max, event.id))


def events_of(
    groups: Iterable[tuple[Group, Sequence[Claim]]], reports: Mapping[str, Provenance], copies: Iterable[CopyEdge]
) -> Iterator[Event]:
    """The events of groups with their claims, weighed; groups that tell of no event are passed over."""
    edges: dict[str, list[CopyEdge]] = defaultdict(list)
    for edge in copies:
        edges[edge.first].append(edge)
    for group, claims in groups:
        if is_event(claims):
            told = sorted({claim.report_id for claim in claims})
            yield event_of(group, claims, reports, [edge for report_id in told for edge in edges[report_id]])


def is_event(claims: Sequence[Claim]) -> bool:
    """Is it told as having happened, and somewhere, some day, or by several reports? The rest are claims, no event."""
    acts = [claim for claim in claims if makes_event(claim.code) and not denies(claim)]
    placed = any(place.role in _WHERE for claim in acts for place in claim.places)
    dated = any(claim.when and claim.when.start for claim in acts)
    return bool(acts) and (placed or dated or len({claim.report_id for claim in claims}) > 1)


def event_of(
    group: Group, claims: Sequence[Claim], reports: Mapping[str, Provenance], copies: Sequence[CopyEdge]
) -> Event:
    """The event of a group, weighed; its claims stand by report and then in text order."""
    ordered = sorted(claims, key=lambda claim: (claim.report_id, claim.trigger.span.start, claim.id))
    acts = [claim for claim in ordered if makes_event(claim.code) and not denies(claim)] or ordered
    first, last = _days(acts)
    weighed = assess(ordered, reports, copies)
    return summarised(Event(group.id, _code(acts), _place(acts), first, last, tuple(ordered), weighed, group.links))


def _code(acts: Sequence[Claim]) -> str:
    """The means that most reports tell, an effect only where none does; among equals the code that ranks first."""
    told: dict[str, set[str]] = defaultdict(set)
    for claim in acts:
        told[claim.code].add(claim.report_id)
    ranks = codes()
    return min(told, key=lambda name: (name in EFFECTS, -len(told[name]), ranks[name].rank, name))


def _place(acts: Sequence[Claim]) -> Place | None:
    """The place that most reports name; among equals the finer, one that is resolved first."""
    named: dict[str, Place] = {}
    reports: dict[str, set[str]] = {}
    for claim in acts:
        for place in claim.places:
            if place.role in _WHERE:
                key = place.gazetteer_id or f"name:{place.name or place.span.exact}"
                named.setdefault(key, place)
                reports.setdefault(key, set()).add(claim.report_id)
    if not named:
        return None

    def merit(key: str) -> tuple[bool, bool, int, int, str]:
        place = named[key]
        precision = place.precision or 1
        return place.gazetteer_id is None, precision > _FINE, -len(reports[key]), precision, key

    return named[min(named, key=merit)]


_WHERE = frozenset({"event", "destination"})
_FINE = 3
"""Coarsest precision (UCDP where_prec) of a place that is a place and not an area: a district."""


def _days(acts: Sequence[Claim]) -> tuple[date | None, date | None]:
    """The day or interval that most reports give; among equals the shorter, then the earlier."""
    reports: dict[tuple[date, date], set[str]] = {}
    for claim in acts:
        if claim.when and claim.when.start:
            days = (claim.when.start, claim.when.end or claim.when.start)
            reports.setdefault(days, set()).add(claim.report_id)
    if not reports:
        return None, None
    votes = Counter({days: len(ids) for days, ids in reports.items()})
    return min(votes, key=lambda days: (-votes[days], days[1] - days[0], days[0]))
