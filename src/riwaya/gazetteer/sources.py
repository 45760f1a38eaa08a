"""Files of places that a user has: GeoNames dumps and Who's On First, read to one shape. Tables are in `tables`.

GeoNames: `SY.txt`, `SY.zip` or `allCountries.txt` of the export folder, and beside it any files of alternate names.
Who's On First: a folder of GeoJSON records as the project publishes them, or one record, or a feature collection.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from riwaya.gazetteer.layers import BadPlaces
from riwaya.gazetteer.writing import kind_by_size

GEONAMES_COLUMNS = 19
_MARKUP = (".geojson", ".json")

_FEATURES = {
    "ADM2": "district", "ADM3": "district", "ADM4": "district", "ADM5": "district", "ADMD": "district",
    "PPLX": "quarter", "AIRP": "airport", "AIRF": "airport", "AIRB": "base", "MILB": "base", "INSM": "base",
    "BRKS": "base", "PSTB": "crossing", "CSTM": "crossing", "CMPRF": "camp", "CMP": "camp", "DAM": "dam",
    "HSP": "hospital", "BDG": "bridge", "PRN": "prison", "PRT": "port", "OILF": "oilfield", "OILR": "site",
    "PS": "site", "MKT": "site", "UNIV": "site", "LCTY": "site", "RGN": "region", "ISL": "island", "MT": "mountain",
    "MTS": "mountain", "PK": "mountain", "HLL": "mountain", "VAL": "valley", "WAD": "valley", "STM": "river",
}  # fmt: skip
"""GeoNames feature code → our kind. Populated places go by their size; features that are not here no report names."""

_PLACETYPES = {
    "county": "district", "localadmin": "district", "borough": "quarter", "macrohood": "quarter",
    "neighbourhood": "quarter", "microhood": "quarter", "campus": "site",
}  # fmt: skip
"""Who's On First placetype → our kind; a locality goes by its size. Countries and their regions are known already."""


@dataclass(frozen=True, slots=True)
class RawPlace:
    """One place as a file has it. `names`: all its names, likeliest first; `admin1`: the file's word for its region."""

    where: str
    place_id: str
    country: str
    kind: str
    latin: str
    names: tuple[str, ...]
    lat: float
    lon: float
    population: int
    admin1: str


@dataclass(frozen=True, slots=True)
class Source:
    """A readable source of places: what it is, whose, and its records."""

    form: str
    namespace: str
    licence: str
    attribution: str
    places: Callable[[], Iterator[RawPlace]]


@contextmanager
def text_of(path: Path) -> Iterator[IO[str]]:
    """A file as lines of UTF-8, out of its .gz or .zip. Errors: BadPlaces when it cannot be read or is cut off."""
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                members = [m for m in archive.namelist() if m.endswith(".txt") and "readme" not in m.lower()]
                if len(members) != 1:
                    raise BadPlaces(f"{path} does not hold one .txt file", hint="Unpack it and import the file.")
                with archive.open(members[0]) as stream:
                    yield io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        elif path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
                yield lines
        else:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                yield lines
    except (OSError, EOFError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadPlaces(f"{path} cannot be read: {reason}", hint="Check that the file is whole, and UTF-8.") from error


def first_line(path: Path) -> str:
    """The first line of a file, without its end. Errors: BadPlaces."""
    with text_of(path) as lines:
        return lines.readline().rstrip("\r\n")


def is_geonames(path: Path) -> bool:
    """Is the file a GeoNames dump: 19 columns, the first a number? Errors: BadPlaces."""
    cells = first_line(path).split("\t")
    return len(cells) == GEONAMES_COLUMNS and cells[0].isdigit()


def is_alternates(path: Path) -> bool:
    """Is the file one of GeoNames alternate names: two numbers, a language, a name? Errors: BadPlaces."""
    cells = first_line(path).split("\t")
    return 4 <= len(cells) < GEONAMES_COLUMNS and cells[0].isdigit() and cells[1].isdigit() and not cells[2].isdigit()


# --- GeoNames --------------------------------------------------------------------------------------------------------


def geonames(dumps: Iterable[Path], alternates: Iterable[Path]) -> Source:
    """GeoNames dumps with the Arabic names of their alternate-name files."""
    dumps, alternates = sorted(dumps), sorted(alternates)

    def places() -> Iterator[RawPlace]:
        arabic = _arabic_alternates(alternates)
        for dump in dumps:
            yield from _dump(dump, arabic)

    return Source(
        "GeoNames", "geonames", "CC BY 4.0", "GeoNames geographical database, https://www.geonames.org/", places
    )


def _arabic_alternates(files: Iterable[Path]) -> dict[str, list[str]]:
    """Arabic names by GeoNames id: preferred ones first, historic ones left out."""
    found: dict[str, list[tuple[bool, int, str]]] = {}
    for file in files:
        with text_of(file) as lines:
            for number, line in enumerate(lines, 1):
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) < 4:
                    raise BadPlaces(f"{file}:{number}: {len(cells)} columns, alternate names have 4 or more")
                flags = [*cells[4:8], "", "", "", ""]
                if cells[2] == "ar" and flags[3] != "1":
                    found.setdefault(cells[1], []).append((flags[0] != "1", number, cells[3]))
    return {place: [name for *_, name in sorted(names)] for place, names in found.items()}


