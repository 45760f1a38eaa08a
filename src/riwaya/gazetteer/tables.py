"""Tables of places (CSV, TSV, with or without a header): which column holds what, by its title or by what it holds."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from riwaya.gazetteer.candidates import PRECISION
from riwaya.gazetteer.layers import BadPlaces
from riwaya.gazetteer.sources import RawPlace, Source, point, text_of
from riwaya.gazetteer.writing import kind_by_size

FIELDS = ("id", "country", "kind", "name", "names", "lat", "lon", "population", "admin1")
"""What a column can hold. `names` are Arabic names, several parted by a bar or semicolon; `name` is a Latin one."""

_TITLES = {
    "id": "id geonameid wof_id place_id pcode code gid osm_id",
    "country": "country country_code iso2 iso iso_a2 cc countrycode",
    "kind": "kind type placetype class fclass place feature_type",
    "name": "name name_en english latin asciiname en_name location location_en place_name",
    "names": "names name_ar arabic ar name_arabic ar_name alternatenames alternate_names location_ar",
    "lat": "lat latitude y lat_dd point_y",
    "lon": "lon lng long longitude x lon_dd point_x",
    "population": "population pop inhabitants",
    "admin1": "admin1 governorate province region state adm1 admin1_name adm1_en",
}
_FIELD_OF_TITLE = {title: field for field, titles in _TITLES.items() for title in titles.split()}

GUESS_ROWS = 200
"""Rows that a guess looks at: enough to meet an Arabic name where some rows lack one."""
_DEGREES = re.compile(r"-?\d{1,3}\.\d{2,}")
_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN = re.compile("[A-Za-z]{2}")
_PARTED = re.compile(r"\s*[|;؛]\s*")
# many tables call every settlement a city: without its inhabitants none is believed to be more than a town
_TOLD_KINDS = {
    "village": "village", "hamlet": "village", "town": "town", "city": "town", "neighbourhood": "quarter",
    "neighborhood": "quarter", "suburb": "quarter", "quarter": "quarter", "camp": "camp", "district": "district",
    "county": "district", "localadmin": "district", "macrohood": "quarter", "microhood": "quarter",
    "region": "admin1", "governorate": "admin1", "province": "admin1", "state": "admin1",
}  # fmt: skip


def read_table(path: Path, columns: Mapping[str, int], *, header: bool, country: str) -> Source:
    """A table as a source. Errors: BadPlaces, when it is read, for a row that does not fit, with its line."""

    def places() -> Iterator[RawPlace]:
        for number, cells in _rows(path):
            if not (header and number == 1):
                yield _place(cells, columns, f"{path}:{number}", number, country)

    return Source("table", "", "not stated", path.name, places)


def columns_of(path: Path, given: str) -> tuple[dict[str, int], bool]:
    """(field → index of its column, is there a header?): as given ("id,-,lat,lon"), else by header, else by content.

    Errors: BadPlaces when the columns of names, latitude or longitude are not found.
    """
    rows = [cells for _, cells in zip(range(GUESS_ROWS), (cells for _, cells in _rows(path)), strict=False)]
    if not rows:
        raise BadPlaces(f"{path} is empty")
    titles = [re.sub(r"\W+", "_", cell.strip().lower()).strip("_") for cell in rows[0]]
    by_title: dict[str, int] = {}
    for k, title in enumerate(titles):
        if title in _FIELD_OF_TITLE:
            by_title.setdefault(_FIELD_OF_TITLE[title], k)
    header = "lat" in by_title and "lon" in by_title
    found = _as_given(given, len(rows[0])) if given else by_title if header else _by_content(rows)
    missing = [field for field in ("lat", "lon") if field not in found]
    if not {"name", "names"} & set(found):
        missing.append("names")
    if missing:
        raise BadPlaces(
            f"{path}: no column for {', '.join(missing)} was found",
            hint=f"Name the columns in order with --columns, - for one to pass over; fields: {', '.join(FIELDS)}.",
        )
    return found, header


def _as_given(given: str, width: int) -> dict[str, int]:
    names = [name.strip() for name in given.split(",")]
    wrong = [name for name in names if name not in (*FIELDS, "-")]
    if wrong or len(names) > width:
        what = f"{', '.join(wrong)} is no field" if wrong else f"{len(names)} columns, the file has {width}"
        raise BadPlaces(f"--columns: {what}", hint=f"Fields: {', '.join(FIELDS)}, and - for a column to pass over.")
    return {name: k for k, name in enumerate(names) if name != "-"}


def _by_content(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Columns by what stands in them: two of degrees side by side, the most Arabic one, two capital letters."""
    width = len(rows[0])
    columns = [[row[k].strip() for row in rows if k < len(row)] for k in range(width)]
    found: dict[str, int] = {}
    degrees = [k for k, cells in enumerate(columns) if _most(cells, lambda c: bool(_DEGREES.fullmatch(c)))]
    for k in degrees:
        if k + 1 in degrees:
            found |= {"lat": k, "lon": k + 1}
            break
    arabic = [sum(bool(_ARABIC.search(cell)) for cell in cells) for cells in columns]
    if max(arabic, default=0):
        found["names"] = arabic.index(max(arabic))
    for k, cells in enumerate(columns):
        if k in found.values():
            continue
        if "id" not in found and all(c.isdigit() for c in cells) and len(set(cells)) == len(cells):
            found["id"] = k
        elif "country" not in found and _most(cells, lambda c: bool(re.fullmatch("[A-Z]{2}", c))):
            found["country"] = k
        elif "kind" not in found and _most(cells, lambda c: c.lower() in _TOLD_KINDS or c in PRECISION):
            found["kind"] = k
        elif "name" not in found and _most(cells, lambda c: bool(_LATIN.search(c))):
            found["name"] = k
        elif (
            "population" not in found
            and "lon" in found
            and k > found["lon"]
            and all(c.isdigit() or not c for c in cells)
        ):
            found["population"] = k
        elif (
            "admin1" not in found
            and "lon" in found
            and k > found["lon"]
            and _most(cells, lambda c: bool(_LATIN.search(c)))
        ):
            found["admin1"] = k
    return found


