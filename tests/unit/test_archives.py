"""Web archives: what is whole is read, what is broken is named and passed, in bounded memory."""

from __future__ import annotations

import gzip
import io
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_pages import good, record, story

from riwaya.errors import EmptyReport, PassedOver, SkipReport, UnreadableInput
from riwaya.model import Report
from riwaya.reports.archives import packing_of, read_warc
from riwaya.reports.files import read_reports
from riwaya.reports.intake import Intake


def read(data: bytes, *, every_page: bool = False) -> list[Report | SkipReport]:
    return list(read_warc(io.BytesIO(data), "day.warc", "day", Intake(every_page=every_page)))


def reports(found: list[Report | SkipReport]) -> list[str]:
    return [report.url or "" for report in found if isinstance(report, Report)]


def errors(found: list[Report | SkipReport]) -> list[SkipReport]:
    return [error for error in found if isinstance(error, SkipReport)]


LONG = record("http://a.example/l", story(9), length=99_999)
MANY = record("http://a.example/l", story(9), length="many")
GOOD = [gzip.compress(good(n)) for n in range(4)]
URLS = [f"http://www.a.example/news/{n}" for n in range(4)]
PACKED = "Content-Encoding: gzip\r\n"
CUT = GOOD[1][: len(GOOD[1]) // 2]


@pytest.mark.parametrize("name", ["day.warc", "day.warc.gz", "day.warc.zst", "-", "crawl.data"])
def test_archives_however_packed(tmp_path: Path, name: str) -> None:
    from fastwarc.stream_io import ZstdWriter

    if name.endswith("zst"):
        parts = []
        for n in range(4):
            out = io.BytesIO()
            writer = ZstdWriter(out)
            writer.write(good(n))
            writer.close()
            parts.append(out.getvalue())
        data = b"".join(parts)
    else:
        data = b"".join(GOOD if name.endswith(("gz", "-", "data")) else [good(n) for n in range(4)])
    (tmp_path / "day.warc").with_name(name.strip("-") or "x").write_bytes(data)
    found = list(read_reports("-" if name == "-" else tmp_path / name, stdin=io.BytesIO(data)))
    assert reports(found) == URLS, found
    first = found[0]
    assert isinstance(first, Report)
    assert first.id.startswith("a.example-")
    assert first.page == "a.example/news/0"
    assert first.published is None, "the crawler's clock is no date"
    assert first.text.splitlines()[0] == "مقتل 0 جنود في كمين على الطريق الساحلي"
    assert "قسم" not in first.text
    assert first.origin
    assert first.origin.raw == story(0)
    assert first.origin.fetched
    assert first.origin.fetched.year == 2021


@pytest.mark.parametrize(
    ("data", "read_urls", "says"),
    [
        (GOOD[0] + CUT + GOOD[2] + GOOD[3], [0, 2, 3], ["breaks behind byte"]),
        (CUT + GOOD[2], [2], ["breaks behind byte 0"]),
        (CUT + CUT + GOOD[2], [2], ["breaks behind byte 0", "breaks behind byte"]),
        (GOOD[0] + GOOD[1][:-20], [0], ["breaks|cut"]),
        (GOOD[0] + b"junk\0\1" * 20 + GOOD[2], [0, 2], ["breaks behind byte 0"]),
        (GOOD[0] + bytes([GOOD[1][0], GOOD[1][1] ^ 255]) + GOOD[1][2:] + GOOD[2], [0, 2], ["breaks"]),
        (GOOD[0] + gzip.compress(LONG) + GOOD[2], [0, 2], ["length is wrong"]),
        (good(0) + LONG + good(2) + good(3), [0, 2, 3], ["length is wrong"]),
        (GOOD[0] + gzip.compress(MANY) + GOOD[2], [0, 2], ["no answer"]),
        (b"no archive " * 100, [], ["breaks behind byte 0"]),
        (b"\x1f\x8b\x08" * 9000, [], ["holds no page"]),
        (b"", [], []),
    ],
)  # fmt: skip
def test_a_broken_record_costs_only_itself(data: bytes, read_urls: list[int], says: list[str]) -> None:
    import re

    found = read(data)
    assert reports(found) == [URLS[n] for n in read_urls]
    told = errors(found)
    assert len(told) == len(says), told
    for error, pattern in zip(told, says, strict=True):
        assert isinstance(error, UnreadableInput)
        assert re.search(pattern, str(error))
        assert error.hint


def test_wherever_a_packed_record_is_broken() -> None:
    """Cut anywhere, or with one bit turned, it is the one that is missing, and it is told of once."""
    whole = GOOD[1]
    broken = [whole[:cut] for cut in range(1, len(whole) - 1, 61)]
    broken += [whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :] for at in range(10, len(whole) - 8, 61)]
    for data in broken:
        found = read(GOOD[0] + data + GOOD[2] + GOOD[3])
        assert reports(found) == [URLS[0], URLS[2], URLS[3]]
        (error,) = errors(found)
        assert isinstance(error, UnreadableInput), error


