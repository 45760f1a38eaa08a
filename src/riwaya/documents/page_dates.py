"""Lines of a page that hold nothing but a date or an hour."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from riwaya.documents.lines import Line
from riwaya.text.calendar import HIJRI_MONTHS, WEEKDAYS
from riwaya.text.full_dates import MONTH, MONTH_NUMBERS, find_date

_WORD = re.compile(r"[^\W\d_]+|\d+")
_DAYS = {name for name in WEEKDAYS if name.startswith("ال")}
_PLAIN = (
    {word for name in (*MONTH_NUMBERS, *HIJRI_MONTHS) for word in name.split()}
    | _DAYS
    | set("monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split())
)
_AROUND = set(
    "الساعة الوقت التوقيت بتوقيت بالتوقيت غرينتش جرينتش المحلي ص م صباحا مساء ظهرا فجرا am pm gmt utc "
    "ه الموافق يوم من شهر عام سنة في بتاريخ تاريخ التاريخ نشر نشرت النشر تم اخر تحديث التحديث حدث "
    "محدثة محدث انسخ نسخ الرابط "
    "at on updated published last دمشق القاهرة مكة".split()
)
MAX_OTHER_WORDS = 2
"""Label words that are no date words, or the name of a section: "تاريخ النشر: 14.05.2022 | أخبار سوريا"."""
MAX_PART_WORDS = 3
"""The name of a section, or of an author, beside a date."""
MAX_DATE_WORDS = 16
"""Both calendars, the hour and a label: "الثلاثاء 12 رمضان 1440 هـ الموافق 17 مايو 2019 الساعة 10:30 صباحا"."""


def _other_words(words: list[str]) -> list[str]:
    return [word for word in words if word not in _PLAIN and word not in _AROUND and not word.isdigit()]


def holds_little_but_a_date(line: Line) -> bool:
    """Does a line that opens with "نشر في" or "آخر تحديث" hold a full date and at most a section's name besides?"""
    dated = [part for part in line.key.split("|") if find_date(part) is not None]
    if not dated or line.count > MAX_DATE_WORDS:
        return False
    return len(_other_words(_WORD.findall(dated[0]))) <= MAX_OTHER_WORDS


def is_date_line(line: Line) -> bool:
    """Does the line hold a date (with or without its year) or an hour, and no other word?

    A section and an author may stand beside a full date between bars: "سياسة | 23 أغسطس 2023 | سامر الحلو".
    """
    if not line.words or line.count > MAX_DATE_WORDS:
        return False
    if _other_words(line.words):
        parts = [part for part in line.key.split("|") if _WORD.search(part)]
        dated = [part for part in parts if find_date(part) and not _other_words(_WORD.findall(part))]
        return bool(dated) and all(part in dated or len(part.split()) <= MAX_PART_WORDS for part in parts)
    named = any(word in _PLAIN for word in line.words)
    digits = [word for word in line.words if word.isdigit()]
    return bool(digits) and (named or find_date(line.key) is not None or len(digits) == len(line.words) <= 2)


class Today(NamedTuple):
    """What a text calls today: its weekday (Monday 0) and, where told, the day of the month and the month."""

    weekday: int
    day: int | None = None
    month: int | None = None

    def may_be(self, day: date) -> bool:
        """Is the date such a day?"""
        told = (self.day or day.day, self.month or day.month)
        return day.weekday() == self.weekday and told == (day.day, day.month)


_WEEKDAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_TODAY = re.compile(
    rf"(?<!\w)(اليوم|امس)\s*[،,(]?\s*(?:يوم\s+)?({_WEEKDAY})(?!\w)"
    rf"(?:\s*[،,(]?\s*(\d{{1,2}})\s*(?:من\s+)?(?:شهر\s+)?({MONTH})(?!\w))?"
)


def told_today(key: str) -> set[Today]:
    """The days that a folded text calls today: "اليوم الخميس 5 تشرين الأول", "أمس الثلاثاء"."""
    out = set()
    for word, name, day, month in _TODAY.findall(key):
        if word == "اليوم":
            number = MONTH_NUMBERS[" ".join(month.split())] if month else None
            out.add(Today(WEEKDAYS[name], int(day) if day else None, number))
        else:
            out.add(Today((WEEKDAYS[name] + 1) % 7))
    return out
