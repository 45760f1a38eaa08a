"""Which reports repeat each other's text: near-copies by MinHash, verified by containment, and the lines of a site.

Only body lines count. Furniture makes false kin inside one site, so a line that one site repeats on several pages is
left out even where no labeller knew it. A translated copy shares no words and is not seen here.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riwaya.accounts import CopyEdge
from riwaya.lexicons.outlets import owner_of
from riwaya.model import BODY_ROLES, Document
from riwaya.text.addresses import host_of
from riwaya.text.normalize import fold_key

Hashes = NDArray[np.uint32]

SHINGLE = 3
"""Words of a shingle: two meet by chance in any two reports of a strike, four miss a text with every fifth word new."""
BINS, BANDS = 128, 64
"""One-permutation MinHash, two bins a band: finds copies of which 35 % is rewritten (recall .7; bands of four: 0)."""
LEAST_CONTAINMENT = 0.3
"""Share of the shorter text's shingles found in the other; wire copies in the press share about 30 % of theirs."""
VERBATIM = 0.9
"""Shared share of both texts from which nothing but a word or a line was changed."""
EXCERPT_CONTAINMENT, EXCERPT_LENGTH = 0.6, 0.6
"""An excerpt stands for the most part in the other text and is clearly shorter."""
DAYS_APART = 7
"""A copy is published within a week of its original; the same words later are background told again."""
STOCK_SHARE, STOCK_LEAST = 0.005, 50
"""A shingle in more than 0.5 % of the reports is a stock paragraph's; a wire story rarely stands in fifty papers."""
SITE_LINE = 3
"""A line on three pages of one site belongs to the site: a story may be posted again once."""
NEIGHBOURS = 40
"""Partners that are tried for each report in one bucket of a band. Copies chain, so a bucket's group stays whole."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report's body as hashes: its lines, where they stand, and the shingles of each (`line_of` says whose).

    Headline and lead have the hash 0: an outlet may head two reports alike, and they are the report's own.
    """

    report_id: str
    site: str
    day: int | None
    lines: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    shingles: Hashes
    line_of: NDArray[np.uint16]


def sheet_of(document: Document) -> Sheet:
    """Hash the body lines of a document."""
    report = document.report
    lines: list[int] = []
    bounds: list[tuple[int, int]] = []
    pieces: list[Hashes] = []
    for segment in document.segments:
        if segment.role not in BODY_ROLES:
            continue
        words = _WORD.findall(fold_key(report.text[segment.start : segment.end]))
        own = segment.role in ("headline", "lead")
        lines.append(0 if own else zlib.crc32(" ".join(words).encode("utf-8", "surrogatepass")))
        bounds.append((segment.start, segment.end))
        pieces.append(_shingles(words))
    shingles = np.concatenate(pieces) if pieces else np.empty(0, np.uint32)
    line_of = np.repeat(np.arange(len(pieces), dtype=np.uint16), [len(piece) for piece in pieces])
    day = document.published.toordinal() if document.published else None
    return Sheet(
        report.id, host_of(report.url) or owner_of(document.outlet), day, tuple(lines), tuple(bounds), shingles, line_of
    )


def _shingles(words: Sequence[str]) -> Hashes:
    """One hash for each run of three words, in text order."""
    if len(words) < SHINGLE:
        return np.empty(0, np.uint32)
    single = np.fromiter((zlib.crc32(w.encode("utf-8", "surrogatepass")) for w in words), np.uint32, len(words))
    # odd multipliers keep the order of the words; the shifts spread the hash over its high bits, which choose bins
    mixed = single[:-2] * np.uint32(0x9E3779B1) + single[1:-1] * np.uint32(0x85EBCA77) + single[2:]
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(13)
    return mixed


def site_lines(sheets: Iterable[Sheet]) -> frozenset[tuple[str, int]]:
    """Lines, with their site, that stand on several of its pages: lists of other stories, not the report's own text."""
    pages: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        if sheet.site:
            pages.update({(sheet.site, line) for line in sheet.lines if line})
    return frozenset(line for line, times in pages.items() if times >= SITE_LINE)


def find_copies(sheets: Sequence[Sheet]) -> list[CopyEdge]:
    """Pairs of reports of which one repeats the other's text, with how much and in what way; sorted by their ids."""
    ordered = sorted(sheets, key=lambda sheet: (sheet.day or 0, sheet.report_id))
    texts = _own_shingles(ordered)
    sketches = np.stack([_sketch(text) for text in texts]) if texts else np.empty((0, BINS), np.uint32)
    edges = []
    for first, second in _candidates(ordered, texts, sketches):
        edge = _edge(ordered[first], ordered[second], texts[first], texts[second])
        if edge:
            edges.append(edge)
    return sorted(edges, key=lambda edge: (edge.first, edge.second))


