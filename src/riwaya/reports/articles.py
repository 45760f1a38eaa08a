"""Tables of articles: JSON lines and CSV, one article a row, its fields told by their names.

A line of `.jsonl` is one report: `{"id", "text" | "html", "title", "url", "outlet", "published", "author"}`, all but
the text optional. A given id is kept; a row without one is called `<stem>:<line>`. The columns of a `.csv` or `.tsv`
are guessed from their headings, and what was guessed is said in the first report's note.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain, islice

from riwaya.errors import SkipReport, UnreadableInput
from riwaya.model import Origin, Report
from riwaya.reports.decoding import arabic_codec, decode
from riwaya.reports.intake import MAX_BYTES, SHORTER, OwnIds, checked, named
from riwaya.reports.pages import RawPage, parse_page, read_page
from riwaya.text.full_dates import find_date
from riwaya.text.normalize import fold_key, fold_letters

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T ])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNDER_TEXT = 'Put the report\'s words under "text".'
_SLASHED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")

# headings as spreadsheets, data sets and content systems have them, likeliest first
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "report_id", "article_id", "guid", "الرقم", "رقم الخبر", "المعرف"),
    "text": ("text", "body", "content", "article", "article_text", "full_text", "fulltext", "maintext", "story",
             "النص", "نص الخبر", "نص", "المتن", "المحتوى", "الخبر", "نص المقال"),
    "html": ("html", "raw_html", "page"),
    "title": ("title", "headline", "العنوان", "عنوان", "عنوان الخبر"),
    "url": ("url", "link", "article_url", "source_url", "href", "الرابط", "رابط", "رابط الخبر"),
    "outlet": ("outlet", "publisher", "media", "site", "source", "source_name", "domain", "newspaper",
               "الوسيلة", "الصحيفة", "الموقع", "المصدر", "الجريدة"),
    "published": ("published", "published_at", "publish_date", "publication_date", "date_published", "pubdate", "date",
                  "datetime", "تاريخ النشر", "التاريخ", "تاريخ"),
    "author": ("author", "byline", "authors", "writer", "الكاتب", "بقلم", "كاتب"),
}  # fmt: skip
SAMPLE_ROWS = 200
"""Rows looked at before the first is read: enough to see which column holds texts and how days are written."""
MIN_TEXT_LETTERS = 80
"""Mean letters from which a column without a known heading is taken for the texts: longer than headlines are."""


def read_json_lines(chunks: Iterable[bytes], name: str, stem: str) -> Iterator[Report | SkipReport]:
    """The reports of JSON lines; a SkipReport stands where a line cannot be read (UnreadableInput, EmptyReport)."""
    ids = OwnIds()
    for number, line in enumerate(bounded_lines(chunks), 1):
        if line is not None and not line.strip():
            continue
        where = f"{name}:{number}"
        default = f"{stem}:{number}"
        try:
            if line is None:
                raise UnreadableInput(f"{where}: the line is longer than {MAX_BYTES:,} bytes", hint=SHORTER)
            report = _read_line(line, where, default)
        except SkipReport as error:
            yield named(error, default)
            continue
        yield replace(report, id=ids.of(report.id))


def bounded_lines(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
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
    report = _report_of(fields, where, default, [note] if note else [])
    if report.origin:
        return report
    return replace(report, origin=Origin.of(where, line, "application/json"))


def _report_of(fields: Mapping[str, object], where: str, default: str, notes: list[str]) -> Report:
    given = fields.get("id")
    report_id = str(given) if isinstance(given, str | int) and not isinstance(given, bool) and given != "" else default
    report_id = _SURROGATE.sub("\ufffd", report_id)
    body, is_html = _text_of(fields, where, report_id)
    body, replaced = _SURROGATE.subn("\ufffd", body)
    if replaced:
        notes.append(f"{replaced} broken characters (lone surrogates) replaced")
    title, url, outlet, author = (_string(fields, field, notes) for field in ("title", "url", "outlet", "author"))
    published = _day(fields, notes)
    if is_html:
        page = RawPage(where, body.encode(), url, "utf-8", None, "text/html", outlet, title, published)
        try:
            report = read_page(parse_page(page), report_id)
        except SkipReport as error:
            raise named(error, report_id) from None
        notes += [report.note] if report.note else []
        return checked(replace(report, note="; ".join(notes) or None), where)
    report = Report(report_id, body, title, url, outlet, published, "; ".join(notes) or None, author)
    return checked(report, where)


def _kind(value: object) -> str:
    return {list: "a list", str: "a string", bool: "true or false", type(None): "null"}.get(type(value), "a number")


def _text_of(fields: Mapping[str, object], where: str, report_id: str) -> tuple[str, bool]:
    """The article's words, and whether they are HTML."""
    text, html = fields.get("text"), fields.get("html")
    if isinstance(text, str) and (text.strip() or not isinstance(html, str)):
        return text, False
    if text is not None and not isinstance(text, str):
        raise UnreadableInput(f'{where}: "text" is {_kind(text)}, not a string', hint=_UNDER_TEXT, report_id=report_id)
    if isinstance(html, str) and html.strip():
        return html, True
    if html is not None and not isinstance(html, str):
        raise UnreadableInput(f'{where}: "html" is {_kind(html)}, not a string', hint=_UNDER_TEXT, report_id=report_id)
    raise UnreadableInput(f'{where}: the line has no "text"', hint=_UNDER_TEXT, report_id=report_id)


def _string(fields: Mapping[str, object], field: str, notes: list[str]) -> str | None:
    value = fields.get(field)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        notes.append(f"{field} ignored: {_kind(value)}, not a string")
        return None
    return _SURROGATE.sub("\ufffd", value)


