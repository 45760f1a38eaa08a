"""Who did it and to whom: the phrases around a trigger take the roles of its frame.

A verb looks right for its subject and object, left when the subject stands before it; a verbal noun looks at its
genitive, at a nisba after it, at "من قبل", and at the light verb that governs it ("شنت الطائرات غارات").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.claims.acts import Trigger
from riwaya.claims.context import HARD, Sentence
from riwaya.claims.phrases import Phrase
from riwaya.text.numerals import read_numeral, vague

_FRAME_KEY = {"bi": "ب", "li": "ل", "fi": "في", "ala": "على", "min": "من", "ila": "إلى", "did": "ضد", "maa": "مع", "an": "عن",
              "bayn": "بين", "nahw": "نحو", "tujah": "تجاه"}
_DAMMA = "\u064f"


@dataclass(slots=True)
class Roles:
    """The phrases that fill a trigger's roles, in text order, and the rules that put them there."""

    actors: list[Phrase] = field(default_factory=list)
    recipients: list[Phrase] = field(default_factory=list)
    places: list[Phrase] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def put(self, role: str, phrase: Phrase, rule: str) -> None:
        """Give the phrase a role of the frame; a place that is acted on is a place."""
        if phrase.kind == "place" and not (phrase.agentive and role in ("actor", "recipient", "partner")):
            if role in ("recipient", "place", "object") and phrase not in self.places:
                self.places.append(phrase)
            return
        where = {"actor": self.actors, "partner": self.actors, "recipient": self.recipients}.get(role)
        if where is not None and phrase not in where and phrase not in self.actors:
            where.append(phrase)
            self.rules.append(rule)


def assign(
    sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], triggers: Sequence[Trigger], memory: list[Phrase]
) -> Roles:
    """The roles of one trigger. `memory` holds the last subject of the sentence, for verbs that leave theirs out."""
    zone = _Zone.of(sentence, trigger, phrases, triggers)
    roles = Roles()
    if trigger.verb:
        _verb(sentence, trigger, zone, roles, memory)
    else:
        _noun(sentence, trigger, zone, roles, memory)
    _prepositions(trigger, zone, roles)
    _coordinate(sentence, zone, roles)
    if trigger.verb and roles.actors and not trigger.passive:
        memory[:] = roles.actors[:1]
    return roles


@dataclass(slots=True)
class _Zone:
    """Phrases of the trigger's clause: left of it and right of it, up to the next verb or act."""

    left: list[Phrase]
    right: list[Phrase]
    start: int
    stop: int
    antecedent: Phrase | None

    @classmethod
    def of(cls, sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], triggers: Sequence[Trigger]) -> _Zone:
        start, stop = sentence.clause(trigger.first)
        for other in triggers:
            if other is not trigger and other.first > trigger.last and (other.verb or not _modifies(sentence, trigger, other)):
                stop = min(stop, other.first)
        for k in range(trigger.last + 1, stop):
            if sentence.link(k, "causal", "hits", "light_actor", "light_recipient") and not sentence.link(k, "preposition"):
                stop = k
                break
        antecedent = None
        if sentence.link(start, "relative"):
            antecedent = next((p for p in reversed(phrases) if p.last < start and start - p.last <= 3), None)
        left = [p for p in phrases if start <= p.first and p.last < trigger.first]
        right = [p for p in phrases if trigger.last < p.first < stop or (p.first == trigger.last and p.skip and p.first != trigger.first)]
        return cls(left, right, start, stop, antecedent)


def _modifies(sentence: Sentence, trigger: Trigger, other: Trigger) -> bool:
    """An act noun right after another as its attribute ("هجوم انتحاري") does not close the zone."""
    return other.first == trigger.last + 1 and other.match.hit.proclitic == "" and not other.match.hit.conjunction


def _numeral_next(sentence: Sentence, i: int, stop: int) -> bool:
    return i < stop and (read_numeral(sentence.tokens, i, stop) is not None or vague(sentence.tokens, i, stop) is not None)


