"""RSS and Atom: an entry is a report, with the fullest text that the feed carries; the gate holds back the rest."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from riwaya.errors import EmptyReport, PassedOver, SkipReport, UnreadableInput
from riwaya.model import Report
from riwaya.reports.feeds import is_feed, read_feed
from riwaya.reports.files import read_reports
from riwaya.reports.intake import Intake

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>صحيفة المرسى</title>
<item><title>مقتل ثلاثة جنود في كمين</title><link>http://m.example/1?utm_source=rss</link><guid>m-1</guid>
<pubDate>Sat, 04 May 2019 00:30:00 +0300</pubDate><author>سلمى النجار</author>
<description>قتل ثلاثة جنود…</description>
<content:encoded><![CDATA[<p>قتل ثلاثة جنود في كمين على الطريق الساحلي.</p>
<p>وقال مصدر عسكري إن خمسة جرحوا.</p>]]></content:encoded></item>
<item><title>فوز الفريق</title><link>http://m.example/2</link>
<description>فاز الفريق بهدفين في مباراة أمس.</description></item>
<item><title>قصف على الميناء</title><link>http://m.example/3</link><author>admin@m.example (admin)</author></item>
<item><link>http://m.example/4</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة مدى</title>
<entry><title>غارة على جسر</title><id>tag:1</id><link href="http://w.example/1"/><published>2020-12-24T23:30:00+02:00</published>
<updated>2020-12-26T10:00:00Z</updated>
<content type="html">&lt;p&gt;شن الطيران غارة على جسر فوق النهر.&lt;/p&gt;</content>
</entry></feed>"""


def read(data: str | bytes, *, every_page: bool = False) -> list[Report | SkipReport]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_feed(raw, "feed.rss", "feed", Intake(every_page=every_page)))


def test_entries_of_a_feed() -> None:
    first, sport, third, empty = read(RSS)
    assert isinstance(first, Report)
    assert first.text.splitlines() == [
        "مقتل ثلاثة جنود في كمين",
        "قتل ثلاثة جنود في كمين على الطريق الساحلي.",
        "وقال مصدر عسكري إن خمسة جرحوا.",
    ]
    assert (first.published, first.date_source) == (date(2019, 5, 4), "feed")
    assert (first.outlet, first.byline, first.page) == ("صحيفة المرسى", "سلمى النجار", "m.example/1")
    assert isinstance(sport, PassedOver)
    assert "no conflict" in str(sport)
    assert isinstance(third, Report)
    assert (third.text, third.published, third.byline) == ("قصف على الميناء", None, None)
    assert isinstance(empty, EmptyReport)
    assert [type(r) for r in read(RSS, every_page=True)] == [Report, Report, Report, EmptyReport]


def test_ids_stay_the_same_when_the_feed_moves_on() -> None:
    later = RSS.replace("<item><title>مقتل", "<item><title>قصف جديد</title><guid>m-9</guid></item><item><title>مقتل", 1)
    before = {r.id for r in read(RSS) if isinstance(r, Report)}
    after = {r.id for r in read(later) if isinstance(r, Report)}
    assert before < after
    assert len(after) == len(before) + 1


def test_atom_and_its_days() -> None:
    (report,) = read(ATOM)
    assert isinstance(report, Report)
    assert (report.published, report.outlet) == (date(2020, 12, 24), "وكالة مدى")
    assert report.text == "غارة على جسر\nشن الطيران غارة على جسر فوق النهر."


@pytest.mark.parametrize("name", ["f.rss", "f.atom", "f.xml", "f.data"])
def test_feeds_are_told_by_ending_or_beginning(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RSS, "utf-8")
    assert [r.title for r in read_reports(tmp_path / name) if isinstance(r, Report)] == [
        "مقتل ثلاثة جنود في كمين",
        "قصف على الميناء",
    ]


@pytest.mark.parametrize(
    "data", ["", "<rss></rss>", "not a feed", "<rss><channel><item></item>", b"\xff\xfe\0\0", "<feed/>"]
)
def test_what_is_no_feed(data: str | bytes) -> None:
    for error in read(data):
        assert isinstance(error, UnreadableInput | EmptyReport)
        assert error.hint
        assert error.report_id


@pytest.mark.parametrize(
    "data",
    [
        f"<rss><channel><item><title>قصف</title><author>{'a' * 200_000}</author></item></channel></rss>",
        f"{'<!-- x -->' * 20_000}{RSS}",
        f"{'<!--' * 20_000}",
        f"<rss><channel><item><title>{'&lt;' * 50_000}قصف</title></item></channel></rss>",
    ],
    ids=["author", "comments", "openings", "brackets"],
)
def test_a_feed_takes_no_longer_than_its_length_asks_for(data: str) -> None:
    """An author of 200,000 letters once took four minutes, twenty thousand comments never ended."""
    started = time.process_time()
    is_feed(data.encode())
    read(data)
    assert time.process_time() - started < 20


def test_entities_do_not_explode() -> None:
    """Ten levels of ten entities each would be ten thousand million letters."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    item = "<item><title>&l10;</title></item>"
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "قصف">{levels}]><rss><channel>{item}</channel></rss>'
    for found in read(bomb):
        assert not isinstance(found, Report) or len(found.text) < 100_000


@pytest.mark.parametrize(
    ("start", "feed"),
    [
        (b"<rss version='2.0'>", True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<feed xmlns=''>", True),
        (b"<?xml version='1.0'?><?xml-stylesheet href='x'?><rdf:RDF>", True),
        (b"<html>", False),
        (b"<?xml version='1.0'?><urlset>", False),
    ],
)
def test_beginnings_of_feeds(start: bytes, feed: bool) -> None:
    assert is_feed(start) is feed
