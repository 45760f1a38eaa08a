"""Pages of HTML: the text without what stands around it, headline, author, day; no clock, no invented author."""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from riwaya.documents import clean_report
from riwaya.errors import EmptyReport, UnreadableInput
from riwaya.model import Document, Report, page_of
from riwaya.pipeline import extract_claims
from riwaya.reports.decoding import decode_page
from riwaya.reports.files import read_reports
from riwaya.reports.page_facts import read_instant
from riwaya.reports.pages import RawPage, parse_page, read_page

PAGES = Path(__file__).resolve().parent.parent / "webpages"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PAGES / "expected.json").read_text("utf-8"))
WHOLE = {"lead", "heading", "paragraph"}


def read(html: str | bytes, **given: Any) -> Report:
    raw = html.encode() if isinstance(html, str) else html
    return read_page(parse_page(RawPage("page.html", raw, **given)), "page")


def body_of(document: Document) -> list[str]:
    return [document.report.text[s.start : s.end] for s in document.segments if s.role in WHOLE]


def only(path: Path) -> Report:
    (report,) = read_reports(path)
    assert isinstance(report, Report), report
    return report


@pytest.mark.parametrize("name", EXPECTED)
def test_pages_in_the_shape_of_common_templates(name: str) -> None:
    wanted = EXPECTED[name]
    document = clean_report(only(PAGES / name))
    found = {
        "headline": document.headline.exact if document.headline else None,
        "byline": document.byline.exact if document.byline else None,
        "published": document.published.isoformat() if document.published else None,
        "date_source": document.date_source,
        "outlet": document.outlet,
    }
    assert found == {key: wanted[key] for key in found}
    body = body_of(document)
    assert len(body) == wanted["paragraphs"], body
    assert body[0].startswith(wanted["first"])
    assert body[-1].endswith(wanted["last"])
    assert not any(words in line for words in wanted["never"] for line in body)


@pytest.mark.parametrize("name", EXPECTED)
def test_no_claim_is_read_from_what_stands_around(name: str) -> None:
    reading = extract_claims(clean_report(only(PAGES / name)))
    furniture = [(s.start, s.end) for s in reading.document.segments if s.role == "furniture"]
    assert reading.claims
    for claim in reading.claims:
        assert not any(start < span.end and span.start < end for span in claim.spans() for start, end in furniture)


def test_raw_bytes_and_encoding_are_kept_in_sight() -> None:
    report = only(PAGES / "tables.html")
    assert report.note == "declared as cp1252, decoded as Windows-1256"
    assert report.origin
    assert report.origin.raw == (PAGES / "tables.html").read_bytes()
    assert report.without_raw().origin
    assert report.without_raw() == report


ARABIC = "<p>قتل ثلاثة جنود في كمين نصبه مسلحون على الطريق الساحلي صباح اليوم، بحسب مصدر عسكري.</p>"


@pytest.mark.parametrize(
    ("declared", "codec", "charset", "note"),
    [
        ("utf-8", "utf-8", None, None),
        ("windows-1256", "cp1256", None, None),
        ("utf-8", "cp1256", None, "declared as utf-8, decoded as Windows-1256"),
        ("windows-1256", "utf-8", None, "declared as cp1256, decoded as utf-8"),
        ("", "cp1256", "utf-8", "declared as utf-8, decoded as Windows-1256"),
        ("", "cp1256", "windows-1256", None),
        ("iso-8859-6", "iso8859_6", None, None),
        ("no-such-encoding", "cp1256", None, None),
        ("hex", "utf-8", None, None),
        ("", "utf-16", None, None),
    ],
)
def test_declared_and_real_encodings(declared: str, codec: str, charset: str | None, note: str | None) -> None:
    html = f'<meta charset="{declared}">{ARABIC}' if declared else ARABIC
    assert decode_page(html.encode(codec, "replace"), "p", charset) == (
        html.encode(codec, "replace").decode(codec),
        note,
    )


def test_a_broken_character_costs_only_itself() -> None:
    text, note = decode_page((ARABIC * 3).encode() + b"\xd8", "p")
    assert text == ARABIC * 3 + "\ufffd"
    assert note == "1 broken characters replaced"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, bytes(range(1, 32)) * 200 + b"\xff\xfe\xfd"])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match="is not a page"):
        read(data)


