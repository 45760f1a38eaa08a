"""Reading annotated reports: what a person, or riwaya, noted about a text, in one shape whichever format it came in.

Two formats are read, one report a line: what `riwaya extract --format jsonl` prints, and the shorter one that is easy
to write by hand (docs/how-we-measure.md). A key that is left out was not annotated, which is not the same as an empty
list: what was not annotated is not measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn, TypeVar

from riwaya.errors import MissingInput, StopRun
from riwaya.lexicons.codes import codes
from riwaya.model import Reading, sha256_of

_Read = TypeVar("_Read")

FACTUALITY = ("actual", "negated", "intended", "background")
KINDS = ("killed", "injured", "missing", "captured", "displaced", "evacuated", "strikes", "other")


class BadAnnotation(StopRun):
    """An annotated report breaks the format, or its words do not stand where it says; names file and line."""

    code = "bad_annotation"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that fill a field: as written, where they stand in the text, and their canonical name if one is given."""

    exact: str
    start: int
    end: int
    name: str | None = None


Number = tuple[str, int | None, int | None]
"""A stated number as it is compared: kind, low, high."""


@dataclass(frozen=True, slots=True)
class NotedClaim:
    """A claim as annotated; `given` names the fields that were, the others are empty and say nothing."""

    code: str
    trigger: Words
    given: frozenset[str]
    sentence: tuple[int, int] | None = None
    source: Words | None = None
    factuality: str | None = None
    actors: tuple[Words, ...] = ()
    recipients: tuple[Words, ...] = ()
    weapon: Words | None = None
    places: tuple[Words, ...] = ()
    when: Words | None = None
    date: str | None = None
    counts: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class NotedStatement:
    """An act of saying as annotated: who speaks, which stretch of the text is said, and whether in their own words."""

    speaker: Words | None
    content: tuple[int, int]
    direct: bool


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """What was noted about one report. `statements` and `furniture` are None where they were not annotated.

    `where` is "file:line". `text` is empty where the line does not bring it; `text_sha256` then says which text it was.
    """

    id: str
    where: str
    text: str
    text_sha256: str | None
    claims: tuple[NotedClaim, ...]
    statements: tuple[NotedStatement, ...] | None = None
    furniture: tuple[tuple[int, int], ...] | None = None


