"""Events of a case: stored as they were made, and found again by place, actor, code, day and toll."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select

from riwaya.accounts import Assessment, CopyEdge, Event, Link
from riwaya.model import Actor, Claim, Place
from riwaya.store.repository import STREAMED, batches, current_readings, events_of, keep_setting
from riwaya.store.schema import copy_edge, event, event_claim, event_term
from riwaya.text.normalize import fold_key

EVENTS_AT_ONCE = 50
"""Events that are loaded together with the readings of all their reports."""
LONGEST_TERM = 200
"""Characters of a name that count when events are asked for: no name is longer, and indexes have their limits."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; what is None or empty does not matter. Days are the first and the last that count."""

    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    min_killed: int | None = None
    min_sources: int = 0
    contested: bool = False
    event_ids: tuple[str, ...] = ()


def folded_term(name: str) -> str:
    """A name as it is compared: letters folded, no article's difference in case, marks or spaces."""
    return fold_key(name.replace("\x00", "")).replace("ة", "ه").casefold()[:LONGEST_TERM]


def terms(made: Event) -> set[tuple[str, str]]:
    """The names by which an event is found: its places with their region and country, its actors, its codes."""
    found: set[tuple[str, str | None]] = {("code", made.code)}
    for claim in made.claims:
        found.add(("code", claim.code))
        found |= {("place", name) for place in claim.places for name in _place_names(place)}
        found |= {("actor", name) for actor in (*claim.actors, *claim.recipients) for name in _actor_names(actor)}
    return {(kind, term) for kind, name in found if name and (term := folded_term(name))}


def _place_names(place: Place) -> tuple[str | None, ...]:
    region = region_name(place.country, place.admin1)
    return place.gazetteer_id, place.name_ar, place.name_en, place.admin1, region, place.country, place.span.exact


def region_name(country: str | None, admin1: str | None) -> str | None:
    """The name under which the events of a region are found, whatever other country has one of that name."""
    return f"{country}/{admin1}" if country and admin1 else None


def _actor_names(actor: Actor) -> tuple[str | None, ...]:
    return actor.id, actor.name, actor.span.exact, actor.sector


def highest_toll(claims: Iterable[Claim]) -> int | None:
    """The highest number of dead that any claim gives, bounds below included; None where none gives one."""
    numbers = [
        number
        for claim in claims
        for count in claim.counts
        if count.kind == "killed" and count.subset_of is None
        for number in (count.low, count.high)
        if number is not None
    ]
    return max(numbers, default=None)


class Made(NamedTuple):
    """An event as it was just made, in the rows in which it is stored."""

    columns: dict[str, Any]
    claims: list[dict[str, str]]
    terms: list[dict[str, str]]

    @staticmethod
    def of(one: Event) -> Made:
        """The rows of an event."""
        body = json.dumps(one.as_json(), ensure_ascii=False)
        names = [{"kind": kind, "term": term, "event_id": one.id} for kind, term in sorted(terms(one))]
        columns = {
            "id": one.id,
            "code": one.code,
            "start": one.start,
            "end": one.end,
            "killed_high": highest_toll(one.claims),
            "sources": one.assessment.independent_sources,
            "contested": bool(one.assessment.contested),
            "digest": hashlib.sha256(json.dumps([body, names]).encode()).hexdigest(),
            "body": body,
        }
        return Made(columns, [{"claim_id": claim.id, "event_id": one.id} for claim in one.claims], names)


def save_events(connection: Connection, made: Iterable[Made], edges: Sequence[CopyEdge], of_state: int) -> None:
    """Put these events in the place of those there are; those that stay as they are are not touched.

    `of_state` is the state of the case that they were made of; if events of a later state are there, those stay.
    """
    if events_of(connection) > of_state:
        return
    old = {row.id: row.digest for row in connection.execute(select(event.c.id, event.c.digest))}
    kept: set[str] = set()
    changed: list[Made] = []
    for one in made:
        event_id = one.columns["id"]
        kept.add(event_id)
        if old.get(event_id) != one.columns["digest"]:
            changed.append(one)
    gone = [event_id for event_id in old if event_id not in kept]
    _delete(connection, [*gone, *(one.columns["id"] for one in changed if one.columns["id"] in old)])
    for some in batches(changed):
        connection.execute(insert(event), [one.columns for one in some])
        connection.execute(insert(event_claim), [claim for one in some for claim in one.claims])
        connection.execute(insert(event_term), [term for one in some for term in one.terms])
    _save_edges(connection, edges)
    keep_setting(connection, "events_of", str(of_state))


