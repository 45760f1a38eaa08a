"""Tables of articles: which column is which, days in the order of the column, rows that cannot be read."""

from __future__ import annotations

import gzip
import json
import time
from datetime import date
from pathlib import Path

import pytest

from riwaya.errors import SkipReport, UnreadableInput
from riwaya.model import Report
from riwaya.reports import articles
from riwaya.reports.articles import guess_columns
from riwaya.reports.files import read_reports

TEXT = "قتل شخصان في قصف على أطراف المدينة، بحسب ما قال شهود، وأصيب ثلاثة آخرون نقلوا إلى المستشفى القريب من الحي."


def read(path: Path, name: str, data: bytes | str) -> list[Report | SkipReport]:
    (path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_reports(path / name))


def test_a_table_with_arabic_headings(tmp_path: Path) -> None:
    rows = (
        f'العنوان;النص;المصدر;تاريخ النشر;ملاحظة\n"قصف; وقتلى";"{TEXT}\nسطر ثان.";الميدان;06/04/2018;x\n;;;;\nب;نص;;;\n'
    )
    first, second = read(tmp_path, "set.csv", rows)
    assert isinstance(first, Report)
    assert (first.id, first.title, first.text) == ("set:2", "قصف; وقتلى", f"{TEXT}\nسطر ثان.")
    assert (first.outlet, first.published) == ("الميدان", date(2018, 4, 6))
    assert first.note == "columns read as text='النص', title='العنوان', outlet='المصدر', published='تاريخ النشر'"
    assert second == Report("set:4", "نص", title="ب")


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["ID", "Headline", "Full_Text", "Link"], {"id": 0, "text": 2, "title": 1, "url": 3}),
        (["body", "text"], {"text": 1}),
        (["خانة", "حقل"], {"text": 1}),
        (["a", "b", "c"], {"text": 1}),
        ([], {}),
    ],
)
def test_columns_are_guessed(headings: list[str], found: dict[str, int]) -> None:
    assert guess_columns(headings, [["عنوان قصير", TEXT]]) == found


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("04/06/2018", "01/02/2018"), date(2018, 6, 4)),
        (("04/06/2018", "04/25/2018"), date(2018, 4, 6)),
        (("04/06/2018", "25/04/2018", "04/25/2018"), date(2018, 6, 4)),
        (("2018-06-04 10:00:00",), date(2018, 6, 4)),
        (("4 حزيران 2018",), date(2018, 6, 4)),
        (("غدا",), None),
        (("31/02/2018",), None),
    ],
)
def test_days_in_the_order_of_their_column(tmp_path: Path, days: tuple[str, ...], first: date | None) -> None:
    found = read(tmp_path, "set.tsv", "text\tdate\n" + "".join(f"{TEXT}\t{day}\n" for day in days))
    assert isinstance(found[0], Report)
    assert found[0].published == first
    assert (found[0].note or "").endswith("written like 2018-04-06") is (first is None)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("a,b\n1,2\n", "no column seems to hold texts"),
        ("", "no column seems to hold texts"),
        ("text,title\n,عنوان\n", 'has no "text"'),
        ("text\n" + "x" * 41_000, "the table breaks off: field larger than field limit"),
        ('text\n"' + "قصف\n" * 12_000, "the table breaks off"),
    ],
)
def test_what_is_no_table_of_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str, says: str) -> None:
    monkeypatch.setattr(articles, "MAX_BYTES", 40_000)
    (error,) = read(tmp_path, "set.csv", data)
    assert isinstance(error, UnreadableInput)
    assert says in str(error)
    assert error.report_id
    assert error.hint


def test_a_table_in_windows_1256(tmp_path: Path) -> None:
    report, *_ = read(tmp_path, "set.csv", f"text,title\n{TEXT.replace('،', ' -')},قصف\n".encode("cp1256"))
    assert isinstance(report, Report)
    assert report.text == TEXT.replace("،", " -")
    assert (report.note or "").endswith("decoded as Windows-1256")


