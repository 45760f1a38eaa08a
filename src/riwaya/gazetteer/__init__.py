"""Place names to candidates: the gazetteer made at install, and the layers that a user imports over it."""

from __future__ import annotations

from riwaya.gazetteer.candidates import KIND_RANK, PRECISION, Candidate, distance_km
from riwaya.gazetteer.database import BUILT, Gazetteer, MissingGazetteer, default_gazetteer
from riwaya.gazetteer.names import PlaceName, place_key, spelling_key, surface_key

__all__ = [
    "BUILT",
    "KIND_RANK",
    "PRECISION",
    "Candidate",
    "Gazetteer",
    "MissingGazetteer",
    "PlaceName",
    "default_gazetteer",
    "distance_km",
    "place_key",
    "spelling_key",
    "surface_key",
]
