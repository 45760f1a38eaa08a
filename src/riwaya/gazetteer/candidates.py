"""One place that a name may mean, its kind and what the kind says of its precision."""

from __future__ import annotations

import math
from dataclasses import dataclass

PRECISION = {
    # UCDP GED where_prec: 1 exact place, 2 near it, 3 second-order division, 4 first-order, 5 line or fuzzy area,
    # 6 country, 7 sea or air. A named town is 1 there, however large.
    "country": 6, "admin1": 4, "region": 5, "district": 3, "city": 1, "town": 1, "village": 1, "quarter": 1,
    "camp": 1, "site": 1, "airport": 1, "base": 1, "crossing": 1, "dam": 1, "oilfield": 2, "prison": 1, "port": 1,
    "hospital": 1, "bridge": 1, "street": 1, "island": 2, "mountain": 2, "valley": 5, "road": 5, "river": 5, "sea": 7,
}  # fmt: skip
KIND_RANK = {kind: rank for rank, kind in enumerate(
    ("country", "admin1", "city", "region", "town", "district", "quarter", "camp", "village", "airport", "base",
     "crossing", "dam", "oilfield", "port", "prison", "hospital", "site", "bridge", "street", "island", "mountain",
     "valley", "road", "river", "sea"))}  # fmt: skip
AREAS = frozenset({"country", "admin1", "region", "district", "valley", "road", "river", "sea"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean. `precision` is UCDP's 1 (exact) to 7: lower is better."""

    gazetteer_id: str
    name_ar: str
    name_en: str
    lat: float
    lon: float
    country: str
    admin1: str | None
    admin1_id: str | None
    kind: str
    population: int
    precision: int
    within: str | None = None


def distance_km(a: Candidate, b: Candidate) -> float:
    """Great-circle distance in kilometres (haversine, mean radius 6371 km)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 12742 * math.asin(math.sqrt(half))
