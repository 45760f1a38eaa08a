"""Calendar arithmetic behind time words: weeks, months, shifts, the nearest such day, Hijri days, precision.

Days only; times of day are not kept. A week runs from Monday (ISO 8601): newspapers of the region begin theirs on
Saturday, Sunday or Monday, and no reading of "last week" depends on which within a day or two.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

DAY, WEEK, MONTH, YEAR, HOUR = "day", "week", "month", "year", "hour"


class Period(NamedTuple):
    """The days from `start` to `end`, both included."""

    start: date
    end: date


class Anchor(NamedTuple):
    """The day that "today" is, what it was taken from (`published`, `dateline`, `none`), and whether the sentence looks
    ahead: then a bare "Friday" or "6 August" is the next one, otherwise the last.
    """

    day: date | None
    name: str
    ahead: bool = False


NEAR_FUTURE = timedelta(days=7)
"""A day and month without a year may lie this far ahead of the report and still be this year's: announcements and the
crawl's clock; beyond it, a report of what happened means the last such day."""


LONG_AHEAD = timedelta(days=320)
"""Even where the sentence looks ahead, a day and month that passed six weeks ago or less is the one meant."""


def precision_of(period: Period) -> int:
    """UCDP's date_prec of a period: 1 a day, 2 up to six days, 3 a week, 4 a month, 5 longer."""
    days = (period.end - period.start).days + 1
    return 1 if days <= 1 else 2 if days <= 6 else 3 if days <= 8 else 4 if days <= 31 else 5


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def month_of(year: int, month: int) -> Period:
    """The whole month."""
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def year_of(year: int) -> Period:
    """The whole year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def week_of(day: date) -> Period:
    """The Monday-to-Sunday week of the day."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def shift(day: date, number: float, unit: str) -> date | None:
    """The day `number` units later (earlier when negative); month ends are kept inside the month. None out of range."""
    try:
        if unit == HOUR:
            return day + timedelta(days=round(number / 24))
        if unit in (DAY, WEEK):
            return day + timedelta(days=round(number * (7 if unit == WEEK else 1)))
        months = round(number * (12 if unit == YEAR else 1))
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        if not 1 <= year <= 9999:
            return None
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except OverflowError:
        return None


def unit_at(day: date, unit: str, turn: int) -> Period | None:
    """The week, month or year that holds the day, or the one `turn` units away from it."""
    moved = shift(day, turn, unit)
    if moved is None:
        return None
    if unit == WEEK:
        return week_of(moved)
    return month_of(moved.year, moved.month) if unit == MONTH else year_of(moved.year)


def weekday_at(anchor: Anchor, weekday: int, turn: int | None) -> date | None:
    """The day a weekday name means: the last one, the anchor's own day included; with `turn` -1 the one before it,
    with 1 the next, with 0 (or where the sentence looks ahead) the coming one.
    """
    if anchor.day is None:
        return None
    back = (anchor.day.weekday() - weekday) % 7
    if turn == 1 or (turn is None and anchor.ahead):
        return anchor.day + timedelta(days=7 - back)
    if turn == 0:
        return anchor.day + timedelta(days=(7 - back) % 7)
    if turn == -1 and back == 0:
        back = 7
    return anchor.day - timedelta(days=back)


def nearest_weekday(day: date, weekday: int) -> date:
    """The day with that name within six days before the given day, or the day after it.

    For "اليوم الجمعة" in a report dated otherwise: reports are dated late (by the crawl, after midnight), seldom early.
    """
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=1) if ahead == 1 else day - timedelta(days=(7 - ahead) % 7)


def nth_weekday(month: Period, weekday: int, nth: int) -> date | None:
    """The nth such weekday of the month, from 1; -1 is the last."""
    if nth == -1:
        return month.end - timedelta(days=(month.end.weekday() - weekday) % 7)
    day = month.start + timedelta(days=(weekday - month.start.weekday()) % 7 + 7 * (nth - 1))
    return day if day <= month.end else None


