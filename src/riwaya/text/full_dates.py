"""Full dates as pages print them: the day that numbers, months and labels name, and the day in a permalink.

Only a day, a month and a year together make a date here; nothing is completed from a clock. `01/02/2023` is read as
the first of February: day before month is the order of all Arabic locales (Unicode CLDR).
"""

from __future__ import annotations

import re
from datetime import date

from riwaya.text.calendar import MONTHS

_ENGLISH = (
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
)
MONTH_NUMBERS = {**MONTHS, **{name: i for i, names in enumerate(_ENGLISH, 1) for name in names.split("|")}}
MONTH = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(MONTH_NUMBERS, key=len, reverse=True))

_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*((?:19|20)\d\d)(?!\d)")
# "6 نيسان/أبريل 2018", "6 من نيسان 2018", "12 ايار ,2023"
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:من\s+)?(?:شهر\s+)?[,،]?\s*({MONTH})(?!\w)"
    rf"(?:\s*[/(]\s*(?:{MONTH})\s*\)?)?\s*[,،.]?\s*(?:عام\s+|سنة\s+)?((?:19|20)\d\d)(?!\d)"
)
_MONTH_DAY = re.compile(rf"(?<!\w)({MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*[,،]?\s*((?:19|20)\d\d)(?!\d)")


def find_date(key: str) -> date | None:
    """The first full date (day, month and year) in a folded text in lower case; None where there is none."""
    for pattern, order in ((_YEAR_FIRST, "ymd"), (_DAY_FIRST, "dmy"), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy")):
        for match in pattern.finditer(key):
            fields = dict(zip(order, match.groups(), strict=True))
            month = fields["m"] if fields["m"].isdigit() else str(MONTH_NUMBERS[" ".join(fields["m"].split())])
            for day, number in ((fields["d"], month), (month, fields["d"])):
                try:
                    return date(int(fields["y"]), int(number), int(day))
                except ValueError:
                    if not fields["m"].isdigit():
                        break
    return None


def date_in_url(url: str) -> date | None:
    """The day in a permalink such as `/2023/01/11/`; a path with a month only names no day."""
    match = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/\-_]|$)", url)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
