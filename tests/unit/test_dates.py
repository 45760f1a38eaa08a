"""Dates: anchors, what a mention covers, how far the arithmetic of periods goes, and that nothing is guessed."""

from __future__ import annotations

import itertools
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.claims.dates import anchor_of, find_date_mentions, resolve_phrase, stated_today
from riwaya.claims.times.periods import (
    MONTH,
    WEEK,
    YEAR,
    Anchor,
    Period,
    hijri_day,
    hijri_month,
    hijri_year_of,
    month_for,
    month_of,
    nearest_weekday,
    nth_week,
    nth_weekday,
    part_of,
    precision_of,
    shift,
    week_of,
    week_of_year,
    weekday_at,
    year_for,
)
from riwaya.claims.times.words import STARTS
from riwaya.text.calendar import MONTHS, WEEKDAYS
from riwaya.text.normalize import clean
from riwaya.text.numberwords import WORDS
from riwaya.text.tokens import Tokens

FRIDAY = date(2018, 4, 6)


def tokens_of(text: str) -> Tokens:
    return Tokens(text, clean(text))


def test_an_anchor_is_the_texts_own_day_where_it_is_near_the_pages() -> None:
    assert anchor_of(FRIDAY) == Anchor(FRIDAY, "published")
    assert anchor_of(None) == Anchor(None, "none")
    assert anchor_of(None, FRIDAY) == Anchor(FRIDAY, "dateline")
    assert anchor_of(FRIDAY + timedelta(days=2), FRIDAY) == Anchor(FRIDAY, "dateline")
    # a day far from the page's, or after it, is of something else
    assert anchor_of(FRIDAY + timedelta(days=40), FRIDAY).name == "published"
    assert anchor_of(FRIDAY - timedelta(days=1), FRIDAY).name == "published"


def test_the_text_may_say_what_today_is() -> None:
    tokens = tokens_of("قتل شاب أمس في البلدة.\nوأفاد المرصد اليوم الجمعة 6 نيسان 2018 بوقوع قصف.")
    assert stated_today(tokens, 0, len(tokens)) == FRIDAY
    found = [m.when for m in find_date_mentions(tokens, 0, len(tokens), published=None, text_date=FRIDAY)]
    assert [(when.start, when.anchor) for when in found] == [(date(2018, 4, 5), "dateline"), (FRIDAY, "text")]
    undated = tokens_of("وقع القصف اليوم الجمعة 6 نيسان")
    assert stated_today(undated, 0, len(undated)) is None


@pytest.mark.parametrize(
    "phrase", ["أمس", "الجمعة", "5 أيار", "الشهر الماضي", "قبل يومين", "خلال الأيام الماضية", "رمضان الماضي"]
)
def test_nothing_is_guessed_without_an_anchor(phrase: str) -> None:
    when = resolve_phrase(phrase, published=None)
    assert when is not None
    assert (when.start, when.end, when.precision, when.anchor) == (None, None, None, "none")
    assert when.span.exact == phrase


@pytest.mark.parametrize(
    ("phrase", "past", "ahead"),
    [
        ("الأحد", date(2018, 4, 1), date(2018, 4, 8)),
        ("الجمعة", FRIDAY, date(2018, 4, 13)),
        ("20 أيار", date(2017, 5, 20), date(2018, 5, 20)),
        ("أيلول المقبل", date(2018, 9, 1), date(2018, 9, 1)),
        ("بعد أسبوع", None, date(2018, 4, 13)),
        ("خلال يومين", date(2018, 4, 4), FRIDAY),
    ],
)
def test_a_sentence_that_looks_ahead_means_the_next_day(phrase: str, past: date | None, ahead: date) -> None:
    for looks_ahead, start in ((False, past), (True, ahead)):
        when = resolve_phrase(phrase, published=FRIDAY, ahead=looks_ahead)
        assert when
        assert when.start == start


def test_a_weekday_beside_a_day_and_month_chooses_the_year() -> None:
    # 6 October was a Thursday in 2016 and 2011; the report was collected years later
    when = resolve_phrase("الخميس 6 تشرين الأول", published=date(2019, 3, 1))
    assert when
    assert when.start == date(2016, 10, 6)
    assert when.precision == 1
    plain = resolve_phrase("6 تشرين الأول", published=date(2019, 3, 1))
    assert plain
    assert plain.start == date(2018, 10, 6)