def _bare(phrases: Sequence[Phrase]) -> list[Phrase]:
    return [p for p in phrases if not p.prep and not p.conjunction]


def _subject_before(sentence: Sentence, trigger: Trigger, zone: _Zone) -> Phrase | None:
    """The subject of a verb that follows it: the first bare phrase of the clause."""
    bare = _bare(zone.left)
    if bare and bare[0].first <= zone.start + 3 and not sentence.link(bare[0].first - 1, "preposition"):
        return bare[0]
    return zone.antecedent


def _is_passive(sentence: Sentence, trigger: Trigger, zone: _Zone, subject: Phrase | None) -> bool:
    hit = trigger.match.hit
    if hit.form.pos != "v" or "O" not in trigger.frame:
        return False
    if hit.form.voice in ("a", "p"):
        return hit.form.voice == "p"
    written = sentence.tokens.written(trigger.first)
    if _DAMMA in written[: 2 + hit.skip * 2]:
        return True
    if hit.drop:
        return False
    if subject is not None and subject.agentive and subject is not zone.antecedent:
        return False
    if _numeral_next(sentence, trigger.last + 1, zone.stop):
        return subject is None or not subject.agentive
    bare = _bare(zone.right)
    if not bare:
        return subject is not None and not subject.agentive
    first = bare[0]
    if not first.agentive:
        return subject is None or not subject.agentive
    # an armed person alone after a verb of harm is its victim ("قتل جندي في انفجار")
    alone = len(bare) == 1 and not _numeral_next(sentence, first.last + 1, zone.stop)
    return alone and first.kind in ("person", "people", "title") and trigger.count in ("killed", "injured", "captured")


def _verb(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles, memory: list[Phrase]) -> None:
    frame = trigger.frame
    subject = _subject_before(sentence, trigger, zone)
    trigger.passive = _is_passive(sentence, trigger, zone, subject)
    bare = _bare(zone.right)
    if trigger.passive:
        victim = bare[0] if bare else subject
        if victim:
            roles.put(frame.get("O", "recipient"), victim, "role:passive_subject")
        return
    s_role = frame.get("S", "actor")
    if subject is not None and subject is zone.antecedent and trigger.match.hit.drop:
        roles.put(frame.get("O", "recipient"), subject, "role:antecedent_object")
        subject = None
    if s_role == "recipient":
        victim = subject if subject and not bare else (bare[0] if bare else subject)
        if victim:
            roles.put("recipient", victim, "role:subject")
        return
    rest = bare
    if subject is None or (bare and not subject.agentive and bare[0].agentive):
        if bare and (bare[0].agentive or "O" not in frame or bare[0].kind in ("title", "source")):
            subject, rest = bare[0], bare[1:]
        elif subject is None and memory and (trigger.match.hit.conjunction or zone.left == []):
            subject = memory[0]
    if subject is not None:
        roles.put(s_role, subject, "role:subject")
    if rest and "O" in frame:
        roles.put(frame["O"], rest[0], "role:object")


def _noun(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles, memory: list[Phrase]) -> None:
    frame = trigger.frame
    g_role = frame.get("G", "auto")
    expected = trigger.last + 1
    genitive_done = False
    for phrase in zone.right:
        if phrase.conjunction or phrase.first - expected > 2:
            break
        adjacent = phrase.first <= expected + _modifiers_between(sentence, expected, phrase.first)
        if phrase.kind == "nisba" and adjacent and not phrase.prep:
            roles.put("actor" if g_role != "recipient" else "recipient", phrase, "role:nisba")
            expected = phrase.last + 1
            continue
        if phrase.prep == "li" and phrase.agentive and adjacent and "ل" not in frame and g_role != "recipient":
            roles.put("actor", phrase, "role:lam_agent")
            expected = phrase.last + 1
            continue
        if phrase.prep or not adjacent:
            break
        if not genitive_done:
            role = g_role if g_role != "auto" else ("actor" if phrase.agentive and not _struck_country(phrase) else "recipient")
            roles.put(role, phrase, "role:genitive")
            genitive_done = True
            expected = phrase.last + 1
            continue
        roles.put(frame.get("O", "recipient"), phrase, "role:noun_object")
        break
    if not roles.actors:
        _light(sentence, trigger, zone, roles)
    if not roles.actors and trigger.match.hit.drop and memory and g_role != "recipient":
        roles.put("actor", memory[0], "role:pronoun")


