"""A time of day without its day: فجرا · بعد منتصف الليل · الساعة 10 صباحا · قبل قليل.

It belongs to the day last spoken of in the report, and to the day of the report where none was spoken of.
"""

from __future__ import annotations

from datetime import timedelta

from riwaya.claims.times.periods import DAY, Period, shift
from riwaya.claims.times.reader import Reader, Reading, longest_phrase
from riwaya.claims.times.words import DAY_PARTS, JUST_NOW, NIGHT_PARTS, PART_ADVERBS, PARTS_OF_DAY
from riwaya.text.numberwords import SURFACES, folded
from riwaya.text.numerals import read_numeral
from riwaya.text.tokens import NUMBER

RECENTLY = timedelta(days=3)
"""A day spoken of further back than this is context: the bare hour after it may be of today again, or of that day."""

_TO_THE_DAY = 2
"""UCDP's date_prec of a day that is told only by its hour: the day is the report's own, or the one spoken of."""

_CLOCK = folded("دقيقة الدقيقة ونصف والنصف وربع والربع وثلث والثلث تماما دقائق")
_HOUR = folded("الساعة الساعه")
_MOST_HOURS = 24


def part_of_day(r: Reader, i: int) -> Reading | None:
    """A part of the day, an hour or "just now" at i, with the day that it belongs to where one is known."""
    now = longest_phrase(r, i, JUST_NOW)
    if now and r.word(i + now) not in ("من", "علي"):  # "قبل قليل من الهجوم" is told from the attack
        day = r.anchor.day
        return r.resolved(i + now - 1, Period(day, day) if day else None, r.anchor.name)
    night = longest_phrase(r, i, NIGHT_PARTS)
    size = night or longest_phrase(r, i, DAY_PARTS)
    if size and not (r.word(i) in PART_ADVERBS and _after_clock(r, i)):
        return _of_known_day(r, i + size - 1, night=night > 0)
    return _clock(r, i)


def _after_clock(r: Reader, i: int) -> bool:
    """Does an hour stand before the adverb ("العاشرة صباحا"), which is then read with it?"""
    before = r.word(i - 1) or (r.words[i - 1] if i and r.kinds[i - 1] == NUMBER else "")
    return before.isdigit() or before in SURFACES or before in _CLOCK


def _of_known_day(r: Reader, last: int, *, night: bool) -> Reading:
    near, day = r.previous, r.anchor.day
    if near is not None:
        told = near.end - near.start <= timedelta(days=1) and (day is None or abs(day - near.end) <= RECENTLY)
        if not told:
            return Reading(last)
        return r.resolved(last, near, r.spoken, _TO_THE_DAY)
    if day is None:
        return Reading(last)
    # the last night of a report reaches from its eve into its day
    before = shift(day, -1, DAY) if night else day
    return r.resolved(last, Period(before or day, day), r.anchor.name, _TO_THE_DAY)


def _clock(r: Reader, i: int) -> Reading | None:
    """الساعة 10 صباحا · الساعة العاشرة والنصف ليلا · الساعة 17:30 at i, where no day follows."""
    if r.word(i) not in _HOUR or i + 1 >= r.stop:
        return None
    number = read_numeral(r.tokens, i + 1, r.stop)
    if number is None or not isinstance(number.value, int) or not 0 <= number.value <= _MOST_HOURS:
        return None
    k = number.last + 1
    while k < r.stop and (r.word(k) in _CLOCK or (r.sign(k, ":.") and r.digits(k + 1))):
        k += 2 if r.sign(k, ":.") else 1
    night = longest_phrase(r, k, NIGHT_PARTS)
    size = night or longest_phrase(r, k, DAY_PARTS)
    k += size
    if not size and (r.word(k) in PARTS_OF_DAY or r.word(k) in ("من", "يوم", "بعد", "قبل", "ال")):
        return None  # "الساعة العاشرة من صباح الخميس": the day follows
    return _of_known_day(r, k - 1, night=night > 0)
