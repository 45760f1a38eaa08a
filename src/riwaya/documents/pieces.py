"""Cutting a line that is two things at once: a dateline before its first sentence, furniture after its last."""

from __future__ import annotations

import re

from riwaya.documents.datelines import opening_end
from riwaya.documents.lines import SENTENCE_WORDS, Line
from riwaya.documents.vocabulary import Vocabulary
from riwaya.model import Segment
from riwaya.text.normalize import clean

ADDRESS = ("http://", "https://", "www.", "pic.twitter.com/", "t.co/")
"""How a web address begins."""
_NEXT_SENTENCE = re.compile(r"(?<!\.)\.(?=\s)")
MAX_ADDRESSES = 20
"""Addresses cut from the end of one paragraph; posts carry two or three."""


def cut_line(line: Line, vocabulary: Vocabulary, first: bool, outlet: str) -> list[Segment]:
    """The segments of a labelled line, in order; `first` marks the first paragraph of the report."""
    if line.role != "paragraph":
        return [Segment(line.role, line.start, line.end, line.rule)]
    # "قال مصدر لوكالة سانا:" opens with an agency too, but it is a sentence
    begin = 0
    if not line.opening and opening_end(line.key, first, outlet):
        cleaned = clean(line.text)
        if end := opening_end(cleaned.folded, first, outlet):
            begin = cleaned.offsets.to_source(0, end)[1]
    pieces = [("dateline", "dateline-opening", 0, begin)] if 0 < begin < len(line.text) else []
    body_end, furniture = _furniture_inside(line, vocabulary)
    begin = pieces[0][3] if pieces else 0
    if body_end > begin:
        pieces.append((line.role, line.rule, begin, body_end))
    pieces += furniture
    return [segment for piece in pieces if (segment := _segment(line, *piece))]


def _furniture_inside(line: Line, vocabulary: Vocabulary) -> tuple[int, list[tuple[str, str, int, int]]]:
    """Where the paragraph's own words end, and the pieces after that."""
    text = line.text
    end = len(text)
    pieces: list[tuple[str, str, int, int]] = []
    for _ in range(MAX_ADDRESSES):
        parts = text[:end].rsplit(None, 1)
        if len(parts) < 2 or not parts[1].startswith(ADDRESS):
            break
        end = len(parts[0])
    if end < len(text):
        pieces = [("furniture", "address-inside", end, len(text))]
    for name, pattern in (("inline", vocabulary.inline), ("inline-stop", vocabulary.inline_stop)):
        if not pattern.search(line.key):
            continue
        cleaned = clean(text)
        found = pattern.search(cleaned.folded)
        if not found or not found.end() > found.start() > 0:
            continue
        start, _ = cleaned.offsets.to_source(found.start(), found.end())
        if start >= end:
            continue
        stop = _NEXT_SENTENCE.search(text, start) if name == "inline-stop" else None
        if not stop or len(text[stop.start() :].split()) <= SENTENCE_WORDS:
            return start, [("furniture", name, start, len(text))]
        # a link in the midst of a paragraph: the paragraph goes on behind the link's full stop
        return start, [("furniture", name, start, stop.end()), ("paragraph", line.rule, stop.end(), len(text))]
    return end, pieces


def _segment(line: Line, role: str, rule: str, start: int, end: int) -> Segment | None:
    """A piece of the line without surrounding white space; None for a blank one."""
    raw = line.text[start:end]
    if not raw.strip():
        return None
    start += len(raw) - len(raw.lstrip())
    return Segment(role, line.start + start, line.start + start + len(raw.strip()), rule)
