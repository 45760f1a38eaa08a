"""Fetching addresses from a real server on this machine: manners, limits, and no way into one's own network."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import ClassVar

import pytest
from made_pages import good
from made_pages import story as page

from riwaya.errors import SkipReport
from riwaya.model import Report
from riwaya.reports import fetch
from riwaya.reports.fetch import Fetcher, NotFetched, is_address, is_public
from riwaya.reports.files import read_reports
from riwaya.reports.intake import Intake

FEED = "<rss><channel><title>م</title><item><title>قصف على الميناء</title><link>http://x.example/1</link></item></channel></rss>"


class Site(BaseHTTPRequestHandler):
    """A news site, with every trap that a fetcher meets."""

    robots: ClassVar[tuple[int, bytes]] = (404, b"")
    visits: ClassVar[list[tuple[str, str, float]]] = []

    def do_GET(self) -> None:
        """Answer by path."""
        Site.visits.append((self.path, self.headers["User-Agent"], time.monotonic()))
        path = self.path.partition("?")[0]
        if path == "/slow":
            time.sleep(2)
        status, body, headers = self.answer(path)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        step = 1 if path == "/drip" else len(body) or 1
        with contextlib.suppress(OSError):
            for at in range(0, len(body), step):
                self.wfile.write(body[at : at + step])
                if path == "/drip":
                    time.sleep(0.1)

    def answer(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers for a path."""
        inside = f"http://127.0.0.1:{self.server.server_address[1]}/page"
        arabic = page(7).decode().replace("utf-8", "windows-1256")
        answers: dict[str, tuple[int, bytes, dict[str, str]]] = {
            "/robots.txt": (*Site.robots, {}),
            "/packed": (200, gzip.compress(page(7)), {"Content-Encoding": "gzip"}),
            "/cp1256": (200, arabic.encode("cp1256"), {"Content-Type": "text/html; charset=utf-8"}),
            "/moved": (301, b"", {"Location": "/page"}),
            "/loop": (302, b"", {"Location": f"{self.path}{'x' if '?' in self.path else '?x'}"}),
            "/inside": (302, b"", {"Location": inside}),
            "/odd": (302, b"", {"Location": "file:///etc/passwd"}),
            "/big": (200, b"<p>" + b"x" * 12_000_000, {}),
            "/bomb": (200, gzip.compress(b"x" * 30_000_000), {"Content-Encoding": "gzip"}),
            "/feed": (200, FEED.encode(), {"Content-Type": "application/rss+xml"}),
            "/text": (200, "قصف على الميناء".encode(), {"Content-Type": "text/plain"}),
            "/warc": (200, gzip.compress(good(1)), {"Content-Type": "application/warc"}),
            "/pdf": (200, b"%PDF-1.4", {"Content-Type": "application/pdf"}),
            "/gone": (404, b"", {}),
            "/drip": (200, b"x" * 100, {}),
            "/cut": (200, page(7), {"Content-Length": "99999"}),
        }
        return answers.get(path, (200, page(7), {}))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running site."""
    monkeypatch.setenv("RIWAYA_FETCH_PAUSE", "0")
    monkeypatch.setenv("RIWAYA_FETCH_TIMEOUT", "1")
    monkeypatch.setattr(Site, "robots", (404, b""))
    monkeypatch.setattr(Site, "visits", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def read(*addresses: str, allow_private: bool = True) -> list[Report | SkipReport]:
    intake = Intake(allow_private=allow_private)
    found = [report for address in addresses for report in read_reports(address, intake=intake)]
    if intake.fetcher:
        intake.fetcher.close()
    return found


@pytest.mark.parametrize("path", ["/page", "/packed", "/moved", "/cp1256", "/warc"])
def test_pages_however_they_come(site: str, path: str) -> None:
    (report,) = read(site + path)
    assert isinstance(report, Report), report
    assert "في كمين على الطريق الساحلي" in (report.title or "")
    assert report.origin
    assert report.origin.fetched
    if path != "/warc":
        assert report.id.startswith("127.0.0.1-")
        assert report.url == site + (path if path != "/moved" else "/page")
        assert read(site + path)[0].id == report.id  # type: ignore[union-attr]  # it is a report again


def test_feeds_and_texts(site: str) -> None:
    feed, text = read(f"{site}/feed", f"{site}/text")
    assert isinstance(feed, Report)
    assert isinstance(text, Report)
    assert feed.text == text.text == "قصف على الميناء"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/gone", "answered 404"),
        ("/loop", "more than 5 redirects"),
        ("/odd", "no address on the web"),
        ("/big", "over 10,000,000 bytes"),
        ("/bomb", "over 10,000,000 bytes"),
        ("/slow", "no answer within 1 seconds"),
        ("/drip", "takes too long"),
        ("/pdf", "is application/pdf, no page"),
        ("/cut", "without sending complete message body"),
    ],
)
def test_what_is_not_fetched_and_why(site: str, path: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TOTAL_TIMEOUTS", 1.5)
    (error,) = read(site + path)
    assert isinstance(error, SkipReport)
    assert says in str(error)
    assert error.hint
    assert error.report_id


def test_a_server_that_is_not_there() -> None:
    (error,) = read("http://127.0.0.1:9/x")
    assert isinstance(error, NotFetched)


@pytest.mark.parametrize("path", ["/page", "/inside"])
def test_the_own_network_is_refused(site: str, path: str) -> None:
    (error,) = read(site + path, allow_private=False)
    assert isinstance(error, NotFetched)
    assert "is inside the network (127.0.0.1)" in str(error)
    assert "--allow-private" in error.hint
    assert Site.visits == [], "nothing was sent"


def test_names_and_redirects_do_not_lead_inside(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name may resolve to a number inside, and a public page may redirect there."""
    port = site.rpartition(":")[2]
    (error,) = read(f"http://localhost:{port}/page", allow_private=False)
    assert "localhost is inside the network" in str(error)
    # this machine's number passes for a public one; the redirect then leads to 127.0.0.1, which does not
    public = fetch.is_public
    monkeypatch.setattr(fetch, "is_public", lambda number: number == "127.0.0.2" or public(number))
    server = ThreadingHTTPServer(("127.0.0.2", int(port)), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        (found,) = read(f"http://127.0.0.2:{port}/page", allow_private=False)
        assert isinstance(found, Report), found
        (error,) = read(f"http://127.0.0.2:{port}/inside", allow_private=False)
        assert "is inside the network (127.0.0.1)" in str(error)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("localhost", False),
    ],
)
def test_public_numbers(number: str, public: bool) -> None:
    assert is_public(number) is public


