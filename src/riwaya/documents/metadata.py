"""What a page says about itself: headline, author, place of filing, outlet and day of publication.

What the report's input says wins. Nothing is invented: an hour or a day in a page's head is its clock, not its date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from riwaya.documents.datelines import kind_of_part, parts_of
from riwaya.documents.lines import split_lines
from riwaya.documents.page_dates import told_today
from riwaya.documents.vocabulary import load_vocabulary
from riwaya.lexicons.outlets import outlet_of
from riwaya.model import BODY_ROLES, Report, Segment
from riwaya.text.full_dates import date_in_url, find_date
from riwaya.text.normalize import fold_key, fold_letters
from riwaya.text.spans import Span

_PART = re.compile(r"(?:(?!\s[-–—ـ]\s|[-–—](?=\s)|(?<=\s)[-–—])[^:/()\[\]،,|*])+")
_LABEL = re.compile(r"^[^:/\-–—]{1,40}[:/\-–—]\s*")
_JUNK = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|\S+\.(?:jpe?g|png|gif|webp|html?|php|aspx?)\b|[\w.-]+\.(?:com|net|org|tv)\b|\d+"
)
_LETTER = re.compile(r"[^\W\d_]")
_TITLE_PARTS = re.compile(r"\s+[-–—|]+\s+")
_BEFORE_NAME = frozenset("بقلم كتب كتبت الكاتب الكاتبة اعداد تحرير من مرسلة نشر نشرت اضيف بواسطة".split())

MAX_AUTHOR_WORDS = 6
"""A name of five words with "بقلم" before it; more are a sentence about who helped."""
MAX_OUTLET_WORDS = 5
"""Names of outlets: "المرصد السوري لحقوق الإنسان" has four words, an agency with its kind five."""
TRIM = " \t\u00a0*:؛،,.-–—/|_\u200f\u200e"


def read_headline(text: str, segments: Sequence[Segment]) -> Span | None:
    """The first copy of the headline."""
    found = next((segment for segment in segments if segment.role == "headline"), None)
    return Span.of(text, found.start, found.end) if found else None


def read_byline(text: str, segments: Sequence[Segment], outlet: str | None) -> Span | None:
    """The author's name: without label, town, address, digits, file name or the name of the site."""
    surest = ("author", "author-label")
    ranked = sorted(
        (segment for segment in segments if segment.role == "byline"), key=lambda s: (s.rule not in surest, s.start)
    )
    for segment in ranked:
        span = _author(text, segment, outlet or "")
        if span:
            return span
    return None


def _author(text: str, segment: Segment, outlet: str) -> Span | None:
    start = segment.start
    labelled = segment.rule == "author-label"
    if labelled and (match := _LABEL.match(text[start : segment.end])):
        start += match.end()
    for part in _parts(text, start, segment.end):
        key = fold_key(part.exact).lower()
        if _JUNK.search(part.exact) or not _LETTER.search(part.exact) or kind_of_part(key, outlet) != "name":
            continue
        words = key.split()
        if len(words) > MAX_AUTHOR_WORDS:
            continue
        before = next((n for n, word in enumerate(words) if word not in _BEFORE_NAME), 0)
        if before:
            # "بقلم سامر الحلو", "من سامر الحلو", "نشر بواسطة سامر الحلو"
            skip = len(part.exact) - len(part.exact.split(maxsplit=before)[-1])
            if kind_of_part(" ".join(words[before:]), outlet) == "name":
                return Span.of(text, part.start + skip, part.end)
            continue
        if labelled or len(words) > 1:
            return part
    return None


def _parts(text: str, start: int, end: int) -> list[Span]:
    found = (_trimmed(text, *match.span()) for match in _PART.finditer(text, start, end))
    return [span for span in found if span]


def read_dateline(text: str, segments: Sequence[Segment]) -> Span | None:
    """Where and by which agency the report was filed; else the town before a reporter's name; else the desk."""
    filed = [_trimmed(text, segment.start, segment.end) for segment in segments if segment.role == "dateline"]
    named = next((span for span in filed if span and _names_place_or_agency(span.exact)), None)
    if named:
        return named
    for segment in segments:
        if segment.role == "byline":
            for part in _parts(text, segment.start, segment.end):
                if kind_of_part(fold_key(part.exact).lower()) == "place":
                    return part
    return next((span for span in filed if span), None)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    raw = text[start:end]
    left, right = len(raw) - len(raw.lstrip(TRIM)), len(raw.rstrip(TRIM))
    return Span.of(text, start + left, start + right) if right > left else None


