"""The nth of something: أول ثلاثاء من أيار · الأسبوع الأول من العام · ثاني أيام عيد الأضحى."""

from __future__ import annotations

from datetime import timedelta

from riwaya.claims.times.dates import Month, month_phrase, read_day_of_month, read_month
from riwaya.claims.times.periods import DAY, WEEK, nth_week, nth_weekday, week_of_year
from riwaya.claims.times.reader import Reader, Reading, longest_phrase
from riwaya.claims.times.words import BARE_UNIT, DAY_WORDS, HOLIDAY_PHRASES, HOLIDAYS, ONE_UNIT
from riwaya.claims.times.years import year_phrase
from riwaya.text.calendar import WEEKDAYS
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral

MOST_IN_A_MONTH = 5
"""A month has at most five days of one name: "الثلاثاء التاسع عشر من أيار" tells the date."""

_LAST = folded("آخر الأخير الأخيرة")
_IN = folded("من في ب ل")


def _nth(r: Reader, i: int) -> tuple[int, int] | None:
    """(n, last) of أول, ثالث, آخر at i; -1 is the last."""
    if r.word(i) in _LAST:
        return -1, i
    number = read_numeral(r.tokens, i, r.stop) if r.word(i) else None
    return (int(number.value), number.last) if number and number.ordinal else None


def _month_after(r: Reader, i: int) -> Reading | None:
    """The month of "من شهر أيلول", "بأيلول", "هذا الشهر" at i."""
    k = i + (r.word(i) in _IN)
    month = month_phrase(r, k)
    if month is None and r.word(k)[:1] in ("ب", "ل"):
        r = r.cut(k, r.word(k)[1:])
        month = month_phrase(r, k)
    return read_month(r, month) if month else None


def weekday_of_month(r: Reader, k: int, weekday: int) -> Reading | None:
    """الثلاثاء الثالث من أيلول · الاثنين الأخير من الشهر."""
    nth = _nth(r, k + 1)
    if nth is None or nth[0] > MOST_IN_A_MONTH or not r.word(k + 1).startswith("ال"):
        return None
    month = _month_after(r, nth[1] + 1)
    return _nth_day(r, month, weekday, nth[0]) if month and r.word(nth[1] + 1) else None


def _nth_day(r: Reader, month: Reading, weekday: int, nth: int) -> Reading:
    found = nth_weekday(month.period, weekday, nth) if month.period else None
    return r.one_day(month.last, found, month.anchor)


def nth_of_month(r: Reader, i: int) -> Reading | None:
    """أول ثلاثاء من أيار · ثالث يوم من شهر أيار · آخر أسبوع في أيلول."""
    nth = _nth(r, i)
    if nth is None:
        return None
    k = nth[1] + 1
    if r.word(k) in DAY_WORDS and WEEKDAYS.get(r.word(k + 1)) is not None:
        k += 1
    weekday = WEEKDAYS.get(r.word(k)) if not r.word(k).startswith("ال") else None
    if weekday is None and BARE_UNIT.get(r.word(k)) not in (WEEK, DAY):
        return None
    month = _month_after(r, k + 1)
    if month is None:
        return None
    if weekday is not None:
        return _nth_day(r, month, weekday, nth[0])
    return _nth_unit(r, month, BARE_UNIT[r.word(k)], nth[0])


def feast(r: Reader, i: int) -> Reading | None:
    """عيد الفطر · ثاني أيام عيد الأضحى 2013 · ثالث أيام رمضان."""
    nth, k = 1, i
    counted = _nth(r, i)
    if counted and r.word(counted[1] + 1) in ("ايام", "يوم"):
        nth, k = counted[0], counted[1] + 2
        k += r.word(k) == "من"
        month = month_phrase(r, k)
        if month is not None and month.hijri and 1 <= nth <= 30:
            return read_day_of_month(r, month, nth)
    size = longest_phrase(r, k, HOLIDAY_PHRASES)
    if not size or not 1 <= nth <= LONGEST_FEAST:
        return None
    number, first_day, hijri = HOLIDAYS[tuple(r.word(k + n) for n in range(size))]
    year = year_phrase(r, k + size)
    month = Month(year.last if year else k + size - 1, number, "", hijri, year)
    if hijri and year and year.year and not year.hijri:
        period = read_month(r, month).period  # the Hijri month that begins in that year
        day = period.start + timedelta(days=first_day + nth - 2) if period else None
        return r.one_day(month.last, day, "text", 2)
    found = read_day_of_month(r, month, first_day + nth - 1)
    # the moon is sighted, not computed: a feast may fall a day beside the calendar's
    return found._replace(precision=2) if found.period and hijri else found


LONGEST_FEAST = 5
"""The feast of sacrifice has four days; papers count a fifth."""


def _nth_unit(r: Reader, month: Reading, unit: str, nth: int) -> Reading:
    """The nth week or day of a month; -1 is the last."""
    period = month.period
    if period is None:
        return month
    if unit == WEEK:
        return r.resolved(month.last, nth_week(period, nth), month.anchor, 3)
    day = period.end if nth == -1 else period.start + timedelta(days=nth - 1)
    return r.one_day(month.last, day if day <= period.end else None, month.anchor)


def definite_nth(r: Reader, i: int) -> Reading | None:
    """الأسبوع الأول من أيار · اليوم الأخير من الشهر الماضي."""
    unit = ONE_UNIT.get(r.word(i)) or (DAY if r.word(i) == "اليوم" else None)
    if unit not in (WEEK, DAY):
        return None
    nth = _nth(r, i + 1)
    if nth is None or not r.word(nth[1] + 1):
        return None
    month = _month_after(r, nth[1] + 1)
    if month is not None:
        return _nth_unit(r, month, unit, nth[0])
    k = nth[1] + 1
    year = year_phrase(r, k + (r.word(k) in _IN)) if unit == WEEK else None
    if year is None or year.hijri:
        return None
    return r.resolved(year.last, week_of_year(year.year, nth[0]) if year.year else None, year.anchor, 3)
