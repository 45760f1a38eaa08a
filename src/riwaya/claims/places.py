"""Places: names found in the tokens, resolved with what the report says around them, and chosen for each act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Found
from riwaya.gazetteer import Candidate, Gazetteer, default_gazetteer
from riwaya.lexicons.matcher import Match
from riwaya.model import Place
from riwaya.text.clitics import Stem, cut_before_article, stems
from riwaya.text.numberwords import folded
from riwaya.text.tokens import WORD

_LOCATIVE = frozenset(
    {
        "fi",
        "ala",
        "min",
        "ila",
        "qurb",
        "inda",
        "dakhil",
        "kharij",
        "nahw",
        "tujah",
        "hawl",
        "amam",
        "bi",
        "li",
        "bayn",
        "fawq",
        "abr",
        "hatta",
        "wasta",
    }
)
_NAMED_KINDS = frozenset({"settlement", "region", "feature"})
_TYPE_KINDS = _NAMED_KINDS | {"direction"}
# inhabitants from which a bare single-word name is taken for the place without a preposition or head before it
_BARE_POPULATION = 50_000
# what the word before a name says the place is, in the gazetteer's kinds
_KINDS_OF_HEAD = {
    "city": ("city", "town"),
    "town": ("town", "city"),
    "village": ("village", "town"),
    "quarter": ("quarter",),
    "camp": ("camp",),
    "governorate": ("admin1",),
    "district": ("district", "town"),
    "airport": ("airport",),
}


@cache
def _names() -> tuple[dict[str, tuple[tuple[tuple[str, ...], bool], ...]], frozenset[str]]:
    """First word -> names that begin with it, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for name in default_gazetteer().names():
        index.setdefault(name.words[0], []).append((name.words, name.common))
    ordered = {k: tuple(sorted(v, key=lambda n: -len(n[0]))) for k, v in index.items()}
    return ordered, frozenset(ordered)


def _full(stem: Stem) -> str:
    return "ال" + stem.text if stem.article else stem.text


def find_places(sentence: Sentence) -> dict[int, Found]:
    """Place names of a sentence by their first token (the type word's token where one belongs to the name)."""
    out: dict[int, Found] = {}
    i = sentence.first
    after_place = listing = False
    heads = sentence.of("place_words")
    words, kinds, stop = sentence.tokens.words, sentence.tokens.kinds, sentence.stop
    while i < stop:
        if kinds[i] != WORD:
            after_place = after_place and words[i] in "،,"
            listing = listing and after_place
            i += 1
            continue
        found = None
        if i in heads or _begun_by(words[i]):
            found = _place_at(sentence, i, after_place, listing=listing)
        if found is None and listing:
            found = _list_item(sentence, i)
        if found is None and i > sentence.first and sentence.tokens.words[i - 1] in _DASHES:
            found = _other_end(sentence, i, out)
        if found is None and listing and sentence.tokens.words[i] == "و":
            i += 1
            continue
        if found is None:
            after_place = listing = False
            i += 1
            continue
        out[found.first] = found
        after_place = True
        listing = listing or _plural_head(sentence, found)
        i = found.last + 1
    return out


def _plural_head(sentence: Sentence, found: Found) -> bool:
    """Does a list begin here: "قرى كذا وكذا", "بلدتي كذا وكذا"?"""
    heads = [m for k in (found.first - 1, found.first) for m in sentence.of("place_words").get(k, ())]
    return any(
        (m.entry.row["kind"] == "settlement" or m.entry.id in RUNS_BETWEEN) and m.hit.form.number in ("p", "d")
        for m in heads
    )


_DASHES = frozenset("-–—")


