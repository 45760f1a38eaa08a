"""Years, months and dates: عام 2012 · تموز (يوليو) الماضي · 6 نيسان/أبريل 2018 · 6/4/2018 · 26 شوال 1436هـ.

Each function reads at one token and returns a `Reading` (or a part of one) with the last token it used, or None. Dates
are resolved as they are read, against the reader's anchor.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from riwaya.claims.periods import (
    MONTH,
    YEAR,
    Anchor,
    Period,
    day_of,
    hijri_day,
    hijri_month,
    hijri_year,
    hijri_year_of,
    month_for,
    month_of,
    unit_at,
    year_for,
    year_of,
)
from riwaya.claims.timereader import Reader, Reading
from riwaya.claims.timewords import ONE_UNIT, THIS
from riwaya.text.calendar import HIJRI_MONTHS, MONTHS
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral
from riwaya.text.tokens import NUMBER

# --- years ---------------------------------------------------------------------------------------------------------

_YEAR_WORDS = folded("عام العام سنة السنة لعام بعام لسنة بسنة للعام بالعام")
_GREGORIAN_SIGN = folded("م ميلادي ميلادية للميلاد")
_HIJRI_SIGN = folded("ه هجري هجرية هجريا للهجرة")
_LINKS = folded("من في ل ب")


class Year(NamedTuple):
    """A year: `hijri` by its sign or its size. `year` None: told relative to an unknown anchor."""

    last: int
    year: int | None
    hijri: bool
    anchor: str


def _era(r: Reader, last: int, year: int) -> Year:
    sign = r.word(last + 1)
    if sign in _HIJRI_SIGN:
        return Year(last + 1, year, True, "text")
    if sign in _GREGORIAN_SIGN:
        return Year(last + 1, year, False, "text")
    # no report of our time tells of Gregorian 1343–1499, and every Hijri year since 1924 lies there
    return Year(last, year, 1343 <= year < 1500, "text")


def year_number(r: Reader, i: int, *, said: bool = False) -> Year | None:
    """A year in four digits or in words at i; where a word for year stands before (`said`), of any size."""
    digits = r.digits(i)
    if digits:
        if len(digits) == 4 and 1300 <= int(digits) <= 2100:
            return _era(r, i, int(digits))
        return _era(r, i, int(digits)) if said and 0 < int(digits) <= 2100 and digits[0] != "0" else None
    if not r.word(i):
        return None
    number = read_numeral(r.tokens, i, r.stop)
    if number is None or number.ordinal or not isinstance(number.value, int) or number.skip:
        return None
    if 1900 <= number.value <= 2100 or (said and 100 < number.value <= 2100):
        return _era(r, number.last, number.value)
    return None


def year_phrase(r: Reader, i: int) -> Year | None:
    """عام 2012 · العام الماضي · هذه السنة · 2012 at i."""
    if r.word(i) in THIS and ONE_UNIT.get(r.word(i + 1)) == YEAR:
        return _relative_year(r, i + 1, 0)
    if r.word(i) in _YEAR_WORDS:
        k = i + 1
        while r.sign(k, "(:"):
            k += 1
        found = year_number(r, k, said=True)
        if found:
            turn = r.turn(found.last + 1)  # "العام 2012 الماضي"
            return found._replace(last=turn[1]) if turn else found
        turn = r.turn(i + 1)
        if turn and r.word(i).endswith(("العام", "السنة")):
            return _relative_year(r, turn[1], turn[0])
        return None
    return year_number(r, i)


def _relative_year(r: Reader, last: int, turn: int) -> Year:
    day = r.anchor.day
    return Year(last, day.year + turn if day else None, False, r.anchor.name if day else "none")


def read_year(r: Reader, found: Year) -> Reading:
    """The reading of a year."""
    if found.year is None:
        return Reading(found.last)
    return r.resolved(found.last, hijri_year(found.year) if found.hijri else year_of(found.year), found.anchor)


# --- months --------------------------------------------------------------------------------------------------------


class Month(NamedTuple):
    """A month as said: its number, the year where one is told, `turn` (الماضي −1 …), by the Hijri calendar or not.

    `name` is its first word. `period` is set where the month is told by its distance from the anchor (الشهر الماضي);
    `known` is false where that could not be resolved.
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
    """A month at i with its second name, year and adjective: (شهر) نيسان/أبريل 2018 · مايو (أيار) الماضي · الشهر الجاري."""
    k = i
    if r.word(i) in THIS and r.word(i + 1) == "الشهر":
        return _relative_month(r, i + 1, 0)
    if r.word(i) == "الشهر":
        turn = r.turn(i + 1)
        if turn:
            return _relative_month(r, turn[1], turn[0])
        number = read_numeral(r.tokens, i + 1, r.stop) if r.word(i + 1) else None
        if number and number.ordinal and 1 <= number.value <= 12:
            return _with_year(r, Month(number.last, int(number.value), "الشهر"))
        return None
    if r.word(i) in _MONTH_WORDS:
        k = i + 1
    named = month_name(r, k)
    if named is None:
        if k == i or k >= r.stop:
            return None
        digits = read_numeral(r.tokens, k, r.stop)
        if digits is None or digits.ordinal or not isinstance(digits.value, int) or not 1 <= digits.value <= 12:
            return None
        return _with_year(r, Month(digits.last, digits.value, "شهر"))
    number_of, hijri, last = named
    last = _second_name(r, last, number_of, hijri)
    return _with_year(r, Month(last, number_of, "شهر" if k > i else r.word(i), hijri))


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
    if r.sign(k, "،,/-") and r.digits(k + 1):
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
    """The reading of a day in a month; a weekday told beside it chooses the year, and lowers the precision if it errs."""
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
_DATE_WORDS = folded("بتاريخ تاريخ الموافق")


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
    k = day[1] + 1 + r.sign(day[1] + 1, _DAY_SIGNS)
    of = r.word(k) == "من"
    month = month_phrase(r, k + of)
    # without "من" a number beside "شهر", "الشهر الماضي" counts something: only a month's name makes it a day
    if month is None or not (of or month_name(r, k) or month_name(r, k + 1)):
        return None
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

    Day and month without a year count only beside a weekday.
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
        elif weekday is not None or r.word(i - 1) in _DATE_WORDS or (len(parts[2]) == 2 and sign == "/"):
            # "16/04/21" is a year first only where it cannot be a day first
            year, (first, second) = 2000 + numbers[2], (numbers[0], numbers[1])
        else:
            return None
        found = _era(r, last, year)
        for day, month in ((first, second), (second, first)):
            resolved = hijri_day(year, month, day) if found.hijri else day_of(year, month, day)
            if resolved:
                return r.one_day(found.last, resolved, "text")
        return None
    if any(len(part) > 2 for part in parts) or weekday is None or sign == ".":
        return None
    for day, month in (numbers, numbers[::-1]):
        if 1 <= month <= 12 and 1 <= day <= 31:
            return read_day_of_month(r, Month(last, month, ""), day, weekday)
    return None


def _numeric_parts(r: Reader, i: int) -> tuple[list[str], int, str]:
    """Two or three numbers joined by one sign without spaces, the last token, and the sign."""
    if i >= r.stop or r.kinds[i] != NUMBER:
        return [], i, ""
    if "." in r.words[i]:
        return r.words[i].split("."), i, "."
    parts, k = [r.words[i]], i
    sign = r.words[i + 1] if r.sign(i + 1, "/-–") else ""
    while len(parts) < 3 and sign and r.sign(k + 1, sign) and r.digits(k + 2) and not (
        r.tokens.spaced(k + 1) or r.tokens.spaced(k + 2)
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