def _own_shingles(sheets: Sequence[Sheet]) -> list[Hashes]:
    """Each report's set of shingles, sorted, without lines of the site and without stock paragraphs."""
    repeated = site_lines(sheets)
    texts = []
    for sheet in sheets:
        own = np.array([(sheet.site, line) not in repeated for line in sheet.lines], bool)
        texts.append(np.unique(sheet.shingles[own[sheet.line_of]] if len(own) else sheet.shingles))
    most = max(STOCK_LEAST, STOCK_SHARE * len(sheets))
    if len(sheets) <= most:
        return texts
    values, times = np.unique(np.concatenate(texts), return_counts=True)
    stock = values[times > most]
    return [np.setdiff1d(text, stock, assume_unique=True) for text in texts] if len(stock) else texts


def _sketch(text: Hashes) -> Hashes:
    """The least hash of each bin; an empty bin takes its right neighbour's, marked with how far it was carried."""
    sketch = np.full(BINS, np.iinfo(np.uint32).max, np.uint32)
    if not len(text):
        return sketch
    bins = (text >> np.uint32(25)).astype(np.intp)  # the top seven of 32 bits: 128 bins
    np.minimum.at(sketch, bins, text)
    filled = np.unique(bins)
    after = np.searchsorted(filled, np.arange(BINS)) % len(filled)
    distance = (filled[after] - np.arange(BINS)) % BINS
    return sketch[filled[after]] + distance.astype(np.uint32) * np.uint32(0x9E3779B1)


def _candidates(sheets: Sequence[Sheet], texts: Sequence[Hashes], sketches: Hashes) -> Iterator[tuple[int, int]]:
    """Pairs that fall into one bucket of a band and were published within a week, or at a time unknown."""
    readable = np.array([i for i, text in enumerate(texts) if len(text)], np.intp)
    number = len(sheets)
    found = np.empty(0, np.uint64)
    for band in range(BANDS):
        low, high = sketches[readable, 2 * band].astype(np.uint64), sketches[readable, 2 * band + 1].astype(np.uint64)
        keys = (low << np.uint64(32)) | high
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        edges = np.flatnonzero(np.diff(keys)) + 1
        pairs = array("Q")  # i * number + j: a pair takes eight bytes
        for members in np.split(readable[order], edges) if len(keys) else ():
            if len(members) > 1:
                pairs.extend(i * number + j for i, j in _near_in_time(sheets, members))
        if pairs:
            found = np.union1d(found, np.frombuffer(pairs, np.uint64))
    for pair in found.tolist():
        yield divmod(pair, number)


def _near_in_time(sheets: Sequence[Sheet], members: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Pairs of one bucket; members stand in order of day, so the nearest in time are tried."""
    places = members.tolist()
    for i, first in enumerate(places):
        for second in places[i + 1 : i + 1 + NEIGHBOURS]:
            a, b = sheets[first].day, sheets[second].day
            if a is None or b is None or abs(b - a) <= DAYS_APART:
                yield first, second


def _edge(first: Sheet, second: Sheet, a: Hashes, b: Hashes) -> CopyEdge | None:
    shared = len(np.intersect1d(a, b, assume_unique=True))
    shorter, longer = sorted((len(a), len(b)))
    containment = shared / shorter
    if containment < LEAST_CONTAINMENT:
        return None
    if shared / (len(a) + len(b) - shared) >= VERBATIM:
        reason = "verbatim"
    elif containment >= EXCERPT_CONTAINMENT and shorter < EXCERPT_LENGTH * longer:
        reason = "excerpt"
    else:
        reason = "edited"
    low, high = sorted((first.report_id, second.report_id))
    return CopyEdge(low, high, reason, round(containment, 3))


def copy_groups(edges: Iterable[CopyEdge]) -> dict[str, str]:
    """For each report on an edge, the report with the least id that its text is connected to."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        neighbours[edge.first].add(edge.second)
        neighbours[edge.second].add(edge.first)
    group: dict[str, str] = {}
    for report_id in sorted(neighbours):
        if report_id in group:
            continue
        waiting = [report_id]
        while waiting:
            reached = waiting.pop()
            if reached not in group:
                group[reached] = report_id
                waiting += neighbours[reached]
    return group
