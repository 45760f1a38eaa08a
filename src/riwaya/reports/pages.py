"""From a page of HTML to a report: the headline, what stands under it, and the text, without menus and side columns.

1. the bytes become characters (`decoding`); a declared encoding that the bytes contradict is overruled;
2. the page's own lines (`page_lines`) and what it tells machines about itself (`page_facts`);
3. `trafilatura` finds the text;
4. the lines between headline and text are kept, so that byline and date line stand in the report as on the page.

Which of these lines are text and which furniture `documents/` says; here only what lies far from the text goes.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from riwaya.errors import EmptyReport, UnreadableInput
from riwaya.lexicons.loader import read_table
from riwaya.lexicons.outlets import outlet_of
from riwaya.model import Origin, Report
from riwaya.reports.decoding import decode_page
from riwaya.reports.page_facts import PageFacts, Published, read_facts
from riwaya.reports.page_lines import PageLine, read_lines
from riwaya.text.full_dates import find_date
from riwaya.text.normalize import fold_key, fold_letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"[^\W\d_]+|\d+")
_TITLE_CUT = re.compile(r"\s+[-–—|:•»]+\s+|\s*\|\s*")
PAGE_TYPES = ("text/html", "application/xhtml+xml")
"""Media types of pages."""
MAX_PAGE_BYTES = 10_000_000
"""The longest page that is parsed. The median of Common Crawl's news pages has 0.1 MB; one of 10 MB is a data file."""
MAX_BETWEEN = 12
"""Lines between headline and text that tell of the report: authors, days, places of filing, an opening. More are a list
of other reports."""
MIN_BODY_WORDS = 12
"""A text shorter than this is rather a caption or a teaser; then the whole page is handed on instead."""
MIN_TITLE_WORDS = 3
MAX_OUTLET_WORDS = 5
"""Names of outlets: an agency with its kind has five words."""
MIN_LINE_LETTERS = 40
"""A shorter line may stand on a page several times; the text's place is told by a longer one."""
MAX_LABEL_LETTERS = 120
"""The line of an author with a town, a day and an hour; a longer one that holds the name is a sentence."""
MAX_LABEL_WORDS = 16
"""As many words as a line with both calendars, the hour and a label has."""
_DATE_OR_FILING = re.compile(
    r"(?:19|20)\d\d|\d\d?:\d\d|^\W*(?:كتبت?|بقلم|تحرير|اعداد|تقرير|متابعة|تصوير|مراسل|وكالات)(?!\w)|\w\s*[-–—/|(]\s*\w+\W*$"
)
"""A year, an hour, a word that introduces an author, or a town and an agency with a sign between them."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """The bytes of a page and what is known of them from outside: name, address, declared encoding, fetch time."""

    where: str
    raw: bytes
    url: str | None = None
    charset: str | None = None
    fetched: datetime | None = None
    media_type: str = "text/html"
    outlet: str | None = None
    title: str | None = None
    published: date | None = None
    date_source: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page after the cheap steps: its tree, and a note about its encoding."""

    page: RawPage
    root: HtmlElement
    note: str | None


