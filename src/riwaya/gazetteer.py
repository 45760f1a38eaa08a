"""Place names to candidates, from one SQLite file that `riwaya.gazetteer_build` makes at install.

A name is looked up in two steps: its relaxed key finds everything that could be meant (`place_key`: article,
spaces and the spelling of hamza, ة and ى ignored), its spelling (`spelling_key`) then puts exact forms first.
`resolve` chooses among them by what stands beside the name and answers None where nothing chooses.
Standard library only: the build hook imports the two keys in an environment that has nothing else.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from riwaya.errors import MissingBuild
from riwaya.text.normalize import fold_key

BUILT = Path(__file__).parent / "_built" / "gazetteer.sqlite"

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

LAYOUT = "1"
_COLUMNS = "id, name_ar, name_en, lat, lon, country, admin1, admin1_id, kind, population, precision, within"
_NOT_NAME = re.compile(r"[^\w\s]+|_")
_HEADS = frozenset(
    "مدينه بلده قريه حي مخيم معسكر ريف محافظه ولايه مديريه قضاء ناحيه منطقه محليه بلديه اقليم ضاحيه محيط اطراف".split()
)
_ARTICLE = re.compile(r"^ال(?=\w{2})")


class MissingGazetteer(MissingBuild):
    """The gazetteer file is not there or is not one: reinstall, or build it again."""

    code = "missing_gazetteer"


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


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One written form of a name, for the text matcher: words as `surface_key` folds them, article kept.

    `common` names are also ordinary words or names of persons: accept them only after a place head (مدينة, حي …).
    """

    words: tuple[str, ...]
    common: bool


def surface_key(name: str) -> str:
    """A name as its words stand in folded text: letters folded (ة kept), punctuation a space, spaces single."""
    if name.isascii():
        return " ".join(_NOT_NAME.sub(" ", name.replace("'", "")).lower().split())
    return " ".join(_NOT_NAME.sub(" ", fold_key(name)).lower().split())


def spelling_key(name: str) -> str:
    """What makes two spellings the same name for certain: `surface_key` with ة as ه."""
    return surface_key(name).replace("ة", "ه")


def place_key(name: str) -> str:
    """Fold a name to what different spellers share: article, spaces, bare hamza and final ا or ه do not count."""
    words = (_ARTICLE.sub("", word) for word in spelling_key(name).split())
    return "".join(f"{word[:-1]}ا" if len(word) > 2 and word.endswith("ه") else word for word in words).replace("ء", "")


