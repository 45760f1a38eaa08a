"""Days without a year: what a report's words give away of its own day and of the day of an act.

Many pages that people hand on bear no date, but say "اليوم السبت 7 تشرين الأول". That resolves to no date, and none
is guessed; two accounts may still agree on the day of the week or of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from riwaya.model import Reading, When
from riwaya.text.calendar import MONTHS, WEEKDAYS
from riwaya.text.normalize import fold_key

_MONTH = "|".join(sorted(MONTHS, key=lambda name: (-len(name), name)))
_DAY_OF_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}})\s*(?:من\s+)?(?:شهر\s+)?\(?\s*({_MONTH})(?!\w)")
_WEEKDAY = re.compile(rf"(?<!\w)[وفبل]?({'|'.join(sorted(name for name in WEEKDAYS if name.startswith('ال')))})(?!\w)")
_TODAY = re.compile(r"(?<!\w)[وف]?اليوم(?!\w)")
_YESTERDAY = re.compile(r"(?<!\w)[وف]?(?:ال)?(?:امس|بارحة)(?!\w)")
_ANOTHER_DAY = re.compile(r"(?<!\w)(?:منذ|قبل|بعد|حتي|غدا?|خلال|مطلع|بداية)(?!\w)")
"""Words beside which "اليوم" or a date bounds a period or shifts a day."""
_SINCE = re.compile(r"(?<!\w)[وف]?منذ(?!\w)")
_HOURS = re.compile(r"(?<!\w)(?:ال)?(?:ساعات|ساعة|ساعتين|دقائق|فجر|صباح|ظهر|عصر|مساء|ليل|ليلة|منتصف)(?!\w)")
"""Parts of a day: "منذ ساعات الصباح" is today, and no long time."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A day without its year: day of the week (Monday 0) and day of a leap year (1-366), None where unknown."""

    weekday: int | None = None
    yearday: int | None = None

    def moved(self, days: int) -> Calendar:
        """So many days later."""
        weekday = None if self.weekday is None else (self.weekday + days) % 7
        return Calendar(weekday, None if self.yearday is None else (self.yearday + days - 1) % 366 + 1)

    def weekdays_apart(self, other: Calendar) -> int | None:
        """Days between the two days of the week, 0 to 3; None where one is unknown."""
        return _around(self.weekday, other.weekday, 7)

    def yeardays_apart(self, other: Calendar) -> int | None:
        """Days between the two days of the year, 0 to 183; None where one is unknown."""
        return _around(self.yearday, other.yearday, 366)


UNKNOWN = Calendar()


def _around(a: int | None, b: int | None, cycle: int) -> int | None:
    if a is None or b is None:
        return None
    return min((a - b) % cycle, (b - a) % cycle)


def calendar_of(day: date) -> Calendar:
    """The calendar day of a full date."""
    return Calendar(day.weekday(), _yearday(day.month, day.day))


def _yearday(month: int, day: int) -> int | None:
    try:
        return date(2000, month, day).timetuple().tm_yday
    except ValueError:  # "45 تموز"
        return None


def _written(words: str) -> Calendar:
    weekdays = (WEEKDAYS[found[1]] for found in _WEEKDAY.finditer(words))
    days = (_yearday(MONTHS[found[2]], int(found[1])) for found in _DAY_OF_MONTH.finditer(words))
    return Calendar(_only(weekdays), _only(days))


def _only(values: Iterable[int | None]) -> int | None:
    """The one value there is; None where there are several or none."""
    known = {value for value in values if value is not None}
    return known.pop() if len(known) == 1 else None


def since_long(words: str) -> bool:
    """Do the words open a time of more than a day: "منذ نهاية نيسان", not "منذ ساعات الصباح"? `words` are folded."""
    return bool(_SINCE.search(words)) and not _HOURS.search(words)


def _another_day(words: str) -> bool:
    return bool(_ANOTHER_DAY.search(_SINCE.sub("", words) if _HOURS.search(words) else words))


def _shift(words: str) -> int | None:
    """Days from the report's day to the day meant; None where the words do not speak of the report's day."""
    if _another_day(words):
        return None
    if _YESTERDAY.search(words):
        return -1
    return 0 if _TODAY.search(words) else None


def report_calendar(reading: Reading) -> Calendar:
    """The report's own day: its day of publication, or what "اليوم السبت" and "أمس الجمعة" agree on."""
    if reading.document.published:
        return calendar_of(reading.document.published)
    own = []
    for when in (claim.when for claim in reading.claims if claim.when):
        words = fold_key(when.span.exact)
        shift = _shift(words)
        if shift is not None:
            own.append(_written(words).moved(-shift))
    return Calendar(_only(day.weekday for day in own), _only(day.yearday for day in own))


def act_calendar(when: When | None, own: Calendar) -> Calendar:
    """The calendar day of an act, by its date, by its own words, or by those that point at the report's day `own`."""
    if when is None:
        return UNKNOWN
    if when.start:
        # a night lies on two days
        return calendar_of(when.start) if (when.end or when.start) - when.start <= timedelta(1) else UNKNOWN
    words = fold_key(when.span.exact)
    if _another_day(words):
        return UNKNOWN
    written, shift = _written(words), _shift(words)
    meant = own.moved(shift) if shift is not None else UNKNOWN
    return Calendar(
        meant.weekday if written.weekday is None else written.weekday,
        meant.yearday if written.yearday is None else written.yearday,
    )
