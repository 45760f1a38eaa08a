"""Which stretches of a report are its text and which are page furniture: a role for every line, nothing deleted.

The order of evidence, surest first:

1. what a line says by itself: buttons, counts, dates, links, credits (`vocabulary`, `page_dates`, `datelines`);
2. the headline: the line that the title repeats, else a repeated line of 4-25 words, else the line over the text;
3. the body: from the first sentence to the last, `strength` telling sentences from headlines (`lines`);
4. runs: what follows "اقرأ أيضا", "الأكثر قراءة" or a comment box, until the text resumes;
5. short lines left over: over the body a byline or dek, inside it a heading or a related headline, after it furniture.
"""

from __future__ import annotations

import re
from collections import Counter

from riwaya.documents import datelines, page_dates
from riwaya.documents.body import find_body
from riwaya.documents.lines import Line, sentence_strength, split_lines
from riwaya.documents.pieces import ADDRESS, cut_line
from riwaya.documents.vocabulary import Vocabulary, load_vocabulary
from riwaya.model import Segment
from riwaya.text.full_dates import find_date

_TWEET = re.compile(r"^[—–-]+\s.*\(@\w+\)")
_TEMPLATE = re.compile(r"^\W*\{\{.*\}\}\W*$")
_EMAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_TAG_SIGNS = re.compile(r"[,،|/•·#]+")

MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 4, 25
"""A repeated line outside these bounds is a button or a paragraph."""
MAX_TITLE_WORDS = 30
"""A longer line that contains the title is a paragraph that begins with it."""
MAX_LABEL_LETTERS = 800
"""The longest menus and notices; a longer line is text whatever it begins with, and costs patterns no time."""
MAX_FOREIGN_WORDS = 12
"""A longer line without Arabic letters is a quotation rather than a button."""
MAX_AUTHOR_LINE = 12
"""Two authors with their towns; a longer line that holds the author's name is a sentence about the author."""
REPEAT_WORDS = 8
"""Shorter lines recur by chance; a paragraph of this length told twice is an embedded copy."""


def label_lines(
    text: str, *, title: str | None = None, outlet: str | None = None, byline: str | None = None
) -> tuple[Segment, ...]:
    """A segment for each non-blank line, in order; a line that ends in furniture or begins with a dateline is cut.

    Every character that is not white space lies in exactly one segment, and no segment begins or ends with white
    space. Offsets: half-open code points of `text`. `title` is what the report's metadata calls it, `outlet` who
    published it, `byline` who wrote it; all three only help. Errors: BadLexicon from the tables.
    """
    lines = split_lines(text)
    vocabulary = load_vocabulary()
    for line in lines:
        line.opening = vocabulary.opens_sentence(line)
        line.strength = sentence_strength(line)
    known = _title_words(title)
    _label_headline_by_title([line for line in lines if not _published(line, vocabulary)], known)
    _label_byline_by_name(lines, byline)
    for line in lines:
        if line.open:
            _label_alone(line, vocabulary, outlet or "")
    _label_repeats(lines)
    find_body(lines, title=frozenset(known), outlet=outlet or "")
    first = next((line for line in lines if line.role == "paragraph"), None)
    return tuple(piece for line in lines for piece in cut_line(line, vocabulary, line is first, outlet or ""))


def _label_headline_by_title(lines: list[Line], known: list[str]) -> None:
    """Every line that the title repeats is a headline. A crawled title may hold the headline several times over."""
    if not known:
        return
    base = _unrepeated(known)
    whole = f" {' '.join(known)} "
    for line in lines:
        if not line.words or line.count > MAX_TITLE_WORDS:
            continue
        inside = line.count > 2 and f" {line.joined} " in whole
        # a short line must be half of the title at least: the rest may be the names of section and site
        part = inside and (line.count > MIN_HEADLINE_WORDS or 2 * line.count >= len(base))
        longer = len(base) >= MIN_HEADLINE_WORDS and line.joined.startswith(" ".join(base) + " ")
        if line.words == base or part or longer:
            line.label("headline", "title")


def _label_byline_by_name(lines: list[Line], byline: str | None) -> None:
    """The first short line that holds the author's name, over the text's first sentence, is the byline."""
    name = f" {' '.join(_title_words(byline))} "
    for line in lines if name.strip() else ():
        if line.open and line.strength == 2:
            return
        if line.open and line.count <= MAX_AUTHOR_LINE and name in f" {line.joined} ":
            line.label("byline", "author")
            return


