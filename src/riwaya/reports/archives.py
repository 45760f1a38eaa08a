"""Web archives (WARC, packed with gzip or zstd or not): one page a record, whatever is broken named and passed.

A record that cannot be parsed ends fastwarc's reading of a file. Here reading goes on at the next record that begins
as one should, so that a broken record costs only itself. Nothing of a record is kept but the page under reading.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from riwaya.errors import EmptyReport, PassedOver, SkipReport, UnreadableInput
from riwaya.model import Report
from riwaya.reports.gate import why_dropped
from riwaya.reports.intake import Intake, OwnIds, checked, named
from riwaya.reports.page_lines import own_text
from riwaya.reports.pages import MAX_PAGE_BYTES, PAGE_TYPES, RawPage, parse_page, read_page
from riwaya.text.addresses import host_of

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_STARTS = {
    "gzip": re.compile(rb"\x1f\x8b\x08"),
    "zstd": re.compile(rb"\x28\xb5\x2f\xfd"),
    "plain": re.compile(rb"WARC/1\.[01]\r?\n"),
}
_NESTED = re.compile(rb"\nWARC/1\.[01]\r?\nWARC-(?:Type|Record-ID|Date|Target-URI):", re.IGNORECASE)
_WINDOW = 1 << 20
MAX_BREAKS = 1_000
"""Breaks after which an archive is given up: it is no archive."""
_AGAIN = "Fetch the page again, or leave it out."


def packing_of(start: bytes) -> str | None:
    """How an archive is packed, by its first bytes: `gzip`, `zstd` or `plain`; None where it is no archive.

    Of a packed file only the first record is looked at.
    """
    if _STARTS["plain"].match(start):
        return "plain"
    if start.startswith(b"\x1f\x8b\x08"):
        return "gzip" if _unpacked(start).startswith(b"WARC/1.") else None
    return "zstd" if start.startswith((b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")) else None


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, 16)
    except zlib.error:
        return b""


def read_warc(source: BinaryIO, name: str, stem: str, intake: Intake) -> Iterator[Report | SkipReport]:
    """The pages of an archive. A SkipReport stands for each that is broken (UnreadableInput, EmptyReport) or left out
    on purpose (PassedOver): no page, a redirect, or dropped by the gate.

    A report's id is its host and a hash of its address and bytes: the same page has the same id in every run, and a
    page that changed has another. `source` must be seekable for reading to go on behind a break.
    """
    ids = OwnIds()
    seen: set[str] = set()
    met = False
    for record in _records(source, name, stem):
        met = True
        if isinstance(record, SkipReport):
            yield record
            continue
        page, where = record
        report_id = id_of(page)
        if report_id in intake.done:
            continue
        try:
            if report_id in seen:
                raise PassedOver(f"{where}: the page stands in the archive already, byte for byte", report_id=report_id)
            seen.add(report_id)
            parsed = parse_page(page)
            words = "" if intake.every_page else own_text(parsed.root)
            reason = why_dropped(words) if words.strip() else None
            if reason:
                raise PassedOver(f"{where}: {page.url}: {reason}", report_id=report_id)
            yield checked(read_page(parsed, ids.of(report_id)), where)
        except SkipReport as error:
            yield named(error, report_id)
    if not met and not _is_empty(source):
        yield UnreadableInput(f"{name} holds no page", hint="Is it a web archive (WARC)?", report_id=stem)


def _is_empty(source: BinaryIO) -> bool:
    source.seek(0)
    return not source.read(1)


def id_of(page: RawPage) -> str:
    """The name of a page fetched at some time: its host, and a hash of its address and its bytes."""
    digest = hashlib.sha256((page.url or page.where).encode("utf-8", "surrogatepass") + b"\n" + page.raw).hexdigest()
    return f"{site_of(page.url)}-{digest[:12]}"


def site_of(address: str | None) -> str:
    """What ids of pages from an address begin with: its host."""
    return (host_of(address) or "page").removeprefix("www.")


def _records(source: BinaryIO, name: str, stem: str) -> Iterator[tuple[RawPage, str] | SkipReport]:
    """Pages and errors in the order of the file. One error stands for each break, told of the record that is broken.

    A packed record whose end is broken shows it only when the next is asked for: each page waits until then.
    """
    packing, at, breaks = _packing(source), 0, 0
    told: SkipReport | None = None  # of the last break; whether it names the broken record, the next attempt shows
    while True:
        last, any_read, intact = at, False, False
        waiting: tuple[RawPage, str] | SkipReport | None = None
        try:
            for record, last in _iterate(source, at):
                yield from filter(None, (told, waiting))
                told, any_read, waiting = None, True, None
                where = f"{name}@{last}"
                found = _page_of(record, where)
                intact = not isinstance(found, UnreadableInput | EmptyReport)
                waiting = (found, where) if isinstance(found, RawPage) else found and named(found, stem)
            yield from filter(None, (told, waiting))
            return
        except _Overrun as overrun:
            yield named(overrun.error, stem)
        except (OSError, ValueError, RuntimeError, EOFError) as error:
            broken = UnreadableInput(
                f"{name}: the archive breaks behind byte {last:,}: {error}",
                hint="Reading goes on at the next whole record.",
                report_id=stem,
            )
            if waiting and intact and packing == "gzip" and not _is_whole(source, last):
                yield broken
            elif waiting:
                yield waiting
                # a break right behind a record that was told of already belongs to it
                told = broken if intact else None
            else:
                told = broken if intact or not any_read else None
        breaks += 1
        following = _next_record(source, last, packing) if breaks <= MAX_BREAKS else None
        if told and (following is None or not any_read):
            yield told
            told = None
        if following is None:
            return
        at = following


def _packing(source: BinaryIO) -> str:
    """How the archive is packed; of standard input, which cannot go back, it does not matter."""
    try:
        start = source.read(_WINDOW)
        source.seek(0)
    except OSError:
        return "plain"
    return packing_of(start) or "plain"


def _iterate(source: BinaryIO, at: int) -> Iterator[tuple[WarcRecord, int]]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    if at:
        source.seek(at)
    kinds = WarcRecordType.response | WarcRecordType.resource
    for record in ArchiveIterator(source, record_types=kinds, parse_http=True, auto_decode="none"):
        yield record, record.stream_pos


class _Overrun(Exception):
    """A record's stated length reaches into the next record."""

    def __init__(self, error: SkipReport) -> None:
        super().__init__(str(error))
        self.error = error


