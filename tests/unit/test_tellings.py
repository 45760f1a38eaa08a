"""What one report tells of one act: which of its claims are one telling, and what is known of its day and place."""

from __future__ import annotations

from datetime import date

import pytest

from riwaya.events.days import UNKNOWN, Calendar, act_calendar, calendar_of, report_calendar, since_long
from riwaya.events.linking import told_in
from riwaya.events.spots import kilometres, spots_of
from riwaya.events.tellings import Telling, tellings_of
from riwaya.model import Place, Reading, Report, When
from riwaya.pipeline import read_document
from riwaya.text.normalize import fold_key
from riwaya.text.spans import Span


def reading(text: str, published: date | None = date(2021, 3, 2), name: str = "r", url: str | None = None) -> Reading:
    return read_document(Report(name, text, url=url, published=published))


def told(text: str, published: date | None = date(2021, 3, 2)) -> list[Telling]:
    return tellings_of(reading(text, published))


def place(name: str, gazetteer_id: str | None = None, precision: int | None = None, role: str = "event") -> Place:
    return Place(Span(0, len(name), name), name, gazetteer_id, precision=precision, role=role)


# Tellings


def test_a_report_that_returns_to_its_act_tells_it_once() -> None:
    (telling,) = told(
        "قتل أربعة مدنيين في قصف مدفعي على بلدة سراقب أمس الاثنين.\n"
        "وقال الدفاع المدني إن القصف أصاب منزلين، وإن عدد الجرحى بلغ تسعة.\n"
        "وأضاف أن القتلى الأربعة من عائلة واحدة."
    )
    assert {"shelling"} <= telling.codes
    assert ("killed", 4) in telling.tolls
    assert telling.first_day == date(2021, 3, 1).toordinal()
    assert len(telling.claim_ids) > 1


def test_what_is_told_of_months_is_no_act() -> None:
    text = (
        "قصفت المدفعية بلدة سراقب أمس الاثنين فقتل أربعة مدنيين.\n"
        "ومنذ نهاية تشرين الثاني قتل مئات المدنيين في قصف على إدلب."
    )
    (telling,) = told(text)
    assert telling.tolls == {("killed", 4)}


def test_an_accusation_and_a_claim_of_responsibility_join_their_act() -> None:
    read = reading(
        "قتل ثلاثة جنود في انفجار عبوة ناسفة قرب مدينة درعا أمس الاثنين.\n"
        "وتبنى تنظيم داعش الهجوم، واتهمت الحكومة السورية فصائل المعارضة بالتفجير."
    )
    attached = {claim_id for telling in tellings_of(read) for claim_id in telling.attached}
    speech = {claim.id for claim in read.claims if claim.code in ("claim_responsibility", "accuse")}
    assert len(speech) > 1
    assert speech == attached


def test_lines_of_a_site_are_nobodys_telling() -> None:
    listed = "وكانت غارات روسية على مدينة جسر الشغور قد أوقعت سبعة قتلى من المدنيين في سوق للخضار قبل يومين."
    texts = (
        "قتل أربعة مدنيين في قصف مدفعي على بلدة سراقب أمس الاثنين.",
        "اعتقل الأمن ثلاثة شبان في مدينة درعا أمس الاثنين.",
        "قتل راع في انفجار لغم قرب مدينة الرقة أمس الاثنين.",
    )
    pages = [
        reading(f"عنوان الخبر\n\n{text}\n\n{listed}", name=f"p{k}", url=f"https://n.example/{k}")
        for k, text in enumerate(texts)
    ]

    def towns(some: list[Reading]) -> set[str]:
        return {spot.key for telling in told_in(some).tellings for spot in telling.spots}

    jisr = "geonames:169023"
    assert jisr in towns(pages[:2]), "a story may be posted twice"
    assert jisr not in towns(pages)
    assert len(towns(pages)) > 2


# Days without a year