def _most(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    """Do nine of ten filled cells pass, and is half of them filled?"""
    filled = [cell for cell in cells if cell]
    return 2 * len(filled) >= len(cells) > 0 and sum(map(test, filled)) >= 0.9 * len(filled)


class _Bars(csv.excel_tab):
    """Tab-separated, as databases write it: a quotation mark is a letter like others."""

    quoting = csv.QUOTE_NONE


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each ends on; the delimiter is the commonest of tab, semicolon and comma in the first line."""
    with text_of(path) as lines:
        first = lines.readline()
        delimiter = max("\t;,", key=first.count)
        reader = csv.reader(
            itertools.chain([first], lines), _Bars if delimiter == "\t" else csv.excel, delimiter=delimiter
        )
        try:
            for cells in reader:
                if cells:
                    yield reader.line_num, cells
        except csv.Error as error:
            raise BadPlaces(f"{path}: no table: {error}", hint="Save it as CSV with one delimiter.") from error


def _place(cells: Sequence[str], columns: Mapping[str, int], where: str, number: int, country: str) -> RawPlace:
    if len(cells) <= max(columns.values()):
        raise BadPlaces(
            f"{where}: {len(cells)} columns, column {max(columns.values()) + 1} is needed", hint="Mend or drop the row."
        )
    cell = {field: cells[k].strip() for field, k in columns.items()}
    lat, lon = point(cell["lat"], cell["lon"], where)
    size = cell.get("population", "").replace(",", "").split(".")[0]
    population = int(size) if size.isdigit() else 0
    told = cell.get("kind", "").lower()
    by_size = told in ("", "city", "locality", "town", "village") and population > 0
    kind = kind_by_size(population) if by_size else _TOLD_KINDS.get(told, told if told in PRECISION else "village")
    names = tuple(name for name in _PARTED.split(cell.get("names", "")) if name)
    code = cell.get("country", "").upper() or country
    if not re.fullmatch("[A-Z]{2}", code):
        raise BadPlaces(
            f"{where}: {code!r} is no country code of two letters", hint="Give it with --country, such as SY."
        )
    return RawPlace(
        where, cell.get("id") or str(number), code, kind, cell.get("name", ""), names, lat, lon, population,
        cell.get("admin1", ""),
    )  # fmt: skip
