"""Reading reports from files, folders, addresses and standard input; what cannot be read is yielded as an error.

A `.txt` file is one report, its id the file's stem; so is a saved page (`.html`, `.mhtml`). Tables of articles are
read by `articles`, web archives by `archives`, feeds by `feeds`; addresses are fetched (`fetch`). An id that comes
again gets `#2`, `#3` …, so that no two reports of one input share an id and none is lost.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from riwaya.errors import MissingInput, SkipReport, UnreadableInput
from riwaya.model import Origin, Report
from riwaya.reports.archives import id_of, packing_of, read_warc, site_of
from riwaya.reports.articles import read_json_lines, read_table
from riwaya.reports.decoding import decode, root_of, without_mark
from riwaya.reports.feeds import is_feed, read_feed
from riwaya.reports.fetch import Fetcher, is_address
from riwaya.reports.intake import CHUNK, MAX_BYTES, SHORTER, Intake, Metered, OwnIds, checked, named
from riwaya.reports.pages import PAGE_TYPES, RawPage, parse_page, read_page
from riwaya.reports.saved import unpack_mhtml

_KIND_OF = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".shtml": "page",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".warc": "warc",
}
_IN_FOLDERS = frozenset(_KIND_OF)
_PAGE_ROOT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MHTML_START = re.compile(rb"(?:From: <?Saved by|MIME-Version:|Snapshot-Content-Location:)", re.IGNORECASE)


def read_reports(
    path: str | Path, *, stdin: BinaryIO | None = None, intake: Intake | None = None
) -> Iterator[Report | SkipReport]:
    """The reports of a file, a folder, an address, or standard input for "-", in order; a SkipReport stands where one
    is no report.

    The ending says what a file is; of other endings and standard input, its first characters. Of a folder, all files
    with a known ending are read, in the order of their names. `stdin` replaces the process's own. Texts come out
    unchanged, but without a byte order mark. Errors: MissingInput when the file does not exist or may not be read.
    """
    intake = intake or Intake()
    if str(path) == "-":
        return _read(stdin or sys.stdin.buffer, "standard input", "stdin", "", intake)
    if isinstance(path, str) and is_address(path):
        return _read_address(path, intake)
    path = Path(path)
    if not path.exists():
        raise MissingInput(f"{path} does not exist", hint="Check the name; relative names count from where you are.")
    if not os.access(path, os.R_OK):
        raise MissingInput(f"{path} may not be read", hint="Ask for the right to read the file.")
    if path.is_dir():
        files = files_in(path)
        if not files:
            raise MissingInput(f"{path} holds no file of a kind that riwaya reads", hint="See `riwaya extract --help`.")
        return _read_folder(path, files, intake)
    return _read_file(path, path.stem.removesuffix(".warc"), intake)


def files_in(folder: Path) -> list[Path]:
    """The files under a folder that have a known ending, in the order of their names; hidden ones are left out."""
    found = (path for path in folder.rglob("*") if _ending(path)[-1] in _IN_FOLDERS and path.is_file())
    return sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts))


def _read_address(address: str, intake: Intake) -> Iterator[Report | SkipReport]:
    """What an address answers: a page, a feed, plain text or an archive. Its id is its host and a hash."""
    intake.fetcher = intake.fetcher or Fetcher(intake.allow_private)
    stem = site_of(address)
    try:
        found = intake.fetcher.fetch(address)
        stem = site_of(found.url)
        page = RawPage(found.url, found.raw, found.url, found.charset, found.at)
        kind = _kind_of_start(found.raw)
        if kind == "page" or (not kind and found.media_type in PAGE_TYPES):
            yield checked(read_page(parse_page(page), id_of(page)), found.url)
        elif kind == "feed":
            yield from read_feed(found.raw, found.url, stem, intake)
        elif kind == "warc":
            yield from read_warc(io.BytesIO(found.raw), found.url, stem, intake)
        elif found.media_type == "text/plain":
            text, note = decode(found.raw, found.url)
            origin = Origin.of(found.url, found.raw, "text/plain", found.at)
            yield checked(Report(id_of(page), text, url=found.url, note=note, origin=origin), found.url)
        else:
            media = found.media_type or "of unknown kind"
            raise UnreadableInput(f"{found.url} is {media}, no page", hint="Give the address of a page or a feed.")
    except SkipReport as error:
        yield named(error, stem)


def _ending(path: Path) -> list[str]:
    """The file's endings that matter: [".jsonl"], or [".gz", ".jsonl"] for a packed one."""
    suffixes = [suffix.lower() for suffix in path.suffixes] or [""]
    if suffixes[-2:] in ([".warc", ".gz"], [".warc", ".zst"]):
        return [".warc"]  # packed record by record: its reader sees to that
    return [".gz", suffixes[-2]] if suffixes[-1] == ".gz" and len(suffixes) > 1 else suffixes[-1:]


