"""Import places from a user's disk as a layer over the built gazetteer.

What the built gazetteer knows already (the same id, or a name within some kilometres) is not doubled: such rows only
add spellings. The region of a place is told by its neighbours: files name and number governorates in many ways.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from riwaya.errors import MissingInput
from riwaya.gazetteer.arabic import arabic_names, plain_latin
from riwaya.gazetteer.candidates import KIND_RANK, Candidate
from riwaya.gazetteer.database import Gazetteer
from riwaya.gazetteer.layers import BadPlaces, layer_path
from riwaya.gazetteer.names import COMMON_NAMES, CommonWords, place_key, read_rows, spelling_key
from riwaya.gazetteer.sources import (
    RawPlace,
    Source,
    geonames,
    is_alternates,
    is_geonames,
    records_in,
    whosonfirst,
)
from riwaya.gazetteer.tables import columns_of, read_table
from riwaya.gazetteer.writing import CITY, TOWN, Entry, write

SAME_PLACE_KM = 8.0
"""Two entries of one name nearer than this are one place: gazetteers place a town's point up to some kilometres apart,
and villages of one name that lie so near are told apart by no report either."""
ONE_TOWN_KM = 25.0
"""The same for towns of 50,000 people and more, and for the districts named after them, whose point is the middle of
their area."""
VOTERS = 60
"""Places of a file's region that vote which governorate it is: their nearest known neighbours seldom disagree."""
_LEXICONS = Path(__file__).parent.parent / "lexicons" / "data"
_WORD_TABLES = ("place_words", "links", "heads", "titles", "sources", "persons", "acts", "factuality")
_KNOWN_AREAS = frozenset({"country", "admin1"})


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the layer's file, and how many places were read and became of them what."""

    name: str
    path: Path
    form: str
    columns: str
    read: int
    added: int
    spellings: int
    known: int
    unnamed: int


def find_source(path: Path, *, country: str = "", columns: str = "") -> tuple[Source, str]:
    """What kind of places a file or folder holds, and which columns of a table hold what ("" for no table).

    Errors: MissingInput when it is not there, BadPlaces when it is nothing that can be read.
    """
    if path.is_dir():
        return _of_folder(path), ""
    if not path.is_file():
        raise MissingInput(f"{path} does not exist", hint="Name a file or a folder of places.")
    if path.suffix in (".geojson", ".json"):
        return whosonfirst([path]), ""
    if not columns and path.suffix != ".csv" and is_geonames(path):
        return geonames([path], []), ""
    if not columns and is_alternates(path):
        raise BadPlaces(
            f"{path} holds only names", hint="Put it beside the dump of its country, and import the folder."
        )
    found, header = columns_of(path, columns)
    shown = ", ".join(f"{k + 1} {field}" for field, k in sorted(found.items(), key=lambda f: f[1]))
    return read_table(path, found, header=header, country=country.upper()), shown


def _of_folder(folder: Path) -> Source:
    records = records_in(folder)
    if records:
        return whosonfirst(records)
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".zip", ".gz"))
    dumps = [path for path in files if "readme" not in path.name.lower() and is_geonames(path)]
    if not dumps:
        raise BadPlaces(
            f"{folder} holds neither GeoNames dumps nor Who's On First records",
            hint="Import a table by naming the file itself.",
        )
    return geonames(dumps, [path for path in files if path not in dumps and is_alternates(path)])


