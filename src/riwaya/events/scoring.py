"""How much speaks for two tellings being of one event: bits for each field, in the form of Fellegi and Sunter."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeVar

from riwaya.events.spots import COUNTRY, Spot, kilometres
from riwaya.events.tellings import Telling
from riwaya.events.weights import weights

Level = tuple[str, str, float]
"""Field, level of agreement, bits."""
_LARGEST = 5
"""The largest number of dead or hurt with a weight of its own; larger ones weigh as much."""
_TEXT_STEPS = ((0.40, "from_40"), (0.25, "from_25"), (0.15, "from_15"), (0.10, "from_10"), (0.06, "from_6"),
               (0.03, "from_3"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corpus:
    """How rare places, names and words are among the reports that are linked: log2(reports / reports with it)."""

    reports: int
    places: Mapping[str, float]
    names: Mapping[str, float]
    words: Mapping[int, float]
    _lengths: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, tellings: Sequence[Telling]) -> Corpus:
        """Count reports, not tellings: a report that repeats a word does not make it common."""
        by_report: dict[str, list[Telling]] = defaultdict(list)
        for telling in tellings:
            by_report[telling.report_id].append(telling)
        places: Counter[str] = Counter()
        names: Counter[str] = Counter()
        words: Counter[int] = Counter()
        for told in by_report.values():
            places.update({spot.key for telling in told for spot in telling.spots})
            names.update({name for telling in told for name in telling.actors | telling.recipients | telling.weapons})
            words.update({word for telling in told for word in telling.words})
        reports = max(len(by_report), int(weights()["corpus"]["least_reports"]))
        return cls(reports, _rarity(reports, places), _rarity(reports, names), _rarity(reports, words))

    def square(self, words: Collection[int]) -> float:
        """Sum of the squared bits of words: of one set its squared length, of what two share their inner product."""
        rare = self.words
        return math.fsum([rare.get(word, 0.0) ** 2 for word in words])

    def length(self, telling: Telling) -> float:
        """Length of a telling's words, each as long as it is rare."""
        key = telling.claim_ids[0]
        if key not in self._lengths:
            self._lengths[key] = math.sqrt(self.square(telling.words))
        return self._lengths[key]


Key = TypeVar("Key", str, int)


def _rarity(reports: int, times: Mapping[Key, int]) -> dict[Key, float]:
    return {key: math.log2(reports / number) for key, number in times.items()}


def levels(a: Telling, b: Telling, corpus: Corpus) -> Iterator[Level]:
    """What each field says, with its bits; fields that say nothing are left out."""
    yield _place(a, b, corpus)
    yield from _day(a, b)
    yield from _others(a, b, corpus)


def _others(a: Telling, b: Telling, corpus: Corpus) -> Iterator[Level]:
    yield _act(a, b)
    yield from _actor(a, b, corpus)
    yield from _shared("recipient", a.recipients, b.recipients, corpus)
    yield from _shared("weapon", a.weapons, b.weapons, corpus)
    yield from _tolls(a, b)
    yield from _text(a, b, corpus)
    lead = ("neither", "one", "both")[a.lead + b.lead]
    yield "lead", lead, weights()["lead"][lead]


def score(a: Telling, b: Telling, corpus: Corpus) -> float:
    """Bits of all fields added, rounded so that the order of additions cannot show.

    Where place and day alone part two tellings beyond what the rest can mend, the rest is not asked.
    """
    bits = _place(a, b, corpus)[2] + sum(level[2] for level in _day(a, b))
    if bits <= weights()["decision"]["hopeless"]:
        return round(bits, 6)
    return round(bits + sum(level[2] for level in _others(a, b, corpus)), 6)


def _place(a: Telling, b: Telling, corpus: Corpus) -> Level:
    bits = weights()["place"]
    if not a.spots or not b.spots:
        return "place", "none", bits["none"]
    fine_a, fine_b = [s for s in a.spots if s.fine], [s for s in b.spots if s.fine]
    both = [(x if x.resolved else y) for x in a.spots for y in b.spots if x.same(y)]
    fine = [spot for spot in both if spot.fine]
    if fine:
        common = max(_rare(spot, corpus) for spot in fine)
        chance = bits["several"] * math.log2(len(fine_a) * len(fine_b))
        return "place", "same", common + chance + bits["further"] * (len(fine) - 1)
    if fine_a and fine_b:
        return _distance(fine_a, fine_b)
    if both:
        return "place", "area", max(_rare(spot, corpus) for spot in both)
    return "place", *_inside(a.spots, b.spots)


def _rare(spot: Spot, corpus: Corpus) -> float:
    bits = weights()["place"]
    return min(bits[spot.size], max(0.0, corpus.places.get(spot.key, 0.0) + bits["rarity_bonus"]))


