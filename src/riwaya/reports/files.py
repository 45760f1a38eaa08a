"""Reading reports from text files, JSON lines and standard input; what cannot be read is yielded as an error.

A `.txt` file is one report, its id the file's stem. A line of `.jsonl` is one report:
`{"id", "text" | "html", "title", "url", "outlet", "published"}`, all but the text optional. A given id is kept; a line
without one is called `<stem>:<line>`. An id that comes again gets `#2`, `#3` …, so that no two reports of one input
share an id and none is lost.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from riwaya.config import MAX_REPORT_CHARACTERS
from riwaya.errors import EmptyReport, MissingInput, SkipReport, UnreadableInput
from riwaya.model import Report
from riwaya.reports.decoding import decode, without_mark

MAX_BYTES = 4 * MAX_REPORT_CHARACTERS.most
"""Longest line or file that is held in memory: UTF-8 needs up to four bytes a character."""
CHUNK = 1 << 16

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T ])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNDER_TEXT = 'Put the report\'s words under "text".'
_SHORTER = f"Split it; {MAX_REPORT_CHARACTERS.variable} says how long one report may be."


def read_reports(path: str | Path, *, stdin: BinaryIO | None = None) -> Iterator[Report | SkipReport]:
    """The reports of a file, or of standard input for "-", in order; a SkipReport stands where one cannot be read.

    Of other files than `.txt` and `.jsonl`, and of standard input, the first character that is not blank decides: `{`
    begins JSON lines. `stdin` replaces the process's own. Texts come out unchanged, but without a byte order mark.
    Errors: MissingInput when the file does not exist or may not be read.
    """
    if str(path) == "-":
        return _read(stdin or sys.stdin.buffer, "standard input", "stdin", "")
    path = Path(path)
    if path.is_dir():
        raise MissingInput(f"{path} is a directory", hint="Name the files in it: riwaya extract directory/*.txt")
    if not path.exists():
        raise MissingInput(f"{path} does not exist", hint="Check the name; relative names count from where you are.")
    if not os.access(path, os.R_OK):
        raise MissingInput(f"{path} may not be read", hint="Ask for the right to read the file.")
    return _read_file(path)


def _read_file(path: Path) -> Iterator[Report | SkipReport]:
    try:
        with path.open("rb") as source:
            yield from _read(source, str(path), path.stem, path.suffix.lower())
    except OSError as error:
        raise MissingInput(f"{path} could not be read to its end: {error.strerror}", hint="Read it again.") from error


def _read(source: BinaryIO, name: str, stem: str, suffix: str) -> Iterator[Report | SkipReport]:
    if suffix in (".html", ".htm"):
        yield UnreadableInput(
            f"{name}: HTML is not read in this version", hint="Copy the page's text into a .txt file.", report_id=stem
        )
        return
    try:
        start, rest = _first_character(without_mark(iter(lambda: source.read(CHUNK), b""), name))
        if suffix == ".jsonl" or (suffix != ".txt" and start.lstrip()[:1] == b"{"):
            yield from _read_lines(chain((start,), rest), name, stem)
        elif suffix == ".json":
            raise UnreadableInput(f"{name} is not JSON lines", hint='Write one object a line: {"id": …, "text": …}')
        else:
            yield _read_text(chain((start,), rest), name, stem)
    except SkipReport as error:
        error.report_id = error.report_id or stem
        yield error


def _first_character(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The chunks up to the first one that is not blank, and the others."""
    start = b""
    for chunk in chunks:
        start += chunk
        if chunk.strip() or len(start) > MAX_BYTES:
            break
    return start, chunks


def _read_text(chunks: Iterable[bytes], name: str, stem: str) -> Report:
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > MAX_BYTES:
            raise UnreadableInput(f"{name} is longer than {MAX_BYTES:,} bytes", hint=_SHORTER)
    text, note = decode(bytes(data), name)
    return _checked(Report(stem, text, note=note), name)


def _checked(report: Report, name: str) -> Report:
    if len(report.text) > MAX_REPORT_CHARACTERS.value():
        raise UnreadableInput(
            f"{name}: the text has {len(report.text):,} characters", hint=_SHORTER, report_id=report.id
        )
    if not report.text.strip():
        raise EmptyReport(f"{name} holds no words", hint="Check that the text was saved.", report_id=report.id)
    return report


