"""Days told by name or from today: أمس الثلاثاء · فجر الجمعة · اليوم (السبت 6 آب 2022) · ليل الأحد الاثنين · أول ثلاثاء من أيار."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from riwaya.claims.periods import MONTH, WEEK, Anchor, Period, nearest_weekday, nth_week, nth_weekday, shift, week_of, weekday_at
from riwaya.claims.timedates import date_phrase, day_number, month_phrase, read_month
from riwaya.claims.timereader import Reader, Reading
from riwaya.claims.timewords import (
    BARE_UNIT,
    CHANNELS,
    LAST_NIGHT,
    LONGEST_RELATIVE,
    MEDIA,
    NEIGHBOUR,
    NEWSPAPERS,
    NIGHTS,
    NOT_FRIDAY,
    ONE_UNIT,
    PARTS_OF_DAY,
    RELATIVE_DAYS,
    SAME_DAY,
    THIS,
    WORLD_DAYS,
)
from riwaya.text.calendar import WEEKDAYS
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral

_TIME_NOUNS = folded("وقت ساعة ساعات الساعات بوقت")
_TIME_ADJECTIVES = folded("سابق لاحق متأخر مبكر متأخرة مبكرة متقدمة الأولى الأخيرة المتأخرة الباكر الباكرة المبكرة الماضية")
_BEFORE_PART = folded("بعد قبل قبيل بعيد عند مع")
_MIDDLE = folded("منتصف")
_DAY_WORDS = folded("يوم ليوم بيوم")
_BESIDE = "،,-–/"
FRIDAY = WEEKDAYS["الجمعة"]


def lead_in(r: Reader, i: int) -> tuple[int, bool] | None:
    """Words before a day that say which part of it: the token after them, and whether that part is the night.

    فجر · بعد ظهر · منتصف ليل · ساعة متأخرة من مساء · في وقت سابق من · بعد صلاة (الجمعة).
    """
    k = i + 1 if r.word(i) == "في" and r.word(i + 1) in _TIME_NOUNS else i
    if r.word(k) in _TIME_NOUNS:
        k += 1
        if r.word(k) in PARTS_OF_DAY:
            k += 1
        if r.word(k) in _TIME_ADJECTIVES:
            k += 1
        elif r.word(k - 1) not in PARTS_OF_DAY:
            return None
        k += r.word(k) == "من" or r.sign(k, "،,")
    night = False
    if r.word(k) in _BEFORE_PART and (r.word(k + 1) in PARTS_OF_DAY or r.word(k + 1) in _MIDDLE):
        k += 1
    elif r.word(k) in _BEFORE_PART and r.word(k + 1) == "صلاة" and r.word(k + 2) in WEEKDAYS:
        return k + 2, False
    if r.word(k) in _MIDDLE and (r.word(k + 1) in NIGHTS or r.word(k + 1) == "نهار"):
        k += 1
    if r.word(k) in PARTS_OF_DAY:
        night = r.word(k) in NIGHTS
        k += 1
        k += r.word(k) == "من"
    return (k, night) if k > i else None


def day_phrase(r: Reader, i: int) -> Reading | None:
    """A day at i, with the part of the day before it and the weekday or date beside it."""
    lead = lead_in(r, i)
    if lead is None:
        return _day(r, i, False)
    k, night = lead
    if k == i + 1 and r.word(i) == "ليلة" and (r.word(k) in ("امس", "البارحة") or r.word(k) == "اول"):
        return _day(r, i, night) or _day(r, k, night)
    found = _day(r, k, night)
    if found is None and r.word(k) in THIS and ONE_UNIT.get(r.word(k + 1)) == WEEK and r.anchor.day:
        # "في وقت سابق من هذا الأسبوع"
        return r.resolved(k + 1, week_of(r.anchor.day), r.anchor.name)
    return found


def _day(r: Reader, i: int, night: bool) -> Reading | None:
    for reader in (_spoken_of, _relative, _pair, _weekday, _nth_of_month, _dated):
        found = reader(r, i, night)
        if found is not None:
            return found
    return None


# --- from today ----------------------------------------------------------------------------------------------------


def _spoken_of(r: Reader, i: int, night: bool) -> Reading | None:
    """اليوم نفسه · ذلك اليوم: the day last spoken of; اليوم التالي: the one after it."""
    for length in (2, 1):
        if tuple(r.word(i + n) for n in range(length)) in SAME_DAY:
            return r.resolved(i + length - 1, r.previous, r.anchor.name)
    if r.word(i) in ("اليوم", "الليلة") and r.word(i + 1) in NEIGHBOUR:
        step = NEIGHBOUR[r.word(i + 1)]
        if r.previous is None:
            return Reading(i + 1)
        base = r.previous.end if step > 0 else r.previous.start
        return r.one_day(i + 1, shift(base, step, "day"), r.anchor.name)
    return None


def _relative(r: Reader, i: int, night: bool) -> Reading | None:
    """اليوم · أول من أمس · الليلة الماضية, with the weekday and the date that may stand beside them."""
    for length in range(LONGEST_RELATIVE, 0, -1):
        phrase = tuple(r.word(i + n) for n in range(length))
        if phrase in LAST_NIGHT:
            day = r.anchor.day
            return r.resolved(i + 1, Period(day - timedelta(days=1), day) if day else None, r.anchor.name)
        if phrase in RELATIVE_DAYS:
            break
    else:
        return None
    if length == 1 and r.word(i) == "اليوم":
        numbered = _numbered_day(r, i)
        if numbered is not None:
            return numbered if numbered.last > i else None
    beside = _beside(r, i + length - 1, None)
    if phrase == ("اليوم",) and beside is None and _is_name(r, i):
        return None
    day = shift(r.anchor.day, RELATIVE_DAYS[phrase], "day") if r.anchor.day else None
    if beside is None:
        return r.one_day(i + length - 1, day, r.anchor.name)
    if beside.date is not None and beside.date.period is not None:
        return beside.date._replace(last=beside.last)
    if day is None or beside.weekday is None or day.weekday() == beside.weekday:
        return r.one_day(beside.last, day, r.anchor.name)
    return r.one_day(beside.last, nearest_weekday(day, beside.weekday), r.anchor.name, 2)


def _numbered_day(r: Reader, i: int) -> Reading | None:
    """اليوم الثالث من أكتوبر is a date; "اليوم الثالث للهدنة" is a day of something (a reading that ends at i)."""
    if r.word(i + 1) in WORLD_DAYS:
        return Reading(i)
    if not r.word(i + 1).startswith("ال") or r.word(i + 1) in WEEKDAYS:
        return None
    number = read_numeral(r.tokens, i + 1, r.stop)
    if number is None:
        return None
    return date_phrase(r, i + 1) or Reading(i)


def _is_name(r: Reader, i: int) -> bool:
    """Is "اليوم" at i a newspaper or channel, or "a day" (مرتين في اليوم)?"""
    before, earlier = r.word(i - 1) if i else "", r.word(i - 2) if i > 1 else ""
    quoted = i > 0 and r.sign(i - 1, "«\"“'") and r.sign(i + 1, "»\"”'")
    return (
        quoted
        or before in NEWSPAPERS
        or (before in CHANNELS and (earlier in MEDIA or (i > 1 and r.sign(i - 2, "«\"“'@#"))))
        or before == "في"
    )


# --- weekdays ------------------------------------------------------------------------------------------------------


class _Beside(NamedTuple):
    last: int
    weekday: int | None
    date: Reading | None


def definite_weekday(r: Reader, i: int) -> int | None:
    """The weekday named with ال at i, Monday 0."""
    word = r.word(i)
    return WEEKDAYS.get(word) if word.startswith("ال") else None


def _beside(r: Reader, last: int, weekday: int | None) -> _Beside | None:
    """The weekday and the date in apposition after `last`: (السبت) · ، الاثنين 4 من نيسان · 18 آب · الموافق 14 شباط."""
    k = last + 1
    bracket = r.sign(k, "(")
    k += bracket or r.sign(k, _BESIDE)
    k += r.word(k) in _DAY_WORDS or r.word(k) == "الموافق"
    named = definite_weekday(r, k) if weekday is None else None
    end, found = k, None
    if named is not None:
        if r.turn(k + 1):
            return None
        weekday = named
        after = k + 1
        inner = not bracket and r.sign(after, "(")
        after += inner or r.sign(after, _BESIDE)
        after += r.word(after) == "الموافق"
        found = date_phrase(r, after, weekday)
        if found is not None and inner:
            found = found._replace(last=found.last + 1) if r.sign(found.last + 1, ")") else None
        end = found.last if found is not None else k
    else:
        found = date_phrase(r, k, weekday)
        if found is None:
            return None
        end = found.last
    if bracket:
        if not r.sign(end + 1, ")"):
            return None
        end += 1
    return _Beside(end, weekday, found)


def _pair(r: Reader, i: int, night: bool) -> Reading | None:
    """يومي الخميس والجمعة (الماضيين)."""
    if r.word(i) != "يومي":
        return None
    first = definite_weekday(r, i + 1)
    joined = r.word(i + 2)
    k = i + 3 if joined == "و" else i + 2
    second = definite_weekday(r, k) if joined == "و" else WEEKDAYS.get(joined[1:]) if joined.startswith("وال") else None
    if first is None or second is None:
        return None
    turn = r.turn(k + 1)
    last, which = (turn[1], turn[0]) if turn else (k, None)
    end = weekday_at(r.anchor, second, which)
    if end is None:
        return Reading(last)
    start = end - timedelta(days=(second - first) % 7)
    return r.resolved(last, Period(start, end), r.anchor.name)


def _weekday(r: Reader, i: int, night: bool) -> Reading | None:
    """(يوم) الجمعة, with الماضي, a week, a second night's name, or a date."""
    k = i + 1 if r.word(i) in _DAY_WORDS else i
    weekday = WEEKDAYS.get(r.word(k))
    if weekday is None:
        return None
    week = _of_week(r, k + 1)
    if week:
        monday = week_of(r.anchor.day).start + timedelta(days=7 * week[0]) if r.anchor.day else None
        return r.one_day(week[1], monday + timedelta(days=weekday) if monday else None, r.anchor.name)
    nth = _nth_after(r, k, weekday)
    if nth is not None:
        return nth
    if not r.word(k).startswith("ال") and (k == i or r.word(k + 1).startswith("من")):
        return None
    if weekday == FRIDAY and k == i and _is_prayer(r, i):
        return None
    turn = r.turn(k + 1)
    last, which = (turn[1], turn[0]) if turn else (k, None)
    if night and turn is None:
        other = _next_night(r, k, weekday)
        if other:
            day = weekday_at(r.anchor, weekday, None)
            return r.resolved(other, Period(day, day + timedelta(days=1)) if day else None, r.anchor.name)
    beside = _beside(r, last, weekday)
    if beside is not None and beside.date is not None:
        return beside.date._replace(last=beside.last)
    return _numbered_weekday(r, last, weekday) or r.one_day(last, _turned(r, weekday, which), r.anchor.name)