def _distance(fine_a: Sequence[Spot], fine_b: Sequence[Spot]) -> Level:
    bits = weights()["place"]
    known = [km for x in fine_a for y in fine_b if (km := kilometres(x, y)) is not None]
    if not known:
        return "place", "other_name", bits["other_name"]
    nearest = min(known)
    for limit, level in ((3, "within_3_km"), (8, "within_8_km"), (25, "within_25_km")):
        if nearest < limit:
            return "place", level, bits[level]
    return "place", "apart", bits["apart"]


def _inside(a: Sequence[Spot], b: Sequence[Spot]) -> tuple[str, float]:
    bits = weights()["place"]
    pairs = [(x, y) for x in a for y in b]
    if any((x.area and x.area in (y.area, y.key)) or (y.area and y.area == x.key) for x, y in pairs):
        return "inside", bits["inside"]
    if any(COUNTRY in (x.size, y.size) and x.country == y.country for x, y in pairs):
        return "in_country", bits["in_country"]
    if any(x.country for x in a) and any(y.country for y in b):
        return "other_country", bits["other_country"]
    return "none", bits["none"]


def _day(a: Telling, b: Telling) -> Iterator[Level]:
    bits = weights()["day"]
    if a.first_day is not None and b.first_day is not None:
        apart = max(a.first_day - (b.last_day or b.first_day), b.first_day - (a.last_day or a.first_day), 0)
        yield "day", *_step(apart, bits, ((0, "same"), (1, "one_apart"), (3, "three_apart")), "apart")
        return
    level = ""
    yeardays = a.calendar.yeardays_apart(b.calendar)
    weekdays = a.calendar.weekdays_apart(b.calendar)
    if yeardays is not None:
        steps = ((0, "same_yearday"), (1, "yearday_one_apart"), (3, "yearday_three_apart"))
        level, worth = _step(yeardays, bits, steps, "yearday_apart")
    elif weekdays is not None:
        level, worth = _step(weekdays, bits, ((0, "same_weekday"), (1, "weekday_one_apart")), "weekday_apart")
    day_a = a.published if a.first_day is None else a.first_day
    day_b = b.published if b.first_day is None else b.first_day
    if day_a is not None and day_b is not None:
        near = ((2, "published_near"), (5, "published_five_apart"))
        by_page, page_worth = _step(abs(day_a - day_b), bits, near, "published_apart")
        if not level or by_page != "published_near" or page_worth > worth:
            level, worth = by_page, page_worth
    if level:
        yield "day", level, worth


def _step(apart: int, bits: Mapping[str, float], steps: Sequence[tuple[int, str]], beyond: str) -> tuple[str, float]:
    level = next((level for most, level in steps if apart <= most), beyond)
    return level, bits[level]


def _act(a: Telling, b: Telling) -> Level:
    bits = weights()["act"]
    level = "same" if a.codes & b.codes else "kin" if a.families & b.families else "effect"
    return "act", level, bits[level]


def _actor(a: Telling, b: Telling, corpus: Corpus) -> Iterator[Level]:
    bits = weights()["actor"]
    if a.actors & b.actors:
        yield from _shared("actor", a.actors, b.actors, corpus)
    elif a.sides & b.sides:
        yield "actor", "same_country", max(0.0, bits["same_country"] + _chance(a.sides, b.sides))
    elif a.sides and b.sides:
        yield "actor", "other_country", bits["other_country"]


def _shared(field: str, a: Set[str], b: Set[str], corpus: Corpus) -> Iterator[Level]:
    """The rarest name that both have; one that every report has says nothing."""
    both = a & b
    if both:
        rarest = max(corpus.names.get(name, corpus.reports) for name in both)
        yield field, "same", max(0.0, min(weights()[field]["same"], rarest) + _chance(a, b))


def _chance(a: Collection[object], b: Collection[object]) -> float:
    return weights()["several"]["values"] * math.log2(len(a) * len(b))


def _tolls(a: Telling, b: Telling) -> Iterator[Level]:
    both = a.tolls & b.tolls
    if not both:
        return
    several = weights()["toll"]["several"]
    for kind in ("killed", "injured"):
        shared = [number for what, number in both if what == kind]
        if shared:
            mine = sum(what == kind for what, _ in a.tolls)
            theirs = sum(what == kind for what, _ in b.tolls)
            bits = max(weights()[kind][str(min(_LARGEST, number))] for number in shared)
            yield kind, str(max(shared)), max(0.0, bits + several * math.log2(mine * theirs))
    parts = sum(" " in what for what, _ in both)
    if parts:
        yield "toll", "part", weights()["toll"]["part"] * min(2, parts)


def _text(a: Telling, b: Telling, corpus: Corpus) -> Iterator[Level]:
    bits = weights()["text"]
    both = set(a.words).intersection(b.words)
    if not both and min(len(a.words), len(b.words)) < bits["least_words"]:
        return
    norm = corpus.length(a) * corpus.length(b)
    cosine = corpus.square(both) / norm if norm else 0.0
    level = next((level for least, level in _TEXT_STEPS if cosine >= least), "unlike")
    most = bits["of_rarity"] * sum(corpus.words.get(word, 0.0) for word in both)
    yield "text", level, min(bits[level], most)