@pytest.mark.parametrize(
    ("robots", "says"),
    [
        ((200, b"User-agent: *\nDisallow: /page"), "robots.txt asks not to"),
        ((200, b"User-agent: riwaya\nDisallow: /"), "robots.txt asks not to"),
        ((503, b""), "robots.txt cannot be read"),
        ((200, b"User-agent: other\nDisallow: /"), ""),
        ((404, b""), ""),
        ((200, b"\xff\xfe junk" * 100_000), ""),
    ],
)
def test_robots_txt_is_kept_to(
    site: str, monkeypatch: pytest.MonkeyPatch, robots: tuple[int, bytes], says: str
) -> None:
    monkeypatch.setattr(Site, "robots", robots)
    (found,) = read(f"{site}/page")
    assert isinstance(found, NotFetched if says else Report), found
    assert says in str(found)
    visited = [path for path, *_ in Site.visits]
    assert visited == (["/robots.txt"] if says else ["/robots.txt", "/page"])


def test_it_says_who_it_is_and_waits(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIWAYA_FETCH_PAUSE", "150")
    monkeypatch.setattr(Site, "robots", (200, b"User-agent: *\nDisallow:"))
    read(f"{site}/page", f"{site}/moved", f"{site}/text")
    assert all(agent.startswith("riwaya/") for _, agent, _ in Site.visits)
    assert [path for path, *_ in Site.visits].count("/robots.txt") == 1
    times = [at for path, _, at in Site.visits if path != "/robots.txt"]
    assert len(times) == 4
    assert all(later - earlier > 0.14 for earlier, later in pairwise(times))


def test_a_crawl_delay_is_kept(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Site, "robots", (200, b"User-agent: *\nCrawl-delay: 1"))
    read(f"{site}/page", f"{site}/text")
    times = [at for path, _, at in Site.visits if path != "/robots.txt"]
    assert times[1] - times[0] > 0.9


def test_passwords_are_not_sent(site: str) -> None:
    with Fetcher(allow_private=True) as fetcher:
        found = fetcher.fetch(site.replace("://", "://me:secret@") + "/page#part")
    assert found.url == f"{site}/page"


@pytest.mark.parametrize("name", ["http://a.example", "HTTPS://a.example/x"])
def test_addresses(name: str) -> None:
    assert is_address(name)
    assert not is_address("http.txt")


@pytest.mark.parametrize("address", ["http://", "http://[::1", "https:///path"])
def test_what_is_no_address(address: str) -> None:
    (error,) = read(address)
    assert isinstance(error, NotFetched)
    assert "no address on the web" in str(error)
