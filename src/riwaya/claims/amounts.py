"""What stands before a noun that is counted: its amount, and the preposition and the و that belong to both.

"على خمسة من المدنيين" is on civilians, "وعشرات المسلحين" joins gunmen; the preposition stands before the number.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.claims.context import Sentence
from riwaya.text.clitics import stems
from riwaya.text.numberwords import folded
from riwaya.text.numerals import ends_amount, read_numeral, vague
from riwaya.text.tokens import NUMBER, WORD

_PARTS = folded("أحد إحدى احدى بعض كل كافة جميع معظم غالبية أغلب سائر مجموع كلا كلتا")
"""Words that take a share of the noun behind them and leave its role to it."""

_REACH = 5  # words of the longest amount before its noun: "مئة وخمسة وعشرين من"
_HEDGES = ("hedge_about", "hedge_more_than", "hedge_at_least", "hedge_at_most")
_PREPS = {"ب": "bi", "ل": "li", "ك": "ka"}


@dataclass(frozen=True, slots=True)
class Front:
    """Where a counted noun begins with its amount, the preposition that governs both, and whether و joins them."""

    first: int
    prep: str
    conjunction: bool


def front_of(sentence: Sentence, i: int) -> Front | None:
    """The amount that ends right before token i, or before a من there; None where the noun is not counted."""
    words = sentence.tokens.words
    last = i - 1
    partitive = last > sentence.first and words[last] == "من"
    first, proclitic, conjunction = _amount(sentence, last - partitive) or _amount(sentence, last) or (None, "", False)
    if first is None:
        return None
    if not proclitic and not conjunction:
        hedge = sentence.link_before(first, *_HEDGES)
        if hedge is not None:
            first, proclitic, conjunction = hedge.first, hedge.hit.proclitic, bool(hedge.hit.conjunction)
    prep = _PREPS.get(proclitic) or ("" if conjunction else sentence.preposition_before(first))
    return Front(first, prep, conjunction)


def _amount(sentence: Sentence, last: int) -> tuple[int, str, bool] | None:
    """(first token, proclitic, conjunction) of the amount that ends with token `last`."""
    tokens = sentence.tokens
    if last < sentence.first or tokens.kinds[last] not in (WORD, NUMBER) or sentence.dated(last):
        return None
    may_end = tokens.kinds[last] == NUMBER or ends_amount(tokens.words[last])
    for k in range(max(sentence.first, last - _REACH), last + 1) if may_end else ():
        skip = None
        number = read_numeral(tokens, k, sentence.stop)
        if number is not None and not number.ordinal and number.last == last:
            skip = number.skip
        elif (loose := vague(tokens, k, sentence.stop)) is not None and loose.last == last:
            skip = loose.skip
        if skip is not None:
            before = tokens.words[k][:skip].removesuffix("ال")
            return k, before[1:] if before[:1] in ("و", "ف") else before, before[:1] in ("و", "ف")
    for stem in stems(tokens.words[last]):
        if stem.text in _PARTS and not stem.article:
            return last, stem.proclitic, bool(stem.conjunction)
    return None
