"""What speaks for one meaning of a name: how well the places it may be fit what the text says around it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from riwaya.gazetteer.candidates import AREAS, Candidate, distance_km

# What a piece of evidence is worth in `resolve`. The unit is a factor of ten in population. A governorate named
# beside the place outweighs any population (a village "بريف إدلب" is not the city of that name elsewhere); the
# neighbours outweigh the country, since a report lists towns of one countryside; spelling only breaks near ties.
HINT, HINT_MISSED, COUNTRY_FIRST, COUNTRY_OTHER, SPELLING, KIND = 4.0, -1.5, 2.8, 1.5, 0.7, 2.0
NEAR_STEPS = ((10.0, 2.5), (30.0, 2.0), (80.0, 1.5), (150.0, 0.75))
PROMINENCE = {"country": 3.6, "admin1": 2.6, "region": 2.0, "sea": 2.0, "river": 1.5, "district": 1.0}
CITY_CEILING = 3.4  # a city never outweighs the country that has its name (تونس, الجزائر)
MARGIN = 0.5  # a lead smaller than a factor of three in population is no reason
SAME_SPOT_KM = 50.0  # two entries nearer than this do no harm when confused
WELL_KNOWN = 100_000  # inhabitants: a city of this size may be named in any report without its country
HINT_KM = 45.0  # a town named as container reaches this far: about the size of a Syrian or Yemeni district
REGION_KM = 250.0  # a region of several governorates ("شمال سوريا"): half the length of the longest


def score(
    candidate: Candidate,
    spelled: bool,
    countries: Sequence[str],
    near: Collection[Candidate],
    hints: Sequence[Candidate],
    kinds: Collection[str],
) -> float:
    """How well the entry fits: in factors of ten of population, see the weights above."""
    worth = PROMINENCE.get(candidate.kind)
    if worth is None:
        worth = min(CITY_CEILING, max(0.0, math.log10(max(candidate.population, 1)) - 3))
    worth += SPELLING * spelled + KIND * (candidate.kind in kinds)
    if countries and candidate.country in countries:
        worth += COUNTRY_FIRST if candidate.country == countries[0] else COUNTRY_OTHER
    if hints:
        worth += HINT if _hinted(candidate, hints) else HINT_MISSED
    return worth + _nearness(candidate, near)


def _nearness(candidate: Candidate, near: Collection[Candidate]) -> float:
    """How well the place fits the other places of the report; areas count only as the area they are."""
    worth = 0.0
    for other in near:
        if other.gazetteer_id == candidate.gazetteer_id:
            continue
        if other.gazetteer_id == candidate.admin1_id or candidate.gazetteer_id == other.admin1_id:
            worth = max(worth, 1.5)
        elif other.kind == "country" or candidate.kind == "country":
            worth = max(worth, 1.0 if other.country == candidate.country else 0.0)
        else:
            distance = distance_km(candidate, other)
            worth = max([worth] + [value for reach, value in NEAR_STEPS if distance <= reach])
    return worth


def _hinted(candidate: Candidate, hints: Sequence[Candidate]) -> bool:
    return any(_contains(hint, candidate) for hint in hints if hint.gazetteer_id != candidate.gazetteer_id)


def _contains(container: Candidate, candidate: Candidate) -> bool:
    if container.gazetteer_id in (candidate.admin1_id, candidate.within):
        return True
    if container.kind == "country":
        return container.country == candidate.country
    if container.kind == "admin1" or candidate.kind in ("country", "admin1"):
        return False
    if container.country != candidate.country:
        return False
    if container.kind == "region" and container.admin1_id and container.admin1_id == candidate.admin1_id:
        return True  # "بريف حلب الشرقي": its villages lie all over the governorate's east
    wide = container.kind == "region" and not container.admin1_id
    return distance_km(container, candidate) <= (REGION_KM if wide else HINT_KM)


def nested(a: Candidate, b: Candidate) -> bool:
    """Does one of the places lie in the other?"""
    return _contains(a, b) or _contains(b, a)


def credible(
    candidate: Candidate,
    countries: Sequence[str],
    near: Collection[Candidate],
    hints: Sequence[Candidate],
    kinds: Collection[str],
) -> bool:
    """Whether the entry may be meant at all: gazetteers lack most villages, so the only entry is often a namesake."""
    if candidate.kind in AREAS and candidate.kind not in ("district", "valley", "road"):
        return True
    if hints:
        return _hinted(candidate, hints) or candidate.population >= WELL_KNOWN
    if _nearness(candidate, near) > 0:
        return True
    if set(kinds) == {"quarter"} and candidate.kind != "quarter":
        return False
    known = candidate.population >= WELL_KNOWN
    return known or not countries or candidate.country in countries