def test_a_weekday_that_contradicts_a_full_date_costs_precision() -> None:
    when = resolve_phrase("الخميس 6 نيسان 2018", published=None)
    assert when
    assert when.start == FRIDAY
    assert when.precision == 2


def test_a_wrong_year_beside_today_gives_way_to_weekday_and_report() -> None:
    when = resolve_phrase("اليوم الأربعاء (8 كانون الثاني 2024)", published=date(2025, 1, 8))
    assert when is not None
    assert (when.start, when.precision, when.anchor) == (date(2025, 1, 8), 2, "published")


def test_two_digit_years_are_not_taken_from_the_future() -> None:
    for written, day in (("16/04/21", date(2021, 4, 16)), ("16/04/21", date(2016, 4, 21))):
        published = date(2022, 1, 1) if day.year == 2021 else date(2016, 11, 7)
        when = resolve_phrase(f"يوم {written}", published=published)
        assert when
        assert when.start == day


def test_the_next_day_follows_the_last_one_spoken_of() -> None:
    tokens = tokens_of("في اليوم التالي انسحبت القوات")
    told = find_date_mentions(
        tokens, 0, len(tokens), published=FRIDAY, previous=Period(date(2018, 3, 1), date(2018, 3, 1))
    )
    assert [m.when.start for m in told] == [date(2018, 3, 2)]
    untold = find_date_mentions(tokens, 0, len(tokens), published=FRIDAY)
    assert [m.when.start for m in untold] == [None]


def test_mentions_say_which_tokens_they_cover() -> None:
    text = "وبالأمس قُتل جنديّان، ومساءَ الجمعةِ انسحبت القوّات"
    tokens = tokens_of(text)
    found = find_date_mentions(tokens, 0, len(tokens), published=FRIDAY)
    assert [(m.first, m.last, m.skip, m.when.span.exact) for m in found] == [
        (0, 0, 2, "الأمس"),
        (4, 5, 1, "مساءَ الجمعةِ"),
    ]
    for mention in found:
        mention.when.span.check(text)
    # a range of tokens is searched alone
    assert [m.first for m in find_date_mentions(tokens, 1, len(tokens), published=FRIDAY)] == [4]
    assert find_date_mentions(tokens, 1, 5, published=FRIDAY)[0].when.span.exact == "مساءَ"


def test_the_longest_mention_of_a_phrase_is_resolved() -> None:
    when = resolve_phrase("قتل أمس أربعة في قصف بدأ في 5 نيسان/أبريل 2018", published=None)
    assert when
    assert when.span.exact == "5 نيسان/أبريل 2018"
    assert resolve_phrase("قتل أربعة", published=FRIDAY) is None