def read_annotations(path: str, *, texts: bool = False, stdin: IO[bytes] | None = None) -> list[AnnotatedReport]:
    """The annotated reports of a file of JSON lines, or of standard input for "-".

    `texts` asks that each line bring its text; `stdin` replaces the process's own standard input.

    Errors: MissingInput; BadAnnotation for the first line that is wrong.
    """
    found: dict[str, AnnotatedReport] = {}
    for number, line in enumerate(_lines(path, stdin or sys.stdin.buffer), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            record = json.loads(line)
        except ValueError as error:
            raise BadAnnotation(f"{where}: not JSON: {error}", hint="Write one object a line.") from error
        noted = annotated(record, where)
        if noted.id in found:
            raise BadAnnotation(f"{where}: {noted.id} stands already at {found[noted.id].where}", hint="Keep one.")
        if texts and not noted.text:
            hint = 'Put the report\'s words under "text", or give what was read with --predicted.'
            raise BadAnnotation(f"{where}: the report has no text to read", hint=hint)
        found[noted.id] = noted
    if not found:
        raise BadAnnotation(f"{path} holds no report", hint="Write one object a line.")
    return list(found.values())


def _lines(path: str, stdin: IO[bytes]) -> Iterable[str]:
    try:
        data = stdin.read() if path == "-" else Path(path).read_bytes()
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BadAnnotation(f"{path} is not UTF-8 text", hint="Save it as UTF-8.") from error
    except OSError as error:
        raise MissingInput(f"{path} cannot be read: {error.strerror}", hint="Check the name.") from error


def of_reading(reading: Reading) -> AnnotatedReport:
    """What riwaya read, in the shape of an annotation."""
    report = reading.document.report
    return annotated({**reading.as_json(), "text": report.text}, report.id)


def annotated(record: object, where: str) -> AnnotatedReport:
    """One line of either format. Errors: BadAnnotation, which begins with `where`."""
    line = _Line(where, "")
    top = line.mapping(record, "the line")
    report = line.mapping(top.get("report", {}), "report")
    line = _Line(where, line.string(top.get("text", report.get("text", "")), "text"))
    sha256 = sha256_of(line.text) if line.text else None
    furniture = top.get("furniture")
    if furniture is None:
        segments = line.each(top.get("segments"), "segments", line.mapping)
        furniture = None if segments is None else [s for s in segments if s.get("role") == "furniture"]
    claims = line.each(top.get("claims"), "claims", line.claim)
    if claims is None:
        line.fail("claims", "is missing; an empty list says that the report holds none")
    return AnnotatedReport(
        line.string(top.get("id", report.get("id")), "id"),
        where,
        line.text,
        sha256 or line.optional_string(report.get("text_sha256"), "report.text_sha256"),
        claims,
        line.each(top.get("statements"), "statements", line.statement),
        line.each(furniture, "furniture", line.span),
    )


class _Line:
    """One line under reading: checks every value against the format and against the text, and says where it fails."""

    def __init__(self, where: str, text: str) -> None:
        self.where = where
        self.text = text

    def fail(self, field: str, what: str) -> NoReturn:
        hint = "The format is described in docs/how-we-measure.md."
        raise BadAnnotation(f"{self.where}: {field} {what}", hint=hint)

    def mapping(self, value: object, field: str) -> Mapping[str, object]:
        if not isinstance(value, dict):
            self.fail(field, f"is no JSON object: {value!r:.60}")
        return value

    def items(self, value: object, field: str) -> list[object]:
        if not isinstance(value, list):
            self.fail(field, f"is no list: {value!r:.60}")
        return value

    def each(self, value: object, field: str, read: Callable[[object, str], _Read]) -> tuple[_Read, ...] | None:
        if value is None:
            return None
        return tuple(read(item, f"{field}[{k}]") for k, item in enumerate(self.items(value, field)))

    def string(self, value: object, field: str) -> str:
        if not isinstance(value, str):
            self.fail(field, f"is no string: {value!r:.60}")
        return value

    def optional_string(self, value: object, field: str) -> str | None:
        return None if value is None else self.string(value, field)

    def one_of(self, value: object, allowed: Collection[str], field: str) -> str:
        if not isinstance(value, str) or value not in allowed:
            self.fail(field, f"is {value!r:.60}, not one of {', '.join(allowed)}")
        return value

    def whole(self, value: object, field: str) -> int | None:
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self.fail(field, f"is neither a whole number nor null: {value!r:.60}")
        return value

    def span(self, value: object, field: str) -> tuple[int, int]:
        """`[start, end]`, `{"start", "end"}`, or either under "span"."""
        if isinstance(value, dict) and "span" in value:
            value = value["span"]
        ends = [value.get("start"), value.get("end")] if isinstance(value, dict) else value
        if not isinstance(ends, list) or len(ends) != 2 or not all(type(end) is int for end in ends):
            self.fail(field, f"is no span [start, end]: {value!r:.60}")
        start, end = ends
        if not 0 <= start <= end or (self.text and end > len(self.text)):
            within = f" in a text of {len(self.text)} characters" if self.text else ""
            self.fail(field, f"is [{start}, {end}], which is no stretch{within}")
        return start, end

    def words(self, value: object, field: str) -> Words:
        """A mention of either format, or a bare span; its words must be those of the text."""
        start, end = self.span(value, field)
        mention = value if isinstance(value, dict) else {}
        inner = mention.get("span")
        written = mention.get("text", mention.get("exact", inner.get("exact") if isinstance(inner, dict) else None))
        exact = self.optional_string(written, f"{field}.text")
        found = self.text[start:end]
        if self.text and exact is not None and exact != found:
            self.fail(field, f"reads «{exact}», but at [{start}, {end}] the text has «{found}»")
        return Words(found or exact or "", start, end, self.optional_string(mention.get("name"), f"{field}.name"))

    def optional_words(self, value: object, field: str) -> Words | None:
        return None if value is None else self.words(value, field)

    def number(self, value: object, field: str) -> Number:
        count = self.mapping(value, field)
        kind = self.one_of(count.get("kind"), KINDS, f"{field}.kind")
        return kind, self.whole(count.get("low"), f"{field}.low"), self.whole(count.get("high"), f"{field}.high")

    def claim(self, value: object, field: str) -> NotedClaim:
        claim = self.mapping(value, field)
        given = {name for name in _FIELDS if name in claim}
        source = claim.get("source")
        if "source_chain" in claim:
            chain = self.items(claim["source_chain"], f"{field}.source_chain")
            source = chain[-1] if chain else None
            given.add("source")
        when = claim.get("when")
        date = when.get("date") if isinstance(when, dict) else None
        if isinstance(when, dict) and "date" in when:
            given.add("date")
        return NotedClaim(
            self.one_of(claim.get("code"), codes(), f"{field}.code"),
            self.words(claim.get("trigger"), f"{field}.trigger"),
            frozenset(given),
            self.span(claim["sentence"], f"{field}.sentence") if claim.get("sentence") else None,
            self.optional_words(source, f"{field}.source"),
            self.one_of(claim["factuality"], FACTUALITY, f"{field}.factuality") if "factuality" in claim else None,
            self.each(claim.get("actors"), f"{field}.actors", self.words) or (),
            self.each(claim.get("recipients"), f"{field}.recipients", self.words) or (),
            self.optional_words(claim.get("weapon"), f"{field}.weapon"),
            self.each(claim.get("places"), f"{field}.places", self.words) or (),
            None if self._dated_by_report(claim, field) else self.optional_words(when, f"{field}.when"),
            self.optional_string(date, f"{field}.when.date"),
            self.each(claim.get("counts"), f"{field}.counts", self.number) or (),
        )

    def _dated_by_report(self, claim: Mapping[str, object], field: str) -> bool:
        """Is the act dated by the report as a whole? Then it has a date, but no words of its own for the time."""
        rules = self.each(claim.get("rules"), f"{field}.rules", self.string) or ()
        return any(rule.startswith("when:") for rule in rules)

    def statement(self, value: object, field: str) -> NotedStatement:
        statement = self.mapping(value, field)
        speaker = self.optional_words(statement.get("source"), f"{field}.source")
        return NotedStatement(
            speaker, self.span(statement.get("content"), f"{field}.content"), bool(statement.get("direct"))
        )


_FIELDS = ("source", "factuality", "actors", "recipients", "weapon", "places", "when", "counts")
