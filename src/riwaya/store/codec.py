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
from dataclasses import fields, is_dataclass
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
    reading: Reading = _record_decoder(Reading)(json.loads(text_of(unpack(data))), report)
    return reading


def plain_report(report: Report) -> str:
    """What was given with a report's text, as JSON. A NUL would be lost in PostgreSQL; JSON escapes it."""
    return json.dumps(_plain(report), ensure_ascii=False, separators=(",", ":"))


def report_of(given: str, text: str) -> Report:
    """The report that was handed in."""
    report: Report = _record_decoder(Report)({**json.loads(given), "text": text}, Report("", text))
    return report


def _plain(value: Any) -> Any:
    """The value as JSON has it."""
    kind: Any = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is Span:
        return [value.start, value.end]
    if kind is tuple:
        return [_plain(inner) for inner in value]
    if kind in (date, datetime):
        return value.isoformat()
    return {name: _plain(content) for name, default in _kept(kind) if (content := getattr(value, name)) != default}


_AS_IT_IS = frozenset({str, int, float, bool, type(None)})


@cache
def _kept(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a record that are kept, each with its default."""
    return tuple((field.name, field.default) for field in fields(kind) if (kind, field.name) not in _NOT_KEPT)


Decode = Callable[[Any, Report], Any]


@cache
def _decoder(kind: Any) -> Decode | None:
    """How a value of this type is made from its plain form, None if that is it; the report gives spans their words."""
    if get_origin(kind) in (Union, types.UnionType):
        inner = _decoder(next(arg for arg in get_args(kind) if arg is not type(None)))
        return inner and (lambda value, report: None if value is None else inner(value, report))
    if get_origin(kind) is tuple:
        part = _decoder(get_args(kind)[0])
        if part is None:
            return lambda value, _: tuple(value)
        return lambda value, report: tuple([part(inner, report) for inner in value])
    if kind is Span:
        return lambda value, report: Span.of(report.text, value[0], value[1])
    if kind is Report:
        return lambda _, report: report
    if kind in (date, datetime):
        return lambda value, _: kind.fromisoformat(value)
    if kind is bytes:
        return lambda _value, _report: b""
    record: Any = kind
    return _record_decoder(record) if is_dataclass(kind) else None


@cache
def _record_decoder(kind: Any) -> Decode:
    hints = get_type_hints(kind)
    known = frozenset(hints)
    inner = tuple((field.name, decode) for field in fields(kind) if (decode := _decoder(hints[field.name])))
    # the report, or bytes: they are not kept with what names them
    absent = tuple((name, decode) for name, decode in inner if (kind, name) in _NOT_KEPT)

    def decode_record(value: dict[str, Any], report: Report) -> Any:
        for name, decode in inner:
            if name in value:
                value[name] = decode(value[name], report)
        for name, decode in absent:
            value[name] = decode(None, report)
        if not known.issuperset(value):
            value = {name: content for name, content in value.items() if name in known}
        return kind(**value)

    return decode_record
