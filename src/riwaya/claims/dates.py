"""When a report says something happened: every mention of time, resolved against the day of the report.

The grammar is spread by what it reads: `times.dates` (years, months, dates), `times.days` (days by name or from
today), `times.nth` (the first Tuesday of a month, feasts), `times.spans` (weeks, seasons), `times.lengths` ("three days
ago"), `times.parts` (hours, parts of the day); this module reads ranges and chooses the longest mention at each word.
Nothing is guessed: a relative day in a report without a date keeps its words and stays unresolved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from riwaya.claims.times.dates import Month, day_number, month_phrase, read_day_of_month, read_month
from riwaya.claims.times.days import day_phrase, lead_in
from riwaya.claims.times.lengths import distance_phrase, recent_phrase, since
from riwaya.claims.times.nth import definite_nth
from riwaya.claims.times.parts import part_of_day
from riwaya.claims.times.periods import Anchor, Period, day_of
from riwaya.claims.times.reader import Reader, Reading, longest_phrase
from riwaya.claims.times.spans import unit_phrase
from riwaya.claims.times.words import (
    AFTER_IN,
    DISTANCE,
    LASTING,
    NAMED_AFTER_DAYS,
    RELATIVE_PHRASES,
    STARTS,
    TURNS,
    UNDATED,
)
from riwaya.claims.times.years import read_year, year_number
from riwaya.model import When
from riwaya.text.normalize import clean
from riwaya.text.numberwords import SURFACES, folded
from riwaya.text.tokens import NUMBER, WORD, Tokens

LATEST_FILING = timedelta(days=14)
"""A report's own date ("text_date") is believed over the page's when the page is at most this much younger: pages are
dated by the crawl, and a date far from it is of something else."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A mention of time: tokens first..last (inclusive), without `skip` leading letters, and what it resolves to."""

    first: int
    last: int
    skip: int
    when: When


def anchor_of(published: date | None, text_date: date | None = None, *, ahead: bool = False) -> Anchor:
    """The day that "today" means: the report's own date where it names one near the page's, else the page's."""
    if text_date and (published is None or timedelta(0) <= published - text_date <= LATEST_FILING):
        return Anchor(text_date, "dateline", ahead)
    return Anchor(published, "published", ahead) if published else Anchor(None, "none", ahead)


def find_date_mentions(
    tokens: Tokens,
    first: int,
    stop: int,
    *,
    published: date | None,
    text_date: date | None = None,
    ahead: bool = False,
    previous: Period | None = None,
) -> list[DateMention]:
    """Mentions of time in tokens [first, stop), in order, not overlapping, each as long as it can be.

    `published` is the day of the report, `text_date` the day that the text itself gives as its own (dateline, or
    `stated_today`), `previous` the time spoken of before `first`. `ahead`: the sentence speaks of what is to come, so a
    bare "Friday" is the next one.
    """
    anchor = anchor_of(published, text_date, ahead=ahead)
    reader = Reader(tokens, stop, anchor, previous)
    out: list[DateMention] = []
    i = first
    while i < stop:
        start = _start(tokens, i)
        if start is None or (start[0] in _SELDOM and _no_time_follows(tokens, i + 1, stop)):
            i += 1
            continue
        reader.head, reader.core = i, start[0]
        found = read_time(reader, i)
        if found is None or _in_name(reader, i):
            i = found.last + 1 if found else i + 1
            continue
        out.append(DateMention(i, found.last, start[1], _when(tokens, i, found, start[1])))
        if found.period is not None:
            reader.previous, reader.spoken = found.period, found.anchor
        i = found.last + 1
    return out


_SELDOM = folded("في من على ما هذا هذه ذلك تلك")
"""Words that begin a mention of time, but hardly ever do; they are the commonest of all."""


def _no_time_follows(tokens: Tokens, i: int, stop: int) -> bool:
    """Is the word after one of `_SELDOM` one that no mention of time has in second place?"""
    if i >= stop:
        return True
    word = tokens.words[i]
    return tokens.kinds[i] == WORD and word not in STARTS and word not in SURFACES and word not in AFTER_IN


def _start(tokens: Tokens, i: int) -> tuple[str, int] | None:
    """The word, clitics cut, and their length, where a mention of time may begin at i."""
    if tokens.kinds[i] == NUMBER:
        return tokens.words[i], 0
    if tokens.kinds[i] != WORD:
        return None
    word = tokens.words[i]
    start = STARTS.get(word)
    if start is None and word in SURFACES:
        # "الثامن من يوليو" keeps its article: only what stands before it is cut
        surface = SURFACES[word]
        start = word, surface.skip - 2 * (surface.article and surface.proclitic != "ل")
    return start


def _when(tokens: Tokens, first: int, found: Reading, skip: int) -> When:
    start, end = found.period or (None, None)
    span = tokens.span(first, found.last, skip)
    return When(span=span, start=start, end=end, precision=found.precision, anchor=found.anchor)


