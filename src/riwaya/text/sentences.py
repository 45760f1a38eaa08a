"""Sentences and quotations of a stretch of tokens. A newline always ends a sentence; quotation marks nest."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.text.tokens import BREAK, NUMBER, SIGN, WORD, Tokens

_ENDERS = frozenset(".!?؟…")
_OPENERS = {"«": "»", "“": "”", "„": "”", "‹": "›", "《": "》", "{": "}"}
_CLOSERS = frozenset("»”›》}")
_BOTH = frozenset("\"″'`‟＂")
# Tokens after which a full stop is part of an abbreviation: single letters ("أ. ف. ب") and titles.
_ABBREVIATED = frozenset({"د", "م", "ا", "ف", "ب", "ص", "ت"})


_DOMAINS = frozenset({"نت", "كوم", "نيوز", "اورغ", "تي"})
"""What follows the dot in the names of sites and programmes ("العربية.نت")."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch: tokens first..last (inclusive) between the marks at `opener` and `closer`.

    `closer` is the token after the last one where the closing mark is missing. `depth` 0 is outermost.
    """

    opener: int
    closer: int
    depth: int

    @property
    def first(self) -> int:
        """First token inside the marks."""
        return self.opener + 1

    @property
    def last(self) -> int:
        """Last token inside the marks (smaller than `first` when nothing is quoted)."""
        return self.closer - 1


def split_sentences(tokens: Tokens, first: int, stop: int) -> list[tuple[int, int]]:
    """Sentences of tokens [first, stop) as half-open token ranges, without empty ones."""
    out: list[tuple[int, int]] = []
    start = i = first
    words, kinds = tokens.words, tokens.kinds
    while i < stop:
        if kinds[i] == BREAK:
            if i > start:
                out.append((start, i))
            start = i = i + 1
            continue
        if words[i] in _ENDERS and kinds[i] == SIGN and _ends_sentence(tokens, i, first, stop):
            i += 1
            while i < stop and (words[i] in _ENDERS or words[i] in _CLOSERS or _closing_both(tokens, i, start)):
                i += 1
            out.append((start, i))
            start = i
            continue
        i += 1
    if i > start:
        out.append((start, i))
    return [(a, b) for a, b in out if any(kinds[k] in (WORD, NUMBER) for k in range(a, b))]


def _closing_both(tokens: Tokens, i: int, start: int) -> bool:
    if tokens.words[i] not in _BOTH or tokens.spaced(i):
        return False
    return sum(tokens.words[k] in _BOTH for k in range(start, i)) % 2 == 1


def _ends_sentence(tokens: Tokens, i: int, first: int, stop: int) -> bool:
    words, kinds = tokens.words, tokens.kinds
    if words[i] != ".":
        return True
    before = words[i - 1] if i > first else ""
    if before in _ABBREVIATED and (i < 2 or tokens.spaced(i - 1)) and i + 1 < stop:
        return False
    glued = i + 1 < stop and not tokens.spaced(i + 1)
    if glued and (words[i + 1] in _DOMAINS or (words[i + 1].isascii() and kinds[i + 1] == WORD)):
        return False
    # two dots in a headline ("سوريا.. قتلى") divide, but do not end it
    if i + 1 < stop and words[i + 1] == "." and not tokens.spaced(i + 1):
        return i + 2 < stop and words[i + 2] == "."
    if i > first and words[i - 1] == "." and not tokens.spaced(i):
        return i + 1 >= stop
    return not (i + 1 < stop and kinds[i + 1] == NUMBER and not tokens.spaced(i + 1))


def find_quotations(tokens: Tokens, first: int, stop: int) -> list[Quotation]:
    """Quotations of tokens [first, stop), outermost first.

    One that is not closed ends with its paragraph, unless the next paragraphs close it or open it again.
    """
    out: list[Quotation] = []
    open_marks: list[tuple[str, int]] = []
    skipped = -1
    for i in range(first, stop):
        word = tokens.words[i]
        if i == skipped:
            continue
        if tokens.kinds[i] == BREAK:
            begin = next((k for k in range(i + 1, stop) if tokens.kinds[k] != BREAK), stop)
            if open_marks and _runs_on(tokens, begin, stop, open_marks[0][0]):
                del open_marks[1:]
                skipped = begin if tokens.words[begin] in _OPENERS else -1  # the mark is set again in each paragraph
            else:
                out += [Quotation(at, i, depth) for depth, (_, at) in enumerate(open_marks)]
                open_marks.clear()
        elif tokens.kinds[i] != SIGN:
            continue
        elif word in _BOTH:
            _straight(tokens, i, stop, open_marks, out)
        elif open_marks and (word in _CLOSERS or (word in _OPENERS and open_marks[-1][0] == "\u00ab")):
            _close(word, i, open_marks, out)
        elif word in _OPENERS and open_marks and open_marks[-1][0] == _OPENERS[word] and not tokens.spaced(i):
            _close(_OPENERS[word], i, open_marks, out)  # “ typed at both ends
        elif word in _OPENERS:
            open_marks.append((_OPENERS[word], i))
        elif word == "\u00bb" and tokens.spaced(i):
            # some typists turn the marks round: » opens, « closes
            open_marks.append(("\u00ab", i))
    out += [Quotation(at, stop, depth) for depth, (_, at) in enumerate(open_marks)]
    return sorted((q for q in out if q.closer > q.first), key=lambda q: (q.opener, -q.closer))


def _runs_on(tokens: Tokens, begin: int, stop: int, closing: str) -> bool:
    """Does an open quotation go on in the paragraph that begins here: does the mark that ends it come next?"""
    opening = [mark for mark, end in _OPENERS.items() if end == closing]
    for k in range(begin, min(stop, begin + _LONGEST_QUOTATION)):
        if tokens.words[k] == closing:
            return bool(opening)
        if tokens.words[k] in opening and tokens.kinds[k - 1] != BREAK:
            return False
    return False


_LONGEST_QUOTATION = 400  # tokens: a statement of several paragraphs; a mark further off belongs to something else


def _straight(tokens: Tokens, i: int, stop: int, open_marks: list[tuple[str, int]], out: list[Quotation]) -> None:
    """A mark that looks the same on both sides opens after a space and before a word, else closes what is open."""
    word = tokens.words[i]
    is_open = any(mark in _BOTH or mark == "\u201d" for mark, _ in open_marks)
    before_word = i + 1 < stop and not tokens.spaced(i + 1)
    if is_open and (not tokens.spaced(i) or not before_word):
        _close(word, i, open_marks, out)
    elif word not in "'`":
        # a second opening mark means that the first was never closed
        while open_marks and open_marks[-1][0] in _BOTH:
            open_marks.pop()
        open_marks.append((word, i))


def _close(word: str, i: int, open_marks: list[tuple[str, int]], out: list[Quotation]) -> None:
    for depth in range(len(open_marks) - 1, -1, -1):
        mark, at = open_marks[depth]
        # writers mix quote styles (“ … ″): any closing sign closes the innermost mark of its family
        same_family = mark == word or (mark in _BOTH and (word in _BOTH or word in _CLOSERS))
        innermost = depth == len(open_marks) - 1
        if same_family or (innermost and (word in _CLOSERS or (word in _BOTH and mark == "\u201d"))):
            out.append(Quotation(at, i, depth))
            del open_marks[depth:]
            return
