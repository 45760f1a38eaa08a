"""How many dead and hurt an event had over all accounts: low, best and high by class of victims, with the rule named.

Nothing is added up over reports. A toll that grows is an update: a source's latest number stands for it, and a number
that another source tops on a later day is left behind. What differs then is contested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riwaya.accounts import Casualties, Version
from riwaya.model import Claim, Count

KINDS = ("killed", "injured", "missing", "captured", "displaced")
ALL = "all"
"""The class of a whole toll, whoever its victims are."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that a source gives in a claim, on the day of its report where that is known."""

    source: str
    day: int | None
    low: int | None
    high: int | None
    best: int | None
    claim_id: str

    @property
    def value(self) -> int:
        """The number as one: the stated one, else the least it can be."""
        return next((number for number in (self.best, self.low, self.high) if number is not None), 0)

    @property
    def shown(self) -> str:
        """The bounds as a reader writes them."""
        if self.low is not None and self.high is not None:
            return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"
        return f">={self.low}" if self.high is None else f"<={self.high}"


def casualties_of(
    acts: Sequence[Claim], source_of: Mapping[str, str], day_of: Mapping[str, int | None]
) -> tuple[Casualties, ...]:
    """The tolls of an event by kind and class of victims; `day_of` are days of publication by report."""
    stated: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for claim in acts:
        for kind, victims, low, best, high in _numbers(claim):
            number = Stated(source_of[claim.id], day_of[claim.report_id], low, high, best, claim.id)
            stated[kind, victims].append(number)
    order = sorted(stated, key=lambda key: (KINDS.index(key[0]), key[1] != ALL, key[1]))
    return tuple(_toll(kind, victims, stated[kind, victims]) for kind, victims in order)


Number = tuple[str, str, int | None, int | None, int | None]


def _numbers(claim: Claim) -> Iterator[Number]:
    """Kind, class, low, best, high of each number a claim gives; whole tolls of several classes are added."""
    whole: dict[str, list[Count]] = defaultdict(list)
    for count in claim.counts:
        if count.kind not in KINDS or count.cumulative or (count.low is None and count.high is None):
            continue
        if count.subset_of is None:
            whole[count.kind].append(count)
        if count.victim_class != "unknown":
            yield count.kind, count.victim_class, count.low, count.best, count.high
    for kind, counts in whole.items():
        classes = [count.victim_class for count in counts]
        if len(counts) > 1 and len(set(classes)) == len(classes) and "unknown" not in classes:
            # "three civilians and five fighters": the claim names its dead by class
            yield kind, ALL, _sum(c.low for c in counts), _sum(c.best for c in counts), _sum(c.high for c in counts)
        else:
            most = max(counts, key=lambda count: (count.low or count.high or 0, -count.span.start))
            yield kind, ALL, most.low, most.best, most.high


def _sum(numbers: Iterator[int | None]) -> int | None:
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)


def _toll(kind: str, victims: str, stated: Sequence[Stated]) -> Casualties:
    latest = _latest(stated)
    current = [one for one in latest if not _topped(one, latest)]
    updated = any(_topped(one, current) for one in stated)
    low = max((one.low for one in current if one.low is not None), default=None)
    high = min((one.high for one in current if one.high is not None), default=None)
    if low is None or high is None or low <= high:
        fitting = [one.best for one in sorted(current, key=_order) if _fits(one.best, low, high)]
        best = fitting[0] if fitting else low
        status = "agreed" if len(latest) > 1 else "single_source"
        rule = "update" if updated else status
    else:
        status = "contested"
        low = min(one.low for one in current if one.low is not None)
        highs = [one.value if one.high is None else one.high for one in current]
        high, (best, rule) = max(highs), _chosen(current)
    versions = _versions(stated)
    return Casualties(kind, victims, low, best, high, rule, status, updated, versions)


def _fits(number: int | None, low: int | None, high: int | None) -> bool:
    return number is not None and (low is None or number >= low) and (high is None or number <= high)


def _order(one: Stated) -> tuple[int, str, str]:
    return one.value, one.source, one.claim_id


def _latest(stated: Sequence[Stated]) -> list[Stated]:
    """One number for each source: the highest of its latest day, since parts of a toll are told beside the whole."""
    by_source: dict[str, list[Stated]] = defaultdict(list)
    for one in stated:
        by_source[one.source].append(one)
    chosen = []
    for source in sorted(by_source):
        last = max((one.day for one in by_source[source] if one.day is not None), default=None)
        chosen.append(max((one for one in by_source[source] if one.day in (last, None)), key=_order))
    return chosen


def _topped(one: Stated, others: Sequence[Stated]) -> bool:
    """Does one of the others give more on a later day?"""
    if one.day is None:
        return False
    return any(other.day is not None and other.day > one.day and other.value > one.value for other in others)


def _chosen(current: Sequence[Stated]) -> tuple[int, str]:
    """The number that most sources give; where none is given more often than another, the lower median."""
    times: dict[int, int] = defaultdict(int)
    for one in current:
        times[one.value] += 1
    most = max(times.values())
    often = [value for value, number in times.items() if number == most]
    if len(often) == 1:
        return often[0], "most_sources"
    values = sorted(one.value for one in current)
    return values[(len(values) - 1) // 2], "median"


def _versions(stated: Sequence[Stated]) -> tuple[Version, ...]:
    by_value: dict[tuple[int, str], list[Stated]] = defaultdict(list)
    for one in stated:
        by_value[one.value, one.shown].append(one)
    return tuple(
        Version(key[1], tuple(sorted({o.source for o in ones})), tuple(sorted({o.claim_id for o in ones})))
        for key, ones in sorted(by_value.items())
    )
