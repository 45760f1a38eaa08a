"""Spans and offset maps: how a place in a derived text finds its way back to the report, exactly.

All offsets are half-open and count Unicode code points. UTF-16 appears only in `OffsetMap.utf16`, for browsers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of `report.text`: `text[start:end] == exact`, always.

    Make spans with `Span.of(text, start, end)`; it checks the bounds. Errors: ValueError for bounds outside the text.
    """

    start: int
    end: int
    exact: str = field(compare=False)

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """The span [start, end) of `text`. Errors: ValueError when the bounds do not lie in the text."""
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"span [{start}, {end}) does not lie in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def check(self, text: str) -> None:
        """Assert the contract of evidence. Errors: ValueError when `text[start:end]` is not `exact`."""
        if text[self.start : self.end] != self.exact:
            found = text[self.start : self.end]
            raise ValueError(f"span [{self.start}, {self.end}) reads {found!r}, not {self.exact!r}")

    def overlaps(self, other: Span) -> bool:
        """Do the two share at least one character?"""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Does this span hold the whole of the other?"""
        return self.start <= other.start and other.end <= self.end

    def as_json(self) -> dict[str, object]:
        """`{"start", "end", "exact"}`."""
        return {"start": self.start, "end": self.end, "exact": self.exact}


class Piece(NamedTuple):
    """A stretch of the derived text and the stretch of the source it stands for.

    A `copy` piece has the same length on both sides and maps character by character; any other piece is atomic.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    copy: bool


class OffsetMap:
    """Where each character of a derived text comes from in its source text.

    The pieces cover the derived text in order. An atomic piece (a letter with its vowel marks, a ligature, a word
    joined over a gap) is never cut: a span that touches it takes the whole of its source.
    """

    __slots__ = ("_starts", "identity", "length", "pieces", "source_length")

    def __init__(self, pieces: Iterable[Piece], length: int, source_length: int) -> None:
        self.pieces = tuple(pieces)
        self.length = length
        self.source_length = source_length
        self._starts = [p.start for p in self.pieces]
        self.identity = length == source_length and all(p.copy and p.start == p.source_start for p in self.pieces)

    @classmethod
    def same(cls, length: int) -> OffsetMap:
        """The map of a text onto itself."""
        return cls((Piece(0, length, 0, length, True),) if length else (), length, length)

    @classmethod
    def of_edits(cls, source_length: int, edits: Iterable[tuple[int, int, int]]) -> OffsetMap:
        """The map made by edits `(source_start, source_end, new_length)`, in order and not overlapping.

        An edit of new length 0 is a deletion. Errors: ValueError when edits overlap or leave the text.
        """
        pieces: list[Piece] = []
        at = position = 0
        for start, end, new_length in edits:
            if start < position or end < start or end > source_length:
                raise ValueError(f"edit [{start}, {end}) is out of order or outside the text")
            if start > position:
                pieces.append(Piece(at, at + start - position, position, start, True))
                at += start - position
            if new_length:
                pieces.append(Piece(at, at + new_length, start, end, False))
                at += new_length
            position = end
        if position < source_length:
            pieces.append(Piece(at, at + source_length - position, position, source_length, True))
            at += source_length - position
        return cls(pieces, at, source_length)

    @classmethod
    def utf16(cls, text: str) -> OffsetMap:
        """The view a browser has: derived offsets are code points, source offsets are UTF-16 units."""
        pieces: list[Piece] = []
        unit = run = 0
        for i, char in enumerate(text):
            if char > "\uffff":
                if i > run:
                    pieces.append(Piece(run, i, unit - (i - run), unit, True))
                pieces.append(Piece(i, i + 1, unit, unit + 2, False))
                run = i + 1
                unit += 2
            else:
                unit += 1
        if len(text) > run:
            pieces.append(Piece(run, len(text), unit - (len(text) - run), unit, True))
        return cls(pieces, len(text), unit)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source stretch of the derived stretch [start, end). Errors: ValueError outside the derived text."""
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"[{start}, {end}) does not lie in a derived text of {self.length} characters")
        if self.identity:
            return start, end
        first = self._source_start(start)
        if start == end:
            return first, first
        piece = self.pieces[bisect_right(self._starts, end - 1) - 1]
        return first, piece.source_start + (end - piece.start) if piece.copy else piece.source_end

    def _source_start(self, start: int) -> int:
        if start >= self.length:
            return self.source_length
        piece = self.pieces[bisect_right(self._starts, start) - 1]
        return piece.source_start + (start - piece.start) if piece.copy else piece.source_start

    def from_source(self, position: int) -> int:
        """The first place in the derived text that stands for the source at or behind `position`."""
        if self.identity:
            return position
        k = bisect_left(self.pieces, position, key=lambda piece: piece.source_start)
        if k:
            before = self.pieces[k - 1]
            if before.copy and position < before.source_end:
                return before.start + position - before.source_start
        return self.pieces[k].start if k < len(self.pieces) else self.length

    def compose(self, inner: OffsetMap) -> OffsetMap:
        """The map from this derived text to the source of `inner`, whose derived text is this map's source.

        Errors: ValueError when the two do not meet.
        """
        if self.source_length != inner.length:
            raise ValueError("the maps do not meet: the lengths of the middle text differ")
        if self.identity:
            return inner
        if inner.identity:
            return self
        pieces: list[Piece] = []
        for p in self.pieces:
            if p.copy:
                pieces.extend(_through(p, inner))
            else:
                pieces.append(Piece(p.start, p.end, *inner.to_source(p.source_start, p.source_end), False))
        return OffsetMap(pieces, self.length, inner.source_length)

    def invert(self) -> OffsetMap:
        """The map from source to derived text; deleted stretches become atomic and map to an empty place.

        Errors: ValueError when pieces overlap in the source (a composed map that cut an atomic piece).
        """
        pieces: list[Piece] = []
        position = at = 0
        for p in self.pieces:
            if p.source_start < position:
                raise ValueError("this map cannot be inverted: two pieces share a stretch of the source")
            if p.source_start > position:
                pieces.append(Piece(position, p.source_start, at, at, False))
            pieces.append(Piece(p.source_start, p.source_end, p.start, p.end, p.copy))
            position, at = p.source_end, p.end
        if position < self.source_length:
            pieces.append(Piece(position, self.source_length, at, at, False))
        return OffsetMap([p for p in pieces if p.end > p.start], self.source_length, self.length)


def _through(outer: Piece, inner: OffsetMap) -> Iterable[Piece]:
    """Carry a copy piece through `inner`, cut wherever `inner` changes."""
    position = outer.source_start
    k = bisect_right(inner._starts, position) - 1
    while position < outer.source_end:
        piece = inner.pieces[k]
        stop = min(piece.end, outer.source_end)
        start = outer.start + position - outer.source_start
        if piece.copy:
            shift = piece.source_start - piece.start
            yield Piece(start, start + stop - position, position + shift, stop + shift, True)
        else:
            yield Piece(start, start + stop - position, piece.source_start, piece.source_end, False)
        position = stop
        k += 1
