"""Harm words and counted units: what a number of people hangs on, and what stands beside what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.claims.context import HARD, Sentence
from riwaya.lexicons.matcher import Match
from riwaya.text.numberwords import folded
from riwaya.text.tokens import SIGN

_GAP = 3  # words that may stand between a harm word and its victim: "مقتل القيادي البارز محمد"


@dataclass(frozen=True, slots=True)
class Harm:
    """An act that gives a number its kind: tokens, kind, whether it is a verb, or names a toll (`toll`: حصيلة).

    `deed` is a killing by somebody ("دهس"), not what befell ("مقتل"): a bare plural behind it is only the recipient.
    """

    at: int
    last: int
    kind: str
    verb: bool
    toll: bool = False
    deed: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A number and its noun at tokens first..last (inclusive): bounds, hedge, the noun and the rule that found it.

    `victim` is the class of the people where no noun says it.
    """

    first: int
    last: int
    skip: int
    low: int | None
    best: int | None
    high: int | None
    hedge: str
    noun: Match | None
    rule: str
    victim: str = ""


def right_after(i: int, harms: Sequence[Harm]) -> bool:
    """Does a harm word end right before token i?"""
    return any(h.last == i - 1 and not h.toll for h in harms)


def hedge_before(sentence: Sentence, i: int) -> Match | None:
    """The hedge that ends right before token i: "نحو", "أكثر من"."""
    for back in (1, 2, 3, 4):
        k = i - back
        if k < sentence.first:
            break
        for match in sentence.matches.get(k, ()):
            if match.table == "links" and match.entry.row["kind"].startswith("hedge_") and match.last == i - 1:
                return match
    return None


def joined_to(sentence: Sentence, last: int, i: int) -> bool:
    """Is token i joined by و to the unit that ended at `last`, with at most an adjective between?"""
    words = sentence.tokens.words
    apart = words[i - 1] == "و" and i - 1 > last  # "و 17 امرأة", "و17 امرأة"
    if not 0 < i - last <= 3 or not (apart or words[i].startswith("و")):
        return False
    return not any(sentence.breaks.get(k) == HARD for k in range(last + 1, i + 1))


def _each_of(sentence: Sentence, k: int) -> bool:
    """`مقتل كل من الشقيقين`: is token k one of the two words?"""
    words = sentence.tokens.words
    return (words[k] in _EACH and words[k + 1 : k + 2] == ["من"]) or (words[k] == "من" and words[k - 1] in _EACH)


_EACH = folded("كل كلا كلاً")
_ADVERBS = folded("أيضا كذلك حينها وقتها آنذاك بدوره لاحقا فورا")
"""Words that may stand between a verb of harm and whom it befell: "وقتل أيضا عنصران"."""


def harm_before(sentence: Sentence, i: int, harms: Sequence[Harm], *, reach: int) -> Harm | None:
    """The harm word that ends within `reach` words before token i, hedges and prepositions aside."""
    hedge = hedge_before(sentence, i)
    at = hedge.first if hedge else i
    for harm in reversed(harms):
        if harm.last < at:
            gap = [
                k
                for k in range(harm.last + 1, at)
                if (sentence.tokens.kinds[k] != SIGN or sentence.tokens.words[k] in ":،")
                and sentence.tokens.words[k] not in _ADVERBS
                and not _each_of(sentence, k)
                and not (harm.verb and sentence.dated(k))
            ]
            return harm if len(gap) < reach else None
    return None


def raised_to(sentence: Sentence, i: int, harms: Sequence[Harm]) -> Harm | None:
    """The toll that rose "to" the number at token i: "ارتفعت حصيلة القصف إلى تسعة"."""
    hedge = hedge_before(sentence, i)
    k = hedge.first - 1 if hedge else i - 1
    if k <= sentence.first or sentence.tokens.words[k] not in _TO:
        return None
    start, _ = sentence.clause(i)
    if sentence.link(start, "relative") and start > sentence.first:
        start, _ = sentence.clause(start - 1)  # "ارتفعت حصيلة القصف الذي طال الحي إلى تسعة"
    tolls = [h for h in harms if h.toll and start <= h.at < k]
    return tolls[-1] if tolls else None


_TO = folded("إلى عند بلغ بلغت تجاوز البالغ والبالغ البالغة والبالغة")


_TOLL_WORDS = folded("عدد تعداد حصيلة")


def before_toll_word(sentence: Sentence, last: int) -> bool:
    """`يرتفع إلى 61 عدد القتلى`: does the word for a toll follow the number that ends at token `last`?"""
    return last + 1 < sentence.stop and sentence.tokens.words[last + 1] in _TOLL_WORDS


def among(sentence: Sentence, i: int) -> Match | None:
    """`إن بين القتلى طفلين`: the dead or hurt among whom the unit at token i is counted."""
    k = i - 1
    if k <= sentence.first:
        return None
    match = sentence.find(k, "persons")
    if match is None or match.entry.row.get("count", "") not in ("killed", "injured") or not match.hit.article:
        return None
    return match if sentence.preposition_before(k) == "bayn" or sentence.link_before(k, "subset") else None


_TOPIC_REACH = 14  # tokens between the subject behind أن and its verb: "أن عنصرا من كذا يدعى (فلان) قتل"


def harm_of_topic(sentence: Sentence, first: int, last: int, harms: Sequence[Harm]) -> Harm | None:
    """`أفاد أن عنصرا من الشرطة يدعى فلان قتل`: the verb of the subject that stands behind أن, far on in its clause."""
    opener = sentence.link_before(first, "complementizer")
    if opener is None:
        return None
    _, stop = sentence.clause(first)
    for k in range(last + 1, min(stop, last + 1 + _TOPIC_REACH)):
        harm = next((h for h in harms if h.at == k), None)
        if harm is not None:
            return harm if harm.verb else None
        acts = sentence.of("acts").get(k, ())
        if any(m.hit.form.pos == "v" for m in acts) and sentence.is_verb(k):
            return None
    return None


def harm_after(sentence: Sentence, last: int, harms: Sequence[Harm]) -> Harm | None:
    """The verb of harm that follows token `last` ("خمسة جنود قتلوا")."""
    return next((h for h in harms if 0 < h.at - last <= _GAP and h.verb), None)


def of_them(sentence: Sentence, k: int) -> bool:
    """`ثلاثة منهم`: a part of those counted before."""
    return k < sentence.stop and sentence.tokens.words[k] in _OF_THEM


_OF_THEM = folded("منهم منهن منهما")