def _in_name(r: Reader, i: int) -> bool:
    """Is the day part of a name: شارع 26 سبتمبر, سد تشرين, حركة 14 آذار?"""
    before = r.word(i - 1)
    if not before or r.core in _NEVER_A_NAME:
        return False
    stem = before.removeprefix("و").removeprefix("ل").removeprefix("ب").removeprefix("ال")
    return before in NAMED_AFTER_DAYS or (stem in NAMED_AFTER_DAYS and before.startswith(("و", "ل", "ب")))


_NEVER_A_NAME = frozenset({*RELATIVE_PHRASES, *DISTANCE} - {"يوم"})


# --- one mention ---------------------------------------------------------------------------------------------------


def read_time(r: Reader, i: int) -> Reading | None:
    """The longest mention of time at i. A word that is only a number ends the search at once."""
    if r.kinds[i] == NUMBER or r.core not in _STARTING:
        readers = _NUMBER_READERS
    else:
        readers = _FUNCTION_READERS.get(r.core, _WORD_READERS)
    best: Reading | None = None
    for reader in readers:
        found = reader(r, i)
        if found is not None and (
            best is None or found.last > best.last or (found.last == best.last and _fuller(found, best))
        ):
            best = found
    return best


def _fuller(found: Reading, best: Reading) -> bool:
    return found.period is not None and best.period is None


def undated_phrase(r: Reader, i: int) -> Reading | None:
    """Words of time that no calendar resolves: مؤخرا · في وقت سابق."""
    size = longest_phrase(r, i, UNDATED)
    return Reading(i + size - 1) if size else None


def _after_preposition(r: Reader, i: int) -> Reading | None:
    """منذ السبت · خلال تموز · قبل الجمعة · منذ بداية العام."""
    kind = DISTANCE.get(r.word(i))
    if kind is None or kind == LASTING:
        return None
    found = _single(r, i + 1)
    return since(r, kind, found) if found else None


def _within(r: Reader, i: int) -> Reading | None:
    """في وقت سابق من هذا الشهر · ساعات من الأسبوع الماضي."""
    lead = lead_in(r, i)
    return unit_phrase(r, lead[0]) if lead else None


def _in_days(r: Reader, i: int) -> Reading | None:
    """في الأيام القليلة الماضية: here the preposition belongs to the mention, as "during" does."""
    return recent_phrase(r, i + 1) if r.word(i) == "في" else None


def _single(r: Reader, k: int) -> Reading | None:
    """The longest mention at k that is no range and has no preposition."""
    if not _may_start(r, k):
        return None
    found = [reading for reader in (day_phrase, definite_nth, unit_phrase, recent_phrase) if (reading := reader(r, k))]
    return max(found, key=lambda reading: (reading.last, reading.period is not None), default=None)


# --- ranges ----------------------------------------------------------------------------------------------------------

_TO = folded("إلى الى حتى وحتى لغاية ولغاية وإلى")
_DASHES = "-–—"
_RANGE_HEADS = folded("الممتدة الواقعة")


def range_phrase(r: Reader, i: int) -> Reading | None:
    """من 3 إلى 6 مايو · بين 5 و8 آب · 13-15 يوليو · من مطلع حزيران حتى 25 تموز · 2014-2018."""
    k = i
    if r.word(k) == "الفترة":
        k += 1
        k += r.word(k) in _RANGE_HEADS
    k += r.word(k) == "ما"
    between = r.word(k) == "بين"
    pair = r.word(k) in ("يومي", "شهري")  # "شهري آب وأيلول الماضيين"
    opened = between or pair or r.word(k) in ("من", "منذ")
    between = between or pair
    k += opened
    if (k > i and not opened) or not _may_start(r, k):
        return None
    return _numbers_of_month(r, k, between) or _month_then_numbers(r, k) or _two_ends(r, k, between, opened)


def _may_start(r: Reader, k: int) -> bool:
    if k >= r.stop:
        return False
    word = r.words[k]
    return k == r.head or r.kinds[k] == NUMBER or word in STARTS or word in SURFACES or word == "ال"  # "الـ24 ساعة"


def _link(r: Reader, k: int, between: bool) -> tuple[Reader, int] | None:
    """The reader and token after إلى, حتى, a dash or (after بين) و; the و may stand inside the word."""
    k += r.sign(k, "،,")
    word = r.word(k)
    if between and word.startswith("و") and word not in _TO:
        if word == "و":
            return r, k + 1
        return r.cut(k, word[1:]), k
    return (r, k + 1) if word in _TO or r.sign(k, _DASHES) else None


def _numbers_of_month(r: Reader, k: int, between: bool) -> Reading | None:
    """من 3 إلى 6 مايو 2018 · 4 إلى 22 من هذا الشهر."""
    first = day_number(r, k)
    link = _link(r, first[1] + 1, between) if first else None
    if first is None or link is None:
        return None
    inner, k = link
    second = day_number(inner, k)
    if second is None:
        return None
    k = second[1] + 1
    k += r.word(k) in ("من", "في")
    month = month_phrase(r, k)
    return _days_of_month(r, month, first[0], second[0], month.last) if month else None


