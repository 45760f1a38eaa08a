"""Counts: how many dead, hurt, held, displaced, or how many strikes, with hedge, bounds, class and subset.

A unit is a number and its noun ("خمسة أطفال"), a dual ("طفلين"), a singular after a harm word ("مقتل مدني"), or a bare
plural of harm ("قتلى"). What happened to them comes from the noun itself (قتيل) or from the act that governs it (مقتل).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.claims.beside import (
    dead_and_hurt,
    explains,
    identifies,
    in_brackets,
    mixed_company,
    over_a_period,
    restates,
)
from riwaya.claims.context import Sentence
from riwaya.claims.harms import Harm, Unit, among, before_toll_word, harm_before, joined_to, of_them, raised_to
from riwaya.claims.nouns import COUNTED_TABLES, countable, persons_at
from riwaya.claims.units import may_begin, unit_at
from riwaya.text.numerals import begins_amount
from riwaya.text.spans import Span
from riwaya.text.tokens import NUMBER


def victims(sentence: Sentence, k: int) -> bool:
    """Is token k "ضحايا", whose plural alone leaves open whether they died?"""
    return sentence.tokens.words[k].endswith("ضحايا")


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
    nouns = {i for table in COUNTED_TABLES for i in sentence.of(table)}
    while i < sentence.stop:
        may = (i in nouns or may_begin(sentence, i)) and not sentence.dated(i)
        unit = unit_at(sentence, i, harms, out[-1].last if out else None) if may else None
        if unit is None:
            i += 1
            continue
        if previous is not None and out and out[-1].last == previous.last and restates(sentence, previous, unit):
            if out[-1].victim_class == "unknown" and unit.noun is not None:
                out[-1] = replace(out[-1], victim_class=unit.noun.entry.row.get("victim_class") or "unknown")
            out[-1] = replace(out[-1], last=unit.last)
            previous = replace(previous, last=unit.last)
            i = unit.last + 1
            continue
        counted = _settle(sentence, unit, harms, out, previous)
        if counted:
            out.append(counted)
            previous = unit
        i = (counted.last if counted else unit.last) + 1
    return with_couples(sentence, out)


def _settle(
    sentence: Sentence, unit: Unit, harms: Sequence[Harm], out: Sequence[Counted], previous: Unit | None
) -> Counted | None:
    """Give a unit its kind, its governing act and its parent."""
    noun, last = unit.noun, unit.last
    row = noun.entry.row if noun else None
    own = _own_kind(sentence, unit)
    if own == "injured" and noun and noun.table == "acts" and unit.rule != "numeral":
        return None
    governor = _governor(sentence, unit, harms)
    if not own and (governor is None or governor.at > last) and (harmed := _harmed_behind(sentence, unit)):
        own, last = harmed
    bracketed = beside = False
    if previous is not None and out and out[-1].last == previous.last:
        bracketed, beside = in_brackets(sentence, previous, unit), explains(previous, unit)
    victim = (row.get("victim_class") if row else unit.victim) or "unknown"
    if (bracketed and victim == "unknown") or (out and identifies(sentence, unit)):
        return None
    if governor is None and mixed_company(sentence, unit):
        return None
    parent = _whole(out) if bracketed or beside else _parent(sentence, unit, harms, out, own)
    group = among(sentence, unit.first)
    kind = own or (group.entry.row["count"] if group else "") or (governor.kind if governor else "")
    if own and governor and _changed(sentence, unit, own, governor, harms):
        kind = governor.kind
    if parent is not None and not own:
        kind = out[parent].kind
    if not own and parent is None and governor and _double(sentence, harms, governor, out):
        kind = "other"
    joint = sentence.link(last + 1, "joint") if last + 1 < sentence.stop else None
    together = joint.last if joint else dead_and_hurt(sentence, unit)
    if together:
        kind, last, parent = "other", together, None
    if not kind or (kind == "strikes" and own != "strikes"):
        return None
    at = governor.at if governor else None
    if parent is not None:
        at = out[parent].governor
    elif own and own != "strikes" and at is None:
        at = noun.first if noun else None
    return Counted(
        first=unit.first,
        last=last,
        skip=unit.skip,
        kind=kind,
        of=sentence.tokens.span(noun.first, noun.last, noun.hit.skip).exact if noun else "",
        victim_class=victim,
        low=unit.low,
        best=unit.best,
        high=unit.high,
        hedge=unit.hedge,
        governor=at,
        parent=parent,
        cumulative=over_a_period(sentence, unit),
        rule=f"count:{unit.rule}",
        noun=noun.first if noun else None,
    )


def _changed(sentence: Sentence, unit: Unit, own: str, governor: Harm, harms: Sequence[Harm]) -> bool:
    """`استشهاد أسيرين`, `إجلاء 26 جريحا`, `الإفراج عن 80 معتقلا`: what befell those who were held or hurt."""
    if own in ("captured", "displaced", "injured") and governor.kind in ("evacuated", "other") and not governor.toll:
        return governor.at < unit.first
    died = own in ("captured", "displaced") and governor.kind in ("killed", "injured")
    died = died or (own == "injured" and governor.kind == "killed" and governor.verb)
    return died and harm_before(sentence, unit.first, harms, reach=2) is not None


def _own_kind(sentence: Sentence, unit: Unit) -> str:
    """What the noun itself says happened: قتيل, or an attack that is counted."""
    noun = unit.noun
    if noun is None:
        return ""
    if noun.table == "weapons" or (noun.table == "acts" and countable(noun)):
        return "strikes"
    if victims(sentence, noun.first) and unit.rule in ("plural", "vague") and not _and_hurt(sentence, unit):
        return "other"  # victims without a number may be dead or hurt
    return noun.entry.row.get("count", "")


def _and_hurt(sentence: Sentence, unit: Unit) -> bool:
    """`سقوط ضحايا وجرحى`: beside the hurt, victims are the dead."""
    k = unit.last + 1
    beside = persons_at(sentence, k) if k < sentence.stop else None
    return beside is not None and bool(beside.hit.conjunction) and beside.entry.row.get("count") == "injured"


def _harmed_behind(sentence: Sentence, unit: Unit) -> tuple[str, int] | None:
    """Kind and last token of "أربعة أطفال ضحايا", "100 شخص من المصابين": the noun behind tells what happened."""
    k = unit.last + 1
    another = persons_at(sentence, k) if k < sentence.stop else None
    if another is not None and another.entry.id == "another" and not another.hit.conjunction:
        k += 1  # "سبعة أشخاص آخرين مصابين"
    if unit.rule not in ("numeral", "singular") or k >= sentence.stop:
        return None
    of = sentence.tokens.words[k] == "من" and unit.rule == "numeral"
    harmed = persons_at(sentence, k + of)
    if harmed is None or harmed.hit.conjunction or harmed.hit.proclitic or harmed.hit.article != of:
        return None
    kind = harmed.entry.row.get("count", "")
    return (kind, harmed.last) if kind in ("killed", "injured") else None


def _whole(out: Sequence[Counted]) -> int:
    """The index of the last count that is no part of another."""
    return next(k for k in range(len(out) - 1, -1, -1) if out[k].parent is None)


def _parent(sentence: Sentence, unit: Unit, harms: Sequence[Harm], out: Sequence[Counted], own: str) -> int | None:
    """The index of the count this one is a part of: behind "بينهم", or joined to such a part."""
    if not out:
        return None
    if sentence.link_before(unit.first, "subset") or (unit.noun is None and of_them(sentence, unit.last + 1)):
        return _whole(out)
    joined = (
        out[-1].parent is not None
        and joined_to(sentence, out[-1].last, unit.first)
        and not _harm_between(harms, out[-1].last, unit.first)
        # "5 قتلى بينهم طفل، و38 جريحا" begins a new number
        and own in ("", out[-1].kind)
    )
    return _whole(out) if joined else None


def _harm_between(harms: Sequence[Harm], last: int, first: int) -> bool:
    return any(last < h.at < first for h in harms)


_TOLL_REACH = 8  # tokens from a number over "عدد المدنيين الذين" to what befell them


def _governor(sentence: Sentence, unit: Unit, harms: Sequence[Harm]) -> Harm | None:
    """The toll that rose to the unit, else the harm act nearest before it in its clause, else the verb behind it."""
    raised = raised_to(sentence, unit.first, harms)
    if raised:
        return raised
    if unit.noun is None and before_toll_word(sentence, unit.last):
        # "يرتفع إلى 61 عدد المدنيين الذين قتلوا"
        return next((h for h in harms if 0 < h.at - unit.last <= _TOLL_REACH), None)
    start, stop = sentence.clause(unit.first)
    before = [h for h in harms if start <= h.at and h.last < unit.first]
    if before:
        return before[-1]
    after = [h for h in harms if unit.last < h.at < stop and h.verb]
    return after[0] if after and not _taken(sentence, unit, after[0]) else None


def _taken(sentence: Sentence, unit: Unit, verb: Harm) -> bool:
    """`شارك المئات في تشييع 5 أشخاص قتلوا`: the verb behind is that of a number between, or the unit no subject."""
    if unit.noun is not None and unit.noun.hit.proclitic:
        return True
    words, kinds = sentence.tokens.words, sentence.tokens.kinds
    inside = 0
    for k in range(unit.last + 1, verb.at):
        inside += (words[k] == "(") - (words[k] == ")")
        if (
            not inside
            and (kinds[k] == NUMBER or begins_amount(words[k]))
            and not sentence.dated(k)
            and not sentence.link_before(k, "subset")
            and not joined_to(sentence, unit.last, k)
            and unit_at(sentence, k, (verb,), None) is not None
        ):
            return True
    return False


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


_SINGLES = frozenset({"count:singular", "count:named"})


def _goes_on(sentence: Sentence, last: Counted, counted: Counted) -> bool:
    """Is the count joined to the one before as more of the same: "رجل وامرأة", "3 أطفال ووالدتهم"?"""
    same = (last.kind, last.governor) == (counted.kind, counted.governor)
    return same and joined_to(sentence, last.last, counted.first)


def with_couples(sentence: Sentence, counts: Sequence[Counted]) -> list[Counted]:
    """`مقتل رجل وامرأة وطفل` is three dead: single persons in one breath are one number, classes its parts."""
    runs: list[list[Counted]] = []
    for counted in counts:
        last = runs[-1][-1] if runs else None
        if last is not None and _goes_on(sentence, last, counted) and counted.parent == last.parent:
            runs[-1].append(counted)
        else:
            runs.append([counted])
    out: list[Counted] = []
    moved: dict[int, int] = {}
    old = 0
    for run in runs:
        whole = None
        if len(run) > 1 and all(c.parent is None and c.rule in _SINGLES and c.best == 1 for c in run):
            whole = len(out)
            classes = {c.victim_class for c in run}
            out.append(
                replace(
                    run[0],
                    last=run[-1].last,
                    of=sentence.tokens.span(run[0].first, run[-1].last, run[0].skip).exact,
                    victim_class=classes.pop() if len(classes) == 1 else "unknown",
                    low=len(run),
                    best=len(run),
                    high=len(run),
                    rule="count:couple",
                )
            )
        for counted in run:
            moved[old] = whole if whole is not None else len(out)
            old += 1
            if whole is None:
                parent = counted.parent
                out.append(counted if parent is None else replace(counted, parent=moved[parent]))
            elif counted.victim_class not in ("unknown", out[whole].victim_class):
                out.append(replace(counted, parent=whole))
    return out