def _struck_country(phrase: Phrase) -> bool:
    """"قصف سوريا" strikes it, "قصف روسيا" may be by it: a country alone after an attack noun is not taken as doer."""
    return phrase.kind == "place"


def _modifiers_between(sentence: Sentence, first: int, stop: int) -> int:
    """How many adjectives or means stand between the trigger and the phrase ("القصف المدفعي لقوات")."""
    n = 0
    for k in range(first, stop):
        if any(m.table in ("modifiers", "weapons", "nisba", "acts") for m in sentence.matches.get(k, ())) or (
            sentence.tokens.words[k].startswith("ال") and sentence.tokens.words[k].endswith(("ي", "ية", "ة"))
        ):
            n += 1
    return n


def _light(sentence: Sentence, trigger: Trigger, zone: _Zone, roles: Roles) -> None:
    """The subject of a light verb before the noun, or of the relative clause after it."""
    for k in range(trigger.first - 1, zone.start - 1, -1):
        link = sentence.link(k, "light_actor", "light_recipient", "light_place")
        if link is None or link.hit.form.pos != "v":
            continue
        between = [p for p in zone.left if p.first > k and not p.prep and not p.conjunction]
        before = [p for p in zone.left if p.last < k and not p.prep]
        subject = between[0] if between else (before[0] if before else zone.antecedent)
        if subject:
            role = {"light_actor": "actor", "light_recipient": "recipient", "light_place": "place"}[link.entry.row["kind"]]
            roles.put(role, subject, f"role:{link.entry.row['kind']}")
        return


def after_relative(sentence: Sentence, trigger: Trigger, phrases: Sequence[Phrase], roles: Roles) -> None:
    """`الهجوم الذي شنه مسلحون`: the doer stands in the relative clause after the noun."""
    k = trigger.last + 1
    while k < min(sentence.stop, trigger.last + 4) and not sentence.link(k, "relative"):
        k += 1
    if k + 1 >= sentence.stop or not sentence.link(k, "relative"):
        return
    verb = sentence.link(k + 1, "light_actor")
    if verb is None or not verb.hit.drop:
        return
    subject = next((p for p in phrases if p.first > k + 1 and p.first - k <= 4 and not p.prep), None)
    if subject and not roles.actors:
        roles.put("actor", subject, "role:relative_light")


def _prepositions(trigger: Trigger, zone: _Zone, roles: Roles) -> None:
    for phrase in zone.right:
        if phrase.prep == "agent":
            roles.put("actor", phrase, "role:agent_phrase")
            continue
        key = _FRAME_KEY.get(phrase.prep)
        role = trigger.frame.get(key, "") if key else ""
        if role in ("actor", "recipient", "partner", "place", "object"):
            roles.put(role, phrase, f"role:prep_{phrase.prep}")


def _coordinate(sentence: Sentence, zone: _Zone, roles: Roles) -> None:
    """A phrase joined by و takes the role of the one before it."""
    previous: Phrase | None = None
    for phrase in zone.right:
        joined = phrase.conjunction and previous is not None and phrase.first - previous.last <= 2 and not any(
            sentence.breaks.get(k) == HARD for k in range(previous.last + 1, phrase.first + 1))
        if joined and previous is not None:
            for role, where in (("actor", roles.actors), ("recipient", roles.recipients), ("place", roles.places)):
                if previous in where and phrase not in where:
                    roles.put(role, phrase, "role:joined")
                    break
        previous = phrase
