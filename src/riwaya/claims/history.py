"""History told as context: what the date of an act says of it, where its words do not."""

from __future__ import annotations

from datetime import date

from riwaya.claims.context import Dated, Sentence
from riwaya.claims.factuality import Factuality
from riwaya.claims.report import Draft
from riwaya.lexicons.codes import codes
from riwaya.text.calendar import MONTHS
from riwaya.text.numberwords import folded

# an act dated more than this many days before publication is history told as context (codebook: "recent days" are not)
_BACKGROUND_DAYS = 20


_YEAR = 5
"""Precision of a date that names no month (model.When): news of these days names the day."""


_DATED_CONTEXT = frozenset({"clause:back_then", "clause:context_lead"})
"""Rules that take a clause for background by a word; a day of these weeks in it says otherwise (codebook)."""


def _last_month(sentence: Sentence, dated: Dated) -> bool:
    """`في أيلول الماضي`, `الشهر الفائت`: a month and "last" is not these days, whatever today is."""
    words = sentence.tokens.words[dated.first : dated.last + 1]
    return words[-1] in _LAST and any(word in _ANY_MONTH for word in words)


_LAST = folded("الماضي الفائت المنصرم")
_ANY_MONTH = frozenset({*MONTHS, "الشهر"})


def settle_by_date(sentence: Sentence, draft: Draft, published: date | None) -> None:
    """Take the act for background, or for news after all, by its date; `published` is the day of the report."""
    when = draft.when.when if draft.when else None
    if draft.when is None or when is None:
        return
    start, stop = sentence.clause(draft.trigger.first)
    inside = start <= draft.when.first < stop
    if published is None and inside and draft.factuality.value == "actual" and _last_month(sentence, draft.when):
        draft.factuality = Factuality("background", "dated_last_month")
    if when.start is None or when.end is None:
        return
    if draft.factuality.rule in _DATED_CONTEXT and inside and published is not None:
        if when.precision == 1 and 0 <= (published - when.end).days <= _BACKGROUND_DAYS:
            draft.factuality = Factuality("actual", "dated_recently")
        return
    told_now = codes()[draft.trigger.code].group == "speech" and not inside  # the date is that of what is spoken of
    if draft.factuality.value != "actual" or told_now:
        return
    if published is not None:
        # "منذ نيسان قتل المئات" sums up; "مضرب منذ 54 يوما" goes on
        leads = inside and draft.when.first - start <= 1
        since = leads and sentence.tokens.words[draft.when.first].lstrip("و") == "منذ"
        if (published - (when.start if since else when.end)).days > _BACKGROUND_DAYS:
            draft.factuality = Factuality("background", "dated_long_ago")
    elif when.precision is not None and when.precision >= _YEAR and inside:
        draft.factuality = Factuality("background", "dated_by_year")  # on a page without a date, that is history