@pytest.mark.parametrize(
    "html", ["", "   ", "<html><head><title></title></head></html>", "<!-- x -->", "<script>x</script>"]
)
def test_a_page_without_words_is_empty(html: str) -> None:
    with pytest.raises(EmptyReport):
        read(html)


def test_recursive_markup_is_read_or_refused_but_never_crashes() -> None:
    with pytest.raises(EmptyReport, match="shows no words"):
        read("<div>" * 20_000 + "نص قصير في العمق" + "</div>" * 20_000)
    assert "قتل ثلاثة جنود" in read(ARABIC + "<b><i>" * 5_000 + "نص قصير").text
    assert "قتل ثلاثة جنود" in read("<p>" * 20_000 + ARABIC + "</table>" * 5_000).text


@pytest.mark.parametrize(
    "html",
    [
        f"<title>{'|' * 300_000}</title>{ARABIC}",
        f"<title>{'قصف - ' * 50_000}</title>{ARABIC}",
        f"<h1>{ARABIC}</h1>" * 2_000,
        f"<p>{'ق' * 500_000}</p>{ARABIC}",
        f"<p>{'- ' * 200_000}</p>{ARABIC}",
        f"<p class='{'a ' * 200_000}'>{ARABIC}",
        f"<meta name=author content='سامر الحلو'>{ARABIC}" * 2_000,
    ],
    ids=["bars", "dashes", "headings", "word", "signs", "classes", "authors"],
)
def test_a_page_takes_no_longer_than_its_length_asks_for(html: str) -> None:
    """A title of 300,000 bars once took three minutes."""
    started = time.process_time()
    clean_report(read(html))
    assert time.process_time() - started < 20


def article(head: str = "", under: str = "", title: str = "مقتل ثلاثة جنود في كمين على الطريق الساحلي") -> str:
    body = "".join(f"<p>{line}</p>" for line in BODY)
    return (
        f"<html><head>{head}<title>{title}</title></head><body><h1>{title}</h1>{under}<div>{body}</div></body></html>"
    )


BODY = (
    "قتل ثلاثة جنود وجرح خمسة في كمين نصبه مسلحون على الطريق الساحلي صباح اليوم، بحسب ما أفاد مصدر عسكري.",
    "وقال المصدر إن المسلحين فتحوا النار على دورية كانت في طريقها إلى حاجز قريب من الميناء القديم.",
    "وأضاف أن تعزيزات وصلت إلى المكان بعد نصف ساعة، وأن المهاجمين انسحبوا إلى الجبال المجاورة.",
)


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="سلمى النجار">', "سلمى النجار"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"هند الزين"}}</script>',
            "هند الزين",
        ),
        ('<meta name="author" content="المكتب الإعلامي">', None),
        ('<meta name="author" content="admin">', None),
        ('<meta name="author" content="المحرر">', None),
        ('<meta name="author" content="هيئة التحرير">', None),
        ('<meta name="author" content="https://www.facebook.com/x">', None),
        ('<meta name="author" content="(الميناء - مرسى)">', None),
        ('<meta property="og:site_name" content="وكالة مرسى"><meta name="author" content="وكالة مرسى">', None),
        ('<meta name="author" content="الكاتب 12">', None),
    ],
)
def test_authors_are_persons(head: str, author: str | None) -> None:
    document = clean_report(read(article(head, "<p>سلمى النجار</p>" if "سلمى" in head else "")))
    assert (document.byline.exact if document.byline else None) == author
    assert body_of(document) == list(BODY)


@pytest.mark.parametrize(
    ("head", "under", "day", "by"),
    [
        ('<meta name="pubdate" content="2019-05-04T10:00:00Z">', "", date(2019, 5, 4), "meta"),
        ('<meta name="pubdate" content="1970-01-01T00:00:00Z">', "", None, None),
        ('<meta property="article:modified_time" content="2019-05-04">', "", None, None),
        ("", '<time itemprop="datePublished" datetime="2019-05-04">أمس</time>', date(2019, 5, 4), "meta"),
        ("", "<div>نشر في 4 أيار/مايو 2019</div>", date(2019, 5, 4), "page"),
        ("", "<div>منذ ثلاث ساعات</div>", None, None),
        ('<meta name="pubdate" content="May 2019">', "", None, None),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-13-44"}</script>',
            "",
            None,
            None,
        ),
        ('<script type="application/ld+json">{broken</script>', "<p>2019/05/04</p>", date(2019, 5, 4), "page"),
        ('<script type="application/ld+json">' + "[" * 50_000 + "</script>", "", None, None),
    ],
)
def test_a_day_is_stated_or_there_is_none(head: str, under: str, day: date | None, by: str | None) -> None:
    document = clean_report(read(article(head, under)))
    assert (document.published, document.date_source) == (day, by)


