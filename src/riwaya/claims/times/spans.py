"""Weeks, months, years and their parts: الأسبوع الماضي · بداية الشهر الحالي · صيف 2012 · الربع الأول من العام."""

from __future__ import annotations

from riwaya.claims.times.dates import Month, month_phrase, numeric_month, read_month
from riwaya.claims.times.days import definite_weekday
from riwaya.claims.times.periods import DAY, MONTH, WEEK, YEAR, Period, month_of, part_of, shift, unit_at, year_of
from riwaya.claims.times.reader import Reader, Reading
from riwaya.claims.times.words import (
    DECADES,
    EDGES,
    GENERAL,
    MONTHS_THAT_ARE_WORDS,
    NEIGHBOUR,
    ONE_UNIT,
    SEASONS,
    THIS,
    TIME_PREPOSITIONS,
    YEAR_WORDS,
)
from riwaya.claims.times.years import read_year, year_number, year_phrase
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral

# --- single units --------------------------------------------------------------------------------------------------


def unit_phrase(r: Reader, i: int) -> Reading | None:
    """A week, month, year, season or decade at i, or a part of one."""
    for reader in (_edge, _quarter, _single_unit, _season, _decade, _months_and_years):
        found = reader(r, i)
        if found is not None:
            return found
    return None


def _single_unit(r: Reader, i: int) -> Reading | None:
    """هذا الأسبوع · العام الماضي · الأسبوع المقبل يوم الجمعة · القرن الماضي."""
    this = r.word(i) in THIS
    k = i + this
    unit = ONE_UNIT.get(r.word(k))
    if unit is None or (not this and unit == YEAR and r.word(i - 1) in GENERAL):
        return None
    step = NEIGHBOUR.get(r.word(k + 1))
    if step is not None and not this:
        base = r.previous and (r.previous.end if step > 0 else r.previous.start)
        known = base and unit in (WEEK, MONTH, YEAR)
        return r.resolved(k + 1, unit_at(base, unit, step) if base and known else None, r.spoken)
    turn = (0, k) if this else r.turn(k + 1)
    if turn is None:
        return None
    if unit == WEEK:
        return _weekday_of(r, turn) or r.resolved(turn[1], _unit(r, WEEK, turn[0]), r.anchor.name)
    return r.resolved(turn[1], _unit(r, unit, turn[0]), r.anchor.name)


def _unit(r: Reader, unit: str, turn: int) -> Period | None:
    day = r.anchor.day
    if day is None:
        return None
    if unit in ("decade", "century"):
        length = 10 if unit == "decade" else 100
        first = day.year // length * length + turn * length
        return Period(year_of(first).start, year_of(first + length - 1).end) if 1 <= first < 9900 else None
    return unit_at(day, unit, turn)


def _weekday_of(r: Reader, week: tuple[int, int]) -> Reading | None:
    """The day in "الأسبوع المقبل (يوم) الجمعة"."""
    k = week[1] + 1
    k += r.word(k) == "يوم"
    weekday = definite_weekday(r, k)
    if weekday is None:
        return None
    period = _unit(r, WEEK, week[0])
    return r.one_day(k, shift(period.start, weekday, DAY) if period else None, r.anchor.name)


def _months_and_years(r: Reader, i: int) -> Reading | None:
    """تموز (يوليو) الماضي · 3/2015 · عام 2012 · عامي 2013 و2014 · 2011 after a word of time."""
    numeric = numeric_month(r, i)
    if numeric:
        return numeric
    month = month_phrase(r, i)
    if month is not None and _is_month(r, i, month):
        return read_month(r, month)
    if r.word(i) in ("عامي", "سنتي"):
        return _two_years(r, i)
    if r.digits(i):
        return _bare_year(r, i)
    year = year_phrase(r, i) if r.word(i) else None
    if year is None or (r.word(i) not in YEAR_WORDS and not _is_spelled_year(r, i, year.last)):
        return None
    return None if r.word(i - 1) in GENERAL and r.turn(i + 1) else read_year(r, year)


def _is_month(r: Reader, i: int, month: Month) -> bool:
    """Is a month without a day a month? Names that are other words too need a word of time before them."""
    if month.name == "شهر" or month.year or month.turn is not None or month.period or not month.known:
        return True
    if month.name == "الشهر":  # "الشهر الأول" is the first of something
        return False
    led = r.word(i - 1) in TIME_PREPOSITIONS or (r.words[i] != r.word(i) and r.words[i][0] in "بل")
    if month.name == "اب":  # "أب" is a father
        return led and r.tokens.spelled(i).endswith("آب")
    return led or not (month.hijri or month.name in MONTHS_THAT_ARE_WORDS)


_COUNTED = folded(
    "شخص قتيل جريح جندي مقاتل دولار متر كيلومتر كلم كم مدني نازح لاجئ عنصر منزل عائلة أسرة صاروخ قذيفة غارة"
)


def _bare_year(r: Reader, i: int) -> Reading | None:
    """A year in digits alone: only after a word of time, and where it counts nothing."""
    year = year_number(r, i)
    if year is None:
        return None
    after = r.word(year.last + 1)
    counts = after in _COUNTED or (len(after) > 3 and after.endswith("ا") and not after.startswith("ال"))
    signed = year.last > i  # 2015م, 1436هـ
    if year.hijri and not signed:
        return None
    return read_year(r, year) if signed or (r.word(i - 1) in TIME_PREPOSITIONS and not counts) else None