def _days_of_month(r: Reader, month: Month, first: int, second: int, last: int) -> Reading | None:
    end = read_day_of_month(r, month, second)
    if end.period is None:
        return Reading(last)
    start = (
        day_of(end.period.end.year, end.period.end.month, first)
        if not month.hijri
        else end.period.end - timedelta(days=second - first)
    )
    if start is None or start > end.period.end:
        return None
    return r.resolved(last, Period(start, end.period.end), end.anchor)


def _month_then_numbers(r: Reader, k: int) -> Reading | None:
    """يوليو 13-15 · تموز 13 الى 15."""
    month = month_phrase(r, k)
    first = day_number(r, month.last + 1) if month and month.year is None and not month.turn else None
    link = _link(r, first[1] + 1, False) if first else None
    second = day_number(link[0], link[1]) if link else None
    if month is None or first is None or second is None or first[0] >= second[0]:
        return None
    return _days_of_month(r, month, first[0], second[0], second[1])


def _two_ends(r: Reader, k: int, between: bool, opened: bool) -> Reading | None:
    """من السبت إلى الاثنين · بين 13 تموز و15 آب · من 2014 إلى 2018."""
    start = _end(r, k, opened)
    link = _link(r, start.last + 1, between) if start else None
    if start is None or link is None or (not opened and not r.digits(k) and not r.word(k)):
        return None
    dash = r.sign(link[1] - 1, _DASHES)
    end = _end(link[0], link[1], opened or dash)
    if end is None or (dash and not opened and not (r.digits(k) and r.digits(link[1]))):
        return None
    last = end.last
    turn = TURNS.get(r.word(last + 1))  # "من أيلول إلى كانون الثاني الماضيين"
    last += turn is not None
    if start.period is None or end.period is None:
        return Reading(last)
    period = _ordered(start, end)
    return r.resolved(last, period, "text" if "text" in (start.anchor, end.anchor) else end.anchor) if period else None


def _end(r: Reader, k: int, opened: bool) -> Reading | None:
    found = _single(r, k)
    if found is None and opened and k < r.stop:
        month = month_phrase(r, k)
        if month is not None:
            return read_month(r, month)
        year = year_number(r, k)
        if year and year.year and not year.hijri:
            return read_year(r, year)
    return found


def _ordered(start: Reading, end: Reading) -> Period | None:
    """From the start of one to the end of the other; a start without a year of its own takes the end's."""
    if start.period is None or end.period is None:
        return None
    first, last = start.period.start, end.period.end
    if start.anchor != "text" and end.anchor == "text":
        first = day_of(last.year, first.month, first.day) or first
    if first > last and start.anchor != "text":
        first = day_of(last.year if first.month <= last.month else last.year - 1, first.month, first.day) or first
    return Period(first, last) if first <= last else None


_STARTING = frozenset(core for core, _ in STARTS.values())
_TimeReader = Callable[[Reader, int], Reading | None]
_NUMBER_READERS: tuple[_TimeReader, ...] = (range_phrase, day_phrase, recent_phrase, unit_phrase)
_WORD_READERS: tuple[_TimeReader, ...] = (
    undated_phrase,
    part_of_day,
    range_phrase,
    day_phrase,
    definite_nth,
    unit_phrase,
    recent_phrase,
    distance_phrase,
    _after_preposition,
    _within,
)
# the commonest words of all begin few kinds of mention
_FUNCTION_READERS: dict[str, tuple[_TimeReader, ...]] = {
    "في": (undated_phrase, part_of_day, day_phrase, _within, _in_days),
    "من": (range_phrase,),
    "ما": (range_phrase,),
    "بين": (range_phrase,),
    "علي": (distance_phrase,),
}

# --- whole phrases ---------------------------------------------------------------------------------------------------


def resolve_phrase(text: str, *, published: date | None, ahead: bool = False) -> When | None:
    """The longest mention of time in one phrase; "the next day" alone is told from `published`."""
    tokens = Tokens(text, clean(text))
    previous = Period(published, published) if published else None
    found = find_date_mentions(tokens, 0, len(tokens), published=published, ahead=ahead, previous=previous)
    return max((m.when for m in found), key=lambda when: when.span.end - when.span.start, default=None)


def stated_today(tokens: Tokens, first: int, stop: int) -> date | None:
    """The full date that the text puts beside "today" (اليوم الخميس 5 تشرين الأول 2023), if it does.

    It serves as `text_date` for the other mentions of a report that bears no date.
    """
    reader = Reader(tokens, stop, Anchor(None, "none"))
    for i in range(first, stop):
        if tokens.kinds[i] == WORD and tokens.words[i] in _TODAY:
            found = day_phrase(reader, i)
            if found and found.period and found.precision == 1 and found.anchor == "text":
                return found.period.start
    return None


_TODAY = folded("اليوم واليوم")