def parse_page(page: RawPage) -> ParsedPage:
    """Decode and parse a page. Errors: UnreadableInput, EmptyReport; neither names the report."""
    import lxml.etree
    import lxml.html

    if len(page.raw) > MAX_PAGE_BYTES:
        raise UnreadableInput(
            f"{page.where}: the page has {len(page.raw):,} bytes", hint="Pages over 10 MB are data files, not reports."
        )
    html, note = decode_page(page.raw, page.where, page.charset)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(html.replace("\0", "\ufffd").encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise EmptyReport(f"{page.where}: the page holds no words", hint="Save the page again.") from error
    return ParsedPage(page, root, note)


def read_page(parsed: ParsedPage, report_id: str) -> Report:
    """The report that a parsed page holds; the tree is used up. Errors: EmptyReport."""
    page = parsed.page
    lines = tuple(read_lines(parsed.root))
    if not lines:
        hint = "Its text is made by a script, or nested too deeply: save it as shown."
        raise EmptyReport(f"{page.where}: the page shows no words", hint=hint, report_id=report_id)
    facts = read_facts(parsed.root)
    url = page.url or facts.url
    outlet = page.outlet or outlet_of(url) or next(iter(facts.sites), None)
    title = page.title or headline_of(facts, lines, outlet)
    outlet = outlet or _outlet_after(title, facts)
    body = _body(parsed.root)
    if body and title and _key(body[0]) == _key(title):
        body = body[1:]
    if sum(len(_WORD.findall(line)) for line in body) < MIN_BODY_WORDS:
        body, between = [line.words for line in lines if _may_be_text(line)], []
    else:
        between = lines_between(lines, title, body)
    author = next(iter(facts.authors), None) or _shown(facts.perhaps_authors, lines)
    text = "\n".join(_text_lines(title, author, between, body))
    if not _WORD.search(text):
        raise EmptyReport(f"{page.where}: the page holds no words", hint="Save the page again.", report_id=report_id)
    published, date_source = _day(page, facts, between or lines)
    return Report(
        report_id,
        text,
        title=title,
        url=url,
        outlet=outlet,
        published=published,
        note=parsed.note,
        byline=author,
        date_source=date_source,
        origin=Origin.of(page.where, page.raw, page.media_type, page.fetched),
    )


def _body(root: HtmlElement) -> list[str]:
    """The lines of the text as trafilatura finds them; none where it finds none or fails on the page."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells of every page without text
    try:
        found = trafilatura.extract(
            root, fast=True, favor_precision=True, include_comments=False, include_tables=False, with_metadata=False
        )
    except Exception:  # whatever a page does to a library must cost no more than this page's tidy text
        return []
    return [line for line in (" ".join(line.split()) for line in (found or "").splitlines()) if line]


def _shown(names: tuple[str, ...], lines: tuple[PageLine, ...]) -> str | None:
    """The first of the names that the page shows to its readers too, in a line of few words."""
    short = [_key(line.words) for line in lines if len(line.words) <= MAX_LABEL_LETTERS]
    return next((name for name in names if any(_key(name) in line for line in short)), None)


def _may_be_text(line: PageLine) -> bool:
    """Where nothing found the text, what is neither a menu, a side column nor a link may be it."""
    return not line.around and line.kind != "tools" and (line.linked < 0.9 or line.tag in ("h1", "h2"))


def _text_lines(title: str | None, author: str | None, between: list[PageLine], body: list[str]) -> list[str]:
    head = [line.words for line in between]
    stands = any(_key(title or "") == _key(line) for line in body[:MAX_BETWEEN]) if title else True
    lines = ([] if stands or not title else [title]) + head
    if author and not any(_key(author) in _key(line) for line in head + body[:MAX_BETWEEN]):
        lines.insert(1 if title and not stands else 0, author)
    return lines + body


def _key(line: str) -> str:
    return f" {' '.join(_WORD.findall(fold_key(line).lower()))} "


def headline_of(facts: PageFacts, lines: tuple[PageLine, ...], outlet: str | None) -> str | None:
    """The headline in the page's own words: a heading that a title repeats, else the surest title without the site.

    None where no title names more than the site.
    """
    sites = {_key(site) for site in (*facts.sites, outlet or "") if site}
    whole = [_key(title) for title in facts.titles]
    headings = [
        line for line in lines if line.tag in ("h1", "h2", "h3") and len(_WORD.findall(line.words)) >= MIN_TITLE_WORDS
    ]
    for title in whole:
        for line in sorted(headings, key=lambda line: (line.tag, -len(line.words))):
            if (
                _key(line.words) in title
                and _key(line.words) not in sites
                and 2 * len(_key(line.words)) > len(title) / 2
            ):
                return line.words
    for title in facts.titles:
        bare = _without_site(title, sites)
        if len(_WORD.findall(bare)) >= MIN_TITLE_WORDS:
            return bare
    for tag in ("h1", "h2"):
        alone = [line for line in headings if line.tag == tag and line.linked < 0.9 and not line.around]
        alone = [line for line in alone if _key(line.words) not in sites]
        if alone:
            return alone[0].words if len(alone) == 1 else None
    return None


def _outlet_after(headline: str | None, facts: PageFacts) -> str | None:
    """The name that a title adds to the headline behind a dash or bar, unless it is a section's."""
    for title in facts.titles if headline else ():
        parts = [part.strip() for part in _TITLE_CUT.split(title)]
        words = _WORD.findall(parts[-1])
        named = 0 < len(words) <= MAX_OUTLET_WORDS and not any(word.isdigit() for word in words)
        if len(parts) > 1 and named and _key(headline or "") in _key(title) and _key(parts[-1]) not in _sections():
            return parts[-1]
    return None


@cache
def _sections() -> frozenset[str]:
    """Names of sections ("أخبار", "سياسة"). Errors: BadLexicon."""
    rows = (row for row in read_table("ar/furniture") if row["kind"] == "topic")
    return frozenset(_key(form) for row in rows for form in row.list("forms"))


def _without_site(title: str, sites: set[str]) -> str:
    """The title without the names of site and sections at its ends."""
    cuts = [(0, 0), *(match.span() for match in _TITLE_CUT.finditer(title)), (len(title), len(title))]
    parts = [(left[1], right[0]) for left, right in pairwise(cuts)]
    while len(parts) > 1 and _is_site(title[slice(*parts[0])], sites):
        parts = parts[1:]
    while len(parts) > 1 and _is_site(title[slice(*parts[-1])], sites):
        parts = parts[:-1]
    if len(parts) > 1:
        # nobody says what the site is called: the longest part is the headline, what follows names the site
        longest = max(range(len(parts)), key=lambda n: parts[n][1] - parts[n][0])
        short = all(len(_WORD.findall(title[slice(*part)])) <= MIN_TITLE_WORDS for part in parts[longest + 1 :])
        parts = parts[: longest + 1] if short else parts
    return title[parts[0][0] : parts[-1][1]].strip()


def _is_site(part: str, sites: set[str]) -> bool:
    key = _key(part)
    return not key.strip() or any(key in site or site in key for site in sites)


def lines_between(lines: tuple[PageLine, ...], title: str | None, body: list[str]) -> list[PageLine]:
    """The page's lines from under the headline to the first line of the text that tell of the report: see `_tells`."""
    wanted = {_key(line) for line in body}
    first = next(
        (n for n, line in enumerate(lines) if len(line.words) >= MIN_LINE_LETTERS and _key(line.words) in wanted), None
    )
    if first is None:
        return []
    heads = [n for n in range(first) if title and _key(lines[n].words) == _key(title)]
    found = lines[heads[-1] + 1 : first] if heads else ()
    told = [line for line in found if _key(line.words) not in wanted and _tells(line)]
    return told if len(told) <= MAX_BETWEEN else []


def _tells(line: PageLine) -> bool:
    """Is it an author, a date, a place of filing or a sentence? Buttons, captions, polls and links are not."""
    words = line.words
    count = len(_WORD.findall(words))
    if count <= MAX_LABEL_WORDS and line.kind != "tools" and _date_in(words):
        return True
    if line.kind in ("caption", "tools") or line.tag in ("figcaption", "table", "li") or line.around:
        return False
    if not count or words.startswith(("http:", "https:", "www.")):
        return False
    if line.kind in ("author", "date") or (count <= MAX_LABEL_WORDS and _DATE_OR_FILING.search(fold_letters(words))):
        return True
    return line.linked < 0.5 and count >= MIN_BODY_WORDS and words.rstrip('"»”’) ').endswith((".", "…", "؟", "!"))


def _day(
    page: RawPage, facts: PageFacts, lines: tuple[PageLine, ...] | list[PageLine]
) -> tuple[date | None, str | None]:
    """The day of publication and who says so; of a day after the fetch nothing is believed."""
    if page.published:
        return page.published, page.date_source or "input"
    found = facts.published
    if found is None:
        return None, None
    day = _local_day(found, lines)
    if page.fetched and day > page.fetched.date() + timedelta(days=1):
        return None, None
    return day, found.by


def _local_day(found: Published, lines: tuple[PageLine, ...] | list[PageLine]) -> date:
    """An instant late in a day of UTC is the next day where the page was made, if the page prints that day."""
    following = found.day + timedelta(days=1)
    if found.may_be_next_day:
        for line in lines:
            if _date_in(line.words) == following:
                return following
    return found.day


def _date_in(words: str) -> date | None:
    """The full date in a line; None where there is none."""
    return find_date(fold_letters(fold_key(words)).lower())