@pytest.mark.parametrize(
    ("body", "given", "kind", "says"),
    [
        (b"", {}, EmptyReport, "the page is empty"),
        (b"", {"status": "302 Found", "headers": "Location: http://a.example/x\r\n"}, PassedOver, "a redirect to http://a.ex"),
        (b"gone", {"status": "404 Not Found"}, PassedOver, "answered 404"),
        (b"\x89PNG", {"media": "image/png"}, PassedOver, "image/png, no page"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\1" * 500, {}, UnreadableInput, "is not a page"),
        (b"<p>" + b"x" * 10_000_001, {}, UnreadableInput, "the record has 10,000,"),
        (b"<div>" * 50_000, {}, EmptyReport, "shows no words"),
        (story(1), {"headers": "Content-Length: 99999\r\n"}, UnreadableInput, "the page is cut"),
        (b"<p>Three soldiers were killed in an ambush.</p>", {}, PassedOver, "not Arabic"),
        ("<p>فاز الفريق بهدفين في مباراة أمس.</p>".encode(), {}, PassedOver, "no conflict: weight 0 in 6 words"),
        (gzip.compress(b"<p>" + b"x" * 11_000_000), {"headers": PACKED}, UnreadableInput, "has 10,000,001"),
    ],
)  # fmt: skip
def test_what_is_no_page_to_read(body: bytes, given: dict[str, str], kind: type, says: str) -> None:
    first, last = read(GOOD[0] + gzip.compress(record("http://a.example/x", body, **given)) + GOOD[2])[::2]
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    error = read(gzip.compress(record("http://a.example/x", body, **given)))[0]
    assert type(error) is kind, error
    assert says in str(error)
    assert "http://a.example/x" in str(error) or "day.warc@0" in str(error)


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "identity"])
@pytest.mark.parametrize("packed", [True, False])
def test_bodies_packed_by_the_server(encoding: str, packed: bool) -> None:
    """Some crawlers store a body unpacked and keep the header that says it is packed."""
    import zlib

    from fastwarc.stream_io import BrotliWriter

    body = story(1)
    if packed and encoding == "br":
        out = io.BytesIO()
        writer = BrotliWriter(out)
        writer.write(body)
        writer.close()
        body = out.getvalue()
    elif packed:
        body = {"gzip": gzip.compress, "deflate": zlib.compress}.get(encoding, bytes)(body)
    found = read(record("http://a.example/x", body, headers=f"Content-Encoding: {encoding}\r\n"))
    assert reports(found) == ["http://a.example/x"], found


def test_the_same_page_twice_and_changed() -> None:
    """Unchanged it is one report; changed, two with ids of their own and one page in common."""
    changed = record(URLS[0], story(0).replace("خمسة".encode(), "ستة".encode()))
    found = read(good(0) + good(0) + changed)
    first, again, other = found
    assert isinstance(first, Report)
    assert isinstance(again, PassedOver)
    assert isinstance(other, Report)
    assert again.report_id == first.id != other.id
    assert first.page == other.page
    assert first.text_sha256 != other.text_sha256


def test_the_gate_can_be_turned_off_and_reports_already_done_are_passed() -> None:
    sport = record("http://a.example/s", "<h1>فاز الفريق بهدفين</h1><p>فاز الفريق بهدفين في مباراة أمس.</p>".encode())
    assert reports(read(good(0) + sport)) == [URLS[0]]
    found = read(good(0) + sport, every_page=True)
    assert reports(found) == [URLS[0], "http://a.example/s"]
    done = {found[0].id} if isinstance(found[0], Report) else set()
    assert reports(list(read_warc(io.BytesIO(good(0) + good(1)), "x", "x", Intake(done=done)))) == [URLS[1]]


def test_how_an_archive_is_packed() -> None:
    assert packing_of(good(0)) == "plain"
    assert packing_of(GOOD[0]) == "gzip"
    assert packing_of(gzip.compress(b"other")) is None
    assert packing_of(b"<html>") is None


def three_hundred() -> Iterator[bytes]:
    """290 whole pages and ten broken ones among them."""
    broken = [
        CUT,
        gzip.compress(record("http://b.example/length", story(999), length=90_000)),
        gzip.compress(record("http://b.example/cut", story(998), headers="Content-Length: 70000\r\n")),
        gzip.compress(record("http://b.example/binary", bytes(range(256)) * 40)),
        gzip.compress(record("http://b.example/empty", b"")),
        gzip.compress(record("http://b.example/big", b"<html><body><p>" + "قصف ".encode() * 4_300_000)),
        gzip.compress(record("http://b.example/loop", b"", status="301 Moved", headers="Location: http://b.example/loop\r\n")),
        gzip.compress(record("http://b.example/deep", b"<div><b>" * 100_000 + "قصف".encode())),
        gzip.compress(record("http://b.example/header", story(997)).replace(b"HTTP/1.1 200 OK", b"\0\1")),
        GOOD[3][:30] + b"\xff" * 40 + GOOD[3][70:],
    ]  # fmt: skip
    for n in range(290):
        yield gzip.compress(good(1000 + n))
        if n % 29 == 14:
            yield broken[n // 29]


READ_ALL = """
import resource, sys
from riwaya.reports.files import read_reports
from riwaya.pipeline import read_document
read = listed = claims = 0
for found in read_reports(sys.argv[1]):
    if hasattr(found, "text"):
        read += 1
        claims += len(read_document(found.without_raw()).claims) if read % 10 == 0 else 0
    else:
        listed += 1
        print(found, file=sys.stderr)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform != "darwin" else 1024 * 1024)
print(read, listed, claims > 0, peak)
"""


@pytest.mark.slow
def test_three_hundred_pages_of_which_ten_are_broken(tmp_path: Path) -> None:
    """290 are read, ten are listed with the reason, and the process stays under 600 MB."""
    archive = tmp_path / "day.warc.gz"
    with archive.open("wb") as out:
        out.writelines(three_hundred())
    run = subprocess.run([sys.executable, "-c", READ_ALL, str(archive)], capture_output=True, text=True, check=True)
    read_count, listed, claims, peak = run.stdout.split()
    assert (read_count, listed, claims) == ("290", "10", "True"), run.stderr
    assert int(peak) < 600, f"{peak} MB"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0
    told = run.stderr
    for reason in ("breaks behind byte", "length is wrong", "is cut", "is not a page", "is empty", "bytes",
                   "a redirect to", "shows no words", "no answer of a server"):  # fmt: skip
        assert reason in told, reason
