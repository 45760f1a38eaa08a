"""A sentence with its phrases and the quotations of its report: what finding speakers and contents looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.text.sentences import Quotation
from riwaya.text.tokens import BREAK, SIGN, WORD

_ENTITLED = frozenset(
    {"عنوان", "بعنوان", "اسم", "باسم", "شعار", "بشعار", "وسم", "هاشتاغ", "مسمي", "عملية", "حملة", "فيلم"}
)
"""Words before a quotation that is a title or a name."""


_OPENING = frozenset("«‹“„")
_CLOSING = frozenset("»›")


@dataclass(frozen=True, slots=True)
class Scene:
    """Sentence number `at` of a report; `quotations` are those of the whole report that lie in no other."""

    at: int
    sentence: Sentence
    phrases: Sequence[Phrase]
    quotations: Sequence[Quotation]

    def opens(self, i: int) -> Quotation | None:
        """The quotation whose opening mark is token i."""
        return next((q for q in self.quotations if q.opener == i), None)

    def is_speech(self, quote: Quotation) -> bool:
        """Is the quoted stretch a thing said, not a name in quotation marks?"""
        words = [k for k in range(quote.first, quote.last + 1) if self.sentence.tokens.kinds[k] == WORD]
        behind = range(quote.closer + 1, min(quote.closer + 3, self.sentence.stop))
        goes_on = any(self.sentence.find(k, "cues") for k in behind)  # "قال فلان «…» مضيفا أن"
        if not goes_on and any(self.sentence.link(k, "complementizer") for k in behind):
            return False  # "ذكرت «…» أن": the quotation is the speaker's name
        named = self.phrase_from(quote.first)
        if named and named.last >= quote.last:
            return False  # "عناصر «جيش الجبل»"
        if quote.opener > self.sentence.first and self.sentence.tokens.words[quote.opener - 1] in _ENTITLED:
            return False
        if len(words) >= 5:  # names in quotation marks have fewer words
            return True
        return len(words) >= 2 and any(self.sentence.is_verb(k) or self.sentence.find(k, "acts") for k in words)

    def closes_content(self, quote: Quotation, stop: int) -> bool:
        """Does nothing but signs follow the quotation inside the content?"""
        return all(
            self.sentence.tokens.kinds[k] in (SIGN, BREAK) for k in range(quote.closer, min(stop, self.sentence.stop))
        )

    def trim(self, first: int, last: int) -> tuple[int, int, bool]:
        """Drop signs at both ends; direct when one pair of quotation marks held all of it."""
        kinds, words = self.sentence.tokens.kinds, self.sentence.tokens.words
        while last > first and kinds[last] in (SIGN, BREAK) and words[last] not in ")]":
            if self.sentence.is_quote(last) and not (
                words[last] in _OPENING and all(last != q.closer for q in self.quotations)
            ):
                break
            last -= 1
        while first < last and kinds[first] in (SIGN, BREAK):
            # some typists turn the marks round and never close them: "قال :»إن"
            if self.sentence.is_quote(first) and not (words[first] in _CLOSING and self.opens(first) is None):
                break
            first += 1
        quote = self.opens(first)
        if quote and quote.closer == last:
            return quote.first, quote.last, True
        return first, last, False

    def phrase_from(self, i: int) -> Phrase | None:
        """The phrase that begins at token i."""
        return next((p for p in self.phrases if p.first == i), None)

    def phrase_starts(self, i: int, *kinds: str) -> bool:
        """Does a phrase of one of these kinds begin at token i?"""
        phrase = self.phrase_from(i)
        return phrase is not None and phrase.kind in kinds
