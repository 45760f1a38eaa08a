"""Bylines and datelines: who wrote a report and where it was filed, on a line of its own or before the first sentence.

Vocabulary: `lexicons/data/ar/bylines.tsv` (agencies and outlets, desks, cities, the words that introduce an author).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from riwaya.documents.lines import Line
from riwaya.lexicons.loader import read_table
from riwaya.text.calendar import HIJRI_MONTHS, MONTHS, WEEKDAYS
from riwaya.text.normalize import fold_key

_WORD = re.compile(r"[^\W\d_]+|\d+")
_PARTS = re.compile(r"[:/()\[\]«»“”\"،,|*]|\s[-–—ـ]+|[-–—]+\s|[-–—]+")
_CALENDAR = frozenset(word for name in (*MONTHS, *HIJRI_MONTHS, *WEEKDAYS) for word in name.split()) | set(
    "ه م الموافق لعام سنة يوم".split()
)
_NAME_AND_TOWN = re.compile(r"^[\w.\s]+\(\s*[\w\s]+\)\W*$")
_ONLY_WORDS = re.compile(r"[\w\s.*\"'«»“”]+")
_LONG_NAME = re.compile(r"^د\b|\b(?:بن|ال|عبد|ابو|بنت)\b")
_NAME_FROM = re.compile(r"^([\w.\s]+)\s(?:من|في)\s([\w\s]+)$")
_PLACE_HEADS = frozenset("ريف مدينة محافظة بلدة قضاء ولاية منطقة".split())
_FROM = frozenset(("من", "في", "و", "عبر", "عن"))

MAX_BYLINE_WORDS = 14
"""Saudi papers list three towns and two reporters on one line: 14 words."""
MAX_LABELLED_WORDS = 9
"""Writer and editor with their labels; more words after "تقرير:" are a headline."""
MAX_SHORT_BYLINE_WORDS = 6
"""Town and name without a known town among them; more words are a second headline ("النازحون: عدنا ولم نجد شيئا")."""
MAX_NAME_WORDS = 3
"""A bare line of four words or more after the headline is rather a second headline than a name."""
MAX_PART_WORDS = 4
"""Names of persons have two to four words."""
OPENING_LETTERS = 90
"""How far into a paragraph its dateline may reach: three towns, a date and an agency."""


@dataclass(frozen=True, slots=True)
class Bylines:
    """The compiled byline vocabulary; all words are folded and in lower case."""

    agencies: frozenset[str]
    desks: frozenset[str]
    places: frozenset[str]
    outlet_words: frozenset[str]
    prefix: re.Pattern[str]
    open_prefix: re.Pattern[str]
    opening: re.Pattern[str]


def _key(form: str) -> str:
    return " ".join(_WORD.findall(fold_key(form).lower()))


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in sorted(forms, key=len, reverse=True))


@cache
def load_bylines() -> Bylines:
    """The byline vocabulary. Errors: BadLexicon from the table."""
    forms: dict[str, list[str]] = {}
    for row in read_table("ar/bylines"):
        forms.setdefault(row["kind"], []).extend(fold_key(form).lower() for form in row.list("forms"))
    places, agencies = _any(forms["place"]), _any(forms["agency"] + forms["desk"])
    return Bylines(
        agencies=frozenset(map(_key, forms["agency"])),
        desks=frozenset(map(_key, forms["desk"])),
        places=frozenset(map(_key, forms["place"])),
        outlet_words=frozenset(forms["outlet_word"]),
        prefix=re.compile(rf"^\W*(?:{_any(forms['prefix'])})\s*[:/\-–—]"),
        open_prefix=re.compile(rf"^\W*(?:{_any(forms['open_prefix'])})(?!\w)"),
        # SANA runs place, agency and sentence together: "دمشق-سانا واصلت"
        opening=re.compile(rf"^\W*(?:{places})\s*[-–—]\s*(?:{agencies})(?=\s)"),
    )


@lru_cache(maxsize=1 << 12)
def kind_of_part(part: str, outlet: str = "") -> str:
    """What a part of a byline is: `place`, `agency`, `desk`, `date` or, by elimination, `name`. "" for nothing."""
    vocabulary = load_bylines()
    words = _WORD.findall(part)
    while words and (words[0] in _FROM or (len(words) > 1 and words[0] in _PLACE_HEADS)):
        words = words[1:]
    kept = [word for word in words if word not in _CALENDAR and not word.isdigit()]
    if not kept:
        return "date" if words else ""
    joined = " ".join(kept)
    for kind, known in (("place", vocabulary.places), ("agency", vocabulary.agencies), ("desk", vocabulary.desks)):
        if joined in known or (joined.startswith("ب") and kind == "place" and joined[1:] in known):
            return kind
    # "«الميدان» من الرياض", "صنعاء الميدان"
    for cut in range(1, len(kept)):
        left, right = " ".join(kept[:cut]), " ".join(w for w in kept[cut:] if w not in _FROM)
        filed = right in vocabulary.agencies or right in vocabulary.places
        if filed and (left in vocabulary.places or left in vocabulary.agencies or left in vocabulary.desks):
            return "agency"
    if (outlet and joined in _key(outlet)) or (
        1 < len(kept) <= MAX_PART_WORDS and {kept[0], kept[-1]} & vocabulary.outlet_words
    ):
        return "agency"
    return "name"


def parts_of(key: str) -> list[str]:
    """The parts of a byline, cut at dashes, colons, commas, brackets and quotation marks."""
    return [part.strip() for part in _PARTS.split(key) if part and part.strip(" .…_")]


def has_author_label(line: Line) -> bool:
    """Does the line open with "بقلم:", "إعداد:" and the like?"""
    vocabulary = load_bylines()
    if line.count > MAX_BYLINE_WORDS or line.strength > 1:
        return False
    if vocabulary.open_prefix.search(line.key):
        return True
    return line.count <= MAX_LABELLED_WORDS and vocabulary.prefix.search(line.key) is not None


def is_filing(line: Line, outlet: str = "") -> bool:
    """Does the line hold nothing but towns, agencies, desks and dates, at least one of them no town?"""
    if line.count > MAX_BYLINE_WORDS or line.strength > 1:
        return False
    kinds = {kind_of_part(part, outlet) for part in parts_of(line.key)} - {"", "date"}
    return bool(kinds) and kinds <= {"place", "agency", "desk"} and kinds != {"place"}


def is_byline(line: Line, outlet: str = "") -> bool:
    """Between headline and text: does the line name a town or an agency and a person, in one of the usual shapes?

    "بيروت: سامر الحلو", "سامر الحلو - بيروت", "سامر الحلو (صنعاء)", "سامر الحلو من بيروت", "بيروت:".
    """
    if line.count > MAX_BYLINE_WORDS or line.stop or line.teaser or line.opening:
        return False
    match = _NAME_FROM.match(line.key)
    if match and kind_of_part(match[2]) == "place" and len(match[1].split()) <= MAX_PART_WORDS:
        return True
    parts = parts_of(line.key)
    if any(len(part.split()) > MAX_PART_WORDS for part in parts):
        return False
    if _NAME_AND_TOWN.match(line.key):
        return True
    kinds = [kind_of_part(part, outlet) for part in parts]
    if {"place", "agency", "desk"} & set(kinds) and ("name" in kinds or line.key.endswith(":")):
        return True
    if len(parts) < 2:
        return False
    # a town that the list does not know: "الصويرة: سامر الحلو"; a number would be a headline's
    plain = not any(word.isdigit() for word in line.words)
    return line.key.endswith(":") or (plain and line.count <= MAX_SHORT_BYLINE_WORDS and len(parts[0].split()) <= 2)


def is_name(line: Line) -> bool:
    """Two or three words and nothing else: between headline and text, the author's name. Long names show by بن or د."""
    if line.teaser or line.opening or not _ONLY_WORDS.fullmatch(line.key):
        return False
    long = _LONG_NAME.search(line.joined) is not None
    return 2 <= line.count <= (MAX_NAME_WORDS + 2 if long else MAX_NAME_WORDS)


def opening_end(folded: str, first: bool, outlet: str = "") -> int:
    """Where the dateline before a paragraph's first sentence ends, in a text folded one for one; 0 where none is.

    It must name an agency or desk beside something else ("دمشق - وكالات:", "بيروت (رويترز) -"). A town alone
    ("دمشق –") is one only before the `first` paragraph: elsewhere "دمشق: …" may say who speaks.
    """
    head = folded[:OPENING_LETTERS].lower()
    best = 0
    for match in re.finditer(r":|(?<=[\s)»\"])[-–—]+(?=\s)|\)\s*[-–—]+|\.-", head):
        parts = parts_of(head[: match.end()])
        kinds = [kind_of_part(part, outlet) for part in parts]
        words = sum(len(part.split()) for part in parts)
        if not kinds or words > MAX_BYLINE_WORDS or any(len(part.split()) > MAX_PART_WORDS for part in parts):
            break
        filed = {"agency", "desk"} & set(kinds) and len(kinds) > 1 and kinds.count("name") <= 1
        town = first and set(kinds) <= {"place", "date"} and "place" in kinds and match.group() != ":"
        if filed or town:
            best = match.end()
    if best:
        return best
    glued = load_bylines().opening.match(head)
    return glued.end() if glued else 0
