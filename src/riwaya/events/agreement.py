"""On what the accounts of an event agree, what they contest, who denies and who takes responsibility, and the grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from riwaya.accounts import Agreement, Assessment, Casualties, CopyEdge, Stand, Version
from riwaya.events.casualties import ALL, casualties_of
from riwaya.events.origins import Provenance, Traced, is_party, trace
from riwaya.events.spots import spots_of
from riwaya.events.tellings import EFFECTS, FAMILIES, denies, makes_event
from riwaya.lexicons.registry import Registered, country_names, registered
from riwaya.model import Claim

Valued = tuple[str, str]
"""What a value is compared by, and how it is shown."""


def assess(claims: Sequence[Claim], reports: Mapping[str, Provenance], copies: Iterable[CopyEdge]) -> Assessment:
    """Weigh the accounts of one event. The summary is left to `riwaya.events.summary`."""
    acts = [claim for claim in claims if makes_event(claim.code) and not denies(claim)]
    traced = trace(acts, claims, reports, copies)
    days = {claim.report_id: reports[claim.report_id].day for claim in acts}
    tolls = casualties_of(acts, traced.of_claim, days)
    denying = list(_denying(claims))
    # who denies an event accepts nothing of it by telling how it was said to have happened
    silent = {key for key, *_ in denying}
    responsibility = _stands((one for one in _responsible(claims) if one[0] not in silent), claims)
    conceded = _stands((one for one in _conceding(acts) if one[0] not in silent), claims)
    agreements = tuple(_agreements(acts, traced))
    grade, rule = _grade(traced, agreements, tolls, responsibility)
    return Assessment(
        sources=traced.sources,
        copies=traced.edges,
        agreements=agreements,
        casualties=tolls,
        denied_by=_stands(denying, claims),
        responsibility=responsibility,
        conceded_by=conceded,
        grade=grade,
        grade_rule=rule,
    )


# Fields


def _act(claim: Claim) -> Iterator[Valued]:
    if claim.code not in EFFECTS and FAMILIES.get(claim.code) == "strike":
        yield claim.code, claim.code


def _places(claim: Claim) -> Iterator[Valued]:
    shown = {place.gazetteer_id: place.name_en or place.name_ar for place in claim.places if place.gazetteer_id}
    for spot in spots_of(claim.places):
        if spot.fine and spot.resolved:
            yield spot.key, shown.get(spot.key) or spot.key


def _day(claim: Claim) -> Iterator[Valued]:
    when = claim.when
    if when and when.start and when.end in (None, when.start):
        yield when.start.isoformat(), when.start.isoformat()


def _actors(claim: Claim) -> Iterator[Valued]:
    here = {place.country for place in claim.places}
    for actor in claim.actors:
        known = registered(actor.id)
        if known and known.armed:
            yield _side(known), known.name_en
        elif not known and actor.country and here and actor.country not in here:
            # "Russian raids" in Syria are Russia's; of "Syrian" gunmen there nobody knows whose they are
            yield f"state:{actor.country}", country_names(actor.country)[0]


def _side(known: Registered) -> str:
    """What tells sides apart: the state, or the uppermost body that it belongs to."""
    return f"state:{known.country}" if known.state else known.line[-1]


_FIELDS: dict[str, Callable[[Claim], Iterator[Valued]]] = {
    "act": _act,
    "place": _places,
    "date": _day,
    "actor": _actors,
}


def _agreements(acts: Sequence[Claim], traced: Traced) -> Iterator[Agreement]:
    for field, read in _FIELDS.items():
        given: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        shown: dict[str, str] = {}
        for claim in acts:
            for key, name in read(claim):
                given[traced.of_claim[claim.id]][key].append(claim)
                shown.setdefault(key, name)
        if given:
            yield Agreement(field, _status(given), _versions(given, shown))


def _status(given: Mapping[str, Mapping[str, object]]) -> str:
    """Contested when two sources share no value, agreed when all that give one do."""
    if len(given) == 1:
        return "single_source"
    values = [set(its) for its in given.values()]
    return "contested" if any(not a & b for a, b in combinations(values, 2)) else "agreed"


def _versions(given: Mapping[str, Mapping[str, Sequence[Claim]]], shown: Mapping[str, str]) -> tuple[Version, ...]:
    found = []
    for key, name in shown.items():
        sources = sorted(source for source, its in given.items() if key in its)
        ids = sorted({claim.id for source in sources for claim in given[source][key]})
        found.append(Version(name, tuple(sources), tuple(ids)))
    return tuple(sorted(found, key=lambda version: (-len(version.sources), version.value)))


# Who denies, who takes responsibility, who concedes

Named = tuple[str, Registered | None, str, Claim]
"""Key, registry row, name as written, and the claim that says so."""


def _named(name: str | None, written: str, claim: Claim) -> Named:
    known = registered(name)
    return (known.id if known else written), known, written, claim


def _denying(claims: Sequence[Claim]) -> Iterator[Named]:
    for claim in claims:
        if denies(claim):
            link = next(link for link in reversed(claim.source_chain) if link.stance in ("denies", "rejects"))
            yield _named(link.name, link.span.exact, claim)
        elif claim.code == "deny" and claim.factuality == "actual":
            for actor in claim.actors:
                if registered(actor.id):
                    yield _named(actor.id, actor.name or actor.span.exact, claim)


def _responsible(claims: Sequence[Claim]) -> Iterator[Named]:
    for claim in claims:
        if claim.factuality != "actual":
            continue
        if claim.code == "claim_responsibility":
            for actor in claim.actors:
                yield _named(actor.id, actor.name or actor.span.exact, claim)
        for link in claim.source_chain:
            if link.stance == "claims_responsibility":
                yield _named(link.name, link.span.exact, claim)
    yield from (found for found in _own_acts(claims) if makes_event(found[3].code))


def _own_acts(claims: Sequence[Claim]) -> Iterator[Named]:
    """Speakers who tell an act as done by their own side."""
    for claim in claims:
        speaker = registered(claim.source.name) if claim.source else None
        if not speaker or not claim.source or claim.source.stance not in ("asserts", "confirms"):
            continue
        doers = [known for actor in claim.actors if (known := registered(actor.id)) and known.armed]
        if claim.factuality == "actual" and any(speaker.of_one_side(doer) for doer in doers):
            yield speaker.id, speaker, claim.source.span.exact, claim


def _conceding(acts: Sequence[Claim]) -> Iterator[Named]:
    """Sides that tell of dead by their own act who are not said to be fighters."""
    for found in _own_acts(acts):
        if any(count.kind == "killed" and count.victim_class != "combatant" for count in found[3].counts):
            yield found


def _stands(found: Iterable[Named], claims: Sequence[Claim]) -> tuple[Stand, ...]:
    by_key: dict[str, list[Named]] = defaultdict(list)
    for one in found:
        by_key[one[0]].append(one)
    stands = []
    for key in sorted(by_key):
        _, known, written, _ = by_key[key][0]
        words = " ".join(written.split())
        its = [claim for *_, claim in by_key[key]]
        names = (known.name_en, known.name_ar) if known else (words, words)
        ids = tuple(sorted({claim.id for claim in its}))
        stands.append(Stand(*names, is_party(known, claims, its), ids))
    return tuple(stands)


# The grade


def _grade(
    traced: Traced, agreements: Sequence[Agreement], tolls: Sequence[Casualties], responsibility: Sequence[Stand]
) -> tuple[str | None, str]:
    """Airwars' grade of the harm done, and the rule that gave it; None where no account tells of dead or hurt."""
    harmed = [toll for toll in tolls if toll.kind in ("killed", "injured") and toll.high != 0]
    if not harmed:
        return None, "no account tells of dead or hurt"
    classes = {toll.victim_class for toll in harmed if toll.victim_class != ALL}
    if classes == {"combatant"}:
        return "discounted", "those killed or hurt are said to be combatants"
    accepted = [stand.name_en for stand in responsibility if stand.party]
    if accepted:
        return "confirmed", f"a side accepts that it acted: {', '.join(accepted)}"
    if any(agreement.field == "actor" and agreement.status == "contested" for agreement in agreements):
        return "contested", "sources name different sides"
    if len(traced.sources) > 1:
        return "fair", f"{len(traced.sources)} independent sources"
    return "weak", "a single source"
