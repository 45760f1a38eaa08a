"""Fetching addresses, as a polite guest: says who it is, keeps to robots.txt, waits between two visits to one host.

Addresses inside one's own network are refused unless the caller allows them, whatever name stands for them: the check
is made on the numbers that a name resolves to, at the moment of connecting, for every redirect too. So a page on the
web cannot make riwaya read a machine behind the firewall.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from riwaya.config import FETCH_PAUSE, FETCH_TIMEOUT
from riwaya.errors import SkipReport
from riwaya.reports.pages import MAX_PAGE_BYTES

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS = 5
"""Browsers follow 20; news sites need two or three (to https, to the new domain, to the canonical address)."""
MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309 asks for at least 500 KiB to be read of a robots.txt."""
MAX_CRAWL_DELAY = 30.0
"""Seconds. A robots.txt that asks for more means crawlers of the whole site, not the reader of one page."""
TOTAL_TIMEOUTS = 5
"""How many times the time limit for one step a whole answer may take."""
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"
_ADDRESS = ("http://", "https://")


class NotFetched(SkipReport):
    """An address could not be fetched, or may not be: robots.txt, an address inside the network, a time limit."""

    code = "not_fetched"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: its bytes, the address it ended at, its stated kind and encoding, and when."""

    url: str
    raw: bytes
    media_type: str
    charset: str | None
    at: datetime


def is_address(name: str) -> bool:
    """Is it an address on the web, not a file's name?"""
    return name.lower().startswith(_ADDRESS)


def is_public(address: str) -> bool:
    """Is a numeric address on the open internet, whichever form it hides in?"""
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if int(number) >> 32 == 0x64FF9B << 64:  # NAT64
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return number.is_global and not number.is_multicast


class _Private(OSError):
    """A name led inside the network."""


@dataclass(slots=True)
class Fetcher:
    """Fetches addresses one after the other. `close` it, or use it in a `with`."""

    allow_private: bool = False
    _client: httpx.Client | None = None
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _visited: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        if self._client:
            self._client.close()
            self._client = None

    def fetch(self, address: str) -> Fetched:
        """The page at an address. Errors: NotFetched says why there is none, and what to do; BadConfig."""
        url = _without_user(address)
        for _ in range(MAX_REDIRECTS + 1):
            robots = self._robots_of(url)
            if robots is None:
                raise NotFetched(f"{url}: the site's robots.txt cannot be read", hint="Try again later.")
            if not robots.can_fetch(agent(), url):
                raise NotFetched(f"{url}: the site's robots.txt asks not to", hint="Save the page with a browser.")
            self._wait(url, robots)
            status, headers, raw = self._get(url, MAX_PAGE_BYTES)
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                url = _without_user(urljoin(url, headers["location"]))
                continue
            if status != 200:
                raise NotFetched(f"{url}: the server answered {status}", hint="Open it in a browser to see why.")
            media, charset = _media_of(headers.get("content-type", ""))
            return Fetched(url, raw, media, charset, datetime.now(UTC))
        raise NotFetched(f"{address}: more than {MAX_REDIRECTS} redirects", hint="Open it in a browser to see why.")

    def _robots_of(self, url: str) -> RobotFileParser | None:
        """The rules of the address's site, fetched once; None where the site does not answer (RFC 9309: keep off)."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site in self._robots:
            return self._robots[site]
        where = f"{site}/robots.txt"
        lines: list[str] | None = []
        for _ in range(MAX_REDIRECTS + 1):
            status, headers, raw = self._get(where, MAX_ROBOTS_BYTES, cut=True)
            if 300 <= status < 400 and headers.get("location"):
                where = _without_user(urljoin(where, headers["location"]))
                continue
            if status == 200:
                lines = raw.decode("utf-8", "replace").splitlines()
            elif status >= 500:
                lines = None
            break
        rules = None
        if lines is not None:
            rules = RobotFileParser()
            rules.parse(lines)
        self._robots[site] = rules
        return rules

    def _wait(self, url: str, robots: RobotFileParser) -> None:
        host = urlsplit(url).netloc
        pause = FETCH_PAUSE.value() / 1000
        delay = robots.crawl_delay(agent())
        pause = max(pause, min(float(delay), MAX_CRAWL_DELAY)) if delay else pause
        due = self._visited.get(host, -pause) + pause
        time.sleep(max(0.0, due - time.monotonic()) if host in self._visited else 0.0)
        self._visited[host] = time.monotonic()

    def _get(self, url: str, most: int, *, cut: bool = False) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case, and body of one answer; of one longer than `most` bytes, with `cut`, the
        beginning."""
        import httpx

        seconds = FETCH_TIMEOUT.value()
        self._client = self._client or _client(self.allow_private)
        started = time.monotonic()
        try:
            with self._client.stream("GET", url, timeout=seconds) as answer:
                body = bytearray()
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > most:
                        if cut:
                            break
                        raise NotFetched(f"{url}: the page has over {most:,} bytes", hint="It is a data file.")
                    if time.monotonic() - started > TOTAL_TIMEOUTS * seconds:
                        raise NotFetched(f"{url}: the answer takes too long", hint="Try again later.")
                return answer.status_code, dict(answer.headers), bytes(body[:most])
        except _Private as error:
            raise NotFetched(f"{url}: {error}", hint="Allow it with --allow-private, if you trust it.") from error
        except httpx.TimeoutException as error:
            raise NotFetched(f"{url}: no answer within {seconds} seconds", hint="Try again later.") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, OSError) as error:
            inner: BaseException | None = error
            while inner is not None and not isinstance(inner, _Private):
                inner = inner.__cause__ or inner.__context__
            if inner is not None:
                raise NotFetched(f"{url}: {inner}", hint="Allow it with --allow-private, if you trust it.") from error
            raise NotFetched(f"{url}: {error or type(error).__name__}", hint="Check the address.") from error