def test_the_clock_of_the_fetch_is_no_date_and_bounds_what_is_believed() -> None:
    fetched = datetime(2020, 1, 5, tzinfo=UTC)
    assert clean_report(read(article(), fetched=fetched)).published is None
    late = '<meta name="pubdate" content="2021-05-04T10:00:00Z">'
    assert clean_report(read(article(late), fetched=fetched)).published is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2020-12-24T23:59:50+00:00", (date(2020, 12, 24), True)),
        ("2020-12-24T23:59:50+02:00", (date(2020, 12, 24), False)),
        ("2020-12-24T12:00Z", (date(2020, 12, 24), False)),
        ("Thu, 24 Dec 2020 21:00:00 GMT", (date(2020, 12, 24), True)),
        ("24 كانون الأول/ديسمبر 2020", (date(2020, 12, 24), False)),
        ("24/12/2020", (date(2020, 12, 24), False)),
        ("December 2020", None),
        ("0001-01-01T00:00:00", None),
        ("", None),
    ],
)
def test_instants(value: str, found: tuple[date, bool] | None) -> None:
    assert read_instant(value) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.a.example/x/?utm_source=t#top", "http://a.example/x", True),
        ("http://a.example/n.aspx?id=1&fbclid=z", "http://a.example/n.aspx?id=1", True),
        ("http://a.example/n.aspx?id=1", "http://a.example/n.aspx?id=2", False),
        ("http://a.example/n?reference=1", "http://a.example/n?reference=2", False),
        ("http://a.example/n?b=1&a=2", "http://A.example:80/n?a=2&b=1", True),
    ],
)
def test_fetches_of_one_page_share_its_name(one: str, other: str, same: bool) -> None:
    assert (page_of(one) == page_of(other)) is same


def test_broken_addresses_have_a_name_too() -> None:
    assert page_of(" http://[x ") == "http://[x"
    assert Report("r", "نص").page is None
    assert Report("r", "نص", url="http://a.example/1/").page == "a.example/1"


@pytest.mark.parametrize("url", ["https://www.a.example/", "http://a.example", "https://a.example/ar/?utm_source=x"])
def test_a_front_page_is_no_reports_address(url: str) -> None:
    assert Report("r", "نص", url=url).page is None
    assert Report("r", "نص", url=url + ("&" if "?" in url else "?") + "id=7").page is not None


EVAL = Path(os.environ.get("RIWAYA_EVAL", Path(__file__).resolve().parents[3] / "shared" / "eval")) / "html"


def token_f1(found: str, wanted: str) -> float:
    left, right = (Counter(re.findall(r"\w+", text)) for text in (found, wanted))
    return 2 * (left & right).total() / max(1, left.total() + right.total())


@pytest.mark.quality
@pytest.mark.external
@pytest.mark.skipif(not EVAL.is_dir(), reason=f"no annotated pages at {EVAL}; RIWAYA_EVAL names their folder")
def test_annotated_pages() -> None:
    gold = json.loads((EVAL / "gold.json").read_text("utf-8"))
    scores, titles = [], 0
    for name, wanted in gold.items():
        document = clean_report(only(EVAL / wanted["file"]))
        scores.append(token_f1("\n".join(body_of(document)), "\n".join(wanted["body"])))
        titles += document.headline is not None and document.headline.exact == wanted["title"]
        days = {wanted.get("date"), *wanted.get("date_alt", [])}
        assert document.published is None or document.published.isoformat() in days, name
        assert document.published or not wanted.get("date"), name
        assert document.byline is None or document.byline.exact in wanted["author"], name
    assert sum(scores) / len(scores) >= 0.98, scores
    assert min(scores) >= 0.92, scores
    assert titles >= len(gold) - 1