def test_pages_in_json_lines(tmp_path: Path) -> None:
    html = f"<title>خبر</title><body><h1>قصف على أطراف المدينة يوقع قتلى</h1><p>{TEXT}</p></body>"
    line = json.dumps(
        {"id": "a", "html": html, "url": "https://a.example/1", "published": "2018-04-06", "outlet": "الميدان"}
    )
    (report,) = read(tmp_path, "set.jsonl", line)
    assert isinstance(report, Report)
    assert report.text == f"قصف على أطراف المدينة يوقع قتلى\n{TEXT}"
    assert (report.url, report.published, report.outlet) == ("https://a.example/1", date(2018, 4, 6), "الميدان")
    assert report.origin
    assert report.origin.media_type == "text/html"


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden/x.txt", "picture.jpg", "set.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"id": "b/1", "text": TEXT}) if name == "set.jsonl" else TEXT)
    with gzip.open(tmp_path / "z.txt.gz", "wt") as out:
        out.write(TEXT)
    (tmp_path / "y.txt.gz").write_bytes((tmp_path / "z.txt.gz").read_bytes()[:40])
    found = list(read_reports(tmp_path))
    assert [r.id for r in found if isinstance(r, Report)] == ["a", "b/1", "b/2", "b/1#2", "z"]
    (error,) = [r for r in found if isinstance(r, SkipReport)]
    assert "y.txt.gz is not whole" in str(error)


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://a.example/news/1
Subject: =?utf-8?Q?x?=
Date: Sat, 4 May 2019 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--b"

----b
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://a.example/x.png

iVBORw0KGgo=
----b
Content-Type: text/html; charset={charset}
Content-Transfer-Encoding: {encoding}
Content-Location: https://a.example/news/1

"""


@pytest.mark.parametrize(("charset", "name"), [("utf-8", "page.mhtml"), ("windows-1256", "page.mht"), ("utf-8", "-")])
def test_a_web_archive_of_a_browser(tmp_path: Path, charset: str, name: str) -> None:
    import base64
    import io

    html = f"<html><body><h1>قصف على أطراف المدينة يوقع قتلى</h1><p>{TEXT}</p><p>{TEXT}</p></body></html>"
    head = MHTML.format(charset=charset, encoding="base64").replace("\n", "\r\n")
    data = head.encode() + base64.encodebytes(html.encode(charset)) + b"\r\n----b--\r\n"
    if name == "-":
        found = list(read_reports("-", stdin=io.BytesIO(data)))
    else:
        found = read(tmp_path, name, data)
    (report,) = found
    assert isinstance(report, Report), report
    assert report.title == "قصف على أطراف المدينة يوقع قتلى"
    assert report.url == "https://a.example/news/1"
    assert report.published is None, "the moment of saving is no date of the report"
    assert report.origin
    assert report.origin.fetched
    assert report.origin.fetched.isoformat() == "2019-05-04T10:00:00+00:00"


@pytest.mark.parametrize(
    "header",
    [
        "Content-Type: text/html; " + 'a*0*="x";' * 20_000,
        "Subject: " + "=?utf-8?Q?x?= " * 20_000,
        "Date: " + "(" * 50_000,
    ],
    ids=["parameters", "words", "brackets"],
)
def test_a_web_archive_takes_no_longer_than_its_length_asks_for(tmp_path: Path, header: str) -> None:
    """Twenty thousand parameters once never ended."""
    started = time.process_time()
    data = f"MIME-Version: 1.0\n{header}\nContent-Type: text/html\n\n<p>{TEXT}</p>"
    assert len(read(tmp_path, "page.mhtml", data)) == 1
    assert time.process_time() - started < 20


def test_a_web_archive_without_a_page(tmp_path: Path) -> None:
    (error,) = read(tmp_path, "page.mhtml", MHTML.format(charset="utf-8", encoding="8bit").encode() + b"\r\n----b--")
    assert isinstance(error, UnreadableInput)
    assert "holds no page of HTML" in str(error)
