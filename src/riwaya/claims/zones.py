"""What an act can reach: the phrases of its clause left and right of it, and the roles they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.claims.acts import Trigger
from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.lexicons.codes import codes
from riwaya.text.numerals import read_numeral, vague

FRAME_KEY = {
    "bi": "ب",
    "li": "ل",
    "fi": "في",
    "ala": "على",
    "min": "من",
    "ila": "إلى",
    "did": "ضد",
    "maa": "مع",
    "an": "عن",
    "bayn": "بين",
    "nahw": "نحو",
    "tujah": "تجاه",
}


_BYSTANDERS = frozenset({"media", "state_media", "agency", "monitor", "medical", "expert"})


_THINGS = frozenset({"other", "anonymous"})
"""Roles of sources that are news, reports or circles: nothing that is struck."""


@dataclass(slots=True)
class Roles:
    """The phrases that fill a trigger's roles, in text order, and the rules that put them there.

    `armed`: the act is one of arms, which those who report on it, monitor it or tend its wounded do not do.
    """

    actors: list[Phrase] = field(default_factory=list)
    recipients: list[Phrase] = field(default_factory=list)
    places: list[Phrase] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    armed: bool = False

    def put(self, role: str, phrase: Phrase, rule: str) -> None:
        """Give the phrase a role of the frame; a place that is acted on is a place."""
        if phrase.kind == "place" and not (phrase.agentive and role in ("actor", "recipient", "partner")):
            if role in ("recipient", "place", "object") and phrase not in self.places:
                self.places.append(phrase)
            return
        if role == "actor" and phrase.kind == "person" and phrase.match is not None:
            row = phrase.match.entry.row
            if row.id == "another" or (row["count"] and not phrase.armed):
                return  # "أجزاء أخرى", "قتلى وجرحى"
        if self.armed and not phrase.armed:
            if role == "actor" and phrase.speaks_as in _BYSTANDERS:
                return
            if role == "recipient" and phrase.kind == "source" and phrase.speaks_as in _THINGS:
                return
        where = {"actor": self.actors, "partner": self.actors, "recipient": self.recipients}.get(role)
        if where is not None and phrase not in where and phrase not in self.actors:
            where.append(phrase)
            self.rules.append(rule)


NAMES_DOER = frozenset({"suicide_attack", "withdrawal", "protest"})
"""Codes whose listed phrases hold who does it: "فجر انتحاري", "فر المسلحون", "نزل المتظاهرون"."""


@dataclass(slots=True)
class Zone:
    """Phrases of the trigger's clause: left of it and right of it, up to the next verb or act."""

    left: list[Phrase]
    right: list[Phrase]
    start: int
    stop: int
    antecedent: Phrase | None

    @classmethod
    def of(cls, sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], triggers: Sequence[Trigger]) -> Zone:
        """The phrases that a trigger can reach; an act, a light verb or a link to a toll ends its reach."""
        start, stop = sentence.clause(trigger.first)
        for other in triggers:
            if (
                other is not trigger
                and other.first > trigger.last
                and (other.verb or not _modifies(sentence, trigger, other))
            ):
                stop = min(stop, other.first)
        for k in range(trigger.last + 1, stop):
            if sentence.link(k, "causal", "hits", "light_actor", "light_recipient") and not (
                sentence.link(k, "preposition") or _is_target(sentence, k)
            ):
                stop = k
                break
        if not trigger.verb and (further := _relative_clause(sentence, trigger, stop)):
            stop = further
        antecedent = None
        if sentence.link(start, "relative"):
            antecedent = next((p for p in reversed(phrases) if p.last < start and start - p.last <= 3), None)
        left = [p for p in phrases if start <= p.first and p.last < trigger.first]
        right = [
            p
            for p in phrases
            if trigger.last < p.first < stop or (p.first == trigger.last and p.skip and p.first != trigger.first)
        ]
        return cls(left, right, start, stop, antecedent)


def _is_target(sentence: Sentence, k: int) -> bool:
    """`موقعا للحركة`: a thing struck, whose word also says "causing": that needs a toll behind it."""
    return (
        sentence.find(k, "targets") is not None
        and not numeral_next(sentence, k + 1, sentence.stop)
        and not any(m.table in ("persons", "acts") for m in sentence.matches.get(k + 1, ()))
    )


def _relative_clause(sentence: Sentence, trigger: Trigger, stop: int) -> int | None:
    """`المعارك التي دارت بين …`: the clause of a verb of taking place belongs to its noun; where that clause ends."""
    if stop >= sentence.stop or stop - trigger.last > 4 or not sentence.link(stop, "relative"):
        return None
    if not sentence.link(stop + 1, "takes_place"):
        return None
    return sentence.clause(stop)[1]


def _modifies(sentence: Sentence, trigger: Trigger, other: Trigger) -> bool:
    """An act noun right after another as its attribute ("هجوم انتحاري") does not close the zone."""
    return other.first == trigger.last + 1 and other.match.hit.proclitic == "" and not other.match.hit.conjunction


def numeral_next(sentence: Sentence, i: int, stop: int) -> bool:
    """Does a number or a vague amount begin at token i, before `stop`?"""
    return i < stop and (
        read_numeral(sentence.tokens, i, stop) is not None or vague(sentence.tokens, i, stop) is not None
    )


def bare_of(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases that no preposition governs and no و joins."""
    return [p for p in phrases if not p.prep and not p.conjunction]


def can_speak(trigger: Trigger, phrase: Phrase) -> bool:
    """Can the phrase be the subject of a verb of speech: somebody, or a town that stands for those who govern it?"""
    if codes()[trigger.code].group != "speech":
        return False
    return phrase.kind == "person" or (
        phrase.kind == "place" and phrase.place is not None and bool(phrase.place.candidates)
    )


AGREEING = frozenset({"mp", "fp", "md", "fd"})


def join(sentence: Sentence, first: Phrase, phrases: Sequence[Phrase], where: list[Phrase]) -> None:
    """Add the phrases joined to `first` by و."""
    previous = first
    for phrase in phrases:
        if phrase.first > previous.last:
            if not phrase.conjunction or phrase.begins - previous.last > 2:
                return
            where.append(phrase)
            previous = phrase