def distance_km(a: Candidate, b: Candidate) -> float:
    """Great-circle distance in kilometres (haversine, mean radius 6371 km)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 12742 * math.asin(math.sqrt(half))


class Gazetteer:
    """The built gazetteer, read only. Lookups are memoised; one object may be shared by threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = Lock()
        self._found: dict[str, tuple[tuple[bool, Candidate], ...]] = {}

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open a gazetteer file, by default the one that installation built. Raises MissingGazetteer."""
        where = path or BUILT
        hint = "Install riwaya again, or run `python -m riwaya.gazetteer_build`."
        if not where.is_file():
            raise MissingGazetteer(f"There is no gazetteer at {where}.", hint=hint)
        connection = sqlite3.connect(
            f"{where.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            layout = connection.execute("SELECT value FROM about WHERE key = 'layout'").fetchone()
        except sqlite3.DatabaseError:
            layout = None
        if layout != (LAYOUT,):
            connection.close()
            raise MissingGazetteer(f"{where} is not a gazetteer of layout {LAYOUT}.", hint=hint)
        return cls(connection)

    def close(self) -> None:
        """Close the file; the gazetteer cannot be used afterwards."""
        self._connection.close()

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def place(self, gazetteer_id: str) -> Candidate | None:
        """The entry with this id, or None."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM place WHERE id = ?", gazetteer_id)
        return Candidate(*rows[0]) if rows else None

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """All entries the name may mean: those spelled so first, then by kind and population; () if none.

        A name that is not known with its type word (مديرية يريم) is looked up without it.
        """
        return tuple(candidate for _, candidate in self._matches(name))

    def _matches(self, name: str) -> tuple[tuple[bool, Candidate], ...]:
        spelling = spelling_key(name)
        if spelling not in self._found:
            found = self._search(spelling)
            head, _, rest = spelling.partition(" ")
            if not found and rest and head in _HEADS:
                found = self._search(rest)
            found.sort(key=lambda f: (not f[0], KIND_RANK[f[1].kind], -f[1].population, f[1].gazetteer_id))
            self._found[spelling] = tuple(found)
        return self._found[spelling]

    def _search(self, spelling: str) -> list[tuple[bool, Candidate]]:
        rows = self._rows(
            f"SELECT MAX(name.spelling = ?), {_COLUMNS} FROM name JOIN place ON place.rowid = name.place "
            "WHERE name.key = ? GROUP BY place.rowid",
            spelling,
            place_key(spelling),
        )
        return [(bool(spelled), Candidate(*row)) for spelled, *row in rows]

    def names(self) -> Iterator[PlaceName]:
        """Every written form of every name, in a fixed order, for the text matcher."""
        for words, common in self._rows("SELECT words, common FROM phrase ORDER BY words"):
            yield PlaceName(tuple(words.split(" ")), bool(common))

    def resolve(
        self,
        name: str,
        *,
        countries: Sequence[str] = (),
        near: Collection[Candidate] = (),
        admin1_hints: Collection[str | Candidate] = (),
        kinds: Collection[str] = (),
    ) -> Candidate | None:
        """Choose what the name means here, or None where nothing chooses between places over 50 km apart.

        `admin1_hints`: governorates, regions or towns that the text ties to the name ("بريف إدلب", "في غزة"), as
        names or entries. `near`: entries the report also names. `countries`: ISO codes, the report's own first.
        `kinds`: what the word before the name says it is (محافظة: admin1; حي: quarter); it prefers, not excludes.
        """
        hints = [entry for hint in admin1_hints for entry in self._hint_entries(hint)]
        scored = [
            (_score(candidate, spelled, countries, near, hints, kinds), candidate)
            for spelled, candidate in self._matches(name)
            if _credible(candidate, countries, near, hints, kinds)
        ]
        if not scored:
            return None
        scored.sort(key=lambda s: -s[0])  # stable: ties stay in the order of lookup
        best_score, best = scored[0]
        # without context only a well-known place may win by its size
        sure = bool(hints or near or countries or kinds) or best.kind in AREAS or best.population >= WELL_KNOWN
        for score, rival in scored[1:]:
            if sure and best_score - score >= MARGIN:
                break
            if distance_km(best, rival) > SAME_SPOT_KM and not _nested(best, rival):
                return None
        return self._seat(best, name) if best.kind == "admin1" and "admin1" not in kinds else best

    def _hint_entries(self, hint: str | Candidate) -> tuple[Candidate, ...]:
        if isinstance(hint, Candidate):
            return (hint,)
        return tuple(c for c in self.lookup(hint)[:6] if c.kind != "village") or self.lookup(hint)[:1]

    def _seat(self, region: Candidate, name: str) -> Candidate:
        """The city a governorate is named after: a bare "في حلب" is about the city, with its better point."""
        cities = (c for c in self.lookup(name) if c.kind in ("city", "town") and c.admin1_id == region.gazetteer_id)
        return next(cities, region)


def _score(
    candidate: Candidate,
    spelled: bool,
    countries: Sequence[str],
    near: Collection[Candidate],
    hints: Sequence[Candidate],
    kinds: Collection[str],
) -> float:
    score = PROMINENCE.get(candidate.kind)
    if score is None:
        score = min(CITY_CEILING, max(0.0, math.log10(max(candidate.population, 1)) - 3))
    score += SPELLING * spelled + KIND * (candidate.kind in kinds)
    if countries and candidate.country in countries:
        score += COUNTRY_FIRST if candidate.country == countries[0] else COUNTRY_OTHER
    if hints:
        score += HINT if _hinted(candidate, hints) else HINT_MISSED
    return score + _nearness(candidate, near)


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
    return container.country == candidate.country and distance_km(container, candidate) <= HINT_KM


def _nested(a: Candidate, b: Candidate) -> bool:
    return _contains(a, b) or _contains(b, a)


def _credible(
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


@lru_cache(maxsize=1)
def default_gazetteer() -> Gazetteer:
    """The gazetteer of this installation, opened once."""
    return Gazetteer.open()