def _turned(r: Reader, weekday: int, turn: int | None) -> date | None:
    if turn not in (-2, 2):
        return weekday_at(r.anchor, weekday, turn)
    near = weekday_at(r.anchor, weekday, turn // 2)
    return shift(near, turn // 2, WEEK) if near else None


def _of_week(r: Reader, i: int) -> tuple[int, int] | None:
    """(turn, last) of "من الأسبوع الماضي", "الأسبوع المقبل", "من هذا الأسبوع" at i."""
    k = i + (r.word(i) == "من")
    if r.word(k) in THIS and ONE_UNIT.get(r.word(k + 1)) == WEEK:
        return 0, k + 1
    return r.turn(k + 1) if ONE_UNIT.get(r.word(k)) == WEEK else None


def _is_prayer(r: Reader, i: int) -> bool:
    """ "صلاة الجمعة" is no day, but "بعد صلاة الجمعة" is one (there the reading began earlier)."""
    return i > 0 and r.words[i - 1] in NOT_FRIDAY and not (i > 1 and r.words[i - 2] in _BEFORE_PART)


def _next_night(r: Reader, k: int, weekday: int) -> int | None:
    """The last token of "ليل الأحد الاثنين", "ليل الأحد - الاثنين" when the days follow one another."""
    after = k + 1 + r.sign(k + 1, "-–/")
    return after if definite_weekday(r, after) == (weekday + 1) % 7 else None


def _numbered_weekday(r: Reader, last: int, weekday: int) -> Reading | None:
    """السبت السادس عشر · الخميس 21: the last such day of a month with that name."""
    k = last + 1
    k += r.word(k) == "في" and r.word(k + 1).startswith("ال")
    day = day_number(r, k)
    if day is None or r.anchor.day is None:
        return None
    spelled = r.word(k).startswith("ال")
    if not spelled and (not r.digits(k) or r.word(day[1] + 1)):
        return None
    found = _with_number(r.anchor, weekday, day[0])
    return r.one_day(day[1], found, r.anchor.name) if found else None


def _with_number(anchor: Anchor, weekday: int, number: int) -> date | None:
    day = weekday_at(anchor, weekday, None)
    step = 7 if anchor.ahead else -7
    # such a day comes at least every half year
    for _ in range(27):
        if day is None or day.day == number:
            return day
        day += timedelta(days=step)
    return None


# --- the nth of a month ----------------------------------------------------------------------------------------------

_LAST = folded("آخر الأخير الأخيرة")
_IN = folded("من في ب ل")


def _nth(r: Reader, i: int) -> tuple[int, int] | None:
    """(n, last) of أول, ثالث, آخر at i; -1 is the last."""
    if r.word(i) in _LAST:
        return -1, i
    number = read_numeral(r.tokens, i, r.stop) if r.word(i) else None
    return (int(number.value), number.last) if number and number.ordinal else None


def _month_after(r: Reader, i: int) -> tuple[Period | None, int, str] | None:
    """Days, last token and anchor of "من شهر أيلول", "بأيلول", "هذا الشهر" at i."""
    k = i + (r.word(i) in _IN)
    inner = r
    if r.word(k)[:1] in ("ب", "ل") and month_phrase(r, k) is None:
        inner = r.cut(k, r.word(k)[1:])
    month = month_phrase(inner, k)
    if month is None:
        return None
    reading = read_month(inner, month)
    return reading.period, reading.last, reading.anchor


def _nth_after(r: Reader, k: int, weekday: int) -> Reading | None:
    """الثلاثاء الثالث من أيلول · الاثنين الأخير من الشهر."""
    nth = _nth(r, k + 1)
    if nth is None or not r.word(k + 1).startswith("ال"):
        return None
    month = _month_after(r, nth[1] + 1)
    return _nth_day(r, month, weekday, nth[0]) if month and r.word(nth[1] + 1) else None


def _nth_day(r: Reader, month: tuple[Period | None, int, str], weekday: int, nth: int) -> Reading:
    period, last, anchor = month
    return r.one_day(last, nth_weekday(period, weekday, nth) if period else None, anchor)


def _nth_of_month(r: Reader, i: int, night: bool) -> Reading | None:
    """أول ثلاثاء من أيار · ثالث يوم من شهر أيار · آخر أسبوع في أيلول."""
    nth = _nth(r, i)
    if nth is None:
        return None
    k = nth[1] + 1
    if r.word(k) in _DAY_WORDS and WEEKDAYS.get(r.word(k + 1)) is not None:
        k += 1
    weekday = WEEKDAYS.get(r.word(k)) if not r.word(k).startswith("ال") else None
    if weekday is None and BARE_UNIT.get(r.word(k)) not in (WEEK, "day"):
        return None
    month = _month_after(r, k + 1)
    if month is None:
        return None
    if weekday is not None:
        return _nth_day(r, month, weekday, nth[0])
    return nth_unit(r, month, BARE_UNIT[r.word(k)], nth[0])


def nth_unit(r: Reader, month: tuple[Period | None, int, str], unit: str, nth: int) -> Reading:
    """The nth week or day of a month; -1 is the last."""
    period, last, anchor = month
    if period is None:
        return Reading(last)
    if unit == WEEK:
        return r.resolved(last, nth_week(period, nth), anchor, 3)
    day = period.end if nth == -1 else period.start + timedelta(days=nth - 1)
    return r.one_day(last, day if day <= period.end else None, anchor)


def definite_nth(r: Reader, i: int) -> Reading | None:
    """الأسبوع الأول من أيار · اليوم الأخير من الشهر الماضي."""
    unit = ONE_UNIT.get(r.word(i)) or ("day" if r.word(i) == "اليوم" else None)
    if unit not in (WEEK, "day"):
        return None
    nth = _nth(r, i + 1)
    month = _month_after(r, nth[1] + 1) if nth and r.word(nth[1] + 1) else None
    return nth_unit(r, month, unit, nth[0]) if nth and month and unit else None


def _dated(r: Reader, i: int, night: bool) -> Reading | None:
    """(يوم | بتاريخ) 6 نيسان 2018, with "الموافق" and the same day by the other calendar."""
    said = r.word(i) in _DAY_WORDS or r.word(i) in ("بتاريخ", "تاريخ")
    # "بتاريخ 21/9" is a date even without a year
    found = date_phrase(r, i + said, None)
    if found is None:
        return None
    k = found.last + 1
    k += r.sign(k, "(،,")
    if r.word(k) == "الموافق":
        other = date_phrase(r, k + 1, None)
        if other is not None:
            last = other.last + (r.sign(found.last + 1, "(") and r.sign(other.last + 1, ")"))
            return (other if other.anchor == "text" or found.period is None else found)._replace(last=last)
    return found