def _page_of(record: WarcRecord, where: str) -> RawPage | SkipReport | None:
    """The page in a record; why it is none; None for a record of another kind (robots.txt, pictures)."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    http = record.http_headers
    if record.headers.get("WARC-Type") == "response" and (http is None or http.status_code is None):
        return UnreadableInput(f"{where}: {url}: the record holds no answer of a server", hint=_AGAIN)
    media = (record.http_content_type if http else record.headers.get("Content-Type", "")) or ""
    status = (http.status_code if http else None) or 200
    if 300 <= status < 400:
        return PassedOver(f"{where}: {url}: a redirect to {_header(record, 'Location')[:200] or 'nowhere'}")
    if status >= 400:
        return PassedOver(f"{where}: {url}: the server answered {status}")
    if media and not media.lower().startswith(PAGE_TYPES):
        return PassedOver(f"{where}: {url}: {media[:60]}, no page")
    if record.content_length > MAX_PAGE_BYTES:
        return UnreadableInput(
            f"{where}: {url}: the record has {record.content_length:,} bytes",
            hint="Pages over 10 MB are data files, not reports.",
        )
    whole = record.content_length
    raw = record.reader.read(MAX_PAGE_BYTES + 1)
    if nested := _NESTED.search(raw):
        what = f"the record's stated length is wrong: the next record begins at its byte {nested.start()}"
        raise _Overrun(UnreadableInput(f"{where}: {url}: {what}", hint=_AGAIN))
    stated = _header(record, "Content-Length")
    plain = not _header(record, "Content-Encoding") and not _header(record, "Transfer-Encoding")
    if plain and stated.isdecimal() and not record.headers.get("WARC-Truncated"):
        whole = max(whole, int(stated[:12]))
    if len(raw) < whole:
        return UnreadableInput(f"{where}: {url}: the page is cut: {len(raw):,} of {whole:,} bytes", hint=_AGAIN)
    encodings = [part.strip().lower() for part in _header(record, "Content-Encoding").split(",")]
    for encoding in reversed([each for each in encodings if each not in ("", "identity")]):
        raw = _decoded(raw, encoding)
    if not raw.strip():
        return EmptyReport(f"{where}: {url}: the page is empty", hint=_AGAIN)
    return RawPage(where, raw, url, record.http_charset, record.record_date, "text/html")


def _header(record: WarcRecord, name: str) -> str:
    """A header of the server's answer; "" where it has none."""
    http = record.http_headers
    return ((http.get(name) if http else None) or "").strip()


def _decoded(raw: bytes, encoding: str) -> bytes:
    """A body as the browser sees it, no longer than a page may be; itself where it is not packed as declared."""
    if encoding in ("gzip", "x-gzip", "deflate"):
        for wbits in (47, -15):
            try:
                return zlib.decompressobj(wbits=wbits).decompress(raw, MAX_PAGE_BYTES + 1)
            except zlib.error:
                continue
        return raw  # crawlers store the body unpacked and keep the header
    if encoding == "br":
        from fastwarc.stream_io import BrotliReader

        try:
            return BrotliReader(io.BytesIO(raw)).read(MAX_PAGE_BYTES + 1)
        except OSError:
            return raw
    return raw


def _next_record(source: BinaryIO, behind: int, packing: str) -> int | None:
    """Where the next record begins behind a byte; None at the end of the file, or where it cannot be searched."""
    pattern = _STARTS[packing]
    at = behind + 1
    try:
        while True:
            source.seek(at)
            window = source.read(_WINDOW)
            for match in pattern.finditer(window):
                candidate = at + match.start()
                if packing != "gzip" or _begins_record(source, candidate):
                    return candidate
            if len(window) < _WINDOW:
                return None
            at += _WINDOW - 16  # a start may lie across the cut
    except OSError:
        return None


def _is_whole(source: BinaryIO, at: int) -> bool:
    """Does the packed record at a byte unpack to its end, where its sum of the bytes stands?"""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        source.seek(at)
        while not unpacker.eof and (data := source.read(_WINDOW)):
            unpacker.decompress(data, _WINDOW)
            while unpacker.unconsumed_tail and not unpacker.eof:
                unpacker.decompress(unpacker.unconsumed_tail, _WINDOW)
    except (zlib.error, OSError):
        return False
    return unpacker.eof


def _begins_record(source: BinaryIO, at: int) -> bool:
    source.seek(at)
    return _unpacked(source.read(1024)).startswith(b"WARC/1.")