def agent() -> str:
    """How riwaya names itself to servers."""
    return f"riwaya/{version('riwaya')}"


def _without_user(url: str) -> str:
    """The address without name, password and fragment. Errors: NotFetched for one that is no address on the web."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme in ("http", "https") and parts.hostname:
            return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path or "/", parts.query, ""))
    except ValueError:
        pass
    raise NotFetched(f"{url[:200]!r} is no address on the web", hint="Addresses begin with http:// or https://.")


def _media_of(content_type: str) -> tuple[str, str | None]:
    media, _, rest = content_type.partition(";")
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'") if "charset=" in rest.lower() else ""
    return media.strip().lower(), charset or None


def _client(allow_private: bool) -> httpx.Client:
    import httpcore
    import httpx

    class Guard(httpcore.SyncBackend):
        """Resolves a name itself and connects to a number that was checked, so that none can be slipped in between."""

        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore.NetworkStream:
            try:
                found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
            except (OSError, UnicodeError) as error:
                raise httpcore.ConnectError(f"{host} cannot be resolved: {error}") from error
            inside = [number for number in found if not is_public(number)]
            if inside and not allow_private:
                raise _Private(f"{host} is inside the network ({inside[0]})")
            last: Exception | None = None
            for number in found:
                try:
                    return super().connect_tcp(number, port, timeout, local_address, socket_options)
                except httpcore.ConnectError as error:
                    last = error
            raise httpcore.ConnectError(f"{host} does not answer: {last}")

    class Transport(httpx.HTTPTransport):
        """httpx's own, over connections that are guarded; httpx has no parameter for it."""

        def __init__(self) -> None:
            super().__init__()
            context = httpx.create_ssl_context()
            self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=Guard(), max_connections=4)

    headers = {"User-Agent": f"{agent()} (reads news reports)", "Accept": _ACCEPT, "Accept-Language": "ar,*;q=0.5"}
    # trust_env: a proxy from the environment would resolve names out of our sight
    return httpx.Client(transport=Transport(), headers=headers, follow_redirects=False, trust_env=False)
