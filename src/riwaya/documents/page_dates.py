"""Lines of a page that hold nothing but a date or an hour."""

from __future__ import annotations

from riwaya.documents.lines import Line
from riwaya.text.calendar import HIJRI_MONTHS, WEEKDAYS
from riwaya.text.full_dates import MONTH_NUMBERS, find_date

_DAYS = {name for name in WEEKDAYS if name.startswith("ال")}
_PLAIN = (
    {word for name in (*MONTH_NUMBERS, *HIJRI_MONTHS) for word in name.split()}
    | _DAYS
    | set("monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split())
)
_AROUND = set(
    "الساعة الوقت التوقيت بتوقيت بالتوقيت غرينتش جرينتش المحلي ص م صباحا مساء ظهرا فجرا am pm gmt utc "
    "ه الموافق يوم من شهر عام سنة في بتاريخ تاريخ التاريخ نشر نشرت النشر تم اخر تحديث التحديث حدث "
    "at on updated published last دمشق القاهرة مكة".split()
)
MAX_OTHER_WORDS = 2
"""Label words that are no date words, or the name of a section: "تاريخ النشر: 14.05.2022 | أخبار سوريا"."""
MAX_DATE_WORDS = 16
"""Both calendars, the hour and a label: "الثلاثاء 12 رمضان 1440 هـ الموافق 17 مايو 2019 الساعة 10:30 صباحا"."""


def _other_words(line: Line) -> list[str]:
    return [word for word in line.words if word not in _PLAIN and word not in _AROUND and not word.isdigit()]


def holds_little_but_a_date(line: Line) -> bool:
    """Does a line that opens with "نشر في" or "آخر تحديث" hold a full date and at most a section's name besides?"""
    return find_date(line.key) is not None and len(_other_words(line)) <= MAX_OTHER_WORDS


def is_date_line(line: Line) -> bool:
    """Does the line hold a date (with or without its year) or an hour, and no other word?"""
    if not line.words or line.count > MAX_DATE_WORDS:
        return False
    if _other_words(line):
        return False
    named = any(word in _PLAIN for word in line.words)
    digits = [word for word in line.words if word.isdigit()]
    return bool(digits) and (named or find_date(line.key) is not None or len(digits) == len(line.words) <= 2)
