"""Months and dates: تموز (يوليو) الماضي · 6 نيسان/أبريل 2018 · 6/4/2018 · 26 شوال 1436هـ.

Each function reads at one token and returns a `Reading` (or a part of one) with the last token it used, or None. Dates
are resolved as they are read, against the reader's anchor.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from riwaya.claims.times.periods import (
    MONTH,
    NEAR_FUTURE,
    Anchor,
    Period,
    day_of,
    hijri_day,
    hijri_month,
    hijri_year_of,
    month_for,
    month_of,
    unit_at,
    year_for,
)
from riwaya.claims.times.reader import Reader, Reading
from riwaya.claims.times.words import (
    DATE_WORDS,
    EVENT_WORDS,
    KNOWN_BY_THEIR_DAY,
    MONTH_TURNS,
    THE_SAME,
    THIS,
)
from riwaya.claims.times.years import Year, era, year_number, year_phrase
from riwaya.text.calendar import HIJRI_MONTHS, MONTHS
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral
from riwaya.text.tokens import NUMBER

_LINKS = folded("من في ل ب")


class Month(NamedTuple):
    """A month as said: its number, the year where one is told, `turn` (الماضي −1 …), by the Hijri calendar or not.

    `name` is its first word, or "شهر" where that word or a second name makes it plainly a month. `period` is set where
    the month is told by its distance from the anchor (الشهر الماضي); `known` is false where that could not be resolved.
    """

    last: int
    number: int
    name: str
    hijri: bool = False
    year: Year | None = None
    turn: int | None = None
    period: Period | None = None
    known: bool = True


def month_name(r: Reader, i: int) -> tuple[int, bool, int] | None:
    """(number, hijri, last) of a month name at i, the longest first."""
    word = r.word(i)
    if not word:
        return None
    for name, last in ((f"{word} {r.word(i + 1)}", i + 1), (word, i)):
        if name in MONTHS:
            return MONTHS[name], False, last
        if name in HIJRI_MONTHS:
            return HIJRI_MONTHS[name], True, last
    return None


_MONTH_WORDS = folded("شهر لشهر بشهر")
_SECOND_NAME_SIGNS = "(/-–،"


def month_phrase(r: Reader, i: int) -> Month | None:
    """A month at i with its second name, year and adjective: شهر نيسان/أبريل 2018 · مايو (أيار) الماضي · هذا الشهر."""
    if r.word(i) == "الشهر" or (r.word(i) in THIS and r.word(i + 1) == "الشهر"):
        return _definite_month(r, i)
    said = r.word(i) in _MONTH_WORDS
    k = i + said
    named = month_name(r, k)
    if named is not None:
        number, hijri, end = named
        last = _second_name(r, end, number, hijri)
        return _with_year(r, Month(last, number, "شهر" if said or last > end else r.word(i), hijri))
    numeral = read_numeral(r.tokens, k, r.stop) if said and k < r.stop else None
    if numeral is None or numeral.ordinal or numeral.value not in range(1, 13):
        return None
    return _with_year(r, Month(numeral.last, int(numeral.value), "شهر"))


def _definite_month(r: Reader, i: int) -> Month | None:
    """هذا الشهر · الشهر الجاري · الشهر نفسه · الشهر الثامن."""
    if r.word(i) in THIS:
        return _relative_month(r, i + 1, 0)
    if r.word(i + 1) in THE_SAME:
        same = r.previous.start if r.previous else None
        period = month_of(same.year, same.month) if same else None
        return Month(i + 1, same.month if same else 0, "الشهر", period=period, known=period is not None)
    turn = r.turn(i + 1)
    if turn:
        return _relative_month(r, turn[1], turn[0])
    numeral = read_numeral(r.tokens, i + 1, r.stop) if r.word(i + 1) else None
    if numeral is None or not numeral.ordinal or numeral.value not in range(1, 13):
        return None
    return _with_year(r, Month(numeral.last, int(numeral.value), "الشهر"))


def _second_name(r: Reader, last: int, number: int, hijri: bool) -> int:
    """The end of "نيسان/أبريل", "مايو (أيار)", "كانون الأول - ديسمبر", "يوليو تموز"."""
    k = last + 1
    bracket = r.sign(k, "(")
    if r.sign(k, _SECOND_NAME_SIGNS):
        k += 1
    other = month_name(r, k)
    if other is None or other[0] != number or other[1] != hijri:
        return last
    k = other[2]
    return k + 1 if bracket and r.sign(k + 1, ")") else k


def _relative_month(r: Reader, last: int, turn: int) -> Month:
    day = r.anchor.day
    period = unit_at(day, MONTH, turn) if day else None
    return Month(last, period.start.month if period else 0, "الشهر", period=period, known=period is not None)


def _with_year(r: Reader, month: Month) -> Month:
    k = month.last + 1
    turn = r.turn(k)
    if turn:
        month, k = month._replace(turn=turn[0], last=turn[1]), turn[1] + 1
        year = year_number(r, k)
        return month._replace(year=year, last=year.last) if year else month
    if r.sign(k, "،,/-") and (r.digits(k + 1) or (r.sign(k, "،,") and year_number(r, k + 1))):
        k += 1
    if r.word(k) in _LINKS:
        k += 1
    linked = k > month.last + 1
    year = year_phrase(r, k)
    if year is None or (linked and r.word(k - 1) in _LINKS and r.digits(k) and r.word(k - 1) != "من"):
        return month
    return month._replace(year=year, last=year.last)


def read_month(r: Reader, month: Month) -> Reading:
    """The reading of a month without a day."""
    if month.period or not month.known:
        return r.resolved(month.last, month.period, r.anchor.name)
    year = month.year
    if year is not None:
        if year.year is None:
            return Reading(month.last)
        if month.hijri:
            period = hijri_month(year.year, month.number) if year.hijri else _hijri_in(year.year, month.number)
        else:
            period = month_of(year.year, month.number) if 1 <= year.year <= 9999 else None
        return r.resolved(month.last, period, year.anchor)
    if month.hijri:
        return r.resolved(month.last, _hijri_month_for(r.anchor, month.number, month.turn), r.anchor.name)
    return r.resolved(month.last, month_for(r.anchor, month.number, month.turn), r.anchor.name)


def _hijri_in(year: int, month: int) -> Period | None:
    """The Hijri month that begins in a Gregorian year."""
    first = hijri_year_of(date(year, 1, 1)) if 1925 <= year <= 2076 else None
    for hijri in (first, first + 1) if first else ():
        period = hijri_month(hijri, month)
        if period and period.start.year == year:
            return period
    return None


def _hijri_month_for(anchor: Anchor, month: int, turn: int | None) -> Period | None:
    year = hijri_year_of(anchor.day) if anchor.day else None
    if year is None or anchor.day is None:
        return None
    found = [p for y in (year - 1, year, year + 1) if (p := hijri_month(y, month))]
    if turn == 1 or (turn is None and anchor.ahead):
        return min((p for p in found if p.end >= anchor.day), default=None)
    limit = [p for p in found if (p.end if turn == -1 else p.start) <= anchor.day]
    return max(limit, default=None)


def read_day_of_month(r: Reader, month: Month, day: int, weekday: int | None = None) -> Reading:
    """The reading of a day in a month; a weekday beside it chooses the year, and lowers the precision if it errs."""
    anchor = r.anchor.name
    if month.period:
        found = day_of(month.period.start.year, month.period.start.month, day)
    elif not month.known or (month.year is not None and month.year.year is None):
        found = None
    elif month.year is not None and month.year.year is not None:
        anchor = month.year.anchor
        if month.hijri:
            found = hijri_day(month.year.year, month.number, day) if month.year.hijri else None
        else:
            found = day_of(month.year.year, month.number, day)
    elif month.hijri:
        period = _hijri_month_for(r.anchor, month.number, month.turn)
        found = period.start + timedelta(days=day - 1) if period and day <= 30 else None
    else:
        found = year_for(r.anchor, month.number, day, month.turn, weekday)
    contradicts = found is not None and weekday is not None and found.weekday() != weekday and not month.hijri
    return r.one_day(month.last, found, anchor, 2 if contradicts else 1)


# --- dates ---------------------------------------------------------------------------------------------------------

_DAY_SIGNS = "/-–.،,"


def day_number(r: Reader, i: int) -> tuple[int, int] | None:
    """(day, last) of a day of the month at i: 1–31 in digits or words."""
    if i >= r.stop:
        return None
    digits = r.digits(i)
    if digits:
        return (int(digits), i) if len(digits) <= 2 and 1 <= int(digits) <= 31 else None
    if not r.word(i):
        return None
    number = read_numeral(r.tokens, i, r.stop)
    if number is None or not isinstance(number.value, int) or not 1 <= number.value <= 31:
        return None
    return number.value, number.last


def date_phrase(r: Reader, i: int, weekday: int | None = None) -> Reading | None:
    """A day of a month at i: 6 نيسان 2018 · الثامن من يوليو · مايو الحادي عشر · 6/4/2018 · 20 من الشهر الماضي."""
    numeric = numeric_date(r, i, weekday)
    if numeric:
        return numeric
    day = day_number(r, i)
    if day is None:
        return _month_first(r, i, weekday)
    of_turn = r.word(day[1] + 1) == "من"
    turn = r.turn(day[1] + 1 + of_turn)
    if turn and r.word(turn[1]) in MONTH_TURNS:
        # "في 15 الجاري": the month goes without saying
        return read_day_of_month(r, _relative_month(r, turn[1], turn[0]), day[0], weekday)
    k = day[1] + 1 + r.sign(day[1] + 1, _DAY_SIGNS)
    of = r.word(k) == "من"
    month = month_phrase(r, k + of)
    # without "من" a number beside "شهر", "الشهر الماضي" counts something: only a month's name makes it a day
    if month is None or not (of or month_name(r, k) or month_name(r, k + 1)):
        return None
    if r.word(i - 1) in EVENT_WORDS and month.year is None and month.turn is None and not month.hijri:
        known = KNOWN_BY_THEIR_DAY.get((month.number, day[0]))
        if known and (r.anchor.day is None or r.anchor.day.year >= known):
            return r.one_day(month.last, day_of(known, month.number, day[0]), "text")
    return read_day_of_month(r, month, day[0], weekday)


def _month_first(r: Reader, i: int, weekday: int | None) -> Reading | None:
    """مايو الحادي عشر · يناير 1 · سبتمبر 10، 2013."""
    k = i + 1 if r.word(i) in _MONTH_WORDS else i
    named = month_name(r, k)
    if named is None:
        return None
    last = _second_name(r, named[2], named[0], named[1])
    k = last + 1
    if r.sign(k, "-/"):
        k += 1
    day = day_number(r, k)
    if day is None:
        return None
    month = _with_year(r, Month(day[1], named[0], r.word(i), named[1]))
    # "في أيار 20 قتيلا" counts: digits are a day only where no word follows, or a year does
    if r.digits(k) and month.year is None and r.word(day[1] + 1):
        return None
    if not r.digits(k) and not r.word(k).startswith("ال"):
        return None
    return read_day_of_month(r, month, day[0], weekday)


def numeric_date(r: Reader, i: int, weekday: int | None = None) -> Reading | None:
    """6/4/2018 · 2018-04-06 · 06.04.2018 · 17/5/1436هـ; day before month, unless only the other order is a date.

    Day and month without a year count only after a word for a date. Two-digit years are not taken from the future.
    """
    parts, last, sign = _numeric_parts(r, i)
    if len(parts) < 2:
        return None
    numbers = [int(part) for part in parts]
    if len(parts) == 3:
        if len(parts[0]) == 4:
            year, (first, second) = numbers[0], (numbers[2], numbers[1])
        elif len(parts[2]) == 4:
            year, (first, second) = numbers[2], (numbers[0], numbers[1])
        elif weekday is not None or r.word(i - 1) in DATE_WORDS or (len(parts[2]) == 2 and sign == "/"):
            # "16/04/21" is a year first only where it cannot be a day first
            year, (first, second) = 2000 + numbers[2], (numbers[0], numbers[1])
        else:
            return None
        found = era(r, last, year)
        orders = [(year, first, second), (year, second, first)]
        if len(parts[0]) == len(parts[2]) == 2:
            orders.append((2000 + numbers[0], numbers[2], numbers[1]))
        return _first_possible(r, found, orders)
    led = weekday is not None or r.word(i - 1) in DATE_WORDS or (r.word(i - 1) in _SHORT_DATE_WORDS and sign == "/")
    if any(len(part) > 2 for part in parts) or sign == "." or not led or r.word(last + 1) == "من":
        return None
    for day, month in (numbers, numbers[::-1]):
        if 1 <= month <= 12 and 1 <= day <= 31:
            return read_day_of_month(r, Month(last, month, ""), day, weekday)
    return None


def _first_possible(r: Reader, found: Year, orders: list[tuple[int, int, int]]) -> Reading | None:
    """The first (year, day, month) that is a date, and no later than the report where there is a choice of years."""
    days = [
        day
        for year, number, month in orders
        if (day := hijri_day(year, month, number) if found.hijri else day_of(year, month, number)) is not None
    ]
    past = [day for day in days if r.anchor.day is None or day <= r.anchor.day + NEAR_FUTURE]
    chosen = past if len(orders) > 2 else days
    return r.one_day(found.last, (chosen or days)[0], "text") if days else None


_SHORT_DATE_WORDS = folded("في يوم ليوم منذ")


def _numeric_parts(r: Reader, i: int) -> tuple[list[str], int, str]:
    """Two or three numbers joined by one sign without spaces, the last token, and the sign."""
    if i >= r.stop or r.kinds[i] != NUMBER:
        return [], i, ""
    if "." in r.words[i]:
        return r.words[i].split("."), i, "."
    parts, k = [r.words[i]], i
    sign = r.words[i + 1] if r.sign(i + 1, "/-–") else ""
    while (
        len(parts) < 3
        and sign
        and r.sign(k + 1, sign)
        and r.digits(k + 2)
        and not (r.tokens.spaced(k + 1) or r.tokens.spaced(k + 2))
    ):
        k += 2
        parts.append(r.words[k])
    # a fourth part makes it a telephone number or an address
    if not all(part.isdigit() for part in parts) or (sign and r.sign(k + 1, sign) and r.digits(k + 2)):
        return [], i, ""
    return parts, k, sign


def numeric_month(r: Reader, i: int) -> Reading | None:
    """3/2015 · 2015-3: a month."""
    parts, last, _ = _numeric_parts(r, i)
    if len(parts) != 2 or sorted(map(len, parts)) not in ([1, 4], [2, 4]):
        return None
    year, month = (int(parts[0]), int(parts[1])) if len(parts[0]) == 4 else (int(parts[1]), int(parts[0]))
    if not (1 <= month <= 12 and 1900 <= year <= 2100):
        return None
    return r.resolved(last, month_of(year, month), "text")