def nth_week(month: Period, nth: int) -> Period | None:
    """The nth week that begins in the month, from 1; -1 is the last that lies wholly inside it."""
    if nth == -1:
        return week_of(month.end - timedelta(days=6))
    first = nth_weekday(month, 0, nth)
    return week_of(first) if first else None


def week_of_year(year: int, nth: int) -> Period | None:
    """The nth week of the year by ISO 8601; -1 is the last."""
    try:
        return week_of(date(year, 12, 28) if nth == -1 else date.fromisocalendar(year, nth, 1))
    except ValueError:
        return None


def part_of(period: Period, part: str) -> Period:
    """The `beginning`, `middle` or `end` of a period: its thirds (of a month days 1–10, 11–20, 21–end)."""
    days = (period.end - period.start).days + 1
    third = 10 if 28 <= days <= 31 else max(1, days // 3)
    if part == "beginning":
        return Period(period.start, period.start + timedelta(days=third - 1))
    if part == "end":
        first = 2 * third if days > 2 else days - 1
        return Period(period.start + timedelta(days=first), period.end)
    return Period(period.start + timedelta(days=third), period.start + timedelta(days=2 * third - 1))


def year_for(anchor: Anchor, month: int, day: int, turn: int | None, weekday: int | None) -> date | None:
    """The date of a day and month told without a year.

    The last one, `NEAR_FUTURE` allowed; with `turn` -1 strictly before the anchor, with 0 the nearest, with 1 (or where
    the sentence looks ahead) the coming one. A weekday told beside it picks among the last five years.
    """
    if anchor.day is None:
        return None
    today = anchor.day
    found = [d for year in range(today.year - 8, today.year + 9) if (d := day_of(year, month, day))]
    if turn == 0:
        return min(found, key=lambda d: abs(d - today), default=None)
    coming = min((d for d in found if d >= today), default=None)
    if turn == 1 or (turn is None and anchor.ahead and coming and coming - today < LONG_AHEAD):
        return coming
    limit = today - timedelta(days=1) if turn == -1 else today + NEAR_FUTURE
    past = [d for d in found if d <= limit]
    agreeing = [d for d in past if weekday is not None and d.weekday() == weekday and d.year >= today.year - 5]
    return max(agreeing or past, default=None)


def month_for(anchor: Anchor, month: int, turn: int | None) -> Period | None:
    """The month told by name without a year: the last that has begun; `turn` as in `year_for`."""
    if anchor.day is None:
        return None
    here = anchor.day.year * 12 + anchor.day.month - 1
    back = (here - (month - 1)) % 12
    if turn == -1 and back == 0:
        back = 12
    if turn == 1 or (turn is None and anchor.ahead and back):
        back -= 12
    if turn == 0 and back > 6:
        back -= 12
    year, index = divmod(here - back, 12)
    return month_of(year, index + 1)


HIJRI_YEARS = range(1343, 1501)
"""Hijri years that hijridate converts (Umm al-Qura calendar, 1924–2077)."""


def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a Hijri one by the Umm al-Qura calendar; None where it has no such day.

    Sightings of the moon may differ from it by a day.
    """
    from hijridate import Hijri

    if year not in HIJRI_YEARS:
        return None
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def hijri_month(year: int, month: int) -> Period | None:
    """The Gregorian days of a Hijri month."""
    first = hijri_day(year, month, 1)
    last = hijri_day(year, month, 30) or hijri_day(year, month, 29)
    return Period(first, last) if first and last else None


def hijri_year(year: int) -> Period | None:
    """The Gregorian days of a Hijri year."""
    first, last = hijri_month(year, 1), hijri_month(year, 12)
    return Period(first.start, last.end) if first and last else None


def hijri_year_of(day: date) -> int | None:
    """The Hijri year in which a Gregorian day falls."""
    from hijridate import Gregorian

    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except (ValueError, OverflowError):
        return None
