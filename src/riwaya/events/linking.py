"""Which claims of which reports speak of one event: candidates by place and day, links by weight, groups by mean.

The result is a function of the set of reports: their order, and the batches they come in, do not matter.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from riwaya.accounts import Link
from riwaya.events.copies import Sheet, sheet_of, site_lines
from riwaya.events.origins import Provenance, provenance_of
from riwaya.events.scoring import Corpus, levels, score
from riwaya.events.tellings import Pool, Telling, split_reviewed, tellings_of
from riwaya.events.weights import weights
from riwaya.model import Reading

WINDOW = 5
"""Days between two tellings beyond which a shared place is no reason to compare them: news of an act fades sooner."""
NEIGHBOURS = 60
"""Tellings that each is compared with in one bucket, the nearest in time."""
OPEN_BUCKET = 400
"""Tellings of one place up to which those without a day are compared with all; beyond, only where a number or a rare
word meets. A village has fewer in years of reports."""
RARE_WORDS = 6
"""Rarest words of a telling by which candidates are found: names of victims and of quarters are among them."""
RARE_IN = 30
"""Reports up to which a word is rare: about as many as carry one wire story."""
MEMBERS = 12
"""Members of each group that a mean weight is taken over, the first by report: more do not change it by a bit."""
Key = tuple[str, int | tuple[str, int]]
"""A place or area with a number of victims, or no place and a rare word."""


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one event, sorted; `links` are the comparisons that brought the tellings together, in order of weight.

    `id` is the reviewed event's where a person set one, else made of the least claim id.
    """

    id: str
    claim_ids: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    reports: set[str]
    reviewed: str | None = None
    links: list[tuple[float, int, int]] = field(default_factory=list)


class Told(NamedTuple):
    """What linking keeps of reports: tellings and sheets, sorted by report, and where each report comes from."""

    tellings: list[Telling]
    sheets: list[Sheet]
    reports: dict[str, Provenance]


def told_in(readings: Collection[Reading]) -> Told:
    """What the reports tell; `readings` is walked twice and not kept."""
    sheets: dict[str, Sheet] = {}
    reports: dict[str, Provenance] = {}
    for reading in readings:
        report_id = reading.document.report.id
        sheets[report_id] = sheet_of(reading.document)
        reports[report_id] = provenance_of(reading.document)
    repeated = site_lines(sheets.values())
    tellings: list[Telling] = []
    pool = Pool()
    for reading in readings:
        sheet = sheets[reading.document.report.id]
        marked = zip(sheet.bounds, sheet.lines, strict=True)
        skip = [bounds for bounds, line in marked if (sheet.site, line) in repeated]
        tellings += [pool.pack(telling) for telling in tellings_of(reading, skip)]
    tellings.sort(key=lambda telling: (telling.report_id, telling.order))
    return Told(tellings, [sheets[report_id] for report_id in sorted(sheets)], reports)


def link(tellings: Sequence[Telling], reviewed: Mapping[str, str] | None = None) -> list[Group]:
    """Group tellings into events. `reviewed` maps claim ids to the events that a person put them into.

    Reviewed claims stay where they are; others may join them. Every claim is in one group, a telling of its own at
    least. The groups are sorted by id.
    """
    reviewed = reviewed or {}
    told = [part for telling in tellings for part in split_reviewed(telling, reviewed)]
    told.sort(key=lambda telling: (telling.report_id, telling.order, telling.claim_ids[0]))
    corpus = Corpus.of(told)
    clusters, home = _start(told, reviewed)
    decision = weights()["decision"]
    scored = ((score(told[i], told[j], corpus), i, j) for i, j in _candidates(told, corpus))
    best_first = sorted((-bits, i, j) for bits, i, j in scored if bits >= decision["link"])
    for minus_bits, i, j in best_first:
        a, b = clusters[home[i]], clusters[home[j]]
        if a is b or (a.reviewed and b.reviewed) or a.reports & b.reports:
            continue
        if _mean(a, b, told, corpus) < decision["together"]:
            continue
        if b.reviewed:
            a, b = b, a
        for member in b.members:
            home[member] = home[a.members[0]]
        a.members += b.members
        a.reports |= b.reports
        a.links += [*b.links, (-minus_bits, i, j)]
        b.members = []
    return sorted(
        (_group(cluster, told, corpus) for cluster in clusters if cluster.members), key=lambda group: group.id
    )


