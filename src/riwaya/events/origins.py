"""Where accounts come from: twenty papers that relay one monitor are one source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riwaya.accounts import CopyEdge, IndependentSource
from riwaya.events.copies import copy_groups
from riwaya.lexicons.outlets import agencies_credited, outlet_of, owner_of, speaks_for
from riwaya.lexicons.registry import Registered, registered
from riwaya.model import Claim, Document, SourceLink

_SPEAKS_FOR_A_SIDE = frozenset({"official", "spokesperson", "state_media"})
_CREDIT_ROLES = frozenset({"byline", "dateline"})


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a report says of where it comes from; `day` is that of publication, an ordinal."""

    report_id: str
    outlet: str | None
    owner: str
    agency: str | None
    day: int | None


def provenance_of(document: Document) -> Provenance:
    """Outlet, owner and the one agency that the byline or dateline credits; of two agencies neither is the origin."""
    text = document.report.text
    lines = [text[segment.start : segment.end] for segment in document.segments if segment.role in _CREDIT_ROLES]
    agencies = tuple(dict.fromkeys(agency for line in lines for agency in agencies_credited(line)))
    # the address knows the outlet better than a name that may be written in many ways
    outlet = outlet_of(document.report.url) or document.outlet
    return Provenance(
        document.report.id,
        outlet,
        owner_of(outlet),
        agencies[0] if len(agencies) == 1 else None,
        document.published.toordinal() if document.published else None,
    )


@dataclass(frozen=True, slots=True)
class Traced:
    """The independent sources of an event, which each claim comes from (by key), and why reports are of one source."""

    sources: tuple[IndependentSource, ...]
    of_claim: Mapping[str, str]
    edges: tuple[CopyEdge, ...]


def trace(
    acts: Sequence[Claim], claims: Sequence[Claim], reports: Mapping[str, Provenance], copies: Iterable[CopyEdge]
) -> Traced:
    """Trace each claim of an event to its source; `acts` are those that tell what happened, and whose sources count.

    A claim that names a registered speaker comes from that speaker, whoever relays it. A claim of an unnamed speaker
    (a witness, a local official) comes from the report. The report's own voice repeats the speakers that it names; it
    is an origin only where it names none. Reports that copy one another, credit one agency or have one owner are one.
    """
    told = sorted({claim.report_id for claim in claims})
    edges = tuple(_edges(told, reports, copies))
    group = {report_id: report_id for report_id in told} | copy_groups(edges)
    named: dict[str, list[str]] = defaultdict(list)
    speakers: dict[str, Registered] = {}
    for claim in acts:
        speaker = _speaker(claim.source)
        if speaker:
            speakers[speaker.id] = speaker
            named[group[claim.report_id]].append(speaker.id)
    own = {home: _home_key(home, [r for r in told if group[r] == home], reports) for home in set(group.values())}
    of_claim = {}
    for claim in claims:
        home = group[claim.report_id]
        speaker = _speaker(claim.source)
        if speaker:
            of_claim[claim.id] = speaker.id
        elif claim.source is None and named[home]:
            of_claim[claim.id] = named[home][0]
        else:
            of_claim[claim.id] = own[home]
    keys = {of_claim[claim.id] for claim in acts}
    sources = [_source(key, acts, of_claim, reports, speakers) for key in sorted(keys)]
    # those that most reports relay stand first
    sources.sort(key=lambda source: (-len(source.report_ids), source.kind != "source", source.key))
    return Traced(tuple(sources), of_claim, edges)


def _edges(told: Sequence[str], reports: Mapping[str, Provenance], copies: Iterable[CopyEdge]) -> list[CopyEdge]:
    """Edges among the reports of an event: by text, then a chain for each agency and owner that several share."""
    within = set(told)
    edges = [edge for edge in copies if edge.first in within and edge.second in within]
    for reason in ("same_agency", "same_owner"):
        sharing: dict[str, list[str]] = defaultdict(list)
        for report_id in told:
            where = reports[report_id]
            key = where.agency if reason == "same_agency" else where.owner
            if key:
                sharing[key].append(report_id)
        edges += [CopyEdge(a, b, reason) for ids in sharing.values() for a, b in pairwise(ids)]
    return sorted(edges, key=lambda edge: (edge.first, edge.second, edge.reason))


def _speaker(source: SourceLink | None) -> Registered | None:
    return registered(source.name) if source else None


def _home_key(home: str, members: Sequence[str], reports: Mapping[str, Provenance]) -> str:
    """What the own voice of a group of reports is called: the agency, else the outlet, else the report."""
    for report_id in members:
        if agency := reports[report_id].agency:
            return agency
    for report_id in members:
        where = reports[report_id]
        if where.outlet:
            known = registered(where.outlet)
            return known.id if known else f"outlet:{where.owner}"
    return f"report:{home}"


def _source(
    key: str,
    claims: Sequence[Claim],
    of_claim: Mapping[str, str],
    reports: Mapping[str, Provenance],
    speakers: Mapping[str, Registered],
) -> IndependentSource:
    its = [claim for claim in claims if of_claim[claim.id] == key]
    told = tuple(sorted({claim.report_id for claim in its}))
    known = registered(key)
    party = is_party(known, claims, its)
    if known:
        kind = "source" if key in speakers else "agency" if known.kind == "agency" else "outlet"
        return IndependentSource(key, known.name_en, known.name_ar, kind, party, told)
    if key.startswith("outlet:"):
        name = next((outlet for report_id in told if (outlet := reports[report_id].outlet)), key)
        party = is_party(registered(speaks_for(name)), claims, [])
        return IndependentSource(key, name, name, "outlet", party, told)
    return IndependentSource(key, told[0], told[0], "report", party, told)


def is_party(known: Registered | None, claims: Sequence[Claim], its: Sequence[Claim]) -> bool:
    """Is it a side to the event, or does it speak for one: by itself, as its official, or as its state's media?"""
    if known is None:
        return False
    sides = [side for claim in claims for actor in (*claim.actors, *claim.recipients) if (side := registered(actor.id))]
    of = [registered(key) for key in (*known.line, speaks_for(known.name_ar), speaks_for(known.name_en))]
    if any(body.of_one_side(side) for body in of if body and body.armed for side in sides):
        return True
    roles = {claim.source.role for claim in its if claim.source and registered(claim.source.name) == known}
    if roles & {"party", "military"}:
        return True
    states = {side.country for side in sides if side.armed}
    return bool(roles & _SPEAKS_FOR_A_SIDE) and known.country in states
