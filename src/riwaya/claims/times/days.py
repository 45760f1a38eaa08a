"""Days told by name or from today: أمس الثلاثاء · فجر الجمعة · اليوم (السبت 6 آب 2022) · ليل الأحد الاثنين."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from riwaya.claims.times.dates import date_phrase, day_number
from riwaya.claims.times.nth import MOST_IN_A_MONTH, feast, nth_of_month, weekday_of_month
from riwaya.claims.times.periods import DAY, WEEK, Anchor, Period, nearest_weekday, shift, week_of, weekday_at
from riwaya.claims.times.reader import Reader, Reading, longest_phrase
from riwaya.claims.times.words import (
    CHANNELS,
    DATE_WORDS,
    DAY_WORDS,
    LAST_NIGHT,
    MEDIA,
    NEIGHBOUR,
    NEWSPAPERS,
    NIGHTS,
    NOT_FRIDAY,
    ONE_UNIT,
    PARTS_OF_DAY,
    RELATIVE_DAYS,
    RELATIVE_PHRASES,
    SAME_DAY,
    THIS,
    TIME_NOUNS,
    WORLD_DAYS,
)
from riwaya.text.calendar import WEEKDAYS
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral

_TIME_ADJECTIVES = folded(
    "سابق لاحق متأخر مبكر متأخرة مبكرة متقدمة الأولى الأخيرة المتأخرة الباكر الباكرة المبكرة الماضية"
)
_BEFORE_PART = folded("بعد قبل قبيل بعيد عند مع")
_MIDDLE = folded("منتصف")
_ON = folded("الموافق")
_BESIDE = "،,-–/"
_FRIDAY = WEEKDAYS["الجمعة"]
_TO = folded("حتى إلى وحتى")
_YESTERDAYS = folded("أمس البارحة أول")


def lead_in(r: Reader, i: int) -> tuple[int, bool] | None:
    """Words before a day that say which part of it: the token after them, and whether that part is the night.

    فجر · بعد ظهر · منتصف ليل · ساعة متأخرة من مساء · في وقت سابق من · بعد صلاة (الجمعة).
    """
    k = i + 1 if r.word(i) == "في" and r.word(i + 1) in TIME_NOUNS else i
    if r.word(k) in TIME_NOUNS:
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
    if r.word(k) in _MIDDLE and r.word(k + 1) == "الليلة":
        return k + 1, True
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
    if k == i + 1 and r.word(i) == "ليلة" and r.word(k) in _YESTERDAYS:
        return _day(r, i, night) or _day(r, k, night)  # "ليلة أمس" is a phrase of its own
    return _day(r, k, night)


def _day(r: Reader, i: int, night: bool) -> Reading | None:
    return (
        _spoken_of(r, i)
        or _relative(r, i)
        or _pair(r, i)
        or _weekday(r, i, night)
        or feast(r, i)
        or nth_of_month(r, i)
        or _dated(r, i)
    )


# --- from today ----------------------------------------------------------------------------------------------------


def _spoken_of(r: Reader, i: int) -> Reading | None:
    """اليوم نفسه · ذلك اليوم: the day last spoken of; اليوم التالي: the one after it."""
    near = r.previous if r.previous and r.previous.end - r.previous.start <= timedelta(days=1) else None
    size = longest_phrase(r, i, SAME_DAY)
    if size and r.word(i + size) != "ال":
        return r.resolved(i + size - 1, near, r.spoken)
    if r.word(i) in ("اليوم", "الليلة") and r.word(i + 1) in NEIGHBOUR:
        step = NEIGHBOUR[r.word(i + 1)]
        base = near and (near.end if step > 0 else near.start)
        return r.one_day(i + 1, shift(base, step, DAY) if base else None, r.spoken)
    return None


def _relative(r: Reader, i: int) -> Reading | None:
    """اليوم · أول من أمس · الليلة الماضية, with the weekday and the date that may stand beside them."""
    if longest_phrase(r, i, LAST_NIGHT):
        day = r.anchor.day
        return r.resolved(i + 1, Period(day - timedelta(days=1), day) if day else None, r.anchor.name)
    length = longest_phrase(r, i, RELATIVE_PHRASES)
    if not length:
        return None
    phrase = tuple(r.word(i + n) for n in range(length))
    if length == 1 and r.word(i) == "اليوم":
        numbered = _numbered_day(r, i)
        if numbered is not None:
            return numbered if numbered.last > i else None
    beside = _beside(r, i + length - 1, None)
    if phrase in (("اليوم",), ("الغد",)) and beside is None and _is_name(r, i):
        return None
    day = shift(r.anchor.day, RELATIVE_DAYS[phrase], DAY) if r.anchor.day else None
    if beside is None:
        return r.one_day(i + length - 1, day, r.anchor.name)
    if beside.date is not None and beside.date.period is not None:
        if beside.date.precision == 2 and day is not None and day.weekday() == beside.weekday:
            # in January reporters still write last year's number: the weekday and the report agree against it
            return r.one_day(beside.last, day, r.anchor.name, 2)
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
    """Is "اليوم" or "الغد" at i a newspaper or channel, or "a day" (مرتين في اليوم)?"""
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
    k = _over_date_words(r, k + (bracket or r.sign(k, _BESIDE)))
    named = definite_weekday(r, k) if weekday is None else None
    if named is None:
        found = date_phrase(r, k, weekday)
        if found is None:
            return None
        end = found.last
    else:
        if r.turn(k + 1):  # "اليوم، الجمعة المقبلة" are two days
            return None
        weekday = named
        found = _date_after(r, k, weekday, bracket)
        end = found.last if found else k
    if not bracket:
        return _Beside(end, weekday, found)
    return _Beside(end + 1, weekday, found) if r.sign(end + 1, ")") else None


def _over_date_words(r: Reader, k: int) -> int:
    """The token after "يوم", "الموافق", or "في" before digits."""
    return k + (r.word(k) in DAY_WORDS or r.word(k) in _ON or (r.word(k) == "في" and bool(r.digits(k + 1))))


def _date_after(r: Reader, k: int, weekday: int, bracketed: bool) -> Reading | None:
    """The date after the weekday at k, in brackets of its own where the whole has none."""
    after = k + 1
    inner = not bracketed and r.sign(after, "(")
    found = date_phrase(r, _over_date_words(r, after + (inner or r.sign(after, _BESIDE))), weekday)
    if found is None or not inner:
        return found
    return found._replace(last=found.last + 1) if r.sign(found.last + 1, ")") else None


def _pair(r: Reader, i: int) -> Reading | None:
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
    k = i + 1 if r.word(i) in DAY_WORDS else i
    weekday = WEEKDAYS.get(r.word(k))
    if weekday is None:
        return None
    week = _of_week(r, k + 1)
    if week:
        monday = week_of(r.anchor.day).start + timedelta(days=7 * week[0]) if r.anchor.day else None
        return r.one_day(week[1], monday + timedelta(days=weekday) if monday else None, r.anchor.name)
    nth = weekday_of_month(r, k, weekday)
    if nth is not None:
        return nth
    if not r.word(k).startswith("ال") and (k == i or r.word(k + 1).startswith("من")):
        return None
    if weekday == _FRIDAY and k == i and _is_prayer(r, i):
        return None
    if r.word(k + 1) in NEIGHBOUR:
        return _neighbour_weekday(r, k, weekday)
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


def _neighbour_weekday(r: Reader, k: int, weekday: int) -> Reading:
    """الجمعة التالية · الثلاثاء السابق: told from the time last spoken of."""
    step = NEIGHBOUR[r.word(k + 1)]
    if r.previous is None:
        return Reading(k + 1)
    base = Anchor(r.previous.end if step > 0 else r.previous.start, r.spoken)
    return r.one_day(k + 1, weekday_at(base, weekday, step), r.spoken)


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
    after = r.word(day[1] + 1)
    # "الأحد الثاني" may be the second Sunday; "الجمعة 15 قتيلا" counts
    if (spelled and day[0] <= MOST_IN_A_MONTH) or (not spelled and (not r.digits(k) or (after and after not in _TO))):
        return None
    found = _with_number(r.anchor, weekday, day[0])
    return r.one_day(day[1], found, r.anchor.name) if found else None


def _with_number(anchor: Anchor, weekday: int, number: int) -> date | None:
    """The nearest such weekday that is that day of its month, within half a year back and five weeks ahead."""
    last = weekday_at(anchor, weekday, None)
    if last is None:
        return None
    found = [day for week in range(-26, 6) if (day := last + timedelta(days=7 * week)).day == number]
    return min(found, key=lambda day: abs(day - last), default=None)


def _dated(r: Reader, i: int) -> Reading | None:
    """(يوم | بتاريخ) 6 نيسان 2018, with "الموافق" and the same day by the other calendar."""
    found = date_phrase(r, i + (r.word(i) in DAY_WORDS or r.word(i) in DATE_WORDS))
    if found is None:
        return None
    k = found.last + 1
    k += r.sign(k, "(،,")
    other = date_phrase(r, k + 1) if r.word(k) in _ON else None
    if other is None:
        return found
    last = other.last + (r.sign(found.last + 1, "(") and r.sign(other.last + 1, ")"))
    return (other if other.anchor == "text" or found.period is None else found)._replace(last=last)
