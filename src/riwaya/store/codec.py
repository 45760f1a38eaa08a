"""Readings as bytes and back: compact, without loss, and readable by later versions.

A record becomes an object of its fields, without those that have their default value; a span becomes two numbers,
since the text that holds its words is kept beside it; a day becomes its ISO form. Fields that a later version adds
are absent in old bytes and get their default; fields that it no longer has are passed over. A field whose meaning
changes needs a new name.
"""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from riwaya.model import Document, Origin, Reading, Report
from riwaya.text.spans import Span

CODEC = "zlib"
LEVEL = 6
"""Of zlib: level 9 takes twice as long for one part in a hundred less."""
_NOT_KEPT = frozenset({(Document, "report"), (Origin, "raw"), (Report, "text"), (Span, "exact")})
"""What stands elsewhere in the case: the report, its text and its bytes, and therefore the words of every span."""


def pack(data: bytes) -> bytes:
    """The bytes, compressed."""
    return zlib.compress(data, LEVEL)


def unpack(data: bytes) -> bytes:
    """The bytes that were packed."""
    return zlib.decompress(data)


def text_bytes(text: str) -> bytes:
    """A text as the bytes whose hash is `Report.text_sha256`."""
    return text.encode("utf-8", "surrogatepass")


def text_of(data: bytes) -> str:
    """The text that the bytes of `text_bytes` stand for."""
    return data.decode("utf-8", "surrogatepass")


def pack_reading(reading: Reading) -> bytes:
    """The reading without its report."""
    return pack(json.dumps(_plain(reading), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def unpack_reading(data: bytes, report: Report) -> Reading:
    """The reading of a report. Errors: ValueError when a span does not lie in the report's text."""
    reading: Reading = _decoder(Reading)(json.loads(text_of(unpack(data))), report)
    return reading


def plain_report(report: Report) -> str:
    """What was given with a report's text, as JSON. A NUL would be lost in PostgreSQL; JSON escapes it."""
    return json.dumps(_plain(report), ensure_ascii=False, separators=(",", ":"))


def report_of(given: str, text: str) -> Report:
    """The report that was handed in."""
    bare = Report("", text)
    report: Report = _record_decoder(Report)({**json.loads(given), "text": text}, bare)
    return report


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        kind = type(value)
        return {
            field.name: _plain(content)
            for field in fields(value)
            if (kind, field.name) not in _NOT_KEPT and (content := getattr(value, field.name)) != field.default
        }
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


Decode = Callable[[Any, Report], Any]


@cache
def _decoder(kind: Any) -> Decode:
    """How a value of this type is made from its plain form; `report` gives spans their words."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _decoder(next(arg for arg in get_args(kind) if arg is not type(None)))
        return lambda value, report: None if value is None else inner(value, report)
    if origin is tuple:
        inner = _decoder(get_args(kind)[0])
        return lambda value, report: tuple([inner(part, report) for part in value])
    if kind is Span:
        return lambda value, report: Span.of(report.text, *value)
    if kind is Report:
        return lambda _, report: report
    if kind in (date, datetime):
        return lambda value, _: kind.fromisoformat(value)
    if kind is bytes:
        return lambda _value, _report: b""
    if is_dataclass(kind):
        return _record_decoder(kind)
    return lambda value, _: value


def _record_decoder(kind: Any) -> Decode:
    hints = get_type_hints(kind)
    known = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    required = frozenset(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)

    def decode(value: Any, report: Report) -> Any:
        given = {name: known[name](content, report) for name, content in value.items() if name in known}
        for name in required - given.keys():  # the report, or bytes: they are not kept with what names them
            given[name] = known[name](None, report)
        return kind(**given)

    return decode
