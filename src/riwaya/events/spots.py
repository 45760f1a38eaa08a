"""Places as linking compares them: by entry or name, by how much happens there, by distance."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from riwaya.gazetteer import default_gazetteer, place_key
from riwaya.model import Place

VILLAGE, TOWN, CITY, LARGE_CITY, AREA, COUNTRY = "village", "town", "city", "large_city", "area", "country"
_BY_PEOPLE = ((VILLAGE, 5_000), (TOWN, 50_000), (CITY, 500_000))
"""Inhabitants up to which a place is a village, a town, a city. Places without a number are small."""
_DISTRICT, _COUNTRY = 3, 6
"""Precisions (UCDP where_prec) of a district, the coarsest that tells one happening from another, and of a country."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place. `key` is its entry, or `name:` with its folded name where nothing resolved it; `size` says its reach."""

    key: str
    names: frozenset[str]
    size: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    area: str | None = None

    @property
    def fine(self) -> bool:
        """Is it one village, town or district, and not an area?"""
        return self.size not in (AREA, COUNTRY)

    @property
    def resolved(self) -> bool:
        """Does it stand in the gazetteer?"""
        return not self.key.startswith("name:")

    def same(self, other: Spot) -> bool:
        """Is it the same entry, or, where one is not resolved, a place of the same name?"""
        if self.key == other.key:
            return True
        return not (self.resolved and other.resolved) and bool(self.names & other.names)


def spots_of(places: Iterable[Place]) -> tuple[Spot, ...]:
    """The places where an act took place, each once, in the order of their keys."""
    found = {spot.key: spot for place in places if place.role in ("event", "destination") for spot in (_spot(place),)}
    return tuple(found[key] for key in sorted(found))


def _spot(place: Place) -> Spot:
    if place.gazetteer_id is None:
        return _unresolved(place_key(place.name or place.span.exact))
    names = (place.name_ar or "", place.name or "", place.span.exact)
    return _resolved(place.gazetteer_id, names, place.precision or 1, place.lat, place.lon, place.country, place.admin1)


@lru_cache(maxsize=1 << 16)
def _unresolved(name: str) -> Spot:
    return Spot(f"name:{name}", frozenset({name}), VILLAGE)


@lru_cache(maxsize=1 << 16)
def _resolved(
    gazetteer_id: str,
    names: tuple[str, ...],
    precision: int,
    lat: float | None,
    lon: float | None,
    country: str | None,
    admin1: str | None,
) -> Spot:
    entry = default_gazetteer().place(gazetteer_id)
    area = (entry.admin1_id if entry else None) or (f"admin1:{country}:{admin1}" if admin1 else None)
    keys = frozenset(key for name in names if name and (key := place_key(name)))
    size = _size(precision, entry.population if entry else 0)
    if size in (TOWN, CITY, LARGE_CITY, VILLAGE) and entry and entry.admin1_id:
        region = default_gazetteer().place(entry.admin1_id)
        if region and place_key(region.name_ar) == place_key(entry.name_ar):
            size = AREA  # "في إدلب" is said of the city and of the governorate
    return Spot(gazetteer_id, keys, size, lat, lon, country, area)


def _size(precision: int, people: int) -> str:
    if precision >= _COUNTRY:
        return COUNTRY
    if precision > _DISTRICT:
        return AREA
    if precision == _DISTRICT:
        return LARGE_CITY
    return next((size for size, most in _BY_PEOPLE if people <= most), LARGE_CITY)


def kilometres(a: Spot, b: Spot) -> float | None:
    """Great-circle distance (haversine, mean radius 6371 km); None where a place has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 12742 * math.asin(math.sqrt(half))