def import_places(
    path: Path,
    *,
    name: str = "",
    country: str = "",
    columns: str = "",
    licence: str = "",
    attribution: str = "",
    tick: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Read places and write them as a layer, in place of one of the same name; the same input gives the same bytes.

    `tick` is called with the number of places read so far. Errors: MissingInput, BadPlaces, BadConfig,
    MissingGazetteer; nothing is then changed.
    """
    name = name or re.sub(r"[^A-Za-z0-9_-]+", "-", path.resolve().name.split(".")[0]).strip("-") or "places"
    target = layer_path(name)
    source, shown = find_source(path, country=country, columns=columns)
    built = Gazetteer.open()
    try:
        known = _Known(built.every_name())
        governorates = {c.gazetteer_id: c.name_en for c in built.of_kind("admin1")}
        raw = []
        for place in source.places():
            raw.append(place)
            tick(len(raw))
        regions = _regions(raw, known)
    finally:
        built.close()
    entries, numbers = _entries(raw, source.namespace or name, known, regions)
    about = {
        "source": source.form,
        "licence": licence or source.licence,
        "attribution": attribution or source.attribution,
        "file": path.resolve().name,
        "added": str(numbers["added"]),
        "spellings": str(numbers["spellings"]),
        "sha256": _digest(entries),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    write(part, entries, CommonWords.read(_LEXICONS / COMMON_NAMES), about, governorates)
    part.replace(target)
    read, added = len(raw), numbers["added"]
    return Imported(
        name, target, source.form, shown, read, added, numbers["spellings"], numbers["known"], numbers["unnamed"]
    )


class _Known:
    """The built gazetteer by name and by square of the map: what a row may double, and who its neighbours are."""

    _SQUARE = 0.25  # degrees: about 25 km, so that a place's square and the eight around it hold its neighbours

    def __init__(self, names: Iterable[tuple[str, Candidate]]) -> None:
        self.names: dict[str, list[Candidate]] = defaultdict(list)
        self.ids: dict[str, Candidate] = {}
        self._squares: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
        for key, candidate in names:
            self.names[key].append(candidate)
            if candidate.gazetteer_id not in self.ids and candidate.admin1_id and candidate.kind not in _KNOWN_AREAS:
                self._squares[self._square(candidate.lat, candidate.lon)].append(candidate)
            self.ids.setdefault(candidate.gazetteer_id, candidate)

    def _square(self, lat: float, lon: float) -> tuple[int, int]:
        return math.floor(lat / self._SQUARE), math.floor(lon / self._SQUARE)

    def neighbour(self, place: RawPlace) -> Candidate | None:
        """The nearest known place of the same country in the squares around, or None."""
        y, x = self._square(place.lat, place.lon)
        around = [
            candidate
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            for candidate in self._squares.get((y + dy, x + dx), ())
            if candidate.country == place.country
        ]
        return min(around, key=lambda c: (_km(c.lat, c.lon, place.lat, place.lon), c.gazetteer_id), default=None)

    def has_near(self, key: str, place: RawPlace) -> bool:
        """Does the name mean a known place near this one? Then it is no news, whichever of the two it belongs to."""
        return any(_km(c.lat, c.lon, place.lat, place.lon) <= ONE_TOWN_KM for c in self.names.get(key, ()))

    def same(self, place: RawPlace, place_id: str, keys: Sequence[str]) -> Candidate | None:
        """The entry that the row doubles: by its id, or by a name nearby, its first names first.

        Of a large town or a district even the point of another gazetteer may lie further away.
        """
        if place_id in self.ids:
            return self.ids[place_id]
        for key in keys:
            near = [
                (_km(c.lat, c.lon, place.lat, place.lon), c.gazetteer_id, c)
                for c in self.names.get(key, ())
                if c.country == place.country and c.kind not in _KNOWN_AREAS
            ]
            nearest = min(near, default=None, key=lambda n: n[:2])
            if nearest is None:
                continue
            large = max(nearest[2].population, place.population) >= CITY or place.kind == "district"
            if nearest[0] <= (ONE_TOWN_KM if large else SAME_PLACE_KM):
                return nearest[2]
        return None


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points that are near: flat, 111.2 km to a degree."""
    return 111.2 * math.hypot(lat - other_lat, (lon - other_lon) * math.cos(math.radians(lat)))


def _regions(places: Sequence[RawPlace], known: _Known) -> dict[tuple[str, str], str]:
    """Governorate by (country, the file's word for it): the one in which most of its places have their neighbour."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for place in places:
        ballot = votes[place.country, place.admin1]
        if place.admin1 and ballot.total() < VOTERS and (neighbour := known.neighbour(place)):
            ballot[neighbour.admin1_id or ""] += 1
    out = {}
    for region, ballot in votes.items():
        winner = min(ballot, key=lambda admin1: (-ballot[admin1], admin1), default="")
        if winner and 2 * ballot[winner] > ballot.total():
            out[region] = winner
    return out


def _entries(
    places: Sequence[RawPlace], namespace: str, known: _Known, regions: dict[tuple[str, str], str]
) -> tuple[list[Entry], Counter[str]]:
    numbers: Counter[str] = Counter()
    entries: dict[str, Entry] = {}
    words, function_words = _words_of_reports()
    taken: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for place in sorted(places, key=lambda p: (-p.population, KIND_RANK[p.kind], p.place_id, p.where)):
        names = tuple(
            name
            for name in arabic_names(place.names, place.latin)
            if spelling_key(name) not in words and function_words.isdisjoint(name.split())
        )
        if not names or place.kind in _KNOWN_AREAS:
            numbers["unnamed" if not names else "known"] += 1
            continue
        keys = [place_key(name) for name in names]
        place_id = f"{namespace}:{place.place_id}"
        double = known.same(place, place_id, keys)
        if double:
            news = tuple(n for n, key in zip(names, keys, strict=True) if not known.has_near(key, place))
            numbers["spellings" if news else "known"] += 1
            if news:
                _spelled(entries, double, news)
            continue
        twin = place_id in entries or any(
            _km(e.lat, e.lon, place.lat, place.lon) <= SAME_PLACE_KM for key in keys for e in taken[place.country, key]
        )
        if twin:
            numbers["known"] += 1
            continue
        entry = Entry(
            place_id, plain_latin(place.latin), names, place.lat, place.lon, place.country, place.kind,
            place.population, regions.get((place.country, place.admin1)), minor=place.population < TOWN,
        )  # fmt: skip
        entries[place_id] = entry
        for key in keys:
            taken[place.country, key].append(entry)
        numbers["added"] += 1
    ordered = sorted(entries.values(), key=lambda e: (KIND_RANK[e.kind], e.country, -e.population, e.id))
    return ordered, numbers


def _words_of_reports() -> tuple[frozenset[str], frozenset[str]]:
    """Words that reports use for other things than places ("العاصمة", "السوق"), and those that stand in no name."""
    words: set[str] = set()
    links: set[str] = set()
    for table in _WORD_TABLES:
        for _, row in read_rows(_LEXICONS / "ar" / f"{table}.tsv"):
            if row.get("kind") == "feature":  # "قرية القلعة": a village may well be called after one
                continue
            forms = "|".join(row.get(column, "") for column in ("forms", "plural", "nouns")).split("|")
            keys = {spelling_key(form) for form in forms if form}
            words |= keys | {f"ال{key}" for key in keys} | {key.removeprefix("ال") for key in keys}
            if table == "links":
                links |= {form for form in forms if form and " " not in form}
    return frozenset(words), frozenset(links)


def _spelled(entries: dict[str, Entry], double: Candidate, news: tuple[str, ...]) -> None:
    """Write more names of a known place under its own id: the gazetteer takes only the names from such a row."""
    before = entries.get(double.gazetteer_id)
    if before:
        entries[before.id] = replace(before, names=tuple(dict.fromkeys([*before.names, *news])))
        return
    entries[double.gazetteer_id] = Entry(
        double.gazetteer_id, double.name_en, news, double.lat, double.lon, double.country, double.kind,
        double.population, double.admin1_id, minor=double.population < TOWN,
    )  # fmt: skip


def _digest(entries: Iterable[Entry]) -> str:
    sha = hashlib.sha256()
    for entry in entries:
        sha.update(repr(entry).encode())
    return sha.hexdigest()
