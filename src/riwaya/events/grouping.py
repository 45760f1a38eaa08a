"""From readings to events: tellings linked, and the claims of each group made one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from riwaya.events.linking import Group, link, told_in
from riwaya.events.tellings import SPEECH, denies, makes_event
from riwaya.lexicons.codes import codes
from riwaya.model import Claim, Event, Place, Reading


def group_claims(readings: Collection[Reading], reviewed: Mapping[str, str] | None = None) -> list[Event]:
    """Lay side by side the claims that speak of one happening; oldest first, without a day last.

    Differing tolls never keep claims apart. The order of the readings does not matter. `reviewed` maps ids of claims
    to ids of the events that a person put them into: those stay, and others may join them.
    """
    tellings, _ = told_in(readings)
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    groups = link(tellings, reviewed)
    events = [event_of(group, [claims[claim_id] for claim_id in group.claim_ids]) for group in groups]
    told = [event for event in events if is_told(event)]
    return sorted(told, key=lambda event: (event.start or date.max, event.id))


def is_told(event: Event) -> bool:
    """Is it told as having happened, somewhere, some day or by several reports? The rest are claims, no event."""
    if all(denies(claim) or claim.code in SPEECH for claim in event.claims):
        return False
    return event.place is not None or event.start is not None or len(event.report_ids) > 1


def event_of(group: Group, claims: Sequence[Claim]) -> Event:
    """The event of a group; its claims stand by report and then in text order."""
    ordered = sorted(claims, key=lambda claim: (claim.report_id, claim.trigger.span.start, claim.id))
    acts = [claim for claim in ordered if makes_event(claim.code) and not denies(claim)] or ordered
    first, last = _days(acts)
    return Event(group.id, _code(acts), _place(acts), first, last, tuple(ordered))


def _code(acts: Sequence[Claim]) -> str:
    """The code of the highest rank: a means before an effect."""
    ranks = codes()
    return min((claim.code for claim in acts), key=lambda name: (ranks[name].rank, name))


def _place(acts: Sequence[Claim]) -> Place | None:
    """The place that most reports name; among equals the finer, one that is resolved first."""
    named: dict[str, Place] = {}
    reports: dict[str, set[str]] = {}
    for claim in acts:
        for place in claim.places:
            if place.role in ("event", "destination"):
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