def _names_place_or_agency(words: str) -> bool:
    kinds = {kind_of_part(part) for part in parts_of(fold_key(words).lower())}
    return bool(kinds & {"place", "agency"})


def read_outlet(report: Report, headline: Span | None) -> str | None:
    """The input's outlet, else who publishes at its address, else what the title adds to the headline."""
    if report.outlet and report.outlet.strip():
        return report.outlet.strip()
    return outlet_of(report.url) or _outlet_in_title(report, headline)


def _outlet_in_title(report: Report, headline: Span | None) -> str | None:
    """The name after a dash or bar: "… - صحيفة الميدان"."""
    if not report.title or not headline:
        return None
    parts = _TITLE_PARTS.split(" ".join(report.title.split()))
    head = split_lines(headline.exact)[0].words
    lines = split_lines(parts[-1])
    if len(parts) < 2 or not lines or split_lines(parts[0])[0].words[: len(head)] != head:
        return None
    last = lines[0]
    name = _LETTER.search(parts[-1]) and not any(word.isdigit() for word in last.words)
    if not name or last.count > MAX_OUTLET_WORDS or last.joined in load_vocabulary().topics or last.words == head:
        return None
    return parts[-1].strip(TRIM) or None


def read_published(report: Report, segments: Sequence[Segment]) -> tuple[date | None, str | None]:
    """The day of publication and where it stands: as the input says, `page`, `dateline`, or (None, None).

    On the page a date counts with its label ("نشر في"), between headline and text, or beside the byline and dateline; a
    bare date over the headline is the page's clock. Then the day in the report's permalink, the dateline's, a day on
    the page that the text itself calls today by its weekday, and last the day of the last change.
    """
    if report.published:
        return report.published, report.date_source or "input"
    text = report.text
    labelled = _dates(text, [s for s in segments if s.rule == "date:published_label"])
    if labelled:
        return labelled[0], "page"
    under = _dates(text, _under_headline(segments)) or _dates(text, _beside_filing(segments))
    if under:
        # of two days the report appeared on the first and was changed on the second
        return min(under), "page"
    if report.url and (day := date_in_url(report.url)):
        return day, "page"
    filed = _dates(text, [s for s in segments if s.role == "dateline"])
    if filed:
        return filed[0], "dateline"
    if day := _called_today(text, segments):
        return day, "page"
    changed = _dates(text, [s for s in segments if s.rule == "date:updated_label"])
    return (changed[0], "page") if changed else (None, None)


def _beside_filing(segments: Sequence[Segment]) -> list[Segment]:
    """The bare date line that stands right over or under a dateline or byline, with its text below it.

    "دمشق-سانا" under a date, or "مركز الأخبار" and a date under the summary: there no clock stands.
    """
    last = max((k for k, s in enumerate(segments) if s.role == "paragraph"), default=-1)
    for k, segment in enumerate(segments[: last + 1]):
        around = (*segments[max(0, k - 1) : k], *segments[k + 1 : k + 2])
        if segment.rule == "date-line" and any(s.role in ("dateline", "byline") for s in around):
            return [segment]
    return []


def _called_today(text: str, segments: Sequence[Segment]) -> date | None:
    """The one day among the page's bare dates and embedded posts that the text calls today by its weekday."""
    body = [s for s in segments if s.role in BODY_ROLES]
    if not body:
        return None
    today = told_today(fold_letters(fold_key(" ".join(text[s.start : s.end] for s in body))).lower())
    if len({told.weekday for told in today}) != 1:
        return None
    # a date further up stands over the menu: it is the clock of the day on which the page was collected
    over = [s for s in segments[: segments.index(body[0])][-1:] if s.rule == "date-line"]
    after = [s for s in segments if s.rule == "date-line" and s.start > body[-1].start]
    posts = [s for s in segments if s.rule == "tweet-signature"]
    days = {day for day in _dates(text, [*over, *posts, *after[:1]]) if all(told.may_be(day) for told in today)}
    return days.pop() if len(days) == 1 else None


def _under_headline(segments: Sequence[Segment]) -> list[Segment]:
    """Bare date lines between the headline (or a byline, where the headline is missing) and the first paragraph.

    None without a paragraph: then they date the links of the page.
    """
    out: list[Segment] = []
    below = False
    for segment in segments:
        if segment.role == "paragraph":
            return out
        below = below or segment.role in ("headline", "byline", "dateline")
        if below and segment.rule == "date-line":
            out.append(segment)
    return []


def _dates(text: str, segments: Sequence[Segment]) -> list[date]:
    found = (find_date(fold_letters(fold_key(text[s.start : s.end])).lower()) for s in segments)
    return [day for day in found if day]