def _other_end(sentence: Sentence, i: int, found: Mapping[int, Found]) -> Found | None:
    """`محور كذا – كذا`: the name behind the dash, where a front or a road runs from one name to another."""
    near = next((f for f in found.values() if f.last == i - 2), None)
    head = sentence.find(near.first - 1, "place_words") if near is not None and near.first > sentence.first else None
    if head is None or head.entry.id not in RUNS_BETWEEN:
        return None
    hit = _name_at(sentence, i)
    if hit is None:
        last = _unlisted(sentence, i)
        return Found(i, last, 0, (), "", True) if last is not None else None
    last, stem, _, _ = hit
    if stem.conjunction or stem.proclitic:
        return None
    return Found(i, last, 0, default_gazetteer().lookup(_text(sentence, i, last, stem)), "", True)


RUNS_BETWEEN = frozenset({"front", "axis"})
"""Type words of what has a name at either end: "محور كذا – كذا"."""


def _list_item(sentence: Sentence, i: int) -> Found | None:
    """A name no gazetteer lists, joined by و to a list of places."""
    word = sentence.tokens.words[i]
    if sentence.tokens.words[i - 1] == "و" and i > sentence.first and len(word) > 2:  # "و معربليت", written apart
        last = _unlisted(sentence, i)
        return Found(i, last, 0, (), "", True, True) if last is not None else None
    if not word.startswith("و") or len(word) < 4:
        return None
    last = _unlisted(sentence, i)
    return Found(i, last, 1, (), "", True, True) if last is not None else None


def _place_at(sentence: Sentence, i: int, after_place: bool, *, listing: bool) -> Found | None:
    head = sentence.find(i, "place_words")
    if head and head.entry.row["kind"] in _NAMED_KINDS and not head.hit.drop:
        named = _headed(sentence, head)
        if named:
            return named
    hit = _name_at(sentence, i)
    if hit is None:
        return None
    last, stem, common, length = hit
    if sentence.link(i, "complementizer", "relative"):
        return None
    actor = sentence.find(i, "actors")
    if actor and actor.last >= last:
        return None
    if common and length > 1 and _preposition(sentence, i, stem) not in _LOCATIVE:
        return None  # "الناشط في دير الزور أبو عمر": a person's name
    candidates = default_gazetteer().lookup(_text(sentence, i, last, stem))
    if not candidates:
        return None
    listed = listing and stem.conjunction == "و"
    if length == 1 and not listed and not _stands_alone(sentence, i, stem, candidates, common, after_place):
        return None
    skip = cut_before_article(stem.skip, stem.proclitic, article=stem.article)
    return Found(i, last, skip, candidates, stem.proclitic, conjunction=bool(stem.conjunction))


def _text(sentence: Sentence, first: int, last: int, stem: Stem) -> str:
    return " ".join([_full(stem), *sentence.tokens.words[first + 1 : last + 1]])


def _stands_alone(
    sentence: Sentence, i: int, stem: Stem, candidates: Sequence[Candidate], common: bool, after_place: bool
) -> bool:
    """May a bare single word be the place? Ordinary words and small villages need more than their letters."""
    if common:
        return False
    known = candidates[0].kind in ("country", "admin1", "region") or candidates[0].population >= _BARE_POPULATION
    other = [
        m
        for m in sentence.matches.get(i, ())
        if m.table
        in (
            "acts",
            "cues",
            "links",
            "persons",
            "heads",
            "targets",
            "titles",
            "factuality",
            "modifiers",
            "weapons",
            "sources",
            "place_words",
        )
    ]
    named = known and (candidates[0].kind == "country" or all(m.table == "cues" for m in other))
    if other and not named:
        return False
    if known or _is_located(sentence, i):
        return True
    return (_preposition(sentence, i, stem) in _LOCATIVE and len(stem.text) > 2) or (
        after_place and stem.conjunction == "و" and len(stem.text) > 2
    )