@pytest.mark.parametrize(
    ("words", "calendar"),
    [
        ("يوم السبت 7 تشرين الأول", Calendar(5, 281)),
        ("الخميس", Calendar(3, None)),
        ("21 تموز", Calendar(None, 203)),
        ("اليوم", Calendar(2, 47)),
        ("مساء أمس", Calendar(1, 46)),
        ("أمس الثلاثاء", Calendar(1, 46)),
        ("منذ ساعات الصباح الأولى من اليوم", Calendar(2, 47)),
        ("منذ بداية الأسبوع", UNKNOWN),
        ("قبل أيام", UNKNOWN),
        ("45 تموز", UNKNOWN),
    ],
)
def test_days_of_the_week_and_of_the_year(words: str, calendar: Calendar) -> None:
    """The report's own day is Wednesday, 16 February."""
    assert act_calendar(When(Span(0, len(words), words)), Calendar(2, 47)) == calendar


def test_a_date_has_a_calendar_day_and_a_week_has_none() -> None:
    day, later = date(2021, 3, 1), date(2021, 3, 8)
    assert act_calendar(When(Span(0, 1, "x"), start=day, end=day), UNKNOWN) == calendar_of(day) == Calendar(0, 61)
    assert act_calendar(When(Span(0, 1, "x"), start=day, end=later), UNKNOWN) == UNKNOWN
    assert act_calendar(None, Calendar(1, 1)) == UNKNOWN


def test_a_report_gives_its_own_day_away() -> None:
    text = "قصف مدفعي على بلدة سراقب اليوم السبت.\nوكانت غارة على مدينة أريحا أمس الجمعة أوقعت قتيلا."
    assert report_calendar(reading(text, None)).weekday == 5
    assert report_calendar(reading(text)) == calendar_of(date(2021, 3, 2)), "a day of publication wins"
    odd = text.replace("أمس الجمعة", "أمس الأحد")
    assert report_calendar(reading(odd, None)).weekday is None, "words that differ say nothing"


def test_days_of_a_cycle_are_counted_the_shorter_way() -> None:
    assert Calendar(6, 366).weekdays_apart(Calendar(0, 1)) == 1
    assert Calendar(6, 366).yeardays_apart(Calendar(0, 1)) == 1
    assert Calendar(6).yeardays_apart(Calendar(0, 1)) is None


def test_long_times_are_told_from_hours() -> None:
    assert since_long(fold_key("منذ نهاية نيسان"))
    assert not since_long(fold_key("منذ ساعات الصباح"))
    assert not since_long(fold_key("صباح اليوم"))


# Places


def test_sizes_of_places() -> None:
    sizes = {
        spot.key: (spot.size, spot.fine)
        for spot in spots_of(
            [
                place("حلب", "geonames:170063", 1),
                place("إدلب", "geonames:169389", 1),
                place("سوريا", "riwaya:country-sy", 6),
                place("قرية لا يعرفها أحد"),
                place("سراقب", "geonames:164816", 1),
                place("بيروت", "geonames:276781", 1, role="origin"),
            ]
        )
    }
    assert sizes["geonames:169389"] == ("area", False), "the city bears the name of its governorate"
    assert sizes["riwaya:country-sy"] == ("country", False)
    assert sizes["geonames:164816"] == ("town", True)
    assert ("village", True) in sizes.values()
    assert "geonames:276781" not in sizes


def test_a_name_that_nothing_resolved_is_the_entry_of_that_name() -> None:
    (known,) = spots_of([Place(Span(0, 11, "جسر الشغور"), "جسر الشغور", "geonames:169023", "جسر الشغور", precision=1)])
    (unknown,) = spots_of([place("جسر الشغور")])
    (other,) = spots_of([place("جسر الخابور")])
    assert known.same(unknown)
    assert unknown.same(known)
    assert not known.same(other)
    assert kilometres(known, unknown) is None
