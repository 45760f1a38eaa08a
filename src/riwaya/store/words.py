"""The words of a text as searches see them: folded, with and without what is joined to their front; and their places.

The same function makes the words of texts and those of questions, for every database. What is shown is always the
text itself: the places of its words are kept with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riwaya.text.clitics import stems
from riwaya.text.normalize import clean, fold_key
from riwaya.text.tokens import NUMBER, WORD, Tokens

MAX_LETTERS = 64
"""Letters of a word that count: longer "words" are addresses and broken text, and an index holds no longer entries."""
_SHORTEST_BARE = 4
"""Letters that must remain when a question's word loses a single front letter without an article: in "لجنة", "كفر" and
"بحر" the first letter is the word's own, and what remains is another, frequent word."""
_GROUPING = re.compile("[.,٬']")


def word_offsets(text: str) -> list[tuple[int, int]]:
    """Where each word and number of a text stands, in order."""
    tokens = Tokens(text, clean(text))
    return [tokens.bounds(i, i) for i, kind in enumerate(tokens.kinds) if kind in (WORD, NUMBER)]


def folded(written: str) -> str:
    """A word as it is compared: folded letters without marks, ة as ه, small Latin letters, numbers without grouping."""
    return _GROUPING.sub("", fold_key(written).replace("ة", "ه").replace(" ", "")).casefold()[:MAX_LETTERS]


def index_words(written: str) -> tuple[str, ...]:
    """All forms under which a word of a text is found: itself, and without the clitics that it may begin with."""
    word = folded(written)
    return tuple(dict.fromkeys(stem.text for stem in stems(word))) if word else ()


def query_words(written: str) -> tuple[str, ...]:
    """The forms by which a word of a question is looked for, any of which will do."""
    word = folded(written)
    return tuple(
        dict.fromkeys(
            stem.text
            for stem in stems(word)
            if stem.text and (not stem.skip or stem.article or len(stem.text) >= _SHORTEST_BARE)
        )
    )


def vocabulary(text: str, offsets: Sequence[tuple[int, int]]) -> list[str]:
    """All forms under which a text is found, sorted, each once."""
    written = {text[start:end] for start, end in offsets}
    return sorted({form for word in written for form in index_words(word)})


def pack_offsets(offsets: Sequence[tuple[int, int]]) -> bytes:
    """Places of words as gaps and lengths in variable-length numbers: about two bytes a word."""
    out = bytearray()
    at = 0
    for start, end in offsets:
        for number in (start - at, end - start):
            rest = number
            while rest > 0x7F:
                out.append(rest & 0x7F | 0x80)
                rest >>= 7
            out.append(rest)
        at = end
    return bytes(out)


def unpack_offsets(data: bytes) -> list[tuple[int, int]]:
    """The places that were packed."""
    numbers = _numbers(data)
    out = []
    at = 0
    for gap in numbers:
        start = at + gap
        at = start + next(numbers)
        out.append((start, at))
    return out


def _numbers(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
        else:
            yield number
            number = shift = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for: every phrase must occur. A phrase is words in a row, each in any of its forms."""

    phrases: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """All words of all phrases, each with its forms: a text that lacks one does not answer."""
        return tuple(dict.fromkeys(word for phrase in self.phrases for word in phrase))

    def places(self, text: str, offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where in a text the phrases stand, in order; nothing if one of them is missing."""
        memo: dict[str, frozenset[str]] = {}
        forms = []
        for start, end in offsets:
            written = text[start:end]
            if written not in memo:
                memo[written] = frozenset(index_words(written))
            forms.append(memo[written])
        found: list[tuple[int, int]] = []
        for phrase in self.phrases:
            hits = [
                (offsets[i][0], offsets[i + len(phrase) - 1][1])
                for i in range(len(forms) - len(phrase) + 1)
                if all(not forms[i + k].isdisjoint(word) for k, word in enumerate(phrase))
            ]
            if not hits:
                return []
            found += hits
        return sorted(set(found))


_QUOTED = re.compile('["«“”»]')


def ask(words: str) -> Question:
    """The question that a line of words makes; words within quotation marks must follow each other."""
    phrases: list[tuple[tuple[str, ...], ...]] = []
    for n, part in enumerate(_QUOTED.split(words)):
        forms = [query_words(part[start:end]) for start, end in word_offsets(part)]
        known = tuple(word for word in forms if word)
        if n % 2 and known:
            phrases.append(known)
        else:
            phrases += [(word,) for word in known]
    return Question(tuple(dict.fromkeys(phrases)))