def _is_spelled_year(r: Reader, i: int, last: int) -> bool:
    """في ألفين وأربعة عشر is a year; one word ("ألفي عراقي") counts."""
    return last > i and r.word(i - 1) in TIME_PREPOSITIONS


def _two_years(r: Reader, i: int) -> Reading | None:
    first = year_number(r, i + 1)
    if first is None or first.year is None:
        return None
    k = first.last + 1
    joined = r.word(k)
    second = year_number(r, k + 1) if joined == "و" else None
    if second is None or second.year is None or second.hijri or first.hijri:
        return None
    return r.resolved(second.last, Period(year_of(first.year).start, year_of(second.year).end), "text")


# --- parts of units ------------------------------------------------------------------------------------------------


def _edge(r: Reader, i: int) -> Reading | None:
    """بداية الشهر الحالي · مطلع 2023 · منتصف آذار · أواخر العام الماضي · أول شباط · نهاية هذا الأسبوع."""
    edge = EDGES.get(r.word(i))
    if edge is None:
        return None
    k = i + 1
    k += r.word(k) == "من" and edge not in ("first", "last")
    whole = _whole(r, k)
    if whole is None or (edge in ("first", "last") and r.word(k) in ("عام", "سنة")):
        return None
    if whole.period is None:
        return Reading(whole.last)
    days = (whole.period.end - whole.period.start).days + 1
    if edge == "middle" and days <= 31 and days > 7:
        return r.one_day(whole.last, shift(whole.period.start, 14, DAY), whole.anchor, 3)
    part = {"first": "beginning", "last": "end", "midst": "middle"}.get(edge, edge)
    return r.resolved(whole.last, part_of(whole.period, part), whole.anchor)


def _whole(r: Reader, k: int) -> Reading | None:
    """The month, year or week that a part is taken from."""
    month = month_phrase(r, k)
    if month is not None:
        return read_month(r, month)
    year = year_phrase(r, k)
    if year is not None and (r.digits(k) == "" or len(r.digits(k)) == 4):
        return read_year(r, year)
    return _single_unit(r, k)


_PARTS = {word: parts for parts, listed in ((4, "الربع"), (2, "النصف"), (3, "الثلث")) for word in folded(listed)}


def _quarter(r: Reader, i: int) -> Reading | None:
    """الربع الأول من العام الحالي · النصف الثاني من 2014."""
    parts = _PARTS.get(r.word(i))
    number = read_numeral(r.tokens, i + 1, r.stop) if parts and r.word(i + 1) else None
    if parts is None or number is None or not number.ordinal or number.value > parts:
        return None
    k = number.last + 1
    k += r.word(k) in ("من", "ل", "في")
    year = year_phrase(r, k)
    if year is None:
        month = month_phrase(r, k)
        found = read_month(r, month) if month and parts == 2 else None
        if found is None or found.period is None:
            return Reading(found.last) if found else None
        middle = found.period.start.replace(day=15)
        first = number.value == 1
        half = Period(found.period.start, middle) if first else Period(middle.replace(day=16), found.period.end)
        return r.resolved(found.last, half, found.anchor)
    if year.year is None or year.hijri:
        return Reading(year.last)
    months = 12 // parts
    first_month = months * (int(number.value) - 1) + 1
    return r.resolved(
        year.last,
        Period(month_of(year.year, first_month).start, month_of(year.year, first_month + months - 1).end),
        year.anchor,
    )


def _season(r: Reader, i: int) -> Reading | None:
    """صيف 2012 · الصيف الماضي · هذا الشتاء. A winter told by its year alone may lie at either end of it."""
    this = r.word(i) in THIS
    k = i + this
    season = SEASONS.get(r.word(k))
    if season is None:
        return None
    first, last_month = season
    definite = r.word(k).startswith("ال")
    turn = (0, k) if this and definite else r.turn(k + 1) if definite else None
    if turn is not None:
        return r.resolved(turn[1], _turned_season(r, season, turn[0]), r.anchor.name)
    after = k + 1
    after += r.word(after) == "من"
    year = year_phrase(r, after)
    if year is None or this:
        return None
    if year.year is None or year.hijri:
        return Reading(year.last)
    period = year_of(year.year) if last_month < first else _season_ending(year.year, first, last_month)
    return r.resolved(year.last, period, year.anchor)


def _turned_season(r: Reader, season: tuple[int, int], turn: int) -> Period | None:
    day, (first, last) = r.anchor.day, season
    if day is None:
        return None
    ends = day.year if last >= first or day.month < first else day.year + 1
    period = _season_ending(ends, first, last)
    if turn == -1 and period.end >= day:
        return _season_ending(ends - 1, first, last)
    if turn == 1 and period.start <= day:
        return _season_ending(ends + 1, first, last)
    return period


def _season_ending(year: int, first: int, last: int) -> Period:
    return Period(month_of(year - (last < first), first).start, month_of(year, last).end)


def _decade(r: Reader, i: int) -> Reading | None:
    """ثمانينيات القرن الماضي · التسعينيات: the twentieth century's, unless another is named."""
    decade = DECADES.get(r.word(i))
    if decade is None:
        return None
    last = i + 1 if r.word(i + 1) == "القرن" else i
    if last > i:
        turn = r.turn(i + 2)
        if turn is None or turn[0] != -1:
            return None
        last = turn[1]
    elif not (r.word(i).startswith("ال") or r.word(i - 1) in TIME_PREPOSITIONS):
        return None
    first = 1900 + 10 * decade
    return r.resolved(last, Period(year_of(first).start, year_of(first + 9).end), "text")
