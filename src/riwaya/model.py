"""The records: what riwaya reads, what it says about it, and where in the text each part of that stands.

All are frozen. Offsets are half-open code points into `report.text`. A field that could not be resolved is None or
empty; nothing is guessed. JSON shapes are those of the schema `riwaya.report/1` (docs/fields.md).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from riwaya.text.spans import Span

SCHEMA = "riwaya.report/1"


def sha256_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal; lone surrogates count as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Origin:
    """The bytes a report was read from and where they lay; `fetched` is the clock of who fetched them, never a date
    of the report.

    `where` is a file, a line or record of one ("day.warc.gz@1042"), or an address. `raw` holds the page, the line or
    the file as it came, and is empty where it was let go; `raw_sha256` stays.
    """

    where: str
    media_type: str
    raw_sha256: str
    raw: bytes = field(repr=False)
    fetched: datetime | None = None

    @staticmethod
    def of(where: str, raw: bytes, media_type: str = "text/plain", fetched: datetime | None = None) -> Origin:
        """The origin of these bytes."""
        return Origin(where, media_type, hashlib.sha256(raw).hexdigest(), raw, fetched)


@dataclass(frozen=True, slots=True)
class Report:
    """One published text, exactly as it came; `text` is the one string that all offsets count in.

    `date_source` says where the input gives `published`: `json-ld`, `meta`, `feed` or `input`. Reports of one `page`
    are versions of each other, told apart by `text_sha256`; the newest is the one fetched last.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    note: str | None = None
    byline: str | None = None
    date_source: str | None = None
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal."""
        return sha256_of(self.text)

    @property
    def page(self) -> str | None:
        """What all fetches of one page share: its address without what changes from visit to visit.

        None without an address, or with that of a site's front page: many reports bear it, and it is none of theirs.
        """
        return page_of(self.url) if self.url and not _FRONT_PAGE.fullmatch(page_of(self.url)) else None

    def without_raw(self) -> Report:
        """The same report, its raw bytes let go, for whoever keeps many."""
        return replace(self, origin=replace(self.origin, raw=b"")) if self.origin else self


_FRONT_PAGE = re.compile(r"[^/?]+(?:/[a-z]{2})?", re.IGNORECASE)
"""A host with nothing after it, or with a language: `news.example/ar`."""
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id|at_\w+|ref|share|amp)", re.IGNORECASE)
"""Parameters that tell where a visitor came from, not which page is meant."""


def page_of(url: str) -> str:
    """An address without scheme, `www.`, tracking parameters, fragment and closing slash, the host in lower case."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.netloc.rpartition("@")[2]).lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
        query = [(k, v) for k, v in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(k)]
    except ValueError:  # broken brackets, or a thousand parameters
        return url.strip()
    return f"{host}{parts.path.rstrip('/')}" + (f"?{urlencode(sorted(query))}" if query else "")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the report with a role: headline, lead, byline, dateline, heading, paragraph, caption, furniture.

    `rule` names the rule that said so.
    """

    role: str
    start: int
    end: int
    rule: str

    def as_json(self) -> dict[str, object]:
        """`{"role", "start", "end", "rule"}`."""
        return {"role": self.role, "start": self.start, "end": self.end, "rule": self.rule}


ROLES = ("headline", "lead", "byline", "dateline", "heading", "paragraph", "caption", "furniture")
BODY_ROLES = frozenset({"headline", "lead", "heading", "paragraph", "caption"})
"""Segments that claims are read from."""


@dataclass(frozen=True, slots=True)
class Document:
    """A report with labels over its text and what its page says about itself; the text is the report's own."""

    report: Report
    segments: tuple[Segment, ...]
    headline: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    outlet: str | None = None
    published: date | None = None
    date_source: str | None = None
    language: str = "ar"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something; `name` is its canonical name where one is known."""

    span: Span
    name: str | None = None

    def as_json(self) -> dict[str, object]:
        """`{"span", "name"}`."""
        return {"span": self.span.as_json(), "name": self.name}


@dataclass(frozen=True, slots=True)
class SourceLink(Mention):
    """One link of a source chain: who speaks, in what role, with what stance, through which channel, by which cue."""

    role: str = "other"
    stance: str = "asserts"
    channel: str | None = None
    cue: Span | None = None

    def as_json(self) -> dict[str, object]:
        """The mention with `role`, `stance`, `channel`, `cue`."""
        cue = self.cue.as_json() if self.cue else None
        return {
            **Mention.as_json(self),
            "role": self.role,
            "stance": self.stance,
            "channel": self.channel,
            "cue": {"span": cue, "name": None} if cue else None,
        }


@dataclass(frozen=True, slots=True)
class Actor(Mention):
    """Who acts or is acted on. `involvement` is `known` or `suspected`: how firmly the doer is named."""

    id: str | None = None
    sector: str | None = None
    country: str | None = None
    involvement: str = "known"

    def as_json(self) -> dict[str, object]:
        """The mention with `id`, `sector`, `country`, `involvement`."""
        return {
            **Mention.as_json(self),
            "id": self.id,
            "sector": self.sector,
            "country": self.country,
            "involvement": self.involvement,
        }


@dataclass(frozen=True, slots=True)
class Place(Mention):
    """Where an act took place, resolved to a gazetteer entry or left unresolved.

    `precision` is UCDP's where_prec, 1 (the named place) to 7 (sea or air): lower is finer. `role` is `event`,
    `origin`, `destination` or `mention`.
    """

    gazetteer_id: str | None = None
    name_ar: str | None = None
    name_en: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: int | None = None
    role: str = "event"

    def as_json(self) -> dict[str, object]:
        """The mention with the gazetteer's fields, `precision` and `role`."""
        return {
            **Mention.as_json(self),
            "gazetteer_id": self.gazetteer_id,
            "name_ar": self.name_ar,
            "name_en": self.name_en,
            "lat": self.lat,
            "lon": self.lon,
            "country": self.country,
            "admin1": self.admin1,
            "precision": self.precision,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class When(Mention):
    """When an act took place: the words, and the interval [start, end] in days that they resolve to.

    `precision` is UCDP's date_prec, 1 (a day) to 5 (over a month). `anchor` is what a relative date was resolved
    against: `published`, `dateline`, `text` (an absolute date needs no anchor: `text`), or `none` (unresolved).
    """

    start: date | None = None
    end: date | None = None
    precision: int | None = None
    anchor: str = "none"

    def as_json(self) -> dict[str, object]:
        """The mention with `date`, `end`, `precision`, `anchor`."""
        return {
            **Mention.as_json(self),
            "date": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "precision": self.precision,
            "anchor": self.anchor,
        }


@dataclass(frozen=True, slots=True)
class Count(Mention):
    """One stated number of people or strikes: `of` is the noun as written, bounds are None where not stated.

    `subset_of` is the index, within the claim's counts, of the number this one is a part of.
    """

    kind: str = "other"
    of: str = ""
    victim_class: str = "unknown"
    low: int | None = None
    best: int | None = None
    high: int | None = None
    hedge: str = "exact"
    subset_of: int | None = None
    cumulative: bool = False

    def as_json(self) -> dict[str, object]:
        """The mention with the number's fields."""
        return {
            **Mention.as_json(self),
            "kind": self.kind,
            "of": self.of,
            "victim_class": self.victim_class,
            "low": self.low,
            "best": self.best,
            "high": self.high,
            "hedge": self.hedge,
            "subset_of": self.subset_of,
            "cumulative": self.cumulative,
        }


@dataclass(frozen=True, slots=True)
class Weapon(Mention):
    """The means as written, with its class (weapons lexicon)."""

    weapon_class: str = "unknown"

    def as_json(self) -> dict[str, object]:
        """The mention with `class`."""
        return {**Mention.as_json(self), "class": self.weapon_class}


@dataclass(frozen=True, slots=True)
class Statement:
    """One act of saying: speaker, cue and content; `direct` when the whole content is quoted."""

    id: str
    source: SourceLink | None
    cue: Span | None
    content: Span
    direct: bool

    def as_json(self) -> dict[str, object]:
        """`{"id", "source", "cue", "content", "direct"}`."""
        return {
            "id": self.id,
            "source": Mention(self.source.span, self.source.name).as_json() if self.source else None,
            "cue": {"span": self.cue.as_json(), "name": None} if self.cue else None,
            "content": self.content.as_json(),
            "direct": self.direct,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """One coded proposition: what happened, by whom, to whom, where, when, how many, according to whom.

    The id depends on the report, the trigger, the speaker and the code, never on the software's version, so that
    reviews survive a new reading. `rules` lists what made the claim; `confidence` is a rank between 0 and 1, not a
    probability.
    """

    id: str
    report_id: str
    code: str
    trigger: Mention
    sentence: Span
    source_chain: tuple[SourceLink, ...]
    factuality: str
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    weapon: Weapon | None = None
    places: tuple[Place, ...] = ()
    when: When | None = None
    counts: tuple[Count, ...] = ()
    rules: tuple[str, ...] = ()
    confidence: float = 0.5
    plover_event: str = ""
    plover_modes: tuple[str, ...] = ()

    @property
    def source(self) -> SourceLink | None:
        """The innermost link of the chain: the party the claim is attributed to; None in the outlet's own voice."""
        return self.source_chain[-1] if self.source_chain else None

    def spans(self) -> list[Span]:
        """Every span of the claim: its evidence."""
        out = [self.trigger.span, self.sentence]
        mentions = (*self.source_chain, *self.actors, *self.recipients, *self.places, *self.counts)
        out += [mention.span for mention in mentions]
        out += [link.cue for link in self.source_chain if link.cue]
        out += [mention.span for mention in (self.weapon, self.when) if mention]
        return out

    def as_json(self) -> dict[str, object]:
        """The claim's object in `riwaya.report/1`."""
        return {
            "id": self.id,
            "code": self.code,
            "plover": {"event": self.plover_event, "modes": list(self.plover_modes)},
            "trigger": self.trigger.as_json(),
            "sentence": {"start": self.sentence.start, "end": self.sentence.end},
            "source_chain": [link.as_json() for link in self.source_chain],
            "factuality": self.factuality,
            "actors": [actor.as_json() for actor in self.actors],
            "recipients": [actor.as_json() for actor in self.recipients],
            "weapon": self.weapon.as_json() if self.weapon else None,
            "places": [place.as_json() for place in self.places],
            "when": self.when.as_json() if self.when else None,
            "counts": [count.as_json() for count in self.counts],
            "rules": list(self.rules),
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document: sentences, statements and claims in text order."""

    document: Document
    sentences: tuple[Span, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()

    def check(self) -> None:
        """Assert that every span says what the text says. Errors: ValueError names the first that does not."""
        text = self.document.report.text
        for span in (self.document.headline, self.document.byline, self.document.dateline, *self.sentences):
            if span:
                span.check(text)
        for statement in self.statements:
            statement.content.check(text)
        for claim in self.claims:
            for span in claim.spans():
                span.check(text)

    def as_json(self) -> dict[str, object]:
        """One line of `riwaya extract --format jsonl`."""
        document, report = self.document, self.document.report
        return {
            "schema": SCHEMA,
            "report": {
                "id": report.id,
                "outlet": document.outlet,
                "url": report.url,
                "language": document.language,
                "headline": document.headline.exact if document.headline else None,
                "byline": document.byline.exact if document.byline else None,
                "dateline": document.dateline.exact if document.dateline else None,
                "published": document.published.isoformat() if document.published else None,
                "date_source": document.date_source,
                "text_sha256": report.text_sha256,
                **({"text": report.text} if report.origin and "html" in report.origin.media_type else {}),
            },
            "segments": [segment.as_json() for segment in document.segments],
            "sentences": [{"start": span.start, "end": span.end} for span in self.sentences],
            "statements": [statement.as_json() for statement in self.statements],
            "claims": [claim.as_json() for claim in self.claims],
        }