def _is_located(sentence: Sentence, i: int) -> bool:
    """Does "بريف كذا", "شرقي كذا" follow? Then the word is a place, however small."""
    after = sentence.find(i + 1, "place_words")
    if after is None or after.hit.article or after.hit.conjunction or after.last + 1 >= sentence.stop:
        return False
    where = after.entry.id == "countryside" or after.entry.id in _COMPASS
    return where and bool(_begun_by(sentence.tokens.words[after.last + 1]))


_COMPASS = frozenset(
    "north south east west northwest northeast southwest southeast".split()
)  # "وسط" and "قرب" follow other things too


def _preposition(sentence: Sentence, i: int, stem: Stem) -> str:
    return {"ب": "bi", "ل": "li"}.get(stem.proclitic) or sentence.preposition_before(i)


def _name_at(sentence: Sentence, i: int) -> tuple[int, Stem, bool, int] | None:
    """(last token, stem of the first word, common word?, words) of the longest name that begins at token i."""
    words, kinds = sentence.tokens.words, sentence.tokens.kinds
    best: tuple[int, Stem, bool, int] | None = None
    begun = _begun_by(words[i])
    for name, common, stem in begun.get(words[i + 1], ()) if i + 1 < sentence.stop else ():
        size = len(name)
        last = i + size - 1
        if last >= sentence.stop or (best and size <= best[3]):
            continue
        if all(kinds[i + k] == WORD and words[i + k] == name[k] for k in range(1, size)):
            best = (last, stem, common, size)
    if best is None and "" in begun:
        name, common, stem = begun[""][0]
        return i, stem, common, 1
    return best


@lru_cache(maxsize=1 << 16)
def _begun_by(word: str) -> dict[str, list[tuple[tuple[str, ...], bool, Stem]]]:
    """The names that a folded word may begin, with what must be cut from it, by their second word ("": none)."""
    index, _ = _names()
    out: dict[str, list[tuple[tuple[str, ...], bool, Stem]]] = {}
    for stem in stems(word):
        if stem.proclitic != "ك":
            for name, common in index.get(_full(stem), ()):
                out.setdefault(name[1] if len(name) > 1 else "", []).append((name, common, stem))
    return out


def _headed(sentence: Sentence, head: Match) -> Found | None:
    """A type word and the name after it: known to the gazetteer or not."""
    k = head.last + 1
    if k >= sentence.stop:
        return None
    if sentence.is_quote(k):
        k += 1
    if k >= sentence.stop or sentence.tokens.kinds[k] != WORD or (head.hit.article and not sentence.is_quote(k - 1)):
        return None
    inner = sentence.find(k, "place_words")
    if inner and inner.entry.row["kind"] in _TYPE_KINDS and not inner.hit.proclitic and not inner.hit.conjunction:
        name = _name_at(sentence, k)
        opens = head.entry.row["kind"] == "settlement" and sentence.tokens.words[k] in _NAME_OPENERS
        opens = opens or (head.entry.id == "quarter" and inner.hit.article)
        if not opens and (name is None or (name[3] == 1 and not inner.hit.article)):
            return None  # "مناطق مدينة رفح": the name comes later; "قرية تل الغربان" is one
        town_said = inner.hit.article and inner.entry.row["kind"] == "settlement" and name is not None and name[3] == 1
        if town_said and not opens and head.entry.row["kind"] != "settlement":
            return None  # "جبهات المدينة": the town told before, not Medina
    site = sentence.find(k, "targets")
    if head.entry.row["kind"] != "settlement" and site is not None and site.hit.article and k == site.last:
        return None  # "بوابة الفندق": of the hotel told before, though a village is called so
    hit = _name_at(sentence, k)
    own = head.entry.id
    keeps_head = own in _HEAD_IN_NAME
    skip_head = head.hit.skip
    if hit and not hit[1].proclitic and not hit[1].conjunction:
        last, stem, _, _ = hit
        whole = _name_at(sentence, head.first)
        if whole and whole[0] >= last:  # "حي الأمين" itself is a name
            found = default_gazetteer().lookup(_text(sentence, head.first, whole[0], whole[1]))
            if found:
                return Found(
                    head.first, whole[0], skip_head, found, head.hit.proclitic, True, bool(head.hit.conjunction)
                )
        candidates = default_gazetteer().lookup(_text(sentence, k, last, stem))
        return Found(
            head.first if keeps_head else k,
            last,
            skip_head if keeps_head else 0,
            candidates,
            head.hit.proclitic,
            True,
            bool(head.hit.conjunction),
        )
    if head.entry.row["kind"] != "settlement" and not set(sentence.tokens.words[head.first : k]) & _NAMED_FEATURES:
        return None
    unlisted = _unlisted(sentence, k)
    if unlisted is None:
        return None
    return Found(
        head.first if keeps_head else k,
        unlisted,
        skip_head if keeps_head else 0,
        (),
        head.hit.proclitic,
        True,
        bool(head.hit.conjunction),
    )


