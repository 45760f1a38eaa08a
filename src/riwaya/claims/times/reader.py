"""What every reader of time words works with: tokens, the anchor, and the reading it hands back."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from riwaya.claims.times.periods import Anchor, Period, precision_of
from riwaya.claims.times.words import AGAIN, TURNS, PhraseTable
from riwaya.text.tokens import NUMBER, WORD, Tokens


class Reading(NamedTuple):
    """Time words up to token `last`, the days they resolve to (None: unresolved), UCDP's date_prec, and the anchor."""

    last: int
    period: Period | None = None
    precision: int | None = None
    anchor: str = "none"


class Reader:
    """Tokens up to `stop` with the anchor, and the time last spoken of (`previous`, told from `spoken`).

    `head` is the token whose clitics are cut, read as `core`.
    """

    __slots__ = ("anchor", "core", "head", "kinds", "previous", "spoken", "stop", "tokens", "words")

    def __init__(self, tokens: Tokens, stop: int, anchor: Anchor, previous: Period | None = None) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.kinds = tokens.kinds
        self.stop = stop
        self.anchor = anchor
        self.previous = previous
        self.spoken = anchor.name if anchor.day else "text"
        self.head = -1
        self.core = ""

    def cut(self, i: int, core: str) -> Reader:
        """The same reader with token i read as `core`, its clitics cut."""
        inner = Reader(self.tokens, self.stop, self.anchor, self.previous)
        inner.head, inner.core, inner.spoken = i, core, self.spoken
        return inner

    def word(self, i: int) -> str:
        """The folded word at i; "" for signs, digits and past the end."""
        if i == self.head:
            return self.core
        return self.words[i] if 0 <= i < self.stop and self.kinds[i] == WORD else ""

    def sign(self, i: int, signs: str) -> bool:
        """Is token i one of these signs?"""
        return 0 <= i < self.stop and len(self.words[i]) == 1 and self.words[i] in signs

    def digits(self, i: int) -> str:
        """The digits at i, "" where there is no plain whole number."""
        return self.words[i] if i < self.stop and self.kinds[i] == NUMBER and self.words[i].isdigit() else ""

    def resolved(self, last: int, period: Period | None, anchor: str, precision: int | None = None) -> Reading:
        """A reading of these days; without days it is unresolved."""
        if period is None:
            return Reading(last)
        return Reading(last, period, precision or precision_of(period), anchor)

    def one_day(self, last: int, day: date | None, anchor: str, precision: int = 1) -> Reading:
        """A reading of one day."""
        return self.resolved(last, Period(day, day) if day else None, anchor, precision)

    def turn(self, i: int) -> tuple[int, int] | None:
        """(turn, last) of الماضي, المقبل, الجاري, قبل الماضي at i: -1 the last, 0 this, 1 the next."""
        again = AGAIN.get(self.word(i))
        if again is not None and TURNS.get(self.word(i + 1)) == again:
            return 2 * again, i + 1
        turn = TURNS.get(self.word(i))
        return None if turn is None else (turn, i)


def longest_phrase(r: Reader, i: int, phrases: PhraseTable) -> int:
    """How many words the longest phrase of the table that stands at i has; 0 where none does."""
    for phrase in phrases.get(r.word(i), ()):
        if all(r.word(i + n) == word for n, word in enumerate(phrase)):
            return len(phrase)
    return 0
