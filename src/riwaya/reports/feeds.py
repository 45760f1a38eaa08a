"""RSS and Atom feeds: one report an entry, as much of it as the feed carries."""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Iterator
from typing import Any

from riwaya.errors import EmptyReport, PassedOver, SkipReport, UnreadableInput
from riwaya.model import Origin, Report
from riwaya.reports.decoding import root_of
from riwaya.reports.gate import why_dropped
from riwaya.reports.intake import Intake, OwnIds, checked, named
from riwaya.reports.page_facts import read_instant
from riwaya.reports.page_lines import read_lines
from riwaya.reports.pages import RawPage, parse_page

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_RUN = re.compile(rb"([A-Za-z0-9_.+-]{2000})[A-Za-z0-9_.+-]+")
"""feedparser looks for mail addresses in time that grows with the square of such a run; no word is that long."""
MAX_NAME_LETTERS = 200
"""A longer author is no name, and its letters are not worth looking at."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def is_feed(start: bytes) -> bool:
    """Do the first bytes of a file begin a feed?"""
    return _ROOT.match(start, root_of(start)) is not None


def read_feed(data: bytes, name: str, stem: str, intake: Intake) -> Iterator[Report | SkipReport]:
    """The entries of a feed, in its order; a SkipReport stands where one holds no words, or the gate drops it.

    A report's text is the entry's title and the fullest text that it carries; its id is the feed's name and a hash of
    the entry's own id or address, so that it stays the same from fetch to fetch.
    """
    import feedparser

    try:
        feed = feedparser.parse(io.BytesIO(_RUN.sub(rb"\1", data)), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever a feed does to a library must cost no more than this feed
        yield UnreadableInput(f"{name} is no feed: {error}", hint="Save the feed again.", report_id=stem)
        return
    if not feed.entries:
        what = feed.get("bozo_exception") or "it has no entries"
        yield UnreadableInput(f"{name} holds no report: {what}", hint="Save the feed again.", report_id=stem)
        return
    outlet = _plain(feed.feed.get("title", "")) or None
    ids = OwnIds()
    for number, entry in enumerate(feed.entries, 1):
        where = f"{name}, entry {number}"
        own = str(entry.get("id") or entry.get("link") or entry.get("title") or number)
        report_id = f"{stem}-{hashlib.sha256(own.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
        try:
            report = _entry(entry, where, ids.of(report_id), outlet)
            reason = None if intake.every_page else why_dropped(report.text)
            if reason:
                raise PassedOver(f"{where}: {report.url}: {reason}", report_id=report_id)
            yield checked(report, where)
        except SkipReport as error:
            yield named(error, report_id)


def _entry(entry: Any, where: str, report_id: str, outlet: str | None) -> Report:
    title = _plain(str(entry.get("title", "")))
    texts = [str(part.get("value", "")) for part in entry.get("content", [])] + [str(entry.get("summary", ""))]
    lines = max((_lines_of(text, where) for text in texts), key=lambda lines: sum(map(len, lines)))
    if title and lines and lines[0] == title:
        lines = lines[1:]
    text = "\n".join(([title] if title else []) + lines)
    if not _WORD.search(text):
        raise EmptyReport(f"{where} holds no words", hint="The feed carries links only: fetch the pages they name.")
    stated = read_instant(str(entry.get("published", "")))
    published = stated[0] if stated else None
    link = str(entry.get("link", "")) or None
    raw = "\n".join([title, *texts]).encode("utf-8", "surrogatepass")
    return Report(
        report_id,
        text,
        title=title or None,
        url=link,
        outlet=_plain(str(entry.get("source", {}).get("title", ""))) or outlet,
        published=published,
        byline=_author(str(entry.get("author", ""))),
        date_source="feed" if published else None,
        origin=Origin.of(where, raw, "text/html"),
    )


def _author(name: str) -> str | None:
    """The author's name; none for an address or a single word ("admin")."""
    if len(name) > MAX_NAME_LETTERS:
        return None
    name = _plain(" ".join(part for part in name.split() if "@" not in part)).strip("() ")
    return name if len(name.split()) > 1 and "://" not in name else None


def _plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]{0,500}>", " ", text)).split())


def _lines_of(text: str, where: str) -> list[str]:
    """The lines of an entry's text, which is HTML more often than not."""
    if "<" not in text:
        return [line for line in (" ".join(line.split()) for line in html.unescape(text).splitlines()) if line]
    try:
        parsed = parse_page(RawPage(where, text.encode("utf-8", "replace"), charset="utf-8"))
    except SkipReport:
        return []
    return [line.words for line in read_lines(parsed.root)]
