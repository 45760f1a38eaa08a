"""The gazetteer: place names to candidates, from the file made at install and the layers that a user imported.

A name is looked up in two steps: its relaxed key finds everything that could be meant (`place_key`: article,
spaces and the spelling of hamza, ة and ى ignored), its spelling (`spelling_key`) then puts exact forms first.
`resolve` chooses among them by what stands beside the name and answers None where nothing chooses.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from riwaya.errors import MissingBuild
from riwaya.gazetteer.candidates import AREAS, KIND_RANK, Candidate, distance_km
from riwaya.gazetteer.choice import MARGIN, SAME_SPOT_KM, WELL_KNOWN, credible, nested, score
from riwaya.gazetteer.layers import layer_files
from riwaya.gazetteer.names import PlaceName, place_key, spelling_key
from riwaya.gazetteer.writing import LAYOUT

BUILT = Path(__file__).parent.parent / "_built" / "gazetteer.sqlite"

_COLUMNS = "id, name_ar, name_en, lat, lon, country, admin1, admin1_id, kind, population, precision, within"
_HEADS = frozenset(
    "مدينه بلده قريه حي مخيم معسكر ريف محافظه ولايه مديريه قضاء ناحيه منطقه محليه بلديه اقليم ضاحيه محيط اطراف".split()
)


class MissingGazetteer(MissingBuild):
    """A gazetteer file is not there or is not one: reinstall or build it again; import a layer again."""

    code = "missing_gazetteer"


class Gazetteer:
    """The built gazetteer and imported layers, read only. Lookups are memoised; one object may be shared by threads.

    An entry that stands in several files is the first file's; the others only add names to it.
    """

    def __init__(self, connections: Sequence[sqlite3.Connection]) -> None:
        self._connections = tuple(connections)
        self._lock = Lock()
        self._found: dict[str, tuple[tuple[bool, Candidate], ...]] = {}

    @classmethod
    def open(cls, path: Path | None = None, layers: Sequence[Path] = ()) -> Gazetteer:
        """Open a gazetteer file, by default the one that installation built, with layers. Raises MissingGazetteer."""
        hint = "Install riwaya again, or run `python -m riwaya.gazetteer_build`."
        again = "Import it again, or remove it with `riwaya gazetteer remove`."
        return cls([_connect(path or BUILT, hint), *(_connect(layer, again) for layer in layers)])

    def close(self) -> None:
        """Close the files; the gazetteer cannot be used afterwards."""
        for connection in self._connections:
            connection.close()

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return [row for connection in self._connections for row in connection.execute(query, values)]

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
        if len(self._connections) == 1:
            return [(bool(spelled), Candidate(*row)) for spelled, *row in rows]
        found: dict[str, tuple[bool, Candidate]] = {}
        for spelled, *row in rows:
            known = found.get(row[0])
            # a layer's row of a place that another file holds is only a name of it
            entry = known[1] if known else self.place(row[0]) or Candidate(*row)
            found[row[0]] = (bool(spelled) or (known is not None and known[0]), entry)
        return list(found.values())

    def of_kind(self, kind: str) -> list[Candidate]:
        """All entries of a kind, in a fixed order."""
        return [Candidate(*row) for row in self._rows(f"SELECT {_COLUMNS} FROM place WHERE kind = ? ORDER BY id", kind)]

    def every_name(self) -> Iterator[tuple[str, Candidate]]:
        """Every key with an entry that it may mean."""
        entries = {row[0]: Candidate(*row[1:]) for row in self._rows(f"SELECT rowid, {_COLUMNS} FROM place")}
        for key, number in self._rows("SELECT DISTINCT key, place FROM name ORDER BY key, place"):
            yield key, entries[number]

    def names(self) -> Iterator[PlaceName]:
        """Every written form of every name, in a fixed order, for the text matcher."""
        common: dict[str, int] = {}
        for words, is_common in self._rows("SELECT words, common FROM phrase"):
            common.setdefault(words, is_common)
        for words in sorted(common):
            yield PlaceName(tuple(words.split(" ")), bool(common[words]))

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
            (score(candidate, spelled, countries, near, hints, kinds), candidate)
            for spelled, candidate in self._matches(name)
            if credible(candidate, countries, near, hints, kinds)
        ]
        if not scored:
            return None
        scored.sort(key=lambda s: -s[0])  # stable: ties stay in the order of lookup
        best_score, best = scored[0]
        # without context only a well-known place may win by its size
        sure = bool(hints or near or countries or kinds) or best.kind in AREAS or best.population >= WELL_KNOWN
        for worth, rival in scored[1:]:
            if sure and best_score - worth >= MARGIN:
                break
            if distance_km(best, rival) > SAME_SPOT_KM and not nested(best, rival):
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


def _connect(file: Path, hint: str) -> sqlite3.Connection:
    if not file.is_file():
        raise MissingGazetteer(f"There is no gazetteer at {file}.", hint=hint)
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        layout = connection.execute("SELECT value FROM about WHERE key = 'layout'").fetchone()
    except sqlite3.DatabaseError:
        layout = None
    if layout != (LAYOUT,):
        connection.close()
        raise MissingGazetteer(f"{file} is not a gazetteer of layout {LAYOUT}.", hint=hint)
    return connection


@lru_cache(maxsize=1)
def default_gazetteer() -> Gazetteer:
    """The gazetteer of this installation with the user's layers, opened once. Errors: MissingGazetteer, BadConfig."""
    return Gazetteer.open(layers=layer_files())
