"""Tokens of a cleaned text, kept in columns: words, numbers and single signs, each with its way back to the report.

A token is an index. Columns beat objects here: the readers walk every word of every report.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from riwaya.text.normalize import LETTER, CleanText
from riwaya.text.spans import Span

WORD, NUMBER, SIGN, BREAK = 0, 1, 2, 3
"""Kinds of token: a word, a number in digits, a punctuation sign, a line break."""

# digits keep their grouping and decimals ("16,593", "3.5"); letters of two scripts never share a token
_TOKEN = re.compile(
    rf"(?P<word>[{LETTER}]+|[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)*)|(?P<number>\d+(?:[.,٬]\d+)*)|(?P<sign>[^\s])|(?P<line>\n)"
)


class Tokens(Sequence[str]):
    """The tokens of one report; `tokens[i]` is the folded word.

    `starts`, `ends` are offsets into the cleaned text; only `span` and `bounds` speak of the report's text.
    `numerals` is what `read_numeral` found by first token and stop: counts and dates ask for the same numbers in turn.
    """

    __slots__ = ("clean", "ends", "kinds", "numerals", "report_text", "starts", "words")

    def __init__(self, report_text: str, clean: CleanText) -> None:
        self.report_text = report_text
        self.clean = clean
        self.numerals: dict[tuple[int, int], Any] = {}  # of numerals.Numeral, which stands on tokens
        found = list(_TOKEN.finditer(clean.folded))
        self.words = [match[0] for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self.kinds = [(match.lastindex or 1) - 1 for match in found]  # groups stand in the order of the kinds

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # Sequence's overloads add nothing here
        return self.words[index]

    def spelled(self, i: int) -> str:
        """The word as cleaned but not folded: hamza and ى are kept."""
        return self.clean.text[self.starts[i] : self.ends[i]]

    def bounds(self, first: int, last: int, skip: int = 0, drop: int = 0) -> tuple[int, int]:
        """Report offsets of tokens first..last (inclusive), without `skip` leading and `drop` trailing letters."""
        return self.clean.offsets.to_source(self.starts[first] + skip, self.ends[last] - drop)

    def span(self, first: int, last: int, skip: int = 0, drop: int = 0) -> Span:
        """The report span of tokens first..last (inclusive), without `skip` leading and `drop` trailing letters."""
        return Span.of(self.report_text, *self.bounds(first, last, skip, drop))

    def written(self, i: int) -> str:
        """The token exactly as it stands in the report, vowel marks included."""
        start, end = self.bounds(i, i)
        return self.report_text[start:end]

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Tokens [first, last) that begin inside the report stretch [start, end)."""
        derived = self.clean.offsets.from_source
        return bisect_left(self.starts, derived(start)), bisect_left(self.starts, derived(end))

    def spaced(self, i: int) -> bool:
        """Is there a space (or nothing at all) before token i?"""
        return i == 0 or self.starts[i] > self.ends[i - 1]