def _start(told: Sequence[Telling], reviewed: Mapping[str, str]) -> tuple[list[_Cluster], dict[int, int]]:
    """A cluster for each telling, and one for each reviewed event."""
    clusters: list[_Cluster] = []
    home: dict[int, int] = {}
    fixed: dict[str, int] = {}
    for i, telling in enumerate(told):
        event = reviewed.get(telling.claim_ids[0])
        if event is not None and event in fixed:
            home[i] = fixed[event]
            clusters[home[i]].members.append(i)
            clusters[home[i]].reports.add(telling.report_id)
            continue
        home[i] = len(clusters)
        clusters.append(_Cluster([i], {telling.report_id}, event))
        if event is not None:
            fixed[event] = home[i]
    return clusters, home


def _mean(a: _Cluster, b: _Cluster, told: Sequence[Telling], corpus: Corpus) -> float:
    floor = weights()["decision"]["floor"]
    pairs = [(i, j) for i in sorted(a.members)[:MEMBERS] for j in sorted(b.members)[:MEMBERS]]
    return sum(max(floor, score(told[i], told[j], corpus)) for i, j in pairs) / len(pairs)


def _group(cluster: _Cluster, told: Sequence[Telling], corpus: Corpus) -> Group:
    members = [told[i] for i in cluster.members]
    ids = sorted(claim_id for telling in members for claim_id in (*telling.claim_ids, *telling.attached))
    links = tuple(
        Link(told[i].claim_ids[0], told[j].claim_ids[0], bits, tuple(levels(told[i], told[j], corpus)))
        for bits, i, j in sorted(cluster.links, key=lambda found: (-found[0], found[1], found[2]))
    )
    return Group(cluster.reviewed or f"e-{ids[0].removeprefix('c-')}", tuple(ids), links)


def _candidates(told: Sequence[Telling], corpus: Corpus) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: of one place near in time, or with a number of victims or a rare word in common."""
    buckets: dict[str, list[int]] = defaultdict(list)
    for i, telling in enumerate(told):
        for key in _place_keys(telling):
            buckets[key].append(i)
    pairs = array("Q")  # i * number + j: a pair takes eight bytes, and a hundred thousand reports have millions
    number = len(told)
    for members in buckets.values():
        pairs.extend(i * number + j for i, j in _near(told, members))
        undated = [i for i in members if _day_of(told[i]) is None]
        if undated and len(members) <= OPEN_BUCKET:
            pairs.extend(min(i, j) * number + max(i, j) for i in undated for j in members if i != j)
    signed: dict[Key, list[int]] = defaultdict(list)
    for i, telling in enumerate(told):
        for signature in _signatures(telling, corpus):
            signed[signature].append(i)
    for members in signed.values():
        pairs.extend(i * number + j for i, j in _near(told, members, undated=True))
    for pair in np.unique(np.frombuffer(pairs, np.uint64)).tolist() if pairs else ():
        i, j = divmod(pair, number)
        if told[i].report_id != told[j].report_id and told[i].kin(told[j]):
            yield i, j


def _day_of(telling: Telling) -> int | None:
    return telling.published if telling.first_day is None else telling.first_day


def _place_keys(telling: Telling) -> set[str]:
    """Keys of the towns it names, by entry and by name; of its areas only where it names no town."""
    spots = [spot for spot in telling.spots if spot.fine] or list(telling.spots)
    return {spot.key for spot in spots} | {f"name:{name}" for spot in spots for name in spot.names}


def _signatures(telling: Telling, corpus: Corpus) -> Iterator[Key]:
    """A place or area with a number of victims, or a rare word alone."""
    rare = sorted(
        (-corpus.words[word], word)
        for word in telling.words
        if 2 <= corpus.reports / 2 ** corpus.words[word] <= RARE_IN
    )
    for _, word in rare[:RARE_WORDS]:
        yield "", word
    areas = {spot.key for spot in telling.spots} | {spot.area for spot in telling.spots if spot.area}
    for area in sorted(areas):
        for toll in sorted(telling.tolls):
            if " " not in toll[0] and toll[1] > 1:
                yield area, toll


def _near(told: Sequence[Telling], members: Sequence[int], *, undated: bool = False) -> Iterator[tuple[int, int]]:
    """Pairs of one bucket, each with its nearest in time.

    Those without a day are paired only with `undated`: with their neighbours in the bucket and the first that have one.
    """
    days = {i: _day_of(told[i]) for i in members}
    dated = sorted((day, i) for i, day in days.items() if day is not None)
    for k, (day, i) in enumerate(dated):
        for other, j in dated[k + 1 : k + 1 + NEIGHBOURS]:
            if other - day > WINDOW:
                break
            yield min(i, j), max(i, j)
    if undated:
        timeless = [i for i in members if days[i] is None]
        for k, i in enumerate(timeless):
            for j in [*timeless[k + 1 : k + 1 + NEIGHBOURS], *[j for _, j in dated[:NEIGHBOURS]]]:
                yield min(i, j), max(i, j)
