"""Counts: how many dead, hurt, held, displaced, or how many strikes, with hedge, bounds, class and subset.

A unit is a number and its noun ("خمسة أطفال"), a dual ("طفلين"), a singular after a harm word ("مقتل مدني"), or a bare
plural of harm ("قتلى"). What happened to them comes from the noun itself (قتيل) or from the act that governs it (مقتل).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.claims.context import Sentence
from riwaya.claims.units import COUNTED_TABLES, Harm, Unit, countable, harm_before, joined_to, unit_at
from riwaya.text.numerals import begins_amount
from riwaya.text.spans import Span
from riwaya.text.tokens import NUMBER


@dataclass(frozen=True, slots=True)
class Counted:
    """A count found in a sentence: tokens first..last (inclusive), `governor` the token of the act it belongs to.

    `parent` is the index, in the sentence's list, of the count this one is a part of.
    """

    first: int
    last: int
    skip: int
    kind: str
    of: str
    victim_class: str
    low: int | None
    best: int | None
    high: int | None
    hedge: str
    governor: int | None
    parent: int | None
    cumulative: bool
    rule: str
    noun: int | None = None

    def span(self, sentence: Sentence) -> Span:
        """Its words in the report."""
        return sentence.tokens.span(self.first, self.last, self.skip)


def find_counts(sentence: Sentence, harms: Sequence[Harm]) -> list[Counted]:
    """The counts of a sentence in order. `harms` are its acts that take a toll, in order."""
    out: list[Counted] = []
    i = sentence.first
    previous: Unit | None = None
    words, kinds = sentence.tokens.words, sentence.tokens.kinds
    nouns = {i for table in COUNTED_TABLES for i in sentence.of(table)}
    while i < sentence.stop:
        if i not in nouns and kinds[i] != NUMBER and not begins_amount(words[i]):
            i += 1
            continue
        unit = None if sentence.dated(i) else unit_at(sentence, i, harms, out[-1].last if out else None)
        if unit is None:
            i += 1
            continue
        counted = _settle(sentence, unit, harms, out, previous)
        if counted:
            out.append(counted)
            previous = unit
        i = (counted.last if counted else unit.last) + 1
    return out


def _settle(
    sentence: Sentence, unit: Unit, harms: Sequence[Harm], out: Sequence[Counted], previous: Unit | None
) -> Counted | None:
    """Give a unit its kind, its governing act and its parent."""
    row = unit.noun.entry.row if unit.noun else None
    own = row.get("count", "") if row else ""
    if unit.noun and (unit.noun.table == "weapons" or (unit.noun.table == "acts" and countable(unit.noun))):
        own = "strikes"
    if own == "injured" and unit.noun and unit.noun.table == "acts" and unit.rule != "numeral":
        return None
    victim = (row.get("victim_class") or "unknown") if row else "unknown"
    of = sentence.tokens.span(unit.noun.first, unit.noun.last, unit.noun.hit.skip).exact if unit.noun else ""
    governor = _governor(sentence, unit, harms)
    parent = None
    if out and (
        sentence.link_before(unit.first, "subset")
        or (
            out[-1].parent is not None
            and joined_to(sentence, out[-1].last, unit.first)
            and not _harm_between(harms, out[-1].last, unit.first)
        )
    ):
        parent = next((k for k in range(len(out) - 1, -1, -1) if out[k].parent is None), None)
    kind = own or (governor.kind if governor else "")
    if (
        own in ("captured", "displaced")
        and governor
        and governor.kind in ("killed", "injured")
        and harm_before(sentence, unit.first, harms, reach=2)
    ):
        kind = governor.kind  # "استشهاد أسيرين": the prisoners are dead
    if parent is not None and not own:
        kind = out[parent].kind
    if not own and parent is None and governor and _double(sentence, harms, governor, out):
        kind = "other"
    joint = sentence.link(unit.last + 1, "joint") if unit.last + 1 < sentence.stop else None
    last = unit.last
    if joint:
        kind, last, parent = "other", joint.last, None
    if not kind:
        return None
    if kind == "strikes" and own != "strikes":
        return None
    at = governor.at if governor else None
    if parent is not None:
        at = out[parent].governor
    elif own and own != "strikes" and at is None:
        at = unit.noun.first if unit.noun else None
    cumulative = any(sentence.link(k, "cumulative") for k in range(sentence.clause(unit.first)[0], unit.first))
    return Counted(
        unit.first,
        last,
        unit.skip,
        kind,
        of,
        victim,
        unit.low,
        unit.best,
        unit.high,
        unit.hedge,
        at,
        parent,
        cumulative,
        f"count:{unit.rule}",
        unit.noun.first if unit.noun else None,
    )


def _harm_between(harms: Sequence[Harm], last: int, first: int) -> bool:
    return any(last < h.at < first for h in harms)


def _governor(sentence: Sentence, unit: Unit, harms: Sequence[Harm]) -> Harm | None:
    """The harm act nearest before the unit in its clause, else the verb right after it, else none."""
    start, stop = sentence.clause(unit.first)
    before = [h for h in harms if start <= h.at and h.last < unit.first]
    if before:
        return before[-1]
    after = [h for h in harms if unit.last < h.at < stop and h.verb]
    if after:
        return after[0]
    return None


def _double(sentence: Sentence, harms: Sequence[Harm], governor: Harm, out: Sequence[Counted]) -> bool:
    """`قتل وجرح نحو 50`: two harm words side by side share the number, unless the first has one of its own."""
    for other in harms:
        if any(c.governor == other.at for c in out):
            continue
        if (
            other.last == governor.at - 1
            and other.kind != governor.kind
            and sentence.tokens.words[governor.at].startswith("و")
        ):
            return True
    return False
