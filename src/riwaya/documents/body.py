"""Where the text of a report begins and ends among its lines, and what the short lines around and inside it are."""

from __future__ import annotations

import re

from riwaya.documents import datelines
from riwaya.documents.lines import FULL_SENTENCE_WORDS, LONG_WORDS, SENTENCE_WORDS, Line

_RELATED_SIGN = re.compile(r"\w\s*(?:\.\.+|\|+)\s*\w|[|(]\s*(?:صور|فيديو|شاهد|بالفيديو|بالصور)\s*[|)]?\W*$")
_RELATED_COLON = re.compile(r"^[\W_]*(?:[\w\"'«»“”-]+\s+){0,3}[\w\"'«»“”-]+\s?:\s+\S")

TITLE_SHARE = 0.6
"""Share of the shorter one's words that a headline and a title have in common when one was edited."""
MAX_DEKS = 3
"""More unexplained lines between headline and text are a list of links."""
RELATED_WORDS = 6
"""A heading inside a text has fewer words than a headline in the form "party: what it says"."""
TEASER_WORDS = 4
"""A heading that trails off ("ولكن...") is shorter than a headline cut to fit its box."""
RUN_OF_HEADLINES = 3
"""Headings stand between paragraphs, one at a time; three headlines in a row are links."""
MAX_LIST_WORDS = 12
"""Entries of a list (names of victims, demands) are short."""


def find_body(lines: list[Line], *, title: frozenset[str], outlet: str) -> None:
    """Label every line that is still open: the body with its headings, the lines over it and the lines after it.

    `title` holds the words of the title that the report's metadata gives; empty where it gives none.
    """
    start = _body_start(lines)
    if start is None:
        _label_without_body(lines)
        return
    _label_over(lines, start, title, outlet)
    _label_from(lines, start)


def _body_start(lines: list[Line]) -> int | None:
    """The first line of running text: after the headline, unless the text stands over the headline's only copy."""
    strong = [i for i, line in enumerate(lines) if line.open and line.strength == 2]
    if not strong:
        weak = (i for i, line in enumerate(lines) if line.open and line.strength == 1)
        return next(weak, None)
    headline = next((i for i, line in enumerate(lines) if line.role == "headline"), -1)
    before = sum(lines[i].count for i in strong if i < headline)
    after = sum(lines[i].count for i in strong if i > headline)
    if before < after:
        return next(i for i in strong if i > headline)
    return strong[0]


def _label_without_body(lines: list[Line]) -> None:
    """No sentence at all: a pasted headline or note is text; a page of links is not."""
    buttons = sum(line.role == "furniture" for line in lines)
    headline = any(line.role == "headline" for line in lines)
    for line in lines:
        if not line.open:
            continue
        if buttons >= RUN_OF_HEADLINES:
            line.label("furniture", "page-of-links")
        elif headline or line.count < 4:
            line.label("paragraph", "note")
        else:
            line.label("headline", "first-line")
            headline = True


def _label_over(lines: list[Line], start: int, title: frozenset[str], outlet: str) -> None:
    """Label the lines over the body: what stands over the headline is the page's, what stands under it the report's."""
    headlines = [i for i in range(start) if lines[i].role == "headline"]
    if not headlines:
        headlines = _choose_headline(lines, start, title, outlet)
    top = headlines[0] if headlines else 0
    for i in range(top):
        # "قناة الميدان" over the headline names the site, it files no report
        if lines[i].open or lines[i].role == "dateline":
            lines[i].label("furniture", "over-headline")
    under = lines[top:start]
    told = any(line.rule == "author" for line in under)  # the input names the author: nobody else is guessed
    for line in under:
        _label_under_headline(line, outlet, told)
    deks = [line for line in under if line.open]
    for line in deks:
        line.label(*(("lead", "dek") if len(deks) <= MAX_DEKS else ("furniture", "list-under-headline")))


def _choose_headline(lines: list[Line], start: int, title: frozenset[str], outlet: str) -> list[int]:
    """Without a title or a repetition: the first of a few lines over the text, or the nearest of many."""
    wide = [
        i
        for i in range(start)
        if lines[i].open and lines[i].count >= 3 and not lines[i].teaser and not datelines.is_byline(lines[i], outlet)
    ]
    wide = [i for i in wide if lines[i].count >= 4 or i == 0] or wide
    if not wide:
        first = lines[start]
        follows = any(line.open and line.strength == 2 for line in lines[start + 1 :])
        if not title and follows and not first.stop and first.commas < 2 and first.strength == 1 and start == 0:
            first.label("headline", "first-line")
            return [start]
        return []
    if title:
        alike = [i for i in wide if len(title & set(lines[i].words)) >= TITLE_SHARE * min(len(title), lines[i].count)]
        for i in alike:
            lines[i].label("headline", "like-title")
        if alike:
            return alike
        # the title says something else, so none of these is the headline; near the text they may be deks
        if len(wide) <= MAX_DEKS:
            return []
        for i in wide:
            lines[i].label("furniture", "over-body")
        return []
    chosen = wide[0] if len(wide) <= MAX_DEKS else wide[-1]
    lines[chosen].label("headline", "first-line" if chosen == wide[0] else "nearest-line")
    return [chosen]