_NAMED_FEATURES = frozenset("وادي جبل جبهة جبهتي جبهات محور محوري سهل".split())
"""Words for features that a name follows even where no gazetteer lists it: "جبهة المخدرة", "وادي عقان"."""
_HEAD_IN_NAME = frozenset({"hayy", "mukhayyam", "camp", "quarter", "neighbourhood", "street", "shari"})


def _unlisted(sentence: Sentence, k: int) -> int | None:
    """Last token of a name no gazetteer lists, after a type word: one unknown word, or two that share the article."""
    words = sentence.tokens.words
    if sentence.dated(k) or len(words[k]) < 2:
        return None
    if words[k].removeprefix("و") in _NAME_OPENERS and k + 1 < sentence.stop and sentence.tokens.kinds[k + 1] == WORD:
        return k + 1
    if sentence.is_quote(k - 1):
        closing = next((j for j in range(k, min(sentence.stop, k + _QUOTED + 1)) if sentence.is_quote(j)), None)
        if closing is not None:
            return closing - 1  # the writer says where the name ends
    quarter = sentence.find(k - 1, "place_words")
    if quarter is not None and quarter.entry.id == "quarter" and quarter.last == k - 1 and words[k].startswith("ال"):
        return k  # "حي البحار": quarters are called after anything
    if _is_known_word(sentence, k):
        return None
    if k + 1 < sentence.stop and sentence.tokens.kinds[k + 1] == WORD and not sentence.dated(k + 1):
        if words[k + 1] in _NOT_NAMED or _is_known_word(sentence, k + 1):
            return k
        if words[k + 1].startswith("ال"):
            return k if words[k + 1].endswith(("ية", "ي")) else k + 1
        # Kurdish and Turkmen names of two bare words: "قرف مغار", "خانا سري"
        bare = not words[k].startswith("ال") and words[k + 1][0] not in "وفبلك" and len(words[k + 1]) > 2
        return k + 1 if bare and not _begun_by(words[k + 1]) else k
    return k


_QUOTED = 3
"""Words of a village's name that quotation marks may hold."""
_NOT_NAMED = folded(
    "الواقعة الواقع المتاخمة المجاورة المجاور القريبة القريب المحاذية الملاصقة الآهلة المأهولة المحتلة المحررة "
    "الحدودية الخاضعة التابعة المحيطة المطلة المحاصرة المدمرة المنكوبة الاستراتيجية السكنية"
)
"""What is said of a place behind its name."""


# first words of two-word village names: the second belongs to the name, whatever it is
_NAME_OPENERS = frozenset(
    "عين تل تلة كفر دير جب خان بيت ام ابو شيخ الشيخ جبل وادي راس بير بءر خربة مزرعة قلعة جسر باب برج سهل عرب "
    "ذيبان".split()
)


def _is_known_word(sentence: Sentence, k: int) -> bool:
    return any(m.hit.skip <= 2 and m.table != "actors" for m in sentence.matches.get(k, ()))


