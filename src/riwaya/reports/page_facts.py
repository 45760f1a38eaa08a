"""What a page says about itself to machines: JSON-LD first, then OpenGraph and other meta elements.

Nothing is invented: a clock, a crawl date or a change date is never the day of publication, and an organisation, a
section or an address is never an author.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from riwaya.text.full_dates import find_date
from riwaya.text.normalize import fold_key, fold_letters

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ARTICLE = re.compile(r"Article$|BlogPosting$|^Report$|NewsItem$")
_PAGE = re.compile(r"WebPage$")
_ISO = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):\d{2}(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_NAME = re.compile(r"[^\W\d_][\w .'’\-]*")
FIRST_YEAR = 1995
"""The first Arabic newspapers went online in 1995; an earlier year is an unset clock."""
MAX_AUTHOR_WORDS, MAX_SITE_WORDS = 6, 8
MAX_TITLE_LETTERS = 500
"""The longest titles, with the names of section and site, have 250 letters; a longer one is no title."""
EVENING = 20
"""Where an instant is given in UTC, from this hour on it is the next day already in an Arab country (UTC+4 at most)."""
MAX_NODES = 2_000
"""Objects looked at in a page's JSON-LD; ordinary pages have under a hundred."""

_DATE_METAS = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "article_date_original",
)
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_NOBODY = frozenset(
    fold_key(word)
    for word in "admin administrator editor webmaster user root guest anonymous "
    "المحرر محرر التحرير المدير مدير الادارة "
    "الإدارة ادمن أدمن وكالات متابعات متابعة خاص مراسلون المراسل".split()
)


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication, whether it was given as an instant late in a day of UTC, and by what."""

    day: date
    may_be_next_day: bool
    by: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What machines are told: titles likeliest first, names of the site, the day, the page's own address.

    `authors` are persons by JSON-LD; `perhaps_authors` stand in a meta element, where offices and users stand too.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    perhaps_authors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    published: Published | None = None
    url: str | None = None


def read_facts(root: Element) -> PageFacts:
    """The facts of a parsed page."""
    articles, pages, sites = [], [], []
    for node in _json_ld(root):
        kinds = " ".join(_strings(node.get("@type"))).split()
        if any(_ARTICLE.search(kind) for kind in kinds):
            articles.append(node)
        elif any(_PAGE.search(kind) for kind in kinds):
            pages.append(node)
        elif {"WebSite", "Organization", "NewsMediaOrganization"} & set(kinds):
            sites += _strings(node.get("name"))
    metas = _metas(root)
    titles = [title for node in articles for title in _strings(node.get("headline"))]
    titles += metas.get("og:title", []) + metas.get("twitter:title", [])
    titles += [_text(element) for element in root.iter("title")]
    sites += metas.get("og:site_name", []) + [n for a in articles for n in _names(a.get("publisher"), people=False)]
    authors = [name for node in articles for name in _names(node.get("author"), people=True)]
    perhaps = [name for key in _AUTHOR_METAS for name in metas.get(key, [])]
    return PageFacts(
        titles=tuple(dict.fromkeys(title for title in map(_flat, titles) if 0 < len(title) <= MAX_TITLE_LETTERS)),
        authors=tuple(dict.fromkeys(name for name in map(_flat, authors) if is_name(name, sites))),
        perhaps_authors=tuple(dict.fromkeys(name for name in map(_flat, perhaps) if is_name(name, sites))),
        sites=tuple(dict.fromkeys(s for s in map(_flat, sites) if s and len(s.split()) <= MAX_SITE_WORDS)),
        published=_published([*articles, *pages], metas, root),
        url=next(iter(_canonical(root) + metas.get("og:url", [])), None),
    )


def is_name(name: str, sites: list[str]) -> bool:
    """Can it be a person's name: two to six words of letters, none of them the site's name?"""
    words = name.split()
    if not 2 <= len(words) <= MAX_AUTHOR_WORDS or not _NAME.fullmatch(name):
        return False
    key = fold_key(name).lower()
    return not _NOBODY & set(key.split()) and all(not s or fold_key(s).lower() not in key for s in sites)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _text(element: Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _names(value: object, *, people: bool) -> list[str]:
    """Names of persons, or of a publisher, however they are wrapped; an organisation is no person."""
    out: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            out.append(each)
        elif isinstance(each, dict) and not (people and "Organization" in str(each.get("@type"))):
            out += _strings(each.get("name"))
    return out


def _json_ld(root: Element) -> Iterator[dict[str, object]]:
    """Every object in the page's JSON-LD, outermost first; blocks that are no JSON are passed over."""
    seen = 0
    for script in root.iter("script"):
        if "ld+json" not in str(script.get("type", "")).lower():
            continue
        try:
            todo: list[object] = [json.loads(_text(script).strip().strip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while todo and seen < MAX_NODES:
            seen += 1
            value = todo.pop(0)
            if isinstance(value, dict):
                yield value
                todo += [inner for inner in value.values() if isinstance(inner, dict | list)]
            elif isinstance(value, list):
                todo += value


def _metas(root: Element) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = str(meta.get("content", "")).strip()
        for key in ("property", "name", "itemprop"):
            name = str(meta.get(key, "")).strip().lower()
            if name and content:
                out.setdefault(name, []).append(content)
    return out


def _canonical(root: Element) -> list[str]:
    links = root.iter("link")
    found = [str(link.get("href", "")) for link in links if str(link.get("rel", "")).lower() == "canonical"]
    return [address for address in found if address.startswith(("http://", "https://"))]


def _published(nodes: list[dict[str, object]], metas: dict[str, list[str]], root: Element) -> Published | None:
    stated = [(value, "json-ld") for node in nodes for value in _strings(node.get("datePublished"))]
    stated += [(value, "meta") for key in _DATE_METAS for value in metas.get(key, [])]
    for element in root.iter("time", "span", "div", "p", "abbr"):
        marks = f"{element.get('itemprop', '')} {element.get('pubdate', '')}".lower()
        if "datepublished" in marks or "pubdate" in marks or element.get("pubdate") is not None:
            stated.append((str(element.get("datetime") or element.get("content") or _text(element)), "meta"))
    for value, by in stated:
        found = read_instant(value)
        if found:
            return Published(*found, by)
    return None


def read_instant(value: str) -> tuple[date, bool] | None:
    """The day that a machine's date names, and whether it may be the next day where the page is read; None for none.

    ISO 8601, the form of mail and HTTP, or a full date in words.
    """
    value = value[:100]
    try:
        match = _ISO.match(value)
        if match:
            day = date(int(match[1]), int(match[2]), int(match[3]))
            late = match[4] is not None and int(match[4]) >= EVENING
            utc = (match[5] or "Z").replace(":", "") in ("Z", "+0000", "-0000")
            return (day, late and utc) if _is_plausible(day) else None
        if re.search(r"\d{2}:\d{2}", value) and re.match(
            r"\s*(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}", value
        ):
            moment: datetime = parsedate_to_datetime(value)
            utc = moment.utcoffset() in (None, timedelta(0))
            return (moment.date(), utc and moment.hour >= EVENING) if _is_plausible(moment.date()) else None
    except (ValueError, OverflowError):
        return None
    found = find_date(fold_letters(fold_key(value)).lower())
    return (found, False) if found and _is_plausible(found) else None


def _is_plausible(day: date) -> bool:
    return day.year >= FIRST_YEAR