class TestPeriods:
    @pytest.mark.parametrize(
        ("days", "precision"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 3), (9, 4), (31, 4), (32, 5), (365, 5)]
    )
    def test_precision_is_ucdps(self, days: int, precision: int) -> None:
        assert precision_of(Period(FRIDAY, FRIDAY + timedelta(days=days - 1))) == precision

    def test_shifts_stay_in_the_calendar(self) -> None:
        assert shift(date(2016, 3, 31), -1, MONTH) == date(2016, 2, 29)
        assert shift(date(2016, 2, 29), -1, YEAR) == date(2015, 2, 28)
        assert shift(FRIDAY, -1.5, MONTH) == date(2018, 2, 6)
        assert shift(FRIDAY, -9000, YEAR) is None
        assert shift(FRIDAY, 10**9, WEEK) is None

    def test_weeks_run_from_monday(self) -> None:
        assert week_of(FRIDAY) == Period(date(2018, 4, 2), date(2018, 4, 8))
        assert week_of_year(2015, 1) == Period(date(2014, 12, 29), date(2015, 1, 4))
        assert week_of_year(2015, -1) == Period(date(2015, 12, 28), date(2016, 1, 3))
        assert week_of_year(2015, 60) is None

    @pytest.mark.parametrize(
        ("turn", "day"), [(None, FRIDAY), (-1, date(2018, 3, 30)), (0, FRIDAY), (1, date(2018, 4, 13))]
    )
    def test_a_weekday_on_its_own_day(self, turn: int | None, day: date) -> None:
        assert weekday_at(Anchor(FRIDAY, "published"), 4, turn) == day

    def test_the_nearest_weekday_lies_back_or_one_day_ahead(self) -> None:
        found = [nearest_weekday(FRIDAY, weekday) - FRIDAY for weekday in range(7)]
        assert sorted(delta.days for delta in found) == [-5, -4, -3, -2, -1, 0, 1]

    def test_the_nth_of_a_month(self) -> None:
        october = month_of(2013, 10)
        assert nth_weekday(october, 1, 1) == date(2013, 10, 1)
        assert nth_weekday(october, 1, -1) == date(2013, 10, 29)
        assert nth_weekday(october, 0, 5) is None
        assert nth_week(october, 1) == Period(date(2013, 10, 7), date(2013, 10, 13))
        assert nth_week(october, -1) == Period(date(2013, 10, 21), date(2013, 10, 27))
        assert nth_week(october, 6) is None

    def test_thirds_of_a_month_cover_it(self) -> None:
        for month in (month_of(2016, 2), month_of(2016, 7)):
            parts = [part_of(month, part) for part in ("beginning", "middle", "end")]
            assert (parts[0].start, parts[2].end) == (month.start, month.end)
            assert all(b.start - a.end == timedelta(days=1) for a, b in itertools.pairwise(parts))

    def test_a_month_or_day_without_a_year(self) -> None:
        anchor = Anchor(FRIDAY, "published")
        assert year_for(anchor, 4, 12, None, None) == date(2018, 4, 12)  # within a week ahead
        assert year_for(anchor, 4, 14, None, None) == date(2017, 4, 14)
        assert year_for(anchor, 4, 6, -1, None) == date(2017, 4, 6)
        assert year_for(anchor, 2, 29, None, None) == date(2016, 2, 29)
        assert month_for(anchor, 4, None) == month_of(2018, 4)
        assert month_for(anchor, 4, -1) == month_of(2017, 4)
        assert month_for(anchor, 5, None) == month_of(2017, 5)
        assert month_for(anchor, 11, 0) == month_of(2017, 11)

    def test_hijri(self) -> None:
        assert hijri_day(1436, 10, 26) == date(2015, 8, 11)
        assert hijri_day(1436, 10, 31) is None
        assert hijri_day(1200, 1, 1) is None
        assert hijri_month(1438, 9) == Period(date(2017, 5, 27), date(2017, 6, 24))
        assert hijri_year_of(FRIDAY) == 1439
        assert hijri_year_of(date(1700, 1, 1)) is None


VOCABULARY = sorted(
    {
        *STARTS,
        *MONTHS,
        *WEEKDAYS,
        *WORDS,
        "و",
        "(",
        ")",
        "،",
        "-",
        "/",
        "6",
        "2018",
        "1436",
        "6/4/2018",
        "الماضي",
        "قصف",
    }
)


@given(st.lists(st.sampled_from(VOCABULARY), max_size=10), st.sampled_from([None, FRIDAY, date(1925, 1, 1)]))
def test_whatever_stands_side_by_side_mentions_are_in_order_and_true(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    tokens = tokens_of(text)
    found = find_date_mentions(tokens, 0, len(tokens), published=published)
    position = 0
    for mention in found:
        assert position <= mention.first <= mention.last < len(tokens)
        position = mention.last + 1
        when = mention.when
        when.span.check(text)
        assert when.span.exact.strip()
        if when.start is None:
            assert (when.end, when.precision, when.anchor) == (None, None, "none")
        else:
            assert when.end is not None
            assert when.start <= when.end
            assert when.precision in range(1, 6)
            assert when.anchor == "text" or published is not None


def test_dates_are_found_quickly() -> None:
    text = "وقال المتحدث باسم الجيش إن القوات دخلت البلدة أمس بعد معارك عنيفة مع عناصر التنظيم في الحي الغربي. " * 200
    tokens = tokens_of(text)
    begin = time.perf_counter()
    find_date_mentions(tokens, 0, len(tokens), published=FRIDAY)
    # measured 3 µs a token; the bound leaves room for a slow machine
    assert (time.perf_counter() - begin) / len(tokens) < 3e-5