def _label_under_headline(line: Line, outlet: str, told: bool) -> None:
    if not line.open:
        return
    if line.count == 1 and not line.key.endswith(":"):
        line.label("furniture", "section-label")
    elif told:
        return
    elif datelines.is_byline(line, outlet):
        line.label("byline", "town-and-name")
    elif datelines.is_name(line) and not line.strength:
        line.label("byline", "bare-name")


def _label_from(lines: list[Line], start: int) -> None:
    """Walk from the first sentence on, in and out of runs of links, then settle the short lines between sentences."""
    last = start
    run = source = ""
    links = 0
    final = False
    for i in range(start, len(lines)):
        line = lines[i]
        if line.run and not final:
            final = line.run == "end" and i > start
            # a head inside a list of other reports belongs to one of those
            run = "" if line.run == "close" else ("tail" if run == "tail" and line.run == "head" else line.run)
            source, links = line.rule, 0
        if not line.open:
            continue
        if line.strength == 2 and not final and (not run or _resumes(lines, i, run, links)):
            run = ""
            line.label("paragraph", "sentence")
            last = i
        elif not run and not final and line.stop and i - last <= (2 if line.strength else 1):
            # a short sentence right after another, or an answer under its question
            line.label("paragraph", "weak-sentence")
            last = i
        elif run or final:
            # an excerpt under a link: the list has entries with text, so text does not end it any more
            final = final or (run in ("tail", "mark") and line.strength == 2)
            links += line.count >= SENTENCE_WORDS
            line.label("furniture", f"after-{source}")
    _settle(lines, start, last)
    _label_section_headings(lines, start, last)


def _label_section_headings(lines: list[Line], start: int, last: int) -> None:
    """The name of a country or field between two paragraphs heads the second; in a menu it has other company."""
    for i in range(start + 1, last):
        around = (lines[i - 1].role, lines[i + 1].role)
        if lines[i].rule == "topic:topics" and lines[i].count <= 2 and around == ("paragraph", "paragraph"):
            lines[i].label("heading", "section")


def _resumes(lines: list[Line], i: int, run: str, links: int) -> bool:
    """Does the body go on at line i, inside a run, after that many headlines?

    Behind a few links one sentence says so; behind a list of other reports two in a row must, or a last one close by.
    """
    line = lines[i]
    if line.teaser:
        return False
    if run == "head":
        return line.count >= FULL_SENTENCE_WORDS or line.stop
    if run == "mark" and not links:
        return True
    following = next((other for other in lines[i + 1 :] if other.open or other.run), None)
    if following is None or following.run:
        return line.stop and line.count >= LONG_WORDS and links < RUN_OF_HEADLINES
    return following.strength == 2


def _settle(lines: list[Line], start: int, last: int) -> None:
    """Label the short lines from the first sentence to the end."""
    i = start
    while i < len(lines):
        if not lines[i].open:
            i += 1
            continue
        stop = i
        while stop < len(lines) and lines[stop].open:
            stop += 1
        group = lines[i:stop]
        before = lines[i - 1] if i else None
        if i < last:
            _settle_inside(group, before)
        else:
            _settle_after(group, before)
        i = stop


def _settle_inside(group: list[Line], before: Line | None) -> None:
    links = sum(not line.strength and line.count >= SENTENCE_WORDS for line in group)
    listed = before is not None and before.key.endswith(":")
    for line in group:
        if line.strength or line.stop:
            line.label("paragraph", "weak-sentence")
        elif before is not None and before.unfinished and before.role == "paragraph":
            line.label("paragraph", "continued")
        elif line.bullet or (listed and line.count <= MAX_LIST_WORDS):
            line.label("paragraph", "list")
        elif line.key.endswith(":"):
            line.label("heading", "heading-colon")
            listed = True
        elif links >= RUN_OF_HEADLINES and line.count >= SENTENCE_WORDS:
            line.label("furniture", "run-of-headlines")
        elif looks_related(line):
            line.label("furniture", "related-headline")
        else:
            line.label("heading", "heading")
        before = line


def looks_related(line: Line) -> bool:
    """Is a short line inside the text another report's headline rather than a heading?

    Headlines of sites are cut in two by dots, bars or a colon ("الخرطوم.. قصف", "مصدر: …", "… |صور"); headings are not.
    """
    if line.teaser and line.count >= TEASER_WORDS:
        return True
    if line.count < SENTENCE_WORDS or line.key.endswith(":"):
        return False
    if _RELATED_SIGN.search(line.key):
        return True
    return line.count >= RELATED_WORDS and _RELATED_COLON.match(line.key) is not None


def _settle_after(group: list[Line], before: Line | None) -> None:
    """After the last sentence: its list or its unfinished rest, then nothing of the report."""
    listed = before is not None and before.role == "paragraph" and before.key.endswith(":")
    open_end = before is not None and before.role == "paragraph"
    for line in group:
        entry = listed and line.count <= MAX_LIST_WORDS and not looks_related(line)
        if open_end and (entry or (line.bullet and line.count <= 2 * MAX_LIST_WORDS)):
            line.label("paragraph", "list")
        elif open_end and not listed and line.key.endswith(":") and line.count <= SENTENCE_WORDS:
            line.label("heading", "heading-colon")
            listed = True
        elif open_end and line.strength == 1 and not line.teaser:
            line.label("paragraph", "weak-sentence")
        elif open_end and before is not None and before.unfinished:
            line.label("paragraph", "continued")
        else:
            line.label("furniture", "after-body")
            open_end = False
        before = line