def _read_lines(chunks: Iterable[bytes], name: str, stem: str) -> Iterator[Report | SkipReport]:
    seen: set[str] = set()
    for number, line in enumerate(_bounded_lines(chunks), 1):
        if line is not None and not line.strip():
            continue
        where = f"{name}:{number}"
        default = f"{stem}:{number}"
        try:
            if line is None:
                raise UnreadableInput(f"{where}: the line is longer than {MAX_BYTES:,} bytes", hint=_SHORTER)
            report = _read_line(line, where, default)
        except SkipReport as error:
            error.report_id = error.report_id or default
            yield error
            continue
        yield _with_own_id(report, seen)


def _bounded_lines(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """The lines without their ends; None for a line longer than MAX_BYTES, of which no more than that is ever held."""
    held = bytearray()
    too_long = False
    for chunk in chunks:
        *ended, last = chunk.split(b"\n")
        for part in ended:
            yield None if too_long or len(held) + len(part) > MAX_BYTES else bytes(held + part)
            held, too_long = bytearray(), False
        too_long = too_long or len(held) + len(last) > MAX_BYTES
        if too_long:
            held = bytearray()
        else:
            held += last
    if too_long or held:
        yield None if too_long else bytes(held)


def _read_line(line: bytes, where: str, default: str) -> Report:
    text, note = decode(line, where)
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        what = str(error) if isinstance(error, ValueError) else "nested too deeply"
        raise UnreadableInput(
            f"{where}: the line is not JSON: {what}", hint='Write one object a line: {"id": …, "text": …}'
        ) from error
    if not isinstance(fields, dict):
        raise UnreadableInput(
            f"{where}: the line is {_kind(fields)}, not an object", hint='Write {"id": …, "text": …} on each line.'
        )
    given = fields.get("id")
    report_id = str(given) if isinstance(given, str | int) and not isinstance(given, bool) and given != "" else default
    notes = [note] if note else []
    body = _text_of(fields, where, report_id)
    body, replaced = _SURROGATE.subn("\ufffd", body)
    if replaced:
        notes.append(f"{replaced} broken characters (lone surrogates) replaced")
    title, url, outlet = (_string(fields, field, notes) for field in ("title", "url", "outlet"))
    published = _day(fields, notes)
    report_id = _SURROGATE.sub("\ufffd", report_id)
    return _checked(Report(report_id, body, title, url, outlet, published, "; ".join(notes) or None), where)


def _kind(value: object) -> str:
    return {list: "a list", str: "a string", bool: "true or false", type(None): "null"}.get(type(value), "a number")


def _text_of(fields: dict[str, object], where: str, report_id: str) -> str:
    text = fields.get("text")
    if isinstance(text, str):
        return text
    if text is not None:
        raise UnreadableInput(f'{where}: "text" is {_kind(text)}, not a string', hint=_UNDER_TEXT, report_id=report_id)
    if fields.get("html"):
        raise UnreadableInput(
            f'{where}: the line has "html" only, and HTML is not read in this version',
            hint=_UNDER_TEXT,
            report_id=report_id,
        )
    raise UnreadableInput(f'{where}: the line has no "text"', hint=_UNDER_TEXT, report_id=report_id)


def _string(fields: dict[str, object], field: str, notes: list[str]) -> str | None:
    value = fields.get(field)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        notes.append(f"{field} ignored: {_kind(value)}, not a string")
        return None
    return _SURROGATE.sub("\ufffd", value)


def _day(fields: dict[str, object], notes: list[str]) -> date | None:
    """The day of `published`, as written there: `2018-04-06` or a time that begins so. Anything else is noted."""
    value = fields.get("published")
    if value is None or value == "":
        return None
    match = _DAY.match(value.strip()) if isinstance(value, str) else None
    try:
        if match:
            return date.fromisoformat(match.group())
    except ValueError:
        pass
    notes.append(f"published ignored: {str(value)[:40]!r} is not a day written like 2018-04-06")
    return None


def _with_own_id(report: Report, seen: set[str]) -> Report:
    own, count = report.id, 1
    while own in seen:
        count += 1
        own = f"{report.id}#{count}"
    seen.add(own)
    return replace(report, id=own)