class PlaceResolver:
    """Resolves the places of one report together: each helps to choose among the candidates of the others."""

    def __init__(
        self, mentions: Iterable[tuple[Sentence, Found]], countries: Counter[str], gazetteer: Gazetteer | None = None
    ) -> None:
        self._gazetteer = gazetteer or default_gazetteer()
        self._mentions = list(mentions)
        self._countries = self._rank(countries)
        self._near = self._certain()
        self._memo: dict[tuple[str, tuple[str, ...]], Candidate | None] = {}

    def _rank(self, countries: Counter[str]) -> tuple[str, ...]:
        votes = Counter(countries)
        for _, found in self._mentions:
            here = {c.country for c in found.candidates}
            if len(here) == 1:
                votes[next(iter(here))] += 1
        return tuple(c for c, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])) if c)[:3]

    def _certain(self) -> tuple[Candidate, ...]:
        out = {}
        for _, found in self._mentions:
            if found.candidates and (len(found.candidates) == 1 or found.candidates[0].kind in ("country", "admin1")):
                out[found.candidates[0].gazetteer_id] = found.candidates[0]
        return tuple(out[k] for k in sorted(out))

    def resolve(self, sentence: Sentence, found: Found, places: Mapping[int, Found]) -> Candidate | None:
        """The entry this mention stands for, or None where nothing chooses."""
        if not found.candidates:
            return None
        start = found.first
        head = sentence.find(start - 1, "place_words") if start > sentence.first else None
        if found.headed and sentence.find(start, "place_words"):
            head = sentence.find(start, "place_words")
        kinds = _KINDS_OF_HEAD.get(head.entry.id, ()) if head else ()
        hints = tuple(self._containers(sentence, found, places))
        name = found.candidates[0].name_ar if len(found.candidates) == 1 else self._written(sentence, found)
        key = (name + "|" + "|".join(kinds), hints)
        if key not in self._memo:
            near = tuple(c for c in self._near if c not in found.candidates)
            self._memo[key] = self._gazetteer.resolve(
                name, countries=self._countries, near=near, admin1_hints=hints, kinds=kinds
            )
        return self._memo[key]

    @staticmethod
    def _written(sentence: Sentence, found: Found) -> str:
        span = sentence.tokens.bounds(found.first, found.last, found.skip)
        text = sentence.tokens.report_text[span[0] : span[1]]
        head = sentence.find(found.first, "place_words")
        if found.headed and head and head.last < found.last:
            rest = sentence.tokens.bounds(head.last + 1, found.last)
            inner = sentence.tokens.report_text[rest[0] : rest[1]]
            if default_gazetteer().lookup(inner) and not default_gazetteer().lookup(text):
                return inner
        return text

    @staticmethod
    def _containers(sentence: Sentence, found: Found, places: Mapping[int, Found]) -> Iterable[str]:
        """Names the text ties to this one: "X بريف Y", "X في Y", "X جنوب Y", "ريف Y الشمالي", a few words away."""
        for start in sorted(places):
            other = places[start]
            if found.last < start <= found.last + 4 and other.candidates:
                between = range(found.last + 1, start)
                if all(sentence.tokens.kinds[k] == WORD and not sentence.breaks.get(k) for k in between) and not (
                    start == found.last + 1 and sentence.tokens.words[start].startswith("و")
                ):
                    yield PlaceResolver._written(sentence, other)


def place_record(sentence: Sentence, found: Found, entry: Candidate | None, role: str = "event") -> Place:
    """The record of a place mention, resolved or not."""
    span = sentence.tokens.span(found.first, found.last, found.skip)
    if entry is None:
        return Place(span, None, role=role)
    return Place(
        span,
        entry.name_ar,
        entry.gazetteer_id,
        entry.name_ar,
        entry.name_en,
        entry.lat,
        entry.lon,
        entry.country,
        entry.admin1,
        entry.precision,
        role,
    )
