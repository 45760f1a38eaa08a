"""Lengths of time that tell when: قبل ثلاثة أيام · منذ نحو 19 شهرا · خلال الأيام القليلة الماضية · آخر 24 ساعة."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from riwaya.claims.times.dates import month_name
from riwaya.claims.times.periods import DAY, HOUR, MONTH, WEEK, YEAR, Period, shift
from riwaya.claims.times.reader import Reader, Reading, longest_phrase
from riwaya.claims.times.words import (
    AFTER,
    AGO,
    BARE_UNIT,
    DISTANCE,
    DUALS,
    DURING,
    FEW,
    HEDGES,
    INDEFINITE_PLURALS,
    LASTING,
    ONE_OR_TWO,
    ONE_UNIT,
    PARTS_OF_DAY,
    PLURALS,
    RECENT,
    ROUGHLY,
    SINCE,
    TURNS,
    UNITS,
    VAGUE_ADJECTIVES,
    VAGUE_NUMBERS,
)
from riwaya.claims.times.years import year_number
from riwaya.text.calendar import WEEKDAYS
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral

AHEAD = "ahead"
"""The kind of "after … from now"."""

PRECISION_OF_UNIT = {DAY: 1, WEEK: 3, MONTH: 4, YEAR: 5}
"""UCDP's date_prec of "three … ago": as fine as the unit counted in."""

FEWEST, MOST = 2, 10
"""What a bare plural of units can mean ("قبل أيام"): Arabic counts three to ten with it, the press two as well."""


class Length(NamedTuple):
    """A length of time up to token `last`: `value` None for an untold number ("أيام"), `about` when hedged."""

    last: int
    value: float | None
    unit: str
    about: bool


def length_phrase(r: Reader, k: int) -> Length | None:
    """نحو عشرة أيام · 19 شهرا · يومين · أكثر من أسبوع · بضعة أشهر · شهر ونصف · أسابيع عدة at k."""
    size = longest_phrase(r, k, HEDGES)
    about, k = size > 0, k + size
    vague = r.word(k) in VAGUE_NUMBERS
    k += vague
    k += vague and r.word(k) == "من"
    counted = None if vague else _counted(r, k)
    if counted is not None:
        value, last = counted
    elif r.word(k) in INDEFINITE_PLURALS and not _heads_another(r, k):
        value, last = None, k
    elif not vague and (r.word(k) in BARE_UNIT or r.word(k) in _HOUR) and not _names_a_time(r, k):
        value, last = 1.0, k
    else:
        return None
    unit = UNITS[r.word(last)]
    if r.word(last + 1) in VAGUE_ADJECTIVES or (r.word(last + 1) in ONE_OR_TWO and value in (1.0, 2.0)):
        last += 1
    if r.word(last + 1) in ROUGHLY:
        about, last = True, last + 1
    half = last + 2 if r.word(last + 1) == "و" and r.word(last + 2) == "نصف" else last + 1
    if value is not None and (half > last + 1 or r.word(half) == "ونصف"):
        value, last = value + 0.5, half
        last += r.word(last + 1) in ONE_UNIT or r.word(last + 1) == "اليوم"  # "عام ونصف العام"
    return _in_known_unit(Length(last, value, unit, about))


_HOUR = folded("ساعة ساعه")


def _counted(r: Reader, k: int) -> tuple[float, int] | None:
    """(value, last) of "19 شهرا", "الـ24 ساعة", "يومين" at k."""
    if r.word(k) in DUALS and not r.word(k).startswith("ال"):
        return 2.0, k
    start = k + (r.word(k) == "ال" and bool(r.digits(k + 1)))
    number = read_numeral(r.tokens, start, r.stop) if start < r.stop else None
    if number is None or number.ordinal:
        return None
    unit = r.word(number.last + 1)
    return (float(number.value), number.last + 1) if unit in UNITS and unit not in DUALS else None