def _read_folder(folder: Path, files: list[Path], intake: Intake) -> Iterator[Report | SkipReport]:
    ids = OwnIds()
    for file in files:
        stem = file.relative_to(folder).with_suffix("").as_posix().removesuffix(".warc")
        for found in _read_file(file, stem, intake):
            yield replace(found, id=ids.of(found.id)) if isinstance(found, Report) else found


def _read_file(path: Path, stem: str, intake: Intake) -> Iterator[Report | SkipReport]:
    *packed, suffix = _ending(path)
    try:
        with path.open("rb") as file:
            source = cast(BinaryIO, Metered(file, intake))
            if packed:
                source, stem = cast(BinaryIO, gzip.GzipFile(fileobj=source)), Path(stem).stem
            yield from _read(source, str(path), stem, suffix, intake)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield UnreadableInput(f"{path} is not whole: {error}", hint="Copy the file again.", report_id=stem)
    except OSError as error:
        raise MissingInput(f"{path} could not be read to its end: {error.strerror}", hint="Read it again.") from error


def _read(source: BinaryIO, name: str, stem: str, suffix: str, intake: Intake) -> Iterator[Report | SkipReport]:
    if suffix == ".warc":
        yield from read_warc(source, name, stem, intake)
        return
    chunks = iter(lambda: source.read(CHUNK), b"")
    try:
        start, rest = _first_character(chunks)
        kind = _KIND_OF.get(suffix) or _kind_of_start(start)
        chunks = chain((start,), rest)
        if kind == "warc":
            with tempfile.TemporaryFile() as kept:  # reading must be able to go back behind a break
                kept.writelines(chunks)
                kept.seek(0)
                yield from read_warc(cast(BinaryIO, kept), name, stem, intake)
            return
        if kind == "feed":
            yield from read_feed(_whole(chunks, name), name, stem, intake)
            return
        if kind in ("page", "mhtml"):
            page = RawPage(name, _whole(chunks, name)) if kind == "page" else unpack_mhtml(_whole(chunks, name), name)
            yield checked(read_page(parse_page(page), stem), name)
            return
        chunks = without_mark(chunks, name)
        if kind in ("csv", "tsv"):
            yield from read_table(chunks, name, stem, tabs=kind == "tsv")
            return
        start, rest = _first_character(chunks)
        chunks = chain((start,), rest)
        lines = start.lstrip()[:1] == b"{"
        if kind == "json" and not lines and suffix == ".json":
            raise UnreadableInput(f"{name} is not JSON lines", hint='Write one object a line: {"id": …, "text": …}')
        if kind == "json" or (kind != "text" and lines):
            yield from read_json_lines(chunks, name, stem)
        else:
            yield _read_text(chunks, name, stem)
    except SkipReport as error:
        yield named(error, stem)


def _kind_of_start(start: bytes) -> str:
    """What the first bytes of a file without a known ending say that it is; "" where they leave it open."""
    head = start[:CHUNK].removeprefix(b"\xef\xbb\xbf")
    if packing_of(head):
        return "warc"
    if _PAGE_ROOT.match(head, root_of(head)):
        return "page"
    if is_feed(head):
        return "feed"
    return "mhtml" if _MHTML_START.match(head.lstrip()) else ""


def _first_character(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The chunks up to the first one that is not blank, and the others."""
    start = b""
    for chunk in chunks:
        start += chunk
        if chunk.strip() or len(start) > MAX_BYTES:
            break
    return start, chunks


def _whole(chunks: Iterable[bytes], name: str) -> bytes:
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > MAX_BYTES:
            raise UnreadableInput(f"{name} is longer than {MAX_BYTES:,} bytes", hint=SHORTER)
    return bytes(data)


def _read_text(chunks: Iterable[bytes], name: str, stem: str) -> Report:
    data = _whole(chunks, name)
    text, note = decode(data, name)
    return checked(Report(stem, text, note=note, origin=Origin.of(name, data)), name)
