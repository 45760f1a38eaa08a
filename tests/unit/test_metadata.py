"""What clean_report says of a report: language, headline, author, place of filing, outlet, day of publication."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riwaya.documents import clean_report
from riwaya.documents.lines import split_lines
from riwaya.documents.page_dates import is_date_line
from riwaya.errors import EmptyReport, UnsupportedLanguage
from riwaya.model import Report
from riwaya.text.calendar import HIJRI_MONTHS, MONTHS, WEEKDAYS
from riwaya.text.full_dates import date_in_url, find_date
from riwaya.text.normalize import fold_key
from riwaya.text.spans import Span

CASES = Path(__file__).resolve().parent.parent / "cases" / "furniture"
HEADLINE = "مقتل راعي أغنام بانفجار لغم قرب الحدود"
BODY = "قتل راعي أغنام بانفجار لغم قديم قرب الحدود الشرقية، وفق ما أفاد سكان محليون."


def page(*lines: str, **given: Any) -> Report:
    return Report("r", "\n".join(lines), **given)


def words(span: Span | None) -> str | None:
    return span.exact if span else None


def cases() -> list[object]:
    found: list[object] = []
    for pile in ("wild", "synthetic", "negative"):
        lines = (CASES / f"{pile}.jsonl").read_text("utf-8").splitlines()
        found += [pytest.param(case, id=f"{pile}-{case['id']}") for case in map(json.loads, lines)]
    return found


@pytest.mark.parametrize("case", cases())
def test_pages_say_this_of_themselves(case: dict[str, Any]) -> None:
    text = "\n".join("".join(w for _, w in line) if isinstance(line[0], list) else line[1] for line in case["lines"])
    document = clean_report(Report(case["id"], text, title=case["title"]))
    found = {
        "byline": words(document.byline),
        "dateline": words(document.dateline),
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
        "date_source": document.date_source,
    }
    wanted = {field: case[field] for field in found if field in case}
    assert {field: found[field] for field in wanted} == wanted
    for span in (document.headline, document.byline, document.dateline):
        if span:
            span.check(text)
    assert document.language == "ar"
    assert document.report.text is text


def test_the_input_wins() -> None:
    report = page(
        HEADLINE,
        "12 مارس 2021",
        BODY,
        title=f"{HEADLINE} - صحيفة الميدان",
        outlet="الميدان",
        published=date(2020, 1, 2),
    )
    document = clean_report(report)
    assert (document.outlet, document.published, document.date_source) == ("الميدان", date(2020, 1, 2), "input")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("الثلاثاء 17 أيلول/سبتمبر 2019 - 14:35", date(2019, 9, 17)),
        ("نشر في: 2019-09-17", date(2019, 9, 17)),
        ("٦ نيسان ٢٠١٨", date(2018, 4, 6)),
        ("6 من نيسان 2018", date(2018, 4, 6)),
        ("تاريخ النشر: 06.04.2018 | 22:00", date(2018, 4, 6)),
        ("04/06/2018", date(2018, 6, 4)),
        ("10/13/2018", date(2018, 10, 13)),
        ("15 غشت 2021 على الساعة 10:30", None),
        ("15 غشت 2021", date(2021, 8, 15)),
        ("3 جانفي 2022", date(2022, 1, 3)),
        ("April 6, 2018", date(2018, 4, 6)),
        ("6 نيسان", None),
        ("الجمعة", None),
        ("نيسان 2018", None),
        ("31/02/2018", None),
        ("آخر تحديث: 06/04/2018 - 10:40", date(2018, 4, 6)),
    ],
)
def test_a_day_under_the_headline_is_the_day_of_publication(line: str, day: date | None) -> None:
    document = clean_report(page(HEADLINE, line, BODY, title=HEADLINE))
    assert document.published == day
    assert document.date_source == ("page" if day else None)


def test_a_clock_over_the_headline_is_not() -> None:
    document = clean_report(page("الجمعة 12 أيار, 2023", "من نحن", HEADLINE, BODY, title=HEADLINE))
    assert (document.published, document.date_source) == (None, None)


def test_a_day_beside_the_dateline_is_the_day_of_publication() -> None:
    over = clean_report(page("2022-03-07", "دمشق-سانا", BODY))
    assert (over.published, over.date_source) == (date(2022, 3, 7), "page")
    summary = "قال مسعفون إن قصفا أصاب سوق البلدة وإن عدد الجرحى لم يعرف بعد، وفق مصادر طبية."
    under = clean_report(page(HEADLINE, summary, "مركز الأخبار", "السبت, 30 يوليو 2022, 14:46", BODY, title=HEADLINE))
    assert under.published == date(2022, 7, 30)


def test_a_day_between_section_and_author_is_the_day_of_publication() -> None:
    document = clean_report(page(HEADLINE, "سياسة | 23 أغسطس 2023 | سامر الحلو", BODY, title=HEADLINE))
    assert document.published == date(2023, 8, 23)
    labelled = "تاريخ النشر:30.12.2021 | 23:38 GMT | أخبار العالم العربي"
    named = clean_report(page(HEADLINE, labelled, BODY, title=f"{HEADLINE} {labelled}"))
    assert named.published == date(2021, 12, 30)
    assert named.headline is not None
    assert named.headline.exact == HEADLINE


TODAY = "قال مسعفون إن قصفا أصاب سوق البلدة اليوم الأربعاء، وإن عدد الجرحى لم يعرف بعد."


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("الأربعاء 2022/02/02", HEADLINE, TODAY), date(2022, 2, 2)),
        (("الخميس 2022/02/03", HEADLINE, TODAY), None),
        (("الأربعاء 2022/02/02", HEADLINE, BODY), None),
        # over the menu stands a clock, whatever its weekday
        (("الأربعاء 2022/02/02", "من نحن", HEADLINE, TODAY), None),
        ((HEADLINE, TODAY, "— الدفاع المدني (@civildefence) February 2, 2022"), date(2022, 2, 2)),
        (
            (HEADLINE, TODAY.replace("اليوم", "أمس"), "— الدفاع المدني (@civildefence) February 3, 2022"),
            date(2022, 2, 3),
        ),
        ((HEADLINE, TODAY.replace("الأربعاء", "الأربعاء 9 شباط"), "— سامر (@samer) February 2, 2022"), None),
        ((HEADLINE, TODAY, "— سامر (@samer) February 2, 2022", BODY, "— سامر (@samer) February 9, 2022"), None),
    ],
)
def test_a_day_that_the_text_calls_today(lines: tuple[str, ...], day: date | None) -> None:
    assert clean_report(page(*lines, title=HEADLINE)).published == day


def test_a_day_beside_another_report_is_not() -> None:
    document = clean_report(page(HEADLINE, BODY, "أخبار ذات صلة", "هدوء في الجنوب", "13/10/2022", title=HEADLINE))
    assert document.published is None


def test_a_day_in_a_sentence_is_not() -> None:
    document = clean_report(
        page(HEADLINE, "وقال الجيش في 3 أيار 2020 إن اللغم زرع قبل سنوات طويلة من ذلك.", title=HEADLINE)
    )
    assert document.published is None


def test_of_two_days_the_first_is_the_day_of_publication() -> None:
    document = clean_report(page(HEADLINE, "14 مارس 2021", "12 مارس 2021", BODY, title=HEADLINE))
    assert document.published == date(2021, 3, 12)
    labelled = clean_report(page(HEADLINE, "آخر تحديث: 15 مارس 2021", "نشر في 14 مارس 2021", BODY, title=HEADLINE))
    assert labelled.published == date(2021, 3, 14)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://paper.example/2023/01/11/13034/", date(2023, 1, 11)),
        ("https://paper.example/2023/01/13034/", None),
        ("https://paper.example/news/2023-1-9-story", date(2023, 1, 9)),
        ("https://paper.example/2023/13/45/x", None),
        ("https://paper.example/120230111", None),
    ],
)
def test_a_permalink_names_a_day_only_in_full(url: str, day: date | None) -> None:
    assert date_in_url(url) == day
    assert clean_report(page(HEADLINE, BODY, title=HEADLINE, url=url)).published == day


@pytest.mark.parametrize(
    ("line", "author", "town"),
    [
        ("بقلم:  Ammar Haddad", "Ammar Haddad", None),
        ("بقلم سامر الحلو", "سامر الحلو", None),
        ("إعداد: لينا حسن – تحرير: عمر جابر", "لينا حسن", None),
        ("بيروت: سامر الحلو", "سامر الحلو", "بيروت"),
        ("سامر الحلو - بيروت", "سامر الحلو", "بيروت"),
        ("سامر الحلو (صنعاء)", "سامر الحلو", "صنعاء"),
        ("الميدان برس - إدلب (سامر الحلو)", "سامر الحلو", "إدلب"),
        ("سامر الحلو", "سامر الحلو", None),
        ("د. مازن سعيد الحكيم", "د. مازن سعيد الحكيم", None),
        ("كتب: www.paper.example", None, None),
        ("كتب: img_1234.jpg", None, None),
        ("بيروت - رويترز", None, "بيروت - رويترز"),
        ("وكالات", None, "وكالات"),
    ],
)
def test_authors_and_towns(line: str, author: str | None, town: str | None) -> None:
    document = clean_report(page(HEADLINE, line, BODY, title=HEADLINE))
    assert words(document.byline) == author
    assert words(document.dateline) == town


def test_the_site_is_no_author() -> None:
    document = clean_report(page(HEADLINE, "كتب: صدى الوادي", BODY, title=HEADLINE, outlet="صدى الوادي"))
    assert document.byline is None


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        (f"{HEADLINE} - صحيفة الميدان", "صحيفة الميدان"),
        (f"{HEADLINE} | أخبار سياسة | الميدان نت", "الميدان نت"),
        (HEADLINE, None),
        (f"{HEADLINE} - 5 قتلى", None),
        (f"{HEADLINE} | سياسة", None),
        ("عنوان آخر تماما - صحيفة الميدان", None),
    ],
)
def test_the_title_may_name_the_outlet(title: str, outlet: str | None) -> None:
    assert clean_report(page(HEADLINE, BODY, title=title)).outlet == outlet


@pytest.mark.parametrize("text", ["", " \n\t", "\u200f", "123 … 45", "🔴"])
def test_a_report_without_words_is_empty(text: str) -> None:
    with pytest.raises(EmptyReport) as caught:
        clean_report(Report("r7", text))
    assert caught.value.report_id == "r7"
    assert caught.value.hint


ENGLISH = (
    "The army said on Friday that four soldiers were killed in a blast near the border with the neighbouring state."
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ENGLISH, "looks like English (Latin letters 100 %)"),
        ("Quatre soldats ont été tués dans une explosion près de la frontière, selon le ministère.", "French"),
        ("Четверо солдат погибли при взрыве у границы, сообщило министерство обороны.", "Cyrillic letters 100 %"),
        ("الرئيسية\nمن نحن\n" + ENGLISH, "English"),
        ("نیروهای دولتی گفتند که چهار سرباز در انفجار نزدیک مرز کشته شدند و این حمله را محکوم کردند.", "Persian"),
        ("فوج نے کہا ہے کہ سرحد کے قریب دھماکے میں چار فوجی ہلاک ہوئے ہیں۔", "Urdu"),
        ("وەزارەتی بەرگری ڕایگەیاند کە چوار سەرباز لە تەقینەوەیەک لە نزیک سنوور کوژران.", "Kurdish (Sorani)"),
        ("Wezaretê got ku çar leşker di teqînekê de li ser sînor û li bajêr hatin kuştin.", "Kurdish (Kurmanji)"),
    ],
)
def test_other_languages_are_named(text: str, says: str) -> None:
    with pytest.raises(UnsupportedLanguage) as caught:
        clean_report(Report("r8", text))
    assert says in str(caught.value)
    assert str(caught.value).endswith("riwaya reads Arabic")
    assert caught.value.report_id == "r8"
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "قتل 3",
        "Home\nAbout us\nContact\nPrivacy policy\nNewsletter\nDownload our app\nEnglish\nDeutsch\n" * 20 + BODY,
        "أصیب شخصان فی قصف علی أطراف المدینة، وفق ما أفاد ناشطون لوکالة محلیة.",
        "قال مراسل چوار في تقرير من كركوك إن گروها مسلحا هاجم حاجزا على الطريق.",
        f"{BODY}\nstatement by the Ministry of Defense, 2021",
        "ﻗﺘﻞ ﺛﻼﺛﺔ ﺃﺷﺨﺎﺹ ﻓﻲ ﻗﺼﻒ ﻋﻠﻰ ﺍﻟﻤﺪﻳﻨﺔ",
    ],
)
def test_arabic_is_arabic(text: str) -> None:
    assert clean_report(Report("r", text)).language == "ar"


def test_month_tables_are_folded_and_complete() -> None:
    for table, numbers in ((MONTHS, range(1, 13)), (HIJRI_MONTHS, range(1, 13)), (WEEKDAYS, range(7))):
        assert set(table.values()) == set(numbers)
        assert all(key == fold_key(key) for key in table)
    for name, number in {
        "نيسان": 4,
        "إبريل": 4,
        "أفريل": 4,
        "جانفي": 1,
        "غشت": 8,
        "شتنبر": 9,
        "كانون الأول": 12,
    }.items():
        assert MONTHS[fold_key(name)] == number
    assert WEEKDAYS["الاثنين"] == WEEKDAYS["اثنين"] == 0
    assert WEEKDAYS["الاحد"] == 6
    assert HIJRI_MONTHS[fold_key("ذو الحجة")] == 12


def test_a_line_with_other_words_is_no_date_line() -> None:
    lines = ["12 مارس 2021", "الثلاثاء 12 رمضان 1440 هـ الموافق 17 مايو 2019 الساعة 10:30 صباحا", "12 مارس معركة الجسر"]
    assert [is_date_line(line) for line in split_lines("\n".join(lines))] == [True, True, False]
    assert find_date(fold_key(lines[1])) == date(2019, 5, 17)


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.sana.sy/ar/?p=12345", "وكالة سانا"),
        ("http://SANA.SY:8080/", "وكالة سانا"),
        ("https://nosana.sy/ar", None),
        ("https://[broken", None),
        ("sana.sy", None),
    ],
)
def test_the_address_names_the_outlet(url: str, outlet: str | None) -> None:
    assert clean_report(page(HEADLINE, BODY, url=url)).outlet == outlet


def test_the_input_names_the_outlet_before_the_address() -> None:
    assert clean_report(page(HEADLINE, BODY, url="https://sana.sy/1", outlet="الميدان")).outlet == "الميدان"
