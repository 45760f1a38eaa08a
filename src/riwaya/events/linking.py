"""Groups claims into events by place, day and kind of act: a first, transparent grouping, recomputable at any time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from riwaya.lexicons.codes import codes
from riwaya.model import Claim, Event, Place, Reading

# accounts of one event differ by a day when some date it by the night and some by the morning after
_DAYS_APART = 1
_KINDS = {
    **dict.fromkeys(("air_strike", "drone_strike", "shelling", "explosion", "suicide_attack"), "strike"),
    **dict.fromkeys(("chemical_attack", "casualties", "killing"), "strike"),
    **dict.fromkeys(("ground_attack", "clash", "capture", "shooting"), "fight"),
}
"""Codes that accounts of one event interchange: one paper's shelling is another's air strike."""


def group_claims(readings: Iterable[Reading]) -> list[Event]:
    """Group the `actual` claims of readings that have a resolved place; differing tolls never keep claims apart.

    Claims speak of one event when their place is the same, their codes are of one kind and their days at most one
    apart; a claim without a date joins only a group of its own report. Order of the input does not matter.
    """
    claims = sorted(
        (c for reading in readings for c in reading.claims if c.factuality == "actual" and _place(c) and _kind(c)),
        key=lambda c: (_kind(c), _place_id(c), _day(c) or date.max, c.report_id, c.trigger.span.start, c.id),
    )
    groups: list[list[Claim]] = []
    for claim in claims:
        home = next((g for g in reversed(groups) if _fits(claim, g)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    events = [_event(group) for group in groups]
    return sorted(events, key=lambda e: (e.start or date.max, e.place.name_en or "" if e.place else "", e.code, e.id))


def _kind(claim: Claim) -> str:
    code = codes()[claim.code]
    return _KINDS.get(claim.code, claim.code if code.group in ("violence", "force_posture", "harm") else "")


def _place(claim: Claim) -> Place | None:
    return next((p for p in claim.places if p.gazetteer_id), None)


def _place_id(claim: Claim) -> str:
    place = _place(claim)
    return (place.gazetteer_id or "") if place else ""


def _day(claim: Claim) -> date | None:
    return claim.when.start if claim.when else None


def _fits(claim: Claim, group: Sequence[Claim]) -> bool:
    first = group[0]
    if _kind(claim) != _kind(first) or _place_id(claim) != _place_id(first):
        return False
    day = _day(claim)
    if day is None:
        return any(c.report_id == claim.report_id for c in group)
    days = [d for c in group if (d := _day(c))]
    return any(abs((d - day).days) <= _DAYS_APART for d in days)


def _event(group: Sequence[Claim]) -> Event:
    days = sorted(d for c in group if (d := _day(c)))
    ranks = codes()
    code = min((c.code for c in group), key=lambda name: (ranks[name].rank, name))
    key = hashlib.sha256("\x1f".join(sorted(c.id for c in group)).encode()).hexdigest()[:12]
    first, last = (days[0], days[-1]) if days else (None, None)
    return Event(f"e-{key}", code, _place(group[0]), first, last, tuple(group))