def _day(fields: Mapping[str, object], notes: list[str]) -> date | None:
    """The day of `published`, as written there: `2018-04-06` or a time that begins so. Anything else is noted."""
    value = fields.get("published")
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    match = _DAY.match(value.strip()) if isinstance(value, str) else None
    try:
        if match:
            return date.fromisoformat(match.group())
    except ValueError:
        pass
    notes.append(f"published ignored: {str(value)[:40]!r} is not a day written like 2018-04-06")
    return None


def read_table(chunks: Iterable[bytes], name: str, stem: str, *, tabs: bool) -> Iterator[Report | SkipReport]:
    """The reports of a CSV, or with `tabs` of a TSV, its first row the headings; ids are `<stem>:<row>`.

    The separator is the likeliest of comma, semicolon, tab and bar. Errors stand where a row has no text.
    """
    lines, note = _text_lines(chunks, name)
    csv.field_size_limit(MAX_BYTES)
    head = next(lines, "")
    separator = "\t" if tabs else max(",;\t|", key=head.count)
    rows = _rows(csv.reader(chain((head,), lines), delimiter=separator), name)
    headings = next(rows, None)
    if isinstance(headings, SkipReport):
        yield headings
        return
    sample = list(islice(rows, SAMPLE_ROWS))
    columns = guess_columns(headings or [], [row for row in sample if isinstance(row, list)])
    if not {"text", "html"} & set(columns):
        hint = 'Name a column "text", or give JSON lines: {"id": …, "text": …}'
        yield UnreadableInput(f"{name}: no column seems to hold texts: {headings}", hint=hint, report_id=stem)
        return
    month_first = _is_month_first(sample, columns.get("published"))
    shown = ", ".join(f"{field}={headings[at]!r}" for field, at in columns.items()) if headings else ""
    notes = [f"columns read as {shown}"] + ([note] if note else [])
    ids = OwnIds()
    for number, row in enumerate(chain(sample, rows), 2):
        if isinstance(row, SkipReport):
            yield named(row, f"{stem}:{number}")
            return
        if not any(cell.strip() for cell in row):
            continue
        fields: dict[str, object] = {field: row[at] for field, at in columns.items() if at < len(row) and row[at]}
        if day := _cell_day(str(fields.get("published", "")), month_first=month_first):
            fields["published"] = day
        try:
            report = _report_of(fields, f"{name}, row {number}", f"{stem}:{number}", notes)
        except SkipReport as error:
            yield named(error, f"{stem}:{number}")
            continue
        raw = separator.join(row).encode("utf-8", "surrogatepass")
        origin = report.origin or Origin.of(f"{name}, row {number}", raw, "text/csv")
        notes = []
        yield replace(report, id=ids.of(report.id), origin=origin)


def _text_lines(chunks: Iterable[bytes], name: str) -> tuple[Iterator[str], str | None]:
    """The lines of a table with their ends: UTF-8, or Windows-1256 where its beginning is Arabic in that."""
    stream = iter(chunks)
    start = next(stream, b"")
    codec, note = arabic_codec(start, name)
    decoder = codecs.getincrementaldecoder(codec)("replace")

    def lines() -> Iterator[str]:
        held = ""
        for chunk in chain((start,), stream):
            held += decoder.decode(chunk)
            *ended, held = held.split("\n")
            yield from (line + "\n" for line in ended)
        yield held + decoder.decode(b"", final=True)

    return lines(), note


def _rows(reader: Iterator[list[str]], name: str) -> Iterator[list[str] | SkipReport]:
    try:
        yield from reader
    except csv.Error as error:
        yield UnreadableInput(f"{name}: the table breaks off: {error}", hint="Look for a quotation mark left open.")


def guess_columns(headings: list[str], rows: list[list[str]]) -> dict[str, int]:
    """Which column is which field: by its heading; the texts, failing that, by being the longest in Arabic."""
    keys = [fold_key(" ".join(heading.replace("_", " ").split())).lower().lstrip("\ufeff") for heading in headings]
    found: dict[str, int] = {}
    for field, names in COLUMNS.items():
        for known in (fold_key(name.replace("_", " ")).lower() for name in names):
            if known in keys and keys.index(known) not in found.values():
                found[field] = keys.index(known)
                break
    if not {"text", "html"} & set(found) and rows:
        free = [n for n in range(len(headings)) if n not in found.values()]
        mean = {n: sum(len(_LETTER.findall(row[n])) for row in rows if n < len(row)) / len(rows) for n in free}
        best = max(free, key=lambda n: mean[n], default=None)
        if best is not None and mean[best] >= MIN_TEXT_LETTERS:
            found["text"] = best
    return found


def _is_month_first(rows: list[list[str] | SkipReport], column: int | None) -> bool:
    """Do the days of a column show, by one whose second number is over 12, that the month stands first?"""
    cells = [row[column] for row in rows if column is not None and isinstance(row, list) and column < len(row)]
    numbers = [(int(match[1]), int(match[2])) for match in map(_SLASHED.match, cells) if match]
    return any(second > 12 for _, second in numbers) and all(first <= 12 for first, _ in numbers)


def _cell_day(cell: str, *, month_first: bool) -> date | None:
    match = _SLASHED.match(cell)
    if match:
        day, month = (match[2], match[1]) if month_first else (match[1], match[2])
        try:
            return date(int(match[3]), int(month), int(day))
        except ValueError:
            return None
    return find_date(fold_letters(fold_key(cell)).lower())
