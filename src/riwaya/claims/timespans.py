"""Stretches of time: الأسبوع الماضي · بداية الشهر الحالي · صيف 2012 · خلال اليومين الماضيين · منذ نحو عشرة أيام · قبل أشهر."""

from __future__ import annotations

from typing import NamedTuple

from riwaya.claims.periods import DAY, HOUR, MONTH, WEEK, YEAR, Period, month_of, part_of, shift, unit_at, year_of
from riwaya.claims.timedates import (
    Year,
    month_name,
    month_phrase,
    numeric_month,
    read_day_of_month,
    read_month,
    read_year,
    year_number,
    year_phrase,
)
from riwaya.claims.timedays import definite_weekday
from riwaya.claims.timereader import Reader, Reading
from riwaya.claims.timewords import (
    AFTER,
    AGO,
    BARE_UNIT,
    DECADES,
    DISTANCE,
    DUALS,
    DURING,
    EDGES,
    FEW,
    GENERAL,
    HEDGES,
    LASTING,
    MONTHS_THAT_ARE_WORDS,
    NEIGHBOUR,
    ONE_OR_TWO,
    ONE_UNIT,
    PLURALS,
    RECENT,
    SEASONS,
    SINCE,
    THIS,
    TIME_PREPOSITIONS,
    TURNS,
    UNITS,
    VAGUE_ADJECTIVES,
    VAGUE_NUMBERS,
)
from riwaya.text.calendar import WEEKDAYS
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral

PRECISION_OF_UNIT = {HOUR: 1, DAY: 1, WEEK: 3, MONTH: 4, YEAR: 5}
"""UCDP's date_prec of "three … ago": as fine as the unit counted in."""

FEWEST, MOST = 3, 10
"""What a bare plural of units can mean: Arabic counts three to ten with it ("قبل أيام")."""


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
        return r.resolved(k + 1, unit_at(base, unit, step) if base and unit in PRECISION_OF_UNIT else None, r.anchor.name)
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
    if month is not None and _is_month(r, i, month.name, bool(month.year) or month.turn is not None, month.hijri):
        return read_month(r, month)
    if r.word(i) in ("عامي", "سنتي"):
        return _two_years(r, i)
    if r.digits(i):
        return _bare_year(r, i)
    year = year_phrase(r, i) if r.word(i) and ONE_UNIT.get(r.word(i)) != MONTH else None
    if year is None or (r.word(i) not in ("عام", "العام", "سنة", "السنة") and not _is_spelled_year(r, i)):
        return None
    if r.word(i - 1) in GENERAL and year.year is None:
        return None
    return read_year(r, year)


def _is_month(r: Reader, i: int, name: str, dated: bool, hijri: bool) -> bool:
    """Is a month name without a day a month? Those that are other words too need a word of time before them."""
    if dated or name in ("شهر", "الشهر") or r.word(i) in THIS:
        return True
    spelled = r.tokens.spelled(i)
    led = r.word(i - 1) in TIME_PREPOSITIONS or r.words[i] != r.word(i)
    if name == "اب":  # "أب" is a father
        return led and spelled.endswith("آب")
    return led if hijri or name in MONTHS_THAT_ARE_WORDS else True


_COUNTED = folded("شخص قتيل جريح جندي مقاتل دولار متر كيلومتر كلم كم مدني نازح لاجئ عنصر منزل عائلة أسرة صاروخ قذيفة غارة")


def _bare_year(r: Reader, i: int) -> Reading | None:
    """A year in digits alone: only after a word of time, and where it counts nothing."""
    year = year_number(r, i)
    if year is None:
        return None
    after = r.word(year.last + 1)
    counts = after in _COUNTED or (len(after) > 3 and after.endswith("ا") and not after.startswith("ال"))
    signed = year.last > i  # 2015م, 1436هـ
    return read_year(r, year) if signed or (r.word(i - 1) in TIME_PREPOSITIONS and not counts) else None


def _is_spelled_year(r: Reader, i: int) -> bool:
    return r.word(i - 1) in TIME_PREPOSITIONS


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
    turn = (0, k) if this and r.word(k).startswith("ال") else r.turn(k + 1) if r.word(k).startswith("ال") else None
    if turn is not None:
        day = r.anchor.day
        if day is None:
            return Reading(turn[1])
        ends = day.year if last_month >= first or day.month < first else day.year + 1
        period = _season_ending(ends, first, last_month)
        if turn[0] == -1 and period.end >= day:
            period = _season_ending(ends - 1, first, last_month)
        if turn[0] == 1 and period.start <= day:
            period = _season_ending(ends + 1, first, last_month)
        return r.resolved(turn[1], period, r.anchor.name)
    after = k + 1
    after += r.word(after) == "من"
    year = year_phrase(r, after)
    if year is None or this:
        return None
    if year.year is None or year.hijri:
        return Reading(year.last)
    period = year_of(year.year) if last_month < first else _season_ending(year.year, first, last_month)
    return r.resolved(year.last, period, year.anchor)


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