def _title_words(title: str | None) -> list[str]:
    return split_lines(" ".join(title.split()))[0].words if title and title.strip() else []


def _unrepeated(words: list[str]) -> list[str]:
    for length in range(3, len(words) // 2 + 1):
        if words[:length] == words[length : 2 * length]:
            return words[:length]
    return words


def _label_alone(line: Line, vocabulary: Vocabulary, outlet: str) -> None:
    """Label what a line says by itself; note the run that it begins."""
    if not line.words:
        line.label("furniture", "sign")
        return
    if len(line.key) > MAX_LABEL_LETTERS:
        return
    kind, row_id = vocabulary.run(line)
    if kind:
        line.run = kind
        line.label("furniture", f"{kind}:{row_id}")
        return
    if datelines.is_filing(line, outlet) and line.joined not in vocabulary.topics:
        line.label("dateline", "filing")
        return
    rule = vocabulary.furniture(line) or _date_rule(line, vocabulary) or _shape_rule(line)
    if rule:
        line.label("furniture", rule)
        line.run = "mark" if rule.partition(":")[2] in vocabulary.ends else ""
    elif datelines.has_author_label(line):
        line.label("byline", "author-label")
    elif vocabulary.is_menu(line):
        line.label("furniture", "topic:topics")
    elif vocabulary.is_caption(line):
        line.label("caption", "caption")


def _date_rule(line: Line, vocabulary: Vocabulary) -> str:
    """The rule of a line that holds a date and little else; `published_label` and `updated_label` say whose date."""
    if line.count > page_dates.MAX_DATE_WORDS:
        return ""
    label = vocabulary.date_label(line)
    if label and not line.stop and page_dates.holds_little_but_a_date(line):
        return f"date:{label}"
    if not page_dates.is_date_line(line):
        return ""
    bare = line.joined.replace(" ", "").isdigit() and not find_date(line.key)
    return "number" if bare else "date-line"


def _published(line: Line, vocabulary: Vocabulary) -> bool:
    """Does the line give the day of publication or change? A crawled title may repeat it after the headline."""
    return _date_rule(line, vocabulary).startswith("date:")


def _shape_rule(line: Line) -> str:
    key = line.key
    if line.count == 1 and len(line.joined) <= 2:
        return "sign"
    parts = key.split()
    if all(part.startswith(ADDRESS) for part in parts) or _EMAIL.match(key):
        return "address"
    if _TWEET.match(key):
        return "tweet-signature"
    if all(part.startswith("#") and len(part) > 1 for part in parts):
        return "hashtags"
    if _TEMPLATE.match(key):
        return "template"
    if not line.arabic and line.count <= MAX_FOREIGN_WORDS:
        return "no-arabic"
    if _is_tag_list(line):
        return "tag-list"
    return ""


def _is_tag_list(line: Line) -> bool:
    if line.stop or line.strength or line.count > 4 * MIN_HEADLINE_WORDS:
        return False
    parts = [part.strip() for part in _TAG_SIGNS.split(line.key)]
    if len(parts) < 3 or not all(part and len(part.split()) <= 2 for part in parts):
        return False
    return not {"agency", "desk"} & {datelines.kind_of_part(part) for part in parts}


def _label_repeats(lines: list[Line]) -> None:
    """A repeated line of 4-25 words over the body is the headline; a paragraph's second copy is furniture."""
    counts = Counter(line.joined for line in lines)
    seen: set[str] = set()
    for line in lines:
        if line.open and line.joined in seen and line.strength and line.count >= REPEAT_WORDS:
            line.label("furniture", "repeated")
        seen.add(line.joined)
    if any(line.role == "headline" for line in lines):
        return
    body = next((i for i, line in enumerate(lines) if line.open and line.strength == 2), len(lines))
    repeated = [
        line.joined
        for line in lines[: body + 1]
        if line.open and counts[line.joined] > 1 and MIN_HEADLINE_WORDS <= line.count <= MAX_HEADLINE_WORDS
    ]
    if repeated:
        for line in lines:
            if line.joined == repeated[-1] and (line.open or line.rule == "repeated"):
                line.label("headline", "repeated-headline")