def _dump(file: Path, arabic: Mapping[str, list[str]]) -> Iterator[RawPlace]:
    with text_of(file) as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\r\n").split("\t")
            where = f"{file}:{number}"
            if len(cells) != GEONAMES_COLUMNS:
                raise BadPlaces(
                    f"{where}: {len(cells)} columns, a GeoNames dump has {GEONAMES_COLUMNS}",
                    hint="The file may be cut off: get it again.",
                )
            population = int(cells[14]) if cells[14].isdigit() else 0
            kind = kind_by_size(population) if cells[6] == "P" and cells[7] != "PPLX" else _FEATURES.get(cells[7], "")
            if not kind:
                continue
            lat, lon = point(cells[4], cells[5], where)
            names = (*arabic.get(cells[0], ()), *(name for name in cells[3].split(",") if name))
            yield RawPlace(where, cells[0], cells[8], kind, cells[1], names, lat, lon, population, cells[10])


def point(lat: str, lon: str, where: str) -> tuple[float, float]:
    """Latitude and longitude in decimal degrees. Errors: BadPlaces names where they stand."""
    try:
        found = float(lat), float(lon)
    except ValueError:
        raise BadPlaces(f"{where}: {lat!r}, {lon!r} are not decimal degrees", hint="Mend or drop the row.") from None
    if not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
        raise BadPlaces(f"{where}: {lat}, {lon} is not on the globe", hint="Are the two columns the other way round?")
    return found


# --- Who's On First --------------------------------------------------------------------------------------------------


def records_in(folder: Path) -> list[Path]:
    """The GeoJSON files of a folder and those below it, without alternative geometries, sorted."""
    found = (path for suffix in _MARKUP for path in folder.rglob(f"*{suffix}"))
    return sorted(path for path in found if "-alt-" not in path.name)


def whosonfirst(files: Iterable[Path]) -> Source:
    """Who's On First records."""
    files = list(files)

    def places() -> Iterator[RawPlace]:
        for file in files:
            yield from _records(file)

    return Source(
        "Who's On First", "wof", "see https://whosonfirst.org/docs/licenses", "Who's On First, https://whosonfirst.org/",
        places,
    )  # fmt: skip


def _records(file: Path) -> Iterator[RawPlace]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise BadPlaces(f"{file} is no GeoJSON: {error}", hint="Check that the file is whole.") from error
    features = found.get("features", [found]) if isinstance(found, dict) else found
    for number, feature in enumerate(features if isinstance(features, list) else [], 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict) or "wof:id" not in properties:
            raise BadPlaces(f"{file}: feature {number} has no wof:id", hint="Only Who's On First GeoJSON is read.")
        if place := _record(properties, f"{file}:{number}"):
            yield place


def _record(p: Mapping[str, object], where: str) -> RawPlace | None:
    if p.get("wof:superseded_by") or p.get("edtf:deprecated") or str(p.get("mz:is_current")) == "0":
        return None
    size = str(p.get("wof:population") or p.get("gn:population") or "0").split(".")[0]
    population = int(size) if size.isdigit() else 0
    placetype = str(p.get("wof:placetype"))
    kind = kind_by_size(population) if placetype == "locality" else _PLACETYPES.get(placetype, "")
    if not kind:
        return None
    lat, lon = (str(p.get(f"lbl:{axis}") or p.get(f"geom:{axis}")) for axis in ("latitude", "longitude"))
    names = [
        str(name)
        for sort in ("preferred", "variant", "colloquial")
        for name in _listed(p.get(f"name:ara_x_{sort}"))
    ]  # fmt: skip
    hierarchy = p.get("wof:hierarchy")
    first = hierarchy[0] if isinstance(hierarchy, list) and hierarchy else {}
    region = str(first.get("region_id", "")) if isinstance(first, dict) else ""
    country = str(p.get("iso:country") or p.get("wof:country") or "")
    return RawPlace(
        where, str(p["wof:id"]), country, kind, str(p.get("wof:name") or ""), tuple(names), *point(lat, lon, where),
        population, region,
    )  # fmt: skip


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