def _heads_another(r: Reader, k: int) -> bool:
    """Is the plural at k the head of something else: "ساعات الليل", "أعوام 2012 و2013"?"""
    return r.word(k + 1) in PARTS_OF_DAY or len(r.digits(k + 1)) == 4


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
    i += r.word(i) == "علي" and r.word(i + 1) in ("مدي", "مدار")
    kind = DISTANCE.get(r.word(i))
    if kind is None:
        return None
    length = length_phrase(r, i + 1)
    # "يوما بعد يوم" tells no time
    if length is None or (kind == AFTER and UNITS.get(r.word(i - 1)) == length.unit):
        return None
    lengths = [length]
    while len(lengths) < 3 and (more := _joined(r, lengths[-1].last + 1)) is not None:
        lengths.append(more)
    last = lengths[-1].last
    if r.word(last + 1) == "من" and r.word(last + 2) == "الان":
        last += 2
        kind = AHEAD if kind == AFTER else kind
    elif kind in (AGO, DURING) and r.word(last + 1) in ("من", "علي") and r.word(last + 2) != "قبل":
        return Reading(last)  # "قبل يومين من الهجوم" is told from the attack, not from today
    return _placed(r, kind, last, lengths)


def _joined(r: Reader, k: int) -> Length | None:
    """The second part of "شهر و21 يوما"."""
    if r.word(k) == "و":
        return length_phrase(r, k + 1)
    if r.word(k).startswith("و") and r.word(k)[1:] in UNITS:
        return length_phrase(r.cut(k, r.word(k)[1:]), k)
    return None


def _moved(day: date, lengths: list[Length], sign: int) -> date | None:
    """The day the lengths away, each of them told."""
    found: date | None = day
    for length in lengths:
        if length.value is not None and found is not None:
            found = shift(found, sign * length.value, length.unit)
    return found


def _placed(r: Reader, kind: str, last: int, lengths: list[Length]) -> Reading:
    day, length = r.anchor.day, lengths[0]
    ahead = kind == AHEAD or (r.anchor.ahead and kind in (AFTER, DURING))
    if day is None or kind == LASTING or (kind == AFTER and not ahead):
        return Reading(last)
    sign = 1 if ahead else -1
    point = kind in (AGO, AFTER, AHEAD)
    if length.unit == HOUR:
        return _hours(r, last, MOST if length.value is None else length.value, sign, point=point)
    if length.value is None:
        near, far = shift(day, sign * FEWEST, length.unit), shift(day, sign * MOST, length.unit)
    else:
        near = far = _moved(day, lengths, sign)
    if near is None or far is None:
        return Reading(last)
    if not point:
        return r.resolved(last, Period(min(far, day), max(far, day)), r.anchor.name)
    precision = None if length.value is None else min(5, PRECISION_OF_UNIT[length.unit] + length.about)
    return r.resolved(last, Period(min(near, far), max(near, far)), r.anchor.name, precision)


def _hours(r: Reader, last: int, hours: float, sign: int, *, point: bool) -> Reading:
    """Hours from an unknown hour of the report's day reach into the next; `point`: the moment at their end."""
    day = r.anchor.day
    whole, begun = int(hours // 24), max(1, int(-(-hours // 24)))
    far = shift(day, sign * begun, DAY) if day else None
    near = shift(day, sign * whole, DAY) if day and point else day
    return r.resolved(last, Period(min(near, far), max(near, far)) if near and far else None, r.anchor.name)


def recent_phrase(r: Reader, i: int) -> Reading | None:
    """الأيام القليلة الماضية · اليومين الماضيين · الساعات الـ24 الماضية · 24 ساعة الماضية · آخر ثلاثة أيام at i."""
    if r.word(i) == "اخر":
        length = length_phrase(r, i + 1)
        return _stretch(r, length.last, length.value, length.unit, -1) if length and length.value != 1 else None
    length = length_phrase(r, i)
    turn = r.turn(length.last + 1) if length else None
    if length and turn:
        return _stretch(r, turn[1], length.value, length.unit, turn[0])
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
    if unit == HOUR and (value is None or value < 24):
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
