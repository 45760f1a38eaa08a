"""Years: عام 2012 · العام الماضي · 1436هـ · ألفين وأربعة عشر · العام نفسه."""

from __future__ import annotations

from typing import NamedTuple

from riwaya.claims.times.periods import HIJRI_YEARS, YEAR, hijri_year, year_of
from riwaya.claims.times.reader import Reader, Reading
from riwaya.claims.times.words import ONE_UNIT, THAT, THE_SAME, THIS, YEAR_WORDS
from riwaya.text.numberwords import folded
from riwaya.text.numerals import read_numeral

_GREGORIAN_SIGN = folded("م ميلادي ميلادية للميلاد")
_HIJRI_SIGN = folded("ه هجري هجرية هجريا للهجرة")


class Year(NamedTuple):
    """A year: `hijri` by its sign or its size. `year` None: told relative to an unknown anchor."""

    last: int
    year: int | None
    hijri: bool
    anchor: str


def era(r: Reader, last: int, year: int) -> Year:
    """The year whose number ends at `last`, with the calendar that its sign or its size tells."""
    sign = r.word(last + 1)
    if sign in _HIJRI_SIGN:
        return Year(last + 1, year, True, "text")
    if sign in _GREGORIAN_SIGN:
        return Year(last + 1, year, False, "text")
    # no report of our time tells of Gregorian 1343–1499, and every Hijri year since 1924 lies there
    return Year(last, year, year in HIJRI_YEARS, "text")


def year_number(r: Reader, i: int, *, said: bool = False) -> Year | None:
    """A year in four digits or in words at i; where a word for year stands before (`said`), of any size."""
    digits = r.digits(i)
    if digits:
        if len(digits) == 4 and 1300 <= int(digits) <= 2100:
            return era(r, i, int(digits))
        return era(r, i, int(digits)) if said and 0 < int(digits) <= 2100 and digits[0] != "0" else None
    if not r.word(i):
        return None
    number = read_numeral(r.tokens, i, r.stop)
    if number is None or number.ordinal or not isinstance(number.value, int) or number.skip:
        return None
    if 1900 <= number.value <= 2100 or (said and 100 < number.value <= 2100):
        return era(r, number.last, number.value)
    return None


def year_phrase(r: Reader, i: int) -> Year | None:
    """عام 2012 · العام الماضي · هذه السنة · 2012 at i."""
    if r.word(i) in THIS and ONE_UNIT.get(r.word(i + 1)) == YEAR:
        return _relative_year(r, i + 1, 0)
    if r.word(i) in THAT and ONE_UNIT.get(r.word(i + 1)) == YEAR:
        return _same_year(r, i + 1)
    if r.word(i) in YEAR_WORDS:
        if r.word(i + 1) in THE_SAME:
            return _same_year(r, i + 1)
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


def _same_year(r: Reader, last: int) -> Year:
    """العام نفسه · ذلك العام: the year last spoken of."""
    known = r.previous is not None and r.previous.start.year == r.previous.end.year
    return Year(last, r.previous.start.year if r.previous and known else None, False, r.spoken)


def _relative_year(r: Reader, last: int, turn: int) -> Year:
    stated = r.digits(last + 1)
    if len(stated) == 4 and 1900 <= int(stated) <= 2100:  # "العام الماضي 2022"
        return Year(last + 1, int(stated), False, "text")
    day = r.anchor.day
    return Year(last, day.year + turn if day else None, False, r.anchor.name if day else "none")


def read_year(r: Reader, found: Year) -> Reading:
    """The reading of a year."""
    if found.year is None:
        return Reading(found.last)
    return r.resolved(found.last, hijri_year(found.year) if found.hijri else year_of(found.year), found.anchor)
