"""Whose verb it is: whether a phrase can be its subject by form, and who is meant where the subject is left out.

A verb without a subject takes the last one that its form fits: of the clause before, or of the sentence before where
the verb opens its own ("وصلت القوات إلى القرية وأحرقت منازل").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.claims.acts import Trigger
from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.claims.recall import follows_subject
from riwaya.lexicons.matcher import Match
from riwaya.text.tokens import WORD

_OPENING = 3  # a subject stands among the first words of its clause: behind "أن", a verb and an amount
_CLAUSES_BACK = 4  # beyond some clauses the writer names the subject again
_PERSONS = frozenset({"people", "person", "title", "source"})
_CROWDS = frozenset({"actor", "force", "body", "asset", "nisba"})
_CONNECTIVES = frozenset({"كما", "ثم", "كذلك", "و"})


@dataclass(slots=True)
class Standing:
    """The subjects that stand in one sentence as its acts are read from left to right.

    `led` are the doers of the last act led by a subject; `acted_on` whoever suffered an act so far; `earlier` is the
    subject at the end of the sentence before, None where that is not told or another story begins.
    """

    sentence: Sentence
    phrases: Sequence[Phrase]
    earlier: Phrase | None = None
    led: list[Phrase] = field(default_factory=list)
    acted_on: list[Phrase] = field(default_factory=list)

    def subject(self, verb: Match) -> list[Phrase]:
        """Who a verb without a subject of its own speaks of; empty where nobody fits its form."""
        near = self._of_clauses(verb)
        if self.led and (near is None or near.first <= self.led[0].first) and fits(self.sentence, self.led[0], verb):
            return self.led
        if near is not None:
            return [near]
        if (
            self.earlier is not None
            and opens_sentence(self.sentence, verb.first)
            and fits(self.sentence, self.earlier, verb)
        ):
            return [self.earlier]
        return []

    def _of_clauses(self, verb: Match) -> Phrase | None:
        """The subject of the nearest clause before the verb's own whose form fits the verb."""
        start, _ = self.sentence.clause(verb.first)
        for _ in range(_CLAUSES_BACK):
            if start <= self.sentence.first:
                return None
            if self.sentence.link(start, "complementizer") and not _pronoun(self.sentence, start):
                return None  # before "أن" another speaks
            start, stop = self.sentence.clause(start - 1)
            if self.sentence.link(start, "relative"):
                continue
            subject = opening_subject(self.sentence, self.phrases, start, stop)
            if subject is not None and subject not in self.acted_on and fits(self.sentence, subject, verb):
                return subject
        return None


def opening_subject(sentence: Sentence, phrases: Sequence[Phrase], start: int, stop: int) -> Phrase | None:
    """The first bare phrase of a clause, where it stands at the clause's opening."""
    for phrase in phrases:
        if start <= phrase.first < stop:
            if phrase.prep or phrase.begins > start + _OPENING:
                return None
            if phrase.kind in _CROWDS or phrase.kind in _PERSONS or phrase.agentive:
                return phrase
            return None
    return None


def last_subject(sentence: Sentence, phrases: Sequence[Phrase]) -> Phrase | None:
    """The subject of the sentence's first clause: whom a next sentence without a subject goes on with."""
    start, stop = sentence.clause(sentence.first)
    return opening_subject(sentence, phrases, start, stop)


def opens_sentence(sentence: Sentence, i: int) -> bool:
    """Does token i open its sentence, after a word like "كما" at most?"""
    return i == sentence.first or (i == sentence.first + 1 and sentence.tokens.words[i - 1] in _CONNECTIVES)


def goes_on(sentence: Sentence, trigger: Trigger) -> bool:
    """Is a verb joined to what stands before, or in a form that has a subject: "وقصفت", "كما قصفت", "أحرقوا"?"""
    hit = trigger.match.hit
    before = sentence.tokens.words[trigger.first - 1] if trigger.first > sentence.first else ""
    return bool(hit.conjunction) or before in _CONNECTIVES or follows_subject(trigger.match)


def _pronoun(sentence: Sentence, k: int) -> bool:
    link = sentence.link(k, "complementizer")
    return link is not None and link.entry.id == "inna_pronoun"


def in_genitive(sentence: Sentence, phrase: Phrase) -> bool:
    """Does an unlisted noun behind a preposition own the phrase: "مع تحليق طائرات"?"""
    k = phrase.begins - 1
    if k <= sentence.first or sentence.tokens.kinds[k] != WORD or sentence.matches.get(k) or sentence.dated(k):
        return False
    return not sentence.tokens.words[k].startswith("ال") and bool(sentence.preposition_before(k))


def oblique(phrase: Phrase, sentence: Sentence) -> bool:
    """Is the head in a form that no subject has: a sound plural or dual in ين, bound or not?"""
    match = phrase.match
    if match is None or match.length > 1 or match.hit.drop or phrase.front >= 0:
        return False
    word = sentence.tokens.words[phrase.first]
    if match.table == "actors":
        return word.endswith("يين")  # "الحوثيين": a name made of a plural of men
    return match.hit.form.number in ("p", "d") and word.endswith("ين")


def nominative(phrase: Phrase, sentence: Sentence) -> bool:
    """Is the head in a form that no object has: a sound plural in ون, a dual in ان?"""
    match = phrase.match
    if match is None or match.table == "actors" or match.length > 1 or match.hit.drop or phrase.front >= 0:
        return False
    word = sentence.tokens.words[phrase.first]
    number = match.hit.form.number
    return (number == "p" and word.endswith("ون")) or (number == "d" and word.endswith("ان"))


def fits(sentence: Sentence, phrase: Phrase, verb: Match) -> bool:
    """Can a verb behind the phrase, without a subject of its own, speak of it, by gender and number?"""
    persons = set(verb.hit.form.persons)
    return not persons or bool(persons & _spoken_of(sentence, phrase))


_ANY = frozenset({"3ms", "3fs", "3mp"})
_MEN = frozenset({"3mp", "3fp", "3md", "3fd"})
_PAIR = frozenset({"3md", "3fd"})
_FEMININE = frozenset({"3fs", "3mp"})
_MASCULINE = frozenset({"3ms", "3mp"})


def _spoken_of(sentence: Sentence, phrase: Phrase) -> frozenset[str]:
    """The persons in which a verb behind the phrase speaks of it."""
    match = phrase.match
    if match is None:
        return _ANY  # a country's gender is not in its name
    number = match.hit.form.number
    word = sentence.tokens.words[phrase.first]
    if phrase.kind in _PERSONS and match.table != "actors":
        if phrase.begins != phrase.first:
            return _ANY | _MEN
        if number == "s":
            return frozenset({"3fs"} if word.endswith(("ة", "ات")) else {"3ms"})
        return _MEN if number == "p" else _PAIR
    if number == "d":
        return _PAIR
    heads = [m for m in sentence.of("heads").get(phrase.first, ()) if m.length == 1]
    if word.endswith(("ة", "ات")) or any(m.hit.form.number == "p" for m in heads):
        return _FEMININE  # "القوات", "كتائب": a plural of things is one woman
    return _MASCULINE if heads or match.table == "heads" else _ANY
