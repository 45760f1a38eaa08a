"""A sentence as the claim stages see it: tokens, lexicon matches, clause breaks, and what stands before a phrase."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from riwaya.lexicons.matcher import Lexicon, Match
from riwaya.model import When
from riwaya.text.sentences import Quotation
from riwaya.text.spans import Span
from riwaya.text.tokens import SIGN, WORD, Tokens

SOFT, HARD = 1, 2
"""Breaks before a token: SOFT at a comma, HARD where another clause begins."""

_RELATIVE = 20  # words of a relative clause that a comma closes
_COMMAS = frozenset("،,؛;–—")
_HARD_LINKS = frozenset({"complementizer", "relative", "conjunction"})
_BREAKING = frozenset({"acts", "cues", "links"})
"""Tables of words that may open a clause."""
_NOTHING: dict[int, list[Match]] = {}
_QUOTES = frozenset("«»“”\"″‟„‹›'`")


@dataclass(slots=True)
class Dated:
    """A date mention with the tokens it covers (inclusive)."""

    first: int
    last: int
    when: When


@dataclass(slots=True)
class Sentence:
    """Tokens [first, stop) of one sentence with everything the lexicon finds in them."""

    tokens: Tokens
    first: int
    stop: int
    role: str
    paragraph: int
    matches: dict[int, list[Match]]
    quotations: list[Quotation] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    breaks: dict[int, int] = field(default_factory=dict)
    by_table: dict[str, dict[int, list[Match]]] = field(default_factory=dict)
    _span: Span | None = None
    _clause_ends: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, tokens: Tokens, first: int, stop: int, lexicon: Lexicon, *, role: str, paragraph: int) -> Sentence:
        """Scan the sentence with the lexicon and find its clause breaks."""
        sentence = cls(tokens, first, stop, role, paragraph, lexicon.scan(tokens, first, stop))
        by_table = sentence.by_table
        for i, found in sentence.matches.items():
            for match in found:
                of_table = by_table.get(match.table)
                if of_table is None:
                    by_table[match.table] = {i: [match]}
                elif i in of_table:
                    of_table[i].append(match)
                else:
                    of_table[i] = [match]
        sentence._find_breaks()
        return sentence

    def of(self, table: str) -> dict[int, list[Match]]:
        """The matches of one table by first token, longer ones first."""
        return self.by_table.get(table, _NOTHING)

    def _find_breaks(self) -> None:
        words, kinds = self.tokens.words, self.tokens.kinds
        markers = self.of("factuality")
        marked = -1  # "دون أن", "يذكر أن": the clause that a phrase of factuality opens is its own
        for i in range(self.first, self.stop):
            if kinds[i] == SIGN:
                if words[i] in ":؛;…" or (words[i] == "." and i + 1 < self.stop):
                    self.breaks[i] = HARD
                elif words[i] in _COMMAS or words[i] in "()":
                    self.breaks[i] = SOFT
                continue
            found = self.matches.get(i)
            if not found:
                continue
            verb = noun = False
            for match in found:
                table = match.table
                if table not in _BREAKING:
                    continue
                if (
                    table == "links"
                    and match.entry.kind in _HARD_LINKS
                    and match.hit.form.pos == "n"
                    and match.entry.id != "add"
                    and not (match.entry.id == "also" and self._within_clause(i))
                    and (not match.hit.drop)
                    and i > marked
                ):
                    self.breaks[i] = HARD
                elif match.hit.conjunction and not self._plain_noun(i):
                    verb |= match.hit.form.pos == "v"
                    noun |= match.hit.form.pos == "n"
                elif (
                    table == "cues"
                    and self._turns(i, match.entry.kind)
                    and not match.hit.article
                    and (match.entry.id != "renewing_p" or self._says_next(i))
                ):
                    self.breaks[i] = HARD
            if verb and i > self.first:
                self.breaks[i] = max(self.breaks.get(i, 0), SOFT if noun else HARD)
            marker = markers.get(i)
            marked = max(marked, marker[0].last) if marker else marked
        self._close_relatives()
        self._join_sides()

    def _close_relatives(self) -> None:
        """`مسلحون في بلدة كذا، التي تسيطر عليها القوات، استهدفوا`: a comma and a bare verb go on behind the clause."""
        for k in list(self.of("links")):
            if not self.link(k, "relative"):
                continue
            for comma in range(k + 2, min(self.stop - 1, k + _RELATIVE)):
                if self.breaks.get(comma) == HARD:
                    break
                if self.tokens.words[comma] in _COMMAS and self._bare_verb(comma + 1):
                    self.breaks[comma] = HARD
                    break

    def _bare_verb(self, i: int) -> bool:
        return self.is_verb(i) and not any(m.hit.conjunction for m in self.matches[i] if m.hit.form.pos == "v")

    def _plain_noun(self, i: int) -> bool:
        """`فردا من القوات`: a person whose name begins with ف is no verb behind it."""
        return self.tokens.words[i].startswith("ف") and any(
            m.table in ("persons", "heads") and not m.hit.skip for m in self.matches[i]
        )

    def _says_next(self, i: int) -> bool:
        """Does a word of saying or an act follow ("مجددا رفضه")? Else "مجددا" is again."""
        return any(
            (m.table in ("acts", "cues") and m.hit.form.pos == "n") or m.entry.row.get("kind") == "complementizer"
            for m in self.matches.get(i + 1, ())
        )

    def _turns(self, i: int, kind: str) -> bool:
        """Does a participle of saying open a clause at token i, or a turn ("من جهته") that follows no word?"""
        return kind == "say_participle" or (kind == "turn" and (i == self.first or self.tokens.kinds[i - 1] == SIGN))

    def _within_clause(self, i: int) -> bool:
        """`اتهمت القوات كذلك ب…`: also, behind a word, joins no clause; كما does."""
        return self.tokens.words[i] != "كما" and i > self.first and self.tokens.kinds[i - 1] != SIGN

    def _join_sides(self) -> None:
        """`بين X من جهة وY من جهة أخرى`: the second side opens no clause."""
        words = self.tokens.words
        sides = [i for i in range(self.first, self.stop - 1) if words[i] == "من" and words[i + 1] == "جهة"]
        for i in sides[1:]:
            self.breaks.pop(i, None)

    @property
    def span(self) -> Span:
        """The sentence's own span, without a final line break."""
        if self._span is None:  # every claim of the sentence asks for it
            self._span = self.tokens.span(self.first, self.stop - 1)
        return self._span

    def find(self, i: int, *tables: str) -> Match | None:
        """The longest match at token i in one of the tables."""
        if len(tables) == 1:
            found = self.by_table.get(tables[0], _NOTHING).get(i)
            return found[0] if found else None
        for match in self.matches.get(i, ()):
            if match.table in tables:
                return match
        return None

    def all(self, table: str) -> Iterator[Match]:
        """Every match of one table, in token order, longer ones first."""
        for found in self.of(table).values():
            yield from found

    def link(self, i: int, *kinds: str) -> Match | None:
        """The longest link word at token i of one of the kinds."""
        found = self.by_table.get("links", _NOTHING).get(i)
        if found:
            for match in found:
                if match.entry.kind in kinds:
                    return match
        return None

    def link_before(self, i: int, *kinds: str) -> Match | None:
        """The longest link word of one of the kinds, of up to three words, that ends right before token i."""
        links = self.by_table.get("links", _NOTHING)
        for k in range(max(self.first, i - 3), i):
            if k in links:
                link = self.link(k, *kinds)
                if link and link.last == i - 1:
                    return link
        return None

    def relative_after(self, i: int, reach: int) -> int | None:
        """The first of the `reach` tokens behind token i that opens a relative clause."""
        return next((k for k in range(i + 1, min(self.stop, i + 1 + reach)) if self.link(k, "relative")), None)

    def is_verb(self, i: int) -> bool:
        """Can token i be a verb of the lexicon, and no noun of it?"""
        found = [m for m in self.matches.get(i, ()) if m.length == 1]
        return any(m.hit.form.pos == "v" for m in found) and not any(
            m.hit.form.pos == "n" and m.entry.table not in ("modifiers", "factuality") for m in found
        )

    def preposition_before(self, i: int) -> str:
        """The preposition (its id in the links table) that ends right before token i, or ""."""
        k = i - 1
        while k >= self.first and self.tokens.kinds[k] == SIGN and self.tokens.words[k] in _QUOTES:
            k -= 1
        links = self.of("links")
        for back in (k - 2, k - 1, k):  # the longest wins: "من قبل" names a doer, "قبل" a time
            for match in links.get(back, ()):
                if match.last == k and match.hit.form.pos == "n" and not (match.hit.drop or match.hit.article):
                    if match.entry.kind == "preposition":
                        return match.entry.id
                    if match.entry.kind == "agent":
                        return "agent"
        if k >= self.first and self.tokens.kinds[k] == WORD and self.tokens.words[k] in ("ب", "ل"):
            return {"ب": "bi", "ل": "li"}[self.tokens.words[k]]
        return ""

    def clause(self, i: int) -> tuple[int, int]:
        """The clause around token i: [start, stop) between HARD breaks."""
        ends = self._clause_ends
        if not ends:
            ends += sorted(k for k, kind in self.breaks.items() if kind == HARD)
            ends.append(self.stop)
        at = bisect_right(ends, i)
        return (ends[at - 1] if at else self.first), ends[at]

    def is_quote(self, i: int) -> bool:
        """Is token i a quotation mark?"""
        return self.tokens.kinds[i] == SIGN and self.tokens.words[i] in _QUOTES

    def dated(self, i: int) -> Dated | None:
        """The date mention that covers token i."""
        if not self.dates:
            return None
        for dated in self.dates:
            if dated.first <= i <= dated.last:
                return dated
        return None
