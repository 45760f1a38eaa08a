"""Units of counting: a number and its noun, a dual, a singular or plural of harm, with the hedge around them."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.claims.context import Sentence
from riwaya.claims.harms import (
    Harm,
    Unit,
    before_toll_word,
    harm_after,
    harm_before,
    harm_of_topic,
    hedge_before,
    joined_to,
    of_them,
    raised_to,
    right_after,
)
from riwaya.claims.nouns import countable, measure, noun_at, persons_at
from riwaya.claims.people import by_itself, one_of, rescued
from riwaya.lexicons.codes import MUNITIONS
from riwaya.lexicons.matcher import Match
from riwaya.text.numberwords import folded
from riwaya.text.numerals import Numeral, begins_amount, read_numeral, vague
from riwaya.text.tokens import NUMBER, WORD


def may_begin(sentence: Sentence, i: int) -> bool:
    """Can a number, a vague amount or a mother begin at token i? Other units begin with a noun of `COUNTED_TABLES`."""
    word = sentence.tokens.words[i]
    return sentence.tokens.kinds[i] == NUMBER or begins_amount(word) or word in _MOTHER


def unit_at(sentence: Sentence, i: int, harms: Sequence[Harm], before: int | None) -> Unit | None:
    """The unit that begins at token i; `before` is the last token of the count before it."""
    tokens = sentence.tokens
    numeral = read_numeral(tokens, i, sentence.stop)
    if numeral and not numeral.ordinal and float(numeral.value).is_integer():
        return _numbered(sentence, numeral, harms, before)
    if numeral:
        one_more = numeral.ordinal and not numeral.definite and not numeral.skip and right_after(i, harms)
        return Unit(i, numeral.last, numeral.skip, 1, 1, 1, "exact", None, "singular") if one_more else None
    if tokens.words[i] in _MOTHER and "أ" in tokens.spelled(i) and right_after(i, harms):
        return Unit(i, i, 0, 1, 1, 1, "exact", None, "singular", "woman")
    single = one_of(sentence, i, harms)
    if single:
        return single
    loose = vague(tokens, i, sentence.stop)
    if loose:
        noun = noun_at(sentence, loose.last + 1)
        parts = sentence.link(loose.last + 1, "subset") if loose.last + 1 < sentence.stop else None
        if noun is None and not harm_before(sentence, i, harms, reach=1) and not parts:
            return None
        if noun is not None and rescued(sentence, noun, harms):
            return None
        last = noun.last if noun else loose.last
        return Unit(i, last, loose.skip, loose.low, None, None, loose.hedge, noun, "vague")
    if any(h.at == i and h.verb for h in harms):
        return None  # "قتلا" tells what happened; who it happened to stands beside it
    noun = persons_at(sentence, i)
    if noun is None:
        pair = next(
            (
                m
                for m in sentence.matches.get(i, ())
                if m.hit.form.number == "d"
                and not m.hit.form.bound
                and m.length == 1
                and (
                    (m.table == "acts" and countable(m)) or (m.table == "weapons" and m.entry.row["class"] in MUNITIONS)
                )
            ),
            None,
        )
        return Unit(i, i, pair.hit.skip, 2, 2, 2, "exact", pair, "dual") if pair else None
    return by_itself(sentence, noun, harms, before)


_MOTHER = folded("أم")
"""Left out of the table of persons: elsewhere the word is "or", or begins a name."""


def _numbered(sentence: Sentence, numeral: Numeral, harms: Sequence[Harm], counted: int | None) -> Unit | None:
    """The unit of a number; `counted` is the last token of the count before it."""
    value = int(numeral.value)
    first, last, hedge = numeral.first, numeral.last, "exact"
    if value == 1 and numeral.form == "words" and not right_after(first, harms):
        return None  # "عائلة واحدة"
    low: int | None = value
    best: int | None = value
    high: int | None = value
    if first > sentence.first and sentence.tokens.words[first - 1] in _NUMBERED_UNITS:
        return None
    before = hedge_before(sentence, first)
    ranged = _range(sentence, numeral)
    if ranged:
        low, high, last = ranged
        best = None
    elif before:
        hedge = before.entry.row["kind"].removeprefix("hedge_")
    noun = noun_at(sentence, last + 1)
    joint = last + 1 < sentence.stop and sentence.link(last + 1, "joint")  # "66 بين قتيل وجريح"
    near = (
        harm_before(sentence, first, harms, reach=2)
        or harm_of_topic(sentence, first, last, harms)
        or harm_after(sentence, last, harms)
        or raised_to(sentence, first, harms)
        or before_toll_word(sentence, last)
        or (counted is not None and _more_of(sentence, counted, first, last))
    )
    if noun is None and not near and not joint:
        return None
    if noun is None and measure(sentence, last + 1):
        return None
    last = noun.last if noun else last
    after = _hedge_after(sentence, last + 1) or _hedge_behind_group(sentence, last + 1)
    if after:
        hedge = after.entry.row["kind"].removeprefix("hedge_")
        last = after.last
    if hedge in ("at_least", "more_than"):
        high = None
    elif hedge == "at_most":
        low = None
    skip = numeral.skip if first == numeral.first else 0
    return Unit(first, last, skip, low, best, high, hedge, noun, "range" if ranged else "numeral")


_NUMBERED_UNITS = folded(
    "الفرقة اللواء الكتيبة الفوج السرية الفيلق المجموعة الوحدة القرار رقم الدفعة المادة القناة الفرقه القطاع المنطقة"
)
"""Words whose number is a name: "الفرقة 30 مشاة"."""


def _range(sentence: Sentence, numeral: Numeral) -> tuple[int, int, int] | None:
    """(low, high, last token) of "بين 20 و25", "من 20 إلى 25", "20-25"."""
    tokens, k = sentence.tokens, numeral.last + 1
    if k >= sentence.stop:
        return None
    between = sentence.preposition_before(numeral.first) == "bayn"
    word = tokens.words[k]
    second: Numeral | None = None
    if between or word == "و":
        if between:
            second = read_numeral(tokens, k + (word == "و"), sentence.stop) if word.startswith("و") else None
    elif word in ("الي", "-", "–") or (word == "او"):
        second = read_numeral(tokens, k + 1, sentence.stop) if k + 1 < sentence.stop else None
    if second is None or second.ordinal or second.value <= numeral.value:
        return None
    return int(numeral.value), int(second.value), second.last


def _hedge_after(sentence: Sentence, k: int) -> Match | None:
    if k >= sentence.stop:
        return None
    return next(
        (
            m
            for m in sentence.matches.get(k, ())
            if m.table == "links"
            and m.entry.row["kind"].startswith("hedge_")
            and m.entry.row["kind"] in ("hedge_at_least", "hedge_at_most", "hedge_about")
        ),
        None,
    )


def _more_of(sentence: Sentence, counted: int, first: int, last: int) -> bool:
    """Does a number without a noun go on with those counted: "وستة من المقاومة", "ثلاثة منهم"?"""
    k = last + 1
    if of_them(sentence, k):
        return True
    ends = k >= sentence.stop or sentence.tokens.kinds[k] != WORD or sentence.tokens.words[k] == "من"
    return ends and joined_to(sentence, counted, first)


_GROUP = 4  # tokens of "من الميليشيات الموالية" between a number and its hedge


def _hedge_behind_group(sentence: Sentence, k: int) -> Match | None:
    """`قتل 6 من الميليشيات على الأقل`: the hedge stands behind whose they are."""
    if k >= sentence.stop or sentence.tokens.words[k] != "من":
        return None
    for at in range(k + 1, min(sentence.stop, k + 1 + _GROUP)):
        if sentence.breaks.get(at) or sentence.tokens.kinds[at] != WORD:
            return None
        link = sentence.link(at, "hedge_at_least", "hedge_at_most")
        if link:
            return link
    return None