def _delete(connection: Connection, event_ids: Sequence[str]) -> None:
    for some in batches(event_ids):
        for table, column in ((event_term, event_term.c.event_id), (event_claim, event_claim.c.event_id)):
            connection.execute(delete(table).where(column.in_(some)))
        connection.execute(delete(event).where(event.c.id.in_(some)))


def _save_edges(connection: Connection, edges: Sequence[CopyEdge]) -> None:
    old = {(row.first, row.second): row.body for row in connection.execute(select(copy_edge))}
    new = {(edge.first, edge.second): edge for edge in edges}
    bodies = {key: json.dumps(edge.as_json(), ensure_ascii=False) for key, edge in new.items()}
    gone = [key for key, body in old.items() if bodies.get(key) != body]
    for some in batches(gone):
        connection.execute(
            delete(copy_edge).where(
                or_(*(and_(copy_edge.c.first == first, copy_edge.c.second == second) for first, second in some))
            )
        )
    for keys in batches(key for key in new if old.get(key) != bodies[key]):
        rows = [
            {"first": k[0], "second": k[1], "kind": new[k].reason, "containment": new[k].containment, "body": bodies[k]}
            for k in keys
        ]
        connection.execute(insert(copy_edge), rows)


def _named(kind: str, names: Sequence[str]) -> Any:
    """The event has one of the names."""
    wanted = [folded_term(name) for name in names]
    return event.c.id.in_(select(event_term.c.event_id).where(event_term.c.kind == kind, event_term.c.term.in_(wanted)))


def _select(wanted: Wanted) -> Select[Any]:
    query = select(event.c.id, event.c.body).order_by(event.c.start.is_(None), event.c.start, event.c.id)
    for kind, names in (("place", wanted.places), ("actor", wanted.actors), ("code", wanted.codes)):
        if names:
            query = query.where(_named(kind, names))
    if wanted.first:
        query = query.where(event.c.end >= wanted.first)
    if wanted.last:
        query = query.where(event.c.start <= wanted.last)
    if wanted.min_killed is not None:
        query = query.where(event.c.killed_high >= wanted.min_killed)
    if wanted.min_sources:
        query = query.where(event.c.sources >= wanted.min_sources)
    if wanted.contested:
        query = query.where(event.c.contested)
    if wanted.event_ids:
        query = query.where(event.c.id.in_(wanted.event_ids))
    return query


def event_lines(connection: Connection, wanted: Wanted = Wanted()) -> Iterator[str]:
    """The events asked for as lines of JSON, oldest first, those without a day last."""
    with connection.execute(_select(wanted), execution_options=STREAMED) as rows:
        for row in rows:
            yield row.body


def count_events(connection: Connection, wanted: Wanted = Wanted()) -> int:
    """How many events are asked for."""
    return connection.execute(select(func.count()).select_from(_select(wanted).order_by(None).subquery())).scalar_one()


def load_events(connection: Connection, wanted: Wanted = Wanted()) -> Iterator[Event]:
    """The events asked for with their claims, in the order of `event_lines`, a few in memory at a time."""
    ids = [row.id for row in connection.execute(_select(wanted).with_only_columns(event.c.id))]
    for some in batches(ids, EVENTS_AT_ONCE):
        bodies = dict(connection.execute(select(event.c.id, event.c.body).where(event.c.id.in_(some))).all())
        found = [json.loads(bodies[event_id]) for event_id in some]
        reports = {report_id for line in found for report_id in line["report_ids"]}
        claims = {c.id: c for stored in current_readings(connection, reports) for c in stored.reading.claims}
        yield from (_event(line, claims) for line in found)


def _event(line: Mapping[str, Any], by_id: Mapping[str, Claim]) -> Event:
    claims = tuple(by_id[claim_id] for claim_id in line["claim_ids"] if claim_id in by_id)
    place = next((p for claim in claims for p in claim.places if p.as_json() == line["place"]), None)
    start, end = (date.fromisoformat(line[key]) if line[key] else None for key in ("date", "end"))
    links = tuple(Link.from_json(link) for link in line["links"])
    return Event(line["event_id"], line["code"], place, start, end, claims, Assessment.from_json(line), links)


def event_of(connection: Connection, claim_id: str) -> str | None:
    """The event that a claim speaks of, by id."""
    return connection.execute(select(event_claim.c.event_id).where(event_claim.c.claim_id == claim_id)).scalar()


def copies_of(connection: Connection, report_id: str) -> list[str]:
    """The edges of a report as lines of JSON."""
    query = select(copy_edge.c.body).where(or_(copy_edge.c.first == report_id, copy_edge.c.second == report_id))
    return list(connection.execute(query.order_by(copy_edge.c.first, copy_edge.c.second)).scalars())