# --- lengths of time -----------------------------------------------------------------------------------------------


class Length(NamedTuple):
    """A length of time up to token `last`: `value` None for an untold number ("أيام"), `about` when hedged."""

    last: int
    value: float | None
    unit: str
    about: bool


def _hedge(r: Reader, k: int) -> int:
    for size in (3, 2, 1):
        if tuple(r.word(k + n) for n in range(size)) in HEDGES:
            return size
    return 0


def length_phrase(r: Reader, k: int) -> Length | None:
    """نحو عشرة أيام · 19 شهرا · يومين · أكثر من أسبوع · بضعة أشهر · شهر ونصف · أسابيع عدة at k."""
    size = _hedge(r, k)
    about, k = size > 0, k + size
    vague = r.word(k) in VAGUE_NUMBERS
    k += vague
    k += vague and r.word(k) == "من"
    number = None if vague or k >= r.stop else read_numeral(r.tokens, k + (r.word(k) == "ال" and bool(r.digits(k + 1))), r.stop)
    if number is not None and not number.ordinal and UNITS.get(r.word(number.last + 1)):
        k = number.last + 1
        value: float | None = float(number.value)
        if r.word(k) in DUALS:
            return None
    elif r.word(k) in DUALS and not r.word(k).startswith("ال"):
        value = 2.0
    elif r.word(k) in PLURALS and not r.word(k).startswith("ال"):
        value = None
    elif (r.word(k) in BARE_UNIT or r.word(k) in ("ساعة", "ساعه")) and not vague and not _names_a_time(r, k):
        value = 1.0
    else:
        return None
    unit = UNITS[r.word(k)]
    last = k
    if r.word(last + 1) in VAGUE_ADJECTIVES or (r.word(last + 1) in ONE_OR_TWO and value in (1.0, 2.0)):
        last += 1
    half = last + 1 + (r.word(last + 1) == "و")
    if value is not None and r.word(half) in ("ونصف", "نصف") and half <= last + 2 and (half > last + 1 or r.word(half) == "ونصف"):
        value, last = value + 0.5, half
        last += r.word(last + 1) in ONE_UNIT or r.word(last + 1) == "اليوم"
    return _in_known_unit(Length(last, value, unit, about))


def _in_known_unit(length: Length) -> Length:
    if length.unit == "decade":
        return length._replace(value=None if length.value is None else 10 * length.value, unit=YEAR)
    return length._replace(value=0.0, unit=HOUR) if length.unit == "minute" else length


def _names_a_time(r: Reader, k: int) -> bool:
    """Is "يوم", "شهر", "عام" at k the head of a day, month or year ("يوم الجمعة", "شهر رمضان", "عام 2011")?"""
    after = r.word(k + 1)
    return (
        after in WEEKDAYS
        or after in TURNS
        or bool(r.digits(k + 1))
        or month_name(r, k + 1) is not None
        or after in ("امس", "غد", "الامس", "الغد")
        or (r.word(k) in ("عام", "سنة") and year_number(r, k + 1, said=True) is not None)
    )


def distance_phrase(r: Reader, i: int) -> Reading | None:
    """قبل 3 أيام · منذ 19 شهرا · خلال 24 ساعة · قبل أشهر at i; also the same words before a date (منذ السبت)."""
    kind = DISTANCE.get(r.word(i))
    if kind is None:
        return None
    k = i + 1
    k += r.word(k) in ("مدي", "مدار") and kind == LASTING
    length = length_phrase(r, k)
    if length is None:
        return None
    last = length.last
    joined = _joined(r, last + 1)
    moved = _ago(r, length, joined)
    if joined:
        last = joined.last
    if r.word(last + 1) == "من" and r.word(last + 2) == "الان":
        last += 2
        kind = "ahead" if kind == AFTER else kind
    return _placed(r, kind, last, length, moved)


def _joined(r: Reader, k: int) -> Length | None:
    """The second part of "شهر و21 يوما"."""
    if r.word(k) == "و":
        return length_phrase(r, k + 1)
    if r.word(k).startswith("و") and r.word(k)[1:] in UNITS:
        return length_phrase(r.cut(k, r.word(k)[1:]), k)
    return None


def _ago(r: Reader, length: Length, joined: Length | None) -> float:
    return 0.0 if joined is None or joined.value is None or joined.unit == length.unit else joined.value


def _placed(r: Reader, kind: str, last: int, length: Length, more: float) -> Reading:
    day = r.anchor.day
    ahead = kind == "ahead" or (r.anchor.ahead and kind in (AFTER, DURING))
    if day is None or kind == LASTING or (kind == AFTER and not ahead):
        return Reading(last)
    sign = 1 if ahead else -1
    if length.value is None:
        near, far = shift(day, sign * FEWEST, length.unit), shift(day, sign * MOST, length.unit)
        # "a few days ago" leaves the lower bound to taste: two days are "أيام" in the press
        near = shift(day, sign * (FEWEST - 1), length.unit)
    else:
        near = far = shift(day, sign * length.value, length.unit)
        if more and near:
            near = far = shift(near, sign * more, _smaller(length.unit))
    if near is None or far is None:
        return Reading(last)
    if kind in (AGO, "ahead") or (kind == AFTER and ahead):
        period = Period(min(near, far), max(near, far))
        if length.value is None:
            return r.resolved(last, period, r.anchor.name)
        if length.unit == HOUR:
            return _hours_ago(r, last, length.value, sign)
        precision = min(5, PRECISION_OF_UNIT[length.unit] + length.about)
        return r.resolved(last, period, r.anchor.name, precision)
    if length.unit == HOUR and far == day:
        far = shift(day, sign, DAY) or day
    return r.resolved(last, Period(min(far, day), max(far, day)), r.anchor.name)


def _hours_ago(r: Reader, last: int, hours: float, sign: int) -> Reading:
    """Hours before an unknown hour of the day: that day or the one before."""
    day = r.anchor.day
    if day is None:
        return Reading(last)
    far = shift(day, sign * max(1, -(-hours // 24)), DAY) or day
    near = shift(day, sign * (hours // 24), DAY) or day
    return r.resolved(last, Period(min(near, far), max(near, far)), r.anchor.name)


def _smaller(unit: str) -> str:
    return MONTH if unit == YEAR else DAY


def recent_phrase(r: Reader, i: int) -> Reading | None:
    """الأيام القليلة الماضية · اليومين الماضيين · الساعات الـ24 الماضية · 24 ساعة الماضية · آخر ثلاثة أيام at i."""
    if r.word(i) == "اخر":
        length = length_phrase(r, i + 1)
        return _stretch(r, length.last, length.value, length.unit, -1) if length and length.value != 1 else None
    article = i + 1 if r.word(i) == "ال" and r.digits(i + 1) else i
    if r.digits(article) or not r.word(i).startswith("ال"):
        length = length_phrase(r, article)
        turn = r.turn(length.last + 1) if length else None
        return _stretch(r, turn[1], length.value, length.unit, turn[0]) if length and turn else None
    unit = UNITS.get(r.word(i))
    if unit is None or (r.word(i) not in PLURALS and r.word(i) not in DUALS):
        return None
    value = 2.0 if r.word(i) in DUALS else None
    k = i + 1
    k += r.word(k) == "ال" and bool(r.digits(k + 1))
    number = read_numeral(r.tokens, k, r.stop) if k < r.stop else None
    if number is not None and not number.ordinal and value is None:
        value, k = float(number.value), number.last + 1
        if UNITS.get(r.word(k)) == unit:  # "الـ24 ساعة"
            k += 1
    few = r.word(k) in FEW
    k += few
    turn = r.turn(k) or ((-1, k) if r.word(k) in RECENT else None)
    if turn is None:
        return None
    length = _in_known_unit(Length(turn[1], value, unit, False))
    return _stretch(r, length.last, length.value, length.unit, turn[0], few=few)


def _stretch(r: Reader, last: int, value: float | None, unit: str, turn: int, *, few: bool = False) -> Reading:
    """The days from the anchor back (or ahead) over so many units. "The past years" without a number have no bound."""
    day = r.anchor.day
    if day is None or (value is None and unit in (MONTH, YEAR) and not few):
        return Reading(last)
    sign = 1 if turn > 0 else -1
    if unit in ("minute", HOUR) and (value is None or value < 24):
        far = shift(day, sign, DAY)
    else:
        far = shift(day, sign * (MOST if value is None else value), unit)
    return r.resolved(last, Period(min(far, day), max(far, day)) if far else None, r.anchor.name)


def since(r: Reader, kind: str, found: Reading) -> Reading:
    """The reading of a preposition of `DISTANCE` before a date: منذ السبت, خلال آب, قبل الجمعة."""
    if found.period is None or kind == DURING:
        return found
    if kind == SINCE and r.anchor.day is not None and found.period.start <= r.anchor.day:
        # counted to the day of the report, which only the anchor knows
        return r.resolved(found.last, Period(found.period.start, r.anchor.day), found.anchor)
    # before or after a day is not on it
    return found if kind == SINCE else Reading(found.last)



